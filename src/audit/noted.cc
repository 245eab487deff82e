#include "audit/noted.h"

#include <algorithm>

#include "base/text.h"
#include "framework/rules.h"

namespace aboveboard {
namespace {

std::string shown_place(const Diagnostic& diagnostic, std::size_t source_count) {
  const Place& place = diagnostic.error.place;
  std::string text = place.path.empty() ? diagnostic.source : place.path;
  if (place.path == "." && !diagnostic.source.empty()) text = diagnostic.source;  // the target itself
  // A file that was named by itself is called what the caller calls it.
  if (file_name(diagnostic.source) == place.path) text = diagnostic.source;
  else if (source_count > 1 && !place.path.empty() && place.path != "." && !diagnostic.source.empty()) text = diagnostic.source + "/" + place.path;
  return place.member.empty() ? text : text + "!" + place.member;
}

Evidence evidence_of(const Diagnostic& diagnostic) {
  Evidence evidence;
  evidence.source = diagnostic.source;
  evidence.path = diagnostic.error.place.path.empty() ? diagnostic.source : diagnostic.error.place.path;
  evidence.member = diagnostic.error.place.member;
  evidence.line = diagnostic.error.place.line;
  evidence.byte = diagnostic.error.place.byte;
  evidence.extractor = diagnostic.rule;
  evidence.kind = diagnostic.error.place.line ? EvidenceKind::Text : EvidenceKind::Bytes;
  return evidence;
}

// A named file is called what the caller calls it.
void name_as_given(EvidenceList& list, const Source& source) {
  for (Evidence& item : list) {
    if (item.source == source.info().name && source.info().kind == "file") item.path = source.info().location;
  }
}

}  // namespace

void add_noted(const Diagnostics& notes, bool all_named, Facts& facts) {
  for (const Diagnostic& diagnostic : notes.items()) {
    if (diagnostic.kind == DiagnosticKind::NotExamined) {
      const bool named = all_named || diagnostic.error.kind != ErrorKind::Unsupported;
      facts.not_examined.push_back({shown_place(diagnostic, facts.release.sources.size()), diagnostic.error.message, named});
      continue;
    }
    const RuleText* rule = find_rule(diagnostic.rule);
    const FindingLevel level = diagnostic.kind == DiagnosticKind::Invalid ? FindingLevel::Error : FindingLevel::Note;
    facts.findings.push_back({diagnostic.rule, level, diagnostic.error.message, rule == nullptr ? "" : rule->fix, {evidence_of(diagnostic)}});
  }
  std::stable_sort(facts.findings.begin(), facts.findings.end(), [](const Finding& a, const Finding& b) { return a.level < b.level; });
}

Result<std::unique_ptr<Source>> open_named(const std::string& location, const Places& places, Diagnostics& notes, Facts& facts) {
  notes.set_source(location);
  auto source = is_explicit(location) ? open_place(location, location, places, notes) : open_source(location, location, notes);
  if (source) return source;
  Error error = std::move(source.error());
  if (error.place.path.empty()) error.place.path = location;
  facts.not_examined.push_back({location, error.message, true});
  return fail(std::move(error));
}

void name_as_given(const std::vector<std::unique_ptr<Source>>& sources, Facts& facts) {
  for (const auto& source : sources) {
    for (License& license : facts.licenses) {
      name_as_given(license.evidence, *source);
      for (Term& term : license.terms) name_as_given(term.evidence, *source);
    }
    for (WeightsFile& file : facts.weights.files) {
      if (file.source == source->info().name && source->info().kind == "file") file.path = source->info().location;
      name_as_given(file.evidence, *source);
    }
    name_as_given(facts.weights.evidence, *source);
    for (Finding& finding : facts.findings) name_as_given(finding.evidence, *source);
    facts.release.sources.push_back(source->info());
  }
}

}  // namespace aboveboard
