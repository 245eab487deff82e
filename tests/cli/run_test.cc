// The program as a function, on small releases of its own making.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sstream>

#include "base/text.h"
#include "cli/cli.h"
#include "framework/rules.h"
#include "support/paths.h"

namespace aboveboard::cli {
namespace {

using aboveboard::testing::read_file;
using aboveboard::testing::ScratchDir;

struct Outcome {
  int status = -1;
  std::string out, err;
};

Outcome call(const std::vector<std::string>& arguments, const Surroundings& around = {}) {
  std::ostringstream out, err;
  const int status = run(arguments, around, out, err);
  return {status, out.str(), err.str()};
}

bool shows(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class Run : public ::testing::Test {
 protected:
  void SetUp() override {
    scratch_.write("release/README.md", "---\nlicense: apache-2.0\n---\n# Pebble\n\nA small language model.\n");
    scratch_.write("release/config.json", R"({"model_type": "pebble", "architectures": ["PebbleForCausalLM"]})");
  }
  std::string path(const std::string& name) const { return (scratch_.path() / name).string(); }
  ScratchDir scratch_;
};

TEST_F(Run, AuditPrintsThePage) {
  const Outcome outcome = call({"audit", path("release")});
  EXPECT_EQ(outcome.status, kDone) << outcome.err;
  EXPECT_TRUE(outcome.out.starts_with("release "));
  EXPECT_TRUE(shows(outcome.out, "Can I download and run the weights?"));
  EXPECT_EQ(outcome.err, "");
}

TEST_F(Run, TargetAloneMeansAudit) { EXPECT_EQ(call({path("release")}).out, call({"audit", path("release")}).out); }

TEST_F(Run, JsonGoesWhereItIsSent) {
  const Outcome outcome = call({path("release"), "--format", "text", "--format", "json=" + path("out.json")});
  EXPECT_EQ(outcome.status, kDone) << outcome.err;
  EXPECT_TRUE(outcome.out.starts_with("release "));
  EXPECT_EQ(read_file(path("out.json")), call({path("release"), "--format=json"}).out);
  EXPECT_EQ(call({path("release"), "--format", "json=" + path("out.json")}).out, "");
}

TEST_F(Run, OutputFileIsReplacedWholeAndNothingIsLeftBeside) {
  scratch_.write("reports/old.json", "old");
  ASSERT_EQ(::chmod(path("reports/old.json").c_str(), 0640), 0);
  EXPECT_EQ(call({path("release"), "--format", "json=" + path("reports/old.json")}).status, kDone);
  EXPECT_TRUE(read_file(path("reports/old.json")).starts_with("{"));
  struct stat now {};
  ASSERT_EQ(::stat(path("reports/old.json").c_str(), &now), 0);
  EXPECT_EQ(now.st_mode & 0777, 0640u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path("reports")), {}), 1);
}

TEST_F(Run, OutputThroughALinkKeepsTheLink) {
  scratch_.write("reports/real.json", "old");
  std::filesystem::create_symlink(path("reports/real.json"), path("link.json"));
  EXPECT_EQ(call({path("release"), "--format", "json=" + path("link.json")}).status, kDone);
  EXPECT_TRUE(std::filesystem::is_symlink(path("link.json")));
  EXPECT_TRUE(read_file(path("reports/real.json")).starts_with("{"));
}

TEST_F(Run, OutputThatCannotBeWrittenIsSaid) {
  const Outcome outcome = call({path("release"), "--format", "json=" + path("no/such/folder.json")});
  EXPECT_EQ(outcome.status, kUsage);
  EXPECT_TRUE(shows(outcome.err, "no/such/folder.json"));
  EXPECT_EQ(call({path("release"), "--format", "json=" + path("release")}).status, kUsage);
}

TEST_F(Run, UsageErrorsExit2AndSayWhy) {
  EXPECT_EQ(call({}).status, kUsage);
  EXPECT_EQ(call({"audit"}).status, kUsage);
  const Outcome format = call({path("release"), "--format", "jsn"});
  EXPECT_EQ(format.status, kUsage);
  EXPECT_TRUE(shows(format.err, "did you mean json?"));
  EXPECT_EQ(format.out, "");
  EXPECT_EQ(call({path("release"), "--format", "json", "--format", "text"}).status, kUsage);
  EXPECT_EQ(call({path("release"), "--color", "sometimes"}).status, kUsage);
  EXPECT_EQ(call({path("release"), "--format", "json="}).status, kUsage);
}

TEST_F(Run, MissingTargetExits2WithItsPath) {
  const Outcome outcome = call({path("nowhere")});
  EXPECT_EQ(outcome.status, kUsage);
  EXPECT_TRUE(shows(outcome.err, "nowhere"));
  EXPECT_EQ(outcome.out, "");
}

TEST_F(Run, MistypedCommandIsRecognized) { EXPECT_TRUE(shows(call({"licens"}).err, "did you mean license?")); }

TEST_F(Run, FileThatCannotBeReadExits3AndIsListed) {
  if (::geteuid() == 0) {
    // root reads everything: a PDF is named but not read by anybody
    scratch_.write("release/data.safetensors", "\x10");
  } else {
    scratch_.write("release/LICENSE", "secret");
    ASSERT_EQ(::chmod(path("release/LICENSE").c_str(), 0), 0);
  }
  const Outcome outcome = call({path("release")});
  if (::geteuid() == 0) {
    EXPECT_TRUE(shows(outcome.out, "data.safetensors"));
  } else {
    EXPECT_EQ(outcome.status, kIncomplete);
    EXPECT_TRUE(shows(outcome.out, "Not examined"));
  }
}

TEST_F(Run, ColorOnlyOnATerminalOrWhenAsked) {
  Surroundings terminal;
  terminal.terminal = true;
  EXPECT_TRUE(shows(call({path("release")}, terminal).out, "\x1b["));
  EXPECT_FALSE(shows(call({path("release")}).out, "\x1b["));
  EXPECT_TRUE(shows(call({path("release"), "--color=always"}).out, "\x1b["));
  EXPECT_FALSE(shows(call({path("release"), "--color=never"}, terminal).out, "\x1b["));
  terminal.wants_color = false;
  EXPECT_FALSE(shows(call({path("release")}, terminal).out, "\x1b["));
}

TEST_F(Run, ErrorsCannotSteerTheTerminal) { EXPECT_FALSE(shows(call({"audit", "no\x1b[31msuch"}).err, "\x1b")); }

TEST_F(Run, VersionIsOneLine) {
  const Outcome outcome = call({"--version"});
  EXPECT_EQ(outcome.status, kDone);
  EXPECT_TRUE(outcome.out.starts_with("aboveboard "));
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1);
}

