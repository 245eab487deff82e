#include "source/archive/archive_source.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "base/stream.h"
#include "source/archive/archive_reader.h"
#include "support/archives.h"
#include "support/opened_place.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

namespace fs = std::filesystem;
using testing::open_at;
using testing::Opened;
using testing::Packed;
using testing::Paths;
using testing::ScratchDir;
using testing::tar_of;
using testing::zip_of;

// Bytes that do not repeat soon.
std::string noise(std::size_t size) {
  std::string out(size, '\0');
  std::uint32_t state = 1;
  for (char& c : out) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  return out;
}

Opened open_bytes(const ScratchDir& scratch, const std::string& name, const std::string& bytes) {
  scratch.write(name, bytes);
  return open_at(scratch.path() / name);
}

// Packs by a program of the system; "" where it is not there.
std::string compressed(const ScratchDir& scratch, const std::string& program, const std::string& bytes) {
  scratch.write("plain", bytes);
  const auto done = testing::run(program + " -c < plain > packed", scratch.path());
  return done.exit_code == 0 ? testing::read_file(scratch.path() / "packed") : "";
}

const std::vector<Packed> kRelease = {{"otter-main/", "", '5'}, {"otter-main/README.md", "# Otter\n"}, {"otter-main/src/train.py", "import sys\n"}};

TEST(ArchiveSource, ListsAndReadsMembersBelowTheirCommonFolder) {
  const ScratchDir scratch;
  const std::string tar = tar_of(kRelease);
  std::vector<std::pair<std::string, std::string>> archives = {{"a.tar", tar}, {"a.zip", zip_of({kRelease[1], kRelease[2]})}};
  for (const auto& [program, ending] : {std::pair("gzip", ".tar.gz"), {"gzip", ".TGZ"}, {"bzip2", ".tar.bz2"}, {"xz", ".tar.xz"}, {"zstd -q", ".tar.zst"}}) {
    if (std::string packed = compressed(scratch, program, tar); !packed.empty()) archives.emplace_back("a" + std::string(ending), std::move(packed));
  }
  EXPECT_GE(archives.size(), 4u);
  for (const auto& [name, bytes] : archives) {
    const Opened opened = open_bytes(scratch, name, bytes);
    EXPECT_EQ(opened.paths(), (Paths{"README.md", "src/train.py"})) << name << opened.error;
    EXPECT_EQ(opened.read("src/train.py"), "import sys\n") << name;
    EXPECT_EQ(opened.source->info().kind, "archive") << name;
    EXPECT_EQ(opened.source->info().bytes, 19u) << name;
    ASSERT_EQ(opened.source->info().stored.size(), 1u);
    EXPECT_EQ(opened.source->info().stored[0].place, "otter-main/");
    EXPECT_TRUE(opened.notes.items().empty()) << name << opened.notes.items()[0].error.message;
    EXPECT_TRUE(opened.read("otter-main/README.md").starts_with("error: "));
  }
}

TEST(ArchiveSource, ReadsLargeMembersFromTheFileOrByStreaming) {
  const ScratchDir scratch;
  const std::string large = noise(3 << 20), tar = tar_of({{"first.bin", large}, {"README.md", "x"}, {"second.bin", large + "end"}});
  std::vector<std::pair<std::string, std::string>> archives = {{"a.tar", tar}, {"a.zip", zip_of({{"first.bin", large}, {"README.md", "x"}, {"second.bin", large + "end"}})}};
  archives.emplace_back("a.tar.gz", compressed(scratch, "gzip -1", tar));
  for (const auto& [name, bytes] : archives) {
    const bool in_place = name != "a.tar.gz";
    const Opened opened = open_bytes(scratch, name, bytes);
    auto second = opened.source->open("second.bin");
    ASSERT_TRUE(second) << name;
    EXPECT_EQ((*second)->random_access(), in_place) << name;
    EXPECT_EQ((*second)->size(), large.size() + 3);
    EXPECT_EQ(read_range(**second, large.size() - 1, 4).value(), large.substr(large.size() - 1) + "end") << name;
    EXPECT_EQ(read_range(**second, 5, 10).value(), large.substr(5, 10)) << "back to the beginning";
    EXPECT_EQ(read_range(**second, (1 << 20) - 5, 10).value(), large.substr((1 << 20) - 5, 10)) << "over the end of what is kept";
    EXPECT_EQ(read_range(**second, 2 << 20, 100).value(), large.substr(2 << 20, 100)) << "back once more";
    EXPECT_EQ(read_range(**second, large.size(), 4).error().kind, ErrorKind::Truncated);
    EXPECT_EQ((*second)->read_at(~0ull - 1, {}).error().kind, ErrorKind::Truncated);
    auto stream = (*second)->stream();
    ASSERT_TRUE(stream);
    EXPECT_EQ((*stream)->skip(~0ull).value(), large.size() + 3) << name;
    EXPECT_EQ(opened.read("first.bin"), large) << name;
  }
}

