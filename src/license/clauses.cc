// Reads terms from sentences, by the rules of data/clauses.
#include "license/clauses.h"

#include <algorithm>
#include <array>
#include <span>
#include <unordered_set>

#include "base/hash.h"
#include "base/limits.h"
#include "base/text.h"
#include "license/clause_rules.h"
#include "license/quantity.h"
#include "license/threshold.h"

namespace aboveboard::license {
namespace {

constexpr std::size_t kMaxNumbers = 16;  // different numbers kept of one kind

struct Hit {
  std::size_t begin = 0, end = 0;  // in the folded sentence
  std::string value;
};

// A text that rules are asked of, with what is known of the shared expressions in it.
class Probe {
 public:
  Probe(std::string_view text, const std::vector<data::LazyPattern>& shared) : text_(text), shared_(shared) {}
  std::string_view text() const { return text_; }
  // May `pattern` match? Its shared expressions are looked for, each once.
  bool may_match(const ClausePattern& pattern) {
    if (known_.empty()) known_.resize(shared_.size());
    return std::all_of(pattern.shared.begin(), pattern.shared.end(), [&](std::uint32_t shared) {
      if (known_[shared] == Answer::Unasked) known_[shared] = shared_[shared].matches(text_) ? Answer::Yes : Answer::No;
      return known_[shared] == Answer::Yes;
    });
  }

 private:
  enum class Answer : char { Unasked, Yes, No };
  std::string_view text_;
  const std::vector<data::LazyPattern>& shared_;
  std::vector<Answer> known_;
};

// A sentence as the rules see it: alone, and behind the words that introduce it.
struct View {
  const Sentence& sentence;
  std::string whole;       // lead and sentence; empty where there is no lead
  std::size_t offset = 0;  // of the sentence in `whole`
};

struct Probes {
  Probe alone, whole, lead;
};

bool any_of(const std::vector<ClausePattern>& patterns, Probe& probe) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&probe](const ClausePattern& pattern) { return probe.may_match(pattern) && pattern.whole.matches(probe.text()); });
}

// The first pattern of `rule` that stands in `text` beyond `offset`.
std::optional<Hit> match(const ClauseRule& rule, Probe& probe, std::size_t offset) {
  const std::string_view text = probe.text();
  for (const ClausePattern& shape : rule.patterns) {
    std::array<std::string_view, 3> groups;
    if (!probe.may_match(shape) || !shape.whole.find(text, 0, std::span(groups).first(rule.number ? 3 : 1))) continue;
    Hit hit;
    hit.begin = static_cast<std::size_t>(groups[0].data() - text.data());
    hit.end = hit.begin + groups[0].size();
    if (hit.end <= offset || hit.begin == hit.end) continue;
    hit.value = rule.value;
    if (rule.number && shape.whole.groups() >= 2) {
      const auto value = quantity(groups[1], groups[2]);
      if (!value) continue;
      hit.value = std::to_string(*value);
    }
    hit.begin = hit.begin > offset ? hit.begin - offset : 0;
    hit.end -= offset;
    return hit;
  }
  return std::nullopt;
}

std::optional<Hit> apply(const ClauseRule& rule, const View& view, Probes& probes) {
  const bool led = !view.whole.empty();
  auto hit = match(rule, probes.alone, 0);
  const bool by_itself = hit.has_value();
  if (!hit && led) hit = match(rule, probes.whole, view.offset);
  if (!hit || any_of(rule.unless, by_itself ? probes.alone : probes.whole)) return std::nullopt;
  return led && any_of(rule.unless_lead, probes.lead) ? std::nullopt : hit;
}

bool allows(SentenceUse use, bool is) { return use == SentenceUse::Also || (use == SentenceUse::Only) == is; }

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), rules_(clause_rules()) {}
  void read(const Sentence& sentence);
  std::vector<LocatedTerm> settled();

 private:
  struct Found {
    LocatedTerm located;
    bool weak = false;
  };
  bool known(const ClauseRule& rule) const;
  void keep(const ClauseRule& rule, const View& view, const Hit& hit);

  std::string_view text_;
  const ClauseRules& rules_;
  std::vector<Found> found_;
  std::unordered_set<std::uint64_t> seen_;  // sentences that stood here before say nothing new
  std::shared_ptr<const std::string> lead_;
  WordSet lead_words_;
};

bool Reader::known(const ClauseRule& rule) const {
  std::size_t numbers = 0;
  for (const Found& found : found_) {
    if (found.located.term.kind != rule.kind) continue;
    if (!rule.number && found.located.term.value == rule.value && (!found.weak || rule.weak)) return true;
    ++numbers;
  }
  return rule.number && numbers >= kMaxNumbers;
}

