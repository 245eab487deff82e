#include <algorithm>

#include "base/text.h"
#include "framework/condition.h"
#include "framework/data_told.h"
#include "framework/descent.h"
#include "framework/framework.h"
#include "framework/sentences.h"
#include "framework/terms.h"

namespace aboveboard {
namespace {

std::uint64_t file_count(const Facts& facts) {
  std::uint64_t files = 0;
  for (const SourceInfo& source : facts.release.sources) files += source.role == Role::Base ? 0 : source.files;
  return files;
}

std::string dtype_names(const Weights& weights) {
  std::vector<std::pair<std::uint64_t, std::string>> sorted;
  for (const auto& [name, elements] : weights.dtypes) sorted.emplace_back(elements, name);
  std::sort(sorted.rbegin(), sorted.rend());
  std::vector<std::string> names;
  for (const auto& [elements, name] : sorted) names.push_back(name);
  if (names.size() > 3) names.resize(3);
  return join_and(names);
}

// A quote inside a sentence: on one line, and short.
std::string in_a_sentence(std::string_view quote) {
  constexpr std::size_t kLength = 140;
  std::string folded;
  for (const char c : quote) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space) folded += c;
    else if (!folded.empty() && folded.back() != ' ') folded += ' ';
  }
  const std::string_view clipped = clip_utf8(folded, kLength);
  return std::string(clipped) + (clipped.size() < folded.size() ? " ..." : "");
}

void answer(Question& q, Answer value, std::string text, EvidenceList evidence) {
  q.answer = value;
  q.sentence = std::move(text);
  q.evidence = std::move(evidence);
  if (q.evidence.size() > 4) q.evidence.resize(4);
}

// The first finding that says what loading a file of the release would do beyond loading; nullptr where there is none.
const Finding* find_danger(const Facts& facts) {
  const auto dangerous = [](const Finding& finding) { return finding.level == FindingLevel::Error && finding.rule.starts_with("danger/"); };
  const auto found = std::find_if(facts.findings.begin(), facts.findings.end(), dangerous);
  return found == facts.findings.end() ? nullptr : &*found;
}

void answer_with_weights(Question& q, const Facts& facts) {
  const Weights& weights = facts.weights;
  const std::string formats = join_and(weights.formats);
  if (const Finding* danger = find_danger(facts)) {
    answer(q, Answer::Limits, sentence("run.danger", {{"danger", danger->message}}), danger->evidence);
    return;
  }
  if (!weights.parameters) {
    answer(q, Answer::Yes, sentence("run.other", {{"formats", formats}, {"bytes", human_bytes(weights.bytes)}}), weights.evidence);
    return;
  }
  if (weights.complete == Completeness::No) {
    answer(q, Answer::Limits, sentence("run.incomplete", {{"reason", weights.completeness_reason}}), weights.evidence);
    return;
  }
  answer(q, Answer::Yes,
         sentence(weights.complete == Completeness::Yes ? "run.yes" : "run.yes.unchecked",
                  {{"parameters", with_commas(*weights.parameters)}, {"dtypes", dtype_names(weights)}, {"formats", formats}, {"reason", weights.completeness_reason}}),
         weights.evidence);
}

void answer_run(Question& q, const Facts& facts) {
  const Component& parameters = component(facts, ComponentId::Parameters);
  const std::string place = place_of(facts, parameters.evidence);
  const Statement* gated = find_statement(facts, "weights.gated");
  const Statement* api = find_statement(facts, "weights.api-only");
  const bool pointers = std::any_of(facts.weights.files.begin(), facts.weights.files.end(), [](const WeightsFile& f) { return f.pointer; });
  if (parameters.presence == Presence::Present) return answer_with_weights(q, facts);
  if (parameters.presence == Presence::DeclaredAbsent) return answer(q, Answer::No, sentence("run.no", {{"place", place}}), parameters.evidence);
  if (parameters.presence == Presence::Partial && pointers) {
    return answer(q, Answer::Limits, sentence("run.pointer", {{"files", std::to_string(facts.weights.files.size())}, {"bytes", human_bytes(facts.weights.bytes)}}), parameters.evidence);
  }
  if (parameters.presence == Presence::Partial || parameters.presence == Presence::Referenced) {
    if (gated != nullptr) return answer(q, Answer::Limits, sentence("run.gated", {{"place", place_of(facts, gated->evidence)}}), gated->evidence);
    return answer(q, Answer::Limits, sentence("run.linked", {{"place", place}}), parameters.evidence);
  }
  if (api != nullptr) return answer(q, Answer::No, sentence("run.api", {{"place", place_of(facts, api->evidence)}}), api->evidence);
  answer(q, Answer::Unknown, sentence("run.unknown", {{"files", std::to_string(file_count(facts))}}), {});
}

