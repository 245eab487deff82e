// Reading rules that somebody wrote: each error names the line, the offending text and the nearest word that would do.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/value.h"

namespace aboveboard::rule_fields {

tl::unexpected<Error> malformed(std::uint64_t line, std::string message);
// "no component is called "parametres"; did you mean parameters?"
tl::unexpected<Error> unknown_word(std::uint64_t line, std::string_view kind, std::string_view word, const std::vector<std::string>& known);

// A map with no other keys, and none of them twice.
Status check_keys(const data::Value& map, std::initializer_list<std::string_view> known);

// A text that is there and not empty; numbers and truth values count by their spelling.
Result<std::string> need_text(const data::Value& map, std::string_view key);
// The same, or "" where the key is missing.
Result<std::string> optional_text(const data::Value& map, std::string_view key);
// One text, or a list of them; never none.
Result<std::vector<std::string>> need_texts(const data::Value& value, std::string_view what);
Result<bool> need_bool(const data::Value& value, std::string_view what);
Result<double> need_number(const data::Value& value, std::string_view what);

// The ids of an enumeration, by its from_string and a list of its values.
template <typename Enum>
Result<Enum> need_word(const data::Value& value, std::string_view kind, const std::vector<std::string>& known, std::optional<Enum> (*parse)(std::string_view)) {
  const auto word = value.is_string() ? parse(value.as_text()) : std::nullopt;
  if (!word) return unknown_word(value.line, kind, value.text, known);
  return *word;
}

std::vector<std::string> component_words();
std::vector<std::string> class_words();
std::vector<std::string> label_words();

}  // namespace aboveboard::rule_fields
