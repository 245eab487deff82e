#include "format/protobuf/sniff.h"
#include "format/tensorflow/tensorflow.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kFieldsLookedAt = 64;

// NodeDef: a name and the name of an operator.
bool looks_like_node(ByteWindow& window, ByteRange message) {
  bool named = false, op = false;
  const bool whole = walk_head(window, message, kFieldsLookedAt, [&](const WireField& field) {
    if (field.bytes(1)) named = is_identifier(window.text(field.payload, 201));
    if (field.bytes(2)) {
      const std::string text = window.text(field.payload, 201);
      const char first = text.empty() ? '\0' : text.front();
      op = is_identifier(text) && ((first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z') || first == '_') && text.find('/') == std::string::npos;
    }
  });
  return whole && named && op;
}

// FunctionDefLibrary: a function with a signature with a name.
bool looks_like_library(ByteWindow& window, ByteRange message) {
  bool found = false;
  walk_head(window, message, kFieldsLookedAt, [&](const WireField& function) {
    if (!function.bytes(1) || found) return;
    walk_head(window, function.payload, kFieldsLookedAt, [&](const WireField& signature) {
      if (!signature.bytes(1) || found) return;
      walk_head(window, signature.payload, kFieldsLookedAt, [&](const WireField& field) {
        if (field.bytes(1)) found = is_identifier(window.text(field.payload, 201));
      });
    });
  });
  return found;
}

bool looks_like_graph(ByteWindow& window, ByteRange message) {
  bool found = false;
  walk_head(window, message, kFieldsLookedAt, [&](const WireField& field) {
    if (found) return;
    if (field.bytes(1)) found = looks_like_node(window, field.payload);
    if (field.bytes(2)) found = looks_like_library(window, field.payload);
  });
  return found;
}

// MetaGraphDef: a graph.
bool looks_like_meta(ByteWindow& window, ByteRange message) {
  bool found = false;
  walk_head(window, message, kFieldsLookedAt, [&](const WireField& field) {
    if (field.bytes(2) && !found) found = looks_like_graph(window, field.payload);
  });
  return found;
}

// keras/protobuf/saved_metadata.proto, SavedObject: an identifier of Keras.
bool looks_like_keras_object(ByteWindow& window, ByteRange message) {
  bool identifier = false;
  walk_head(window, message, kFieldsLookedAt, [&](const WireField& field) {
    if (field.bytes(4) && field.payload.size() < 200) identifier = window.text(field.payload, 200).starts_with("_tf_keras");
  });
  return identifier;
}

// A message has fields of this number that pass `check`, and is made of fields up to its end, or cut in such a field.
template <typename Check>
bool file_has(const Sniff& sniff, std::uint32_t number, Check check) {
  if (sniff.size < 8) return false;
  ByteWindow window(sniff.bytes);
  bool found = false;
  const TopLevel top = walk_top_level(window, [&](const WireField& field) {
    if (field.bytes(number) && !found) found = check(window, field.payload);
    return true;
  });
  if (found) return true;
  return top.cut && top.cut->number == number && check(window, top.cut->payload);
}

}  // namespace

bool looks_like_saved_model(const Sniff& sniff) { return file_has(sniff, 2, looks_like_meta); }

bool looks_like_meta_graph(const Sniff& sniff) { return file_has(sniff, 2, looks_like_graph); }

bool looks_like_graph_def(const Sniff& sniff) { return file_has(sniff, 1, looks_like_node) || file_has(sniff, 2, looks_like_library); }

bool looks_like_keras_metadata(const Sniff& sniff) { return file_has(sniff, 1, looks_like_keras_object); }

}  // namespace aboveboard::format
