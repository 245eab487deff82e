// The public API, used as its users would: with nothing but its header.
#include "aboveboard/aboveboard.h"

#include <gtest/gtest.h>

#include "support/paths.h"

namespace {

using aboveboard::testing::ScratchDir;
namespace api = aboveboard::v1;

api::Outcome audit_of(const ScratchDir& scratch, bool complete = false) {
  api::AuditOptions options;
  options.targets = {{scratch.path().string()}};
  options.name = "pebble";
  options.complete = complete;
  return api::audit(options);
}

TEST(PublicApi, AuditsToTextAndJson) {
  const ScratchDir scratch;
  scratch.write("README.md", "# Pebble\n\nA small model.\n");
  const api::Outcome outcome = audit_of(scratch);
  ASSERT_TRUE(outcome) << outcome.failure().message;
  EXPECT_TRUE(outcome.report().text().starts_with("pebble "));
  EXPECT_NE(outcome.report().text({.width = 120, .color = true}).find("\x1b["), std::string::npos);
  EXPECT_NE(outcome.report().json().find("\"name\": \"pebble\""), std::string::npos);
  EXPECT_FALSE(outcome.report().sentence().empty());
  EXPECT_FALSE(outcome.report().incomplete());
}

TEST(PublicApi, ReadingsAreOrdered) {
  const ScratchDir scratch;
  scratch.write("README.md", "# Pebble\n\nA small model.\n");
  const api::Readings readings = audit_of(scratch).report().label();
  EXPECT_FALSE(readings.at_least.has_value() && *readings.at_least > readings.at_most);
  EXPECT_LE(readings.apparent.value_or(readings.at_most), readings.at_most);
  EXPECT_EQ(api::to_string(api::Label::WeightsAvailable), "weights-available");
}

TEST(PublicApi, ReportIsAValueThatOutlivesItsFiles) {
  std::optional<api::Report> kept;
  {
    const ScratchDir scratch;
    scratch.write("README.md", "# Pebble\n");
    kept = audit_of(scratch).report();
  }
  const api::Report copy = *kept;
  EXPECT_EQ(copy.json(), kept->json());
}

TEST(PublicApi, FailuresSayWhatAndWhere) {
  const api::Outcome nothing = api::audit({});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.failure().kind, api::FailureKind::Usage);
  const api::Outcome missing = api::audit({.targets = {{"no/such/folder"}}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.failure().kind, api::FailureKind::NotFound);
  EXPECT_NE(missing.failure().message.find("no/such/folder"), std::string::npos);
}

TEST(PublicApi, FindsLicensesInTexts) {
  const std::string text = aboveboard::testing::read_file(aboveboard::testing::project_root() / "examples/weights-only/LICENSE");
  const auto found = api::licenses_in("# Weights\n\nOurs.\n\n" + text);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].verdict, api::LicenseVerdict::Unknown);
  EXPECT_FALSE(found[0].terms.empty());
  const auto notice = api::licenses_in("// SPDX-License-Identifier: MIT\nint x;\n");
  ASSERT_EQ(notice.size(), 1u);
  EXPECT_EQ(notice[0].id, "MIT");
  EXPECT_TRUE(notice[0].notice);
  EXPECT_TRUE(api::licenses_in("Only words about tides.").empty());
}

TEST(PublicApi, HasAVersion) { EXPECT_FALSE(api::version().empty()); }

}  // namespace
