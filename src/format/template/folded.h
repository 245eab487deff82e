// Folded: what can be said of the value of a template's expression without rendering it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::format {

struct Folded {
  enum class Form { Other, Name, Attribute, Subscript, Literal };
  Form form = Form::Other;
  std::string name;                  // Name: itself; Attribute, Subscript: the last part, where it is constant; "" where it is not
  std::string path;                  // "messages.content": the names that lead here, bounded
  std::optional<std::string> text;   // the text that it is, where constants make it
  std::optional<double> number;      // likewise
  std::vector<Folded> items;         // of a list: its items; of an attribute: what it was reached from
  bool list = false;                 // a list, tuple or map that the template spells out
  bool built = false;                // a text put together by the template
  bool as_text = false;              // it was made a text, or its letters were changed
  double steps = 0;                  // of range(): how many
};

Folded text_value(std::string text, bool built);
Folded number_value(double number);
// Of lists in lists only the outer one is kept, and of that the first limits::kTemplateItems: values are copied often.
void add_item(Folded& list, Folded item);

// a ~ b, and a + b where one of them is a text.
Folded concatenate(const Folded& a, const Folded& b);
// a + b, a - b, a * b, a ** b, a % b and so on.
Folded calculate(std::string_view operation, const Folded& a, const Folded& b);
// A filter, or the method of the same name, applied to `input`.
Folded apply_filter(std::string_view filter, const Folded& input, const std::vector<Folded>& arguments);
// input[begin:end:step] with constants; a missing bound is nothing.
Folded slice(const Folded& input, std::optional<double> begin, std::optional<double> end, std::optional<double> step);

}  // namespace aboveboard::format
