// The words that policies may use, from the rules of all folders.
#pragma once

#include <vector>

#include "framework/rulebook.h"
#include "policy/vocabulary.h"

namespace aboveboard {

// `own`: frameworks of the caller, beside the built-in ones.
PolicyVocabulary policy_vocabulary(const std::vector<Framework>& own = {});

}  // namespace aboveboard
