#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "data/embedded.h"
#include "data/regex_program.h"
#include "data/value.h"

namespace aboveboard::data {
namespace {

constexpr std::uint64_t kPlenty = 100'000'000;

// What was found, as text: the begin and the end of every group.
std::string spell(bool found, std::string_view text, const std::vector<std::string_view>& groups) {
  if (!found) return "none";
  std::string all;
  for (const std::string_view group : groups) {
    if (group.data() == nullptr) {
      all += "- ";
      continue;
    }
    const auto begin = static_cast<std::size_t>(group.data() - text.data());
    all += std::to_string(begin) + "-" + std::to_string(begin + group.size()) + " ";
  }
  return all;
}

std::string by_program(const RegexProgram& program, std::string_view text, std::size_t from) {
  std::vector<std::string_view> groups(program.groups + 1);
  std::uint64_t steps = kPlenty;
  const RegexOutcome outcome = find_regex(program, text, from, groups, steps);
  return outcome == RegexOutcome::TooLong ? "too long" : spell(outcome == RegexOutcome::Found, text, groups);
}

std::string by_re2(const re2::RE2& expression, std::string_view text, std::size_t from) {
  std::vector<re2::StringPiece> pieces(static_cast<std::size_t>(expression.NumberOfCapturingGroups()) + 1);
  const bool found = expression.Match({text.data(), text.size()}, from, text.size(), re2::RE2::UNANCHORED, pieces.data(), static_cast<int>(pieces.size()));
  std::vector<std::string_view> groups;
  for (const re2::StringPiece& piece : pieces) groups.push_back(piece.data() == nullptr ? std::string_view() : std::string_view(piece.data(), piece.size()));
  return spell(found, text, groups);
}

re2::RE2::Options over_bytes() {
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  return options;
}

std::string found(std::string_view expression, std::string_view text, std::size_t from = 0) {
  const auto program = compile_regex(expression);
  return program ? by_program(*program, text, from) : "unknown";
}

// A random expression over few letters, so that much of it matches.
class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}
  std::string expression(int depth) {
    std::string text = branch(depth);
    for (int i = pick(depth > 0 ? 4 : 1); i > 0; --i) text += "|" + branch(depth);
    return text;
  }
  std::string text() {
    std::string made;
    for (int i = pick(24); i > 0; --i) made += std::string_view("aabbc. \n_A")[static_cast<std::size_t>(pick(10))];
    return made;
  }

