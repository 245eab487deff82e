#include "format/numpy/literal.h"

#include "base/limits.h"
#include "format/numpy/literal_text.h"

namespace aboveboard::format {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
}

class LiteralParser {
 public:
  LiteralParser(std::string_view text, bool longs) : text_(text), longs_(longs) {}

  Result<Literal> parse() {
    ABOVEBOARD_TRY(skip_leading());
    ABOVEBOARD_ASSIGN(Literal value, expression(0));
    skip_blanks(true);
    if (at_ != text_.size()) return wrong("something follows the literal");
    return value;
  }

 private:
  tl::unexpected<Error> wrong(std::string message, ErrorKind kind = ErrorKind::Malformed) const {
    return fail(kind, std::move(message), {{}, std::nullopt, at_});
  }
  bool is(char c) const { return at_ < text_.size() && text_[at_] == c; }

  // Blanks and joined lines; line ends and comments too where they do not count: in brackets, and behind the literal.
  void skip_blanks(bool lines) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\f') {
        ++at_;
      } else if (c == '\\' && at_ + 2 < text_.size() && text_[at_ + 1] == '\n') {
        at_ += 2;
      } else if (lines && (c == '\n' || c == '\r')) {
        ++at_;
      } else if (lines && c == '#') {
        while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
      } else {
        return;
      }
    }
  }

  // Blanks before the literal pass only on the first line: elsewhere they are an indent, which Python refuses.
  Status skip_leading() {
    std::size_t line = 0;
    while (true) {
      skip_blanks(false);
      const bool comment = is('#');
      while (comment && at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
      if (!is('\n') && !is('\r')) break;
      line = ++at_;
    }
    if (line != 0 && at_ != line) return wrong("the literal is indented");
    return {};
  }

  Result<Literal> expression(std::uint64_t depth) {
    if (depth > limits::kNumpyDepth) return wrong("brackets are nested too deep", ErrorKind::LimitReached);
    if (++nodes_ > limits::kNumpyNodes) return wrong("more values than are read", ErrorKind::LimitReached);
    skip_blanks(depth != 0);
    if (at_ == text_.size()) return wrong("the literal ends in the middle");
    const std::size_t begin = at_;
    Result<Literal> value = term(depth);
    if (value) value->byte = begin;
    return value;
  }

  Result<Literal> term(std::uint64_t depth) {
    const char c = text_[at_];
    if (c == '(') return bracket(')', LiteralKind::Tuple, depth);
    if (c == '[') return bracket(']', LiteralKind::List, depth);
    if (c == '{') return bracket('}', LiteralKind::Dict, depth);
    if (c == '-' || c == '+') {
      ++at_;
      skip_blanks(depth != 0);
      if (at_ == text_.size() || !(is_digit(text_[at_]) || text_[at_] == '.')) return wrong("no number follows the sign");
      ABOVEBOARD_ASSIGN(Literal value, number());
      value.negative = c == '-' && (value.integer != 0 || value.too_large);
      return value;
    }
    if (is_digit(c) || c == '.') return number();
    if (const std::size_t prefix = text_prefix(text_.substr(at_)); prefix != std::string_view::npos) return texts(depth);
    return word(depth);
  }

  Result<Literal> word(std::uint64_t depth) {
    std::size_t end = at_;
    while (end < text_.size() && is_word(text_[end])) ++end;
    const std::string_view name = text_.substr(at_, end - at_);
    Literal value;
    if (name == "True" || name == "False") {
      value.kind = LiteralKind::Bool;
      value.boolean = name == "True";
    } else if (name == "set") {  // the only call that is a literal
      at_ = end;
      skip_blanks(depth != 0);
      if (!is('(')) return wrong("neither text, number, truth value, None nor a bracket");
      ++at_;
      skip_blanks(true);
      if (!is(')')) return wrong("neither text, number, truth value, None nor a bracket");
      end = at_ + 1;
      value.kind = LiteralKind::Set;
    } else if (name != "None") {
      return wrong("neither text, number, truth value, None nor a bracket");
    }
    at_ = end;
    return value;
  }

  Result<Literal> number() {
    const std::size_t begin = at_;
    Literal value;
    value.kind = LiteralKind::Integer;
    std::uint64_t base = 10;
    if (text_[at_] == '0' && at_ + 1 < text_.size()) {
      const char mark = static_cast<char>(text_[at_ + 1] | 0x20);
      base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
      if (base != 10) at_ += 2;
    }
    bool digits = false;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '_' && (digits || base != 10) && at_ + 1 < text_.size() && digit_value(text_[at_ + 1]) < static_cast<int>(base)) continue;
      const auto digit = static_cast<std::uint64_t>(digit_value(text_[at_]));
      if (digit >= base) break;
      digits = true;
      if (__builtin_mul_overflow(value.integer, base, &value.integer) || __builtin_add_overflow(value.integer, digit, &value.integer)) value.too_large = true;
    }
    if (at_ < text_.size() && base == 10 && (text_[at_] == '.' || (text_[at_] | 0x20) == 'e' || (text_[at_] | 0x20) == 'j')) return real(std::move(value));
    if (!digits) return wrong("a number without digits");
    const std::string_view spelled = text_.substr(begin, at_ - begin);
    if (base == 10 && spelled.size() > 1 && spelled[0] == '0' && (value.integer != 0 || value.too_large)) return wrong("a number with leading zeros");
    if (base == 10 && spelled.size() > 4300) return wrong("a number with more digits than Python takes");
    if (longs_) skip_longs();
    if (at_ < text_.size() && is_word(text_[at_])) return wrong("a name follows a number");
    return value;
  }

  // Fractions, exponents and imaginary numbers stand nowhere in a good header; they are passed over.
  Result<Literal> real(Literal value) {
    while (at_ < text_.size() && (is_word(text_[at_]) || text_[at_] == '.' || ((text_[at_] == '+' || text_[at_] == '-') && (text_[at_ - 1] | 0x20) == 'e'))) ++at_;
    value.kind = LiteralKind::OtherNumber;
    return value;
  }

  void skip_longs() {
    std::size_t next = at_;
    while (next < text_.size() && (text_[next] == ' ' || text_[next] == '\t')) ++next;
    if (next < text_.size() && text_[next] == 'L' && (next + 1 == text_.size() || !is_word(text_[next + 1]))) at_ = next + 1;
  }

  // One text or several, which Python joins.
  Result<Literal> texts(std::uint64_t depth) {
    Literal value;
    bool first = true;
    while (at_ < text_.size() && text_prefix(text_.substr(at_)) != std::string_view::npos) {
      std::size_t used = 0;
      ABOVEBOARD_ASSIGN(LiteralText part, read_literal_text(text_, at_, used));
      const LiteralKind kind = part.bytes ? LiteralKind::Bytes : LiteralKind::Text;
      if (!first && kind != value.kind) return wrong("text and bytes cannot be joined");
      value.kind = kind;
      value.text += part.text;
      first = false;
      at_ += used;
      const std::size_t behind = at_;
      skip_blanks(depth != 0);
      if (at_ == text_.size() || text_prefix(text_.substr(at_)) == std::string_view::npos) at_ = behind;
    }
    return value;
  }

  Result<Literal> bracket(char close, LiteralKind kind, std::uint64_t depth) {
    ++at_;
    Literal value;
    value.kind = kind;
    bool comma = false;
    bool set = false;
    for (skip_blanks(true); !is(close); skip_blanks(true)) {
      if (at_ == text_.size()) return wrong("a bracket is not closed");
      if (!value.items.empty() && !comma) return wrong("a comma is missing");
      ABOVEBOARD_ASSIGN(Literal item, expression(depth + 1));
      skip_blanks(true);
      if (kind == LiteralKind::Dict && value.items.empty()) set = !is(':');
      if (kind == LiteralKind::Dict && set == is(':')) return wrong("a colon is missing or too many");
      if (kind == LiteralKind::Dict && (item.kind == LiteralKind::List || item.kind == LiteralKind::Dict || item.kind == LiteralKind::Set))
        return wrong("a list, set or dictionary as a key");
      value.items.push_back(std::move(item));
      if (kind == LiteralKind::Dict && !set) {
        ++at_;
        ABOVEBOARD_ASSIGN(Literal mapped, expression(depth + 1));
        value.items.push_back(std::move(mapped));
        skip_blanks(true);
      }
      comma = is(',');
      if (comma) ++at_;
    }
    ++at_;
    if (set) value.kind = LiteralKind::Set;
    if (kind == LiteralKind::Tuple && value.items.size() == 1 && !comma) {  // brackets of an expression
      Literal only = std::move(value.items.front());
      return only;
    }
    return value;
  }

  std::string_view text_;
  bool longs_;
  std::size_t at_ = 0;
  std::uint64_t nodes_ = 0;
};

}  // namespace

Result<Literal> parse_literal(std::string_view text, bool python2_longs) {
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
    return fail(ErrorKind::Malformed, "a NUL byte stands in the literal", {{}, std::nullopt, nul});
  return LiteralParser(text, python2_longs).parse();
}

}  // namespace aboveboard::format
