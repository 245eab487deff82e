#include "lineage/compare_parts.h"
#include "lineage/lineage.h"

namespace aboveboard::lineage {
namespace {

FileRefs files_of(const std::vector<ScannedSource>& sources, bool of_release) {
  FileRefs refs;
  for (const ScannedSource& source : sources) {
    if (source.source == nullptr) continue;
    const Role role = source.source->info().role;
    if (role == Role::Data || (of_release && role == Role::Base)) continue;
    for (const ScannedFile& file : source.files) refs.push_back({&source, &file});
  }
  return refs;
}

void note(const Comparison& comparison, std::string rule, ErrorKind kind, std::string message) {
  Place place;
  for (const FileRef& ref : comparison.release) {
    if (!ref.file->weights) continue;
    place.path = ref.file->path;
    comparison.notes.set_source(ref.name());
    break;
  }
  comparison.notes.add(DiagnosticKind::Note, std::move(rule), Error{kind, std::move(message), std::move(place)});
  comparison.notes.set_source("");
}

}  // namespace

void note_limit(const Comparison& comparison, std::string message) { note(comparison, "lineage/compare-limit", ErrorKind::LimitReached, std::move(message)); }
void note_not_compared(const Comparison& comparison, std::string message) { note(comparison, "lineage/not-compared", ErrorKind::Unsupported, std::move(message)); }

std::string count_of(std::uint64_t count, std::string_view one, std::string_view many) { return std::to_string(count) + " " + std::string(count == 1 ? one : many); }

std::string share_of(std::uint64_t equal, std::uint64_t compared, std::string_view one, std::string_view many) {
  if (equal == 0) return "no " + std::string(one) + " of " + std::to_string(compared) + " compared is";
  if (compared == 1) return "the one " + std::string(one) + " is";
  const std::string things = std::to_string(compared) + " " + std::string(many);
  return (equal == compared ? "all " : std::to_string(equal) + " of ") + things + (equal == 1 ? " is" : " are");
}

std::vector<LineageProof> compare(const std::vector<ScannedSource>& release, const std::vector<ScannedSource>& base, const CompareOptions& options, Diagnostics& notes) {
  // Whole files may take half of it, tokenizers a quarter: the norms, which tell most for their size, must not go short.
  ReadBudget files{options.bytes / 2};
  ReadBudget tokenizers{options.bytes / 4};
  ReadBudget tensors{options.bytes - files.left - tokenizers.left};
  const FileRefs ours = files_of(release, true);
  const FileRefs theirs = files_of(base, false);
  std::vector<LineageProof> proofs;
  bool all = false;
  if (auto proof = compare_weight_files({ours, theirs, files, notes}, all)) proofs.push_back(std::move(*proof));
  auto tokenizer = compare_tokenizers({ours, theirs, tokenizers, notes});
  tensors.left += files.left + tokenizers.left;
  if (!all) {
    for (LineageProof& proof : compare_tensors({ours, theirs, tensors, notes})) proofs.push_back(std::move(proof));
  }
  if (tokenizer) proofs.push_back(std::move(*tokenizer));
  if (auto proof = compare_templates({ours, theirs, tensors, notes})) proofs.push_back(std::move(*proof));
  return proofs;
}

}  // namespace aboveboard::lineage
