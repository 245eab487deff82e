#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "detect/data_information_rules.h"
#include "detect/data_information_sources.h"
#include "license/license.h"

namespace aboveboard::detect {

namespace {

constexpr std::size_t kEvidences = 3;

bool holds(const TextCondition& condition, const std::string& lower) { return find_in(condition, lower, lower).has_value(); }

// "the Alpha corpus" and "Alpha" are one source.
std::string name_key(std::string_view name) {
  std::string lower = to_lower(name);
  for (const std::string& kind : data_rules().sources.kinds) {
    if (lower.size() > kind.size() + 1 && lower.ends_with(" " + kind)) lower.resize(lower.size() - kind.size() - 1);
  }
  if (lower.starts_with("the ")) lower.erase(0, 4);
  const std::string key = letters_and_digits(lower);
  return key.empty() ? lower : key;
}

void take_evidence(EvidenceList& to, const EvidenceList& from) {
  for (const Evidence& one : from) {
    const auto same = [&](const Evidence& kept) { return kept.source == one.source && kept.path == one.path && kept.line == one.line; };
    if (to.size() < kEvidences && std::none_of(to.begin(), to.end(), same)) to.push_back(one);
  }
}

void take(SourceMention& into, SourceMention& from) {
  DataSource &a = into.source, &b = from.source;
  if (into.tag && !from.tag) {
    a.name = b.name;
    into.tag = false;
  }
  if (a.location.empty()) a.location = b.location;
  if (a.license.empty()) a.license = b.license;
  // A reason for not sharing is the last word; else the more that is said.
  const auto weight = [](DataAccess access) { return access == DataAccess::Unshareable ? 5 : access == DataAccess::Open ? 4 : access == DataAccess::Obtainable ? 3 : access == DataAccess::Public ? 2 : 0; };
  if (weight(b.access) > weight(a.access)) a.access = b.access;
  a.depth = std::max(a.depth, b.depth);
  take_evidence(a.evidence, b.evidence);
}

}  // namespace

void Mentions::add(DataSource source, bool tag) {
  if (source.name.empty()) return;
  if (items_.size() >= limits::kDataMentions) {
    ++left_out_;
    return;
  }
  items_.push_back({std::move(source), {}, tag});
  items_.back().key = name_key(items_.back().source.name);
}

std::string location_key(std::string_view location) {
  std::string key = to_lower(trim(location));
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (key.starts_with(scheme)) key.erase(0, scheme.size());
  }
  for (const std::string_view host : {"www.", "huggingface.co/datasets/", "hf.co/datasets/", "datasets/"}) {
    if (key.starts_with(host)) key.erase(0, host.size());
  }
  if (const std::size_t end = key.find_first_of("?#"); end != std::string::npos) key.resize(end);
  for (const std::string_view view : {"/tree/", "/blob/", "/viewer"}) {
    if (const std::size_t at = key.find(view); at != std::string::npos) key.resize(at);
  }
  while (key.ends_with('/')) key.pop_back();
  return key;
}

std::string license_in(const std::string& text) {
  const std::string lower = to_lower(text);
  const auto found = find_in(data_rules().sources.license, text, lower);
  return found ? text.substr(found->begin, found->end - found->begin) : std::string();
}

bool is_open_license(const std::string& given) {
  if (given.empty()) return false;
  if (holds(data_rules().sources.open_license, to_lower(given))) return true;
  const std::vector<LicenseClass> classes = license::read_tag(given, "", given).classes;
  return !classes.empty() && std::all_of(classes.begin(), classes.end(), [](LicenseClass one) { return one == LicenseClass::Osi || one == LicenseClass::OpenDataDoc; });
}

DataAccess access_of(const DataSource& source, const std::string& lower_words) {
  const SourceRules& rules = data_rules().sources;
  if (holds(rules.unshareable, lower_words) && holds(rules.reason, lower_words)) return DataAccess::Unshareable;
  if (!source.location.empty() && is_open_license(source.license)) return DataAccess::Open;
  if (holds(rules.obtainable, lower_words)) return DataAccess::Obtainable;
  return source.location.empty() ? DataAccess::Unknown : DataAccess::Public;
}

std::vector<DataSource> merge_sources(std::vector<SourceMention> mentions) {
  std::vector<SourceMention> merged;
  std::unordered_map<std::string, std::size_t> by_key;  // looked up, never walked
  for (SourceMention& mention : mentions) {
    std::string place = location_key(mention.source.location);
    if (place.find('/') == std::string::npos || place.find(' ') != std::string::npos) place.clear();  // "this folder" is the place of many
    auto known = by_key.find("n:" + mention.key);
    if (known == by_key.end() && !place.empty()) known = by_key.find("l:" + place);
    // An identifier's last part is often the name that prose gives it.
    if (known == by_key.end() && mention.tag) known = by_key.find("n:" + name_key(file_name(mention.source.name)));
    std::size_t at = merged.size();
    if (known == by_key.end()) {
      merged.push_back(mention);
    } else {
      at = known->second;
      take(merged[at], mention);
    }
    by_key.emplace("n:" + mention.key, at);
    if (mention.tag) by_key.emplace("n:" + name_key(file_name(mention.source.name)), at);
    if (!place.empty()) by_key.emplace("l:" + place, at);
  }
  std::vector<DataSource> sources;
  for (SourceMention& one : merged) sources.push_back(std::move(one.source));
  return sources;
}

}  // namespace aboveboard::detect
