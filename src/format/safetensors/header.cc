#include "format/safetensors/header.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "base/checked.h"
#include "base/text.h"
#include "format/name_hash.h"
#include "format/safetensors/json_cursor.h"
#include "format/sort_hashes.h"

namespace aboveboard::format {
namespace {

constexpr std::size_t kMetadataBytes = 64u << 10;   // of one value that are kept
constexpr std::size_t kMetadataTotal = 1u << 20;    // of all values of a file
constexpr std::size_t kNameShown = 80;              // of a name in a message

class HeaderParser {
 public:
  explicit HeaderParser(std::string_view json) : cursor_{json} {
    header_.tensors.reserve(json.size() / 128);  // about what an entry takes
    header_.elements.resize(safetensors_dtypes().size());
  }

  SafetensorsHeader run() {
    if (parse_object()) header_.whole = true;
    find_duplicates();
    return std::move(header_);
  }

 private:
  bool parse_object();
  bool parse_metadata();
  bool parse_tensor(std::string_view name, std::uint64_t hash, std::size_t key);
  bool parse_shape(std::string_view name, std::size_t key);
  bool parse_offsets(std::string_view name, std::size_t key, TensorEntry& tensor);
  bool parse_dtype(std::string_view name, std::size_t key);
  bool read_unsigned(std::uint64_t& number, bool& valid);
  bool read_text(std::string_view& text, std::string& buffer);
  void accept(std::string_view name, std::size_t key, TensorEntry tensor);
  void find_duplicates();
  void fault(std::string_view rule, std::string message, std::size_t byte);
  // Passes over a value that is of the wrong kind.
  bool pass_over(std::string_view rule, std::string message, std::size_t byte) {
    if (!cursor_.skip_value()) return broken("a value");
    fault(rule, std::move(message), byte);
    return true;
  }
  bool broken(std::string_view what) {
    fault("json", "the header is not valid JSON: " + std::string(what) + " expected", cursor_.at);
    return false;
  }
  static std::string quoted(std::string_view name) { return "\"" + sanitize_utf8(clip_utf8(name, kNameShown)) + "\""; }

