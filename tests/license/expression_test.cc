#include <gtest/gtest.h>

#include "license/exceptions.h"
#include "license/license.h"
#include "license/registry.h"

namespace aboveboard::license {
namespace {

std::string normalized(std::string_view text) {
  const auto parsed = parse_expression(text);
  return parsed ? parsed->normalized : "error: " + parsed.error().message;
}

using Classes = std::vector<LicenseClass>;
Classes classes(std::string_view text) { return parse_expression(text)->classes; }

TEST(Expression, NormalizesIdsAndOperators) {
  const auto parsed = parse_expression("mit or (apache-2.0 and BSD-3-clause)");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->normalized, "MIT OR (Apache-2.0 AND BSD-3-Clause)");
  EXPECT_EQ(parsed->ids, (std::vector<std::string>{"MIT", "Apache-2.0", "BSD-3-Clause"}));
  EXPECT_TRUE(parsed->has_or);
}

TEST(Expression, AndBindsCloserThanOrAndNeedlessParenthesesGo) {
  EXPECT_EQ(normalized("MIT OR Apache-2.0 AND ISC"), "MIT OR (Apache-2.0 AND ISC)");
  EXPECT_EQ(normalized("(MIT OR Apache-2.0) AND ISC"), "(MIT OR Apache-2.0) AND ISC");
  EXPECT_EQ(normalized("((MIT))"), "MIT");
  EXPECT_EQ(normalized("MIT OR (ISC OR Zlib)"), "MIT OR ISC OR Zlib");
  EXPECT_EQ(normalized("MIT AND (ISC AND Zlib)"), "MIT AND ISC AND Zlib");
  EXPECT_EQ(normalized("(MIT)AND(ISC)"), "MIT AND ISC");
}

TEST(Expression, OperatorsAreAllCapitalsOrAllSmall) {
  EXPECT_EQ(normalized("MIT and ISC"), "MIT AND ISC");
  EXPECT_FALSE(parse_expression("MIT And ISC"));
  EXPECT_FALSE(parse_expression("MIT oR ISC"));
  EXPECT_FALSE(parse_expression("GPL-2.0-only With Classpath-exception-2.0"));
}

TEST(Expression, DeprecatedIdsResolve) {
  EXPECT_EQ(normalized("GPL-2.0"), "GPL-2.0-only");
  EXPECT_EQ(normalized("gpl-2.0+"), "GPL-2.0-or-later");
  EXPECT_EQ(normalized("GPL-3.0"), "GPL-3.0-only");
  EXPECT_EQ(normalized("LGPL-2.1+"), "LGPL-2.1-or-later");
  EXPECT_EQ(normalized("GPL-2.0-with-classpath-exception"), "GPL-2.0-only WITH Classpath-exception-2.0");
  EXPECT_EQ(normalized("GPL-2.0-with-autoconf-exception"), "GPL-2.0-only WITH Autoconf-exception-2.0");
  EXPECT_EQ(normalized("GPL-2.0-with-bison-exception"), "GPL-2.0-only WITH Bison-exception-2.2");
  EXPECT_EQ(normalized("GPL-2.0-with-font-exception"), "GPL-2.0-only WITH Font-exception-2.0");
  EXPECT_EQ(normalized("GPL-2.0-with-GCC-exception"), "GPL-2.0-only WITH GCC-exception-2.0");
  EXPECT_EQ(normalized("GPL-3.0-with-GCC-exception"), "GPL-3.0-only WITH GCC-exception-3.1");
  EXPECT_EQ(normalized("GPL-3.0-with-autoconf-exception"), "GPL-3.0-only WITH Autoconf-exception-3.0");
  EXPECT_EQ(normalized("eCos-2.0"), "GPL-2.0-or-later WITH eCos-exception-2.0");
  EXPECT_EQ(normalized("wxWindows"), "LGPL-2.0-or-later WITH WxWindows-exception-3.1");
  EXPECT_EQ(normalized("Nunit"), "zlib-acknowledgement");
  EXPECT_EQ(normalized("StandardML-NJ"), "SMLNJ");
  EXPECT_EQ(normalized("BSD-2-Clause-FreeBSD"), "BSD-2-Clause-Views");
  EXPECT_EQ(normalized("BSD-2-Clause-NetBSD"), "BSD-2-Clause");
  EXPECT_EQ(normalized("bzip2-1.0.5"), "bzip2-1.0.6");
  EXPECT_EQ(parse_expression("GPL-2.0-with-classpath-exception")->ids, std::vector<std::string>{"GPL-2.0-only"});
}

TEST(Expression, PlusMeansLaterVersionsToo) {
  EXPECT_EQ(normalized("Apache-2.0+"), "Apache-2.0+");
  EXPECT_EQ(normalized("GPL-2.0-only+"), "GPL-2.0-or-later");
  EXPECT_EQ(normalized("GPL-2.0-or-later+"), "GPL-2.0-or-later");
  EXPECT_EQ(parse_expression("MPL-2.0+")->ids, std::vector<std::string>{"MPL-2.0"});
  EXPECT_FALSE(parse_expression("Apache-2.0 +"));
  EXPECT_FALSE(parse_expression("LicenseRef-orchid+"));
}

TEST(Expression, ExceptionsAreThoseOfTheList) {
  EXPECT_EQ(normalized("gpl-2.0-only with classpath-EXCEPTION-2.0"), "GPL-2.0-only WITH Classpath-exception-2.0");
  EXPECT_EQ(normalized("Apache-2.0 WITH LLVM-exception OR MIT"), "Apache-2.0 WITH LLVM-exception OR MIT");
  EXPECT_FALSE(parse_expression("GPL-2.0-only WITH MIT"));
  EXPECT_FALSE(parse_expression("GPL-2.0-only WITH"));
  EXPECT_FALSE(parse_expression("GPL-2.0-only WITH no-such-exception"));
  EXPECT_FALSE(parse_expression("(MIT OR ISC) WITH LLVM-exception"));
  EXPECT_FALSE(parse_expression("Apache-2.0 WITH LLVM-exception WITH Swift-exception"));
}

TEST(Expression, ReferencesAreKept) {
  EXPECT_EQ(normalized("LicenseRef-orchid"), "LicenseRef-orchid");
  EXPECT_EQ(normalized("DocumentRef-box1:LicenseRef-orchid AND MIT"), "DocumentRef-box1:LicenseRef-orchid AND MIT");
  EXPECT_EQ(normalized("GPL-3.0-only WITH AdditionRef-heron"), "GPL-3.0-only WITH AdditionRef-heron");
  EXPECT_EQ(normalized("GPL-3.0-only WITH DocumentRef-box1:AdditionRef-heron"), "GPL-3.0-only WITH DocumentRef-box1:AdditionRef-heron");
  EXPECT_FALSE(parse_expression("licenseref-orchid")) << "the prefix is case-sensitive";
  EXPECT_FALSE(parse_expression("LicenseRef-"));
  EXPECT_FALSE(parse_expression("LicenseRef-a_b"));
  EXPECT_FALSE(parse_expression("DocumentRef-box1"));
  EXPECT_FALSE(parse_expression("DocumentRef-box1:MIT"));
  EXPECT_FALSE(parse_expression("AdditionRef-heron"));
}

TEST(Expression, ClassesOfOrAreTheBestBranchOfAndTheUnion) {
  EXPECT_EQ(classes("CC-BY-NC-4.0 OR MIT"), Classes{LicenseClass::Osi});
  EXPECT_EQ(classes("MIT OR CC-BY-NC-4.0"), Classes{LicenseClass::Osi});
  EXPECT_EQ(classes("MIT AND CC-BY-NC-4.0"), (Classes{LicenseClass::Osi, LicenseClass::Noncommercial}));
  EXPECT_EQ(classes("(MIT OR GPL-3.0-only) AND CC-BY-NC-4.0"), (Classes{LicenseClass::Osi, LicenseClass::Noncommercial}));
  EXPECT_EQ(classes("CC-BY-NC-4.0 OR CC-BY-NC-ND-4.0"), Classes{LicenseClass::Noncommercial});
}

TEST(Expression, WhatIsUnknownIsNeverTakenForOpen) {
  EXPECT_EQ(classes("LicenseRef-orchid"), Classes{LicenseClass::Unknown});
  EXPECT_EQ(classes("LicenseRef-orchid OR CC-BY-NC-4.0"), Classes{LicenseClass::Unknown});
  EXPECT_EQ(classes("LicenseRef-orchid OR MIT"), Classes{LicenseClass::Osi});
  EXPECT_EQ(classes("LicenseRef-orchid AND MIT"), (Classes{LicenseClass::Unknown, LicenseClass::Osi}));
  EXPECT_EQ(classes("Apache-2.0 WITH AdditionRef-heron"), (Classes{LicenseClass::Osi, LicenseClass::Unknown}));
  EXPECT_EQ(classes("Apache-2.0 WITH LLVM-exception"), Classes{LicenseClass::Osi});
}

TEST(Expression, NonsenseFailsAndSaysWhy) {
  EXPECT_EQ(normalized(""), "error: an empty license expression");
  EXPECT_EQ(normalized("MIT AND"), "error: the expression ends where a license must stand");
  EXPECT_EQ(normalized("(MIT"), "error: a parenthesis is not closed at its end");
  EXPECT_EQ(normalized("MIT)"), "error: a parenthesis is closed that was not opened");
  EXPECT_EQ(normalized("()"), "error: a license must stand before \")\"");
  EXPECT_EQ(normalized("MIT Apache-2.0"), "error: an operator is missing before \"Apache-2.0\"");
  EXPECT_EQ(normalized("no-such-license"), "error: no SPDX license id: \"no-such-license\"");
  EXPECT_EQ(normalized("AND MIT"), "error: a license must stand before \"AND\"");
  EXPECT_EQ(normalized("MIT And ISC"), "error: operators are written in capitals or in small letters: \"And\"");
  EXPECT_FALSE(parse_expression("MIT / ISC"));
  EXPECT_FALSE(parse_expression("\xff\xfe"));
  EXPECT_FALSE(parse_expression("+"));
}

TEST(Expression, HostileNestingEndsInAClearError) {
  for (const std::size_t depth : {33u, 100u, 900u}) {
    const auto parsed = parse_expression(std::string(depth, '(') + "MIT" + std::string(depth, ')'));
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().kind, ErrorKind::LimitReached);
    EXPECT_EQ(parsed.error().message, "more than 32 parentheses are nested");
  }
  const auto longer = parse_expression(std::string(10'000, '(') + "MIT" + std::string(10'000, ')'));
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().message, "a license expression of more than 2000 bytes");
  EXPECT_TRUE(parse_expression(std::string(32, '(') + "MIT" + std::string(32, ')')));
  std::string chain = "MIT";
  for (int i = 0; i < 190; ++i) chain += i % 2 == 0 ? " AND ISC" : " OR Zlib";
  EXPECT_TRUE(parse_expression(chain));
}

