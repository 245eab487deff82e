#include "framework/lint.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "base/suggest.h"
#include "base/text.h"
#include "data/embedded.h"
#include "data/value.h"
#include "framework/hub_card.h"
#include "framework/openwashing.h"
#include "framework/rules.h"
#include "framework/sentences.h"
#include "framework/terms.h"

namespace aboveboard {
namespace {

struct Kind {
  FindingLevel level = FindingLevel::Note;
  std::optional<Effort> effort;
};
struct FamilyText {
  std::string rule;
  std::optional<Effort> effort;
  std::string gain;
};
struct LintRules {
  std::map<std::string, Kind, std::less<>> kinds;
  std::vector<FamilyText> families;
};

LintRules load() {
  LintRules rules;
  for (const auto& file : data::embedded_below("findings/lint.yaml")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes);
    const data::Value* list = value ? value->find("rules") : nullptr;
    const data::Value* families = value ? value->find("families") : nullptr;
    if (list == nullptr || families == nullptr) std::abort();  // compile_data wrote it
    for (const data::Value& rule : list->items) {
      const std::string level = text_of(rule, "level");
      rules.kinds[text_of(rule, "id")] = {level == "error" ? FindingLevel::Error : level == "warning" ? FindingLevel::Warning : FindingLevel::Note, effort_from_string(text_of(rule, "effort"))};
    }
    for (const data::Value& family : families->items) rules.families.push_back({text_of(family, "rule"), effort_from_string(text_of(family, "effort")), text_of(family, "gain")});
  }
  return rules;
}

const LintRules& lint_rules() {
  static const LintRules rules = load();
  return rules;
}

using Values = std::initializer_list<std::pair<std::string_view, std::string>>;

class Linter {
 public:
  Linter(const Report& report, const std::vector<CardAdvice>& advice) : report_(report), facts_(report.facts), card_(report.facts.card), advice_(advice) {}

  std::vector<LintItem> run() {
    take_findings();
    check_card();
    check_weights();
    check_data();
    check_claims();
    name_steps();
    std::stable_sort(items_.begin(), items_.end(), [](const LintItem& a, const LintItem& b) {
      const auto effort = [](const LintItem& item) { return item.effort.value_or(Effort::Make); };
      return a.finding.level != b.finding.level ? a.finding.level < b.finding.level : effort(a) < effort(b);
    });
    return std::move(items_);
  }

 private:
  LintItem& add(const std::string& name, Values values, EvidenceList evidence) {
    const std::string id = "card/" + name;
    const auto kind = lint_rules().kinds.find(id);
    if (kind == lint_rules().kinds.end()) std::abort();  // a rule without an entry is a bug
    LintItem item;
    item.finding = {id, kind->second.level, sentence("lint." + name, values), sentence("lint." + name + ".fix", values), std::move(evidence)};
    item.effort = kind->second.effort;
    item.gain = sentence("lint." + name + ".gain", values);
    items_.push_back(std::move(item));
    return items_.back();
  }

  void take_findings() {
    for (const Finding& finding : report_.findings) {
      LintItem item{finding, std::nullopt, ""};
      for (const FamilyText& family : lint_rules().families) {
        if (!finding.rule.starts_with(family.rule)) continue;
        item.effort = family.effort;
        item.gain = sentence(family.gain);
        break;
      }
      items_.push_back(std::move(item));
    }
  }

  // Where the card is, or would be.
  EvidenceList at_card() const {
    if (card_.path.empty()) return {};
    Evidence evidence;
    evidence.source = card_.source;
    evidence.path = card_.path;
    evidence.line = 1;
    evidence.extractor = "lint/card";
    evidence.kind = EvidenceKind::Listing;
    return {evidence};
  }
  const CardAdvice* advised(std::string_view key) const {
    const auto found = std::find_if(advice_.begin(), advice_.end(), [&](const CardAdvice& advice) { return advice.key == key; });
    return found == advice_.end() ? nullptr : &*found;
  }
  static std::string value_of(const CardAdvice& advice) { return join_and(advice.values); }

  void check_card() {
    if (card_.path.empty()) {
      add("no-card", {}, {});
      return;
    }
    if (!card_.front_matter) {
      add("no-front-matter", {}, at_card());
      return;
    }
    check_license();
    check_links();
    check_origin();
    check_shown();
  }

  void check_license() {
    const CardField* license = find_field(card_, "license");
    const CardAdvice* advice = advised("license");
    if (license == nullptr || license->values.empty()) {
      add("license-missing", {{"license", advice != nullptr && advice->state == CardState::Added ? value_of(*advice) : sentence("lint.an-id")}}, at_card());
      return;
    }
    for (const std::string& id : license->values) {
      if (!is_hub_license(id)) {
        const auto near = nearest(to_lower(id), hub_license_ids(), 1);
        const bool shown = advice != nullptr && advice->state == CardState::Changed;
        add("license-unknown-id", {{"id", id}, {"nearest", shown ? value_of(*advice) : near.empty() ? "other" : near.front()}}, {license->evidence});
        return;
      }
      if (is_hub_family(id)) add("license-family", {{"id", id}}, {license->evidence});
    }
    const bool told = std::any_of(report_.findings.begin(), report_.findings.end(), [](const Finding& f) { return f.rule == "license/tag-text-conflict"; });
    if (advice == nullptr || advice->state != CardState::Changed || told) return;
    EvidenceList evidence = {license->evidence};
    if (!advice->evidence.empty()) evidence.push_back(advice->evidence.front());
    add("license-tag", {{"tag", join_and(license->values)}, {"license", value_of(*advice)}, {"why", advice->why}}, std::move(evidence));
  }

