#include "format/template/tokens.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/limits.h"

namespace aboveboard::format {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Tokens run() {
    while (at_ < text_.size() && result_.error.empty() && !result_.cut) {
      if (inside_)
        lex_inside();
      else
        lex_outside();
    }
    if (inside_ && result_.error.empty() && !result_.cut) fail("a tag is not closed", text_.size());
    result_.tokens.push_back({TokenKind::End, text_.size(), {}});
    return std::move(result_);
  }

 private:
  void fail(std::string why, std::size_t at) {
    result_.error = std::move(why);
    result_.error_byte = at;
  }
  void put(TokenKind kind, std::size_t begin, std::size_t end) {
    if (result_.tokens.size() >= limits::kTemplateTokens) {
      result_.cut = true;
      return;
    }
    result_.tokens.push_back({kind, begin, text_.substr(begin, end - begin)});
  }
  bool starts(std::string_view what, std::size_t at) const { return text_.substr(std::min(at, text_.size())).starts_with(what); }

  void lex_outside() {
    std::size_t open = at_;
    for (;; ++open) {
      open = text_.find('{', open);
      if (open == std::string_view::npos) open = text_.size();
      if (open >= text_.size() || starts("{{", open) || starts("{%", open) || starts("{#", open)) break;
    }
    if (open > at_) put(TokenKind::Text, at_, open);
    at_ = open;
    if (open >= text_.size()) return;
    if (text_[open + 1] == '#') {
      const std::size_t close = text_.find("#}", open + 2);
      if (close == std::string_view::npos) return fail("a comment is not closed", open);
      at_ = close + 2;
      return;
    }
    if (raw_block()) return;
    tag_ = text_[open + 1] == '%';
    inside_ = true;
    put(tag_ ? TokenKind::TagBegin : TokenKind::PrintBegin, open, open + 2);
    at_ = open + 2;
    if (at_ < text_.size() && (text_[at_] == '-' || text_[at_] == '+')) ++at_;
  }

  // "{%- name -%}" at `at`: the byte behind it, or 0.
  std::size_t bare_tag(std::string_view name, std::size_t at) const {
    if (!starts("{%", at)) return 0;
    at += 2;
    if (at < text_.size() && (text_[at] == '-' || text_[at] == '+')) ++at;
    while (at < text_.size() && is_space(text_[at])) ++at;
    if (!starts(name, at)) return 0;
    at += name.size();
    while (at < text_.size() && is_space(text_[at])) ++at;
    if (at < text_.size() && (text_[at] == '-' || text_[at] == '+')) ++at;
    return starts("%}", at) ? at + 2 : 0;
  }

  bool raw_block() {
    const std::size_t begin = bare_tag("raw", at_);
    if (begin == 0) return false;
    for (std::size_t end = text_.find("{%", begin); end != std::string_view::npos; end = text_.find("{%", end + 2)) {
      const std::size_t behind = bare_tag("endraw", end);
      if (behind == 0) continue;
      if (end > begin) put(TokenKind::Text, begin, end);
      at_ = behind;
      return true;
    }
    fail("a raw block is not closed", at_);
    return true;
  }

  bool close() {
    const std::string_view mark = tag_ ? "%}" : "}}";
    std::size_t at = at_;
    if (text_[at] == '-' || (tag_ && text_[at] == '+')) ++at;
    if (!starts(mark, at)) return false;
    put(tag_ ? TokenKind::TagEnd : TokenKind::PrintEnd, at_, at + 2);
    at_ = at + 2;
    inside_ = false;
    return true;
  }

  void lex_inside() {
    const char c = text_[at_];
    if (is_space(c)) {
      ++at_;
      return;
    }
    if (brackets_.empty() && close()) return;
    if (c == '"' || c == '\'') return lex_string(c);
    if (is_digit(c)) return lex_number();
    if (is_word(c)) {
      const std::size_t begin = at_;
      while (at_ < text_.size() && is_word(text_[at_])) ++at_;
      return put(TokenKind::Name, begin, at_);
    }
    lex_operator(c);
  }

