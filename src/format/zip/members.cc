// Opening and examining members.
#include <zlib.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/limits.h"
#include "format/codec/decode_stream.h"
#include "format/zip/records.h"

namespace aboveboard::format {
namespace {

std::optional<Codec> codec_of(std::uint16_t method) {
  switch (method) {
    case 8: return Codec::Deflate;
    case 12: return Codec::Bzip2;
    case 14: return Codec::Lzma;
    case 20:
    case 93: return Codec::Zstd;
    case 95: return Codec::Xz;
    default: return std::nullopt;
  }
}

// Method 14 (APPNOTE 5.8): a version, the length of the properties and these; behind them the bytes. The same behind a header of .lzma is what liblzma reads.
class LzmaMemberStream final : public ByteStream {
 public:
  LzmaMemberStream(std::unique_ptr<ByteStream> input, std::string head) : head_(std::move(head)), input_(std::move(input)) {}
  Result<std::size_t> read(std::span<std::byte> out) override {
    if (at_ == head_.size()) return input_->read(out);
    const std::size_t count = std::min(out.size(), head_.size() - at_);
    std::memcpy(out.data(), head_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string head_;
  std::size_t at_ = 0;
  std::unique_ptr<ByteStream> input_;
};

Result<std::unique_ptr<ByteStream>> lzma_input(std::unique_ptr<ByteStream> input) {
  std::string head(9, '\0');
  for (std::size_t have = 0; have < head.size();) {
    ABOVEBOARD_ASSIGN(const std::size_t got, input->read(std::as_writable_bytes(std::span(head)).subspan(have)));
    if (got == 0) return fail(ErrorKind::Truncated, "the compressed data ends too early");
    have += got;
  }
  if (load_le<std::uint16_t>(head.data() + 2) != 5) return fail(ErrorKind::Malformed, "the compressed data is broken");
  return std::make_unique<LzmaMemberStream>(std::move(input), head.substr(4) + std::string(8, '\xff'));
}

Result<std::unique_ptr<ByteStream>> open_stream(ByteSource& bytes, const ZipMember& member, Budget& budget, DecodeOutcome* outcome) {
  if (member.encrypted) return fail(ErrorKind::Unsupported, "the member is encrypted");
  const std::uint64_t size = bytes.size();
  if (member.data == 0 || member.data > size) return fail(ErrorKind::Malformed, "the member has no local header");
  const std::uint64_t end = member.data + std::min(member.stored_bytes, size - member.data);
  std::unique_ptr<ByteStream> stored = std::make_unique<RangeStream>(bytes, member.data, end);
  if (member.method == 0) return stored;
  const auto codec = codec_of(member.method);
  if (!codec) return fail(ErrorKind::Unsupported, "compression method " + std::to_string(member.method) + " is not read");
  if (*codec == Codec::Lzma) {
    ABOVEBOARD_ASSIGN(stored, lzma_input(std::move(stored)));
  }
  return decode(*codec, std::move(stored), budget, limits::kInflatedPickle, outcome);
}

std::unique_ptr<ByteSource> open_source(ByteSource& bytes, const ZipMember& member, Budget& budget, DecodeOutcome* outcome, std::uint64_t size) {
  return as_source([&bytes, member, &budget, outcome] { return open_stream(bytes, member, budget, outcome); }, size);
}

}  // namespace

Result<std::unique_ptr<ByteStream>> open_member_stream(ByteSource& bytes, const ZipMember& member, Budget& budget) {
  return open_stream(bytes, member, budget, nullptr);
}

Result<std::unique_ptr<ByteSource>> open_member(ByteSource& bytes, const ZipMember& member, Budget& budget) {
  ABOVEBOARD_ASSIGN(const auto stream, open_stream(bytes, member, budget, nullptr));  // says why not
  if (member.method == 0) {
    const std::uint64_t size = bytes.size();
    return std::make_unique<RangeSource>(bytes, member.data, std::min(member.stored_bytes, size - member.data));
  }
  return open_source(bytes, member, budget, nullptr, member.bytes);
}

void examine_zip_member(ByteSource& bytes, const ZipMember& member, Examination& examination) {
  if (member.folder && member.stored_bytes == 0) return;
  auto source = open_member(bytes, member, examination.budget());
  if (!source) {
    const ErrorKind kind = source.error().kind;
    if (kind == ErrorKind::Unsupported)
      examination.not_examined(member.encrypted ? "zip-encrypted" : "zip-method", kind, shown(member.name) + ": " + source.error().message, member.header);
    return;
  }
  examination.examine_member(**source, member.name);
}

}  // namespace aboveboard::format
