#include "license/exceptions.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "data/embedded.h"
#include "data/packed.h"
#include "data/pattern.h"
#include "data/value.h"

namespace aboveboard::license {
namespace {

constexpr std::array kExceptions = std::to_array<std::string_view>({
#include "spdx_exceptions.inc"
});

// How texts call or word an exception (data/licenses/exceptions.yaml), and the beginnings of the ids of the licenses that it is written for.
struct Wording {
  std::string exception;
  std::vector<std::string> licenses;
  std::vector<data::LazyPattern> patterns;  // compiled when first needed, once
};

std::vector<Wording> load_wordings() {
  std::vector<Wording> all;
  for (const data::EmbeddedFile& file : data::embedded_below("licenses/exceptions.yaml")) {
    const data::Value value = data::unpack(file.packed);
    const data::Value* list = value.find("exceptions");
    if (list == nullptr) continue;
    for (const data::Value& item : list->items) {
      Wording& wording = all.emplace_back();
      wording.exception = text_of(item, "id");
      wording.licenses = texts_of(item, "licenses");
      for (const std::string& pattern : texts_of(item, "patterns")) wording.patterns.emplace_back(pattern, data::PatternUnit::Byte);
    }
  }
  return all;
}

const std::vector<Wording>& wordings() {
  static const std::vector<Wording> kWordings = load_wordings();
  return kWordings;
}

bool stands_in(const Wording& wording, const std::string& lower) {
  return std::any_of(wording.patterns.begin(), wording.patterns.end(), [&lower](const data::LazyPattern& pattern) { return pattern.matches(lower); });
}

}  // namespace

std::string_view exception_id(std::string_view id) {
  const auto found = std::find_if(kExceptions.begin(), kExceptions.end(), [&](std::string_view known) { return equals_ignoring_case(known, id); });
  return found == kExceptions.end() ? std::string_view() : *found;
}

std::string_view exception_in(std::string_view text, std::string_view license_id) {
  if (!contains_ignoring_case(text, "exception") && !contains_ignoring_case(text, "syscall")) {
    // Two wordings grant permissions without calling them an exception.
    if (!contains_ignoring_case(text, "permission to link")) return "";
  }
  const std::string lower = to_lower(text);
  for (const Wording& wording : wordings()) {
    const bool fits = std::any_of(wording.licenses.begin(), wording.licenses.end(), [&](const std::string& begin) { return license_id.starts_with(begin); });
    if (fits && stands_in(wording, lower)) return wording.exception;
  }
  return "";
}

std::string_view around(std::string_view text, const Match& match) {
  constexpr std::size_t kBehind = 3000;
  return text.substr(match.begin, match.end - match.begin + kBehind);
}

std::string with_exception(std::string license_id, std::string_view text) {
  if (license_id.find(" WITH ") != std::string::npos) return license_id;
  const std::string_view exception = exception_in(text, license_id);
  return exception.empty() ? license_id : license_id + " WITH " + std::string(exception);
}

}  // namespace aboveboard::license