TEST(ArchiveSource, ReadsSevenZip) {
  const ScratchDir scratch;
  const Opened opened = open_bytes(scratch, "a.7z", testing::read_file(testing::project_root() / "tests/fuzz/corpora/archive_source/two.7z"));
  EXPECT_EQ(opened.paths(), (Paths{"LICENSE", "README.md"})) << opened.error;
  EXPECT_EQ(opened.read("README.md"), "# Otter\n");
  EXPECT_EQ(opened.read("LICENSE").size(), 800u);
}

TEST(ArchiveSource, LeavesFilesFilesThatLoadersOpen) {
  const ScratchDir scratch;
  EXPECT_EQ(open_bytes(scratch, "model.zip", zip_of({{"archive/data.pkl", "\x80\x02."}, {"archive/version", "3"}})).source->info().kind, "file");
  EXPECT_EQ(open_bytes(scratch, "model.pt", zip_of(kRelease)).source->info().kind, "file");
  EXPECT_EQ(open_bytes(scratch, "model.npz", zip_of(kRelease)).source->info().kind, "file");
  EXPECT_EQ(open_bytes(scratch, "text.zip", "no archive").source->info().kind, "file");
  EXPECT_EQ(open_bytes(scratch, "text.tar.gz", "no archive").source->info().kind, "file");
  EXPECT_EQ(open_bytes(scratch, "empty.zip", "").source->info().kind, "file");
  const Opened broken = open_bytes(scratch, "broken.zip", "PK\x03\x04 and nothing more of it");
  EXPECT_EQ(broken.source->info().kind, "file");
  EXPECT_EQ(broken.rules("."), "source/archive-as-file?");
}

TEST(ArchiveSource, RefusesNamesThatLeadOut) {
  const ScratchDir scratch;
  for (const char* name : {"/etc/passwd", "../out", "a/../../out", "C:\\out", "c:out", "..\\out", "a\\..\\out", "\\\\host\\out"}) {
    for (const bool zip : {false, true}) {
      const std::vector<Packed> members = {{"README.md", "x"}, {name, "secret"}};
      const Opened opened = open_bytes(scratch, zip ? "a.zip" : "a.tar", zip ? zip_of(members) : tar_of(members));
      EXPECT_EQ(opened.paths(), Paths{"README.md"}) << name;
      std::string told = name;  // libarchive makes a slash of a backslash in a zip
      if (zip) std::replace(told.begin(), told.end(), '\\', '/');
      EXPECT_EQ(opened.rules(told), "source/archive-name-leads-out! source/archive-name-leads-out") << name;
    }
  }
}

TEST(ArchiveSource, NotesLinksAndDevices) {
  const ScratchDir scratch;
  const Opened opened = open_bytes(scratch, "a.tar", tar_of({{"LICENSE", "x"}, {"soft", "", '2', "/etc/passwd"}, {"hard", "", '1', "LICENSE"}, {"tty", "", '3'}, {"pipe", "", '6'}, {"soft/through", "y"}}));
  EXPECT_EQ(opened.paths(), (Paths{"LICENSE", "soft/through"}));
  EXPECT_EQ(opened.rules("soft"), "source/archive-link");
  EXPECT_EQ(opened.rules("hard"), "source/archive-link");
  EXPECT_EQ(opened.rules("tty"), "source/archive-special");
  EXPECT_EQ(opened.rules("pipe"), "source/archive-special");
  EXPECT_EQ(opened.rules("soft/through"), "source/archive-through-link!");
  const Opened zip = open_bytes(scratch, "a.zip", zip_of({{"LICENSE", "x"}, {"soft", "/etc/passwd", '2'}}));
  EXPECT_EQ(zip.paths(), Paths{"LICENSE"});
  EXPECT_EQ(zip.rules("soft"), "source/archive-link");
}

