// Turns a text into tokens that compare as the SPDX matching guidelines ask (case, white space, punctuation, bullets, spelling variants, comment
// markers, addresses and markup do not count), while each token still knows the bytes that it came from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::license {

enum TokenFlag : std::uint8_t {
  kEnumerator = 1,  // "1.", "(a)", "iv)": numbering
  kCopyright = 2,   // stands on a copyright line
  kCapital = 4,     // begins with a capital letter
  kLineStart = 8,   // the first token of its line
  kPlaceholder = 16,  // stands in <...>, [...] or {...}: a blank to be filled
};

struct Token {
  std::uint64_t hash = 0;
  std::uint32_t begin = 0, end = 0;  // bytes of the text
  std::uint8_t flags = 0;
};

// A token is a run of letters and digits (apostrophes join), or one CJK character. Bytes that are not valid UTF-8 separate. Reads at most
// limits::kDocumentBytes of `text`. Linear.
std::vector<Token> normalize(std::string_view text);

// The word that a token was hashed from, folded.
std::string token_word(std::string_view text, const Token& token);

// hash of a word as normalize() would give it (lower case, spelling variants folded).
std::uint64_t word_hash(std::string_view word);

// The tokens without copyright lines: what two texts must share to be word for word the same.
std::vector<Token> substantive(const std::vector<Token>& tokens);

// The stream_hash of the substantive tokens.
std::uint64_t substantive_hash(const std::vector<Token>& tokens);

// One hash over a stretch of tokens.
std::uint64_t stream_hash(const Token* first, const Token* last);

}  // namespace aboveboard::license
