// FileBytes: positioned reads of one open regular file. Internal to this library.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.h"
#include "source/disk/file_handle.h"

namespace aboveboard {

class FileBytes final : public ByteSource {
 public:
  // `path` is for errors.
  FileBytes(std::shared_ptr<const FileHandle> file, std::uint64_t size, std::string path)
      : file_(std::move(file)), size_(size), path_(std::move(path)) {}
  std::uint64_t size() const override { return size_; }
  Status read_at(std::uint64_t offset, std::span<std::byte> out) override;

 private:
  std::shared_ptr<const FileHandle> file_;
  std::uint64_t size_;
  std::string path_;
};

}  // namespace aboveboard