TEST(ArchiveSource, KeepsMembersWhoseNamesCollide) {
  const ScratchDir scratch;
  const std::vector<Packed> members = {{"LICENSE.md", "one"}, {"License.md", "two"}, {"./LICENSE.md", "three"}, {"caf\xc3\xa9", "4"}, {"cafe\xcc\x81", "5"}, {"LICENSE~2.md", "6"}};
  const Opened tar = open_bytes(scratch, "a.tar", tar_of(members));
  EXPECT_EQ(tar.paths(), (Paths{"LICENSE.md", "LICENSE~2.md", "LICENSE~3.md", "License.md", "cafe\xcc\x81", "caf\xc3\xa9"}));
  EXPECT_EQ(tar.read("LICENSE.md"), "one");
  EXPECT_EQ(tar.read("LICENSE~3.md"), "three");
  EXPECT_EQ(tar.read("LICENSE~2.md"), "6");
  EXPECT_EQ(tar.rules("License.md"), "source/archive-collision!");
  EXPECT_EQ(tar.rules("LICENSE.md"), "source/archive-collision!");
  EXPECT_EQ(tar.rules("cafe\xcc\x81"), "source/archive-collision!");
  EXPECT_EQ(tar.rules("LICENSE~2.md"), "");
  const Opened zip = open_bytes(scratch, "a.zip", zip_of({{"LICENSE", "one"}, {"LICENSE", "two"}}));
  EXPECT_EQ(zip.paths(), (Paths{"LICENSE", "LICENSE~2"}));
  EXPECT_EQ(zip.read("LICENSE~2"), "two");
}

