#include "weights/weight_sets.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

#include "base/text.h"

namespace aboveboard::weights {
namespace {

bool is_digits(std::string_view text) {
  return (text.size() == 5 || text.size() == 6) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::uint64_t number_of(std::string_view digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

bool has_metadata(const ScannedFile& file, std::string_view key, std::string_view value) {
  return std::any_of(file.contents.metadata.begin(), file.contents.metadata.end(),
                     [&](const MetadataEntry& entry) { return entry.key == key && entry.value == value; });
}

std::uint64_t depth_of(std::string_view folder) {
  return folder.empty() ? 0 : 1 + static_cast<std::uint64_t>(std::count(folder.begin(), folder.end(), '/'));
}

std::uint64_t bytes_of(const WeightSet& set) {
  std::uint64_t bytes = 0;
  for (const ScannedFile* file : set.files) bytes += file->weights->bytes;
  return bytes;
}

int format_rank(std::string_view format) { return format == "safetensors" ? 0 : format == "gguf" ? 1 : 2; }

// How much a set deserves to stand for the model: the least is chosen.
auto rank(const WeightSet& set) {
  const bool pointers =
      std::any_of(set.files.begin(), set.files.end(), [](const ScannedFile* file) { return file->weights->pointer; });
  const bool invalid =
      std::any_of(set.files.begin(), set.files.end(), [](const ScannedFile* file) { return !file->weights->valid; });
  std::uint64_t parameters = 0;
  for (const ScannedFile* file : set.files) parameters += file->weights->parameters;
  const int usual = set.stem == "model" || set.stem == "diffusion_pytorch_model" || set.stem == "pytorch_model" ? 0 : 1;
  return std::tuple(set.adapter, set.projector, pointers, format_rank(set.format), depth_of(set.folder), invalid,
                    set.format == "gguf" ? 0 : usual, UINT64_MAX - parameters, UINT64_MAX - bytes_of(set), set.folder,
                    set.stem);
}

const WeightSet* best_of(const std::vector<const WeightSet*>& sets) {
  if (sets.empty()) return nullptr;
  return *std::min_element(sets.begin(), sets.end(),
                           [](const WeightSet* a, const WeightSet* b) { return rank(*a) < rank(*b); });
}

// The folder of a pipeline of models that has weights in folders below it, with the sets of those.
std::vector<const WeightSet*> pipeline_sets(const std::vector<ScannedSource>& sources,
                                            const std::vector<WeightSet>& sets) {
  for (const ScannedSource& source : sources) {
    for (const ScannedFile& file : source.files) {
      if (file_name(file.path) != "model_index.json" || !file.value || !file.value->is_map()) continue;
      const std::string_view top = parent_path(file.path);
      std::vector<const WeightSet*> parts;
      for (const data::Member& member : file.value->members) {
        const std::string folder = top.empty() ? member.key : std::string(top) + "/" + member.key;
        std::vector<const WeightSet*> candidates;
        for (const WeightSet& set : sets)
          if (set.source == &source && set.folder == folder && !set.adapter) candidates.push_back(&set);
        if (const WeightSet* best = best_of(candidates)) parts.push_back(best);
      }
      if (!parts.empty()) return parts;
    }
  }
  return {};
}

}  // namespace

ShardName read_shard_name(std::string_view path) {
  ShardName shard;
  const std::string_view name = file_name(path);
  for (std::size_t of = name.find("-of-"); of != std::string_view::npos; of = name.find("-of-", of + 1)) {
    const std::size_t dash = of == 0 ? std::string_view::npos : name.find_last_of("-_", of - 1);
    if (dash == std::string_view::npos) continue;
    const std::string_view number = name.substr(dash + 1, of - dash - 1);
    const std::string_view rest = name.substr(of + 4);
    const std::string_view count = rest.substr(0, rest.find_first_not_of("0123456789"));
    if (!is_digits(number) || !is_digits(count)) continue;
    shard.stem = std::string(name.substr(0, dash));
    shard.number = number_of(number);
    shard.count = number_of(count);
    return shard;
  }
  const std::string extension = file_extension(name);
  shard.stem = std::string(name.substr(0, extension.empty() ? name.size() : name.size() - extension.size() - 1));
  return shard;
}

std::vector<WeightSet> group_weights(const std::vector<ScannedSource>& sources) {
  std::vector<WeightSet> sets;
  for (const ScannedSource& source : sources) {
    std::map<std::tuple<std::string, std::string, std::string, std::uint64_t>, WeightSet> groups;
    for (const ScannedFile& file : source.files) {
      if (!file.weights) continue;
      const ShardName name = read_shard_name(file.path);
      const std::string folder(parent_path(file.path));
      WeightSet& set = groups[{folder, file.weights->format, name.stem, name.count}];
      set.source = &source;
      set.folder = folder;
      set.format = file.weights->format;
      set.stem = name.stem;
      set.shards = name.count;
      set.files.push_back(&file);
      set.adapter = set.adapter || to_lower(name.stem).starts_with("adapter_model") ||
                    has_metadata(file, "general.type", "adapter");
      set.projector =
          set.projector || to_lower(name.stem).starts_with("mmproj") || has_metadata(file, "general.type", "mmproj");
    }
    for (auto& [key, set] : groups) sets.push_back(std::move(set));
  }
  return sets;
}

std::vector<const WeightSet*> choose_sets(const std::vector<ScannedSource>& sources,
                                          const std::vector<WeightSet>& sets) {
  std::vector<const WeightSet*> parts = pipeline_sets(sources, sets);
  if (!parts.empty()) return parts;
  std::vector<const WeightSet*> all;
  for (const WeightSet& set : sets) all.push_back(&set);
  const WeightSet* best = best_of(all);
  if (best == nullptr) return {};
  return {best};
}

}  // namespace aboveboard::weights
