#include "framework/ladder.h"

#include <algorithm>

namespace aboveboard {
namespace {

Truth rung_truth(const Framework& framework, const Rung& rung, const Facts& facts, Reading reading) {
  Truth all = Truth::Met;
  for (const std::string& id : rung.requires_ids) all = all && evaluate(find_requirement(framework, id)->when, facts, reading).truth;
  return all;
}

}  // namespace

Readings climb(const Framework& framework, const Facts& facts) {
  Readings readings;
  bool proven = true, possible = true, apparent = true, told = true;
  Label apparent_label = Label::Closed;
  for (const Rung& rung : framework.ladder) {
    const Truth by_proof = rung_truth(framework, rung, facts, Reading::Proven);
    const Truth by_appearance = rung_truth(framework, rung, facts, Reading::Apparent);
    proven = proven && by_proof == Truth::Met;
    possible = possible && by_proof != Truth::Unmet;
    if (proven) readings.at_least = rung.label;
    if (possible) readings.at_most = rung.label;
    // Where the weights lie outside what was given, or nothing says under what terms they come, no rung can be named.
    if (apparent && by_appearance == Truth::Unknown && rung.label <= Label::OpenWeights) told = false;
    apparent = apparent && by_appearance == Truth::Met;
    if (apparent) apparent_label = rung.label;
  }
  if (told) readings.apparent = apparent_label;
  // The apparent reading lies between what is proven and what is possible.
  if (readings.apparent && *readings.apparent > readings.at_most) readings.apparent = readings.at_most;
  if (readings.apparent && readings.at_least && *readings.apparent < *readings.at_least) readings.apparent = readings.at_least;
  return readings;
}

}  // namespace aboveboard
