#include "cli/input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace aboveboard::cli {
namespace {

tl::unexpected<Error> cannot_read(const std::string& path, int reason) { return fail(ErrorKind::Usage, std::string("cannot read: ") + std::strerror(reason), {path, {}, {}}); }

}  // namespace

Result<std::string> read_whole_file(const std::string& path, std::uint64_t limit) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return cannot_read(path, errno);
  std::string text;
  std::array<char, 64 << 10> piece{};
  int reason = 0;
  while (text.size() <= limit) {
    const ssize_t got = ::read(file, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) reason = errno;
    if (got <= 0) break;
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  ::close(file);
  if (reason != 0) return cannot_read(path, reason);
  if (text.size() > limit) return fail(ErrorKind::Usage, "holds more than " + std::to_string(limit) + " bytes, the limit for such a file", {path, {}, {}});
  return text;
}

}  // namespace aboveboard::cli
