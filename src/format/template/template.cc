#include "format/template/template.h"

#include <array>

#include "base/limits.h"
#include "base/text.h"
#include "format/template/analyzer.h"
#include "format/template/words.h"

namespace aboveboard::format {
namespace {

constexpr std::size_t kDetailBytes = 200;

// Words between double underscores that lead from any Python object to the interpreter.
constexpr std::array<std::string_view, 30> kDunders = {
    "class", "mro", "subclasses", "globals", "builtins", "import", "init", "base", "bases", "getattribute", "getattr", "getitem", "dict", "call", "self",
    "func", "code", "closure", "reduce", "reduce_ex", "module", "loader", "spec", "new", "wrapped", "defaults", "kwdefaults", "subclasshook", "init_subclass", "enter"};

// A template that breaks the grammar is not parsed to its end: what it mentions is looked for in its text.
void look_at_unparsed(const Tokens& tokens, TemplateFindings& found) {
  for (const Token& token : tokens.tokens) {
    if (token.kind == TokenKind::Text) look_at_text(token.text, token.begin, found);
    const auto text = token.kind == TokenKind::String ? unquote(token.text) : std::nullopt;
    if (token.kind == TokenKind::Name && is_internal_name(token.text)) found.add("dunder", token.text, token.begin);
    if (token.kind == TokenKind::Name && token.text == "attr") found.add("attr", token.text, token.begin);
    if (text && mentions_internal_name(*text)) found.add("dunder", *text, token.begin);
  }
}

}  // namespace

void TemplateFindings::add(std::string_view name, std::string_view detail, std::size_t begin) {
  std::string shown = sanitize_utf8(clip_utf8(detail, kDetailBytes));
  const auto [known, is_new] = known_.try_emplace({std::string(name), shown}, out_.size());
  if (!is_new) {
    ++out_[known->second].count;
    return;
  }
  if (out_.size() - start_ >= limits::kTemplateConstructs) {
    known_.erase(known);
    return;
  }
  Construct construct;
  construct.kind = ConstructKind::Template;
  construct.name = name;
  construct.detail = std::move(shown);
  construct.byte = first_byte_ + begin;
  out_.push_back(std::move(construct));
}

bool is_internal_name(std::string_view name) {
  if (name.starts_with("__")) {
    const std::string lower = to_lower(name);
    return name.ends_with("__") || mentions_internal_name(lower);
  }
  return words::among(words::kInternal, name);
}

bool mentions_internal_name(std::string_view text) {
  for (std::size_t at = text.find("__"); at != std::string_view::npos; at = text.find("__", at + 1)) {
    const std::string_view rest = text.substr(at + 2);
    const std::size_t end = rest.substr(0, 40).find("__");
    if (end != std::string_view::npos && end > 0 && words::among(kDunders, to_lower(rest.substr(0, end)))) return true;
  }
  return false;
}

void read_template(std::string_view text, std::uint64_t first_byte, std::vector<Construct>& out) {
  TemplateFindings found(first_byte, out);
  const std::string_view read = clip_utf8(text, limits::kTemplateBytes);
  const Tokens tokens = lex_template(read);
  auto [error, byte] = Analyzer(tokens, found).run();
  if (!tokens.error.empty()) {
    error = tokens.error;
    byte = tokens.error_byte;
  }
  const bool cut = tokens.cut || read.size() < text.size();
  if (!error.empty() || cut) look_at_unparsed(tokens, found);
  if (cut)
    found.add("too-large", "", read.size());
  else if (!error.empty())
    found.add("unparsable", error, byte);
}

}  // namespace aboveboard::format
