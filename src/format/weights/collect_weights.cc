#include <algorithm>
#include <set>

#include "base/checked.h"
#include "base/text.h"
#include "format/classify.h"
#include "format/scan.h"
#include "format/weights/check_index.h"
#include "format/weights/weight_sets.h"

namespace aboveboard {
namespace {

using format::IndexCheck;
using format::WeightSet;

constexpr std::size_t kEvidence = 8;  // files named as evidence of the whole

struct Verdict {
  Completeness complete = Completeness::Unknown;
  std::string reason;
};

struct CheckedIndex {
  const ScannedSource* source = nullptr;
  const ScannedFile* file = nullptr;
  IndexCheck check;
};

std::string count_of(std::uint64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

const MetadataEntry* metadata(const ScannedFile& file, std::string_view key) {
  for (const MetadataEntry& entry : file.contents.metadata)
    if (entry.key == key) return &entry;
  return nullptr;
}

// What a download leaves behind that did not end. The name of the file it was to become, or "".
std::string_view unfinished(std::string_view path) {
  for (const std::string_view ending : {".incomplete", ".part", ".aria2", ".crdownload", ".partial"})
    if (path.ends_with(ending)) return path.substr(0, path.size() - ending.size());
  return {};
}

// Numbers that the names of shards announce, and that no file has.
std::vector<std::uint64_t> missing_numbers(const WeightSet& set) {
  std::set<std::uint64_t> numbers;
  for (const ScannedFile* file : set.files) numbers.insert(format::read_shard_name(file->path).number);
  std::vector<std::uint64_t> missing;
  for (std::uint64_t i = 1; i <= set.shards && missing.size() < 1000; ++i)
    if (!numbers.contains(i)) missing.push_back(i);
  return missing;
}

// GGUF says in each part which of how many it is.
// False where a name and its file disagree.
bool check_split(const WeightSet& set, Diagnostics& notes) {
  bool agree = true;
  for (const ScannedFile* file : set.files) {
    const MetadataEntry* count = metadata(*file, "split.count");
    const MetadataEntry* number = metadata(*file, "split.no");
    const format::ShardName name = format::read_shard_name(file->path);
    const std::uint64_t expected = name.count == 0 ? 1 : name.count;
    const bool count_wrong =
        count != nullptr && count->value != std::to_string(expected) && !(expected == 1 && count->value == "0");
    const bool number_wrong = number != nullptr && name.count != 0 && number->value != std::to_string(name.number - 1);
    if (!count_wrong && !number_wrong) continue;
    const MetadataEntry& wrong = count_wrong ? *count : *number;
    notes.add(DiagnosticKind::Invalid, "format/gguf-split",
              Error{ErrorKind::Malformed,
                    wrong.key + " is " + wrong.value + ", which is not what the name of the file says",
                    {file->path, std::nullopt, wrong.byte}});
    agree = false;
  }
  return agree;
}

Verdict check_numbers(const WeightSet& set, Diagnostics& notes) {
  const std::vector<std::uint64_t> missing = missing_numbers(set);
  if (missing.empty())
    return {Completeness::Yes, "all " + std::to_string(set.shards) + " files that the names count are here"};
  const std::string reason = std::to_string(missing.size()) + " of the " + std::to_string(set.shards) +
                             " files that the names count are not here; the first of them is number " +
                             std::to_string(missing.front());
  notes.add(DiagnosticKind::Invalid, "format/missing-shard",
            Error{ErrorKind::NotFound, reason, {set.files.front()->path, std::nullopt, std::nullopt}});
  return {Completeness::No, reason};
}

const CheckedIndex* index_of(const WeightSet& set, const std::vector<CheckedIndex>& indexes) {
  for (const CheckedIndex& index : indexes) {
    if (index.source != set.source || parent_path(index.file->path) != set.folder) continue;
    const std::vector<std::string>& names = index.file->index->shards;
    for (const ScannedFile* file : set.files)
      if (std::find(names.begin(), names.end(), file_name(file->path)) != names.end()) return &index;
  }
  return nullptr;
}

std::string unfinished_in(const WeightSet& set) {
  for (const ScannedFile& file : set.source->files) {
    const std::string_view target = unfinished(file.path);
    if (target.empty() || format::weights_format_of(target).empty()) continue;
    const bool done = std::any_of(set.source->files.begin(), set.source->files.end(),
                                  [&](const ScannedFile& other) { return other.path == target; });
    if (!done) return file.path;
  }
  return "";
}

// Is this one copy whole? Said with what it was checked against.
Verdict check_set(const WeightSet& set, const std::vector<CheckedIndex>& indexes, Diagnostics& notes) {
  notes.set_source(set.source->source == nullptr ? "" : set.source->source->info().name);
  const bool split_agrees = set.format != "gguf" || check_split(set, notes);
  const CheckedIndex* index = index_of(set, indexes);
  if (index != nullptr && index->check.missing != 0 && index->check.missing != index->check.named)
    return {Completeness::No, std::to_string(index->check.missing) + " of the " + std::to_string(index->check.named) +
                                  " files that the index names are not here"};
  Verdict verdict;
  if (set.shards != 0) verdict = check_numbers(set, notes);
  if (verdict.complete == Completeness::No) return verdict;
  for (const ScannedFile* file : set.files)
    if (!file->weights->pointer && file->bytes == 0) return {Completeness::No, sanitize_utf8(file->path) + " is empty"};
  for (const ScannedFile* file : set.files)
    if (!file->weights->valid)
      return {Completeness::No, "the header of " + sanitize_utf8(file->path) + " breaks the rules of its format"};
  const auto pointers = static_cast<std::uint64_t>(std::count_if(
      set.files.begin(), set.files.end(), [](const ScannedFile* file) { return file->weights->pointer; }));
  if (pointers == set.files.size())
    return {Completeness::Unknown, "the weights are git-LFS pointers; their bytes are not here"};
  if (pointers != 0)
    return {Completeness::Unknown,
            count_of(pointers, "of the files is a git-LFS pointer", "of the files are git-LFS pointers") +
                "; their bytes are not here"};
  if (std::any_of(set.files.begin(), set.files.end(), [](const ScannedFile* file) { return !file->weights->read; }))
    return {Completeness::Unknown, "the tensors of this " + set.format + " file could not be read"};
  if (const std::string left = unfinished_in(set); !left.empty())
    return {Completeness::No, sanitize_utf8(left) + " is what an unfinished download left behind"};
  if (!split_agrees)
    return {Completeness::No, "the files say of themselves that they are other parts than their names say"};
  if (index != nullptr && !index->check.tensors_agree)
    return {Completeness::No, "the index and the headers of the files disagree about the tensors"};
  if (index != nullptr && index->check.tensors_compared)
    return {Completeness::Yes, count_of(index->check.named, "file", "files") +
                                   " and every tensor in them are what the index " + sanitize_utf8(index->file->path) +
                                   " says"};
  if (set.shards != 0)
    return {Completeness::Yes, verdict.reason + "; there is no index to check their tensors against"};
  return {Completeness::Yes, set.format == "gguf" ? "one file; all of its tensors lie within it"
                                                  : "one file; its header accounts for every byte"};
}

void add_set(Weights& weights, const WeightSet& set) {
  for (const ScannedFile* file : set.files) {
    weights.bytes = checked_add(weights.bytes, file->weights->bytes).value_or(UINT64_MAX);
    const bool read = file->weights->read && file->weights->evidence.front().bytes;
    if (read)
      weights.parameters = checked_add(weights.parameters.value_or(0), file->weights->parameters).value_or(UINT64_MAX);
    for (const auto& [dtype, elements] : file->weights->dtypes)
      weights.dtypes[dtype] = checked_add(weights.dtypes[dtype], elements).value_or(UINT64_MAX);
    if (weights.evidence.size() < kEvidence) weights.evidence.push_back(file->weights->evidence.front());
  }
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

std::vector<CheckedIndex> check_indexes(const std::vector<ScannedSource>& sources, Diagnostics& notes) {
  std::vector<CheckedIndex> indexes;
  for (const ScannedSource& source : sources) {
    notes.set_source(source.source == nullptr ? "" : source.source->info().name);
    for (const ScannedFile& file : source.files)
      if (file.index) indexes.push_back({&source, &file, format::check_index(source, file, notes)});
  }
  return indexes;
}

}  // namespace

Weights collect_weights(const std::vector<ScannedSource>& sources, Diagnostics& notes) {
  Weights weights;
  const std::vector<CheckedIndex> indexes = check_indexes(sources, notes);
  const std::vector<WeightSet> sets = format::group_weights(sources);
  const std::vector<const WeightSet*> chosen = format::choose_sets(sources, sets);
  for (const ScannedSource& source : sources)
    for (const ScannedFile& file : source.files)
      if (file.weights) weights.files.push_back(*file.weights);
  bool first = true;
  for (const WeightSet* set : chosen) {
    add_set(weights, *set);
    add_verdict(weights, check_set(*set, indexes, notes), first, set->folder);
    first = false;
    if (std::find(weights.formats.begin(), weights.formats.end(), set->format) == weights.formats.end())
      weights.formats.push_back(set->format);
  }
  std::set<std::string> others;
  for (const WeightSet& set : sets) others.insert(set.format);
  for (const std::string& format : others)
    if (std::find(weights.formats.begin(), weights.formats.end(), format) == weights.formats.end())
      weights.formats.push_back(format);
  if (!chosen.empty() && chosen.front()->adapter)
    weights.completeness_reason += "; they are an adapter, which needs the model it was made for";
  if (chosen.empty()) {
    weights.completeness_reason = "no weights are here";
    if (!indexes.empty()) {
      weights.completeness_reason =
          "none of the files that the index " + sanitize_utf8(indexes.front().file->path) + " names is here";
    }
  }
  return weights;
}

}  // namespace aboveboard
