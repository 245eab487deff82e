// Does a stretch of text read like a license, or like a policy? For texts that no reference explains.
#pragma once

#include <string_view>
#include <vector>

#include "license/normalize.h"

namespace aboveboard::license {

enum class Nature { Prose, License, Policy };

// What tokens [begin, end) of `text` read like. `alone`: they are the whole text, so that a title or a bare link may speak.
Nature nature_of(std::string_view text, const std::vector<Token>& tokens, std::size_t begin, std::size_t end, bool alone);

}  // namespace aboveboard::license
