// read_tag(): what a Hub tag, a front-matter value or a metadata key means.
#include <algorithm>

#include "base/text.h"
#include "license/registry.h"

namespace aboveboard::license {
namespace {

// "Foo Community License" -> "foo-community-license"
std::string slug_of(std::string_view name) {
  std::string slug;
  for (const char c : to_lower(trim(name))) {
    const bool blank = c == ' ' || c == '_' || c == '/' || c == ',' || c == '(' || c == ')';
    if (!blank) {
      slug.push_back(c);
    } else if (!slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

bool says_other(const std::string& slug) {
  constexpr std::string_view kOther[] = {"other", "unknown", "custom", "custom-license", "license-other", "none", "see-license", "see-license-file", "n-a", "na", "tbd", "license", "see-license-in-license"};
  return std::find(std::begin(kOther), std::end(kOther), slug) != std::end(kOther);
}

TagMeaning from_entry(const Entry& entry) { return {entry.info.id, entry.info.family, "", false, entry.info.classes}; }
TagMeaning from_family(const Family& family) { return {"", family.id, "", false, family.classes}; }

std::optional<TagMeaning> from_slug(const std::string& slug) {
  const Registry& known = registry();
  if (const auto found = known.by_tag.find(slug); found != known.by_tag.end()) return from_entry(*found->second);
  if (const auto found = known.family_by_tag.find(slug); found != known.family_by_tag.end()) return from_family(*found->second);
  if (const Entry* entry = find_entry(slug)) return from_entry(*entry);
  if (const Entry* entry = find_entry("LicenseRef-" + slug)) return from_entry(*entry);
  return std::nullopt;
}

const Family* family_named(const std::string& id) {
  for (const Family& family : registry().families) {
    if (family.id == id) return &family;
  }
  return nullptr;
}

// A name that fills the value: "Apache License 2.0", "llama 3.1 community license".
std::optional<TagMeaning> from_names(std::string_view value, bool whole) {
  const auto names = names_in(value);
  if (names.size() != 1) return std::nullopt;
  if (whole && (names[0].end - names[0].begin) * 10 < trim(value).size() * 7) return std::nullopt;
  if (!names[0].id.empty()) {
    const Entry* entry = find_entry(names[0].id);
    return entry == nullptr ? std::nullopt : std::optional(from_entry(*entry));
  }
  const Family* family = family_named(names[0].family);
  return family == nullptr ? std::nullopt : std::optional(from_family(*family));
}

// "MIT OR Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0".
std::optional<TagMeaning> from_expression(std::string_view value) {
  auto expression = parse_expression(trim(value));
  if (!expression) return std::nullopt;
  const bool several = expression->ids.size() > 1;
  const Entry* only = several ? nullptr : find_entry(expression->ids.front());
  TagMeaning meaning;
  if (only != nullptr) {
    meaning.id = only->info.id;
    meaning.family = only->info.family;
  }
  meaning.classes = std::move(expression->classes);
  if (several || expression->normalized != expression->ids.front()) meaning.expression = std::move(expression->normalized);
  return meaning;
}

std::optional<TagMeaning> from_value(std::string_view value) {
  const std::string slug = slug_of(value);
  if (slug.empty()) return std::nullopt;
  if (auto meaning = from_expression(value)) return meaning;
  if (value.find("((") != std::string_view::npos) return std::nullopt;  // meant as an expression, and none: no part of it is lent to the whole
  if (auto meaning = from_slug(slug)) return meaning;
  for (const std::string_view ending : {"-license", "-licence", "-license-agreement", "-agreement"}) {
    if (slug.size() > ending.size() && slug.ends_with(ending)) {
      if (auto meaning = from_slug(slug.substr(0, slug.size() - ending.size()))) return meaning;
    }
  }
  return from_names(value, true);
}

}  // namespace

TagMeaning read_tag(std::string_view tag, std::string_view license_name, std::string_view license_link) {
  const std::string slug = slug_of(tag);
  TagMeaning meaning;
  if (!slug.empty() && !says_other(slug)) {
    if (auto found = from_value(tag)) return *found;
    if (auto found = from_names(tag, false); found && tag.find("://") != std::string_view::npos) return *found;
    meaning.classes = {LicenseClass::Unknown};
    return meaning;
  }
  meaning.other = !slug.empty();
  std::optional<TagMeaning> found;
  if (!says_other(slug_of(license_name))) found = from_value(license_name);
  if (!found && slug_of(license_name).empty()) found = from_names(license_link, false);
  if (!found && !license_link.empty() && license_link.find("://") != std::string_view::npos) {
    // The name says nothing that is known; a steward's own address may.
    found = from_names(license_link, false);
  }
  if (found) {
    found->other = meaning.other;
    return *found;
  }
  if (meaning.other || !license_name.empty() || !license_link.empty()) meaning.classes = {LicenseClass::Unknown};
  return meaning;
}

}  // namespace aboveboard::license
