#include "license/spelling.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/hash.h"

namespace aboveboard::license {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Variant, and the spelling that stands for it; sorted by variant.
constexpr std::array kVariants = std::to_array<Pair>({
    {"acknowledgement", "acknowledgment"}, {"analogue", "analog"}, {"analyse", "analyze"}, {"artefact", "artifact"},
    {"artefacts", "artifacts"}, {"authorisation", "authorization"}, {"authorise", "authorize"}, {"authorised", "authorized"},
    {"calibre", "caliber"}, {"cancelled", "canceled"}, {"capitalisations", "capitalizations"}, {"catalogue", "catalog"},
    {"categorise", "categorize"}, {"centre", "center"}, {"colour", "color"}, {"emphasised", "emphasized"},
    {"favour", "favor"}, {"favourite", "favorite"}, {"fulfil", "fulfill"}, {"fulfilment", "fulfillment"},
    {"honour", "honor"}, {"initialise", "initialize"}, {"judgement", "judgment"}, {"labelling", "labeling"},
    {"labour", "labor"}, {"licence", "license"}, {"licenced", "licensed"}, {"licencee", "licensee"},
    {"licences", "licenses"}, {"licencing", "licensing"}, {"maximise", "maximize"}, {"modelled", "modeled"},
    {"modelling", "modeling"}, {"neighbour", "neighbor"}, {"offence", "offense"}, {"optimise", "optimize"},
    {"organisation", "organization"}, {"organisations", "organizations"}, {"organise", "organize"},
    {"organised", "organized"}, {"practise", "practice"}, {"programme", "program"},
    {"realise", "realize"}, {"recognise", "recognize"}, {"recognised", "recognized"}, {"signalling", "signaling"},
    {"utilisation", "utilization"}, {"utilise", "utilize"}, {"while", "whilst"}, {"wilful", "willful"},
});

// The same by hash: an open table, at most half full.
struct Slot {
  std::uint64_t variant = 0, spelling = 0;
};
constexpr std::size_t kSlots = 128;
constexpr std::array<Slot, kSlots> kByHash = [] {
  static_assert(2 * kVariants.size() <= kSlots);
  std::array<Slot, kSlots> slots{};
  for (const Pair& pair : kVariants) {
    std::size_t at = hash64(pair.first) % kSlots;
    while (slots[at].variant != 0) at = (at + 1) % kSlots;
    slots[at] = {hash64(pair.first), hash64(pair.second)};
  }
  return slots;
}();

}  // namespace

std::uint64_t fold_spelling(std::uint64_t hash) {
  for (std::size_t at = hash % kSlots; kByHash[at].variant != 0; at = (at + 1) % kSlots) {
    if (kByHash[at].variant == hash) return kByHash[at].spelling;
  }
  return hash;
}

void fold_spelling(std::string& word) {
  if (word.size() < kShortestVariant) return;
  const auto found = std::lower_bound(kVariants.begin(), kVariants.end(), std::string_view(word),
                                      [](const Pair& pair, std::string_view key) { return pair.first < key; });
  if (found != kVariants.end() && found->first == word) word = found->second;
}

}  // namespace aboveboard::license
