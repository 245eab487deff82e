#include "license/clause_rules.h"

#include <algorithm>
#include <map>

#include "data/embedded.h"
#include "data/packed.h"
#include "data/value.h"

namespace aboveboard::license {
namespace {

using Macros = std::map<std::string, std::string, std::less<>>;

// The macros by name, in the order of ClauseRules::shared.
std::vector<std::string> names_of(const Macros& macros) {
  std::vector<std::string> names;
  for (const auto& [name, expression] : macros) names.push_back(name);
  return names;
}

// The marks that stand in `text` outside of every bracket, where it offers no choice there and no repeat follows: what it cannot match without.
std::vector<std::uint32_t> needed(const std::string& text, const std::vector<std::string>& names) {
  std::vector<std::uint32_t> found;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      ++i;
    } else if (c == '[') {
      // A class: to its closing bracket, which may stand first in it.
      std::size_t end = i + 1 + (i + 1 < text.size() && text[i + 1] == '^');
      end = text.find(']', end + 1);
      if (end == std::string::npos) return {};
      i = end;
    } else if (c == '(' || c == ')') {
      depth += c == '(' ? 1 : -1;
    } else if (c == '|' && depth == 0) {
      return {};
    } else if (c == '<' && depth == 0) {
      const std::size_t end = text.find('>', i);
      const auto name = end == std::string::npos ? names.end() : std::find(names.begin(), names.end(), text.substr(i + 1, end - i - 1));
      if (name == names.end()) continue;
      const char next = end + 1 < text.size() ? text[end + 1] : ' ';
      if (next != '?' && next != '*' && next != '{') found.push_back(static_cast<std::uint32_t>(name - names.begin()));
      i = end;
    }
  }
  return found;
}

// Numbers the words of all rules, each once.
class Numbering {
 public:
  std::uint32_t number(const std::string& word) {
    const auto [at, added] = known_.emplace(word, static_cast<std::uint32_t>(words_.size()));
    if (added) words_.push_back(word);
    return at->second;
  }
  std::vector<std::uint32_t> numbers(const std::vector<std::string>& words) {
    std::vector<std::uint32_t> all;
    for (const std::string& word : words) all.push_back(number(word));
    return all;
  }
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::map<std::string, std::uint32_t> known_;
  std::vector<std::string> words_;
};

// "<not>" stands for an expression that many rules share.
std::string expanded(std::string_view text, const Macros& macros) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::size_t end = text.find('>', at);
    const auto macro = end == std::string_view::npos ? macros.end() : macros.find(text.substr(at + 1, end - at - 1));
    if (macro == macros.end()) continue;
    out += text.substr(done, at - done);
    out += macro->second;
    done = end + 1;
  }
  return out += text.substr(done);
}

std::vector<ClausePattern> patterns_of(const data::Value& item, const char* key, const Macros& macros, const std::vector<std::string>& names) {
  std::vector<ClausePattern> patterns;
  for (const std::string& text : texts_of(item, key)) patterns.push_back({{expanded(text, macros), data::PatternUnit::Utf8WhereNeeded}, needed(text, names)});
  return patterns;
}

bool flag_of(const data::Value& item, const char* key) {
  const data::Value* value = item.find(key);
  return value != nullptr && value->boolean;
}

SentenceUse use_of(const data::Value& item, const char* key) {
  const std::string text = text_of(item, key);
  return text == "also" ? SentenceUse::Also : text == "only" ? SentenceUse::Only : SentenceUse::Skip;
}

void load_rule(const data::Value& item, const Macros& macros, const std::vector<std::string>& names, Numbering& numbering, ClauseRules& into) {
  const auto kind = term_kind_from_string(text_of(item, "kind"));
  if (!kind) return;
  ClauseRule& rule = into.rules.emplace_back();
  rule.id = text_of(item, "id");
  rule.kind = *kind;
  rule.value = text_of(item, "value");
  rule.condition = text_of(item, "condition");
  rule.number = flag_of(item, "number");
  rule.weak = flag_of(item, "weak");
  rule.definitions = use_of(item, "definitions");
  rule.disclaimers = use_of(item, "disclaimers");
  // A list of words is one group; a list of lists is several.
  if (const data::Value* needs = item.find("needs")) {
    const bool groups = !needs->items.empty() && needs->items[0].is_list();
    if (!groups) rule.needs.push_back(numbering.numbers(needs->as_texts()));
    for (const data::Value& group : groups ? needs->items : std::vector<data::Value>()) rule.needs.push_back(numbering.numbers(group.as_texts()));
  }
  rule.patterns = patterns_of(item, "patterns", macros, names);
  rule.unless = patterns_of(item, "unless", macros, names);
  rule.unless_lead = patterns_of(item, "unless_lead", macros, names);
}

ClauseRules load() {
  ClauseRules loaded;
  Numbering numbering;
  Macros macros;
  std::vector<data::Value> files;
  for (const data::EmbeddedFile& file : data::embedded_below("clauses/")) {
    files.push_back(data::unpack(file.packed, {"pass", "fail", "source"}));
  }
  for (const data::Value& file : files) {
    if (const data::Value* shared = file.find("macros")) {
      for (const data::Member& macro : shared->members) macros[macro.key] = macro.value.text;
    }
    for (const std::string& word : texts_of(file, "definition_words")) loaded.definition_words.push_back(numbering.number(word));
    for (const std::string& word : texts_of(file, "disclaimer_words")) loaded.disclaimer_words.push_back(numbering.number(word));
  }
  const std::vector<std::string> names = names_of(macros);
  for (const std::string& name : names) loaded.shared.emplace_back(expanded("<" + name + ">", macros), data::PatternUnit::Utf8WhereNeeded);
  for (const data::Value& file : files) {
    if (const data::Value* list = file.find("rules")) {
      for (const data::Value& item : list->items) load_rule(item, macros, names, numbering, loaded);
    }
  }
  loaded.finder = WordFinder(numbering.words());
  return loaded;
}

}  // namespace

const ClauseRules& clause_rules() {
  static const ClauseRules& kRules = *new ClauseRules(load());  // kept to the end: taking it down costs and serves nobody
  return kRules;
}

bool has_any(const WordSet& found, const std::vector<std::uint32_t>& words) {
  return std::any_of(words.begin(), words.end(), [&found](std::uint32_t word) { return found.has(word); });
}

}  // namespace aboveboard::license
