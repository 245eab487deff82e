#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/limits.h"
#include "source/source.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

namespace fs = std::filesystem;
using testing::ScratchDir;

struct Opened {
  std::unique_ptr<Source> source;
  Diagnostics notes;

  std::vector<std::string> paths() const {
    std::vector<std::string> all;
    for (const FileEntry& file : source->files()) all.push_back(file.path);
    return all;
  }
  std::string read(std::string_view path) const {
    auto bytes = source->open(path);
    if (!bytes) return "error: " + bytes.error().message;
    auto text = read_all(**bytes, 1 << 20);
    return text ? *text : "error: " + text.error().message;
  }
  // The rules that were noted about a path.
  std::string rules(std::string_view path) const {
    std::string all;
    for (const Diagnostic& note : notes.items()) {
      if (note.error.place.path == path) all += (all.empty() ? "" : " ") + note.rule;
    }
    return all;
  }
};

Opened open_at(const fs::path& path) {
  Opened opened;
  auto source = open_source(path.string(), "release", opened.notes);
  EXPECT_TRUE(source) << to_string(source.error());
  if (source) opened.source = std::move(*source);
  return opened;
}

using Paths = std::vector<std::string>;

TEST(Directory, ListsFilesBelowSortedByByte) {
  const ScratchDir scratch;
  scratch.write("b.txt", "12345");
  scratch.write("a/z", "1");
  scratch.write("a.txt", "");
  scratch.write("a/B/c", "22");
  const Opened opened = open_at(scratch.path());
  EXPECT_EQ(opened.paths(), (Paths{"a.txt", "a/B/c", "a/z", "b.txt"}));
  EXPECT_EQ(opened.source->files()[3].bytes, 5u);
  EXPECT_EQ(opened.source->info().kind, "directory");
  EXPECT_EQ(opened.source->info().name, "release");
  EXPECT_EQ(opened.source->info().location, scratch.path().string());
  EXPECT_EQ(opened.source->info().files, 4u);
  EXPECT_EQ(opened.source->info().bytes, 8u);
  EXPECT_EQ(opened.read("a/B/c"), "22");
  EXPECT_TRUE(opened.notes.items().empty());
}

TEST(Directory, HasNoFilesWhereItIsEmpty) {
  const ScratchDir scratch;
  const Opened opened = open_at(scratch.path());
  EXPECT_TRUE(opened.source->files().empty());
  EXPECT_EQ(opened.source->info().files, 0u);
  EXPECT_TRUE(opened.notes.items().empty());
}

