#include "framework/sentences.h"

#include <cstdlib>
#include <map>

#include "data/embedded.h"
#include "data/packed.h"
#include "data/value.h"

namespace aboveboard {
namespace {

std::map<std::string, std::string, std::less<>> load() {
  std::map<std::string, std::string, std::less<>> sentences;
  for (const auto& file : data::embedded_below("phrases/sentences.yaml")) {
    const data::Value value = data::unpack(file.packed);
    const data::Value* list = value.find("sentences");
    if (list == nullptr) std::abort();
    for (const data::Member& member : list->members) sentences.emplace(member.key, member.value.as_text());
  }
  return sentences;
}

const std::map<std::string, std::string, std::less<>>& all_sentences() {
  static const auto sentences = load();
  return sentences;
}

}  // namespace

std::string statement_wanted(const std::string& statement_id) {
  const std::string id = "statement." + statement_id;
  return all_sentences().contains(id) ? sentence(id) : sentence("statement.other", {{"id", statement_id}});
}

std::string measure_wanted(const std::string& measure_id) { return sentence("measure." + measure_id); }

std::string sentence(std::string_view id, std::initializer_list<std::pair<std::string_view, std::string>> values) {
  const auto found = all_sentences().find(id);
  if (found == all_sentences().end()) std::abort();
  // One pass over the template, so that a value is never searched for blanks of its own.
  const std::string& pattern = found->second;
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const std::size_t close = pattern[i] == '{' ? pattern.find('}', i) : std::string::npos;
    if (close == std::string::npos) {
      text += pattern[i];
      continue;
    }
    const std::string_view name = std::string_view(pattern).substr(i + 1, close - i - 1);
    for (const auto& [key, value] : values) {
      if (key == name) text += value;
    }
    i = close;
  }
  return text;
}

}  // namespace aboveboard
