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

namespace {

// The checksum of all of `source`, which has as many bytes as it says; nothing where they cannot be read.
std::optional<std::uint32_t> checksum(ByteSource& source, std::uint64_t size) {
  std::array<std::byte, 16384> bytes;  // NOLINT: only written to
  uLong sum = crc32(0, nullptr, 0);
  for (std::uint64_t at = 0; at < size;) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), size - at));
    if (!source.read_at(at, std::span(bytes).first(count))) return std::nullopt;
    sum = crc32(sum, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(count));
    at += count;
  }
  return static_cast<std::uint32_t>(sum);
}

// Does the stream hold what the headers announce? Known as far as it was read.
void tell_outcome(const DecodeOutcome& outcome, const ZipMember& member, Examination& examination) {
  const std::string name = shown(member.name);
  if (outcome.error) {
    const std::string message = name + ": " + outcome.error->message + ", behind " + std::to_string(outcome.made) + " decompressed bytes";
    const ErrorKind kind = outcome.error->kind;
    if (kind == ErrorKind::Malformed || kind == ErrorKind::Truncated) examination.invalid("zip-member-broken", message, member.header, kind);
    else examination.not_examined("zip-member-limit", kind, message, member.header);
  }
  const bool told = member.bytes != UINT64_MAX;
  if (told && (outcome.made > member.bytes || (outcome.ended && outcome.made != member.bytes))) {
    examination.invalid("zip-member-size", name + " is announced with " + std::to_string(member.bytes) + " bytes, and decompresses to " + std::to_string(outcome.made),
                        member.header);
  }
  // The stream of method 14 has another header when it is decoded; what an unlisted member takes is only guessed.
  if (outcome.ended && member.method != 14 && (member.listed || told) && outcome.taken < member.stored_bytes) {
    examination.invalid("zip-member-slack", std::to_string(member.stored_bytes - outcome.taken) + " bytes of " + name + " lie behind the end of its compressed stream",
                        member.data + outcome.taken);
  }
}

}  // namespace

void examine_zip_member(ByteSource& bytes, const ZipMember& member, Examination& examination) {
  if (member.folder && member.stored_bytes == 0) return;
  Budget& budget = examination.budget();
  if (++budget.members > limits::kArchiveMembers) {
    examination.not_examined("zip-limit", ErrorKind::LimitReached, "more members in one file and its archives than are looked into", member.header);
    return;
  }
  auto source = open_member(bytes, member, budget);
  if (!source) {
    const ErrorKind kind = source.error().kind;
    const bool unsupported = kind == ErrorKind::Unsupported;
    const std::string message = shown(member.name) + ": " + source.error().message;
    // That there is no local header has been said.
    if (unsupported) examination.not_examined(member.encrypted ? "zip-encrypted" : "zip-method", kind, message, member.header);
    else if (member.data != 0) examination.invalid("zip-member-broken", message, member.header, kind);
    return;
  }
  DecodeOutcome outcome;
  const bool checked = member.bytes <= limits::kCheckedMember;
  // What claims to be small is read until it ends, and what is announced is not taken on trust.
  if (member.method != 0) *source = open_source(bytes, member, budget, &outcome, checked ? UINT64_MAX : member.bytes);
  examination.examine_member(**source, member.name);
  const std::uint64_t size = checked ? (*source)->size() : 0;
  if (member.method != 0) tell_outcome(outcome, member, examination);
  if (checked && member.listed && !outcome.error && size == member.bytes) {
    if (const auto sum = checksum(**source, size); sum && *sum != member.crc)
      examination.note("zip-crc", shown(member.name) + " has another checksum than is announced: some loaders refuse it, and others never look", member.header);
  }
  note_ratio(std::max(outcome.made, member.bytes == UINT64_MAX ? 0 : member.bytes), member.stored_bytes, examination, member.header);
}

}  // namespace aboveboard::format
