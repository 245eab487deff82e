#include "report/read_json.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "report/full_report.h"
#include "support/paths.h"

namespace aboveboard::testing {
namespace {

const ToolInfo kTool{"aboveboard", "1.2.3", "0123abcd"};

Result<StoredReport> read(const std::string& json) { return read_report(json, {"reports/otter.json", {}, {}}); }

// What is wrong with `json`; "" where nothing is.
std::string error_of(const std::string& json) {
  const auto stored = read(json);
  return stored ? "" : to_string(stored.error());
}

std::string with(std::string json, const std::string& from, const std::string& to) {
  const std::size_t at = json.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? json : json.replace(at, from.size(), to);
}

void expect_same(const std::string& json) {
  const auto stored = read(json);
  ASSERT_TRUE(stored) << to_string(stored.error());
  EXPECT_EQ(write_json(stored->report, stored->tool), json);
}

TEST(ReadReport, GivesBackEverySampleByteForByte) {
  for (const Report& report : {open_release(), restricted_weights(), closed_api(), unreadable_release(), full_report(), Report{}}) expect_same(write_json(report, kTool));
}

TEST(ReadReport, GivesBackTheGoldenReports) {
  for (const char* name : {"open-release", "restricted-weights", "closed-api", "unreadable-release"}) {
    const std::string json = read_file(project_root() / "tests/golden" / (std::string(name) + ".json"));
    expect_same(json);
  }
}

TEST(ReadReport, AStoredReportMakesTheSamePage) {
  for (const Report& report : {open_release(), restricted_weights(), closed_api(), full_report()}) {
    const auto stored = read(write_json(report, kTool));
    ASSERT_TRUE(stored) << to_string(stored.error());
    EXPECT_EQ(write_terminal(stored->report, {100, false}), write_terminal(report, {100, false}));
  }
}

TEST(ReadReport, KeepsWhoMadeIt) {
  const auto stored = read(write_json(closed_api(), kTool));
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->tool.version, "1.2.3");
  EXPECT_EQ(stored->tool.data_version, "0123abcd");
}

TEST(ReadReport, TakesTheMarkOfAnEditor) { EXPECT_EQ(error_of("\xef\xbb\xbf" + write_json(closed_api(), kTool)), ""); }

TEST(ReadReport, SaysWhichVersionItReads) {
  EXPECT_EQ(error_of(with(write_json(closed_api(), kTool), "\"schema_version\": 1", "\"schema_version\": 2")), "reports/otter.json:2: made by version 2 of the format; this program reads 1");
  EXPECT_NE(error_of(with(write_json(closed_api(), kTool), "\"schema_version\": 1", "\"schema_version\": \"1\"")), "");
}

TEST(ReadReport, SaysThatAnotherFileIsNone) {
  for (const char* json : {"{\"model_type\": \"pebble\"}", "[]", "3", "null"}) EXPECT_EQ(error_of(json), "reports/otter.json:1: this is no report of `aboveboard audit --format json`") << json;
}

TEST(ReadReport, RefusesAReportThatIsCutOff) {
  const std::string json = write_json(restricted_weights(), kTool);
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, json.size() / 3, json.size() / 2, json.size() - 3}) {
    const std::string error = error_of(json.substr(0, size));
    EXPECT_TRUE(error.starts_with("reports/otter.json:")) << size << " " << error;
  }
}

TEST(ReadReport, NamesTheLineAndTheNearestKey) {
  const std::string json = write_json(closed_api(), kTool);
  EXPECT_NE(error_of(with(json, "\"at_least\": null,", "\"at_least\": null, \"at_lest\": 3,")).find("unknown key \"at_lest\" in \"label\"; did you mean at_least"), std::string::npos)
      << error_of(with(json, "\"at_least\": null,", "\"at_least\": null, \"at_lest\": 3,"));
  EXPECT_NE(error_of(with(json, "\"presence\"", "\"presense\"")).find("the key \"presence\" is missing in \"components\""), std::string::npos);
  EXPECT_NE(error_of(with(json, "\"presence\": \"not-found\"", "\"presence\": \"not-fuond\"")).find("\"presence\" cannot be \"not-fuond\"; did you mean not-found?"), std::string::npos);
  EXPECT_NE(error_of(with(json, "\"answer\": \"no\"", "\"answer\": \"nope\"")).find("\"answer\" cannot be \"nope\"; known are yes, no, limits and unknown"), std::string::npos);
}

TEST(ReadReport, RefusesAKeyThatStandsTwice) {
  EXPECT_NE(error_of(with(write_json(closed_api(), kTool), "\"at_least\": null,", "\"at_least\": null, \"at_least\": null,")), "");
}

