#include "detect/components_match.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard::detect {

namespace {

constexpr std::size_t kHitsPerSource = 8;
constexpr std::size_t kKeySteps = 8;

bool wanted_role(const Detector& detector, const ScannedSource& source) {
  return detector.roles.empty() || source.source == nullptr ||
         std::find(detector.roles.begin(), detector.roles.end(), source.source->info().role) != detector.roles.end();
}

// The value at a dotted path; "*" is the first item of a list or member of a map that has the rest of the path.
const data::Value* value_at(const data::Value& value, const std::vector<std::string>& steps, std::size_t step) {
  if (step == steps.size()) return &value;
  if (step >= kKeySteps) return nullptr;
  if (steps[step] != "*") {
    const data::Value* next = value.find(steps[step]);
    return next == nullptr ? nullptr : value_at(*next, steps, step + 1);
  }
  for (const data::Value& item : value.items) {
    if (const data::Value* found = value_at(item, steps, step + 1)) return found;
  }
  for (const data::Member& member : value.members) {
    if (const data::Value* found = value_at(member.value, steps, step + 1)) return found;
  }
  return nullptr;
}

bool text_matches(const data::Value& value, const Pattern& pattern) {
  const auto matches = [&](const std::string& text) { return pattern.matches(text, to_lower(text)); };
  return pattern.empty() || matches(value.text) || std::any_of(value.items.begin(), value.items.end(), [&](const data::Value& item) { return matches(item.text); });
}

// The first of the wanted keys, if the whole condition holds.
const data::Value* find_keys(const KeyCondition& condition, const data::Value& root) {
  const data::Value* first = nullptr;
  const auto at = [&](const std::string& path) -> const data::Value* {
    const data::Value* found = value_at(root, split(path, '.'), 0);
    return found != nullptr && text_matches(*found, condition.value) ? found : nullptr;
  };
  for (const std::string& path : condition.all) {
    const data::Value* found = at(path);
    if (found == nullptr) return nullptr;
    if (first == nullptr) first = found;
  }
  for (const std::string& path : condition.none) {
    if (value_at(root, split(path, '.'), 0) != nullptr) return nullptr;
  }
  if (condition.any.empty()) return first;
  for (const std::string& path : condition.any) {
    if (const data::Value* found = at(path)) return first == nullptr ? found : first;
  }
  return nullptr;
}

bool weights_state(const ScannedFile& file, WeightsState state) {
  switch (state) {
    case WeightsState::Read: return file.weights && !file.weights->pointer && file.weights->valid && file.weights->read;
    case WeightsState::Pointer: return file.kind == FileKind::LfsPointer && file.weights.has_value();
    case WeightsState::Unread: return file.weights && !file.weights->pointer && !file.weights->read && file.kind == FileKind::OtherWeights;
  }
  return false;
}

int depth_of(std::string_view path) { return static_cast<int>(std::count(path.begin(), path.end(), '/')); }

class Run {
 public:
  Run(const Detector& detector, ReleaseView& view, std::vector<Hit>& hits) : detector_(detector), view_(view), hits_(hits) {}

  void files() {
    for (std::size_t s = 0; s < view_.sources().size(); ++s) {
      const ScannedSource& source = view_.sources()[s];
      if (!wanted_role(detector_, source)) continue;
      std::vector<Hit> found;
      std::uint64_t matched = 0;
      for (std::size_t f = 0; f < source.files.size() && found.size() < std::max<std::size_t>(kHitsPerSource, detector_.count); ++f) {
        if (!selects(detector_.files, source.files[f])) continue;
        if (auto evidence = match_file(s, f)) {
          ++matched;
          add(source.files[f], std::move(*evidence), found);
        }
      }
      if (matched >= detector_.count && !found.empty() && company(s)) std::move(found.begin(), found.end(), std::back_inserter(hits_));
    }
  }

  void documents() {
    for (const DocumentView& document : view_.documents()) {
      if (!wanted_role(detector_, *document.source) || !selects(detector_.files, *document.file)) continue;
      std::vector<Hit> found;
      for (const SentenceCondition& condition : detector_.sentence) sentences(document, condition, found);
      for (const LinkCondition& condition : detector_.link) links(document, condition, found);
      const auto s = static_cast<std::size_t>(document.source - view_.sources().data());
      if (!found.empty() && company(s)) std::move(found.begin(), found.end(), std::back_inserter(hits_));
    }
  }

 private:
  void add(const ScannedFile& file, Evidence evidence, std::vector<Hit>& found) {
    Presence presence = detector_.gives;
    if (file.kind == FileKind::LfsPointer) {
      evidence.kind = EvidenceKind::Pointer;
      if (presence == Presence::Present) presence = Presence::Partial;
    }
    found.push_back({presence, detector_.rank, depth_of(file.path), &detector_, hits_.size() + found.size(), std::move(evidence)});
  }

