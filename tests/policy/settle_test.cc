// Waivers, baselines, and entries that serve nothing.
#include "policy/judged.h"

#include "policy/baseline.h"

namespace aboveboard {
namespace {

using testing::at;
using testing::counting;
using testing::judge;
using testing::release;
using testing::Rules;
using testing::warned;

const std::string kLabel = "label: {at-least: open-source}\n";

std::string waiver(const std::string& rest) { return "waivers: [{reason: r, owner: o, " + rest + "}]"; }

TEST(Waivers, LetPassUntilTheirDay) {
  const Check waived = judge(kLabel + waiver("rule: policy/label, expires: 2026-11-21"), release());
  EXPECT_EQ(waived.result, CheckResult::Passed) << "the day itself counts";
  ASSERT_EQ(waived.violations.size(), 1u);
  EXPECT_EQ(waived.violations.front().waiver->owner, "o");
  const Check expired = judge(kLabel + waiver("rule: policy/label, expires: 2026-11-20"), release());
  EXPECT_EQ(counting(expired), (Rules{"policy/label untold", "policy/waiver-expired"}));
  EXPECT_EQ(warned(judge(kLabel + waiver("rule: policy/term, expires: 2026-11-20"), release())), Rules{"policy/unused"}) << "expired and not needed";
}

TEST(Waivers, AreHeldToRulePathReleaseAndFingerprint) {
  const auto passes = [](const std::string& rest) { return judge(kLabel + waiver(rest + ", expires: 2027-01-01"), release()).result == CheckResult::Passed; };
  const std::string print = judge(kLabel, release()).violations.front().fingerprint;
  EXPECT_TRUE(passes("rule: \"policy/*\", path: README.md, release: \"otter-*\", fingerprint: \"" + print + "\""));
  EXPECT_FALSE(passes("rule: policy/term"));
  EXPECT_FALSE(passes("rule: policy/label, path: LICENSE"));
  EXPECT_FALSE(passes("rule: policy/label, release: heron"));
  EXPECT_FALSE(passes("rule: policy/label, fingerprint: \"0123456789abcdef\""));
  Report report = release();
  report.findings = {{"danger/pickle-import", FindingLevel::Error, "it imports", "", {at("a.pkl", 1), at("b.pkl", 1)}}};
  EXPECT_EQ(judge("dangers: {refuse: any}\n" + waiver("rule: \"danger/*\", expires: 2027-01-01"), report).result, CheckResult::Passed);
  EXPECT_EQ(judge("dangers: {refuse: any}\n" + waiver("rule: \"danger/*\", path: a.pkl, expires: 2027-01-01"), report).result, CheckResult::Failed) << "it lies in another file too";
}

TEST(Fingerprints, StayWhenLinesMoveAndTellOneMore) {
  Report report = release();
  report.findings = {{"danger/pickle-import", FindingLevel::Error, "it imports os.system at byte 12", "", {at("a.pkl", 1)}}};
  const std::string before = judge("dangers: {refuse: any}", report).violations.front().fingerprint;
  report.findings.front().message = "it imports os.system at byte 977";
  report.findings.front().evidence.front().line = 9;
  EXPECT_EQ(judge("\n\ndangers: {refuse: any}", report).violations.front().fingerprint, before);
  report.findings.push_back(report.findings.front());
  const Check two = judge("dangers: {refuse: any}", report);
  EXPECT_EQ(two.violations[0].fingerprint, before);
  EXPECT_NE(two.violations[1].fingerprint, before);
  report.findings.front().message = "it imports os.remove at byte 12";
  EXPECT_NE(judge("dangers: {refuse: any}", report).violations.front().fingerprint, before);
}

TEST(BaselineCheck, FailsOnlyWhatIsNew) {
  const Check before = judge(kLabel, release());
  Baseline baseline{"before.json", "otter-7b", {{"policy/label", before.violations.front().fingerprint, ""}, {"policy/term", "00", "a term"}}};
  const Check after = judge(kLabel, release(), &baseline);
  EXPECT_EQ(after.result, CheckResult::Passed);
  EXPECT_EQ(after.violations.front().state, ViolationState::Known);
  ASSERT_EQ(after.gone.size(), 1u);
  EXPECT_EQ(after.gone.front().message, "a term");
  EXPECT_EQ(counting(judge(kLabel + "licenses: {weights: {allow: [MIT]}}", release(), &baseline)), Rules{"policy/license"});
  baseline.release = "heron-1b";
  EXPECT_EQ(warned(judge(kLabel, release(), &baseline)), Rules{"policy/baseline-release"});
}

TEST(BaselineCheck, NeverKnowsOtherBytesOrExpiredWaivers) {
  const std::string pinned = "digests: {files: [{path: model.safetensors, sha256: \"" + std::string(64, '0') + "\"}]}";
  Report report = release();
  report.facts.digests = {{"otter-7b", "model.safetensors", "sha256", std::string(64, '1'), "", "", {}}};
  const Check before = judge(pinned, report);
  const Baseline baseline{"b.json", "", {{"policy/digest", before.violations.front().fingerprint, ""}}};
  EXPECT_EQ(judge(pinned, report, &baseline).result, CheckResult::Failed);
}

std::string check_json(const std::string& version, const std::string& violations, const std::string& seal) {
  return "{\"schema_version\": " + version + ", \"violations\": [" + violations + "], \"known\": [], \"waived\": [], \"seal\": \"" + seal + "\", \"report\": {\"release\": {\"name\": \"otter-7b\"}}}";
}

TEST(BaselineFile, IsReadAndHeldToItsSeal) {
  Violation violation;
  violation.rule = "policy/label";
  violation.fingerprint = "0123456789abcdef";
  const std::string record = R"({"rule": "policy/label", "fingerprint": "0123456789abcdef", "state": "violated", "message": "m"})";
  const std::string whole = check_json("1", record, seal_of({violation}));
  const auto good = read_baseline(whole, "b.json");
  ASSERT_TRUE(good) << aboveboard::to_string(good.error());
  EXPECT_EQ(good->release, "otter-7b");
  ASSERT_EQ(good->entries.size(), 1u);
  const auto told = [](const std::string& text) {
    const auto read = read_baseline(text, "b.json");
    return read ? std::string() : aboveboard::to_string(read.error());
  };
  EXPECT_NE(told(check_json("2", record, seal_of({violation}))).find("schema version 2"), std::string::npos);
  EXPECT_NE(told(whole.substr(0, whole.size() / 2)).find("no whole JSON"), std::string::npos);
  EXPECT_NE(told(check_json("1", "", seal_of({violation}))).find("was edited"), std::string::npos);
  EXPECT_NE(told(check_json("1", "7", seal_of({violation}))).find("was edited or is not whole"), std::string::npos);
  EXPECT_NE(told("{\"schema_version\": 1, \"release\": {}}").find("report of another command"), std::string::npos);
  EXPECT_NE(told("[]").find("no output of"), std::string::npos);
  EXPECT_NE(told("").find("no whole JSON"), std::string::npos);
}

TEST(Unused, EntriesAreWarnedOf) {
  const Check check = judge("licenses: {weights: {allow: [Apache-2.0, MIT, CC-BY-4.0]}}\nexceptions: [{license: MIT, reason: r}]\nclarify: [{file: LICENSE.txt, sha256: \"" + std::string(64, 'a') + "\", license: MIT, reason: r}]\n" + waiver("rule: policy/term, expires: 2027-01-01"), release());
  EXPECT_EQ(warned(check), (Rules{"policy/unused", "policy/unused", "policy/unused", "policy/unused"}));
  EXPECT_NE(check.warnings.front().message.find("words=MIT and CC-BY-4.0"), std::string::npos);
  EXPECT_EQ(check.result, CheckResult::Passed);
}

TEST(Unused, AClarificationThatLapsedIsTold) {
  Report report = release();
  report.facts.clarifications = {{{"LICENSE", std::string(64, 'a'), "MIT", "r"}, ClarificationState::Lapsed, std::string(64, 'b'), {}}};
  const Check check = judge(kLabel + "clarify: [{file: LICENSE, sha256: \"" + std::string(64, 'a') + "\", license: MIT, reason: r}]", report);
  EXPECT_EQ(warned(check), Rules{"policy/clarification-lapsed"});
  EXPECT_NE(check.warnings.front().message.find("found=" + std::string(64, 'b')), std::string::npos);
}

}  // namespace
}  // namespace aboveboard
