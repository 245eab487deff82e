#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/text.h"
#include "source/disk/beneath.h"
#include "source/disk/directory_source.h"
#include "source/disk/file_bytes.h"
#include "source/source.h"

namespace aboveboard {
namespace {

// A single file, kept open: what is read later is what was named.
class SingleFile final : public Source {
 public:
  SingleFile(FileHandle file, std::uint64_t bytes, SourceInfo info)
      : file_(std::make_shared<FileHandle>(std::move(file))), info_(std::move(info)) {
    files_.push_back({std::string(file_name(info_.location)), bytes});
    info_.kind = "file";
    info_.files = 1;
    info_.bytes = bytes;
  }

  const SourceInfo& info() const override { return info_; }
  SourceInfo& info() override { return info_; }
  const std::vector<FileEntry>& files() const override { return files_; }

  Result<std::unique_ptr<ByteSource>> open(std::string_view path) const override {
    if (path != files_.front().path) return fail(system_error(ENOENT, path));
    return std::unique_ptr<ByteSource>(std::make_unique<FileBytes>(file_, files_.front().bytes, files_.front().path));
  }

 private:
  std::shared_ptr<const FileHandle> file_;
  SourceInfo info_;
  std::vector<FileEntry> files_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_source(const std::string& location, std::string name, Diagnostics& notes) {
  SourceInfo info;
  info.name = std::move(name);
  info.location = location;
  if (location.empty() || location.find('\0') != std::string::npos) return fail(system_error(ENOENT, location));

  // Looked at before it is opened: opening a device may already do something.
  struct stat status{};
  if (::stat(location.c_str(), &status) != 0) return fail(system_error(errno, location));
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
    return fail(ErrorKind::Usage, "this is " + std::string(special_name(status.st_mode)) + ", not a file or folder",
                {.path = location, .line = {}, .byte = {}});
  }
  FileHandle handle(::open(location.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!handle || ::fstat(handle.get(), &status) != 0) return fail(system_error(errno, location));
  if (S_ISDIR(status.st_mode)) return directory_source(Beneath(std::move(handle), names_of_folder(location)), std::move(info), notes);
  if (S_ISREG(status.st_mode)) {
    return std::unique_ptr<Source>(
        std::make_unique<SingleFile>(std::move(handle), static_cast<std::uint64_t>(status.st_size), std::move(info)));
  }
  return fail(ErrorKind::Usage, "this is neither a file nor a folder", {.path = location, .line = {}, .byte = {}});
}

}  // namespace aboveboard
