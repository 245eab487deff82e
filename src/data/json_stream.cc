#include "data/json_stream.h"

// RapidJSON's assertions are for misuse of it, not for bad input; none may end the program.
#define RAPIDJSON_ASSERT(condition) static_cast<void>(0)
#define RAPIDJSON_HAS_STDSTRING 0
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <limits>
#include <string>

#include "base/limits.h"
#include "base/text.h"
#include "data/json_events.h"

namespace aboveboard::data {
namespace {

// A read-only stream over bytes that do not end in NUL. (RapidJSON's own checks two pointers for every character as this one does, but cannot
// be asked where it stands without the checks of an encoding.)
class ViewStream {
 public:
  using Ch = char;
  explicit ViewStream(std::string_view text) : begin_(text.data()), now_(text.data()), end_(text.data() + text.size()) {}

  Ch Peek() const { return now_ == end_ ? '\0' : *now_; }
  Ch Take() { return now_ == end_ ? '\0' : *now_++; }
  std::size_t Tell() const { return static_cast<std::size_t>(now_ - begin_); }

  // The writing half that RapidJSON's concept asks for and never uses here.
  Ch* PutBegin() { return nullptr; }
  void Put(Ch) {}
  void Flush() {}
  std::size_t PutEnd(Ch*) { return 0; }

 private:
  const char* begin_;
  const char* now_;
  const char* end_;
};

bool is_json_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Turns RapidJSON's events into ours: finds where each token begins and bounds the depth.
class Adapter {
 public:
  Adapter(std::string_view text, const ViewStream& stream, JsonHandler& handler) : text_(text), stream_(stream), handler_(handler) {}

  bool Null() { return literal(); }
  bool Bool(bool) { return literal(); }
  bool Double(double) { return literal(); }  // NaN and Infinity only: other numbers stay text
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool RawNumber(const char*, rapidjson::SizeType, bool) {
    const std::string_view spelling = token();
    return handler_.on_number(spelling, begin_);
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    return check_string({text, length}) && handler_.on_key({text, length}, begin_);
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return check_string({text, length}) && handler_.on_string({text, length}, begin_);
  }
  bool StartObject() {
    token();
    return deeper() && handler_.on_begin_object(begin_);
  }
  bool StartArray() {
    token();
    return deeper() && handler_.on_begin_array(begin_);
  }
  bool EndObject(rapidjson::SizeType) {
    token();
    --depth_;
    return handler_.on_end_object(begin_);
  }
  bool EndArray(rapidjson::SizeType) {
    token();
    --depth_;
    return handler_.on_end_array(begin_);
  }

  std::uint64_t token_begin() const { return begin_; }
  bool too_deep() const { return depth_ > limits::kJsonDepth; }
  bool bad_surrogate() const { return bad_surrogate_; }

 private:
  // The bytes of the token that has just been read. Between tokens there is only white space, ',' and ':'.
  std::string_view token() {
    std::size_t begin = end_;
    const std::size_t end = stream_.Tell();
    while (begin < end && (is_json_space(text_[begin]) || text_[begin] == ',' || text_[begin] == ':')) ++begin;
    begin_ = begin;
    end_ = end;
    return text_.substr(begin, end - begin);
  }
  bool literal() {
    const std::string_view spelling = token();
    return handler_.on_literal(spelling, begin_);
  }
  // A string with escapes is longer in the file than in memory; only there may half of a surrogate pair hide, which is no UTF-8.
  bool check_string(std::string_view decoded) {
    const bool has_escapes = token().size() != decoded.size() + 2;
    bad_surrogate_ = has_escapes && find_invalid_utf8(decoded) != std::string_view::npos;
    return !bad_surrogate_;
  }
  bool deeper() { return ++depth_ <= limits::kJsonDepth; }

  std::string_view text_;
  const ViewStream& stream_;
  JsonHandler& handler_;
  std::size_t end_ = 0;
  std::uint64_t begin_ = 0;
  std::uint64_t depth_ = 0;
  bool bad_surrogate_ = false;
};

Error error_at(ErrorKind kind, std::string message, std::uint64_t byte) {
  return {kind, std::move(message), {.path = {}, .line = {}, .byte = byte}};
}

Error stopped(const rapidjson::ParseResult& result, const Adapter& adapter, std::string_view text) {
  if (adapter.too_deep()) {
    return error_at(ErrorKind::LimitReached, "JSON nested deeper than " + std::to_string(limits::kJsonDepth) + " levels",
                    adapter.token_begin());
  }
  if (adapter.bad_surrogate()) return error_at(ErrorKind::Malformed, "half of a surrogate pair in a string", adapter.token_begin());
  if (result.Code() == rapidjson::kParseErrorTermination) {
    return error_at(ErrorKind::Malformed, "the content is not what this kind of file holds", adapter.token_begin());
  }
  if (result.Offset() >= text.size()) return error_at(ErrorKind::Malformed, "the JSON ends in the middle", text.size());
  return error_at(ErrorKind::Malformed, std::string("invalid JSON: ") + rapidjson::GetParseError_En(result.Code()), result.Offset());
}

template <unsigned kFlags>
Status parse_with(std::string_view text, JsonHandler& handler) {
  // Encoding is checked in one pass beforehand: RapidJSON's own check costs several times as much.
  const std::size_t invalid = find_invalid_utf8(text);
  if (invalid != std::string_view::npos) return fail(error_at(ErrorKind::Malformed, "a byte that is not valid UTF-8", invalid));
  if (text.size() > std::numeric_limits<rapidjson::SizeType>::max()) {
    return fail(error_at(ErrorKind::LimitReached, "JSON of more than 4 GiB is not read", 0));
  }
  ViewStream stream(text);
  Adapter adapter(text, stream, handler);
  rapidjson::Reader reader;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, adapter);
  if (result.IsError()) return fail(stopped(result, adapter, text));
  // RapidJSON takes a NUL for the end.
  if (stream.Tell() != text.size()) return fail(error_at(ErrorKind::Malformed, "more bytes behind the end of the JSON", stream.Tell()));
  return {};
}

constexpr unsigned kStrictFlags =
    rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag | rapidjson::kParseNumbersAsStringsFlag;

}  // namespace

Status parse_json_events(std::string_view text, JsonDialect dialect, JsonHandler& handler) {
  return dialect == JsonDialect::Strict ? parse_with<kStrictFlags>(text, handler)
                                        : parse_with<kStrictFlags | rapidjson::kParseNanAndInfFlag>(text, handler);
}

Status parse_json_stream(std::string_view text, JsonHandler& handler) {
  return parse_json_events(text, JsonDialect::Strict, handler);
}

}  // namespace aboveboard::data
