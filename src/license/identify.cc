// identify(): references first, then notices, then what is left over: clauses that were added to a known text, unknown licenses, prose.
#include <algorithm>
#include <map>
#include <set>

#include "base/hash.h"
#include "license/identify.h"
#include "license/known_index.h"
#include "license/match.h"
#include "license/neighbors.h"
#include "license/notice.h"
#include "license/reading.h"
#include "license/registry.h"

namespace aboveboard::license {
namespace {

constexpr std::uint32_t kUnknownWindow = 300;
constexpr std::size_t kNoticeText = 250;     // tokens of a text that may be a notice though it reads like a license
constexpr std::size_t kShortText = 80;       // tokens of a text that is nothing but a notice

std::vector<Gap> gaps_between(const std::vector<Found>& found, std::uint32_t count) {
  std::vector<Gap> gaps;
  std::uint32_t at = 0;
  for (const Found& f : found) {
    if (f.begin > at) gaps.push_back({at, f.begin});
    at = std::max(at, f.end);
  }
  if (at < count) gaps.push_back({at, count});
  return gaps;
}

Match match_from(const TextView& view, const Index& index, const Found& found) {
  const DocRecord& doc = index.docs[found.doc];
  Match match;
  match.id = std::string(index.id(doc));
  if ((doc.flags & kIsFingerprint) == 0) match.id = std::string(current_spdx_id(match.id));
  // Which versions may be used in place of this one is said by notices, never by the text.
  if (match.id.ends_with("-or-later")) match.id.replace(match.id.size() - 9, 9, "-only");
  match.verdict = found.verdict;
  match.policy = (doc.flags & kPolicy) != 0;
  match.begin = view.tokens[found.begin].begin;
  match.end = view.tokens[found.end - 1].end;
  match.residue = found.residue;
  return match;
}

Match unknown_over(const TextView& view, const Gap& gap, bool policy) {
  Match match;
  match.policy = policy;
  match.begin = view.tokens[gap.begin].begin;
  match.end = view.tokens[gap.end - 1].end;
  return match;
}

// A stretch that reads like a license or policy, and is none that is known.
struct Unknown {
  Gap gap;
  bool policy = false;
};

// Such stretches of a gap, window by window. `alone`: the gap is the whole text.
void add_unknown(const TextView& view, const Gap& gap, bool alone, std::vector<Unknown>& out) {
  const Nature whole = nature_of(view.text, view.tokens, gap.begin, gap.end, alone);
  if (alone && whole != Nature::Prose) {
    out.push_back({gap, whole == Nature::Policy});
    return;
  }
  Gap open{0, 0};
  for (std::uint32_t at = gap.begin; at < gap.end; at += kUnknownWindow / 2) {
    const std::uint32_t end = std::min(gap.end, at + kUnknownWindow);
    if (nature_of(view.text, view.tokens, at, end, false) == Nature::License) {
      if (open.end < at) {
        if (open.end != 0) out.push_back({open, false});
        open.begin = at;
      }
      open.end = end;
    }
    if (end == gap.end) break;
  }
  if (open.end != 0) out.push_back({open, false});
}

// A short text that does nothing but say which license applies.
void add_short_notice(const TextView& view, std::vector<Match>& out) {
  const bool document = view.text.find("```") != std::string_view::npos || view.text.find("](") != std::string_view::npos;
  if (view.tokens.size() > kShortText || document || view.text.starts_with("---")) return;
  const auto names = names_in(view.text);
  if (names.empty() || names[0].id.empty()) return;
  for (const NameInText& name : names) {
    if (name.id != names[0].id) return;
  }
  const std::string_view before = view.text.substr(0, names[0].begin);
  bool says = false;
  for (const Token& token : normalize(before)) {
    for (const std::string_view verb : {"licensed", "released", "distributed", "provided", "available", "governed", "subject"}) says |= token.hash == hash64(verb);
  }
  if (!says) return;
  Match match;
  match.id = names[0].id;
  match.verdict = MatchVerdict::Equivalent;
  match.notice = true;
  match.begin = names[0].begin;
  match.end = names[0].end;
  out.push_back(std::move(match));
}

// Does a stretch set terms, of several kinds? Then it is a license, however plain its words, and what it says of other licenses is a term of its own.
bool sets_terms(const TextView& view, const Gap& gap) {
  constexpr std::size_t kKinds = 4;
  std::set<TermKind> kinds;
  for (const LocatedTerm& located : read_clauses(bytes_of(view, gap))) kinds.insert(located.term.kind);
  return kinds.size() >= kKinds;
}

// Long stretches around notices that no other sign calls a license.
void add_unknown_around(const TextView& view, const std::vector<Match>& notices, const std::vector<Gap>& gaps, std::vector<Unknown>& unknown) {
  for (const Gap& gap : gaps) {
    const auto meets = [&gap](const Gap& other) { return gap.begin < other.end && other.begin < gap.end; };
    if (gap.end - gap.begin <= kNoticeText || std::any_of(unknown.begin(), unknown.end(), [&](const Unknown& u) { return meets(u.gap); })) continue;
    const std::size_t begin = view.tokens[gap.begin].begin, end = view.tokens[gap.end - 1].end;
    const bool noticed = std::any_of(notices.begin(), notices.end(), [&](const Match& n) { return n.begin < end && begin < n.end; });
    if (noticed && sets_terms(view, gap)) unknown.push_back({gap, false});
  }
}

// Adds the notices that stand outside of known texts and of long unknown ones: an unknown license may speak of other licenses, and is none of
// them. Of a notice that is repeated without end, the first are enough.
void add_notices(const TextView& view, std::vector<Match> notices, const std::vector<Found>& found, const std::vector<Unknown>& unknown, std::vector<Match>& matches) {
  constexpr std::size_t kSame = 64;
  std::map<std::string, std::size_t> seen;
  const auto begin_of = [&view](const Gap& gap) { return view.tokens[gap.begin].begin; };
  const auto end_of = [&view](const Gap& gap) { return view.tokens[gap.end - 1].end; };
  for (Match& notice : notices) {
    const auto holds = [&](const Gap& gap) { return notice.begin < end_of(gap) && begin_of(gap) < notice.end; };
    const bool inside = std::any_of(found.begin(), found.end(), [&](const Found& f) { return holds({f.begin, f.end}); }) ||
                        std::any_of(unknown.begin(), unknown.end(), [&](const Unknown& u) { return u.gap.end - u.gap.begin > kNoticeText && holds(u.gap); });
    const bool identifier = view.text.substr(notice.begin, 4) == "SPDX";
    if ((!inside || identifier) && ++seen[notice.id] <= kSame) matches.push_back(std::move(notice));
  }
}

bool overlaps(const std::vector<Match>& matches, const Match& other) {
  return std::any_of(matches.begin(), matches.end(), [&other](const Match& m) { return other.begin < m.end && m.begin < other.end; });
}

// A text without a word: a link to a license is a license that nobody can read here.
std::vector<Match> bare_link(std::string_view text) {
  if (nature_of(text, {}, 0, 0, true) == Nature::Prose) return {};
  Match match;
  match.end = text.size();
  return {match};
}

std::vector<Found> find_known(const Index& index, const TextView& view) {
  std::vector<Found> found = match_whole(index, view);
  if (!found.empty()) return found;
  std::vector<Found> prints = match_fingerprints(index, view);
  std::vector<Found> changed;
  for (Found& print : prints) (print.verdict == MatchVerdict::Modified ? changed : found).push_back(std::move(print));
  const std::vector<Found> texts = match_texts(index, view, found);
  const auto meets = [](const Found& a, const Found& b) { return a.begin < b.end && b.begin < a.end; };
  // A text that is there unchanged explains its place better than another that would have to be changed.
  for (const Found& print : changed) {
    const bool explained = std::any_of(texts.begin(), texts.end(), [&](const Found& t) {
      return t.verdict != MatchVerdict::Modified && meets(t, print) && 2 * (t.end - t.begin) >= print.end - print.begin;
    });
    if (!explained) found.push_back(print);
  }
  for (const Found& text : texts) {
    const bool met = std::any_of(found.begin(), found.end(), [&](const Found& f) { return meets(f, text); });
    if (!met) found.push_back(text);
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.begin < b.begin; });
  add_neighbors(view, found);
  return found;
}

}  // namespace

std::vector<Match> identify(std::string_view text) { return identify_in(known_index(), text); }

std::vector<Match> identify_in(const Index& index, std::string_view text) {
  const std::vector<Token> tokens = normalize(text);
  const TextView view{text, tokens};
  const auto count = static_cast<std::uint32_t>(tokens.size());
  if (tokens.empty()) return bare_link(text);
  const std::vector<Found> found = find_known(index, view);
  std::vector<Match> matches;
  for (const Found& f : found) matches.push_back(match_from(view, index, f));
  std::vector<Unknown> unknown;
  const std::vector<Gap> gaps = gaps_between(found, count);
  for (const Gap& gap : gaps) add_unknown(view, gap, found.empty(), unknown);
  std::vector<Match> notices = find_notices(view, found);
  add_unknown_around(view, notices, gaps, unknown);
  add_notices(view, std::move(notices), found, unknown, matches);
  if (matches.empty()) add_short_notice(view, matches);
  for (const Unknown& stretch : unknown) {
    Match match = unknown_over(view, stretch.gap, stretch.policy);
    if (!overlaps(matches, match)) matches.push_back(std::move(match));
  }
  std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) { return a.begin < b.begin; });
  return matches;
}

}  // namespace aboveboard::license
