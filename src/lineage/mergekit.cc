// mergekit_config.yml: what a merge was made from. Models stand under `models`, in the sources of `slices`, as `base_model`, among `experts` and as source of the tokenizer.
// https://github.com/arcee-ai/mergekit (README, "Configuration")
#include <string>

#include "base/text.h"
#include "lineage/mention.h"

namespace aboveboard::lineage {
namespace {

class MergeReader {
 public:
  MergeReader(const ScannedSource& source, const ScannedFile& file, Mentions& found) : source_(source), file_(file), found_(found) {}

  void read(const data::Value& config) {
    read_list(config, "models", "model");
    if (const data::Value* slices = config.find("slices")) {
      for (const data::Value& slice : slices->items) read_list(slice, "sources", "model");
    }
    read_list(config, "experts", "source_model");
    read_list(config, "shared_experts", "source_model");
    read_member(config, "base_model");
    read_tokenizer(config.find("tokenizer_source"));
    const data::Value* tokenizer = config.find("tokenizer");
    if (tokenizer != nullptr) read_tokenizer(tokenizer->find("source"));
  }

 private:
  void read_list(const data::Value& map, std::string_view list, std::string_view key) {
    const data::Value* items = map.find(list);
    if (items == nullptr) return;
    for (const data::Value& item : items->items) read_member(item, key);
  }
  void read_member(const data::Value& map, std::string_view key) {
    if (const data::Value* model = map.find(key)) read_reference(*model);
  }
  // "owner/name@revision+owner/adapter", or {model: {path, revision}, lora: {path}}, or {path}.
  void read_reference(const data::Value& model) {
    if (model.is_string()) {
      for (const std::string& part : split(model.text, '+')) add(part, model.line);
      return;
    }
    for (const char* key : {"model", "lora"}) {
      const data::Value* part = model.find(key);
      if (part == nullptr) continue;
      if (part->is_string()) {
        add(part->text, part->line);
      } else {
        read_path(*part);
      }
    }
    read_path(model);
  }
  void read_path(const data::Value& map) {
    const data::Value* path = map.find("path");
    if (path != nullptr && path->is_string()) add(path->text, path->line);
  }
  // "union" and "base" name no model, "model:owner/name" does.
  void read_tokenizer(const data::Value* value) {
    if (value == nullptr) return;
    if (!value->is_string()) return read_reference(*value);
    std::string_view text = value->text;
    if (text == "union" || text == "base") return;
    if (text.starts_with("model:")) text.remove_prefix(6);
    add(text, value->line);
  }
  void add(std::string_view written, std::uint64_t line) {
    found_.add(Where::MergeConfig, "merge", written, source_, file_, line);
  }

  const ScannedSource& source_;
  const ScannedFile& file_;
  Mentions& found_;
};

}  // namespace

void read_merge(const ScannedSource& source, const ScannedFile& file, Mentions& found) {
  if (!file.value || !file.value->is_map() || !glob_match("mergekit{_config,_moe_config}.{yml,yaml}", file_name(file.path))) return;
  MergeReader(source, file, found).read(*file.value);
}

}  // namespace aboveboard::lineage
