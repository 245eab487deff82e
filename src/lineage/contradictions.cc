#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "lineage/holdings.h"
#include "lineage/lineage.h"
#include "lineage/mention.h"

namespace aboveboard::lineage {
namespace {

using Some = std::vector<const Mention*>;
using Like = std::function<bool(std::string_view, std::string_view)>;

bool is_card(const Mention& mention) { return mention.where == Where::Card || mention.where == Where::CardTag; }
std::string_view folder_of(const Mention& mention) { return parent_path(mention.file->path); }
bool lies_in(std::string_view folder, std::string_view above) { return above.empty() || folder == above || (folder.starts_with(above) && folder[above.size()] == '/'); }

Finding finding(std::string rule, FindingLevel level, std::string message, std::string help, const Mention& a, const EvidenceList& b) {
  Finding made{"lineage/" + std::move(rule), level, std::move(message), std::move(help), {}};
  if (!a.evidence.empty()) made.evidence.push_back(a.evidence.front());
  if (!b.empty()) made.evidence.push_back(b.front());
  return made;
}

class Contradictions {
 public:
  explicit Contradictions(const Mentions& mentions) : mentions_(mentions) {}
  std::vector<Finding> run();

 private:
  // What the card nearest to a file names as models: in its folder, else in the next above that has one.
  Some cards_for(const Mention& mention) const;
  bool agree(const Some& some, const Some& others, const Like& like) const;
  void add(Finding finding, const std::string& once);
  void check_adapter(const Mention& mention);
  void check_merge(const Mention& first);
  void check_header(const Mention& first);
  void check_config(const Mention& mention);
  void check_relation(const Mention& card);
  void check_local(const Mention& mention);
  // All that one file mentions in the same way.
  Some of_file(const Mention& first) const;

