#include "base/limits.h"
#include "format/name_hash.h"
#include "format/onnx/onnx_reader.h"

namespace aboveboard::format {
namespace {

// The domains whose operators every runtime brings (docs/Operators*.md, onnx/defs/schema.h).
bool is_standard_domain(std::string_view domain) {
  return domain.empty() || domain == "ai.onnx.ml" || domain == "ai.onnx.training" || domain == "ai.onnx.preview.training";
}

// AttributeProto: which value fields there are, and the AttributeType of each.
struct ValueKind {
  std::uint32_t field;
  std::uint64_t type;
};
constexpr ValueKind kValueKinds[] = {{2, 1},  {3, 2},  {4, 3},  {5, 4},  {6, 5},   {7, 6},   {8, 7},
                                     {9, 8},  {10, 9}, {11, 10}, {14, 13}, {15, 14}, {22, 11}, {23, 12}};
constexpr std::uint64_t kLastAttributeType = 14;

const ValueKind* find_kind(const WireField& field) {
  for (const ValueKind& kind : kValueKinds) {
    if (kind.field != field.number) continue;
    const bool number = kind.field == 2 || kind.field == 3 || kind.field == 7 || kind.field == 8;
    const bool list = kind.field == 7 || kind.field == 8;
    if (field.type == WireType::Bytes) {
      if (number && !list) return nullptr;              // a parser takes it for an unknown field
      if (list && field.payload.size() == 0) return nullptr;  // an empty packed list
      return &kind;
    }
    const WireType wire = kind.field == 2 || kind.field == 7 ? WireType::Fixed32 : WireType::Varint;
    return number && field.type == wire ? &kind : nullptr;
  }
  return nullptr;
}

}  // namespace

void OnnxReader::define(std::uint64_t value) {
  if (values_full_) return;
  if (values_ >= limits::kGraphValues) {
    values_full_ = true;
    keeper.limit("the graph has more values than are compared; their order and names were not checked further", 0);
    return;
  }
  if (scopes_.back().names.insert(value).second) ++values_;
}

bool OnnxReader::defined(std::uint64_t value) const {
  for (std::size_t i = scopes_.size(); i-- > 0;) {
    if (scopes_[i].names.contains(value)) return true;
    if (scopes_[i].function) return false;
  }
  return false;
}

void OnnxReader::read_graph(const std::vector<ByteRange>& pieces, const OnnxContext& context, std::uint64_t place) {
  if (context.depth >= limits::kOnnxGraphDepth) {
    keeper.limit("graphs are nested deeper than is read", place);
    return;
  }
  scopes_.push_back({});
  read_graph_names(pieces, context, place);
  read_initializers(pieces, context);
  fields(pieces, [&](const WireField& field) {
    if (field.bytes(1)) read_node(field, context);
  });
  if (context.main) check_outputs(pieces);
  values_ -= scopes_.back().names.size();
  scopes_.pop_back();
}

void OnnxReader::read_graph_names(const std::vector<ByteRange>& pieces, const OnnxContext& context, std::uint64_t place) {
  bool named = false;
  fields(pieces, [&](const WireField& field) {
    if (field.bytes(2)) {
      named = field.payload.size() != 0;
      if (context.main && named) keeper.metadata("graph_name", window, field.payload);
    }
    if (field.bytes(11)) read_value_info(field, context, true);
    if (field.bytes(12)) read_value_info(field, context, false);
  });
  if (!named && !broken_wire()) broken("graph-name", "a graph has no name", place);
}

void OnnxReader::read_value_info(const WireField& field, const OnnxContext& context, bool input) {
  ByteRange value{0, 0};
  bool typed = false, whole_type = false;
  fields(field.payload, [&](const WireField& part) {
    if (part.bytes(1)) value = part.payload;
    if (!part.bytes(2)) return;
    typed = true;
    if (context.main) whole_type = has_whole_type(part.payload);
  });
  if (broken_wire()) return;
  if (value.size() == 0) {
    broken("value-info", input ? "an input of the graph has no name" : "an output of the graph has no name", field.place);
    return;
  }
  if (context.main && !(typed && whole_type))
    broken("value-info", quoted_name(name(value)) + " has no complete type (an element type and a shape, or what its kind demands)", field.place);
  if (!input) return;
  const std::uint64_t hashed = hash(value);
  if (scopes_.back().names.contains(hashed)) broken("duplicate-name", "the input " + quoted_name(name(value)) + " stands twice", field.place);
  define(hashed);
}

// TypeProto: exactly what checker.cc demands of each case.
bool OnnxReader::has_whole_type(ByteRange type) {
  bool whole_case = false;
  fields(type, [&](const WireField& field) {
    if (field.type == WireType::Bytes && field.number != 6) whole_case = has_whole_case(field);
  });
  return whole_case;
}

bool OnnxReader::has_whole_case(const WireField& type_case) {
  bool first = false, second = false;
  fields(type_case.payload, [&](const WireField& field) {
    if (field.number == 1) first = true;
    if (field.bytes(2)) second = true;
  });
  switch (type_case.number) {
    case 1:  // tensor: element type and shape
    case 8:  // sparse tensor
    case 5:  // map: key and value types
      return first && second;
    case 4:  // sequence
    case 9:  // optional
      return first;
    default:
      return type_case.number == 7;  // opaque
  }
}

void OnnxReader::read_initializers(const std::vector<ByteRange>& pieces, const OnnxContext&) {
  std::unordered_set<std::uint64_t> names;
  fields(pieces, [&](const WireField& field) {
    if (field.bytes(5)) read_tensor(field, "", &names);
    if (field.bytes(15)) read_sparse(field, "", &names);
  });
}

void OnnxReader::check_outputs(const std::vector<ByteRange>& pieces) {
  if (values_full_ || broken_wire()) return;
  fields(pieces, [&](const WireField& field) {
    if (!field.bytes(12)) return;
    fields(field.payload, [&](const WireField& part) {
      if (part.bytes(1) && part.payload.size() != 0 && !scopes_.back().names.contains(hash(part.payload)))
        keeper.note("output-undefined", "the output " + quoted_name(name(part.payload)) + " is made by no node", field.place);
    });
  });
}

void OnnxReader::use_input(const WireField& input) {
  if (input.payload.size() == 0 || values_full_ || !inputs_checked_ || broken_wire()) return;  // an empty name is an input that is left out
  if (!defined(hash(input.payload)))
    broken("node-order", "a node uses " + quoted_name(name(input.payload)) + ", which nothing before it makes", input.place);
}

void OnnxReader::add_output(const WireField& output) {
  if (output.payload.size() == 0) return;
  const std::uint64_t hashed = hash(output.payload);
  if (!values_full_ && defined(hashed)) broken("duplicate-name", "the value " + quoted_name(name(output.payload)) + " is made twice", output.place);
  define(hashed);
}

void OnnxReader::read_node(const WireField& node, const OnnxContext& context) {
  std::string op, domain, own, first_output;
  bool wired = false, attributes = false;
  fields(node.payload, [&](const WireField& field) {
    if (field.bytes(1)) {
      wired = true;
      use_input(field);
    } else if (field.bytes(2)) {
      wired = true;
      if (first_output.empty()) first_output = name(field.payload);
    } else if (field.bytes(3)) {
      own = name(field.payload);
    } else if (field.bytes(4)) {
      op = name(field.payload);
    } else if (field.bytes(7)) {
      domain = name(field.payload);
    } else if (field.bytes(5)) {
      attributes = true;
    }
  });
  if (domain == "ai.onnx") domain.clear();
  if (op.empty() && !broken_wire()) broken("op-type", "a node names no operator", node.place);
  if (!wired && !broken_wire()) broken("node-wiring", "the node " + quoted_name(own) + " has neither inputs nor outputs", node.place);
  check_operator(op, domain, own, node.place, context);
  // Subgraphs come before the outputs are known, as the checker has it: they do not see them.
  if (attributes) {
    const std::string shown = !first_output.empty() ? first_output : own;
    std::unordered_set<std::uint64_t> names;
    fields(node.payload, [&](const WireField& field) {
      if (!field.bytes(5)) return;
      fields(field.payload, [&](const WireField& part) {
        if (part.bytes(1) && names.size() < limits::kGraphValues && !names.insert(hash(part.payload)).second)
          broken("duplicate-attribute", "a node has the attribute " + quoted_name(name(part.payload)) + " twice", field.place);
      });
      read_attribute(field, context, shown);
    });
  }
  fields(node.payload, [&](const WireField& field) {
    if (field.bytes(2)) add_output(field);
  });
}

void OnnxReader::check_operator(const std::string& op, const std::string& domain, const std::string& node, std::uint64_t place,
                                const OnnxContext& context) {
  if (!broken_wire() && !context.domains->contains(domain))
    broken("opset-missing", "the node " + quoted_name(node) + " is of the domain " + quoted_name(domain) + ", which is not imported", place);
  if (is_standard_domain(domain)) return;
  const std::string id = domain + "::" + op;
  if (local_.contains(hash_name(id))) return;  // the file defines it, from other operators
  keeper.examination().found(ConstructKind::Operator, id, "node " + node, place);
}

void OnnxReader::read_attribute(const WireField& attribute, const OnnxContext& context, const std::string& node) {
  std::string own;
  std::optional<std::uint64_t> type;
  std::uint64_t used = 0;  // bit by field number
  bool mismatch = false;
  fields(attribute.payload, [&](const WireField& field) {
    if (field.bytes(1)) own = name(field.payload);
    if (field.varint(20) && field.value <= kLastAttributeType) type = field.value;
    if (const ValueKind* kind = find_kind(field)) used |= 1ull << kind->field;
  });
  for (const ValueKind& kind : kValueKinds) mismatch = mismatch || ((used >> kind.field & 1) != 0 && type && *type != kind.type);
  if (!broken_wire()) {
    if (own.empty()) broken("attribute-name", "an attribute has no name", attribute.place);
    if (!type && ir_version_ >= 2) broken("attribute-type", "the attribute " + quoted_name(own) + " has no type", attribute.place);
    if (mismatch) broken("attribute-type", "the attribute " + quoted_name(own) + " has a value of another type than it says", attribute.place);
    if ((used & (used - 1)) != 0) broken("attribute-values", "the attribute " + quoted_name(own) + " has values of several types", attribute.place);
  }
  constexpr std::uint64_t kDeeper = 1ull << 5 | 1ull << 6 | 1ull << 10 | 1ull << 11 | 1ull << 22 | 1ull << 23;
  if ((used & kDeeper) == 0) return;
  OnnxContext inner = context;
  inner.main = false;
  ++inner.depth;
  fields(attribute.payload, [&](const WireField& field) {
    if (field.bytes(5) || field.bytes(10)) read_tensor(field, node, nullptr);
    if (field.bytes(6) || field.bytes(11)) read_graph({field.payload}, inner, field.place);
    if (field.bytes(22) || field.bytes(23)) read_sparse(field, node, nullptr);
  });
}

}  // namespace aboveboard::format