void answer_inspect(Question& q, const Facts& facts) {
  const Component& code = component(facts, ComponentId::TrainingCode);
  const Component& settings = component(facts, ComponentId::TrainingConfiguration);
  const std::string place = place_of(facts, code.evidence);
  const std::string files = std::to_string(file_count(facts));
  switch (code.presence) {
    case Presence::Present:
      if (settings.presence == Presence::Present) {
        EvidenceList evidence = code.evidence;
        evidence.insert(evidence.end(), settings.evidence.begin(), settings.evidence.end());
        return answer(q, Answer::Yes, sentence("inspect.yes", {{"code", place}, {"settings", place_of(facts, settings.evidence)}}), std::move(evidence));
      }
      return answer(q, Answer::Limits, sentence("inspect.code-only", {{"code", place}}), code.evidence);
    case Presence::Partial: return answer(q, Answer::Limits, sentence("inspect.partial", {{"code", place}}), code.evidence);
    case Presence::Referenced: return answer(q, Answer::Limits, sentence("inspect.linked", {{"place", place}}), code.evidence);
    case Presence::DeclaredAbsent: return answer(q, Answer::No, sentence("inspect.no", {{"place", place}}), code.evidence);
    case Presence::NotFound:
      if (facts.release.complete) return answer(q, Answer::No, sentence("inspect.complete-no", {{"files", files}}), {complete_evidence()});
      [[fallthrough]];
    case Presence::NotLooked: answer(q, Answer::Unknown, sentence("inspect.unknown", {{"files", files}}), {});
  }
}

// What is withheld stays so, whatever else is told; what is told of the rest still helps.
void answer_data_withheld(Question& q, const Facts& facts, const EvidenceList& withheld) {
  EvidenceList evidence = withheld;
  const std::string place = place_of(facts, withheld), told = data_told(facts, evidence);
  const bool more = names_data(facts) || describes_data(facts);
  answer(q, Answer::No, more ? sentence("data.no.told", {{"place", place}, {"told", told}}) : sentence("data.no", {{"place", place}}), std::move(evidence));
}

void answer_data_told(Question& q, const Facts& facts) {
  EvidenceList evidence;
  const std::string told = data_told(facts, evidence);
  if (const Statement* shared = find_statement(facts, "data.shared"); shared != nullptr && component(facts, ComponentId::Datasets).presence >= Presence::Referenced) {
    evidence.insert(evidence.begin(), shared->evidence.begin(), shared->evidence.end());
    const std::string place = place_of(facts, shared->evidence);
    return answer(q, Answer::Limits, told.empty() ? sentence("data.shared", {{"place", place}}) : sentence("data.shared.told", {{"place", place}, {"told", told}}), std::move(evidence));
  }
  answer(q, Answer::Limits, sentence("data.told", {{"told", told}}), std::move(evidence));
}

