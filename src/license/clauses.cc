// Reads terms from sentences, by the rules of data/clauses.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <deque>

#include "base/limits.h"
#include "base/text.h"
#include "data/embedded.h"
#include "data/pattern.h"
#include "data/value.h"
#include "license/clauses.h"
#include "license/sentences.h"

namespace aboveboard::license {
namespace {

using Patterns = std::vector<data::LazyPattern>;

struct Rule {
  TermKind kind = TermKind::UseAny;
  std::string value, condition;
  bool number = false;
  std::optional<TermKind> context;  // for patterns that begin with '^': a clause of this kind must have come before
  std::vector<std::string> needs;   // one of these stands in every sentence that can match; checked before anything is compiled
  Patterns patterns, unless;
};

Patterns patterns_of(const std::vector<std::string>& texts) {
  Patterns patterns;
  for (const std::string& text : texts) patterns.emplace_back(text, data::PatternUnit::Utf8WhereNeeded);
  return patterns;
}

std::deque<Rule> load_rules() {
  std::deque<Rule> rules;
  for (const data::EmbeddedFile& file : data::embedded_below("clauses/")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {std::string(file.path)}, notes);
    const data::Value* list = value ? value->find("rules") : nullptr;
    if (list == nullptr) continue;
    for (const data::Value& item : list->items) {
      const auto kind = term_kind_from_string(text_of(item, "kind"));
      if (!kind) continue;
      Rule& rule = rules.emplace_back();
      const data::Value* number = item.find("number");
      rule.kind = *kind;
      rule.value = text_of(item, "value");
      rule.condition = text_of(item, "condition");
      rule.number = number != nullptr && number->boolean;
      rule.context = term_kind_from_string(text_of(item, "context"));
      rule.needs = texts_of(item, "needs");
      rule.patterns = patterns_of(texts_of(item, "patterns"));
      rule.unless = patterns_of(texts_of(item, "unless"));
    }
  }
  return rules;
}

const std::deque<Rule>& rules() {
  static const std::deque<Rule> kRules = load_rules();
  return kRules;
}

bool may_match(const Rule& rule, const std::string& sentence) {
  return rule.needs.empty() || std::any_of(rule.needs.begin(), rule.needs.end(),
                                           [&sentence](const std::string& word) { return sentence.find(word) != std::string::npos; });
}

// "700" and "million" as "700000000"; "" where that is no number.
std::string quantity(std::string_view digits, std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 11> kUnits = {{{"million", 1e6}, {"m", 1e6}, {"billion", 1e9}, {"bn", 1e9},
      {"thousand", 1e3}, {"k", 1e3}, {"亿", 1e8}, {"千万", 1e7}, {"百万", 1e6}, {"万", 1e4}, {"", 1}}};
  double value = 0, place = 0;
  std::size_t seen = 0;
  for (const char c : digits) {
    if (c >= '0' && c <= '9' && ++seen <= 15) {
      value = place == 0 ? value * 10 + (c - '0') : value + (c - '0') * place;
      if (place != 0) place /= 10;
    } else if (c == '.' && !unit.empty()) {
      place = 0.1;
    }
  }
  for (const auto& [name, factor] : kUnits) {
    if (name == unit) value *= factor;
  }
  return value < 1 ? std::string() : std::to_string(static_cast<std::int64_t>(value + 0.5));
}

struct Hit {
  std::size_t begin = 0, end = 0;  // in the folded sentence
  std::string value;
};

std::optional<Hit> apply(const Rule& rule, const Sentence& sentence, bool context_seen) {
  if (!may_match(rule, sentence.folded)) return std::nullopt;
  for (const data::LazyPattern& lazy : rule.patterns) {
    if (lazy.source().starts_with('^') && rule.context && !context_seen) continue;
    const re2::RE2* pattern = lazy.candidate(sentence.folded);
    if (pattern == nullptr) continue;
    std::array<re2::StringPiece, 3> groups;
    const int count = std::min(3, pattern->NumberOfCapturingGroups() + 1);
    if (!pattern->Match(sentence.folded, 0, sentence.folded.size(), re2::RE2::UNANCHORED, groups.data(), count)) continue;
    for (const data::LazyPattern& unless : rule.unless) {
      const re2::RE2* barring = unless.candidate(sentence.folded);
      if (barring != nullptr && re2::RE2::PartialMatch(sentence.folded, *barring)) return std::nullopt;
    }
    Hit hit;
    hit.begin = static_cast<std::size_t>(groups[0].data() - sentence.folded.data());
    hit.end = hit.begin + groups[0].size();
    hit.value = rule.value;
    if (rule.number && count == 3) {
      hit.value = quantity({groups[1].data(), groups[1].size()}, {groups[2].data() == nullptr ? "" : groups[2].data(), groups[2].size()});
      if (hit.value.empty()) continue;
    }
    return hit;
  }
  return std::nullopt;
}

std::string threshold_condition(const Rule& rule, const Sentence& sentence) {
  if (!rule.number) return rule.condition;
  const auto has = [&sentence](std::string_view word) { return sentence.folded.find(word) != std::string::npos; };
  if (has("display")) return "must be displayed";
  if (has("request") || has("license") || has("contact") || has("agreement")) return "another license is needed above it";
  return "other rules hold above it";
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
  std::vector<LocatedTerm> terms;
  bool conduct_seen = false;
  for (const Sentence& sentence : sentences_of(text)) {
    for (const Rule& rule : rules()) {
      const auto hit = apply(rule, sentence, conduct_seen);
      if (!hit) continue;
      LocatedTerm located;
      located.term.kind = rule.kind;
      located.term.value = hit->value;
      located.term.condition = threshold_condition(rule, sentence);
      locate(text, sentence, hit->begin, hit->end, located);
      conduct_seen = conduct_seen || rule.kind == TermKind::AcceptableUse;
      const bool known = std::any_of(terms.begin(), terms.end(), [&located](const LocatedTerm& t) {
        return t.term.kind == located.term.kind && t.term.value == located.term.value;
      });
      if (!known) terms.push_back(std::move(located));
    }
  }
  return terms;
}

std::vector<LicenseClass> classes_of(const std::vector<LocatedTerm>& terms) {
  std::vector<LicenseClass> classes;
  const auto add = [&classes](LicenseClass c) {
    if (std::find(classes.begin(), classes.end(), c) == classes.end()) classes.push_back(c);
  };
  for (const LocatedTerm& located : terms) {
    const Term& term = located.term;
    switch (term.kind) {
      case TermKind::CommercialUse:
        if (term.value == "no") add(LicenseClass::Noncommercial);
        if (term.value == "conditional") add(LicenseClass::Proprietary);
        break;
      case TermKind::UserThreshold:
      case TermKind::RevenueThreshold: add(LicenseClass::ScaleRestricted); break;
      case TermKind::AcceptableUse:
      case TermKind::FieldOfUse: add(LicenseClass::ConductRestricted); break;
      case TermKind::Redistribution:
      case TermKind::Modification:
        if (term.value == "no") add(LicenseClass::NoRedistribution);
        break;
      case TermKind::OutputTraining:
        if (term.value == "no") add(LicenseClass::Proprietary);
        break;
      case TermKind::Geography:
        if (term.value != "yes" && term.value != "any") add(LicenseClass::TerritoryRestricted);
        break;
      case TermKind::UseAny:
        if (term.value == "conditional" || term.value == "no") add(LicenseClass::Proprietary);
        break;
      case TermKind::Attribution:
      case TermKind::Naming:
      case TermKind::ShareAlike:
      case TermKind::Patent:
      case TermKind::Termination:
      case TermKind::UnilateralChange:
      case TermKind::RemoteCutoff: break;
    }
  }
  std::sort(classes.begin(), classes.end());
  return classes;
}

}  // namespace aboveboard::license
