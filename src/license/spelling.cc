#include "license/spelling.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

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

}  // namespace

void fold_spelling(std::string& word) {
  if (word.size() < 5) return;
  const auto found = std::lower_bound(kVariants.begin(), kVariants.end(), std::string_view(word),
                                      [](const Pair& pair, std::string_view key) { return pair.first < key; });
  if (found != kVariants.end() && found->first == word) word = found->second;
}

}  // namespace aboveboard::license
