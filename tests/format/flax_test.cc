#include "format/flax/flax.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "examined.h"
#include "format/msgpack/msgpack.h"
#include "support/paths.h"

namespace aboveboard::testing {
namespace {

Examined read(std::string bytes) { return Examined(std::move(bytes), format::read_flax, "state.msgpack"); }
bool looks(std::string_view bytes) {
  MemorySource source(bytes);
  return format::looks_like_flax(sniff_of(bytes, source));
}

std::string text(std::string_view value) { return static_cast<char>(0xa0 | value.size()) + std::string(value); }
std::string map(std::size_t pairs) { return std::string(1, static_cast<char>(0x80 | pairs)); }
std::string binary(std::string_view data) { return std::string("\xc4") + static_cast<char>(data.size()) + std::string(data); }
std::string ext(int type, std::string_view payload) { return std::string("\xc7") + static_cast<char>(payload.size()) + static_cast<char>(type) + std::string(payload); }
std::string array(std::string_view shape, std::string_view dtype, std::string_view data, int type = 1) {
  return ext(type, "\x93" + std::string(1, static_cast<char>(0x90 | shape.size())) + std::string(shape) + text(dtype) + binary(data));
}
std::string chunked(std::string_view shape, std::string_view first, std::string_view second) {
  return map(1) + text("w") + map(3) + "\xb9__msgpack_chunked_array__\xc3" + text("shape") + map(1) + text("0") + std::string(shape) + text("chunks") + map(2) + text("0") +
         array(std::string(1, static_cast<char>(first.size())), "int8", first) + text("1") + array(std::string(1, static_cast<char>(second.size())), "int8", second);
}

TEST(Flax, ReadsAState) {
  const std::string bytes = read_file(project_root() / "tests/fixtures/flax/state.msgpack");
  EXPECT_TRUE(looks(bytes));
  const Examined examined = read(bytes);
  EXPECT_EQ(examined.rules(), "");
  EXPECT_EQ(examined.contents.formats, std::vector<std::string>{"flax"});
  EXPECT_EQ(examined.metadata("step"), "3");
  ASSERT_EQ(examined.contents.tensors.size(), 4u);
  const Tensor kernel = examined.contents.tensors[0];
  EXPECT_EQ(kernel.name, "params.dense.kernel");
  EXPECT_EQ(kernel.dtype, "float32");
  EXPECT_EQ(kernel.elements, 6u);
  EXPECT_EQ(kernel.bytes, 24u);
  EXPECT_EQ(bytes.substr(kernel.begin + 4, 4), std::string("\0\0\x80\x3f", 4));
  EXPECT_EQ(examined.contents.tensors[2].name, "params.scale");
  const Tensor big = examined.contents.tensors[3];
  EXPECT_EQ(big.name, "params.big");
  EXPECT_EQ(std::vector<std::uint64_t>(big.shape.begin(), big.shape.end()), (std::vector<std::uint64_t>{4, 2}));
  EXPECT_EQ(big.bytes, 8u);
  EXPECT_EQ(examined.contents.data_bytes, 24u + 6u + 4u + 8u);
}

struct Broken {
  const char* name;
  std::string bytes;
  std::string rule;
};
class BrokenFlax : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenFlax, NamesTheRule) {
  const Examined examined = read(GetParam().bytes);
  ASSERT_EQ(examined.rules(), GetParam().rule);
  EXPECT_EQ(examined.notes.items().front().kind, DiagnosticKind::Invalid);
  EXPECT_FALSE(examined.contents.valid);
}

const std::string kGood = map(1) + text("w") + array("\2", "int8", "ab");

INSTANTIATE_TEST_SUITE_P(Rules, BrokenFlax,
                         ::testing::Values(Broken{"Empty", "", "flax-truncated"}, Broken{"NoMap", "\x91\x01", "flax-structure"}, Broken{"KeyNoText", map(1) + "\x01\x01", "flax-structure"},
                                           Broken{"KeyNotUtf8", map(1) + text("\xff") + "\x01", "flax-structure"}, Broken{"ByteOfNothing", map(1) + text("a") + "\xc1", "flax-structure"},
                                           Broken{"MorePairsThanBytes", "\xdf\xff\xff\xff\xff" + text("a"), "flax-structure"},
                                           Broken{"TextBehindTheFile", map(1) + text("a") + "\xdb\xff\xff\xff\xff", "flax-truncated"},
                                           Broken{"ArrayNoList", map(1) + text("a") + ext(1, "\x01"), "flax-structure"},
                                           Broken{"NegativeDimension", map(1) + text("a") + array("\xff", "int8", ""), "flax-structure"},
                                           Broken{"PayloadLongerThanArray", map(1) + text("a") + ext(1, "\x93\x91\x01" + text("int8") + binary("a") + "x"), "flax-structure"},
                                           Broken{"DataShorterThanShape", map(1) + text("a") + array("\3", "int8", "ab"), "flax-size"},
                                           Broken{"PiecesDoNotAddUp", chunked("\6", "abc", "de"), "flax-chunks"}, Broken{"TrailingBytes", kGood + "x", "flax-trailing-bytes"}),
                         [](const ::testing::TestParamInfo<Broken>& test) { return test.param.name; });

TEST(Flax, EveryPrefixIsRefused) {
  for (std::size_t length = 0; length < kGood.size(); ++length) EXPECT_FALSE(read(kGood.substr(0, length)).contents.valid) << length;
  EXPECT_EQ(read(kGood).rules(), "");
  EXPECT_EQ(read(chunked("\5", "abc", "de")).rules(), "");
}

TEST(Flax, NotesWhatReadersDifferOn) {
  EXPECT_EQ(read(map(2) + text("w") + array("\2", "int8", "ab") + text("w") + array("\2", "int8", "cd")).rules(), "flax-duplicate-key");
  EXPECT_EQ(read(map(1) + text("w") + ext(9, "ab")).notes.items().front().kind, DiagnosticKind::NotExamined);
  EXPECT_EQ(read(map(1) + text("w") + array("\2", "float3", "ab")).rules(), "flax-dtype");
  std::string deep;
  for (std::uint64_t i = 0; i < limits::kMsgpackDepth + 2; ++i) deep += map(1) + text("a");
  EXPECT_EQ(read(deep + "\x01").rules(), "flax-limit");
}

TEST(Flax, SniffsNothingElse) {
  EXPECT_TRUE(looks(kGood));
  EXPECT_FALSE(looks(map(1) + text("a") + "\x01"));                            // no array
  EXPECT_FALSE(looks(map(2) + text("a") + ext(7, "xx") + kGood.substr(1)));    // an extension that Flax does not write
  EXPECT_FALSE(looks(map(1) + text("a") + array("\2", "float3", "ab")));      // an unknown dtype
  EXPECT_FALSE(looks("\x91" + array("\2", "int8", "ab")));
  EXPECT_FALSE(looks(""));
  EXPECT_FALSE(looks(std::string(4096, '\x81')));
}

TEST(Msgpack, ReadsEveryHead) {
  const std::string bytes = std::string("\xc0\xc2\xc3\x7f\xe0\xcc\xff\xcd\xff\xff\xce\xff\xff\xff\xff\xd0\x80\xd1\x80\x00\xca\0\0\0\0\xd4\x05x\xc5\0\1x\xd9\1x\xdc\0\1\xc0", 39);
  MemorySource source(bytes);
  format::MsgpackReader in(source);
  std::vector<std::int64_t> numbers;
  int values = 0;
  while (in.remaining() != 0) {
    const auto value = in.next();
    ASSERT_TRUE(value) << value.error().message;
    ++values;
    if (value->kind == format::MsgpackKind::Integer) numbers.push_back(value->integer);
    if (value->kind == format::MsgpackKind::Text || value->kind == format::MsgpackKind::Binary || value->kind == format::MsgpackKind::Extension) in.skip(value->size);
  }
  EXPECT_EQ(values, 16);
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{127, -32, 255, 65535, 4294967295, -128, -32768}));
}

