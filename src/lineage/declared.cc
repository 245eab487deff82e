#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "lineage/lineage.h"
#include "lineage/mention.h"

namespace aboveboard::lineage {
namespace {

constexpr std::size_t kEvidence = 3;  // pieces for one edge

// How telling a mention's relation is: an adapter's own configuration knows best.
int weight(const Mention& mention) { return mention.relation == "unknown" ? 0 : mention.where == Where::AdapterConfig ? 2 : 1; }

struct Edge {
  Lineage line;
  int weight = 0;
};

bool is_dataset(std::string_view relation) { return relation == "dataset"; }

void take_in(Edge& edge, const Mention& mention) {
  // The spelling with an owner says more.
  if (edge.line.base.find('/') == std::string::npos && mention.base.find('/') != std::string::npos) edge.line.base = mention.base;
  if (weight(mention) > edge.weight) {
    edge.weight = weight(mention);
    edge.line.relation = mention.relation;
  }
  for (const Evidence& evidence : mention.evidence) {
    if (edge.line.evidence.size() < kEvidence) edge.line.evidence.push_back(evidence);
  }
}

// An adapter or a merge has a base even where its author wrote down a path alone: which one is unknown, and so are its terms.
void add_unnamed_base(const std::vector<Mention>& mentions, std::vector<Edge>& edges) {
  if (std::any_of(edges.begin(), edges.end(), [](const Edge& edge) { return !is_dataset(edge.line.relation); })) return;
  const auto local = std::find_if(mentions.begin(), mentions.end(), [](const Mention& mention) { return mention.local && (mention.where == Where::AdapterConfig || mention.where == Where::MergeConfig); });
  if (local == mentions.end()) return;
  Edge& edge = edges.emplace_back();
  edge.line.relation = local->relation;
  edge.line.base = "a folder on its author's disk (" + local->base + ")";
  edge.line.declared_by = declared_by(local->where);
  edge.line.terms_inherited = "unknown";
  edge.line.evidence = local->evidence;
}

}  // namespace

std::vector<Lineage> declared(const std::vector<ScannedSource>& sources) {
  std::vector<Edge> edges;
  const Mentions mentions = find_mentions(sources);
  for (const Mention& mention : mentions.list) {
    if (mention.local) continue;
    auto known = std::find_if(edges.begin(), edges.end(), [&](const Edge& edge) {
      return is_dataset(edge.line.relation) == is_dataset(mention.relation) && same_base(edge.line.base, mention.base);
    });
    if (known == edges.end()) {
      Edge edge;
      edge.line.relation = "unknown";
      if (is_dataset(mention.relation)) edge.line.relation = "dataset";
      edge.line.base = mention.base;
      edge.line.declared_by = declared_by(mention.where);
      edge.line.terms_inherited = "unknown";
      known = edges.insert(edges.end(), std::move(edge));
    }
    take_in(*known, mention);
  }
  add_unnamed_base(mentions.list, edges);
  std::vector<Lineage> lineage;
  for (Edge& edge : edges) lineage.push_back(std::move(edge.line));
  return lineage;
}

}  // namespace aboveboard::lineage
