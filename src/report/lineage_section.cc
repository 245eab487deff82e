// The graph of what the release is made from, as a tree: each base under what was made from it, with what it passes on and what the files prove.
#include <algorithm>

#include "report/sections.h"
#include "report/words.h"

namespace aboveboard::terminal {
namespace {

constexpr int kDeepest = 8;

std::string made(const std::string& relation) {
  if (relation.empty() || relation == "unknown") return "made from ";
  if (relation == "dataset") return "trained on ";
  if (relation == "distillation") return "trained on outputs of ";
  return relation + " of ";
}

void write_edge(Page& page, const Facts& facts, const Lineage& line, int indent) {
  Spans spans{plain(made(line.relation)), strong(line.base)};
  if (!line.declared_by.empty()) spans.push_back(plain(", says " + line.declared_by));
  for (Span& span : places_after(facts, line.evidence, 2, "")) spans.push_back(std::move(span));
  const bool data = line.relation == "dataset";
  if (line.terms_inherited == "unknown" && !data) spans.push_back(plain("; what it passes on is not told in these files"));
  else if (line.terms_inherited != "unknown" && !line.terms_inherited.empty()) spans.push_back(plain(std::string(data ? "; they come under " : "; it comes under ") + line.terms_inherited));
  page.text(indent, spans, 2);
  for (const BaseLabel& base : facts.bases) {
    if (line.of.empty() && base.base == line.base && base.apparent) page.text(indent + 2, {plain("the base is "), strong(display_name(*base.apparent))}, 2);
  }
  for (const LineageProof& proof : line.proofs) {
    Spans said{plain(proof.sentence)};
    for (Span& span : places_after(facts, proof.evidence, 2, proof.sentence)) said.push_back(std::move(span));
    page.text(indent + 2, said, 2);
  }
}

// Bases may be made from each other: every edge is written once.
void write_below(Page& page, const Facts& facts, const std::string& of, int depth, std::vector<bool>& written, std::size_t& count) {
  for (std::size_t i = 0; i < facts.lineage.size() && count < kListed; ++i) {
    const Lineage& line = facts.lineage[i];
    if (written[i] || line.of != of) continue;
    written[i] = true;
    ++count;
    write_edge(page, facts, line, 2 + 4 * depth);
    if (depth < kDeepest && inherits_terms(line)) write_below(page, facts, line.base, depth + 1, written, count);
  }
}

}  // namespace

void write_lineage(Page& page, const Facts& facts) {
  if (facts.lineage.empty()) return;
  page.section("Lineage");
  std::vector<bool> written(facts.lineage.size());
  std::size_t count = 0;
  write_below(page, facts, "", 0, written, count);
  write_rest(page, 2, facts.lineage.size(), "bases");
}

}  // namespace aboveboard::terminal
