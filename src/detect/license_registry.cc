#include "detect/license_registry.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "license/exceptions.h"

namespace aboveboard {
namespace {

constexpr std::size_t kTitleBytes = 80;
constexpr std::size_t kPlaces = 200;  // kept of a license that is named over and over

void add_class(License& license, LicenseClass c) {
  if (std::find(license.classes.begin(), license.classes.end(), c) == license.classes.end()) license.classes.push_back(c);
}

// Known restrictions settle what an unknown text is; "unknown" then says nothing more.
void settle(License& license) {
  if (has_restriction(license.classes)) std::erase(license.classes, LicenseClass::Unknown);
}

void add_evidence(License& license, Evidence evidence) {
  if (license.evidence.size() >= kPlaces) return;
  const auto same = [&](const Evidence& e) { return e.source == evidence.source && e.path == evidence.path && e.line == evidence.line; };
  if (std::none_of(license.evidence.begin(), license.evidence.end(), same)) license.evidence.push_back(std::move(evidence));
}

// One more place where a term is said.
void add_place(Term& term, const Evidence& evidence) {
  const auto same = [&](const Evidence& e) { return e.source == evidence.source && e.path == evidence.path && e.line == evidence.line; };
  const bool known = std::any_of(term.evidence.begin(), term.evidence.end(), same) || std::any_of(term.elsewhere.begin(), term.elsewhere.end(), same);
  if (!known && term.elsewhere.size() < limits::kTermPlacesInCopies) term.elsewhere.push_back(evidence);
}

void fill_from(License& license, const license::Info& info) {
  license.spdx = info.spdx;
  license.name = info.name;
  license.family = info.family;
  license.version = info.version;
}

void fill_classes(License& license, const license::Info& info) {
  for (const LicenseClass c : info.classes) add_class(license, c);
}

}  // namespace

std::string title_of(std::string_view text, std::size_t begin) {
  if (text.substr(begin).starts_with("---\n")) {
    const std::size_t fence = text.find("\n---", begin + 3);
    if (fence != std::string_view::npos) begin = fence + 4;
  }
  while (begin < text.size()) {
    std::size_t end = text.find_first_of("\r\n", begin);
    if (end == std::string_view::npos) end = text.size();
    std::string_view line = trim(text.substr(begin, end - begin));
    while (!line.empty() && std::string_view("#*_=-> ").find(line.front()) != std::string_view::npos) line.remove_prefix(1);
    while (!line.empty() && std::string_view("#*_=- ").find(line.back()) != std::string_view::npos) line.remove_suffix(1);
    const bool markup = line.starts_with('<') || line.starts_with("!--");
    if (line.size() > 3 && !markup) return sanitize_utf8(clip_utf8(line, kTitleBytes));
    begin = end + 1;
  }
  return "";
}

Evidence cite(const std::vector<ScannedSource>& sources, FileRef where, std::size_t begin, std::size_t end, const char* extractor, EvidenceKind kind) {
  const ScannedSource& source = sources[where.source];
  return quote_bytes(source, source.files[where.file], begin, end, extractor, kind);
}

License* LicenseRegistry::find(std::string_view id) {
  const auto found = places_.find(id);
  return found == places_.end() ? nullptr : &licenses_[found->second];
}

const License* LicenseRegistry::find(std::string_view id) const {
  const auto found = places_.find(id);
  return found == places_.end() ? nullptr : &licenses_[found->second];
}

void LicenseRegistry::drop(const std::string& id) {
  std::erase_if(licenses_, [&](const License& license) { return license.id == id; });
  places_.clear();
  for (std::size_t i = 0; i < licenses_.size(); ++i) places_[licenses_[i].id] = i;
}

License& LicenseRegistry::record(const std::string& id, const std::string& name) {
  if (License* known = find(id)) return *known;
  License license;
  license.id = id;
  license.name = name;
  places_[id] = licenses_.size();
  licenses_.push_back(std::move(license));
  return licenses_.back();
}

std::string LicenseRegistry::add_text(FileRef where, const license::Match& match) {
  const std::string& text = sources_[where.source].files[where.file].document->text;
  const license::Info* info = match.id.empty() ? nullptr : license::find(match.id);
  // The line that names the license: its first with words.
  std::size_t line_end = text.find_first_of("\r\n", match.begin + 1);
  Evidence evidence = cite(sources_, where, match.begin, std::min(match.end, line_end == std::string::npos ? text.size() : line_end), "license/text", EvidenceKind::Text);
  const std::string_view body = std::string_view(text).substr(match.begin, match.end - match.begin);
  if (info != nullptr && match.verdict != MatchVerdict::Modified && match.verdict != MatchVerdict::Unknown) {
    License& license = record(info->id, info->name);
    fill_from(license, *info);
    fill_classes(license, *info);
    if (!license.spdx.empty()) license.spdx = license::with_exception(match.id.starts_with(license.spdx + " WITH ") ? match.id : license.spdx, license::around(text, match));
    if (!license.detected || match.verdict < license.verdict) license.verdict = match.verdict;
    license.detected = true;
    add_evidence(license, std::move(evidence));
    if (license.terms.empty()) {
      auto terms = license::locate_terms(*info, body);
      for (auto& term : terms) license::shift(term, match.begin);
      add_terms(info->id, where, terms, "license/terms");
    } else if (copies_[info->id]++ < limits::kLicenseCopies) {
      auto terms = license::locate_terms(*info, body);
      for (auto& term : terms) license::shift(term, match.begin);
      add_places(info->id, where, terms, "license/terms");
    }
    return info->id;
  }
  const bool modified = info != nullptr && match.verdict == MatchVerdict::Modified;
  const std::string name = modified ? "modified " + info->name : title_of(text, match.begin);
  const std::string id = license::license_ref(modified ? "modified-" + info->id : name);
  License& license = record(id, name);
  if (modified) fill_from(license, *info);
  // Changes to a license for models leave its restrictions standing; of any other text only its own words speak.
  if (modified && info->model_license) fill_classes(license, *info);
  license.spdx.clear();
  license.name = name;
  license.verdict = match.verdict;
  license.detected = true;
  license.residue = match.residue;
  add_class(license, LicenseClass::Unknown);
  add_evidence(license, std::move(evidence));
  auto terms = license::read_clauses(body);
  for (auto& term : terms) term.begin += match.begin, term.end += match.begin;
  add_terms(id, where, terms, "license/clauses");
  return id;
}

std::string LicenseRegistry::add_clarified(const license::Info& info, FileRef where, Evidence evidence) {
  License& license = record(info.id, info.name);
  fill_from(license, info);
  fill_classes(license, info);
  license.detected = license.clarified = true;
  add_evidence(license, std::move(evidence));
  const auto& document = sources_[where.source].files[where.file].document;
  if (license.terms.empty()) add_terms(info.id, where, license::locate_terms(info, document ? std::string_view(document->text) : std::string_view()), "license/terms");
  return info.id;
}

std::string LicenseRegistry::add_unread(const std::string& name, Evidence evidence) {
  License& license = record(license::license_ref(name), name);
  add_class(license, LicenseClass::Unknown);
  add_evidence(license, std::move(evidence));
  return license.id;
}

std::string LicenseRegistry::add_declared(const license::Info& info, Evidence evidence) {
  License& license = record(info.id, info.name);
  fill_from(license, info);
  fill_classes(license, info);
  license.declared = true;
  if (!license.detected) license.verdict = MatchVerdict::Unknown;
  if (license.terms.empty() && !license.detected) {
    license.terms = info.terms;
    for (Term& term : license.terms) term.evidence = {evidence};
  } else if (!license.detected) {
    for (Term& term : license.terms) add_place(term, evidence);
  }
  add_evidence(license, std::move(evidence));
  return license.id;
}

std::string LicenseRegistry::add_named(const std::string& name, const std::string& family, const std::vector<LicenseClass>& classes, Evidence evidence) {
  License& license = record(license::license_ref(name), name);
  license.family = family;
  license.declared = true;
  for (const LicenseClass c : classes) add_class(license, c);
  if (license.classes.empty()) add_class(license, LicenseClass::Unknown);
  if (license.terms.empty() && !family.empty()) {
    license.terms = license::common_terms(family);
    for (Term& term : license.terms) term.evidence = {evidence};
  }
  add_evidence(license, std::move(evidence));
  return license.id;
}

std::string LicenseRegistry::add_choice(const license::Expression& expression, Evidence evidence) {
  License& license = record(expression.normalized, expression.normalized);
  license.spdx = expression.normalized;
  license.declared = true;
  for (const LicenseClass c : expression.classes) add_class(license, c);
  add_evidence(license, std::move(evidence));
  return license.id;
}

std::string LicenseRegistry::add_inherited(License license, const std::string& from) {
  const bool known = !license.spdx.empty() || license::find(license.id) != nullptr;
  if (!known && find(license.id) != nullptr) {
    license.id += "-of-" + license::license_ref(from).substr(std::string_view("LicenseRef-").size());
    license.name += " of " + from;
  }
  License& kept = record(license.id, license.name);
  if (!kept.evidence.empty()) return kept.id;  // the release names it as well
  license.applies_to.clear();
  for (Term& term : license.terms) term.origin = TermOrigin::Base;
  kept = std::move(license);
  return kept.id;
}

void LicenseRegistry::add_terms_of(const std::string& id, const std::vector<Term>& terms) {
  License* license = find(id);
  if (license == nullptr) return;
  license->terms.insert(license->terms.end(), terms.begin(), terms.end());
  for (const LicenseClass c : license::classes_of(terms)) add_class(*license, c);
  settle(*license);
}

void LicenseRegistry::add_classes(const std::string& id, const std::vector<LicenseClass>& classes) {
  License* license = find(id);
  if (license == nullptr) return;
  for (const LicenseClass c : classes) add_class(*license, c);
  settle(*license);
}

void LicenseRegistry::add_places(const std::string& id, FileRef where, const std::vector<license::LocatedTerm>& terms, const char* extractor, TermOrigin origin) {
  License* license = find(id);
  if (license == nullptr) return;
  for (const license::LocatedTerm& located : terms) {
    const auto known = std::find_if(license->terms.begin(), license->terms.end(), [&](const Term& term) {
      return term.kind == located.term.kind && term.value == located.term.value && term.condition == located.term.condition && term.origin == origin;
    });
    if (known == license->terms.end() || located.begin == located.end) continue;
    add_place(*known, cite(sources_, where, located.begin, located.end, extractor, EvidenceKind::Text));
    for (const auto& [begin, end] : located.elsewhere) add_place(*known, cite(sources_, where, begin, end, extractor, EvidenceKind::Text));
  }
}

void LicenseRegistry::add_terms(const std::string& id, FileRef where, const std::vector<license::LocatedTerm>& terms, const char* extractor, TermOrigin origin) {
  License* license = find(id);
  if (license == nullptr) return;
  for (const license::LocatedTerm& located : terms) {
    Term term = located.term;
    term.origin = origin;
    if (located.begin < located.end) {
      term.evidence = {cite(sources_, where, located.begin, located.end, extractor, EvidenceKind::Text)};
      term.quote = term.evidence.front().quote;
    } else {
      term.evidence = license->evidence;
    }
    for (const auto& [begin, end] : located.elsewhere) term.elsewhere.push_back(cite(sources_, where, begin, end, extractor, EvidenceKind::Text));
    const auto same = [&](const Term& t) { return t.kind == term.kind && t.value == term.value && t.quote == term.quote && t.origin == origin; };
    const auto known = std::find_if(license->terms.begin(), license->terms.end(), same);
    if (known == license->terms.end()) license->terms.push_back(std::move(term));
    else if (!term.evidence.empty()) add_place(*known, term.evidence.front());
  }
  for (const LicenseClass c : license::classes_of(terms)) add_class(*license, c);
  settle(*license);
}

}  // namespace aboveboard
