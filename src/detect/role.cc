#include <algorithm>

#include "base/text.h"
#include "detect/detect.h"

namespace aboveboard {

namespace {

struct Tally {
  std::size_t weights = 0, configs = 0, tokenizers = 0, data = 0, code = 0, documents = 0, data_code = 0;
  bool dataset_card = false;
  bool about_data = false;   // the readme at the top opens with words about a data set
  bool top_weights = false;  // weights at the top of the source, or in the folders of a pipeline beside its index
};

bool is_dataset_card(const ScannedFile& file) {
  if (!file.document || !file.document->front_matter || file_name(file.path) != file.path) return false;
  const data::Value& value = file.document->front_matter->value;
  for (const char* key : {"task_categories", "size_categories", "dataset_info", "annotations_creators", "source_datasets"}) {
    if (value.find(key) != nullptr) return true;
  }
  return false;
}

// The opening of a readme speaks of a data set or corpus more than once, and of no model's weights.
bool opens_with_data(const Document& document) {
  constexpr std::size_t kOpening = 10;
  std::size_t mentions = 0;
  for (std::size_t i = 0; i < document.sentences.size() && i < kOpening; ++i) {
    const std::string_view text = document.sentences[i].text;
    if (contains_ignoring_case(text, "weights") || contains_ignoring_case(text, "checkpoint")) return false;
    if (contains_ignoring_case(text, "dataset") || contains_ignoring_case(text, "data set") || contains_ignoring_case(text, "corpus")) ++mentions;
  }
  return mentions >= 2;
}

void count(const ScannedFile& file, Tally& tally) {
  const bool top = file.path.find('/') == std::string::npos;
  const std::string_view name = file_name(file.path);
  if (file.weights || file.kind == FileKind::Safetensors || file.kind == FileKind::Gguf || file.kind == FileKind::OtherWeights) {
    ++tally.weights;
    tally.top_weights = tally.top_weights || top;
  } else if (file.kind == FileKind::Data && file.bytes > 0) {
    ++tally.data;
  } else if (file.kind == FileKind::LfsPointer && glob_match("*.{parquet,jsonl,arrow,csv,tsv,tar,zst}", name)) {
    ++tally.data;
  }
  if (top && glob_match("{config,generation_config,model_index,params,adapter_config}.json", name)) ++tally.configs;
  if (top && glob_match("{tokenizer.json,tokenizer.model,tokenizer_config.json,special_tokens_map.json}", name)) ++tally.tokenizers;
  if (top && glob_match("{model_index.json,*.safetensors.index.json,*.bin.index.json}", name)) tally.top_weights = true;
  if (file.kind == FileKind::Code) {
    ++tally.code;
    if (contains_ignoring_case(file.path, "preprocess") || contains_ignoring_case(file.path, "dedup") || contains_ignoring_case(file.path, "filter") ||
        contains_ignoring_case(file.path, "crawl") || contains_ignoring_case(file.path, "dataset") || contains_ignoring_case(file.path, "corpus") || contains_ignoring_case(file.path, "tokeniz") || contains_ignoring_case(file.path, "process")) {
      ++tally.data_code;
    }
  }
  if (file.kind == FileKind::Markdown || file.kind == FileKind::PlainText || file.kind == FileKind::Pdf) ++tally.documents;
  if (top && file.document && glob_match("readme*", name)) tally.about_data = tally.about_data || opens_with_data(*file.document);
  tally.dataset_card = tally.dataset_card || is_dataset_card(file);
}

}  // namespace

// Weights beside a configuration make a weights folder even where code comes along, since model code is often shipped with them; a code repository
// keeps its few weights deeper down.
Role infer_role(const ScannedSource& source) {
  Tally tally;
  for (const ScannedFile& file : source.files) count(file, tally);
  if (tally.dataset_card && !tally.top_weights) return Role::Data;
  if (tally.top_weights) return Role::Weights;
  if (tally.configs > 0 && tally.tokenizers > 0) return Role::Weights;
  if (tally.weights > 0 && tally.weights >= tally.code) return Role::Weights;
  if (tally.data > tally.code + tally.documents) return Role::Data;
  if (tally.code > 4 && tally.data_code * 2 > tally.code) return Role::Data;
  if (tally.code > 4 && tally.about_data && tally.data_code * 6 > tally.code) return Role::Data;
  if (tally.code == 0 && tally.documents > 0) return Role::Docs;
  return Role::Code;
}

}  // namespace aboveboard
