#include "format/protobuf/sniff.h"

#include <algorithm>

#include "base/limits.h"

namespace aboveboard::format {
namespace {

// The bytes field at `place` that ends behind the file, cut to what there is.
std::optional<WireField> cut_field(ByteWindow& window, std::uint64_t place) {
  ByteRange rest{place, window.size()};
  const auto head = window.view(place, std::min<std::uint64_t>(rest.size(), 20));
  if (!head) return std::nullopt;
  std::uint64_t numbers[2] = {0, 0};
  std::size_t at = 0;
  for (std::uint64_t& number : numbers) {
    for (std::size_t i = 0;; ++i) {
      if (at >= head->size() || i >= 10) return std::nullopt;
      const auto byte = static_cast<unsigned char>((*head)[at++]);
      number |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * i);
      if ((byte & 0x80) == 0) break;
    }
  }
  if ((numbers[0] & 7) != static_cast<std::uint64_t>(WireType::Bytes)) return std::nullopt;
  WireField field;
  field.number = static_cast<std::uint32_t>(numbers[0] >> 3);
  field.type = WireType::Bytes;
  field.place = place;
  field.payload = {place + at, window.size()};
  return field;
}

}  // namespace

TopLevel walk_top_level(ByteWindow& window, const std::function<bool(const WireField&)>& visit) {
  TopLevel top;
  WireReader reader(window, {0, window.size()});
  while (const auto field = reader.next()) {
    ++top.fields;
    if (!visit(*field)) return top;
    if (top.fields >= limits::kSniffFields) break;
  }
  top.whole = !reader.error();
  if (reader.error() && reader.error()->kind == ErrorKind::Truncated && reader.error()->place.byte)
    top.cut = cut_field(window, *reader.error()->place.byte);
  return top;
}

bool walk_head(ByteWindow& window, ByteRange message, std::uint64_t most, const std::function<void(const WireField&)>& visit) {
  message.end = std::min(message.end, window.size());
  WireReader reader(window, message);
  std::uint64_t seen = 0;
  while (const auto field = reader.next()) {
    visit(*field);
    if (++seen >= most) return true;
  }
  if (!reader.error()) return true;
  // Cut off by the end of the file, not by that of the message: the file may be half of a good one.
  return message.end == window.size() && reader.error()->kind == ErrorKind::Truncated && seen > 0;
}

bool is_identifier(std::string_view text) {
  if (text.empty() || text.size() > 200) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("_./:-><@+").find(c) != std::string_view::npos;
  });
}

}  // namespace aboveboard::format
