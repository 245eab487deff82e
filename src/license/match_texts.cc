#include <algorithm>

#include "base/hash.h"
#include "license/align.h"
#include "license/match.h"
#include "license/residue.h"

namespace aboveboard::license {
namespace {

constexpr double kRecall = 0.2;           // the share of a reference's grams that makes it worth aligning
constexpr double kNameCoverage = 0.75;    // the share of its words that a modified copy must keep
constexpr double kNamePurity = 0.6;       // and the share of the window that they must fill
constexpr double kKinCoverage = 0.45;
constexpr std::size_t kAligned = 14;      // candidates aligned for one place
constexpr std::size_t kMatches = 64;
constexpr std::uint8_t kReuse = 16;       // how often one gram of the index may be hit

struct Hit {
  std::uint32_t doc = 0, position = 0, token = 0;
};

// A cluster of hits of one reference: it may stand at tokens [begin, end).
struct Candidate {
  std::uint32_t doc = 0, begin = 0, end = 0;
  double score = 0;
  bool again = false;  // was looked at for another place, and turned out to stand elsewhere
};

std::vector<Hit> hits_of(const Index& index, const TextView& view, const std::vector<Found>& taken) {
  std::vector<Hit> hits;
  std::vector<std::uint8_t> uses(index.grams.size());
  std::vector<char> skip(view.tokens.size());
  for (const Found& found : taken) std::fill(skip.begin() + found.begin, skip.begin() + found.end, 1);
  for (std::uint32_t i = 0; i + kGram <= view.tokens.size(); ++i) {
    if (skip[i] != 0) continue;
    for (const GramRecord& record : index.find_gram(gram_hash(&view.tokens[i]))) {
      std::uint8_t& used = uses[static_cast<std::size_t>(&record - index.grams.data())];
      if (used >= kReuse) continue;
      ++used;
      hits.push_back({record.doc, record.position, i});
    }
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.doc != b.doc ? a.doc < b.doc : a.token < b.token; });
  return hits;
}

void add_cluster(const Index& index, const TextView& view, const Hit* first, const Hit* last, std::vector<Candidate>& out) {
  const DocRecord& doc = index.docs[first->doc];
  std::vector<std::uint32_t> positions;
  std::vector<std::int64_t> offsets;  // where the reference would begin, by each hit
  for (const Hit* hit = first; hit != last; ++hit) {
    positions.push_back(hit->position);
    offsets.push_back(static_cast<std::int64_t>(hit->token) - hit->position);
  }
  std::sort(positions.begin(), positions.end());
  std::sort(offsets.begin(), offsets.end());
  const auto distinct = static_cast<double>(std::unique(positions.begin(), positions.end()) - positions.begin());
  if (distinct < kRecall * doc.grams || (distinct < 2 && doc.grams > 3)) return;
  // A tenth of the hits on either side may be strays.
  const std::int64_t begin = offsets[offsets.size() / 10], end = offsets[offsets.size() - 1 - offsets.size() / 10] + doc.tokens;
  // How much of the reference is here counts far more than how long it is: of the many texts that share long passages, the one that is whole leads.
  const double share = distinct / doc.grams;
  const double score = share * share * share * share * doc.tokens;
  // Insertions shift the estimate; a little slack at both ends costs nothing.
  const std::int64_t low = std::max<std::int64_t>(0, begin - 8);
  const std::int64_t high = std::min<std::int64_t>(static_cast<std::int64_t>(view.tokens.size()), end + 8);
  if (low >= high) return;
  out.push_back({first->doc, static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(high), score, false});
}

// Does this gram of the text stand in the reference just once?
bool is_single(const std::vector<Hit>& hits, std::size_t i) {
  const auto same = [&hits, i](std::size_t other) { return hits[other].doc == hits[i].doc && hits[other].token == hits[i].token; };
  return !(i > 0 && same(i - 1)) && !(i + 1 < hits.size() && same(i + 1));
}

std::vector<Candidate> candidates_of(const Index& index, const TextView& view, const std::vector<Hit>& hits) {
  std::vector<Candidate> out;
  for (std::size_t i = 0; i < hits.size();) {
    const DocRecord& doc = index.docs[hits[i].doc];
    const std::uint32_t split = std::max<std::uint32_t>(60, doc.tokens / 2);
    std::size_t next = i + 1;
    std::uint32_t reached = 0;
    // A new copy begins where nothing was found for long, or where the reference starts over (told by grams that stand in it once).
    while (next < hits.size() && hits[next].doc == hits[i].doc && hits[next].token - hits[next - 1].token <= split) {
      if (is_single(hits, next)) {
        if (hits[next].position + doc.tokens / 2 < reached) break;
        reached = std::max(reached, hits[next].position);
      }
      ++next;
    }
    // Of ids that share their words, the first in the index's order of preference stands for all.
    if (index.find_whole(doc.whole)[0].doc == hits[i].doc) add_cluster(index, view, &hits[i], &hits[i] + (next - i), out);
    i = next;
  }
  std::stable_sort(out.begin(), out.end(), [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  return out;
}

std::uint32_t overlap(std::uint32_t a0, std::uint32_t a1, std::uint32_t b0, std::uint32_t b1) {
  const std::uint32_t low = std::max(a0, b0), high = std::min(a1, b1);
  return high > low ? high - low : 0;
}

struct Reading {
  Candidate candidate;
  Alignment alignment;
  Residue residue;
};

// Of several readings of one place: the fewest legal differences, once every word that it leaves unexplained counts too.
const Reading* best_of(const std::vector<Reading>& readings) {
  std::uint32_t most = 0;
  for (const Reading& reading : readings) most = std::max(most, reading.alignment.matched);
  const Reading* best = nullptr;
  std::uint32_t best_cost = UINT32_MAX;
  for (const Reading& reading : readings) {
    if (reading.alignment.matched * 10 < most * 6) continue;
    const std::uint32_t cost = 4 * reading.residue.legal_tokens + reading.residue.benign_tokens / 2 + 4 * (most - reading.alignment.matched);
    if (cost < best_cost) best = &reading, best_cost = cost;
  }
  return best;
}

void add_removed(const Index& index, const TextView& view, const DocRecord& doc, const Hunk& hunk, std::vector<ResidueLine>& residue) {
  std::string words;
  for (std::uint32_t i = hunk.ref_begin; i < hunk.ref_end && words.size() < 300; ++i) {
    if (!words.empty()) words += ' ';
    words += index.token_word(doc, i);
  }
  const std::size_t at = std::min<std::size_t>(hunk.text_begin, view.tokens.size() - 1);
  residue.push_back({false, line_at(view.text, view.tokens[at].begin), words});
}

Found found_from(const Index& index, const TextView& view, const Reading& reading) {
  const DocRecord& doc = index.docs[reading.candidate.doc];
  Found found;
  found.doc = reading.candidate.doc;
  found.begin = reading.alignment.text_begin, found.end = reading.alignment.text_end;
  found.verdict = reading.alignment.hunks.empty()    ? MatchVerdict::Exact
                  : reading.residue.legal.empty() ? MatchVerdict::Equivalent
                                                    : MatchVerdict::Modified;
  for (const Hunk& hunk : reading.residue.legal) {
    if (hunk.ref_begin != hunk.ref_end) add_removed(index, view, doc, hunk, found.residue);
    add_lines(view, hunk.text_begin, hunk.text_end, found.residue);
  }
  return found;
}

}  // namespace

std::vector<Found> match_whole(const Index& index, const TextView& view) {
  const std::vector<Token> kept = substantive(view.tokens);
  if (kept.empty()) return {};
  const auto same = index.find_whole(stream_hash(kept.data(), kept.data() + kept.size()));
  if (same.empty()) return {};
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

std::vector<Found> match_texts(const Index& index, const TextView& view, const std::vector<Found>& taken, std::vector<Found>& kin) {
  std::vector<Candidate> queue = candidates_of(index, view, hits_of(index, view, taken));
  std::vector<Found> found;
  while (!queue.empty() && found.size() + kin.size() < kMatches) {
    const Candidate lead = queue.front();
    std::vector<Reading> readings;
    std::vector<Candidate> rest;
    for (const Candidate& candidate : queue) {
      const std::uint32_t shared = overlap(lead.begin, lead.end, candidate.begin, candidate.end);
      const bool same_place = 2 * shared >= std::min(lead.end - lead.begin, candidate.end - candidate.begin);
      if (!same_place || readings.size() >= kAligned) {
        rest.push_back(candidate);
        continue;
      }
      Reading reading{candidate, align(index, index.docs[candidate.doc], view.tokens, candidate.begin, candidate.end), {}};
      reading.residue = classify(index, index.docs[candidate.doc], view.text, view.tokens, reading.alignment);
      readings.push_back(std::move(reading));
    }
    const Reading* best = best_of(readings);
    queue = std::move(rest);
    if (best == nullptr || best->alignment.matched == 0) continue;
    for (const Reading& reading : readings) {
      const Alignment& a = reading.alignment;
      if (reading.candidate.again || a.matched == 0 || overlap(a.text_begin, a.text_end, best->alignment.text_begin, best->alignment.text_end) != 0) continue;
      queue.push_back({reading.candidate.doc, a.text_begin, a.text_end, reading.candidate.score, true});
    }
    std::stable_sort(queue.begin(), queue.end(), [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    const DocRecord& doc = index.docs[best->candidate.doc];
    const double coverage = static_cast<double>(best->alignment.matched) / std::min(doc.tokens, doc.body_tokens);
    const double purity = static_cast<double>(best->alignment.matched) / (best->alignment.text_end - best->alignment.text_begin);
    Found result = found_from(index, view, *best);
    const bool named = result.verdict != MatchVerdict::Modified || (coverage >= kNameCoverage && purity >= kNamePurity);
    if (!named && coverage < kKinCoverage) continue;
    const auto covered = [&result](const Candidate& c) { return 2 * overlap(result.begin, result.end, c.begin, c.end) >= c.end - c.begin; };
    if (named) queue.erase(std::remove_if(queue.begin(), queue.end(), covered), queue.end());
    (named ? found : kin).push_back(std::move(result));
  }
  return found;
}

}  // namespace aboveboard::license