TEST(ReadReport, RefusesWordsOfNoClosedList) {
  const std::string json = write_json(full_report(), kTool);
  ASSERT_EQ(error_of(json), "");
  const std::vector<std::pair<std::string, std::string>> changes = {
      {R"("at_most": "open-source")", R"("at_most": "open")"},
      {R"("at_least": "weights-available")", R"("at_least": "weights")"},
      {R"("answer": "limits")", R"("answer": "maybe")"},
      {R"("answer": "conditions")", R"("answer": "limits")"},
      {R"("presence": "declared-absent")", R"("presence": "absent")"},
      {R"("scope": "inherited")", R"("scope": "lent")"},
      {R"("verdict": "modified")", R"("verdict": "similar")"},
      {R"("kind": "user-threshold")", R"("kind": "users")"},
      {R"("origin": "policy")", R"("origin": "police")"},
      {R"("result": "met")", R"("result": "false")"},
      {R"("level": "error")", R"("level": "fatal")"},
      {R"("kind": "listing")", R"("kind": "guess")"},
      {R"("kind": "classes")", R"("kind": "grades")"},
      {R"("kind": "norms")", R"("kind": "statistics")"},
      {R"("relation": "finetune")", R"("relation": "child")"},
      {R"("complete": "yes")", R"("complete": "mostly")"},
      {R"("role": "weights")", R"("role": "model")"},
      {R"("scale-restricted")", R"("big")"},
      {R"("change": "added")", R"("change": "more")"},
      {R"("id": "training-code")", R"("id": "train")"},
      {R"("id": "inspect")", R"("id": "look")"},
      {R"("algorithm": "sha256")", R"("algorithm": "md5")"},
      {R"("promised_by": "store")", R"("promised_by": "shop")"},
      {R"("depth": "described")", R"("depth": "deep")"},
      {R"("access": "public")", R"("access": "free")"},
      {R"("effort": "publish")", R"("effort": "much")"},
  };
  for (const auto& [from, to] : changes) EXPECT_NE(error_of(with(json, from, to)).find("cannot be"), std::string::npos) << to;
}

TEST(ReadReport, RefusesOtherTypesAndNumbersOutOfRange) {
  const std::string json = write_json(full_report(), kTool);
  const std::vector<std::pair<std::string, std::string>> changes = {
      {R"("layers": 32)", R"("layers": "32")"},       {R"("layers": 32)", R"("layers": -1)"},          {R"("layers": 32)", R"("layers": 3.5)"},
      {R"("layers": 32)", R"("layers": 32e1)"},       {R"("layers": 32)", R"("layers": null)"},        {R"("layers": 32)", R"("layers": 18446744073709551616)"},
      {R"("conflict": true)", R"("conflict": 1)"},    {R"("declared": true)", R"("declared": "yes")"}, {R"("low": 1.5e+24)", R"("low": 1e999)"},
      {R"("low": 1.5e+24)", R"("low": NaN)"},         {R"("label": {)", R"("label": 3, "x": {)"},      {R"("questions": [)", R"("questions": [3, )"},
      {R"("licenses": [)", R"("licenses": ["a", )"},  {R"("complete": true)", R"("complete": {})"},    {R"("region": "EU")", R"("region": 3)"},
      {R"("kept": false)", R"("kept": "no")"},        {R"("shape": [)", R"("shape": [null, )"},        {R"("name": "model architecture")", R"("name": 1)"},
  };
  for (const auto& [from, to] : changes) {
    const std::string changed = json.find(from) == std::string::npos ? "" : with(json, from, to);
    if (changed.empty()) continue;  // one of the spellings
    EXPECT_TRUE(error_of(changed).starts_with("reports/otter.json:")) << to << ": " << error_of(changed);
  }
}

// Every key of every record, taken away or called otherwise.
TEST(ReadReport, NoKeyIsPassedOver) {
  const std::string json = write_json(full_report(), kTool);
  int changed = 0;
  for (std::size_t at = json.find("\": "); at != std::string::npos; at = json.find("\": ", at + 1)) {
    const std::size_t begin = json.rfind('"', at - 1);
    if (json.rfind("\"dtypes\"", at) != std::string::npos && json.rfind('}', at) < json.rfind("\"dtypes\"", at)) continue;  // its keys are names
    std::string other = json;
    other.insert(begin + 1, "x_");
    EXPECT_NE(error_of(other), "") << json.substr(begin, 40);
    ++changed;
  }
  EXPECT_GT(changed, 300);
}

TEST(ReadReport, DeepNestingAndSizeAreBounded) {
  EXPECT_NE(error_of(std::string(10'000'000, '[')), "");
  EXPECT_NE(error_of(with(write_json(closed_api(), kTool), "\"at_least\": null", "\"at_least\": " + std::string(5000, '[') + std::string(5000, ']'))), "");
  std::string many = "{\"schema_version\": 1, \"tool\": [";
  for (std::uint64_t i = 0; i <= limits::kReportValues; ++i) many += "[],";
  EXPECT_NE(error_of(many + "0]}").find("values is not read"), std::string::npos);
  EXPECT_NE(error_of(std::string(limits::kReportBytes + 1, ' ')).find("bytes is not read"), std::string::npos);
}

TEST(ReadReport, RefusesBytesThatAreNoUtf8) { EXPECT_NE(error_of(with(write_json(closed_api(), kTool), "assistant-api", "assistant\xff")), ""); }

}  // namespace
}  // namespace aboveboard::testing
