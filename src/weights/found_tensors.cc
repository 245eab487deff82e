#include "weights/found_tensors.h"

#include <bit>
#include <set>

#include "base/text.h"

namespace aboveboard::weights {

using format::hash_name;

namespace {

constexpr std::size_t kProbes = 1000;  // of a table that is a quarter empty; names of a model take a few

bool was_read(const ScannedFile& file) { return file.weights->read && file.weights->valid; }

}  // namespace

FoundTensors::FoundTensors(const WeightSet& set, const ShardIndex* index, const Quantization* quantization) {
  std::size_t count = index == nullptr ? 0 : index->entries.size();
  bool unread = false;
  std::size_t in_files = 0;
  for (const ScannedFile* file : set.files) {
    in_files += file->contents.tensors.size();
    unread = unread || !was_read(*file);
    partial_ = partial_ || (was_read(*file) && file->contents.tensor_count > file->contents.tensors.size());
  }
  count = unread || set.files.empty() ? count + in_files : std::max(count, in_files);
  entries_.reserve(count);
  hashes_.reserve(count);
  shape_of_.reserve(count);
  slots_.resize(std::bit_ceil(count + count / 3 + 1));
  mask_ = slots_.size() - 1;
  for (const ScannedFile* file : set.files)
    if (was_read(*file)) add_file(*file, quantization);
  if (index != nullptr)
    add_index(set, *index);
  else
    partial_ = partial_ || unread;
  matched_.resize(entries_.size());
}

void FoundTensors::add_file(const ScannedFile& file, const Quantization* quantization) {
  const TensorTable& tensors = file.contents.tensors;
  const auto number = static_cast<std::uint32_t>(files_.size());
  files_.push_back(&file);
  std::string name;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    std::uint64_t hash = 0;
    if (quantization == nullptr) {
      hash = hash_name(tensors.name(i));
    } else {
      const LogicalTensor logical = logical_tensor(tensors[i], quantization);
      if (logical.part) continue;
      name.assign(logical.stem).append(logical.ending);
      hash = hash_name(name);
    }
    if (!add(hash, {number, static_cast<std::uint32_t>(i)}, shape_number(tensors.shape(i)))) return;
  }
}

// Of files whose headers were read, the headers tell; that the index agrees with them is looked at elsewhere.
void FoundTensors::add_index(const WeightSet& set, const ShardIndex& index) {
  std::set<std::string_view> read;
  for (const ScannedFile* file : set.files)
    if (was_read(*file)) read.insert(file_name(file->path));
  std::vector<bool> known;
  for (const std::string& shard : index.shards) known.push_back(read.contains(file_name(shard)));
  if (std::all_of(known.begin(), known.end(), [](bool one) { return one; })) return;
  for (std::size_t i = 0; i < index.entries.size(); ++i) {
    if (known[index.entries[i].shard]) continue;
    indexed_ = true;
    if (!add(index.entries[i].name, {kIndexed, static_cast<std::uint32_t>(i)}, kNoShape)) return;
  }
}

// Of a name that stands in several files, the first is kept.
bool FoundTensors::add(std::uint64_t hash, Entry entry, std::uint32_t shape) {
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  std::size_t at = static_cast<std::size_t>(hash) & mask_;
  for (std::size_t steps = 0; slots_[at].entry != 0; at = (at + 1) & mask_, ++steps) {
    if (slots_[at].tag == tag) {
      if (hashes_[slots_[at].entry - 1] == hash) return true;
      ambiguous_ = true;
    }
    if (steps == kProbes) return partial_ = true, false;
  }
  entries_.push_back(entry);
  hashes_.push_back(hash);
  shape_of_.push_back(shape);
  slots_[at] = {tag, static_cast<std::uint32_t>(entries_.size())};
  return true;
}

std::uint32_t FoundTensors::shape_number(std::span<const std::uint64_t> shape) {
  std::uint64_t mixed = shape.size();
  for (const std::uint64_t size : shape) mixed = (mixed ^ size) * 0x9e3779b97f4a7c15ull;
  KnownShape& known = recent_[static_cast<std::size_t>(mixed >> 56)];
  if (known.number != kNoShape && std::equal(shape.begin(), shape.end(), known.shape.begin(), known.shape.end())) return known.number;
  std::vector<std::uint64_t> key(shape.begin(), shape.end());
  const auto found = shapes_.find(key);
  if (found == shapes_.end() && shapes_.size() >= kShapes) return kNoShape;
  const std::uint32_t number = found != shapes_.end() ? found->second : static_cast<std::uint32_t>(shapes_.size());
  if (found == shapes_.end()) shapes_.emplace(key, number);
  known = {std::move(key), number};
  return number;
}

}  // namespace aboveboard::weights