TEST(ArchiveSource, KeepsWhatComesBeforeABreak) {
  const ScratchDir scratch;
  const std::string large = noise(100'000), tar = tar_of({{"README.md", "x"}, {"a.bin", large}, {"b.bin", large}});
  for (const bool gzip : {false, true}) {
    const std::string whole = gzip ? compressed(scratch, "gzip", tar) : tar;
    const Opened opened = open_bytes(scratch, gzip ? "a.tar.gz" : "a.tar", whole.substr(0, whole.size() * 3 / 4));
    ASSERT_TRUE(opened.source);
    EXPECT_EQ(opened.read("README.md"), "x");
    EXPECT_EQ(opened.read("a.bin"), large);
    EXPECT_TRUE(opened.read("b.bin").starts_with("error: "));
    EXPECT_EQ(opened.rules("b.bin"), "source/archive-member!");
    EXPECT_EQ(opened.rules("."), "source/archive-broken");
  }
}

TEST(ArchiveSource, NotesSizesAndChecksumsThatLie) {
  const ScratchDir scratch;
  std::string zip = zip_of({{"good", "good"}, {"bad", "text"}, {"long", "twelve bytes", '0', "", 100}});
  zip[zip.find("text")] = 'T';
  const Opened opened = open_bytes(scratch, "a.zip", zip);
  EXPECT_EQ(opened.read("good"), "good");
  EXPECT_EQ(opened.rules("bad"), "source/archive-member!") << "where the bytes are checked";
  EXPECT_EQ(opened.rules("long"), "source/archive-member!");
  EXPECT_TRUE(opened.read("long").starts_with("error: "));
}

TEST(ArchiveSource, NotesEncryptedMembers) {
  const ScratchDir scratch;
  const Opened opened = open_bytes(scratch, "a.zip", zip_of({{"README.md", "x"}, {"secret", std::string(20, 's'), '0', "", UINT64_MAX, 1}}));
  EXPECT_EQ(opened.paths(), Paths{"README.md"});
  EXPECT_EQ(opened.rules("secret"), "source/archive-encrypted");
}

TEST(ArchiveSource, StopsAtABomb) {
  const ScratchDir scratch;
  scratch.write("plain.tar", tar_of({{"zeros.bin", "", '0', "", 3'000'000'000}}));
  const auto done = testing::run("(head -c 512 plain.tar; head -c 1200000000 /dev/zero) | zstd -q --fast > a.tar.zst", scratch.path());
  if (done.exit_code != 0) GTEST_SKIP() << "no zstd here";
  const Opened opened = open_at(scratch.path() / "a.tar.zst");
  ASSERT_TRUE(opened.source);
  EXPECT_EQ(opened.rules("."), "source/archive-expansion");
  auto zeros = opened.source->open("zeros.bin");
  ASSERT_TRUE(zeros);
  EXPECT_EQ(read_range(**zeros, 0, 4).value(), std::string(4, '\0'));
}

TEST(ArchiveSource, DecompressesOnlyOnce) {
  const ScratchDir scratch;
  const std::string twice = compressed(scratch, "gzip", compressed(scratch, "gzip", tar_of(kRelease)));
  EXPECT_EQ(open_bytes(scratch, "a.tar.gz", twice).source->info().kind, "file");
}

TEST(ArchiveSource, RefusesSevenZipHeadersBeyondReason) {
  const std::string start = std::string("7z\xbc\xaf\x27\x1c\0\4", 8) + std::string(4, '\0');
  const auto check = [&](std::uint64_t offset, std::uint64_t size, const std::string& rest) {
    const std::string bytes = start + testing::le(offset, 8) + testing::le(size, 8) + std::string(4, '\0') + rest;
    MemorySource source(bytes);
    auto reader = ArchiveReader::open(source, ArchiveKind::SevenZip);
    return reader ? ErrorKind::Internal : reader.error().kind;
  };
  EXPECT_EQ(check(0, limits::kSevenZipHeader + 1, ""), ErrorKind::LimitReached);
  EXPECT_EQ(check(~0ull, 1, "\x01"), ErrorKind::Truncated);
  EXPECT_EQ(check(0, 3, "\x17\x06\x01"), ErrorKind::Malformed);
  // One coder, whose output is said to have 2^40 bytes.
  const std::string header("\x17\x06\x00\x01\x09\x05\x00\x07\x0b\x01\x00\x01\x21\x21\x01\x00\x0c\xfc\x00\x00\x00\x00\x00\x01\x00\x00", 26);
  EXPECT_EQ(check(0, header.size(), header), ErrorKind::LimitReached);
}

TEST(ArchiveSource, TellsOfEntriesThatOnlySomeProgramsSee) {
  const ScratchDir scratch;
  const Opened nul = open_bytes(scratch, "nul.zip", zip_of({{std::string("LICENSE\0.exe", 12), "x"}}));
  EXPECT_EQ(nul.rules("."), "source/archive-directory!");
  // Two entries that lead to one member.
  std::string zip = zip_of({{"LICENSE-A", "one"}, {"LICENSE-B", "two"}});
  zip.replace(zip.rfind("PK\x01\x02") + 42, 4, testing::le(0, 4));
  const Opened shared = open_bytes(scratch, "shared.zip", zip);
  ASSERT_TRUE(shared.source);
  EXPECT_EQ(shared.rules("."), "source/archive-directory!");
  EXPECT_EQ(open_bytes(scratch, "good.zip", zip_of(kRelease, "before it")).rules("."), "");
}

TEST(ArchiveSource, LeavesVersionControlAside) {
  const ScratchDir scratch;
  EXPECT_EQ(open_bytes(scratch, "a.tar", tar_of({{"r/.git/config", "x"}, {"r/a", "y"}})).paths(), Paths{"a"});
}

TEST(ArchiveSource, TellsOfARuleSoOftenAndNoMore) {
  const ScratchDir scratch;
  std::vector<Packed> members;
  for (int i = 0; i < 100; ++i) members.push_back({"../" + std::to_string(i), "x"});
  const Opened opened = open_bytes(scratch, "a.tar", tar_of(members));
  EXPECT_EQ(opened.notes.items().size(), 2 * (limits::kToldPerRule + 1));
}

}  // namespace
}  // namespace aboveboard
