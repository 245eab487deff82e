#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <exception>
#include <istream>
#include <optional>
#include <streambuf>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "data/lines.h"
#include "data/scalar.h"
#include "data/value.h"

namespace aboveboard::data {
namespace {

// Builds the tree from the parser's events. The parser cannot be stopped from here without throwing: after a refusal,
// events pass by unseen until it finds no more text (see RefusableText).
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const ParseOptions& options, Diagnostics& notes)
      : options_(options), notes_(notes), repeated_(options.path, "format/yaml-duplicate-key", notes) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 2)
      note(mark, "format/yaml-several-documents", "a second YAML document begins here and is not read");
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
    last_scalar_ = mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
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
  // Offset of the last scalar, behind a byte order mark.
  std::size_t last_scalar() const { return last_scalar_; }
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
    if (!refusal_)
      notes_.add(DiagnosticKind::Note, std::move(rule), {ErrorKind::Malformed, std::move(message), place_of(mark)});
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
      return refuse(mark, ErrorKind::LimitReached,
                    "YAML nested deeper than " + std::to_string(limits::kJsonDepth) + " levels");
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
  std::size_t last_scalar_ = 0;
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

// The text as a stream that ends early once the builder has refused it.
class RefusableText final : public std::streambuf {
 public:
  RefusableText(std::string_view text, const TreeBuilder& builder) : text_(text), builder_(builder) {}

 private:
  int_type underflow() override {
    constexpr std::size_t kPiece = 4096;
    if (text_.empty() || builder_.refusal()) return traits_type::eof();
    const std::size_t length = std::min(kPiece, text_.size());
    std::copy_n(text_.begin(), length, piece_.begin());
    text_.remove_prefix(length);
    setg(piece_.data(), piece_.data(), piece_.data() + length);
    return traits_type::to_int_type(piece_.front());
  }

  std::string_view text_;
  const TreeBuilder& builder_;
  std::array<char, 4096> piece_{};
};

// The parser takes the end of the text for the end of a quoted scalar. Does the quote at `begin` ever end?
bool quote_ends(std::string_view text, std::size_t begin) {
  if (begin >= text.size() || (text[begin] != '"' && text[begin] != '\'')) return true;
  const char quote = text[begin];
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 == text.size() || text[i + 1] != quote) return true;
      ++i;  // a doubled single quote stands for one
    }
  }
  return false;
}

std::optional<Error> run(std::string_view text, const ParseOptions& options, TreeBuilder& builder) {
  try {
    RefusableText buffer(text, builder);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    // The second call only finds out whether there is a second document.
    if (parser.HandleNextDocument(builder) && !builder.refusal()) parser.HandleNextDocument(builder);
  } catch (const YAML::Exception& problem) {
    if (builder.refusal() || builder.has_first_document()) return builder.refusal();
    const std::uint64_t line =
        options.first_line + static_cast<std::uint64_t>(problem.mark.line < 0 ? 0 : problem.mark.line);
    return error_in(options, ErrorKind::Malformed, "invalid YAML: " + problem.msg, line);
  } catch (const std::exception& problem) {
    return error_in(options, ErrorKind::Malformed, std::string("invalid YAML: ") + problem.what(), options.first_line);
  }
  const std::string_view body = text.substr(text.starts_with("\xef\xbb\xbf") ? 3 : 0);
  if (!builder.refusal() && !quote_ends(body, builder.last_scalar())) {
    return error_in(options, ErrorKind::Malformed, "invalid YAML: a quoted text that never ends",
                    LineCounter(body, options.first_line).line_of(builder.last_scalar()));
  }
  return builder.refusal();
}

}  // namespace

Result<Value> parse_yaml(std::string_view text, const ParseOptions& options, Diagnostics& notes) {
  if (text.size() > options.byte_limit) {
    return fail(error_in(
        options, ErrorKind::LimitReached,
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
