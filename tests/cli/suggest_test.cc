#include "base/suggest.h"

#include <gtest/gtest.h>

namespace aboveboard::cli {
namespace {

TEST(Suggest, CountsInsertionsDeletionsReplacementsAndSwaps) {
  EXPECT_EQ(edit_distance("audit", "audit"), 0u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("adit", "audit"), 1u);
  EXPECT_EQ(edit_distance("auidt", "audit"), 1u);
  EXPECT_EQ(edit_distance("license", "licence"), 1u);
}

TEST(Suggest, NamesTheNearestFirst) {
  const std::vector<std::string> known = {"g7.weights", "g7.weights-license", "osaid.weights", "format/gguf-magic"};
  EXPECT_EQ(nearest("g7.wieghts", known), (std::vector<std::string>{"g7.weights"}));
  EXPECT_EQ(nearest("weights", known), (std::vector<std::string>{"g7.weights", "osaid.weights", "g7.weights-license"}));
}

TEST(Suggest, SaysNothingWhereNothingIsNear) {
  EXPECT_EQ(did_you_mean("zzzz", {"audit", "license"}), "");
  EXPECT_EQ(did_you_mean("licens", {"audit", "license"}), "; did you mean license?");
}

TEST(Suggest, LongWordsTakeNoLongTime) { EXPECT_EQ(edit_distance(std::string(1'000'000, 'a'), std::string(1'000'000, 'a')), 0u); }

}  // namespace
}  // namespace aboveboard::cli
