#include "format/template/folded.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "format/template/words.h"

namespace aboveboard::format {
namespace {

Folded built_text() {
  Folded value;
  value.built = true;
  return value;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  if (from.empty()) return std::string(text);
  while (out.size() <= limits::kTemplateText) {
    const std::size_t at = text.find(from);
    out += text.substr(0, at);
    if (at == std::string_view::npos) break;
    out += to;
    text.remove_prefix(at + from.size());
  }
  return out;
}

// "%s%c" and "{}{0}" with constant arguments; nothing where a directive is of another kind.
std::optional<std::string> formatted(std::string_view pattern, const std::vector<Folded>& arguments) {
  std::string out;
  std::size_t next = 0;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at], behind = at + 1 < pattern.size() ? pattern[at + 1] : '\0';
    if (c == '%' && behind == '%') {
      out += '%';
      ++at;
      continue;
    }
    const bool percent = c == '%' && (behind == 's' || behind == 'c'), brace = c == '{' && behind == '}';
    const bool numbered = c == '{' && behind >= '0' && behind <= '9' && at + 2 < pattern.size() && pattern[at + 2] == '}';
    if (!percent && !brace && !numbered) {
      if (c == '%' || c == '{') return std::nullopt;
      out += c;
      continue;
    }
    const std::size_t which = numbered ? static_cast<std::size_t>(behind - '0') : next++;
    if (which >= arguments.size() || out.size() > limits::kTemplateText) return std::nullopt;
    const Folded& argument = arguments[which];
    if (argument.text) {
      out += *argument.text;
    } else if (percent && behind == 'c' && argument.number && *argument.number > 0 && *argument.number < 128) {
      out += static_cast<char>(*argument.number);
    } else {
      return std::nullopt;
    }
    at += numbered ? 2 : 1;
  }
  return out;
}

std::string to_upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

Folded joined(const Folded& list, const std::string& between) {
  std::string out;
  if (!list.list) {
    if (list.text && between.empty()) return text_value(*list.text, true);
    return built_text();
  }
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (!list.items[i].text || out.size() > limits::kTemplateText) return built_text();
    out += (i == 0 ? "" : between) + *list.items[i].text;
  }
  return list.items.empty() ? built_text() : text_value(std::move(out), true);
}

Folded passed(std::string_view filter, const Folded& input) {
  Folded value = input;
  value.form = Folded::Form::Other;
  if (filter == "lower" || filter == "upper" || filter == "title" || filter == "casefold" || filter == "string") value.as_text = true;
  if (input.list && (filter == "first" || filter == "last")) {
    value = input.items.empty() ? Folded{} : filter == "first" ? input.items.front() : input.items.back();
    value.built = value.built || input.built;
    return value;
  }
  if (!input.text) return value;
  if (filter == "lower" || filter == "casefold") value.text = to_lower(*input.text);
  if (filter == "upper") value.text = to_upper(*input.text);
  if (filter == "trim" || filter == "strip") value.text = std::string(trim(*input.text));
  if (filter == "title" || filter == "capitalize" || filter == "lstrip" || filter == "rstrip" || filter == "random") {
    value.text.reset();
    value.built = true;
  }
  if (filter == "first" || filter == "last") {
    value.text = input.text->empty() ? "" : std::string(1, filter == "first" ? input.text->front() : input.text->back());
    value.built = true;
  }
  return value;
}

}  // namespace

Folded text_value(std::string text, bool built) {
  Folded value;
  value.built = built || text.size() > limits::kTemplateText;
  if (text.size() <= limits::kTemplateText) value.text = std::move(text);
  return value;
}

void add_item(Folded& list, Folded item) {
  item.items.clear();
  item.list = false;
  if (list.items.size() < limits::kTemplateItems) list.items.push_back(std::move(item));
}

Folded number_value(double number) {
  Folded value;
  value.number = number;
  return value;
}

Folded concatenate(const Folded& a, const Folded& b) {
  if (a.text && b.text) return text_value(*a.text + *b.text, true);
  return built_text();
}

