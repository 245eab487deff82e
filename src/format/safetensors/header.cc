#include "format/safetensors/header.h"

#include <algorithm>

#include "format/name_hash.h"
#include "format/safetensors/header_parser.h"
#include "format/sort_hashes.h"

namespace aboveboard::format {
namespace {

constexpr std::size_t kMetadataBytes = 64u << 10;  // of one value that are kept
constexpr std::size_t kMetadataTotal = 1u << 20;   // of all values of a file

}  // namespace

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
  if (cursor_.peek() == '}')
    ++cursor_.at;
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
      fault("metadata",
            "\"__metadata__\" is not a map of strings to strings: the value of " + quoted(key) + " is no string",
            value_at);
      if (!cursor_.skip_value()) return broken("a value");
    } else {
      if (!read_text(value, value_buffer_)) return false;
      for (const MetadataEntry& known : header_.metadata)
        if (header_.metadata.size() < 4096 && known.key == key)
          fault("duplicate-key", "the metadata key " + quoted(key) + " stands twice", key_at);
      if (metadata_bytes_ < kMetadataTotal && header_.metadata.size() < 4096) {
        MetadataEntry entry{std::string(key), std::string(clip_utf8(value, kMetadataBytes)), value_at + 1,
                            cursor_.at - value_at - 2};
        metadata_bytes_ += entry.key.size() + entry.value.size();
        header_.metadata.push_back(std::move(entry));
      }
    }
    if (cursor_.take(',')) continue;
    return cursor_.take('}') || broken("',' or '}'");
  }
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
    if (i > 0 && names[i].first == names[i - 1].first)
      first = std::min<std::uint64_t>(first, std::max(names[i].second, names[i - 1].second));
  }
  if (first == UINT64_MAX) return;
  JsonCursor at{cursor_.text, static_cast<std::size_t>(first - 1)};
  std::string_view name;
  bool escaped = false;
  bool ascii = true;
  static_cast<void>(at.read_string(name, escaped, ascii));
  fault("duplicate-key", "the tensor " + quoted(name) + " stands twice", first - 1);
}

const std::vector<Dtype>& safetensors_dtypes() {
  static const std::vector<Dtype> dtypes = {
      {"BF16", 16},   {"F16", 16},        {"F32", 32},        {"F64", 64},    {"F8_E4M3", 8}, {"F8_E5M2", 8},
      {"F8_E8M0", 8}, {"F8_E4M3FNUZ", 8}, {"F8_E5M2FNUZ", 8}, {"F6_E2M3", 6}, {"F6_E3M2", 6}, {"F4", 4},
      {"BOOL", 8},    {"U8", 8},          {"I8", 8},          {"U16", 16},    {"I16", 16},    {"U32", 32},
      {"I32", 32},    {"U64", 64},        {"I64", 64},        {"C64", 64}};
  return dtypes;
}

SafetensorsHeader parse_safetensors_header(std::string_view json) { return HeaderParser(json).run(); }

}  // namespace aboveboard::format
