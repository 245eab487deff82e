#include "framework/procurement.h"

#include <algorithm>

#include "base/text.h"
#include "framework/descent.h"
#include "framework/language_words.h"
#include "framework/sentences.h"
#include "framework/terms.h"

namespace aboveboard {
namespace {

constexpr const char* kYes = "yes";
constexpr const char* kNo = "no";
constexpr const char* kNotShown = "not shown";

class Form {
 public:
  // Evidence beyond what a reader needs to look it up is left out.
  void add(const std::string& id, const char* answer, std::string text, EvidenceList evidence = {}) {
    constexpr std::size_t kEvidence = 4;
    if (evidence.size() > kEvidence) evidence.resize(kEvidence);
    items_.push_back({.reader = "procurement", .id = id, .question = sentence("procurement." + id), .answer = answer, .sentence = std::move(text), .evidence = std::move(evidence)});
  }
  void add_about(std::string id, std::string question, const char* answer, std::string text, EvidenceList evidence) {
    items_.push_back({.reader = "procurement", .id = std::move(id), .question = std::move(question), .answer = answer, .sentence = std::move(text), .evidence = std::move(evidence)});
  }
  std::vector<CarefulText> take() { return std::move(items_); }

 private:
  std::vector<CarefulText> items_;
};

std::string with_place(const Facts& facts, const std::string& text, const EvidenceList& evidence) {
  const std::string place = place_of(facts, evidence);
  return place.empty() ? text : sentence("procurement.at", {{"text", text}, {"place", place}});
}

EvidenceList license_evidence(const std::vector<const License*>& licenses) {
  EvidenceList evidence;
  for (const License* license : licenses) {
    if (!license->evidence.empty()) evidence.push_back(license->evidence.front());
  }
  return evidence;
}

void ask_license(Form& form, const Facts& facts) {
  const auto licenses = governing_licenses(facts, ComponentId::Parameters);
  if (licenses.empty()) return form.add("license", kNotShown, sentence("procurement.no-license"));
  const bool here = std::any_of(licenses.begin(), licenses.end(), [](const License* license) { return license->detected; });
  const EvidenceList evidence = license_evidence(licenses);
  const std::string names = with_place(facts, license_names(licenses), evidence);
  form.add("license", here ? kYes : kNotShown, sentence(here ? "procurement.license.here" : "procurement.license.declared", {{"licenses", names}}), evidence);
}

// Is there a term of these kinds that takes something away?
void ask_terms(Form& form, const Facts& facts, const char* id, std::initializer_list<TermKind> kinds) {
  const auto licenses = governing_licenses(facts, ComponentId::Parameters);
  if (licenses.empty()) return form.add(id, kNotShown, sentence("procurement.no-license"));
  std::vector<std::string> found;
  EvidenceList evidence;
  for (const TermPhrase& term : governing_terms(facts, ComponentId::Parameters)) {
    const bool asked = kinds.size() == 0 ? term.restriction : std::find(kinds.begin(), kinds.end(), term.kind) != kinds.end();
    if (!asked || !term.restriction) continue;
    found.push_back(with_place(facts, term.text, term.evidence));
    evidence.insert(evidence.end(), term.evidence.begin(), term.evidence.end());
  }
  if (!found.empty()) return form.add(id, kYes, join_and(found), std::move(evidence));
  const std::string names = with_place(facts, license_names(licenses), license_evidence(licenses));
  if (!terms_are_known(facts)) return form.add(id, kNotShown, sentence("procurement.terms-unknown", {{"licenses", names}}), license_evidence(licenses));
  form.add(id, kNo, sentence("procurement.no-such-term", {{"licenses", names}}), license_evidence(licenses));
}

void ask_provenance(Form& form, const Facts& facts) {
  for (const char* id : {"data.provenance", "data.public-list", "data.named-sources", "data.shared"}) {
    if (const Statement* said = find_statement(facts, id)) return form.add("provenance", kYes, sentence("procurement.stated", {{"place", place_of(facts, said->evidence)}}), said->evidence);
  }
  if (const Statement* withheld = find_statement(facts, "data.withheld")) {
    return form.add("provenance", kNo, sentence("procurement.withheld", {{"place", place_of(facts, withheld->evidence)}}), withheld->evidence);
  }
  if (const Statement* vague = find_statement(facts, "data.vague")) {
    return form.add("provenance", kNotShown, sentence("procurement.vague", {{"place", place_of(facts, vague->evidence)}}), vague->evidence);
  }
  form.add("provenance", kNotShown, sentence("procurement.silent"));
}

void ask_data(Form& form, const Facts& facts) {
  const Component& datasets = component(facts, ComponentId::Datasets);
  const std::string place = place_of(facts, datasets.evidence);
  const Statement* withheld = find_statement(facts, "data.withheld");
  if (withheld != nullptr) return form.add("data", kNo, sentence("procurement.withheld", {{"place", place_of(facts, withheld->evidence)}}), withheld->evidence);
  if (datasets.presence == Presence::DeclaredAbsent) return form.add("data", kNo, sentence("procurement.withheld", {{"place", place}}), datasets.evidence);
  if (datasets.presence == Presence::Present) return form.add("data", kYes, sentence("procurement.here", {{"place", place}}), datasets.evidence);
  if (datasets.presence >= Presence::Referenced) return form.add("data", kNotShown, sentence("procurement.linked", {{"place", place}}), datasets.evidence);
  form.add("data", facts.release.complete && datasets.presence == Presence::NotFound ? kNo : kNotShown, sentence("procurement.silent"));
}

void ask_digests(Form& form, const Facts& facts) {
  std::uint64_t promised = 0, kept = 0;
  EvidenceList evidence;
  for (const WeightsFile& file : facts.weights.files) {
    const auto known = std::find_if(facts.digests.begin(), facts.digests.end(), [&](const FileDigest& d) { return d.source == file.source && d.path == file.path && !d.promised.empty(); });
    if (file.digest.empty() && known == facts.digests.end()) continue;
    ++promised;
    if (known != facts.digests.end() && !broken(*known)) ++kept;
    evidence.insert(evidence.end(), file.evidence.begin(), file.evidence.end());
  }
  if (facts.weights.files.empty()) return form.add("digests", kNotShown, sentence("procurement.no-weights"));
  const std::string of = std::to_string(facts.weights.files.size());
  if (promised == 0) return form.add("digests", kNotShown, sentence("procurement.no-digests"));
  if (kept == facts.weights.files.size()) return form.add("digests", kYes, sentence("procurement.digests-agree", {{"of", of}}), std::move(evidence));
  form.add("digests", promised == facts.weights.files.size() ? kYes : kNotShown, sentence("procurement.digests.promised", {{"promised", std::to_string(promised)}, {"of", of}}), std::move(evidence));
}

bool holds_no_code(const std::string& format) { return format == "safetensors" || format == "gguf"; }

void ask_formats(Form& form, const Facts& facts) {
  if (facts.weights.files.empty()) return form.add("formats", kNotShown, sentence("procurement.no-weights"));
  for (const WeightsFile& file : facts.weights.files) {
    if (!holds_no_code(file.format)) return form.add("formats", kNo, sentence("procurement.format-with-code", {{"file", file.path}, {"format", file.format}}), file.evidence);
  }
  const bool read = std::all_of(facts.weights.files.begin(), facts.weights.files.end(), [](const WeightsFile& file) { return file.read && file.valid; });
  form.add("formats", read ? kYes : kNotShown, sentence(read ? "procurement.formats.read" : "procurement.formats-by-name", {{"formats", join_and(facts.weights.formats)}}), facts.weights.evidence);
}

void ask_dangers(Form& form, const Facts& facts) {
  std::uint64_t count = 0;
  const Finding* first = nullptr;
  for (const Finding& finding : facts.findings) {
    if (finding.level != FindingLevel::Error || !finding.rule.starts_with("danger/")) continue;
    if (++count == 1) first = &finding;
  }
  if (first != nullptr) return form.add("dangers", kYes, sentence("procurement.dangers.found", {{"count", std::to_string(count)}, {"first", first->message}}), first->evidence);
  const bool all = !facts.weights.files.empty() && std::all_of(facts.weights.files.begin(), facts.weights.files.end(), [](const WeightsFile& file) { return file.read; });
  if (!all || !facts.not_examined.empty()) return form.add("dangers", kNotShown, sentence("procurement.dangers-unseen"));
  form.add("dangers", kNo, sentence("procurement.no-dangers", {{"files", std::to_string(facts.weights.files.size())}}));
}

void ask_bases(Form& form, const Facts& facts) {
  std::vector<std::string> names;
  EvidenceList evidence;
  for (const Lineage& line : facts.lineage) {
    if (!line.of.empty() || line.relation == "dataset") continue;
    names.push_back(with_place(facts, line.base, line.evidence));
    evidence.insert(evidence.end(), line.evidence.begin(), line.evidence.end());
  }
  if (names.empty()) return form.add("bases", kNotShown, sentence("procurement.no-base"));
  form.add("bases", kYes, join_and(names), std::move(evidence));
  if (const Lineage* base = base_of_unknown_terms(facts)) return form.add("base-terms", kNotShown, sentence("procurement.base-unknown", {{"base", base->base}}), base->evidence);
  std::vector<std::string> inherited;
  for (const Lineage& line : facts.lineage) {
    if (line.of.empty() && inherits_terms(line) && !line.terms_inherited.empty()) inherited.push_back(sentence("procurement.inherited", {{"base", line.base}, {"terms", line.terms_inherited}}));
  }
  if (!inherited.empty()) form.add("base-terms", kYes, join_and(inherited));
}

void ask_unexamined(Form& form, const Facts& facts) {
  std::uint64_t files = 0;
  for (const SourceInfo& source : facts.release.sources) files += source.role == Role::Base ? 0 : source.files;
  if (facts.not_examined.empty()) return form.add("unexamined", kNo, sentence("procurement.all-examined", {{"files", std::to_string(files)}}));
  const NotExamined& first = facts.not_examined.front();
  form.add("unexamined", kYes, sentence("procurement.unexamined.count", {{"count", std::to_string(facts.not_examined.size())}, {"what", first.what}, {"why", first.why}}));
}

// What the European Union asks, where a framework was evaluated that says so.
void ask_law(Form& form, const std::vector<FrameworkResult>& frameworks) {
  for (const FrameworkResult& framework : frameworks) {
    if (!framework.id.starts_with("eu-") || framework.sentence.empty()) continue;
    bool met = !framework.requirements.empty();
    EvidenceList against;
    for (const RequirementResult& requirement : framework.requirements) {
      if (!requirement.decides) continue;
      met = met && requirement.result == Truth::Met;
      if (requirement.result == Truth::Unmet && against.empty()) against = requirement.evidence;
    }
    form.add_about(framework.id, sentence("procurement.framework", {{"framework", framework.name}}), met ? kYes : against.empty() ? kNotShown : kNo, framework.sentence, std::move(against));
  }
}

}  // namespace

std::vector<CarefulText> procurement_form(const Facts& facts, const std::vector<FrameworkResult>& frameworks) {
  Form form;
  ask_license(form, facts);
  ask_terms(form, facts, "restrictions", {});
  ask_terms(form, facts, "thresholds", {TermKind::UserThreshold, TermKind::RevenueThreshold});
  ask_terms(form, facts, "commercial", {TermKind::CommercialUse, TermKind::UserThreshold, TermKind::RevenueThreshold});
  ask_terms(form, facts, "outputs", {TermKind::OutputTraining});
  ask_terms(form, facts, "regions", {TermKind::Geography});
  ask_terms(form, facts, "changes", {TermKind::Redistribution, TermKind::Modification});
  ask_provenance(form, facts);
  ask_data(form, facts);
  ask_digests(form, facts);
  ask_formats(form, facts);
  ask_dangers(form, facts);
  ask_bases(form, facts);
  ask_law(form, frameworks);
  ask_unexamined(form, facts);
  return form.take();
}

}  // namespace aboveboard