  std::optional<Evidence> match_file(std::size_t s, std::size_t f) {
    const ScannedSource& source = view_.sources()[s];
    const ScannedFile& file = source.files[f];
    if (!detector_.weights.empty() &&
        std::none_of(detector_.weights.begin(), detector_.weights.end(), [&](WeightsState state) { return weights_state(file, state); })) {
      return std::nullopt;
    }
    std::optional<std::uint64_t> line;
    for (const KeyCondition& condition : detector_.keys) {
      const data::Value* found = file.value ? find_keys(condition, *file.value) : nullptr;
      if (found == nullptr) return std::nullopt;
      if (!line) line = found->line;
    }
    bool tag = false;
    for (const KeyCondition& condition : detector_.front_matter) {
      const bool has = file.document && file.document->front_matter;
      const data::Value* found = has ? find_keys(condition, file.document->front_matter->value) : nullptr;
      if (found == nullptr) return std::nullopt;
      if (!line) line = found->line;
      tag = true;
    }
    std::optional<Range> range;
    for (const TextCondition& condition : detector_.text) {
      const std::string_view text = ReleaseView::text_of(file);
      if (text.empty()) return std::nullopt;
      const auto found = find_in(condition, text, view_.lower_text(s, f));
      if (!found) return std::nullopt;
      if (!range || range->begin == range->end) range = found;
    }
    if (range && range->begin < range->end) return quote_text(source, file, *range);
    if (line && *line > 0) return quote_line(source, file, *line, detector_.id, tag ? EvidenceKind::Tag : EvidenceKind::Bytes);
    return listing(source, file, detector_.id);
  }

  // The line on which the match begins: the rest of a pattern that spans lines only confirms it.
  Evidence quote_text(const ScannedSource& source, const ScannedFile& file, Range range) const {
    const std::string_view text = ReleaseView::text_of(file);
    std::size_t begin = range.begin;
    while (begin < range.end && (text[begin] == '\n' || text[begin] == '\r' || text[begin] == ' ' || text[begin] == '\t')) ++begin;
    if (begin == range.end) begin = range.begin;
    std::size_t line_begin = begin, line_end = begin;
    while (line_begin > 0 && text[line_begin - 1] != '\n' && text[line_begin - 1] != '\r') --line_begin;
    while (line_end < text.size() && text[line_end] != '\n' && text[line_end] != '\r') ++line_end;
    while (line_begin < line_end && (text[line_begin] == ' ' || text[line_begin] == '\t')) ++line_begin;
    // A line longer than a quote is entered at the match.
    if (line_end - line_begin > limits::kQuoteBytes) line_begin = begin;
    return quote_bytes(source, file, line_begin, line_end, detector_.id, file.document ? EvidenceKind::Text : EvidenceKind::Bytes);
  }

  bool in_standing(const DocumentView& document, bool any_document) const { return any_document || document.standing == Standing::Primary; }

  // Does a condition on headings hold for a section? Asked once a section, however many sentences it has.
  class Under {
   public:
    Under(const DocumentView& document, const TextCondition& condition)
        : document_(document), condition_(condition), known_(condition.empty() ? 0 : document.headings.size(), Known::Not) {}
    bool holds(std::size_t sentence) {
      if (known_.empty()) return true;
      const std::size_t section = document_.document->sentences[sentence].section;
      if (known_[section] == Known::Not) {
        const std::string& chain = document_.headings[section];
        known_[section] = find_in(condition_, chain, chain) ? Known::Yes : Known::No;
      }
      return known_[section] == Known::Yes;
    }

   private:
    enum class Known : char { Not, Yes, No };
    const DocumentView& document_;
    const TextCondition& condition_;
    std::vector<Known> known_;
  };

  bool document_holds(const DocumentView& document, const std::vector<std::string>& words) {
    if (words.empty()) return true;
    const auto s = static_cast<std::size_t>(document.source - view_.sources().data());
    const auto f = static_cast<std::size_t>(document.file - document.source->files.data());
    return holds_any(view_.lower_text(s, f), words);
  }

  bool around_matches(const DocumentView& document, std::size_t sentence, const TextCondition& around) const {
    if (around.empty()) return true;
    const std::string words = words_around(document, sentence);
    return find_in(around, words, words).has_value();
  }

  bool names_release(const std::string& lower) const {
    return !view_.own_name().empty() && lower.find(view_.own_name()) != std::string::npos;
  }

