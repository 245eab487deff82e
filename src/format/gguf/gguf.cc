#include "format/gguf/gguf.h"

#include <array>
#include <bit>
#include <charconv>

#include "base/checked.h"
#include "base/limits.h"
#include "format/gguf/gguf_reader.h"
#include "format/name_hash.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kHeaderBytes = 1u << 30;  // read at most: the longest real header has a few MB
constexpr std::uint64_t kKeyBytes = 65535;        // specification
constexpr std::size_t kValueBytes = 64u << 10;    // of a text value that are kept
constexpr std::size_t kMetadataTotal = 1u << 20;  // of all values
constexpr std::uint64_t kItemsKept = 256;         // of a list of texts

enum ValueType : std::uint32_t {
  kU8,
  kI8,
  kU16,
  kI16,
  kU32,
  kI32,
  kF32,
  kBool,
  kString,
  kArray,
  kU64,
  kI64,
  kF64,
  kValueTypes
};
constexpr std::array<std::uint32_t, kValueTypes> kValueBytesOf = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

// Templates are programs that run on every message: they are kept whatever else the header holds.
bool is_template(std::string_view key) { return key.starts_with("tokenizer.chat_template"); }

}  // namespace

bool GgufReader::invalid(std::string_view rule, std::string message, std::uint64_t byte, ErrorKind kind) {
  examination_.invalid("gguf-" + std::string(rule), std::move(message), byte, kind);
  return false;
}

bool GgufReader::unsupported(std::string_view rule, std::string message, std::uint64_t byte, ErrorKind kind) {
  examination_.not_examined("gguf-" + std::string(rule), kind, std::move(message), byte);
  return false;
}

bool GgufReader::ends(std::string_view where) {
  if (in_.error()) return examination_.unreadable(*in_.error()), false;
  return invalid("truncated", "the file ends in the middle of " + std::string(where), in_.size(), ErrorKind::Truncated);
}

std::optional<std::string_view> GgufReader::text(std::uint64_t limit, std::string_view rule, std::string_view what) {
  const std::uint64_t byte = in_.position();
  const auto size = length();
  if (!size) {
    ends(what);
    return std::nullopt;
  }
  if (*size > in_.remaining()) {
    invalid("string-length",
            "the length of " + std::string(what) + " is " + std::to_string(*size) + ", but only " +
                std::to_string(in_.remaining()) + " bytes follow",
            byte, ErrorKind::Truncated);
    return std::nullopt;
  }
  if (*size > limit) {
    invalid(rule,
            "the length of " + std::string(what) + " is " + std::to_string(*size) + ", more than the " +
                std::to_string(limit) + " allowed",
            byte);
    return std::nullopt;
  }
  const auto bytes = in_.take(*size);
  if (!bytes) ends(what);
  return bytes;
}

void GgufReader::keep(const std::string& key, std::string value, std::uint64_t byte, std::uint64_t bytes) {
  if (!is_template(key)) {
    if (kept_ + key.size() + value.size() > kMetadataTotal) return;
    kept_ += key.size() + value.size();
  }
  contents_.metadata.push_back({key, std::move(value), byte, bytes});
}

