// Who names which license: statements against texts, and statements against each other, with the place of both.
#include <algorithm>
#include <set>
#include <tuple>

#include "base/text.h"
#include "detect/governance.h"

namespace aboveboard {
namespace {

const char* const kHelp = "Correct one of the two; until then the more restrictive governs.";

// Two records that do not contradict each other: the same license, revisions of one name, a family and one of its versions, a choice and one of its branches.
bool agree(const License& a, const License& b) {
  if (a.id == b.id || a.name == b.name || (!a.family.empty() && a.family == b.family && (a.version.empty() || b.version.empty()))) return true;
  const auto offers = [](const License& choice, const License& branch) {
    if (choice.id.find(" OR ") == std::string::npos) return false;
    const auto expression = license::parse_expression(choice.id);
    return expression && std::find(expression->ids.begin(), expression->ids.end(), branch.id) != expression->ids.end();
  };
  return offers(a, b) || offers(b, a);
}

bool agree(const std::vector<std::string>& a, const std::vector<std::string>& b, const LicenseRegistry& registry) {
  for (const std::string& id_a : a) {
    for (const std::string& id_b : b) {
      const License *one = registry.find(id_a), *other = registry.find(id_b);
      if (one == nullptr || other == nullptr || agree(*one, *other)) return true;
    }
  }
  return a.empty() || b.empty();
}

std::string name_of(const std::vector<std::string>& ids, const LicenseRegistry& registry) {
  std::string names;
  for (const std::string& id : ids) {
    const License* license = registry.find(id);
    if (license != nullptr) names += (names.empty() ? "" : " and ") + license->name;
  }
  return names;
}

void mark(const std::vector<std::string>& ids, LicenseRegistry& registry) {
  for (const std::string& id : ids) {
    if (License* license = registry.find(id)) license->conflict = true;
  }
}

// A name that stands for a license whose terms are known. What only names "other" or a family says too little to disagree.
bool is_definite(const LicenseStatement& statement) { return statement.resolved && !statement.of_a_part && !statement.ids.empty() && statement.kind != StatementKind::Prompt; }

EvidenceList evidence_of(const LicenseText& text, const Ground& ground, const LicenseRegistry& registry) {
  EvidenceList found;
  for (const std::string& id : text.ids) {
    const License* license = registry.find(id);
    for (const Evidence& e : license == nullptr ? EvidenceList{} : license->evidence) {
      if (e.path == text.path && e.source == ground.sources[text.where.source].source->info().name && e.kind != EvidenceKind::Tag) found.push_back(e);
    }
  }
  const ScannedSource& source = ground.sources[text.where.source];
  if (found.empty()) found.push_back(listing(source, source.files[text.where.file], "license/file-name"));
  found.resize(1);
  return found;
}

void against_texts(const LicenseStatement& statement, const std::vector<const LicenseText*>& texts, const Ground& ground, LicenseRegistry& registry, std::vector<Finding>& findings) {
  std::vector<const LicenseText*> others;
  for (const LicenseText* text : texts) {
    if (text->ids.empty() || text->unread || text->policy || text->notice_file) continue;
    if (agree(statement.ids, text->ids, registry)) return;
    others.push_back(text);
  }
  if (others.empty()) return;
  EvidenceList both = {statement.evidence};
  std::vector<std::string> held;
  for (const LicenseText* text : others) {
    for (Evidence& e : evidence_of(*text, ground, registry)) both.push_back(std::move(e));
    for (const std::string& id : text->ids) {
      if (std::find(held.begin(), held.end(), id) == held.end()) held.push_back(id);
    }
    mark(text->ids, registry);
  }
  mark(statement.ids, registry);
  const bool tag = statement.kind == StatementKind::Tag, badge = statement.kind == StatementKind::Badge;
  add_finding(findings, tag ? "license/tag-text-conflict" : badge ? "license/badge-conflict" : "license/sentence-text-conflict", tag ? FindingLevel::Error : FindingLevel::Warning,
           std::string(tag ? "The card's tag" : badge ? "A badge" : "A sentence") + " says " + name_of(statement.ids, registry) + ", the license file holds " + name_of(held, registry) + ".", kHelp, std::move(both));
}

// The texts at the top of a source that speak for all of it, or for what a statement speaks of.
std::vector<const LicenseText*> texts_at_top(const LicenseStatement& statement, const Ground& ground) {
  std::vector<const LicenseText*> texts;
  for (const LicenseText& text : ground.texts) {
    const bool fits = text.covers == Covers::General || std::find(statement.covers.begin(), statement.covers.end(), text.covers) != statement.covers.end();
    if (text.where.source == statement.where.source && text.folder.empty() && fits) texts.push_back(&text);
  }
  return texts;
}

bool same_subject(const LicenseStatement& tag, const LicenseStatement& other) {
  if (other.covers.empty()) return other.kind == StatementKind::Badge;
  return std::any_of(other.covers.begin(), other.covers.end(), [&](Covers c) { return std::find(tag.covers.begin(), tag.covers.end(), c) != tag.covers.end(); });
}

void against_tag(const LicenseStatement& tag, const LicenseStatement& other, LicenseRegistry& registry, std::vector<Finding>& findings) {
  const bool two_tags = other.kind == StatementKind::Tag;
  if (two_tags && other.where.source == tag.where.source && other.where.file == tag.where.file) return;  // a list of tags: all of them hold
  if (!same_subject(tag, other) || agree(tag.ids, other.ids, registry)) return;
  mark(tag.ids, registry);
  mark(other.ids, registry);
  const bool badge = other.kind == StatementKind::Badge;
  add_finding(findings, two_tags ? "license/tags-conflict" : badge ? "license/badge-conflict" : "license/sentence-tag-conflict", two_tags ? FindingLevel::Error : FindingLevel::Warning,
           std::string(two_tags ? "Another tag" : badge ? "A badge" : "A sentence") + " says " + name_of(other.ids, registry) + ", the card's tag says " + name_of(tag.ids, registry) + ".", kHelp,
           {other.evidence, tag.evidence});
}

// Statements that say something definite, each once for a file: what is said over and over is compared once.
std::vector<const LicenseStatement*> different_statements(const Ground& ground) {
  constexpr std::size_t kCompared = 500;  // more than any card says; each is compared with each
  using Said = std::tuple<std::size_t, std::size_t, StatementKind, std::vector<Covers>, std::vector<std::string>, bool>;
  std::set<Said> seen;
  std::vector<const LicenseStatement*> statements;
  for (const LicenseStatement& statement : ground.statements) {
    if (!is_definite(statement) || statements.size() >= kCompared) continue;
    if (seen.emplace(statement.where.source, statement.where.file, statement.kind, statement.covers, statement.ids, statement.from_text).second) statements.push_back(&statement);
  }
  return statements;
}

bool governs(const Ruling& ruling, const LicenseStatement& statement) { return std::find(ruling.statements.begin(), ruling.statements.end(), &statement) != ruling.statements.end(); }

}  // namespace

void find_disagreements(const Ground& ground, const Ruling& parameters, LicenseRegistry& registry, std::vector<Finding>& findings) {
  const std::vector<const LicenseStatement*> statements = different_statements(ground);
  for (const LicenseStatement* statement : statements) {
    if (statement->from_text) continue;
    if (governs(parameters, *statement)) against_texts(*statement, parameters.texts, ground, registry, findings);
    else if (statement->kind == StatementKind::Badge) against_texts(*statement, texts_at_top(*statement, ground), ground, registry, findings);
  }
  for (std::size_t t = 0; t < statements.size(); ++t) {
    const LicenseStatement& tag = *statements[t];
    if (tag.kind != StatementKind::Tag) continue;
    for (std::size_t o = 0; o < statements.size(); ++o) {
      const LicenseStatement& other = *statements[o];
      if (o == t || other.from_text || other.where.source != tag.where.source || (other.kind == StatementKind::Tag && o < t)) continue;
      against_tag(tag, other, registry, findings);
    }
  }
}

}  // namespace aboveboard
