#include <gtest/gtest.h>

#include "archive_support.h"
#include "support/paths.h"
#include "tar_builder.h"
#include "zip_builder.h"

namespace aboveboard::testing {
namespace {

std::string pax(std::string_view key, std::string_view value) { return TarBuilder::pax_record(key, value); }

TEST(Tar, ReadsUstarV7AndGnu) {
  const std::string v7(8, '\0'), gnu("ustar  \0", 8);
  const ArchiveExamination tar(TarBuilder()
                                   .file("one", "first")
                                   .part({.name = "two", .data = std::string(600, '2'), .type = '\0', .magic = v7})
                                   .part({.name = "d/", .type = '\0', .magic = v7})
                                   .part({.name = "three", .data = "3", .magic = gnu})
                                   .bytes());
  EXPECT_EQ(tar.rules(), "") << tar.messages();
  EXPECT_EQ(tar.names(), "one, two, three");
  EXPECT_EQ(tar.bytes_of("two"), std::string(600, '2'));
  EXPECT_EQ(tar.contents.formats, std::vector<std::string>{"tar"});
  ASSERT_EQ(tar.tar.size(), 4u);
  EXPECT_EQ(tar.tar[2].type, '5');
}

TEST(Tar, AppliesLongNamesAndExtendedHeaders) {
  const std::string deep = std::string(150, 'a') + "/" + std::string(150, 'b');
  const ArchiveExamination gnu(TarBuilder().part({.name = "././@LongLink", .data = deep + '\0', .type = 'L'}).file(deep.substr(0, 100), "x").bytes());
  EXPECT_EQ(gnu.rules(), "");
  EXPECT_EQ(gnu.names(), deep);
  const ArchiveExamination extended(TarBuilder().pax(pax("comment", "by hand"), 'g').pax(pax("path", deep) + pax("mtime", "1.5")).file("short", "x").file("next", "y").bytes());
  EXPECT_EQ(extended.rules(), "");
  EXPECT_EQ(extended.names(), deep + ", next");
}

// By tools/fixtures/make_zip.py.
TEST(Tar, ReadsWhatTheUsualWritersMake) {
  const std::string shown = "short, long/" + std::string(120, 'x');
  for (const std::string_view name : {"gnu.tar", "v7.tar", "python_gnu.tar", "python_pax.tar", "posix.tar.gz"}) {
    const ArchiveExamination tar(read_file(project_root() / "tests/fixtures/tar" / name));
    EXPECT_EQ(tar.rules(), "") << name << tar.messages();
    EXPECT_EQ(tar.names(), name.starts_with("python") ? shown : name.ends_with("gz") ? "(gzip), (gzip)!d/a.txt, (gzip)!d/b.txt" : "d/a.txt, d/b.txt") << name;
  }
}

TEST(Tar, ReadsSizesInBase256) {
  const std::string size = std::string("\x80") + std::string(10, '\0') + '\5';
  const ArchiveExamination tar(TarBuilder().part({.name = "a", .data = "12345", .size = size}).file("b", "1").bytes());
  EXPECT_EQ(tar.rules(), "");
  EXPECT_EQ(tar.bytes_of("a"), "12345");
}

TEST(Tar, ReadsWhatIsCompressed) {
  const ArchiveExamination tar(deflated(TarBuilder().file("a", "12345").bytes(), 31));
  EXPECT_EQ(tar.rules(), "");
  EXPECT_EQ(tar.names(), "(gzip), (gzip)!a");
  EXPECT_EQ(tar.contents.formats, (std::vector<std::string>{"gzip", "tar"}));
}

TEST(Tar, FindsTheLastOfAName) {
  const ArchiveExamination tar(TarBuilder().file("a", "1").file("a", "22").bytes());
  const format::TarArchive archive{tar.tar};
  ASSERT_NE(archive.find("a"), nullptr);
  EXPECT_EQ(archive.find("a")->bytes, 2u);
  EXPECT_EQ(archive.find("b"), nullptr);
}

struct Hostile {
  std::string rules;
  std::string bytes;
  std::string seen = {};
};

TEST(Tar, NotesNamesAndLinksThatLeadOut) {
  const auto one = [](TarPart part) { return TarBuilder().file("x", "1").part(part).bytes(); };
  const std::vector<Hostile> all = {
      {"tar-name-leads-out", one({.name = "/etc/x", .data = "1"})},
      {"tar-name-leads-out", one({.name = "../x", .data = "1"})},
      {"tar-name-leads-out", TarBuilder().pax(pax("path", "../../x")).file("y", "1").bytes()},
      {"tar-link-leads-out", one({.name = "l", .type = '2', .link = "/etc/passwd"})},
      {"tar-link-leads-out", one({.name = "d/l", .type = '2', .link = "../../x"})},
      {"tar-link-leads-out", one({.name = "d/l", .type = '1', .link = "../x"})},
      {"tar-link-leads-out", TarBuilder().pax(pax("linkpath", "/x")).part({.name = "l", .type = '2', .link = "y"}).bytes()},
      {"", one({.name = "d/l", .type = '2', .link = "../x"})},
      {"", one({.name = "./", .type = '5'})},
      {"tar-through-link", TarBuilder().part({.name = "l", .type = '2', .link = "."}).file("l/x", "1").bytes()},
      {"tar-duplicate-name", one({.name = "x", .data = "2"}), "x, x"},
      {"tar-duplicate-name", one({.name = "./x", .data = "2"}), "x, ./x"},
      {"", one({.name = "X", .data = "2"})},
      {"tar-device", one({.name = "d", .type = '3'})},
      {"tar-device", one({.name = "d", .type = '6'})},
      {"tar-name-control", one({.name = "a\nb", .data = "1"})},
      {"tar-name-control", TarBuilder().pax(pax("path", std::string("a\0b", 3))).file("a", "1").bytes()},
      {"tar-name-empty", TarBuilder().file("a", "1").part({.name = "", .data = "1"}).bytes()},
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    const ArchiveExamination tar(all[i].bytes);
    EXPECT_EQ(tar.rules(), all[i].rules) << "case " << i << "\n" << tar.messages();
    if (!all[i].seen.empty()) {
      EXPECT_EQ(tar.names(), all[i].seen) << "case " << i;
    }
  }
}

TEST(Tar, NotesHeadersThatReadersTakeDifferently) {
  const std::string hidden = TarBuilder().file("hidden", "1").out;
  const std::string plain = TarBuilder().file("a", "1").bytes();
  const std::vector<Hostile> all = {
      {"tar-checksum", TarBuilder().file("a", "1").part({.name = "b", .data = "2", .checksum = 7}).file("c", "3").bytes(), "a, c"},
      {"tar-checksum", TarBuilder().part({.name = "b", .data = "2", .checksum = 7}).file("c", "3").bytes(), "c"},
      {"tar-number", TarBuilder().part({.name = "b", .size = std::string("not a number")}).bytes()},
      {"tar-cut", TarBuilder().part({.name = "b", .data = "1", .size = TarBuilder::octal(9'000'000, 11)}).bytes(), "b"},
      {"tar-cut", plain.substr(0, 512) + "1"  + std::string(511, '\0') + plain.substr(0, 300), "a"},
      {"tar-cut", TarBuilder().part({.name = "x", .type = 'x', .size = TarBuilder::octal(1'000'000, 11)}).bytes()},
      {"~tar-no-end", TarBuilder().file("a", "1").out, "a"},
      {"~tar-no-end", TarBuilder().part({.name = "a", .data = "1", .padded = false}).out, "a"},
      {"tar-behind-end", plain + plain, "a, a"},
      {"tar-behind-end", plain.substr(0, 1024) + std::string(512, '\0') + hidden + std::string(1024, '\0'), "a, hidden"},
      {"tar-trailing-bytes", plain + "something", "a"},
      {"tar-trailing-bytes", plain + std::string(5000, 'x'), "a"},
      {"tar-size-mismatch, ~tar-no-end", TarBuilder().pax(pax("size", "1024")).part({.name = "a", .size = TarBuilder::octal(0, 11)}).file("b", "x").file("c", "y").bytes()},  // what one reader takes for the bytes of "a" is an archive to the other
      {"tar-pax", TarBuilder().pax("7 broken\n").file("a", "1").bytes(), "a"},
      {"tar-pax", TarBuilder().pax(pax("size", "-1")).file("a", "1").bytes(), "a"},
      {"tar-pax", TarBuilder().file("a", "1").pax(pax("path", "b")).bytes(), "a"},
      {"tar-pax-global", TarBuilder().pax(pax("path", "b"), 'g').file("a", "1").bytes(), "a"},
      {"tar-name-mismatch", TarBuilder().part({.name = "L", .data = "long", .type = 'L'}).pax(pax("path", "other")).file("a", "1").bytes(), "other"},
      {"~tar-sparse", TarBuilder().pax(pax("GNU.sparse.major", "1")).file("a", "1").bytes(), "a"},
      {"tar-link-data", TarBuilder().part({.name = "l", .type = '2', .link = "x", .size = TarBuilder::octal(512, 11)}).file("a", "1").bytes(), "a"},
      {"tar-link-data", TarBuilder().part({.name = "l", .data = std::string(512, 'x'), .type = '1', .link = "x"}).file("a", "1").bytes(), "a"},
      {"?tar-multi-volume", TarBuilder().part({.name = "a", .data = "1", .type = 'M'}).bytes(), "a"},
      {"?tar-limit", TarBuilder().pax(std::string(limits::kPaxBytes + 1, 'x')).file("a", "1").bytes(), "a"},
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    const ArchiveExamination tar(all[i].bytes);
    const std::string rules = tar.rules();
    EXPECT_EQ(rules == "tar-behind-end, tar-duplicate-name" ? "tar-behind-end" : rules, all[i].rules) << "case " << i << "\n" << tar.messages();
    if (!all[i].seen.empty()) {
      EXPECT_EQ(tar.names(), all[i].seen) << "case " << i;
    }
  }
}

TEST(Tar, IsNotMistakenForOtherBytes) {
  EXPECT_TRUE(ArchiveExamination(std::string(4096, '\0')).contents.formats.empty());
  EXPECT_TRUE(ArchiveExamination(std::string(4096, '0')).contents.formats.empty());
  EXPECT_TRUE(ArchiveExamination(std::string(300, 'x')).contents.formats.empty());
}

}  // namespace
}  // namespace aboveboard::testing
