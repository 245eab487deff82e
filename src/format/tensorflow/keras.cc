// Keras objects in SavedModels: their configuration is JSON, which names the classes that loading builds.
#include "base/limits.h"
#include "base/text.h"
#include "data/value.h"
#include "format/tensorflow/graph_reader.h"
#include "format/tensorflow/tensorflow.h"

namespace aboveboard::format {
namespace {

// Names that stand for values of Python and TensorFlow in the configuration, and for no class that is built.
bool stands_for_value(std::string_view name) { return name == "__tuple__" || name == "__ellipsis__" || name == "TensorShape"; }

// The code of a Lambda layer: a text, or a list (or marked tuple) that begins with one.
std::string_view lambda_code(const data::Value& config) {
  const data::Value* function = config.find("function");
  if (function == nullptr) return "";
  if (const data::Value* items = function->find("items")) function = items;
  if (const data::Value* inner = function->find("config"))
    if (const data::Value* code = inner->find("code")) function = code;
  if (function->is_list() && !function->items.empty()) function = &function->items.front();
  return function->as_text();
}

void find_classes(const data::Value& value, std::uint64_t place, Examination& examination) {
  for (const data::Value& item : value.items) find_classes(item, place, examination);
  for (const data::Member& member : value.members) find_classes(member.value, place, examination);
  const std::string name = data::text_of(value, "class_name");
  if (name.empty() || stands_for_value(name)) return;
  const std::string module = data::text_of(value, "module");
  const std::string registered = data::text_of(value, "registered_name");
  const std::string_view detail = registered.empty() ? "" : "registered as ";
  examination.found(ConstructKind::Layer, sanitize_utf8(module.empty() ? name : module + "." + name), std::string(detail) + registered, place);
  const data::Value* config = value.find("config");
  if (config == nullptr || name != "Lambda") return;
  const std::string_view code = lambda_code(*config);
  const bool lambda = data::text_of(*config, "function_type") == "lambda" || code.size() > 64;
  if (lambda && !code.empty()) examination.found(ConstructKind::Program, "marshalled Python code", std::string(clip_utf8(code, 60)), place);
}

}  // namespace

void TensorflowReader::read_keras_config(ByteRange json) {
  if (json.size() > limits::kKerasConfigBytes - keras_bytes_) {
    keeper.limit("the configuration of Keras objects is longer than is read", json.begin);
    return;
  }
  keras_bytes_ += json.size();
  const std::string text = window.text(json, limits::kKerasConfigBytes);
  Diagnostics unheard;  // leniencies of JSON within a string of a binary file
  const auto value = data::parse_json(text, {}, unheard);
  if (!value) {
    keeper.invalid("keras-json", "the configuration of a Keras object is no JSON: " + value.error().message, json.begin);
    return;
  }
  find_classes(*value, json.begin, keeper.examination());
}

void TensorflowReader::read_keras_metadata(ByteRange message) {
  fields(message, [&](const WireField& node) {
    if (!node.bytes(1)) return;
    fields(node.payload, [&](const WireField& field) {
      if (field.bytes(5) && field.payload.size() != 0) read_keras_config(field.payload);
    });
  });
}

void read_keras_metadata(ByteSource& bytes, Examination& examination) {
  TensorflowReader reader(bytes, examination);
  examination.recognize("keras-metadata");
  reader.read_keras_metadata(reader.whole());
  reader.finish_graphs();
}

}  // namespace aboveboard::format
