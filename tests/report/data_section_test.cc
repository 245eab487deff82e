// The page's section on training data.
#include <gtest/gtest.h>

#include "report/sections.h"

namespace aboveboard {
namespace {

Evidence at(std::uint64_t line) {
  Evidence evidence;
  evidence.source = "release";
  evidence.path = "README.md";
  evidence.line = line;
  return evidence;
}

Facts facts_with(std::size_t sources) {
  Facts facts;
  facts.release.sources.emplace_back().name = "release";
  facts.data_aspects = {{"provenance", Depth::Described, {at(3)}}, {"scope", Depth::Named, {at(4)}}, {"obtained", Depth::Withheld, {at(5)}},
                        {"selection", Depth::NotFound, {}},        {"labeling", Depth::NotFound, {}}, {"processing", Depth::Shared, {at(6)}}};
  for (std::size_t i = 0; i < sources; ++i)
    facts.data_sources.push_back({"Letters " + std::to_string(i), i == 2 ? Depth::Shared : Depth::Named, i == 2 ? DataAccess::Open : DataAccess::Unknown, i == 2 ? "https://example.org/letters" : "", i == 2 ? "CC-BY-4.0" : "", {at(10 + i)}});
  return facts;
}

std::string page_of(const Facts& facts, int width) {
  terminal::Page page(width, false);
  terminal::write_data(page, facts);
  return page.take();
}

TEST(DataSection, TellsAspectsThenSourcesThatCanBeHadFirst) {
  const std::string page = page_of(facts_with(9), 80);
  EXPECT_NE(page.find("Training data"), std::string::npos);
  EXPECT_NE(page.find("how obtained            withheld         README.md:5"), std::string::npos) << page;
  EXPECT_NE(page.find("Not mentioned           selection, labeling"), std::string::npos) << page;
  EXPECT_NE(page.find("9 sources named, 1 with a location"), std::string::npos);
  EXPECT_LT(page.find("Letters 2, open, CC-BY-4.0: example.org/letters"), page.find("Letters 0"));
  EXPECT_NE(page.find("... and 4 more sources"), std::string::npos);
}

TEST(DataSection, StaysShortAndWithinItsWidth) {
  for (const int width : {80, 120}) {
    const std::string page = page_of(facts_with(300), width);
    std::size_t begin = 0, lines = 0;
    while (begin < page.size()) {
      const std::size_t end = page.find('\n', begin);
      EXPECT_LE(end - begin, static_cast<std::size_t>(width) + 2);
      ++lines;
      begin = end + 1;
    }
    EXPECT_LE(lines, 16u);
  }
}

TEST(DataSection, IsLeftOutWhereNothingIsTold) {
  Facts facts = facts_with(0);
  for (DataAspect& aspect : facts.data_aspects) aspect.depth = Depth::NotFound;
  EXPECT_EQ(page_of(facts, 80), "");
  EXPECT_EQ(page_of(Facts{}, 80), "");
}

}  // namespace
}  // namespace aboveboard
