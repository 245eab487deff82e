// Event-driven JSON for documents too large to hold as a tree (safetensors headers, shard indexes, tokenizers).
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace aboveboard::data {

// Receives what the parser meets; return false to stop (parse_json_stream then fails with Malformed and the handler's own message).
class JsonHandler {
 public:
  virtual ~JsonHandler() = default;
  virtual bool on_key(std::string_view name, std::uint64_t byte) = 0;
  virtual bool on_string(std::string_view text, std::uint64_t byte) = 0;
  // The number's spelling in the file. true, false, null, NaN and Infinity arrive through on_literal.
  virtual bool on_number(std::string_view spelling, std::uint64_t byte) = 0;
  virtual bool on_literal(std::string_view spelling, std::uint64_t byte) = 0;
  virtual bool on_begin_object(std::uint64_t byte) = 0;
  virtual bool on_end_object(std::uint64_t byte) = 0;
  virtual bool on_begin_array(std::uint64_t byte) = 0;
  virtual bool on_end_array(std::uint64_t byte) = 0;
};

// Parses `text` as strict JSON: no NaN, no byte order mark, valid UTF-8, at most limits::kJsonDepth deep. Bytes are offsets into `text`.
Status parse_json_stream(std::string_view text, JsonHandler& handler);

// The same, but NaN, Infinity and -Infinity pass as literals, as Python's json has them.
Status parse_lenient_json_stream(std::string_view text, JsonHandler& handler);

}  // namespace aboveboard::data
