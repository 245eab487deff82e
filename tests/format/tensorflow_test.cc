#include "format/tensorflow/tensorflow.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "examined.h"
#include "format/tensorflow/table.h"
#include "proto_builder.h"

namespace aboveboard::testing {
namespace {

using namespace proto;

// Field numbers: tensorflow/core/framework/{node_def,attr_value,tensor,tensor_shape,function,graph}.proto.
std::string shape(const std::vector<std::uint64_t>& dims) {
  std::string bytes;
  for (const std::uint64_t dim : dims) bytes += str(2, num(1, dim));
  return bytes;
}
std::string tensor(std::uint64_t type, const std::vector<std::uint64_t>& dims, std::string_view content) {
  return num(1, type) + str(2, shape(dims)) + str(4, content);
}
std::string node(std::string_view name, std::string_view op, std::string_view attributes = "") {
  return str(1, name) + str(2, op) + std::string(attributes);
}
std::string constant(std::string_view name, std::string_view value) { return node(name, "Const", entry(5, "value", str(8, value))); }
std::string graph_node(std::string_view bytes) { return str(1, bytes); }
std::string function(std::string_view name, std::string_view nodes) { return str(1, str(1, str(1, name)) + std::string(nodes)); }
std::string meta_graph(std::string_view graph, std::string_view more = "") {
  return str(1, str(4, "serve") + str(5, "2.16.1")) + str(2, graph) + std::string(more);
}
std::string saved_model(std::string_view graph, std::string_view more = "") { return num(1, 1) + str(2, meta_graph(graph, more)); }

const std::string kSmall = graph_node(node("x", "Placeholder")) + graph_node(constant("w", tensor(1, {2, 3}, std::string(24, '\1')))) + graph_node(node("y", "MatMul"));

TEST(TensorFlow, ReadsSavedModels) {
  const std::string bytes = saved_model(kSmall, entry(5, "serving_default", "") + str(6, str(2, "vocab.txt")) + str(7, str(1, str(7, str(6, "v")))));
  const Examined model(bytes, format::read_saved_model);
  EXPECT_EQ(model.rules(), "");
  EXPECT_EQ(model.contents.formats, std::vector<std::string>{"tensorflow-savedmodel"});
  EXPECT_EQ(model.tensors(), "w float32 [2,3] 24\n");
  EXPECT_EQ(bytes.substr(model.contents.tensors[0].begin, 24), std::string(24, '\1'));
  EXPECT_EQ(model.metadata("tensorflow_version"), "2.16.1");
  EXPECT_EQ(model.metadata("tags"), "serve");
  EXPECT_EQ(model.metadata("tensorflow.signature"), "serving_default");
  EXPECT_EQ(model.metadata("tensorflow.asset"), "vocab.txt");
  EXPECT_EQ(model.metadata("tensorflow.variables"), "1");
  ASSERT_EQ(model.contents.constructs.size(), 3u);
  EXPECT_EQ(model.contents.constructs[2].name, "tensorflow::MatMul");
  EXPECT_EQ(model.contents.constructs[2].kind, ConstructKind::Operator);
  EXPECT_TRUE(sniffs(bytes, format::looks_like_saved_model));
  EXPECT_FALSE(sniffs(bytes, format::looks_like_graph_def));
  EXPECT_FALSE(sniffs(bytes, format::looks_like_meta_graph));
}

TEST(TensorFlow, ReadsFrozenGraphsAndMetaGraphs) {
  EXPECT_EQ(Examined(kSmall, format::read_graph_def).tensors(), "w float32 [2,3] 24\n");
  EXPECT_TRUE(sniffs(kSmall, format::looks_like_graph_def));
  EXPECT_FALSE(sniffs(kSmall, format::looks_like_saved_model));
  const std::string meta = meta_graph(kSmall);
  EXPECT_EQ(Examined(meta, format::read_meta_graph).tensors(), "w float32 [2,3] 24\n");
  EXPECT_TRUE(sniffs(meta, format::looks_like_meta_graph));
  EXPECT_FALSE(sniffs(meta, format::looks_like_saved_model));
}

TEST(TensorFlow, NamesOperatorsWithTheirTexts) {
  const std::string py = node("call", "PyFunc", entry(5, "token", str(2, "pyfunc_0")));
  const std::string debug = node("d", "DebugIdentityV2", entry(5, "debug_urls", str(1, str(2, "file:///tmp/x") + str(2, "grpc://h"))));
  const Examined model(graph_node(py) + graph_node(py) + graph_node(debug), format::read_graph_def);
  EXPECT_EQ(model.rules(), "");
  const Construct* call = model.construct("tensorflow::PyFunc");
  ASSERT_NE(call, nullptr);
  EXPECT_EQ(call->count, 2u);
  EXPECT_EQ(call->detail, "node call token=\"pyfunc_0\"");
  EXPECT_EQ(model.construct("tensorflow::DebugIdentityV2")->detail, "node d debug_urls=\"file:///tmp/x\",\"grpc://h\"");
}

TEST(TensorFlow, LooksIntoFunctionsOldAndNew) {
  const std::string library = str(2, function("__inference_f_1", str(3, node("r", "ReadFile"))) + function("old", str(2, node("w", "WriteFile"))));
  const std::string call = graph_node(node("p", "StatefulPartitionedCall", entry(5, "f", str(10, str(1, "__inference_f_1")))));
  const std::string direct = graph_node(node("q", "__inference_f_1"));
  const Examined model(call + direct + library, format::read_graph_def);
  EXPECT_NE(model.construct("tensorflow::ReadFile"), nullptr);
  EXPECT_EQ(model.construct("tensorflow::ReadFile")->detail, "node __inference_f_1/r");
  EXPECT_NE(model.construct("tensorflow::WriteFile"), nullptr);
  EXPECT_EQ(model.construct("tensorflow::__inference_f_1"), nullptr);
}

TEST(TensorFlow, SeesOperatorsBehindNamesOfFunctions) {
  // A function named like an operator, and operators in place of functions.
  const std::string library = str(2, function("ReadFile", str(3, node("r", "Identity"))));
  const std::string nested = str(10, str(1, "Outer") + entry(2, "g", str(10, str(1, "MatchingFiles"))));
  const std::string list = str(1, str(9, str(1, "PyFunc")));
  const Examined model(graph_node(node("a", "ReadFile")) + graph_node(node("b", "Map", entry(5, "f", nested))) + graph_node(node("c", "Case", entry(5, "branches", list))) + library,
                       format::read_graph_def);
  ASSERT_NE(model.construct("tensorflow::ReadFile"), nullptr);
  EXPECT_EQ(model.construct("tensorflow::ReadFile")->detail, "node a (a function of this file)");
  EXPECT_NE(model.construct("tensorflow::MatchingFiles"), nullptr);
  EXPECT_NE(model.construct("tensorflow::PyFunc"), nullptr);
}

TEST(TensorFlow, ReadsConstantsInEachForm) {
  const std::string repeated = num(1, 1) + str(2, shape({1000})) + fixed32(5, 7);
  const std::string text = num(1, 7) + str(2, shape({2})) + str(8, "ab") + str(8, "cde");
  const Examined model(graph_node(constant("r", repeated)) + graph_node(constant("t", text)) + graph_node(constant("s", tensor(29, {}, "x"))), format::read_graph_def);
  EXPECT_EQ(model.rules(), "");
  EXPECT_EQ(model.tensors(), "r float32 [1000] 4000\nt string [2] 5\ns int4 [] 1\n");
}

TEST(TensorFlow, NamesWhatIsBroken) {
  const auto rules = [](const std::string& value) { return Examined(graph_node(constant("w", value)), format::read_graph_def).rules(); };
  EXPECT_EQ(rules(tensor(1, {2}, "1234567")), "tensorflow-content-length");
  EXPECT_EQ(rules(tensor(1, {2}, "123456789")), "tensorflow-content-length");
  EXPECT_EQ(rules(tensor(1, {~0ull}, "1234")), "tensorflow-shape");
  EXPECT_EQ(rules(tensor(1, {1ull << 40, 1ull << 40}, "1234")), "tensorflow-shape");
  EXPECT_EQ(rules(tensor(0, {1}, "1234")), "tensorflow-dtype");
  EXPECT_EQ(rules(tensor(77, {1}, "1234")), "tensorflow-dtype-unknown");
  EXPECT_EQ(Examined(graph_node(str(1, "n")), format::read_graph_def).rules(), "tensorflow-node-op");
  EXPECT_EQ(Examined(kSmall + "\x0f", format::read_graph_def).rules(), "tensorflow-wire");
  EXPECT_EQ(Examined(kSmall + tag(1, 2) + varint(99), format::read_graph_def).rules(), "tensorflow-truncated");
  EXPECT_EQ(Examined(num(1, 1), format::read_saved_model).rules(), "tensorflow-no-graph");
  const Examined asset(saved_model(kSmall, str(6, str(2, "../../etc/x"))), format::read_saved_model);
  EXPECT_EQ(asset.rules(), "tensorflow-asset-path");
  EXPECT_EQ(asset.construct("../../etc/x")->kind, ConstructKind::OpensPath);
}

TEST(TensorFlow, BoundsFunctionsInAttributes) {
  std::string value = str(10, str(1, "F"));
  for (int i = 0; i < 20; ++i) value = str(10, str(1, "F") + entry(2, "a", value));
  EXPECT_EQ(Examined(graph_node(node("n", "Map", entry(5, "f", value))), format::read_graph_def).rules(), "tensorflow-limit");
}

TEST(TensorFlow, NamesKerasLayers) {
  const std::string code = std::string(100, 'A');
  const std::string json = R"({"class_name": "Functional", "config": {"layers": [{"class_name": "Dense", "config": {"shape": {"class_name": "__tuple__"}}},)"
                           R"({"class_name": "Lambda", "config": {"function_type": "lambda", "function": {"class_name": "__tuple__", "items": [")" + code + R"(", null]}}},)"
                           R"({"module": "evil.mod", "class_name": "Thing", "registered_name": "Custom>Thing"}]}})";
  const std::string bytes = str(1, num(2, 3) + str(3, "root") + str(4, "_tf_keras_model") + str(5, json));
  const Examined model(bytes, format::read_keras_metadata);
  EXPECT_EQ(model.rules(), "");
  EXPECT_NE(model.construct("Functional"), nullptr);
  EXPECT_NE(model.construct("Dense"), nullptr);
  EXPECT_NE(model.construct("Lambda"), nullptr);
  EXPECT_EQ(model.construct("__tuple__"), nullptr);
  EXPECT_EQ(model.construct("evil.mod.Thing")->detail, "registered as Custom>Thing");
  EXPECT_EQ(model.construct("marshalled Python code")->kind, ConstructKind::Program);
  EXPECT_TRUE(sniffs(bytes, format::looks_like_keras_metadata));
  EXPECT_FALSE(sniffs(bytes, format::looks_like_graph_def));
  // Versions 2.0 to 2.4 keep it within the SavedModel.
  const std::string objects = str(7, str(1, str(4, str(1, "_tf_keras_model") + str(3, json))));
  EXPECT_NE(Examined(saved_model(kSmall, objects), format::read_saved_model).construct("evil.mod.Thing"), nullptr);
  EXPECT_EQ(Examined(str(1, str(4, "_tf_keras_layer") + str(5, "{")), format::read_keras_metadata).rules(), "tensorflow-keras-json");
}

// A checkpoint's index: blocks without shared keys, as short as the format allows.
struct IndexBuilder {
  std::string block_bytes;
  static std::string block(const std::vector<std::pair<std::string, std::string>>& entries, char compression = 0) {
    std::string bytes;
    for (const auto& [key, value] : entries) bytes += varint(0) + varint(key.size()) + varint(value.size()) + key + value;
    bytes += number_le<std::uint32_t>(0) + number_le<std::uint32_t>(1) + compression;
    const std::uint32_t crc = format::crc32c(bytes);
    return bytes + number_le<std::uint32_t>(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
  }
  static std::string handle(std::size_t offset, std::size_t bytes) { return varint(offset) + varint(bytes - 5); }
  static std::string file(const std::vector<std::pair<std::string, std::string>>& entries, char compression = 0) {
    const std::string data = block(entries, compression);
    const std::string meta = block({});
    const std::string index = block({{"z", handle(0, data.size())}});
    std::string footer = handle(data.size(), meta.size()) + handle(data.size() + meta.size(), index.size());
    footer.resize(40);
    return data + meta + index + footer + number_le<std::uint64_t>(0xdb4775248b80fb57ull);
  }
};
std::string bundle_entry(std::uint64_t type, const std::vector<std::uint64_t>& dims, std::uint64_t shard, std::uint64_t offset, std::uint64_t size) {
  return num(1, type) + str(2, shape(dims)) + num(3, shard) + num(4, offset) + num(5, size) + fixed32(6, 1);
}
const std::pair<std::string, std::string> kHeader = {"", num(1, 2) + str(3, num(1, 1))};

TEST(TensorFlow, ReadsIndexesOfCheckpoints) {
  const std::string bytes = IndexBuilder::file({kHeader,
                                                {"_CHECKPOINTABLE_OBJECT_GRAPH", bundle_entry(7, {}, 0, 32, 100)},
                                                {"layer/bias", bundle_entry(1, {2}, 0, 24, 8)},
                                                {"layer/kernel", bundle_entry(1, {2, 3}, 0, 0, 24)},
                                                {"step", bundle_entry(9, {}, 1, 0, 8)}});
  EXPECT_TRUE(sniffs(bytes, format::looks_like_checkpoint_index));
  const Examined model(bytes, format::read_checkpoint_index);
  EXPECT_EQ(model.rules(), "");
  EXPECT_EQ(model.tensors(), "layer/bias float32 [2] 8\nlayer/kernel float32 [2,3] 24\nstep int64 [] 8\n");
  EXPECT_EQ(model.metadata("tensorflow.data_shards"), "2");
  EXPECT_EQ(model.metadata("tensorflow.data_shard"), "00000-of-00002 132|00001-of-00002 8");
  EXPECT_EQ(model.metadata("tensorflow.object_graph"), "100 bytes");
  EXPECT_EQ(model.contents.data_bytes, 40u);
}

TEST(TensorFlow, ReadsSlicedTensors) {
  const std::string slices = num(1, 1) + str(2, shape({4})) + str(7, str(1, num(1, 0) + num(2, 2))) + str(7, str(1, num(1, 2) + num(2, 2)));
  const Examined model(IndexBuilder::file({kHeader, {std::string("\0a", 2), bundle_entry(1, {2}, 0, 0, 8)}, {std::string("\0b", 2), bundle_entry(1, {2}, 1, 0, 8)}, {"w", slices}}),
                       format::read_checkpoint_index);
  EXPECT_EQ(model.rules(), "");
  EXPECT_EQ(model.tensors(), "w float32 [4] 16\n");
  EXPECT_EQ(model.contents.data_bytes, 16u);
}

TEST(TensorFlow, NamesWhatIsBrokenInAnIndex) {
  const auto rules = [](const std::vector<std::pair<std::string, std::string>>& entries) {
    return Examined(IndexBuilder::file(entries), format::read_checkpoint_index).rules();
  };
  EXPECT_EQ(rules({kHeader, {"a", bundle_entry(1, {2}, 0, 0, 7)}}), "tensorflow-entry-size");
  EXPECT_EQ(rules({kHeader, {"a", bundle_entry(1, {2}, 0, ~0ull - 3, 8)}}), "tensorflow-entry-size");
  EXPECT_EQ(rules({kHeader, {"a", bundle_entry(1, {2}, 2, 0, 8)}}), "tensorflow-shard");
  EXPECT_EQ(rules({kHeader, {"a", bundle_entry(1, {2}, 0, 0, 8)}, {"b", bundle_entry(1, {2}, 0, 4, 8)}}), "tensorflow-overlap");
  EXPECT_EQ(rules({kHeader, {"a", bundle_entry(1, {~0ull}, 0, 0, 8)}}), "tensorflow-shape");
  EXPECT_EQ(rules({kHeader, {"a", bundle_entry(99, {2}, 0, 0, 8)}}), "tensorflow-dtype-unknown");
  EXPECT_EQ(rules({kHeader, {"b", bundle_entry(1, {2}, 0, 0, 8)}, {"a", bundle_entry(1, {2}, 0, 8, 8)}}), "tensorflow-key-order");
  EXPECT_EQ(rules({kHeader, {"b", bundle_entry(1, {2}, 0, 0, 8)}, {"b", bundle_entry(1, {2}, 0, 8, 8)}}), "tensorflow-key-order");
  EXPECT_EQ(rules({{"a", bundle_entry(1, {2}, 0, 0, 8)}}), "tensorflow-bundle-header");
  EXPECT_EQ(rules({{"", ""}}), "tensorflow-shard-count");
  EXPECT_EQ(rules({{"", num(1, 1) + num(2, 1)}}), "tensorflow-big-endian");
  std::string bytes = IndexBuilder::file({kHeader, {"a", bundle_entry(1, {2}, 0, 0, 8)}});
  bytes[8] = static_cast<char>(bytes[8] ^ 1);
  EXPECT_EQ(Examined(bytes, format::read_checkpoint_index).rules(), "tensorflow-block tensorflow-bundle-header");
  EXPECT_EQ(Examined(IndexBuilder::file({kHeader}, 1), format::read_checkpoint_index).rules(), "tensorflow-compressed-block tensorflow-bundle-header");
  EXPECT_EQ(Examined("short", format::read_checkpoint_index).rules(), "tensorflow-table");
  // Two index entries for one block: a file that claims to be longer than it is.
  const std::string data = IndexBuilder::block({kHeader});
  const std::string index = IndexBuilder::block({{"a", IndexBuilder::handle(0, data.size())}, {"b", IndexBuilder::handle(0, data.size())}});
  std::string footer = varint(0) + varint(0) + IndexBuilder::handle(data.size(), index.size());
  footer.resize(40);
  EXPECT_EQ(Examined(data + index + footer + number_le<std::uint64_t>(0xdb4775248b80fb57ull), format::read_checkpoint_index).rules(), "tensorflow-block-order");
}

TEST(TensorFlow, DoesNotTakeOtherTablesForCheckpoints) {
  EXPECT_FALSE(sniffs(IndexBuilder::file({{"key", "value"}}), format::looks_like_checkpoint_index));
  EXPECT_FALSE(sniffs(IndexBuilder::file({{"", "value"}}), format::looks_like_checkpoint_index));
  EXPECT_FALSE(sniffs(std::string(100, 'x'), format::looks_like_checkpoint_index));
}

TEST(TensorFlow, ComputesChecksumsAsTheStandardHasThem) { EXPECT_EQ(format::crc32c("123456789"), 0xe3069283u); }

}  // namespace
}  // namespace aboveboard::testing
