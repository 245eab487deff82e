#include <algorithm>

#include "license/align.h"
#include "license/match.h"
#include "license/residue.h"
#include "license/seeds.h"

namespace aboveboard::license {
namespace {

constexpr double kNameCoverage = 0.75;      // the share of its words that a modified copy must keep
constexpr double kNamePurity = 0.6;         // and the share of the window that they must fill
constexpr double kKinCoverage = 0.45;
constexpr double kHeadPurity = 0.9;         // the same for a copy that breaks off
constexpr std::uint32_t kHeadTokens = 24;   // words that a copy which breaks off must have ...
constexpr std::uint32_t kShortHead = 8;     // ... and where it is all there is
constexpr std::uint32_t kTailTokens = 8;    // fewer missing words at the end are a difference, not a break
constexpr std::size_t kBatch = 14;          // references compared at a time
constexpr std::size_t kWideBatch = 64;      // the same where these do not explain the text: a changed text or a beginning may be that of many
constexpr std::size_t kMatches = 256;
constexpr int kIdleRounds = 3;              // batches without a name before the rest is given up

std::uint32_t overlap(std::uint32_t a0, std::uint32_t a1, std::uint32_t b0, std::uint32_t b1) {
  const std::uint32_t low = std::max(a0, b0), high = std::min(a1, b1);
  return high > low ? high - low : 0;
}

struct Reading {
  Candidate candidate;
  Alignment alignment;
  Residue residue;
  std::uint32_t missing = 0;  // words of the reference behind the place where the text ends; not in the residue
};

// What was named, and how many places are close to a reference and may not be named after it.
struct Named {
  std::vector<Found> found;
  std::size_t akin = 0;
};

struct Matcher {
  const Index& index;
  const TextView& view;
  std::vector<std::uint32_t> words;  // of the text, as align() takes them

