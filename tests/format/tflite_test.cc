#include "format/tflite/tflite.h"

#include <gtest/gtest.h>

#include "examined.h"
#include "flat_builder.h"
#include "format/executorch/executorch.h"

namespace aboveboard::testing {
namespace {

// Field numbers: schema.fbs of TensorFlow Lite.
Flat code(std::int8_t builtin, std::string_view custom = "") {
  Flat table;
  table.with<std::int8_t>(0, builtin);
  if (!custom.empty()) table.text(1, custom);
  return table;
}
Flat buffer(std::string_view data) {
  Flat table;
  return data.empty() ? table : table.with(0, Flat::of_text(data));
}
Flat tensor(std::string_view name, const std::vector<std::int32_t>& shape, std::int8_t type, std::uint32_t in_buffer) {
  Flat table;
  return table.with(0, Flat::of_numbers(shape)).with<std::int8_t>(1, type).with<std::uint32_t>(2, in_buffer).text(3, name);
}
Flat node(std::uint32_t opcode, const std::vector<std::int32_t>& inputs) {
  Flat table;
  return table.with<std::uint32_t>(0, opcode).with(1, Flat::of_numbers(inputs)).with(2, Flat::of_numbers(std::vector<std::int32_t>{0}));
}
struct Lite {
  std::vector<Flat> codes = {code(9), code(32, "MyOp"), code(32, "FlexPyFunc")};
  std::vector<Flat> buffers = {buffer(""), buffer(std::string(24, '\1')), buffer("2.5.0")};
  std::vector<Flat> tensors = {tensor("x", {1, 2}, 0, 0), tensor("w", {2, 3}, 0, 1), tensor("tied", {3, 2}, 0, 1)};
  std::vector<Flat> nodes = {node(0, {0, 1, -1})};
  std::vector<Flat> metadata;
  std::uint32_t version = 3;

