// NeuralNetwork.proto: layers, and the fields of each that hold weights.
#include <algorithm>
#include <array>

#include "base/limits.h"
#include "format/coreml/model_reader.h"

namespace aboveboard::format {
namespace {

constexpr std::uint32_t kActivation = 130, kLstm = 420, kTwoWayLstm = 430, kCustomLayer = 500, kBranch = 605, kLoop = 615;
constexpr std::uint32_t kFirstLayer = 100;  // of the oneof

struct WeightField {
  std::uint32_t layer;
  std::uint32_t field;
  std::string_view name;
};
constexpr std::array<WeightField, 37> kWeightFields = {{{100, 90, "weights"}, {100, 91, "bias"}, {140, 20, "weights"}, {140, 21, "bias"},
    {150, 20, "weights"}, {150, 21, "bias"}, {160, 15, "gamma"}, {160, 16, "beta"}, {160, 17, "mean"}, {160, 18, "variance"}, {245, 2, "scale"},
    {245, 5, "bias"}, {250, 2, "bias"}, {290, 2, "data"}, {400, 30, "weightMatrix"}, {400, 31, "recursionMatrix"}, {400, 32, "biasVector"},
    {410, 30, "updateGateWeightMatrix"}, {410, 31, "resetGateWeightMatrix"}, {410, 32, "outputGateWeightMatrix"},
    {410, 50, "updateGateRecursionMatrix"}, {410, 51, "resetGateRecursionMatrix"}, {410, 52, "outputGateRecursionMatrix"},
    {410, 70, "updateGateBiasVector"}, {410, 71, "resetGateBiasVector"}, {410, 72, "outputGateBiasVector"}, {500, 20, "weights"},
    {1040, 20, "weights"}, {1040, 21, "bias"}, {1045, 8, "weights"}, {1045, 9, "bias"}, {1070, 2, "data"}, {1350, 3, "gamma"}, {1350, 4, "beta"},
    {1471, 60, "weights"}, {1471, 61, "bias"}, {0, 0, ""}}};

// LSTMWeightParams
constexpr std::array<std::pair<std::uint32_t, std::string_view>, 15> kLstmFields = {{{1, "inputGateWeightMatrix"}, {2, "forgetGateWeightMatrix"},
    {3, "blockInputWeightMatrix"}, {4, "outputGateWeightMatrix"}, {20, "inputGateRecursionMatrix"}, {21, "forgetGateRecursionMatrix"},
    {22, "blockInputRecursionMatrix"}, {23, "outputGateRecursionMatrix"}, {40, "inputGateBiasVector"}, {41, "forgetGateBiasVector"},
    {42, "blockInputBiasVector"}, {43, "outputGateBiasVector"}, {60, "inputGatePeepholeVector"}, {61, "forgetGatePeepholeVector"},
    {62, "outputGatePeepholeVector"}}};

}  // namespace

// NeuralNetwork, NeuralNetworkClassifier and NeuralNetworkRegressor have their layers at the same number.
void CoremlReader::read_network(ByteRange message, std::uint64_t depth) {
  if (too_deep(depth, message.begin)) return;
  fields(message, [&](const WireField& field) {
    if (field.bytes(1)) read_layer(field.payload, depth);
  });
}

void CoremlReader::read_layer(ByteRange message, std::uint64_t depth) {
  std::string own;
  fields(message, [&](const WireField& field) {
    if (field.bytes(1)) own = name(field.payload);
  });
  fields(message, [&](const WireField& field) {
    if (field.type == WireType::Bytes && field.number >= kFirstLayer) read_parameters(field, own, depth);
  });
}

void CoremlReader::read_parameters(const WireField& layer, const std::string& own, std::uint64_t depth) {
  if (layer.number == kCustomLayer) read_class(layer, "custom layer");
  fields(layer.payload, [&](const WireField& field) {
    if (field.type != WireType::Bytes) return;
    if (layer.number == kActivation) {  // PReLU has alpha, parametricSoftplus alpha and beta
      if (field.number != 25 && field.number != 71) return;
      fields(field.payload, [&](const WireField& part) {
        if (part.bytes(1)) read_weights(part, own + "/alpha");
        if (part.bytes(2) && field.number == 71) read_weights(part, own + "/beta");
      });
      return;
    }
    if ((layer.number == kLstm || layer.number == kTwoWayLstm) && field.number == 20) return read_lstm(field.payload, own);
    if (layer.number == kBranch && (field.number == 1 || field.number == 2)) return read_network(field.payload, depth + 1);
    if (layer.number == kLoop && (field.number == 3 || field.number == 4)) return read_network(field.payload, depth + 1);
    const auto found = std::find_if(kWeightFields.begin(), kWeightFields.end(),
                                    [&](const WeightField& weight) { return weight.layer == layer.number && weight.field == field.number; });
    if (found != kWeightFields.end()) read_weights(field, own + "/" + std::string(found->name));
  });
}

void CoremlReader::read_lstm(ByteRange message, const std::string& own) {
  fields(message, [&](const WireField& field) {
    if (field.type != WireType::Bytes) return;
    for (const auto& [number, weight] : kLstmFields)
      if (number == field.number) read_weights(field, own + "/" + std::string(weight));
  });
}

// WeightParams: values in one of four fields, of 32, 16, or up to 8 bits each.
void CoremlReader::read_weights(const WireField& weights, const std::string& own) {
  std::uint64_t floats = 0, halves = 0, raw = 0, signed_raw = 0, bits = 8, begin = weights.place;
  const auto take = [&](std::uint64_t& sum, const WireField& field) {
    sum += field.payload.size();
    if (begin == weights.place) begin = field.payload.begin;
  };
  fields(weights.payload, [&](const WireField& field) {
    if (field.bytes(1) || field.is(1, WireType::Fixed32)) take(floats, field);
    if (field.bytes(2)) take(halves, field);
    if (field.bytes(30)) take(raw, field);
    if (field.bytes(31)) take(signed_raw, field);
    if (!field.bytes(40)) return;
    fields(field.payload, [&](const WireField& part) {
      if (part.varint(1)) bits = part.value;
    });
  });
  if (broken_wire()) return;
  const int kinds = (floats != 0) + (halves != 0) + (raw != 0) + (signed_raw != 0);
  if (kinds == 0) return;  // an optional weight that is left out is an empty message
  if (kinds > 1 || floats % 4 != 0 || halves % 2 != 0 || bits < 1 || bits > 8) {
    keeper.invalid("weights", "the weights " + quoted_name(own) + " stand in several fields, or are no whole number of values", weights.place);
    return;
  }
  const std::uint64_t bytes = floats + halves + raw + signed_raw;
  std::uint64_t elements = bytes;
  std::string_view type = "int8";
  if (floats != 0) {
    type = "float32";
    elements = bytes / 4;
  } else if (halves != 0) {
    type = "float16";
    elements = bytes / 2;
  } else if (raw != 0) {
    static constexpr std::array<std::string_view, 8> kUnsigned = {"uint1", "uint2", "uint3", "uint4", "uint5", "uint6", "uint7", "uint8"};
    type = kUnsigned[static_cast<std::size_t>(bits - 1)];
    elements = bytes / bits * 8 + bytes % bits * 8 / bits;  // padding at the end may count as a value or a few
  }
  const std::uint64_t shape[1] = {elements};
  keeper.data(bytes);
  keeper.tensor(own, type, shape, begin, bytes, weights.place);
}

}  // namespace aboveboard::format
