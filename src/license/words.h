// Words for comparing license names: lower case, letters and digits apart, "v" and "version" dropped, "non-commercial" one word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::license {

struct Word {
  std::string text;
  std::size_t begin = 0, end = 0;  // bytes
};

std::vector<Word> words_of(std::string_view text);

}  // namespace aboveboard::license
