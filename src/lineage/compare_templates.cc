#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "lineage/compare_parts.h"

namespace aboveboard::lineage {
namespace {

struct Template {
  std::string_view text;  // without white space at its end, which editors add and drop
  Evidence evidence;
};

class Templates {
 public:
  explicit Templates(const FileRefs& files) {
    for (const FileRef& ref : files) add_file(ref);
  }
  const std::vector<Template>& list() const { return list_; }

 private:
  void add(std::string_view text, Evidence evidence) {
    text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
    if (text.empty() || list_.size() >= limits::kComparedTemplates) return;
    if (std::none_of(list_.begin(), list_.end(), [&](const Template& known) { return known.text == text; })) list_.push_back({text, std::move(evidence)});
  }
  void add_value(const FileRef& ref, const data::Value& value) {
    if (value.is_string()) add(value.text, quote_line(*ref.source, *ref.file, value.line, "lineage/template", EvidenceKind::Tag));
  }
  // chat_template: a text, or a list of {name, template}.
  void add_member(const FileRef& ref) {
    const data::Value* value = ref.file->value->find("chat_template");
    if (value == nullptr) return;
    add_value(ref, *value);
    for (const data::Value& item : value->items) {
      if (const data::Value* text = item.find("template")) add_value(ref, *text);
    }
  }
  void add_file(const FileRef& ref) {
    const std::string name = to_lower(file_name(ref.file->path));
    if (list_.size() >= limits::kComparedTemplates) return;
    if (ref.file->value && (name == "tokenizer_config.json" || name == "chat_template.json" || name == "processor_config.json")) return add_member(ref);
    const bool whole = ref.file->text.size() == ref.file->bytes;
    if (whole && (name == "chat_template.jinja" || glob_match("**/additional_chat_templates/*.jinja", ref.file->path)))
      return add(ref.file->text, quote_line(*ref.source, *ref.file, 1, "lineage/template", EvidenceKind::Text));
    for (const MetadataEntry& entry : ref.file->contents.metadata) {
      const bool named = entry.key == "tokenizer.chat_template" || entry.key.starts_with("tokenizer.chat_template.");
      if (named && entry.value.size() == entry.bytes) add(entry.value, quote_metadata(*ref.source, *ref.file, entry, "lineage/template"));
    }
  }

  std::vector<Template> list_;
};

}  // namespace

std::optional<LineageProof> compare_templates(const Comparison& comparison) {
  const Templates ours(comparison.release);
  const Templates theirs(comparison.base);
  if (ours.list().empty() || theirs.list().empty()) return std::nullopt;
  LineageProof proof{"template", 0, ours.list().size(), "", {}};
  for (const Template& one : ours.list()) {
    const auto same = std::find_if(theirs.list().begin(), theirs.list().end(), [&](const Template& other) { return other.text == one.text; });
    if (same == theirs.list().end()) continue;
    if (proof.equal++ == 0) proof.evidence = {one.evidence, same->evidence};
  }
  proof.sentence = share_of(proof.equal, proof.compared, "chat template", "chat templates");
  if (proof.equal == 0) {
    proof.evidence = {ours.list().front().evidence, theirs.list().front().evidence};
    proof.sentence += " the base's; that proves no independence";
  } else {
    proof.sentence += " the base's, word for word; templates are copied freely, so that this proves nothing of the weights";
  }
  return proof;
}

}  // namespace aboveboard::lineage
