#include "format/coreml/coreml.h"

#include <gtest/gtest.h>

#include "examined.h"
#include "proto_builder.h"

namespace aboveboard::testing {
namespace {

using namespace proto;

Examined read(const std::string& bytes) { return Examined(bytes, format::read_coreml); }

// Field numbers: Model.proto, NeuralNetwork.proto, MIL.proto.
std::string description(std::string_view metadata = "") { return str(2, str(1, str(1, "image")) + (metadata.empty() ? "" : str(100, metadata))); }
std::string model(std::string_view type, std::string_view metadata = "") { return num(1, 7) + description(metadata) + std::string(type); }
std::string layer(std::string_view name, std::string_view parameters) { return str(1, str(1, name) + std::string(parameters)); }
std::string floats(std::size_t count) { return str(1, std::string(count * 4, '\1')); }

TEST(Coreml, CountsWeightsOfNetworks) {
  const std::string quantized = str(30, std::string(3, '\1')) + str(40, num(1, 4));
  const std::string network = layer("conv", str(100, str(90, floats(6)) + str(91, str(2, "1234")))) + layer("fc", str(140, num(1, 2) + str(20, quantized))) +
                              layer("lstm", str(420, str(20, str(1, floats(2)) + str(62, floats(1))))) + layer("act", str(130, str(25, str(1, floats(1))))) +
                              layer("if", str(605, str(1, layer("inner", str(250, str(2, floats(3)))))));
  const std::string bytes = model(str(500, network), str(4, "MIT") + str(3, "someone") + entry(100, "key", "value"));
  EXPECT_TRUE(sniffs(bytes, format::looks_like_coreml));
  const Examined read_model = read(bytes);
  EXPECT_EQ(read_model.rules(), "");
  EXPECT_EQ(read_model.tensors(),
            "conv/weights float32 [6] 24\nconv/bias float16 [2] 4\nfc/weights uint4 [6] 3\nlstm/inputGateWeightMatrix float32 [2] 8\n"
            "lstm/outputGatePeepholeVector float32 [1] 4\nact/alpha float32 [1] 4\ninner/bias float32 [3] 12\n");
  EXPECT_EQ(read_model.metadata("license"), "MIT");
  EXPECT_EQ(read_model.metadata("key"), "value");
  EXPECT_EQ(read_model.metadata("coreml.type"), "neuralNetwork");
  EXPECT_EQ(read_model.contents.data_bytes, 59u);
}

TEST(Coreml, NamesClassesOfTheApplication) {
  const Examined custom = read(model(str(555, str(10, "MyModel"))));
  EXPECT_EQ(custom.rules(), "");
  ASSERT_EQ(custom.contents.constructs.size(), 1u);
  EXPECT_EQ(custom.contents.constructs[0].name, "MyModel");
  EXPECT_EQ(custom.contents.constructs[0].kind, ConstructKind::Layer);
  const Examined layered = read(model(str(403, layer("c", str(500, str(10, "MyLayer") + str(20, floats(2)))))));
  EXPECT_EQ(layered.construct("MyLayer")->detail, "custom layer");
  EXPECT_EQ(layered.tensors(), "c/weights float32 [2] 8\n");
}

TEST(Coreml, LooksIntoPipelinesAndLinks) {
  const std::string inner = num(1, 7) + str(2, "") + str(555, str(10, "Deep"));
  EXPECT_NE(read(model(str(202, str(1, inner)))).construct("Deep"), nullptr);
  EXPECT_NE(read(model(str(200, str(1, str(1, inner))))).construct("Deep"), nullptr);
  const Examined linked = read(model(str(556, str(1, str(1, str(1, "other.mlmodelc")) + str(2, str(1, ":parent"))))));
  EXPECT_EQ(linked.construct("other.mlmodelc")->kind, ConstructKind::OpensPath);
  std::string deep = inner;
  for (int i = 0; i < 30; ++i) deep = num(1, 7) + str(2, "") + str(202, str(1, deep));
  EXPECT_EQ(read(deep).rules(), "coreml-limit");
}

std::string blob(std::string_view path, std::uint64_t offset, std::uint64_t type = 10) {
  const std::string dimensions = str(3, str(1, num(1, 2))) + str(3, str(1, num(1, 3)));
  return str(2, str(1, num(1, type) + num(2, 2) + dimensions)) + str(5, str(1, path) + num(2, offset));
}
std::string program(std::string_view value, std::string_view op = "const") {
  const std::string operation = str(1, op) + str(3, str(1, "w")) + entry(5, "val", value);
  return str(502, num(1, 1) + entry(2, "main", str(2, "CoreML6") + entry(3, "CoreML6", str(3, operation))));
}

TEST(Coreml, ListsBlobsOfPrograms) {
  const Examined weights = read(model(program(blob("@model_path/weights/weight.bin", 64))));
  EXPECT_EQ(weights.rules(), "");
  EXPECT_EQ(weights.tensors(), "w float16 [2,3] 12\n");
  EXPECT_EQ(weights.metadata("coreml.blob_file"), "weights/weight.bin 140");
  EXPECT_TRUE(weights.contents.constructs.empty());
  const Examined custom = read(model(program("", "custom_layer")));
  EXPECT_EQ(custom.construct("coreml::custom_layer")->kind, ConstructKind::Operator);
  for (const std::string path : {"/etc/passwd", "@model_path/../x", "@model_path//etc/passwd"}) {
    const Examined out = read(model(program(blob(path, 64))));
    EXPECT_EQ(out.rules(), "coreml-blob-path") << path;
    EXPECT_EQ(out.contents.constructs.at(0).kind, ConstructKind::OpensPath);
  }
  EXPECT_EQ(read(model(program(blob("w.bin", 64, 99)))).rules(), "coreml-blob-type");
  EXPECT_EQ(read(model(program(blob("w.bin", ~0ull)))).rules(), "coreml-blob-type");
}

TEST(Coreml, NamesWhatIsBroken) {
  EXPECT_EQ(read(description() + str(500, "")).rules(), "coreml-version");
  EXPECT_EQ(read(num(1, 1) + description()).rules(), "coreml-no-type");
  EXPECT_EQ(read(model(str(500, "") + str(502, ""))).rules(), "coreml-several-types");
  EXPECT_EQ(read(model(str(402, ""))).rules(), "coreml-model-type");
  const auto weights = [](const std::string& params) { return read(model(str(500, layer("l", str(250, str(2, params)))))).rules(); };
  EXPECT_EQ(weights(floats(1) + str(2, "12")), "coreml-weights");
  EXPECT_EQ(weights(str(1, "12345")), "coreml-weights");
  EXPECT_EQ(weights(str(30, "1") + str(40, num(1, 9))), "coreml-weights");
  EXPECT_EQ(weights(""), "");
  EXPECT_EQ(read(model(str(500, "")) + "\x0f").rules(), "coreml-wire");
  EXPECT_EQ(read(model(str(500, "")) + tag(500, 2) + varint(99)).rules(), "coreml-truncated");
}

TEST(Coreml, DoesNotTakeOtherMessagesForAModel) {
  EXPECT_FALSE(sniffs(num(1, 7) + str(500, ""), format::looks_like_coreml));
  EXPECT_FALSE(sniffs(num(1, 7) + description(), format::looks_like_coreml));
  EXPECT_FALSE(sniffs(num(1, 1000) + description() + str(500, ""), format::looks_like_coreml));
  EXPECT_FALSE(sniffs(std::string(100, 'a'), format::looks_like_coreml));
}

std::string record(std::uint32_t type, std::uint64_t size, std::uint64_t offset, std::uint64_t padding = 0) {
  return number_le(0xDEADBEEFu) + number_le(type) + number_le(size) + number_le(offset) + number_le(padding) + std::string(32, '\0');
}
std::string blobs(std::uint32_t count, std::string_view rest) { return number_le(count) + number_le(2u) + std::string(56, '\0') + std::string(rest); }

TEST(CoremlBlobs, ListsRecords) {
  const std::string bytes = blobs(2, record(1, 6, 128) + std::string(64, '\1') + record(8, 2, 256, 4) + "ab");
  EXPECT_TRUE(sniffs(bytes, format::looks_like_coreml_blobs));
  const Examined file(bytes, format::read_coreml_blobs);
  EXPECT_EQ(file.rules(), "");
  EXPECT_EQ(file.tensors(), "blob@64 float16 [3] 6\nblob@192 int4 [3] 2\n");
  EXPECT_EQ(file.contents.data_bytes, 8u);
}

TEST(CoremlBlobs, NamesWhatIsBroken) {
  const auto rules = [](const std::string& bytes) { return Examined(bytes, format::read_coreml_blobs).rules(); };
  EXPECT_EQ(rules(blobs(2, record(1, 6, 128) + "123456")), "coreml-blob-truncated");
  EXPECT_EQ(rules(blobs(2, record(1, 6, 128) + std::string(128, 'x'))), "coreml-blob-sentinel");
  EXPECT_EQ(rules(blobs(1, record(1, 6, 64) + "123456")), "coreml-blob-range");
  EXPECT_EQ(rules(blobs(1, record(1, ~0ull, 128) + "123456")), "coreml-blob-range");
  EXPECT_EQ(rules(blobs(1, record(2, 6, 128) + "123456")), "coreml-blob-size");
  EXPECT_EQ(rules(blobs(1, record(8, 2, 128, 9) + "12")), "coreml-blob-size");
  EXPECT_EQ(rules(blobs(1, record(77, 6, 128) + "123456")), "coreml-blob-type-unknown");
}

}  // namespace
}  // namespace aboveboard::testing
