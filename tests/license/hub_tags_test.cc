// Every license tag that the Hub offers (83, October 2026), with what it means: one license, a family whose version it leaves open, or nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "license/license.h"
#include "support/paths.h"

namespace aboveboard::license {
namespace {

struct HubTag {
  const char* tag;
  const char* id;      // "" where the tag names no single license
  const char* family;  // where id is ""
  LicenseClass one_of_classes;
};

constexpr auto kOsi = LicenseClass::Osi, kFsf = LicenseClass::FsfOnly, kData = LicenseClass::OpenDataDoc, kFree = LicenseClass::OpenNonOsi, kConduct = LicenseClass::ConductRestricted,
               kScale = LicenseClass::ScaleRestricted, kNc = LicenseClass::Noncommercial, kNd = LicenseClass::NoRedistribution, kOwn = LicenseClass::Proprietary,
               kUnknown = LicenseClass::Unknown;

constexpr HubTag kTags[] = {
    {"apache-2.0", "Apache-2.0", "", kOsi},
    {"mit", "MIT", "", kOsi},
    {"openrail", "", "openrail", kConduct},
    {"bigscience-openrail-m", "LicenseRef-bigscience-openrail-m", "", kConduct},
    {"creativeml-openrail-m", "LicenseRef-creativeml-openrail-m", "", kConduct},
    {"bigscience-bloom-rail-1.0", "LicenseRef-bigscience-rail-1.0", "", kConduct},
    {"bigcode-openrail-m", "LicenseRef-bigcode-openrail-m-v1", "", kConduct},
    {"afl-3.0", "AFL-3.0", "", kOsi},
    {"artistic-2.0", "Artistic-2.0", "", kOsi},
    {"bsl-1.0", "BSL-1.0", "", kOsi},
    {"bsd", "", "bsd", kFsf},
    {"bsd-2-clause", "BSD-2-Clause", "", kOsi},
    {"bsd-3-clause", "BSD-3-Clause", "", kOsi},
    {"bsd-3-clause-clear", "BSD-3-Clause-Clear", "", kFsf},
    {"c-uda", "C-UDA-1.0", "", kOwn},
    {"cc", "", "cc", kUnknown},
    {"cc0-1.0", "CC0-1.0", "", kData},
    {"cc-by-2.0", "CC-BY-2.0", "", kData},
    {"cc-by-2.5", "CC-BY-2.5", "", kData},
    {"cc-by-3.0", "CC-BY-3.0", "", kData},
    {"cc-by-4.0", "CC-BY-4.0", "", kData},
    {"cc-by-sa-3.0", "CC-BY-SA-3.0", "", kData},
    {"cc-by-sa-4.0", "CC-BY-SA-4.0", "", kData},
    {"cc-by-nc-2.0", "CC-BY-NC-2.0", "", kNc},
    {"cc-by-nc-3.0", "CC-BY-NC-3.0", "", kNc},
    {"cc-by-nc-4.0", "CC-BY-NC-4.0", "", kNc},
    {"cc-by-nd-4.0", "CC-BY-ND-4.0", "", kNd},
    {"cc-by-nc-nd-3.0", "CC-BY-NC-ND-3.0", "", kNd},
    {"cc-by-nc-nd-4.0", "CC-BY-NC-ND-4.0", "", kNd},
    {"cc-by-nc-sa-2.0", "CC-BY-NC-SA-2.0", "", kNc},
    {"cc-by-nc-sa-3.0", "CC-BY-NC-SA-3.0", "", kNc},
    {"cc-by-nc-sa-4.0", "CC-BY-NC-SA-4.0", "", kNc},
    {"cdla-sharing-1.0", "CDLA-Sharing-1.0", "", kData},
    {"cdla-permissive-1.0", "CDLA-Permissive-1.0", "", kData},
    {"cdla-permissive-2.0", "CDLA-Permissive-2.0", "", kData},
    {"wtfpl", "WTFPL", "", kFsf},
    {"ecl-2.0", "ECL-2.0", "", kOsi},
    {"epl-1.0", "EPL-1.0", "", kOsi},
    {"epl-2.0", "EPL-2.0", "", kOsi},
    {"etalab-2.0", "etalab-2.0", "", kData},
    {"eupl-1.1", "EUPL-1.1", "", kOsi},
    {"eupl-1.2", "EUPL-1.2", "", kOsi},
    {"agpl-3.0", "AGPL-3.0-only", "", kOsi},
    {"gfdl", "", "gfdl", kData},
    {"gpl", "", "gpl", kFsf},
    {"gpl-2.0", "GPL-2.0-only", "", kOsi},
    {"gpl-3.0", "GPL-3.0-only", "", kOsi},
    {"lgpl", "", "lgpl", kFsf},
    {"lgpl-2.1", "LGPL-2.1-only", "", kOsi},
    {"lgpl-3.0", "LGPL-3.0-only", "", kOsi},
    {"isc", "ISC", "", kOsi},
    {"h-research", "LicenseRef-h-research", "", kNc},
    {"intel-research", "LicenseRef-intel-research", "", kNc},
    {"lppl-1.3c", "LPPL-1.3c", "", kOsi},
    {"ms-pl", "MS-PL", "", kOsi},
    {"apple-ascl", "LicenseRef-apple-ascl", "", kFree},
    {"apple-amlr", "LicenseRef-apple-amlr", "", kNc},
    {"mpl-2.0", "MPL-2.0", "", kOsi},
    {"odc-by", "", "odc-by", kData},
    {"odbl", "", "odbl", kData},
    {"openmdw-1.0", "OpenMDW-1.0", "", kFree},
    {"openmdw-1.1", "LicenseRef-OpenMDW-1.1", "", kFree},
    {"openrail++", "LicenseRef-openrail-pp-m", "", kConduct},
    {"osl-3.0", "OSL-3.0", "", kOsi},
    {"postgresql", "PostgreSQL", "", kOsi},
    {"ofl-1.1", "OFL-1.1", "", kOsi},
    {"ncsa", "NCSA", "", kOsi},
    {"unlicense", "Unlicense", "", kOsi},
    {"zlib", "Zlib", "", kOsi},
    {"pddl", "PDDL-1.0", "", kData},
    {"lgpl-lr", "LGPLLR", "", kUnknown},
    {"deepfloyd-if-license", "LicenseRef-deepfloyd-if", "", kNc},
    {"fair-noncommercial-research-license", "LicenseRef-fair-noncommercial-research", "", kNc},
    {"llama2", "LicenseRef-llama-2", "", kScale},
    {"llama3", "LicenseRef-llama-3", "", kScale},
    {"llama3.1", "LicenseRef-llama-3.1", "", kScale},
    {"llama3.2", "LicenseRef-llama-3.2", "", kScale},
    {"llama3.3", "LicenseRef-llama-3.3", "", kScale},
    {"llama4", "LicenseRef-llama-4", "", kScale},
    {"grok2-community", "LicenseRef-grok2-community", "", kConduct},
    {"gemma", "", "gemma", kConduct},
    {"unknown", "", "", kUnknown},
    {"other", "", "", kUnknown},
};

TEST(HubTags, EachMeansOneLicenseOrOneFamily) {
  for (const HubTag& expected : kTags) {
    const TagMeaning meaning = read_tag(expected.tag, "", "");
    EXPECT_EQ(meaning.id, expected.id) << expected.tag;
    EXPECT_EQ(expected.id[0] == '\0' ? meaning.family : "", expected.family) << expected.tag;
    EXPECT_EQ(meaning.other, expected.id[0] == '\0' && expected.family[0] == '\0') << expected.tag;
    EXPECT_NE(std::find(meaning.classes.begin(), meaning.classes.end(), expected.one_of_classes), meaning.classes.end()) << expected.tag;
  }
}

TEST(HubTags, NoFamilyIsTakenForAnApprovedLicense) {
  for (const HubTag& expected : kTags) {
    const TagMeaning meaning = read_tag(expected.tag, "", "");
    if (!meaning.id.empty()) continue;
    EXPECT_EQ(std::count(meaning.classes.begin(), meaning.classes.end(), LicenseClass::Osi), 0) << expected.tag;
  }
}

TEST(HubTags, TheTableIsTheHubsList) {
  std::set<std::string> ours;
  for (const HubTag& expected : kTags) ours.insert(expected.tag);
  EXPECT_EQ(ours.size(), 83u);
  const auto shared = testing::shared_material();
  if (!shared) GTEST_SKIP() << "the shared facts are not beside the checkout";
  for (const std::string& line : split(testing::read_file(*shared / "facts/hub_license_tags.tsv"), '\n')) {
    const std::string tag = line.substr(0, line.find('\t'));
    if (tag.empty()) continue;
    EXPECT_EQ(ours.count(tag), 1u) << tag;
  }
}

}  // namespace
}  // namespace aboveboard::license
