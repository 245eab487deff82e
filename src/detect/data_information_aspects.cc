#include "detect/data_information_aspects.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "detect/data_information_rules.h"

namespace aboveboard::detect {

namespace {

constexpr std::size_t kEvidences = 3;
constexpr std::size_t kHitsPerAspect = 24;  // of one document and depth: the page shows three
constexpr std::size_t kTellingWords = 5;    // fewer say nothing under a heading of their own
constexpr std::size_t kTellingBytes = 36;   // of a text without spaces between words

bool holds(const TextCondition& condition, const std::string& lower) { return find_in(condition, lower, lower).has_value(); }

bool is_telling(const std::string& text) {
  const auto words = static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
  const bool wide = std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xe0; });
  return words >= kTellingWords || (wide && text.size() >= kTellingBytes);
}

// The clause of a sentence around a match: a refusal reaches no further.
std::string clause_around(const std::string& text, Range range) {
  std::size_t begin = 0, end = text.size();
  for (const std::string_view breaker : {";", ", but ", " but ", ", and ", ", which ", "；", "，"}) {
    if (const std::size_t at = text.rfind(breaker, range.begin); at != std::string::npos && at + breaker.size() <= range.begin) begin = std::max(begin, at + breaker.size());
    if (const std::size_t at = text.find(breaker, range.end); at != std::string::npos) end = std::min(end, at);
  }
  return text.substr(begin, end - begin);
}

class Reader {
 public:
  Reader(const DataDocument& document, std::vector<AspectHit>& hits) : document_(document), view_(*document.view), hits_(hits) {
    const auto& aspects = data_rules().aspects;
    counts_.assign(aspects.size() * 5, 0);
    for (const Section& section : view_.document->sections) {
      const std::string heading = to_lower(section.heading);
      std::vector<bool> own(aspects.size());
      for (std::size_t a = 0; a < aspects.size() && !heading.empty(); ++a) own[a] = holds(aspects[a].heading, heading);
      own_heading_.push_back(std::move(own));
    }
  }

  void run() {
    const auto& sentences = view_.document->sentences;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      if (document_.topics[i] == Topic::None) continue;
      if (sentences[i].kind != BlockKind::Heading && refusal(i)) continue;
      for (std::size_t a = 0; a < data_rules().aspects.size(); ++a) aspect(i, a);
    }
  }

 private:
  void add(std::size_t sentence, std::size_t aspect, Depth depth, int rank) {
    std::size_t& count = counts_[aspect * 5 + static_cast<std::size_t>(depth)];
    if (count++ >= kHitsPerAspect) return;
    const Sentence& said = view_.document->sentences[sentence];
    hits_.push_back({aspect, depth, rank, quote_sentence(*view_.source, *view_.file, said, "data/" + data_rules().aspects[aspect].id)});
  }

  bool refusal(std::size_t i) {
    const DataRules& rules = data_rules();
    const auto found = find_in(rules.refused, view_.lower[i], view_.lower[i]);
    if (!found) return false;
    const std::string clause = clause_around(view_.lower[i], *found);
    const bool everything = holds(rules.details, clause);
    bool any = false;
    for (std::size_t a = 0; a < rules.aspects.size(); ++a) {
      if (!everything && !holds(rules.aspects[a].refused, clause)) continue;
      add(i, a, Depth::Withheld, 0);
      any = true;
    }
    return any;
  }

  void aspect(std::size_t i, std::size_t a) {
    const AspectRule& rule = data_rules().aspects[a];
    const Sentence& sentence = view_.document->sentences[i];
    const std::string& lower = view_.lower[i];
    const bool own = own_heading_[sentence.section][a];
    if (sentence.kind == BlockKind::Heading) {
      if (own) add(i, a, Depth::Named, -1);
      return;
    }
    // A whole sentence says it best; what ends in a colon only announces it.
    const int rank = (own ? 4 : 0) + (document_.topics[i] == Topic::Section ? 2 : 0) - (sentence.kind == BlockKind::TableRow ? 1 : 0) - (lower.ends_with(':') ? 3 : 0);
    if (holds(rule.described, lower)) return add(i, a, Depth::Described, rank + 1);
    const bool barred = rule.described.none.matches(lower, lower);
    if (own && !barred && is_telling(sentence.text)) return add(i, a, Depth::Described, rank);
    if (holds(rule.named, lower) || (own && barred)) add(i, a, Depth::Named, rank);
  }

  const DataDocument& document_;
  const DocumentView& view_;
  std::vector<AspectHit>& hits_;
  std::vector<std::vector<bool>> own_heading_;  // of each section, for each aspect
  std::vector<std::size_t> counts_;
};

const Statement* find_said(const std::vector<Statement>& said, std::string_view id) {
  const auto found = std::find_if(said.begin(), said.end(), [&](const Statement& one) { return one.id == id; });
  return found == said.end() ? nullptr : &*found;
}

// The evidence of a component, where its bytes are here.
const EvidenceList* here(const std::vector<Component>& components, ComponentId id) {
  const auto found = std::find_if(components.begin(), components.end(), [&](const Component& one) { return one.id == id; });
  return found == components.end() || found->presence != Presence::Present || found->evidence.empty() ? nullptr : &found->evidence;
}

