// One table of ids for an enumeration whose values count from 0: both directions of its spelling in reports and rules.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace aboveboard {

template <typename Enum, std::size_t kCount>
constexpr std::string_view name_of(const std::array<std::string_view, kCount>& names, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < kCount ? names[index] : std::string_view();
}

template <typename Enum, std::size_t kCount>
constexpr std::optional<Enum> value_of(const std::array<std::string_view, kCount>& names, std::string_view id) {
  for (std::size_t i = 0; i < kCount; ++i) {
    if (names[i] == id) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace aboveboard
