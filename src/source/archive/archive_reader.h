// One pass over an archive, member by member. Internal to this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"
#include "source/archive/archive_library.h"

namespace aboveboard {

enum class ArchiveKind { None, Zip, SevenZip, Tar, CompressedTar };

// By its first bytes, whatever its name.
ArchiveKind archive_kind(ByteSource& bytes);

enum class MemberType { File, Folder, Link, Special };

struct ArchiveMember {
  std::string name;            // as it is stored; "" where it cannot be told
  MemberType type = MemberType::File;
  std::optional<std::uint64_t> bytes;  // as announced
  bool encrypted = false;
  bool sparse = false;         // it has holes that are not stored
  bool hungry = false;         // of a zip: compressed in a way whose dictionary may ask for gigabytes before a byte comes out
};

class ArchiveReader final : public ByteStream {
 public:
  // Unsupported where there is no libarchive, or none that reads this kind by itself; Malformed where its beginning is no such archive. `bytes` must outlive the reader.
  static Result<std::unique_ptr<ArchiveReader>> open(ByteSource& bytes, ArchiveKind kind);
  ~ArchiveReader() override;
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  // The next member; nothing at the end. Malformed where the archive breaks: there is no going on then. LimitReached.
  Result<std::optional<ArchiveMember>> next();
  // The next bytes of the member, holes as zeros. Malformed where they do not fit what the archive says of them, beyond what could be read.
  Result<std::size_t> read(std::span<std::byte> out) override;

  // Where the member's bytes begin in the file, stored as they are; known after the first read(), and only where
  // those were found there. (A zip may announce more bytes than it stores: its directory tells.)
  std::optional<std::uint64_t> stored_at() const { return stored_at_; }
  // Bytes that came out of the archive: of members, and around them where it is compressed as a whole.
  std::uint64_t produced() const;
  // Bytes of the file that were read.
  std::uint64_t consumed() const { return input_.total; }

 private:
  struct Input {
    ByteSource* bytes = nullptr;
    std::uint64_t at = 0;
    std::uint64_t total = 0;      // read so far
    bool listing_began = false;   // a first header was told
    std::optional<Error> error;   // of the file, or a limit
    std::unique_ptr<std::byte[]> buffer;
  };
  ArchiveReader(ByteSource& bytes, ArchiveKind kind, const ArchiveLibrary& library);
  Status start();
  Status next_block();
  Error broken(ErrorKind kind);
  bool may_be_stored() const;
  void check_stored();
  static ssize_t read_input(struct archive* handle, void* data, const void** buffer);
  static std::int64_t seek_input(struct archive* handle, void* data, std::int64_t offset, int whence);
  static std::int64_t skip_input(struct archive* handle, void* data, std::int64_t request);

  const ArchiveLibrary& library_;
  ArchiveKind kind_;
  Input input_;
  struct archive* handle_ = nullptr;
  ArchiveMember member_;
  // The current block of the member: bytes at `block_at_` of it, of which `used_` were given out.
  std::string_view block_;
  std::uint64_t block_at_ = 0;
  std::uint64_t position_ = 0;  // in the member
  std::uint64_t data_bytes_ = 0;  // of all members
  bool first_block_ = true, at_end_ = false, warned_ = false;
  std::optional<std::uint64_t> stored_at_;
};

}  // namespace aboveboard
