#include "audit/digests.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "format/scan.h"
#include "source/places.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

// SHA-256 of "hello", and git's SHA-1 of it as a blob.
constexpr const char* kHello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
constexpr const char* kHelloBlob = "b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0";

std::vector<FileDigest> digests(std::vector<std::vector<MemoryFile>> contents, DigestOptions options) {
  std::vector<std::unique_ptr<Source>> sources;
  std::vector<ScannedSource> scanned;
  Diagnostics notes;
  for (auto& files : contents) {
    SourceInfo info;
    info.name = "source-" + std::to_string(sources.size());
    sources.push_back(memory_source(info, std::move(files)));
    scanned.push_back(scan(*sources.back(), notes));
  }
  return compute_digests(scanned, options, notes);
}

std::string pointer_to_hello() { return std::string("version https://git-lfs.github.com/spec/v1\noid sha256:") + kHello + "\nsize 5\n"; }

TEST(Digests, KeepThePromisesOfNames) {
  const auto all = digests({{{std::string("blobs/") + kHello, "hello"}, {std::string("blobs/") + kHelloBlob, "hello"}, {std::string("blobs/sha256-") + kHello, "hello"}}},
                           {.promised = true});
  ASSERT_EQ(all.size(), 3u);
  for (const FileDigest& digest : all) EXPECT_FALSE(broken(digest)) << digest.path;
  EXPECT_EQ(all[1].algorithm, "git-sha1");
  EXPECT_TRUE(judge_digests(all).empty());
}

TEST(Digests, TellBytesThatAreNotThePromisedOnes) {
  const auto all = digests({{{std::string("blobs/") + kHello, "hellO"}, {std::string("blobs/") + kHelloBlob, ""}}}, {.promised = true});
  ASSERT_EQ(all.size(), 2u);
  const auto findings = judge_digests(all);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].rule, "integrity/digest-mismatch");
  EXPECT_EQ(findings[0].level, FindingLevel::Error);
  EXPECT_EQ(findings[0].evidence.front().path, std::string("blobs/") + kHello);
}

TEST(Digests, TakeTheWordOfTheStoreThatHoldsAFile) {
  const testing::ScratchDir scratch;
  const std::string commit(40, 'a'), repository = "models--lakelab--otter";
  for (const auto& [name, text] : {std::pair{"kept.txt", "hello"}, {"broken.txt", "hellO"}}) {
    const std::string blob = std::string(name) == "kept.txt" ? kHelloBlob : kHello;
    scratch.write(repository + "/blobs/" + blob, text);
    std::filesystem::create_directories(scratch.path() / repository / "snapshots" / commit);
    std::filesystem::create_symlink("../../blobs/" + blob, scratch.path() / repository / "snapshots" / commit / name);
  }
  Diagnostics notes;
  const auto source = open_place((scratch.path() / repository).string(), "otter", {}, notes);
  ASSERT_TRUE(source) << source.error().message;
  std::vector<ScannedSource> scanned;
  scanned.push_back(scan(**source, notes));
  const auto all = compute_digests(scanned, {.promised = true}, notes);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_TRUE(broken(all[0]));
  EXPECT_EQ(all[0].path, "broken.txt");
  EXPECT_EQ(all[0].promised_by, "store");
  EXPECT_FALSE(broken(all[1]));
  EXPECT_EQ(all[1].algorithm, "git-sha1");
}

TEST(Digests, TakeFortyDigitsForADigestOnlyAmongBlobs) {
  EXPECT_TRUE(digests({{{kHelloBlob, "other"}}}, {.promised = true}).empty());
}

TEST(Digests, FindWhatAPointerStandsForInAnotherSourceAndInGitsOwnStore) {
  const std::string kept = std::string(".git/lfs/objects/2c/f2/") + kHello;
  const auto all = digests({{{"model.safetensors", pointer_to_hello()}, {kept, "hello"}}, {{"model.safetensors", "hallo"}}}, {.promised = true});
  ASSERT_GE(all.size(), 2u);
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const FileDigest& digest) { return digest.path == kept && !broken(digest); }));
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const FileDigest& digest) {
    return digest.source == "source-1" && digest.promised_by == "pointer" && broken(digest);
  }));
}

TEST(Digests, AreComputedOfWeightsWhereAsked) {
  EXPECT_TRUE(digests({{{"model.onnx", "hello"}, {"README.md", "hello"}}}, {}).empty());
  const auto all = digests({{{"model.onnx", "hello"}, {"README.md", "hello"}}}, {.weights = true});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all.front().value, kHello);
  EXPECT_EQ(all.front().promised, "");
}

TEST(Digests, OfALargeFileAreTheSameWithAndWithoutOverlap) {
  const std::string large(9'000'001, 'x');
  MemorySource bytes(large);
  EXPECT_EQ(*digest_of(bytes, DigestKind::Sha256, true), *digest_of(bytes, DigestKind::Sha256, false));
}

}  // namespace
}  // namespace aboveboard