TEST(Exceptions, IdsAreSpelledAsListed) {
  EXPECT_EQ(exception_id("llvm-EXCEPTION"), "LLVM-exception");
  EXPECT_EQ(exception_id("Linux-syscall-note"), "Linux-syscall-note");
  EXPECT_EQ(exception_id("MIT"), "");
}

TEST(Exceptions, EveryDeprecatedSuccessorStandsInTheLists) {
  for (const char* id : {"eCos-2.0", "wxWindows", "GPL-2.0-with-GCC-exception", "GPL-3.0-with-autoconf-exception"}) {
    const std::string current(current_spdx_id(id));
    const std::size_t with = current.find(" WITH ");
    ASSERT_NE(with, std::string::npos) << id;
    EXPECT_FALSE(exception_id(current.substr(with + 6)).empty()) << current;
    ASSERT_NE(find(id), nullptr) << id;
    EXPECT_EQ(find(id)->id, current.substr(0, with));
  }
}

TEST(Exceptions, AreSeenInTextsBesideTheLicensesTheyAreWrittenFor) {
  EXPECT_EQ(with_exception("GPL-2.0-only", "Our library is under the GNU GPL, version 2, with the Classpath Exception."), "GPL-2.0-only WITH Classpath-exception-2.0");
  EXPECT_EQ(with_exception("GPL-3.0-or-later", "The GCC Runtime Library Exception, version 3.1, applies as well."), "GPL-3.0-or-later WITH GCC-exception-3.1");
  EXPECT_EQ(with_exception("Apache-2.0", "Part of the Heron project, under the Apache License v2.0 with LLVM Exceptions."), "Apache-2.0 WITH LLVM-exception");
  EXPECT_EQ(with_exception("Apache-2.0", "The Classpath exception is for other licenses."), "Apache-2.0");
  EXPECT_EQ(with_exception("MIT", "No exception is made."), "MIT");
}

}  // namespace
}  // namespace aboveboard::license
