#include "framework/uses_example.h"

#include <algorithm>
#include <array>

#include "framework/rule_example.h"

namespace aboveboard {
namespace {

tl::unexpected<Error> bad(std::uint64_t line, const std::string& message) { return fail(ErrorKind::Malformed, message, {.path = {}, .line = line, .byte = {}}); }

Evidence at(std::string path) {
  Evidence evidence;
  evidence.source = "example";
  evidence.path = std::move(path);
  evidence.line = 1;
  evidence.extractor = "example";
  return evidence;
}

std::optional<UseAnswer> answer_from_string(std::string_view word) {
  for (const UseAnswer answer : {UseAnswer::Yes, UseAnswer::Conditions, UseAnswer::LicenseNeeded, UseAnswer::No, UseAnswer::Unknown}) {
    if (to_string(answer) == word) return answer;
  }
  return std::nullopt;
}

// Terms of a component's license, governing it.
Status add_terms(Facts& facts, const data::Value& map) {
  for (const data::Member& member : map.members) {
    const auto id = component_from_string(member.key);
    const auto license = std::find_if(facts.licenses.begin(), facts.licenses.end(), [&](const License& one) { return one.id == "LicenseRef-" + member.key; });
    if (!id || license == facts.licenses.end()) return bad(member.line, "terms of a component without a license: " + member.key);
    Governing governing{{*id}, {license->id}, license->classes, {}};
    for (const data::Value& item : member.value.items) {
      const auto kind = term_kind_from_string(text_of(item, "kind"));
      if (!kind) return bad(item.line, "no kind of term is called \"" + text_of(item, "kind") + "\"");
      Term term{*kind, text_of(item, "value"), text_of(item, "condition"), "", "", {at("LICENSE")}, TermOrigin::License};
      license->terms.push_back(term);
      governing.terms.push_back({std::move(term), license->id, {}});
    }
    facts.governing.push_back(std::move(governing));
  }
  return {};
}

Status add_asked(Asked& asked, const data::Value& map) {
  for (const data::Member& member : map.members) {
    const std::uint64_t number = static_cast<std::uint64_t>(std::max<std::int64_t>(0, member.value.integer.value_or(0)));
    if (member.key == "users") asked.users = number;
    else if (member.key == "revenue") asked.revenue = number;
    else if (member.key == "region") asked.region = member.value.as_text();
    else return bad(member.line, "unknown key \"" + member.key + "\"");
  }
  return {};
}

Status add_own(Facts& facts, const data::Member& member) {
  if (member.key == "terms") return add_terms(facts, member.value);
  if (member.key == "asked") return add_asked(facts.asked, member.value);
  if (member.key == "formats") facts.weights.formats = member.value.as_texts();
  if (member.key == "danger" && member.value.boolean) facts.findings.push_back({"danger/pickle-call", FindingLevel::Error, "Loading calls os.system.", "", {at("weights.bin")}});
  if (member.key == "not-examined" && member.value.boolean) facts.not_examined.push_back({"weights.bin", "too long", true});
  return {};
}

bool is_own(std::string_view key) {
  static constexpr std::array<std::string_view, 5> kOwn = {"terms", "asked", "formats", "danger", "not-examined"};
  return std::find(kOwn.begin(), kOwn.end(), key) != kOwn.end();
}

Result<UseExample> parse_one(const data::Value& value, UseAnswer expected) {
  data::Value common = value;
  std::erase_if(common.members, [](const data::Member& member) { return is_own(member.key); });
  ABOVEBOARD_ASSIGN(RuleExample parsed, parse_example(common, Truth::Unknown, {}));
  UseExample example{std::move(parsed.facts), expected, value.line};
  for (const data::Member& member : value.members) {
    if (is_own(member.key)) ABOVEBOARD_TRY(add_own(example.facts, member));
  }
  return example;
}

}  // namespace

Result<std::vector<UseExample>> parse_use_examples(const data::Value& value) {
  std::vector<UseExample> examples;
  for (const data::Member& member : value.members) {
    const auto expected = answer_from_string(member.key);
    if (!expected) return bad(member.line, "examples are yes, conditions, license-needed, no or unknown, not \"" + member.key + "\"");
    for (const data::Value& item : member.value.items) {
      ABOVEBOARD_ASSIGN(UseExample example, parse_one(item, *expected));
      examples.push_back(std::move(example));
    }
  }
  return examples;
}

}  // namespace aboveboard
