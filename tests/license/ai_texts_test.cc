// The AI licenses whose fingerprints are kept, held against their texts where the shared material is beside the checkout.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "license/fingerprint.h"
#include "license/identify.h"
#include "support/left_out.h"
#include "support/license_forms.h"
#include "support/paths.h"
#include "support/spdx_texts.h"

namespace aboveboard::testing {
namespace {

namespace fs = std::filesystem;
using license::Index;
using license::Match;

// What each text is. Texts that share all their words share an id.
const std::map<std::string, std::string>& expected_ids() {
  static const std::map<std::string, std::string> kIds = [] {
    std::map<std::string, std::string> by_whole;
    for (const license::DocRecord& doc : license::embedded_index().docs) {
      by_whole.emplace(std::to_string(doc.whole), std::string(license::embedded_index().id(doc)));
    }
    return by_whole;
  }();
  return kIds;
}

std::vector<fs::path> texts() {
  std::vector<fs::path> paths;
  const auto shared = shared_material();
  if (!shared || !fs::is_directory(*shared / "license-texts")) return paths;
  for (const auto& entry : fs::directory_iterator(*shared / "license-texts")) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string id_by_whole(const std::string& text) {
  const auto print = license::learn(text, {});
  const auto found = expected_ids().find(std::to_string(print.whole));
  return found == expected_ids().end() ? "" : found->second;
}

TEST(AiTexts, AreNamedExactlyAndAlsoWhenWrappedAnew) {
  const auto paths = texts();
  if (paths.empty()) GTEST_SKIP() << "the shared license texts are not beside the checkout";
  for (const fs::path& path : paths) {
    const std::string text = read_file(path);
    const std::string id = id_by_whole(text);
    const auto matches = license::identify(text);
    ASSERT_EQ(matches.size(), 1u) << path;
    EXPECT_FALSE(matches[0].id.empty()) << path;
    EXPECT_NE(matches[0].verdict, MatchVerdict::Modified) << path;
    if (!id.empty()) {
      EXPECT_EQ(matches[0].id, id) << path;
    }
    const auto wrapped = license::identify(rewrapped(text, 70));
    ASSERT_FALSE(wrapped.empty()) << path;
    EXPECT_EQ(wrapped[0].id, matches[0].id) << path;
  }
}

TEST(AiTexts, StandInsideDocuments) {
  const auto paths = texts();
  if (paths.empty()) GTEST_SKIP() << "the shared license texts are not beside the checkout";
  for (const fs::path& path : paths) {
    const std::string text = read_file(path);
    const auto alone = license::identify(text);
    const std::string lead = "# Card\n\nA model that writes short poems about tables.\n\n";
    const auto inside = license::identify(lead + text + "\n\nWe thank the poets.\n");
    ASSERT_FALSE(inside.empty()) << path;
    EXPECT_EQ(inside[0].id, alone[0].id) << path;
    EXPECT_GE(inside[0].begin, lead.size()) << path;
  }
}

TEST(AiTexts, LeftOutOfTheIndexAreNeverNamedAsTheirKin) {
  const auto paths = texts();
  if (paths.empty()) GTEST_SKIP() << "the shared license texts are not beside the checkout";
  for (const fs::path& path : paths) {
    const std::string text = read_file(path);
    const std::string id = license::identify(text)[0].id;
    if (!id.starts_with("LicenseRef-")) continue;
    if (text.size() < 400) continue;  // a single sentence, which reads like any other
    const LeftOut without([&id](std::string_view other) { return other == id; });
    const auto matches = license::identify_in(without.index(), text);
    ASSERT_FALSE(matches.empty()) << path << " reads like nothing at all";
    for (const Match& match : matches) {
      EXPECT_TRUE(match.verdict == MatchVerdict::Modified || match.verdict == MatchVerdict::Unknown || match.notice)
          << path << " was named " << match.id;
      if (match.verdict == MatchVerdict::Modified) {
        EXPECT_FALSE(match.residue.empty()) << path;
        RecordProperty(path.filename().string(), match.id);
      }
    }
  }
}

TEST(AiTexts, TermsOfKnownLicensesAreFoundInTheirText) {
  const auto paths = texts();
  if (paths.empty()) GTEST_SKIP() << "the shared license texts are not beside the checkout";
  std::size_t located = 0, total = 0;
  std::string missing;
  for (const fs::path& path : paths) {
    const std::string text = read_file(path);
    const Match match = license::identify(text)[0];
    const license::Info* info = license::find(match.id);
    ASSERT_NE(info, nullptr) << match.id;
    for (const auto& term : license::locate_terms(*info, text)) {
      ++total;
      if (term.begin == term.end) {
        missing += path.filename().string() + " " + std::string(to_string(term.term.kind)) + "\n";
        continue;
      }
      ++located;
      EXPECT_EQ(text.substr(term.begin, term.end - term.begin), term.term.quote);
    }
  }
  EXPECT_GE(located * 100, total * 97) << missing;
}

}  // namespace
}  // namespace aboveboard::testing
