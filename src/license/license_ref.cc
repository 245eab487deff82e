// license_ref(): ids for licenses that have none.
#include <array>
#include <charconv>

#include "base/hash.h"
#include "base/text.h"
#include "license/license.h"

namespace aboveboard::license {

std::string license_ref(std::string_view name) {
  constexpr std::string_view kPrefix = "LicenseRef-";
  constexpr std::size_t kLongest = 72;
  std::string id(kPrefix);
  for (const char c : to_lower(name)) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
    if (word) {
      id += c;
    } else if (id.back() != '-') {
      id += '-';
    }
  }
  const auto trim_end = [&] {
    while (id.size() > kPrefix.size() && (id.back() == '-' || id.back() == '.')) id.pop_back();
  };
  trim_end();
  if (id.size() > kLongest) {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<std::uint32_t>(mix64(hash64(name))), 16).ptr;
    id.resize(kLongest - 12);
    trim_end();
    id += "-" + std::string(digits.data(), end);
  }
  return id.size() == kPrefix.size() ? id + "unnamed" : id;
}

}  // namespace aboveboard::license
