#include "framework/classes.h"

#include <algorithm>

namespace aboveboard {
namespace {

Truth class_truth(const Framework& framework, const OpennessClass& one, const std::string& mode, const Facts& facts, Reading reading) {
  Truth all = Truth::Met;
  for (const std::string& id : one.requires_ids) {
    const Requirement& requirement = *find_requirement(framework, id);
    if (is_of_mode(requirement, mode)) all = all && evaluate(requirement.when, facts, reading).truth;
  }
  return all;
}

}  // namespace

bool is_of_mode(const Requirement& requirement, const std::string& mode) {
  return requirement.modes.empty() || std::find(requirement.modes.begin(), requirement.modes.end(), mode) != requirement.modes.end();
}

const OpennessClass& class_at(const Framework& framework, std::size_t place) { return place == 0 ? framework.no_class : framework.classes[place - 1]; }

ClassReadings classify(const Framework& framework, const std::string& mode, const Facts& facts) {
  ClassReadings readings;
  bool proven = true, possible = true, apparent = true;
  for (std::size_t place = 1; place <= framework.classes.size(); ++place) {
    const Truth by_proof = class_truth(framework, class_at(framework, place), mode, facts, Reading::Proven);
    const Truth by_appearance = class_truth(framework, class_at(framework, place), mode, facts, Reading::Apparent);
    proven = proven && by_proof == Truth::Met;
    possible = possible && by_proof != Truth::Unmet;
    apparent = apparent && by_appearance == Truth::Met;
    if (proven) readings.at_least = place;
    if (possible) readings.at_most = place;
    if (apparent) readings.apparent = place;
  }
  // The apparent reading lies between what is proven and what is possible.
  readings.apparent = std::clamp(readings.apparent, readings.at_least, readings.at_most);
  return readings;
}

}  // namespace aboveboard
