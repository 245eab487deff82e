#include <algorithm>

#include "base/text.h"
#include "framework/descent.h"
#include "framework/framework.h"
#include "framework/sentences.h"
#include "framework/terms.h"

namespace aboveboard {
namespace {

// Uses that the governing terms of the weights decide.
Use by_terms(const Facts& facts, std::string id, std::string title, std::initializer_list<LicenseClass> barring, std::initializer_list<TermKind> ignored) {
  Use use{std::move(id), std::move(title), UseAnswer::Unknown, {}, {}};
  const auto licenses = governing_licenses(facts, ComponentId::Parameters);
  if (licenses.empty()) {
    use.conditions = {sentence("use.no-license")};
    return use;
  }
  bool barred = false, unknown = false;
  for (const License* license : licenses) {
    for (const LicenseClass c : license->classes) {
      barred = barred || std::find(barring.begin(), barring.end(), c) != barring.end();
      unknown = unknown || c == LicenseClass::Unknown;
    }
    unknown = unknown || license->classes.empty();
    if (!license->detected && !is_made_up(*license)) use.conditions.push_back(sentence("use.declared-only", {{"license", license->name}}));
  }
  for (const TermPhrase& term : governing_terms(facts, ComponentId::Parameters)) {
    if (std::find(ignored.begin(), ignored.end(), term.kind) != ignored.end()) continue;
    const std::string place = place_of(facts, term.evidence);
    use.conditions.push_back(term.text + (place.empty() ? "" : " (" + place + ")"));
    if (!term.evidence.empty()) use.evidence.push_back(term.evidence.front());
  }
  if (use.evidence.empty()) use.evidence = licenses.front()->evidence;
  if (const Lineage* base = base_of_unknown_terms(facts)) {
    unknown = true;
    use.conditions.push_back(sentence("use.base-unknown", {{"base", base->base}, {"place", place_of(facts, base->evidence)}}));
  }
  use.answer = barred ? UseAnswer::No : unknown ? UseAnswer::Unknown : use.conditions.empty() ? UseAnswer::Yes : UseAnswer::Conditions;
  return use;
}

bool proven_absent(const Facts& facts, ComponentId id) {
  const Presence presence = component(facts, id).presence;
  return presence == Presence::DeclaredAbsent || (facts.release.complete && presence == Presence::NotFound);
}

// Uses that need components to be there: yes where all are here, conditions where all are at least linked, no where one is proven absent.
Use by_components(const Facts& facts, std::string id, std::string title, std::initializer_list<ComponentId> needed, const char* reason) {
  Use use{std::move(id), std::move(title), UseAnswer::Yes, {}, {}};
  std::vector<std::string> missing;
  bool linked = true, absent = false;
  for (const ComponentId component_id : needed) {
    const Component& c = component(facts, component_id);
    use.evidence.insert(use.evidence.end(), c.evidence.begin(), c.evidence.end());
    if (c.presence == Presence::Present) continue;
    missing.emplace_back(display_name(component_id));
    linked = linked && c.presence >= Presence::Referenced;
    absent = absent || proven_absent(facts, component_id);
  }
  if (missing.empty()) return use;
  use.answer = absent ? UseAnswer::No : linked ? UseAnswer::Conditions : UseAnswer::Unknown;
  use.conditions = {sentence(reason, {{"missing", join_and(missing)}})};
  return use;
}

}  // namespace

std::vector<Use> answer_uses(const Facts& facts, const LabelVerdict&) {
  return {by_terms(facts, "application", "a product or service", {LicenseClass::Noncommercial}, {TermKind::Redistribution, TermKind::ShareAlike, TermKind::Naming}),
          by_terms(facts, "redistribute", "passing the weights on", {LicenseClass::NoRedistribution}, {}),
          by_terms(facts, "fine-tune-and-release", "releasing a fine-tuned model", {LicenseClass::NoRedistribution}, {}),
          by_components(facts, "research", "research with reproducible results",
                        {ComponentId::TrainingCode, ComponentId::TrainingConfiguration, ComponentId::Datasets, ComponentId::DataProcessingCode}, "use.not-reproducible"),
          by_components(facts, "compliance", "an audit of the training data", {ComponentId::Datasets}, "use.data-not-auditable")};
}

}  // namespace aboveboard
