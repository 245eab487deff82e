#include "audit/audit.h"

#include <algorithm>
#include <future>
#include <memory>

#include "audit/noted.h"
#include "base/text.h"
#include "danger/danger.h"
#include "detect/detect.h"
#include "format/scan.h"
#include "framework/framework.h"
#include "lineage/lineage.h"
#include "source/source.h"
#include "weights/weights.h"

namespace aboveboard {
namespace {

using Sources = std::vector<std::unique_ptr<Source>>;

// A short name for a target: its last folder or file name; made unique by a number.
std::string source_name(const std::string& location, const Sources& taken) {
  std::string path = location;
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  std::string base(file_name(path));
  if (base.empty() || base == "." || base == "..") base = "release";
  base = sanitize_utf8(base);
  std::string name = base;
  const auto used = [&](const std::unique_ptr<Source>& source) { return source->info().name == name; };
  for (int number = 2; std::any_of(taken.begin(), taken.end(), used); ++number) name = base + "-" + std::to_string(number);
  return name;
}

Result<Sources> open_targets(const AuditOptions& options, Diagnostics& notes) {
  Sources sources;
  for (const Target& target : options.targets) {
    const std::string name = source_name(target.location, sources);
    notes.set_source(name);
    auto source = open_source(target.location, name, notes);
    if (!source) return fail(std::move(source.error()));
    if (target.role) {
      (*source)->info().role = *target.role;
      (*source)->info().role_given = true;
    }
    sources.push_back(std::move(*source));
  }
  return sources;
}

std::vector<ScannedSource> scan_sources(const Sources& sources, Diagnostics& notes) {
  std::vector<ScannedSource> scanned;
  for (const auto& source : sources) {
    notes.set_source(source->info().name);
    scanned.push_back(scan(*source, notes));
    if (scanned.back().files.empty()) {
      notes.add(DiagnosticKind::NotExamined, "source/empty", {ErrorKind::NotFound, "the folder holds no files", {".", {}, {}}});
    }
    if (!source->info().role_given) source->info().role = infer_role(scanned.back());
  }
  notes.set_source("");
  return scanned;
}

// The release's name: as given, else the folder that holds all targets, else the first target.
std::string release_name(const AuditOptions& options, const std::vector<ScannedSource>& scanned) {
  if (!options.name.empty()) return options.name;
  const auto folder = [](const Target& target) { return parent_path(target.location); };
  const std::string_view common = folder(options.targets.front());
  const bool together = std::all_of(options.targets.begin(), options.targets.end(), [&](const Target& t) { return folder(t) == common; });
  const std::string_view above = file_name(common);
  if (options.targets.size() > 1 && together && !above.empty() && above != "." && above != "..") return sanitize_utf8(above);
  return scanned.front().source->info().name;
}

Facts gather(const AuditOptions& options, const std::vector<ScannedSource>& scanned, Diagnostics& notes) {
  const Scope scope{scanned, options.complete};
  Facts facts;
  facts.release.complete = options.complete;
  for (const ScannedSource& source : scanned) facts.release.sources.push_back(source.source->info());
  facts.release.name = release_name(options, scanned);
  // The detectors only read what was scanned, and know nothing of each other.
  auto statements = std::async(std::launch::async, [&] { return detect_statements(scope); });
  auto licenses = std::async(std::launch::async, [&] { return read_licenses(scope); });
  auto claims = std::async(std::launch::async, [&] { return detect_claims(scope); });
  facts.weights = weights::collect_weights(scanned, notes);
  facts.components = detect_components(scope);
  facts.lineage = lineage::declared(scanned);
  facts.statements = statements.get();
  Governance governance = detect_governance(*licenses.get(), facts.statements, facts.components, facts.lineage);
  facts.licenses = std::move(governance.licenses);
  facts.governing = std::move(governance.governing);
  facts.findings = std::move(governance.findings);
  facts.claims = claims.get();
  facts.digests = compute_digests(scanned, options.digests, notes);
  for (Finding& finding : judge(scanned)) facts.findings.push_back(std::move(finding));
  for (Finding& finding : judge_digests(facts.digests)) facts.findings.push_back(std::move(finding));
  add_noted(notes, false, facts);
  return facts;
}

std::vector<Finding> all_findings(const Facts& facts, const LabelVerdict& label) {
  std::vector<Finding> findings = find_openwashing(facts, label);
  findings.insert(findings.end(), facts.findings.begin(), facts.findings.end());
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) { return a.level < b.level; });
  return findings;
}

}  // namespace

Result<Report> audit(const AuditOptions& options) {
  if (options.targets.empty()) return fail(ErrorKind::Usage, "nothing to audit: name a folder or a file");
  Diagnostics notes;
  ABOVEBOARD_ASSIGN(const Sources sources, open_targets(options, notes));
  const std::vector<ScannedSource> scanned = scan_sources(sources, notes);
  Report report;
  report.facts = gather(options, scanned, notes);
  report.frameworks = evaluate_frameworks(report.facts);
  report.label = derive_label(report.facts, report.frameworks);
  report.questions = answer_questions(report.facts, report.label);
  report.uses = answer_uses(report.facts, report.label);
  report.language = careful_language(report.facts, report.label);
  report.findings = all_findings(report.facts, report.label);
  return report;
}

}  // namespace aboveboard
