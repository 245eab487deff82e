// Texts of Python, quoted and escaped. Internal to this folder.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace aboveboard::format {

struct LiteralText {
  std::string text;  // UTF-8, or the bytes of a b'...'
  bool bytes = false;
};

// How many letters of a prefix (r, u, b, rb, br) stand before the quote that begins a text here; npos where none begins.
std::size_t text_prefix(std::string_view text);

// The text at `begin`, where text_prefix() found one; `used` is its length in the source.
Result<LiteralText> read_literal_text(std::string_view source, std::size_t begin, std::size_t& used);

}  // namespace aboveboard::format
