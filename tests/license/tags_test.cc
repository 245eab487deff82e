#include <gtest/gtest.h>

#include <algorithm>

#include "license/license.h"

namespace aboveboard::license {
namespace {

bool has(const TagMeaning& meaning, LicenseClass c) { return std::find(meaning.classes.begin(), meaning.classes.end(), c) != meaning.classes.end(); }

TEST(Tags, SpdxIdsIgnoreCaseAndDeprecatedOnesResolve) {
  EXPECT_EQ(read_tag("apache-2.0", "", "").id, "Apache-2.0");
  EXPECT_EQ(read_tag("MIT", "", "").id, "MIT");
  EXPECT_EQ(read_tag("gpl-3.0", "", "").id, "GPL-3.0-only");
  EXPECT_EQ(read_tag("c-uda", "", "").id, "C-UDA-1.0");
  EXPECT_TRUE(has(read_tag("apache-2.0", "", ""), LicenseClass::Osi));
  EXPECT_TRUE(has(read_tag("cc-by-4.0", "", ""), LicenseClass::OpenDataDoc));
}

TEST(Tags, NonCommercialAndNoDerivativesAreClassed) {
  EXPECT_TRUE(has(read_tag("cc-by-nc-4.0", "", ""), LicenseClass::Noncommercial));
  EXPECT_TRUE(has(read_tag("cc-by-nd-4.0", "", ""), LicenseClass::NoRedistribution));
  EXPECT_TRUE(has(read_tag("cc-by-nc-nd-4.0", "", ""), LicenseClass::Noncommercial));
}

TEST(Tags, FamiliesStayFamilies) {
  for (const char* tag : {"openrail", "cc", "bsd", "gpl", "lgpl", "gemma"}) {
    const TagMeaning meaning = read_tag(tag, "", "");
    EXPECT_EQ(meaning.id, "") << tag;
    EXPECT_EQ(meaning.family, tag);
    EXPECT_FALSE(meaning.classes.empty()) << tag;
    EXPECT_FALSE(has(meaning, LicenseClass::Osi)) << tag;
  }
}

TEST(Tags, ModelLicenseTagsAreKnown) {
  EXPECT_TRUE(has(read_tag("llama3.1", "", ""), LicenseClass::ScaleRestricted));
  EXPECT_TRUE(has(read_tag("creativeml-openrail-m", "", ""), LicenseClass::ConductRestricted));
  EXPECT_TRUE(has(read_tag("deepfloyd-if-license", "", ""), LicenseClass::Noncommercial));
  EXPECT_TRUE(has(read_tag("openmdw-1.0", "", ""), LicenseClass::OpenNonOsi));
  EXPECT_EQ(read_tag("openmdw-1.1", "", "").id, "LicenseRef-OpenMDW-1.1");
}

TEST(Tags, OtherIsDecidedByItsNameOrLink) {
  EXPECT_TRUE(read_tag("other", "", "").other);
  EXPECT_TRUE(has(read_tag("other", "", ""), LicenseClass::Unknown));
  EXPECT_EQ(read_tag("other", "gemma-terms-of-use", "").family, "gemma");
  EXPECT_EQ(read_tag("other", "", "https://ai.google.dev/gemma/terms").family, "gemma");
  EXPECT_EQ(read_tag("other", "tongyi-qianwen", "").id, "LicenseRef-tongyi-qianwen");
  EXPECT_TRUE(has(read_tag("other", "mrl", ""), LicenseClass::Noncommercial));
  EXPECT_TRUE(has(read_tag("other", "exaone", "LICENSE"), LicenseClass::Noncommercial));
  EXPECT_TRUE(has(read_tag("other", "orchid-license", "LICENSE"), LicenseClass::Unknown));
}

TEST(Tags, ModifiedMitIsNotMit) {
  for (const char* name : {"modified-mit", "Modified MIT", "modified-mit-license", "custom-mit"}) {
    const TagMeaning meaning = read_tag("other", name, "LICENSE");
    EXPECT_EQ(meaning.id, "") << name;
    EXPECT_FALSE(has(meaning, LicenseClass::Osi)) << name;
  }
}

TEST(Tags, ExpressionsKeepTheirOperators) {
  const TagMeaning either = read_tag("mit or cc-by-nc-4.0", "", "");
  EXPECT_EQ(either.id, "");
  EXPECT_EQ(either.expression, "MIT OR CC-BY-NC-4.0");
  EXPECT_EQ(either.classes, std::vector<LicenseClass>{LicenseClass::Osi}) << "the user picks the better branch";
  const TagMeaning both = read_tag("MIT AND CC-BY-NC-4.0", "", "");
  EXPECT_TRUE(has(both, LicenseClass::Noncommercial));
  const TagMeaning excepted = read_tag("GPL-2.0-with-classpath-exception", "", "");
  EXPECT_EQ(excepted.id, "GPL-2.0-only");
  EXPECT_EQ(excepted.expression, "GPL-2.0-only WITH Classpath-exception-2.0");
  EXPECT_EQ(read_tag("apache-2.0", "", "").expression, "");
}

TEST(Find, KnowsSpdxAndOwnIdsIgnoringCase) {
  ASSERT_NE(find("mit"), nullptr);
  EXPECT_EQ(find("GPL-2.0+")->id, "GPL-2.0-or-later");
  ASSERT_NE(find("licenseref-LLAMA-3.1"), nullptr);
  EXPECT_TRUE(find("LicenseRef-llama-3.1")->model_license);
  EXPECT_FALSE(find("LicenseRef-llama-3.1")->incorporates_policy.empty());
  EXPECT_EQ(find("no-such-license"), nullptr);
}

}  // namespace
}  // namespace aboveboard::license
