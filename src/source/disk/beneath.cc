#include "source/disk/beneath.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>
#include <optional>

#include "base/bytes.h"
#include "base/limits.h"
#include "source/disk/file_bytes.h"

namespace aboveboard {
namespace {

constexpr int kLinks = 40;  // as the kernel does
constexpr std::size_t kOpenFolders = 2 * limits::kDirectoryDepth;

}  // namespace

// Goes down a path, name by name, with the folders above it kept open for "..".
class Beneath::Walker {
 public:
  Walker(const Beneath& beneath, std::string_view path) : beneath_(beneath) { prepend(path); }

  Located walk() {
    while (!pending_.empty()) {
      name_ = std::move(pending_.back());
      pending_.pop_back();
      if (const std::optional<Located> end = step()) return *end;
    }
    return {.what = Whereabouts::Folder};
  }

  // After walk() found a File: its folder's descriptor and its name there. After a Folder: its own descriptor.
  int folder() const { return folders_.empty() ? beneath_.root() : folders_.back().get(); }
  const std::string& name() const { return name_; }

 private:
  void prepend(std::string_view path) {
    std::vector<std::string> names;
    while (!path.empty()) {
      const std::size_t slash = path.find('/');
      const std::string_view name = path.substr(0, slash);
      if (!name.empty() && name != ".") names.emplace_back(name);
      path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    }
    for (std::size_t i = names.size(); i-- > 0;) pending_.push_back(std::move(names[i]));
  }

