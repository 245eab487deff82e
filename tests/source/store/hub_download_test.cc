#include "source/store/hub_download.h"

#include <gtest/gtest.h>

#include "support/opened_place.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

using testing::open_at;
using testing::Opened;
using testing::Paths;
using testing::ScratchDir;

const std::string kCommit(40, 'a'), kSha256(64, '1'), kSha1(40, '2');

std::string record(const std::string& etag, const std::string& commit = kCommit) { return commit + "\n" + etag + "\n1718000000.25\n"; }

TEST(HubDownload, ReadsTheRecordsOfAClient) {
  const ScratchDir scratch;
  scratch.write("model.safetensors", "weights");
  scratch.write("docs/README.md", "card");
  scratch.write("mine.txt", "not downloaded");
  scratch.write(".cache/other/kept", "x");
  scratch.write(".cache/huggingface/.gitignore", "*");
  scratch.write(".cache/huggingface/download/model.safetensors.metadata", record(kSha256));
  scratch.write(".cache/huggingface/download/docs/README.md.metadata", record("W/\"" + kSha1 + "\""));
  scratch.write(".cache/huggingface/download/docs/README.md.lock", "");
  const Opened opened = open_at(scratch.path());
  EXPECT_EQ(opened.paths(), (Paths{".cache/other/kept", "docs/README.md", "mine.txt", "model.safetensors"}));
  EXPECT_EQ(opened.source->info().kind, "hub-download");
  EXPECT_EQ(opened.source->info().revision, kCommit);
  EXPECT_NE(opened.source->info().partial, "");
  EXPECT_EQ(opened.promised("model.safetensors"), "sha256:" + kSha256);
  EXPECT_EQ(opened.promised("docs/README.md"), "git-sha1:" + kSha1);
  EXPECT_EQ(opened.promised("mine.txt"), "");
  EXPECT_EQ(opened.read("model.safetensors"), "weights");
  EXPECT_TRUE(opened.notes.items().empty());
}

TEST(HubDownload, NotesMixedCommitsAndWhatIsNotHere) {
  const ScratchDir scratch;
  scratch.write("a", "1");
  scratch.write("b", "2");
  scratch.write(".cache/huggingface/download/a.metadata", record(kSha1));
  scratch.write(".cache/huggingface/download/b.metadata", record("not a digest", std::string(40, 'c')));
  scratch.write(".cache/huggingface/download/gone.metadata", record(kSha1));
  scratch.write(".cache/huggingface/download/c.abc123.incomplete", "half");
  const Opened opened = open_at(scratch.path());
  EXPECT_EQ(opened.source->info().revision, "");
  EXPECT_EQ(opened.rules("."), "source/download-mixed?");
  EXPECT_EQ(opened.rules("gone"), "source/download-missing?");
  EXPECT_EQ(opened.rules(".cache/huggingface/download/c.abc123.incomplete"), "source/download-incomplete");
  EXPECT_EQ(opened.promised("b"), "");
}

TEST(HubDownload, TakesNothingFromHostileRecords) {
  const ScratchDir scratch;
  scratch.write("a", "1");
  scratch.write("target/secret", "2");
  const std::string records = ".cache/huggingface/download/";
  scratch.write(records + "a.metadata", std::string(1 << 20, 'x'));
  scratch.write(records + "b.metadata", kCommit + "\n" + kSha1 + "\n");
  scratch.write(records + "c.metadata", "HEAD\n" + kSha1 + "\n1\n");
  std::filesystem::create_symlink("/etc/hostname", scratch.path() / (records + "d.metadata"));
  const Opened opened = open_at(scratch.path());
  EXPECT_EQ(opened.source->info().kind, "directory") << "there is not one good record";
  EXPECT_EQ(opened.source->info().partial, "");
  EXPECT_EQ(opened.promised("a"), "");
  for (const char* name : {"a", "b", "c"}) EXPECT_EQ(opened.rules(records + name + ".metadata"), "source/download-record?") << name;
  EXPECT_EQ(opened.rules(records + "d.metadata"), "source/link-leaves-target");
}

TEST(HubDownload, ParsesRecordsStrictly) {
  ASSERT_TRUE(parse_download_record(record(kSha256)));
  EXPECT_EQ(parse_download_record(record("\"" + kSha256 + "\""))->promised, "sha256:" + kSha256);
  EXPECT_EQ(parse_download_record(kCommit + "\r\n" + kSha1 + "\r\n1.5\r\n")->promised, "git-sha1:" + kSha1);
  for (const std::string& wrong : {std::string(), std::string("\n\n\n"), kCommit, record(kSha1) + "more\n", kCommit + "\n\n1\n", kCommit + "\n" + kSha1 + "\nyesterday\n", record(kSha1, std::string(40, 'G'))}) {
    EXPECT_FALSE(parse_download_record(wrong)) << wrong;
  }
  EXPECT_EQ(promise_of_etag("\""), "");
  EXPECT_EQ(promise_of_etag(std::string(64, 'F')), "") << "the Hub writes them in lower case";
}

}  // namespace
}  // namespace aboveboard
