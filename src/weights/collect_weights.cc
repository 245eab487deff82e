#include <algorithm>
#include <map>
#include <set>

#include "base/checked.h"
#include "base/text.h"
#include "weights/adapter.h"
#include "weights/beside.h"
#include "weights/check_architecture.h"
#include "weights/copies.h"
#include "weights/external.h"
#include "weights/parameters.h"
#include "weights/set_verdict.h"
#include "weights/vocabulary.h"
#include "weights/weights.h"

namespace aboveboard::weights {
namespace {

constexpr std::size_t kEvidence = 8;  // files named as evidence of the whole

void add(std::uint64_t& sum, std::uint64_t more) { sum = checked_add(sum, more).value_or(UINT64_MAX); }

// Formats whose tensors have the names that the model's own code has for them.
bool has_own_names(std::string_view format) { return format == "safetensors" || format == "pytorch"; }

// Rows of the table that tokens are looked up in, of a GGUF file.
std::optional<std::uint64_t> gguf_rows(const WeightSet& set) {
  for (const ScannedFile* file : set.files) {
    const TensorTable& tensors = file->contents.tensors;
    for (std::size_t i = 0; i < tensors.size(); ++i)
      if (tensors[i].name == "token_embd.weight" && tensors[i].shape.size() == 2) return tensors[i].shape[0];
  }
  return std::nullopt;
}

// What is missing of the data that files keep beside themselves: path of the file, and what, for each source.
using MissingData = std::map<const ScannedSource*, std::vector<std::pair<std::string, std::string>>>;

// One chosen set, with all that stands beside it.
class SetExaminer {
 public:
  SetExaminer(const WeightSet& set, const CheckedIndex* index, const std::vector<WeightSet>& sets, const MissingData& missing, Diagnostics& notes)
      : set_(set), index_(index), sets_(sets), missing_(missing), notes_(notes), config_(find_beside(*set.source, set.folder, "config.json")) {
    const ScannedFile* beside = find_beside(*set.source, set.folder, "hf_quant_config.json");
    if (config_ != nullptr && config_->value)
      quantization_ = read_quantization(*config_->value, beside != nullptr && beside->value ? &*beside->value : nullptr);
  }

  // Adds what the set holds to `weights`, and what was found wrong to the verdict.
  void run(Weights& weights, Verdict& verdict);

 private:
  void count(Weights& weights) const;
  void check_names(Weights& weights, Verdict& verdict);
  void check_tokens(Weights& weights, Verdict& verdict, std::optional<std::uint64_t> rows);
  void incomplete(Verdict& verdict, std::string reason) const {
    if (verdict.complete != Completeness::No) verdict = {Completeness::No, std::move(reason)};
  }

