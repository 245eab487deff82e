#include <algorithm>

#include "base/text.h"
#include "detect/governance.h"
#include "license/compose.h"

namespace aboveboard {
namespace {

using license::Part;

// A license record as parts: its own terms, and what each other text added to it.
void add_parts(const License& license, std::vector<Part>& parts) {
  const bool made_up = is_made_up(license);
  bool classed = false;
  for (const TermOrigin origin : {TermOrigin::License, TermOrigin::Policy, TermOrigin::GatingPrompt, TermOrigin::Card, TermOrigin::Base}) {
    Part part{origin, license.id, {}, {}, license.evidence, true};
    for (const Term& term : license.terms) {
      if (term.origin == origin) part.terms.push_back(term);
    }
    if (origin == TermOrigin::License ? made_up : part.terms.empty()) continue;
    if (!classed) part.classes = license.classes;
    classed = true;
    parts.push_back(std::move(part));
  }
}

std::string kind_words(TermKind kind) {
  switch (kind) {
    case TermKind::UserThreshold: return "use by any number of users";
    case TermKind::RevenueThreshold: return "use at any revenue";
    case TermKind::AcceptableUse:
    case TermKind::FieldOfUse: return "use for any purpose";
    case TermKind::Geography: return "use in every region";
    case TermKind::OutputTraining: return "training on outputs";
    default: break;
  }
  std::string words(to_string(kind));
  std::replace(words.begin(), words.end(), '-', ' ');
  return words;
}

const char* rule_of(TermOrigin origin) {
  switch (origin) {
    case TermOrigin::GatingPrompt: return "license/prompt-conflict";
    case TermOrigin::Card: return "license/card-conflict";
    case TermOrigin::Base: return "license/drift";
    default: return "license/policy-conflict";
  }
}

std::string words_of(const Part& part, const LicenseRegistry& registry) {
  const License* license = registry.find(part.license);
  switch (part.origin) {
    case TermOrigin::Policy: return "the use policy";
    case TermOrigin::GatingPrompt: return "the gating prompt";
    case TermOrigin::Card: return "the card";
    case TermOrigin::Base: return "the license of the base (" + (license == nullptr ? part.license : license->name) + ")";
    default: return license == nullptr || license->name.empty() ? part.license : license->name;
  }
}

const char* help_of(TermOrigin origin) {
  if (origin == TermOrigin::Base) return "A derivative cannot give more than its base does: pass the base's terms on, and say so in the card.";
  return "Say which of the two holds; until then the stricter governs.";
}

EvidenceList both_sides(const EvidenceList& permission, const EvidenceList& denial) {
  EvidenceList both;
  for (const EvidenceList* side : {&denial, &permission}) {
    for (std::size_t i = 0; i < side->size() && i < 2; ++i) both.push_back((*side)[i]);
  }
  return both;
}

void add_new(EvidenceList& evidence, const EvidenceList& more) {
  for (const Evidence& e : more) {
    const auto same = [&](const Evidence& known) { return known.path == e.path && known.line == e.line && known.source == e.source; };
    if (std::none_of(evidence.begin(), evidence.end(), same)) evidence.push_back(e);
  }
}

void add_new(std::vector<std::string>& words, std::string more) {
  if (std::find(words.begin(), words.end(), more) == words.end()) words.push_back(std::move(more));
}

// That the base's terms were dropped may have been said already: then only what that takes back is added.
bool add_to_drift(const License* base, const std::vector<std::string>& what, std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    if (base == nullptr || finding.rule != "license/drift" || finding.message.find(" comes under " + base->name + ",") == std::string::npos) continue;
    finding.message += " It limits or denies what that permits: " + join_and(what) + ".";
    return true;
  }
  return false;
}

// One finding for each part that denies, with all that it takes back and from whom.
void report(const license::Composition& composition, const std::vector<Part>& parts, const LicenseRegistry& registry, std::vector<Finding>& findings) {
  for (std::size_t p = 0; p < parts.size(); ++p) {
    std::vector<std::string> who, what;
    EvidenceList evidence;
    for (const license::Contradiction& c : composition.contradictions) {
      if (c.denies != p) continue;
      add_new(who, words_of(parts[c.permits], registry));
      add_new(what, kind_words(c.denial.kind));
      add_new(evidence, both_sides(c.permission, c.denial.evidence));
    }
    if (who.empty()) continue;
    const TermOrigin origin = parts[p].origin;
    if (origin == TermOrigin::Base && add_to_drift(registry.find(parts[p].license), what, findings)) continue;
    add_finding(findings, rule_of(origin), origin == TermOrigin::Card ? FindingLevel::Warning : FindingLevel::Error,
                "What " + join_and(who) + (who.size() == 1 ? " permits, " : " permit, ") + words_of(parts[p], registry) + " limits or denies: " + join_and(what) + ".", help_of(origin), std::move(evidence));
  }
}

// What a policy may exclude without taking back the grant as a whole: policies beside open licenses do it as a rule, and whether they bind is open.
bool is_exclusion(TermKind kind) { return kind == TermKind::AcceptableUse || kind == TermKind::FieldOfUse; }

void report_loose(const Ground& ground, const LoosePolicy& policy, const EvidenceList& license, std::vector<Finding>& findings) {
  const ScannedSource& source = ground.sources[policy.text->where.source];
  EvidenceList evidence = {listing(source, source.files[policy.text->where.file], "license/file-name")};
  if (!license.empty()) evidence.push_back(license.front());
  add_finding(findings, "license/policy-not-incorporated", FindingLevel::Note, "A use policy lies in the release, but no license that governs the weights makes it its own.",
              "Say in the license or the card whether the policy binds users.", std::move(evidence));
}

std::vector<Part> parts_of(const std::vector<std::string>& ids, const LicenseRegistry& registry) {
  std::vector<Part> parts;
  for (const std::string& id : ids) {
    if (const License* license = registry.find(id)) add_parts(*license, parts);
  }
  return parts;
}

}  // namespace

