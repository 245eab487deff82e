#include "weights/adapter.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "weights/beside.h"
#include "weights/wording.h"

namespace aboveboard::weights {
namespace {

struct Half {
  const ScannedFile* file = nullptr;
  std::uint64_t place = 0;
  std::uint64_t rank = 0;
};
struct Module {
  std::optional<Half> down, up;  // lora_A [rank, in], lora_B [out, rank]
};

struct Kind {
  std::string_view mark;
  bool up;
  bool embedding;  // its halves are stored the other way round
};
constexpr Kind kKinds[] = {
    {".lora_A", false, false}, {".lora_B", true, false}, {".lora_embedding_A", false, true}, {".lora_embedding_B", true, true}};

class AdapterCheck {
 public:
  AdapterCheck(const WeightSet& set, const data::Value& config, Diagnostics& notes) : set_(set), config_(config), notes_(notes) {}
  bool run();

 private:
  void collect(const ScannedFile& file);
  void check_pairs();
  void check_ranks();
  void check_targets();
  void tell(DiagnosticKind kind, std::string_view rule, std::string message, const ScannedFile& file, std::uint64_t byte) {
    if (kind == DiagnosticKind::Invalid) good_ = false;
    notes_.add(kind, "format/adapter-" + std::string(rule), Error{ErrorKind::Malformed, std::move(message), {file.path, std::nullopt, byte}});
  }

  const WeightSet& set_;
  const data::Value& config_;
  Diagnostics& notes_;
  std::map<std::string, Module> modules_;
  bool good_ = true;
};

void AdapterCheck::collect(const ScannedFile& file) {
  const TensorTable& tensors = file.contents.tensors;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const Tensor tensor = tensors[i];
    for (const Kind& kind : kKinds) {
      const std::size_t at = tensor.name.find(kind.mark);
      const std::size_t end = at + kind.mark.size();
      if (at == std::string_view::npos || (end < tensor.name.size() && tensor.name[end] != '.')) continue;
      if (tensor.shape.size() < 2 || tensor.name.ends_with(".bias")) continue;
      Module& module = modules_[std::string(tensor.name.substr(0, at))];
      (kind.up ? module.up : module.down) = Half{&file, tensor.place, tensor.shape[kind.up ? 1 : 0]};
    }
  }
}

void AdapterCheck::check_pairs() {
  std::uint64_t alone = 0;
  const std::pair<const std::string, Module>* first = nullptr;
  for (const auto& entry : modules_) {
    if (entry.second.down && entry.second.up) continue;
    if (alone++ == 0) first = &entry;
  }
  if (alone == 0) return;
  const Half& half = first->second.down ? *first->second.down : *first->second.up;
  tell(DiagnosticKind::Invalid, "unpaired",
       std::to_string(alone) + " of " + std::to_string(modules_.size()) + " modules have one half of their adapter only, such as " + quoted_name(first->first) + ", which lacks " + (first->second.down ? "lora_B" : "lora_A"),
       *half.file, half.place);
}

void AdapterCheck::check_ranks() {
  const data::Value* rank = config_.find("r");
  const data::Value* patterns = config_.find("rank_pattern");
  const bool varied = patterns != nullptr && !patterns->members.empty();
  std::uint64_t wrong = 0;
  std::string message;
  const Half* place = nullptr;
  for (const auto& [name, module] : modules_) {
    if (!module.down || !module.up) continue;
    const bool halves = module.down->rank != module.up->rank;
    const bool said = !varied && rank != nullptr && rank->integer && static_cast<std::uint64_t>(*rank->integer) != module.down->rank;
    if (!halves && !said) continue;
    if (wrong++ != 0) continue;
    place = &*module.down;
    const std::string shown = quoted_name(name);
    message = halves ? "the halves of " + shown + " have ranks " + std::to_string(module.down->rank) + " and " + std::to_string(module.up->rank)
                     : shown + " has rank " + std::to_string(module.down->rank) + "; adapter_config.json says " + rank->text;
  }
  if (wrong == 0) return;
  if (wrong > 1) message += ", and " + std::to_string(wrong - 1) + " more like it";
  tell(DiagnosticKind::Invalid, "rank", std::move(message), *place->file, place->place);
}

// Names in a list end a module's name; a single text is a pattern or a class of modules, which is not evaluated here.
void AdapterCheck::check_targets() {
  const data::Value* targets = config_.find("target_modules");
  if (targets == nullptr || !targets->is_list()) return;
  for (const std::string& target : targets->as_texts()) {
    const bool here = std::any_of(modules_.begin(), modules_.end(), [&](const auto& entry) {
      const std::string& name = entry.first;
      return name == target || (name.ends_with(target) && name[name.size() - target.size() - 1] == '.');
    });
    if (here) continue;
    tell(DiagnosticKind::Note, "target", "adapter_config.json names the target " + quoted_name(target) + ", and no tensor is for it",
         *set_.files.front(), 0);
    return;
  }
}

bool AdapterCheck::run() {
  for (const ScannedFile* file : set_.files) {
    if (!file->weights->read || file->contents.tensors.size() < file->contents.tensor_count) return true;
    collect(*file);
  }
  if (modules_.empty()) return true;
  check_pairs();
  check_ranks();
  check_targets();
  return good_;
}

}  // namespace

bool check_adapter(const WeightSet& set, Diagnostics& notes) {
  const ScannedFile* config = find_beside(*set.source, set.folder, "adapter_config.json");
  if (config == nullptr || !config->value || !config->value->is_map()) return true;
  const std::string type = to_lower(text_of(*config->value, "peft_type"));
  if (!type.empty() && type != "lora" && type != "adalora") return true;
  return AdapterCheck(set, *config->value, notes).run();
}

}  // namespace aboveboard::weights
