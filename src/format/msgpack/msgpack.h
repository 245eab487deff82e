// msgpack (the specification at msgpack.org, 2017): one value after the other from the front on; payloads are handed over as lengths, so that they can
// be passed over without being read.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "format/gguf/sequential_reader.h"

namespace aboveboard::format {

enum class MsgpackKind { Nil, Bool, Integer, Float, Text, Binary, List, Map, Extension };

struct MsgpackValue {
  MsgpackKind kind = MsgpackKind::Nil;
  std::uint64_t begin = 0;     // of the value in the source
  std::uint64_t size = 0;      // bytes of a text, binary or extension; items of a list; pairs of a map
  std::int64_t integer = 0;    // Integer and Bool; what does not fit is the largest
  std::int8_t extension = 0;   // its type
};

class MsgpackReader {
 public:
  explicit MsgpackReader(ByteSource& source) : in_(source) {}
  // The next value's head. The payload of a text, binary or extension follows, and must be taken or skipped before the next call. Malformed for the one
  // byte that begins nothing, and where more items are announced than bytes follow; Truncated where the source ends.
  Result<MsgpackValue> next();
  std::optional<std::string_view> take(std::uint64_t length) { return in_.take(length); }
  bool skip(std::uint64_t length) { return in_.skip(length); }
  std::uint64_t position() const { return in_.position(); }
  std::uint64_t remaining() const { return in_.remaining(); }
  const std::optional<Error>& error() const { return in_.error(); }

 private:
  std::optional<std::uint64_t> number(unsigned width);  // the most significant byte first
  bool read_sized(unsigned tag, MsgpackValue& value);
  bool read_scalar(unsigned tag, MsgpackValue& value);

  SequentialReader in_;
};

}  // namespace aboveboard::format
