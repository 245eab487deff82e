// The wire format of protocol buffers, read without a schema's classes: fields one after another, payloads by position, nothing copied that nobody
// asks for. https://protobuf.dev/programming-guides/encoding/
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/result.h"
#include "format/byte_window.h"

namespace aboveboard::format {

enum class WireType : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, GroupStart = 3, GroupEnd = 4, Fixed32 = 5 };

// One field of a message. Groups are passed over and never seen.
struct WireField {
  std::uint32_t number = 0;
  WireType type = WireType::Varint;
  std::uint64_t value = 0;  // Varint, Fixed32, Fixed64
  ByteRange payload;        // where the value lies, without tag and length
  std::uint64_t place = 0;  // of the tag

  bool is(std::uint32_t wanted, WireType wire) const { return number == wanted && type == wire; }
  bool bytes(std::uint32_t wanted) const { return is(wanted, WireType::Bytes); }
  bool varint(std::uint32_t wanted) const { return is(wanted, WireType::Varint); }
};

// The fields of one message, which is a range of the file.
class WireReader {
 public:
  WireReader(ByteWindow& window, ByteRange message) : window_(window), at_(message.begin), end_(message.end) {}

  // The next field; nothing at the end of the message and where the bytes break the rules (see error()).
  std::optional<WireField> next();
  // Truncated: a length or number ends behind the message. Malformed: a tag or number that no writer makes.
  const std::optional<Error>& error() const { return error_; }

 private:
  std::optional<std::uint64_t> varint(const char* what);
  bool read_payload(WireField& field);
  bool skip_group(std::uint32_t number, std::uint64_t place);
  std::nullopt_t fail_at(ErrorKind kind, std::string message, std::uint64_t byte);

  ByteWindow& window_;
  std::uint64_t at_;
  std::uint64_t end_;
  std::optional<Error> error_;
};

// The values of a repeated varint: of a packed payload at once, of an unpacked field one.
class PackedVarints {
 public:
  PackedVarints(ByteWindow& window, const WireField& field)
      : window_(window), at_(field.payload.begin), end_(field.payload.end), packed_(field.type == WireType::Bytes), value_(field.value) {}
  // Nothing at the end, and where a number does not end in the payload (see broken()).
  std::optional<std::uint64_t> next();
  bool broken() const { return broken_; }

 private:
  ByteWindow& window_;
  std::uint64_t at_, end_;
  bool packed_;
  std::uint64_t value_;
  bool broken_ = false;
};

}  // namespace aboveboard::format
