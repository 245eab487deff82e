#include <algorithm>
#include <array>

#include "base/text.h"
#include "detect/governance.h"
#include "license/compose.h"

namespace aboveboard {
namespace {

// Letters and digits alone, in lower case: "lab/Some-Model_7B" and "some model 7b" are the same name.
std::string bare(std::string_view name) {
  std::string letters;
  for (const char c : to_lower(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
  }
  return letters;
}

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

std::string own_name(const Lineage& line) { return bare(line.base.substr(line.base.find_last_of('/') + 1)); }

// A source that the caller gave under the base's name: its texts and tags are the base's.
bool is_source_of(const ScannedSource& source, const std::string& name) {
  return name.size() >= kTellingName && (bare(source.source->info().name) == name || bare(file_name(source.source->info().location)) == name);
}

// "LICENSE-base", "base_model/LICENSE", "LICENSE.otter-7b": a license file that is named for the base.
bool is_text_of(const LicenseText& text, const std::string& name, bool only_base) {
  const std::string path = to_lower(text.path);
  if (name.size() >= kTellingName && bare(path).find(name) != std::string::npos) return true;
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
  if (name.size() >= kTellingName && bare(statement.words).find(name) != std::string::npos) return true;
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

bool is_unclear(const License& license) {
  return license.classes.empty() || std::find(license.classes.begin(), license.classes.end(), LicenseClass::Unknown) != license.classes.end();
}

bool asks_for_the_same_terms(const License& license) {
  return std::any_of(license.terms.begin(), license.terms.end(), [](const Term& term) { return term.kind == TermKind::ShareAlike && license::strictness(term) > 0; });
}

// What of a license reaches those who get a derivative.
bool is_passed_on(const Term& term) {
  switch (term.kind) {
    case TermKind::Patent:
    case TermKind::Termination:
    case TermKind::UnilateralChange:
    case TermKind::RemoteCutoff: return false;
    default: return license::strictness(term) > 0;
  }
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

void add_base(const Ground& ground, Lineage& line, bool only_base, Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings) {
  BaseLicense found = find_license(ground, line, only_base);
  std::erase_if(found.ids, [&](const std::string& id) { return registry.find(id) == nullptr; });
  if (found.ids.empty()) {
    const License* own = flowing_down(ruling, registry);
    if (own != nullptr) {
      line.licenses = {own->id};
      line.terms_inherited = terms_in_words(*own);
      return;
    }
    add_finding(findings, "license/base-terms-unknown", FindingLevel::Note, "Made from " + line.base + ", whose license these files do not tell; what it passes on is unknown.",
                "Name the base's license in the card, and put its text beside the release's own.", line.evidence);
    return;
  }
  line.licenses = found.ids;
  line.terms_inherited.clear();
  for (const std::string& id : found.ids) {
    const License& license = *registry.find(id);
    line.terms_inherited += (line.terms_inherited.empty() ? "" : "; ") + terms_in_words(license);
    const bool own = std::find(ruling.licenses.begin(), ruling.licenses.end(), id) != ruling.licenses.end();
    const License* first = ruling.licenses.empty() ? nullptr : registry.find(ruling.licenses.front());
    if (!own && all_open(license.classes) && asks_for_the_same_terms(license) && first != nullptr) {
      EvidenceList both = found.evidence;
      if (!first->evidence.empty()) both.push_back(first->evidence.front());
      add_finding(findings, "license/base-terms-dropped", FindingLevel::Warning, "The base comes under " + license.name + ", which asks for the same terms; the release is under " + first->name + ".",
                  "A derivative cannot give more than its base does: pass the base's terms on, and say so in the card.", std::move(both));
    }
    if (!all_open(license.classes) && !is_unclear(license)) take_in(id, ruling, registry);
  }
  for (const Evidence& e : found.evidence) {
    const auto same = [&](const Evidence& known) { return known.path == e.path && known.line == e.line && known.source == e.source; };
    if (std::none_of(line.evidence.begin(), line.evidence.end(), same)) line.evidence.push_back(e);
  }
}

}  // namespace

void add_bases(const Ground& ground, std::vector<Lineage>& lineage, Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings) {
  // A data set is no base: what its license asks of models is told of the data.
  const auto is_base = [](const Lineage& line) { return line.relation != "dataset"; };
  const bool only = std::count_if(lineage.begin(), lineage.end(), is_base) == 1;
  for (Lineage& line : lineage) {
    if (is_base(line)) add_base(ground, line, only, ruling, registry, findings);
  }
}

}  // namespace aboveboard
