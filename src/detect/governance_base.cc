#include <algorithm>
#include <array>

#include "base/text.h"
#include "detect/governance.h"
#include "license/compose.h"

namespace aboveboard {
namespace {

constexpr std::size_t kTellingName = 4;  // a shorter name stands in other words by chance

// What the files say of the license of one base.
struct BaseLicense {
  std::vector<std::string> ids;  // License::id
  EvidenceList evidence;
};

void add(BaseLicense& found, const std::vector<std::string>& ids, const EvidenceList& evidence) {
  for (const std::string& id : ids) {
    if (std::find(found.ids.begin(), found.ids.end(), id) == found.ids.end()) found.ids.push_back(id);
  }
  for (const Evidence& e : evidence) {
    if (found.evidence.size() < 3) found.evidence.push_back(e);
  }
}

std::string own_name(const Lineage& line) { return letters_and_digits(line.base.substr(line.base.find_last_of('/') + 1)); }

// A source that the caller gave under the base's name: its texts and tags are the base's.
bool is_source_of(const ScannedSource& source, const std::string& name) {
  return name.size() >= kTellingName && (letters_and_digits(source.source->info().name) == name || letters_and_digits(file_name(source.source->info().location)) == name);
}

// "LICENSE-base", "base_model/LICENSE", "LICENSE.otter-7b": a license file that is named for the base.
bool is_text_of(const LicenseText& text, const std::string& name, bool only_base) {
  const std::string path = to_lower(text.path);
  if (name.size() >= kTellingName && letters_and_digits(path).find(name) != std::string::npos) return true;
  if (!only_base) return false;
  for (std::size_t at = path.find("base"); at != std::string::npos; at = path.find("base", at + 1)) {
    const auto letter = [&](std::size_t i) { return i < path.size() && path[i] >= 'a' && path[i] <= 'z'; };
    if ((at == 0 || !letter(at - 1)) && !letter(at + 4)) return true;
  }
  return false;
}

// A sentence that names the base, or says "base model", beside a license: "fine-tuned from X, which is under the Y license".
bool speaks_of(const LicenseStatement& statement, const std::string& name, bool only_base) {
  if (statement.kind != StatementKind::Sentence || statement.words.empty()) return false;
  if (name.size() >= kTellingName && letters_and_digits(statement.words).find(name) != std::string::npos) return true;
  return only_base && (statement.words.find("base model") != std::string::npos || statement.words.find("基座模型") != std::string::npos);
}

BaseLicense find_license(const Ground& ground, const Lineage& line, bool only_base) {
  const std::string name = own_name(line);
  BaseLicense found;
  for (const LicenseText& text : ground.texts) {
    const bool theirs = is_source_of(ground.sources[text.where.source], name) && text.folder.empty() && text.covers != Covers::Code && text.covers != Covers::Docs;
    if (text.policy || text.notice_file || text.ids.empty() || text.unread || !(theirs || is_text_of(text, name, only_base))) continue;
    const ScannedSource& source = ground.sources[text.where.source];
    add(found, text.ids, {listing(source, source.files[text.where.file], "lineage/license-file")});
  }
  for (const LicenseStatement& statement : ground.statements) {
    const bool theirs = statement.kind == StatementKind::Tag && is_source_of(ground.sources[statement.where.source], name);
    if (statement.resolved && (theirs || speaks_of(statement, name, only_base))) add(found, statement.ids, {statement.evidence});
  }
  return found;
}

BaseLicense license_of(const LinkedBase& linked, LicenseRegistry& registry) {
  BaseLicense found;
  for (const License& license : linked.licenses) {
    EvidenceList evidence = license.evidence;
    if (evidence.size() > 1) evidence.resize(1);
    add(found, {registry.add_inherited(license, linked.base)}, evidence);
  }
  return found;
}

const LinkedBase* linked_for(const Lineage& line, const std::vector<LinkedBase>& bases) {
  const auto linked = std::find_if(bases.begin(), bases.end(), [&](const LinkedBase& base) { return base.base == line.base; });
  return linked == bases.end() ? nullptr : &*linked;
}

bool is_unclear(const License& license) {
  return license.classes.empty() || std::find(license.classes.begin(), license.classes.end(), LicenseClass::Unknown) != license.classes.end();
}

bool asks_for_the_same_terms(const License& license) {
  return std::any_of(license.terms.begin(), license.terms.end(), [](const Term& term) { return term.kind == TermKind::ShareAlike && license::strictness(term) > 0; });
}

std::string terms_in_words(const License& license) {
  std::vector<std::string> kinds;
  for (const Term& term : license.terms) {
    std::string kind(to_string(term.kind));
    std::replace(kind.begin(), kind.end(), '-', ' ');
    if (license::strictness(term) == 2) kind = "no " + (term.kind == TermKind::FieldOfUse ? "use in some fields" : kind);
    if (is_passed_on(term) && std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(std::move(kind));
  }
  std::string words = license.name.empty() ? license.id : license.name;
  for (std::size_t i = 0; i < kinds.size(); ++i) words += (i == 0 ? ": " : ", ") + kinds[i];
  return words;
}

// The release's own license must be passed on by derivatives: then it is what the base gave, as far as the release tells.
const License* flowing_down(const Ruling& ruling, const LicenseRegistry& registry) {
  for (const std::string& id : ruling.licenses) {
    const License* license = registry.find(id);
    const license::Info* info = license::find(id);
    const bool flows = license != nullptr && ((info != nullptr && info->model_license) || asks_for_the_same_terms(*license));
    if (flows && !all_open(license->classes) && !is_unclear(*license)) return license;
  }
  return nullptr;
}

// Its terms reach the weights through the base alone.
void take_in(const std::string& id, Ruling& ruling, LicenseRegistry& registry) {
  if (std::find(ruling.licenses.begin(), ruling.licenses.end(), id) != ruling.licenses.end()) return;
  for (Term& term : registry.find(id)->terms) term.origin = TermOrigin::Base;
  ruling.licenses.push_back(id);
  ruling.scope = std::max(ruling.scope, LicenseScope::Inferred);
}

void tell_unknown(const Lineage& line, const LinkedBase* linked, std::vector<Finding>& findings) {
  const std::string why = linked == nullptr ? ", whose license these files do not tell; what it passes on is unknown." : ", which is here and names no license: nothing says that it may be passed on.";
  add_finding(findings, "license/base-terms-unknown", FindingLevel::Note, "Made from " + line.base + why, "Name the base's license in the card, and put its text beside the release's own.", line.evidence);
}

// What the base gives under a license that restricts, or that must stay, comes out of the release under one that is open.
void tell_drift(const License& base, const License& own, const BaseLicense& found, const Lineage& line, std::vector<Finding>& findings) {
  EvidenceList both;
  if (!own.evidence.empty()) both.push_back(own.evidence.front());
  both.insert(both.end(), found.evidence.begin(), found.evidence.end());
  const std::string what = all_open(base.classes) ? ", which asks for the same terms" : ", which restricts";
  add_finding(findings, "license/drift", FindingLevel::Error, "The base " + line.base + " comes under " + base.name + what + "; the release is given under " + own.name + ".",
              "A derivative cannot give more than its base does: pass the base's terms on, and say so in the card.", std::move(both));
}

void add_base(const Ground& ground, const std::vector<LinkedBase>& bases, Lineage& line, bool only_base, Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings) {
  const LinkedBase* linked = linked_for(line, bases);
  BaseLicense found = linked == nullptr ? find_license(ground, line, only_base) : license_of(*linked, registry);
  std::erase_if(found.ids, [&](const std::string& id) { return registry.find(id) == nullptr; });
  if (found.ids.empty()) {
    if (!inherits_terms(line)) return;
    if (linked != nullptr) return tell_unknown(line, linked, findings);
    const License* own = flowing_down(ruling, registry);
    if (own != nullptr) {
      line.licenses = {own->id};
      line.terms_inherited = terms_in_words(*own);
      return;
    }
    return tell_unknown(line, linked, findings);
  }
  line.licenses = found.ids;
  line.terms_inherited.clear();
  for (const std::string& id : found.ids) {
    const License& license = *registry.find(id);
    line.terms_inherited += (line.terms_inherited.empty() ? "" : "; ") + terms_in_words(license);
    const bool own = std::find(ruling.licenses.begin(), ruling.licenses.end(), id) != ruling.licenses.end();
    const License* first = ruling.licenses.empty() ? nullptr : registry.find(ruling.licenses.front());
    if (!inherits_terms(line) || own) continue;
    const bool restricts = has_restriction(license.classes), stays = all_open(license.classes) && asks_for_the_same_terms(license);
    if (first != nullptr && (stays || (restricts && all_open(first->classes)))) tell_drift(license, *first, found, line, findings);
    if (restricts) take_in(id, ruling, registry);
  }
  for (const Evidence& e : found.evidence) {
    const auto same = [&](const Evidence& known) { return known.path == e.path && known.line == e.line && known.source == e.source; };
    if (std::none_of(line.evidence.begin(), line.evidence.end(), same)) line.evidence.push_back(e);
  }
}

}  // namespace

bool is_passed_on(const Term& term) {
  switch (term.kind) {
    case TermKind::Patent:
    case TermKind::Termination:
    case TermKind::UnilateralChange:
    case TermKind::RemoteCutoff: return false;
    default: return license::strictness(term) > 0;
  }
}

void add_bases(const Ground& ground, const std::vector<LinkedBase>& bases, std::vector<Lineage>& lineage, Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings) {
  const auto models = std::count_if(lineage.begin(), lineage.end(), inherits_terms);
  for (Lineage& line : lineage) add_base(ground, bases, line, models == 1 && inherits_terms(line), ruling, registry, findings);
}

}  // namespace aboveboard
