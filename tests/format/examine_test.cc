#include "format/examine.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "builders.h"
#include "zip_builder.h"

namespace aboveboard::testing {
namespace {

// Calls an inert command when it is unpickled, in protocol 0.
constexpr const char* kCalls = "cposix\nsystem\n(S'echo'\ntR.";

struct Outcome {
  Contents contents;
  Diagnostics notes;

  explicit Outcome(const std::string& bytes, std::string_view named = "", bool text = false) {
    MemorySource source(bytes);
    format::examine(source, {.path = "file", .named = named, .text = text}, contents, notes);
  }
  bool is(std::string_view format) const {
    return std::find(contents.formats.begin(), contents.formats.end(), format) != contents.formats.end();
  }
  bool noted(std::string_view rule) const {
    return std::any_of(notes.items().begin(), notes.items().end(), [&](const Diagnostic& item) { return item.rule == "format/" + std::string(rule); });
  }
  // The member in which posix.system is called; "-" where it is not.
  std::string caller() const {
    for (const Construct& construct : contents.constructs)
      if (construct.kind == ConstructKind::Call && construct.name == "posix.system") return construct.member;
    return "-";
  }
};

std::string zip_of(std::string name, std::string data, std::uint16_t method = 0) {
  return ZipBuilder().part({.name = std::move(name), .data = std::move(data), .method = method}).bytes();
}

TEST(Examine, RunsEveryReaderThatTheBytesCallFor) {
  const std::string archive = zip_of("evil.pkl", kCalls);
  const std::string header = R"({"a":{"dtype":"U8","shape":[)" + std::to_string(archive.size()) + R"(],"data_offsets":[0,)" + std::to_string(archive.size()) + "]}}";
  const Outcome outcome(number_le<std::uint64_t>(header.size()) + header + archive);
  EXPECT_TRUE(outcome.is("safetensors"));
  EXPECT_TRUE(outcome.is("zip"));
  EXPECT_TRUE(outcome.noted("ambiguous"));
  EXPECT_EQ(outcome.caller(), "evil.pkl");
}

TEST(Examine, LooksIntoArchivesInArchivesWhateverTheirNames) {
  const Outcome outcome(zip_of("notes.txt", deflated(zip_of("image.png", kCalls, 8), 31)));
  EXPECT_EQ(outcome.caller(), "notes.txt!(gzip)!image.png");
}

TEST(Examine, LooksIntoFoldersThatClaimToHoldNothing) {
  const Outcome outcome(ZipBuilder().part({.name = "weights/", .data = kCalls, .method = 8, .bytes = 0}).bytes());
  EXPECT_EQ(outcome.caller(), "weights/");
}

TEST(Examine, SaysWhereNestingIsTooDeep) {
  std::string nested = kCalls;
  for (int i = 0; i < 6; ++i) nested = zip_of("a", nested);
  const Outcome outcome(nested);
  EXPECT_TRUE(outcome.noted("limit-nesting"));
  EXPECT_EQ(outcome.caller(), "-");
}

TEST(Examine, FindsAPickleInReadableText) {
  EXPECT_EQ(Outcome(kCalls, "", true).caller(), "");
  EXPECT_EQ(Outcome("# A heading\n\nAnd some words.\n", "", true).contents.formats.size(), 0u);
}

TEST(Examine, KeepsConfigurationsThatLieInArchives) {
  const Outcome outcome(zip_of("model_config.yaml", "_target_: torch.nn.Linear\n", 8));
  ASSERT_EQ(outcome.contents.texts.size(), 1u);
  EXPECT_EQ(outcome.contents.texts.front().member, "model_config.yaml");
  EXPECT_EQ(outcome.contents.texts.front().text, "_target_: torch.nn.Linear\n");
}

TEST(Examine, HoldsANameToItsPromiseOnlyWhereNoReaderTakesTheBytes) {
  EXPECT_TRUE(Outcome(std::string(64, 'x'), "safetensors").noted("safetensors-header-too-large"));
  EXPECT_TRUE(Outcome(zip_of("a", "b"), "safetensors").notes.items().empty());
}

TEST(Examine, TakesNothingForAnyFormatWhereNoReaderDoes) {
  std::string bytes;
  std::uint32_t state = 7;
  for (int i = 0; i < 100'000; ++i) bytes += static_cast<char>((state = state * 1664525u + 1013904223u) >> 24);
  const Outcome outcome(bytes);
  EXPECT_TRUE(outcome.contents.formats.empty());
  EXPECT_TRUE(outcome.notes.items().empty());
}

}  // namespace
}  // namespace aboveboard::testing
