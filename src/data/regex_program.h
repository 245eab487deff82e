// RegexProgram: a regular expression that is ready in microseconds and matches short texts, where compiling it with RE2 would take
// a hundred times as long as asking it. The same syntax and the same matches as RE2 over bytes (tests hold the two against each other); an
// expression that uses more than is known here, or a text that takes too many steps, is RE2's. See docs/adr/0015-cold-start.md.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::data {

using ByteSet = std::bitset<256>;

enum class RegexOp : std::uint8_t {
  Literal,    // the bytes literals[a, a + b)
  Run,        // from a to b bytes of a set; a single one is a run of one
  Split,      // the instruction a or `next`, first the one that `greedy` says
  Choice,     // the first that matches of up to 64 instructions
  Save,       // the position, as slot a
  TextBegin,
  TextEnd,
  LineBegin,
  LineEnd,
  WordBoundary,
  NotWordBoundary,
  Match,
};

struct RegexInstruction {
  RegexOp op = RegexOp::Match;
  bool greedy = true;
  bool may_end = true;              // may match where the text ends
  std::uint16_t set = 0;            // Run: of sets; Choice: of choices
  std::uint32_t next = 0;
  std::uint32_t a = 0, b = 0;
  std::uint32_t first = 0xFFFFFFFF; // bit c % 32 for every byte c with which a match from here can begin
  std::uint32_t row = 0;            // instructions that branch: which row of the table of what was tried
};

// Which of its alternatives may match, by the next byte modulo 32, and at the end of the text: most are out of question at a glance.
struct RegexChoice {
  std::vector<std::uint32_t> entries;
  std::array<std::uint64_t, 33> viable{};
};

struct RegexProgram {
  std::vector<RegexInstruction> instructions;
  std::vector<ByteSet> sets;
  std::vector<RegexChoice> choices;
  std::string literals;
  std::uint32_t entry = 0;
  std::uint32_t rows = 0;
  std::uint32_t groups = 0;  // that capture
};

// Nothing where the expression is broken, or is not of the plain kind known here.
std::optional<RegexProgram> compile_regex(std::string_view expression);

enum class RegexOutcome { None, Found, TooLong };

// The leftmost match at or behind `from`, of several there the one that the expression prefers, as Perl and RE2 do. groups[0] becomes the
// match, groups[i] what the i-th group took, with a null pointer where it took no part. Takes what it needs from `steps`; TooLong where they end.
RegexOutcome find_regex(const RegexProgram& program, std::string_view text, std::size_t from, std::span<std::string_view> groups, std::uint64_t& steps);

}  // namespace aboveboard::data
