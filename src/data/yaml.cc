#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <array>
#include <charconv>
#include <exception>
#include <limits>
#include <optional>
#include <sstream>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "data/lines.h"
#include "data/scalar.h"
#include "data/value.h"

namespace aboveboard::data {
namespace {

template <std::size_t kCount>
bool is_one_of(std::string_view text, const std::array<std::string_view, kCount>& words) {
  for (const std::string_view word : words) {
    if (text == word) return true;
  }
  return false;
}

constexpr std::array<std::string_view, 5> kNulls = {"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 3> kTrues = {"true", "True", "TRUE"};
constexpr std::array<std::string_view, 3> kFalses = {"false", "False", "FALSE"};
constexpr std::array<std::string_view, 3> kInfinities = {".inf", ".Inf", ".INF"};
constexpr std::array<std::string_view, 3> kNans = {".nan", ".NaN", ".NAN"};

std::size_t skip_digits(std::string_view text, std::size_t i) {
  while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
  return i;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?   (YAML 1.2.2, section 10.3.2)
bool is_decimal(std::string_view text) {
  std::size_t i = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const std::size_t whole = skip_digits(text, i);
  std::size_t digits = whole - i;
  i = whole;
  if (i < text.size() && text[i] == '.') {
    const std::size_t fraction = skip_digits(text, i + 1);
    digits += fraction - i - 1;
    i = fraction;
  }
  if (digits == 0) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    const std::size_t exponent = skip_digits(text, i);
    if (exponent == i) return false;
    i = exponent;
  }
  return i == text.size();
}

bool set_prefixed_integer(Value& value, std::string_view text) {
  const int base = text.starts_with("0o") ? 8 : text.starts_with("0x") ? 16 : 0;
  if (base == 0 || text.size() == 2) return false;
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + 2, end, number, base);
  if (parsed.ec != std::errc() || parsed.ptr != end || text[2] == '-') return false;
  value.type = ValueType::Number;
  value.integer = number;
  value.number = static_cast<double>(number);
  return true;
}

// Gives a plain scalar the type that the core schema gives it; `value.text` is its spelling.
void resolve_plain(Value& value) {
  const std::string_view text = value.text;
  if (is_one_of(text, kNulls)) {
    value.type = ValueType::Null;
    value.text.clear();
    return;
  }
  if (is_one_of(text, kTrues) || is_one_of(text, kFalses)) {
    value.type = ValueType::Bool;
    value.boolean = is_one_of(text, kTrues);
    return;
  }
  if (is_decimal(text)) return set_decimal(value, std::string(text));
  if (set_prefixed_integer(value, text)) return;
  const bool negative = text.front() == '-';
  const std::string_view magnitude = text.substr(negative || text.front() == '+' ? 1 : 0);
  if (is_one_of(magnitude, kInfinities) || is_one_of(text, kNans)) {
    const double infinity = std::numeric_limits<double>::infinity();
    value.type = ValueType::Number;
    value.number = is_one_of(text, kNans) ? std::numeric_limits<double>::quiet_NaN() : negative ? -infinity : infinity;
  }
}

// Builds the tree from the parser's events. The parser cannot be stopped from here without throwing, so after a refusal the rest of the
// (bounded) text passes by unseen.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const ParseOptions& options, Diagnostics& notes)
      : options_(options), notes_(notes), repeated_(options.path, "format/yaml-duplicate-key", notes) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 2) note(mark, "format/yaml-several-documents", "a second YAML document begins here and is not read");
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark&, const std::string&) override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    if (admit(mark)) put(make(ValueType::Null, mark));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    if (admit(mark)) refuse(mark, ErrorKind::Unsupported, "YAML aliases are not followed");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& text) override {
    if (!admit(mark)) return;
    Value value = make(ValueType::String, mark);
    value.text = text;
    if (tag == "?" || tag.empty()) resolve_plain(value);
    put(std::move(value));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(ValueType::List, mark);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(ValueType::Map, mark);
  }
  void OnMapEnd() override { close(); }

  const std::optional<Error>& refusal() const { return refusal_; }
  // What follows the first document is not read, so it cannot be wrong.
  bool has_first_document() const { return documents_ > 1; }
  Value take() { return std::move(root_); }

 private:
  // A list or map whose end has not come yet.
  struct Open {
    Value value;
    bool expects_key = true;
  };

  std::uint64_t line_of(const YAML::Mark& mark) const {
    return options_.first_line + static_cast<std::uint64_t>(mark.line < 0 ? 0 : mark.line);
  }
  Place place_of(const YAML::Mark& mark) const { return {.path = options_.path, .line = line_of(mark), .byte = {}}; }
  Value make(ValueType type, const YAML::Mark& mark) const {
    Value value;
    value.type = type;
    value.line = line_of(mark);
    return value;
  }
  void note(const YAML::Mark& mark, std::string rule, std::string message) {
    if (!refusal_) notes_.add(DiagnosticKind::Note, std::move(rule), {ErrorKind::Malformed, std::move(message), place_of(mark)});
  }
  void refuse(const YAML::Mark& mark, ErrorKind kind, std::string message) {
    refusal_ = Error{kind, std::move(message), place_of(mark)};
  }
  // May another node be built?
  bool admit(const YAML::Mark& mark) {
    if (refusal_ || documents_ > 1) return false;
    if (++nodes_ > options_.node_limit) {
      refuse(mark, ErrorKind::LimitReached, "more than " + std::to_string(options_.node_limit) + " YAML nodes");
      return false;
    }
    return true;
  }
  void open(ValueType type, const YAML::Mark& mark) {
    if (!admit(mark)) return;
    if (open_.size() >= limits::kJsonDepth) {
      return refuse(mark, ErrorKind::LimitReached, "YAML nested deeper than " + std::to_string(limits::kJsonDepth) + " levels");
    }
    open_.push_back({make(type, mark)});
  }
  void close() {
    if (refusal_ || documents_ > 1 || open_.empty()) return;
    Value value = std::move(open_.back().value);
    open_.pop_back();
    repeated_.check(value.members);
    put(std::move(value));
  }
  void put(Value value);

  const ParseOptions& options_;
  Diagnostics& notes_;
  RepeatedKeys repeated_;
  std::vector<Open> open_;
  Value root_;
  std::optional<Error> refusal_;
  std::uint64_t nodes_ = 0;
  int documents_ = 0;
};

