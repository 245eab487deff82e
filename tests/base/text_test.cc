#include "base/text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace aboveboard {
namespace {

constexpr auto kNone = std::string_view::npos;

TEST(Utf8, AcceptsEveryLength) {
  EXPECT_EQ(find_invalid_utf8(""), kNone);
  EXPECT_EQ(find_invalid_utf8("plain text, longer than one word of the machine"), kNone);
  EXPECT_EQ(find_invalid_utf8("a\xc3\xa9 b\xe2\x82\xac c\xf0\x9f\x99\x82 and on"), kNone);
  EXPECT_EQ(find_invalid_utf8("\xef\xbf\xbf\xf4\x8f\xbf\xbf\xed\x9f\xbf\xee\x80\x80"), kNone);
}

TEST(Utf8, FindsTheFirstBadByte) {
  EXPECT_EQ(find_invalid_utf8("abc\xff"), 3u);
  EXPECT_EQ(find_invalid_utf8("0123456789abcdef\x80"), 16u);
  EXPECT_EQ(find_invalid_utf8("\xc0\xaf"), 0u) << "overlong";
  EXPECT_EQ(find_invalid_utf8("\xe0\x80\xaf"), 0u) << "overlong";
  EXPECT_EQ(find_invalid_utf8("x\xed\xa0\x80"), 1u) << "surrogate";
  EXPECT_EQ(find_invalid_utf8("\xf4\x90\x80\x80"), 0u) << "above U+10FFFF";
  EXPECT_EQ(find_invalid_utf8("\xf8\x88\x80\x80\x80"), 0u) << "five bytes";
  EXPECT_EQ(find_invalid_utf8("ab\xe2\x82"), 2u) << "cut off";
}

TEST(Utf8, SanitizesWithOneReplacementForEachMaximalPart) {
  EXPECT_EQ(sanitize_utf8("caf\xc3\xa9"), "caf\xc3\xa9");
  EXPECT_EQ(sanitize_utf8("a\xff\xfe z"), "a\xef\xbf\xbd\xef\xbf\xbd z");
  EXPECT_EQ(sanitize_utf8("a\xe2\x82z"), "a\xef\xbf\xbdz");
  EXPECT_EQ(sanitize_utf8("\xf0\x9f"), "\xef\xbf\xbd");
}

TEST(Utf8, SanitizedTextIsAlwaysValid) {
  std::uint32_t state = 1;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (int i = 0; i < 24; ++i) {
      state = state * 1664525u + 1013904223u;
      bytes += static_cast<char>((state >> 16) & 0xff);
    }
    EXPECT_EQ(find_invalid_utf8(sanitize_utf8(bytes)), kNone);
    EXPECT_LE(clip_utf8(bytes, 7).size(), 7u);
  }
}

TEST(Utf8, ClipsBetweenCharacters) {
  EXPECT_EQ(clip_utf8("short", 10), "short");
  EXPECT_EQ(clip_utf8("abc\xc3\xa9", 4), "abc");
  EXPECT_EQ(clip_utf8("abc\xc3\xa9", 5), "abc\xc3\xa9");
  EXPECT_EQ(clip_utf8("\xf0\x9f\x99\x82x", 3), "");
  EXPECT_EQ(clip_utf8("\x80\x80\x80\x80\x80\x80", 5).size(), 5u) << "no UTF-8, may be cut anywhere";
}

TEST(Text, IgnoresCaseOfAsciiOnly) {
  EXPECT_EQ(to_lower("LiCeNsE-\xc3\x89"), "license-\xc3\x89");
  EXPECT_TRUE(contains_ignoring_case("The MIT License", "mit lic"));
  EXPECT_TRUE(contains_ignoring_case("x", ""));
  EXPECT_FALSE(contains_ignoring_case("", "a"));
  EXPECT_TRUE(equals_ignoring_case("README", "readme"));
  EXPECT_FALSE(equals_ignoring_case("readme", "readme.md"));
}

TEST(Text, TrimsAndSplits) {
  EXPECT_EQ(trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(trim("\n \n"), "");
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), std::vector<std::string>{""});
}

TEST(Path, TakesNamesApart) {
  EXPECT_EQ(file_name("a/b/c.TXT"), "c.TXT");
  EXPECT_EQ(file_name("c"), "c");
  EXPECT_EQ(file_extension("a.d/b.tar.GZ"), "gz");
  EXPECT_EQ(file_extension("a.d/b"), "");
  EXPECT_EQ(parent_path("a/b/c"), "a/b");
  EXPECT_EQ(parent_path("c"), "");
}

