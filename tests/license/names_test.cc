#include <gtest/gtest.h>

#include "license/license.h"

namespace aboveboard::license {
namespace {

std::string ids(std::string_view prose) {
  std::string out;
  for (const NameInText& name : names_in(prose)) {
    if (!out.empty()) out += ' ';
    out += name.id.empty() ? "family:" + name.family : name.id;
  }
  return out;
}

TEST(Names, SentencesNameLicenses) {
  EXPECT_EQ(ids("The code is under the MIT license."), "MIT");
  EXPECT_EQ(ids("Licensed under Apache 2.0."), "Apache-2.0");
  EXPECT_EQ(ids("released under the Apache License, Version 2.0"), "Apache-2.0");
  EXPECT_EQ(ids("weights: CC BY-NC-SA 4.0; code: GPLv3"), "CC-BY-NC-SA-4.0 GPL-3.0-only");
  EXPECT_EQ(ids("the Llama 3.1 Community License"), "LicenseRef-llama-3.1");
  EXPECT_EQ(ids("an OpenRAIL++-M license"), "LicenseRef-openrail-pp-m");
  EXPECT_EQ(ids("under ODC-BY"), "ODC-By-1.0");
  EXPECT_EQ(ids("the RAIL License v1.0"), "LicenseRef-bigscience-rail-1.0");
  EXPECT_EQ(ids("Creative Commons Attribution-NonCommercial 4.0 International"), "CC-BY-NC-4.0");
}

TEST(Names, BadgesAndLinksNameLicenses) {
  EXPECT_EQ(ids("![l](https://img.shields.io/badge/Code_License-MIT-f5de53?color=f5de53)"), "MIT");
  EXPECT_EQ(ids("https://img.shields.io/badge/License-Apache%202.0-blue.svg"), "Apache-2.0");
  EXPECT_EQ(ids("see [here](https://creativecommons.org/licenses/by-nc/4.0/)"), "CC-BY-NC-4.0");
  EXPECT_EQ(ids("https://www.apache.org/licenses/LICENSE-2.0"), "Apache-2.0");
}

TEST(Names, BareNamesNeedTheWordLicense) {
  EXPECT_EQ(ids("We thank the people at MIT for tables."), "");
  EXPECT_EQ(ids("License: MIT"), "MIT");
  EXPECT_EQ(ids("Runs on Apache 2.4 and Python 2.0."), "");
}

TEST(Names, LikenessIsNotIdentity) {
  EXPECT_EQ(ids("a modified MIT license"), "family:modified-mit");
  EXPECT_EQ(ids("an MIT-style license"), "");
  EXPECT_EQ(ids("a modified version of the MIT license"), "");
  EXPECT_EQ(ids("under the Gemma Terms of Use"), "family:gemma");
}

TEST(Names, RangesCoverTheName) {
  const std::string text = "It is under the CC BY 4.0 terms.";
  const auto names = names_in(text);
  ASSERT_EQ(names.size(), 1u);
  EXPECT_EQ(text.substr(names[0].begin, names[0].end - names[0].begin), "CC BY 4.0");
}

}  // namespace
}  // namespace aboveboard::license
