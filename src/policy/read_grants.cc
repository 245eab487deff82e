// What a policy asks of licenses and their terms.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "model/names.h"
#include "policy/reader.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, kLicensedKinds> kKinds = {"weights", "code", "data", "documents", "any"};

}  // namespace

std::string_view to_string(LicensedKind kind) { return name_of(kKinds, kind); }

LicensedKind kind_of(ComponentId id) {
  switch (id) {
    case ComponentId::Parameters:
    case ComponentId::IntermediateCheckpoints:
    case ComponentId::OptimizerState:
    case ComponentId::Tokenizer: return LicensedKind::Weights;
    case ComponentId::Architecture:
    case ComponentId::InferenceCode:
    case ComponentId::TrainingCode:
    case ComponentId::TrainingConfiguration:
    case ComponentId::DataProcessingCode:
    case ComponentId::EvaluationCode:
    case ComponentId::FineTuningRecipes:
    case ComponentId::SupportingLibraries: return LicensedKind::Code;
    case ComponentId::EvaluationData:
    case ComponentId::Datasets: return LicensedKind::Data;
    case ComponentId::DataInformation:
    case ComponentId::DataCard:
    case ComponentId::ModelCard:
    case ComponentId::TechnicalReport:
    case ComponentId::Paper:
    case ComponentId::EvaluationResults:
    case ComponentId::SampleOutputs:
    case ComponentId::TrainingLogs: break;
  }
  return LicensedKind::Documents;
}

namespace policy {
namespace {

void read_license_rule(Reader& reader, LicensedKind kind, const data::Member& member) {
  const Value& map = member.value;
  if (!check_map(reader, map, "`" + member.key + "`", {"allow", "classes", "detected"})) return;
  LicenseRule rule;
  rule.kind = kind;
  rule.line = member.line;
  const std::size_t errors = reader.result.errors.size();
  if (const Value* allow = map.find("allow")) {
    for (const Value& item : items_of(reader, *allow, "`allow`")) {
      if (std::string id = license_id(reader, item); !id.empty()) rule.allow.push_back({std::move(id), item.line});
    }
  }
  if (const Value* classes = map.find("classes")) {
    for (const Value& item : items_of(reader, *classes, "`classes`")) {
      const auto license_class = enum_of<LicenseClass>(reader, item, "class of licenses");
      if (license_class == LicenseClass::Unknown) reader.error(item.line, "the class \"unknown\" cannot be allowed: what cannot be told does not pass");
      else if (license_class) rule.classes.push_back(*license_class);
    }
  }
  if (const Value* detected = map.find("detected")) rule.detected = boolean_of(reader, *detected, "`detected`");
  if (rule.allow.empty() && rule.classes.empty() && reader.result.errors.size() == errors)
    reader.error(member.line, "no license is allowed for " + (kind == LicensedKind::Any ? "any component" : member.key) + ": `allow` and `classes` are empty or not there");
  reader.result.policy.licenses.push_back(std::move(rule));
}

std::optional<TermRule> read_term(Reader& reader, const Value& item) {
  if (item.is_map() && !check_map(reader, item, "a term", {"kind", "below"})) return std::nullopt;
  const Value* kind = item.is_map() ? item.find("kind") : &item;
  if (kind == nullptr) {
    reader.error(item.line, "a term lacks its `kind`");
    return std::nullopt;
  }
  const auto known = enum_of<TermKind>(reader, *kind, "term");
  const Value* below = item.find("below");
  if (!known) return std::nullopt;
  TermRule rule{*known, std::nullopt, item.line};
  if (below == nullptr) return rule;
  if (rule.kind != TermKind::UserThreshold && rule.kind != TermKind::RevenueThreshold) reader.error(below->line, "`below` belongs to user-threshold and revenue-threshold; " + std::string(to_string(rule.kind)) + " has no number");
  if (below->type != data::ValueType::Number || !below->integer || *below->integer <= 0) reader.error(below->line, "`below` is a whole number above 0; here stands " + shown(below->text));
  else rule.below = static_cast<std::uint64_t>(*below->integer);
  return rule;
}

}  // namespace

void read_licenses(Reader& reader, const Value& value) {
  if (!check_map(reader, value, "`licenses`", {kKinds[0], kKinds[1], kKinds[2], kKinds[3], kKinds[4]})) return;
  for (const data::Member& member : value.members) {
    if (const auto kind = value_of<LicensedKind>(kKinds, member.key)) read_license_rule(reader, *kind, member);
  }
  if (value.members.empty()) reader.error(value.line, "`licenses` names no kind of component; known are weights, code, data, documents and any");
}

void read_terms(Reader& reader, const Value& value) {
  if (!check_map(reader, value, "`terms`", {"refuse", "components"})) return;
  TermRules rules;
  rules.line = value.line;
  const Value* refuse = value.find("refuse");
  if (refuse == nullptr) return reader.error(value.line, "`terms` lacks `refuse`");
  for (const Value& item : items_of(reader, *refuse, "`refuse`")) {
    if (const auto rule = read_term(reader, item)) rules.refuse.push_back(*rule);
  }
  if (const Value* components = value.find("components")) {
    rules.components = component_ids(reader, *components, "`components`");
    if (components->is_list() && components->items.empty()) reader.error(components->line, "`components` is empty: nothing would be refused");
  }
  reader.result.policy.terms = std::move(rules);
}

}  // namespace policy
}  // namespace aboveboard