void TreeBuilder::put(Value value) {
  if (open_.empty()) {
    root_ = std::move(value);
    return;
  }
  Open& parent = open_.back();
  if (parent.value.is_list()) {
    parent.value.items.push_back(std::move(value));
  } else if (parent.expects_key) {
    if (value.is_list() || value.is_map()) {
      const YAML::Mark mark = [&] {
        YAML::Mark at;
        at.line = static_cast<int>(value.line - options_.first_line);
        return at;
      }();
      note(mark, "format/yaml-complex-key", "a list or map stands where a key should; its value is kept under no name");
    }
    parent.value.members.push_back({std::move(value.text), value.line, {}});
    parent.expects_key = false;
  } else {
    parent.value.members.back().value = std::move(value);
    parent.expects_key = true;
  }
}

Error error_in(const ParseOptions& options, ErrorKind kind, std::string message, std::uint64_t line) {
  return {kind, std::move(message), {.path = options.path, .line = line, .byte = {}}};
}

std::optional<Error> run(std::string_view text, const ParseOptions& options, TreeBuilder& builder) {
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    // The second call only finds out whether there is a second document.
    if (parser.HandleNextDocument(builder) && !builder.refusal()) parser.HandleNextDocument(builder);
  } catch (const YAML::Exception& problem) {
    if (builder.has_first_document()) return builder.refusal();
    const std::uint64_t line = options.first_line + static_cast<std::uint64_t>(problem.mark.line < 0 ? 0 : problem.mark.line);
    return error_in(options, ErrorKind::Malformed, "invalid YAML: " + problem.msg, line);
  } catch (const std::exception& problem) {
    return error_in(options, ErrorKind::Malformed, std::string("invalid YAML: ") + problem.what(), options.first_line);
  }
  return builder.refusal();
}

}  // namespace

Result<Value> parse_yaml(std::string_view text, const ParseOptions& options, Diagnostics& notes) {
  if (text.size() > options.byte_limit) {
    return fail(error_in(options, ErrorKind::LimitReached,
                         std::to_string(text.size()) + " bytes of YAML, more than the limit of " + std::to_string(options.byte_limit),
                         options.first_line));
  }
  const std::size_t invalid = find_invalid_utf8(text);
  if (invalid != std::string_view::npos) {
    return fail(error_in(options, ErrorKind::Malformed, "a byte that is not valid UTF-8",
                         LineCounter(text, options.first_line).line_of(invalid)));
  }
  TreeBuilder builder(options, notes);
  std::optional<Error> error = run(text, options, builder);
  if (error) return fail(std::move(*error));
  return builder.take();
}

}  // namespace aboveboard::data
