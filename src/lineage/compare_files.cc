#include <algorithm>
#include <map>
#include <string>
#include <utility>

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

// The weight files of the base, found by digest and by format and size.
class Others {
 public:
  explicit Others(const FileRefs& files) {
    for (const FileRef& ref : files) {
      by_size_[{ref.file->weights->format, size_of(ref)}].push_back(ref);
      first_.emplace(ref.file->weights->format, ref);
      const std::string digest = promised_digest(ref);
      if (!digest.empty()) by_digest_.emplace(digest, ref);
    }
  }

  // The file that is the same, or one that is not where none can be.
  Match find_same(const FileRef& ours, const Comparison& comparison) const {
    const std::string& format = ours.file->weights->format;
    const auto first = first_.find(format);
    if (first == first_.end()) return {};  // another format says nothing
    const auto listed = by_digest_.find(promised_digest(ours));
    if (listed != by_digest_.end() && size_of(listed->second) == size_of(ours)) return {{Sameness::Equal, true}, listed->second};
    const auto sized = by_size_.find({format, size_of(ours)});
    if (sized == by_size_.end()) return {{Sameness::Different, false}, first->second};
    return among(ours, sized->second, comparison);
  }

 private:
  // Of files of one size, those of the same name first.
  static Match among(const FileRef& ours, const FileRefs& theirs, const Comparison& comparison) {
    constexpr std::size_t kTried = 64;  // shards of one size are many, and only one of them is the same
    Match found{{theirs.size() <= kTried ? Sameness::Different : Sameness::Unknown, false}, theirs.front()};
    std::size_t tried = 0;
    for (const bool named_alike : {true, false}) {
      for (const FileRef& other : theirs) {
        if ((other.file->path == ours.file->path) != named_alike || tried == kTried) continue;
        ++tried;
        const Compared same = same_file(ours, other, comparison.budget, comparison.notes);
        if (same.verdict == Sameness::Equal) return {same, other};
        if (same.verdict == Sameness::Unknown) found.result.verdict = Sameness::Unknown;
      }
    }
    return found;
  }

  std::map<std::pair<std::string, std::uint64_t>, FileRefs> by_size_;
  std::map<std::string, FileRef> first_;      // of each format
  std::map<std::string, FileRef> by_digest_;  // as promised
};

}  // namespace

std::optional<LineageProof> compare_weight_files(const Comparison& comparison, bool& all) {
  FileRefs ours = weights_of(comparison.release);
  const Others theirs(weights_of(comparison.base));
  const std::size_t files = ours.size();
  std::stable_sort(ours.begin(), ours.end(), [](const FileRef& a, const FileRef& b) { return size_of(a) < size_of(b); });
  LineageProof proof{"weights-file", 0, 0, "", {}};
  bool promised = false;
  bool limited = false;
  EvidenceList different;
  for (const FileRef& one : ours) {
    const Match match = theirs.find_same(one, comparison);
    if (match.result.verdict == Sameness::Unknown) {
      // Where tensors can be compared one by one, nothing is lost.
      limited = limited || (comparison.budget.hit && is_readable(one) && match.with.file != nullptr && !one.file->contents.data_begin);
      continue;
    }
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
  if (limited) note_limit(comparison, "weight files of equal size were too large to be compared to their ends");
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
