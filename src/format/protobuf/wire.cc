#include "format/protobuf/wire.h"

#include <algorithm>
#include <vector>

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kVarintBytes = 10;
constexpr std::uint32_t kLastNumber = (1u << 29) - 1;

// A number of 7 bits a byte at the beginning of `bytes`: its value and length; length 0 where it does not end in them.
struct Varint {
  std::uint64_t value = 0;
  std::uint64_t length = 0;
};

Varint decode(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size() && i < kVarintBytes; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * i);
    if ((byte & 0x80) == 0) return {value, i + 1};
  }
  return {};
}

}  // namespace

std::nullopt_t WireReader::fail_at(ErrorKind kind, std::string message, std::uint64_t byte) {
  if (window_.error()) {
    error_ = window_.error();
  } else {
    error_ = Error{kind, std::move(message), {"", std::nullopt, byte}};
  }
  return std::nullopt;
}

std::optional<std::uint64_t> WireReader::varint(const char* what) {
  const std::uint64_t length = std::min(kVarintBytes, end_ - at_);
  const auto bytes = window_.view(at_, length);
  if (!bytes) return fail_at(ErrorKind::Truncated, std::string(what) + " cannot be read", at_);
  const Varint number = decode(*bytes);
  if (number.length == 0) {
    if (length == kVarintBytes) return fail_at(ErrorKind::Malformed, std::string(what) + " is longer than ten bytes", at_);
    return fail_at(ErrorKind::Truncated, std::string(what) + " ends behind its message", at_);
  }
  at_ += number.length;
  return number.value;
}

std::optional<WireField> WireReader::next() {
  while (!error_ && at_ < end_) {
    WireField field;
    field.place = at_;
    const auto tag = varint("a tag");
    if (!tag) return std::nullopt;
    field.number = static_cast<std::uint32_t>(*tag >> 3);
    field.type = static_cast<WireType>(*tag & 7);
    if (*tag >> 3 == 0 || *tag >> 3 > kLastNumber) return fail_at(ErrorKind::Malformed, "a field has the number " + std::to_string(*tag >> 3), field.place);
    if (field.type == WireType::GroupStart) {
      if (!skip_group(field.number, field.place)) return std::nullopt;
      continue;
    }
    if (field.type == WireType::GroupEnd) return fail_at(ErrorKind::Malformed, "a group ends that did not begin", field.place);
    if (!read_payload(field)) return std::nullopt;
    return field;
  }
  return std::nullopt;
}

bool WireReader::read_payload(WireField& field) {
  field.payload.begin = at_;
  switch (field.type) {
    case WireType::Varint: {
      const auto value = varint("a number");
      if (!value) return false;
      field.value = *value;
      break;
    }
    case WireType::Fixed32:
    case WireType::Fixed64: {
      const std::uint64_t length = field.type == WireType::Fixed32 ? 4 : 8;
      if (length > end_ - at_) {
        fail_at(ErrorKind::Truncated, "a number ends behind its message", at_);
        return false;
      }
      const auto bytes = window_.view(at_, length);
      if (!bytes) {
        fail_at(ErrorKind::Truncated, "a number cannot be read", at_);
        return false;
      }
      field.value = length == 4 ? load_le<std::uint32_t>(bytes->data()) : load_le<std::uint64_t>(bytes->data());
      at_ += length;
      break;
    }
    case WireType::Bytes: {
      const auto length = varint("a length");
      if (!length) return false;
      if (*length > end_ - at_) {
        fail_at(ErrorKind::Truncated,
                "field " + std::to_string(field.number) + " has " + std::to_string(*length) + " bytes, but only " + std::to_string(end_ - at_) + " follow",
                field.place);
        return false;
      }
      field.payload.begin = at_;
      at_ += *length;
      break;
    }
    default:
      fail_at(ErrorKind::Malformed, "a field has the wire type " + std::to_string(static_cast<int>(field.type)), field.place);
      return false;
  }
  field.payload.end = at_;
  return true;
}

bool WireReader::skip_group(std::uint32_t number, std::uint64_t place) {
  std::vector<std::uint32_t> open = {number};
  while (!open.empty()) {
    if (at_ >= end_) {
      fail_at(ErrorKind::Truncated, "a group does not end in its message", place);
      return false;
    }
    WireField field;
    field.place = at_;
    const auto tag = varint("a tag");
    if (!tag) return false;
    field.number = static_cast<std::uint32_t>(*tag >> 3);
    field.type = static_cast<WireType>(*tag & 7);
    if (field.type == WireType::GroupStart) {
      if (open.size() >= limits::kProtobufDepth) {
        fail_at(ErrorKind::Malformed, "groups are nested too deep", field.place);
        return false;
      }
      open.push_back(field.number);
    } else if (field.type == WireType::GroupEnd) {
      if (field.number != open.back()) {
        fail_at(ErrorKind::Malformed, "a group ends that did not begin", field.place);
        return false;
      }
      open.pop_back();
    } else if (!read_payload(field)) {
      return false;
    }
  }
  return true;
}

std::optional<std::uint64_t> PackedVarints::next() {
  if (!packed_) {
    if (at_ >= end_) return std::nullopt;
    at_ = end_;
    return value_;
  }
  if (at_ >= end_ || broken_) return std::nullopt;
  const auto bytes = window_.view(at_, std::min(kVarintBytes, end_ - at_));
  const Varint number = bytes ? decode(*bytes) : Varint{};
  if (number.length == 0) {
    broken_ = true;
    return std::nullopt;
  }
  at_ += number.length;
  return number.value;
}

}  // namespace aboveboard::format
