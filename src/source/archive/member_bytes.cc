#include "source/archive/member_bytes.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/stream.h"

namespace aboveboard {
namespace {

constexpr std::size_t kWindow = 1u << 20;  // bytes behind the place of reading that may be read again
constexpr std::size_t kChunk = 128u << 10;
constexpr int kPasses = 64;                // over the archive, for one member

Error at_member(Error error, const ListedMember& member) {
  error.place.path = member.path;
  return error;
}

// Goes to a member: all headers before its own are read again.
Result<std::unique_ptr<ArchiveReader>> go_to(const OpenArchive& archive, const ListedMember& member) {
  auto reader = ArchiveReader::open(*archive.bytes, archive.kind);
  if (!reader) return fail(at_member(std::move(reader.error()), member));
  Result<std::optional<ArchiveMember>> at = std::optional<ArchiveMember>();
  for (std::uint64_t i = 0; i <= member.ordinal; ++i) {
    at = (*reader)->next();
    if (!at || !*at) break;
  }
  const bool same = at && *at && (*at)->name == member.name && (*at)->bytes == member.bytes;
  if (!same) return fail(ErrorKind::Unreadable, "the archive changed while it was read", {.path = member.path, .line = {}, .byte = {}});
  return std::move(*reader);
}

// A member from its front on, as far as it goes.
class MemberStream final : public ByteStream {
 public:
  MemberStream(std::shared_ptr<const OpenArchive> archive, std::unique_ptr<ArchiveReader> reader, const ListedMember& member) : archive_(std::move(archive)), reader_(std::move(reader)), member_(member) {}
  Result<std::size_t> read(std::span<std::byte> out) override {
    Result<std::size_t> got = reader_->read(out);
    if (!got) return fail(at_member(std::move(got.error()), member_));
    return got;
  }

 private:
  std::shared_ptr<const OpenArchive> archive_;
  std::unique_ptr<ArchiveReader> reader_;
  const ListedMember& member_;
};

class MemberBytes final : public ByteSource {
 public:
  MemberBytes(std::shared_ptr<const OpenArchive> archive, const ListedMember& member) : archive_(std::move(archive)), member_(member) {}

  std::uint64_t size() const override { return member_.bytes; }
  bool random_access() const override { return member_.whole || member_.stored_at; }

  Status read_at(std::uint64_t offset, std::span<std::byte> out) override {
    if (offset > member_.bytes || out.size() > member_.bytes - offset) {
      return fail(ErrorKind::Truncated, "the file has " + std::to_string(member_.bytes) + " bytes and ends before what is announced", {.path = member_.path, .line = {}, .byte = offset});
    }
    if (member_.stored_at) return in_file(offset, out);
    const std::uint64_t kept = member_.head.size();
    if (offset < kept) {
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), kept - offset));
      std::copy_n(reinterpret_cast<const std::byte*>(member_.head.data()) + offset, count, out.begin());
      offset += count;
      out = out.subspan(count);
    }
    return out.empty() ? Status() : in_pass(offset, out);
  }

  Result<std::unique_ptr<ByteStream>> stream() override {
    if (random_access()) return ByteSource::stream();
    if (member_.refused) return fail(at_member(*member_.refused, member_));
    ABOVEBOARD_ASSIGN(std::unique_ptr<ArchiveReader> reader, go_to(*archive_, member_));
    return std::unique_ptr<ByteStream>(std::make_unique<MemberStream>(archive_, std::move(reader), member_));
  }

 private:
  Status in_file(std::uint64_t offset, std::span<std::byte> out) {
    Status read = archive_->bytes->read_at(*member_.stored_at + offset, out);
    return read ? Status() : Status(fail(at_member(std::move(read.error()), member_)));
  }

  // From the pass that is under way, or from a new one where it has gone further.
  Status in_pass(std::uint64_t offset, std::span<std::byte> out) {
    if (member_.refused) return fail(at_member(*member_.refused, member_));
    if (!reader_ || offset < window_at_) {
      if (++passes_ > kPasses) return fail(ErrorKind::LimitReached, "this member of an archive was read from its front too often", {.path = member_.path, .line = {}, .byte = offset});
      ABOVEBOARD_ASSIGN(reader_, go_to(*archive_, member_));
      window_.clear();
      window_at_ = 0;
    }
    while (!out.empty()) {
      const std::uint64_t end = window_at_ + window_.size();
      if (offset < end) {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), end - offset));
        std::copy_n(window_.begin() + static_cast<std::ptrdiff_t>(offset - window_at_), count, out.begin());
        offset += count;
        out = out.subspan(count);
        continue;
      }
      ABOVEBOARD_TRY(read_on());
    }
    return {};
  }

  Status read_on() {
    if (window_.size() + kChunk > kWindow) {
      const std::size_t passed = window_.size() / 2;
      window_.erase(window_.begin(), window_.begin() + static_cast<std::ptrdiff_t>(passed));
      window_at_ += passed;
    }
    const std::size_t before = window_.size();
    window_.resize(before + kChunk);
    Result<std::size_t> got = reader_->read(std::span(window_).subspan(before));
    window_.resize(before + (got ? *got : 0));
    if (!got) return fail(at_member(std::move(got.error()), member_));
    if (*got == 0) return fail(ErrorKind::Truncated, "the member of the archive ends before what is announced", {.path = member_.path, .line = {}, .byte = window_at_ + before});
    return {};
  }

  std::shared_ptr<const OpenArchive> archive_;
  const ListedMember& member_;
  std::unique_ptr<ArchiveReader> reader_;
  std::vector<std::byte> window_;  // what was read last, from window_at_ on
  std::uint64_t window_at_ = 0;
  int passes_ = 0;
};

}  // namespace

std::unique_ptr<ByteSource> member_bytes(std::shared_ptr<const OpenArchive> archive, const ListedMember& member) {
  return std::make_unique<MemberBytes>(std::move(archive), member);
}

}  // namespace aboveboard
