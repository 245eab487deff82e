#include "format/hdf5/hdf5.h"

#include <gtest/gtest.h>

#include <map>

#include "base/limits.h"
#include "examined.h"
#include "format/hdf5/file.h"
#include "hdf5_builder.h"
#include "support/paths.h"

namespace aboveboard::testing {
namespace {

Examined read(std::string bytes) { return Examined(std::move(bytes), format::read_hdf5, "model.h5"); }
std::string fixture_bytes(const std::string& name) { return read_file(project_root() / "tests/fixtures/hdf5" / name); }
Examined fixture(const std::string& name) { return read(fixture_bytes(name)); }

// "dtype shape bytes" of every dataset, by path.
std::map<std::string, std::string> tensors(const Examined& examined) {
  std::map<std::string, std::string> all;
  for (std::size_t i = 0; i < examined.contents.tensors.size(); ++i) {
    const Tensor tensor = examined.contents.tensors[i];
    std::string text = std::string(tensor.dtype) + " [";
    for (const std::uint64_t dimension : tensor.shape) text += (text.back() == '[' ? "" : ",") + std::to_string(dimension);
    all[std::string(tensor.name)] = text + "] " + std::to_string(tensor.bytes);
  }
  return all;
}

using B = Hdf5Builder;
std::string changed(std::string bytes, std::size_t at, std::string_view by) { return bytes.replace(at, by.size(), by); }

TEST(Hdf5, ReadsOldAndNewLayoutsAlike) {
  for (const char* name : {"old.h5", "new.h5"}) {
    const Examined examined = fixture(name);
    EXPECT_EQ(examined.rules(), "hdf5-unwritten") << name;
    auto all = tensors(examined);
    EXPECT_EQ(all["float32"], "float32 [2,3] 24") << name;
    EXPECT_EQ(all["group/int64"], "int64 [3] 24") << name;
    EXPECT_EQ(all["bool"], "bool [2] 2") << name;
    EXPECT_EQ(all["complex64"], "complex64 [2] 16") << name;
    EXPECT_EQ(all["scalar"], "float64 [] 8") << name;
    EXPECT_EQ(all["text"], "str [2] 32") << name;
    EXPECT_EQ(all["unwritten"], "float32 [5] 0") << name;
    EXPECT_TRUE(all["chunked"].starts_with("float16 [8,8] ")) << name;
    EXPECT_EQ(all.size(), 8u) << name;
    EXPECT_TRUE(examined.contents.constructs.empty()) << name;
  }
}

TEST(Hdf5, FindsWhatLeadsOutOfTheFile) {
  const Examined examined = fixture("links_new.h5");
  EXPECT_TRUE(examined.contents.valid);
  for (const char* path : {"../secret.h5", "raw.bin", "part0.h5", "part1.h5"}) {
    ASSERT_NE(examined.construct(path), nullptr) << path;
    EXPECT_EQ(examined.construct(path)->kind, ConstructKind::OpensPath);
  }
  EXPECT_EQ(examined.construct("../secret.h5")->detail, "external link outside to /keys");
  ASSERT_NE(examined.construct("hdf5::filter-32000"), nullptr);
  EXPECT_EQ(examined.construct("hdf5::filter-32000")->kind, ConstructKind::Operator);
  EXPECT_EQ(examined.construct("hdf5::filter-32000")->detail, "lzf");
}

TEST(Hdf5, ReadsDenseAttributesAndLinks) {
  const Examined examined = fixture("dense_new.h5");
  EXPECT_EQ(examined.rules(), "");
  EXPECT_EQ(examined.contents.tensor_count, 12u);
  EXPECT_EQ(examined.metadata("attribute11"), "value 11");
  EXPECT_EQ(tensors(examined)["many/tensor07"], "float32 [] 4");
}

TEST(Hdf5, ReadsAKerasModel) {
  const std::string bytes = fixture_bytes("keras_old.h5");
  const Examined examined = read(bytes);
  EXPECT_EQ(examined.rules(), "");
  EXPECT_EQ(examined.contents.formats, (std::vector<std::string>{"hdf5", "keras"}));
  EXPECT_EQ(examined.metadata("keras_version"), "2.11.0");
  EXPECT_EQ(examined.metadata("backend"), "tensorflow");
  EXPECT_EQ(examined.metadata("layer_names"), "dense|double");
  EXPECT_EQ(tensors(examined)["model_weights/dense/dense/kernel:0"], "float32 [3,2] 24");
  for (const MetadataEntry& entry : examined.contents.metadata) EXPECT_EQ(bytes.substr(entry.byte, entry.value.size()), entry.value) << entry.key;
  ASSERT_NE(examined.construct("Keras Lambda bytecode"), nullptr);
  EXPECT_EQ(bytes[examined.construct("Keras Lambda bytecode")->byte], '{');
}

TEST(Hdf5, LooksBehindAUserBlock) {
  EXPECT_EQ(fixture("user_block.h5").rules(), "hdf5-user-block");
  EXPECT_EQ(tensors(fixture("user_block.h5"))["data"], "float32 [2] 8");
  const std::string plain = fixture_bytes("old.h5");
  const std::string block = fixture_bytes("user_block.h5");
  const std::string elsewhere = std::string(100, 'x') + plain;
  for (const auto& [bytes, takes] : {std::pair<std::string_view, bool>{plain, true}, {block, true}, {elsewhere, false}, {"", false}, {"\x89HDF", false}}) {
    MemorySource source(bytes);
    EXPECT_EQ(format::looks_like_hdf5(sniff_of(bytes, source)), takes);
  }
}

// As the library has it: bytes put before a file move its end too.
TEST(Hdf5, GoesByWhereTheSuperblockStands) {
  const Examined moved = read(std::string(512, '\0') + fixture_bytes("dense_new.h5"));
  EXPECT_EQ(moved.rules(), "hdf5-user-block hdf5-base");
  EXPECT_EQ(moved.contents.tensor_count, 12u);
  const Examined cut = read(changed(fixture_bytes("user_block.h5"), 512 + 24, number_le<std::uint64_t>(0)));
  EXPECT_NE(cut.note("hdf5-truncated"), nullptr);
}

TEST(Hdf5, FindsUserDefinedLinks) {
  B builder;
  const Examined examined = read(builder.with_root({B::other_link("x", 65, "anything")}));
  EXPECT_EQ(examined.rules(), "");
  ASSERT_NE(examined.construct("hdf5::user-link"), nullptr);
  EXPECT_EQ(examined.construct("hdf5::user-link")->detail, "type 65 at x");
}

TEST(Hdf5, FindsFiltersThatComeAsPlugins) {
  B builder;
  const std::string filters = std::string("\1\2\0\0\0\0\0\0", 8) + std::string("\1\0\0\0\0\0\0\0", 8) + number_le<std::uint16_t>(307) + number_le<std::uint16_t>(8) +
                              std::string(4, '\0') + std::string("plugin\0\0", 8);
  const std::uint64_t data = builder.object({B::space({0}), {3, B::float32()}, B::contiguous(B::kNowhere, 0), {11, filters}});
  const Examined examined = read(builder.with_root({B::link("x", data)}));
  ASSERT_EQ(examined.contents.constructs.size(), 1u);
  EXPECT_EQ(examined.contents.constructs[0].name, "hdf5::filter-307");
  EXPECT_EQ(examined.contents.constructs[0].detail, "plugin");
}

TEST(Hdf5, RunsPicklesInAttributes) {
  B builder;
  const Examined examined = read(builder.with_root({B::attribute("title", "\x80\x02" "cposix\nsystem\nX\x04" + std::string(3, '\0') + "echo\x85R.")}));
  ASSERT_NE(examined.construct("posix.system"), nullptr) << examined.rules();
  EXPECT_EQ(examined.construct("posix.system")->member, "(attribute title)");
}

TEST(Hdf5, HardLinksMayRunInCircles) {
  B builder;
  const std::uint64_t child = builder.next();
  const std::uint64_t root = child + 16 + 8 + 12 + 4;  // the child has one link of this length, padded
  ASSERT_EQ(builder.object({B::link("u", root)}), child);
  ASSERT_EQ(builder.object({B::link("d", child)}), root);
  EXPECT_EQ(read(builder.file(root)).rules(), "");
}

struct Broken {
  const char* name;
  std::string bytes;
  std::string rule;
};

std::string dataset(const std::vector<std::uint64_t>& shape, std::pair<std::uint16_t, std::string> layout) {
  B builder;
  builder.put(std::string(64, 'd'));  // at 96
  const std::uint64_t data = builder.object({B::space(shape), {3, B::float32()}, std::move(layout)});
  return builder.with_root({B::link("x", data)});
}
std::string root_of(const B::Messages& messages) {
  B builder;
  return builder.with_root(messages);
}
std::string chunked(const std::vector<std::uint32_t>& chunk, std::uint64_t address) {
  std::string layout = std::string("\3\2", 2) + static_cast<char>(chunk.size()) + number_le(address);
  for (const std::uint32_t dimension : chunk) layout += number_le(dimension);
  return layout;
}

class BrokenHdf5 : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenHdf5, NamesTheRule) {
  const Examined examined = read(GetParam().bytes);
  ASSERT_EQ(examined.rules(), GetParam().rule) << examined.notes.items().front().error.message;
  EXPECT_EQ(examined.notes.items().front().kind, DiagnosticKind::Invalid);
  EXPECT_LE(examined.notes.items().front().error.place.byte, GetParam().bytes.size());
  EXPECT_FALSE(examined.contents.valid);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, BrokenHdf5,
    ::testing::Values(Broken{"NoSignature", std::string(600, 'x'), "hdf5-signature"}, Broken{"EndsInTheSuperblock", B().file(0).substr(0, 60), "hdf5-address"},
                      Broken{"EndsInTheSecondSuperblock", changed(B().file(0), 8, "\1").substr(0, 24), "hdf5-address"},
                      Broken{"ImpossibleWidths", changed(root_of({}), 13, "\3"), "hdf5-structure"}, Broken{"RootBehindTheFile", B().file(5000), "hdf5-address"},
                      Broken{"RootIsNoObject", B().file(0), "hdf5-structure"}, Broken{"FileCutShort", changed(root_of({}), 40, number_le<std::uint64_t>(5000)), "hdf5-truncated"},
                      Broken{"LinkBehindTheFile", root_of({B::link("x", 1u << 30)}), "hdf5-address"}, Broken{"LinkCutShort", root_of({{6, "\1"}}), "hdf5-structure"},
                      Broken{"ReservedLink", root_of({B::other_link("x", 7, "")}), "hdf5-structure"},
                      Broken{"MessageLongerThanHeader", changed(root_of({{0, "12345678"}}), 96 + 18, "\xff\xff"), "hdf5-structure"},
                      Broken{"ContinuationToItself", root_of({{16, number_le<std::uint64_t>(112) + number_le<std::uint64_t>(24)}}), "hdf5-structure"},
                      Broken{"DataBehindTheFile", dataset({1000}, B::contiguous(96, 4000)), "hdf5-data-truncated"},
                      Broken{"FewerBytesThanShape", dataset({16}, B::contiguous(96, 60)), "hdf5-size"},
                      Broken{"ShapeOverflows", dataset({1ull << 40, 1ull << 40}, B::contiguous(96, 64)), "hdf5-structure"},
                      Broken{"BytesOverflow", dataset({1ull << 62}, B::contiguous(96, 64)), "hdf5-overflow"},
                      Broken{"CompactDataCutShort", dataset({4}, {8, std::string("\3\0\x10\0", 4) + "short"}), "hdf5-data-truncated"},
                      Broken{"ChunksOfNoBytes", dataset({16}, {8, chunked({0, 4}, 96)}), "hdf5-overflow"}, Broken{"ChunksOfOtherRank", dataset({16}, {8, chunked({2, 2, 4}, 96)}), "hdf5-size"},
                      Broken{"ChunkIndexIsNone", dataset({16}, {8, chunked({4, 4}, 96)}), "hdf5-structure"},
                      Broken{"AttributeCutShort", root_of({{12, std::string("\1\0\xff\xff\0\0\0\0", 8)}}), "hdf5-structure"},
                      Broken{"NamesNowhere", root_of({{17, number_le<std::uint64_t>(96) + number_le<std::uint64_t>(B::kNowhere)}}), "hdf5-structure"},
                      Broken{"ChecksumOfSuperblock", changed(fixture_bytes("new.h5"), 44, "\x55"), "hdf5-checksum hdf5-unwritten"}),
    [](const ::testing::TestParamInfo<Broken>& test) { return test.param.name; });

TEST(Hdf5, LeavesTheUnknownUnexamined) {
  EXPECT_EQ(read(changed(root_of({}), 8, "\7")).rules(), "hdf5-unsupported");
  EXPECT_EQ(read(root_of({{6, std::string("\2\0\0", 3)}})).rules(), "hdf5-unsupported");
  EXPECT_EQ(read(root_of({{6, std::string("\2\0\0", 3)}})).notes.items().front().kind, DiagnosticKind::NotExamined);
  EXPECT_EQ(read(changed(root_of({}), 48, number_le<std::uint64_t>(96))).rules(), "hdf5-unsupported");  // a file driver
}

TEST(Hdf5, BoundsTheDepthOfGroups) {
  B builder;
  std::uint64_t inner = builder.object({});
  for (std::uint64_t depth = 0; depth < limits::kHdf5Depth + 5; ++depth) inner = builder.object({B::link("g", inner)});
  EXPECT_EQ(read(builder.file(inner)).rules(), "hdf5-limit");
}

TEST(Hdf5, EveryPrefixIsRefused) {
  for (const char* name : {"old.h5", "new.h5", "dense_new.h5"}) {
    const std::string whole = fixture_bytes(name);
    for (std::size_t length = 8; length < whole.size(); length += 31) EXPECT_FALSE(read(whole.substr(0, length)).contents.valid) << name << " " << length;
  }
}

TEST(Hdf5, ChecksumIsTheOneOfTheFormat) {
  EXPECT_EQ(format::hdf5::checksum(""), 0xdeadbeefu);
  EXPECT_EQ(format::hdf5::checksum("Four score and seven years ago"), 0x17770551u);  // as published with the hash
}

}  // namespace
}  // namespace aboveboard::testing
