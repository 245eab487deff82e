#include "license/learned.h"

#include <algorithm>

#include "base/text.h"

namespace aboveboard::license {
namespace {

std::vector<Learned>& storage() {
  static std::vector<Learned> kept;
  return kept;
}

// A value of one line, whatever it was given.
std::string one_line(std::string_view text) {
  std::string line(trim(text));
  std::replace_if(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return line;
}

Status read_term(Learned& learned, std::string_view value, const Place& place) {
  const std::size_t blank = std::min(value.find(' '), value.size());
  const auto kind = term_kind_from_string(value.substr(0, blank));
  if (!kind) return fail(ErrorKind::Malformed, "not a kind of term: " + std::string(value.substr(0, blank)), place);
  Term term;
  term.kind = *kind;
  term.value = trim(value.substr(blank));
  learned.terms.push_back(std::move(term));
  return {};
}

// A line that is one of the facts; all others are the fingerprint's.
Status read_fact(Learned& learned, std::string_view key, std::string_view value, const Place& place) {
  if (key == "name") learned.name = value;
  if (key == "term") return read_term(learned, value, place);
  if (key == "class") {
    const auto known = license_class_from_string(value);
    if (!known) return fail(ErrorKind::Malformed, "not a class of licenses: " + std::string(value), place);
    learned.classes.push_back(*known);
  }
  if (key != "section" && key != "condition") return {};
  if (learned.terms.empty()) return fail(ErrorKind::Malformed, std::string(key) + " before any term", place);
  (key == "section" ? learned.terms.back().section : learned.terms.back().condition) = value;
  return {};
}

}  // namespace

Learned learn_license(std::string_view text, const Lesson& lesson, std::string name) {
  Learned learned;
  learned.print = learn(text, lesson);
  learned.name = name.empty() ? lesson.id : std::move(name);
  const std::vector<LocatedTerm> terms = read_clauses(text);
  learned.classes = classes_of(terms);
  for (const LocatedTerm& located : terms) {
    Term term = located.term;
    term.quote.clear();  // the words stay where they are
    term.evidence.clear();
    learned.terms.push_back(std::move(term));
  }
  return learned;
}

std::string write_learned(const Learned& learned) {
  std::string out = write_fingerprint(learned.print) + "name " + one_line(learned.name) + "\n";
  for (const LicenseClass item : learned.classes) out += "class " + std::string(to_string(item)) + "\n";
  for (const Term& term : learned.terms) {
    out += std::string("term ") + std::string(to_string(term.kind)) + " " + one_line(term.value) + "\n";
    if (!term.section.empty()) out += "section " + one_line(term.section) + "\n";
    if (!term.condition.empty()) out += "condition " + one_line(term.condition) + "\n";
  }
  return out;
}

Result<Learned> read_learned(std::string_view text, const std::string& path) {
  Learned learned;
  std::uint64_t line_number = 0;
  for (const std::string& line : split(text, '\n')) {
    const std::string_view plain = trim(line);
    const std::size_t blank = std::min(plain.find(' '), plain.size());
    ABOVEBOARD_TRY(read_fact(learned, plain.substr(0, blank), trim(plain.substr(blank)), {path, ++line_number, {}}));
  }
  ABOVEBOARD_ASSIGN(learned.print, read_fingerprint(text, path));
  if (learned.name.empty()) learned.name = learned.print.id;
  return learned;
}

void know_also(std::vector<Learned> learned) { storage() = std::move(learned); }

const std::vector<Learned>& also_known() { return storage(); }

}  // namespace aboveboard::license