  const Mentions& mentions_;
  std::vector<Finding> findings_;
  std::map<std::string, std::size_t> counts_;  // by rule
  std::set<std::string> told_;
};

void Contradictions::add(Finding finding, const std::string& once) {
  if (!told_.insert(finding.rule + "\n" + once).second || counts_[finding.rule]++ >= limits::kLineageFindings) return;
  findings_.push_back(std::move(finding));
}

Some Contradictions::cards_for(const Mention& mention) const {
  Some nearest;
  for (const Mention& card : mentions_.list) {
    if (!is_card(card) || card.local || card.relation == "dataset" || card.source != mention.source || !lies_in(folder_of(mention), folder_of(card))) continue;
    if (!nearest.empty() && folder_of(card).size() > folder_of(*nearest.front()).size()) nearest.clear();
    if (nearest.empty() || folder_of(card).size() == folder_of(*nearest.front()).size()) nearest.push_back(&card);
  }
  return nearest;
}

bool Contradictions::agree(const Some& some, const Some& others, const Like& like) const {
  return std::any_of(some.begin(), some.end(), [&](const Mention* one) { return std::any_of(others.begin(), others.end(), [&](const Mention* other) { return like(one->base, other->base); }); });
}

Some Contradictions::of_file(const Mention& first) const {
  Some some;
  for (const Mention& mention : mentions_.list) {
    const bool header = mention.where == Where::Header || mention.where == Where::HeaderSource;
    const bool same = header ? first.where == Where::Header || first.where == Where::HeaderSource : mention.where == first.where;
    if (mention.file == first.file && same && !mention.local && mention.relation != "dataset") some.push_back(&mention);
  }
  return some;
}

void Contradictions::check_adapter(const Mention& mention) {
  const Some cards = cards_for(mention);
  if (cards.empty() || agree({&mention}, cards, akin)) return;
  add(finding("base-contradiction", FindingLevel::Warning, "The adapter's configuration says that it was made for " + mention.base + "; the card names " + cards.front()->base + " as its base.",
              "Name in the card the base that the adapter was trained on: its license comes along.", mention, cards.front()->evidence),
      mention.base);
}

void Contradictions::check_merge(const Mention& first) {
  const Some cards = cards_for(first);
  // A quantization or fine-tune of a merge often carries the merge's configuration along, and names the merge in its card.
  const bool of_merge = std::any_of(cards.begin(), cards.end(), [](const Mention* card) { return card->relation != "unknown" && card->relation != "merge"; });
  const Some merged = of_file(first);
  if (cards.empty() || of_merge || agree(merged, cards, akin)) return;
  add(finding("base-contradiction", FindingLevel::Warning, "The merge configuration names " + merged.front()->base + (merged.size() > 1 ? " and others" : "") + "; the card names " + cards.front()->base + ", which is not among what was merged.",
              "Name every merged model in the card's base_model: the licenses of all of them come along.", *merged.front(), cards.front()->evidence),
      first.file->path);
}

// The header names what the converted model was made from, the card what was converted: both may be right, as links of one chain.
void Contradictions::check_header(const Mention& first) {
  const Some cards = cards_for(first);
  const Some header = of_file(first);
  if (cards.empty() || agree(header, cards, related)) return;
  for (const MetadataEntry& entry : first.file->contents.metadata) {
    if (entry.key != "general.name" && entry.key != "general.basename" && entry.key != "general.repo_url" && entry.key != "general.url") continue;
    const BaseName name = base_name(entry.value);
    const auto is_like = [&](const Mention* card) { return related(name.text, card->base); };
    if (name.kind == NameKind::Named && std::any_of(cards.begin(), cards.end(), is_like)) return;
  }
  add(finding("header-differs", FindingLevel::Note,
              "The weights' header names " + first.base + " as origin, the card " + cards.front()->base + "; both may be right, where one was made from the other, but nothing here says so.",
              "Say in the card how the two are related.", first, cards.front()->evidence),
      first.base);
}

void Contradictions::check_config(const Mention& mention) {
  const Some cards = cards_for(mention);
  if (cards.empty() || agree({&mention}, cards, related)) return;
  add(finding("configuration-differs", FindingLevel::Note,
              "config.json was saved from a model loaded as " + mention.base + ", the card names " + cards.front()->base + " as base; a step between the two would explain it, but nothing here names one.",
              "Name in the card what the weights were made from, step by step.", mention, cards.front()->evidence),
      mention.base);
}

void Contradictions::check_relation(const Mention& card) {
  const std::string& said = card.relation;
  if (said != "adapter" && said != "quantized" && said != "finetune") return;
  const Holdings here = find_holdings(*card.source, folder_of(card));
  if (here.weights == nullptr) return;
  const auto tell = [&](std::string message, std::string help, const ScannedFile& shown) {
    Finding made = finding("relation-contradiction", FindingLevel::Warning, std::move(message), std::move(help), card, {});
    made.evidence = card.evidence;
    made.evidence.push_back(listing(*card.source, shown, "lineage/holdings"));
    add(std::move(made), card.file->path);
  };
  if (said == "adapter" && here.whole != nullptr && here.adapter_config == nullptr && !here.any_adapter)
    tell("The card calls this an adapter of " + card.base + ", but whole weights lie here, with embeddings and norms, and no adapter configuration.",
         "Set base_model_relation to finetune or merge, or publish the adapter itself.", *here.whole);
  if (said == "quantized" && here.plain && here.quantization == nullptr)
    tell("The card calls this a quantization of " + card.base + ", but all weights here are of plain floating point, and no configuration speaks of quantization.",
         "Set base_model_relation to what was done to the weights.", *here.weights);
  if (said == "finetune" && here.adapter_config != nullptr && here.all_adapters)
    tell("The card calls this a fine-tune of " + card.base + ", but only an adapter lies here, which does nothing without its base.", "Set base_model_relation to adapter.", *here.adapter_config);
}

// A folder of the author's: there is a base, and nobody else can tell which.
void Contradictions::check_local(const Mention& mention) {
  const auto tells = [&](const Mention& other) { return other.source == mention.source && !other.local && other.relation != "dataset"; };
  if (std::any_of(mentions_.list.begin(), mentions_.list.end(), tells)) return;
  add(finding("base-not-told", FindingLevel::Note, "The " + std::string(declared_by(mention.where)) + " names a folder on its author's disk as base, and no file says which model that is.",
              "Name the base in the card's base_model: its license comes along.", mention, {}),
      mention.source->source == nullptr ? "" : mention.source->source->info().name);
}

std::vector<Finding> Contradictions::run() {
  std::set<std::pair<const ScannedFile*, Where>> files;  // looked up, never walked
  for (const Mention& mention : mentions_.list) {
    if (mention.relation == "dataset") continue;
    if (mention.local) {
      if (mention.where == Where::AdapterConfig || mention.where == Where::MergeConfig) check_local(mention);
      continue;
    }
    const bool first = files.emplace(mention.file, mention.where == Where::HeaderSource ? Where::Header : mention.where).second;
    switch (mention.where) {
      case Where::Card:
      case Where::CardTag: break;
      case Where::AdapterConfig: check_adapter(mention); break;
      case Where::MergeConfig:
        if (first) check_merge(mention);
        break;
      case Where::Header:
      case Where::HeaderSource:
        if (first) check_header(mention);
        break;
      case Where::Config: check_config(mention); break;
      case Where::ConfigPart:
      case Where::Modelfile: break;
    }
  }
  // A card has one relation; the first place that says it.
  std::set<const ScannedFile*> cards;
  for (const Mention& mention : mentions_.list) {
    if (cards.size() >= limits::kLineageFindings) break;  // each looks through all weights
    if (is_card(mention) && !mention.local && mention.relation != "unknown" && mention.relation != "dataset" && cards.insert(mention.file).second) check_relation(mention);
  }
  return std::move(findings_);
}

}  // namespace

std::vector<Finding> contradictions(const std::vector<ScannedSource>& sources, const std::vector<Lineage>& lineage) {
  const Mentions mentions = find_mentions(sources);
  std::vector<Finding> findings = Contradictions(mentions).run();
  if (mentions.cut) {
    const Mention& last = mentions.list.back();
    findings.push_back(finding("too-many-names", FindingLevel::Note,
                               "The files name more than " + std::to_string(limits::kLineageMentions) + " bases and data sets; those behind make no edge, and the lineage of " + std::to_string(lineage.size()) + " is not whole.",
                               "Audit fewer files at once.", last, {}));
  }
  return findings;
}

}  // namespace aboveboard::lineage