TEST(Glob, MatchesTheNameAloneWithoutASlash) {
  EXPECT_TRUE(glob_match("*.py", "src/train.PY"));
  EXPECT_TRUE(glob_match("license*", "docs/LICENSE.txt"));
  EXPECT_FALSE(glob_match("*.py", "src/train.pyc"));
  EXPECT_TRUE(glob_match("ma?n.c", "main.c"));
  EXPECT_FALSE(glob_match("ma?n.c", "man.c"));
  EXPECT_TRUE(glob_match("*", "a/b"));
}

TEST(Glob, StarsStopAtFolders) {
  EXPECT_TRUE(glob_match("src/*.py", "src/a.py"));
  EXPECT_FALSE(glob_match("src/*.py", "src/deep/a.py"));
  EXPECT_FALSE(glob_match("src?a", "src/a"));
  EXPECT_TRUE(glob_match("*/b", "a/b"));
  EXPECT_FALSE(glob_match("*/b", "x/a/b"));
}

TEST(Glob, DoubleStarCrossesFolders) {
  EXPECT_TRUE(glob_match("**/train.py", "train.py"));
  EXPECT_TRUE(glob_match("**/train.py", "a/b/train.py"));
  EXPECT_FALSE(glob_match("**/train.py", "a/b/pretrain.py"));
  EXPECT_TRUE(glob_match("src/**/x.c", "src/x.c"));
  EXPECT_TRUE(glob_match("src/**/x.c", "src/a/b/x.c"));
  EXPECT_FALSE(glob_match("src/**/x.c", "lib/src/x.c"));
  EXPECT_TRUE(glob_match("**/a/**/b", "x/a/y/a/z/b"));
  EXPECT_TRUE(glob_match("data/**", "data/a/b.c"));
  EXPECT_FALSE(glob_match("data/**", "data"));
  EXPECT_FALSE(glob_match("data/**", "database/a"));
}

TEST(Glob, TakesAlternatives) {
  EXPECT_TRUE(glob_match("*.{py,sh}", "run.sh"));
  EXPECT_FALSE(glob_match("*.{py,sh}", "run.s"));
  EXPECT_TRUE(glob_match("{pre,}train*.py", "train_all.py"));
  EXPECT_TRUE(glob_match("{pre,}train*.py", "pretrain.py"));
  EXPECT_TRUE(glob_match("**/{train,scripts}/*.{py,yaml}", "a/scripts/b.yaml"));
  EXPECT_FALSE(glob_match("**/{train,scripts}/*.{py,yaml}", "a/script/b.yaml"));
  EXPECT_TRUE(glob_match("{src/,}**/x.c", "src/a/x.c"));
  EXPECT_TRUE(glob_match("{src/,}**/x.c", "x.c"));
  EXPECT_TRUE(glob_match("{**/a,b}/c", "q/r/a/c"));
  EXPECT_TRUE(glob_match("{**/a,b}/c", "b/c"));
  EXPECT_FALSE(glob_match("{**/a,b}/c", "q/b/c"));
  EXPECT_TRUE(glob_match("{a,b}{c,d}{e,f}", "bdf"));
  EXPECT_TRUE(glob_match("{a,b}{c,d}{e,f}", "ace"));
  EXPECT_FALSE(glob_match("{a,b}{c,d}{e,f}", "aec"));
  EXPECT_TRUE(glob_match("a{}b", "ab"));
}

// The definition, tried out in every way: as slow as it is plain.
bool matches_by_definition(std::string_view pattern, std::string_view path, bool segment_start) {
  if (pattern.empty()) return path.empty();
  if (segment_start && pattern.starts_with("**/")) {
    if (matches_by_definition(pattern.substr(3), path, true)) return true;
    const std::size_t slash = path.find('/');
    return slash != kNone && matches_by_definition(pattern, path.substr(slash + 1), true);
  }
  if (pattern[0] == '*') {
    if (matches_by_definition(pattern.substr(1), path, false)) return true;
    return !path.empty() && path[0] != '/' && matches_by_definition(pattern, path.substr(1), false);
  }
  if (path.empty() || (pattern[0] == '?' ? path[0] == '/' : pattern[0] != path[0])) return false;
  return matches_by_definition(pattern.substr(1), path.substr(1), pattern[0] == '/');
}

