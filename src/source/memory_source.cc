#include <algorithm>

#include "source/source.h"

namespace aboveboard {
namespace {

class InMemory final : public Source {
 public:
  InMemory(SourceInfo info, std::vector<MemoryFile> files) : info_(std::move(info)), contents_(std::move(files)) {
    std::sort(contents_.begin(), contents_.end(), [](const MemoryFile& a, const MemoryFile& b) {
      return a.path != b.path ? a.path < b.path : a.text < b.text;
    });
    if (info_.kind.empty()) info_.kind = "memory";
    info_.bytes = 0;
    for (const MemoryFile& file : contents_) {
      files_.push_back({file.path, file.text.size()});
      info_.bytes += file.text.size();
    }
    info_.files = files_.size();
  }

  const SourceInfo& info() const override { return info_; }
  SourceInfo& info() override { return info_; }
  const std::vector<FileEntry>& files() const override { return files_; }

  Result<std::unique_ptr<ByteSource>> open(std::string_view path) const override {
    const auto found =
        std::lower_bound(contents_.begin(), contents_.end(), path,
                         [](const MemoryFile& file, std::string_view wanted) { return file.path < wanted; });
    if (found == contents_.end() || found->path != path) {
      return fail(ErrorKind::NotFound, "there is no such file", {.path = std::string(path), .line = {}, .byte = {}});
    }
    return std::unique_ptr<ByteSource>(std::make_unique<MemorySource>(found->text));
  }

 private:
  SourceInfo info_;
  std::vector<MemoryFile> contents_;  // sorted by path
  std::vector<FileEntry> files_;
};

}  // namespace

std::unique_ptr<Source> memory_source(SourceInfo info, std::vector<MemoryFile> files) {
  return std::make_unique<InMemory>(std::move(info), std::move(files));
}

}  // namespace aboveboard
