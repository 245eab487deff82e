#include "format/document/sentences.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace aboveboard::format {
namespace {

// Words that a full stop belongs to; sorted, lower case, without the stop. "etc" and "al" often end a sentence too: a
// capital behind them decides.
constexpr std::array<std::string_view, 72> kAbbreviations = {
    "a.k.a", "approx", "apr",    "art",  "assoc", "aug",  "ave",  "bros", "c.f", "cf",   "ch",  "co",
    "corp",  "dec",    "dept",   "dr",   "e.g",   "ed",   "eds",  "eg",   "eq",  "eqn",  "eqs", "est",
    "feb",   "ff",     "fig",    "figs", "i.e",   "ie",   "inc",  "incl", "jan", "jr",   "jul", "jun",
    "ltd",   "mar",    "max",    "min",  "mr",    "mrs",  "ms",   "nos",  "nov", "oct",  "op",  "p",
    "para",  "pp",     "prof",   "pt",   "ref",   "refs", "resp", "rev",  "sec", "sect", "sep", "sept",
    "sr",    "st",     "subsec", "tab",  "u.k",   "u.s",  "univ", "v",    "ver", "viz",  "vol", "vs"};
static_assert(std::is_sorted(kAbbreviations.begin(), kAbbreviations.end()));

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Length of a full stop, exclamation or question mark of Chinese and Japanese at `at`, or 0: U+3002, U+FF01, U+FF1F,
// U+FF61.
std::size_t wide_stop(std::string_view text, std::size_t at) {
  const std::string_view three = text.substr(at, 3);
  const bool stop =
      three == "\xe3\x80\x82" || three == "\xef\xbc\x81" || three == "\xef\xbc\x9f" || three == "\xef\xbd\xa1";
  return stop ? 3 : 0;
}

// Length of a closing quote or bracket at `at`, or 0.
std::size_t closer(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const char c = text[at];
  if (c == '"' || c == '\'' || c == ')' || c == ']' || c == '}') return 1;
  const std::string_view three = text.substr(at, 3);
  constexpr std::array<std::string_view, 6> kWide = {"\xe2\x80\x9d", "\xe2\x80\x99", "\xe3\x80\x8d",
                                                     "\xe3\x80\x8f", "\xef\xbc\x89", "\xe3\x80\x8b"};
  return std::find(kWide.begin(), kWide.end(), three) != kWide.end() ? 3 : 0;
}

// Is the full stop at `at` part of the word before it?
bool is_abbreviation(std::string_view text, std::size_t start, std::size_t at, bool capital_follows) {
  std::size_t begin = at;
  while (begin > start && text[begin - 1] != ' ' && text[begin - 1] != '(' && text[begin - 1] != '"' && at - begin < 12)
    --begin;
  const std::string_view word = text.substr(begin, at - begin);
  if (word.empty()) return true;                                                       // " . . ." and ".NET"
  if (word.size() == 1 && is_upper(word[0]) && capital_follows) return true;           // an initial
  if (begin == start && std::all_of(word.begin(), word.end(), is_digit)) return true;  // "1. Definitions"
  if (begin == start && word.size() == 1) return true;                                 // "a. the licensee"
  const std::string lower = to_lower(word);
  if ((lower == "no" || lower == "nr") && at + 2 < text.size()) return is_digit(text[at + 2]);
  if (lower == "etc" || lower == "al") return !capital_follows;
  return std::binary_search(kAbbreviations.begin(), kAbbreviations.end(), std::string_view(lower));
}

// Does a sentence end with the '.', '!' or '?' at `at`? `next` is where the following word begins.
bool ends_here(std::string_view text, std::size_t start, std::size_t at, std::size_t next) {
  if (next >= text.size()) return true;
  const char follower = text[next];
  if (is_lower(follower) || follower == ',' || follower == ';') {
    // "e.g. foo", "v. cool": a sentence does not begin in lower case, unless a mark other than a stop ended the last.
    return text[at] != '.';
  }
  return text[at] != '.' || !is_abbreviation(text, start, at, is_upper(follower));
}

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> split_sentences(std::string_view plain) {
  std::vector<std::pair<std::size_t, std::size_t>> sentences;
  std::size_t start = 0;
  const auto cut = [&](std::size_t end) {
    while (start < end && plain[start] == ' ') ++start;
    std::size_t last = end;
    while (last > start && plain[last - 1] == ' ') --last;
    if (last > start) sentences.emplace_back(start, last);
    start = end;
  };
  for (std::size_t i = 0; i < plain.size();) {
    if (const std::size_t wide = wide_stop(plain, i); wide != 0) {
      i += wide;
      while (const std::size_t more = std::max(wide_stop(plain, i), closer(plain, i))) i += more;
      cut(i);
      continue;
    }
    if (plain[i] != '.' && plain[i] != '!' && plain[i] != '?') {
      ++i;
      continue;
    }
    const std::size_t mark = i++;
    while (i < plain.size() && (plain[i] == '.' || plain[i] == '!' || plain[i] == '?')) ++i;
    while (const std::size_t more = closer(plain, i)) i += more;
    if (i < plain.size() && plain[i] != ' ') continue;  // "3.1", "file.txt", "a.b"
    while (start < mark && plain[start] == ' ') ++start;
    if (ends_here(plain, start, mark, i + 1)) cut(i);
  }
  cut(plain.size());
  return sentences;
}

}  // namespace aboveboard::format
