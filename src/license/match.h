// Finds where in a text the texts of known licenses stand, and how they differ there. Knows references; not notices, not prose.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "license/index.h"
#include "license/license.h"

namespace aboveboard::license {

// A known license over tokens [begin, end).
struct Found {
  std::uint32_t doc = 0;
  MatchVerdict verdict = MatchVerdict::Modified;
  std::uint32_t begin = 0, end = 0;
  std::vector<ResidueLine> residue;
};

struct TextView {
  std::string_view text;
  const std::vector<Token>& tokens;
  // The lines are counted when first asked for.
  const LineIndex& line_index() const {
    if (!lines) lines.emplace(text);
    return *lines;
  }
  // The 1-based line of a byte.
  std::uint64_t line_at(std::size_t byte) const { return line_index().line_of(byte); }
  mutable std::optional<LineIndex> lines = std::nullopt;
};

// The whole text by one hash, if it is that of a reference.
std::vector<Found> match_whole(const Index& index, const TextView& view);
// Fingerprinted licenses.
std::vector<Found> match_fingerprints(const Index& index, const TextView& view);
// SPDX texts, outside of `taken` (tokens that are already accounted for).
std::vector<Found> match_texts(const Index& index, const TextView& view, const std::vector<Found>& taken);

// Lines of the text that hold tokens [begin, end), as residue.
void add_lines(const TextView& view, std::uint32_t begin, std::uint32_t end, std::vector<ResidueLine>& residue);

}  // namespace aboveboard::license