  // Takes one name; an answer where the walk ends here.
  std::optional<Located> step() {
    if (name_ == "..") {
      if (folders_.empty()) return Located{.what = Whereabouts::Leaves};
      folders_.pop_back();
      return std::nullopt;
    }
    struct stat info{};
    if (::fstatat(folder(), name_.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) return failed(errno);
    if (S_ISLNK(info.st_mode)) return follow();
    if (S_ISDIR(info.st_mode)) return enter();
    if (!pending_.empty()) return failed(ENOTDIR);
    if (!S_ISREG(info.st_mode)) return Located{.what = Whereabouts::Special};
    return Located{.what = Whereabouts::File, .bytes = static_cast<std::uint64_t>(info.st_size), .name = name_};
  }

  std::optional<Located> enter() {
    if (folders_.size() >= kOpenFolders) return failed(ENAMETOOLONG);
    FileHandle next(::openat(folder(), name_.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next) return failed(errno);
    folders_.push_back(std::move(next));
    return std::nullopt;
  }

  std::optional<Located> follow() {
    if (++links_ > kLinks) return Located{.what = Whereabouts::Loops};
    std::array<char, PATH_MAX> buffer;
    const ssize_t length = ::readlinkat(folder(), name_.c_str(), buffer.data(), buffer.size());
    if (length < 0) return failed(errno);
    std::string_view target(buffer.data(), static_cast<std::size_t>(length));
    if (target.starts_with('/')) {
      const std::optional<std::string_view> inside = below_root(target);
      if (!inside) return Located{.what = Whereabouts::Leaves};
      target = *inside;
      folders_.clear();
    }
    prepend(target);
    return std::nullopt;
  }

  // The rest of an absolute path behind a name of the root.
  std::optional<std::string_view> below_root(std::string_view path) const {
    for (const std::string& name : beneath_.names_) {
      if (path == name) return std::string_view();
      if (path.size() > name.size() && path.starts_with(name) && path[name.size()] == '/')
        return path.substr(name.size() + 1);
    }
    return std::nullopt;
  }

  static Located failed(int number) {
    if (number == ELOOP) return {.what = Whereabouts::Loops};
    const bool missing = number == ENOENT || number == ENOTDIR;
    return {.what = missing ? Whereabouts::Missing : Whereabouts::Failed, .error = number};
  }

  const Beneath& beneath_;
  std::vector<std::string> pending_;  // names still to be taken, the next one last
  std::vector<FileHandle> folders_;   // from the root's child down to where we are
  std::string name_;
  int links_ = 0;
};

Located Beneath::locate(std::string_view path) const { return Walker(*this, path).walk(); }

Result<Beneath::OpenFile> Beneath::open_file(std::string_view path) const {
  const Place place = {.path = std::string(path), .line = {}, .byte = {}};
  // A name with a NUL in it is not what the system would look for.
  if (path.find('\0') != std::string_view::npos) return fail(system_error(ENOENT, path));
  Walker walker(*this, path);
  const Located found = walker.walk();
  switch (found.what) {
    case Whereabouts::File:
      break;
    case Whereabouts::Folder:
      return fail(ErrorKind::Unsupported, "it is a folder", place);
    case Whereabouts::Special:
      return fail(ErrorKind::Unsupported, "it is neither a file nor a folder", place);
    case Whereabouts::Leaves:
      return fail(ErrorKind::Unsupported, "the link leaves the target", place);
    case Whereabouts::Loops:
      return fail(ErrorKind::Unreadable, "the links lead round in a circle", place);
    case Whereabouts::Missing:
    case Whereabouts::Failed:
      return fail(system_error(found.error, path));
  }
  OpenFile opened;
  // What was a regular file may be a pipe by now: hence O_NONBLOCK, and the second look.
  opened.file = FileHandle(
      ::openat(walker.folder(), walker.name().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  struct stat info{};
  if (!opened.file || ::fstat(opened.file.get(), &info) != 0) return fail(system_error(errno, path));
  if (!S_ISREG(info.st_mode)) return fail(ErrorKind::Unsupported, "it is no longer a file", place);
  opened.bytes = static_cast<std::uint64_t>(info.st_size);
  return opened;
}

Result<FileHandle> Beneath::open_folder(std::string_view path) const {
  if (path.find('\0') != std::string_view::npos) return fail(system_error(ENOENT, path));
  Walker walker(*this, path);
  const Located found = walker.walk();
  if (found.what == Whereabouts::Missing || found.what == Whereabouts::Failed) return fail(system_error(found.error, path));
  if (found.what == Whereabouts::Leaves) return fail(ErrorKind::Unreadable, "the link leaves the target", {.path = std::string(path), .line = {}, .byte = {}});
  if (found.what != Whereabouts::Folder) return fail(system_error(ENOTDIR, path));
  FileHandle handle(::openat(walker.folder(), ".", O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC));
  if (!handle) return fail(system_error(errno, path));
  return handle;
}

Result<std::vector<Beneath::Item>> Beneath::items_in(std::string_view path, std::size_t limit) const {
  ABOVEBOARD_ASSIGN(FileHandle handle, open_folder(path));
  const std::unique_ptr<DIR, decltype([](DIR* folder) { ::closedir(folder); })> stream(::fdopendir(handle.get()));
  if (!stream) return fail(system_error(errno, path));
  const int descriptor = handle.release();  // the stream closes it
  std::vector<Item> items;
  while (items.size() < limit) {
    errno = 0;
    const dirent* found = ::readdir(stream.get());
    if (found == nullptr && errno != 0) return fail(system_error(errno, path));
    if (found == nullptr) break;
    if (found->d_name[0] == '.') continue;
    bool folder = found->d_type == DT_DIR;
    struct stat info{};
    if (found->d_type == DT_UNKNOWN && ::fstatat(descriptor, found->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0) folder = S_ISDIR(info.st_mode);
    items.push_back({found->d_name, folder});
  }
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.name < b.name; });
  return items;
}

Result<std::vector<std::string>> Beneath::names_in(std::string_view path, std::size_t limit) const {
  ABOVEBOARD_ASSIGN(std::vector<Item> items, items_in(path, limit));
  std::vector<std::string> names;
  for (Item& item : items) names.push_back(std::move(item.name));
  return names;
}

std::string Beneath::read_small(std::string_view path, std::uint64_t limit) const {
  Result<OpenFile> opened = open_file(path);
  if (!opened) return "";
  FileBytes bytes(std::make_shared<FileHandle>(std::move(opened->file)), opened->bytes, std::string(path));
  Result<std::string> text = read_all(bytes, limit);
  return text ? std::move(*text) : "";
}

std::string canonical_path(const std::string& location) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(location.c_str(), nullptr), &std::free);
  return real ? real.get() : "";
}

std::vector<std::string> names_of_folder(const std::string& location) {
  std::vector<std::string> names = {canonical_path(location)};
  if (location.starts_with('/')) {
    names.push_back(location);
    while (names.back().size() > 1 && names.back().ends_with('/')) names.back().pop_back();
  }
  // The root of the file system has no name that others could begin with.
  std::erase_if(names, [](const std::string& name) { return name.empty() || name == "/"; });
  return names;
}

Result<Beneath> open_beneath(const std::string& location) {
  if (location.empty() || location.find('\0') != std::string::npos) return fail(system_error(ENOENT, location));
  FileHandle handle(::open(location.c_str(), O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC));
  if (!handle) return fail(system_error(errno, location));
  return Beneath(std::move(handle), names_of_folder(location));
}

std::string_view special_name(unsigned mode) {
  if (S_ISFIFO(mode)) return "a named pipe";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
  return "something else";
}

}  // namespace aboveboard