TEST_F(Run, HelpNamesEveryCommandAndFits) {
  const Outcome general = call({"help"});
  for (const char* name : {"audit", "license", "inspect", "explain", "--weights", "--complete", "Exit status"}) EXPECT_TRUE(shows(general.out, name)) << name;
  EXPECT_EQ(general.out, call({"--help"}).out);
  EXPECT_EQ(call({"help", "license"}).out, call({"license", "--help"}).out);
  for (const std::string& line : split(general.out, '\n')) EXPECT_LE(line.size(), 80u);
  EXPECT_EQ(call({"help", "licens"}).status, kUsage);
}

TEST_F(Run, ExplainKnowsEveryRule) {
  ASSERT_FALSE(all_rules().empty());
  for (const RuleText& rule : all_rules()) {
    const Outcome outcome = call({"explain", rule.id});
    EXPECT_EQ(outcome.status, kDone) << rule.id;
    EXPECT_TRUE(outcome.out.starts_with(rule.id + "\n"));
  }
}

TEST_F(Run, ExplainListsAndSuggests) {
  const Outcome list = call({"explain"});
  for (const RuleText& rule : all_rules()) EXPECT_TRUE(shows(list.out, rule.id.substr(0, 30))) << rule.id;
  const std::string known = all_rules().front().id;
  const Outcome unknown = call({"explain", known + "x"});
  EXPECT_EQ(unknown.status, kUsage);
  EXPECT_TRUE(shows(unknown.err, "did you mean " + known));
}

TEST_F(Run, LicenseNamesTheFileOfEachRecord) {
  scratch_.write("NOTICE", "A note about pebbles, and nothing else.\n");
  const Outcome outcome = call({"license", path("NOTICE"), "--format", "json"});
  EXPECT_EQ(outcome.status, kDone) << outcome.err;
  EXPECT_TRUE(shows(outcome.out, "\"licenses\": []"));
  EXPECT_FALSE(shows(outcome.out, "\"weights\""));
  const auto nothing = call({"license", path("NOTICE")});
  EXPECT_NE(nothing.out.find("no license text here (" + path("NOTICE") + ")"), std::string::npos) << nothing.out;
}