  std::string file() const {
    Flat graph;
    graph.with(0, Flat::of_items(tensors)).with(1, Flat::of_numbers(std::vector<std::int32_t>{0})).with(3, Flat::of_items(nodes));
    Flat model;
    model.with<std::uint32_t>(0, version).with(1, Flat::of_items(codes)).with(2, Flat::of_items({graph})).text(3, "a test").with(4, Flat::of_items(buffers));
    if (!metadata.empty()) model.with(6, Flat::of_items(metadata));
    return model.file("TFL3");
  }
  std::string rules() const { return Examined(file(), format::read_tflite).rules(); }
};

TEST(Tflite, ListsConstantsOperatorsAndMetadata) {
  Lite lite;
  Flat entry;
  lite.metadata = {entry.text(0, "min_runtime_version").with<std::uint32_t>(1, 2)};
  const std::string bytes = lite.file();
  EXPECT_TRUE(sniffs(bytes, format::looks_like_tflite));
  const Examined model(bytes, format::read_tflite);
  EXPECT_EQ(model.rules(), "");
  EXPECT_EQ(model.tensors(), "w FLOAT32 [2,3] 24\ntied FLOAT32 [3,2] 24\n");
  EXPECT_EQ(bytes.substr(model.contents.tensors[0].begin, 24), std::string(24, '\1'));
  EXPECT_EQ(model.contents.tensors[0].begin, model.contents.tensors[1].begin);
  EXPECT_EQ(model.contents.data_bytes, 24u);
  EXPECT_EQ(model.metadata("description"), "a test");
  EXPECT_EQ(model.metadata("min_runtime_version"), "2.5.0");
  ASSERT_EQ(model.contents.constructs.size(), 2u);
  EXPECT_EQ(model.contents.constructs[0].name, "tflite::MyOp");
  EXPECT_EQ(model.contents.constructs[1].name, "tflite::FlexPyFunc");
}

TEST(Tflite, ReadsBuffersBehindTheFlatBuffer) {
  Lite lite;
  lite.buffers[1] = Flat().with<std::uint64_t>(1, 5000).with<std::uint64_t>(2, 24);
  std::string bytes = lite.file();
  ASSERT_LT(bytes.size(), 5000u);
  EXPECT_EQ(Examined(bytes, format::read_tflite).rules(), "tflite-buffer-range");
  bytes.resize(5024);
  const Examined model(bytes, format::read_tflite);
  EXPECT_EQ(model.rules(), "");
  EXPECT_EQ(model.contents.tensors[0].begin, 5000u);
}

TEST(Tflite, NamesWhatIsBroken) {
  Lite lite;
  lite.tensors[1] = tensor("w", {2, 3}, 1, 1);
  EXPECT_EQ(lite.rules(), "tflite-buffer-size");
  lite.tensors[1] = tensor("w", {2, 3}, 0, 9);
  EXPECT_EQ(lite.rules(), "tflite-buffer-index");
  lite.tensors[1] = tensor("w", {2, -3}, 0, 1);
  EXPECT_EQ(lite.rules(), "tflite-shape");
  lite.tensors[1] = tensor("w", {2, 3}, 99, 1);
  EXPECT_EQ(lite.rules(), "tflite-type");
  lite = Lite();
  lite.nodes = {node(3, {0})};
  EXPECT_EQ(lite.rules(), "tflite-opcode-index");
  lite.nodes = {node(0, {3})};
  EXPECT_EQ(lite.rules(), "tflite-tensor-index");
  lite.nodes = {node(0, {-2})};
  EXPECT_EQ(lite.rules(), "tflite-tensor-index");
  lite = Lite();
  lite.version = 2;
  lite.codes.push_back(Flat().with<std::int32_t>(3, 999));
  EXPECT_EQ(lite.rules(), "tflite-version tflite-operator-unknown");
  EXPECT_EQ(Examined(Flat().with<std::uint32_t>(0, 3).file("TFL3"), format::read_tflite).rules(), "tflite-no-subgraph");
  const std::string packed_int4 = Examined([] { Lite four; four.tensors = {tensor("q", {47}, 17, 1)}; four.nodes.clear(); return four.file(); }(), format::read_tflite).rules();
  EXPECT_EQ(packed_int4, "");
}

TEST(Tflite, ChecksEveryOffset) {
  const std::string good = Lite().file();
  for (std::size_t at = 0; at + 4 <= good.size(); at += 1)
    for (const std::uint32_t value : {0u, 0xffffffffu, 0x7fffffffu, 0x80000000u, static_cast<std::uint32_t>(good.size())}) {
      std::string bytes = good;
      bytes.replace(at, 4, number_le(value));
      const Examined model(bytes, format::read_tflite);
      for (const Diagnostic& note : model.notes.items()) EXPECT_LE(note.error.place.byte.value_or(0), bytes.size()) << at;
    }
  std::string bytes = good;
  bytes.replace(0, 4, number_le<std::uint32_t>(1u << 30));
  EXPECT_EQ(Examined(bytes, format::read_tflite).rules(), "tflite-flatbuffer");
  EXPECT_EQ(Examined("TFL", format::read_tflite).rules(), "tflite-flatbuffer");
}

// Field numbers: program.fbs of ExecuTorch.
std::string program(const Flat& evalue, std::string_view segment_data = std::string(32, '\2'), std::uint64_t segment_size = 32) {
  Flat plan;
  plan.text(0, "forward").with(2, Flat::of_items({evalue}));
  plan.with(6, Flat::of_items({Flat().text(0, "aten::add").text(1, "out"), Flat().text(0, "my::op").text(1, "out")}));
  plan.with(7, Flat::of_items({Flat().text(0, "XnnpackBackend")}));
  Flat root;
  root.with<std::uint32_t>(0, 0).with(1, Flat::of_items({plan})).with(4, Flat::of_items({Flat().with<std::uint64_t>(0, 0).with<std::uint64_t>(1, segment_size)}));
  root.with(5, Flat().with<std::uint32_t>(0, 0).with(1, Flat::of_numbers(std::vector<std::uint64_t>{0, 8})));
  const std::string zeros(32, '\0');
  std::string bytes = root.file("ET12", zeros);
  const std::uint64_t size = bytes.size();
  bytes.replace(8, 24, "eh00" + number_le<std::uint32_t>(24) + number_le(size) + number_le(size));
  return bytes + std::string(segment_data);
}
Flat evalue(const std::vector<std::int32_t>& sizes, std::uint32_t buffer_index) {
  Flat tensor;
  tensor.with<std::int8_t>(0, 6).with(2, Flat::of_numbers(sizes)).with<std::uint32_t>(5, buffer_index).with(9, Flat().text(1, "fc.weight"));
  return Flat().with<std::uint8_t>(0, 5).with(1, tensor);
}

TEST(Executorch, ListsConstantsAndDelegates) {
  const std::string bytes = program(evalue({2, 3}, 1));
  EXPECT_TRUE(sniffs(bytes, format::looks_like_executorch));
  const Examined model(bytes, format::read_executorch);
  EXPECT_EQ(model.rules(), "");
  EXPECT_EQ(model.tensors(), "fc.weight float32 [2,3] 24\n");
  EXPECT_EQ(bytes.substr(model.contents.tensors[0].begin, 24), std::string(24, '\2'));
  ASSERT_EQ(model.contents.constructs.size(), 2u);
  EXPECT_EQ(model.contents.constructs[0].name, "executorch::my::op");
  EXPECT_EQ(model.contents.constructs[1].name, "executorch::delegate::XnnpackBackend");
  EXPECT_EQ(model.metadata("executorch.method"), "forward");
}

TEST(Executorch, NamesWhatIsBroken) {
  const auto rules = [](const std::string& bytes) { return Examined(bytes, format::read_executorch).rules(); };
  EXPECT_EQ(rules(program(evalue({2, 4}, 1))), "executorch-tensor-size");
  EXPECT_EQ(rules(program(evalue({2, 3}, 2))), "executorch-buffer-index");
  EXPECT_EQ(rules(program(evalue({2, -3}, 1))), "executorch-shape");
  EXPECT_EQ(rules(program(evalue({2, 3}, 1), "", 32)), "executorch-segment executorch-buffer-index");
  std::string bytes = program(evalue({2, 3}, 1));
  bytes.replace(12, 4, number_le<std::uint32_t>(4));
  EXPECT_EQ(rules(bytes), "executorch-header");
  EXPECT_EQ(rules(std::string("\x10\0\0\0ET12", 8) + std::string(60, '\xff')), "executorch-flatbuffer");
  EXPECT_EQ(rules(Flat().with<std::uint32_t>(0, 0).file("ET12")), "executorch-no-plan");
}

TEST(Executorch, ReadsTensorsKeptApart) {
  Flat layout;
  layout.with<std::int8_t>(0, 6).with(1, Flat::of_numbers(std::vector<std::int32_t>{2, 3}));
  Flat root;
  root.with<std::uint32_t>(0, 0).with(1, Flat::of_items({Flat().with<std::uint64_t>(0, 0).with<std::uint64_t>(1, 24)}));
  root.with(2, Flat::of_items({Flat().text(0, "w").with<std::uint32_t>(1, 0).with(2, layout), Flat().text(0, "gone").with<std::uint32_t>(1, 5).with(2, layout)}));
  std::string bytes = root.file("FT01", std::string(40, '\0'));
  const std::uint64_t size = bytes.size();
  bytes.replace(8, 40, "FH01" + number_le<std::uint32_t>(40) + number_le<std::uint64_t>(0) + number_le(size) + number_le(size) + number_le<std::uint64_t>(24));
  bytes += std::string(24, '\3');
  EXPECT_TRUE(sniffs(bytes, format::looks_like_executorch));
  const Examined model(bytes, format::read_executorch);
  EXPECT_EQ(model.rules(), "executorch-buffer-index");
  EXPECT_EQ(model.tensors(), "w float32 [2,3] 24\n");
}

}  // namespace
}  // namespace aboveboard::testing
