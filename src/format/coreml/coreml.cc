#include "format/coreml/coreml.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/text.h"
#include "format/coreml/model_reader.h"
#include "format/protobuf/sniff.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kLastVersion = 100;  // of the specification; the latest is 10

// Model.proto, oneof Type.
struct ModelType {
  std::uint32_t field;
  std::string_view name;
};
constexpr std::array<ModelType, 38> kTypes = {{{200, "pipelineClassifier"}, {201, "pipelineRegressor"}, {202, "pipeline"}, {300, "glmRegressor"},
    {301, "supportVectorRegressor"}, {302, "treeEnsembleRegressor"}, {303, "neuralNetworkRegressor"}, {304, "bayesianProbitRegressor"},
    {400, "glmClassifier"}, {401, "supportVectorClassifier"}, {402, "treeEnsembleClassifier"}, {403, "neuralNetworkClassifier"},
    {404, "kNearestNeighborsClassifier"}, {500, "neuralNetwork"}, {501, "itemSimilarityRecommender"}, {502, "mlProgram"}, {555, "customModel"},
    {556, "linkedModel"}, {560, "classConfidenceThresholding"}, {600, "oneHotEncoder"}, {601, "imputer"}, {602, "featureVectorizer"},
    {603, "dictVectorizer"}, {604, "scaler"}, {606, "categoricalMapping"}, {607, "normalizer"}, {609, "arrayFeatureExtractor"},
    {610, "nonMaximumSuppression"}, {900, "identity"}, {2000, "textClassifier"}, {2001, "wordTagger"}, {2002, "visionFeaturePrint"},
    {2003, "soundAnalysisPreprocessing"}, {2004, "gazetteer"}, {2005, "wordEmbedding"}, {2006, "audioFeaturePrint"}, {3000, "serializedModel"}, {0, ""}}};

std::string_view type_name(std::uint32_t field) {
  const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const ModelType& type) { return field != 0 && type.field == field; });
  return found == kTypes.end() ? std::string_view() : found->name;
}

// FeatureDescription: a name.
bool has_named_feature(ByteWindow& window, ByteRange description) {
  bool found = false;
  walk_head(window, description, 64, [&](const WireField& field) {
    if (found) return;
    if (!field.bytes(1) && !field.bytes(10) && !field.bytes(20)) {
      found = field.bytes(100) || (field.bytes(11) && field.payload.size() != 0);
      return;
    }
    walk_head(window, field.payload, 16, [&](const WireField& part) { found = found || (part.bytes(1) && part.payload.size() != 0); });
  });
  return found;
}

}  // namespace

// A version, a description with a feature or metadata, and a type.
bool looks_like_coreml(const Sniff& sniff) {
  if (sniff.size < 8) return false;
  ByteWindow window(sniff.bytes);
  bool version = false, description = false, type = false;
  const TopLevel top = walk_top_level(window, [&](const WireField& field) {
    if (field.varint(1)) version = field.value >= 1 && field.value <= kLastVersion;
    if (field.bytes(2)) description = description || has_named_feature(window, field.payload);
    if (field.type == WireType::Bytes && !type_name(field.number).empty()) type = true;
    return true;
  });
  if (top.cut && !type_name(top.cut->number).empty()) type = true;
  return version && description && type;
}

bool CoremlReader::too_deep(std::uint64_t depth, std::uint64_t place) {
  if (depth < limits::kCoremlDepth) return false;
  keeper.limit("models, branches or blocks are nested deeper than is read", place);
  return true;
}

void CoremlReader::run() {
  keeper.examination().recognize("coreml");
  read_model(whole(), 0);
  write_blob_files();
  finish();
}

