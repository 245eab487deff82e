// Regular expressions as trees: the step before RegexProgram.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/regex_program.h"

namespace aboveboard::data {

enum class RegexKind : std::uint8_t { Empty, Literal, Set, Assertion, Concat, Alternate, Repeat, Group };

inline constexpr std::uint32_t kNoNode = 0xFFFFFFFF;
inline constexpr std::uint32_t kUnbounded = 0xFFFFFFFF;

struct RegexNode {
  RegexKind kind = RegexKind::Empty;
  bool greedy = true;
  bool nullable = true;              // matches nothing, too
  RegexOp assertion = RegexOp::Match;
  std::uint32_t a = 0, b = 0;        // Literal: begin and size; Set: number; Repeat: least and most; Group: number, from 1
  std::uint32_t child = kNoNode;     // the first one
  std::uint32_t sibling = kNoNode;   // the next child of the same parent
};

struct RegexTree {
  std::vector<RegexNode> nodes;
  std::vector<ByteSet> sets;
  std::string literals;
  std::uint32_t root = kNoNode;
  std::uint32_t groups = 0;
};

std::optional<RegexTree> parse_regex(std::string_view expression);

}  // namespace aboveboard::data
