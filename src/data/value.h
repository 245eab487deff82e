// Value: one tree for JSON and YAML alike, with the line of every node and repeated keys kept. The libraries behind it are
// named in json.cc and yaml.cc and nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/limits.h"
#include "base/result.h"

namespace aboveboard::data {

enum class ValueType { Null, Bool, Number, String, List, Map };

struct Member;

struct Value {
  ValueType type = ValueType::Null;
  bool boolean = false;
  double number = 0;
  std::optional<std::int64_t> integer;  // where the number is a whole one that fits
  std::string text;                     // String: the text; Number and Bool: the spelling in the file
  std::vector<Value> items;             // List
  std::vector<Member> members;          // Map, in file order; a repeated key stands twice
  std::uint64_t line = 0;               // 1-based; 0 where unknown

  bool is_map() const { return type == ValueType::Map; }
  bool is_list() const { return type == ValueType::List; }
  bool is_string() const { return type == ValueType::String; }
  // The first member with this key, or nullptr (also where this is no map).
  const Value* find(std::string_view key) const;
  // The text of a String, else "".
  std::string_view as_text() const;
  // A String as a list of one, a List of Strings as it is; other items are left out.
  std::vector<std::string> as_texts() const;
};

struct Member {
  std::string key;
  std::uint64_t line = 0;
  Value value;
};

// The text of a member without surrounding white space; of a number or truth value its spelling; "" where there is none.
std::string text_of(const Value& map, std::string_view key);
// The member as a list of texts (see Value::as_texts); empty where there is none.
std::vector<std::string> texts_of(const Value& map, std::string_view key);

struct ParseOptions {
  std::string path;               // for places in errors and diagnostics
  std::uint64_t first_line = 1;   // the line of the file on which `text` begins (front matter begins on line 2)
  std::uint64_t byte_limit = limits::kYamlBytes;  // YAML only
  std::uint64_t node_limit = limits::kYamlNodes;  // YAML only
};

// Parses strict JSON (RFC 8259), but takes what real releases hold: NaN and Infinity, numbers of any size, a byte order mark;
// each leniency and every repeated key is noted in `notes` (rules format/json-nan, format/json-bom, format/json-duplicate-key).
// Depth is bounded by limits::kJsonDepth. Errors carry line and byte.
Result<Value> parse_json(std::string_view text, const ParseOptions& options, Diagnostics& notes);

// Parses one YAML document. Plain scalars are typed by the YAML 1.2 core schema (so that `no` stays a string). Aliases are refused (a
// bomb needs them, a card does not); size and node count are bounded (limits::kYaml*). Repeated keys are noted (format/yaml-duplicate-key).
Result<Value> parse_yaml(std::string_view text, const ParseOptions& options, Diagnostics& notes);

}  // namespace aboveboard::data
