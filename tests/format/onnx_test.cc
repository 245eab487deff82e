#include "format/onnx/onnx.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/limits.h"
#include "examined.h"
#include "onnx_builder.h"

namespace aboveboard::testing {
namespace {

using namespace onnx;

std::string with(std::string_view body) { return model(relu() + std::string(body)); }
Examined read(const std::string& bytes) { return Examined(bytes, format::read_onnx); }
const std::string kFloats(24, '\x3f');  // six

TEST(Onnx, ListsTensorsAndMetadata) {
  const std::string bytes = model(relu() + initializer(tensor("w", 1, {2, 3}, kFloats)) + initializer(tensor("half", 10, {4}, "12345678")),
                                  entry(14, "license", "mit") + str(4, "org.example"));
  const Examined model = read(bytes);
  EXPECT_EQ(model.rules(), "");
  EXPECT_TRUE(model.contents.valid);
  EXPECT_EQ(model.contents.formats, std::vector<std::string>{"onnx"});
  EXPECT_EQ(model.tensors(), "w FLOAT [2,3] 24\nhalf FLOAT16 [4] 8\n");
  EXPECT_EQ(model.contents.tensor_count, 2u);
  EXPECT_EQ(model.contents.data_bytes, 32u);
  EXPECT_EQ(bytes.substr(model.contents.tensors[0].begin, 24), kFloats);
  EXPECT_EQ(model.metadata("license"), "mit");
  EXPECT_EQ(model.metadata("domain"), "org.example");
  EXPECT_EQ(model.metadata("ir_version"), "8");
  EXPECT_EQ(model.metadata("opset_import"), "ai.onnx 13");
  const auto& entries = model.contents.metadata;
  const MetadataEntry& license = *std::find_if(entries.begin(), entries.end(), [](const MetadataEntry& item) { return item.key == "license"; });
  EXPECT_EQ(bytes.substr(license.byte, license.bytes), "mit");
  EXPECT_TRUE(sniffs(bytes, format::looks_like_onnx));
}

struct Typed {
  std::uint64_t type;
  const char* name;
  std::size_t bytes;  // of five elements
};

TEST(Onnx, KnowsEveryElementType) {
  const Typed types[] = {{1, "FLOAT", 20},         {2, "UINT8", 5},          {3, "INT8", 5},        {4, "UINT16", 10},     {5, "INT16", 10},   {6, "INT32", 20},
                         {7, "INT64", 40},         {9, "BOOL", 5},           {10, "FLOAT16", 10},   {11, "DOUBLE", 40},    {12, "UINT32", 20}, {13, "UINT64", 40},
                         {14, "COMPLEX64", 40},    {15, "COMPLEX128", 80},   {16, "BFLOAT16", 10},  {17, "FLOAT8E4M3FN", 5}, {18, "FLOAT8E4M3FNUZ", 5},
                         {19, "FLOAT8E5M2", 5},    {20, "FLOAT8E5M2FNUZ", 5}, {21, "UINT4", 3},     {22, "INT4", 3},       {23, "FLOAT4E2M1", 3},
                         {24, "FLOAT8E8M0", 5},    {25, "UINT2", 2},         {26, "INT2", 2}};
  for (const Typed& type : types) {
    const Examined right = read(model(relu() + initializer(tensor("w", type.type, {5}, std::string(type.bytes, '\1')))));
    EXPECT_EQ(right.rules(), "") << type.name;
    EXPECT_EQ(right.tensors(), std::string("w ") + type.name + " [5] " + std::to_string(type.bytes) + "\n");
    const Examined wrong = read(model(relu() + initializer(tensor("w", type.type, {5}, std::string(type.bytes - 1, '\1')))));
    EXPECT_EQ(wrong.rules(), "onnx-data-length") << type.name;
  }
  EXPECT_EQ(read(model(relu() + initializer(tensor("w", 99, {5}, "12345")))).rules(), "onnx-type");
}

TEST(Onnx, ReadsTypedValues) {
  const std::string floats = dims({2}) + num(2, 1) + str(8, "f") + str(4, std::string(8, '\0'));
  const std::string unpacked = dims({2}) + num(2, 1) + str(8, "u") + fixed32(4, 1) + fixed32(4, 2);
  const std::string complex = dims({1}) + num(2, 14) + str(8, "c") + str(4, std::string(8, '\0'));
  const std::string int4 = dims({3}) + num(2, 22) + str(8, "i4") + str(5, varint(7) + varint(300));
  const std::string texts = dims({2}) + num(2, 8) + str(8, "s") + str(6, "ab") + str(6, "");
  const std::string packed_dims = str(1, varint(2) + varint(2)) + num(2, 7) + str(8, "p") + str(7, varint(1) + varint(2) + varint(3) + varint(4));
  const Examined model = read(onnx::model(relu() + initializer(floats) + initializer(unpacked) + initializer(complex) + initializer(int4) + initializer(texts) +
                                          initializer(packed_dims)));
  EXPECT_EQ(model.rules(), "");
  EXPECT_EQ(model.tensors(), "f FLOAT [2] 8\nu FLOAT [2] 8\nc COMPLEX64 [1] 8\ni4 INT4 [3] 2\ns STRING [2] 2\np INT64 [2,2] 32\n");
}

TEST(Onnx, BoundsLongListsOfVarintsWithoutReadingThem) {
  const auto list = [](std::uint64_t elements, std::size_t bytes) {
    return read(model(relu() + initializer(dims({elements}) + num(2, 7) + str(8, "w") + str(7, std::string(bytes, '\1')))));
  };
  EXPECT_EQ(list(50'000, 50'000).rules(), "");
  EXPECT_EQ(list(50'001, 50'000).rules(), "onnx-data-length");
  EXPECT_EQ(list(4'000, 50'000).rules(), "onnx-data-surplus");
  EXPECT_LT(list(50'000, 50'000).contents.header_bytes, 20'000u);
}

TEST(Onnx, LooksIntoAttributesAndSubgraphs) {
  const std::string inner = node("Constant", "", "z", "", attribute("value", 4, str(5, tensor("", 1, {6}, kFloats)))) + str(2, "inner") + str(12, str(1, "z"));
  const std::string branch = node("If", "x", "y", "", attribute("then_branch", 5, str(6, inner)));
  const Examined model = read(onnx::model(branch));
  EXPECT_EQ(model.rules(), "");
  EXPECT_EQ(model.tensors(), "z FLOAT [6] 24\n");
}

TEST(Onnx, NamesOperatorsThatTheFileDoesNotDefine) {
  const std::string nodes = node("PyOp", "x", "a", "ai.onnx.contrib") + node("PyOp", "a", "b", "ai.onnx.contrib") + node("Mine", "b", "c", "local") +
                            node("Scaler", "c", "d", "ai.onnx.ml") + node("Relu", "d", "y", "ai.onnx");
  const std::string function = str(25, str(1, "Mine") + str(4, "a") + str(5, "b") + str(7, str(1, "a") + str(2, "b") + str(4, "Hidden") + str(7, "elsewhere")) +
                                           str(9, str(1, "elsewhere") + num(2, 1)) + str(10, "local"));
  const Examined model =
      read(onnx::model(nodes, opset("ai.onnx.contrib", 1) + opset("local", 1) + opset("ai.onnx.ml", 2) + function));
  EXPECT_EQ(model.rules(), "");
  ASSERT_EQ(model.contents.constructs.size(), 2u);
  EXPECT_EQ(model.contents.constructs[0].name, "ai.onnx.contrib::PyOp");
  EXPECT_EQ(model.contents.constructs[0].kind, ConstructKind::Operator);
  EXPECT_EQ(model.contents.constructs[0].count, 2u);
  EXPECT_NE(model.construct("elsewhere::Hidden"), nullptr);
}

TEST(Onnx, RecordsFilesOfExternalData) {
  const std::string one = external("a", {2, 3}, location("weights/w.bin") + entry(13, "offset", "4096") + entry(13, "length", "24") + entry(13, "checksum", "0"));
  const std::string two = external("b", {4}, location("weights/w.bin"));
  const std::string three = external("c", {1}, location("other data.bin") + entry(13, "offset", "8"));
  const std::string tied = external("d", {2, 3}, location("weights/w.bin") + entry(13, "offset", "4096"));
  const Examined model = read(onnx::model(relu() + initializer(one) + initializer(two) + initializer(three) + initializer(tied)));
  EXPECT_EQ(model.rules(), "");
  EXPECT_EQ(model.metadata("onnx.external_data"), "weights/w.bin 4120|other data.bin 12");
  EXPECT_EQ(model.contents.tensors[0].begin, model.contents.tensors[3].begin);
  EXPECT_NE(model.contents.tensors[1].begin, model.contents.tensors[2].begin);
  EXPECT_TRUE(model.contents.constructs.empty());
}

TEST(Onnx, NamesPathsThatLeaveTheFolder) {
  for (const std::string path : {"/etc/passwd", "../up.bin", "a/../../b", "a\\b", "C:x", "https://example.org/w", "", "sub/.."}) {
    const Examined model = read(onnx::model(relu() + initializer(external("w", {1}, location(path)))));
    EXPECT_EQ(model.rules(), "onnx-external-path") << path;
    ASSERT_EQ(model.contents.constructs.size(), 1u) << path;
    EXPECT_EQ(model.contents.constructs[0].kind, ConstructKind::OpensPath);
    EXPECT_EQ(model.contents.constructs[0].name, path);
    EXPECT_EQ(model.metadata("onnx.external_data"), "");
  }
  const std::string with_nul("a\0b", 3);
  EXPECT_EQ(read(onnx::model(relu() + initializer(external("w", {1}, location(with_nul))))).rules(), "onnx-external-path");
  EXPECT_EQ(read(onnx::model(relu() + initializer(external("w", {1}, location("a..b/.c/..d"))))).rules(), "");
}

TEST(Onnx, NotesWhatIsOnlyUnusual) {
  EXPECT_EQ(read(model(relu(), "", 99)).rules(), "onnx-newer");
  EXPECT_EQ(read(model(relu() + initializer(tensor("w", 1, {1}, "12345")))).rules(), "onnx-data-surplus");
  EXPECT_EQ(read(num(1, 8) + str(7, relu() + str(2, "g") + input("x")) + str(7, output("y")) + opset("", 1)).rules(), "onnx-repeated-graph");
  EXPECT_EQ(read(model(node("Relu", "x", "z"))).rules(), "onnx-output-undefined");
}

TEST(Onnx, AcceptsUnknownFieldsAndGroups) {
  const std::string group = tag(99, 3) + num(1, 5) + tag(7, 3) + str(2, "x") + tag(7, 4) + tag(99, 4);
  EXPECT_EQ(read(group + num(1000, 1) + fixed64(1001, 2) + model(relu() + str(900, "new"))).rules(), "");
  EXPECT_TRUE(sniffs(num(1000, 1) + model(relu()), format::looks_like_onnx));
}

TEST(Onnx, RecognizesAFileThatIsCutOff) {
  const std::string bytes = model(relu() + initializer(tensor("w", 1, {1000}, std::string(4000, '\1'))));
  const std::string cut = bytes.substr(0, 2000);
  EXPECT_TRUE(sniffs(cut, format::looks_like_onnx));
  const Examined half = read(cut);
  EXPECT_TRUE(half.has_rule("onnx-truncated"));
  EXPECT_FALSE(half.contents.valid);
  const std::string trailing = bytes + std::string(8, '\0');
  EXPECT_TRUE(sniffs(trailing, format::looks_like_onnx));
  EXPECT_TRUE(read(trailing).has_rule("onnx-wire"));
}

TEST(Onnx, DoesNotTakeOtherMessagesForAModel) {
  for (const std::string& bytes : {std::string(64, '\0'), num(1, 8) + str(7, "hello"), num(1, 8), str(7, relu()), num(1, 8) + str(2, "text") + num(7, 3),
                                   std::string("{\"a\": 1}, {\"b\": 2}"), num(1, 1) + str(2, str(2, str(1, str(1, "n") + str(2, "Op")))), std::string()})
    EXPECT_FALSE(sniffs(bytes, format::looks_like_onnx));
}

TEST(Onnx, StopsAtItsLimits) {
  std::string entries = location("w.bin");
  for (int i = 0; i < 1001; ++i) entries += entry(13, "location", "w.bin");
  EXPECT_EQ(read(with(initializer(external("w", {1}, entries)))).rules(), "onnx-limit");
  EXPECT_EQ(read(with(initializer(external("w", {1}, location(std::string(5000, 'a') + "/../../x"))))).rules(), "onnx-external-path");
  std::string nested = node("Relu", "x", "q");
  for (std::uint64_t i = 0; i < limits::kOnnxGraphDepth + 2; ++i)
    nested = node("If", "x", "q" + std::to_string(i), "", attribute("then_branch", 5, str(6, nested + str(2, "g"))));
  EXPECT_EQ(read(model(nested + node("Relu", "x", "y"))).rules(), "onnx-limit");
}

struct Broken {
  const char* name;
  std::string bytes;
  std::string rule;
};

class BrokenOnnx : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenOnnx, NamesTheRule) {
  const Examined model = read(GetParam().bytes);
  EXPECT_EQ(model.rules(), "onnx-" + GetParam().rule);
  EXPECT_FALSE(model.contents.valid);
  for (const Diagnostic& note : model.notes.items()) {
    EXPECT_EQ(note.kind, DiagnosticKind::Invalid);
    EXPECT_LE(note.error.place.byte.value_or(~0ull), GetParam().bytes.size());
  }
}

std::string raw(std::string_view graph_bytes, std::uint64_t version = 8) { return num(1, version) + str(7, graph_bytes) + opset("", 13); }
std::string attributed(std::string_view attributes) { return model(node("Relu", "x", "y", "", attributes)); }
std::string sparse(std::string_view body) { return str(15, body); }
const std::string kIndices = str(2, dims({6}) + num(2, 7) + str(7, "\1\2\3\4\5\6"));

INSTANTIATE_TEST_SUITE_P(
    Rules, BrokenOnnx,
    ::testing::Values(
        Broken{"NoVersion", str(7, graph(relu())) + opset("", 13), "ir-version"}, Broken{"NoGraph", num(1, 8) + opset("", 13), "graph-missing"},
        Broken{"GraphWithoutName", raw(relu() + input("x") + output("y")), "graph-name"},
        Broken{"NoOperatorSet", num(1, 8) + str(7, node("Relu", "x", "y", "d") + str(2, "g") + input("x") + output("y")), "opset onnx-opset-missing"},
        Broken{"OldVersionWithOperatorSet", model(relu(), "", 2), "opset"},
        Broken{"DomainNotImported", model(node("Op", "x", "y", "other.domain")), "opset-missing"},
        Broken{"MetadataKeyTwice", model(relu(), entry(14, "k", "a") + entry(14, "k", "b")), "duplicate-metadata"},
        Broken{"InputWithoutName", with(input("")), "value-info"}, Broken{"InputWithoutType", with(str(11, str(1, "i"))), "value-info"},
        Broken{"InputWithoutShape", with(str(11, str(1, "i") + str(2, str(1, num(1, 1))))), "value-info"}, Broken{"InputTwice", with(input("x")), "duplicate-name"},
        Broken{"InitializerWithoutName", with(initializer(tensor("", 1, {6}, kFloats))), "initializer-name"},
        Broken{"InitializerTwice", with(initializer(tensor("w", 1, {6}, kFloats)) + initializer(tensor("w", 1, {6}, kFloats))), "duplicate-initializer"},
        Broken{"InitializerThatIsNoInput", model(relu() + initializer(tensor("w", 1, {6}, kFloats)), "", 3), "initializer-input"},
        Broken{"NoDataType", with(initializer(dims({1}) + str(8, "w") + str(9, "1234"))), "data-type"},
        Broken{"DataTypeUndefined", with(initializer(tensor("w", 0, {1}, "1234"))), "data-type"},
        Broken{"DimensionNegative", with(initializer(tensor("w", 1, {~0ull}, "1234"))), "dims"},
        Broken{"DimensionsOverflow", with(initializer(tensor("w", 1, {1ull << 40, 1ull << 40}, "1234"))), "dims"},
        Broken{"BytesOverflow", with(initializer(tensor("w", 15, {1ull << 62}, "1234"))), "dims"},
        Broken{"DataTooShort", with(initializer(tensor("w", 1, {6}, "1234"))), "data-length"},
        Broken{"ValuesTooFew", with(initializer(dims({3}) + num(2, 6) + str(8, "w") + str(5, "\1\2"))), "data-length"},
        Broken{"TextsTooFew", with(initializer(dims({3}) + num(2, 8) + str(8, "w") + str(6, "a"))), "data-length"},
        Broken{"NoData", with(initializer(tensor("w", 1, {6}, ""))), "value-fields"},
        Broken{"DataInTwoFields", with(initializer(tensor("w", 1, {1}, "1234") + str(4, "1234"))), "value-fields"},
        Broken{"DataOfNoElements", with(initializer(tensor("w", 1, {0}, "1234"))), "value-fields"},
        Broken{"TextsAsRawData", with(initializer(tensor("w", 8, {1}, "1234"))), "value-fields"},
        Broken{"ValuesInTheWrongField", with(initializer(dims({1}) + num(2, 1) + str(8, "w") + str(7, "\1"))), "value-fields"},
        Broken{"PackedListEndsWithinANumber", with(initializer(dims({1}) + num(2, 1) + str(8, "w") + str(4, "12345"))), "wire"},
        Broken{"ExternalWithoutLocation", with(initializer(external("w", {1}, entry(13, "offset", "0")))), "external-location"},
        Broken{"ExternalWithData", with(initializer(external("w", {1}, location("w.bin")) + str(9, "1234"))), "external-with-data"},
        Broken{"ExternalOffsetNoNumber", with(initializer(external("w", {1}, location("w.bin") + entry(13, "offset", "-1")))), "external-number"},
        Broken{"ExternalOffsetTooLarge", with(initializer(external("w", {1}, location("w.bin") + entry(13, "offset", "99999999999999999999")))), "external-number"},
        Broken{"ExternalLengthOfOtherSize", with(initializer(external("w", {2}, location("w.bin") + entry(13, "length", "4")))), "external-length"},
        Broken{"NodeWithoutOperator", model(str(1, str(1, "x") + str(2, "y"))), "op-type"},
        Broken{"NodeWithoutWires", with(node("Relu", "", "")), "node-wiring"}, Broken{"NodeBeforeItsInput", model(node("Relu", "later", "y")), "node-order"},
        Broken{"ValueMadeTwice", with(node("Relu", "x", "y")), "duplicate-name"},
        Broken{"AttributeWithoutName", attributed(str(5, num(3, 1) + num(20, 2))), "attribute-name"},
        Broken{"AttributeWithoutType", attributed(str(5, str(1, "a") + num(3, 1))), "attribute-type"},
        Broken{"AttributeOfOtherType", attributed(attribute("a", 1, num(3, 1))), "attribute-type"},
        Broken{"AttributeTwice", attributed(attribute("a", 2, num(3, 1)) + attribute("a", 2, num(3, 2))), "duplicate-attribute"},
        Broken{"AttributeOfTwoValues", attributed(str(5, str(1, "a") + num(3, 1) + fixed32(2, 1) + num(20, 2))), "attribute-type onnx-attribute-values"},
        Broken{"SparseWithoutValues", with(sparse(kIndices + num(3, 9))), "sparse"},
        Broken{"SparseWithoutIndices", with(sparse(str(1, tensor("w", 1, {6}, kFloats)) + num(3, 9))), "sparse"},
        Broken{"SparseWithoutDimensions", with(sparse(str(1, tensor("w", 1, {6}, kFloats)) + kIndices)), "sparse"},
        Broken{"SparseWithTooFewIndices", with(sparse(str(1, tensor("w", 1, {5}, kFloats.substr(0, 20))) + kIndices + num(3, 9))), "sparse"},
        Broken{"FunctionWithoutName", model(relu(), str(25, str(10, "d"))), "function-name"},
        Broken{"FunctionWithoutDomain", model(relu(), str(25, str(1, "f"))), "function-domain"},
        Broken{"FunctionTwice", model(relu(), str(25, str(1, "f") + str(10, "d")) + str(25, str(1, "f") + str(10, "d"))), "duplicate-function"},
        Broken{"FunctionInputTwice", model(relu(), str(25, str(1, "f") + str(10, "d") + str(4, "a") + str(4, "a"))), "duplicate-name"},
        Broken{"FieldNumberZero", model(relu()) + std::string("\0\0", 2), "wire"}, Broken{"WireTypeSeven", model(relu()) + "\x0f", "wire"},
        Broken{"TagTooLong", model(relu()) + std::string(11, '\xff'), "wire"}, Broken{"GroupThatDoesNotEnd", model(relu()) + tag(99, 3), "truncated"},
        Broken{"GroupThatDidNotBegin", model(relu()) + tag(99, 4), "wire"}, Broken{"LengthBehindTheEnd", model(relu()) + tag(99, 2) + varint(1ull << 60), "truncated"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Onnx, AcceptsSparseTensors) {
  const Examined model = read(with(sparse(str(1, tensor("w", 1, {6}, kFloats)) + kIndices + num(3, 3) + num(3, 4))));
  EXPECT_EQ(model.rules(), "");
  EXPECT_EQ(model.tensors(), "w FLOAT [6] 24\n");
  EXPECT_EQ(model.contents.data_bytes, 24u + 48u);
}

TEST(Onnx, ReadsTrainingGraphsWithoutTheirSurroundings) {
  const std::string training = str(20, str(1, node("Init", "", "a", "t.example") + str(2, "i")) + str(2, node("Step", "x", "b", "t.example") + str(2, "s")));
  const Examined model = read(onnx::model(relu(), opset("t.example", 1) + training));
  EXPECT_EQ(model.rules(), "");
  EXPECT_NE(model.construct("t.example::Step"), nullptr);
}

}  // namespace
}  // namespace aboveboard::testing
