#include "data/json_stream.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "data/json_escape.h"
#include "data/json_events.h"

// A scanner of our own, after RFC 8259. It hands out strings without escapes and all numbers as they stand in the text,
// which the libraries at hand cannot, and is several times as fast as they are: headers of a hundred weight files are
// read in a moment.
namespace aboveboard::data {
namespace {

constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Bytes that a string cannot take as they come: its end, an escape, control characters, and what is not ASCII.
constexpr std::array<bool, 256> kSpecial = [] {
  std::array<bool, 256> special{};
  for (std::size_t i = 0; i < special.size(); ++i) special[i] = i < 0x20 || i == '"' || i == '\\' || i >= 0x80;
  return special;
}();

class Scanner {
 public:
  Scanner(std::string_view text, JsonDialect dialect, JsonHandler& handler)
      : text_(text), dialect_(dialect), handler_(handler) {}

  Status run() {
    if (scan()) return {};
    return fail(kind_, message_, {.path = {}, .line = {}, .byte = failed_at_});
  }

 private:
  // What may come: a value, a value or the end of an empty array, a key or the end of an empty object, a comma or an
  // end.
  enum class Next { Value, FirstValue, FirstKey, Separator };

  bool wrong(std::size_t byte, std::string_view message, ErrorKind kind = ErrorKind::Malformed) {
    const bool at_end = byte >= text_.size();
    failed_at_ = at_end ? text_.size() : byte;
    message_ = at_end && kind == ErrorKind::Malformed ? "the JSON ends in the middle" : message;
    kind_ = kind;
    return false;
  }
  // The answer of the handler about the token at `byte`.
  bool told(bool go_on, std::size_t byte) {
    return go_on || wrong(byte, "the content is not what this kind of file holds");
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  // Moves at_ over all bytes that `wanted` takes. Pointers of its own, since at_ would be written back for every byte.
  template <typename Wanted>
  void skip(Wanted wanted) {
    const char* const end = text_.data() + text_.size();
    const char* at = text_.data() + at_;
    while (at != end && wanted(*at)) ++at;
    at_ = static_cast<std::size_t>(at - text_.data());
  }
  void skip_space() {
    skip([](char c) { return is_space(c); });
  }

  bool scan();
  bool value(char first);
  bool open(bool object);
  bool close(char bracket);
  bool key();
  bool separator();
  bool number();
  bool literal();
  bool string(std::string_view& text);
  bool escape();
  std::optional<std::uint32_t> four_digits(std::size_t at) const;
  bool digits();

  std::string_view text_;
  JsonDialect dialect_;
  JsonHandler& handler_;
  std::size_t at_ = 0;
  Next next_ = Next::Value;
  std::array<bool, limits::kJsonDepth> is_object_{};  // of the open objects and arrays
  std::size_t depth_ = 0;
  std::string decoded_;  // the last string that had escapes

  ErrorKind kind_ = ErrorKind::Malformed;
  std::string message_;
  std::size_t failed_at_ = 0;
};

bool Scanner::scan() {
  for (;;) {
    skip_space();
    if (depth_ == 0 && next_ == Next::Separator) break;
    if (at_ >= text_.size()) return wrong(at_, "");
    bool good = false;
    switch (next_) {
      case Next::Value:
        good = value(text_[at_]);
        break;
      case Next::FirstValue:
        good = text_[at_] == ']' ? close(']') : value(text_[at_]);
        break;
      case Next::FirstKey:
        good = text_[at_] == '}' ? close('}') : key();
        break;
      case Next::Separator:
        good = separator();
        break;
    }
    if (!good) return false;
  }
  return at_ == text_.size() || wrong(at_, "more bytes behind the end of the JSON");
}

bool Scanner::value(char first) {
  if (first == '{') return open(true);
  if (first == '[') return open(false);
  next_ = Next::Separator;
  if (first == '"') {
    const std::size_t begin = at_;
    std::string_view text;
    return string(text) && told(handler_.on_string(text, begin), begin);
  }
  return is_digit(first) || (first == '-' && !text_.substr(at_).starts_with("-I")) ? number() : literal();
}

bool Scanner::open(bool object) {
  if (depth_ == limits::kJsonDepth) {
    return wrong(at_, "JSON nested deeper than " + std::to_string(limits::kJsonDepth) + " levels",
                 ErrorKind::LimitReached);
  }
  is_object_[depth_++] = object;
  next_ = object ? Next::FirstKey : Next::FirstValue;
  const std::size_t begin = at_++;
  return told(object ? handler_.on_begin_object(begin) : handler_.on_begin_array(begin), begin);
}

bool Scanner::close(char bracket) {
  const bool object = is_object_[depth_ - 1];
  if (bracket != (object ? '}' : ']')) return wrong(at_, object ? "expected ',' or '}'" : "expected ',' or ']'");
  --depth_;
  next_ = Next::Separator;
  const std::size_t begin = at_++;
  return told(object ? handler_.on_end_object(begin) : handler_.on_end_array(begin), begin);
}

bool Scanner::key() {
  const std::size_t begin = at_;
  if (text_[at_] != '"') return wrong(at_, "expected a key in double quotes");
  std::string_view name;
  if (!string(name) || !told(handler_.on_key(name, begin), begin)) return false;
  skip_space();
  if (peek() != ':') return wrong(at_, "expected ':' behind a key");
  ++at_;
  skip_space();
  return at_ < text_.size() ? value(text_[at_]) : wrong(at_, "");
}

bool Scanner::separator() {
  if (text_[at_] != ',') return close(text_[at_]);
  ++at_;
  skip_space();
  if (at_ >= text_.size()) return wrong(at_, "");
  return is_object_[depth_ - 1] ? key() : value(text_[at_]);
}

// At least one digit.
bool Scanner::digits() {
  const std::size_t begin = at_;
  skip([](char c) { return is_digit(c); });
  return at_ > begin || wrong(at_, "a digit is missing in a number");
}

bool Scanner::number() {
  const std::size_t begin = at_;
  if (peek() == '-') ++at_;
  if (peek() == '0') {
    ++at_;
    if (is_digit(peek())) return wrong(at_, "a number begins with 0");
  } else if (!digits()) {
    return false;
  }
  if (peek() == '.') {
    ++at_;
    if (!digits()) return false;
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    if (!digits()) return false;
  }
  return told(handler_.on_number(text_.substr(begin, at_ - begin), begin), begin);
}

bool Scanner::literal() {
  constexpr std::array<std::string_view, 8> kWords = {"true",     "false",     "null", "NaN",
                                                      "Infinity", "-Infinity", "Inf",  "-Inf"};
  constexpr std::size_t kStrictWords = 3;
  const std::string_view rest = text_.substr(at_);
  for (std::size_t i = 0; i < (dialect_ == JsonDialect::Strict ? kStrictWords : kWords.size()); ++i) {
    if (!rest.starts_with(kWords[i])) continue;
    const std::size_t begin = at_;
    at_ += kWords[i].size();
    return told(handler_.on_literal(kWords[i], begin), begin);
  }
  const std::size_t invalid = find_invalid_utf8(rest.substr(0, 4));
  return wrong(at_, invalid == 0 ? "a byte that is not valid UTF-8" : "expected a value");
}

// Without escapes `text` is a part of the document; otherwise it is valid until the next string.
bool Scanner::string(std::string_view& text) {
  const std::size_t begin = ++at_;
  bool ascii = true, escaped = false;
  std::size_t copied = begin;
  for (;; ++at_) {
    skip([](char c) { return !kSpecial[static_cast<unsigned char>(c)]; });
    if (at_ >= text_.size()) return wrong(at_, "");
    const char c = text_[at_];
    if (c == '"') break;
    if (c == '\\') {
      if (!escaped) decoded_.clear();
      escaped = true;
      decoded_.append(text_.substr(copied, at_ - copied));
      if (!escape()) return false;
      copied = at_ + 1;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      return wrong(at_, "a control character in a string");
    } else {
      ascii = false;
    }
  }
  const std::string_view raw = text_.substr(begin, at_ - begin);
  if (!ascii) {
    const std::size_t invalid = find_invalid_utf8(raw);
    if (invalid != std::string_view::npos) return wrong(begin + invalid, "a byte that is not valid UTF-8");
  }
  if (escaped) decoded_.append(text_.substr(copied, at_ - copied));
  text = escaped ? std::string_view(decoded_) : raw;
  ++at_;
  return true;
}

std::optional<std::uint32_t> Scanner::four_digits(std::size_t at) const {
  if (at > text_.size() || text_.size() - at < 4) return std::nullopt;
  std::uint32_t code = 0;
  for (const char c : text_.substr(at, 4)) {
    const int digit = is_digit(c)            ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    code = code * 16 + static_cast<std::uint32_t>(digit);
  }
  return code;
}

// Decodes the escape whose backslash is at at_, and leaves at_ on its last byte.
bool Scanner::escape() {
  const std::size_t begin = at_++;
  if (at_ >= text_.size()) return wrong(at_, "");
  if (const char plain = short_escape(text_[at_])) {
    decoded_ += plain;
    return true;
  }
  std::optional<std::uint32_t> code = text_[at_] == 'u' ? four_digits(at_ + 1) : std::nullopt;
  if (!code) return wrong(begin, "no escape that JSON knows");
  at_ += 4;
  // Characters beyond the first 65,536 are written as two halves; neither may stand alone.
  if (*code >= 0xd800 && *code <= 0xdfff) {
    const std::optional<std::uint32_t> low =
        text_.substr(at_ + 1).starts_with("\\u") ? four_digits(at_ + 3) : std::nullopt;
    if (*code >= 0xdc00 || !low || *low < 0xdc00 || *low > 0xdfff)
      return wrong(begin, "half of a surrogate pair in a string");
    code = 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00);
    at_ += 6;
  }
  append_utf8(decoded_, *code);
  return true;
}

}  // namespace

Status parse_json_events(std::string_view text, JsonDialect dialect, JsonHandler& handler) {
  return Scanner(text, dialect, handler).run();
}

Status parse_lenient_json_stream(std::string_view text, JsonHandler& handler) { return parse_json_events(text, JsonDialect::Lenient, handler); }

Status parse_json_stream(std::string_view text, JsonHandler& handler) {
  return parse_json_events(text, JsonDialect::Strict, handler);
}

}  // namespace aboveboard::data