TEST(Glob, AgreesWithItsDefinition) {
  const std::string_view pieces[] = {"a", "b", "/", "*", "?", "/**/", "a*b"};
  std::uint32_t state = 7;
  const auto pick = [&state](std::uint32_t count) {
    state = state * 1664525u + 1013904223u;
    return (state >> 16) % count;
  };
  int matched = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string pattern = pick(2) == 0 ? "**/" : "a/", path = "a/";
    for (std::uint32_t i = pick(5); i > 0; --i) pattern += pieces[pick(7)];
    for (std::uint32_t i = pick(8); i > 0; --i) path += pieces[pick(3)];
    // "/**" at the end means something else, and paths hold no empty names.
    if (pattern.ends_with("**") || path.ends_with('/') || path.find("//") != kNone) continue;
    const bool expected = matches_by_definition(pattern, path, true);
    matched += expected;
    ASSERT_EQ(glob_match(pattern, path), expected) << pattern << " " << path;
  }
  EXPECT_GT(matched, 1000);
}

TEST(Glob, TakesWhatIsNoPatternLiterally) {
  EXPECT_TRUE(glob_match("a[1].txt", "a[1].txt"));
  EXPECT_TRUE(glob_match("a{b", "a{b"));
  EXPECT_TRUE(glob_match("a}b,c", "a}b,c"));
  EXPECT_TRUE(glob_match("", ""));
  EXPECT_FALSE(glob_match("", "a"));
  EXPECT_TRUE(glob_match("\xc3\xa9*", "\xc3\xa9t\xc3\xa9"));
}

// Both of these take a backtracking matcher more time than there is.
TEST(Glob, TakesNoLongerForHostilePatterns) {
  const auto begin = std::chrono::steady_clock::now();
  std::string stars, groups, folders;
  for (int i = 0; i < 60; ++i) {
    stars += "a*";
    groups += "{a,aa,}";
    folders += "**/a*/";
  }
  const std::string name(4000, 'a');
  EXPECT_FALSE(glob_match(stars + "b", name));
  EXPECT_FALSE(glob_match(groups + "b", name));
  std::string path;
  for (int i = 0; i < 2000; ++i) path += "a/";
  EXPECT_FALSE(glob_match(folders + "b", path + "c"));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(LineIndex, CountsEveryKindOfLineEnd) {
  const LineIndex lines("a\nb\r\nc\rd");
  EXPECT_EQ(lines.line_count(), 4u);
  EXPECT_EQ(lines.line_of(0), 1u);
  EXPECT_EQ(lines.line_of(1), 1u) << "the line end belongs to its line";
  EXPECT_EQ(lines.line_of(2), 2u);
  EXPECT_EQ(lines.line_of(4), 2u) << "the LF of a CRLF";
  EXPECT_EQ(lines.line_of(5), 3u);
  EXPECT_EQ(lines.line_of(7), 4u);
  EXPECT_EQ(lines.line_of(1000), 4u);
  EXPECT_EQ(lines.start_of(3), 5u);
}

TEST(LineIndex, HasOneLineWhereThereIsNoText) {
  const LineIndex lines("");
  EXPECT_EQ(lines.line_count(), 1u);
  EXPECT_EQ(lines.line_of(0), 1u);
  EXPECT_EQ(lines.start_of(1), 0u);
}

TEST(Utf16, DecodesBothOrdersAndPairsOfSurrogates) {
  EXPECT_EQ(utf8_from_utf16(std::string_view("\xff\xfe" "A\0\xe9\0\x3d\xd8\x00\xde", 10)), "A\xc3\xa9\xf0\x9f\x98\x80");
  EXPECT_EQ(utf8_from_utf16(std::string_view("\xfe\xff\0A\x4f\x60", 6)), "A\xe4\xbd\xa0");
  EXPECT_EQ(utf8_from_utf16("plain"), std::nullopt);
}

TEST(Utf16, HalvesThatStandAloneAreReplaced) {
  EXPECT_EQ(utf8_from_utf16(std::string_view("\xff\xfe\x00\xdc" "A\0", 6)), "\xef\xbf\xbd" "A");
  EXPECT_EQ(utf8_from_utf16(std::string_view("\xff\xfe\x3d\xd8", 4)), "\xef\xbf\xbd");
  EXPECT_EQ(utf8_from_utf16(std::string_view("\xff\xfe" "A\0B", 5)), "A") << "half a unit at the end";
}

}  // namespace
}  // namespace aboveboard
