#include "framework/regions.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "base/text.h"
#include "data/embedded.h"
#include "data/value.h"

namespace aboveboard {
namespace {

using Words = std::map<std::string, std::string, std::less<>>;

struct Regions {
  Words names;   // by code
  Words codes;   // by name in lower case, without "the"
  std::map<std::string, std::vector<std::string>, std::less<>> members;  // of unions, by code
};

std::string plain_name(std::string_view name) {
  std::string lower = to_lower(trim(name));
  return lower.starts_with("the ") ? lower.substr(4) : lower;
}

Regions load() {
  Regions regions;
  for (const auto& file : data::embedded_below("uses/regions.yaml")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes);
    const data::Value* codes = value ? value->find("codes") : nullptr;
    const data::Value* names = value ? value->find("names") : nullptr;
    const data::Value* members = value ? value->find("members") : nullptr;
    if (codes == nullptr || names == nullptr || members == nullptr) std::abort();  // compile_data wrote it
    for (const data::Member& member : codes->members) {
      regions.names.emplace(member.key, member.value.as_text());
      regions.codes.emplace(plain_name(member.value.as_text()), member.key);
    }
    for (const data::Member& member : names->members) regions.codes.emplace(plain_name(member.key), member.value.as_text());
    for (const data::Member& member : members->members) regions.members.emplace(member.key, member.value.as_texts());
  }
  return regions;
}

const Regions& all() {
  static const Regions regions = load();
  return regions;
}

bool is_within(std::string_view region, std::string_view whole) {
  const auto found = all().members.find(whole);
  return region == whole || (found != all().members.end() && std::find(found->second.begin(), found->second.end(), region) != found->second.end());
}

// "a, b and c" taken apart.
std::vector<std::string> parts_of(std::string_view list) {
  std::vector<std::string> parts;
  for (const std::string& piece : split(list, ',')) {
    std::string rest = piece;
    for (std::size_t at = rest.find(" and "); at != std::string::npos; at = rest.find(" and ")) {
      parts.push_back(rest.substr(0, at));
      rest = rest.substr(at + 5);
    }
    parts.push_back(rest);
  }
  return parts;
}

}  // namespace

std::optional<std::string> region_code(std::string_view text) {
  std::string code(text);
  std::transform(code.begin(), code.end(), code.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return all().names.contains(code) ? std::optional(code) : std::nullopt;
}

std::string region_name(std::string_view code) {
  const auto found = all().names.find(code);
  return found == all().names.end() ? "" : found->second;
}

std::optional<std::string> region_by_name(std::string_view name) {
  const auto found = all().codes.find(plain_name(name));
  return found == all().codes.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> region_words() {
  std::vector<std::string> words;
  for (const auto& [code, name] : all().names) {
    words.push_back(code);
    words.push_back(name);
  }
  return words;
}

Excluded excludes(std::string_view condition, std::string_view region) {
  constexpr std::string_view kNotIn = "not in ";
  if (!condition.starts_with(kNotIn)) return Excluded::Unknown;
  bool unknown = false;
  for (const std::string& name : parts_of(condition.substr(kNotIn.size()))) {
    const auto code = region_by_name(name);
    if (code && is_within(region, *code)) return Excluded::Yes;
    unknown = unknown || !code || is_within(*code, region);
  }
  return unknown ? Excluded::Unknown : Excluded::No;
}

}  // namespace aboveboard
