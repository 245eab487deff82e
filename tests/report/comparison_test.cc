#include "report/comparison.h"

#include <gtest/gtest.h>

#include <sstream>

#include "report/compare_writers.h"
#include "report/display.h"
#include "report/full_report.h"
#include "report/schema_check.h"
#include "support/paths.h"

namespace aboveboard::testing {
namespace {

const ToolInfo kTool{"aboveboard", "1.2.3", "0123abcd"};

std::vector<CompareInput> two() { return {{"a", open_release(), ""}, {"b", restricted_weights(), ""}}; }

const ComparisonRow* find(const Comparison& comparison, const std::string& group, const std::string& id) {
  for (const ComparisonRow& row : comparison.rows) {
    if (row.group == group && row.id == id) return &row;
  }
  return nullptr;
}

std::vector<std::string> values(const Comparison& comparison, const std::string& group, const std::string& id) {
  std::vector<std::string> out;
  const ComparisonRow* row = find(comparison, group, id);
  for (const ComparedValue& value : row == nullptr ? std::vector<ComparedValue>() : row->values) out.push_back(value.text);
  return out;
}

using Texts = std::vector<std::string>;

TEST(Comparison, TellsLabelsComponentsAndLicenses) {
  const Comparison table = compare(two());
  EXPECT_EQ(values(table, "label", "apparent"), (Texts{"Open Source AI with Open Data", "Weights Available AI"}));
  EXPECT_EQ(values(table, "components", "training-code"), (Texts{"present, license file header", "declared absent"}));
  EXPECT_EQ(values(table, "components", "optimizer-state"), (Texts{"not found", "not found"}));
  EXPECT_EQ(values(table, "licenses", "weights"), (Texts{"Apache-2.0 (text)", "example-community-1.0 (text, modified; tag and text disagree)"}));
  EXPECT_EQ(values(table, "licenses", "data"), (Texts{"CC0-1.0 (text)", "-"}));
  EXPECT_EQ(values(table, "weights", "parameters"), (Texts{"8,030,261,248", "8,030,261,248"}));
}

TEST(Comparison, DiffersWhereValuesDo) {
  const Comparison table = compare(two());
  EXPECT_TRUE(find(table, "components", "training-code")->differs);
  EXPECT_FALSE(find(table, "components", "optimizer-state")->differs);
  EXPECT_FALSE(find(table, "weights", "parameters")->differs);
}

// What governs the first release is not put together there, so nothing may be said of its terms.
TEST(Comparison, ATermThatCannotBeToldIsNotAbsent) {
  EXPECT_EQ(values(compare(two()), "terms", "user-threshold"), (Texts{"?", "700,000,000, monthly active users on the release date: ask for a license"}));
  Report open = open_release();
  open.facts.governing = {{{ComponentId::Parameters}, {"Apache-2.0"}, {LicenseClass::Osi}, {}}};
  EXPECT_EQ(values(compare({{"a", open, ""}, {"b", restricted_weights(), ""}}), "terms", "user-threshold")[0], "-");
  open.facts.governing[0].classes = {LicenseClass::Osi, LicenseClass::Unknown};
  EXPECT_EQ(values(compare({{"a", open, ""}, {"b", restricted_weights(), ""}}), "terms", "user-threshold")[0], "?");
  open.facts.governing[0].classes = {LicenseClass::Noncommercial};  // restricts, but in no term
  EXPECT_EQ(values(compare({{"a", open, ""}, {"b", restricted_weights(), ""}}), "terms", "user-threshold")[0], "?");
}

TEST(Comparison, RowsOfOneReportAloneCannotBeToldOfTheOther) {
  EXPECT_EQ(values(compare({{"a", full_report(), ""}, {"b", closed_api(), ""}}), "frameworks", "mof/mot"), (Texts{"class II (class III to class I), 0.50 (0.10 to 1.00)", "?"}));
  EXPECT_EQ(values(compare(two()), "uses", "compliance"), (Texts{"?", "unknown"}));
}

TEST(Comparison, AFailedReleaseIsAColumnThatMakesNoDifference) {
  const Comparison table = compare({{"a", open_release(), ""}, {"gone", std::nullopt, "no such file or folder"}, {"c", open_release(), ""}});
  EXPECT_EQ(table.releases[1].heading, "gone");
  EXPECT_EQ(table.releases[1].failure, "no such file or folder");
  for (const ComparisonRow& row : table.rows) EXPECT_FALSE(row.differs) << row.id;
}

TEST(Comparison, HeadingsTellReleasesApart) {
  const Comparison table = compare({{"v1.json", open_release(), ""}, {"v2.json", open_release(), ""}, {"v2.json", open_release(), ""}, {"b", restricted_weights(), ""}});
  EXPECT_EQ(table.releases[0].heading, "v1.json");
  EXPECT_EQ(table.releases[1].heading, "v2.json #1");
  EXPECT_EQ(table.releases[2].heading, "v2.json #2");
  EXPECT_EQ(table.releases[3].heading, "Model-8B");
}

std::vector<CompareInput> many(std::size_t count) {
  std::vector<CompareInput> inputs;
  for (std::size_t i = 0; i < count; ++i) {
    Report report = i % 3 == 0 ? open_release() : i % 3 == 1 ? restricted_weights() : unreadable_release();
    report.facts.release.name += "-" + std::to_string(i);
    inputs.push_back({"reports/" + std::to_string(i) + ".json", std::move(report), ""});
  }
  return inputs;
}

TEST(CompareTerminal, NoLineIsWiderThanThePage) {
  for (const std::size_t count : {2, 3, 6, 12}) {
    for (const int width : {40, 60, 80, 120, 200}) {
      std::istringstream lines(write_terminal_comparison(compare(many(count)), {width, false}, true));
      for (std::string line; std::getline(lines, line);) EXPECT_LE(terminal::display_width(line), static_cast<std::size_t>(width)) << count << " " << width << ": " << line;
    }
  }
}

TEST(CompareTerminal, ShowsOnlyRowsThatDiffer) {
  const std::string differing = write_terminal_comparison(compare(two()), {120, false}, false), all = write_terminal_comparison(compare(two()), {120, false}, true);
  EXPECT_NE(differing.find("training code"), std::string::npos);
  EXPECT_EQ(differing.find("optimizer state"), std::string::npos);
  EXPECT_NE(differing.find("the same for all; --all shows them"), std::string::npos);
  EXPECT_NE(all.find("*  training code"), std::string::npos);
  EXPECT_NE(all.find("   optimizer state"), std::string::npos);
}

TEST(CompareTerminal, TellsPresenceByAWordAndASign) {
  const std::string page = write_terminal_comparison(compare(two()), {120, false}, false);
  EXPECT_NE(page.find("x declared absent"), std::string::npos);
  EXPECT_NE(page.find("+ present"), std::string::npos);
  EXPECT_NE(page.find("! 700,000,000"), std::string::npos);
}

TEST(CompareTerminal, StacksWhatDoesNotFitSideBySide) {
  const std::string page = write_terminal_comparison(compare(many(12)), {80, false}, false);
  EXPECT_NE(page.find("declared absent"), std::string::npos);
  EXPECT_NE(page.find("Model-8B-1, Model-8B-4"), std::string::npos) << page;
}

TEST(CompareTerminal, SaysThatNothingDiffers) {
  EXPECT_NE(write_terminal_comparison(compare({{"a", open_release(), ""}, {"b", open_release(), ""}}), {80, false}, false).find("no difference in any row"), std::string::npos);
  EXPECT_NE(write_terminal_comparison(compare({{"a", open_release(), ""}, {"b", std::nullopt, "gone"}}), {80, false}, false).find("fewer than two releases"), std::string::npos);
}

TEST(CompareTerminal, NothingOfAReleaseSteersTheTerminal) {
  const std::string page = write_terminal_comparison(compare(many(3)), {100, false}, true);
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
}

std::vector<std::string> schema_errors(const std::string& json) {
  SchemaCheck check;
  Diagnostics notes;
  for (const char* name : {"report.schema.json", "compare.schema.json"}) {
    auto schema = data::parse_json(read_file(project_root() / "data/schema" / name), {.path = name}, notes);
    check.add(name, *schema);
  }
  return check.check("compare.schema.json", *data::parse_json(json, {.path = "compare.json"}, notes));
}

TEST(CompareJson, HoldsToItsSchema) {
  std::vector<CompareInput> inputs = many(3);
  inputs.push_back({"gone", std::nullopt, "no such file"});
  inputs.push_back({"full", full_report(), ""});
  const std::string json = write_json_comparison(compare(inputs), kTool);
  EXPECT_EQ(schema_errors(json), Texts());
  EXPECT_FALSE(schema_errors(std::string(json).replace(json.find("\"differs\""), 9, "\"differ\"")).empty());
  EXPECT_FALSE(schema_errors(std::string(json).replace(json.find("\"group\": \"label\""), 16, "\"group\": \"lable\"")).empty());
}

}  // namespace
}  // namespace aboveboard::testing