TEST(Directory, SaysWhatCannotBeOpened) {
  const ScratchDir scratch;
  scratch.write("file", "x");
  ::mkfifo((scratch.path() / "pipe").c_str(), 0600);
  Diagnostics notes;
  EXPECT_EQ(open_source((scratch.path() / "none").string(), "x", notes).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(open_source((scratch.path() / "file/below").string(), "x", notes).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(open_source("", "x", notes).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(open_source((scratch.path() / "pipe").string(), "x", notes).error().kind, ErrorKind::Usage);
  EXPECT_EQ(open_source("/dev/null", "x", notes).error().kind, ErrorKind::Usage);
  EXPECT_EQ(open_source((scratch.path() / "none").string(), "x", notes).error().place.path,
            (scratch.path() / "none").string());
}

TEST(Directory, OpensOnlyWhatIsBelowIt) {
  const ScratchDir scratch;
  scratch.write("target/a", "in");
  scratch.write("secret", "out");
  const Opened opened = open_at(scratch.path() / "target");
  EXPECT_EQ(opened.read("a"), "in");
  for (const std::string path : {"../secret", "a/../../secret", "/etc/passwd", "", ".", "none", "a/b"}) {
    EXPECT_TRUE(opened.read(path).starts_with("error: ")) << path;
  }
  EXPECT_FALSE(opened.source->open(std::string_view("a\0b", 3)));
}

TEST(Directory, ReadsLinksThatStayInside) {
  const ScratchDir scratch;
  scratch.write("target/deep/real.txt", "text");
  const fs::path target = scratch.path() / "target";
  fs::create_symlink("deep/real.txt", target / "relative");
  fs::create_symlink("../relative", target / "deep/chain");
  fs::create_symlink(target / "deep/real.txt", target / "absolute");
  fs::create_symlink("../target/deep/real.txt", target / "round-trip");
  fs::create_symlink("deep", target / "folder");
  const Opened opened = open_at(target);
  EXPECT_EQ(opened.paths(), (Paths{"absolute", "deep/chain", "deep/real.txt", "relative"}));
  for (const std::string path : {"absolute", "deep/chain", "relative", "folder/real.txt"})
    EXPECT_EQ(opened.read(path), "text") << path;
  EXPECT_EQ(opened.source->files()[0].bytes, 4u);
  EXPECT_EQ(opened.rules("round-trip"), "source/link-leaves-target") << "the way leads through the outside";
  EXPECT_EQ(opened.rules("folder"), "source/link-to-folder");
}

TEST(Directory, NotesLinksThatLeaveOrLeadNowhere) {
  const ScratchDir scratch;
  scratch.write("target/a", "in");
  scratch.write("target-2/secret", "out");
  scratch.write("blobs/0123", "out");
  const fs::path target = scratch.path() / "target";
  fs::create_symlink("../blobs/0123", target / "config.json");
  fs::create_symlink(scratch.path() / "target-2/secret", target / "absolute");
  fs::create_symlink("/etc", target / "etc");
  fs::create_symlink("gone", target / "broken");
  fs::create_symlink("self", target / "self");
  fs::create_symlink("pong", target / "ping");
  fs::create_symlink("ping", target / "pong");
  fs::create_symlink(".", target / "here");
  fs::create_symlink("a/b", target / "through-a-file");
  const Opened opened = open_at(target);
  EXPECT_EQ(opened.paths(), Paths{"a"});
  EXPECT_EQ(opened.rules("config.json"), "source/link-leaves-target");
  EXPECT_EQ(opened.rules("absolute"), "source/link-leaves-target");
  EXPECT_EQ(opened.rules("etc"), "source/link-leaves-target");
  EXPECT_EQ(opened.rules("broken"), "source/link-broken");
  EXPECT_EQ(opened.rules("through-a-file"), "source/link-broken");
  EXPECT_EQ(opened.rules("self"), "source/link-loop");
  EXPECT_EQ(opened.rules("ping"), "source/link-loop");
  EXPECT_EQ(opened.rules("pong"), "source/link-loop");
  EXPECT_EQ(opened.rules("here"), "source/link-to-folder");
  for (const std::string path : {"config.json", "absolute", "etc/passwd", "broken", "self", "here"}) {
    EXPECT_TRUE(opened.read(path).starts_with("error: ")) << path;
  }
  for (const Diagnostic& note : opened.notes.items()) {
    EXPECT_EQ(note.kind, note.rule == "source/link-to-folder" ? DiagnosticKind::Note : DiagnosticKind::NotExamined)
        << note.rule;
  }
}

TEST(Directory, FollowsTheLinkThatNamesIt) {
  const ScratchDir scratch;
  scratch.write("real/a", "in");
  fs::create_symlink("real", scratch.path() / "link");
  fs::create_symlink(scratch.path() / "real/a", scratch.path() / "real/b");
  EXPECT_EQ(open_at(scratch.path() / "link").paths(), (Paths{"a", "b"}));
  EXPECT_EQ(open_at(scratch.path() / "link/").paths(), (Paths{"a", "b"}));
}

TEST(Directory, NotesPipesAndSocketsWithoutWaitingForThem) {
  const ScratchDir scratch;
  scratch.write("a", "x");
  ASSERT_EQ(::mkfifo((scratch.path() / "pipe").c_str(), 0600), 0);
  fs::create_symlink("pipe", scratch.path() / "link-to-pipe");
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = (scratch.path() / "socket").string();
  ASSERT_LT(name.size(), sizeof(address.sun_path));
  name.copy(address.sun_path, name.size());
  ASSERT_EQ(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  const Opened opened = open_at(scratch.path());
  ::close(descriptor);
  EXPECT_EQ(opened.paths(), Paths{"a"});
  EXPECT_EQ(opened.rules("pipe"), "source/special-file");
  EXPECT_EQ(opened.rules("socket"), "source/special-file");
  EXPECT_EQ(opened.rules("link-to-pipe"), "source/special-file");
  EXPECT_TRUE(opened.read("pipe").starts_with("error: "));
}

TEST(Directory, DoesNotWaitForAPipeThatTookAFilesPlace) {
  const ScratchDir scratch;
  scratch.write("a", "x");
  const Opened opened = open_at(scratch.path());
  fs::remove(scratch.path() / "a");
  ASSERT_EQ(::mkfifo((scratch.path() / "a").c_str(), 0600), 0);
  EXPECT_TRUE(opened.read("a").starts_with("error: "));
}

TEST(Directory, DoesNotFollowALinkThatTookAFilesPlace) {
  const ScratchDir scratch;
  scratch.write("target/sub/a", "in");
  scratch.write("out/a", "secret");
  const Opened opened = open_at(scratch.path() / "target");
  fs::remove_all(scratch.path() / "target/sub");
  fs::create_symlink("../out", scratch.path() / "target/sub");
  EXPECT_TRUE(opened.read("sub/a").starts_with("error: "));
}

TEST(Directory, NotesWhatItMayNotRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const ScratchDir scratch;
  scratch.write("shut/a", "x");
  scratch.write("file", "x");
  ::chmod((scratch.path() / "shut").c_str(), 0);
  ::chmod((scratch.path() / "file").c_str(), 0);
  const Opened opened = open_at(scratch.path());
  EXPECT_EQ(opened.paths(), Paths{"file"});
  EXPECT_EQ(opened.rules("shut"), "source/unreadable-folder");
  EXPECT_EQ(opened.source->open("file").error().kind, ErrorKind::Unreadable);
  ::chmod((scratch.path() / "shut").c_str(), 0700);
}

TEST(Directory, TellsOfAFileThatShrinks) {
  const ScratchDir scratch;
  scratch.write("a", std::string(100, 'x'));
  const Opened opened = open_at(scratch.path());
  auto bytes = opened.source->open("a");
  ASSERT_TRUE(bytes);
  fs::resize_file(scratch.path() / "a", 40);
  EXPECT_EQ((*bytes)->size(), 100u);
  EXPECT_EQ(read_range(**bytes, 0, 40).value().size(), 40u);
  const auto rest = read_range(**bytes, 30, 50);
  ASSERT_FALSE(rest);
  EXPECT_EQ(rest.error().kind, ErrorKind::Truncated);
  EXPECT_EQ(rest.error().place.path, "a");
  EXPECT_EQ(rest.error().place.byte, 40u);
  EXPECT_EQ(read_range(**bytes, 90, 11).error().kind, ErrorKind::Truncated);
}

TEST(Directory, ReadsAtAnyPlaceOfAHugeFile) {
  const ScratchDir scratch;
  scratch.write("big", "head");
  std::error_code refused;
  fs::resize_file(scratch.path() / "big", 1ull << 40, refused);
  if (refused) GTEST_SKIP() << "no sparse files of this size here";
  const Opened opened = open_at(scratch.path());
  EXPECT_EQ(opened.source->info().bytes, 1ull << 40);
  auto bytes = opened.source->open("big");
  EXPECT_EQ(read_range(**bytes, (1ull << 40) - 4, 4).value(), std::string(4, '\0'));
  EXPECT_EQ(read_range(**bytes, ~0ull - 1, 4).error().kind, ErrorKind::Truncated);
  EXPECT_EQ(read_all(**bytes, limits::kDocumentBytes).error().kind, ErrorKind::LimitReached);
}

TEST(Directory, KeepsNamesOfAnyBytes) {
  const ScratchDir scratch;
  const std::string name = "a\xff\n\"b";
  scratch.write(name, "x");
  const Opened opened = open_at(scratch.path());
  EXPECT_EQ(opened.paths(), Paths{name});
  EXPECT_EQ(opened.read(name), "x");
}

TEST(Directory, BoundsDepth) {
  const ScratchDir scratch;
  std::string path;
  for (std::uint64_t i = 0; i < limits::kDirectoryDepth; ++i) path += "d/";
  scratch.write(path + "seen", "x");
  scratch.write(path + "d/unseen", "x");
  const Opened opened = open_at(scratch.path());
  EXPECT_EQ(opened.paths(), Paths{path + "seen"});
  EXPECT_EQ(opened.rules(path + "d"), "source/too-deep");
  EXPECT_EQ(opened.read(path + "seen"), "x");
}

TEST(Directory, GivesTheSameNotesInTheSameOrder) {
  const ScratchDir scratch;
  for (const char* name : {"z", "m", "a", "q"}) fs::create_symlink("gone", scratch.path() / name);
  const Opened opened = open_at(scratch.path());
  Paths noted;
  for (const Diagnostic& note : opened.notes.items()) noted.push_back(note.error.place.path);
  EXPECT_EQ(noted, (Paths{"a", "m", "q", "z"}));
}

TEST(SingleFile, IsASourceOfOne) {
  const ScratchDir scratch;
  scratch.write("model.bin", "1234");
  fs::create_symlink("model.bin", scratch.path() / "link.bin");
  const Opened opened = open_at(scratch.path() / "model.bin");
  EXPECT_EQ(opened.paths(), Paths{"model.bin"});
  EXPECT_EQ(opened.source->info().kind, "file");
  EXPECT_EQ(opened.source->info().bytes, 4u);
  EXPECT_EQ(opened.read("model.bin"), "1234");
  EXPECT_EQ(opened.source->open("other").error().kind, ErrorKind::NotFound);
  EXPECT_EQ(open_at(scratch.path() / "link.bin").read("link.bin"), "1234");
}

TEST(InMemory, IsListedAndReadLikeAFolder) {
  SourceInfo info;
  info.name = "example";
  const auto source = memory_source(info, {{"b", "22"}, {"a/c", "1"}});
  ASSERT_EQ(source->files().size(), 2u);
  EXPECT_EQ(source->files()[0].path, "a/c");
  EXPECT_EQ(source->info().files, 2u);
  EXPECT_EQ(source->info().bytes, 3u);
  EXPECT_EQ(source->info().kind, "memory");
  EXPECT_EQ(read_all(**source->open("b"), 10).value(), "22");
  EXPECT_EQ(source->open("a").error().kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace aboveboard
