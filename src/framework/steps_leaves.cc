#include "framework/steps_leaves.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "framework/condition_kinds.h"
#include "framework/descent.h"
#include "framework/sentences.h"
#include "framework/terms.h"

namespace aboveboard {
namespace {

Step make(Effort effort, std::string text, EvidenceList evidence) {
  if (evidence.size() > 2) evidence.resize(2);
  return {"", "", "", effort, std::move(text), std::move(evidence)};
}

std::string in_brackets(const std::string& place) { return place.empty() ? "" : " (" + place + ")"; }

// What is written once, rather than given.
bool is_document(ComponentId id) {
  static constexpr std::array<ComponentId, 6> kDocuments = {ComponentId::DataInformation, ComponentId::DataCard,          ComponentId::ModelCard,
                                                            ComponentId::TechnicalReport, ComponentId::EvaluationResults, ComponentId::SampleOutputs};
  return std::find(kDocuments.begin(), kDocuments.end(), id) != kDocuments.end();
}

Step step_for_component(const Component& c, const Facts& facts) {
  const Effort effort = is_document(c.id) ? Effort::Document : Effort::Publish;
  const std::string what(display_name(c.id)), place = place_of(facts, c.evidence);
  switch (c.presence) {
    case Presence::DeclaredAbsent: return make(effort, sentence("step.withheld", {{"component", what}, {"place", place}}), c.evidence);
    case Presence::Referenced: return make(effort, sentence("step.linked", {{"component", what}, {"place", place}}), c.evidence);
    case Presence::Partial: return make(effort, sentence("step.partial", {{"component", what}, {"place", place}}), c.evidence);
    default: return make(effort, sentence(effort == Effort::Document ? "step.document" : "step.publish", {{"component", what}}), {});
  }
}

std::vector<Step> steps_to_have(const Condition& condition, const Facts& facts, Reading reading) {
  std::vector<Step> steps;
  for (const ComponentId id : condition.components) {
    Condition one = condition;
    one.components = {id};
    if (evaluate(one, facts, reading).truth != Truth::Met) steps.push_back(step_for_component(component(facts, id), facts));
  }
  return steps;
}

// "license needed above 700,000,000 users (LICENSE:41); and 2 more". A place that several in a row share stands behind the last of them.
std::string limits_of(const License& license, const Facts& facts) {
  std::vector<std::pair<std::string, std::string>> limits;  // phrase and place
  for (const Term& term : license.terms) {
    const std::string phrase = restricts(term) ? phrase_of(term) : "";
    const auto same = [&](const auto& limit) { return limit.first == phrase; };
    if (!phrase.empty() && std::none_of(limits.begin(), limits.end(), same)) limits.emplace_back(phrase, place_of(facts, term.evidence));
  }
  if (limits.empty()) limits.emplace_back(sentence("term.other-restriction"), place_of(facts, license.evidence));
  constexpr std::size_t kNamed = 3;
  const std::size_t more = limits.size() > kNamed ? limits.size() - kNamed : 0;
  if (more > 0) limits.resize(kNamed);
  std::string all;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    const bool shared = i + 1 < limits.size() && limits[i + 1].second == limits[i].second;
    all += (i == 0 ? "" : "; ") + limits[i].first + (shared ? "" : in_brackets(limits[i].second));
  }
  return more == 0 ? all : sentence("step.and-more", {{"limits", all}, {"count", std::to_string(more)}});
}

void steps_for_license(const License& license, const Condition& condition, ComponentId id, const Facts& facts, Reading reading, std::vector<Step>& steps) {
  const std::string what(display_name(id));
  const bool unread = license.classes.empty() || std::find(license.classes.begin(), license.classes.end(), LicenseClass::Unknown) != license.classes.end();
  if (conditions::takes(condition, license) == Truth::Met) {
    if (license.detected || reading == Reading::Apparent) return;
    steps.push_back(make(Effort::License, sentence("step.license-text", {{"license", license.name}, {"component", what}, {"place", place_of(facts, license.evidence)}}), license.evidence));
  } else if (has_restriction(license.classes)) {
    EvidenceList evidence;
    for (const Term& term : license.terms) {
      if (restricts(term) && !term.evidence.empty()) evidence.push_back(term.evidence.front());
    }
    if (evidence.empty()) evidence = license.evidence;
    steps.push_back(make(Effort::Make, sentence("step.relicense", {{"license", license.name}, {"component", what}, {"limits", limits_of(license, facts)}}), evidence));
  } else if (unread) {
    steps.push_back(make(Effort::License, sentence("step.license-unread", {{"license", license.name}, {"component", what}, {"place", in_brackets(place_of(facts, license.evidence))}}), license.evidence));
  } else {
    steps.push_back(make(Effort::License, sentence("step.license-other", {{"license", license.name}, {"component", what}, {"place", in_brackets(place_of(facts, license.evidence))}}), license.evidence));
  }
}

std::vector<Step> steps_to_license(const Condition& condition, const Facts& facts, Reading reading) {
  std::vector<Step> steps;
  for (const ComponentId id : condition.components) {
    const auto licenses = governing_licenses(facts, id);
    if (licenses.empty()) {
      const bool here = component(facts, id).presence >= Presence::Referenced;
      steps.push_back(make(Effort::License, sentence(here ? "step.license" : "step.license-new", {{"component", std::string(display_name(id))}}), {}));
    }
    std::vector<Step> of_licenses;
    for (const License* license : licenses) steps_for_license(*license, condition, id, facts, reading, of_licenses);
    // Where one license must give way to an open one, that answers what the others leave open.
    const bool anew = std::any_of(of_licenses.begin(), of_licenses.end(), [](const Step& step) { return step.effort == Effort::Make; });
    for (Step& step : of_licenses) {
      if (!anew || step.effort == Effort::Make) steps.push_back(std::move(step));
    }
  }
  return steps;
}

// A component that must be there at least so far.
std::vector<Step> steps_to_show(const Condition& condition, const Facts& facts) {
  std::vector<Step> steps;
  for (const ComponentId id : condition.components) {
    const Component& c = component(facts, id);
    if (c.presence >= condition.presence) continue;
    if (condition.presence > Presence::Referenced) steps.push_back(step_for_component(c, facts));
    else steps.push_back(make(Effort::Say, sentence("step.name", {{"component", std::string(display_name(id))}}), c.presence == Presence::DeclaredAbsent ? c.evidence : EvidenceList{}));
  }
  return steps;
}

// A number that no text tells can be told; one that is told is as it is.
std::vector<Step> steps_to_measure(const Condition& condition, const Facts& facts, Reading reading) {
  const Outcome outcome = evaluate(condition, facts, reading);
  const std::string what = measure_wanted(condition.words.front());
  if (outcome.truth == Truth::Unmet) return {make(Effort::Make, sentence("step.measure", {{"measure", what}, {"place", in_brackets(place_of(facts, outcome.evidence))}}), outcome.evidence)};
  return {make(Effort::Say, sentence("step.state", {{"wanted", what}}), outcome.evidence)};
}

// What is not told of the training data, or not so deeply: one step for each. Shared is more than told.
std::vector<Step> steps_to_tell(const Condition& condition, const Facts& facts, Reading reading) {
  const Outcome outcome = evaluate(condition, facts, reading);
  const Effort effort = condition.depth == Depth::Shared ? Effort::Publish : condition.depth == Depth::Described ? Effort::Document : Effort::Say;
  std::vector<Step> steps;
  for (const std::string& missing : outcome.missing) steps.push_back(make(effort, sentence(effort == Effort::Say ? "step.state" : "step.describe", {{"wanted", missing}}), outcome.evidence));
  return steps;
}

Step step_to_state(const std::string& statement) {
  // Where data came from and what was done to it takes a description; that something is given, a sentence.
  const bool described = statement.starts_with("data.") && statement != "data.shared" && statement != "data.unshareable-reason";
  return make(described ? Effort::Document : Effort::Say, sentence(described ? "step.describe" : "step.state", {{"wanted", statement_wanted(statement)}}), {});
}

std::vector<Step> steps_to_unsay(const Condition& condition, const Facts& facts) {
  const Condition& inner = condition.parts.front();
  if (inner.predicate != Predicate::Stated) return {};
  const Statement* statement = find_statement(facts, inner.words.front());
  if (statement == nullptr) return {};
  return {make(Effort::Make, sentence("step.unsay", {{"place", place_of(facts, statement->evidence)}}), statement->evidence)};
}

std::vector<Step> steps_for_bases(const Condition& condition, const Facts& facts, Reading reading) {
  std::vector<Step> steps;
  for (const Lineage& line : facts.lineage) {
    if (!line.of.empty() || !inherits_terms(line)) continue;
    Facts alone;
    alone.components = facts.components;
    alone.statements = facts.statements;
    alone.bases = facts.bases;
    alone.lineage = {line};
    const Outcome outcome = evaluate(condition, alone, reading);
    if (outcome.truth == Truth::Met) continue;
    const bool less_open = outcome.truth == Truth::Unmet;
    const char* id = less_open ? "step.base.other" : condition.label <= Label::OpenWeights ? "step.base.terms" : "step.base.openness";
    steps.push_back(make(less_open ? Effort::Make : Effort::Say, sentence(id, {{"base", line.base}, {"place", in_brackets(place_of(facts, line.evidence))}}), line.evidence));
  }
  return steps;
}

std::vector<Step> steps_for_all(const Condition& condition, const Facts& facts, Reading reading) {
  std::vector<Step> steps;
  for (const Condition& part : condition.parts) {
    for (Step& step : steps_for(part, facts, reading)) steps.push_back(std::move(step));
  }
  return steps;
}

// No step reaches a part that belongs to another reading, and none takes a license away.
bool is_possible(const Condition& condition, const Facts& facts, Reading reading) {
  if (condition.predicate == Predicate::ReadingIs || condition.predicate == Predicate::Unlicensed) return evaluate(condition, facts, reading).truth == Truth::Met;
  return condition.predicate != Predicate::All || std::all_of(condition.parts.begin(), condition.parts.end(), [&](const Condition& part) { return is_possible(part, facts, reading); });
}

bool only_appears(const Condition& condition) {
  return condition.predicate == Predicate::All && std::any_of(condition.parts.begin(), condition.parts.end(), [](const Condition& part) { return part.predicate == Predicate::ReadingIs; });
}

// The alternative that costs least: by its dearest step, then by how many there are; the first of equals. One that holds by appearance alone is the last resort:
// what is done for another also proves it.
std::vector<Step> cheapest_of(const Condition& condition, const Facts& facts, Reading reading) {
  std::vector<Step> best;
  bool best_appears = true;
  const auto cost = [](const std::vector<Step>& steps) {
    Effort dearest = Effort::Say;
    for (const Step& step : steps) dearest = std::max(dearest, step.effort);
    return std::pair(dearest, steps.size());
  };
  for (const Condition& part : condition.parts) {
    if (!is_possible(part, facts, reading)) continue;
    std::vector<Step> steps = steps_for(part, facts, reading);
    const bool appears = only_appears(part);
    if (steps.empty() || (!best.empty() && std::pair(appears, cost(steps)) >= std::pair(best_appears, cost(best)))) continue;
    best = std::move(steps);
    best_appears = appears;
  }
  return best;
}

}  // namespace

std::vector<Step> steps_for(const Condition& condition, const Facts& facts, Reading reading) {
  if (evaluate(condition, facts, reading).truth == Truth::Met) return {};
  switch (condition.predicate) {
    case Predicate::All: return steps_for_all(condition, facts, reading);
    case Predicate::Any: return cheapest_of(condition, facts, reading);
    case Predicate::Not: return steps_to_unsay(condition, facts);
    case Predicate::Available: return steps_to_have(condition, facts, reading);
    case Predicate::Licensed:
    case Predicate::Unrestricted: return steps_to_license(condition, facts, reading);
    case Predicate::PresenceIs: return steps_to_show(condition, facts);
    case Predicate::Measure: return steps_to_measure(condition, facts, reading);
    case Predicate::Aspect:
    case Predicate::Sources: return steps_to_tell(condition, facts, reading);
    case Predicate::Requirement: return condition.target == nullptr ? std::vector<Step>{} : steps_for(*condition.target, facts, reading);
    case Predicate::Stated: return {step_to_state(condition.words.front())};
    case Predicate::Bases: return steps_for_bases(condition, facts, reading);
    default: return {};  // nothing that a publisher would do for its own sake
  }
}

}  // namespace aboveboard
