// Which licenses govern the components, and whether the policy allows them.
#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "base/text.h"
#include "policy/judging.h"

namespace aboveboard::policy {
namespace {

// What is wrong with a license, for one or several components.
enum class Fault { NotAllowed, AddsRestriction, Unknown, NoText };

struct Judged {
  const License* license = nullptr;
  Fault fault = Fault::NotAllowed;
  std::vector<ComponentId> components;
};

// The names that are allowed, in an SPDX expression as compositions write it: every AND branch must be allowed, of an OR one. Depth is that of the parentheses.
class AllowedExpression {
 public:
  AllowedExpression(std::string_view text, const std::function<bool(std::string_view)>& allowed) : rest_(text), allowed_(allowed) {}
  bool holds() {
    const bool all = alternatives(0);
    return all && rest_.empty() && !malformed_;
  }

 private:
  static constexpr int kDepth = 64;

  bool alternatives(int depth) {
    bool any = conjunction(depth);
    while (take(" OR ")) any = conjunction(depth) || any;
    return any;
  }
  bool conjunction(int depth) {
    bool all = atom(depth);
    while (take(" AND ")) all = atom(depth) && all;
    return all;
  }
  bool atom(int depth) {
    if (depth > kDepth) return malformed_ = true, false;
    if (take("(")) {
      const bool inner = alternatives(depth + 1);
      malformed_ = !take(")") || malformed_;
      return inner;
    }
    const std::size_t end = std::min({rest_.find(" OR "), rest_.find(" AND "), rest_.find(')'), rest_.size()});
    const std::string_view name = rest_.substr(0, end);
    rest_.remove_prefix(end);
    malformed_ = name.empty() || malformed_;
    return !name.empty() && allowed_(name);
  }
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  std::string_view rest_;
  bool malformed_ = false;
  const std::function<bool(std::string_view)>& allowed_;
};

bool has_path(const License& license, const std::string& glob) {
  // All of what makes up the record lies there: a text elsewhere is another license of the same name.
  return glob.empty() || (!license.evidence.empty() && std::all_of(license.evidence.begin(), license.evidence.end(), [&](const Evidence& e) { return glob_match(glob, e.path); }));
}

std::string_view name_of(const License& license) { return license.spdx.empty() ? std::string_view(license.id) : std::string_view(license.spdx); }

// A record that a use policy, a prompt, a card or a base has narrowed is no longer the license of its name.
bool is_narrowed(const License& license) {
  return std::any_of(license.terms.begin(), license.terms.end(), [](const Term& term) { return (term.origin == TermOrigin::Policy || term.origin == TermOrigin::GatingPrompt || term.origin == TermOrigin::Card) && restricts(term); });
}

bool is_unknown(const License& license) {
  return std::find(license.classes.begin(), license.classes.end(), LicenseClass::Unknown) != license.classes.end() || (license.classes.empty() && !is_made_up(license));
}

bool is_excepted(Judging& judging, const License& license, ComponentId id) {
  bool excepted = false;
  for (const LicenseException& exception : judging.policy.exceptions) {
    const bool named = exception.license == license.id || exception.license == license.spdx;
    const bool component = exception.components.empty() || std::find(exception.components.begin(), exception.components.end(), id) != exception.components.end();
    if (!named || !component || !has_path(license, exception.path) || !is_release(judging.report.facts, exception.release)) continue;
    judging.used.insert(&exception);
    excepted = true;
  }
  return excepted;
}

std::optional<Fault> fault_of(Judging& judging, const LicenseRule& rule, const License& license, ComponentId id) {
  const std::function<bool(std::string_view)> named = [&](std::string_view name) {
    const auto entry = std::find_if(rule.allow.begin(), rule.allow.end(), [&](const PolicyWord& word) { return word.text == name; });
    if (entry != rule.allow.end()) judging.used.insert(&*entry);
    return entry != rule.allow.end();
  };
  const bool excepted = is_excepted(judging, license, id);
  const bool by_name = AllowedExpression(name_of(license), named).holds();
  const bool by_class = !license.classes.empty() && std::all_of(license.classes.begin(), license.classes.end(), [&](LicenseClass c) { return std::find(rule.classes.begin(), rule.classes.end(), c) != rule.classes.end(); });
  // What adds to a license and restricts nothing takes nothing away.
  if (is_made_up(license) && !is_unknown(license) && !has_restriction(license.classes)) return std::nullopt;
  if (!excepted && !by_class) {
    if (by_name && is_narrowed(license)) return Fault::AddsRestriction;
    if (!by_name) return is_unknown(license) ? Fault::Unknown : is_made_up(license) ? Fault::AddsRestriction : Fault::NotAllowed;
  }
  if (rule.detected && !license.detected && !is_made_up(license) && !excepted) return Fault::NoText;
  return std::nullopt;
}

std::string component_names(const std::vector<ComponentId>& ids) {
  std::vector<std::string> names;
  for (const ComponentId id : ids) names.emplace_back(display_name(id));
  return join_and(names);
}

void tell(Judging& judging, const LicenseRule& rule, const Judged& judged) {
  const License& license = *judged.license;
  const std::string name = plain_text(license.name.empty() ? license.id : license.name);
  const std::string label = name == license.id || license.id.empty() ? name : name + " (" + license.id + ")";
  std::vector<std::string> classes, ids;
  for (const LicenseClass c : license.classes) classes.emplace_back(to_string(c));
  for (const ComponentId id : judged.components) ids.emplace_back(to_string(id));
  const std::string subject = license.id + " for " + join_and(ids);
  const auto words = [&](std::string_view id) { return judging.say(id, {{"license", label}, {"components", component_names(judged.components)}, {"classes", join_and(classes)}, {"kind", std::string(to_string(rule.kind))}}); };
  switch (judged.fault) {
    case Fault::NotAllowed: judging.violate("policy/license", rule.line, subject, words("policy.license.not-allowed"), first_of(license.evidence)); break;
    case Fault::AddsRestriction: judging.violate("policy/license", rule.line, "narrowed " + subject, words("policy.license.narrowed"), first_of(license.evidence)); break;
    case Fault::Unknown: judging.cannot_tell("policy/license", rule.line, subject, words("policy.license.unknown"), first_of(license.evidence)); break;
    case Fault::NoText: judging.cannot_tell("policy/license-text", rule.line, subject, words("policy.license.no-text"), first_of(license.evidence)); break;
  }
}

// The rule of a kind of component: its own, or the one for any; nullptr where there is none.
const LicenseRule* rule_for(const Policy& policy, LicensedKind kind) {
  const LicenseRule* any = nullptr;
  for (const LicenseRule& rule : policy.licenses) {
    if (rule.kind == kind) return &rule;
    if (rule.kind == LicensedKind::Any) any = &rule;
  }
  return any;
}

void judge_unlicensed(Judging& judging, const LicenseRule& rule, const std::vector<ComponentId>& ids) {
  if (ids.empty()) return;
  std::vector<std::string> words;
  EvidenceList evidence;
  for (const ComponentId id : ids) {
    words.emplace_back(to_string(id));
    const EvidenceList some = first_of(component(judging.report.facts, id).evidence, 1);
    evidence.insert(evidence.end(), some.begin(), some.end());
  }
  judging.cannot_tell("policy/license", rule.line, "none for " + join_and(words), judging.say("policy.license.none", {{"components", component_names(ids)}}), first_of(evidence));
}

void judge_rule(Judging& judging, const LicenseRule& rule) {
  const Facts& facts = judging.report.facts;
  std::vector<Judged> faults;
  std::vector<ComponentId> unlicensed;
  std::map<std::pair<std::string_view, Fault>, std::size_t> places;
  bool weights_seen = false;
  for (const ComponentId id : all_components()) {
    const LicensedKind kind = kind_of(id);
    if (rule_for(judging.policy, kind) != &rule) continue;
    const Component& found = component(facts, id);
    // What is not here has no bytes to license; where a license for it is told all the same, that one counts.
    if (found.presence < Presence::Partial && found.licenses.empty()) continue;
    if (id == ComponentId::Parameters) weights_seen = true;
    if (found.licenses.empty()) unlicensed.push_back(id);
    for (const std::string& license_id : found.licenses) {
      const License* license = find_license(facts, license_id);
      if (license == nullptr) continue;
      const auto fault = fault_of(judging, rule, *license, id);
      if (!fault) continue;
      const auto [at, fresh] = places.try_emplace({license->id, *fault}, faults.size());
      if (fresh) faults.push_back({license, *fault, {}});
      faults[at->second].components.push_back(id);
    }
  }
  for (const Judged& judged : faults) tell(judging, rule, judged);
  judge_unlicensed(judging, rule, unlicensed);
  if (rule_for(judging.policy, LicensedKind::Weights) != &rule) return;
  if (!weights_seen) judging.cannot_tell("policy/license", rule.line, "weights", judging.say("policy.license.no-weights"));
  for (const Lineage* base : untold_bases(facts)) judging.cannot_tell("policy/license", rule.line, "base " + base->base, judging.say("policy.license.base", {{"base", plain_text(base->base)}}), first_of(base->evidence));
}

}  // namespace

void judge_licenses(Judging& judging) {
  for (const LicenseRule& rule : judging.policy.licenses) judge_rule(judging, rule);
}

}  // namespace aboveboard::policy
