// The order that two texts share: of places that stand in both, the most that follow each other in the same order.
#pragma once

#include <cstdint>
#include <vector>

namespace aboveboard::license {

// The same words: at `token` of the text (for fingerprints: in that chunk), at `position` of the reference.
struct Hit {
  std::uint32_t token = 0, position = 0;
};

// The longest chain of hits whose places rise in the text and in the reference. `hits` are sorted by token, then by position.
std::vector<Hit> longest_chain(std::vector<Hit> hits);

}  // namespace aboveboard::license
