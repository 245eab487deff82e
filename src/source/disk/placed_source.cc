#include "source/disk/placed_source.h"

#include <algorithm>

#include "source/disk/file_bytes.h"
#include "source/disk/list_beneath.h"

namespace aboveboard {
namespace {

class PlacedSource final : public Source {
 public:
  PlacedSource(Beneath root, SourceInfo info, std::vector<FileEntry> files, std::vector<std::string> places)
      : root_(std::move(root)), info_(std::move(info)), files_(std::move(files)), places_(std::move(places)) {
    info_.files = files_.size();
    info_.bytes = total_bytes(files_);
  }

  const SourceInfo& info() const override { return info_; }
  SourceInfo& info() override { return info_; }
  const std::vector<FileEntry>& files() const override { return files_; }

  Result<std::unique_ptr<ByteSource>> open(std::string_view path) const override {
    std::string_view place = path;
    if (!places_.empty()) {
      const auto found = std::lower_bound(files_.begin(), files_.end(), path, [](const FileEntry& file, std::string_view wanted) { return file.path < wanted; });
      if (found == files_.end() || found->path != path) return fail(ErrorKind::NotFound, "there is no such file", {.path = std::string(path), .line = {}, .byte = {}});
      place = places_[static_cast<std::size_t>(found - files_.begin())];
    }
    Result<Beneath::OpenFile> opened = root_.open_file(place);
    if (!opened) {
      opened.error().place.path = std::string(path);
      return fail(std::move(opened.error()));
    }
    return std::unique_ptr<ByteSource>(std::make_unique<FileBytes>(std::make_shared<FileHandle>(std::move(opened->file)), opened->bytes, std::string(path)));
  }

 private:
  Beneath root_;
  SourceInfo info_;
  std::vector<FileEntry> files_;
  std::vector<std::string> places_;
};

}  // namespace

std::unique_ptr<Source> placed_source(Beneath root, SourceInfo info, std::vector<FileEntry> files, std::vector<std::string> places) {
  return std::make_unique<PlacedSource>(std::move(root), std::move(info), std::move(files), std::move(places));
}

}  // namespace aboveboard
