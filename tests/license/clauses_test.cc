#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>

#include "data/embedded.h"
#include "data/value.h"
#include "license/clause_rules.h"
#include "license/license.h"
#include "support/spdx_texts.h"

namespace aboveboard::license {
namespace {

using aboveboard::testing::spdx_texts;

std::string names(const std::vector<LicenseClass>& classes) {
  std::string out;
  for (const LicenseClass c : classes) out += std::string(to_string(c)) + " ";
  return out;
}

const LocatedTerm* find_kind(const std::vector<LocatedTerm>& terms, TermKind kind) {
  const auto found = std::find_if(terms.begin(), terms.end(), [kind](const LocatedTerm& t) { return t.term.kind == kind; });
  return found == terms.end() ? nullptr : &*found;
}

bool has_term(const std::string& text, TermKind kind, const std::string& value) {
  const auto terms = read_clauses(text);
  return std::any_of(terms.begin(), terms.end(), [&](const LocatedTerm& t) { return t.term.kind == kind && (value.empty() || t.term.value == value); });
}

bool restricts(const std::string& text) { return !classes_of(read_clauses(text)).empty(); }

// Every rule of data/clauses passes and fails its own examples.
TEST(ClauseRules, HoldTheirExamples) {
  std::size_t rules = 0;
  for (const data::EmbeddedFile& file : data::embedded_below("clauses/")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {std::string(file.path)}, notes);
    ASSERT_TRUE(value) << file.path;
    for (const data::Value& rule : value->find("rules")->items) {
      ++rules;
      const std::string id = rule.find("id")->text;
      const auto kind = term_kind_from_string(rule.find("kind")->text);
      ASSERT_TRUE(kind) << id;
      ASSERT_NE(rule.find("pass"), nullptr) << id;
      ASSERT_NE(rule.find("fail"), nullptr) << id;
      const std::string value_of = rule.find("value") == nullptr ? "" : rule.find("value")->text;  // "" where it is a number
      EXPECT_FALSE(rule.find("pass")->as_texts().empty() || rule.find("fail")->as_texts().empty()) << id;
      for (const std::string& text : rule.find("pass")->as_texts()) EXPECT_TRUE(has_term(text, *kind, value_of)) << id << ": " << text;
      for (const std::string& text : rule.find("fail")->as_texts()) EXPECT_FALSE(has_term(text, *kind, value_of)) << id << ": " << text;
    }
  }
  EXPECT_GE(rules, 60u);
}

TEST(ClauseRules, AreWellFormed) {
  for (const ClauseRule& rule : clause_rules().rules) {
    EXPECT_FALSE(rule.id.empty());
    EXPECT_FALSE(rule.needs.empty()) << rule.id << " would run on every sentence";
    EXPECT_FALSE(rule.patterns.empty()) << rule.id;
    for (const auto* patterns : {&rule.patterns, &rule.unless, &rule.unless_lead}) {
      for (const auto& [pattern, shared] : *patterns) {
        EXPECT_TRUE(pattern.valid()) << rule.id << ": " << pattern.source();
        EXPECT_FALSE(re2::RE2::PartialMatch(pattern.source(), "<[a-z]{3,}>")) << rule.id << " names an unknown macro: " << pattern.source();
      }
    }
  }
}

// No text that the OSI has approved restricts anybody, in whatever words.
TEST(Clauses, ApprovedTextsRestrictNothing) {
  Diagnostics notes;
  std::size_t approved = 0;
  for (const auto& [id, text] : spdx_texts()) {
    const Info* info = find(id);
    if (info == nullptr || std::find(info->classes.begin(), info->classes.end(), LicenseClass::Osi) == info->classes.end()) continue;
    ++approved;
    EXPECT_EQ(names(classes_of(read_clauses(text))), "") << id;
  }
  EXPECT_GE(approved, 100u);
}

// The permissive and the copyleft families: what they ask for is read, and nothing that they do not ask for.
TEST(Clauses, DutiesOfCommonLicensesAreRead) {
  const auto has = [](const char* id, TermKind kind, const char* value) { return has_term(spdx_texts().at(id), kind, value); };
  for (const char* id : {"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "CC-BY-4.0", "MPL-2.0", "GPL-3.0-only", "ISC"}) EXPECT_TRUE(has(id, TermKind::Attribution, "required")) << id;
  for (const char* id : {"GPL-2.0-only", "GPL-3.0-only", "AGPL-3.0-only", "MPL-2.0", "CC-BY-SA-4.0"}) EXPECT_TRUE(has(id, TermKind::ShareAlike, "required")) << id;
  for (const char* id : {"MIT", "BSD-3-Clause", "Apache-2.0", "CC-BY-4.0", "OpenMDW-1.0"}) EXPECT_FALSE(has(id, TermKind::ShareAlike, "required")) << id;
  for (const char* id : {"Apache-2.0", "MPL-2.0", "OpenMDW-1.0"}) EXPECT_TRUE(has(id, TermKind::Patent, "conditional")) << id;
  EXPECT_TRUE(has("CC-BY-4.0", TermKind::Patent, "no"));
  EXPECT_FALSE(has("MIT", TermKind::Patent, ""));
  for (const char* id : {"GPL-3.0-only", "MPL-2.0", "CC-BY-4.0"}) EXPECT_TRUE(has(id, TermKind::Termination, "conditional")) << id;
  for (const char* id : {"MIT", "BSD-3-Clause", "Apache-2.0"}) EXPECT_FALSE(has(id, TermKind::Termination, "")) << id;
}

TEST(Clauses, OpenSourceTextsRestrictNothing) {
  for (const char* id : {"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "GPL-2.0-only", "GPL-3.0-only", "LGPL-2.1-only", "AGPL-3.0-only", "MPL-2.0",
                         "ISC", "CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "OpenMDW-1.0", "EPL-2.0", "Zlib", "BSL-1.0", "CDLA-Permissive-2.0", "ODC-By-1.0"}) {
    const auto found = spdx_texts().find(id);
    ASSERT_NE(found, spdx_texts().end()) << id;
    EXPECT_EQ(names(classes_of(read_clauses(found->second))), "") << id;
  }
}

TEST(Clauses, NonCommercialCreativeCommonsIsFound) {
  for (const char* id : {"CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0"}) {
    const auto terms = read_clauses(spdx_texts().at(id));
    const LocatedTerm* term = find_kind(terms, TermKind::CommercialUse);
    ASSERT_NE(term, nullptr) << id;
    EXPECT_EQ(term->term.value, "no");
  }
}

TEST(Clauses, ThresholdsAreReadAcrossLines) {
  const std::string text =
      "Terms\n\nIf the services that you offer, alone or with others, have more than\n3 million monthly\nactive users in a month, you must request a license.\n";
  const auto terms = read_clauses(text);
  const LocatedTerm* term = find_kind(terms, TermKind::UserThreshold);
  ASSERT_NE(term, nullptr);
  EXPECT_EQ(term->term.value, "3000000");
  EXPECT_EQ(text.substr(term->begin, term->end - term->begin), term->term.quote);
  EXPECT_NE(term->term.quote.find("monthly\nactive"), std::string::npos);
}

TEST(Clauses, RevenueThresholdHasItsNumber) {
  const LocatedTerm* none = nullptr;
  const auto terms = read_clauses("A company with annual revenue of more than US$2.5 million needs an enterprise license from us.");
  const LocatedTerm* term = find_kind(terms, TermKind::RevenueThreshold);
  ASSERT_NE(term, none);
  EXPECT_EQ(term->term.value, "2500000");
}

TEST(Clauses, FreedomsAndDisclaimersAreNoRestriction) {
  EXPECT_FALSE(restricts("You get a royalty-free, worldwide license to use, copy and change the model."));
  EXPECT_FALSE(restricts("The model may be used for commercial and non-commercial purposes."));
  EXPECT_FALSE(restricts("In no event is the author liable for commercial damages or losses, even if they were not foreseen."));
  EXPECT_FALSE(restricts("\"Commercial use\" means use for which somebody is paid."));
  EXPECT_FALSE(restricts("Both research and commercial use are allowed without a fee."));
  EXPECT_FALSE(restricts("There are no usage restrictions."));
}

TEST(Clauses, GeographyCutOffAndChangeAreRead) {
  EXPECT_TRUE(find_kind(read_clauses("The license does not apply in the European Union."), TermKind::Geography));
  EXPECT_TRUE(find_kind(read_clauses("We may amend this agreement at any time."), TermKind::UnilateralChange));
  EXPECT_TRUE(find_kind(read_clauses("The licensor may disable the model remotely."), TermKind::RemoteCutoff));
}

TEST(Clauses, GeographyNamesTheRegions) {
  const auto condition = [](const std::string& text) {
    const auto terms = read_clauses(text);
    const LocatedTerm* term = find_kind(terms, TermKind::Geography);
    return term == nullptr ? std::string("none") : term->term.condition;
  };
  EXPECT_EQ(condition("This licence is valid worldwide except for the United Kingdom, South Korea and the EU."), "United Kingdom, South Korea, European Union");
  EXPECT_EQ(condition("The model must not be used outside of mainland China."), "mainland China");
  EXPECT_EQ(condition("You must comply with the export control and sanctions laws of the United States."), "none");
  EXPECT_EQ(condition("You may not use the software if you are located in a country under embargo by the European Union."), "none");
}

TEST(Clauses, CompetitionIsNeverLessThanProprietary) {
  EXPECT_EQ(names(classes_of(read_clauses("You may not use the model in any way that competes with products or services of the licensor."))), "proprietary ");
}

TEST(Clauses, ChineseTermsAreRead) {
  const auto noncommercial = classes_of(read_clauses("本模型权重仅供学术研究使用,不得用于商业用途。"));
  EXPECT_EQ(names(noncommercial), "noncommercial ");
  const auto asked = classes_of(read_clauses("如需将模型用于商业用途,请先提交申请并取得书面授权。"));
  EXPECT_EQ(names(asked), "proprietary ");
  const auto terms = read_clauses("产品的月活跃用户超过1亿时需要另行许可。");
  const LocatedTerm* term = find_kind(terms, TermKind::UserThreshold);
  ASSERT_NE(term, nullptr);
  EXPECT_EQ(term->term.value, "100000000");
  EXPECT_FALSE(restricts("模型支持商业用途,无需申请。"));
}

TEST(Clauses, ListItemsUnderAProhibitionCount) {
  const auto terms = read_clauses("You agree not to use the model:\n\n- to harm minors;\n- for military use in any way;\n");
  EXPECT_TRUE(find_kind(terms, TermKind::AcceptableUse));
  EXPECT_TRUE(find_kind(terms, TermKind::FieldOfUse));
}

}  // namespace
}  // namespace aboveboard::license
