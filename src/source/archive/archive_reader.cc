#include "source/archive/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/checked.h"
#include "base/limits.h"
#include "source/archive/seven_zip_header.h"

namespace aboveboard {
namespace {

constexpr std::size_t kBuffer = 256u << 10;
constexpr std::size_t kTarBlock = 512, kTarMagicAt = 257;

constexpr std::string_view kGzip = "\x1f\x8b", kBzip2 = "BZh", kXz = std::string_view("\xfd" "7zXZ\0", 6), kZstd = "\x28\xb5\x2f\xfd";

// The filter for a compressed file, by its mark.
int filter_of(std::string_view head) {
  if (head.starts_with(kGzip)) return ARCHIVE_FILTER_GZIP;
  if (head.starts_with(kBzip2)) return ARCHIVE_FILTER_BZIP2;
  if (head.starts_with(kXz)) return ARCHIVE_FILTER_XZ;
  if (head.starts_with(kZstd)) return ARCHIVE_FILTER_ZSTD;
  return ARCHIVE_FILTER_NONE;
}

// A header block of tar: its mark, or (as before there was one) a checksum that fits.
bool is_tar_header(std::string_view head) {
  if (head.size() < kTarBlock) return false;
  if (head.substr(kTarMagicAt, 5) == "ustar") return true;
  constexpr std::size_t kSumAt = 148, kSumSize = 8;
  std::uint64_t sum = kSumSize * ' ', stored = 0;
  for (std::size_t i = 0; i < kTarBlock; ++i) sum += i >= kSumAt && i < kSumAt + kSumSize ? 0 : static_cast<unsigned char>(head[i]);
  for (const char c : head.substr(kSumAt, kSumSize)) {
    if (c >= '0' && c <= '7') stored = stored * 8 + static_cast<std::uint64_t>(c - '0');
  }
  return head[0] != '\0' && stored == sum;
}

}  // namespace

ArchiveKind archive_kind(ByteSource& bytes) {
  const Result<std::string> read = bytes.head(kTarBlock);
  if (!read) return ArchiveKind::None;
  const std::string_view head = *read;
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return ArchiveKind::Zip;
  if (head.starts_with(kSevenZipMark)) return ArchiveKind::SevenZip;
  if (filter_of(head) != ARCHIVE_FILTER_NONE) return ArchiveKind::CompressedTar;
  return is_tar_header(head) ? ArchiveKind::Tar : ArchiveKind::None;
}

ArchiveReader::ArchiveReader(ByteSource& bytes, ArchiveKind kind, const ArchiveLibrary& library) : library_(library), kind_(kind) {
  input_.bytes = &bytes;
  input_.buffer = std::make_unique<std::byte[]>(kBuffer);
}

ArchiveReader::~ArchiveReader() {
  const Utf8Locale locale;
  if (handle_ != nullptr) library_.read_free(handle_);
}

Result<std::unique_ptr<ArchiveReader>> ArchiveReader::open(ByteSource& bytes, ArchiveKind kind) {
  ABOVEBOARD_ASSIGN(const ArchiveLibrary* library, archive_library());
  if (kind == ArchiveKind::SevenZip) ABOVEBOARD_TRY(check_seven_zip_header(bytes));
  std::unique_ptr<ArchiveReader> reader(new ArchiveReader(bytes, kind, *library));
  ABOVEBOARD_TRY(reader->start());
  return reader;
}

Status ArchiveReader::start() {
  const Utf8Locale locale;
  handle_ = library_.read_new();
  if (handle_ == nullptr) return fail(ErrorKind::Internal, "there is no memory for an archive");
  int status = ARCHIVE_OK;
  switch (kind_) {
    case ArchiveKind::Zip: status = library_.support_format_zip_seekable(handle_); break;
    case ArchiveKind::SevenZip: status = library_.support_format_7zip(handle_); break;
    default: status = library_.support_format_tar(handle_); break;
  }
  if (status != ARCHIVE_OK) return fail(ErrorKind::Unsupported, "libarchive on this machine does not read this kind of archive");
  int filter = ARCHIVE_FILTER_NONE;
  if (kind_ == ArchiveKind::CompressedTar) {
    ABOVEBOARD_ASSIGN(const std::string head, input_.bytes->head(kTarBlock));
    filter = filter_of(head);
  }
  // A filter that is set is the only one: no compression in a compression. Anything but ARCHIVE_OK would mean that it runs a program.
  library_.set_read_callback(handle_, &read_input);
  if (kind_ != ArchiveKind::CompressedTar) library_.set_seek_callback(handle_, &seek_input);
  library_.set_skip_callback(handle_, &skip_input);
  library_.set_callback_data(handle_, &input_);
  if (library_.append_filter(handle_, filter) != ARCHIVE_OK) return fail(ErrorKind::Unsupported, "libarchive on this machine does not read this compression");
  if (library_.open1(handle_) != ARCHIVE_OK) return fail(broken(ErrorKind::Malformed));
  return {};
}

Error ArchiveReader::broken(ErrorKind kind) {
  if (input_.error) return *input_.error;
  return {kind, "the archive is broken from here on", {.path = {}, .line = {}, .byte = input_.at}};
}

namespace {

// libarchive calls the format of a zip by the compression of the member that it is at: "ZIP 6.3 (lzma)". These take a dictionary of the size that the member says.
bool is_hungry(const char* format) {
  const std::string_view name = format == nullptr ? "" : format;
  return name.starts_with("ZIP ") && (name.ends_with("(lzma)") || name.ends_with("(xz)") || name.ends_with("(ppmd-1)"));
}

}  // namespace

Result<std::optional<ArchiveMember>> ArchiveReader::next() {
  const Utf8Locale locale;
  struct archive_entry* entry = nullptr;
  const int status = library_.next_header(handle_, &entry);
  input_.listing_began = true;
  block_ = {};
  block_at_ = position_ = 0;
  first_block_ = true;
  at_end_ = warned_ = false;
  stored_at_.reset();
  if (status == ARCHIVE_EOF) return std::optional<ArchiveMember>();
  // A warning is about a name that is no text of this locale, or attributes.
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return fail(broken(ErrorKind::Malformed));
  member_ = {};
  if (const char* name = library_.entry_pathname(entry)) member_.name = name;
  const mode_t mode = library_.entry_filetype(entry);
  const bool link = library_.entry_hardlink(entry) != nullptr || library_.entry_symlink(entry) != nullptr || mode == AE_IFLNK;
  member_.type = link ? MemberType::Link : mode == AE_IFDIR ? MemberType::Folder : mode == AE_IFREG || mode == 0 ? MemberType::File : MemberType::Special;
  const std::int64_t size = library_.entry_size(entry);
  if (library_.entry_size_is_set(entry) != 0 && size >= 0) member_.bytes = static_cast<std::uint64_t>(size);
  member_.encrypted = library_.entry_is_data_encrypted(entry) != 0;
  member_.sparse = library_.entry_sparse_count(entry) > 0;
  member_.hungry = is_hungry(library_.format_name(handle_));
  return std::optional(member_);
}

Status ArchiveReader::next_block() {
  const Error misfit = {ErrorKind::Malformed, "its bytes break, or do not fit the size or checksum that the archive gives of them", {.path = {}, .line = {}, .byte = position_}};
  if (warned_) {
    at_end_ = true;
    return fail(misfit);
  }
  const Utf8Locale locale;
  const void* data = nullptr;
  std::size_t size = 0;
  std::int64_t offset = 0;
  const int status = library_.read_data_block(handle_, &data, &size, &offset);
  if (status == ARCHIVE_EOF) {
    at_end_ = true;
    if (offset > 0 && static_cast<std::uint64_t>(offset) > position_) block_at_ = static_cast<std::uint64_t>(offset);  // a hole at the end
    return {};
  }
  // A warning comes with the last bytes: they are given out before it is told.
  warned_ = status == ARCHIVE_WARN && size > 0;
  if ((status != ARCHIVE_OK && !warned_) || offset < 0 || static_cast<std::uint64_t>(offset) < position_) {
    at_end_ = true;
    if (input_.error) return fail(*input_.error);
    return fail(misfit);
  }
  block_ = {static_cast<const char*>(data), size};
  block_at_ = static_cast<std::uint64_t>(offset);
  data_bytes_ += size;
  if (first_block_) check_stored();
  first_block_ = false;
  return {};
}

bool ArchiveReader::may_be_stored() const {
  if (!member_.bytes || member_.sparse || member_.encrypted) return false;
  if (kind_ != ArchiveKind::Zip) return kind_ == ArchiveKind::Tar;
  const char* format = library_.format_name(handle_);
  return format != nullptr && std::string_view(format).ends_with("(uncompressed)");
}

// The library keeps the position of what it gave out last. Whether the member lies there as it is, the bytes themselves tell.
void ArchiveReader::check_stored() {
  if (!may_be_stored() || block_at_ != 0 || block_.empty()) return;
  const std::int64_t position = library_.filter_bytes(handle_, 0);
  if (position < 0) return;
  const auto begin = static_cast<std::uint64_t>(position);
  const std::optional<std::uint64_t> end = checked_add(begin, *member_.bytes);
  if (!end || *end > input_.bytes->size() || block_.size() > *member_.bytes) return;
  const Result<std::string> there = read_range(*input_.bytes, begin, block_.size());
  if (there && *there == block_) stored_at_ = begin;
}

Result<std::size_t> ArchiveReader::read(std::span<std::byte> out) {
  while (block_.empty() && block_at_ <= position_) {
    if (at_end_ || out.empty()) return std::size_t{0};
    ABOVEBOARD_TRY(next_block());
  }
  std::size_t count = 0;
  if (block_at_ > position_) {  // a hole
    count = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), block_at_ - position_));
    std::fill_n(out.begin(), count, std::byte{0});
    data_bytes_ += count;
  } else {
    count = std::min(out.size(), block_.size());
    std::copy_n(reinterpret_cast<const std::byte*>(block_.data()), count, out.begin());
    block_.remove_prefix(count);
    block_at_ += count;
  }
  position_ += count;
  return count;
}