void CoremlReader::read_model(ByteRange message, std::uint64_t depth) {
  if (too_deep(depth, message.begin)) return;
  std::uint64_t types = 0, version = 0;
  fields(message, [&](const WireField& field) {
    if (field.varint(1)) version = field.value;
    if (field.bytes(2)) read_description(field.payload, depth);
    if (field.type != WireType::Bytes || type_name(field.number).empty()) return;
    ++types;
    keeper.metadata("coreml.type", type_name(field.number), {field.place, field.payload.begin});
    read_type(field, depth);
  });
  if (broken_wire()) return;
  if (version == 0) keeper.invalid("version", "a model has no version of the specification", message.begin);
  else if (depth == 0) keeper.metadata("specificationVersion", std::to_string(as_signed(version)), message);
  if (types == 0) keeper.invalid("no-type", "a model is of no type", message.begin);
  if (types > 1) keeper.invalid("several-types", "a model is of " + std::to_string(types) + " types; loaders take the last", message.begin);
}

void CoremlReader::read_description(ByteRange message, std::uint64_t depth) {
  fields(message, [&](const WireField& field) {
    if (field.bytes(100) && depth == 0) read_metadata(field.payload);
  });
}

void CoremlReader::read_metadata(ByteRange message) {
  fields(message, [&](const WireField& field) {
    if (field.bytes(1)) keeper.metadata("shortDescription", window, field.payload);
    if (field.bytes(2)) keeper.metadata("versionString", window, field.payload);
    if (field.bytes(3)) keeper.metadata("author", window, field.payload);
    if (field.bytes(4)) keeper.metadata("license", window, field.payload);
    if (!field.bytes(100)) return;
    std::string key;
    ByteRange value{field.payload.end, field.payload.end};
    fields(field.payload, [&](const WireField& part) {
      if (part.bytes(1)) key = name(part.payload);
      if (part.bytes(2)) value = part.payload;
    });
    keeper.metadata(key, window, value);
  });
}

void CoremlReader::read_type(const WireField& field, std::uint64_t depth) {
  switch (field.number) {
    case 200:
    case 201:
      fields(field.payload, [&](const WireField& part) {
        if (part.bytes(1)) read_pipeline(part.payload, depth);
      });
      return;
    case 202:
      return read_pipeline(field.payload, depth);
    case 303:
    case 403:
    case 500:
      return read_network(field.payload, depth + 1);
    case 502:
      return read_program(field.payload, depth + 1);
    case 555:
      return read_class(field, "customModel");
    case 556:
      return read_linked(field);
    case 600:
    case 601:
    case 602:
    case 603:
    case 604:
    case 606:
    case 607:
    case 609:
    case 610:
    case 560:
    case 900:
      return;  // no weights
    default:
      keeper.unsupported("model-type", "the weights of a " + std::string(type_name(field.number)) + " are not counted", field.place);
  }
}

void CoremlReader::read_pipeline(ByteRange message, std::uint64_t depth) {
  fields(message, [&](const WireField& field) {
    if (field.bytes(1)) read_model(field.payload, depth + 1);
  });
}

// LinkedModelFile: another model by the name of its file, and folders to look for it.
void CoremlReader::read_linked(const WireField& linked) {
  fields(linked.payload, [&](const WireField& file) {
    if (!file.bytes(1)) return;
    std::string path, search;
    fields(file.payload, [&](const WireField& field) {
      if (!field.bytes(1) && !field.bytes(2)) return;
      fields(field.payload, [&](const WireField& text) {
        if (text.bytes(1)) (field.number == 1 ? path : search) = name(text.payload);
      });
    });
    keeper.examination().found(ConstructKind::OpensPath, sanitize_utf8(path), "linked model, looked for in " + search, linked.place);
  });
}

// A class of the application that loads the model: className has the same number in CustomModel and CustomLayerParams.
void CoremlReader::read_class(const WireField& field, std::string_view what) {
  std::string class_name;
  fields(field.payload, [&](const WireField& part) {
    if (part.bytes(10)) class_name = name(part.payload);
  });
  keeper.examination().found(ConstructKind::Layer, class_name.empty() ? std::string(what) : sanitize_utf8(class_name), std::string(what), field.place);
}

void read_coreml(ByteSource& bytes, Examination& examination) { CoremlReader(bytes, examination).run(); }

}  // namespace aboveboard::format
