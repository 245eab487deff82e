// Models of ONNX, right or wrong on purpose. Field numbers: onnx.proto.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proto_builder.h"

namespace aboveboard::testing::onnx {

using namespace proto;

inline std::string dims(const std::vector<std::uint64_t>& shape) {
  std::string bytes;
  for (const std::uint64_t dim : shape) bytes += num(1, dim);
  return bytes;
}
// A tensor with `data` as raw_data.
inline std::string tensor(std::string_view name, std::uint64_t type, const std::vector<std::uint64_t>& shape, std::string_view data) {
  return dims(shape) + num(2, type) + str(8, name) + (data.empty() ? "" : str(9, data));
}
inline std::string external(std::string_view name, const std::vector<std::uint64_t>& shape, std::string_view entries) {
  return dims(shape) + num(2, 1) + str(8, name) + std::string(entries) + num(14, 1);
}
inline std::string location(std::string_view path) { return entry(13, "location", path); }
inline std::string initializer(std::string_view tensor) { return str(5, tensor); }

inline std::string value(std::string_view name) { return str(1, name) + str(2, str(1, num(1, 1) + str(2, str(1, num(1, 2))))); }
inline std::string input(std::string_view name) { return str(11, value(name)); }
inline std::string output(std::string_view name) { return str(12, value(name)); }
inline std::string node(std::string_view op, std::string_view in, std::string_view out, std::string_view domain = "", std::string_view attributes = "") {
  std::string bytes;
  if (!in.empty()) bytes += str(1, in);
  if (!out.empty()) bytes += str(2, out);
  bytes += str(4, op) + std::string(attributes);
  if (!domain.empty()) bytes += str(7, domain);
  return str(1, bytes);
}
inline std::string attribute(std::string_view name, std::uint64_t type, std::string_view value) {
  return str(5, str(1, name) + std::string(value) + num(20, type));
}
inline std::string opset(std::string_view domain, std::uint64_t version) { return str(8, (domain.empty() ? "" : str(1, domain)) + num(2, version)); }

// A graph named "g" with an input x and an output y.
inline std::string graph(std::string_view body) { return std::string(body) + str(2, "g") + input("x") + output("y"); }
inline std::string model(std::string_view graph_body, std::string_view more = "", std::uint64_t version = 8) {
  return num(1, version) + str(2, "tests") + str(7, graph(graph_body)) + opset("", 13) + std::string(more);
}
// y = x
inline std::string relu() { return node("Relu", "x", "y"); }

}  // namespace aboveboard::testing::onnx
