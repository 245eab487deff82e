// The three readings of a ladder of labels.
#pragma once

#include <optional>

#include "framework/rulebook.h"

namespace aboveboard {

struct Readings {
  std::optional<Label> at_least;  // the highest rung that is proven; nothing where not even the first is
  Label at_most = Label::Closed;  // the highest rung that no proving line rules out
  std::optional<Label> apparent;  // nothing where what governs the weights cannot be told
};

Readings climb(const Framework& framework, const Facts& facts);

}  // namespace aboveboard
