#include "license/notice.h"

#include <algorithm>
#include <optional>

#include "base/hash.h"
#include "base/text.h"
#include "data/embedded.h"
#include "data/packed.h"
#include "data/value.h"
#include "license/names.h"
#include "license/registry.h"

namespace aboveboard::license {
namespace {

constexpr std::size_t kNear = 60;  // tokens within which the second half of a notice must follow

struct Phrase {
  std::string id;
  std::vector<std::uint64_t> words;
  std::vector<std::uint64_t> near;  // must follow within kNear tokens; empty for none
};

std::vector<std::uint64_t> hashes_of(std::string_view words) {
  std::vector<std::uint64_t> hashes;
  for (const Token& token : normalize(words)) hashes.push_back(token.hash);
  return hashes;
}

// Runs of words to look for, with a filter of the low bits of their first words' hashes.
template <typename T>
struct Runs {
  std::vector<T> all;
  std::uint64_t first = 0;
  void add(T run) {
    first |= 1ull << (run.words[0] & 63);
    all.push_back(std::move(run));
  }
  bool may_begin(std::uint64_t hash) const { return (first >> (hash & 63) & 1) != 0; }
};

// data/licenses/notices.yaml, the longest first.
const Runs<Phrase>& phrases() {
  static const Runs<Phrase> kPhrases = [] {
    Runs<Phrase> out;
    for (const data::EmbeddedFile& file : data::embedded_below("licenses/notices.yaml")) {
      const data::Value value = data::unpack(file.packed);
      const data::Value* list = value.find("notices");
      if (list == nullptr) continue;
      for (const data::Value& item : list->items) {
        const data::Value* id = item.find("id");
        const data::Value* texts = item.find("phrases");
        const data::Value* near = item.find("near");
        if (id == nullptr || texts == nullptr) continue;
        for (const std::string& text : texts->as_texts()) {
          Phrase phrase{id->text, hashes_of(text), near == nullptr ? std::vector<std::uint64_t>() : hashes_of(near->text)};
          if (!phrase.words.empty()) out.add(std::move(phrase));
        }
      }
    }
    std::stable_sort(out.all.begin(), out.all.end(), [](const Phrase& a, const Phrase& b) { return a.words.size() > b.words.size(); });
    return out;
  }();
  return kPhrases;
}

bool stands_at(const std::vector<Token>& tokens, std::size_t at, const std::vector<std::uint64_t>& words) {
  if (at + words.size() > tokens.size()) return false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (tokens[at + i].hash != words[i]) return false;
  }
  return true;
}

// The token behind `words`, where they begin at or after `at` and within `reach` tokens; 0 where they do not.
std::size_t find_near(const std::vector<Token>& tokens, std::size_t at, std::size_t reach, const std::vector<std::uint64_t>& words) {
  for (std::size_t i = at; i < std::min(tokens.size(), at + reach); ++i) {
    if (stands_at(tokens, i, words)) return i + words.size();
  }
  return 0;
}

Match notice_over(const TextView& view, std::string id, std::size_t begin, std::size_t end) {
  Match match;
  match.id = std::move(id);
  match.verdict = MatchVerdict::Equivalent;
  match.notice = true;
  match.begin = view.tokens[begin].begin;
  match.end = view.tokens[end - 1].end;
  return match;
}

// "under the terms of the GNU [Lesser|Library|Affero] General Public License as published by the Free Software Foundation, version N,
// or (at your option) any later version". The license text itself never says which; the notice does.
bool gnu_notice(const TextView& view, std::size_t at, std::vector<Match>& out) {
  static const std::uint64_t kGnu = hash64("gnu");
  if (view.tokens[at].hash != kGnu) return false;
  static const auto kName = hashes_of("general public license");
  static const auto kPublished = hashes_of("as published by the free software foundation");
  static const auto kVersion = hashes_of("version");
  static const auto kLater = hashes_of("any later version");
  std::size_t next = at + 1;
  std::string id = "GPL";
  if (next < view.tokens.size() && !stands_at(view.tokens, next, kName)) {
    const std::uint64_t kind = view.tokens[next++].hash;
    if (kind == hash64("lesser") || kind == hash64("library")) id = "LGPL";
    else if (kind == hash64("affero")) id = "AGPL";
    else return false;
  }
  if (!stands_at(view.tokens, next, kName)) return false;
  next += kName.size();
  const std::size_t published = find_near(view.tokens, next, 16, kPublished);
  const std::size_t version = published == 0 ? 0 : find_near(view.tokens, next, 24, kVersion);
  if (version == 0 || version >= view.tokens.size()) return false;
  const Token& number = view.tokens[version];
  std::string digits(view.text.substr(number.begin, number.end - number.begin));
  std::size_t end = version + 1;
  if (digits.size() != 1 || digits[0] < '1' || digits[0] > '3') return false;
  if (end < view.tokens.size() && view.tokens[end].hash == hash64("1") && view.tokens[end].begin == number.end + 1 && digits == "2") {
    digits += ".1", ++end;
  } else {
    digits += ".0";
  }
  const std::size_t later = find_near(view.tokens, version, 16, kLater);
  id += "-" + digits + (later != 0 ? "-or-later" : "-only");
  if (find_entry(id) == nullptr) return false;
  out.push_back(notice_over(view, id, at, std::max(end, later)));
  return true;
}

// "licensed under the ...", "subject to the terms of the ...": a name follows within so many words.
struct Opening {
  std::string_view words;
  std::size_t reach;
};
constexpr Opening kOpenings[] = {
    {"licensed under", 10}, {"license under", 6}, {"released under", 10}, {"distributed under", 10}, {"available under", 10}, {"published under", 8},
    {"provided under", 10}, {"used under", 10}, {"modified under", 10}, {"covered by", 6}, {"covered under", 6}, {"governed by", 8}, {"subject to", 12},
    {"under the terms of", 10}, {"under the terms and conditions of", 8}, {"under the conditions of", 8}, {"in accordance with", 8}, {"is under the", 6},
    {"dual licensed", 6}, {"is licensed", 4},
};

struct OpeningHashes {
  std::vector<std::uint64_t> words;
  std::size_t reach;
};

const Runs<OpeningHashes>& openings() {
  static const Runs<OpeningHashes> kAll = [] {
    Runs<OpeningHashes> out;
    for (const Opening& opening : kOpenings) out.add({hashes_of(opening.words), opening.reach});
    std::stable_sort(out.all.begin(), out.all.end(), [](const auto& a, const auto& b) { return a.words.size() > b.words.size(); });
    return out;
  }();
  return kAll;
}

// "License: MIT", "@license Apache-2.0".
bool is_license_field(const TextView& view, std::size_t at) {
  static constexpr std::uint64_t kLicense = hash64("license");
  const Token& token = view.tokens[at];
  if (token.hash != kLicense || at + 1 >= view.tokens.size()) return false;
  const bool tag = token.begin > 0 && (view.text[token.begin - 1] == '@' || view.text[token.begin - 1] == '\\');
  return tag || ((token.flags & kLineStart) != 0 && token.end < view.text.size() && view.text[token.end] == ':');
}

// "... and the X License", "... or Y", "/ Z": another name behind the one that ends at `end`.
std::optional<NameInText> next_name(std::string_view text, std::size_t end) {
  constexpr std::size_t kReach = 60, kJoinBytes = 24;
  const std::string_view rest = text.substr(end, kReach);
  const auto name = first_name(rest, 5);
  if (!name || name->begin > kJoinBytes) return std::nullopt;
  const std::string between = to_lower(rest.substr(0, name->begin));
  const bool joined = between.find(" and ") != std::string::npos || between.find(" or ") != std::string::npos || between.find('/') != std::string::npos || between.find(',') != std::string::npos;
  return joined && between.find(". ") == std::string::npos ? name : std::nullopt;
}

// Adds the license that is named behind an opening at token `at`; returns the token behind the opening, 0 where none stands there.
std::size_t named_notice(const TextView& view, std::size_t at, std::vector<Match>& out) {
  constexpr std::size_t kNameBytes = 320;
  std::size_t next = 0, reach = 0;
  if (openings().may_begin(view.tokens[at].hash)) {
    for (const OpeningHashes& opening : openings().all) {
      if (!stands_at(view.tokens, at, opening.words)) continue;
      next = at + opening.words.size(), reach = opening.reach;
      break;
    }
  }
  if (next == 0 && is_license_field(view, at)) next = at + 1, reach = 2;
  if (next == 0 || next >= view.tokens.size()) return 0;
  std::size_t begin = view.tokens[next].begin, end = 0;
  for (auto name = first_name(view.text.substr(begin, kNameBytes), reach); name && !name->id.empty(); name = next_name(view.text, end)) {
    Match match;
    match.id = name->id;
    match.verdict = MatchVerdict::Equivalent;
    match.notice = true;
    match.begin = end == 0 ? view.tokens[at].begin : end + name->begin;
    end = (end == 0 ? begin : end) + name->end;
    match.end = end;
    out.push_back(std::move(match));
  }
  if (end == 0) return 0;
  while (next < view.tokens.size() && view.tokens[next].begin < end) ++next;
  return next;
}

// "SPDX-License-Identifier: <expression>" at token `at` (SPDX specification 3.0.1, annex E).
void add_identifier(const TextView& view, std::size_t at, std::vector<Match>& out) {
  static constexpr std::uint64_t kSpdx = hash64("spdx"), kLicense = hash64("license"), kIdentifier = hash64("identifier");
  constexpr std::size_t kExpressionBytes = 200;
  if (view.tokens[at].hash != kSpdx || at + 2 >= view.tokens.size() || view.tokens[at + 1].hash != kLicense || view.tokens[at + 2].hash != kIdentifier) return;
  const std::size_t begin = view.tokens[at + 2].end + 1;
  if (begin >= view.text.size() || view.text[begin - 1] != ':') return;
  std::string_view rest = view.text.substr(begin, kExpressionBytes);
  rest = rest.substr(0, rest.find_first_of("\r\n"));
  for (const std::string_view closer : {"*/", "-->", "#}", "\"", "'", "`", "|", "<"}) rest = rest.substr(0, rest.find(closer));
  const auto expression = parse_expression(trim(rest));
  if (!expression) return;
  for (const std::string& id : expression->ids) {
    Match match;
    match.id = id;
    match.verdict = find(id) == nullptr ? MatchVerdict::Unknown : MatchVerdict::Equivalent;
    if (match.verdict == MatchVerdict::Unknown) match.id.clear();
    match.notice = true;
    match.begin = view.tokens[at].begin;
    match.end = begin + rest.size();
    out.push_back(std::move(match));
  }
}

// The phrase at token `at`; returns the token behind it, 0 where none stands there.
std::size_t phrase_notice(const TextView& view, std::size_t at, std::vector<Match>& out) {
  if (!phrases().may_begin(view.tokens[at].hash)) return 0;
  for (const Phrase& phrase : phrases().all) {
    if (!stands_at(view.tokens, at, phrase.words)) continue;
    const std::size_t behind = at + phrase.words.size();
    const std::size_t end = phrase.near.empty() ? behind : find_near(view.tokens, behind, kNear, phrase.near);
    if (end == 0) continue;
    out.push_back(notice_over(view, phrase.id, at, end));
    return end;
  }
  return 0;
}

}  // namespace

std::vector<Match> find_notices(const TextView& view, const std::vector<Found>& explained) {
  std::vector<Match> out;
  for (std::size_t i = 0; i < view.tokens.size(); ++i) add_identifier(view, i, out);
  std::size_t next_text = 0;
  for (std::size_t i = 0; i < view.tokens.size(); ++i) {
    while (next_text < explained.size() && explained[next_text].end <= i) ++next_text;
    if (next_text < explained.size() && explained[next_text].begin <= i) {
      i = explained[next_text].end - 1;
      continue;
    }
    if (gnu_notice(view, i, out)) continue;
    std::size_t next = phrase_notice(view, i, out);
    if (next == 0) next = named_notice(view, i, out);
    if (next != 0) i = next - 1;
  }
  return out;
}

}  // namespace aboveboard::license
