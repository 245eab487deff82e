// Python literals as the header of a .npy file holds one: what ast.literal_eval of CPython takes, by a small grammar. Nothing is evaluated.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace aboveboard::format {

enum class LiteralKind { None, Bool, Integer, OtherNumber, Text, Bytes, Tuple, List, Set, Dict };

struct Literal {
  LiteralKind kind = LiteralKind::None;
  bool boolean = false;
  bool negative = false;
  bool too_large = false;      // an integer that does not fit 64 bits
  std::uint64_t integer = 0;   // its magnitude
  std::string text;            // Text in UTF-8, Bytes as they are
  std::vector<Literal> items;  // Dict: key and value by turns
  std::size_t byte = 0;        // where it begins in the text

  bool is_sequence() const { return kind == LiteralKind::Tuple || kind == LiteralKind::List; }
};

// Parses one literal with nothing but blanks, line ends and comments round it. `text` is UTF-8. With `python2_longs` an L behind a number is passed
// over, as numpy does for the first two versions of its header. Errors carry the byte in `text`: Malformed where Python refuses it too, LimitReached
// beyond limits::kNumpyDepth and limits::kNumpyNodes, Unsupported for what Python takes and nobody writes (characters by name).
Result<Literal> parse_literal(std::string_view text, bool python2_longs);

}  // namespace aboveboard::format
