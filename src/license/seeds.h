// Seeds: 5-grams of a text that stand in references too. They say which references are worth comparing, and where.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "license/chain.h"
#include "license/index.h"
#include "license/match.h"

namespace aboveboard::license {

// The share of its 5-grams from which a reference is likely to be there as a whole.
inline constexpr double kWholeShare = 0.95;

// The text tokens [token, token + kGram) stand in some references.
struct Seed {
  std::uint32_t token = 0;
  const GramSlot* gram = nullptr;
};

// The seeds of a text in order, outside of `taken`. A gram that the text repeats is used kReuse times at most, so that the work stays linear.
std::vector<Seed> seeds_of(const Index& index, const TextView& view, const std::vector<Found>& taken);

// A place where a reference may stand: its hits there, in order of the text.
struct Candidate {
  std::uint32_t doc = 0, begin = 0, end = 0;  // tokens of the text
  double share = 0;                           // of the reference's grams
  double score = 0;
  std::vector<Hit> hits;
};

// References with a good share of their grams among the seeds, the most promising first; `tried` (one flag a document) are passed over.
struct Promise {
  std::uint32_t doc = 0;
  double share = 0;        // of its grams
};
std::vector<Promise> promising(const Index& index, const std::vector<Seed>& seeds, const std::vector<char>& tried);

// Where each of `promises` (255 at most) may stand, the most promising first.
std::vector<Candidate> candidates_of(const Index& index, const TextView& view, const std::vector<Seed>& seeds, std::span<const Promise> promises);

}  // namespace aboveboard::license
