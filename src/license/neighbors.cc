#include "license/neighbors.h"

#include <algorithm>

#include "license/word_set.h"

namespace aboveboard::license {

std::string_view bytes_of(const TextView& view, const Gap& gap) {
  return view.text.substr(view.tokens[gap.begin].begin, view.tokens[gap.end - 1].end - view.tokens[gap.begin].begin);
}

namespace {

constexpr std::uint32_t kAddedClause = 400;  // tokens beside a known text that may be a clause added to it

constexpr auto kChanges = hashed(std::to_array<std::string_view>({"modified", "custom", "commons", "noncommercial", "restricted", "research", "limited"}));

// A word in the title's own line that changes what the title says: "Modified MIT License".
bool title_is_changed(const TextView& view, const Gap& before) {
  for (std::uint32_t i = before.end; i-- > before.begin;) {
    if (among(kChanges, view.tokens[i].hash)) return true;
    if ((view.tokens[i].flags & kLineStart) != 0) return false;
  }
  return false;
}

// Words without one of which no clause limits anybody: they decide whether the clause reader is asked.
constexpr auto kLimits = hashed(std::to_array<std::string_view>({
    "not", "no", "non", "nor", "never", "cannot", "only", "solely", "exclusively", "must", "shall", "may", "prohibited", "forbidden", "prohibits", "forbids", "banned",
    "permitted", "allowed", "agree", "noncommercial", "commercial", "commercially", "personal", "research", "academic", "educational", "internal", "restricted", "limited",
    "limit", "limits", "restriction", "restrictions", "except", "excluding", "excluded", "unless", "without", "require", "required", "requires", "subject", "condition",
    "conditions", "provided", "users", "revenue", "fee", "royalty",
}));

// Does this stretch bind whoever uses what the license covers?
bool binds(const TextView& view, const Gap& gap) {
  const auto limits = [&view](const Token& token) { return among(kLimits, token.hash) || static_cast<unsigned char>(view.text[token.begin]) >= 0x80; };
  return std::any_of(view.tokens.begin() + gap.begin, view.tokens.begin() + gap.end, limits) && !classes_of(read_clauses(bytes_of(view, gap))).empty();
}

// Words that forbid, oblige or except, and words for what a license gives, to whom.
constexpr auto kDuty = hashed(std::to_array<std::string_view>({"must", "shall", "prohibited", "forbidden", "permitted", "agree", "noncommercial", "condition", "not", "cannot", "only",
                                      "except", "excluding", "unless", "restricted", "restriction", "restrictions", "limited", "require", "required", "requires", "without", "never"}));
constexpr auto kObject = hashed(std::to_array<std::string_view>({"software", "license", "licensed", "permission", "licensee", "use", "used", "uses", "using", "sell", "sold", "selling", "commercial",
                                        "commercially", "model", "models", "weights", "grant", "granted", "rights", "distribute", "redistribute", "code", "companies", "organization",
                                        "organizations", "users", "employees", "revenue", "anyone", "purpose", "purposes", "agreement", "law", "laws"}));

// Words of disclaimers, of notices, and of sentences that say which files a license covers: such sentences oblige nobody.
constexpr auto kExempt = hashed(std::to_array<std::string_view>({"warranty", "warranties", "liable", "liability", "damages", "compliance", "otherwise", "received"}));

// Does a sentence of this stretch both oblige someone and speak of the license or its use? Copyright lines do not count.
bool reads_as_duty(const TextView& view, const Gap& gap) {
  std::size_t duty = 0, object = 0;
  bool passes = false;
  for (std::uint32_t i = gap.begin; i < gap.end; ++i) {
    const Token& token = view.tokens[i];
    if ((token.flags & kCopyright) != 0) continue;
    duty += among(kDuty, token.hash);
    object += among(kObject, token.hash);
    passes = passes || among(kExempt, token.hash);
    const bool stops = token.end + 1 < view.text.size() && view.text[token.end] == '.' && (view.text[token.end + 1] == ' ' || view.text[token.end + 1] == '\n');
    if (stops || i + 1 == gap.end) {
      if (duty != 0 && object != 0 && !passes) return true;
      duty = object = 0;
      passes = false;
    }
  }
  return false;
}

// Is there a line of nothing but "----" or "====" between tokens i and i + 1?
bool separated(const TextView& view, std::uint32_t i) {
  const std::string_view between = view.text.substr(view.tokens[i].end, view.tokens[i + 1].begin - view.tokens[i].end);
  for (const std::string_view rule : {"-----", "=====", "*****", "#####", "_____", "~~~~~"}) {
    if (between.find(rule) != std::string_view::npos) return true;
  }
  return false;
}

Gap until_separator(const TextView& view, Gap gap) {
  for (std::uint32_t i = gap.begin == 0 ? 0 : gap.begin - 1; i + 1 < gap.end; ++i) {
    if (separated(view, i)) return {gap.begin, i + 1};
  }
  return gap;
}

Gap since_separator(const TextView& view, Gap gap) {
  for (std::uint32_t i = gap.end; i-- > gap.begin;) {
    if (i + 1 < view.tokens.size() && separated(view, i)) return {i + 1, gap.end};
  }
  return gap;
}

}  // namespace

// Clauses that were put before or behind a known text, in the same file, make it a modified one.
void add_neighbors(const TextView& view, std::vector<Found>& found) {
  const auto count = static_cast<std::uint32_t>(view.tokens.size());
  for (std::size_t f = 0; f < found.size(); ++f) {
    Found& match = found[f];
    const std::uint32_t low = f == 0 ? 0 : found[f - 1].end, high = f + 1 == found.size() ? count : found[f + 1].begin;
    const bool whole_file = (match.end - match.begin) * 2 >= count;
    if (low < match.begin) {
      const Gap before = since_separator(view, {std::max(low, match.begin - std::min(match.begin, kAddedClause)), match.begin});
      if (before.begin < before.end && (title_is_changed(view, before) || binds(view, before) || (whole_file && low == 0 && reads_as_duty(view, before)))) {
        match.verdict = MatchVerdict::Modified;
        add_lines(view, before.begin, before.end, match.residue);
        match.begin = before.begin;  // what makes it another text belongs to it
      }
    }
    if (match.end < high) {
      const Gap after = until_separator(view, {match.end, std::min(high, match.end + kAddedClause)});
      if (after.begin < after.end && (binds(view, after) || (whole_file && high == count && reads_as_duty(view, after)))) {
        match.verdict = MatchVerdict::Modified;
        add_lines(view, after.begin, after.end, match.residue);
        match.end = after.end;
      }
    }
  }
}

}  // namespace aboveboard::license
