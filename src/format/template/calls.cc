// What the names, calls and filters of a template mean: which are a template's business, and which reach beyond it.
#include <algorithm>
#include <cmath>

#include "base/limits.h"
#include "base/text.h"
#include "format/template/analyzer.h"
#include "format/template/words.h"

namespace aboveboard::format {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80) != 0; }

// Words outside of <special tokens>.
std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false, token = false;
  for (const char c : text) {
    if (c == '<' || c == '>') token = c == '<';
    if (is_letter(c) && !inside && !token) ++words;
    inside = is_letter(c) || c == '\'' || c == '_';
  }
  return words;
}

// What people write, not what templates mark: no tag, no command, no key of a message.
bool is_plain_word(std::string_view text) {
  if (text.size() < 3 || text.size() > 200 || !is_letter(text.front())) return false;
  for (const char c : text) {
    if (!is_letter(c) && (c < '0' || c > '9') && std::string_view(" .,?!'-").find(c) == std::string_view::npos) return false;
  }
  return !words::among(words::kPartKeys, text);
}

// A message's content, or a whole message as text. Roles, types and names are no content.
bool comes_from_content(const Folded& value) {
  const std::vector<std::string> parts = split(value.path, '.');
  const auto is_content = [](const std::string& part) { return part == "content" || part == "text"; };
  const auto is_other = [](const std::string& part) { return part == "role" || part == "type" || part == "name"; };
  if (std::any_of(parts.begin(), parts.end(), is_other)) return false;
  if (std::any_of(parts.begin(), parts.end(), is_content)) return true;
  return value.as_text && value.path.find("mess") != std::string::npos;
}

}  // namespace

void Analyzer::check_reached_name(const Folded& name, std::size_t begin) {
  if (name.text) {
    const bool mangled = name.text->starts_with("_") && name.text->find("__") != std::string::npos;
    if (mangled || is_internal_name(*name.text)) tell("dunder", *name.text, begin);
  } else if (name.built && !name.number) {
    tell("computed-name", begin);
  }
}

// The dotted name of an attribute that a filter takes as a text.
void Analyzer::check_attributes(const Folded& names, std::size_t begin) {
  if (!names.text) {
    if (!names.number) tell("attr", begin);
    return;
  }
  for (const std::string& part : split(*names.text, '.')) {
    if (part.starts_with("_") || is_internal_name(part)) tell("dunder", part, begin);
  }
}

void Analyzer::check_filter(std::string_view filter, const Arguments& given, std::size_t begin) {
  if (filter == "attr") return tell("attr", begin);
  for (const auto& [name, value] : given.named) {
    if (name == "attribute") check_attributes(value, begin);
  }
  if (given.values.empty()) return;
  const Folded& first = given.values.front();
  if (filter == "selectattr" || filter == "rejectattr" || filter == "groupby") check_attributes(first, begin);
  if (filter == "sum" && first.text) check_attributes(first, begin);
  if (filter == "map" && (!first.text || *first.text == "attr")) tell("attr", begin);
}

// "{0.__class__}".format(x)
void Analyzer::check_format(const Folded& pattern, std::size_t begin) {
  if (!pattern.text) {
    if (pattern.built) tell("format", begin);
    return;
  }
  const std::string& text = *pattern.text;
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    const std::string_view field = std::string_view(text).substr(open, std::min(text.find('}', open), text.size()) - open);
    if (field.find("._") != std::string_view::npos || field.find("[_") != std::string_view::npos || mentions_internal_name(field)) tell("format", field, begin);
  }
}

void Analyzer::check_size(double steps, std::size_t begin) {
  if (!(steps <= limits::kTemplateLoop)) tell("loop", begin);
}

void Analyzer::check_trigger(const Folded& word, const Folded& in) {
  if (word.text && is_plain_word(*word.text) && comes_from_content(in)) trigger_ = true;
}

// A sentence in a branch that a plain word opens.
void Analyzer::tell_planted(std::string_view text, std::size_t begin) {
  if (count_words(text) >= 4) tell("trigger", trim(text), begin);
}

Folded Analyzer::method_call(const Folded& value, const Arguments& given, std::size_t begin) {
  if (!words::among(words::kMethods, value.name)) tell("method", value.name, begin);
  const Folded receiver = value.items.empty() ? Folded{} : value.items.front();
  const std::string& name = value.name;
  if (name == "format") check_format(receiver, begin);
  const bool searches = name == "startswith" || name == "endswith" || name == "find" || name == "rfind" || name == "index" || name == "count";
  if (searches && !given.values.empty()) check_trigger(given.values.front(), receiver);
  if (name == "center" || name == "ljust" || name == "rjust" || name == "zfill" || name == "expandtabs") {
    for (const Folded& argument : given.values) {
      if (argument.number) check_size(*argument.number, begin);
    }
  }
  const bool changes = name == "append" || name == "extend" || name == "insert" || name == "update" || name == "add" || name == "setdefault" || name == "reverse" ||
                       name == "sort" || name == "pop" || name == "remove";
  if (changes) {
    if (const auto variable = variables_.find(receiver.name); variable != variables_.end()) {
      variable->second.list = false;
      variable->second.items.clear();
    }
    return {};
  }
  if (name == "join") return apply_filter("join", given.values.empty() ? Folded{} : given.values.front(), {receiver});
  return apply_filter(name, receiver, given.values);
}

Folded Analyzer::function_call(const Folded& value, const Arguments& given, std::size_t begin) {
  Folded result;
  if (value.form != Folded::Form::Name) {
    tell("call", begin);
    result.built = true;
    return result;
  }
  if (macros_.contains(value.name)) {
    result.built = true;
    return result;
  }
  if (!words::among(words::kFunctions, value.name) || variables_.contains(value.name)) {
    tell("call", value.name, begin);
    result.built = true;
    return result;
  }
  if (value.name == "range") {
    double from = 0, to = 0;
    if (given.values.size() == 1) to = given.values[0].number.value_or(0);
    if (given.values.size() >= 2 && given.values[0].number && given.values[1].number) {
      from = *given.values[0].number;
      to = *given.values[1].number;
    }
    const double by = given.values.size() >= 3 ? given.values[2].number.value_or(1) : 1;
    result.steps = by == 0 ? 0 : std::max(0.0, (to - from) / by);
    check_size(result.steps, begin);
  } else if (value.name == "lipsum") {
    std::vector<Folded> paragraphs = given.values;
    for (const auto& [key, paragraph] : given.named) paragraphs.push_back(paragraph);
    for (const Folded& argument : paragraphs) {
      if (argument.number) check_size(*argument.number * 100, begin);
    }
    result.built = true;
  } else if (value.name == "dict") {
    result.list = true;
    for (const auto& [key, unused] : given.named) add_item(result, text_value(key, true));
  } else if (value.name == "namespace") {
    namespace_ = given.named;
  } else if (value.name == "caller" || value.name == "super" || value.name == "strftime_now") {
    result.built = true;
  }
  return result;
}

}  // namespace aboveboard::format
