#include "format/other/other.h"

#include <gtest/gtest.h>

#include "examined.h"
#include "format/ggml/ggml.h"
#include "format/graph_keeper.h"
#include "proto_builder.h"

namespace aboveboard::testing {
namespace {

using namespace proto;

std::string named(const std::string& bytes) {
  MemorySource source(bytes);
  const format::Sniff sniff{std::string_view(bytes).substr(0, 4096), bytes, bytes.size(), source};
  Contents contents;
  Diagnostics notes;
  format::Budget budget;
  format::Examination examination("model", contents, notes, budget, {});
  EXPECT_EQ(format::looks_like_other(sniff), true);
  format::read_other(sniff, examination);
  EXPECT_EQ(notes.items().size(), 1u);
  EXPECT_EQ(notes.items().front().kind, DiagnosticKind::NotExamined);
  return contents.formats.empty() ? "" : contents.formats.front();
}

TEST(Other, NamesFormatsThatAreNotRead) {
  const std::string zeros(64, '\0');
  EXPECT_EQ(named(std::string("RKNN\0\0\0\0", 8) + zeros), "rknn");
  EXPECT_EQ(named("CYPTRKNN" + zeros), "rknn");
  EXPECT_EQ(named(number_le<std::uint64_t>(0x112) + zeros), "mxnet");
  EXPECT_EQ(named(std::string("B\0C\0N\0\0\0B\0V\0e\0r\0s\0", 18) + zeros), "cntk");
  EXPECT_EQ(named(num(1, 1) + entry(2, "root_uid", "x")), "cntk");
  EXPECT_EQ(named("7z\xbc\xaf\x27\x1c" + zeros), "7z");
  EXPECT_EQ(named(std::string("Rar!\x1a\x07\x01\x00", 8) + zeros), "rar");
  EXPECT_EQ(named("ptrt" + zeros), "tensorrt");
  EXPECT_EQ(named("algg" + number_le<std::uint32_t>(1) + zeros), "ggla");
  const std::string block = num(1, 0) + num(2, 0xffffffffffffffffull) + str(3, str(1, "conv2d_0.w_0") + str(2, num(1, 7)));
  EXPECT_EQ(named(str(1, block) + str(4, num(1, 0))), "paddle");
  const std::string parameters = num(1, 5) + num(2, 3) + num(2, 4);
  EXPECT_EQ(named(std::string(16, '\0') + number_le(static_cast<std::uint32_t>(parameters.size())) + parameters + std::string(48, '\1')), "paddle");
}

TEST(Other, LeavesAloneWhatItDoesNotKnow) {
  for (const std::string& bytes : {std::string(), std::string("ptrt and more text follows here"), std::string(100, '\0'), std::string("PK\3\4"), std::string("7z"), num(1, 1) + str(2, "x")})
    EXPECT_FALSE(sniffs(bytes, format::looks_like_other));
}

// hyperparameters, two tokens, and tensors.
std::string ggml(std::string_view head, bool scores, std::string_view tensors) {
  std::string bytes(head);
  for (const std::uint32_t value : {2u, 64u, 32u, 4u, 1u, 16u, 2u}) bytes += number_le(value);
  for (const std::string_view token : {"a", "bc"}) bytes += number_le(static_cast<std::uint32_t>(token.size())) + std::string(token) + (scores ? number_le(0u) : "");
  return bytes + std::string(tensors);
}
std::string ggml_tensor(std::string_view name, std::uint32_t type, const std::vector<std::uint32_t>& dims) {
  std::string bytes = number_le(static_cast<std::uint32_t>(dims.size())) + number_le(static_cast<std::uint32_t>(name.size())) + number_le(type);
  for (const std::uint32_t dim : dims) bytes += number_le(dim);
  return bytes + std::string(name);
}
Examined read(const std::string& bytes) { return Examined(bytes, format::read_ggml); }

TEST(Ggml, ReadsFilesOfEachMark) {
  const std::string plain = ggml("lmgg", false, ggml_tensor("w", 0, {3, 2}) + std::string(24, '\1') + ggml_tensor("q", 2, {32, 2}) + std::string(40, '\1'));
  EXPECT_TRUE(sniffs(plain, format::looks_like_ggml));
  EXPECT_EQ(read(plain).rules(), "");
  EXPECT_EQ(read(plain).tensors(), "w F32 [2,3] 24\nq Q4_0 [2,32] 40\n");
  EXPECT_EQ(read(plain).metadata("n_embd"), "64");
  EXPECT_EQ(read(plain).contents.data_bytes, 64u);
  EXPECT_EQ(read(ggml("fmgg" + number_le(1u), true, ggml_tensor("w", 0, {3, 2}) + std::string(24, '\1'))).tensors(), "w F32 [2,3] 24\n");
  std::string aligned = ggml("tjgg" + number_le(3u), true, ggml_tensor("q", 2, {32, 2}));
  aligned.resize((aligned.size() + 31) / 32 * 32);
  EXPECT_EQ(read(aligned + std::string(36, '\1')).tensors(), "q Q4_0 [2,32] 36\n");
}

TEST(Ggml, DoesNotGuessOtherLayouts) {
  EXPECT_EQ(read(ggml("lmgg", false, ggml_tensor("w", 0, {3, 2}) + std::string(23, '\1'))).rules(), "ggml-layout");
  EXPECT_EQ(read(ggml("lmgg", false, ggml_tensor("w", 99, {3, 2}))).rules(), "ggml-layout");
  EXPECT_EQ(read(ggml("lmgg", false, ggml_tensor("w", 2, {3, 2}))).rules(), "ggml-layout");
  EXPECT_EQ(read(ggml("lmgg", false, "")).rules(), "ggml-layout");
  EXPECT_EQ(read("tjgg" + number_le(9u)).rules(), "ggml-layout");
  EXPECT_EQ(read("lmgg" + std::string(200, '\xff')).rules(), "ggml-layout");
  EXPECT_EQ(read(ggml("lmgg", false, ggml_tensor("w", 0, {0xffffffff, 0xffffffff, 0xffffffff}))).rules(), "ggml-layout");
}

TEST(GraphKeeper, TellsPathsThatLeaveTheirFolder) {
  for (const std::string_view path : {"", "/a", "..", "a/..", "../a", "a\\b", "c:a", "s3://a", "a/../b"}) EXPECT_NE(format::leaves_folder(path), "") << path;
  EXPECT_NE(format::leaves_folder(std::string(5000, 'a')), "");
  for (const std::string_view path : {"a", "a/b", "...", "a..b", ".a/b", "./a"}) EXPECT_EQ(format::leaves_folder(path), "") << path;
}

TEST(GraphKeeper, CountsElementsWithoutOverflow) {
  using Shape = std::vector<std::uint64_t>;
  EXPECT_EQ(format::count_elements(Shape{}), 1u);
  EXPECT_EQ(format::count_elements(Shape{0, 5}), 0u);
  EXPECT_EQ(format::count_elements(Shape{1ull << 31, 1ull << 31}), 1ull << 62);
  EXPECT_EQ(format::count_elements(Shape{1ull << 32, 1ull << 31}), std::nullopt);
  EXPECT_EQ(format::packed_bytes(3, 4), 2u);
  EXPECT_EQ(format::packed_bytes(1ull << 62, 32), std::nullopt);
}

}  // namespace
}  // namespace aboveboard::testing
