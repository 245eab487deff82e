#include "base/bytes.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "base/checked.h"
#include "base/diagnostics.h"
#include "base/hash.h"

namespace aboveboard {
namespace {

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();

TEST(Bytes, ReadsWithinTheFile) {
  MemorySource source("0123456789");
  EXPECT_EQ(read_range(source, 3, 4).value(), "3456");
  EXPECT_EQ(read_range(source, 10, 0).value(), "");
  EXPECT_EQ(read_all(source, 10).value(), "0123456789");
}

TEST(Bytes, RefusesLengthsThatTheFileDoesNotHave) {
  MemorySource source("0123456789");
  EXPECT_EQ(read_range(source, 0, 10'000'000'000u).error().kind, ErrorKind::Truncated);
  EXPECT_EQ(read_range(source, 11, 0).error().kind, ErrorKind::Truncated);
  EXPECT_EQ(read_range(source, kHuge, kHuge).error().kind, ErrorKind::Truncated);
  EXPECT_EQ(read_range(source, 5, kHuge - 2).error().kind, ErrorKind::Truncated);
}

TEST(Bytes, ChecksPositionedReadsItself) {
  MemorySource source("0123");
  std::array<std::byte, 4> buffer{};
  EXPECT_TRUE(source.read_at(0, buffer));
  EXPECT_EQ(source.read_at(1, buffer).error().place.byte, 1u);
  EXPECT_FALSE(source.read_at(kHuge, buffer));
}

TEST(Bytes, StopsAtTheCallersLimit) {
  MemorySource source("0123456789");
  EXPECT_EQ(read_all(source, 9).error().kind, ErrorKind::LimitReached);
}

TEST(Bytes, LoadsLittleEndian) {
  EXPECT_EQ(load_le<std::uint32_t>("\x01\x02\x03\xff"), 0xff030201u);
  EXPECT_EQ(load_le<std::uint64_t>("\x01\0\0\0\0\0\0\x80"), 0x8000000000000001u);
}

TEST(Checked, FindsOverflow) {
  EXPECT_EQ(checked_add(1, 2), 3u);
  EXPECT_FALSE(checked_add(kHuge, 1));
  EXPECT_EQ(checked_mul(1u << 31, 1u << 31), 1ull << 62);
  EXPECT_FALSE(checked_mul(1ull << 32, 1ull << 32));
  EXPECT_EQ(checked_align(17, 8), 24u);
  EXPECT_EQ(checked_align(16, 8), 16u);
  EXPECT_FALSE(checked_align(kHuge, 8));
}

TEST(Errors, SayWhere) {
  Error error{ErrorKind::Malformed, "no colon", {.path = "a.json", .line = 7, .byte = {}}};
  EXPECT_EQ(to_string(error), "a.json:7: no colon");
  error.place = {.path = "a.bin", .line = {}, .byte = 17};
  EXPECT_EQ(to_string(error), "a.bin: at byte 17: no colon");
  error.place = {};
  EXPECT_EQ(to_string(error), "no colon");
}

Result<int> half(int number) {
  if (number % 2 != 0) return fail(ErrorKind::Malformed, "odd");
  return number / 2;
}
Result<int> quarter(int number) {
  ABOVEBOARD_ASSIGN(const int once, half(number));
  return half(once);
}

TEST(Errors, PassThrough) {
  EXPECT_EQ(quarter(12).value(), 3);
  EXPECT_EQ(quarter(6).error().message, "odd");
}

TEST(Diagnostics, RememberTheirSource) {
  Diagnostics notes;
  notes.set_source("weights");
  notes.add(DiagnosticKind::Invalid, "format/x", {ErrorKind::Malformed, "bad", {}});
  ASSERT_EQ(notes.items().size(), 1u);
  EXPECT_EQ(notes.items()[0].source, "weights");
}

TEST(Hash, IsTheSameEverywhere) {
  EXPECT_EQ(hash64(""), 0xcbf29ce484222325ull);
  EXPECT_EQ(hash64("a"), 0xaf63dc4c8601ec8cull) << "the published FNV-1a value";
  EXPECT_NE(mix64(1), mix64(2));
}

}  // namespace
}  // namespace aboveboard
