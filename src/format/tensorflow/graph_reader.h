// The machinery that reads TensorFlow's graphs, shared by its source files. Nobody else includes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "format/protobuf/message_walk.h"

namespace aboveboard::format {

// TensorShapeProto: the dimensions, or nothing where one is unknown, negative, or there are too many.
struct TensorflowShape {
  std::vector<std::uint64_t> dims;
  bool known = true;
};

class TensorflowReader : public MessageWalk {
 public:
  TensorflowReader(ByteSource& bytes, Examination& examination) : MessageWalk(bytes, examination, "tensorflow") {}

  void read_saved_model(ByteRange message);
  void read_meta_graph(ByteRange message);
  void read_graph(ByteRange message);
  void read_keras_metadata(ByteRange message);
  TensorflowShape read_shape(ByteRange message);
  // Where everything is read: totals go to the metadata.
  void finish_graphs();

 private:
  // graph.cc
  void read_library_names(ByteRange message);
  void read_function(ByteRange message);
  void read_node(const WireField& field, const std::string& function);
  // `depth`: of functions in attributes of functions in attributes. Returns what a reader of a report wants to see of the value.
  std::string read_attribute(ByteRange message, const std::string& node, std::uint64_t depth);
  std::string read_list(ByteRange message, const std::string& node, std::uint64_t depth);
  void read_function_name(ByteRange message, const std::string& node, std::uint64_t depth);
  void read_tensor(const WireField& field, const std::string& name);
  void found_operator(const std::string& op, const std::string& detail, std::uint64_t place);
  // saved_model.cc
  void read_meta_info(ByteRange message);
  void read_map_key(ByteRange entry, std::string_view key);
  void read_asset(const WireField& field);
  void read_objects(ByteRange message);
  void read_user_object(ByteRange message);
  // keras.cc
  void read_keras_config(ByteRange json);

  std::unordered_set<std::string> functions_;  // that the file defines
  std::uint64_t variables_ = 0;
  std::uint64_t keras_bytes_ = 0;
};

}  // namespace aboveboard::format