  JsonCursor cursor_;
  SafetensorsHeader header_;
  // Of the tensor that is being read:
  std::size_t dtype_ = 0;
  std::uint64_t product_ = 1;
  bool overflow_ = false, ok_ = true;
  std::size_t last_dtype_ = 0;
  std::size_t metadata_bytes_ = 0;
  std::string name_buffer_, value_buffer_;
};

void HeaderParser::fault(std::string_view rule, std::string message, std::size_t byte) {
  ok_ = false;
  for (const HeaderFault& known : header_.faults)
    if (known.rule == rule) return;
  header_.faults.push_back({std::string(rule), std::move(message), byte});
}

// A string, decoded into `buffer` where it has escapes.
bool HeaderParser::read_text(std::string_view& text, std::string& buffer) {
  bool escaped = false;
  bool ascii = true;
  cursor_.skip_space();
  const std::size_t begin = cursor_.at;
  if (!cursor_.read_string(text, escaped, ascii)) return broken("a string");
  if (!ascii) {
    if (const std::size_t bad = find_invalid_utf8(text); bad != std::string_view::npos) {
      fault("utf8", "the header is not valid UTF-8", begin + 1 + bad);
      return false;
    }
  }
  if (!escaped) return true;
  if (!decode_json_string(text, buffer)) {
    fault("json", "the header is not valid JSON: half of a surrogate pair in a string", begin);
    return false;
  }
  text = buffer;
  return true;
}

bool HeaderParser::parse_object() {
  if (!cursor_.take('{')) return broken("an object");
  cursor_.skip_space();
  bool metadata_seen = false;
  if (cursor_.peek() == '}') ++cursor_.at;
  else {
    for (;;) {
      cursor_.skip_space();
      const std::size_t key = cursor_.at;
      std::string_view name;
      if (!read_text(name, name_buffer_)) return false;
      if (!cursor_.take(':')) return broken("':'");
      if (name == "__metadata__") {
        if (metadata_seen) fault("duplicate-key", "the key \"__metadata__\" stands twice", key);
        metadata_seen = true;
        if (!parse_metadata()) return false;
      } else {
        ++header_.tensor_count;
        if (!parse_tensor(name, hash_name(name), key)) return false;
      }
      if (cursor_.take(',')) continue;
      if (cursor_.take('}')) break;
      return broken("',' or '}'");
    }
  }
  cursor_.skip_space();
  if (!cursor_.done()) {
    fault("json", "the header is not valid JSON: more bytes behind the end of the object", cursor_.at);
    return false;
  }
  return true;
}

bool HeaderParser::parse_metadata() {
  cursor_.skip_space();
  const std::size_t begin = cursor_.at;
  if (!cursor_.take('{')) {
    return pass_over("metadata", "\"__metadata__\" is not a map of strings to strings", begin);
  }
  if (cursor_.take('}')) return true;
  for (;;) {
    std::string_view key;
    std::string_view value;
    cursor_.skip_space();
    const std::size_t key_at = cursor_.at;
    if (!read_text(key, name_buffer_)) return false;
    if (!cursor_.take(':')) return broken("':'");
    cursor_.skip_space();
    const std::size_t value_at = cursor_.at;
    if (cursor_.peek() != '"') {
      fault("metadata", "\"__metadata__\" is not a map of strings to strings: the value of " + quoted(key) + " is no string", value_at);
      if (!cursor_.skip_value()) return broken("a value");
    } else {
      if (!read_text(value, value_buffer_)) return false;
      for (const MetadataEntry& known : header_.metadata)
        if (header_.metadata.size() < 4096 && known.key == key) fault("duplicate-key", "the metadata key " + quoted(key) + " stands twice", key_at);
      if (metadata_bytes_ < kMetadataTotal && header_.metadata.size() < 4096) {
        MetadataEntry entry{std::string(key), std::string(clip_utf8(value, kMetadataBytes)), value_at + 1, cursor_.at - value_at - 2};
        metadata_bytes_ += entry.key.size() + entry.value.size();
        header_.metadata.push_back(std::move(entry));
      }
    }
    if (cursor_.take(',')) continue;
    return cursor_.take('}') || broken("',' or '}'");
  }
}

// {"dtype": ..., "shape": [...], "data_offsets": [begin, end]}, in any order; other members are passed over, as the reference does.
bool HeaderParser::parse_tensor(std::string_view name, std::uint64_t hash, std::size_t key) {
  ok_ = true;
  cursor_.skip_space();
  if (!cursor_.take('{')) {
    return pass_over("tensor", "the value of " + quoted(name) + " is not an object with dtype, shape and data_offsets", cursor_.at);
  }
  TensorEntry tensor;
  tensor.name = hash;
  unsigned seen = 0;
  if (!cursor_.take('}')) {
    for (;;) {
      std::string_view member;
      bool escaped = false;
      bool ascii = true;
      cursor_.skip_space();
      const std::size_t member_at = cursor_.at;
      unsigned bit = cursor_.take_literal("\"dtype\":") ? 1 : cursor_.take_literal("\"shape\":") ? 2 : cursor_.take_literal("\"data_offsets\":") ? 4 : 0;
      if (bit == 0) {
        if (!cursor_.read_string(member, escaped, ascii)) return broken("a string");
        if (!cursor_.take(':')) return broken("':'");
        bit = member == "dtype" ? 1 : member == "shape" ? 2 : member == "data_offsets" ? 4 : 0;
      }
      if ((seen & bit) != 0) fault("duplicate-key", quoted(name) + " has dtype, shape or data_offsets twice", member_at);
      seen |= bit;
      const bool read = bit == 1   ? parse_dtype(name, key)
                        : bit == 2 ? parse_shape(name, key)
                        : bit == 4 ? parse_offsets(name, key, tensor)
                                   : cursor_.skip_value() || broken("a value");
      if (!read) return false;
      if (cursor_.take(',')) continue;
      if (cursor_.take('}')) break;
      return broken("',' or '}'");
    }
  }
  if (seen != 7) fault("tensor", quoted(name) + " lacks dtype, shape or data_offsets", key);
  tensor.key = static_cast<std::uint32_t>(key + 1);
  if (ok_) accept(name, key, tensor);
  return true;
}

bool HeaderParser::parse_dtype(std::string_view name, std::size_t key) {
  std::string_view text;
  bool escaped = false;
  bool ascii = true;
  cursor_.skip_space();
  if (cursor_.peek() != '"') {
    return pass_over("dtype", "the dtype of " + quoted(name) + " is no string", key);
  }
  if (!cursor_.read_string(text, escaped, ascii)) return broken("a string");
  const std::vector<Dtype>& dtypes = safetensors_dtypes();
  dtype_ = last_dtype_;
  if (dtypes[dtype_].name != text) {
    const auto found = std::find_if(dtypes.begin(), dtypes.end(), [&](const Dtype& dtype) { return dtype.name == text; });
    if (found == dtypes.end()) {
      fault("dtype", "the dtype " + quoted(text) + " of " + quoted(name) + " is not known", key);
      return true;
    }
    dtype_ = last_dtype_ = static_cast<std::size_t>(found - dtypes.begin());
  }
  return true;
}

// A whole number from 0 to 2^64 - 1. `valid` is false, and the value passed over, where it is something else; false where it is no JSON.
bool HeaderParser::read_unsigned(std::uint64_t& number, bool& valid) {
  if (cursor_.read_digits(number)) return true;
  const char c = cursor_.peek();
  if (c != '-' && (c < '0' || c > '9')) {
    valid = false;
    return cursor_.skip_value() || broken("a value");
  }
  std::string_view spelling;
  if (!cursor_.read_number(spelling)) return broken("a number");
  const auto [end, error] = std::from_chars(spelling.data(), spelling.data() + spelling.size(), number);
  if (error != std::errc() || end != spelling.data() + spelling.size()) valid = false;
  return true;
}

bool HeaderParser::parse_shape(std::string_view name, std::size_t key) {
  product_ = 1;
  overflow_ = false;
  if (!cursor_.take('[')) {
    return pass_over("shape", "the shape of " + quoted(name) + " is no list", key);
  }
  bool valid = true;
  if (!cursor_.take(']')) {
    for (;;) {
      std::uint64_t dimension = 0;
      if (!read_unsigned(dimension, valid)) return false;
      // As the reference multiplies: from the left, so that a zero behind an overflow does not heal it.
      if (const auto product = checked_mul(product_, dimension)) product_ = *product;
      else overflow_ = true;
      if (cursor_.take(',')) continue;
      if (cursor_.take(']')) break;
      return broken("',' or ']'");
    }
  }
  if (!valid) fault("shape", "the shape of " + quoted(name) + " has a dimension that is not a whole number of 64 bits", key);
  return true;
}

bool HeaderParser::parse_offsets(std::string_view name, std::size_t key, TensorEntry& tensor) {
  bool valid = cursor_.take('[');
  if (valid) {
    if (cursor_.take(']')) {
      fault("offsets", "the data_offsets of " + quoted(name) + " are not two whole numbers", key);
      return true;
    }
    if (!read_unsigned(tensor.begin, valid)) return false;
    valid = cursor_.take(',') && valid;
    if (valid && !read_unsigned(tensor.end, valid)) return false;
    if (valid && cursor_.take(']')) return true;
    fault("offsets", "the data_offsets of " + quoted(name) + " are not two whole numbers", key);
    // Find the end of the list, so that the rest can be read.
    while (!cursor_.done() && cursor_.peek() != ']') {
      if (cursor_.take(',')) continue;
      if (cursor_.peek() == ']') break;
      if (!cursor_.skip_value()) return broken("a value");
      cursor_.skip_space();
    }
    return cursor_.take(']') || broken("']'");
  }
  return pass_over("offsets", "the data_offsets of " + quoted(name) + " are not two whole numbers", key);
}

// The rules of one tensor by itself.
void HeaderParser::accept(std::string_view name, std::size_t key, TensorEntry tensor) {
  const std::uint64_t bits = safetensors_dtypes()[dtype_].bits;
  const auto total_bits = overflow_ ? std::nullopt : checked_mul(product_, bits);
  if (!total_bits) return fault("overflow", "the size of " + quoted(name) + " does not fit 64 bits", key);
  if (*total_bits % 8 != 0) return fault("partial-byte", quoted(name) + " does not fill a whole number of bytes", key);
  if (tensor.end < tensor.begin) return fault("offsets", quoted(name) + " ends before it begins", key);
  if (tensor.end - tensor.begin != *total_bits / 8) {
    return fault("size", quoted(name) + " takes " + std::to_string(tensor.end - tensor.begin) + " bytes, but its shape and dtype need " +
                             std::to_string(*total_bits / 8), key);
  }
  const auto sum = checked_add(header_.elements[dtype_], product_);
  if (!sum) return fault("overflow", "the elements of all tensors do not fit 64 bits", key);
  header_.elements[dtype_] = *sum;
  header_.tensors.push_back(tensor);
}

void HeaderParser::find_duplicates() {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> names;
  names.reserve(header_.tensors.size());
  for (const TensorEntry& tensor : header_.tensors) names.emplace_back(tensor.name, tensor.key);
  sort_by_hash(names, [](const auto& name) { return name.first; });
  std::uint64_t first = UINT64_MAX;
  header_.names.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    header_.names.push_back(names[i].first);
    if (i > 0 && names[i].first == names[i - 1].first) first = std::min<std::uint64_t>(first, std::max(names[i].second, names[i - 1].second));
  }
  if (first == UINT64_MAX) return;
  JsonCursor at{cursor_.text, static_cast<std::size_t>(first - 1)};
  std::string_view name;
  bool escaped = false;
  bool ascii = true;
  static_cast<void>(at.read_string(name, escaped, ascii));
  fault("duplicate-key", "the tensor " + quoted(name) + " stands twice", first - 1);
}

}  // namespace

const std::vector<Dtype>& safetensors_dtypes() {
  static const std::vector<Dtype> dtypes = {
      {"BF16", 16},    {"F16", 16},     {"F32", 32},     {"F64", 64},     {"F8_E4M3", 8}, {"F8_E5M2", 8},     {"F8_E8M0", 8},
      {"F8_E4M3FNUZ", 8}, {"F8_E5M2FNUZ", 8}, {"F6_E2M3", 6}, {"F6_E3M2", 6}, {"F4", 4},  {"BOOL", 8},        {"U8", 8},
      {"I8", 8},       {"U16", 16},     {"I16", 16},     {"U32", 32},     {"I32", 32},    {"U64", 64},        {"I64", 64},
      {"C64", 64}};
  return dtypes;
}

SafetensorsHeader parse_safetensors_header(std::string_view json) { return HeaderParser(json).run(); }

}  // namespace aboveboard::format
