// Files that are one compressed stream.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "format/codec/decode_stream.h"

namespace aboveboard::format {
namespace {

struct Kind {
  Codec codec = Codec::Gzip;
  std::string_view name;
  std::uint64_t begin = 0;  // of the stream in the file
};

std::uint8_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

// What comes of the first bytes of a stream.
struct Trial {
  DecodeOutcome outcome;
  bool pickle = false;  // it begins as pickles do
};

Trial decompress(Codec codec, std::string_view head) {
  MemorySource source(head);
  Budget budget;
  Trial trial;
  const auto stream = decode(codec, std::make_unique<RangeStream>(source, 0, head.size()), budget, limits::kCheckedMember, &trial.outcome);
  std::string made(4096, '\0');
  while (true) {
    const auto got = stream->read(std::as_writable_bytes(std::span(made)));
    if (!got || *got == 0) break;
    if (trial.outcome.made > *got || *got < 3) continue;
    const auto letter = [](char c) { return c == '_' || (c >= 'a' && c <= 'z'); };
    trial.pickle = (made[0] == '\x80' && static_cast<unsigned char>(made[1]) <= 5) || (made[0] == 'c' && letter(made[1]) && letter(made[2]));
  }
  return trial;
}

// Chance does not get far: in random bytes a block breaks within a few dozen, whatever it has repeated until then. A stream that ends rightly has a checksum;
// one that goes on behind the head has no fault in all of it; and one that breaks, or is cut, went on for long before or begins with what is wanted most.
bool decompresses(Codec codec, std::string_view head, bool whole) {
  const Trial trial = decompress(codec, head);
  const auto& [error, ended, taken, made] = trial.outcome;
  if (!error || error->kind == ErrorKind::LimitReached) return true;
  return (error->kind == ErrorKind::Truncated && !whole) || taken >= 512 || (made > 0 && trial.pickle);
}

bool begins_zlib(std::string_view head, bool whole) {
  if (head.size() < 8) return false;
  const unsigned method = byte_at(head, 0), flags = byte_at(head, 1);
  return (method & 0x0F) == 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 == 0 && (flags & 0x20) == 0 && decompresses(Codec::Zlib, head, whole);
}

// A header may be longer than the head.
bool begins_gzip(std::string_view head) {
  if (!head.starts_with("\x1f\x8b\x08") || (byte_at(head, 3) & 0xE0) != 0) return false;
  const Trial trial = decompress(Codec::Gzip, head);
  return trial.outcome.made > 0 || !trial.outcome.error || trial.outcome.error->kind != ErrorKind::Malformed;
}

// Properties, a dictionary size as encoders write it, a size or none, and the zero that every range coder begins with.
bool begins_lzma_alone(std::string_view head, bool whole) {
  if (head.size() < 18 || byte_at(head, 0) >= 225 || head[13] != 0) return false;
  const auto dictionary = load_le<std::uint32_t>(head.data() + 1);
  const auto bytes = load_le<std::uint64_t>(head.data() + 5);
  if (dictionary < 4096 || (bytes != UINT64_MAX && bytes >= 1ull << 38)) return false;
  std::uint32_t rest = dictionary;
  while (rest % 2 == 0) rest /= 2;
  return (rest == 1 || rest == 3 || dictionary == UINT32_MAX) && decompresses(Codec::Lzma, head, whole);
}

// Joblib before 0.10: "ZF", the decompressed size as text in 19 bytes, zlib.
bool begins_old_joblib(std::string_view head, bool whole) {
  return head.size() > 29 && head.starts_with("ZF0x") && head.find_first_not_of("0123456789abcdefL ", 4) >= 21 && begins_zlib(head.substr(21), whole);
}

bool is_skippable(std::uint32_t magic) { return (magic & 0xFFFFFFF0u) == 0x184D2A50u; }

std::optional<Kind> frame_kind(std::uint32_t magic) {
  if (magic == 0xFD2FB528u) return Kind{Codec::Zstd, "(zstd)"};
  if (magic == 0x184D2204u) return Kind{Codec::Lz4, "(lz4)"};
  return std::nullopt;
}

// Frames of lz4 and zstd may have others before them that both skip.
std::optional<Kind> frame_behind_skippable(const Sniff& sniff) {
  std::uint64_t at = 0;
  for (int frames = 0; frames < 16; ++frames) {
    const auto head = read_range(sniff.bytes, at, 8);
    if (!head) return std::nullopt;
    const auto magic = load_le<std::uint32_t>(head->data());
    if (!is_skippable(magic)) return frame_kind(magic);
    at += 8 + load_le<std::uint32_t>(head->data() + 4);
  }
  return std::nullopt;
}

std::optional<Kind> kind_of(const Sniff& sniff) {
  const std::string_view head = sniff.head;
  if (head.size() < 8) return std::nullopt;
  const bool whole = head.size() == sniff.size;
  if (begins_gzip(head)) return Kind{Codec::Gzip, "(gzip)"};
  if (head.starts_with("BZh") && head[3] >= '1' && head[3] <= '9' &&
      (head.substr(4, 4) == "1AY&" || head.substr(4, 4) == "\x17\x72\x45\x38"))
    return Kind{Codec::Bzip2, "(bzip2)"};
  if (head.starts_with(std::string_view("\xfd" "7zXZ\0", 6))) return Kind{Codec::Xz, "(xz)"};
  const auto magic = load_le<std::uint32_t>(head.data());
  if (const auto frame = is_skippable(magic) ? frame_behind_skippable(sniff) : frame_kind(magic)) return frame;
  if (begins_zlib(head, whole)) return Kind{Codec::Zlib, "(zlib)"};
  if (begins_lzma_alone(head, whole)) return Kind{Codec::Lzma, "(lzma)"};
  if (begins_old_joblib(head, whole)) return Kind{Codec::Zlib, "(zlib)", 21};
  return std::nullopt;
}

Sniff sniff_again(ByteSource& bytes, std::string& head) {
  const std::uint64_t size = bytes.size();
  if (auto read = read_range(bytes, 0, std::min<std::uint64_t>(size, 4096))) head = std::move(*read);
  return {head, {}, size, bytes};
}

void tell_outcome(const DecodeOutcome& outcome, std::uint64_t begin, std::uint64_t size, Examination& examination) {
  if (outcome.error) {
    const std::string behind = ", behind " + std::to_string(outcome.made) + " decompressed bytes";
    const ErrorKind kind = outcome.error->kind;
    if (kind == ErrorKind::Malformed) examination.invalid("compressed-broken", outcome.error->message + behind, begin);
    else if (kind == ErrorKind::Truncated) examination.invalid("compressed-cut", outcome.error->message + behind, begin, kind);
    else examination.not_examined("compressed-limit", kind, outcome.error->message + behind, begin);
  } else if (outcome.ended && outcome.taken < size - begin) {
    examination.invalid("compressed-trailing-bytes", std::to_string(size - begin - outcome.taken) + " bytes behind the end of the compressed stream", begin + outcome.taken);
  }
}

}  // namespace

bool looks_compressed(const Sniff& sniff) { return kind_of(sniff).has_value(); }

void read_compressed(ByteSource& bytes, Examination& examination) {
  std::string head;
  const auto kind = kind_of(sniff_again(bytes, head));
  if (!kind) return;
  examination.recognize(kind->name.substr(1, kind->name.size() - 2));
  const std::uint64_t size = bytes.size();
  DecodeOutcome outcome;
  const auto open = [&]() -> Result<std::unique_ptr<ByteStream>> {
    ABOVEBOARD_ASSIGN(auto input, bytes.stream());
    ABOVEBOARD_TRY(input->skip(kind->begin));
    return decode(kind->codec, std::move(input), examination.budget(), limits::kInflatedPickle, &outcome);
  };
  const auto source = as_source(open, UINT64_MAX);
  examination.examine_member(*source, kind->name);
  tell_outcome(outcome, kind->begin, size, examination);
  note_ratio(outcome.made, size, examination, 0);
}

void note_ratio(std::uint64_t made, std::uint64_t stored, Examination& examination, std::uint64_t byte) {
  if (made <= limits::kRatioBytes || made / limits::kRatio < stored || examination.budget().told.contains("archive-ratio")) return;
  examination.note("archive-ratio", std::to_string(stored) + " compressed bytes become " + std::to_string(made), byte);
}

}  // namespace aboveboard::format
