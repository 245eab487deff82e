#include "danger/names.h"

#include <algorithm>

#include "base/text.h"

namespace aboveboard::danger {
namespace {

constexpr std::size_t kParts = 64;  // of a name; no module lies deeper

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// `*` for any letters; linear for each star.
bool glob(std::string_view pattern, std::string_view text) {
  std::size_t star = std::string_view::npos, mark = 0, p = 0, t = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool is_class_name(std::string_view part) {
  if (part.starts_with("_")) part.remove_prefix(1);
  return !part.empty() && is_upper(part.front());
}

}  // namespace

std::vector<std::string> expand_braces(std::string_view pattern) {
  const std::size_t open = pattern.find('{');
  const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
  if (close == std::string_view::npos) return {std::string(pattern)};
  std::vector<std::string> all;
  for (const std::string& rest : expand_braces(pattern.substr(close + 1))) {
    for (const std::string& choice : split(pattern.substr(open + 1, close - open - 1), ',')) all.push_back(std::string(pattern.substr(0, open)) + choice + rest);
  }
  return all;
}

void NameSet::add(std::string_view pattern) {
  for (const std::string& one : expand_braces(pattern)) {
    if (one.find('*') == std::string::npos && one.find("<Class>") == std::string::npos)
      exact_.insert(one);
    else
      patterns_.push_back(split(one, '.'));
  }
}

bool NameSet::holds(std::string_view name) const { return exact_.contains(std::string(name)); }

bool NameSet::matches(std::string_view name) const {
  const Parts parts = split(name, '.');
  if (parts.size() > kParts) return false;
  return std::any_of(patterns_.begin(), patterns_.end(), [&](const Parts& pattern) { return match_from(pattern, 0, parts, 0); });
}

// What may stand for a wildcard in a careful list.
bool NameSet::match_part(std::string_view pattern, std::string_view part, bool last) const {
  const bool spelled = pattern.find('*') == std::string_view::npos && pattern != "<Class>";
  if (spelled) return pattern == part;
  if (careful_ != nullptr) {
    if (part.empty() || (part.starts_with("__") && !pattern.starts_with("__"))) return false;
    // Modules are written in small letters; what stands for several parts is a path of modules.
    const std::size_t letter = part.find_first_not_of('_');
    if (!last && (letter == std::string_view::npos || is_upper(part[letter]) || careful_->modules.contains(std::string(part)))) return false;
    if (last && (careful_->classes.contains(std::string(part)) || careful_->modules.contains(std::string(part)))) return false;
  }
  return pattern == "<Class>" ? is_class_name(part) : glob(pattern, part);
}

bool NameSet::match_from(const Parts& pattern, std::size_t at, const Parts& name, std::size_t part) const {
  if (at == pattern.size()) return part == name.size();
  if (pattern[at] != "**") {
    if (part >= name.size() || !match_part(pattern[at], name[part], part + 1 == name.size())) return false;
    return match_from(pattern, at + 1, name, part + 1);
  }
  // Patterns hold one or two "**": few ways to try.
  for (std::size_t end = part;; ++end) {
    if (match_from(pattern, at + 1, name, end)) return true;
    if (end >= name.size() || !match_part("*", name[end], end + 1 == name.size())) return false;
  }
}

}  // namespace aboveboard::danger
