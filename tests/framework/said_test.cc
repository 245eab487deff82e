// Every sentence that the program can say is said by a case of tests/framework/said/*.yaml, in full words, or by a test of its own that is named there.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "data/embedded.h"
#include "framework/card.h"
#include "framework/condition_words.h"
#include "framework/framework.h"
#include "framework/lint.h"
#include "framework/rulebook.h"
#include "framework/said_facts.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

using Sentences = std::map<std::string, std::string>;

Sentences catalogue() {
  Sentences all;
  for (const auto& file : data::embedded_below("phrases/sentences.yaml")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes);
    if (!value) continue;
    for (const data::Member& member : value->find("sentences")->members) all[member.key] = member.value.as_text();
  }
  return all;
}

// Can these be the words of that sentence, with something in each blank?
bool is_filled_from(std::string_view pattern, std::string_view words) {
  const std::size_t open = pattern.find('{');
  if (open == std::string_view::npos) return pattern == words;
  if (!words.starts_with(pattern.substr(0, open))) return false;
  const std::string_view rest = pattern.substr(pattern.find('}', open) + 1);
  for (std::size_t at = open + 1; at <= words.size(); ++at) {
    if (is_filled_from(rest, words.substr(at))) return true;
  }
  return false;
}

// The conditions and conclusions of frameworks, as `explain` tells them.
std::string explained(const std::vector<Framework>& frameworks) {
  std::string said;
  for (const Framework& framework : frameworks) {
    for (const Requirement& requirement : framework.requirements) said += in_words(requirement.when) + "\n";
    for (const std::string& part : conclusion_in_words(framework)) said += part + "\n";
  }
  return said;
}

// A case may bring a framework of its own.
std::vector<Framework> own_frameworks(const data::Value& item) {
  const std::string yaml = text_of(item, "framework");
  if (yaml.empty()) return {};
  auto read = read_frameworks({{"house.yaml", yaml}});
  EXPECT_TRUE(read.has_value()) << to_string(read.error());
  return read ? std::move(*read) : std::vector<Framework>{};
}

