// adapter_config.json of PEFT: base_model_name_or_path, and the revision of it.
#include "base/text.h"
#include "lineage/mention.h"

namespace aboveboard::lineage {

void read_adapter(const ScannedSource& source, const ScannedFile& file, Mentions& found) {
  if (!file.value || file_name(file.path) != "adapter_config.json") return;
  const data::Value* base = file.value->find("base_model_name_or_path");
  if (base == nullptr || !base->is_string()) return;
  const data::Value* revision = file.value->find("revision");
  const bool pinned = revision != nullptr && revision->is_string() && !revision->text.empty();
  found.add(Where::AdapterConfig, "adapter", base->text, source, file, base->line, pinned ? revision->line : 0);
}

}  // namespace aboveboard::lineage
