#include <limits>
#include <utility>

#include "base/text.h"
#include "data/json_events.h"
#include "data/lines.h"
#include "data/scalar.h"
#include "data/value.h"

namespace aboveboard::data {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Builds the tree. Open lists and maps wait on a stack of their own and move into their parent when they close.
class TreeBuilder final : public JsonHandler {
 public:
  TreeBuilder(std::string_view text, const ParseOptions& options, Diagnostics& notes)
      : options_(options),
        notes_(notes),
        lines_(text, options.first_line),
        repeated_(options.path, "format/json-duplicate-key", notes) {}

  bool on_key(std::string_view name, std::uint64_t byte) override {
    open_.back().members.push_back({std::string(name), lines_.line_of(byte), {}});
    return true;
  }
  bool on_string(std::string_view text, std::uint64_t byte) override {
    Value value = make(ValueType::String, byte);
    value.text = text;
    return put(std::move(value));
  }
  bool on_number(std::string_view spelling, std::uint64_t byte) override {
    Value value = make(ValueType::Number, byte);
    set_decimal(value, spelling);
    return put(std::move(value));
  }
  bool on_literal(std::string_view spelling, std::uint64_t byte) override;
  bool on_begin_object(std::uint64_t byte) override { return begin(ValueType::Map, byte); }
  bool on_begin_array(std::uint64_t byte) override { return begin(ValueType::List, byte); }
  bool on_end_object(std::uint64_t) override {
    repeated_.check(open_.back().members);
    return end();
  }
  bool on_end_array(std::uint64_t) override { return end(); }

  Value take() { return std::move(root_); }

 private:
  Value make(ValueType type, std::uint64_t byte) {
    Value value;
    value.type = type;
    value.line = lines_.line_of(byte);
    return value;
  }
  bool begin(ValueType type, std::uint64_t byte) {
    open_.push_back(make(type, byte));
    return true;
  }
  bool end() {
    Value value = std::move(open_.back());
    open_.pop_back();
    return put(std::move(value));
  }
  bool put(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_map()) {
      open_.back().members.back().value = std::move(value);
    } else {
      open_.back().items.push_back(std::move(value));
    }
    return true;
  }

  const ParseOptions& options_;
  Diagnostics& notes_;
  LineCounter lines_;
  RepeatedKeys repeated_;
  std::vector<Value> open_;
  Value root_;
  bool noted_nan_ = false;
};

bool TreeBuilder::on_literal(std::string_view spelling, std::uint64_t byte) {
  if (spelling == "null") return put(make(ValueType::Null, byte));
  const bool is_true = spelling == "true";
  Value value = make(is_true || spelling == "false" ? ValueType::Bool : ValueType::Number, byte);
  value.text = spelling;
  value.boolean = is_true;
  if (value.type == ValueType::Number) {
    const double infinity = std::numeric_limits<double>::infinity();
    value.number = spelling == "NaN" ? std::numeric_limits<double>::quiet_NaN() : spelling.front() == '-' ? -infinity : infinity;
    if (!noted_nan_) {
      notes_.add(DiagnosticKind::Note, "format/json-nan",
                 {ErrorKind::Malformed, std::string(spelling) + " is not JSON", {.path = options_.path, .line = value.line, .byte = byte}});
    }
    noted_nan_ = true;
  }
  return put(std::move(value));
}

}  // namespace

Result<Value> parse_json(std::string_view text, const ParseOptions& options, Diagnostics& notes) {
  const std::size_t skipped = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (skipped > 0) {
    notes.add(DiagnosticKind::Note, "format/json-bom",
              {ErrorKind::Malformed, "begins with a byte order mark", {.path = options.path, .line = options.first_line, .byte = 0}});
  }
  const std::string_view body = text.substr(skipped);
  TreeBuilder builder(body, options, notes);
  const Status status = parse_json_events(body, JsonDialect::Lenient, builder);
  if (!status) {
    Error error = status.error();
    error.place.path = options.path;
    error.place.line = LineCounter(body, options.first_line).line_of(error.place.byte.value_or(0));
    if (error.place.byte) *error.place.byte += skipped;
    return fail(std::move(error));
  }
  return builder.take();
}

}  // namespace aboveboard::data