  const DocRecord& doc(const Reading& reading) const { return index.docs[reading.candidate.doc]; }
  Reading read(const Candidate& candidate) const;
  bool can_win(const Candidate& candidate, const Reading& best, double cost) const;
  std::vector<Reading> read_place(const std::vector<Candidate>& queue, std::vector<Candidate>& rest) const;
  bool is_ambiguous(const Reading& best, const std::vector<Reading>& readings) const;
  bool is_named(const Reading& best, const std::vector<Reading>& readings) const;
  Found found_from(const Reading& reading) const;
  void name_place(std::vector<Reading> readings, Named& named) const;
  Named match_round(std::vector<Candidate> queue) const;
  std::vector<Found> match_batch(const std::vector<Seed>& seeds, std::span<const Promise> promises, std::vector<char>& tried) const;
};

// Where the title and the copyright lines of a reference end.
std::uint32_t heading_of(const Index& index, const DocRecord& doc) {
  std::uint32_t end = doc.title_tokens;
  while (end < doc.tokens && (index.token_flags(doc, end) & kCopyright) != 0) ++end;
  return end < doc.tokens ? end : 0;
}

// Words between the title of a text and its body stand before the license, as those before its title do; the body alone is compared.
void trim_heading(const Index& index, const TextView& view, const DocRecord& doc, Alignment& alignment) {
  const std::uint32_t heading = heading_of(index, doc);
  const auto is_number = [](std::string_view word) { return word.size() < 4 && word.find_first_not_of("0123456789") == std::string_view::npos; };
  const auto stands_before = [&](const Hunk& hunk) {
    if (hunk.ref_end > heading || hunk.text_begin == hunk.text_end) return false;
    // Another number in the title is another version.
    for (std::uint32_t i = hunk.ref_begin; i < hunk.ref_end; ++i) {
      if (is_number(index.token_word(doc, i))) return false;
    }
    for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) {
      if ((view.tokens[i].flags & (kCopyright | kEnumerator)) == 0) return true;
    }
    return false;
  };
  std::size_t last = alignment.hunks.size();
  while (last > 0 && !stands_before(alignment.hunks[last - 1])) --last;
  if (last == 0) return;
  const Hunk hunk = alignment.hunks[last - 1];
  std::uint32_t removed = 0;
  for (std::size_t i = 0; i < last; ++i) removed += alignment.hunks[i].ref_end - alignment.hunks[i].ref_begin;
  alignment.matched -= hunk.ref_end - removed;
  alignment.text_begin = hunk.text_end;
  alignment.hunks.erase(alignment.hunks.begin(), alignment.hunks.begin() + static_cast<std::ptrdiff_t>(last));
  if (hunk.ref_end != 0) alignment.hunks.insert(alignment.hunks.begin(), {0, hunk.ref_end, hunk.text_end, hunk.text_end});
}

Reading Matcher::read(const Candidate& candidate) const {
  Reading reading{candidate, align(index, words, candidate), {}, 0};
  Alignment& alignment = reading.alignment;
  const DocRecord& known = index.docs[candidate.doc];
  trim_heading(index, view, known, alignment);
  // A copy that breaks off at the end of the file.
  if (!alignment.hunks.empty() && alignment.text_end + 2 >= words.size()) {
    const Hunk& last = alignment.hunks.back();
    if (last.ref_end == known.tokens && last.text_begin == last.text_end && last.ref_begin < known.body_tokens && last.ref_end - last.ref_begin >= kTailTokens) {
      reading.missing = last.ref_end - last.ref_begin;
      alignment.hunks.pop_back();
    }
  }
  reading.residue = classify(index, known, view.text, view.tokens, alignment);
  return reading;
}

// Words of the text that a reading accounts for.
std::uint32_t explained_by(const Reading& reading) { return reading.alignment.matched + reading.residue.benign_text; }

// How much a reading leaves unexplained: differences in law, then words that another reading explains (`most`), then all else.
double cost_of(const Reading& reading, std::uint32_t most) {
  return 4.0 * reading.residue.legal_tokens + 0.5 * reading.residue.benign_tokens + 4.0 * (most - std::min(most, explained_by(reading))) + reading.missing / 32.0;
}

bool is_unchanged(const Reading& reading) { return reading.missing == 0 && reading.residue.legal.empty(); }

// Of several readings of one place: the one that leaves least unexplained. A text that is there unchanged goes before one that would have to be
// changed, and one that is there to its end before a longer one that would have to break off.
const Reading* best_of(const std::vector<Reading>& readings) {
  std::uint32_t most = 0;
  for (const Reading& reading : readings) most = std::max(most, explained_by(reading));
  const Reading *unchanged = nullptr, *whole = nullptr, *broken = nullptr;
  for (const Reading& reading : readings) {
    const std::uint32_t explained = explained_by(reading);
    if (explained * 10 < most * 6) continue;
    const bool close = is_unchanged(reading) && explained * 20 >= most * 17;
    const Reading*& best = close ? unchanged : reading.missing == 0 ? whole : broken;
    if (best == nullptr || cost_of(reading, most) < cost_of(*best, most)) best = &reading;
  }
  if (unchanged != nullptr) return unchanged;
  if (whole == nullptr || broken == nullptr) return whole == nullptr ? broken : whole;
  return cost_of(*broken, most) + broken->missing / 2.0 < cost_of(*whole, most) ? broken : whole;
}

// Could this candidate still explain the place better? Judged by its share of 5-grams: where single words differ, 5-grams suffer fivefold.
bool Matcher::can_win(const Candidate& candidate, const Reading& best, double cost) const {
  const double tokens = index.docs[candidate.doc].tokens, sure = candidate.share * tokens;
  if (best.missing != 0) return sure >= 0.6 * best.alignment.matched;
  if (candidate.share < 0.8 * best.candidate.share && sure < best.candidate.share * doc(best).tokens) return false;
  const double share = 1 - (1 - candidate.share) * (0.5 - 0.3 * candidate.share * candidate.share);  // near the fifth root, from above
  return share * tokens > best.alignment.matched + 4 || 2 * (1 - share) * tokens < cost;
}

// Compares the references that may stand where the first of the queue may; the others go to `rest`.
std::vector<Reading> Matcher::read_place(const std::vector<Candidate>& queue, std::vector<Candidate>& rest) const {
  const Candidate& lead = queue.front();
  std::vector<Reading> readings;
  for (const Candidate& candidate : queue) {
    const std::uint32_t shared = overlap(lead.begin, lead.end, candidate.begin, candidate.end);
    if (2 * shared < std::min(lead.end - lead.begin, candidate.end - candidate.begin)) {
      rest.push_back(candidate);
      continue;
    }
    const Reading* best = best_of(readings);
    const auto elsewhere = [&candidate](const Alignment& a) { return 2 * overlap(a.text_begin, a.text_end, candidate.begin, candidate.end) < candidate.end - candidate.begin; };
    if (best != nullptr && elsewhere(best->alignment)) {
      rest.push_back(candidate);
    } else if (best == nullptr || can_win(candidate, *best, cost_of(*best, explained_by(*best)))) {
      readings.push_back(read(candidate));
    }
  }
  return readings;
}

// "GPL-2.0-or-later" and "GPL-2.0-with-GCC-exception" begin as "GPL-2.0" does, and are no other license.
std::string_view stem_of(std::string_view id) {
  for (const std::string_view end : {"-with-", "-only", "-or-later", "+", "-no-invariants", "-invariants"}) id = id.substr(0, id.find(end));
  return id;
}

// Does another text begin with the same words, so that a copy that breaks off could be either?
bool Matcher::is_ambiguous(const Reading& best, const std::vector<Reading>& readings) const {
  const std::string_view stem = stem_of(index.id(doc(best)));
  return std::any_of(readings.begin(), readings.end(), [&](const Reading& other) {
    return stem_of(index.id(doc(other))) != stem && other.residue.legal.empty() && other.alignment.matched >= best.alignment.matched;
  });
}

// The name of a text is never a matter of likeness: either it differs in nothing that matters, or it keeps so much of the known text that
// it is a changed copy of it, or it is the beginning of this text and of no other.
bool Matcher::is_named(const Reading& best, const std::vector<Reading>& readings) const {
  const Alignment& alignment = best.alignment;
  const double coverage = static_cast<double>(alignment.matched) / std::min(doc(best).tokens, doc(best).body_tokens);
  const double purity = static_cast<double>(alignment.matched) / (alignment.text_end - alignment.text_begin);
  if (best.missing == 0 && best.residue.legal.empty()) return true;
  if (coverage >= kNameCoverage && purity >= kNamePurity) return true;
  const bool all_there_is = alignment.text_begin == 0 && alignment.text_end == words.size();
  const std::uint32_t enough = all_there_is ? kShortHead : kHeadTokens;
  return best.missing != 0 && alignment.matched >= enough && purity >= kHeadPurity && 20 * best.residue.legal_tokens <= alignment.matched && !is_ambiguous(best, readings);
}

std::string words_of(const Index& index, const DocRecord& doc, std::uint32_t begin, std::uint32_t end) {
  constexpr std::size_t kBytes = 300;
  std::string words;
  for (std::uint32_t i = begin; i < end && words.size() < kBytes; ++i) {
    if (!words.empty()) words += ' ';
    words += index.token_word(doc, i);
  }
  return words;
}

Found Matcher::found_from(const Reading& reading) const {
  Found found;
  found.doc = reading.candidate.doc;
  found.begin = reading.alignment.text_begin, found.end = reading.alignment.text_end;
  found.verdict = reading.missing != 0 || !reading.residue.legal.empty() ? MatchVerdict::Modified
                  : reading.alignment.hunks.empty()                      ? MatchVerdict::Exact
                                                                         : MatchVerdict::Equivalent;
  const auto line = [this](std::uint32_t token) { return view.line_at(view.tokens[std::min<std::size_t>(token, view.tokens.size() - 1)].begin); };
  for (const Hunk& hunk : reading.residue.legal) {
    if (hunk.ref_begin != hunk.ref_end) found.residue.push_back({false, line(hunk.text_begin), words_of(index, doc(reading), hunk.ref_begin, hunk.ref_end)});
    add_lines(view, hunk.text_begin, hunk.text_end, found.residue);
  }
  if (reading.missing != 0) {
    found.residue.push_back({false, line(found.end - 1), "the text breaks off here: " + std::to_string(reading.missing) + " of " + std::to_string(doc(reading).tokens) + " words are missing"});
  }
  return found;
}

// Names the best reading of a place, then of what it leaves: the readings that turned out to stand elsewhere, and where the best has no name,
// those that are there unchanged.
void Matcher::name_place(std::vector<Reading> readings, Named& named) const {
  while (const Reading* best = best_of(readings)) {
    const Alignment place = best->alignment;
    if (place.matched == 0) break;
    const bool name = is_named(*best, readings);
    const double coverage = static_cast<double>(place.matched) / std::min(doc(*best).tokens, doc(*best).body_tokens);
    if (name) named.found.push_back(found_from(*best));
    else if (coverage >= kKinCoverage) ++named.akin;
    const std::uint32_t read = best->candidate.doc;
    const auto is_done = [&](const Reading& r) {
      const bool here = overlap(r.alignment.text_begin, r.alignment.text_end, place.text_begin, place.text_end) != 0;
      return r.alignment.matched == 0 || r.candidate.doc == read || (here && (name || !is_unchanged(r)));
    };
    readings.erase(std::remove_if(readings.begin(), readings.end(), is_done), readings.end());
  }
}

// Reads place after place, the most promising first, until no candidate is left.
Named Matcher::match_round(std::vector<Candidate> queue) const {
  Named named;
  const std::vector<Found>& found = named.found;
  while (!queue.empty() && found.size() + named.akin < kMatches) {
    std::vector<Candidate> rest;
    const std::size_t before = found.size();
    name_place(read_place(queue, rest), named);
    const auto is_covered = [&](const Candidate& c) {
      return std::any_of(found.begin() + static_cast<std::ptrdiff_t>(before), found.end(), [&c](const Found& f) { return 2 * overlap(f.begin, f.end, c.begin, c.end) >= c.end - c.begin; });
    };
    rest.erase(std::remove_if(rest.begin(), rest.end(), is_covered), rest.end());
    queue = std::move(rest);
  }
  return named;
}

// What the most promising references name. A few are enough where they are there unchanged; otherwise many are compared.
std::vector<Found> Matcher::match_batch(const std::vector<Seed>& seeds, std::span<const Promise> promises, std::vector<char>& tried) const {
  const auto is_whole = [](const Promise& promise) { return promise.share >= kWholeShare; };
  Named named;
  for (const std::size_t size : {kBatch, kWideBatch}) {
    const auto batch = promises.first(std::min(promises.size(), size));
    if (size == kBatch && std::none_of(batch.begin(), batch.end(), is_whole)) continue;
    for (const Promise& promise : batch) tried[promise.doc] = 1;
    named = match_round(candidates_of(index, view, seeds, batch));
    const bool changed = std::any_of(named.found.begin(), named.found.end(), [](const Found& f) { return f.verdict == MatchVerdict::Modified; });
    if ((!changed && named.akin == 0 && !named.found.empty()) || batch.size() == promises.size()) break;
  }
  return std::move(named.found);
}

}  // namespace