void weigh_terms(const Ground& ground, Ruling& ruling, const std::vector<LoosePolicy>& policies, LicenseRegistry& registry, std::vector<Finding>& findings) {
  for (const LoosePolicy& policy : policies) {
    std::vector<Part> parts = parts_of(ruling.licenses, registry);
    const EvidenceList license = parts.empty() ? EvidenceList{} : parts.front().evidence;
    const std::size_t loose = parts.size();
    parts.push_back({TermOrigin::Policy, policy.text->path, {}, policy.terms, {}, false});
    license::Composition composition = license::compose(parts);
    std::erase_if(composition.contradictions, [&](const license::Contradiction& c) { return c.denies != loose; });
    const bool outright = std::any_of(composition.contradictions.begin(), composition.contradictions.end(), [](const license::Contradiction& c) { return !is_exclusion(c.denial.kind); });
    if (!outright) {
      report_loose(ground, policy, license, findings);
      continue;
    }
    // It cannot be told which of the two holds: the stricter one is taken to.
    report(composition, parts, registry, findings);
    const std::string id = registry.add_named("use policy " + policy.text->path, "", {}, policy.terms.front().evidence.front());
    registry.add_terms_of(id, policy.terms);
    ruling.licenses.push_back(id);
  }
  std::vector<Part> parts = parts_of(ruling.licenses, registry);
  license::Composition composition = license::compose(parts);
  // Loose policies were told of above.
  std::erase_if(composition.contradictions, [&](const license::Contradiction& c) {
    return std::any_of(policies.begin(), policies.end(), [&](const LoosePolicy& p) { return parts[c.denies].license == license::license_ref("use policy " + p.text->path); });
  });
  report(composition, parts, registry, findings);
}

std::vector<Governing> compose_terms(const LicenseRegistry& registry, const std::vector<Component>& components) {
  std::vector<Governing> all;
  for (const Component& component : components) {
    if (component.licenses.empty()) continue;
    const auto same = std::find_if(all.begin(), all.end(), [&](const Governing& g) { return g.licenses == component.licenses; });
    if (same != all.end()) {
      same->components.push_back(component.id);
      continue;
    }
    license::Composition composition = license::compose(parts_of(component.licenses, registry));
    all.push_back({{component.id}, component.licenses, std::move(composition.classes), std::move(composition.terms)});
  }
  return all;
}

}  // namespace aboveboard