// All that the verdicts say of these facts, a line each.
std::string all_said(Report& report, const data::Value& given, const std::vector<Framework>& own) {
  const Facts& facts = report.facts;
  report.frameworks = evaluate_frameworks(facts);
  for (FrameworkResult& result : evaluate_frameworks(facts, own)) report.frameworks.push_back(std::move(result));
  report.label = derive_label(facts, report.frameworks);
  if (const data::Value* more = given.find("frameworks")) {
    for (const data::Value& item : more->items) {
      FrameworkResult framework;
      framework.id = text_of(item, "id");
      framework.name = text_of(item, "name");
      framework.sentence = text_of(item, "sentence");
      report.frameworks.push_back(std::move(framework));
    }
  }
  report.questions = answer_questions(facts, report.label);
  report.uses = answer_uses(facts, report.label);
  report.capabilities = answer_capabilities(facts);
  report.next_steps = next_steps(facts, report.label);
  if (const data::Value* steps = given.find("steps")) {
    for (const data::Value& item : steps->items) report.next_steps.push_back({"g7-labels", "", text_of(item, "reaches"), Effort::Publish, text_of(item, "sentence"), {}});
  }
  report.language = careful_language(facts, report.label, report.frameworks);
  report.findings = find_openwashing(facts, report.label);
  report.findings.insert(report.findings.end(), facts.findings.begin(), facts.findings.end());
  std::string said = report.label.sentence + "\n";
  const auto add = [&](const std::string& text) { said += text + "\n"; };
  for (const Blocking& blocking : report.label.blocking) add(blocking.missing);
  for (const FrameworkResult& framework : report.frameworks) {
    add(framework.result + "\n" + framework.sentence);
    for (const RequirementResult& requirement : framework.requirements) {
      for (const std::string& missing : requirement.missing) add(missing);
    }
  }
  for (const Question& question : report.questions) add(question.text + "\n" + question.sentence);
  for (const Use& use : report.uses) {
    add(use.title);
    for (const std::string& condition : use.conditions) add(condition);
  }
  for (const Capability& capability : report.capabilities) add(capability.title + "\n" + capability.sentence);
  for (const Step& step : report.next_steps) add(step.sentence);
  for (const std::string& say : report.language.say) add(say);
  for (const CarefulText& text : report.language.texts) add(text.question + "\n" + text.sentence);
  for (const InsteadOf& instead : report.language.instead_of) add(instead.say + "\n" + instead.say_zh);
  const std::vector<CardAdvice> advice = advise_card(report);
  for (const CardAdvice& one : advice) add(one.why);
  for (const LintItem& item : lint(report, advice)) add(item.finding.message + "\n" + item.finding.help + "\n" + item.gain);
  return said;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// As whole words: "here" is not said by "where".
bool says(const std::string& said, const std::string& words) {
  for (std::size_t at = said.find(words); at != std::string::npos; at = said.find(words, at + 1)) {
    const bool begins = at == 0 || !is_letter(said[at - 1]) || !is_letter(words.front());
    const std::size_t end = at + words.size();
    if (begins && (end == said.size() || !is_letter(said[end]) || !is_letter(words.back()))) return true;
  }
  return false;
}

// A test elsewhere that says so by its own means: "tests/x_test.cc: Name.OfTest".
void count_elsewhere(const data::Value& map, const Sentences& sentences, std::set<std::string>& said) {
  for (const data::Member& member : map.members) {
    const std::string test(member.value.as_text());
    const std::size_t colon = test.find(": ");
    ASSERT_NE(colon, std::string::npos) << member.key;
    const std::string text = testing::read_file(testing::project_root() / test.substr(0, colon));
    const std::size_t dot = test.find('.', colon);
    const std::string name = dot == std::string::npos ? test.substr(colon + 2) : "TEST(" + test.substr(colon + 2, dot - colon - 2) + ", " + test.substr(dot + 1) + ")";
    EXPECT_NE(text.find(name), std::string::npos) << member.key << ": no test is called " << test;
    EXPECT_TRUE(sentences.contains(member.key)) << member.key;
    said.insert(member.key);
  }
}

void run_case(const data::Value& item, const Sentences& sentences, std::set<std::string>& said) {
  const std::string name = text_of(item, "name");
  SCOPED_TRACE(name);
  const data::Value* given = item.find("facts");
  const data::Value* expected = item.find("says");
  ASSERT_NE(given, nullptr);
  ASSERT_NE(expected, nullptr);
  Report report;
  report.facts = testing::facts_in_short(*given);
  const std::vector<Framework> own = own_frameworks(item);
  const std::string all = all_said(report, *given, own) + explained(own);
  if (std::getenv("ABOVEBOARD_SHOW_SAID") != nullptr) std::cout << "=== " << name << "\n" << all;
  for (const data::Member& member : expected->members) {
    const std::string words(member.value.as_text());
    const auto sentence = sentences.find(member.key);
    if (sentence == sentences.end()) {
      ADD_FAILURE() << "no sentence is called " << member.key;
      continue;
    }
    EXPECT_TRUE(is_filled_from(sentence->second, words)) << member.key << " does not read \"" << words << "\"";
    EXPECT_TRUE(says(all, words)) << member.key << ": \"" << words << "\" is not said; said is:\n" << all;
    said.insert(member.key);
  }
}

TEST(Said, EverySentenceOfTheCatalogueIsSaidByACaseInFullWords) {
  const Sentences sentences = catalogue();
  ASSERT_GT(sentences.size(), 100u);
  std::set<std::string> said;
  for (const auto& entry : std::filesystem::directory_iterator(testing::project_root() / "tests/framework/said")) {
    if (entry.path().extension() != ".yaml") continue;
    SCOPED_TRACE(entry.path().filename().string());
    Diagnostics notes;
    const auto value = data::parse_yaml(testing::read_file(entry.path()), {.path = entry.path().filename().string()}, notes);
    ASSERT_TRUE(value.has_value()) << to_string(value.error());
    if (const data::Value* cases = value->find("cases")) {
      for (const data::Value& item : cases->items) run_case(item, sentences, said);
    }
    if (const data::Value* elsewhere = value->find("elsewhere")) count_elsewhere(*elsewhere, sentences, said);
  }
  std::string unsaid;
  for (const auto& [id, text] : sentences) {
    if (!said.contains(id)) unsaid += id + "\n";
  }
  EXPECT_EQ(unsaid, "") << "no case says these";
}

TEST(Said, SetsOfAcceptedLicensesAreToldInWords) {
  std::string said;
  for (const AcceptedSet& set : accepted_sets()) {
    if (set.id == "mof-content-type" || set.id == "mot") said += in_words(set) + "\n";
  }
  EXPECT_TRUE(said.starts_with("Licenses of these classes and no others: open-data-doc and open-non-osi. Left to a human: osi.\n")) << said;
  EXPECT_NE(said.find("Licenses of these classes and no others: osi. Also these by their SPDX ids: CC0-1.0, CC-BY-1.0, "), std::string::npos) << said;
}

TEST(Said, WordsAreThoseOfASentenceOnlyWithSomethingInEveryBlank) {
  EXPECT_TRUE(is_filled_from("no {a} in {b}", "no code in README.md"));
  EXPECT_FALSE(is_filled_from("no {a} in {b}", "no code in "));
  EXPECT_FALSE(is_filled_from("no {a}", "yes code"));
  EXPECT_FALSE(says("somewhere else", "here"));
  EXPECT_TRUE(says("it is here.", "here"));
}

}  // namespace
}  // namespace aboveboard
