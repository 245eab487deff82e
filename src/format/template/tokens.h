// The tokens of a template. https://jinja.palletsprojects.com/en/stable/api/#the-high-level-api (delimiters), jinja2/lexer.py for what they hold.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::format {

enum class TokenKind {
  Text,        // between the tags; also the inside of a raw block
  TagBegin,    // {%
  TagEnd,      // %}
  PrintBegin,  // {{
  PrintEnd,    // }}
  Name,
  Number,
  String,    // with its quotes
  Operator,  // one or two characters
  End,
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::size_t begin = 0;
  std::string_view text;  // as it stands in the template
};

struct Tokens {
  std::vector<Token> tokens;   // closed by one End
  std::string error;           // why the template cannot be lexed; "" where it can
  std::size_t error_byte = 0;
  bool cut = false;            // more than limits::kTemplateTokens
};

// Comments are left out.
Tokens lex_template(std::string_view text);

// The text that a String token stands for (escapes as in Python); nothing where an escape is broken.
std::optional<std::string> unquote(std::string_view literal);

}  // namespace aboveboard::format
