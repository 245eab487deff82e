// The words that policies may use, from the rules of all folders.
#pragma once

#include "policy/vocabulary.h"

namespace aboveboard {

PolicyVocabulary policy_vocabulary();

}  // namespace aboveboard
