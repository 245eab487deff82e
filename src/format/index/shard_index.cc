#include "format/index/shard_index.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include "base/text.h"
#include "format/name_hash.h"
#include "format/safetensors/json_cursor.h"
#include "format/sort_hashes.h"

namespace aboveboard::format {
namespace {

class IndexParser {
 public:
  IndexParser(std::string_view json, ScannedFile& file, Diagnostics& notes)
      : cursor_{json}, file_(file), notes_(notes) {}

  void run();

 private:
  bool parse_object();
  bool parse_metadata();
  bool parse_map();
  bool read_text(std::string_view& text, std::string& buffer);
  bool broken(std::string_view what) {
    invalid("json", "the index is not valid JSON: " + std::string(what) + " expected", cursor_.at);
    return false;
  }
  void invalid(std::string_view rule, std::string message, std::uint64_t byte);
  std::uint32_t shard(std::string_view name, std::size_t byte);

  JsonCursor cursor_;
  ScannedFile& file_;
  Diagnostics& notes_;
  ShardIndex index_;
  std::unordered_map<std::string, std::uint32_t> numbers_;  // looked up, never walked
  std::uint32_t last_ = 0;
  bool map_seen_ = false, valid_ = true;
  std::string key_buffer_, value_buffer_;
};

void IndexParser::invalid(std::string_view rule, std::string message, std::uint64_t byte) {
  valid_ = false;
  notes_.add(DiagnosticKind::Invalid, "format/index-" + std::string(rule),
             Error{ErrorKind::Malformed, std::move(message), {file_.path, std::nullopt, byte}});
}

bool IndexParser::read_text(std::string_view& text, std::string& buffer) {
  bool escaped = false;
  bool ascii = true;
  if (!cursor_.read_string(text, escaped, ascii)) return broken("a string");
  if (!ascii && find_invalid_utf8(text) != std::string_view::npos) return broken("valid UTF-8");
  if (!escaped) return true;
  if (!decode_json_string(text, buffer)) return broken("a whole surrogate pair");
  text = buffer;
  return true;
}

// A shard must be a file beside the index or below it: anything else would lead out of the release.
bool leads_out(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
      name.find('\0') != std::string_view::npos)
    return true;
  if (name.find("://") != std::string_view::npos || (name.size() > 1 && name[1] == ':')) return true;
  const std::vector<std::string> parts = split(name, '/');
  return std::any_of(parts.begin(), parts.end(), [](const std::string& part) { return part == ".." || part.empty(); });
}

std::uint32_t IndexParser::shard(std::string_view name, std::size_t byte) {
  if (last_ < index_.shards.size() && index_.shards[last_] == name) return last_;
  const auto [entry, added] = numbers_.try_emplace(std::string(name), static_cast<std::uint32_t>(index_.shards.size()));
  if (added) {
    if (leads_out(name))
      invalid("shard-name",
              "the file name " + quoted(name, 80) + " leads out of the folder of the index",
              byte);
    index_.shards.emplace_back(name);
  }
  return last_ = entry->second;
}

bool IndexParser::parse_metadata() {
  cursor_.skip_space();
  if (!cursor_.take('{')) return cursor_.skip_value() || broken("a value");
  if (cursor_.take('}')) return true;
  for (;;) {
    std::string_view key;
    if (!read_text(key, key_buffer_)) return false;
    if (!cursor_.take(':')) return broken("':'");
    cursor_.skip_space();
    const std::size_t at = cursor_.at;
    if (key == "total_size" && cursor_.peek() != '"' && cursor_.peek() != '{' && cursor_.peek() != '[' &&
        cursor_.peek() != 'n') {
      std::string_view spelling;
      if (!cursor_.read_number(spelling)) return broken("a number");
      double number = 0;  // written as 1.0e9 now and then
      std::from_chars(spelling.data(), spelling.data() + spelling.size(), number);
      std::uint64_t whole = 0;
      const auto [end, error] = std::from_chars(spelling.data(), spelling.data() + spelling.size(), whole);
      if (error == std::errc() && end == spelling.data() + spelling.size())
        index_.total_size = whole;
      else if (number >= 0 && number < 9e15 && number == std::floor(number))
        index_.total_size = static_cast<std::uint64_t>(number);
      index_.total_size_byte = at;
    } else if (!cursor_.skip_value()) {
      return broken("a value");
    }
    if (cursor_.take(',')) continue;
    return cursor_.take('}') || broken("',' or '}'");
  }
}

bool IndexParser::parse_map() {
  map_seen_ = true;
  index_.entries.reserve(cursor_.text.size() / 80);  // about what an entry takes
  cursor_.skip_space();
  const std::size_t begin = cursor_.at;
  if (!cursor_.take('{')) {
    if (!cursor_.skip_value()) return broken("a value");
    invalid("weight-map", "\"weight_map\" is not a map of tensors to files", begin);
    return true;
  }
  if (cursor_.take('}')) return true;
  for (;;) {
    cursor_.skip_space();
    ShardIndex::Entry entry;
    entry.byte = cursor_.at;
    std::string_view name;
    std::string_view file;
    if (!read_text(name, key_buffer_)) return false;
    entry.name = hash_name(name);
    if (!cursor_.take(':')) return broken("':'");
    cursor_.skip_space();
    const std::size_t at = cursor_.at;
    if (cursor_.peek() != '"') {
      if (!cursor_.skip_value()) return broken("a value");
      if (valid_) invalid("weight-map", "\"weight_map\" is not a map of tensors to files", at);
    } else {
      if (!read_text(file, value_buffer_)) return false;
      entry.shard = shard(file, at);
      index_.entries.push_back(entry);
    }
    if (cursor_.take(',')) continue;
    return cursor_.take('}') || broken("',' or '}'");
  }
}

bool IndexParser::parse_object() {
  if (cursor_.text.substr(0, 3) == "\xef\xbb\xbf") cursor_.at = 3;
  if (!cursor_.take('{')) return broken("an object");
  if (!cursor_.take('}')) {
    for (;;) {
      std::string_view key;
      if (!read_text(key, key_buffer_)) return false;
      if (!cursor_.take(':')) return broken("':'");
      const bool read = key == "metadata"                   ? parse_metadata()
                        : key == "weight_map" && !map_seen_ ? parse_map()
                                                            : cursor_.skip_value() || broken("a value");
      if (!read) return false;
      if (cursor_.take(',')) continue;
      if (cursor_.take('}')) break;
      return broken("',' or '}'");
    }
  }
  cursor_.skip_space();
  return cursor_.done() || broken("the end of the file");
}

void IndexParser::run() {
  if (!parse_object()) return;
  if (!map_seen_) return invalid("weight-map", "the index has no \"weight_map\"", 0);
  std::vector<ShardIndex::Entry>& entries = index_.entries;
  sort_by_hash(entries, [](const ShardIndex::Entry& entry) { return entry.name; });
  std::uint64_t first = UINT64_MAX;
  for (std::size_t i = 1; i < entries.size(); ++i)
    if (entries[i].name == entries[i - 1].name) first = std::min(first, std::max(entries[i].byte, entries[i - 1].byte));
  if (first != UINT64_MAX) invalid("duplicate-key", "a tensor stands twice in the index", first);
  if (valid_) file_.index = std::move(index_);
}

}  // namespace

void read_shard_index(std::string_view json, ScannedFile& file, Diagnostics& notes) {
  IndexParser(json, file, notes).run();
}

}  // namespace aboveboard::format
