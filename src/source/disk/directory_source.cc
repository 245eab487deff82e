#include "source/disk/directory_source.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <limits>

#include "base/limits.h"
#include "source/disk/beneath.h"
#include "source/disk/file_bytes.h"
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

class Directory final : public Source {
 public:
  Directory(Beneath beneath, SourceInfo info) : beneath_(std::move(beneath)), info_(std::move(info)) {}

  void list(Diagnostics& notes) {
    FileHandle again(::openat(beneath_.root(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!again) {
      notes.add(DiagnosticKind::NotExamined, "source/unreadable-folder", system_error(errno, "."));
    } else {
      Walk(beneath_, files_, notes).folder(std::move(again), "", 0);
    }
    std::sort(files_.begin(), files_.end(), [](const FileEntry& a, const FileEntry& b) { return a.path < b.path; });
    info_.kind = "directory";
    info_.files = files_.size();
    info_.bytes = 0;
    for (const FileEntry& file : files_) {
      // Sparse files may claim any size.
      const std::uint64_t room = std::numeric_limits<std::uint64_t>::max() - info_.bytes;
      info_.bytes += std::min(room, file.bytes);
    }
    info_.revision = git_revision(beneath_);
  }

  const SourceInfo& info() const override { return info_; }
  SourceInfo& info() override { return info_; }
  const std::vector<FileEntry>& files() const override { return files_; }

  Result<std::unique_ptr<ByteSource>> open(std::string_view path) const override {
    ABOVEBOARD_ASSIGN(Beneath::OpenFile opened, beneath_.open_file(path));
    return std::unique_ptr<ByteSource>(std::make_unique<FileBytes>(std::make_shared<FileHandle>(std::move(opened.file)),
                                                                   opened.bytes, std::string(path)));
  }

 private:
  Beneath beneath_;
  SourceInfo info_;
  std::vector<FileEntry> files_;
};

// The absolute paths that mean the folder at `location`.
std::vector<std::string> names_of(const std::string& location) {
  std::vector<std::string> names;
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(location.c_str(), nullptr), &std::free);
  if (real) names.emplace_back(real.get());
  if (location.starts_with('/')) {
    names.push_back(location);
    while (names.back().size() > 1 && names.back().ends_with('/')) names.back().pop_back();
  }
  // The root of the file system has no name that others could begin with.
  std::erase(names, "/");
  return names;
}

}  // namespace

std::unique_ptr<Source> directory_source(FileHandle folder, SourceInfo info, Diagnostics& notes) {
  std::vector<std::string> names = names_of(info.location);
  auto source = std::make_unique<Directory>(Beneath(std::move(folder), std::move(names)), std::move(info));
  source->list(notes);
  return source;
}

}  // namespace aboveboard
