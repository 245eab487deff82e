#include "source/hub/info.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard {
namespace {

const std::string kCommit = "0123456789abcdef0123456789abcdef01234567";
const std::string kSha256(64, 'a');

struct Parsed {
  HubInfo info;
  Diagnostics notes;
  std::string error;
  std::string paths() const {
    std::string all;
    for (const FileEntry& file : info.files) all += (all.empty() ? "" : " ") + file.path;
    return all;
  }
  std::size_t noted(std::string_view rule) const {
    std::size_t count = 0;
    for (const Diagnostic& note : notes.items()) count += note.rule == rule;
    return count;
  }
};

Parsed parse(const std::string& reply) {
  Parsed parsed;
  auto info = parse_hub_info(reply, parsed.notes);
  if (info) parsed.info = std::move(*info);
  else parsed.error = info.error().message;
  return parsed;
}

Parsed parse_list(const std::string& list) { return parse("{\"id\":\"lakelab/otter-7b\",\"sha\":\"" + kCommit + "\",\"siblings\":[" + list + "]}"); }

// One entry of the list, by its name as JSON has it.
std::string named(const std::string& json_name) { return "{\"rfilename\":\"" + json_name + "\",\"size\":1}"; }

TEST(HubInfo, TakesCommitFilesSizesAndDigests) {
  const Parsed parsed = parse("{\"_id\":\"x\",\"id\":\"lakelab/otter-7b\",\"private\":true,\"gated\":\"manual\",\"disabled\":true,\"sha\":\"" + kCommit +
                              "\",\"cardData\":{\"id\":\"other\",\"siblings\":[{\"rfilename\":\"no\"}]},\"siblings\":["
                              "{\"rfilename\":\"model.safetensors\",\"size\":9000000000,\"blobId\":\"" + kCommit + "\",\"lfs\":{\"sha256\":\"" + kSha256 + "\",\"size\":9000000000,\"pointerSize\":135}},"
                              "{\"rfilename\":\"README.md\",\"size\":7,\"blobId\":\"" + kCommit + "\",\"lfs\":null}]}");
  EXPECT_EQ(parsed.error, "");
  EXPECT_EQ(parsed.info.id, "lakelab/otter-7b");
  EXPECT_EQ(parsed.info.commit, kCommit);
  EXPECT_EQ(parsed.info.gated, "manual");
  EXPECT_TRUE(parsed.info.is_private);
  EXPECT_TRUE(parsed.info.disabled);
  ASSERT_EQ(parsed.paths(), "README.md model.safetensors");
  EXPECT_EQ(parsed.info.files[0].bytes, 7u);
  EXPECT_EQ(parsed.info.files[0].promised, "git-sha1:" + kCommit);
  EXPECT_EQ(parsed.info.files[1].bytes, 9'000'000'000u);
  EXPECT_EQ(parsed.info.files[1].promised, "sha256:" + kSha256);
  EXPECT_TRUE(parsed.info.unsized.empty());
  EXPECT_TRUE(parsed.notes.items().empty());
}

TEST(HubInfo, TakesAListWithoutSizes) {
  const Parsed parsed = parse_list(R"({"rfilename":"b"},{"rfilename":"a"},{"rfilename":"c","size":3})");
  EXPECT_EQ(parsed.paths(), "a b c");
  EXPECT_EQ(parsed.info.unsized, (std::vector<std::uint64_t>{0, 1}));
  EXPECT_TRUE(parsed.notes.items().empty());
}

TEST(HubInfo, PassesOverNamesThatNoRepositoryHolds) {
  for (const std::string& name : {std::string("/etc/passwd"), std::string("../x"), std::string("a/../x"), std::string("a/.."), std::string("./x"), std::string("a//b"), std::string("a/"), std::string(""),
                                  std::string("..\\\\x"), std::string("a\\\\..\\\\x"), std::string("\\\\\\\\host\\\\x"), std::string("C:/x"), std::string("c:x"), std::string("a\\u0000b"), std::string("a\\nb"),
                                  std::string("a\\u009bb"), std::string("a\\u007fb"), std::string("a\xff" "b"), std::string(4097, 'a')}) {
    const Parsed parsed = parse_list(named(name) + "," + named("good"));
    EXPECT_EQ(parsed.paths(), "good") << name;
    EXPECT_EQ(parsed.noted("source/hub-bad-name"), 1u) << name << parsed.error;
    for (const Diagnostic& note : parsed.notes.items()) {
      EXPECT_EQ(note.kind, DiagnosticKind::NotExamined);
      EXPECT_EQ(find_invalid_utf8(note.error.message), std::string::npos);
      EXPECT_EQ(note.error.message.find_first_of(std::string("\0\n\x7f\x1b", 4)), std::string::npos);
    }
  }
}

TEST(HubInfo, LeavesOddNamesThatAreSound) {
  EXPECT_EQ(parse_list(named("a b") + "," + named("\xc3\xa9") + "," + named("A") + "," + named("a") + "," + named("..a") + "," + named("a\\\\b")).paths(), "..a A a a b a\\b \xc3\xa9");
}

TEST(HubInfo, TakesTheFirstOfTwoEntries) {
  const Parsed parsed = parse_list(R"({"rfilename":"a","size":1},{"rfilename":"b","size":5},{"rfilename":"a","size":2})");
  ASSERT_EQ(parsed.paths(), "a b");
  EXPECT_EQ(parsed.info.files[0].bytes, 1u);
  EXPECT_EQ(parsed.noted("source/hub-bad-name"), 1u);
  EXPECT_EQ(parsed.notes.items()[0].error.place.path, "a");
}

TEST(HubInfo, BelievesNoImpossibleSize) {
  for (const char* size : {"-1", "1.5", "1e3", "9007199254740993", "99999999999999999999999999", "\"12 bytes\"", "\"\"", "true", "NaN"}) {
    const Parsed parsed = parse_list(std::string("{\"rfilename\":\"a\",\"size\":") + size + "}");
    EXPECT_EQ(parsed.paths(), "a") << parsed.error;
    EXPECT_EQ(parsed.info.unsized.size(), 1u) << size;
    EXPECT_EQ(parsed.noted("source/hub-bad-size"), 1u) << size;
  }
  EXPECT_EQ(parse_list(R"({"rfilename":"a","size":9007199254740992})").info.unsized.size(), 0u);
  EXPECT_EQ(parse_list(R"({"rfilename":"a","size":1,"lfs":{"size":2}})").noted("source/hub-bad-size"), 1u);
}

TEST(HubInfo, PromisesNothingByABrokenDigest) {
  const Parsed parsed = parse_list(R"({"rfilename":"a","size":1,"blobId":"xyz"},{"rfilename":"b","size":1,"blobId":"0123456789abcdef0123456789abcdef01234567","lfs":{"sha256":"no"}})");
  ASSERT_EQ(parsed.paths(), "a b");
  EXPECT_EQ(parsed.info.files[0].promised, "");
  EXPECT_EQ(parsed.info.files[1].promised, "");
  EXPECT_EQ(parsed.noted("source/hub-bad-digest"), 2u);
}

TEST(HubInfo, RefusesWhatNamesNoCommit) {
  for (const char* reply : {"", "null", "[]", "{}", "\"x\"", R"({"siblings":[]})", R"({"sha":"main"})", R"({"sha":"0123456789ABCDEF0123456789abcdef01234567"})", R"({"sha":7})", "<html>", R"({"sha":"0123456789abcdef0123456789abcdef01234567")"})
    EXPECT_NE(parse(reply).error, "") << reply;
}

TEST(HubInfo, NotesEntriesThatAreNoFiles) {
  const Parsed parsed = parse_list(R"(1,"a",null,[],{"size":1},{"rfilename":7},{"rfilename":"good"})");
  EXPECT_EQ(parsed.paths(), "good");
  EXPECT_EQ(parsed.noted("source/hub-bad-name"), 6u);
}

TEST(HubInfo, TellsOfManyBadNamesInFewWords) {
  std::string list = named("good");
  for (int i = 0; i < 1000; ++i) list += "," + named("../x");
  const Parsed parsed = parse_list(list);
  EXPECT_EQ(parsed.paths(), "good");
  EXPECT_EQ(parsed.noted("source/hub-bad-name"), limits::kToldPerRule + 1);
  EXPECT_EQ(parsed.notes.items().back().error.message, "980 more of its entries are like this");
}

TEST(HubInfo, StopsAtALimitOfFiles) {
  std::string list;
  for (std::uint64_t i = 0; i < limits::kHubFilesListed + 3; ++i) list += (i == 0 ? "" : ",") + ("{\"rfilename\":\"" + std::to_string(i) + "\",\"size\":1}");
  const Parsed parsed = parse_list(list);
  EXPECT_EQ(parsed.info.files.size(), limits::kHubFilesListed);
  EXPECT_EQ(parsed.noted("source/too-many-files"), 1u);
}

}  // namespace
}  // namespace aboveboard
