#include "audit/audit.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <utility>

#include "audit/clarify.h"
#include "audit/examined.h"
#include "audit/noted.h"
#include "base/text.h"
#include "danger/danger.h"
#include "detect/detect.h"
#include "format/scan.h"
#include "framework/framework.h"
#include "license/license.h"
#include "lineage/lineage.h"
#include "source/source.h"
#include "weights/weights.h"

namespace aboveboard {
namespace {

// The release's name: as given, else the folder that holds all targets, else the first target.
std::string release_name(const std::vector<Target>& targets, const Progress& progress, const Examined& release) {
  if (!progress.options.name.empty() && progress.depth == 0) return progress.options.name;
  const auto folder = [](const Target& target) { return parent_path(target.location); };
  const std::string_view common = folder(targets.front());
  const bool together = std::all_of(targets.begin(), targets.end(), [&](const Target& t) { return folder(t) == common; });
  const std::string_view above = file_name(common);
  if (targets.size() > 1 && together && !above.empty() && above != "." && above != "..") return sanitize_utf8(above);
  return release.sources.front()->info().name;
}

void scan_sources(Examined& release, Diagnostics& notes) {
  for (const auto& source : release.sources) {
    notes.set_source(source->info().name);
    release.scanned.push_back(scan(*source, notes));
    if (release.scanned.back().files.empty()) {
      notes.add(DiagnosticKind::NotExamined, "source/empty", {ErrorKind::NotFound, "the folder holds no files", {".", {}, {}}});
    }
    if (!source->info().role_given) source->info().role = infer_role(release.scanned.back());
  }
}

// The graph: the release's own edges with their proofs, then those of its bases, each told apart by whose they are.
void add_graph(const Examined& release, Facts& facts, Diagnostics& notes) {
  for (const Examined& base : release.bases) {
    for (const SourceInfo& info : base.report.facts.release.sources) facts.release.sources.push_back(info);
    for (Lineage& line : facts.lineage) {
      if (line.of.empty() && line.base == base.base) line.proofs = lineage::compare(release.scanned, base.scanned, {}, notes);
    }
    for (Lineage line : base.report.facts.lineage) {
      if (line.of.empty()) line.of = base.base;
      facts.lineage.push_back(std::move(line));
    }
    for (const NotExamined& item : base.report.facts.not_examined) facts.not_examined.push_back({base.base + ": " + item.what, item.why, false});
  }
}

// That the sources are the whole release is the caller's word; a store that may hold only a part of it knows better.
bool is_complete(const Examined& release, const Progress& progress, Diagnostics& notes) {
  if (!progress.options.complete || progress.depth != 0) return false;
  for (const auto& source : release.sources) {
    if (source->info().partial.empty()) continue;
    notes.set_source(source->info().name);
    notes.add(DiagnosticKind::NotExamined, "source/partial", {ErrorKind::NotFound, "--complete was not taken at its word: " + source->info().partial, {".", {}, {}}});
    notes.set_source("");
    return false;
  }
  return true;
}

std::vector<FileFormat> file_formats(const std::vector<ScannedSource>& sources) {
  std::vector<FileFormat> found;
  for (const ScannedSource& source : sources) {
    for (const ScannedFile& file : source.files) {
      if (!file.contents.formats.empty()) found.push_back({source.source->info().name, file.path, file.contents.formats});
    }
  }
  return found;
}

// Code that is named and lies elsewhere can be given, not fetched.
void note_code_elsewhere(const Progress& progress, Facts& facts) {
  if (!progress.options.follow || progress.depth != 0) return;
  for (const ComponentId id : {ComponentId::InferenceCode, ComponentId::TrainingCode, ComponentId::DataProcessingCode, ComponentId::EvaluationCode}) {
    const Component& code = component(facts, id);
    if (code.presence == Presence::Referenced)
      facts.not_examined.push_back({std::string(display_name(id)), "it is named and lies elsewhere: code is not fetched from hosts other than the hub; give its folder with --code", false});
  }
}

enum class Standing { First, Last };

// `more` beside what texts say; where both say a thing, its evidence stands first or last.
void add_statements(std::vector<Statement> more, Standing standing, std::vector<Statement>& statements) {
  for (Statement& one : more) {
    const auto known = std::find_if(statements.begin(), statements.end(), [&](const Statement& said) { return said.id == one.id; });
    if (known == statements.end()) statements.push_back(std::move(one));
    else known->evidence.insert(standing == Standing::First ? known->evidence.begin() : known->evidence.end(), one.evidence.begin(), one.evidence.end());
  }
}

Facts gather(const std::vector<Target>& targets, const Progress& progress, const Examined& release, Diagnostics& notes) {
  const std::vector<ScannedSource>& scanned = release.scanned;
  const bool complete = is_complete(release, progress, notes);
  Facts facts;
  const Scope scope{scanned, complete, clarify(scanned, progress.options.clarifications, facts.clarifications)};
  facts.release.complete = complete;
  facts.asked = progress.options.asked;
  for (const auto& source : release.sources) facts.release.sources.push_back(source->info());
  facts.release.name = release_name(targets, progress, release);
  facts.lineage = release.lineage;
  facts.bases = release.labels;
  // The detectors only read what was scanned, and know nothing of each other.
  auto statements = std::async(std::launch::async, [&] { return detect_statements(scope); });
  auto licenses = std::async(std::launch::async, [&] { return read_licenses(scope); });
  auto claims = std::async(std::launch::async, [&] { return detect_claims(scope); });
  facts.weights = weights::collect_weights(scanned, notes);
  facts.components = detect_components(scope);
  facts.file_formats = file_formats(scanned);
  facts.statements = statements.get();
  // What the caller vouches for takes nothing back of what texts say; the ids were checked before.
  if (auto asserted = asserted_statements(progress.options.asserted); asserted && progress.depth == 0) add_statements(std::move(*asserted), Standing::Last, facts.statements);
  // Texts about data are read while it is settled what governs what, on a copy of what that changes.
  Diagnostics data_notes;
  auto information = std::async(std::launch::async, [&scope, &data_notes, &said = std::as_const(facts.statements), components = facts.components] {
    return detect_data_information(scope, said, components, data_notes);
  });
  Governance governance = detect_governance(*licenses.get(), facts.statements, facts.components, facts.lineage, release.linked, facts.release.name);
  facts.licenses = std::move(governance.licenses);
  facts.governing = std::move(governance.governing);
  facts.findings = std::move(governance.findings);
  facts.claims = claims.get();
  facts.card = detect_card(scope);
  facts.digests = compute_digests(scanned, progress.options.digests, notes);
  const auto add = [&](std::vector<Finding> findings) { std::move(findings.begin(), findings.end(), std::back_inserter(facts.findings)); };
  add(judge(scanned));
  add(judge_digests(facts.digests));
  if (progress.depth == 0) add(judge_clarifications(facts.clarifications));
  add(lineage::contradictions(scanned, release.lineage));
  facts.measures = detect_measures(scope, facts.weights, facts.statements, release.lineage);
  DataInformation data = information.get();
  notes.append(std::move(data_notes));
  facts.data_aspects = std::move(data.aspects);
  facts.data_sources = std::move(data.sources);
  // A property of a machine-readable description is plainer than prose.
  add_statements(std::move(data.statements), Standing::First, facts.statements);
  add_graph(release, facts, notes);
  note_code_elsewhere(progress, facts);
  add_noted(notes, false, facts);
  return facts;
}

std::vector<Finding> all_findings(const Facts& facts, const LabelVerdict& label) {
  std::vector<Finding> findings = find_openwashing(facts, label);
  findings.insert(findings.end(), facts.findings.begin(), facts.findings.end());
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) { return a.level < b.level; });
  return findings;
}

