// Value: what the pickle machine knows of an object, in eight bytes: a kind, and 56 bits that say which. Nothing is allocated for one.
#pragma once

#include <bit>
#include <cstdint>

namespace aboveboard::format::pickle {

enum class Kind : std::uint8_t {
  Absent,      // no object: a memo entry that was never set
  None,
  True,
  False,
  Int,         // payload: the number, signed, 56 bits
  BigInt,      // a longer number, not kept
  Float,       // payload: as a 32-bit float, for display
  Text,        // str: payload as TextStore has it
  Bytes,       // bytes, the same
  ByteArray,
  Tuple,       // payload: where the items are (Structure), 0 where they were not kept
  List,        // payload: node, or 0
  Dict,
  Set,
  FrozenSet,
  Global,      // payload: index in the Recorder's table of names
  Unnamed,     // a global whose name cannot be told: an extension code, or a name that is no constant
  Object,      // result of a call: payload: global that was called, plus one (0: not a plain global), << 32 | node (or 0)
  Persistent,  // what persistent_load returns: payload: node, or 0
  Buffer,      // out of band
  Lost,        // anything: forgotten for a limit
};

struct Value {
  std::uint64_t bits = 0;

  constexpr Value() = default;
  constexpr Value(Kind kind, std::uint64_t payload = 0)  // NOLINT(google-explicit-constructor): a kind alone is a value
      : bits((static_cast<std::uint64_t>(kind) << 56) | (payload & kPayload)) {}

  static constexpr std::uint64_t kPayload = (1ull << 56) - 1;
  constexpr Kind kind() const { return static_cast<Kind>(bits >> 56); }
  constexpr bool is(Kind k) const { return kind() == k; }
  constexpr std::uint64_t payload() const { return bits & kPayload; }

  static constexpr Value of_int(std::int64_t number) {
    const bool fits = number >= -(1ll << 55) && number < (1ll << 55);
    return fits ? Value(Kind::Int, static_cast<std::uint64_t>(number)) : Value(Kind::BigInt);
  }
  constexpr std::int64_t number() const { return static_cast<std::int64_t>(bits << 8) >> 8; }
  static Value of_float(double number) { return Value(Kind::Float, std::bit_cast<std::uint32_t>(static_cast<float>(number))); }
  float real() const { return std::bit_cast<float>(static_cast<std::uint32_t>(bits)); }

  // Of Object.
  static constexpr Value of_object(std::uint64_t callee_plus_one, std::uint32_t node) { return Value(Kind::Object, (callee_plus_one << 32) | node); }
  constexpr std::uint32_t callee() const { return static_cast<std::uint32_t>(payload() >> 32); }  // plus one; 0: none
  constexpr std::uint32_t node() const { return static_cast<std::uint32_t>(bits); }
};

}  // namespace aboveboard::format::pickle