void answer_data(Question& q, const Facts& facts) {
  const Component& datasets = component(facts, ComponentId::Datasets);
  const Component& information = component(facts, ComponentId::DataInformation);
  const auto with_place = [&](const char* id, const EvidenceList& evidence) { return sentence(id, {{"place", place_of(facts, evidence)}}); };
  if (const Statement* withheld = find_statement(facts, "data.withheld")) return answer_data_withheld(q, facts, withheld->evidence);
  if (datasets.presence == Presence::DeclaredAbsent) return answer_data_withheld(q, facts, datasets.evidence);
  if (datasets.presence == Presence::Present) return answer(q, Answer::Yes, with_place("data.yes", datasets.evidence), datasets.evidence);
  const bool linked = datasets.presence >= Presence::Referenced;
  if (names_data(facts) || (linked && (find_statement(facts, "data.shared") != nullptr || describes_data(facts)))) return answer_data_told(q, facts);
  if (linked) return answer(q, Answer::Limits, with_place("data.linked", datasets.evidence), datasets.evidence);
  if (const Statement* vague = find_statement(facts, "data.vague")) {
    return answer(q, Answer::No, sentence("data.vague", {{"quote", in_a_sentence(vague->evidence.front().quote)}, {"place", place_of(facts, vague->evidence)}}), vague->evidence);
  }
  if (describes_data(facts)) return answer_data_told(q, facts);
  for (const char* id : {"data.named-sources", "data.public-list", "data.provenance"}) {
    if (const Statement* named = find_statement(facts, id)) return answer(q, Answer::Limits, with_place("data.described", named->evidence), named->evidence);
  }
  if (information.presence >= Presence::Referenced) return answer(q, Answer::Limits, with_place("data.described", information.evidence), information.evidence);
  answer(q, Answer::Unknown, sentence("data.unknown", {{"files", std::to_string(file_count(facts))}}), {});
}

// The restrictions with their places, at most four.
std::string restriction_list(const Facts& facts, const std::vector<TermPhrase>& terms, EvidenceList& evidence) {
  std::string text;
  int shown = 0;
  for (const TermPhrase& term : terms) {
    if (!term.restriction || ++shown > 4) continue;
    const std::string place = place_of(facts, term.evidence);
    text += (text.empty() ? "" : "; ") + term.text + (place.empty() ? "" : " (" + place + ")");
    if (!term.evidence.empty()) evidence.push_back(term.evidence.front());
  }
  return text;
}

void answer_share(Question& q, const Facts& facts) {
  const std::vector<const License*> licenses = governing_licenses(facts, ComponentId::Parameters);
  if (licenses.empty()) return answer(q, Answer::Unknown, sentence("share.unknown"), {});
  const std::vector<TermPhrase> terms = governing_terms(facts, ComponentId::Parameters);
  EvidenceList evidence;
  if (std::any_of(terms.begin(), terms.end(), [](const TermPhrase& t) { return t.restriction; })) {
    const bool barred = std::any_of(licenses.begin(), licenses.end(), [](const License* l) {
      return std::find(l->classes.begin(), l->classes.end(), LicenseClass::NoRedistribution) != l->classes.end();
    });
    const std::string text = restriction_list(facts, terms, evidence);
    return answer(q, barred ? Answer::No : Answer::Limits, sentence(barred ? "share.no" : "share.limits", {{"terms", text}}), std::move(evidence));
  }
  for (const License* license : licenses) {
    const bool unknown = license->classes.empty() || std::find(license->classes.begin(), license->classes.end(), LicenseClass::Unknown) != license->classes.end();
    if (unknown) {
      return answer(q, Answer::Unknown, sentence("share.unknown-license", {{"license", license->name}, {"place", place_of(facts, license->evidence)}}), license->evidence);
    }
    evidence.insert(evidence.end(), license->evidence.begin(), license->evidence.end());
  }
  if (const Lineage* base = base_of_unknown_terms(facts))
    return answer(q, Answer::Unknown, sentence("share.base-unknown", {{"licenses", license_names(licenses)}, {"base", base->base}, {"place", place_of(facts, base->evidence)}}), base->evidence);
  const bool granted = std::all_of(licenses.begin(), licenses.end(), [](const License* l) { return l->detected; });
  const std::string place = place_of(facts, evidence);
  answer(q, Answer::Yes, sentence(granted ? "share.yes" : "share.claimed", {{"licenses", license_names(licenses)}, {"place", place}}), std::move(evidence));
}

}  // namespace

std::vector<Question> answer_questions(const Facts& facts, const LabelVerdict&) {
  std::vector<Question> questions = {{"run", sentence("question.run"), Answer::Unknown, "", {}},
                                     {"inspect", sentence("question.inspect"), Answer::Unknown, "", {}},
                                     {"data", sentence("question.data"), Answer::Unknown, "", {}},
                                     {"share", sentence("question.share"), Answer::Unknown, "", {}}};
  answer_run(questions[0], facts);
  answer_inspect(questions[1], facts);
  answer_data(questions[2], facts);
  answer_share(questions[3], facts);
  return questions;
}

}  // namespace aboveboard
