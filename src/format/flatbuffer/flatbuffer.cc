#include "format/flatbuffer/flatbuffer.h"

#include "base/limits.h"

namespace aboveboard::format {

std::nullopt_t FlatBuffer::broken(std::string why, std::uint64_t at) {
  if (error_.empty()) {
    error_ = std::move(why);
    error_place_ = at;
  }
  return std::nullopt;
}

bool FlatBuffer::count() {
  if (++looked_ > limits::kFlatbufferTables) over_ = true;
  return !over_;
}

std::optional<std::uint64_t> FlatBuffer::follow(std::uint64_t at) {
  const auto offset = end_ >= 4 && at <= end_ - 4 ? window_.number<std::uint32_t>(at) : std::nullopt;
  if (!offset) return broken("an offset lies behind the buffer", at);
  if (*offset == 0) return broken("an offset is 0", at);
  const std::uint64_t target = at + *offset;
  if (target > end_ - 4) return broken("an offset leads behind the buffer", at);
  return target;
}

std::optional<FlatTable> FlatBuffer::open(std::uint64_t at) {
  if (!count()) return std::nullopt;
  const auto back = window_.number<std::uint32_t>(at);
  if (!back) return broken("a table lies behind the buffer", at);
  // The distance is signed: the vtable may be before its table or behind it.
  const std::int64_t vtable = static_cast<std::int64_t>(at) - static_cast<std::int32_t>(*back);
  if (vtable < 0 || static_cast<std::uint64_t>(vtable) > end_ - 4) return broken("a vtable lies outside of the buffer", at);
  FlatTable table;
  table.at = at;
  table.vtable = static_cast<std::uint64_t>(vtable);
  const auto sizes = window_.number<std::uint32_t>(table.vtable);
  if (!sizes) return broken("a vtable cannot be read", at);
  table.vtable_size = *sizes & 0xffff;
  table.size = *sizes >> 16;
  if (table.vtable_size < 4 || table.vtable_size % 2 != 0 || table.vtable_size > end_ - table.vtable) return broken("a vtable does not fit the buffer", table.vtable);
  if (table.size < 4 || table.size > end_ - table.at) return broken("a table does not fit the buffer", table.at);
  return table;
}

std::optional<FlatTable> FlatBuffer::root() {
  if (end_ < 4) return broken("the buffer is shorter than an offset", 0);
  const auto at = follow(base_);
  return at ? open(*at) : std::nullopt;
}

// Where a field of `width` bytes lies in its table; nothing where it is absent.
std::optional<std::uint64_t> FlatBuffer::place(const FlatTable& table, std::uint32_t field, std::uint64_t width) {
  const std::uint64_t slot = 4 + static_cast<std::uint64_t>(field) * 2;
  if (slot + 2 > table.vtable_size) return std::nullopt;
  const auto offset = window_.number<std::uint16_t>(table.vtable + slot);
  if (!offset) return broken("a vtable cannot be read", table.vtable);
  if (*offset == 0) return std::nullopt;
  if (*offset < 4 || *offset + width > table.size) return broken("a field lies outside of its table", table.vtable + slot);
  return table.at + *offset;
}

std::optional<FlatTable> FlatBuffer::table(const FlatTable& table, std::uint32_t field) {
  const auto at = place(table, field, 4);
  const auto target = at ? follow(*at) : std::nullopt;
  return target ? open(*target) : std::nullopt;
}

std::optional<FlatTable> FlatBuffer::item(const FlatVector& tables, std::uint64_t index) {
  if (index >= tables.count) return std::nullopt;
  const auto target = follow(tables.at + index * 4);
  return target ? open(*target) : std::nullopt;
}

std::optional<FlatVector> FlatBuffer::open_vector(std::uint64_t at, std::uint64_t width) {
  if (!count()) return std::nullopt;
  const auto length = window_.number<std::uint32_t>(at);
  if (!length) return broken("a vector lies behind the buffer", at);
  if (*length > (end_ - at - 4) / width) return broken("a vector has " + std::to_string(*length) + " items, more than the buffer has bytes for", at);
  return FlatVector{at + 4, *length};
}

std::optional<FlatVector> FlatBuffer::vector(const FlatTable& table, std::uint32_t field, std::uint64_t width) {
  const auto at = place(table, field, 4);
  const auto target = at ? follow(*at) : std::nullopt;
  return target ? open_vector(*target, width) : std::nullopt;
}

std::optional<ByteRange> FlatBuffer::string(const FlatTable& table, std::uint32_t field) {
  const auto bytes = vector(table, field, 1);
  if (!bytes) return std::nullopt;
  return ByteRange{bytes->at, bytes->at + bytes->count};
}

std::string FlatBuffer::text(const FlatTable& table, std::uint32_t field) {
  const auto bytes = string(table, field);
  return bytes ? window_.text(*bytes, limits::kGraphNameBytes) : std::string();
}

}  // namespace aboveboard::format
