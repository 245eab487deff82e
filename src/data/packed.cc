// A value is its tag, then: of a number or text the size and the bytes; of a list or map the size of all that follows, the count, and its items or members (a member
// is the size and bytes of its key, and its value). Sizes and counts are in groups of seven bits, the lowest first.
#include "data/packed.h"

#include <algorithm>
#include <utility>

#include "data/scalar.h"

namespace aboveboard::data {
namespace {

enum Tag : char { kNull, kFalse, kTrue, kNumber, kString, kList, kMap };

void put_size(std::size_t size, std::string& out) {
  for (; size >= 0x80; size >>= 7U) out += static_cast<char>(0x80U | (size & 0x7FU));
  out += static_cast<char>(size);
}

void put_text(std::string_view text, std::string& out) {
  put_size(text.size(), out);
  out += text;
}

void put_value(const Value& value, std::string& out) {
  std::string body;
  switch (value.type) {
    case ValueType::Null: out += kNull; return;
    case ValueType::Bool: out += value.boolean ? kTrue : kFalse; return;
    case ValueType::Number:
    case ValueType::String:
      out += value.type == ValueType::Number ? kNumber : kString;
      return put_text(value.text, out);
    case ValueType::List:
      out += kList;
      put_size(value.items.size(), body);
      for (const Value& item : value.items) put_value(item, body);
      return put_text(body, out);
    case ValueType::Map:
      out += kMap;
      put_size(value.members.size(), body);
      for (const Member& member : value.members) {
        put_text(member.key, body);
        put_value(member.value, body);
      }
      return put_text(body, out);
  }
}

class Reader {
 public:
  Reader(std::string_view packed, std::initializer_list<std::string_view> without) : packed_(packed), without_(without) {}
  void read(Value& into);

 private:
  char tag() { return packed_[at_++]; }
  std::size_t size() {
    std::size_t size = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(packed_[at_++]);
      size |= static_cast<std::size_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return size;
    }
  }
  std::string_view text() {
    const std::size_t bytes = size();
    at_ += bytes;
    return packed_.substr(at_ - bytes, bytes);
  }
  void skip() {
    if (tag() > kTrue) text();
  }
  void read_members(Value& into);

  std::string_view packed_;
  std::initializer_list<std::string_view> without_;
  std::size_t at_ = 0;
};

void Reader::read_members(Value& into) {
  into.type = ValueType::Map;
  size();
  std::size_t count = size();
  for (into.members.reserve(count); count > 0; --count) {
    const std::string_view key = text();
    if (std::find(without_.begin(), without_.end(), key) != without_.end()) {
      skip();
      continue;
    }
    Member& member = into.members.emplace_back();
    member.key = key;
    read(member.value);
  }
}

void Reader::read(Value& into) {
  switch (const char kind = tag()) {
    case kNull: return;
    case kFalse:
    case kTrue:
      into.type = ValueType::Bool;
      into.boolean = kind == kTrue;
      into.text = into.boolean ? "true" : "false";
      return;
    case kNumber: return set_decimal(into, text());
    case kString:
      into.type = ValueType::String;
      into.text = text();
      return;
    case kList: {
      into.type = ValueType::List;
      size();
      into.items.resize(size());
      for (Value& item : into.items) read(item);
      return;
    }
    default: return read_members(into);
  }
}

}  // namespace

std::string pack(const Value& value) {
  std::string packed;
  put_value(value, packed);
  return packed;
}

Value unpack(std::string_view packed, std::initializer_list<std::string_view> without) {
  Value value;
  Reader(packed, without).read(value);
  return value;
}

}  // namespace aboveboard::data
