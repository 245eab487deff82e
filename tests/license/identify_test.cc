#include "license/license.h"

#include <gtest/gtest.h>

#include "support/spdx_texts.h"

namespace aboveboard::license {
namespace {

using aboveboard::testing::spdx_texts;

const std::string& spdx(const std::string& id) {
  const auto found = spdx_texts().find(id);
  static const std::string kNone;
  return found == spdx_texts().end() ? kNone : found->second;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

const Match* first_text(const std::vector<Match>& matches) {
  for (const Match& match : matches) {
    if (!match.notice) return &match;
  }
  return nullptr;
}

TEST(Identify, FilledCopyrightLineIsEquivalent) {
  const auto matches = identify(replaced(spdx("MIT"), "<year> <copyright holders>", "2031 The Orchid Makers"));
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].id, "MIT");
  EXPECT_EQ(matches[0].verdict, MatchVerdict::Equivalent);
}

TEST(Identify, MissingAppendixIsEquivalent) {
  const std::string& apache = spdx("Apache-2.0");
  const auto matches = identify(apache.substr(0, apache.find("APPENDIX")));
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].id, "Apache-2.0");
  EXPECT_EQ(matches[0].verdict, MatchVerdict::Equivalent);
}

TEST(Identify, AnotherYearInTheTitleIsEquivalentAndInTheTermsModified) {
  std::string text = spdx("Apache-2.0");
  const std::size_t year = text.find("2004");
  ASSERT_NE(year, std::string::npos);
  text.replace(year, 4, "2024");
  EXPECT_EQ(identify(text)[0].verdict, MatchVerdict::Equivalent);
  const std::size_t percent = text.find("fifty percent");
  ASSERT_NE(percent, std::string::npos);
  text.replace(percent, 5, "sixty");
  EXPECT_EQ(identify(text)[0].verdict, MatchVerdict::Modified);
}

TEST(Identify, MissingTitleIsEquivalent) {
  const auto matches = identify(replaced(spdx("MIT"), "MIT License", ""));
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].id, "MIT");
  EXPECT_NE(matches[0].verdict, MatchVerdict::Modified);
}

TEST(Identify, AnotherNameInBsdIsEquivalent) {
  const auto matches = identify(replaced(spdx("BSD-3-Clause"), "the copyright holder nor", "Orchid Makers nor"));
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].id, "BSD-3-Clause");
  EXPECT_EQ(matches[0].verdict, MatchVerdict::Equivalent);
}

TEST(Identify, OneMoreClauseAtTheEndIsModified) {
  const std::string clause = "\nAdditionally, you must pay for every use in a product that earns money, and ask us first.\n";
  const std::string text = spdx("MIT") + clause;
  const auto matches = identify(text);
  const Match* match = first_text(matches);
  ASSERT_NE(match, nullptr);
  EXPECT_EQ(match->id, "MIT");
  EXPECT_EQ(match->verdict, MatchVerdict::Modified);
  ASSERT_FALSE(match->residue.empty());
  EXPECT_NE(match->residue.back().text.find("you must pay"), std::string::npos);
}

TEST(Identify, TheAddedClauseBelongsToTheModifiedText) {
  const std::string clause = "If the Software serves more than 5 million monthly active users, you shall show its name.";
  const std::string text = spdx("MIT") + "\n\n" + clause + "\n";
  const auto matches = identify(text);
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].verdict, MatchVerdict::Modified);
  EXPECT_GE(matches[0].end, text.find("its name"));
}

TEST(Identify, OneMoreClauseInTheMiddleIsModified) {
  const auto matches = identify(replaced(spdx("MIT"), "THE SOFTWARE IS", "The Software shall not be used for war.\n\nTHE SOFTWARE IS"));
  const Match* match = first_text(matches);
  ASSERT_NE(match, nullptr);
  EXPECT_EQ(match->verdict, MatchVerdict::Modified);
}

TEST(Identify, OneWordThatLimitsIsModified) {
  const auto matches = identify(replaced(spdx("MIT"), "without restriction, including", "for research only, including"));
  const Match* match = first_text(matches);
  ASSERT_NE(match, nullptr);
  EXPECT_EQ(match->verdict, MatchVerdict::Modified);
  EXPECT_FALSE(match->residue.empty());
}

TEST(Identify, ANegationIsModified) {
  const auto matches = identify(replaced(spdx("BSD-2-Clause"), "are permitted provided", "are not permitted provided"));
  const Match* match = first_text(matches);
  ASSERT_NE(match, nullptr);
  EXPECT_EQ(match->verdict, MatchVerdict::Modified);
}

TEST(Identify, TitleThatSaysModifiedIsModified) {
  const auto matches = identify(replaced(spdx("MIT"), "MIT License", "Modified MIT License"));
  const Match* match = first_text(matches);
  ASSERT_NE(match, nullptr);
  EXPECT_EQ(match->verdict, MatchVerdict::Modified);
}

TEST(Identify, SiblingVersionIsNotNamedAsItsKin) {
  const auto matches = identify(replaced(replaced(spdx("OpenMDW-1.0"), "version 1.0", "version 1.7"), "patent", "database"));
  for (const Match& match : matches) {
    EXPECT_TRUE(match.verdict == MatchVerdict::Modified || match.verdict == MatchVerdict::Unknown) << match.id;
  }
}

TEST(Identify, TwoLicensesInOneFileAreBothFound) {
  const auto matches = identify(spdx("MIT") + "\n--------------------\n\n" + spdx("Apache-2.0"));
  ASSERT_EQ(matches.size(), 2u);
  EXPECT_EQ(matches[0].id, "MIT");
  EXPECT_EQ(matches[1].id, "Apache-2.0");
  EXPECT_NE(matches[0].verdict, MatchVerdict::Modified);
  EXPECT_NE(matches[1].verdict, MatchVerdict::Modified);
  EXPECT_LE(matches[0].end, matches[1].begin);
}

