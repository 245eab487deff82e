#include <algorithm>

#include "base/limits.h"
#include "lineage/compare_parts.h"

namespace aboveboard::lineage {
namespace {

FileRefs weights_of(const FileRefs& files) {
  FileRefs weights;
  for (const FileRef& ref : files) {
    if (ref.file->weights && size_of(ref) > 0 && weights.size() < limits::kComparedFiles) weights.push_back(ref);
  }
  return weights;
}

struct Match {
  Compared result;
  FileRef with;
};

// The file among those of the same format that is the same: files of the same name are tried first.
Match find_same(const FileRef& ours, const FileRefs& theirs, const Comparison& comparison) {
  Match found{{Sameness::Different, false}, {}};
  for (const bool named_alike : {true, false}) {
    for (const FileRef& other : theirs) {
      if (other.file->weights->format != ours.file->weights->format || (other.file->path == ours.file->path) != named_alike) continue;
      const Compared same = same_file(ours, other, comparison.budget, comparison.notes);
      if (same.verdict == Sameness::Equal) return {same, other};
      if (found.with.file == nullptr) found.with = other;
      if (same.verdict == Sameness::Unknown) found.result.verdict = Sameness::Unknown;
    }
  }
  if (found.with.file == nullptr) found.result.verdict = Sameness::Unknown;
  return found;
}

}  // namespace

std::optional<LineageProof> compare_weight_files(const Comparison& comparison, bool& all) {
  FileRefs ours = weights_of(comparison.release);
  const FileRefs theirs = weights_of(comparison.base);
  const std::size_t files = ours.size();
  std::stable_sort(ours.begin(), ours.end(), [](const FileRef& a, const FileRef& b) { return size_of(a) < size_of(b); });
  LineageProof proof{"weights-file", 0, 0, "", {}};
  bool promised = false;
  EvidenceList different;
  for (const FileRef& one : ours) {
    const Match match = find_same(one, theirs, comparison);
    if (match.result.verdict == Sameness::Unknown) continue;
    ++proof.compared;
    const bool equal = match.result.verdict == Sameness::Equal;
    promised = promised || (equal && match.result.promised);
    EvidenceList& evidence = equal ? proof.evidence : different;
    if (evidence.empty()) {
      evidence.push_back(whole_file(one, "lineage/weights-file", equal && !match.result.promised));
      evidence.push_back(whole_file(match.with, "lineage/weights-file", equal && !match.result.promised));
    }
    proof.equal += equal ? 1 : 0;
  }
  if (comparison.budget.hit) note_limit(comparison, "weight files of equal size were too large to be compared to their ends");
  if (proof.compared == 0) return std::nullopt;
  all = files > 0 && proof.equal == files;
  const std::string share = share_of(proof.equal, proof.compared, "weight file", "weight files");
  if (proof.equal == 0) {
    proof.sentence = share + " the base's, byte for byte; that proves no independence";
    proof.evidence = std::move(different);
  } else {
    proof.sentence = share + " the base's, byte for byte" + (promised ? ", by the digests that both are listed with" : "");
  }
  return proof;
}

}  // namespace aboveboard::lineage
