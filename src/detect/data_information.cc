#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "base/limits.h"
#include "detect/croissant_facts.h"
#include "detect/data_information_aspects.h"
#include "detect/data_information_rules.h"
#include "detect/data_information_sources.h"
#include "detect/detect.h"

namespace aboveboard {

namespace {

bool here(const std::vector<Component>& components, ComponentId id) {
  return std::any_of(components.begin(), components.end(), [&](const Component& one) { return one.id == id && one.presence == Presence::Present; });
}

// The first text of these keys, each one text or a list of them.
std::string first_text(const data::Value& tags, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    if (const std::vector<std::string> texts = data::texts_of(tags, key); !texts.empty()) return texts.front();
  }
  return {};
}

// The data that a dataset card beside them describes: its name, its license, and where they are.
void add_described_data(const std::vector<detect::DocumentView>& views, bool data_here, detect::Mentions& mentions) {
  for (const detect::DocumentView& view : views) {
    if (!detect::is_dataset_card(view)) continue;
    const data::Value& tags = view.document->front_matter->value;
    const data::Value* named = tags.find("pretty_name");
    const std::string identity = view.source->source == nullptr ? "" : view.source->source->info().identity;
    const std::string name = named == nullptr ? identity : std::string(named->as_text());
    const std::uint64_t line = named == nullptr ? view.document->front_matter->line : named->line;
    DataSource source{name, Depth::Described, DataAccess::Unknown, identity, first_text(tags, {"license", "licenses"}), {quote_line(*view.source, *view.file, line, "data/front-matter", EvidenceKind::Tag)}};
    if (source.location.empty() && data_here) source.location = std::string(parent_path(view.file->path)) + "/";
    source.access = detect::access_of(source, "");
    if (!source.location.empty()) source.depth = Depth::Shared;
    mentions.add(std::move(source));
  }
}

}  // namespace

DataInformation detect_data_information(const Scope& scope, const std::vector<Statement>& said, const std::vector<Component>& components, Diagnostics& notes) {
  const std::vector<detect::DocumentView> views = detect::view_documents(scope.sources);
  const detect::DataContext context = detect::read_data_context(views);
  detect::Mentions mentions;
  std::vector<detect::AspectHit> hits;
  DataInformation information;
  add_described_data(views, here(components, ComponentId::Datasets), mentions);
  detect::find_sources(context, detect::own_name(views), mentions);
  detect::find_aspects(context, hits);
  detect::CroissantFacts described = detect::read_croissants(scope.sources, mentions, notes);
  std::move(described.aspects.begin(), described.aspects.end(), std::back_inserter(hits));
  information.statements = std::move(described.statements);
  const std::size_t beyond = mentions.left_out();
  information.sources = detect::merge_sources(std::move(mentions.items()));
  const std::size_t all = information.sources.size();
  if (all > limits::kDataSources) information.sources.resize(limits::kDataSources);
  if (beyond > 0 || all > limits::kDataSources) {
    notes.add(DiagnosticKind::Note, "data/too-many-sources",
              {ErrorKind::LimitReached, "more sources of training data are named than are listed: " + std::to_string(all - information.sources.size()) + " of them, and " + std::to_string(beyond) + " mentions, are left out", {}});
  }
  information.aspects = detect::settle_aspects(std::move(hits), {information.sources, said, components});
  return information;
}

}  // namespace aboveboard
