#include <gtest/gtest.h>

#include "archive_support.h"
#include "support/paths.h"
#include "zip_builder.h"

namespace aboveboard::testing {
namespace {

using format::Budget;
using format::ZipMember;

ZipBuilder two() {
  ZipBuilder zip;
  zip.stored("a/data.pkl", "stored bytes").deflate("a/text", std::string(300, 'x') + "end");
  return zip;
}

TEST(Zip, ReadsStoredAndDeflatedMembers) {
  const ArchiveExamination zip(two().bytes());
  EXPECT_EQ(zip.rules(), "") << zip.messages();
  EXPECT_EQ(zip.names(), "a/data.pkl, a/text");
  EXPECT_EQ(zip.bytes_of("a/data.pkl"), "stored bytes");
  EXPECT_EQ(zip.bytes_of("a/text"), std::string(300, 'x') + "end");
  EXPECT_EQ(zip.contents.formats, std::vector<std::string>{"zip"});
  ASSERT_EQ(zip.zip.size(), 2u);
  EXPECT_EQ(zip.zip[0].data, 30u + 10u);
  EXPECT_EQ(zip.zip[1].bytes, 303u);
}

struct Benign {
  std::string name;
  ZipBuilder zip;
};

std::vector<Benign> benign_archives() {
  std::vector<Benign> all;
  const auto add = [&](std::string name, ZipBuilder zip) { all.push_back({std::move(name), std::move(zip)}); };
  add("empty", {});
  add("comment", {.parts = two().parts, .comment = "a comment that ends the file"});
  add("zip64 end", {.parts = two().parts, .zip64 = true});
  ZipPart plain{.name = "m", .data = "some data some data some data", .method = 8};
  ZipPart with = plain;
  with.name = "n";
  with.descriptor = true;
  add("descriptor", {.parts = {with, plain}});
  with.zip64 = true;
  add("descriptor of zip64, as streams are written", {.parts = {with}, .zip64 = true});
  with.descriptor = false;
  add("zip64 forced", {.parts = {with}});
  ZipPart padded{.name = "archive/data/0", .data = std::string(64, '\1'), .local_extra = "FB" + number_le<std::uint16_t>(14) + std::string(14, 'Z')};
  add("alignment by an extra field", {.parts = {padded}});
  ZipPart aligned{.name = "classes.dex", .data = "x", .local_extra = std::string(3, '\0')};
  add("alignment by zeros", {.parts = {aligned}});
  ZipPart jar{.name = "META-INF/", .local_extra = "\xFE\xCA" + std::string(2, '\0')};
  add("jar", {.parts = {jar, plain}});
  add("nested archive at the end", {.parts = {{.name = "inner.zip", .data = two().bytes()}}});
  add("same folder twice", {.parts = {{.name = "d/"}, {.name = "d/"}}});
  add("unix modes", {.parts = {{.name = "d/", .mode = 040755}, {.name = "d/f", .data = "1", .mode = 0100644}}});
  return all;
}

TEST(Zip, SaysNothingOfOrdinaryArchives) {
  for (const Benign& benign : benign_archives()) {
    const ArchiveExamination zip(benign.zip.bytes());
    EXPECT_EQ(zip.rules(), "") << benign.name << "\n" << zip.messages();
    EXPECT_EQ(zip.contents.formats, std::vector<std::string>{"zip"}) << benign.name;
    EXPECT_TRUE(zip.contents.valid) << benign.name;
  }
}

// By tools/fixtures/make_zip.py.
TEST(Zip, ReadsWhatTheUsualWritersMake) {
  const auto rules = [](std::string_view name) {
    const ArchiveExamination zip(read_file(project_root() / "tests/fixtures/zip" / name));
    EXPECT_GE(zip.zip.size(), 1u) << name;
    return zip.rules();
  };
  for (const std::string_view name : {"infozip.zip", "java.jar", "numpy.npz", "numpy_compressed.npz", "python_methods.zip", "python_streamed.zip", "python_zip64.zip", "torch.pt"})
    EXPECT_EQ(rules(name), "") << name;
  EXPECT_EQ(rules("python_zipapp.pyz"), "~zip-prefix");
  EXPECT_EQ(rules("infozip_links.zip"), "~zip-link");
  EXPECT_EQ(rules("infozip_streamed.zip"), "~zip-pipe");
  const ArchiveExamination methods(read_file(project_root() / "tests/fixtures/zip/python_methods.zip"));
  EXPECT_EQ(methods.names(), "stored, deflated, bzip2, lzma");
  EXPECT_EQ(methods.bytes_of("lzma").substr(0, 10), "lzma lzma ");
  EXPECT_EQ(methods.bytes_of("bzip2").size(), 240u);
}

struct Hostile {
  std::string rules;  // as ArchiveExamination::rules() has them
  ZipBuilder zip;
  std::string seen;   // names of all members that must be looked into; "" where it does not matter
};

ZipPart part(std::string name, std::string data) { return {.name = std::move(name), .data = std::move(data)}; }

template <typename Change>
ZipBuilder changed(Change change) {
  ZipBuilder zip = two();
  change(zip);
  return zip;
}

std::vector<Hostile> hostile_names() {
  const auto named = [](std::string name) { return ZipBuilder{.parts = {part("x", "1"), part(std::move(name), "2")}}; };
  const auto pair = [](std::string a, std::string b) { return ZipBuilder{.parts = {part(std::move(a), "1"), part(std::move(b), "2")}}; };
  return {
      {"zip-duplicate-name", named("x"), "x, x"},
      {"zip-case-collision", named("X"), "x, X"},
      {"zip-case-collision", pair("\xc3\x84", "\xc3\xa4"), ""},
      {"zip-separator-collision", pair("a/b", "a\\b"), ""},
      {"zip-separator-collision", pair("a/b", "./a//b"), ""},
      {"zip-normalization-collision", pair("\xc3\xa4", "a\xcc\x88"), ""},
      {"zip-name-leads-out", named("/etc/x"), ""},
      {"zip-name-leads-out", named("\\y"), ""},
      {"zip-name-leads-out", named("C:\\x"), ""},
      {"zip-name-leads-out", named("a/../../y"), ""},
      {"", named("a/../y"), ""},
      {"zip-name-leads-out", named("a\\..\\..\\y"), ""},
      {"zip-name-nul", named(std::string("x.txt\0.pkl", 10)), ""},
      {"zip-name-control", named("a\nb"), ""},
      {"zip-name-empty", named(""), ""},
      {"~zip-link", {.parts = {{.name = "d/l", .data = "../f", .mode = 0120777}}}, ""},
      {"zip-link-leads-out", {.parts = {{.name = "d/l", .data = "../../f", .mode = 0120777}}}, ""},
      {"zip-link-leads-out", {.parts = {{.name = "l", .data = "/etc/passwd", .mode = 0120777}}}, ""},
      {"zip-through-link, ~zip-link", {.parts = {{.name = "l", .data = ".", .mode = 0120777}, part("l/x", "1")}}, ""},
      {"zip-device", {.parts = {{.name = "disk", .mode = 060644}}}, ""},
      {"zip-device", {.parts = {{.name = "terminal", .mode = 020644}}}, ""},
      {"~zip-pipe", {.parts = {{.name = "-", .data = "1", .mode = 010644}}}, "-"},
  };
}

std::vector<Hostile> hostile_headers() {
  const auto with = [](auto change) {
    ZipPart one{.name = "x", .data = "some data, some data, some data", .method = 8};
    change(one);
    return ZipBuilder{.parts = {one}};
  };
  return {
      {"zip-name-mismatch", with([](ZipPart& p) { p.local_name = "y"; }), "x"},
      {"zip-method-mismatch", with([](ZipPart& p) { p.local_method = 0; }), "x"},
      {"zip-flags-mismatch", with([](ZipPart& p) { p.local_flags = 1; }), "x"},
      {"zip-crc-mismatch", with([](ZipPart& p) { p.local_crc = 7; }), "x"},
      {"zip-size-mismatch", with([](ZipPart& p) { p.local_stored = 7; }), "x"},
      {"zip-size-mismatch", with([](ZipPart& p) { p.local_bytes = 7; }), "x"},
      {"zip-size-mismatch", with([](ZipPart& p) { p.descriptor = true, p.local_bytes = 7; }), "x"},
      {"zip-size-mismatch", {.parts = {{.name = "x", .data = "12345678", .raw = "123456789", .stored = 9, .bytes = 8}}}, ""},
      {"zip-member-size", with([](ZipPart& p) { p.bytes = 7; }), "x"},
      {"zip-member-size", with([](ZipPart& p) { p.bytes = 70; }), "x"},
      {"~zip-crc", with([](ZipPart& p) { p.crc = 7; }), "x"},
      {"zip-member-slack", with([](ZipPart& p) { p.raw = deflated(p.data) + "hidden"; }), "x"},
      {"zip-member-broken", with([](ZipPart& p) { p.raw = "\xff\xff\xff\xff"; }), "x"},
      {"zip-member-broken", with([](ZipPart& p) { p.raw = deflated(p.data).substr(0, 4); }), "x"},
      {"?zip-encrypted", with([](ZipPart& p) { p.flags = 1; }), ""},
      {"?zip-method", with([](ZipPart& p) { p.method = 9, p.raw = "????"; }), ""},
      {"zip-descriptor", with([](ZipPart& p) { p.flags = 8, p.local_crc = 0, p.local_stored = 0, p.local_bytes = 0; }), "x"},
      {"zip-member-broken, zip-member-cut, zip-overlap, zip-zip64", with([](ZipPart& p) { p.stored = 0xFFFFFFFF, p.raw = "x", p.central_extra = "\1" + std::string("\0\4\0\1\0\0\0", 7); }), ""},
      {"zip-zip64", with([](ZipPart& p) { p.central_extra = std::string("\1\0\20\0", 4) + std::string(16, '\1'); }), "x"},
      {"zip-member-cut, zip-member-slack, zip-overlap", with([](ZipPart& p) { p.stored = 5000; }), ""},
      {"zip-local-header", with([](ZipPart& p) { p.local = false, p.offset = 5; }), ""},
  };
}

std::vector<Hostile> hostile_layouts() {
  const std::string hidden = ZipBuilder{.parts = {{.name = "hidden", .data = "bytes", .listed = false}}}.bytes();
  const std::string local = hidden.substr(0, 30 + 6 + 5);
  const auto between = [](std::string bytes) { return ZipBuilder{.parts = {part("a", "1"), {.name = "b", .data = "2", .before = std::move(bytes)}}}; };
  return {
      {"zip-unlisted-member", {.parts = {part("a", "1"), {.name = "hidden", .data = "2", .listed = false}, part("b", "3")}}, "a, b, hidden"},
      {"zip-unlisted-member", {.parts = {{.name = "hidden", .data = "2", .listed = false}, part("b", "3")}}, "b, hidden"},
      {"zip-unlisted-member", {.parts = {part("b", "3"), {.name = "hidden", .data = "2", .listed = false}}}, "b, hidden"},
      {"zip-unlisted-member", {.parts = {part("b", "3"), {.name = "hidden", .data = "two two two", .method = 8, .descriptor = true, .listed = false}}}, "b, hidden"},
      {"zip-duplicate-name, zip-unlisted-member", {.parts = {part("b", "3"), {.name = "b", .data = "2", .listed = false}}}, "b, b"},
      {"zip-unlisted-member", {.parts = {part("b", "3")}, .trailing = local}, "b, hidden"},
      {"zip-hidden-bytes", between("something"), "a, b"},
      {"zip-hidden-bytes, zip-unlisted-member", between("some" + local), "a, b, hidden"},
      {"~zip-padding", between(std::string(9, '\0')), "a, b"},
      {"~zip-prefix", {.parts = {part("a", "1")}, .prefix = "#!/bin/sh\n"}, "a"},
      {"~zip-prefix", {.parts = {part("a", "1")}, .prefix = "#!/bin/sh\n", .adjusted = true}, "a"},
      {"~zip-prefix, ~zip-prefix-member", {.parts = {part("a", "1")}, .prefix = "#!/bin/sh\n" + local}, "a, hidden"},
      {"zip-unlisted-member", {.parts = {part("a", "1")}, .prefix = local}, "a, hidden"},
      {"zip-trailing-bytes", {.parts = {part("a", "1")}, .trailing = "more"}, "a"},
      {"~zip-padding", {.parts = {part("a", "1")}, .trailing = std::string(10, '\0')}, "a"},
      {"zip-hidden-bytes", {.parts = {part("a", "1")}, .before_directory = "more"}, "a"},
      {"zip-several-ends", {.parts = {part("a", "1")}, .trailing = two().bytes()}, "a/data.pkl, a/text, a"},
      {"zip-several-ends", {.parts = {part("a", "1")}, .prefix = two().bytes()}, "a, a/data.pkl, a/text"},
      {"zip-several-ends", {.parts = {part("a", "1")}, .comment = "PK\5\6" + std::string(18, '\1')}, "a"},
      {"zip-count", changed([](ZipBuilder& zip) { zip.count = 1; }), "a/data.pkl, a/text"},
      {"zip-count", changed([](ZipBuilder& zip) { zip.count = 3; }), "a/data.pkl, a/text"},
      {"zip-multi-disk", changed([](ZipBuilder& zip) { zip.disk = 1; }), "a/data.pkl, a/text"},
      {"zip-comment", changed([](ZipBuilder& zip) { zip.comment_bytes = 9; }), "a/data.pkl, a/text"},
      {"zip-zip64", changed([](ZipBuilder& zip) { zip.zip64 = true, zip.count = 1; }), "a/data.pkl, a/text"},
      {"zip-directory-offset", changed([](ZipBuilder& zip) { zip.directory_offset = 100'000; }), ""},
      {"zip-duplicate-name, zip-overlap", {.parts = {part("a", "1"), {.name = "a", .data = "1", .local = false, .offset = 0}}}, ""},
      {"zip-name-mismatch, zip-overlap", {.parts = {{.name = "a", .data = std::string(60, '1')}, {.name = "b", .data = std::string(60, '1'), .local = false, .local_name = "a", .offset = 0}}}, ""},
  };
}

void expect_rules(const std::vector<Hostile>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Hostile& hostile = all[i];
    const ArchiveExamination zip(hostile.zip.bytes());
    EXPECT_EQ(zip.rules(), hostile.rules) << "case " << i << "\n" << zip.messages();
    if (!hostile.seen.empty()) {
      EXPECT_EQ(zip.names(), hostile.seen) << "case " << i;
    }
    EXPECT_EQ(zip.contents.valid, hostile.rules.find("zip-") == std::string::npos || hostile.rules[0] == '~' || hostile.rules[0] == '?') << "case " << i;
  }
}

TEST(Zip, NotesNamesThatLeadOutOrCollide) { expect_rules(hostile_names()); }
TEST(Zip, NotesWhatTheTwoHeadersSayDifferently) { expect_rules(hostile_headers()); }
TEST(Zip, NotesWhatLiesOutsideOfMembers) { expect_rules(hostile_layouts()); }

TEST(Zip, ReadsLocalHeadersWhereThereIsNoDirectory) {
  const std::string bytes = two().bytes();
  const ArchiveExamination zip(bytes.substr(0, bytes.find("PK\1\2")));
  EXPECT_EQ(zip.rules(), "zip-no-directory");
  EXPECT_EQ(zip.names(), "a/data.pkl, a/text");
  EXPECT_EQ(zip.bytes_of("a/text").size(), 303u);
}

TEST(Zip, ReadsBothDirectoriesWhereOffsetAndSizeDisagree) {
  ZipBuilder zip = two();
  const std::string plain = zip.bytes();
  const std::size_t at = plain.find("PK\1\2");
  std::string decoy = plain.substr(at, plain.find("PK\5\6") - at);
  decoy.replace(decoy.find("data.pkl"), 8, "DATA.PKX");
  zip.before_directory = decoy;
  zip.directory_offset = static_cast<std::uint32_t>(at);
  const ArchiveExamination examined(zip.bytes());
  EXPECT_NE(examined.rules().find("zip-two-directories"), std::string::npos) << examined.rules();
  EXPECT_NE(examined.names().find("DATA.PKX"), std::string::npos) << examined.names();
}

TEST(Zip, IsNoArchiveWhereAnEndMarkLeadsNowhere) {
  EXPECT_EQ(ArchiveExamination("PK\5\6" + std::string(18, '\1')).contents.formats.size(), 0u);
  EXPECT_EQ(ArchiveExamination(std::string(100'000, 'x') + "PK\5\6" + std::string(60, 'x')).contents.formats.size(), 0u);
  EXPECT_EQ(ArchiveExamination(std::string()).rules(), "");
}

TEST(Zip, FindsMembersByNameInOrder) {
  const ArchiveExamination zip(ZipBuilder{.parts = {part("x", "1"), part("x", "2")}}.bytes());
  const format::ZipArchive archive{zip.zip, 0};
  ASSERT_NE(archive.find("x"), nullptr);
  EXPECT_EQ(archive.find("x")->header, 0u);
  EXPECT_EQ(archive.find("y"), nullptr);
}

TEST(Zip, OpensNestedArchivesUpToALimit) {
  std::string bytes = two().bytes();
  for (int i = 0; i < 6; ++i) bytes = ZipBuilder().stored("inner", bytes).bytes();
  const ArchiveExamination zip(bytes);
  EXPECT_EQ(zip.rules(), "?limit-nesting");
  EXPECT_EQ(zip.seen.size(), static_cast<std::size_t>(limits::kNesting));
}

TEST(Zip, ReadsManySmallMembersInFewReads) {
  ZipBuilder zip;
  for (int i = 0; i < 1000; ++i) zip.stored("archive/data/" + std::to_string(i), std::string(40, 'x'));
  const std::string bytes = zip.bytes();
  CountingSource source(bytes);
  Contents contents;
  Diagnostics notes;
  Budget budget;
  format::Examination examination("f", contents, notes, budget, nullptr);
  ASSERT_TRUE(format::open_zip(source, examination).has_value());
  EXPECT_TRUE(notes.items().empty());
  EXPECT_LT(source.reads, 20u);
}

TEST(Zip, ReadsOfLargeMembersTheHeadersOnly) {
  ZipBuilder zip;
  for (int i = 0; i < 20; ++i) zip.stored("archive/data/" + std::to_string(i), std::string(1 << 20, 'x'));
  const std::string bytes = zip.bytes();
  CountingSource source(bytes);
  Contents contents;
  Diagnostics notes;
  Budget budget;
  format::Examination examination("f", contents, notes, budget, nullptr);
  ASSERT_TRUE(format::open_zip(source, examination).has_value());
  EXPECT_LT(source.bytes, 100'000u);
  EXPECT_LT(source.reads, 30u);
}

TEST(Zip, StreamsPastWhatIsKeptInMemory) {
  const std::string data(limits::kMemberBytes + 1000, '\0');
  const std::string bytes = ZipBuilder().deflate("large", data).bytes();
  MemorySource source(bytes);
  Contents contents;
  Diagnostics notes;
  Budget budget;
  format::Examination examination("f", contents, notes, budget, nullptr);
  const auto archive = format::open_zip(source, examination);
  ASSERT_TRUE(archive);
  const auto member = format::open_member(source, archive->members[0], budget);
  ASSERT_TRUE(member);
  EXPECT_FALSE((*member)->random_access());
  for (int pass = 0; pass < 2; ++pass) {
    const auto stream = (*member)->stream();
    ASSERT_TRUE(stream);
    EXPECT_EQ((*stream)->skip(1ull << 40).value_or(0), data.size());
  }
}

TEST(Zip, NotesHighRatiosOnce) {
  const std::string zeros(11'000'000, '\0');
  const ArchiveExamination zip(ZipBuilder().deflate("a", zeros).deflate("b", zeros).bytes());
  EXPECT_EQ(zip.rules(), "~archive-ratio");
  EXPECT_EQ(zip.notes.items().size(), 1u);
}

TEST(Zip, DoesNotTakeAnnouncedSizesOnTrust) {
  ZipPart liar{.name = "x", .data = "harmless" + std::string(100, '.') + "payload", .method = 8};
  liar.bytes = 8;
  liar.crc = crc_of("harmless");
  const ArchiveExamination zip(ZipBuilder{.parts = {liar}}.bytes());
  EXPECT_EQ(zip.rules(), "zip-member-size");
  EXPECT_EQ(zip.bytes_of("x").size(), 115u);
}

}  // namespace
}  // namespace aboveboard::testing
