#include <gtest/gtest.h>

#include "lineage/modelfile.h"

namespace aboveboard::lineage {
namespace {

std::string spelled(std::string_view text) {
  std::string all;
  for (const Instruction& one : parse_modelfile(text)) all += std::to_string(one.line) + ":" + one.keyword + "=" + std::string(one.value) + "|";
  return all;
}

TEST(Modelfile, AnInstructionALine) { EXPECT_EQ(spelled("FROM otter\r\n\r\n  # note\n  Parameter\ttemperature 1 \nSYSTEM"), "1:from=otter|4:parameter=temperature 1|5:system=|"); }

TEST(Modelfile, QuotedValuesRunOverLines) {
  EXPECT_EQ(spelled("SYSTEM \"\"\"a\nFROM x\n b\"\"\"\nFROM y"), "1:system=a\nFROM x\n b|4:from=y|");
  EXPECT_EQ(spelled("SYSTEM \"a\nFROM x\"\nFROM y"), "1:system=a\nFROM x|3:from=y|");
  EXPECT_EQ(spelled("FROM \"otter\"\nSYSTEM \"\"\"\n\"\"\"\nFROM y"), "1:from=otter|2:system=\n|4:from=y|");
}

TEST(Modelfile, AMessagesRoleStandsBeforeItsValue) { EXPECT_EQ(spelled("MESSAGE user \"\"\"hi\nFROM x\"\"\"\nFROM y"), "1:message=hi\nFROM x|3:from=y|"); }

TEST(Modelfile, OpenQuotesEndTheReading) { EXPECT_EQ(spelled("FROM a\nSYSTEM \"\"\"\nFROM b\n"), "1:from=a|"); }

TEST(Modelfile, NothingIsInNothing) {
  EXPECT_EQ(spelled(""), "");
  EXPECT_EQ(spelled("\n\n"), "");
}

}  // namespace
}  // namespace aboveboard::lineage
