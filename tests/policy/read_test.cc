// Policies that are wrong: each mistake with its line, the offending text and the nearest valid word.
#include "policy/judged.h"

#include "base/limits.h"

namespace aboveboard {
namespace {

using testing::errors_of;
using testing::read;
using testing::Rules;

bool has(const std::vector<std::string>& errors, const std::string& text) {
  return std::any_of(errors.begin(), errors.end(), [&](const std::string& error) { return error.find(text) != std::string::npos; });
}

struct Wrong {
  const char* text;
  const char* told;
};

TEST(ReadPolicy, TellsLineTextAndNearestWord) {
  constexpr const char* kSha = "0000000000000000000000000000000000000000000000000000000000000000";
  const std::vector<Wrong> wrongs = {
      {"lable: {at-least: open-weights}", "2: unknown key \"lable\"; did you mean label?"},
      {"label: {at-least: open-wieghts}", "2: unknown label \"open-wieghts\"; did you mean open-weights"},
      {"label: {at-least: open-weights, reading: aparent}", "unknown reading \"aparent\"; did you mean apparent?"},
      {"label: open-weights", "2: `label` is a map; here stands a text: \"open-weights\""},
      {"label: {reading: apparent}", "`label` lacks `at-least`"},
      {"licenses: {wieghts: {allow: [MIT]}}", "unknown key \"wieghts\"; did you mean weights?"},
      {"licenses: {weights: {allow: [Apache-2.O]}}", "unknown license \"Apache-2.O\"; did you mean Apache-2.0?"},
      {"licenses: {weights: {allow: [\"MIT OR Apache-2.0\"]}}", "licenses are named one by one"},
      {"licenses: {weights: {classes: [ossi]}}", "unknown class of licenses \"ossi\"; did you mean osi?"},
      {"licenses: {weights: {classes: [unknown]}}", "\"unknown\" cannot be allowed"},
      {"licenses:\n  weights: {allow: []}", "3: no license is allowed for weights"},
      {"licenses: {weights: {allow: MIT}}", "`allow` is a list"},
      {"licenses: {weights: {allow: [MIT], detected: 1}}", "`detected` is true or false; here stands a number"},
      {"terms: {refuse: [user-treshold]}", "unknown term \"user-treshold\"; did you mean user-threshold?"},
      {"terms: {refuse: [{kind: geography, below: 5}]}", "geography has no number"},
      {"terms: {refuse: [{kind: user-threshold, below: many}]}", "`below` is a whole number above 0; here stands \"many\""},
      {"terms: {refuse: [geography], components: []}", "`components` is empty"},
      {"components: {require: [parameter]}", "unknown component \"parameter\"; did you mean parameters"},
      {"components: {require: [{id: paper, presence: not-found}]}", "unknown presence \"not-found\"; known are referenced, partial and present"},
      {"formats: {refuse: [pickel]}", "unknown format \"pickel\"; did you mean pickle?"},
      {"formats: {refuse: [pickle], allow: [safetensors, pytorch]}", "the format pytorch is allowed here, and pickle refused on line 2"},
      {"formats: {allow: []}", "no format is allowed"},
      {"dangers: {refuse: sometimes}", "unknown level of dangers \"sometimes\""},
      {"findings: {refuse: [opnwashing/claim]}", "unknown rule \"opnwashing/claim\"; did you mean openwashing/claim?"},
      {"uses: {require: [comercial]}", "unknown use \"comercial\"; did you mean commercial?"},
      {"uses: {require: [{id: commercial, answers: [unknown]}]}", "\"unknown\" is never enough"},
      {"uses: {require: [{id: commercial, answers: []}]}", "every release would fail"},
      {"frameworks: [{id: osaid, mode: definition, result: consistent}]", "unknown framework \"osaid\"; did you mean osaid-1.0?"},
      {"frameworks: [{id: osaid-1.0, mode: faqs, result: consistent}]", "unknown mode of osaid-1.0 \"faqs\"; did you mean faq?"},
      {"frameworks: [{id: osaid-1.0, result: consistent}]", "read in several modes"},
      {"frameworks: [{id: osaid-1.0, mode: faq, at-least: I}]", "osaid-1.0 has no `at-least`"},
      {"frameworks: [{id: otter-classes, at-least: IV}]", "unknown at-least of otter-classes \"IV\""},
      {"frameworks: [{id: otter-index, score-at-least: 50}]", "a score is a number from 0 to 1; here stands \"50\""},
      {"frameworks: [{id: otter-classes, score-at-least: 0.5}]", "otter-classes has no score"},
      {"frameworks: [{id: otter-classes}]", "asked for one of"},
      {"digests: {files: [{path: model.gguf, sha256: abc}]}", "a SHA-256 is 64 hexadecimal digits; here stands \"abc\""},
      {"bases: {allow: []}", "no base is allowed"},
      {"incomplete: maybe", "unknown word for `incomplete` \"maybe\"; known are refuse and allow"},
      {"label: {at-least: open-weights}\nlabel: {at-least: closed}", "3: the key \"label\" is repeated"},
      {"label: {at-least: open-weights}\nexceptions: [{license: MIT}]", "lacks `reason`"},
      {"label: {at-least: open-source}\nlicenses: {weights: {classes: [noncommercial]}}", "no release could pass"},
      {"incomplete: allow", "the policy asks for nothing"},
  };
  for (const Wrong& wrong : wrongs) {
    const auto errors = errors_of(wrong.text);
    EXPECT_TRUE(has(errors, wrong.told)) << wrong.text << "\n  gave " << (errors.empty() ? "no error" : errors.front());
  }
  EXPECT_TRUE(has(errors_of(std::string("formats: {refuse: [gguf]}\ndigests: {files: [{path: model.gguf, sha256: ") + kSha + "}]}"), "its format is refused on line 2"));
}

TEST(ReadPolicy, TellsOfWaiversAndDates) {
  const auto errors = [](const std::string& rest) { return errors_of("label: {at-least: open-weights}\nwaivers:\n  - {rule: policy/label, " + rest + "}"); };
  EXPECT_TRUE(errors("reason: r, owner: o, expires: 2027-01-31").empty());
  EXPECT_TRUE(has(errors("owner: o, expires: 2027-01-31"), "4: an entry here lacks `reason`"));
  EXPECT_TRUE(has(errors("reason: r, expires: 2027-01-31"), "lacks `owner`"));
  EXPECT_TRUE(has(errors("reason: r, owner: o"), "lacks `expires`"));
  EXPECT_TRUE(has(errors("reason: \" \", owner: o, expires: 2027-01-31"), "`reason` is empty"));
  EXPECT_TRUE(has(errors("reason: r, owner: o, expires: 31.01.2027"), "4: a date is written YYYY-MM-DD; here stands \"31.01.2027\"; did you mean 2027-01-31?"));
  EXPECT_TRUE(has(errors("reason: r, owner: o, expires: 2027-02-30"), "there is no day \"2027-02-30\"; did you mean 2027-02-28?"));
  EXPECT_TRUE(has(errors("reason: r, owner: o, expires: 20270131"), "did you mean 2027-01-31?"));
  EXPECT_TRUE(has(errors("reason: r, owner: o, expires: never"), "here stands \"never\""));
  EXPECT_TRUE(has(errors("reason: r, owner: o, expires: 2027-01-31, fingerprint: 12"), "a fingerprint is 16 hexadecimal digits"));
  EXPECT_TRUE(has(errors_of("label: {at-least: open-weights}\nwaivers: [{rule: policy/lable, reason: r, owner: o, expires: 2027-01-31}]"), "did you mean policy/label"));
  const auto far = read("version: 1\nlabel: {at-least: open-weights}\nwaivers: [{rule: policy/label, reason: r, owner: o, expires: 2030-01-01}, {rule: \"*\", reason: r, owner: o, expires: 2027-01-01}]");
  ASSERT_EQ(far.warnings.size(), 2u);
  EXPECT_EQ(far.warnings[0].rule, "policy/waiver-far");
  EXPECT_EQ(far.warnings[1].rule, "policy/weak");
}

TEST(ReadPolicy, TellsAllErrorsAtOnceUpToALimit) {
  EXPECT_EQ(errors_of("lable: 1\nlicences: 2\nterm: 3").size(), 3u);
  std::string many;
  for (int i = 0; i < 500; ++i) many += "key" + std::to_string(i) + ": 1\n";
  const auto errors = errors_of(many);
  ASSERT_EQ(errors.size(), limits::kPolicyErrors + 1);
  EXPECT_NE(errors.back().find("more errors are not told"), std::string::npos);
}

TEST(ReadPolicy, RefusesWhatIsNoPolicy) {
  const auto first = [](const std::string& text) {
    const auto errors = read(text).errors;
    return errors.empty() ? std::string() : aboveboard::to_string(errors.front());
  };
  EXPECT_NE(first("").find("policy.yaml:1: the policy is empty"), std::string::npos);
  EXPECT_NE(first("- a").find("a policy is a map"), std::string::npos);
  EXPECT_NE(first("label: {at-least: closed}").find("lacks `version: 1`"), std::string::npos);
  EXPECT_NE(first("version: 2\nlabel: {at-least: closed}").find("`version` is 1; here stands \"2\""), std::string::npos);
  EXPECT_NE(first("version: 1\nlabel: [").find("invalid YAML"), std::string::npos);
  EXPECT_NE(first("version: 1\na: &x [1]\nb: *x").find("policy.yaml:3: YAML aliases are not followed"), std::string::npos);
  EXPECT_NE(first(std::string("version: 1\n\xff\xfe")).find("not valid UTF-8"), std::string::npos);
  EXPECT_NE(first(std::string(10u << 20, '#')).find("more than the limit"), std::string::npos);
  EXPECT_NE(first("version: 1\nterms: {refuse: [" + std::string(100'000, 'a') + "]}").find("unknown term"), std::string::npos);
  std::string wide = "version: 1\nterms: {refuse: [geography";
  for (int i = 0; i < 60'000; ++i) wide += ",a";
  EXPECT_NE(first(wide + "]}").find("YAML nodes"), std::string::npos);
  EXPECT_NE(first("version: 1\nlabel: " + std::string(2000, '[')).find("policy.yaml"), std::string::npos);
}

TEST(ReadPolicy, WarnsOfEntriesThatAskForNothing) {
  const auto result = read("version: 1\nlabel: {at-least: closed}\nlicenses: {weights: {allow: [LicenseRef-otter-comunity]}}");
  ASSERT_TRUE(result.errors.empty());
  ASSERT_EQ(result.warnings.size(), 2u);
  EXPECT_NE(result.warnings[0].message.find("did you mean LicenseRef-otter-community?"), std::string::npos) << result.warnings[0].message;
  EXPECT_EQ(result.warnings[1].rule, "policy/weak");
}

}  // namespace
}  // namespace aboveboard
