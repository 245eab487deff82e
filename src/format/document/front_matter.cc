#include "format/document/front_matter.h"

#include "base/limits.h"

namespace aboveboard::format {
namespace {

// Behind the line ending at `at`: LF, CRLF or CR.
std::size_t skip_ending(std::string_view text, std::size_t at) {
  return at + (text.substr(at, 2) == "\r\n" ? 2 : at < text.size() ? 1 : 0);
}

// Is the line at `at` a fence: "---" and nothing but blanks? Gives the end of the line before its ending.
std::optional<std::size_t> fence(std::string_view text, std::size_t at) {
  if (text.substr(at, 3) != "---") return std::nullopt;
  at += 3;
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  if (at < text.size() && text[at] != '\n' && text[at] != '\r') return std::nullopt;
  return at;
}

}  // namespace

std::optional<FrontMatterSpan> find_front_matter(std::string_view text) {
  std::size_t at = text.substr(0, 3) == "\xef\xbb\xbf" ? 3 : 0;
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) ++at;
  const auto open = fence(text, at);
  if (!open || *open >= text.size()) return std::nullopt;
  FrontMatterSpan span;
  span.begin = skip_ending(text, *open);
  for (std::size_t line = span.begin; line < text.size();) {
    if (const auto close = fence(text, line)) {
      span.end = line;
      span.body = skip_ending(text, *close);
      return span;
    }
    const std::size_t end = text.find_first_of("\r\n", line);
    if (end == std::string_view::npos) break;
    line = skip_ending(text, end);
  }
  return std::nullopt;
}

std::size_t read_front_matter(Document& document, Diagnostics& notes) {
  const std::string_view text = document.text;
  const auto span = find_front_matter(text);
  if (!span) return 0;
  const std::uint64_t first = document.lines.line_of(span->begin);
  const std::uint64_t fence_line = document.lines.line_of(span->end);
  const std::string_view yaml = text.substr(span->begin, span->end - span->begin);
  if (yaml.find_first_not_of(" \t\r\n") == std::string_view::npos) return span->body;
  data::ParseOptions options;
  options.path = document.path;
  options.first_line = first;
  Result<data::Value> value = data::parse_yaml(yaml, options, notes);
  if (!value) {
    Error error = value.error();
    error.place.path = document.path;
    if (!error.place.line) error.place.line = first;
    error.message = "the front matter is not valid YAML: " + error.message;
    notes.add(DiagnosticKind::Invalid, "format/card-front-matter", std::move(error));
    return span->body;
  }
  if (!value->is_map()) {
    // A rule, a sentence and a rule: prose, not metadata.
    if (value->is_string()) return 0;
    notes.add(DiagnosticKind::Invalid, "format/card-front-matter",
              Error{ErrorKind::Malformed,
                    "the front matter is not a map of keys and values",
                    {document.path, first, std::nullopt}});
    return span->body;
  }
  document.front_matter = FrontMatter{std::move(*value), first, fence_line > first ? fence_line - 1 : first};
  return span->body;
}

}  // namespace aboveboard::format