bool GgufReader::read_head() {
  const auto magic = in_.take(4);
  if (!magic) return ends("the magic number");
  if (*magic != "GGUF") return invalid("magic", "the file does not begin with \"GGUF\"", 0);
  auto version = in_.read<std::uint32_t>();
  if (!version) return ends("the version");
  if ((*version & 0xffff) == 0 && *version != 0) {  // the specification has no flag for the byte order
    in_.set_big_endian(true);
    version = __builtin_bswap32(*version);
    examination_.note("gguf-big-endian", "numbers are stored with the most significant byte first", 4);
  }
  version_ = *version;
  if (version_ == 0) return invalid("version", "version 0 does not exist", 4);
  if (version_ > 3)
    return unsupported("version", "version " + std::to_string(version_) + " is not read; 1 to 3 are", 4,
                       ErrorKind::Unsupported);
  if (version_ == 1)
    examination_.note("gguf-version-1", "version 1 is no longer read by the reference implementation", 4);
  const auto tensors = length();
  const auto key_values = tensors ? length() : std::nullopt;
  if (!key_values) return ends("the counts");
  tensors_ = *tensors;
  key_values_ = *key_values;
  // The least that a tensor and a key-value take, so that no loop runs longer than the file.
  const std::uint64_t least_tensor = version_ == 1 ? 20 : 24;
  const std::uint64_t least_pair = version_ == 1 ? 9 : 13;
  if (tensors_ > in_.remaining() / least_tensor)
    return invalid("count", "the file claims " + std::to_string(tensors_) + " tensors, more than it has bytes for", 8,
                   ErrorKind::Truncated);
  if (key_values_ > in_.remaining() / least_pair)
    return invalid("count",
                   "the file claims " + std::to_string(key_values_) + " key-values, more than it has bytes for",
                   version_ == 1 ? 12 : 16, ErrorKind::Truncated);
  if (tensors_ > limits::kGgufTensors || key_values_ > limits::kGgufKeyValues)
    return unsupported("limit", "the file has more tensors or key-values than are read", 8, ErrorKind::LimitReached);
  return true;
}

bool GgufReader::read_key_values() {
  for (std::uint64_t i = 0; i < key_values_; ++i) {
    const std::uint64_t byte = in_.position();
    if (byte > kHeaderBytes)
      return unsupported("limit", "the header is longer than what is read", byte, ErrorKind::LimitReached);
    const auto name = text(kKeyBytes, "key-length", "a key");
    if (!name) return false;
    if (name->empty()) return invalid("key-empty", "a key is empty", byte);
    const std::string key(*name);
    if (!names_.insert(hash_name(key)).second)
      return invalid("duplicate-key", "the key " + quoted(key) + " stands twice", byte);
    const std::uint64_t type_byte = in_.position();
    const auto type = in_.read<std::uint32_t>();
    if (!type) return ends("the type of " + quoted(key));
    if (*type >= kValueTypes)
      return invalid("value-type", quoted(key) + " has the type " + std::to_string(*type) + ", which does not exist",
                     type_byte);
    if (key == "general.alignment" && *type != kU32)
      return invalid("alignment", "general.alignment is not a 32-bit number", type_byte);
    if (!read_value(key, *type, 0)) return false;
  }
  names_.clear();
  return true;
}

bool GgufReader::read_value(const std::string& key, std::uint32_t type, int depth) {
  if (type == kString) return read_text_value(key);
  return type == kArray ? read_array(key, depth) : read_scalar(key, type);
}

bool GgufReader::read_text_value(const std::string& key) {
  const std::uint64_t byte = in_.position();
  const auto size = length();
  if (!size) return ends("the value of " + quoted(key));
  if (*size > in_.remaining())
    return invalid("string-length",
                   "the value of " + quoted(key) + " has " + std::to_string(*size) + " bytes, but only " +
                       std::to_string(in_.remaining()) + " follow",
                   byte, ErrorKind::Truncated);
  const std::uint64_t begin = in_.position();
  const std::uint64_t limit = is_template(key) ? limits::kTemplateBytes : kValueBytes;
  const auto head = in_.take(std::min<std::uint64_t>(*size, limit));
  if (!head) return ends("the value of " + quoted(key));
  if (is_template(key) && *size > limit)
    unsupported("limit", "the chat template is longer than what is read", begin, ErrorKind::LimitReached);
  keep(key, std::string(clip_utf8(*head, limit)), begin, *size);
  return in_.skip(*size - head->size());
}