  const WeightSet& set_;
  const CheckedIndex* index_;
  const std::vector<WeightSet>& sets_;
  const MissingData& missing_;
  Diagnostics& notes_;
  const ScannedFile* config_;
  std::optional<Quantization> quantization_;
};

void SetExaminer::count(Weights& weights) const {
  for (const ScannedFile* file : set_.files) {
    add(weights.bytes, file->weights->bytes);
    for (const auto& [dtype, elements] : file->weights->dtypes) add(weights.dtypes[dtype], elements);
    if (weights.evidence.size() < kEvidence) weights.evidence.push_back(file->weights->evidence.front());
  }
  const ParameterCount parameters = count_parameters(set_, quantization_ ? &*quantization_ : nullptr);
  if (!parameters.read) return;
  if (!weights.parameters) weights.parameters = 0;
  add(*weights.parameters, parameters.logical);
  add(weights.stored_elements, parameters.stored);
}

void SetExaminer::check_names(Weights& weights, Verdict& verdict) {
  const SetContext context{set_, config_, index_ == nullptr ? nullptr : index_->file, quantization_ ? &*quantization_ : nullptr};
  const ArchitectureCheck check = check_architecture(context, notes_);
  if (check.compared) weights.architecture = check.architecture;
  weights.layers = check.layers;
  if (!check.embedding.empty() && !check.head.empty()) weights.tied.push_back({check.embedding, check.head});
  const std::string config = config_ == nullptr ? "" : sanitize_utf8(config_->path);
  if (check.missing != 0)
    incomplete(verdict, std::to_string(check.missing) + " of the " + std::to_string(check.expected) + " tensors that " + config + " implies are not here");
  else if (check.misshapen != 0)
    incomplete(verdict, std::to_string(check.misshapen) + " of the tensors have another shape than " + config + " implies");
  else if (check.compared && verdict.complete == Completeness::Yes)
    verdict.reason += "; they are all that " + config + " implies";
  else if (!check.unknown.empty() && verdict.complete == Completeness::Yes && config_->value->find("model_type") != nullptr)
    verdict.reason += "; they were not compared with " + config + ": " + check.unknown;
  check_tokens(weights, verdict, check.rows);
}

void SetExaminer::check_tokens(Weights& weights, Verdict& verdict, std::optional<std::uint64_t> rows) {
  if (!rows) return;
  const VocabularyCheck check = check_vocabulary(set_, *rows, notes_);
  weights.embedding_rows = rows;
  weights.tokens = check.tokens;
  if (!check.fits) incomplete(verdict, sanitize_utf8(check.path) + " has more tokens than the embedding has rows");
}

void SetExaminer::run(Weights& weights, Verdict& verdict) {
  count(weights);
  if (quantization_ && weights.quantization.empty()) weights.quantization = quantization_->described();
  if (set_.adapter) {
    if (!check_adapter(set_, notes_)) incomplete(verdict, "the adapter is not what its configuration says");
  } else if (set_.format == "gguf") {
    if (!check_blocks(set_, notes_)) incomplete(verdict, "not all of its blocks have tensors");
    check_tokens(weights, verdict, gguf_rows(set_));
  } else if (has_own_names(set_.format) && (verdict.complete != Completeness::No || index_ != nullptr)) {
    check_names(weights, verdict);
  }
  if (const auto missing = missing_.find(set_.source); missing != missing_.end()) {
    // Data of a graph, or of the variables in a folder below it.
    for (const auto& [path, reason] : missing->second)
      if (set_.folder.empty() || path.starts_with(set_.folder + "/")) incomplete(verdict, reason);
  }
  check_copies(set_, sets_, notes_);
}

// The worst of the parts decides.
void add_verdict(Weights& weights, const Verdict& verdict, bool first, const std::string& folder) {
  const auto badness = [](Completeness complete) {
    return complete == Completeness::No ? 2 : complete == Completeness::Unknown ? 1 : 0;
  };
  if (!first && badness(verdict.complete) <= badness(weights.complete)) return;
  weights.complete = verdict.complete;
  weights.completeness_reason =
      first || folder.empty() ? verdict.reason : sanitize_utf8(folder) + ": " + verdict.reason;
}

void set_source(Diagnostics& notes, const ScannedSource& source) {
  notes.set_source(source.source == nullptr ? "" : source.source->info().name);
}

std::vector<CheckedIndex> check_indexes(const std::vector<ScannedSource>& sources, Diagnostics& notes) {
  std::vector<CheckedIndex> indexes;
  for (const ScannedSource& source : sources) {
    set_source(notes, source);
    for (const ScannedFile& file : source.files)
      if (file.index) indexes.push_back({&source, &file, check_index(source, file, notes)});
  }
  return indexes;
}

MissingData check_all_external(const std::vector<ScannedSource>& sources, Diagnostics& notes) {
  MissingData missing;
  for (const ScannedSource& source : sources) {
    set_source(notes, source);
    for (const ScannedFile& file : source.files)
      if (std::string reason = check_external(source, file, notes); !reason.empty()) missing[&source].emplace_back(file.path, std::move(reason));
  }
  return missing;
}

// Formats of all sets behind those of the chosen ones.
void add_formats(Weights& weights, const std::vector<const WeightSet*>& chosen, const std::vector<WeightSet>& sets) {
  const auto add_format = [&](const std::string& format) {
    if (std::find(weights.formats.begin(), weights.formats.end(), format) == weights.formats.end()) weights.formats.push_back(format);
  };
  for (const WeightSet* set : chosen) add_format(set->format);
  std::set<std::string> others;
  for (const WeightSet& set : sets) others.insert(set.format);
  for (const std::string& format : others) add_format(format);
}

// No weights are here. An index alone still has names to compare.
void describe_none(Weights& weights, const std::vector<CheckedIndex>& indexes, Diagnostics& notes) {
  weights.completeness_reason = "no weights are here";
  if (indexes.empty()) return;
  const CheckedIndex& index = indexes.front();
  weights.completeness_reason = "none of the files that the index " + sanitize_utf8(index.file->path) + " names is here";
  set_source(notes, *index.source);
  WeightSet set;
  set.source = index.source;
  set.folder = std::string(parent_path(index.file->path));
  const ScannedFile* config = find_beside(*set.source, set.folder, "config.json");
  std::optional<Quantization> quantization;
  if (config != nullptr && config->value) quantization = read_quantization(*config->value, nullptr);
  const ArchitectureCheck check = check_architecture({set, config, index.file, quantization ? &*quantization : nullptr}, notes);
  if (check.compared) weights.architecture = check.architecture;
  weights.layers = check.layers;
}

}  // namespace

Weights collect_weights(const std::vector<ScannedSource>& sources, Diagnostics& notes) {
  Weights weights;
  const std::vector<CheckedIndex> indexes = check_indexes(sources, notes);
  const MissingData missing = check_all_external(sources, notes);
  const std::vector<WeightSet> sets = group_weights(sources);
  const std::vector<const WeightSet*> chosen = choose_sets(sources, sets);
  for (const ScannedSource& source : sources)
    for (const ScannedFile& file : source.files)
      if (file.weights) weights.files.push_back(*file.weights);
  bool first = true;
  for (const WeightSet* set : chosen) {
    set_source(notes, *set->source);
    const CheckedIndex* index = index_of(*set, indexes);
    Verdict verdict = check_set(*set, index, notes);
    SetExaminer(*set, index, sets, missing, notes).run(weights, verdict);
    add_verdict(weights, verdict, first, set->folder);
    first = false;
  }
  add_formats(weights, chosen, sets);
  if (!chosen.empty() && chosen.front()->adapter)
    weights.completeness_reason += "; they are an adapter, which needs the model it was made for";
  if (chosen.empty()) describe_none(weights, indexes, notes);
  if (chosen.size() > 1) weights.layers.reset();  // of one part only
  return weights;
}

}  // namespace aboveboard::weights
