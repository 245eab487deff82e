#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "source/source.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

namespace fs = std::filesystem;
using testing::ScratchDir;

const std::string kCommit(40, 'a');
const std::string kOther(40, 'b');

std::string revision_of(const fs::path& path) {
  Diagnostics notes;
  const auto source = open_source(path.string(), "x", notes);
  EXPECT_TRUE(notes.items().empty());
  return source ? (*source)->info().revision : "no source";
}

TEST(Git, IsNoPartOfTheReleaseButNamesItsRevision) {
  const ScratchDir scratch;
  scratch.write(".git/HEAD", "ref: refs/heads/main\n");
  scratch.write(".git/refs/heads/main", kCommit + "\n");
  scratch.write(".hg/store", "x");
  scratch.write("sub/.git/HEAD", "x");
  scratch.write("sub/.svn/entries", "x");
  scratch.write("sub/.gitattributes", "x");
  scratch.write(".github/workflow.yml", "x");
  Diagnostics notes;
  const auto source = open_source(scratch.path().string(), "x", notes);
  ASSERT_TRUE(source);
  EXPECT_EQ((*source)->info().revision, kCommit);
  ASSERT_EQ((*source)->files().size(), 2u);
  EXPECT_EQ((*source)->files()[0].path, ".github/workflow.yml");
  EXPECT_EQ((*source)->files()[1].path, "sub/.gitattributes");
}

TEST(Git, ReadsADetachedHead) {
  const ScratchDir scratch;
  scratch.write(".git/HEAD", kCommit + "\n");
  EXPECT_EQ(revision_of(scratch.path()), kCommit);
}

TEST(Git, ReadsPackedRefs) {
  const ScratchDir scratch;
  scratch.write(".git/HEAD", "ref: refs/heads/main");
  scratch.write(".git/packed-refs", "# pack-refs with: peeled\n" + kOther + " refs/heads/main2\n^" + kOther + "\n" +
                                        kCommit + " refs/heads/main\n");
  EXPECT_EQ(revision_of(scratch.path()), kCommit);
}

TEST(Git, FindsTheFolderOfAWorktreeInsideTheTargetOnly) {
  const ScratchDir scratch;
  scratch.write("release/.git", "gitdir: store/worktrees/w\n");
  scratch.write("release/store/worktrees/w/HEAD", "ref: refs/heads/main\n");
  scratch.write("release/store/worktrees/w/commondir", "../..\n");
  scratch.write("release/store/refs/heads/main", kCommit + "\n");
  EXPECT_EQ(revision_of(scratch.path() / "release"), kCommit);
  scratch.write("elsewhere/HEAD", kOther);
  scratch.write("release/.git", "gitdir: ../elsewhere\n");
  EXPECT_EQ(revision_of(scratch.path() / "release"), "");
  scratch.write("release/.git", "gitdir: " + (scratch.path() / "elsewhere").string() + "\n");
  EXPECT_EQ(revision_of(scratch.path() / "release"), "");
}

TEST(Git, NamesNothingWhereHeadIsOdd) {
  const ScratchDir scratch;
  scratch.write("secret", kOther);
  for (const std::string head :
       {"", "ref: ../../secret", "ref: refs/../../secret", "ref: refs/heads/none", "main", "ref: refs/heads/main\nx"}) {
    scratch.write(".git/HEAD", head);
    EXPECT_EQ(revision_of(scratch.path()), "") << head;
  }
  scratch.write(".git/HEAD", std::string(1 << 20, 'a'));
  EXPECT_EQ(revision_of(scratch.path()), "");
}

}  // namespace
}  // namespace aboveboard
