// What a policy asks of files and of what was found in them: formats, dangers, findings, digests, bases.
#include <algorithm>

#include "base/text.h"
#include "policy/reader.h"

namespace aboveboard {

bool is_made_of(const PolicyVocabulary& words, std::string_view format, std::string_view other) {
  if (format == other) return true;
  return std::any_of(words.formats.begin(), words.formats.end(), [&](const FormatWords& known) { return known.id == format && std::find(known.made_of.begin(), known.made_of.end(), other) != known.made_of.end(); });
}

namespace policy {
namespace {

std::vector<PolicyWord> words_in(Reader& reader, const Value& map, std::string_view key, const std::vector<std::string>& known, std::string_view what) {
  std::vector<PolicyWord> words;
  const Value* value = map.find(key);
  for (const Value& item : value == nullptr ? std::vector<Value>{} : items_of(reader, *value, "`" + std::string(key) + "`")) {
    std::string word = known.empty() ? text_of(reader, item, what) : word_of(reader, item, what, known);
    if (!word.empty()) words.push_back({std::move(word), item.line});
  }
  return words;
}

std::optional<FindingLevel> level_of(Reader& reader, const Value& value) { return enum_of<FindingLevel>(reader, value, "level"); }

}  // namespace

void read_formats(Reader& reader, const Value& value) {
  if (!check_map(reader, value, "`formats`", {"refuse", "allow"})) return;
  std::vector<std::string> known;
  for (const FormatWords& format : reader.words.formats) known.push_back(format.id);
  FormatRules rules{words_in(reader, value, "refuse", known, "format"), words_in(reader, value, "allow", known, "format"), value.line};
  for (const PolicyWord& word : rules.allow) {
    const auto refused = std::find_if(rules.refuse.begin(), rules.refuse.end(), [&](const PolicyWord& other) { return is_made_of(reader.words, word.text, other.text); });
    if (refused != rules.refuse.end()) reader.error(word.line, "the format " + word.text + " is allowed here, and " + refused->text + " refused on line " + std::to_string(refused->line));
  }
  if (const Value* allow = value.find("allow"); allow != nullptr && allow->is_list() && allow->items.empty()) reader.error(allow->line, "no format is allowed: `allow` is empty");
  reader.result.policy.formats = std::move(rules);
}

void read_dangers(Reader& reader, const Value& value) {
  if (!check_map(reader, value, "`dangers`", {"refuse"})) return;
  const Value* refuse = value.find("refuse");
  if (refuse == nullptr) return reader.error(value.line, "`dangers` lacks `refuse`");
  FindingRule rule{"danger/*", FindingLevel::Note, refuse->line};
  if (refuse->text != "any") {
    std::vector<std::string> levels = all_words<FindingLevel>();
    levels.insert(levels.begin(), "any");
    const std::string level = word_of(reader, *refuse, "level of dangers", levels);
    for (const FindingLevel known : {FindingLevel::Error, FindingLevel::Warning, FindingLevel::Note}) {
      if (to_string(known) == level) rule.level = known;
    }
  }
  reader.result.policy.dangers.push_back(std::move(rule));
}

void read_findings(Reader& reader, const Value& value) {
  if (!check_map(reader, value, "`findings`", {"refuse"})) return;
  const Value* refuse = value.find("refuse");
  if (refuse == nullptr) return reader.error(value.line, "`findings` lacks `refuse`");
  for (const Value& item : items_of(reader, *refuse, "`refuse`")) {
    if (item.is_map() && !check_map(reader, item, "a finding", {"rule", "level"})) continue;
    FindingRule rule;
    rule.line = item.line;
    rule.rule = item.is_map() ? member_text(reader, item, "rule", true) : text_of(reader, item, "a rule");
    check_rule_glob(reader, item.line, rule.rule);
    if (const Value* level = item.find("level")) rule.level = level_of(reader, *level).value_or(FindingLevel::Note);
    if (!rule.rule.empty()) reader.result.policy.findings.push_back(std::move(rule));
  }
}

void read_digests(Reader& reader, const Value& value) {
  if (!check_map(reader, value, "`digests`", {"require", "files"})) return;
  DigestRules rules;
  rules.line = value.line;
  if (const Value* require = value.find("require")) rules.require = boolean_of(reader, *require, "`require`"), rules.line = require->line;
  const Value* files = value.find("files");
  for (const Value& item : files == nullptr ? std::vector<Value>{} : items_of(reader, *files, "`files`")) {
    if (!check_map(reader, item, "a file", {"path", "sha256"})) continue;
    RequiredDigest file{member_text(reader, item, "path", true), sha256_text(reader, item), item.line};
    const auto other = std::find_if(rules.files.begin(), rules.files.end(), [&](const RequiredDigest& known) { return known.path == file.path && known.sha256 != file.sha256; });
    if (other != rules.files.end()) reader.error(item.line, "line " + std::to_string(other->line) + " asks for another digest of " + shown(file.path));
    rules.files.push_back(std::move(file));
  }
  reader.result.policy.digests = std::move(rules);
}

void read_bases(Reader& reader, const Value& value) {
  if (!check_map(reader, value, "`bases`", {"refuse", "allow", "require-audited", "require-revision"})) return;
  BaseRules rules;
  rules.line = value.line;
  rules.refuse = words_in(reader, value, "refuse", {}, "a base");
  rules.allow = words_in(reader, value, "allow", {}, "a base");
  if (const Value* audited = value.find("require-audited")) rules.require_audited = boolean_of(reader, *audited, "`require-audited`");
  if (const Value* revision = value.find("require-revision")) rules.require_revision = boolean_of(reader, *revision, "`require-revision`");
  if (const Value* allow = value.find("allow"); allow != nullptr && allow->is_list() && allow->items.empty()) reader.error(allow->line, "no base is allowed: `allow` is empty; to refuse every base, write refuse: [\"**\"]");
  reader.result.policy.bases = std::move(rules);
}

}  // namespace policy
}  // namespace aboveboard