 private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  std::string branch(int depth) {
    std::string text;
    for (int i = pick(4); i > 0; --i) text += item(depth);
    return text;
  }
  std::string item(int depth) {
    static const std::vector<std::string> kSingle = {"a", "b", "c", "ab", ".", "[ab]", "[^a]", "[^.]", "\\w", "\\s", "\\W", "\\.", "[a-c_]", "(?i:a)", "(?s:.)", "\\x61"};
    static const std::vector<std::string> kZero = {"\\b", "\\B", "^", "$", "(?m:^)", "(?m:$)", "\\A", "\\z"};
    static const std::vector<std::string> kRepeats = {"*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "{0,6}", "*?", "+?", "??", "{1,3}?", "{0,5}?", "{0}"};
    if (pick(8) == 0) return kZero[static_cast<std::size_t>(pick(static_cast<int>(kZero.size())))];
    std::string text = depth > 0 && pick(3) == 0 ? (pick(2) == 0 ? "(" : "(?:") + expression(depth - 1) + ")"
                                                 : kSingle[static_cast<std::size_t>(pick(static_cast<int>(kSingle.size())))];
    if (pick(3) != 0) return text;
    if (text.size() > 1 && text.find_first_of("([\\") != 0 ) text = "(?:" + text + ")";
    return text + kRepeats[static_cast<std::size_t>(pick(static_cast<int>(kRepeats.size())))];
  }
  std::mt19937 random_;
};

TEST(RegexProgram, FindsWhatRe2FindsForRandomExpressions) {
  Writer writer(20240607);
  std::size_t known = 0, matched = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::string expression = writer.expression(3);
    const re2::RE2 reference(expression, over_bytes());
    const auto program = compile_regex(expression);
    if (!program || !reference.ok()) continue;
    ++known;
    ASSERT_EQ(program->groups, static_cast<unsigned>(reference.NumberOfCapturingGroups())) << expression;
    for (int j = 0; j < 12; ++j) {
      const std::string text = writer.text();
      const std::size_t from = j % 4 == 3 ? text.size() / 2 : 0;
      const std::string expected = by_re2(reference, text, from);
      matched += expected != "none";
      ASSERT_EQ(by_program(*program, text, from), expected) << expression << "\non: " << text << "\nfrom " << from;
    }
  }
  EXPECT_GT(known, 2000U);
  EXPECT_GT(matched, 10'000U);
}

void collect(const Value& value, std::set<std::string>& into) {
  if (value.is_string()) into.insert(value.text);
  for (const Value& item : value.items) collect(item, into);
  for (const Member& member : value.members) collect(member.value, into);
}

// Every text of the rules, taken as an expression and as a text: expressions of ours, their examples, and much that is neither.
TEST(RegexProgram, FindsWhatRe2FindsForEveryExpressionOfTheRules) {
  std::set<std::string> all;
  for (const char* folder : {"clauses/", "phrases/", "components/", "licenses/"}) {
    for (const EmbeddedFile& file : embedded_below(folder)) {
      Diagnostics notes;
      const auto value = parse_json(file.json, {std::string(file.path)}, notes);
      ASSERT_TRUE(value);
      collect(*value, all);
    }
  }
  const std::vector<std::string> texts(all.begin(), all.end());
  std::mt19937 random(7);
  std::size_t known = 0;
  for (const std::string& expression : texts) {
    const re2::RE2 reference("(?:)(?:" + expression + ")", over_bytes());  // see compile() in pattern.cc
    const auto program = compile_regex(expression);
    if (!program || !reference.ok()) continue;
    ++known;
    for (int i = 0; i < 12; ++i) {
      // The expression itself often holds what it looks for.
      const std::string& text = i == 0 ? expression : texts[random() % texts.size()];
      ASSERT_EQ(by_program(*program, text, 0), by_re2(reference, text, 0)) << expression << "\non: " << text;
    }
  }
  EXPECT_GT(known, texts.size() * 9 / 10);
}

TEST(RegexProgram, PrefersAsPerlDoes) {
  EXPECT_EQ(found("a|ab", "xab"), "1-2 ");
  EXPECT_EQ(found("(a+)(b?)", "caab"), "1-4 1-3 3-4 ");
  EXPECT_EQ(found("(a)|b", "b"), "0-1 - ");
  EXPECT_EQ(found("a.{0,3}?c", "abcc"), "0-3 ");
  EXPECT_EQ(found("\\bno\\b[^.]{0,8}sale", "not now, no resale"), "9-18 ");
  EXPECT_EQ(found("^a", "aa", 1), "none");
  EXPECT_EQ(found("\\ba", "aa", 1), "none");
}

TEST(RegexProgram, WhatIsBrokenOrUnknownIsLeftToRe2) {
  for (const char* expression : {"(a", "a)", "[a", "a**", "*a", "a{2}{3}", "a{1001}", "a{3,2}", "[b-a]", "\\pL", "\\Qa\\E", "[[:alpha:]]", "(?P<n>a)", "\\", "[\\", "(?", "(?i", "(?x)a", "\\x{61}",
                                 "(?i)\xE9", "\\b*", "a{2}*", "{2}", "a|{2}", "(?:a?)*", "(a|)+"}) {
    EXPECT_FALSE(compile_regex(expression).has_value()) << expression;
  }
  EXPECT_FALSE(compile_regex(std::string(5000, '(')).has_value());
  EXPECT_FALSE(compile_regex("(?:(?:(?:ab|c){1,1000}){1,1000}){1,1000}").has_value());
}

TEST(RegexProgram, HostileTextsEndInABoundedNumberOfSteps) {
  const auto program = compile_regex("(?:a|aa)+(?:a+a)*b.*c.*d");
  ASSERT_TRUE(program);
  std::uint64_t steps = 50'000;
  EXPECT_EQ(find_regex(*program, std::string(20'000, 'a'), 0, {}, steps), RegexOutcome::TooLong);
  EXPECT_EQ(steps, 0U);
  steps = kPlenty;
  EXPECT_EQ(find_regex(*program, std::string(1'000, 'a'), 0, {}, steps), RegexOutcome::None);
  EXPECT_LT(kPlenty - steps, 5'000'000U);
  steps = 50'000;
  EXPECT_EQ(find_regex(*program, std::string(2'000'000, 'a'), 0, {}, steps), RegexOutcome::TooLong);  // its table would be too large
}

}  // namespace
}  // namespace aboveboard::data
