// The pickle machine: what it says of imports and calls, and what it refuses.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "pickle_builder.h"

namespace aboveboard::testing {
namespace {

TEST(Pickle, ReadsPlainDataWithoutConstructs) {
  const Unpickled seen(op::proto(2) + "}" + op::put(0) + "(" + op::text("a") + op::small(1) + op::text("b") + "](K\x01K\x02" + "eu.");
  EXPECT_TRUE(seen.contents.constructs.empty());
  EXPECT_EQ(seen.rules(), "");
  EXPECT_EQ(seen.contents.formats, std::vector<std::string>{"pickle"});
}

TEST(Pickle, NamesEveryWayOfCalling) {
  for (const std::string& payload : payloads()) {
    const Unpickled seen(op::proto(4) + payload + "N.");
    ASSERT_TRUE(seen.calls("os.system")) << payload;
    EXPECT_EQ(seen.find(ConstructKind::Call)->detail, "\"echo hello\"") << payload;
    EXPECT_EQ(seen.contents.constructs.size(), 1u) << payload;
    EXPECT_EQ(seen.rules(), "") << payload;
  }
}

TEST(Pickle, KeepsAnImportThatIsNotCalledApartFromACall) {
  const Unpickled seen(op::proto(2) + op::global("torch", "FloatStorage") + "0" + op::global("os", "system") + "2(tR\x86.");
  EXPECT_NE(seen.find(ConstructKind::Import, "torch.FloatStorage"), nullptr);
  EXPECT_EQ(seen.find(ConstructKind::Import, "os.system"), nullptr);
  EXPECT_TRUE(seen.calls("os.system"));
}

TEST(Pickle, CountsCallsAndKeepsTheFirstPlace) {
  std::string bytes = op::proto(2) + op::global("collections", "OrderedDict") + op::put(0) + ")R";
  for (int i = 0; i < 99; ++i) bytes += "0" + op::get(0) + ")R";
  const Unpickled seen(bytes + ".");
  ASSERT_EQ(seen.contents.constructs.size(), 1u);
  EXPECT_EQ(seen.contents.constructs[0].count, 100u);
  EXPECT_EQ(seen.contents.constructs[0].byte, 2u);
}

TEST(Pickle, ShowsConstantArguments) {
  const Unpickled seen(op::proto(2) + op::global("builtins", "print") + "(" + op::text("a\nb") + "K\x07NG?\xf8\0\0\0\0\0\0"s + op::global("os", "getcwd") + "](K\x01K\x02ttR.");
  EXPECT_EQ(seen.find(ConstructKind::Call)->detail, "\"a\\nb\", 7, None, 1.5, os.getcwd, [...], (1, 2)");
}

TEST(Pickle, FollowsTheMemo) {
  // MEMOIZE takes len(memo), whatever the indices of the entries are.
  const std::string bytes = op::proto(4) + op::text("unused") + "r\x10\0\0\0"s + "0" + op::global("os", "system") + "\x94" + "0h\x01" + op::text("echo") + "\x85R.";
  EXPECT_TRUE(Unpickled(bytes).calls("os.system"));
  EXPECT_TRUE(Unpickled("cos\nsystem\np 1_0 \n0g+10\n(S'echo'\ntR.").calls("os.system"));
}

TEST(Pickle, ResolvesCallsOfWhatIsNoName) {
  const std::string get = op::global("builtins", "getattr") + op::text("x") + op::text("y") + "\x86R";
  EXPECT_EQ(Unpickled(op::proto(2) + get + ")R.").unresolved(), "the result of a call is called");
  EXPECT_EQ(Unpickled(op::proto(2) + get + ")R.").find(ConstructKind::Unresolved)->detail, "the result of builtins.getattr");
  EXPECT_EQ(Unpickled(op::proto(2) + "K\x01Q)R.").unresolved(), "a persistent object is called");
  EXPECT_EQ(Unpickled(op::proto(2) + "K\x01Q.").unresolved(), "");
  EXPECT_EQ(Unpickled(op::proto(2) + "\x82\x05)R.").unresolved(), "the name of what is imported is not in the bytes; what is called cannot be told");
  EXPECT_EQ(Unpickled(op::proto(4) + get + op::text("system") + "\x93.").unresolved(), "the name of what is imported is not a constant");
  EXPECT_EQ(Unpickled(op::proto(2) + "])R.").unresolved(), "something is called that is no function and no class");
}

TEST(Pickle, CountsTheClassThatAHelperMakesAnObjectOf) {
  const Unpickled seen(op::proto(2) + op::global("copy_reg", "_reconstructor") + op::global("evil", "Thing") + op::global("__builtin__", "object") + "N\x87R}b.");
  EXPECT_TRUE(seen.calls("evil.Thing"));
  const Unpickled torch(op::proto(2) + op::global("torch._tensor", "_rebuild_from_type_v2") + op::global("os", "system") + "N" + op::text("echo") + "\x85}\x86\x86\x86R.");
  EXPECT_TRUE(torch.calls("os.system"));
}

TEST(Pickle, SeesStatesSetOnImportsAndReplacedMethods) {
  EXPECT_EQ(Unpickled(op::proto(2) + op::global("evil", "Thing") + "}b.").unresolved(), "a state is set on an imported object itself");
  const Unpickled hook(op::proto(2) + op::global("evil", "Thing") + ")\x81}" + op::text("__setstate__") + op::global("os", "system") + "sb" + op::text("echo") + "b.");
  EXPECT_EQ(hook.unresolved(), "a method that Python calls by itself is replaced");
}

TEST(Pickle, JoinsDottedNames) {
  EXPECT_TRUE(Unpickled(op::proto(4) + op::stack_global("tarfile", "os.system") + op::text("echo") + "\x85R.").calls("tarfile.os.system"));
}

TEST(Pickle, EscapesControlCharactersInNames) {
  EXPECT_EQ(Unpickled(op::proto(4) + op::stack_global("a\x1b[2J", "b\nc") + ".").globals(), "a\\x1b[2J.b\\nc");
}

TEST(Pickle, TakesNumbersAsBothUnpicklersSpellThem) {
  EXPECT_EQ(Unpickled("(I00\nI01\nI0x1f\nI1_000\nI -3 \nL5L\nL0b1\nF1e3\nFnan\nl.").rules(), "");
  EXPECT_EQ(Unpickled("I010\n.").rules(), "pickle-number");
  EXPECT_EQ(Unpickled("I1__0\n.").rules(), "pickle-number");
  EXPECT_TRUE(Unpickled("I010\n0cos\nsystem\n(S'echo'\ntR.").calls("os.system"));  // only one of the two comes that far
}

struct Broken {
  std::string bytes, rule;
};

TEST(Pickle, RefusesWhatBreaksItsRules) {
  const std::vector<Broken> cases = {
      {op::proto(2) + "}", "pickle-truncated"},
      {op::proto(2) + "X\x05\0\0\0ab"s, "pickle-truncated"},
      {op::proto(2) + "\x8b\xff\xff\xff\xff.", "pickle-length"},
      {op::proto(2) + "T\xff\xff\xff\xff.", "pickle-length"},
      {op::proto(2) + "N\xff.", "pickle-opcode"},
      {op::proto(2) + "0.", "pickle-stack"},
      {op::proto(2) + "(.", "pickle-stack"},
      {op::proto(2) + "N(2.", "pickle-stack"},
      {op::proto(2) + "(Nd.", "pickle-stack"},
      {op::proto(2) + "t.", "pickle-mark"},
      {op::proto(2) + "h\x01.", "pickle-memo"},
      {op::proto(2) + "NNNs.", "pickle-target"},
      {op::proto(2) + "](K\x01K\x02u.", "pickle-target"},
      {op::proto(2) + "}K\x01" "a.", "pickle-target"},
      {op::proto(4) + "](K\x01\x90.", "pickle-target"},
      {op::proto(2) + "Nx\n.", "pickle-opcode"},
      {"Sabc\n.", "pickle-text"},
      {"NpX\n.", "pickle-number"},
      {op::proto(9) + "N.", "pickle-protocol"},
  };
  for (const Broken& broken : cases) {
    const Unpickled seen(broken.bytes);
    EXPECT_EQ(seen.rules(), broken.rule) << broken.bytes;
    EXPECT_FALSE(seen.contents.valid);
    EXPECT_TRUE(seen.contents.constructs.empty()) << broken.bytes;
    const Unpickled behind(op::proto(2) + op::global("os", "getcwd") + "0" + broken.bytes);
    EXPECT_NE(behind.find(ConstructKind::BrokenProgram), nullptr) << broken.bytes;
  }
}

TEST(Pickle, SeesACallWithoutStop) {
  const std::string bytes = op::proto(2) + payloads()[0];
  for (std::size_t length = bytes.find("system\n") + 7; length <= bytes.size(); ++length) {
    const Unpickled seen(bytes.substr(0, length));
    EXPECT_EQ(seen.globals(), "os.system") << length;
    EXPECT_NE(seen.find(ConstructKind::BrokenProgram), nullptr) << length;
  }
}

TEST(Pickle, SaysWhereTheUnpicklersGoDifferentWays) {
  const std::string inner = "N.";
  const Unpickled longer(op::proto(4) + op::frame(20) + inner + std::string(18, 'x'));
  EXPECT_NE(longer.unresolved().find("ambiguous"), std::string::npos);
  EXPECT_EQ(Unpickled(op::proto(4) + op::frame(2) + inner).unresolved(), "");
  EXPECT_EQ(Unpickled(op::proto(4) + op::frame(1u << 20) + inner).unresolved(), "");  // nothing follows: the same for both
}

TEST(Pickle, RunsAllPicklesOneBehindTheOther) {
  const std::string two = op::proto(2) + "N." + op::proto(4) + op::stack_global("os", "system") + op::text("echo") + "\x85R.";
  EXPECT_TRUE(Unpickled(two).calls("os.system"));
  EXPECT_TRUE(Unpickled(op::proto(2) + "N.cos\nsystem\n(S'echo'\ntR.").calls("os.system"));
  const Unpickled trailing(op::proto(2) + "N.\xff\xff\xff\xff");
  EXPECT_EQ(trailing.rules(), "pickle-trailing-bytes");
  EXPECT_TRUE(trailing.contents.valid);
}

TEST(Pickle, RunsPicklesInConstants) {
  const std::string inner = op::proto(2) + op::global("os", "system") + op::text("echo hello") + "\x85R.";
  const Unpickled bytes(op::proto(3) + op::bytes(inner) + ".");
  ASSERT_TRUE(bytes.calls("os.system"));
  EXPECT_EQ(bytes.contents.constructs[0].member, "(bytes at 2)");
  EXPECT_TRUE(Unpickled(op::proto(3) + op::bytes(op::proto(3) + op::bytes(inner) + ".") + ".").calls("os.system"));
  EXPECT_TRUE(Unpickled(op::proto(2) + op::text("cos\nsystem\n(S'echo'\ntR.") + ".").calls("os.system"));
  EXPECT_TRUE(Unpickled(op::proto(2) + op::text("gAJjb3MKc3lzdGVtClUEZWNob4VSLg==") + ".").calls("os.system"));
  EXPECT_TRUE(Unpickled(op::proto(2) + op::text("plain words\n") + op::bytes("\x80\x02K\x01.") + "\x86.").contents.constructs.empty());
}

TEST(Pickle, FindsNestedPicklesUpToAMegabyte) {
  const std::string inner = op::proto(2) + op::bytes(std::string(900'000, 'x')) + "0" + op::global("os", "system") + op::text("echo") + "\x85R.";
  EXPECT_TRUE(Unpickled(op::proto(3) + op::bytes(inner) + ".").calls("os.system"));
}

TEST(Pickle, StopsAtItsLimitsAndSaysSo) {
  const Unpickled stack(op::proto(2) + std::string(limits::kPickleStack + 10, 'N') + payloads()[0] + ".");
  EXPECT_EQ(stack.rules(), "limit-pickle-stack");
  EXPECT_NE(stack.unresolved(), "");
  const Unpickled marks(op::proto(2) + std::string(limits::kPickleMarks + 10, '(') + payloads()[0] + ".");
  EXPECT_EQ(marks.rules(), "limit-pickle-stack");
}

TEST(Pickle, GoesOnBehindAFullMemoAndKnowsWhatItForgot) {
  std::string bytes = op::proto(4) + "N";
  bytes += std::string(limits::kPickleMemo + 8192, '\x94') + op::global("os", "system") + "\x94";
  const auto index = static_cast<std::uint32_t>(limits::kPickleMemo + 8192);
  const Unpickled seen(bytes + "0j" + le(index) + op::text("echo") + "\x85R.");
  EXPECT_EQ(seen.globals(), "os.system");
  EXPECT_NE(seen.unresolved().find("forgotten"), std::string::npos);
  EXPECT_NE(seen.rules().find("limit-pickle-memo"), std::string::npos);
}

TEST(Pickle, KeepsNamesBehindManyStrings) {
  std::string bytes = op::proto(4);
  const std::string filler(1000, 'x');
  while (bytes.size() < limits::kPickleText + (2u << 20)) bytes += op::text(filler) + "0";
  EXPECT_TRUE(Unpickled(bytes + op::stack_global("os", "system") + op::text("echo") + "\x85R.").calls("os.system"));
}

TEST(Pickle, PassesOverLongPayloadsOfStreams) {
  const std::string bytes = op::proto(3) + op::bytes(std::string(3u << 20, 'x')) + "0" + payloads()[0] + "N.";
  EXPECT_TRUE(Unpickled(bytes).calls("os.system"));
  EXPECT_TRUE(Unpickled("S'" + std::string(3u << 20, 'x') + "'\n0" + payloads()[0] + "N.").calls("os.system"));
}

TEST(PickleSniff, TakesPicklesOfAllProtocols) {
  EXPECT_TRUE(sniffs_as_pickle(op::proto(2) + "}."));
  EXPECT_TRUE(sniffs_as_pickle(op::proto(4) + op::frame(100) + "\x8c\x02os\x8c\x06system\x93"));
  EXPECT_TRUE(sniffs_as_pickle("cos\nsystem\n(S'echo'\ntR."));
  EXPECT_TRUE(sniffs_as_pickle("(dp0\nS'a'\np1\nI1\ns."));
  for (const std::string& payload : payloads()) EXPECT_TRUE(sniffs_as_pickle(payload)) << payload;
  const std::string long_way = "T" + le(100'000u) + std::string(100'000, 'x') + "0" + payloads()[0];
  EXPECT_TRUE(sniffs_as_pickle(long_way));
}

TEST(PickleSniff, LeavesTextAndOtherBytesAlone) {
  for (const std::string& text : {"N. Author, 1999\n"s, "callous\ncalm\ncalmly\n"s, "# heading\n"s, "import os\n"s, "{\"a\": 1}\n"s, ".\n"s, ""s, "\x7f" "ELF\x02\x01\x01"s, "\x80\x02\xff\xff"s,
                                  std::string(5000, '\0'), std::string(5000, 'N'), std::string(5000, '(')}) {
    EXPECT_FALSE(sniffs_as_pickle(text)) << text;
    EXPECT_FALSE(sniffs_as_pickle(text, format::text_runs_as_pickle)) << text;
  }
  EXPECT_TRUE(sniffs_as_pickle("cos\nsystem\n(S'echo'\ntR.", format::text_runs_as_pickle));
  EXPECT_FALSE(sniffs_as_pickle("(dp0\nS'a'\np1\nI1\ns.", format::text_runs_as_pickle));
}

}  // namespace
}  // namespace aboveboard::testing
