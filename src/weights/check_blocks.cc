#include <algorithm>
#include <charconv>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "weights/check_architecture.h"

namespace aboveboard::weights {
namespace {

// The value of a key of any file of the set, with the file; the first shard has them all.
const MetadataEntry* find_key(const WeightSet& set, std::string_view key, const ScannedFile*& where) {
  for (const ScannedFile* file : set.files) {
    for (const MetadataEntry& entry : file->contents.metadata) {
      if (entry.key != key) continue;
      where = file;
      return &entry;
    }
  }
  return nullptr;
}

// N of "blk.N.attn_q.weight"; nothing for other names.
std::optional<std::uint64_t> block_of(std::string_view name) {
  constexpr std::string_view kBlock = "blk.";
  if (!name.starts_with(kBlock)) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data() + kBlock.size(), name.data() + name.size(), number);
  if (error != std::errc() || end == name.data() + name.size() || *end != '.') return std::nullopt;
  return number;
}

}  // namespace

bool check_blocks(const WeightSet& set, Diagnostics& notes) {
  const ScannedFile* file = nullptr;
  const MetadataEntry* architecture = find_key(set, "general.architecture", file);
  if (architecture == nullptr) return true;
  const MetadataEntry* count = find_key(set, architecture->value + ".block_count", file);
  if (count == nullptr) return true;
  std::uint64_t blocks = 0;
  const auto [end, error] = std::from_chars(count->value.data(), count->value.data() + count->value.size(), blocks);
  if (error != std::errc() || end != count->value.data() + count->value.size() || blocks > limits::kExpectedTensors) return true;
  std::vector<bool> seen(static_cast<std::size_t>(blocks), false);
  bool named = false;
  for (const ScannedFile* part : set.files) {
    const TensorTable& tensors = part->contents.tensors;
    if (!part->weights->read || tensors.size() < part->contents.tensor_count) return true;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      const std::optional<std::uint64_t> block = block_of(tensors[i].name);
      named = named || block;
      if (block && *block < blocks) seen[static_cast<std::size_t>(*block)] = true;
    }
  }
  const auto missing = static_cast<std::uint64_t>(std::count(seen.begin(), seen.end(), false));
  if (!named || missing == 0) return true;  // other names, such as those of two stacks
  const auto first = std::find(seen.begin(), seen.end(), false) - seen.begin();
  notes.add(DiagnosticKind::Invalid, "format/gguf-missing-blocks",
            Error{ErrorKind::Malformed,
                  count->key + " is " + count->value + ", but " + std::to_string(missing) + " of these blocks have no tensor; the first of them is blk." +
                      std::to_string(first),
                  {file->path, std::nullopt, count->byte}});
  return false;
}

}  // namespace aboveboard::weights