  void sentences(const DocumentView& document, const SentenceCondition& condition, std::vector<Hit>& found) {
    if (!in_standing(document, condition.any_document) || !document_holds(document, condition.text.has)) return;
    const auto& all = document.document->sentences;
    Under under(document, condition.under);
    for (std::size_t i = 0; i < all.size() && found.size() < kHitsPerSource; ++i) {
      // A heading says nothing under itself.
      if (all[i].kind == BlockKind::Heading && !condition.under.empty()) continue;
      if ((all[i].kind == BlockKind::Code) != condition.code || !may_hold_any(document.pairs[i], condition.text)) continue;
      if (condition.own_name && !names_release(document.lower[i])) continue;
      if (!under.holds(i) || !find_in(condition.text, all[i].text, document.lower[i]) || !around_matches(document, i, condition.around)) continue;
      Evidence evidence = quote_sentence(*document.source, *document.file, all[i], detector_.id);
      add(*document.file, std::move(evidence), found);
    }
  }

  static bool before_matches(const std::string& sentence, const std::string& words, const TextCondition& before) {
    const std::size_t at = words.empty() ? std::string::npos : sentence.find(words);
    if (at == std::string::npos) return false;
    const std::string_view part = std::string_view(sentence).substr(0, at);
    return find_in(before, part, part).has_value();
  }

  void links(const DocumentView& document, const LinkCondition& condition, std::vector<Hit>& found) {
    if (!in_standing(document, condition.any_document) || !document_holds(document, condition.target.has)) return;
    const auto& all = document.document->links;
    Under under(document, condition.under);
    for (std::size_t i = 0; i < all.size() && found.size() < kHitsPerSource; ++i) {
      if (document.link_sentence[i] != kNone && !under.holds(document.link_sentence[i])) continue;
      const std::string target = to_lower(all[i].target), words = to_lower(all[i].text);
      if (!condition.target.empty() && !find_in(condition.target, target, target)) continue;
      if (!condition.words.empty() && !find_in(condition.words, words, words)) continue;
      if (condition.own_name && !names_release(target) && !names_release(words)) continue;
      const std::size_t sentence = document.link_sentence[i];
      const bool placed = sentence != kNone;
      if (!placed && (!condition.under.empty() || !condition.around.empty() || !condition.sentence.empty())) continue;
      if (placed && !condition.sentence.empty() && !find_in(condition.sentence, document.lower[sentence], document.lower[sentence])) continue;
      if (!condition.before.empty() && (!placed || !before_matches(document.lower[sentence], words, condition.before))) continue;
      if (placed && !around_matches(document, sentence, condition.around)) continue;
      Evidence evidence = quote_bytes(*document.source, *document.file, all[i].begin, all[i].end, detector_.id, EvidenceKind::Link);
      add(*document.file, std::move(evidence), found);
    }
  }

  bool holds(std::size_t s, const CompanyCondition& condition) {
    const ScannedSource& source = view_.sources()[s];
    for (std::size_t f = 0; f < source.files.size(); ++f) {
      if (!selects(condition.files, source.files[f])) continue;
      if (condition.text.empty()) return true;
      const std::string_view text = ReleaseView::text_of(source.files[f]);
      if (!text.empty() && find_in(condition.text, text, view_.lower_text(s, f))) return true;
    }
    return false;
  }

  bool company(std::size_t s) {
    return std::all_of(detector_.with.begin(), detector_.with.end(), [&](const CompanyCondition& one) { return holds(s, one); }) &&
           std::none_of(detector_.without.begin(), detector_.without.end(), [&](const CompanyCondition& one) { return holds(s, one); });
  }

  const Detector& detector_;
  ReleaseView& view_;
  std::vector<Hit>& hits_;
};

}  // namespace

ReleaseView::ReleaseView(const std::vector<ScannedSource>& sources)
    : sources_(sources), documents_(view_documents(sources)), own_name_(detect::own_name(documents_)) {
  for (const ScannedSource& source : sources) lower_.emplace_back(source.files.size());
}

std::string_view ReleaseView::text_of(const ScannedFile& file) { return file.document ? std::string_view(file.document->text) : std::string_view(file.text); }

const std::string& ReleaseView::lower_text(std::size_t source, std::size_t file) {
  std::optional<std::string>& lower = lower_[source][file];
  if (!lower) lower = to_lower(text_of(sources_[source].files[file]));
  return *lower;
}

void run_detector(const Detector& detector, ReleaseView& view, std::vector<Hit>& hits) {
  Run run(detector, view, hits);
  if (detector.sentence.empty() && detector.link.empty()) {
    run.files();
  } else {
    run.documents();
  }
}

}  // namespace aboveboard::detect
