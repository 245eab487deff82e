// The writers of a check: JSON by its schema, and a page that says first whether it passed.
#include <gtest/gtest.h>

#include "report/report.h"
#include "report/samples.h"
#include "report/schema_check.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

using testing::read_file;
using testing::project_root;

data::Value parse(const std::string& json) {
  Diagnostics notes;
  auto value = data::parse_json(json, {.path = "check.json"}, notes);
  EXPECT_TRUE(value);
  return value ? std::move(*value) : data::Value();
}

Check a_check() {
  Check check;
  check.policy_path = "policy.yaml";
  check.policy_sha256 = std::string(64, 'a');
  check.baseline_path = "before.json";
  check.result = CheckResult::Failed;
  Violation violated;
  violated.rule = "policy/danger";
  violated.finding = "danger/pickle-import";
  violated.message = "it imports os.system";
  violated.help = "leave it out";
  violated.fingerprint = "0123456789abcdef";
  violated.policy = {"policy.yaml", 12};
  violated.evidence = {testing::at("a.pkl", 3, "quoted words")};
  violated.unknown = violated.integrity = true;
  Violation waived = violated, known = violated;
  waived.state = ViolationState::Waived;
  waived.waiver = WaivedBy{"converted by the spring", "ml platform", "2027-01-31", 30};
  known.state = ViolationState::Known;
  check.violations = {violated, waived, known};
  check.warnings = {{"policy/unused", "the waiver of policy/term was not needed", {"policy.yaml", 31}}, {"policy/baseline-release", "another release", {"before.json", 0}}};
  check.gone = {{"policy/term", "fedcba9876543210", "a term that is gone"}};
  return check;
}

TEST(CheckJson, KeepsItsSchema) {
  testing::SchemaCheck schemas;
  for (const char* name : {"report.schema.json", "check.schema.json"}) schemas.add(name, parse(read_file(project_root() / "data/schema" / name)));
  for (const Report& report : {testing::open_release(), testing::restricted_weights(), testing::unreadable_release()}) {
    EXPECT_EQ(schemas.check("check.schema.json", parse(write_json_check(report, a_check(), {"aboveboard", "0", "0"}))), std::vector<std::string>());
    Check passed;
    passed.policy_path = passed.policy_sha256 = "p";
    EXPECT_EQ(schemas.check("check.schema.json", parse(write_json_check(report, passed, {"aboveboard", "0", "0"}))), std::vector<std::string>());
  }
}

TEST(CheckPage, SaysFirstWhetherItPassedAndTellsWhatWasLetPass) {
  const std::string page = write_terminal_check(testing::restricted_weights(), a_check(), {120, false});
  const std::string first = page.substr(0, page.find('\n'));
  EXPECT_NE(first.find(": failed  1 violation of policy.yaml · 1 waived · 1 known · 2 warnings"), std::string::npos) << first;
  for (const char* told : {"it imports os.system", "a.pkl:3", "by policy.yaml:12", "-> leave it out", "until 2027-01-31, by ml platform: converted by the spring", "Known to before.json", "a term that is gone", "the waiver of policy/term was not needed", "fingerprint: 0123456789abcdef"})
    EXPECT_NE(page.find(told), std::string::npos) << told << "\n" << page;
  Check passed;
  passed.policy_path = "policy.yaml";
  EXPECT_NE(write_terminal_check(testing::open_release(), passed, {80, false}).find(": passed  no violation of policy.yaml"), std::string::npos);
}

}  // namespace
}  // namespace aboveboard