TEST(Identify, RangesLieInTheText) {
  const std::string lead = "Some words about tables.\n\n";
  const std::string text = lead + spdx("ISC") + "\nMore words about tables.\n";
  const auto matches = identify(text);
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_GE(matches[0].begin, lead.size());
  EXPECT_LT(matches[0].end, text.size() - 10);
}

TEST(Identify, UnknownLicenseIsUnknown) {
  const auto matches = identify(
      "Orchid Model License Agreement\n\nBy using the model you agree to this agreement. The licensor grants you a non-exclusive, "
      "non-transferable license. You may not distribute the model to a third party. The licensor is not liable for damages. This agreement "
      "shall terminate when you breach it. Governing law is that of the island. Intellectual property stays with the licensor.\n");
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].verdict, MatchVerdict::Unknown);
  EXPECT_TRUE(matches[0].id.empty());
  EXPECT_FALSE(matches[0].policy);
}

TEST(Identify, UnknownPolicyIsAPolicy) {
  const auto matches = identify(
      "# Orchid Acceptable Use Policy\n\nThis policy says what is prohibited. You agree that you will not use Orchid to:\n\n"
      "- break the law\n- harm other people\n- spread lies about elections\n");
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_TRUE(matches[0].policy);
  EXPECT_EQ(matches[0].verdict, MatchVerdict::Unknown);
}

TEST(Identify, BareLinkIsUnknown) {
  const auto matches = identify("https://example.org/terms/license\n");
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].verdict, MatchVerdict::Unknown);
}

TEST(Identify, NoticesOfSeveralLicensesNameAll) {
  const auto ids = [](std::string_view text) {
    std::string out;
    for (const Match& match : identify(text)) out += (out.empty() ? "" : " ") + match.id;
    return out;
  };
  EXPECT_EQ(ids("// Dual licensed under the MIT or GPL Version 2 licenses.\n"), "MIT GPL-2.0-only");
  EXPECT_EQ(ids("# Licensed under the Apache License 2.0 and CC BY-NC 4.0.\n"), "Apache-2.0 CC-BY-NC-4.0");
  EXPECT_EQ(ids("# Released under the MIT license. The Apache License 2.0 is another.\n"), "MIT");
}

TEST(Identify, ProseNamesLicensesButHoldsNone) {
  const auto matches = identify("# Table tool\n\nDraws tables. The code is released under the MIT license; the tables are not. You must install Python\n"
                                "first. Please read the license before you use the data.\n\n"
                                "```\npip install tables\n```\n\nThe tool reads a file and writes a page. It may be slow for large files, and it does not "
                                "sort. We compared it with three other tools under the same conditions, and report what we found in the paper.\n");
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_TRUE(matches[0].notice);
  EXPECT_EQ(matches[0].id, "MIT");
  EXPECT_TRUE(identify("Tables are subject to change. In accordance with local habits, license plates are governed by other tables.").empty());
  EXPECT_TRUE(identify("").empty());
  EXPECT_TRUE(identify("def license(x):\n    return x.permission and not x.granted\n").empty());
}

TEST(Identify, ApacheHeaderIsANotice) {
  const auto matches = identify(
      "# Copyright 2031 Orchid Makers\n#\n# Licensed under the Apache License, Version 2.0 (the \"License\");\n"
      "# you may not use this file except in compliance with the License.\nimport os\n");
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].id, "Apache-2.0");
  EXPECT_TRUE(matches[0].notice);
}

TEST(Identify, SpdxIdentifierLinesAreNotices) {
  const auto matches = identify("// SPDX-License-Identifier: MIT OR Apache-2.0\nint x;\n");
  ASSERT_EQ(matches.size(), 2u);
  EXPECT_EQ(matches[0].id, "MIT");
  EXPECT_EQ(matches[1].id, "Apache-2.0");
  EXPECT_TRUE(matches[0].notice);
}

TEST(Identify, GnuNoticesSayOnlyOrLater) {
  const std::string lead = "This program is free software; it is given under the terms of the GNU Lesser General Public License as published by the "
                           "Free Software Foundation; ";
  const auto later = identify(lead + "either version 2.1 of the License, or (at your option) any later version.\n");
  ASSERT_FALSE(later.empty());
  EXPECT_EQ(later[0].id, "LGPL-2.1-or-later");
  const auto only = identify(lead + "version 3 of the License.\n");
  ASSERT_FALSE(only.empty());
  EXPECT_EQ(only[0].id, "LGPL-3.0-only");
}

TEST(Identify, ShortNoticeFileCountsByNotice) {
  const auto matches = identify("The Orchid weights are released under the Creative Commons Attribution 4.0 International License.\n");
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].id, "CC-BY-4.0");
  EXPECT_TRUE(matches[0].notice);
}

TEST(Identify, HostileTextsEndQuickly) {
  std::string repeated;
  const std::string& mit = spdx("MIT");
  while (repeated.size() < 300'000) repeated += mit;
  EXPECT_FALSE(identify(repeated).empty());
  std::string one_word(1'000'000, 'a');
  EXPECT_TRUE(identify(one_word).empty());
  std::string bytes;
  for (int i = 0; i < 200'000; ++i) bytes.push_back(static_cast<char>(i * 37 % 256));
  identify(bytes);
  std::string words;
  for (int i = 0; i < 60'000; ++i) words += "license ";
  identify(words);
}

}  // namespace
}  // namespace aboveboard::license
