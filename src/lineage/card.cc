// What a card's front matter names: base_model with base_model_relation, tags "base_model:RELATION:ID", datasets.
// https://github.com/huggingface/hub-docs/blob/main/modelcard.md
#include "base/text.h"
#include "lineage/mention.h"

namespace aboveboard::lineage {
namespace {

std::string relation_of(std::string_view word) {
  const std::string lower = to_lower(trim(word));
  for (const char* known : {"finetune", "adapter", "merge", "quantized"}) {
    if (lower == known) return known;
  }
  return lower.starts_with("distill") ? "distillation" : "unknown";
}

// The texts of a member that is one or a list of them, each with its line.
template <typename Visit>
void for_each_text(const data::Value& card, std::string_view key, const Visit& visit) {
  const data::Value* value = card.find(key);
  if (value == nullptr) return;
  if (value->is_string() && value->line > 0) visit(*value);
  for (const data::Value& one : value->items) {
    if (one.is_string() && one.line > 0) visit(one);
  }
}

}  // namespace

void read_card(const ScannedSource& source, const ScannedFile& file, Mentions& found) {
  if (!file.document || !file.document->front_matter) return;
  const data::Value& card = file.document->front_matter->value;
  const data::Value* relation = card.find("base_model_relation");
  const std::string word = relation_of(relation == nullptr ? "" : relation->as_text());
  for_each_text(card, "base_model", [&](const data::Value& base) { found.add(Where::Card, word, base.text, source, file, base.line, word == "unknown" ? 0 : relation->line); });
  for_each_text(card, "tags", [&](const data::Value& tag) {
    constexpr std::string_view kPrefix = "base_model:";
    if (!tag.text.starts_with(kPrefix)) return;
    std::string_view rest = std::string_view(tag.text).substr(kPrefix.size());
    const std::size_t colon = rest.find(':');
    const std::string said = colon == std::string_view::npos ? "unknown" : relation_of(rest.substr(0, colon));
    if (said != "unknown") rest.remove_prefix(colon + 1);
    found.add(Where::CardTag, said, rest, source, file, tag.line);
  });
  for_each_text(card, "datasets", [&](const data::Value& set) {
    const BaseName name = base_name(set.text);
    if (name.kind != NameKind::Named) return;
    const bool hub = is_hub_id(name.text);
    found.add(Where::Card, "dataset", hub ? "datasets/" + name.text : name.text, source, file, set.line);
  });
}

}  // namespace aboveboard::lineage
