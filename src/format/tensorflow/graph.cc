#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "format/protobuf/message_walk.h"
#include "format/tensorflow/graph_reader.h"
#include "format/tensorflow/tensorflow.h"
#include "format/tensorflow/types.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kAttributeDepth = 8;
constexpr std::uint64_t kTextBytes = 120;  // of a constant text that is shown
constexpr std::size_t kDetailBytes = 200;

}  // namespace

TensorflowShape TensorflowReader::read_shape(ByteRange message) {
  TensorflowShape shape;
  fields(message, [&](const WireField& field) {
    if (field.varint(3) && field.value != 0) shape.known = false;
    if (!field.bytes(2)) return;
    std::uint64_t size = 0;
    fields(field.payload, [&](const WireField& part) {
      if (part.varint(1)) size = part.value;
    });
    if (as_signed(size) < 0 || shape.dims.size() >= limits::kGraphDimensions) {
      shape.known = false;
    } else {
      shape.dims.push_back(size);
    }
  });
  return shape;
}

void TensorflowReader::read_graph(ByteRange message) {
  fields(message, [&](const WireField& field) {
    if (field.bytes(2)) read_library_names(field.payload);
  });
  fields(message, [&](const WireField& field) {
    if (field.bytes(1)) read_node(field, "");
    if (!field.bytes(2)) return;
    fields(field.payload, [&](const WireField& function) {
      if (function.bytes(1)) read_function(function.payload);
    });
  });
}

void TensorflowReader::read_library_names(ByteRange message) {
  fields(message, [&](const WireField& function) {
    if (!function.bytes(1)) return;
    fields(function.payload, [&](const WireField& signature) {
      if (!signature.bytes(1)) return;
      fields(signature.payload, [&](const WireField& field) {
        if (!field.bytes(1)) return;
        if (functions_.size() < limits::kConstructs * 10) functions_.insert(name(field.payload));
        else keeper.limit("the file defines more functions than are told apart from operators", field.place);
      });
    });
  });
}

// FunctionDef: nodes are in node_def (3), in graphs of 2015 and 2016 in node (2), where the fields that matter here have the same numbers.
void TensorflowReader::read_function(ByteRange message) {
  std::string own;
  fields(message, [&](const WireField& field) {
    if (!field.bytes(1)) return;
    fields(field.payload, [&](const WireField& part) {
      if (part.bytes(1)) own = name(part.payload);
    });
  });
  fields(message, [&](const WireField& field) {
    if (field.bytes(3) || field.bytes(2)) read_node(field, own);
  });
}

void TensorflowReader::found_operator(const std::string& op, const std::string& detail, std::uint64_t place) {
  const bool local = functions_.contains(op);
  // Functions that TensorFlow names itself ("__inference_call_12") cannot be operators. Any other name may hide one.
  if (local && op.starts_with("__")) return;
  keeper.examination().found(ConstructKind::Operator, "tensorflow::" + sanitize_utf8(op), local ? detail + " (a function of this file)" : detail, place);
}

void TensorflowReader::read_node(const WireField& node, const std::string& function) {
  std::string own, op, values;
  std::vector<std::pair<std::string, WireField>> attributes;
  fields(node.payload, [&](const WireField& field) {
    if (field.bytes(1)) own = name(field.payload);
    if (field.bytes(2)) op = name(field.payload);
    if (!field.bytes(5)) return;
    std::string key;
    std::optional<WireField> value;
    fields(field.payload, [&](const WireField& part) {
      if (part.bytes(1)) key = name(part.payload);
      if (part.bytes(2)) value = part;
    });
    if (!value) return;
    const std::string shown = read_attribute(value->payload, own, 0);
    if (!shown.empty() && !key.starts_with('_') && values.size() < kDetailBytes) values += " " + key + "=" + shown;
    if (key == "value") attributes.emplace_back(key, *value);
  });
  if (op.empty()) {
    if (!broken_wire()) keeper.invalid("node-op", "the node " + quoted_name(own) + " names no operator", node.place);
    return;
  }
  const std::string shown = function.empty() ? own : function + "/" + own;
  found_operator(op, "node " + shown + values, node.place);
  if (op != "Const" && op != "HostConst") return;
  for (const auto& [key, value] : attributes) {
    fields(value.payload, [&](const WireField& part) {
      if (part.bytes(8)) read_tensor(part, shown);
    });
  }
}

