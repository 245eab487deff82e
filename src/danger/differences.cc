#include "danger/differences.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "danger/configurations.h"

namespace aboveboard::danger {
namespace {

struct Placed {
  const ScannedSource* source;
  const ScannedFile* file;
  TemplateText text;
  std::string normalized;
};

std::string normalize(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      out.push_back('\n');
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      out.push_back(text[i]);
    }
  }
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ' || out.back() == '\t')) out.pop_back();
  return out;
}

std::vector<Placed> default_templates(const std::vector<ScannedSource>& sources) {
  std::vector<Placed> all;
  for (const ScannedSource& source : sources) {
    for (const ScannedFile& file : source.files) {
      for (TemplateText& text : templates_of(file)) {
        // A template that belongs to a release stands beside its tokenizer, or in its weights: those of a code repository's examples do not.
        const bool official = !text.in_text || text.escaped || file_name(file.path) == "chat_template.jinja";
        if (text.name == "default" && official) all.push_back({&source, &file, text, normalize(text.text)});
      }
    }
  }
  return all;
}

Evidence evidence_of(const Placed& placed) {
  if (placed.text.in_text) return quote_bytes(*placed.source, *placed.file, placed.text.begin, placed.text.end, "template/differs", EvidenceKind::Text);
  Evidence evidence = listing(*placed.source, *placed.file, "template/differs");
  evidence.byte = placed.text.begin;
  evidence.bytes = placed.text.end - placed.text.begin;
  evidence.kind = EvidenceKind::Tag;
  return evidence;
}

std::string_view folder(const Placed& placed) { return parent_path(placed.file->path); }

// What a template is compared with: the first one of its folder that is not itself; for a header without such, the only text that the release has beside headers.
const Placed* reference_of(const std::vector<Placed>& all, const Placed& placed) {
  for (const Placed& other : all) {
    if (&other == &placed) break;
    if (other.source == placed.source && folder(other) == folder(placed)) return &other;
  }
  if (placed.text.in_text) return nullptr;
  const Placed* only = nullptr;
  for (const Placed& other : all) {
    if (!other.text.in_text) continue;
    if (only != nullptr && only->normalized != other.normalized) return nullptr;
    if (only == nullptr) only = &other;
  }
  return only;
}

}  // namespace

std::vector<Finding> template_differences(const std::vector<ScannedSource>& sources) {
  std::vector<Placed> all = default_templates(sources);
  // Texts first: a header is held against what people can read.
  std::stable_sort(all.begin(), all.end(), [](const Placed& a, const Placed& b) { return a.text.in_text && !b.text.in_text; });
  std::vector<Finding> findings;
  for (const Placed& placed : all) {
    const Placed* reference = reference_of(all, placed);
    if (reference == nullptr || reference->normalized == placed.normalized) continue;
    const auto first = std::mismatch(placed.normalized.begin(), placed.normalized.end(), reference->normalized.begin(), reference->normalized.end()).first;
    const auto line = 1 + std::count(placed.normalized.begin(), first, '\n');
    Finding finding;
    finding.rule = "template/differs";
    finding.level = FindingLevel::Note;
    finding.message = sanitize_utf8(placed.file->path) + ": its chat template is not that of " + sanitize_utf8(reference->file->path) + "; they part on line " + std::to_string(line) +
                      " of the template.";
    finding.help = "Decide which of the two is meant, and put it into both places: loaders do not agree on which one they take.";
    finding.evidence = {evidence_of(placed), evidence_of(*reference)};
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace aboveboard::danger
