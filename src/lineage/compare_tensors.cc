#include <algorithm>

#include "base/checked.h"
#include "lineage/compare_parts.h"
#include "lineage/numbers.h"
#include "lineage/tensor_index.h"
#include "lineage/tensor_names.h"

namespace aboveboard::lineage {
namespace {

constexpr std::uint64_t kFirstStep = 64u << 10;  // bytes of one side; most that differ, differ soon
constexpr std::uint64_t kStep = 1u << 20;

using Row = TensorIndex::Row;

struct Pair {
  Row ours, theirs;
  std::uint64_t bytes = 0;  // of both
  bool norm = false;
};

// A tensor's bytes, of a whole number of numbers, on both sides.
struct Sides {
  Part ours, theirs;
  std::string_view our_dtype, their_dtype;
};

enum class Outcome { Bits, Numbers, Different, TellsNothing, NotRead };

struct Tally {
  std::uint64_t compared = 0, bits = 0, numbers = 0;
  EvidenceList evidence, different;
};

Evidence evidence_of(const TensorIndex& index, const Row& row, const Part& part) {
  Evidence evidence = listing(*index.file(row).source, *index.file(row).file, "lineage/tensors");
  evidence.kind = EvidenceKind::Bytes;
  evidence.byte = part.begin;
  evidence.bytes = part.size;
  return evidence;
}

bool is_whole(const Tensor& tensor) {
  const std::uint64_t width = float_width(tensor.dtype);
  return width == 0 || checked_mul(tensor.elements, width) == std::optional(tensor.bytes);
}

// Integers and truth values are counters, masks and positions more often than weights.
bool is_weight(const Tensor& tensor) { return tensor.bytes > 0 && tensor.dtype != "BOOL" && tensor.dtype != "I64" && tensor.dtype != "U64" && is_whole(tensor); }

class TensorComparison {
 public:
  explicit TensorComparison(const Comparison& comparison) : comparison_(comparison), ours_(comparison.release), theirs_(comparison.base) {}
  std::vector<LineageProof> run();

 private:
  void pair_up();
  void pair_names(std::size_t our_begin, std::size_t our_end, std::size_t their_begin, std::size_t their_end);
  Outcome compare(const Pair& pair, Sides& sides);
  Result<Outcome> read(const Sides& sides);
  void count(const Pair& pair, Outcome outcome, const Sides& sides);
  void note_left_out();
  std::optional<LineageProof> proof_of(Tally& tally, bool norms) const;

  const Comparison& comparison_;
  TensorIndex ours_, theirs_;
  std::vector<Pair> pairs_;
  Tally norms_, others_;
};

// One pair a name: of the same dtype, else of two that are compared as numbers.
void TensorComparison::pair_names(std::size_t our_begin, std::size_t our_end, std::size_t their_begin, std::size_t their_end) {
  for (const bool alike : {true, false}) {
    for (std::size_t i = our_begin; i < our_end; ++i) {
      const Tensor our = ours_.tensor(ours_.rows()[i]);
      for (std::size_t j = their_begin; j < their_end; ++j) {
        const Tensor their = theirs_.tensor(theirs_.rows()[j]);
        const bool same = our.dtype == their.dtype && our.bytes == their.bytes;
        const bool numbers = float_width(our.dtype) != 0 && float_width(their.dtype) != 0;
        if (!(alike ? same : numbers) || !std::equal(our.shape.begin(), our.shape.end(), their.shape.begin(), their.shape.end())) continue;
        if (!is_weight(our) || !is_weight(their)) continue;
        const auto bytes = checked_add(our.bytes, their.bytes);
        if (bytes) pairs_.push_back({ours_.rows()[i], theirs_.rows()[j], *bytes, our.shape.size() == 1 && is_norm_name(ours_.rows()[i].name)});
        return;
      }
    }
  }
}

// Both sides are in order of names.
void TensorComparison::pair_up() {
  const std::vector<Row>& a = ours_.rows();
  const std::vector<Row>& b = theirs_.rows();
  const auto run_end = [](const std::vector<Row>& rows, std::size_t at) {
    std::size_t end = at;
    while (end < rows.size() && rows[end].name == rows[at].name) ++end;
    return end;
  };
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].name < b[j].name) {
      ++i;
    } else if (b[j].name < a[i].name) {
      ++j;
    } else {
      const std::size_t i_end = run_end(a, i);
      const std::size_t j_end = run_end(b, j);
      constexpr std::size_t kAlike = 16;  // files that hold a tensor of one name, of each side
      pair_names(i, std::min(i_end, i + kAlike), j, std::min(j_end, j + kAlike));
      i = i_end;
      j = j_end;
    }
  }
  std::stable_sort(pairs_.begin(), pairs_.end(), [](const Pair& x, const Pair& y) { return x.bytes < y.bytes; });
}

// In steps of equally many numbers, up to the first difference.
Result<Outcome> TensorComparison::read(const Sides& sides) {
  const bool bits = sides.our_dtype == sides.their_dtype;
  const std::uint64_t our_unit = bits ? 1 : float_width(sides.our_dtype);
  const std::uint64_t their_unit = bits ? 1 : float_width(sides.their_dtype);
  const std::uint64_t total = sides.ours.size / our_unit;
  const std::uint64_t value = std::max<std::uint64_t>(1, float_width(sides.our_dtype));
  Variety variety;
  for (std::uint64_t at = 0; at < total;) {
    const std::uint64_t count = std::min((at == 0 ? kFirstStep : kStep) / our_unit, total - at);
    if (!comparison_.budget.take(count * (our_unit + their_unit))) return Outcome::NotRead;
    ABOVEBOARD_ASSIGN(const std::string our, read_range(*sides.ours.bytes, sides.ours.begin + at * our_unit, count * our_unit));
    ABOVEBOARD_ASSIGN(const std::string their, read_range(*sides.theirs.bytes, sides.theirs.begin + at * their_unit, count * their_unit));
    if (bits) {
      if (our != their) return Outcome::Different;
    } else {
      for (std::uint64_t i = 0; i < count; ++i) {
        if (widened(our.data() + i * our_unit, sides.our_dtype) != widened(their.data() + i * their_unit, sides.their_dtype)) return Outcome::Different;
      }
    }
    if (!variety.enough()) variety.add(our, static_cast<std::size_t>(value));
    at += count;
  }
  if (!variety.enough()) return Outcome::TellsNothing;
  return bits ? Outcome::Bits : Outcome::Numbers;
}