std::vector<Found> match_whole(const Index& index, const TextView& view) {
  const std::uint64_t whole = substantive_hash(view.tokens);
  const auto same = index.find_whole(whole);
  if (same.empty() || index.is_hidden(same[0].doc)) return {};
  const DocRecord& doc = index.docs[same[0].doc];
  Found found;
  found.doc = same[0].doc;
  found.end = static_cast<std::uint32_t>(view.tokens.size());
  found.verdict = MatchVerdict::Exact;
  if ((doc.flags & kIsFingerprint) == 0) {
    bool equal = doc.tokens == view.tokens.size();
    for (std::size_t i = 0; equal && i < doc.tokens; ++i) equal = index.token_hash(doc, i) == view.tokens[i].hash;
    if (!equal) found.verdict = MatchVerdict::Equivalent;  // other copyright lines
  }
  return {found};
}

std::vector<Found> match_texts(const Index& index, const TextView& view, const std::vector<Found>& taken) {
  std::vector<Seed> seeds = seeds_of(index, view, taken);
  std::vector<Found> found;
  std::vector<char> tried(index.docs.size());
  std::vector<Promise> promises = promising(index, seeds, tried);
  if (promises.empty()) return found;
  const Matcher matcher{index, view, word_indices(index, view.tokens)};
  for (int idle = 0; !promises.empty() && idle < kIdleRounds && found.size() < kMatches; promises = promising(index, seeds, tried)) {
    std::vector<Found> named = matcher.match_batch(seeds, promises, tried);
    // What was named before keeps its place.
    std::erase_if(named, [&found](const Found& f) {
      return std::any_of(found.begin(), found.end(), [&f](const Found& before) { return 2 * overlap(f.begin, f.end, before.begin, before.end) > f.end - f.begin; });
    });
    idle = named.empty() ? idle + 1 : 0;
    if (named.empty()) continue;
    found.insert(found.end(), named.begin(), named.end());
    const auto explained = [&named](const Seed& seed) {
      return std::any_of(named.begin(), named.end(), [&seed](const Found& f) { return f.begin <= seed.token && seed.token < f.end; });
    };
    seeds.erase(std::remove_if(seeds.begin(), seeds.end(), explained), seeds.end());
  }
  return found;
}

}  // namespace aboveboard::license