// AttrValue. Functions that it names are looked at; of the rest, texts are shown.
std::string TensorflowReader::read_attribute(ByteRange message, const std::string& node, std::uint64_t depth) {
  std::string shown;
  fields(message, [&](const WireField& field) {
    if (field.bytes(2)) shown = quoted_name(window.text(field.payload, kTextBytes));
    if (field.bytes(1)) shown = read_list(field.payload, node, depth);
    if (field.bytes(10)) read_function_name(field.payload, node, depth);
  });
  return shown;
}

std::string TensorflowReader::read_list(ByteRange message, const std::string& node, std::uint64_t depth) {
  std::string shown;
  fields(message, [&](const WireField& field) {
    if (field.bytes(2) && shown.size() < kDetailBytes) shown += (shown.empty() ? "" : ",") + quoted_name(window.text(field.payload, kTextBytes));
    if (field.bytes(9)) read_function_name(field.payload, node, depth);
  });
  return shown;
}

// NameAttrList: a function, or an operator in place of one.
void TensorflowReader::read_function_name(ByteRange message, const std::string& node, std::uint64_t depth) {
  if (depth >= kAttributeDepth) {
    keeper.limit("functions are named in attributes of functions, deeper than is read", message.begin);
    return;
  }
  fields(message, [&](const WireField& field) {
    if (field.bytes(1) && field.payload.size() != 0) {
      const std::string op = name(field.payload);
      if (!functions_.contains(op)) found_operator(op, "called by node " + node, field.place);
    }
    if (!field.bytes(2)) return;
    fields(field.payload, [&](const WireField& part) {
      if (part.bytes(2)) read_attribute(part.payload, node, depth + 1);
    });
  });
}

// TensorProto of a constant. Values may be fewer than elements (the last one is repeated), packed contents may not.
void TensorflowReader::read_tensor(const WireField& tensor, const std::string& name) {
  std::uint64_t type_id = 0;
  TensorflowShape shape;
  ByteRange content{0, 0};
  std::uint64_t strings = 0, begin = tensor.place;
  fields(tensor.payload, [&](const WireField& field) {
    if (field.varint(1)) type_id = field.value;
    if (field.bytes(2)) shape = read_shape(field.payload);
    if (field.bytes(4)) content = field.payload;
    if (field.bytes(8)) strings += field.payload.size();
    if (field.number >= 5 && begin == tensor.place) begin = field.payload.begin;
  });
  if (broken_wire()) return;
  const auto elements = shape.known ? count_elements(shape.dims) : std::nullopt;
  if (!elements) {
    keeper.invalid("shape", "the constant " + quoted_name(name) + " has dimensions that are unknown, negative, or too large together", tensor.place);
    return;
  }
  const TensorflowType* type = find_tensorflow_type(type_id);
  if (type == nullptr) {
    const std::string message = "the constant " + quoted_name(name) + " has ";
    if (type_id == 0) keeper.invalid("dtype", message + "no type", tensor.place);
    else keeper.unsupported("dtype-unknown", message + "the type " + std::to_string(type_id) + ", which is not known here", tensor.place);
    return;
  }
  auto bytes = type->bits == 0 ? std::optional(content.size() + strings) : packed_bytes(*elements, type->bits);
  if (!bytes) {
    keeper.invalid("shape", "the bytes of " + quoted_name(name) + " do not fit 64 bits", tensor.place);
    return;
  }
  if (type->bits != 0 && content.size() != 0 && content.size() != *bytes)
    keeper.invalid("content-length", quoted_name(name) + " needs " + std::to_string(*bytes) + " bytes, but has " + std::to_string(content.size()), tensor.place,
                   content.size() < *bytes ? ErrorKind::Truncated : ErrorKind::Malformed);
  if (content.size() != 0) begin = content.begin;
  keeper.data(*bytes);
  keeper.tensor(name, type->name, shape.dims, begin, *bytes, tensor.place);
}

void TensorflowReader::finish_graphs() {
  if (variables_ != 0) keeper.metadata("tensorflow.variables", std::to_string(variables_), whole());
  finish();
}

void read_graph_def(ByteSource& bytes, Examination& examination) {
  TensorflowReader reader(bytes, examination);
  examination.recognize("tensorflow-graphdef");
  reader.read_graph(reader.whole());
  reader.finish_graphs();
}

}  // namespace aboveboard::format
