#include <gtest/gtest.h>

#include "base/text.h"
#include "report/display.h"
#include "report/report.h"
#include "report/samples.h"
#include "report/words.h"

namespace aboveboard::testing {
namespace {

std::vector<Report> samples() { return {open_release(), restricted_weights(), closed_api(), unreadable_release(), Report{}}; }

bool shows(const std::string& page, std::string_view text) { return page.find(text) != std::string::npos; }

// The page with line breaks and indentation folded to single spaces: for sentences that may be wrapped anywhere.
std::string folded(std::string_view page) {
  std::string out;
  for (const char c : page) {
    if (c != '\n' && c != ' ') out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  return out;
}

TEST(Terminal, NoLineIsWiderThanThePage) {
  for (const Report& report : samples()) {
    for (int width = 40; width <= 140; ++width) {
      for (const std::string& line : split(write_terminal(report, {width, false}), '\n')) {
        EXPECT_LE(terminal::display_width(line), static_cast<std::size_t>(width)) << line;
        EXPECT_FALSE(line.ends_with(' ')) << line;
      }
    }
  }
}

TEST(Terminal, LongestNamesStillFit) {
  Report report = restricted_weights();
  report.facts.release.name = std::string(300, 'm');
  report.facts.licenses[0].id = "LicenseRef-" + std::string(200, 'l');
  for (Component& component : report.facts.components) component.licenses = {report.facts.licenses[0].id};
  report.findings[0].rule = "openwashing/" + std::string(200, 'r');
  for (const int width : {40, 60, 80, 120}) {
    for (const std::string& line : split(write_terminal(report, {width, false}), '\n')) {
      EXPECT_LE(terminal::display_width(line), static_cast<std::size_t>(width)) << line;
    }
  }
}

TEST(Terminal, ColorChangesNothingButColor) {
  for (const Report& report : samples()) {
    std::string colored = write_terminal(report, {80, true});
    for (std::size_t at; (at = colored.find("\x1b[")) != std::string::npos;) colored.erase(at, colored.find('m', at) - at + 1);
    EXPECT_EQ(colored, write_terminal(report, {80, false}));
  }
}

TEST(Terminal, NothingOfAFileReachesTheTerminalRaw) {
  const std::string page = write_terminal(unreadable_release(), {100, false});
  for (const unsigned char byte : page) EXPECT_TRUE(byte == '\n' || (byte >= 0x20 && byte != 0x7F));
  EXPECT_TRUE(shows(page, "\\x1b[31mred"));
  EXPECT_TRUE(shows(page, "\\u202eevil"));
  EXPECT_FALSE(shows(page, "\xe2\x80\xae"));
}

TEST(Terminal, FirstLineGivesNameAndLabel) {
  const std::string page = write_terminal(restricted_weights(), {80, false});
  const std::string line = page.substr(0, page.find('\n'));
  EXPECT_TRUE(line.starts_with("Model-8B "));
  EXPECT_TRUE(line.ends_with(" Weights Available AI"));
}

TEST(Terminal, ReadingsThatDifferAreShownApart) {
  const std::string page = folded(write_terminal(unreadable_release(), {80, false}));
  EXPECT_TRUE(shows(page, "cannot be told from these files"));
  EXPECT_TRUE(shows(page, "At least Weights Available AI, which the files prove"));
  EXPECT_TRUE(shows(page, "At most Open Source AI with Open Data, which no line here rules out; next to show: the license of the weights"));
  const std::string open = write_terminal(open_release(), {80, false});
  EXPECT_FALSE(shows(open, "At least"));
  EXPECT_FALSE(shows(open, "At most"));
}

TEST(Terminal, SentenceThatGivesTheHighestReadingIsNotRepeated) {
  Report report = restricted_weights();
  report.label.sentence = "Weights Available AI on what it shows; not ruled out: Open Source AI, if a license for the weights without limits on use is shown";
  EXPECT_FALSE(shows(write_terminal(report, {80, false}), "At most"));
}

TEST(Terminal, AnswersStandBelowEachOther) {
  const std::string page = write_terminal(restricted_weights(), {80, false});
  std::vector<std::size_t> columns;
  for (const std::string& line : split(page, '\n')) {
    const std::size_t question = line.find('?');
    if (line.size() > 2 && line[0] == ' ' && line[2] >= '1' && line[2] <= '4' && question != std::string::npos) {
      columns.push_back(line.find_first_not_of(' ', question + 1));
    }
  }
  ASSERT_EQ(columns.size(), 4u);
  for (const std::size_t column : columns) EXPECT_EQ(column, columns.front());
}

TEST(Terminal, PlaceThatTheSentenceGivesIsNotRepeated) {
  const std::string page = folded(write_terminal(restricted_weights(), {120, false}));
  EXPECT_TRUE(shows(page, "(README.md:73) names no source 4"));
}

TEST(Terminal, QuotesEveryTermWithItsLine) {
  const std::string page = folded(write_terminal(restricted_weights(), {80, false}));
  EXPECT_TRUE(shows(page, "700,000,000"));
  EXPECT_TRUE(shows(page, "you must ask us for a license.\" LICENSE:41"));
  EXPECT_TRUE(shows(page, "line 52 adds \"Use in products"));
  EXPECT_TRUE(shows(page, "the tag and the text disagree"));
  EXPECT_TRUE(shows(page, "with no line of it quoted from here: acceptable use"));
}

TEST(Terminal, NotFoundAndNotLookedForAreDifferentThings) {
  const std::string page = write_terminal(closed_api(), {80, false});
  EXPECT_TRUE(shows(page, "Not found here"));
  EXPECT_TRUE(shows(page, "Not looked for          model architecture"));
  EXPECT_TRUE(shows(write_terminal(open_release(), {80, false}), "Not in the release"));
}

TEST(Terminal, SaysWhatEachTargetWasTakenFor) {
  EXPECT_TRUE(shows(folded(write_terminal(restricted_weights(), {80, false})), "weights ./Model-8B: directory, 14 files, 16 GB, role inferred"));
  EXPECT_TRUE(shows(folded(write_terminal(closed_api(), {80, false})), "role as given"));
}

TEST(Terminal, EmptyReportHasNoEmptySections) {
  const std::string page = write_terminal(Report{}, {80, false});
  for (const char* title : {"Components", "Licenses", "Uses", "Frameworks", "Lineage", "Careful", "Examined", "Not examined"}) EXPECT_FALSE(shows(page, title)) << title;
}

TEST(Terminal, LongListsAreCutAndSaySo) {
  Report report = closed_api();
  for (int i = 0; i < 1000; ++i) report.facts.not_examined.push_back({"file-" + std::to_string(i), "permission denied", true});
  const std::string page = write_terminal(report, {80, false});
  EXPECT_TRUE(shows(page, "... and 961 more things; --format json lists all"));
  EXPECT_FALSE(shows(page, "file-999"));
}

TEST(Words, GroupsDigitsAndMeasuresBytes) {
  EXPECT_EQ(terminal::group_digits(0), "0");
  EXPECT_EQ(terminal::group_digits(999), "999");
  EXPECT_EQ(terminal::group_digits(8'030'261'248), "8,030,261,248");
  EXPECT_EQ(terminal::human_bytes(1), "1 byte");
  EXPECT_EQ(terminal::human_bytes(999), "999 bytes");
  EXPECT_EQ(terminal::human_bytes(1000), "1.0 kB");
  EXPECT_EQ(terminal::human_bytes(999'950), "1.0 MB");
  EXPECT_EQ(terminal::human_bytes(16'060'556'376), "16 GB");
  EXPECT_EQ(terminal::human_bytes(~0ull), "18 EB");
}

TEST(Words, PlacesNameTheSourceWhereThereAreSeveral) {
  Report one = restricted_weights(), two = closed_api();
  EXPECT_EQ(terminal::place_text(one.facts, at("README.md", 3, "")), "README.md:3");
  EXPECT_EQ(terminal::place_text(two.facts, at("README.md", 3, "")), "main/README.md:3");
  Evidence range = at("README.md", 3, "");
  range.end_line = 5;
  EXPECT_EQ(terminal::place_text(one.facts, range), "README.md:3-5");
  Evidence user;
  user.kind = EvidenceKind::User;
  EXPECT_EQ(terminal::place_text(one.facts, user), "as the caller says");
}

TEST(Words, APlaceThatASentenceGivesIsNotGivenAgain) {
  Facts facts;
  Evidence evidence;
  evidence.path = "LICENSE";
  evidence.line = 24;
  evidence.end_line = 26;
  const auto is_added = [&](std::string_view sentence) { return !terminal::places_after(facts, {evidence}, 1, sentence).empty(); };
  EXPECT_FALSE(is_added("no commercial use (LICENSE:24-26)."));
  EXPECT_FALSE(is_added("no commercial use (LICENSE:24)."));
  EXPECT_FALSE(is_added("see LICENSE:24"));
  EXPECT_TRUE(is_added("no commercial use (LICENSE:241)."));
  EXPECT_TRUE(is_added("no commercial use (LICENSE:25)."));
}

TEST(Terminal, BasesStandBelowWhatIsMadeFromThem) {
  Report report = restricted_weights();
  Lineage line{"quantized", "lakelab/otter-7b", "card", "Example License: naming", {}};
  line.proofs = {{"norms", 65, 65, "all 65 norm tensors are equal, bit for bit", {}}};
  Lineage deeper{"finetune", "lakelab/otter", "card", "unknown", {}};
  deeper.of = "lakelab/otter-7b";
  Lineage data{"dataset", "datasets/lakelab/rain", "card", "unknown", {}};
  report.facts.lineage = {line, data, deeper};
  const std::string page = write_terminal(report, {100, false});
  EXPECT_NE(page.find("\n  quantized of lakelab/otter-7b"), std::string::npos) << page;
  EXPECT_NE(page.find("\n    all 65 norm tensors are equal, bit for bit"), std::string::npos);
  EXPECT_NE(page.find("\n      finetune of lakelab/otter, says card; what it passes on is not told"), std::string::npos);
  EXPECT_NE(page.find("\n  trained on datasets/lakelab/rain, says card\n"), std::string::npos);
}

TEST(Terminal, ALoopOfBasesIsWrittenOnce) {
  Report report = restricted_weights();
  Lineage line{"finetune", "a", "card", "unknown", {}}, back{"finetune", "a", "card", "unknown", {}};
  back.of = "a";
  report.facts.lineage = {line, back};
  const std::string page = write_terminal(report, {100, false});
  EXPECT_NE(page.find("finetune of a"), std::string::npos);
}

TEST(Terminal, ListShowsEachReleaseWithItsLabel) {
  ListedRelease good, failed;
  good.name = "lakelab/otter-7b", good.store = "hub-cache", good.apparent = Label::OpenWeights, good.licenses = {"LicenseRef-otter-community"}, good.bytes = 12345, good.partial = "more";
  failed.name = "tern:latest", failed.store = "ollama", failed.failure = "the manifest is cut off";
  const std::string page = write_terminal_list({good, failed}, {100, false});
  EXPECT_NE(page.find("hub-cache\n  lakelab/otter-7b"), std::string::npos) << page;
  EXPECT_NE(page.find("Open Weights AI"), std::string::npos);
  EXPECT_NE(page.find("otter-community (partial)"), std::string::npos);
  EXPECT_NE(page.find("not audited"), std::string::npos);
  EXPECT_NE(page.find("the manifest is cut off"), std::string::npos);
}

}  // namespace
}  // namespace aboveboard::testing
