// Reading a YAML tree that a user wrote: every mistake is told with its line, the offending text and the nearest valid word, and reading goes on.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/value.h"
#include "policy/policy.h"

namespace aboveboard::policy {

using data::Value;

struct Reader {
  const PolicyVocabulary& words;
  const Day& today;
  PolicyReadingResult& result;

  void error(Line line, std::string message);
  void warn(std::string rule, Line line, std::string message);
};

// "\"text\"", shortened.
std::string shown(std::string_view text);
// "unknown WHAT "text"; did you mean ...?", or the words themselves where they are few.
void unknown_word(Reader& reader, Line line, std::string_view what, std::string_view text, const std::vector<std::string>& known);

// Is it a map with these keys alone? Tells what is not.
bool check_map(Reader& reader, const Value& value, std::string_view what, std::initializer_list<std::string_view> keys);
// The items of a list; of anything else none, and an error.
const std::vector<Value>& items_of(Reader& reader, const Value& value, std::string_view what);
// A text; of anything else "", and an error. `any_scalar`: numbers count as their spelling.
std::string text_of(Reader& reader, const Value& value, std::string_view what, bool any_scalar = false);
bool boolean_of(Reader& reader, const Value& value, std::string_view what);
// Texts of a member of `map`; "" where it is not there. `required`: that it must be, and not be blank.
std::string member_text(Reader& reader, const Value& map, std::string_view key, bool required, bool any_scalar = false);
// The word as it is spelled in `known`, ignoring case; "" and an error where it is none.
std::string word_of(Reader& reader, const Value& value, std::string_view what, const std::vector<std::string>& known);

// All ids of an enumeration that counts from 0.
template <typename Enum>
std::vector<std::string> all_words() {
  std::vector<std::string> words;
  for (int i = 0; !to_string(static_cast<Enum>(i)).empty(); ++i) words.emplace_back(to_string(static_cast<Enum>(i)));
  return words;
}

// The value of an enumeration by its id.
template <typename Enum>
std::optional<Enum> enum_of(Reader& reader, const Value& value, std::string_view what) {
  const std::string word = word_of(reader, value, what, all_words<Enum>());
  for (int i = 0; !word.empty() && !to_string(static_cast<Enum>(i)).empty(); ++i) {
    if (to_string(static_cast<Enum>(i)) == word) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

// The parts of a policy, each in its own words.
void read_label(Reader& reader, const Value& value);
void read_frameworks(Reader& reader, const Value& value);
void read_licenses(Reader& reader, const Value& value);
void read_terms(Reader& reader, const Value& value);
void read_components(Reader& reader, const Value& value);
void read_formats(Reader& reader, const Value& value);
void read_dangers(Reader& reader, const Value& value);
void read_findings(Reader& reader, const Value& value);
void read_uses(Reader& reader, const Value& value);
void read_digests(Reader& reader, const Value& value);
void read_bases(Reader& reader, const Value& value);
void read_exceptions(Reader& reader, const Value& value);
void read_clarify(Reader& reader, const Value& value);
void read_waivers(Reader& reader, const Value& value);

// The id of a license as it is spelled, "" and an error for what is none. LicenseRef-... may name a text that only releases know.
std::string license_id(Reader& reader, const Value& value);
std::vector<ComponentId> component_ids(Reader& reader, const Value& value, std::string_view what);
// Lower-case; "" and an error for what is no SHA-256.
std::string sha256_text(Reader& reader, const Value& map);
// A glob over rules that some rule matches.
void check_rule_glob(Reader& reader, Line line, const std::string& glob);
std::optional<PolicyReading> reading_of(Reader& reader, const Value& value);

// What no release could pass, and what every release would.
void check_sense(Reader& reader);

}  // namespace aboveboard::policy
