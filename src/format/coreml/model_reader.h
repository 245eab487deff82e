// The machinery of read_coreml, shared by its source files. Nobody else includes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "format/protobuf/message_walk.h"

namespace aboveboard::format {

class CoremlReader : private MessageWalk {
 public:
  CoremlReader(ByteSource& bytes, Examination& examination) : MessageWalk(bytes, examination, "coreml") {}
  void run();

 private:
  // coreml.cc: models
  void read_model(ByteRange message, std::uint64_t depth);
  void read_description(ByteRange message, std::uint64_t depth);
  void read_metadata(ByteRange message);
  void read_type(const WireField& field, std::uint64_t depth);
  void read_pipeline(ByteRange message, std::uint64_t depth);
  void read_linked(const WireField& field);
  void read_class(const WireField& field, std::string_view what);
  bool too_deep(std::uint64_t depth, std::uint64_t place);
  // network.cc: neural networks
  void read_network(ByteRange message, std::uint64_t depth);
  void read_layer(ByteRange message, std::uint64_t depth);
  void read_parameters(const WireField& layer, const std::string& name, std::uint64_t depth);
  void read_lstm(ByteRange message, const std::string& name);
  void read_weights(const WireField& weights, const std::string& name);
  // program.cc: ML programs
  void read_program(ByteRange message, std::uint64_t depth);
  void read_function(ByteRange message, std::uint64_t depth);
  void read_block(ByteRange message, std::uint64_t depth);
  void read_operation(const WireField& field, std::uint64_t depth);
  void read_value(const WireField& field, const std::string& name);
  void read_blob_value(const WireField& blob, ByteRange type, const std::string& name);
  struct TensorType {
    std::uint64_t id = 0;
    std::vector<std::uint64_t> dims;
    bool known = false;
  };
  TensorType read_tensor_type(ByteRange value_type);
  std::size_t blob_file(const std::string& path, const WireField& field);
  void write_blob_files();

  struct BlobFile {
    std::string path;
    std::uint64_t end = 0;
    ByteRange place;
  };
  std::vector<BlobFile> blobs_;
  std::unordered_map<std::string, std::size_t> blob_index_;
};

}  // namespace aboveboard::format
