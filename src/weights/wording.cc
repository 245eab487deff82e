#include "weights/wording.h"

#include <algorithm>

#include "base/text.h"

namespace aboveboard::weights {

std::string count_of(std::uint64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string quoted_name(std::string_view name) { return quoted(name, 120); }

std::string shape_text(std::span<const std::uint64_t> shape) {
  constexpr std::size_t kDimensions = 8;
  std::string text = "[";
  for (std::size_t i = 0; i < std::min(shape.size(), kDimensions); ++i) text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  return text + (shape.size() > kDimensions ? ", ...]" : "]");
}

std::string ranges(const std::vector<std::uint64_t>& sorted) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < sorted.size() && parts.size() < FirstNames::kShown; ++i) {
    const std::size_t begin = i;
    while (i + 1 < sorted.size() && sorted[i + 1] == sorted[i] + 1) ++i;
    parts.push_back(std::to_string(sorted[begin]) + (i == begin ? "" : " to " + std::to_string(sorted[i])));
    if (parts.size() == FirstNames::kShown && i + 1 < sorted.size()) {
      parts.emplace_back("more");
      break;
    }
  }
  return join_and(parts);
}

std::string FirstNames::list() const {
  std::string text;
  for (const std::string& name : first) text += (text.empty() ? "" : ", ") + name;
  return text + (count > first.size() ? " ..." : "");
}

}  // namespace aboveboard::weights
