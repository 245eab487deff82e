// The machinery of read_onnx, shared by its source files. Nobody else includes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "format/onnx/types.h"
#include "format/protobuf/message_walk.h"

namespace aboveboard::format {

// The names of values that a graph has seen so far, as hashes; those of the graphs around it are before it in the stack.
struct OnnxScope {
  std::unordered_set<std::uint64_t> names;
  bool function = false;  // bodies of functions see no other names
};

// What the checks of a graph need to know of what is around it.
struct OnnxContext {
  bool main = true;      // not within an attribute
  bool function = false;
  std::uint64_t depth = 0;
  const std::unordered_set<std::string>* domains = nullptr;  // that are imported
};

// The values of a tensor in one of its fields. How many there are is known exactly for numbers of fixed size and for short lists; of long lists of
// varints only between which bounds it lies, because data is not read.
struct OnnxValueField {
  std::uint64_t least = 0, most = 0;
  std::uint64_t bytes = 0;
  std::uint64_t place = 0;
  bool any() const { return bytes != 0 || most != 0; }
};

struct OnnxTensor {
  std::string name;
  std::uint64_t name_hash = 0;
  std::vector<std::uint64_t> dims;
  bool bad_dims = false;              // one is negative, or there are too many
  std::optional<std::uint64_t> type;
  bool external = false;
  std::vector<WireField> entries;     // of external_data
  OnnxValueField values[12];          // by field number (OnnxValues)
  bool has_values() const {
    for (const OnnxValueField& field : values)
      if (field.any()) return true;
    return false;
  }
};

class OnnxReader : private MessageWalk {
 public:
  OnnxReader(ByteSource& bytes, Examination& examination) : MessageWalk(bytes, examination, "onnx") {}
  void run();

 private:
  // onnx.cc: the model
  void read_model_field(const WireField& field);
  void read_opset(const WireField& field, std::unordered_set<std::string>& domains);
  void read_property(const WireField& field);
  void check_versions();
  void name_function(const WireField& field);
  void read_function(ByteRange message);
  void read_training(ByteRange message);
  void check_distinct(const WireField& field, std::unordered_set<std::uint64_t>& seen, std::string_view what);
  void write_external_files();
  // graph.cc
  void read_graph(const std::vector<ByteRange>& pieces, const OnnxContext& context, std::uint64_t place);
  void read_graph_names(const std::vector<ByteRange>& pieces, const OnnxContext& context, std::uint64_t place);
  void read_initializers(const std::vector<ByteRange>& pieces, const OnnxContext& context);
  void read_value_info(const WireField& field, const OnnxContext& context, bool input);
  bool has_whole_type(ByteRange type);
  bool has_whole_case(const WireField& type_case);
  void read_node(const WireField& field, const OnnxContext& context);
  void read_attribute(const WireField& field, const OnnxContext& context, const std::string& node);
  void check_operator(const std::string& op, const std::string& domain, const std::string& node, std::uint64_t place, const OnnxContext& context);
  void define(std::uint64_t name);
  bool defined(std::uint64_t name) const;
  void check_outputs(const std::vector<ByteRange>& pieces);
  void use_input(const WireField& input);
  void add_output(const WireField& output);
  // tensor.cc
  OnnxTensor read_tensor_fields(ByteRange message);
  void read_tensor_field(const WireField& field, OnnxTensor& tensor);
  // `names`: of the initializers so far, which must differ; nullptr where they need none.
  void read_tensor(const WireField& field, const std::string& fallback, std::unordered_set<std::uint64_t>* names);
  void check_tensor(const OnnxTensor& tensor, const std::string& name, std::uint64_t place, bool listed);
  bool check_inline(const OnnxTensor& tensor, const OnnxType* type, std::uint64_t elements, const std::string& name, std::uint64_t place);
  void check_values(const OnnxTensor& tensor, const OnnxType& type, std::uint64_t elements, const std::string& name, std::uint64_t place);
  void read_sparse(const WireField& field, const std::string& fallback, std::unordered_set<std::uint64_t>* names);
  void add_initializer(const OnnxTensor& tensor, std::unordered_set<std::uint64_t>& names, std::uint64_t place);
  void count_values(const WireField& field, OnnxValueField& values);
  // external.cc: the number that stands for where the data begins
  std::uint64_t read_external(const OnnxTensor& tensor, std::optional<std::uint64_t> needed, const std::string& name, std::uint64_t place);
  void check_location(const std::string& location, const std::string& name, std::uint64_t place);

  void broken(std::string_view rule, std::string message, std::uint64_t byte) { keeper.invalid(rule, std::move(message), byte); }

  std::uint64_t ir_version_ = 0;
  std::unordered_set<std::string> domains_;  // imported by the model
  std::vector<ByteRange> graphs_;            // the pieces of the graph; more than one are merged
  std::vector<WireField> functions_;
  std::vector<ByteRange> trainings_;
  std::unordered_set<std::uint64_t> local_;  // "domain::name" of local functions
  std::unordered_set<std::uint64_t> local_ids_;  // with overload
  std::unordered_set<std::uint64_t> property_keys_;
  std::vector<OnnxScope> scopes_;
  std::uint64_t values_ = 0;                 // names in all scopes
  bool values_full_ = false;                 // too many for comparing
  bool inputs_checked_ = true;

  struct ExternalFile {
    std::string location;
    std::uint64_t end = 0;  // the file must have at least so many bytes
    ByteRange place;
  };
  std::vector<ExternalFile> external_;
  std::unordered_map<std::string, std::size_t> external_index_;
};

}  // namespace aboveboard::format
