// Conditions and conclusions in words, for whoever asks what a rule checks.
#pragma once

#include <string>

#include "framework/rulebook.h"

namespace aboveboard {

// "the release gives the training code, and every license of the training code is among the licenses on the OSI's list"
std::string in_words(const Condition& condition);

// "Class III needs ..., class II ..."; one sentence for each part.
std::vector<std::string> conclusion_in_words(const Framework& framework);

// "licenses on the OSI's list: classes osi; also these by their SPDX ids: ..."
std::string in_words(const AcceptedSet& set);

}  // namespace aboveboard