void add_evidence(DataAspect& aspect, const Evidence& evidence) {
  const auto same = [&](const Evidence& one) { return one.source == evidence.source && one.path == evidence.path && one.line == evidence.line; };
  if (aspect.evidence.size() < kEvidences && std::none_of(aspect.evidence.begin(), aspect.evidence.end(), same)) aspect.evidence.push_back(evidence);
}

DataAspect settle(std::size_t index, std::vector<AspectHit>& hits) {
  DataAspect aspect{data_rules().aspects[index].id, Depth::NotFound, {}};
  const AspectHit* refused = nullptr;
  std::vector<const AspectHit*> own;
  for (const AspectHit& hit : hits) {
    if (hit.aspect != index) continue;
    own.push_back(&hit);
    if (hit.depth == Depth::Withheld && refused == nullptr) refused = &hit;
  }
  std::stable_sort(own.begin(), own.end(), [](const AspectHit* a, const AspectHit* b) { return a->depth != b->depth ? a->depth > b->depth : a->rank > b->rank; });
  if (!own.empty()) aspect.depth = refused != nullptr ? Depth::Withheld : own.front()->depth;
  if (refused != nullptr) add_evidence(aspect, refused->evidence);
  for (const AspectHit* hit : own) {
    if (hit->depth == own.front()->depth) add_evidence(aspect, hit->evidence);
  }
  return aspect;
}

// The whole of the training data is here, or the code that treated them is: who looks can see what was done.
void raise(DataAspect& aspect, const AspectGrounds& grounds) {
  const EvidenceList* data = find_said(grounds.said, "data.shared") == nullptr ? nullptr : here(grounds.components, ComponentId::Datasets);
  const EvidenceList* code = here(grounds.components, ComponentId::DataProcessingCode);
  const bool described = aspect.depth == Depth::Described;
  const EvidenceList* by = nullptr;
  if (aspect.id == "scope" && aspect.depth != Depth::Withheld) by = data;
  if ((aspect.id == "provenance" || aspect.id == "obtained" || aspect.id == "labeling") && described) by = data;
  if ((aspect.id == "processing" || aspect.id == "selection") && described) by = code;
  if (by == nullptr) return;
  aspect.depth = Depth::Shared;
  if (aspect.evidence.size() == kEvidences) aspect.evidence.pop_back();
  add_evidence(aspect, by->front());
}

// A list that says it is all of it, with a place for each, shares where the data come from.
void raise_by_sources(DataAspect& provenance, const AspectGrounds& grounds) {
  if (grounds.sources.empty() || provenance.depth == Depth::Withheld) return;
  const auto located = [](const DataSource& source) { return !source.location.empty(); };
  const auto first = std::find_if(grounds.sources.begin(), grounds.sources.end(), located);
  const DataSource& shown = first == grounds.sources.end() ? grounds.sources.front() : *first;
  const bool all = std::all_of(grounds.sources.begin(), grounds.sources.end(), located);
  const bool complete = find_said(grounds.said, "data.public-list") != nullptr || find_said(grounds.said, "data.complete-description") != nullptr || find_said(grounds.said, "data.shared") != nullptr;
  const Depth depth = all && complete ? Depth::Shared : first != grounds.sources.end() ? Depth::Described : Depth::Named;
  if (depth <= provenance.depth) return;
  if (provenance.depth < Depth::Described) provenance.evidence.clear();
  provenance.depth = depth;
  if (!shown.evidence.empty()) add_evidence(provenance, shown.evidence.front());
}

}  // namespace

std::size_t aspect_index(std::string_view id) {
  const auto& aspects = data_rules().aspects;
  return static_cast<std::size_t>(std::find_if(aspects.begin(), aspects.end(), [&](const AspectRule& one) { return one.id == id; }) - aspects.begin());
}

void find_aspects(const DataContext& context, std::vector<AspectHit>& hits) {
  for (const DataDocument& document : context.documents) Reader(document, hits).run();
}

std::vector<DataAspect> settle_aspects(std::vector<AspectHit> hits, const AspectGrounds& grounds) {
  std::vector<DataAspect> aspects;
  const Statement* withheld = find_said(grounds.said, "data.withheld");
  for (std::size_t i = 0; i < data_rules().aspects.size(); ++i) {
    DataAspect aspect = settle(i, hits);
    raise(aspect, grounds);
    if (aspect.id == "provenance") raise_by_sources(aspect, grounds);
    if (withheld != nullptr && aspect.depth < Depth::Described && aspect.depth != Depth::Withheld) {
      aspect.depth = Depth::Withheld;
      aspect.evidence.insert(aspect.evidence.begin(), withheld->evidence.begin(), withheld->evidence.begin() + 1);
      if (aspect.evidence.size() > kEvidences) aspect.evidence.resize(kEvidences);
    }
    aspects.push_back(std::move(aspect));
  }
  return aspects;
}

}  // namespace aboveboard::detect
