#include "license/seeds.h"

#include <algorithm>
#include <unordered_map>

namespace aboveboard::license {
namespace {

constexpr double kRecall = 0.2;            // the share of a reference's grams that makes it worth comparing
constexpr std::uint32_t kReuse = 256;      // how often one gram of a text is used
constexpr std::size_t kLongText = 20'000;  // tokens from which repetition is watched

// How much of the reference is here counts far more than how long it is: of the many texts that share long passages, the one that is whole leads.
double score_of(double share, std::uint32_t tokens) { return share * share * share * share * tokens; }

// Does this gram of the text stand in the reference just once?
bool is_single(const std::vector<Hit>& hits, std::size_t i) {
  return !(i > 0 && hits[i - 1].token == hits[i].token) && !(i + 1 < hits.size() && hits[i + 1].token == hits[i].token);
}

// The hits [first, last) of a reference as one place where it may stand, if they are enough.
void add_candidate(const DocRecord& doc, std::uint32_t doc_index, std::size_t text_tokens, const Hit* first, const Hit* last, std::vector<Candidate>& out) {
  const auto count = static_cast<std::size_t>(last - first);
  std::vector<bool> seen(doc.tokens);
  std::uint32_t distinct = 0;
  for (std::size_t i = 0; i < count; ++i) {
    distinct += !seen[first[i].position];
    seen[first[i].position] = true;
  }
  if (distinct < kRecall * doc.grams || (distinct < 2 && doc.grams > 3)) return;
  std::vector<std::int64_t> offsets(count);  // where the reference would begin, by each hit
  for (std::size_t i = 0; i < count; ++i) offsets[i] = static_cast<std::int64_t>(first[i].token) - first[i].position;
  // A tenth of the hits on either side may be strays.
  const std::size_t strays = count / 10;
  std::nth_element(offsets.begin(), offsets.begin() + static_cast<std::ptrdiff_t>(strays), offsets.end());
  const std::int64_t begin = offsets[strays];
  std::nth_element(offsets.begin(), offsets.begin() + static_cast<std::ptrdiff_t>(count - 1 - strays), offsets.end());
  const std::int64_t end = offsets[count - 1 - strays] + doc.tokens;
  // Insertions shift the estimate; a little slack at both ends costs nothing.
  const std::int64_t low = std::max<std::int64_t>(0, begin - 8);
  const std::int64_t high = std::min<std::int64_t>(static_cast<std::int64_t>(text_tokens), end + 8);
  if (low >= high) return;
  const double share = std::min(1.0, static_cast<double>(distinct) / doc.grams);
  out.push_back({doc_index, static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(high), share, score_of(share, doc.tokens), {first, last}});
}

// Where the copy that begins at hit `first` ends: where nothing was found for long, or where the reference starts over. That is told by grams
// which stand in it once, and by several in a row: one may be a stray.
std::size_t copy_end(const DocRecord& doc, const std::vector<Hit>& hits, std::size_t first) {
  constexpr std::size_t kProof = 3;
  const std::uint32_t split = std::max<std::uint32_t>(60, doc.tokens / 2);
  std::uint32_t reached = 0;
  std::size_t proofs = 0, restart = 0;
  for (std::size_t next = first + 1; next < hits.size(); ++next) {
    if (hits[next].token - hits[next - 1].token > split) return next;
    if (!is_single(hits, next)) continue;
    if (hits[next].position + doc.tokens / 2 >= reached) {
      reached = std::max(reached, hits[next].position);
      proofs = 0;
      continue;
    }
    if (proofs++ == 0) restart = next;
    if (proofs == kProof) return restart;
  }
  return hits.size();
}

void add_candidates(const DocRecord& doc, std::uint32_t doc_index, std::size_t text_tokens, const std::vector<Hit>& hits, std::vector<Candidate>& out) {
  for (std::size_t i = 0; i < hits.size();) {
    const std::size_t end = copy_end(doc, hits, i);
    add_candidate(doc, doc_index, text_tokens, hits.data() + i, hits.data() + end, out);
    i = end;
  }
}

}  // namespace

std::vector<Seed> seeds_of(const Index& index, const TextView& view, const std::vector<Found>& taken) {
  const Token* tokens = view.tokens.data();
  const std::size_t count = view.tokens.size();
  std::vector<Seed> seeds;
  seeds.reserve(count / 6);
  std::unordered_map<const GramSlot*, std::uint32_t> uses;
  const bool watch = count > kLongText;
  GramRoller roller;
  std::size_t next_taken = 0;
  for (std::size_t i = 0; i < count; ++i) {
    roller.push(tokens[i].hash);
    if (i >= kGram) roller.drop(tokens[i - kGram].hash);
    if (i + 1 < kGram) continue;
    const auto begin = static_cast<std::uint32_t>(i + 1 - kGram);
    while (next_taken < taken.size() && taken[next_taken].end <= begin) ++next_taken;
    if (next_taken < taken.size() && taken[next_taken].begin <= begin) continue;
    const GramSlot* gram = index.find_gram(roller.hash());
    if (gram == nullptr || (watch && ++uses[gram] > kReuse)) continue;
    seeds.push_back({begin, gram});
  }
  return seeds;
}

std::vector<Promise> promising(const Index& index, const std::vector<Seed>& seeds, const std::vector<char>& tried) {
  std::vector<std::uint32_t> counts(index.docs.size());
  std::vector<std::uint64_t> seen(index.gram_slots.size() / 64 + 1);  // a gram that the text repeats counts once
  for (const Seed& seed : seeds) {
    const auto slot = static_cast<std::size_t>(seed.gram - index.gram_slots.data());
    if ((seen[slot >> 6] >> (slot & 63) & 1) != 0) continue;
    seen[slot >> 6] |= 1ull << (slot & 63);
    const Posting* posting = index.postings.data() + seed.gram->begin;
    for (const Posting* end = posting + seed.gram->count; posting != end; ++posting) ++counts[posting->doc];
  }
  std::vector<std::pair<double, Promise>> order;
  for (std::uint32_t d = 0; d < counts.size(); ++d) {
    const DocRecord& doc = index.docs[d];
    if (counts[d] == 0 || counts[d] < kRecall * doc.grams || tried[d] != 0 || index.is_hidden(d)) continue;
    const double share = std::min(1.0, static_cast<double>(counts[d]) / doc.grams);
    order.emplace_back(score_of(share, doc.tokens), Promise{d, share});
  }
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Promise> promises;
  for (const auto& [score, promise] : order) promises.push_back(promise);
  return promises;
}

std::vector<Candidate> candidates_of(const Index& index, const TextView& view, const std::vector<Seed>& seeds, std::span<const Promise> promises) {
  std::vector<std::uint8_t> place(index.docs.size());  // 1 + the index in `promises`
  std::vector<std::vector<Hit>> hits(promises.size());
  for (std::size_t i = 0; i < promises.size(); ++i) {
    place[promises[i].doc] = static_cast<std::uint8_t>(i + 1);
    hits[i].reserve(static_cast<std::size_t>(promises[i].share * index.docs[promises[i].doc].grams * 1.5) + 8);
  }
  for (const Seed& seed : seeds) {
    const Posting* posting = index.postings.data() + seed.gram->begin;
    for (const Posting* end = posting + seed.gram->count; posting != end; ++posting) {
      if (const std::uint8_t at = place[posting->doc]; at != 0) hits[at - 1].push_back({seed.token, posting->position});
    }
  }
  std::vector<Candidate> out;
  for (std::size_t i = 0; i < promises.size(); ++i) add_candidates(index.docs[promises[i].doc], promises[i].doc, view.tokens.size(), hits[i], out);
  // What is there as a whole goes before a longer text that shares much with several of them.
  const auto is_whole = [](const Candidate& candidate) { return candidate.share >= kWholeShare; };
  std::stable_sort(out.begin(), out.end(), [&](const Candidate& a, const Candidate& b) { return is_whole(a) != is_whole(b) ? is_whole(a) : a.score > b.score; });
  return out;
}

}  // namespace aboveboard::license
