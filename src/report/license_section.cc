// Licenses and terms: the records that `license` prints as well.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "report/display.h"
#include "report/sections.h"
#include "report/words.h"

namespace aboveboard::terminal {
namespace {

constexpr std::size_t kResidueShown = 6;
constexpr std::size_t kQuoteColumns = 200;  // of a quote on the page; JSON has all of it

std::string standing_text(const License& license) {
  std::vector<std::string> parts;
  if (license.clarified) parts.emplace_back("as the caller says");
  else if (license.detected || license.verdict == MatchVerdict::Modified) parts.emplace_back(verdict_name(license.verdict));
  if (is_made_up(license)) parts.emplace_back(license.terms.front().origin == TermOrigin::Base ? "the license of a base" : "conditions that stand beside the license");
  else if (license.declared) parts.emplace_back(license.detected ? "also declared" : "claimed, not granted in a file");
  std::string classes;
  for (const LicenseClass item : license.classes) classes += (classes.empty() ? "" : ", ") + std::string(class_name(item));
  if (!classes.empty()) parts.push_back(classes);
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

Spans term_spans(const Term& term) {
  Spans spans{plain(value_text(term.value))};
  if (!term.condition.empty()) spans.push_back(plain(", " + term.condition));
  if (!term.section.empty()) spans.push_back(dim(" (section " + term.section + ")"));
  if (const std::string_view origin = origin_name(term.origin); !origin.empty()) spans.push_back(dim(" (added by " + std::string(origin) + ")"));
  return spans;
}

constexpr int kTermColumns = 17;

void write_term(Page& page, const Facts& facts, const GoverningTerm& governing) {
  const Term& term = governing.term;
  page.row(4, {{{plain(term_name(term.kind))}, kTermColumns}, {term_spans(term), 0}});
  Spans quote;
  if (!term.quote.empty()) quote.push_back(dim("\"" + elide_end(neutralize(term.quote), kQuoteColumns) + "\""));
  EvidenceList shown = term.evidence;
  if (shown.size() > 1) shown.resize(1);
  constexpr std::size_t kAlso = 3;
  for (std::size_t i = 0; i < governing.also.size() && i < kAlso; ++i) shown.push_back(governing.also[i]);
  bool first = true;
  for (const std::string& text : places(facts, shown, 1 + kAlso)) {
    if (!quote.empty()) quote.push_back(plain(first ? " " : "; also "));
    quote.push_back(place(text));
    first = false;
  }
  page.text(4 + kTermColumns + 2, quote, quote.size() > 1 ? 1 : 0);
}

bool is_quoted(const Term& term) { return !term.quote.empty() || !term.evidence.empty(); }

// The terms of a license that govern something, each with where others say the same; all of them, where it governs nothing.
std::vector<GoverningTerm> terms_to_show(const Facts& facts, const License& license) {
  std::vector<GoverningTerm> shown;
  bool governs = false;
  for (const Governing& governing : facts.governing) {
    governs = governs || std::find(governing.licenses.begin(), governing.licenses.end(), license.id) != governing.licenses.end();
    for (const GoverningTerm& governed : governing.terms) {
      const auto same = [&](const GoverningTerm& known) { return known.term.kind == governed.term.kind && known.term.value == governed.term.value && known.term.quote == governed.term.quote; };
      if (governed.license == license.id && std::none_of(shown.begin(), shown.end(), same)) shown.push_back(governed);
    }
  }
  if (governs) return shown;
  for (const Term& term : license.terms) shown.push_back({term, license.id, {}});
  return shown;
}

// Terms with their lines first; then those that are only known of a license of this name.
void write_terms(Page& page, const Facts& facts, const License& license) {
  const std::vector<GoverningTerm> terms = terms_to_show(facts, license);
  std::size_t listed = 0;
  for (const GoverningTerm& governing : terms) {
    if (is_quoted(governing.term) && ++listed <= kListed) write_term(page, facts, governing);
  }
  write_rest(page, 4, listed, "terms");
  if (listed == terms.size()) return;
  page.text(4, {dim("known of this license, with no line of it quoted from here:")});
  for (const GoverningTerm& governing : terms) {
    if (!is_quoted(governing.term)) page.row(4, {{{plain(term_name(governing.term.kind))}, kTermColumns}, {term_spans(governing.term), 0}});
  }
}

void write_residue(Page& page, const License& license) {
  if (license.residue.empty()) return;
  page.text(4, {styled("differs from the license it is taken from:", Style::Warn)});
  for (std::size_t i = 0; i < license.residue.size() && i < kResidueShown; ++i) {
    const ResidueLine& line = license.residue[i];
    const std::string text = line.added ? fmt::format("line {} adds", line.line) : fmt::format("before line {} lacks", line.line);
    page.text(6, {plain(text + " "), dim("\"" + elide_end(neutralize(line.text), kQuoteColumns) + "\"")}, 2);
  }
  write_rest(page, 6, license.residue.size(), "differences", kResidueShown);
}

void write_license(Page& page, const Facts& facts, const License& license) {
  Spans title{strong(license.id)};
  if (!license.name.empty() && license.name != license.id) title.push_back(plain("  " + license.name));
  for (const std::string& text : places(facts, license.evidence, 1)) {
    title.push_back(plain("  "));
    title.push_back(place(text));
  }
  page.text(2, title, 2);
  if (const std::string standing = standing_text(license); !standing.empty()) page.text(4, {plain(standing)});
  if (license.conflict) page.text(4, {styled("the tag and the text disagree", Style::Bad)});
  if (!license.applies_to.empty()) {
    std::vector<std::string> names;
    for (const ComponentId id : license.applies_to) names.emplace_back(display_name(id));
    page.text(4, {plain("governs " + join_and(names))}, 2);
  }
  write_residue(page, license);
  write_terms(page, facts, license);
}

}  // namespace

void write_licenses(Page& page, const Facts& facts) {
  if (facts.licenses.empty()) return;
  page.section("Licenses and terms");
  for (std::size_t i = 0; i < facts.licenses.size() && i < kListed; ++i) {
    if (i > 0) page.blank();
    write_license(page, facts, facts.licenses[i]);
  }
  write_rest(page, 2, facts.licenses.size(), "licenses");
}

}  // namespace aboveboard::terminal
