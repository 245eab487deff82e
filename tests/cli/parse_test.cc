#include "cli/parse.h"

#include <gtest/gtest.h>

namespace aboveboard::cli {
namespace {

Invocation parsed(const std::vector<std::string>& arguments) {
  const auto invocation = parse(arguments);
  EXPECT_TRUE(invocation) << (invocation ? "" : invocation.error().message);
  return invocation ? *invocation : Invocation{};
}

std::string complaint(const std::vector<std::string>& arguments) {
  const auto invocation = parse(arguments);
  EXPECT_FALSE(invocation);
  return invocation ? "" : invocation.error().message;
}

TEST(Parse, TargetAloneMeansAudit) {
  const Invocation invocation = parsed({"./release"});
  EXPECT_EQ(invocation.command->name, "audit");
  EXPECT_TRUE(invocation.implied);
  EXPECT_EQ(invocation.arguments, std::vector<std::string>{"./release"});
}

TEST(Parse, NamedCommandTakesTheRest) {
  const Invocation invocation = parsed({"license", "LICENSE", "NOTICE"});
  EXPECT_EQ(invocation.command->name, "license");
  EXPECT_EQ(invocation.arguments, (std::vector<std::string>{"LICENSE", "NOTICE"}));
}

TEST(Parse, RoleFlagsRepeatAndKeepTheirOrder) {
  const Invocation invocation = parsed({"audit", "--weights", "a", "--code=b", "--weights=c", "d"});
  ASSERT_EQ(invocation.flags.size(), 3u);
  EXPECT_EQ(invocation.flags[0].value, "a");
  EXPECT_EQ(invocation.flags[1].id, FlagId::Code);
  EXPECT_EQ(invocation.flags[2].value, "c");
  EXPECT_EQ(invocation.arguments, std::vector<std::string>{"d"});
}

TEST(Parse, ValueMayHoldAnEqualsSignOrBeginWithADash) {
  EXPECT_EQ(parsed({"x", "--format=json=out=1.json"}).value(FlagId::Format), "json=out=1.json");
  EXPECT_EQ(parsed({"x", "--name", "-odd-"}).value(FlagId::Name), "-odd-");
  EXPECT_EQ(parsed({"x", "-fjson"}).value(FlagId::Format), "json");
  EXPECT_EQ(parsed({"x", "--name="}).value(FlagId::Name), "");
}

TEST(Parse, FlagsMayStandBeforeTheCommand) { EXPECT_EQ(parsed({"--color", "never", "explain", "x"}).command->name, "explain"); }

TEST(Parse, DoubleDashEndsFlagsAndCommands) {
  const Invocation invocation = parsed({"--", "license", "--complete"});
  EXPECT_EQ(invocation.command->name, "audit");
  EXPECT_EQ(invocation.arguments, (std::vector<std::string>{"license", "--complete"}));
  EXPECT_EQ(parsed({"license", "--", "-f"}).arguments, std::vector<std::string>{"-f"});
}

TEST(Parse, UnknownFlagNamesTheNearest) {
  EXPECT_EQ(complaint({"x", "--wieghts", "y"}), "unknown flag --wieghts; did you mean --weights?");
  EXPECT_EQ(complaint({"x", "-q"}), "unknown flag -q");
}

TEST(Parse, FlagOfAnotherCommandIsRefused) { EXPECT_EQ(complaint({"license", "x", "--complete"}), "`license` does not take --complete"); }

TEST(Parse, MissingAndSuperfluousValuesAreRefused) {
  EXPECT_EQ(complaint({"x", "--weights"}), "--weights needs a value: TARGET");
  EXPECT_EQ(complaint({"x", "--complete=yes"}), "--complete takes no value");
  EXPECT_EQ(complaint({"x", "--name", "a", "--name", "b"}), "--name is given twice");
}

TEST(Parse, FlagThatMeansTheSameTwiceIsFine) { EXPECT_TRUE(parsed({"x", "--complete", "--complete"}).has(FlagId::Complete)); }

TEST(Parse, HelpWinsOverOtherMistakes) { EXPECT_TRUE(parsed({"license", "--complete", "--help"}).has(FlagId::Help)); }

TEST(Flags, TableIsWhole) {
  for (const Flag& item : all_flags()) {
    EXPECT_TRUE(item.name.starts_with("--"));
    EXPECT_FALSE(item.help.empty());
    EXPECT_EQ(&flag(item.id), &item);
    bool taken = false;
    for (const Command& command : all_commands()) taken = taken || takes(command, item.id);
    EXPECT_TRUE(taken) << item.name;
  }
  for (const Command& command : all_commands()) {
    EXPECT_EQ(find_command(command.name), &command);
    EXPECT_NE(command.run, nullptr);
    EXPECT_FALSE(command.summary.empty());
  }
}

}  // namespace
}  // namespace aboveboard::cli