  void check_links() {
    const CardField* license = find_field(card_, "license");
    const bool other = license != nullptr && std::find(license->values.begin(), license->values.end(), "other") != license->values.end();
    const CardField* link = find_field(card_, "license_link");
    const auto shown = [&](const char* key) {
      const CardAdvice* advice = advised(key);
      return advice != nullptr && advice->state == CardState::Added ? value_of(*advice) : sentence("lint.an-entry");
    };
    if (other && find_field(card_, "license_name") == nullptr) add("license-name-missing", {{"name", shown("license_name")}}, {license->evidence});
    if (other && link == nullptr) add("license-link-missing", {{"link", shown("license_link")}}, {license->evidence});
    if (link == nullptr || link->values.empty() || link->values.front().find("://") != std::string::npos) return;
    const bool here = std::any_of(card_.hints.begin(), card_.hints.end(), [](const CardHint& hint) { return hint.key == "license_link"; });
    if (!here) add("license-link-broken", {{"link", link->values.front()}}, {link->evidence});
  }

  void check_origin() {
    const CardAdvice* base = advised("base_model");
    if (base != nullptr && base->state == CardState::Added) add("base-model-missing", {{"base", value_of(*base)}, {"place", place_of(facts_, base->evidence)}}, base->evidence);
    const CardField* named = find_field(card_, "base_model");
    const CardField* relation = find_field(card_, "base_model_relation");
    if (named != nullptr && !named->values.empty() && relation == nullptr) add("relation-missing", {}, {named->evidence});
    if (relation != nullptr && !relation->values.empty() && !is_hub_relation(relation->values.front())) add("relation-unknown", {{"word", relation->values.front()}}, {relation->evidence});
    if (find_field(card_, "datasets") == nullptr && find_field(card_, "base_model") == nullptr) add("datasets-missing", {}, at_card());
  }

  void check_shown() {
    for (const auto& [key, name] : {std::pair{"library_name", "library-missing"}, std::pair{"pipeline_tag", "pipeline-missing"}}) {
      const CardAdvice* advice = advised(key);
      if (advice != nullptr && advice->state == CardState::Added) add(name, {{"value", value_of(*advice)}}, advice->evidence);
    }
    const CardField* task = find_field(card_, "pipeline_tag");
    const bool text = task != nullptr && !task->values.empty() && task->values.front().starts_with("text");
    if (text && find_field(card_, "language") == nullptr) add("language-missing", {}, at_card());
    for (const CardAdvice& advice : advice_) {
      const bool license = advice.key.starts_with("license") || advice.key == "base_model_relation";
      if (!license && (advice.state == CardState::Removed || advice.state == CardState::Changed)) add("claim", {{"key", advice.key}, {"why", advice.why}}, advice.evidence);
    }
  }

  void check_weights() {
    const Weights& weights = facts_.weights;
    std::map<std::string, EvidenceList> by_format;
    for (const WeightsFile& file : weights.files) {
      if (file.format == "safetensors" || file.format == "gguf") continue;
      EvidenceList& evidence = by_format[file.format];
      evidence.insert(evidence.end(), file.evidence.begin(), file.evidence.end());
    }
    for (auto& [format, evidence] : by_format) {
      const std::string count = std::to_string(evidence.size());
      add("weights-format", {{"format", format}, {"count", count}}, std::move(evidence));
    }
    if (weights.complete == Completeness::No) add("weights-incomplete", {{"reason", weights.completeness_reason}}, weights.evidence);
  }

  void check_data() {
    std::vector<std::string> missing;
    for (const DataAspect& aspect : facts_.data_aspects) {
      if (aspect.depth <= Depth::Named && aspect.depth != Depth::Withheld) missing.push_back(sentence("aspect." + aspect.id));
    }
    if (!missing.empty()) add("data-aspects", {{"aspects", join_and(missing)}}, at_card());
    for (const Lineage& line : facts_.lineage) {
      if (!line.of.empty() || line.relation != "dataset" || !line.licenses.empty() || !component(facts_, ComponentId::Datasets).licenses.empty()) continue;
      add("data-without-license", {{"data", line.base}}, line.evidence);
      break;
    }
  }

  void check_claims() {
    for (const Claim& claim : facts_.claims) {
      if (excess_of(claim, facts_, report_.label) != Excess::Imprecise) continue;
      const InsteadOf instead = instead_of(claim, facts_, report_.label);
      add("claim-imprecise", {{"words", claim.words}, {"say", instead.say}}, {claim.evidence});
    }
  }

  // The way up.
  void name_steps() {
    for (const Step& step : report_.next_steps) {
      const RuleText* requirement = find_rule(step.requirement);
      LintItem& item = add("next-step", {{"missing", requirement == nullptr ? step.requirement : requirement->title}, {"step", step.sentence}}, step.evidence);
      item.effort = step.effort;
      if (const auto label = label_from_string(step.reaches)) item.gain = sentence("lint.reaches", {{"label", std::string(display_name(*label))}});
    }
  }

  const Report& report_;
  const Facts& facts_;
  const Card& card_;
  const std::vector<CardAdvice>& advice_;
  std::vector<LintItem> items_;
};

}  // namespace

std::vector<LintItem> lint(const Report& report, const std::vector<CardAdvice>& advice) { return Linter(report, advice).run(); }

}  // namespace aboveboard
