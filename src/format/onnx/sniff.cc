#include "base/limits.h"
#include "format/onnx/onnx.h"
#include "format/protobuf/sniff.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kFieldsLookedAt = 64;  // of a graph, a node and a tensor

// NodeProto: an operator by name, and inputs or outputs.
bool looks_like_node(ByteWindow& window, ByteRange message) {
  bool named = false, wired = false;
  const bool whole = walk_head(window, message, kFieldsLookedAt, [&](const WireField& field) {
    if (field.bytes(4)) named = is_identifier(window.text(field.payload, 201));
    if (field.bytes(1) || field.bytes(2)) wired = true;
  });
  return whole && named && wired;
}

// TensorProto: a type and a name, or a type and data.
bool looks_like_tensor(ByteWindow& window, ByteRange message) {
  bool typed = false, named = false;
  const bool whole = walk_head(window, message, kFieldsLookedAt, [&](const WireField& field) {
    if (field.varint(2)) typed = field.value >= 1 && field.value <= 64;
    if (field.bytes(8)) named = true;
  });
  return whole && typed && named;
}

// ValueInfoProto: a name and a type.
bool looks_like_value(ByteWindow& window, ByteRange message) {
  bool named = false, typed = false;
  const bool whole = walk_head(window, message, kFieldsLookedAt, [&](const WireField& field) {
    if (field.bytes(1)) named = field.payload.size() > 0;
    if (field.bytes(2)) typed = true;
  });
  return whole && named && typed;
}

bool looks_like_graph(ByteWindow& window, ByteRange message) {
  bool found = false;
  const bool whole = walk_head(window, message, kFieldsLookedAt, [&](const WireField& field) {
    if (found) return;
    if (field.bytes(1)) found = looks_like_node(window, field.payload);
    if (field.bytes(5)) found = looks_like_tensor(window, field.payload);
    if (field.bytes(11) || field.bytes(12)) found = looks_like_value(window, field.payload);
  });
  return whole && found;
}

}  // namespace

bool looks_like_onnx(const Sniff& sniff) {
  if (sniff.size < 8) return false;
  ByteWindow window(sniff.bytes);
  bool version = false, graph = false;
  const TopLevel top = walk_top_level(window, [&](const WireField& field) {
    if (field.varint(1)) version = field.value >= 1 && field.value <= 0x7fffffff;
    if (field.bytes(7) && !graph) graph = looks_like_graph(window, field.payload);
    return true;
  });
  if (top.whole) return version && graph;
  // Cut off, or with bytes behind its end that are no fields: still what somebody will try to load.
  if (graph) return version;
  return version && top.cut && top.cut->number == 7 && looks_like_graph(window, top.cut->payload);
}

}  // namespace aboveboard::format
