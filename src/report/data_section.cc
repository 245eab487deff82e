// What is told of the training data: six aspects by depth, then the sources, those that can be had first.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "report/sections.h"
#include "report/words.h"

namespace aboveboard::terminal {
namespace {

constexpr std::size_t kSources = 5;     // on the page; JSON has all
constexpr std::size_t kLocation = 44;   // columns of a location
constexpr std::size_t kName = 40;       // of a source's name

Style style_of_depth(Depth depth) {
  switch (depth) {
    case Depth::Shared: return Style::Good;
    case Depth::Described: return Style::Plain;
    case Depth::Named: return Style::Warn;
    case Depth::Withheld: return Style::Bad;
    case Depth::NotFound: return Style::Dim;
  }
  return Style::Plain;
}

std::string aspect_name(const DataAspect& aspect) {
  if (aspect.id == "obtained") return "how obtained";
  if (aspect.id == "processing") return "processing, filtering";
  return aspect.id;
}

void write_aspect(Page& page, const Facts& facts, const DataAspect& aspect) {
  Spans shown;
  for (const std::string& text : places(facts, aspect.evidence, page.width() >= 110 ? 2 : 1)) {
    if (!shown.empty()) shown.push_back(dim(", "));
    shown.push_back(place(text));
  }
  page.row(2, {{{plain(aspect_name(aspect))}, 22}, {{styled(to_string(aspect.depth), style_of_depth(aspect.depth))}, 15}, {shown, 0}});
}

// "huggingface.co/datasets/lakelab/letters", cut where it is long.
std::string short_location(const std::string& location) {
  std::string_view text = location;
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (text.starts_with(scheme)) text.remove_prefix(scheme.size());
  }
  const std::string_view cut = clip_utf8(text, kLocation);
  return std::string(cut) + (cut.size() < text.size() ? "..." : "");
}

void write_source(Page& page, const Facts& facts, const DataSource& source) {
  const std::string_view name = clip_utf8(source.name, kName);
  Spans spans{plain(std::string(name) + (name.size() < source.name.size() ? "..." : ""))};
  std::string more = source.access == DataAccess::Unknown ? std::string() : std::string(to_string(source.access));
  if (!source.license.empty()) more += (more.empty() ? "" : ", ") + std::string(clip_utf8(source.license, kName));
  if (!more.empty()) spans.push_back(plain(", " + more));
  const std::string location = short_location(source.location);
  if (!location.empty() && location != source.name) spans.push_back(dim(": " + location));
  for (const std::string& text : places(facts, source.evidence, 1)) {
    spans.push_back(dim(" \u00b7 "));
    spans.push_back(place(text));
  }
  page.text(4, spans, 2);
}

}  // namespace

void write_data(Page& page, const Facts& facts) {
  const bool silent = std::all_of(facts.data_aspects.begin(), facts.data_aspects.end(), [](const DataAspect& one) { return one.depth == Depth::NotFound; });
  if (silent && facts.data_sources.empty()) return;
  page.section("Training data");
  std::string unmentioned;
  for (const DataAspect& aspect : facts.data_aspects) {
    if (aspect.depth != Depth::NotFound) write_aspect(page, facts, aspect);
    else unmentioned += (unmentioned.empty() ? "" : ", ") + aspect_name(aspect);
  }
  if (!unmentioned.empty()) page.row(2, {{{plain("Not mentioned")}, 22}, {{dim(unmentioned)}, 0}});
  if (facts.data_sources.empty()) return;
  std::vector<const DataSource*> sources;
  for (const DataSource& source : facts.data_sources) sources.push_back(&source);
  std::stable_sort(sources.begin(), sources.end(), [](const DataSource* a, const DataSource* b) { return a->depth > b->depth; });
  const auto located = static_cast<std::uint64_t>(std::count_if(sources.begin(), sources.end(), [](const DataSource* one) { return !one->location.empty(); }));
  page.text(2, {plain(fmt::format("{} named, {} with a location", count_of(sources.size(), "source", "sources"), group_digits(located)))});
  for (std::size_t i = 0; i < sources.size() && i < kSources; ++i) write_source(page, facts, *sources[i]);
  write_rest(page, 4, sources.size(), "sources", kSources);
}

}  // namespace aboveboard::terminal