void judge_release(const std::vector<Framework>& given, Report& report) {
  report.frameworks = evaluate_frameworks(report.facts);
  std::vector<FrameworkResult> of_given = evaluate_frameworks(report.facts, given);
  std::move(of_given.begin(), of_given.end(), std::back_inserter(report.frameworks));
  report.label = derive_label(report.facts, report.frameworks);
  report.questions = answer_questions(report.facts, report.label);
  report.uses = answer_uses(report.facts, report.label);
  report.capabilities = answer_capabilities(report.facts);
  report.next_steps = next_steps(report.facts, report.label);
  report.language = careful_language(report.facts, report.label, report.frameworks);
  report.findings = all_findings(report.facts, report.label);
}

Result<Examined> examine_release(const std::vector<Target>& targets, Progress& progress, Diagnostics& notes) {
  Examined release;
  std::vector<Target> own, bases;
  for (const Target& target : targets) (target.role == Role::Base ? bases : own).push_back(target);
  if (own.empty()) return fail(ErrorKind::Usage, "nothing to audit: name a folder, a file, or a repository");
  for (const Target& target : own) {
    ABOVEBOARD_ASSIGN(auto source, open_target(target, progress, notes));
    release.sources.push_back(std::move(source));
  }
  progress.visited.insert(to_lower(release.sources.front()->info().identity));
  scan_sources(release, notes);
  release.lineage = lineage::declared(release.scanned);
  follow_data(release, progress, notes);
  follow_bases(release, bases, progress, examine_release, notes);
  notes.set_source("");
  release.report.facts = gather(own, progress, release, notes);
  judge_release(progress.options.frameworks, release.report);
  return release;
}

}  // namespace

Result<Report> audit(const AuditOptions& options) {
  if (const auto asserted = asserted_statements(options.asserted); !asserted) return fail(asserted.error());
  for (const Clarification& said : options.clarifications) {
    if (license::find(said.license) == nullptr) return fail(ErrorKind::Usage, "a clarification names an unknown license: " + said.license, {said.path, {}, {}});
  }
  Diagnostics notes;
  Progress progress{options, {}, {}, {}, 0};
  ABOVEBOARD_ASSIGN(Examined release, examine_release(options.targets, progress, notes));
  return std::move(release.report);
}

}  // namespace aboveboard