Outcome TensorComparison::compare(const Pair& pair, Sides& sides) {
  if (ours_.given_up(pair.ours) || theirs_.given_up(pair.theirs)) return Outcome::NotRead;
  const auto give_up = [&](TensorIndex& index, const Row& row, const Error& error) {
    index.give_up(row);
    note_unread(index.file(row), error, comparison_.notes);
    return Outcome::NotRead;
  };
  const auto our = ours_.part(pair.ours);
  if (!our) return give_up(ours_, pair.ours, our.error());
  const auto their = theirs_.part(pair.theirs);
  if (!their) return give_up(theirs_, pair.theirs, their.error());
  if (!our->is_inside() || !their->is_inside()) return Outcome::NotRead;
  sides = {*our, *their, ours_.tensor(pair.ours).dtype, theirs_.tensor(pair.theirs).dtype};
  const Result<Outcome> outcome = read(sides);
  if (outcome) return *outcome;
  theirs_.give_up(pair.theirs);  // either may be the one
  return give_up(ours_, pair.ours, outcome.error());
}

void TensorComparison::count(const Pair& pair, Outcome outcome, const Sides& sides) {
  if (outcome == Outcome::NotRead || outcome == Outcome::TellsNothing) return;
  Tally& tally = pair.norm ? norms_ : others_;
  ++tally.compared;
  tally.bits += outcome == Outcome::Bits ? 1 : 0;
  tally.numbers += outcome == Outcome::Numbers ? 1 : 0;
  EvidenceList& evidence = outcome == Outcome::Different ? tally.different : tally.evidence;
  if (evidence.empty()) evidence = {evidence_of(ours_, pair.ours, sides.ours), evidence_of(theirs_, pair.theirs, sides.theirs)};
}

std::optional<LineageProof> TensorComparison::proof_of(Tally& tally, bool norms) const {
  if (tally.compared == 0) return std::nullopt;
  LineageProof proof{norms ? "norms" : "tensors", tally.bits + tally.numbers, tally.compared, "", {}};
  proof.sentence = share_of(proof.equal, proof.compared, norms ? "norm" : "tensor besides norms", norms ? "norms" : "tensors besides norms") + " equal to the base's, ";
  if (tally.numbers == 0)
    proof.sentence += "bit for bit";
  else if (tally.bits == 0)
    proof.sentence += "as numbers, in another dtype";
  else
    proof.sentence += std::to_string(tally.bits) + " bit for bit and " + std::to_string(tally.numbers) + " as numbers in another dtype";
  if (proof.equal == 0)
    proof.sentence += "; that proves no independence";
  else if (norms && proof.equal == proof.compared)
    proof.sentence += ", as where a model was made from the other and its norms left untouched";
  else if (proof.equal >= proof.compared - proof.equal)
    proof.sentence += ": learned numbers, which two trainings do not arrive at by chance";
  else
    proof.sentence += ": these bytes are shared, whether they were learned or computed";
  proof.evidence = std::move(proof.equal == 0 ? tally.different : tally.evidence);
  return proof;
}

// Why a reader who sees weights on both sides finds no comparison of them.
void TensorComparison::note_left_out() {
  const auto has_weights = [](const FileRefs& files) { return std::any_of(files.begin(), files.end(), [](const FileRef& ref) { return ref.file->weights.has_value(); }); };
  if (!has_weights(comparison_.release) || !has_weights(comparison_.base)) return;
  for (const auto& [side, index] : {std::pair{"the release's", &ours_}, std::pair{"the base's", &theirs_}}) {
    if (index->files() == 0 && !index->left_out().empty()) {
      note_not_compared(comparison_, "tensors could not be compared with the base's: " + std::string(side) + " weights are " + index->left_out().front());
      return;
    }
  }
  if (!ours_.adapters() && pairs_.empty()) note_not_compared(comparison_, "no tensor has the name, shape and dtype of one of the base's, so that none could be compared");
}

std::vector<LineageProof> TensorComparison::run() {
  pair_up();
  note_left_out();
  std::uint64_t unread = 0;
  for (const Pair& pair : pairs_) {
    Sides sides;
    const Outcome outcome = comparison_.budget.hit ? Outcome::NotRead : compare(pair, sides);
    unread += outcome == Outcome::NotRead ? 1 : 0;
    count(pair, outcome, sides);
  }
  if (comparison_.budget.hit)
    note_limit(comparison_, "of " + count_of(pairs_.size(), "pair of tensors", "pairs of tensors") + " that could be compared, the largest " + std::to_string(unread) + " were not read: the limit was reached");
  std::vector<LineageProof> proofs;
  if (auto proof = proof_of(others_, false)) proofs.push_back(std::move(*proof));
  if (auto proof = proof_of(norms_, true)) proofs.push_back(std::move(*proof));
  return proofs;
}

}  // namespace

std::vector<LineageProof> compare_tensors(const Comparison& comparison) { return TensorComparison(comparison).run(); }

}  // namespace aboveboard::lineage