template <typename T>
static std::string spell(T value) {
  std::array<char, 64> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

bool GgufReader::read_scalar(const std::string& key, std::uint32_t type) {
  const std::uint64_t byte = in_.position();
  std::optional<std::uint64_t> raw;
  switch (kValueBytesOf[type]) {
    case 1:
      raw = in_.read<std::uint8_t>();
      break;
    case 2:
      raw = in_.read<std::uint16_t>();
      break;
    case 4:
      raw = in_.read<std::uint32_t>();
      break;
    default:
      raw = in_.read<std::uint64_t>();
      break;
  }
  if (!raw) return ends("the value of " + quoted(key));
  std::string value;
  switch (type) {
    case kI8:
      value = spell(static_cast<std::int8_t>(*raw));
      break;
    case kI16:
      value = spell(static_cast<std::int16_t>(*raw));
      break;
    case kI32:
      value = spell(static_cast<std::int32_t>(*raw));
      break;
    case kI64:
      value = spell(static_cast<std::int64_t>(*raw));
      break;
    case kF32:
      value = spell(std::bit_cast<float>(static_cast<std::uint32_t>(*raw)));
      break;
    case kF64:
      value = spell(std::bit_cast<double>(*raw));
      break;
    case kBool:
      if (*raw > 1) return invalid("bool", quoted(key) + " is neither true nor false", byte);
      value = *raw == 1 ? "true" : "false";
      break;
    default:
      value = spell(*raw);
      break;
  }
  if (key == "general.alignment") {
    if (!std::has_single_bit(*raw))
      return invalid("alignment", "general.alignment is " + value + ", which is no power of two", byte);
    alignment_ = *raw;
  }
  keep(key, std::move(value), byte, kValueBytesOf[type]);
  return true;
}

bool GgufReader::read_array(const std::string& key, int depth) {
  const std::uint64_t byte = in_.position();
  const auto type = in_.read<std::uint32_t>();
  const auto count = type ? length() : std::nullopt;
  if (!count) return ends("the list " + quoted(key));
  if (*type >= kValueTypes)
    return invalid("value-type",
                   "the items of " + quoted(key) + " have the type " + std::to_string(*type) + ", which does not exist",
                   byte);
  const std::uint64_t least = *type == kString  ? (version_ == 1 ? 4 : 8)
                              : *type == kArray ? (version_ == 1 ? 8 : 12)
                                                : kValueBytesOf[*type];
  const auto bytes = checked_mul(*count, least);
  if (!bytes || *bytes > in_.remaining())
    return invalid(
        "array-length",
        "the list " + quoted(key) + " claims " + std::to_string(*count) + " items, more than the file has bytes for",
        byte + 4, ErrorKind::Truncated);
  const std::uint64_t begin = in_.position();
  if (*type == kArray) {
    if (static_cast<std::uint64_t>(depth) + 1 >= limits::kGgufArrayDepth)
      return invalid("array-depth", "the lists in " + quoted(key) + " are nested too deep", byte);
    if (!nested_noted_)
      examination_.note("gguf-nested-array", quoted(key) + " is a list of lists, which the reference implementation refuses", byte);
    nested_noted_ = true;
    for (std::uint64_t i = 0; i < *count; ++i)
      if (!read_array(key, depth + 1)) return false;
  } else if (*type == kString) {
    const bool kept = *count <= kItemsKept && depth == 0;
    for (std::uint64_t i = 0; i < *count; ++i) {
      if (kept) {
        if (!read_text_value(key)) return false;
        continue;
      }
      const std::uint64_t item = in_.position();
      const auto size = length();
      if (!size) return ends("the list " + quoted(key));
      if (!in_.skip(*size))
        return invalid(
            "string-length",
            "the length of an item of " + quoted(key) + " is " + std::to_string(*size) + ", more bytes than follow",
            item, ErrorKind::Truncated);
      if (item > kHeaderBytes)
        return unsupported("limit", "the header is longer than what is read", item, ErrorKind::LimitReached);
    }
    if (kept) return true;
  } else if (!in_.skip(*bytes)) {
    return ends("the list " + quoted(key));
  }
  if (depth == 0) keep(key, std::to_string(*count) + " items", begin, in_.position() - begin);
  return true;
}

bool looks_like_gguf(const Sniff& sniff) {
  if (sniff.head.size() < 8 || !sniff.head.starts_with("GGUF")) return false;
  const auto version = load_le<std::uint32_t>(sniff.head.data() + 4);
  return (version > 0 && version < 0x10000) || (version & 0xffff) == 0;
}

void read_gguf(ByteSource& bytes, Examination& examination) { GgufReader(bytes, examination).run(); }

}  // namespace aboveboard::format