Folded calculate(std::string_view operation, const Folded& a, const Folded& b) {
  const bool texts = a.text || b.text || a.built || b.built;
  if (operation == "+" && texts) return concatenate(a, b);
  if (operation == "+" && a.list && b.list) {
    Folded both = a;
    for (const Folded& item : b.items) add_item(both, item);
    return both;
  }
  if (operation == "%" && a.text) {
    const auto made = formatted(*a.text, b.list ? b.items : std::vector<Folded>{b});
    return made ? text_value(*made, true) : built_text();
  }
  if (operation == "*" && texts) {
    const Folded& text = a.text ? a : b;
    const Folded& times = a.text ? b : a;
    if (!text.text || !times.number) return built_text();
    Folded value = built_text();
    value.steps = *times.number * static_cast<double>(text.text->size());
    if (*times.number >= 0 && value.steps <= static_cast<double>(limits::kTemplateText)) {
      value.text.emplace();
      for (double i = 0; i < *times.number; ++i) *value.text += *text.text;
    }
    return value;
  }
  Folded value;
  value.built = a.built || b.built;
  if (!a.number || !b.number) return value;
  const double x = *a.number, y = *b.number;
  if (operation == "+") value.number = x + y;
  if (operation == "-") value.number = x - y;
  if (operation == "*") value.number = x * y;
  if (operation == "**") value.number = std::pow(x, y);
  if (operation == "/" && y != 0) value.number = x / y;
  if (operation == "//" && y != 0) value.number = std::floor(x / y);
  if (operation == "%" && y != 0) value.number = std::fmod(x, y);
  return value;
}

Folded apply_filter(std::string_view filter, const Folded& input, const std::vector<Folded>& arguments) {
  if (words::among(words::kPassing, filter)) return passed(filter, input);
  if (filter == "length" || filter == "count" || filter == "int" || filter == "float" || filter == "abs" || filter == "round" || filter == "wordcount") return Folded{};
  if (filter == "join") {
    const bool plain = arguments.empty() || arguments.front().text;
    return plain ? joined(input, arguments.empty() ? "" : *arguments.front().text) : built_text();
  }
  if (filter == "reverse" && input.text) return slice(input, {}, {}, -1);
  if (filter == "reverse" && input.list) {
    Folded value = input;
    std::reverse(value.items.begin(), value.items.end());
    return value;
  }
  if (filter == "replace" && input.text && arguments.size() >= 2 && arguments[0].text && arguments[1].text)
    return text_value(replaced(*input.text, *arguments[0].text, *arguments[1].text), true);
  if (filter == "format" && input.text) {
    const auto made = formatted(*input.text, arguments);
    return made ? text_value(*made, true) : built_text();
  }
  if (words::among(words::kBuilders, filter)) return built_text();
  Folded value;
  value.path = input.path;
  value.built = input.built;
  value.as_text = input.as_text || filter == "tojson";
  return value;
}

Folded slice(const Folded& input, std::optional<double> begin, std::optional<double> end, std::optional<double> step) {
  Folded value;
  value.path = input.path;
  value.built = input.built || input.text.has_value();
  const double size = input.text ? static_cast<double>(input.text->size()) : static_cast<double>(input.items.size());
  if (!input.text && !input.list) return value;
  const double by = std::trunc(step.value_or(1));
  if (by == 0) return value;
  const auto bound = [&](std::optional<double> given, double otherwise) {
    if (!given) return otherwise;
    const double at = *given < 0 ? *given + size : *given;
    return std::clamp(std::trunc(at), by < 0 ? -1.0 : 0.0, by < 0 ? size - 1 : size);
  };
  const double first = bound(begin, by < 0 ? size - 1 : 0), last = bound(end, by < 0 ? -1 : size);
  value.list = input.list;
  if (input.text) value.text.emplace();
  for (double at = first; by < 0 ? at > last : at < last; at += by) {
    const auto index = static_cast<std::size_t>(at);
    if (at < 0 || at >= size) break;
    if (input.text)
      value.text->push_back((*input.text)[index]);
    else
      value.items.push_back(input.items[index]);
  }
  return value;
}

}  // namespace aboveboard::format
