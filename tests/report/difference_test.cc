#include "report/difference.h"

#include <gtest/gtest.h>

#include <sstream>

#include "report/diff_writers.h"
#include "report/display.h"
#include "report/full_report.h"
#include "report/schema_check.h"
#include "support/paths.h"

namespace aboveboard::testing {
namespace {

const ToolInfo kTool{"aboveboard", "1.2.3", "0123abcd"};

DiffInput input(Report report, std::string location = "old.json") { return {std::move(location), std::move(report), kTool}; }

Difference between(const Report& before, const Report& after) { return difference(input(before), input(after, "new.json")); }

const Change* find(const Difference& found, const std::string& group, const std::string& id) {
  for (const Change& change : found.changes) {
    if (change.group == group && change.id == id) return &change;
  }
  return nullptr;
}

Direction direction(const Difference& found, const std::string& group, const std::string& id) {
  const Change* change = find(found, group, id);
  EXPECT_NE(change, nullptr) << group << " " << id;
  return change == nullptr ? Direction::Neither : change->direction;
}

// An open release whose terms are put together.
Report governed() {
  Report report = open_release();
  report.facts.governing = {{{ComponentId::Parameters, ComponentId::TrainingCode}, {"Apache-2.0"}, {LicenseClass::Osi}, {}}};
  return report;
}

Report with_term(Report report, Term term, LicenseClass of = LicenseClass::ScaleRestricted) {
  report.facts.governing[0].terms.push_back({std::move(term), "Apache-2.0", {}});
  report.facts.governing[0].classes = {of};
  return report;
}

Term threshold(const char* users) { return {TermKind::UserThreshold, users, "", "", "", {at("LICENSE", 41, "users")}}; }

TEST(Difference, OfAReportAndItselfIsNone) {
  for (const Report& report : {open_release(), restricted_weights(), closed_api(), unreadable_release(), full_report()}) {
    const Difference found = between(report, report);
    EXPECT_TRUE(found.changes.empty());
    EXPECT_EQ(found.sentence, "no difference");
    EXPECT_EQ(write_terminal_difference(input(report), input(report), found, {80, false}), "no difference\n");
  }
}

TEST(Difference, ALicenseThatRestrictsIsLessOpen) {
  Report after = governed();
  after.facts.licenses.push_back(restricted_weights().facts.licenses[0]);
  set(after.facts, ComponentId::Parameters, Presence::Present, {listed("model-00001-of-00002.safetensors")}, {"LicenseRef-example-community-1.0"}, LicenseScope::Explicit);
  after.label.apparent = after.label.at_least = Label::WeightsAvailable;
  const Difference found = between(governed(), after);
  EXPECT_EQ(found.direction, Direction::LessOpen);
  EXPECT_TRUE(found.sentence.starts_with("less open: Open Source AI with Open Data -> Weights Available AI; the license of the model parameters changed from Apache-2.0 to example-community-1.0"))
      << found.sentence;
  EXPECT_EQ(direction(found, "governing", "parameters"), Direction::LessOpen);
  EXPECT_EQ(find(found, "governing", "parameters")->after.place, "LICENSE:1");
  const Difference back = between(after, governed());
  EXPECT_EQ(back.direction, Direction::MoreOpen);
  EXPECT_EQ(direction(back, "governing", "parameters"), Direction::MoreOpen);
}

TEST(Difference, ALicenseThatCanNoLongerBeToldIsLessOpen) {
  Report after = governed();
  set(after.facts, ComponentId::Parameters, Presence::Present, {}, {}, LicenseScope::None);
  EXPECT_EQ(direction(between(governed(), after), "governing", "parameters"), Direction::LessOpen);
  after.facts.licenses[0].classes = {LicenseClass::Unknown};
  set(after.facts, ComponentId::Parameters, Presence::Present, {}, {"Apache-2.0", "MIT"}, LicenseScope::None);
  EXPECT_EQ(direction(between(governed(), after), "governing", "parameters"), Direction::LessOpen);
}

TEST(Difference, TermsAreAddedRemovedAndChangedWithTheirPlaces) {
  const Report none = governed(), high = with_term(none, threshold("700000000")), low = with_term(none, threshold("100000000"));
  EXPECT_EQ(direction(between(none, high), "terms", "user-threshold"), Direction::LessOpen);
  EXPECT_EQ(direction(between(high, none), "terms", "user-threshold"), Direction::MoreOpen);
  EXPECT_EQ(direction(between(high, low), "terms", "user-threshold"), Direction::LessOpen);
  EXPECT_EQ(direction(between(low, high), "terms", "user-threshold"), Direction::MoreOpen);
  const Difference lowered = between(high, low);
  const Change* change = find(lowered, "terms", "user-threshold");
  EXPECT_EQ(change->before.text, "700,000,000");
  EXPECT_EQ(change->after.place, "LICENSE:41");
  EXPECT_EQ(std::count_if(lowered.changes.begin(), lowered.changes.end(), [](const Change& one) { return one.group == "terms"; }), 1) << "told once for weights and code";
}

TEST(Difference, DutiesGoNeitherWay) {
  const Report after = with_term(governed(), {TermKind::Attribution, "required", "", "", "", {}}, LicenseClass::Osi);
  EXPECT_EQ(direction(between(governed(), after), "terms", "attribution"), Direction::Neither);
}

TEST(Difference, ARestrictionThatCanNoLongerBeToldIsNotLifted) {
  const Report before = with_term(governed(), threshold("700000000"));
  Report after = governed();
  after.facts.governing[0].classes = {LicenseClass::Unknown};
  const Difference found = between(before, after);
  EXPECT_EQ(direction(found, "terms", "user-threshold"), Direction::Neither);
  EXPECT_EQ(find(found, "terms", "user-threshold")->after.text, "cannot be told");
}

TEST(Difference, ComponentsComeAndGo) {
  Report after = governed();
  set(after.facts, ComponentId::TrainingCode, Presence::NotFound, {});
  set(after.facts, ComponentId::Paper, Presence::Present, {listed("paper.pdf")});
  set(after.facts, ComponentId::TrainingLogs, Presence::DeclaredAbsent, {at("README.md", 7, "no logs")});
  const Difference found = between(governed(), after);
  EXPECT_EQ(direction(found, "components", "training-code"), Direction::LessOpen);
  EXPECT_EQ(direction(found, "components", "paper"), Direction::MoreOpen);
  EXPECT_EQ(direction(found, "components", "training-logs"), Direction::LessOpen);
  EXPECT_EQ(find(found, "governing", "training-code"), nullptr) << "what is gone has no license to change";
  EXPECT_EQ(direction(between(after, governed()), "components", "training-logs"), Direction::Neither) << "no text says so any more, but nothing is shown";
}

TEST(Difference, TheWholeGoesAsTheLabelDoes) {
  Report after = governed();
  set(after.facts, ComponentId::TrainingCode, Presence::NotFound, {});
  set(after.facts, ComponentId::TrainingLogs, Presence::Present, {listed("logs/run.log")});
  Difference found = between(governed(), after);
  EXPECT_EQ(found.direction, Direction::Neither);
  EXPECT_TRUE(found.more_open && found.less_open);
  EXPECT_TRUE(found.sentence.starts_with("more open in 1, less open in 1: Open Source AI with Open Data as before")) << found.sentence;
  after.label.apparent = Label::OpenWeights;
  found = between(governed(), after);
  EXPECT_EQ(found.direction, Direction::LessOpen);
  EXPECT_TRUE(found.sentence.ends_with("; training code: present -> not found; but more open in 1 thing")) << found.sentence;
}

TEST(Difference, ALabelThatCanNoLongerBeToldIsLessOpen) {
  Report after = governed();
  after.label.apparent = std::nullopt;
  EXPECT_EQ(between(governed(), after).direction, Direction::LessOpen);
  EXPECT_EQ(direction(between(after, governed()), "label", "apparent"), Direction::Neither);
  after = governed();
  after.label.at_least = Label::OpenWeights;
  EXPECT_EQ(between(governed(), after).sentence, "less open: at least Open Source AI with Open Data -> Open Weights AI");
}

TEST(Difference, RequirementsAndAnswersHaveDirections) {
  Report after = governed();
  after.frameworks[0].requirements[1].result = Truth::Unknown;
  after.frameworks[0].result = "undetermined";
  after.uses[1].answer = UseAnswer::Unknown;
  after.questions[1].answer = Answer::No;
  const Difference found = between(governed(), after);
  EXPECT_EQ(direction(found, "frameworks", "osaid.code"), Direction::LessOpen);
  EXPECT_EQ(find(found, "frameworks", "osaid.code")->before.text, "met");
  EXPECT_EQ(direction(found, "frameworks", "osaid-1.0/definition"), Direction::LessOpen);
  EXPECT_EQ(direction(found, "uses", "research"), Direction::LessOpen);
  EXPECT_EQ(direction(found, "questions", "inspect"), Direction::LessOpen);
  after.frameworks[0].requirements[1].decides = false;
  EXPECT_EQ(direction(between(governed(), after), "frameworks", "osaid.code"), Direction::Neither) << "what stays due in any case says nothing of openness";
}

TEST(Difference, ConditionsOfAUseAreComparedWithoutTheirPlaces) {
  Report before = governed(), after = governed();
  before.uses[0] = {"application", "an application", UseAnswer::Conditions, {"keep notices (LICENSE:4)"}, {}};
  after.uses[0] = {"application", "an application", UseAnswer::Conditions, {"keep notices (LICENSE:9)"}, {}};
  EXPECT_EQ(find(between(before, after), "uses", "application"), nullptr);
  after.uses[0].conditions.push_back("ask for a license above 5 users (LICENSE:12)");
  const Difference found = between(before, after);
  EXPECT_EQ(direction(found, "uses", "application"), Direction::LessOpen);
  EXPECT_EQ(find(found, "uses", "application")->after.text, "ask for a license above 5 users");
}

TEST(Difference, WeightsLineageClaimsAndFindingsGoNeitherWay) {
  Report after = restricted_weights();
  after.facts.weights.parameters = 9;
  after.facts.weights.files.pop_back();
  after.facts.lineage.clear();
  after.facts.claims = {{"open-source", "fully open", at("README.md", 3, "fully open")}};
  after.findings.erase(after.findings.begin());
  const Difference found = between(restricted_weights(), after);
  EXPECT_EQ(find(found, "weights", "parameters")->after.text, "9");
  EXPECT_EQ(find(found, "weights", "files-gone")->before.text, "1 file: model-00004-of-00004.safetensors");
  EXPECT_NE(find(found, "lineage", "example/Base-8B"), nullptr);
  EXPECT_EQ(find(found, "claims", "open-source")->after.place, "README.md:3");
  EXPECT_NE(find(found, "findings", "openwashing/open-source"), nullptr);
  EXPECT_EQ(found.direction, Direction::Neither);
  EXPECT_FALSE(found.less_open || found.more_open);
  EXPECT_TRUE(found.sentence.starts_with("neither more nor less open: Weights Available AI as before")) << found.sentence;
}

TEST(Difference, OtherBytesUnderOneNameAreTold) {
  Report before = full_report(), after = full_report();
  after.facts.digests[0].value = std::string(64, '7');
  EXPECT_EQ(find(between(before, after), "weights", "w")->after.text, "sha256:" + std::string(64, '7'));
  before.facts.digests.clear();
  EXPECT_EQ(find(between(before, after), "weights", "w"), nullptr) << "nothing to compare with";
}

TEST(Difference, DataSourcesComeAndGo) {
  const Report before = full_report();
  Report after = full_report();
  after.facts.data_sources[0].access = DataAccess::Unshareable;
  EXPECT_EQ(direction(between(before, after), "data", "Common Crawl"), Direction::LessOpen);
  after.facts.data_sources.clear();
  after.facts.data_aspects[0].depth = Depth::Withheld;
  const Difference found = between(before, after);
  EXPECT_EQ(direction(found, "data", "Common Crawl"), Direction::LessOpen);
  EXPECT_EQ(direction(found, "data", "provenance"), Direction::LessOpen);
}

TEST(Difference, SaysWhatMakesReportsHardToCompare) {
  DiffInput before = input(open_release()), after = input(open_release());
  after.tool.data_version = "ffff";
  after.report.facts.release.complete = false;
  after.report.facts.asked.users = 5;
  after.report.facts.release.sources.push_back({"code", Role::Code, true, "directory", "code", "", 1, 1});
  const Difference found = difference(before, after);
  ASSERT_EQ(found.notes.size(), 4u);
  EXPECT_NE(found.notes[0].find("other rules"), std::string::npos);
  const std::string page = write_terminal_difference(before, after, found, {100, false});
  EXPECT_TRUE(page.starts_with("note: The reports were made with other rules")) << page;
}

TEST(DiffTerminal, NoLineIsWiderThanThePage) {
  for (const int width : {40, 80, 120}) {
    const DiffInput before = input(full_report()), after = input(unreadable_release());
    const std::string page = write_terminal_difference(before, after, difference(before, after), {width, false});
    EXPECT_EQ(page.find('\x1b'), std::string::npos);
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(terminal::display_width(line), static_cast<std::size_t>(width)) << line;
  }
}

TEST(DiffJson, HoldsToItsSchema) {
  SchemaCheck check;
  Diagnostics notes;
  for (const char* name : {"report.schema.json", "diff.schema.json"}) check.add(name, *data::parse_json(read_file(project_root() / "data/schema" / name), {.path = name}, notes));
  const std::vector<Report> reports = {open_release(), restricted_weights(), closed_api(), unreadable_release(), full_report(), Report{}};
  for (const Report& one : reports) {
    for (const Report& other : reports) {
      const std::string json = write_json_difference(input(one), input(other), difference(input(one), input(other)), kTool);
      EXPECT_EQ(check.check("diff.schema.json", *data::parse_json(json, {.path = "diff.json"}, notes)), std::vector<std::string>());
    }
  }
}

}  // namespace
}  // namespace aboveboard::testing
