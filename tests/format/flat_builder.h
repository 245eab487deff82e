// FlatBuffers: a tree of tables, vectors and texts, written so that every offset leads onward.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "builders.h"

namespace aboveboard::testing {

struct Flat {
  enum class Kind { Table, Bytes, Vector };
  Kind kind = Kind::Table;
  std::vector<std::pair<std::uint32_t, std::string>> numbers;  // of a table: field and bytes
  std::vector<std::pair<std::uint32_t, Flat>> children;        // of a table: field and what it leads to
  std::string bytes;                                           // Bytes: what stands behind the count
  std::uint32_t count = 0;
  std::vector<Flat> items;                                     // Vector: of tables or texts

  template <typename T>
  Flat& with(std::uint32_t field, T value) {
    numbers.emplace_back(field, number_le(value));
    return *this;
  }
  Flat& with(std::uint32_t field, Flat child) {
    children.emplace_back(field, std::move(child));
    return *this;
  }
  Flat& text(std::uint32_t field, std::string_view value) { return with(field, of_text(value)); }

  static Flat of_text(std::string_view value) {
    Flat flat;
    flat.kind = Kind::Bytes;
    flat.bytes = std::string(value);
    flat.count = static_cast<std::uint32_t>(value.size());
    return flat;
  }
  template <typename T>
  static Flat of_numbers(const std::vector<T>& values) {
    Flat flat;
    flat.kind = Kind::Bytes;
    for (const T value : values) flat.bytes += number_le(value);
    flat.count = static_cast<std::uint32_t>(values.size());
    return flat;
  }
  static Flat of_items(std::vector<Flat> items) {
    Flat flat;
    flat.kind = Kind::Vector;
    flat.items = std::move(items);
    return flat;
  }

  // The whole buffer, with an identifier, and bytes between it and the root.
  std::string file(std::string_view identifier, std::string_view between = "") const {
    std::string out = std::string(4, '\0') + std::string(identifier) + std::string(between);
    patch(out, 0, write(out));
    return out;
  }

 private:
  static void align(std::string& out) { out.resize((out.size() + 7) / 8 * 8); }
  static void patch(std::string& out, std::size_t at, std::size_t target) { out.replace(at, 4, number_le(static_cast<std::uint32_t>(target - at))); }

  std::size_t write(std::string& out) const {
    align(out);
    if (kind == Kind::Bytes) {
      const std::size_t at = out.size();
      out += number_le(count) + bytes + std::string(1, '\0');
      return at;
    }
    if (kind == Kind::Vector) {
      const std::size_t at = out.size();
      out += number_le(static_cast<std::uint32_t>(items.size())) + std::string(items.size() * 4, '\0');
      for (std::size_t i = 0; i < items.size(); ++i) {
        const std::size_t target = items[i].write(out);
        patch(out, at + 4 + i * 4, target);
      }
      return at;
    }
    std::uint32_t fields = 0;
    for (const auto& [field, value] : numbers) fields = std::max(fields, field + 1);
    for (const auto& [field, child] : children) fields = std::max(fields, field + 1);
    std::vector<std::uint16_t> slots(fields);
    std::string body(4, '\0');
    for (const auto& [field, value] : numbers) {
      body.resize((body.size() + value.size() - 1) / value.size() * value.size());
      slots[field] = static_cast<std::uint16_t>(body.size());
      body += value;
    }
    body.resize((body.size() + 3) / 4 * 4);
    for (const auto& [field, child] : children) {
      slots[field] = static_cast<std::uint16_t>(body.size());
      body += std::string(4, '\0');
    }
    const std::size_t vtable = out.size();
    out += number_le(static_cast<std::uint16_t>(4 + 2 * fields)) + number_le(static_cast<std::uint16_t>(body.size()));
    for (const std::uint16_t slot : slots) out += number_le(slot);
    align(out);
    const std::size_t at = out.size();
    body.replace(0, 4, number_le(static_cast<std::uint32_t>(at - vtable)));
    out += body;
    for (const auto& [field, child] : children) {
      const std::size_t target = child.write(out);
      patch(out, at + slots[field], target);
    }
    return at;
  }
};

}  // namespace aboveboard::testing