  void lex_string(char quote) {
    const std::size_t begin = at_;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    if (at_ >= text_.size()) return fail("a text in quotes is not closed", begin);
    put(TokenKind::String, begin, ++at_);
  }

  void lex_number() {
    const std::size_t begin = at_;
    const bool prefixed = starts("0x", at_) || starts("0X", at_) || starts("0o", at_) || starts("0O", at_) || starts("0b", at_) || starts("0B", at_);
    if (prefixed) {
      while (at_ < text_.size() && is_word(text_[at_])) ++at_;
      return put(TokenKind::Number, begin, at_);
    }
    const auto digits = [&] {
      while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '_')) ++at_;
    };
    digits();
    if (at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ + 1])) {
      ++at_;
      digits();
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      std::size_t power = at_ + 1;
      if (power < text_.size() && (text_[power] == '+' || text_[power] == '-')) ++power;
      if (power < text_.size() && is_digit(text_[power])) {
        at_ = power;
        digits();
      }
    }
    put(TokenKind::Number, begin, at_);
  }

  void lex_operator(char c) {
    static constexpr std::array<std::string_view, 6> kDouble = {"//", "**", "==", "!=", ">=", "<="};
    static constexpr std::string_view kSingle = "+-/*%~[](){}.:|,;<>=";
    for (const std::string_view pair : kDouble) {
      if (starts(pair, at_)) {
        put(TokenKind::Operator, at_, at_ + 2);
        at_ += 2;
        return;
      }
    }
    if (kSingle.find(c) == std::string_view::npos) return fail("a character that no expression holds", at_);
    if (c == '(' || c == '[' || c == '{') brackets_.push_back(c == '(' ? ')' : c == '[' ? ']' : '}');
    if (c == ')' || c == ']' || c == '}') {
      if (brackets_.empty() || brackets_.back() != c) return fail("a bracket closes that was not opened", at_);
      brackets_.pop_back();
    }
    put(TokenKind::Operator, at_, at_ + 1);
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool inside_ = false, tag_ = false;
  std::string brackets_;  // the closing ones that are awaited
  Tokens result_;
};

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (code >> 18)));
    out.push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

int digit_of(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

// Up to `most` digits of `base` at `at`, which moves behind them; nothing for fewer than `least`.
std::optional<std::uint32_t> code_point(std::string_view text, std::size_t& at, int base, int least, int most) {
  std::uint32_t code = 0;
  int count = 0;
  for (; count < most && at < text.size() && digit_of(text[at]) < base; ++count, ++at)
    code = code * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit_of(text[at]));
  if (count < least || code > 0x10FFFF) return std::nullopt;
  return code;
}

}  // namespace

Tokens lex_template(std::string_view text) { return Lexer(text).run(); }

std::optional<std::string> unquote(std::string_view literal) {
  static constexpr std::string_view kPlain = "\\'\"abfnrtv", kMeant = "\\'\"\a\b\f\n\r\t\v";
  std::string out;
  const std::string_view text = literal.substr(1, literal.size() - 2);
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\' || at + 1 >= text.size()) {
      out.push_back(text[at++]);
      continue;
    }
    const char escaped = text[at + 1];
    at += 2;
    std::optional<std::uint32_t> code;
    if (const std::size_t plain = kPlain.find(escaped); plain != std::string_view::npos) {
      out.push_back(kMeant[plain]);
      continue;
    }
    if (escaped == '\n') continue;
    if (escaped == 'x' || escaped == 'u' || escaped == 'U') {
      const int digits = escaped == 'x' ? 2 : escaped == 'u' ? 4 : 8;
      code = code_point(text, at, 16, digits, digits);
      if (!code) return std::nullopt;
    } else if (escaped >= '0' && escaped <= '7') {
      --at;
      code = code_point(text, at, 8, 1, 3);
    } else if (escaped == 'N') {
      return std::nullopt;  // a character by its name: nobody needs one here
    }
    if (code) {
      append_utf8(out, *code);
    } else {
      out.push_back('\\');
      out.push_back(escaped);
    }
  }
  return out;
}

}  // namespace aboveboard::format
