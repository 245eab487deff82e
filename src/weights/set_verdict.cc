#include "weights/set_verdict.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "format/classify.h"
#include "weights/wording.h"

namespace aboveboard::weights {
namespace {

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
  for (const ScannedFile* file : set.files) numbers.insert(read_shard_name(file->path).number);
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
    const ShardName name = read_shard_name(file->path);
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

}  // namespace

const CheckedIndex* index_of(const WeightSet& set, const std::vector<CheckedIndex>& indexes) {
  for (const CheckedIndex& index : indexes) {
    if (index.source != set.source || parent_path(index.file->path) != set.folder) continue;
    const std::vector<std::string>& names = index.file->index->shards;
    for (const ScannedFile* file : set.files)
      if (std::find(names.begin(), names.end(), file_name(file->path)) != names.end()) return &index;
  }
  return nullptr;
}

Verdict check_set(const WeightSet& set, const CheckedIndex* index, Diagnostics& notes) {
  const bool split_agrees = set.format != "gguf" || check_split(set, notes);
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
  return {Completeness::Yes, set.format == "safetensors" ? "one file; its header accounts for every byte" : "one file; all of its tensors lie within it"};
}

}  // namespace aboveboard::weights