void Reader::keep(const ClauseRule& rule, const View& view, const Hit& hit) {
  const auto same = std::find_if(found_.begin(), found_.end(), [&](const Found& found) {
    return found.located.term.kind == rule.kind && found.located.term.value == hit.value;
  });
  if (same != found_.end() && (!same->weak || rule.weak)) return;
  Found added;
  added.weak = rule.weak;
  Term& term = added.located.term;
  term.kind = rule.kind;
  term.value = hit.value;
  term.condition = rule.number ? threshold_condition(rule.kind, view.sentence.folded, hit.begin, hit.end) : rule.condition;
  if (rule.kind == TermKind::Geography) {
    const std::string regions = regions_named(view.whole.empty() ? std::string_view(view.sentence.folded) : std::string_view(view.whole));
    if (!regions.empty()) term.condition = regions;
  }
  term.section = view.sentence.section;
  locate(text_, view.sentence, hit.begin, hit.end, added.located);
  if (same != found_.end()) {
    *same = std::move(added);
  } else {
    found_.push_back(std::move(added));
  }
}

void Reader::read(const Sentence& sentence) {
  const std::uint64_t hash = hash64(sentence.folded, sentence.lead ? hash64(*sentence.lead) : 0);
  if (!seen_.insert(hash).second) return;
  WordSet words = rules_.finder.find(sentence.folded);
  const bool definition = has_any(words, rules_.definition_words);
  const bool disclaimer = has_any(words, rules_.disclaimer_words);
  if (sentence.lead && sentence.lead != lead_) {
    lead_ = sentence.lead;
    lead_words_ = rules_.finder.find(*lead_);
  }
  View view{sentence, {}, 0};
  if (sentence.lead) {
    words.add_all(lead_words_);
    view.whole = *sentence.lead + " " + sentence.folded;
    view.offset = sentence.lead->size() + 1;
  }
  const std::string_view lead = sentence.lead ? std::string_view(*sentence.lead) : std::string_view();
  Probes probes{{sentence.folded, rules_.shared}, {view.whole, rules_.shared}, {lead, rules_.shared}};
  for (const ClauseRule& rule : rules_.rules) {
    if (!allows(rule.definitions, definition) || !allows(rule.disclaimers, disclaimer)) continue;
    if (!std::all_of(rule.needs.begin(), rule.needs.end(), [&words](const auto& group) { return has_any(words, group); })) continue;
    if (known(rule)) continue;
    if (const auto hit = apply(rule, view, probes)) keep(rule, view, *hit);
  }
}

// Of one kind the more restrictive value governs: what is forbidden in one place is not allowed by another.
std::vector<LocatedTerm> Reader::settled() {
  const auto has = [this](TermKind kind, std::string_view value) {
    return std::any_of(found_.begin(), found_.end(), [&](const Found& f) { return f.located.term.kind == kind && f.located.term.value == value; });
  };
  std::vector<LocatedTerm> terms;
  const auto strong = [this](TermKind kind) {
    return std::any_of(found_.begin(), found_.end(), [kind](const Found& f) { return f.located.term.kind == kind && !f.weak; });
  };
  std::erase_if(found_, [&](const Found& f) { return f.weak && strong(f.located.term.kind); });
  for (Found& found : found_) {
    const Term& term = found.located.term;
    const bool graded = term.value == "yes" || term.value == "conditional";
    if (graded && has(term.kind, "no")) continue;
    if (term.value == "yes" && has(term.kind, "conditional")) continue;
    terms.push_back(found.located);
  }
  return terms;
}

}  // namespace

void locate(std::string_view text, const Sentence& sentence, std::size_t begin, std::size_t end, LocatedTerm& located) {
  constexpr std::size_t kLead = 100;
  const auto quote = static_cast<std::size_t>(limits::kQuoteBytes);
  located.begin = sentence.begin;
  if (sentence.end - sentence.begin > quote && begin > kLead) {
    std::size_t start = begin - kLead;
    while (start < begin && sentence.folded[start] != ' ') ++start;
    located.begin = sentence.origin[std::min(start + 1, begin)];
  }
  located.end = std::min(sentence.end, std::max<std::size_t>(sentence.origin[end - 1] + 1, located.begin + quote));
  const std::string_view clipped = clip_utf8(text.substr(located.begin, located.end - located.begin), quote);
  located.end = located.begin + clipped.size();
  located.term.quote = std::string(clipped);
}

std::vector<LocatedTerm> read_clauses(std::string_view text) {
  Reader reader(text);
  each_sentence(text, [&reader](const Sentence& sentence) { reader.read(sentence); });
  return reader.settled();
}

}  // namespace aboveboard::license
