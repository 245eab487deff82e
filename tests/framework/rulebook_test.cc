#include "framework/rulebook.h"

#include <gtest/gtest.h>

#include "data/value.h"

namespace aboveboard {
namespace {

data::Value yaml(const std::string& text) {
  Diagnostics notes;
  auto value = data::parse_yaml(text, {.path = "rules.yaml"}, notes);
  EXPECT_TRUE(value.has_value());
  return value ? *value : data::Value{};
}

TEST(Rulebook, EveryExampleOfEveryRequirementGivesItsResult) {
  int examples = 0;
  for (const Framework& framework : rulebook_with_examples()) {
    for (const Requirement& requirement : framework.requirements) {
      for (const RuleExample& example : requirement.examples) {
        ++examples;
        EXPECT_EQ(to_string(outcome_of(requirement, example)), to_string(example.expected)) << requirement.text.id << ", example " << examples;
      }
    }
  }
  EXPECT_GT(examples, 40);
}

TEST(Rulebook, EveryRequirementHasPassAndFailExamplesAndExplainsItself) {
  for (const Framework& framework : rulebook_with_examples()) {
    EXPECT_FALSE(framework.text.rationale.empty()) << framework.text.id;
    for (const Requirement& requirement : framework.requirements) {
      bool pass = false, failing = false, partial = !requirement.partial;
      for (const RuleExample& example : requirement.examples) {
        partial = partial || example.of_partial;
        pass = pass || (example.expected == Truth::Met && !example.of_partial);
        failing = failing || example.expected == Truth::Unmet;
      }
      EXPECT_TRUE(pass && failing && partial) << requirement.text.id;
      EXPECT_FALSE(requirement.text.title.empty() || requirement.text.fix.empty() || requirement.text.evidence.empty()) << requirement.text.id;
      EXPECT_FALSE(requirement.text.sources.front().document.empty()) << requirement.text.id;
    }
  }
}

TEST(Rulebook, AnUnmetRequirementAlwaysNamesItsEvidence) {
  for (const Framework& framework : rulebook_with_examples()) {
    for (const Requirement& requirement : framework.requirements) {
      for (const RuleExample& example : requirement.examples) {
        if (example.reading != Reading::Proven || example.expected != Truth::Unmet) continue;
        EXPECT_FALSE(evaluate(requirement.when, example.facts, Reading::Proven).evidence.empty()) << requirement.text.id;
      }
    }
  }
}

TEST(Rulebook, UnknownPredicateIsAnErrorWithItsLine) {
  const auto parsed = parse_condition(yaml("all:\n  - available: parameters\n  - wished: parameters\n"), {});
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().place.line, 3u);
  EXPECT_NE(parsed.error().message.find("wished"), std::string::npos);
}

TEST(Rulebook, UnknownComponentSetAndKeyAreErrors) {
  EXPECT_FALSE(parse_condition(yaml("available: parametres\n"), {}).has_value());
  EXPECT_FALSE(parse_condition(yaml("licensed: {component: parameters, accept: no-such-set}\n"), {}).has_value());
  EXPECT_FALSE(parse_condition(yaml("all: []\n"), {}).has_value());
  EXPECT_FALSE(parse_framework(yaml("id: x\nname: x\nwrong: 1\nrequirements: []\n"), {}).has_value());
  EXPECT_FALSE(parse_accepted(yaml("accepted: [{id: a, classes: [no-such-class]}]\n")).has_value());
}

TEST(Rules, EveryIdIsFoundAndUnknownOnesAreNot) {
  ASSERT_FALSE(all_rules().empty());
  for (const RuleText& rule : all_rules()) {
    ASSERT_NE(find_rule(rule.id), nullptr);
    EXPECT_EQ(find_rule(rule.id)->id, rule.id);
  }
  EXPECT_EQ(find_rule("no/such-rule"), nullptr);
}

}  // namespace
}  // namespace aboveboard