TEST_F(Run, LicenseReadsTheTagOfACard) {
  const Outcome outcome = call({"license", path("release/README.md"), "--format", "json"});
  EXPECT_EQ(outcome.status, kDone) << outcome.err;
  EXPECT_TRUE(shows(outcome.out, "\"id\": \"Apache-2.0\""));
  EXPECT_TRUE(shows(outcome.out, "\"declared\": true,\n      \"detected\": false"));
  EXPECT_TRUE(shows(outcome.out, "\"quote\": \"license: apache-2.0\""));
  EXPECT_TRUE(shows(outcome.out, "\"line\": 2"));
}

TEST_F(Run, LicenseNeverLendsAnOpenClassToAnUnknownText) {
  scratch_.write("LICENSE", "Pebble License Agreement\n\nPermission is granted to use the Software for research only. You may not use the Software for any commercial purpose.\n"
                            "THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND. By using the Software you accept this license agreement.\n");
  const Outcome outcome = call({"license", path("LICENSE"), "--format", "json"});
  EXPECT_FALSE(shows(outcome.out, "\"osi\""));
  EXPECT_FALSE(shows(outcome.out, "\"verdict\": \"exact\""));
}

TEST_F(Run, ExplainTellsTheKnownOnesAmongUnknown) {
  const std::string known = all_rules().front().id;
  const Outcome outcome = call({"explain", "no-such-rule-anywhere", known});
  EXPECT_EQ(outcome.status, kUsage);
  EXPECT_TRUE(outcome.out.starts_with(known));
  EXPECT_TRUE(shows(outcome.err, "no-such-rule-anywhere"));
}

TEST_F(Run, LicenseOfAMissingFileExits2AndOfOneAmongOthers3) {
  scratch_.write("NOTICE", "A note.\n");
  EXPECT_EQ(call({"license", path("nowhere")}).status, kUsage);
  const Outcome some = call({"license", path("nowhere"), path("NOTICE"), "--format", "json"});
  EXPECT_EQ(some.status, kIncomplete);
  EXPECT_TRUE(shows(some.err, "nowhere"));
  EXPECT_TRUE(shows(some.out, "nowhere"));
  EXPECT_EQ(call({"license"}).status, kUsage);
}

TEST_F(Run, InspectReadsWeightsByTheirHeader) {
  const std::string header = R"({"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}})";
  std::string file(8, '\0');
  file[0] = static_cast<char>(header.size());
  scratch_.write("model.safetensors", file + header + std::string(24, '\0'));
  const Outcome outcome = call({"inspect", path("model.safetensors"), "--format", "json"});
  EXPECT_EQ(outcome.status, kDone) << outcome.err << outcome.out;
  EXPECT_TRUE(shows(outcome.out, "\"parameters\": 6"));
  EXPECT_TRUE(shows(outcome.out, path("model.safetensors")));
  EXPECT_FALSE(shows(outcome.out, "\"licenses\""));
  EXPECT_TRUE(shows(call({"inspect", path("model.safetensors")}).out, "6 parameters"));
}

TEST_F(Run, InspectReportsABrokenFile) {
  scratch_.write("model.safetensors", std::string("\xff\xff\xff\xff\xff\xff\xff\x7f{}", 10));
  const Outcome outcome = call({"inspect", path("model.safetensors"), "--format", "json"});
  EXPECT_TRUE(shows(outcome.out, "\"rule\": \"format/"));
  EXPECT_TRUE(shows(outcome.out, "model.safetensors"));
}

// Every id in the tables of what is refused has an explanation, and so has every finding that a reader can make.
TEST_F(Run, ExplainKnowsWhatTheFormatsRefuse) {
  for (const auto& [page, prefix] : {std::pair("safetensors.md", "format/safetensors-"), std::pair("gguf.md", "format/gguf-")}) {
    std::size_t ids = 0;
    for (const std::string& line : split(read_file(aboveboard::testing::project_root() / "docs/formats" / page), '\n')) {
      const std::size_t cell_end = line.find(" | ");
      if (!line.starts_with("| `") || cell_end == std::string::npos) continue;
      const std::vector<std::string> parts = split(line.substr(0, cell_end), '`');
      for (std::size_t i = 1; i < parts.size(); i += 2, ++ids) EXPECT_NE(find_rule(prefix + parts[i]), nullptr) << prefix << parts[i];
    }
    EXPECT_GT(ids, 10u) << page;
  }
}

}  // namespace
}  // namespace aboveboard::cli
