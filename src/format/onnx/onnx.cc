#include "format/onnx/onnx.h"

#include "base/limits.h"
#include "format/name_hash.h"
#include "format/onnx/onnx_reader.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kKnownVersion = 14;     // IR_VERSION of onnx 1.21
constexpr std::uint64_t kFirstWithOpset = 3;    // IR versions from here on import operator sets
constexpr std::uint64_t kMostFunctions = 100'000;
constexpr std::uint64_t kMostPieces = 1'000;

// The operators of "ai.onnx" are the same as those without a domain.
std::string plain_domain(std::string domain) { return domain == "ai.onnx" ? std::string() : domain; }

}  // namespace

void OnnxReader::run() {
  keeper.examination().recognize("onnx");
  fields(whole(), [&](const WireField& field) { read_model_field(field); });
  check_versions();
  // Before any node is read: which operators the file defines itself.
  for (const WireField& function : functions_) name_function(function);
  if (graphs_.empty()) {
    if (!broken_wire()) broken("graph-missing", "the model has no graph", 0);
  } else {
    if (graphs_.size() > 1) keeper.note("repeated-graph", "the graph stands in several pieces, which parsers merge", graphs_[1].begin);
    OnnxContext context;
    context.domains = &domains_;
    read_graph(graphs_, context, graphs_.front().begin);
  }
  for (const WireField& function : functions_) read_function(function.payload);
  for (const ByteRange& training : trainings_) read_training(training);
  write_external_files();
  finish();
}

void OnnxReader::read_model_field(const WireField& field) {
  const auto text = [&](std::string_view key) { keeper.metadata(key, window, field.payload); };
  if (field.varint(1)) {
    ir_version_ = field.value;
    keeper.metadata("ir_version", std::to_string(field.value), field.payload);
  } else if (field.varint(5)) {
    keeper.metadata("model_version", std::to_string(as_signed(field.value)), field.payload);
  } else if (field.bytes(2)) {
    text("producer_name");
  } else if (field.bytes(3)) {
    text("producer_version");
  } else if (field.bytes(4)) {
    text("domain");
  } else if (field.bytes(6)) {
    text("doc_string");
  } else if (field.bytes(7)) {
    if (graphs_.size() < kMostPieces) graphs_.push_back(field.payload);
    else keeper.limit("the graph stands in more pieces than are read", field.place);
  } else if (field.bytes(8)) {
    read_opset(field, domains_);
  } else if (field.bytes(14)) {
    read_property(field);
  } else if (field.bytes(20)) {
    if (trainings_.size() < kMostPieces) trainings_.push_back(field.payload);
    else keeper.limit("the model has more training infos than are read", field.place);
  } else if (field.bytes(25)) {
    if (functions_.size() < kMostFunctions) functions_.push_back(field);
    else keeper.limit("the model has more functions than are read", field.place);
  }
}

void OnnxReader::read_opset(const WireField& field, std::unordered_set<std::string>& domains) {
  std::string domain;
  std::uint64_t version = 0;
  fields(field.payload, [&](const WireField& part) {
    if (part.bytes(1)) domain = name(part.payload);
    if (part.varint(2)) version = part.value;
  });
  if (&domains == &domains_) keeper.metadata("opset_import", (domain.empty() ? "ai.onnx" : domain) + " " + std::to_string(as_signed(version)), field.payload);
  if (domains.size() < kMostFunctions) domains.insert(plain_domain(std::move(domain)));
}

void OnnxReader::read_property(const WireField& field) {
  std::string key;
  ByteRange value{field.payload.end, field.payload.end};
  fields(field.payload, [&](const WireField& part) {
    if (part.bytes(1)) key = name(part.payload);
    if (part.bytes(2)) value = part.payload;
  });
  if (property_keys_.size() < limits::kGraphValues && !property_keys_.insert(hash_name(key)).second)
    broken("duplicate-metadata", "the metadata has the key " + quoted_name(key) + " twice", field.place);
  keeper.metadata(key, window, value);
}

void OnnxReader::check_versions() {
  if (ir_version_ == 0) {
    if (!broken_wire()) broken("ir-version", "the model has no IR version", 0);
    return;
  }
  if (ir_version_ > kKnownVersion)
    keeper.note("newer", "the IR version is " + std::to_string(ir_version_) + ", later than those that are known here; fields may be missing", 0);
  if (broken_wire()) return;
  if (ir_version_ >= kFirstWithOpset && domains_.empty()) broken("opset", "the model imports no operator set", 0);
  if (ir_version_ < kFirstWithOpset) {
    if (!domains_.empty()) broken("opset", "a model of IR version " + std::to_string(ir_version_) + " cannot import operator sets", 0);
    domains_.insert("");
  }
}

void OnnxReader::name_function(const WireField& function) {
  std::string own, domain, overload;
  bool has_domain = false;
  fields(function.payload, [&](const WireField& field) {
    if (field.bytes(1)) own = name(field.payload);
    if (field.bytes(10)) {
      domain = name(field.payload);
      has_domain = true;
    }
    if (field.bytes(13)) overload = name(field.payload);
  });
  if (own.empty() && !broken_wire()) broken("function-name", "a function has no name", function.place);
  if (!has_domain && ir_version_ >= 8 && !broken_wire()) broken("function-domain", "the function " + quoted_name(own) + " has no domain", function.place);
  const std::string id = plain_domain(domain) + "::" + own;
  local_.insert(hash_name(id));
  if (!local_ids_.insert(hash_name(id + ":" + overload)).second)
    broken("duplicate-function", "the function " + quoted_name(id) + " is defined twice", function.place);
}

void OnnxReader::check_distinct(const WireField& field, std::unordered_set<std::uint64_t>& seen, std::string_view what) {
  if (!seen.insert(hash(field.payload)).second)
    broken("duplicate-name", std::string(what) + " " + quoted_name(name(field.payload)) + " of a function stands twice", field.place);
}

void OnnxReader::read_function(ByteRange message) {
  std::unordered_set<std::string> domains;
  std::unordered_set<std::uint64_t> inputs, outputs, attributes;
  scopes_.push_back({{}, true});
  OnnxContext context;
  context.function = true;
  context.domains = &domains;
  fields(message, [&](const WireField& field) {
    if (field.bytes(4)) {
      check_distinct(field, inputs, "the input");
      define(hash(field.payload));
    }
    if (field.bytes(5)) check_distinct(field, outputs, "the output");
    if (field.bytes(6)) check_distinct(field, attributes, "the attribute");
    if (field.bytes(9)) read_opset(field, domains);
    if (field.bytes(11)) read_attribute(field, context, "a function");
  });
  fields(message, [&](const WireField& field) {
    if (field.bytes(7)) read_node(field, context);
  });
  values_ -= scopes_.back().names.size();
  scopes_.pop_back();
}

void OnnxReader::read_training(ByteRange message) {
  OnnxContext context;
  context.domains = &domains_;
  context.main = false;
  fields(message, [&](const WireField& field) {
    if (!field.bytes(1) && !field.bytes(2)) return;
    // Graphs of training may use the initializers of the main graph: what they name cannot be checked alone.
    const bool checked = inputs_checked_;
    inputs_checked_ = false;
    read_graph({field.payload}, context, field.place);
    inputs_checked_ = checked;
  });
}

void OnnxReader::write_external_files() {
  for (const ExternalFile& file : external_)
    keeper.metadata("onnx.external_data", file.location + " " + std::to_string(file.end), file.place);
}

void read_onnx(ByteSource& bytes, Examination& examination) { OnnxReader(bytes, examination).run(); }

}  // namespace aboveboard::format
