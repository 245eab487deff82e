#include "source/disk/file_handle.h"

#include <cerrno>

namespace aboveboard {
namespace {

// Own words: the system's depend on the locale.
std::string describe(int number) {
  switch (number) {
    case ENOENT:
      return "there is no such file or folder";
    case ENOTDIR:
      return "a part of the path is not a folder";
    case EACCES:
    case EPERM:
      return "permission denied";
    case ELOOP:
      return "too many symbolic links";
    case ENAMETOOLONG:
      return "the name is too long";
    case EMFILE:
    case ENFILE:
      return "too many open files";
    case EIO:
      return "the device failed to read";
    case EISDIR:
      return "it is a folder";
    default:
      return "system error " + std::to_string(number);
  }
}

}  // namespace

Error system_error(int number, std::string_view path) {
  const bool missing = number == ENOENT || number == ENOTDIR;
  return {missing ? ErrorKind::NotFound : ErrorKind::Unreadable,
          describe(number),
          {.path = std::string(path), .line = {}, .byte = {}}};
}

}  // namespace aboveboard
