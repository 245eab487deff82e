#include "base/limits.h"
#include "base/text.h"
#include "format/tensorflow/graph_reader.h"
#include "format/tensorflow/tensorflow.h"

namespace aboveboard::format {

void TensorflowReader::read_saved_model(ByteRange message) {
  std::uint64_t graphs = 0;
  fields(message, [&](const WireField& field) {
    if (field.varint(1)) keeper.metadata("saved_model_schema_version", std::to_string(as_signed(field.value)), field.payload);
    if (!field.bytes(2)) return;
    ++graphs;
    read_meta_graph(field.payload);
  });
  if (graphs == 0 && !broken_wire()) keeper.invalid("no-graph", "the SavedModel holds no graph", 0);
}

void TensorflowReader::read_meta_graph(ByteRange message) {
  functions_.clear();
  fields(message, [&](const WireField& field) {
    if (field.bytes(1)) read_meta_info(field.payload);
    if (field.bytes(2)) read_graph(field.payload);
    if (field.bytes(5)) read_map_key(field.payload, "tensorflow.signature");
    if (field.bytes(6)) read_asset(field);
    if (field.bytes(7)) read_objects(field.payload);
  });
}

void TensorflowReader::read_meta_info(ByteRange message) {
  fields(message, [&](const WireField& field) {
    if (field.bytes(1)) keeper.metadata("meta_graph_version", window, field.payload);
    if (field.bytes(4)) keeper.metadata("tags", window, field.payload);
    if (field.bytes(5)) keeper.metadata("tensorflow_version", window, field.payload);
    if (field.bytes(6)) keeper.metadata("tensorflow_git_version", window, field.payload);
  });
}

void TensorflowReader::read_map_key(ByteRange entry, std::string_view key) {
  fields(entry, [&](const WireField& field) {
    if (field.bytes(1)) keeper.metadata(key, window, field.payload);
  });
}

// AssetFileDef: a file in the folder "assets", whose name the loader appends to that folder's.
void TensorflowReader::read_asset(const WireField& asset) {
  fields(asset.payload, [&](const WireField& field) {
    if (!field.bytes(2)) return;
    const std::string file = window.text(field.payload, kLongestPath + 1);
    keeper.metadata("tensorflow.asset", window, field.payload);
    const std::string_view why = leaves_folder(file);
    if (why.empty()) return;
    keeper.examination().found(ConstructKind::OpensPath, sanitize_utf8(file), "asset", field.place);
    keeper.invalid("asset-path", "the asset " + quoted_name(file) + " " + std::string(why), field.place);
  });
}

// SavedObjectGraph: variables are counted, Keras objects looked into (TensorFlow 2.0 to 2.4 keep their configuration here).
void TensorflowReader::read_objects(ByteRange message) {
  fields(message, [&](const WireField& node) {
    if (!node.bytes(1)) return;
    fields(node.payload, [&](const WireField& field) {
      if (field.bytes(7)) ++variables_;
      if (field.bytes(4)) read_user_object(field.payload);
    });
  });
}

void TensorflowReader::read_user_object(ByteRange message) {
  bool keras = false;
  ByteRange config{0, 0};
  fields(message, [&](const WireField& field) {
    if (field.bytes(1)) keras = name(field.payload).starts_with("_tf_keras");
    if (field.bytes(3)) config = field.payload;
  });
  if (keras && config.size() != 0) read_keras_config(config);
}

void read_saved_model(ByteSource& bytes, Examination& examination) {
  TensorflowReader reader(bytes, examination);
  examination.recognize("tensorflow-savedmodel");
  reader.read_saved_model(reader.whole());
  reader.finish_graphs();
}

void read_meta_graph(ByteSource& bytes, Examination& examination) {
  TensorflowReader reader(bytes, examination);
  examination.recognize("tensorflow-metagraph");
  reader.read_meta_graph(reader.whole());
  reader.finish_graphs();
}

}  // namespace aboveboard::format
