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

// Builds the tree in place.
class TreeBuilder final : public JsonHandler {
 public:
  TreeBuilder(std::string_view text, const ParseOptions& options, Diagnostics& notes)
      : options_(options),
        notes_(notes),
        lines_(text, options.first_line),
        repeated_(options.path, "format/json-duplicate-key", notes) {}

  bool on_key(std::string_view name, std::uint64_t byte) override {
    Member& member = open_.back()->members.emplace_back();
    member.key = name;
    member.line = lines_.line_of(byte);
    return true;
  }
  bool on_string(std::string_view text, std::uint64_t byte) override {
    place(ValueType::String, byte).text = text;
    return true;
  }
  bool on_number(std::string_view spelling, std::uint64_t byte) override {
    set_decimal(place(ValueType::Number, byte), spelling);
    return true;
  }
  bool on_literal(std::string_view spelling, std::uint64_t byte) override;
  bool on_begin_object(std::uint64_t byte) override { return begin(ValueType::Map, byte); }
  bool on_begin_array(std::uint64_t byte) override { return begin(ValueType::List, byte); }
  bool on_end_object(std::uint64_t) override {
    repeated_.check(open_.back()->members);
    return end();
  }
  bool on_end_array(std::uint64_t) override { return end(); }

  Value take() { return std::move(root_); }

 private:
  // A new value, where it belongs in the tree.
  Value& place(ValueType type, std::uint64_t byte) {
    Value* value = &root_;
    if (!open_.empty())
      value = open_.back()->is_map() ? &open_.back()->members.back().value : &open_.back()->items.emplace_back();
    value->type = type;
    value->line = lines_.line_of(byte);
    return *value;
  }
  bool begin(ValueType type, std::uint64_t byte) {
    open_.push_back(&place(type, byte));
    return true;
  }
  bool end() {
    open_.pop_back();
    return true;
  }

  const ParseOptions& options_;
  Diagnostics& notes_;
  LineCounter lines_;
  RepeatedKeys repeated_;
  // The lists and maps round the next value, the innermost last. They stay where they are: while one is open nothing
  // joins its parent.
  std::vector<Value*> open_;
  Value root_;
  bool noted_nan_ = false;
};

bool TreeBuilder::on_literal(std::string_view spelling, std::uint64_t byte) {
  Value& value = place(ValueType::Null, byte);
  if (spelling == "null") return true;
  value.text = spelling;
  if (spelling == "true" || spelling == "false") {
    value.type = ValueType::Bool;
    value.boolean = spelling == "true";
    return true;
  }
  const double infinity = std::numeric_limits<double>::infinity();
  value.type = ValueType::Number;
  value.number = spelling == "NaN"         ? std::numeric_limits<double>::quiet_NaN()
                 : spelling.front() == '-' ? -infinity
                                           : infinity;
  if (!noted_nan_) {
    notes_.add(DiagnosticKind::Note, "format/json-nan",
               {ErrorKind::Malformed,
                std::string(spelling) + " is not JSON",
                {.path = options_.path, .line = value.line, .byte = byte}});
  }
  noted_nan_ = true;
  return true;
}

}  // namespace

Result<Value> parse_json(std::string_view text, const ParseOptions& options, Diagnostics& notes) {
  const std::size_t skipped = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (skipped > 0) {
    notes.add(DiagnosticKind::Note, "format/json-bom",
              {ErrorKind::Malformed,
               "begins with a byte order mark",
               {.path = options.path, .line = options.first_line, .byte = 0}});
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
