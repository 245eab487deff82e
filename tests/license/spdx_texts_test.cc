// Every SPDX text of the package, as it is and in the forms in which releases hold it, is named as itself.
#include "license/spdx_texts.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/diagnostics.h"
#include "base/text.h"
#include "data/value.h"
#include "license/index.h"
#include "license/license.h"
#include "license/registry.h"
#include "support/paths.h"

namespace aboveboard::testing {

const std::map<std::string, std::string>& spdx_texts() {
  static const std::map<std::string, std::string> kTexts = [] {
    std::map<std::string, std::string> texts;
    const auto path = project_root() / "node_modules/spdx-license-list/spdx-full.json";
    Diagnostics notes;
    const auto list = data::parse_json(read_file(path), {path.string()}, notes);
    if (!list) return texts;
    for (const data::Member& member : list->members) {
      if (const data::Value* text = member.value.find("licenseText")) texts[member.key] = text->text;
    }
    return texts;
  }();
  return kTexts;
}

std::string rewrapped(const std::string& text, std::size_t width) {
  std::string out, paragraph;
  const auto flush = [&] {
    std::istringstream words(paragraph);
    std::string word, line;
    while (words >> word) {
      if (!line.empty() && line.size() + word.size() + 1 > width) {
        out += line + "\n";
        line.clear();
      }
      line += (line.empty() ? "" : " ") + word;
    }
    if (!line.empty()) out += line + "\n";
    out += "\n";
    paragraph.clear();
  };
  for (const std::string& line : split(text, '\n')) {
    if (trim(line).empty()) {
      flush();
    } else {
      paragraph += line + " ";
    }
  }
  flush();
  return out;
}

namespace {

using license::embedded_index;
using license::identify;
using license::Match;

// Ids whose texts have the same words cannot be told apart by their text.
bool same_text(std::string_view a, std::string_view b) {
  const license::Index& index = embedded_index();
  std::uint64_t whole_a = 0, whole_b = 1;
  for (const license::DocRecord& doc : index.docs) {
    if (license::current_spdx_id(index.id(doc)) == a || index.id(doc) == a) whole_a = doc.whole;
    if (license::current_spdx_id(index.id(doc)) == b || index.id(doc) == b) whole_b = doc.whole;
    if (whole_a == whole_b) return true;
  }
  return false;
}

bool named(const std::vector<Match>& matches, const std::string& id) {
  for (const Match& match : matches) {
    if (match.notice || match.verdict == MatchVerdict::Modified || match.id.empty()) continue;
    if (match.id == license::current_spdx_id(id) || same_text(match.id, id)) return true;
  }
  return false;
}

struct Score {
  std::size_t named = 0, total = 0;
  std::string missed;
};

template <typename Change>
Score score(Change change) {
  Score result;
  for (const auto& [id, text] : spdx_texts()) {
    ++result.total;
    if (named(identify(change(text)), id)) {
      ++result.named;
    } else {
      result.missed += id + " ";
    }
  }
  return result;
}

void expect_share(const Score& score, double share) {
  ASSERT_GT(score.total, 700u);
  EXPECT_GE(static_cast<double>(score.named), share * static_cast<double>(score.total)) << "missed: " << score.missed;
}

TEST(SpdxTexts, AreNamedVerbatim) {
  expect_share(score([](const std::string& text) { return text; }), 1.0);
}

TEST(SpdxTexts, AreNamedWhenWrappedAnew) {
  expect_share(score([](const std::string& text) { return rewrapped(text, 66); }), 0.99);
}

TEST(SpdxTexts, AreNamedInCommentBlocks) {
  expect_share(score([](const std::string& text) {
                 std::string out = "/*\n";
                 for (const std::string& line : split(text, '\n')) out += " * " + line + "\n";
                 return out + " */\nint answer() { return 42; }\n";
               }),
               0.99);
}

TEST(SpdxTexts, AreNamedInsideDocuments) {
  expect_share(score([](const std::string& text) {
                 return "# Table tool\n\nDraws tables on a page. Install it and run it on tables of your own.\n\n## Terms\n\n" + text +
                        "\n\n## Thanks\n\nTo our friends, who drew the first tables by hand.\n";
               }),
               0.99);
}

}  // namespace
}  // namespace aboveboard::testing
