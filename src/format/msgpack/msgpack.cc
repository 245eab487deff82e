#include "format/msgpack/msgpack.h"

#include <limits>

namespace aboveboard::format {
namespace {

std::int64_t sign_extend(std::uint64_t value, unsigned width) {
  const unsigned shift = 64 - 8 * width;
  return static_cast<std::int64_t>(value << shift) >> shift;
}

}  // namespace

std::optional<std::uint64_t> MsgpackReader::number(unsigned width) {
  const auto bytes = in_.take(width);
  if (!bytes) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : *bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

// Texts, binaries, lists, maps and extensions with a length of their own: 0xc4 to 0xc9, 0xd4 to 0xdf.
bool MsgpackReader::read_sized(unsigned tag, MsgpackValue& value) {
  unsigned width = 0;
  if (tag >= 0xd4 && tag <= 0xd8) {
    value.kind = MsgpackKind::Extension;
    value.size = std::uint64_t{1} << (tag - 0xd4);
  } else if (tag <= 0xc6) {
    value.kind = MsgpackKind::Binary;
    width = 1u << (tag - 0xc4);
  } else if (tag <= 0xc9) {
    value.kind = MsgpackKind::Extension;
    width = 1u << (tag - 0xc7);
  } else if (tag <= 0xdb) {
    value.kind = MsgpackKind::Text;
    width = 1u << (tag - 0xd9);
  } else {
    value.kind = tag <= 0xdd ? MsgpackKind::List : MsgpackKind::Map;
    width = tag % 2 == 0 ? 2 : 4;
  }
  if (width != 0) {
    const auto size = number(width);
    if (!size) return false;
    value.size = *size;
  }
  if (value.kind != MsgpackKind::Extension) return true;
  const auto type = number(1);
  value.extension = static_cast<std::int8_t>(type.value_or(0));
  return type.has_value();
}

// nil, truth values, numbers: 0xc0 to 0xc3, 0xca to 0xd3.
bool MsgpackReader::read_scalar(unsigned tag, MsgpackValue& value) {
  if (tag <= 0xc3) {
    value.kind = tag == 0xc0 ? MsgpackKind::Nil : MsgpackKind::Bool;
    value.integer = tag == 0xc3;
    return true;
  }
  const bool real = tag <= 0xcb;
  const unsigned width = real ? (tag == 0xca ? 4 : 8) : 1u << (tag - (tag <= 0xcf ? 0xcc : 0xd0));
  const auto bits = number(width);
  if (!bits) return false;
  value.kind = real ? MsgpackKind::Float : MsgpackKind::Integer;
  const bool is_signed = tag >= 0xd0;
  const bool too_large = !is_signed && *bits > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  value.integer = real ? 0 : too_large ? std::numeric_limits<std::int64_t>::max() : is_signed ? sign_extend(*bits, width) : static_cast<std::int64_t>(*bits);
  return true;
}

Result<MsgpackValue> MsgpackReader::next() {
  MsgpackValue value;
  value.begin = in_.position();
  const auto wrong = [&](ErrorKind kind, std::string message) { return fail(kind, std::move(message), {{}, std::nullopt, value.begin}); };
  const auto first = number(1);
  if (!first) return wrong(ErrorKind::Truncated, "the bytes end where a value should begin");
  const auto tag = static_cast<unsigned>(*first);
  bool whole = true;
  if (tag <= 0x7f || tag >= 0xe0) {
    value.kind = MsgpackKind::Integer;
    value.integer = static_cast<std::int8_t>(tag);
  } else if (tag <= 0x8f || tag <= 0x9f) {
    value.kind = tag <= 0x8f ? MsgpackKind::Map : MsgpackKind::List;
    value.size = tag & 0xf;
  } else if (tag <= 0xbf) {
    value.kind = MsgpackKind::Text;
    value.size = tag & 0x1f;
  } else if (tag == 0xc1) {
    return wrong(ErrorKind::Malformed, "the byte 0xc1 begins no value");
  } else if (tag <= 0xc3 || (tag >= 0xca && tag <= 0xd3)) {
    whole = read_scalar(tag, value);
  } else {
    whole = read_sized(tag, value);
  }
  if (!whole) return wrong(ErrorKind::Truncated, "the bytes end in the middle of a value");
  const std::uint64_t least = value.kind == MsgpackKind::Map ? 2 * value.size : value.size;
  if (least > in_.remaining()) {
    const bool items = value.kind == MsgpackKind::Map || value.kind == MsgpackKind::List;
    return wrong(items ? ErrorKind::Malformed : ErrorKind::Truncated, items ? "more items are announced than bytes follow" : "a value ends behind the bytes");
  }
  return value;
}

}  // namespace aboveboard::format
