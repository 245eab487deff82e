// Small HDF5 files: a superblock of version 0, and object headers of version 1, which need no checksums.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "builders.h"

namespace aboveboard::testing {

struct Hdf5Builder {
  static constexpr std::uint64_t kNowhere = UINT64_MAX;
  using Messages = std::vector<std::pair<std::uint16_t, std::string>>;
  std::string body;

  std::uint64_t next() const { return 96 + body.size(); }
  std::uint64_t put(std::string_view bytes) {
    const std::uint64_t address = next();
    body += bytes;
    body.resize((body.size() + 7) / 8 * 8);
    return address;
  }
  // Returns the address of an object with these messages.
  std::uint64_t object(const Messages& messages) {
    std::string bytes;
    for (const auto& [type, data] : messages)
      bytes += number_le(type) + number_le(static_cast<std::uint16_t>(data.size())) + std::string(4, '\0') + data;
    return put(std::string("\1\0", 2) + number_le(static_cast<std::uint16_t>(messages.size())) + number_le<std::uint32_t>(1) +
               number_le(static_cast<std::uint32_t>(bytes.size())) + std::string(4, '\0') + bytes);
  }
  std::string file(std::uint64_t root) const {
    const std::string nowhere = number_le(kNowhere);
    return std::string("\x89HDF\r\n\x1a\n\0\0\0\0\0\10\10\0\4\0\20\0\0\0\0\0", 24) + number_le<std::uint64_t>(0) + nowhere + number_le(next()) + nowhere +
           number_le<std::uint64_t>(0) + number_le(root) + std::string(24, '\0') + body;
  }
  // The file whose root has these messages.
  std::string with_root(const Messages& messages) {
    const std::uint64_t root = object(messages);
    return file(root);
  }

  static std::pair<std::uint16_t, std::string> link(std::string_view name, std::uint64_t address) {
    return {6, std::string("\1\0", 2) + static_cast<char>(name.size()) + std::string(name) + number_le(address)};
  }
  static std::pair<std::uint16_t, std::string> other_link(std::string_view name, int type, std::string_view value) {
    return {6, std::string("\1\10", 2) + static_cast<char>(type) + static_cast<char>(name.size()) + std::string(name) +
                   number_le(static_cast<std::uint16_t>(value.size())) + std::string(value)};
  }
  static std::string space_of(const std::vector<std::uint64_t>& shape) {
    std::string bytes = std::string("\1", 1) + static_cast<char>(shape.size()) + std::string(6, '\0');
    for (const std::uint64_t dimension : shape) bytes += number_le(dimension);
    return bytes;
  }
  static std::pair<std::uint16_t, std::string> space(const std::vector<std::uint64_t>& shape) { return {1, space_of(shape)}; }
  static std::string float32() { return std::string("\x11\x20\x1f\0\4\0\0\0\0\0\x20\0\x17\x08\0\x17\x7f\0\0\0", 20); }
  static std::string text_of(std::size_t length) { return std::string("\x13\0\0\0", 4) + number_le(static_cast<std::uint32_t>(length)); }
  static std::pair<std::uint16_t, std::string> contiguous(std::uint64_t address, std::uint64_t size) {
    return {8, std::string("\3\1", 2) + number_le(address) + number_le(size)};
  }
  static std::pair<std::uint16_t, std::string> attribute(std::string_view name, std::string_view value) {
    const auto padded = [](std::string bytes) { return bytes.append((8 - bytes.size() % 8) % 8, '\0'); };
    const std::string type = text_of(value.size());
    const std::string shape = space_of({});
    return {12, std::string("\1\0", 2) + number_le(static_cast<std::uint16_t>(name.size() + 1)) + number_le(static_cast<std::uint16_t>(type.size())) +
                    number_le(static_cast<std::uint16_t>(shape.size())) + padded(std::string(name) + '\0') + padded(type) + padded(shape) + std::string(value)};
  }
};

}  // namespace aboveboard::testing
