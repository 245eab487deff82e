#include "license/chain.h"

#include <algorithm>

namespace aboveboard::license {

std::vector<Hit> longest_chain(std::vector<Hit> hits) {
  // Of several hits at one token only one may be in the chain: falling positions see to that.
  for (std::size_t i = 0; i < hits.size();) {
    std::size_t next = i + 1;
    while (next < hits.size() && hits[next].token == hits[i].token) ++next;
    std::reverse(hits.begin() + static_cast<std::ptrdiff_t>(i), hits.begin() + static_cast<std::ptrdiff_t>(next));
    i = next;
  }
  std::vector<std::uint32_t> tails, previous(hits.size());
  const auto none = static_cast<std::uint32_t>(hits.size());
  for (std::uint32_t i = 0; i < hits.size(); ++i) {
    auto at = tails.end();
    if (!tails.empty() && hits[tails.back()].position >= hits[i].position) {
      at = std::lower_bound(tails.begin(), tails.end(), hits[i].position, [&hits](std::uint32_t tail, std::uint32_t position) { return hits[tail].position < position; });
    }
    previous[i] = at == tails.begin() ? none : *(at - 1);
    if (at == tails.end()) {
      tails.push_back(i);
    } else {
      *at = i;
    }
  }
  std::vector<Hit> chain(tails.size());
  std::size_t end = chain.size();
  for (std::uint32_t i = tails.empty() ? none : tails.back(); i != none; i = previous[i]) chain[--end] = hits[i];
  return chain;
}

}  // namespace aboveboard::license