std::uint64_t ArchiveReader::produced() const {
  if (kind_ != ArchiveKind::CompressedTar) return data_bytes_;
  const std::int64_t bytes = library_.filter_bytes(handle_, 0);
  return std::max(data_bytes_, bytes < 0 ? 0 : static_cast<std::uint64_t>(bytes));
}

ssize_t ArchiveReader::read_input(struct archive* /*handle*/, void* data, const void** buffer) {
  Input& input = *static_cast<Input*>(data);
  if (!input.listing_began && input.total > limits::kArchiveDirectoryBytes) {
    input.error = Error{ErrorKind::LimitReached, "the directory of the archive has more than " + std::to_string(limits::kArchiveDirectoryBytes) + " bytes", {}};
    return -1;
  }
  const std::uint64_t size = input.bytes->size();
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(kBuffer, size - std::min(size, input.at)));
  if (const Status status = input.bytes->read_at(std::min(size, input.at), std::span(input.buffer.get(), count)); !status) {
    input.error = status.error();
    return -1;
  }
  input.at += count;
  input.total += count;
  *buffer = input.buffer.get();
  return static_cast<ssize_t>(count);
}

std::int64_t ArchiveReader::seek_input(struct archive* /*handle*/, void* data, std::int64_t offset, int whence) {
  Input& input = *static_cast<Input*>(data);
  const auto size = static_cast<std::int64_t>(std::min<std::uint64_t>(input.bytes->size(), INT64_MAX));
  std::int64_t target = 0;
  const std::int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? static_cast<std::int64_t>(input.at) : size;
  if (__builtin_add_overflow(base, offset, &target) || target < 0) return ARCHIVE_FATAL;
  input.at = static_cast<std::uint64_t>(std::min(target, size));
  return static_cast<std::int64_t>(input.at);
}

std::int64_t ArchiveReader::skip_input(struct archive* /*handle*/, void* data, std::int64_t request) {
  Input& input = *static_cast<Input*>(data);
  const std::uint64_t size = input.bytes->size();
  const std::uint64_t count = std::min(size - std::min(size, input.at), request < 0 ? 0 : static_cast<std::uint64_t>(request));
  input.at += count;
  return static_cast<std::int64_t>(count);
}

}  // namespace aboveboard
