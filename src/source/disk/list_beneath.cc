#include "source/disk/list_beneath.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <memory>

#include "base/limits.h"
#include "source/disk/git_revision.h"

namespace aboveboard {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using FolderStream = std::unique_ptr<DIR, CloseFolder>;

// Lists a folder and all below it, folder by folder in order of name, so that notes come in the same order everywhere.
class Walk {
 public:
  Walk(const Beneath& beneath, std::vector<FileEntry>& files, Diagnostics& notes)
      : beneath_(beneath), files_(files), notes_(notes) {}

  // Recursion is bounded by limits::kDirectoryDepth; each level keeps one folder open.
  void folder(FileHandle handle, const std::string& prefix, std::uint64_t depth) {
    std::vector<std::string> names;
    const int descriptor = handle.get();
    FolderStream stream(::fdopendir(descriptor));
    if (!stream) return skip("source/unreadable-folder", prefix, system_error(errno, prefix));
    handle.release();  // the stream closes it
    if (!read_names(stream.get(), names)) skip("source/unreadable-folder", prefix, system_error(errno, prefix));
    std::sort(names.begin(), names.end());
    const std::string above = prefix.empty() ? "" : prefix + "/";
    for (const std::string& name : names) entry(descriptor, name, above + name, depth);
  }

 private:
  // False where the system fails in the middle.
  bool read_names(DIR* stream, std::vector<std::string>& names) {
    for (;;) {
      errno = 0;
      const dirent* found = ::readdir(stream);
      if (found == nullptr) return errno == 0;
      const std::string_view name = found->d_name;
      if (name == "." || name == ".." || is_version_control_name(name)) continue;
      if (++seen_ > limits::kFiles) {
        stop();
        return true;
      }
      names.emplace_back(name);
    }
  }

  void entry(int parent, const std::string& name, std::string path, std::uint64_t depth) {
    struct stat info{};
    if (::fstatat(parent, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0)
      return skip("source/unreadable-file", path, system_error(errno, path));
    if (S_ISREG(info.st_mode)) {
      files_.push_back({std::move(path), static_cast<std::uint64_t>(info.st_size)});
    } else if (S_ISDIR(info.st_mode)) {
      subfolder(parent, name, path, depth + 1);
    } else if (S_ISLNK(info.st_mode)) {
      link(path);
    } else {
      skip("source/special-file", path, ErrorKind::Unreadable,
           std::string(special_name(info.st_mode)) + " is not read");
    }
  }

  void subfolder(int parent, const std::string& name, const std::string& path, std::uint64_t depth) {
    if (depth > limits::kDirectoryDepth) {
      return skip("source/too-deep", path, ErrorKind::LimitReached,
                  "folders nested deeper than " + std::to_string(limits::kDirectoryDepth) + " levels are not read");
    }
    FileHandle handle(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!handle) return skip("source/unreadable-folder", path, system_error(errno, path));
    folder(std::move(handle), path, depth);
  }

  void link(const std::string& path) {
    const Located found = beneath_.locate(path);
    switch (found.what) {
      case Whereabouts::File:
        files_.push_back({path, found.bytes});
        return;
      // Its files are listed where they lie.
      case Whereabouts::Folder:
        notes_.add(DiagnosticKind::Note, "source/link-to-folder",
                   error(path, ErrorKind::Unsupported, "a link to a folder of the target"));
        return;
      case Whereabouts::Special:
        return skip("source/special-file", path, ErrorKind::Unreadable,
                    "a link to something that is neither a file nor a folder");
      case Whereabouts::Leaves:
        return skip("source/link-leaves-target", path, ErrorKind::Unreadable,
                    "the link leaves the target and is not followed");
      case Whereabouts::Loops:
        return skip("source/link-loop", path, ErrorKind::Malformed, "the link leads round in a circle");
      case Whereabouts::Missing:
        return skip("source/link-broken", path, ErrorKind::NotFound, "the link leads to nothing");
      case Whereabouts::Failed:
        return skip("source/unreadable-file", path, system_error(found.error, path));
    }
  }

  static Error error(const std::string& path, ErrorKind kind, std::string message) {
    return {kind, std::move(message), {.path = path, .line = {}, .byte = {}}};
  }
  void skip(std::string rule, const std::string& path, ErrorKind kind, std::string message) {
    skip(std::move(rule), path, error(path, kind, std::move(message)));
  }
  void skip(std::string rule, const std::string& path, Error error) {
    if (path.empty()) error.place.path = ".";
    notes_.add(DiagnosticKind::NotExamined, std::move(rule), std::move(error));
  }
  void stop() {
    if (!stopped_)
      skip("source/too-many-files", "", ErrorKind::LimitReached,
           "more than " + std::to_string(limits::kFiles) + " files: the rest is not read");
    stopped_ = true;
  }

  const Beneath& beneath_;
  std::vector<FileEntry>& files_;
  Diagnostics& notes_;
  std::uint64_t seen_ = 0;
  bool stopped_ = false;
};

}  // namespace

void list_beneath(const Beneath& beneath, const std::string& folder, std::vector<FileEntry>& files, Diagnostics& notes) {
  Result<FileHandle> opened = beneath.open_folder(folder);
  if (!opened) {
    if (opened.error().place.path.empty()) opened.error().place.path = ".";
    notes.add(DiagnosticKind::NotExamined, "source/unreadable-folder", std::move(opened.error()));
  } else {
    Walk(beneath, files, notes).folder(std::move(*opened), folder, 0);
  }
  sort_by_path(files);
}

void sort_by_path(std::vector<FileEntry>& files) {
  std::sort(files.begin(), files.end(), [](const FileEntry& a, const FileEntry& b) { return a.path < b.path; });
}

std::uint64_t total_bytes(const std::vector<FileEntry>& files) {
  std::uint64_t total = 0;
  for (const FileEntry& file : files) total += std::min(std::numeric_limits<std::uint64_t>::max() - total, file.bytes);
  return total;
}

}  // namespace aboveboard
