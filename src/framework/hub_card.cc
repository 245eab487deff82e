#include "framework/hub_card.h"

#include <algorithm>

#include "base/text.h"
#include "data/embedded.h"
#include "data/value.h"

namespace aboveboard {
namespace {

struct Conventions {
  std::vector<std::string> licenses, families, relations;
  std::vector<std::pair<std::string, std::string>> spelled;
};

Conventions load() {
  Conventions all;
  for (const auto& file : data::embedded_below("hub/card.yaml")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes);
    if (!value) continue;
    all.licenses = texts_of(*value, "license-ids");
    all.families = texts_of(*value, "families");
    all.relations = texts_of(*value, "relations");
    const data::Value* spelled = value->find("spelled");
    if (spelled == nullptr) continue;
    for (const data::Member& member : spelled->members) all.spelled.emplace_back(member.key, member.value.as_text());
  }
  return all;
}

const Conventions& conventions() {
  static const Conventions all = load();
  return all;
}

bool is_among(const std::vector<std::string>& words, std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); }

}  // namespace

const std::vector<std::string>& hub_license_ids() { return conventions().licenses; }
bool is_hub_license(std::string_view id) { return is_among(conventions().licenses, id); }
bool is_hub_family(std::string_view id) { return is_among(conventions().families, id); }
bool is_hub_relation(std::string_view word) { return is_among(conventions().relations, word); }

std::string hub_license(const License& license) {
  const bool as_known = !license.detected || license.verdict == MatchVerdict::Exact || license.verdict == MatchVerdict::Equivalent;
  if (!as_known) return "other";
  for (const auto& [id, tag] : conventions().spelled) {
    if (id == license.id || id == license.spdx) return tag;
  }
  std::string lower = to_lower(license.spdx.empty() ? license.id : license.spdx);
  if (lower.starts_with("licenseref-")) lower.erase(0, 11);
  return is_hub_license(lower) ? lower : "other";
}

std::string hub_license_name(const License& license) {
  constexpr std::size_t kLongest = 96;
  std::string_view id = license.id;
  if (id.starts_with("LicenseRef-")) id.remove_prefix(11);
  std::string name;
  for (const char c : to_lower(id.empty() ? std::string_view(license.name) : id)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
    if (kept && name.size() < kLongest) name += c;
    else if (!name.empty() && name.back() != '-') name += '-';
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  return name;
}

}  // namespace aboveboard