TEST(Zarr, ReadsBothVersions) {
  const auto zarr = [](std::string json) { return Examined(std::move(json), format::read_zarr_array, "checkpoint/params.dense.kernel/.zarray"); };
  const Examined two = zarr(R"({"zarr_format": 2, "shape": [3, 4], "dtype": "<f4", "compressor": {"id": "zstd", "level": 1}, "filters": [{"id": "pickle"}]})");
  EXPECT_EQ(two.rules(), "");
  ASSERT_EQ(two.contents.tensors.size(), 1u);
  EXPECT_EQ(two.contents.tensors[0].name, "params.dense.kernel");
  EXPECT_EQ(two.contents.tensors[0].dtype, "float32");
  EXPECT_EQ(two.contents.tensors[0].elements, 12u);
  EXPECT_NE(two.construct("zarr::zstd"), nullptr);
  EXPECT_NE(two.construct("zarr::pickle"), nullptr);
  const Examined three = zarr(R"({"zarr_format": 3, "node_type": "array", "shape": [2], "data_type": "bfloat16", "codecs": [{"name": "bytes"}]})");
  EXPECT_EQ(three.contents.tensors[0].dtype, "bfloat16");
  EXPECT_NE(three.construct("zarr::bytes"), nullptr);
  EXPECT_EQ(zarr(R"({"zarr_format": 2, "shape": [-1], "dtype": "<f4"})").rules(), "zarr-array");
  EXPECT_EQ(zarr("{").rules(), "zarr-json");
  EXPECT_EQ(zarr(std::string(limits::kZarrBytes + 1, ' ')).rules(), "zarr-limit");
  const std::string description = R"({"zarr_format": 2, "shape": []})";
  MemorySource source(description);
  EXPECT_TRUE(format::looks_like_zarr_array(sniff_of(description, source)));
  EXPECT_FALSE(format::looks_like_zarr_array(sniff_of(R"({"zarr_format": 2})", source)));
}

}  // namespace
}  // namespace aboveboard::testing
