#include "weights/found_tensors.h"

#include <algorithm>
#include <bit>
#include <set>

#include "base/text.h"
#include "format/name_hash.h"

namespace aboveboard::weights {

using format::hash_name;

namespace {

constexpr std::size_t kProbes = 1000;  // of a table that is half empty; names of a model take a few

}  // namespace

FoundTensors::FoundTensors(const WeightSet& set, const ShardIndex* index, const Quantization* quantization) {
  std::size_t count = 0;
  bool unread = false;
  for (const ScannedFile* file : set.files) {
    count += file->contents.tensors.size();
    const bool read = file->weights->read && file->weights->valid;
    unread = unread || !read;
    partial_ = partial_ || (read && file->contents.tensor_count > file->contents.tensors.size());
  }
  entries_.reserve(count);
  for (const ScannedFile* file : set.files)
    if (file->weights->read && file->weights->valid) add_file(*file, quantization);
  if (index != nullptr)
    add_index(set, *index);
  else
    partial_ = partial_ || unread;
  build_table();
}

void FoundTensors::add_file(const ScannedFile& file, const Quantization* quantization) {
  const TensorTable& tensors = file.contents.tensors;
  const auto number = static_cast<std::uint32_t>(files_.size());
  files_.push_back(&file);
  std::string name;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const Tensor tensor = tensors[i];
    std::uint64_t hash = 0;
    if (quantization == nullptr) {
      hash = hash_name(tensor.name);
    } else {
      const LogicalTensor logical = logical_tensor(tensor, quantization);
      if (logical.part) continue;
      name.assign(logical.stem).append(logical.ending);
      hash = hash_name(name);
    }
    entries_.push_back({hash, number, static_cast<std::uint32_t>(i), false});
  }
}

// Of files whose headers were read, the headers tell; that the index agrees with them is looked at elsewhere.
void FoundTensors::add_index(const WeightSet& set, const ShardIndex& index) {
  std::set<std::string_view> read;
  for (const ScannedFile* file : set.files)
    if (file->weights->read && file->weights->valid) read.insert(file_name(file->path));
  std::vector<bool> known;
  for (const std::string& shard : index.shards) known.push_back(read.contains(file_name(shard)));
  for (std::size_t i = 0; i < index.entries.size(); ++i) {
    if (known[index.entries[i].shard]) continue;
    entries_.push_back({index.entries[i].name, kIndexed, static_cast<std::uint32_t>(i), false});
    indexed_ = true;
  }
}

// A name that stands in several files has one entry that is found; the others count as matched.
void FoundTensors::build_table() {
  slots_.assign(std::bit_ceil(2 * entries_.size() + 1), {});
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const std::uint64_t hash = entries_[i].hash;
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    std::size_t at = static_cast<std::size_t>(hash) & mask;
    std::size_t steps = 0;
    for (; slots_[at].entry != 0 && !entries_[i].matched; at = (at + 1) & mask, ++steps)
      entries_[i].matched = slots_[at].tag == tag && entries_[slots_[at].entry - 1].hash == hash;
    if (entries_[i].matched) continue;
    if (steps > kProbes) {  // names made to collide
      partial_ = true;
      return;
    }
    slots_[at] = {tag, static_cast<std::uint32_t>(i + 1)};
  }
}

std::size_t FoundTensors::find_hash(std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = static_cast<std::size_t>(hash) & mask; slots_[at].entry != 0; at = (at + 1) & mask)
    if (slots_[at].tag == static_cast<std::uint32_t>(hash >> 32) && entries_[slots_[at].entry - 1].hash == hash) return slots_[at].entry - 1;
  return kNone;
}

std::size_t FoundTensors::find(std::string_view name) const { return find_hash(hash_name(name)); }

}  // namespace aboveboard::weights
