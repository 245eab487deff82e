#include "format/croissant/croissant.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard::format {

namespace {

constexpr std::string_view kVocabulary = "mlcommons.org/croissant";
constexpr int kNested = 4;  // lists and values in each other, where a text is expected

// Croissant RAI 1.0 and what 1.1 adds: https://docs.mlcommons.org/croissant/docs/croissant-rai-spec.html
constexpr std::array kResponsible = {
    "dataCollection", "dataCollectionType", "dataCollectionMissingData", "dataCollectionRawData", "dataCollectionTimeframe", "dataImputationProtocol",
    "dataManipulationProtocol", "dataPreprocessingProtocol", "dataAnnotationProtocol", "dataAnnotationPlatform", "dataAnnotationAnalysis", "annotationsPerItem",
    "annotatorDemographics", "machineAnnotationTools", "dataReleaseMaintenancePlan", "personalSensitiveInformation", "dataSocialImpact", "dataBiases",
    "dataLimitations", "dataUseCases", "hasSyntheticData", "usageInfo", "wasGeneratedBy",
};

const data::Value* member(const data::Value& map, std::string_view name, std::uint64_t* line = nullptr) {
  for (const data::Member& one : map.members) {
    if (local_name(one.key) != name) continue;
    if (line != nullptr) *line = one.line;
    return &one.value;
  }
  return nullptr;
}

std::string clipped(std::string_view text) { return std::string(clip_utf8(trim(text), limits::kCroissantText)); }

// The text of a value in any of its forms; of a thing its name, else its url or identifier. Several are joined.
std::string text_of_value(const data::Value& value, int depth = 0) {
  if (depth > kNested) return {};
  if (!value.is_list() && !value.is_map()) return value.type == data::ValueType::Null ? std::string() : clipped(value.text);
  std::string joined;
  for (const data::Value& item : value.items) {
    const std::string one = text_of_value(item, depth + 1);
    if (one.empty()) continue;
    if (joined.size() + one.size() > limits::kCroissantText) break;
    joined += (joined.empty() ? "" : "; ") + one;
  }
  for (const char* key : {"value", "name", "url", "id"}) {
    if (!value.is_map() || !joined.empty()) break;
    if (const data::Value* found = member(value, key)) joined = text_of_value(*found, depth + 1);
  }
  return joined;
}

CroissantText text_of_member(const data::Value& map, std::string_view name) {
  CroissantText found;
  if (const data::Value* value = member(map, name, &found.line)) found.text = text_of_value(*value);
  if (found.text.empty()) return {};
  return found;
}

// A list of things, or one thing alone.
std::vector<const data::Value*> things(const data::Value* value) {
  std::vector<const data::Value*> all;
  if (value == nullptr) return all;
  if (!value->is_list()) return {value};
  for (const data::Value& item : value->items) {
    if (all.size() >= limits::kCroissantRecords) break;
    all.push_back(&item);
  }
  return all;
}

bool is_data_set(const data::Value& node) {
  const data::Value* type = node.is_map() ? member(node, "type") : nullptr;
  if (type == nullptr) return false;
  const auto named = [](const data::Value& one) { return local_name(one.as_text()) == "Dataset"; };
  return named(*type) || std::any_of(type->items.begin(), type->items.end(), named);
}

// The node of the data set: the root, or an item of a list or of @graph.
const data::Value* data_set_node(const data::Value& root) {
  if (is_data_set(root)) return &root;
  for (const data::Value* list : {root.is_list() ? &root : nullptr, root.is_map() ? root.find("@graph") : nullptr}) {
    for (const data::Value* one : things(list)) {
      if (is_data_set(*one)) return one;
    }
  }
  return nullptr;
}

bool context_names_vocabulary(const data::Value& root) {
  const data::Value* context = root.is_map() ? root.find("@context") : nullptr;
  if (context == nullptr) return false;
  const auto named = [](const data::Value& one) { return one.as_text().find(kVocabulary) != std::string_view::npos; };
  if (named(*context) || std::any_of(context->items.begin(), context->items.end(), named)) return true;
  return std::any_of(context->members.begin(), context->members.end(), [&](const data::Member& one) { return named(one.value); });
}

CroissantFileObject file_object(const data::Value& node) {
  CroissantFileObject file{text_of_member(node, "name").text, text_of_member(node, "contentUrl").text, text_of_member(node, "encodingFormat").text,
                           to_lower(text_of_member(node, "sha256").text), text_of_member(node, "contentSize").text, node.line};
  if (file.name.empty()) file.name = text_of_member(node, "id").text;
  return file;
}

void read_bases(const data::Value& node, Croissant& croissant) {
  for (const char* key : {"isBasedOn", "wasDerivedFrom"}) {
    std::uint64_t line = 0;
    const data::Value* found = member(node, key, &line);
    for (const data::Value* one : things(found)) {
      CroissantBase base{{}, {}, one->line == 0 ? line : one->line};
      if (one->is_map()) {
        base.name = text_of_member(*one, "name").text;
        base.url = text_of_member(*one, "url").text;
        if (base.url.empty()) base.url = text_of_member(*one, "id").text;
      } else {
        base.url = text_of_value(*one);
      }
      if (!base.name.empty() || !base.url.empty()) croissant.based_on.push_back(std::move(base));
    }
  }
}

void read_record_sets(const data::Value& node, Croissant& croissant) {
  const data::Value* sets = member(node, "recordSet", &croissant.record_sets_line);
  for (const data::Value* one : things(sets)) {
    if (!one->is_map()) continue;
    ++croissant.record_sets;
    croissant.fields += things(member(*one, "field")).size();
    if (croissant.fields > limits::kCroissantRecords) {
      croissant.fields = limits::kCroissantRecords;
      croissant.cut = true;
      break;
    }
  }
}

}  // namespace

std::string_view local_name(std::string_view key) {
  if (key.starts_with('@')) return key.substr(1);
  const std::size_t at = key.find_last_of("/#:");
  return at == std::string_view::npos ? key : key.substr(at + 1);
}

std::optional<Croissant> read_croissant(const data::Value& root) {
  const data::Value* node = data_set_node(root);
  if (node == nullptr) return std::nullopt;
  Croissant croissant;
  croissant.conforms_to = text_of_member(*node, "conformsTo").text;
  if (croissant.conforms_to.find(kVocabulary) == std::string::npos && !context_names_vocabulary(root)) return std::nullopt;
  const std::array<std::pair<const char*, CroissantText*>, 8> texts = {{{"name", &croissant.name}, {"description", &croissant.description}, {"license", &croissant.license}, {"url", &croissant.url},
                                                                        {"creator", &croissant.creator}, {"datePublished", &croissant.date_published}, {"version", &croissant.version}, {"citeAs", &croissant.citation}}};
  for (const auto& [key, to] : texts) *to = text_of_member(*node, key);
  if (croissant.creator.text.empty()) croissant.creator = text_of_member(*node, "publisher");
  const data::Value* distribution = member(*node, "distribution");
  for (const data::Value* one : things(distribution)) {
    if (one->is_map()) croissant.distribution.push_back(file_object(*one));
  }
  croissant.cut = distribution != nullptr && distribution->items.size() > limits::kCroissantRecords;
  read_bases(*node, croissant);
  read_record_sets(*node, croissant);
  for (const char* key : kResponsible) {
    if (CroissantText value = text_of_member(*node, key); !value.text.empty()) croissant.responsible_ai.push_back({key, std::move(value)});
  }
  return croissant;
}

}  // namespace aboveboard::format
