#include <algorithm>
#include <array>

#include "base/text.h"
#include "lineage/compare_parts.h"

namespace aboveboard::lineage {
namespace {

bool is_tokenizer(std::string_view path) {
  constexpr std::array<std::string_view, 9> kNames = {"tokenizer.json", "tokenizer.model", "vocab.json", "merges.txt", "vocab.txt", "spiece.model", "sentencepiece.bpe.model", "tekken.json", "tokenizer.tiktoken"};
  const std::string name = to_lower(file_name(path));
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end() || name.ends_with(".tiktoken");
}

// The file of the same path, else the one of the same name that lies highest.
const FileRef* counterpart(const FileRef& ours, const FileRefs& theirs) {
  const FileRef* found = nullptr;
  for (const FileRef& other : theirs) {
    if (other.file->path == ours.file->path) return &other;
    if (file_name(other.file->path) != file_name(ours.file->path)) continue;
    if (found == nullptr || other.file->path.size() < found->file->path.size()) found = &other;
  }
  return found;
}

FileRefs tokenizers_of(const FileRefs& files) {
  constexpr std::size_t kMost = 64;  // checkpoints hold the same one again and again
  FileRefs found;
  for (const FileRef& ref : files) {
    if (found.size() < kMost && size_of(ref) > 0 && is_tokenizer(ref.file->path)) found.push_back(ref);
  }
  return found;
}

// Where the items of a list of a GGUF header lie.
struct HeaderList {
  FileRef ref;
  std::uint64_t begin = 0, size = 0;
};

std::optional<HeaderList> header_list(const FileRefs& files, std::string_view key) {
  for (const FileRef& ref : files) {
    if (!is_readable(ref) || ref.file->contents.formats != std::vector<std::string>{"gguf"} || !ref.file->contents.valid) continue;
    std::optional<HeaderList> list;
    for (const MetadataEntry& entry : ref.file->contents.metadata) {
      if (entry.key != key) continue;
      if (!list) list = HeaderList{ref, entry.byte, 0};
      list->size = entry.byte + entry.bytes - list->begin;  // of a short list each item is an entry; the reader has held them to the file's size
    }
    if (list && list->size > 0) return list;
  }
  return std::nullopt;
}

Evidence evidence_of(const HeaderList& list) {
  Evidence evidence = whole_file(list.ref, "lineage/tokenizer", true);
  evidence.byte = list.begin;
  evidence.bytes = list.size;
  return evidence;
}

Result<Sameness> same_list(const HeaderList& a, const HeaderList& b, ReadBudget& budget) {
  ABOVEBOARD_ASSIGN(const auto bytes_a, a.ref.source->source->open(a.ref.file->path));
  ABOVEBOARD_ASSIGN(const auto bytes_b, b.ref.source->source->open(b.ref.file->path));
  return same_part({bytes_a.get(), a.begin, a.size}, {bytes_b.get(), b.begin, b.size}, budget);
}

struct Found {
  std::vector<std::string> equal;
  std::uint64_t compared = 0;
  EvidenceList evidence, different;
  bool promised = false;

  void add(Sameness verdict, std::string name, Evidence ours, Evidence theirs) {
    if (verdict == Sameness::Unknown) return;
    ++compared;
    EvidenceList& list = verdict == Sameness::Equal ? evidence : different;
    if (list.empty()) list = {std::move(ours), std::move(theirs)};
    if (verdict == Sameness::Equal && std::find(equal.begin(), equal.end(), name) == equal.end()) equal.push_back(std::move(name));
  }
};

}  // namespace

std::optional<LineageProof> compare_tokenizers(const Comparison& comparison) {
  Found found;
  std::uint64_t equal = 0;
  const FileRefs theirs = tokenizers_of(comparison.base);
  for (const FileRef& one : tokenizers_of(comparison.release)) {
    const FileRef* other = counterpart(one, theirs);
    if (other == nullptr) continue;
    const Compared same = same_file(one, *other, comparison.budget, comparison.notes);
    equal += same.verdict == Sameness::Equal ? 1 : 0;
    found.promised = found.promised || (same.verdict == Sameness::Equal && same.promised);
    found.add(same.verdict, std::string(file_name(one.file->path)), whole_file(one, "lineage/tokenizer", !same.promised), whole_file(*other, "lineage/tokenizer", !same.promised));
  }
  for (const auto& [key, name] : {std::pair{"tokenizer.ggml.tokens", "the GGUF header's tokens"}, std::pair{"tokenizer.ggml.merges", "the GGUF header's merges"}}) {
    const auto ours = header_list(comparison.release, key);
    const auto other = header_list(comparison.base, key);
    if (!ours || !other) continue;
    const Result<Sameness> same = same_list(*ours, *other, comparison.budget);
    if (!same) note_unread(ours->ref, same.error(), comparison.notes);
    const Sameness verdict = same.value_or(Sameness::Unknown);
    equal += verdict == Sameness::Equal ? 1 : 0;
    found.add(verdict, name, evidence_of(*ours), evidence_of(*other));
  }
  if (found.compared == 0) return std::nullopt;
  LineageProof proof{"tokenizer", equal, found.compared, "", std::move(equal == 0 ? found.different : found.evidence)};
  if (equal == 0)
    proof.sentence = "the tokenizer is not the base's, byte for byte; that proves no independence";
  else
    proof.sentence = sanitize_utf8(join_and(found.equal)) + (found.equal.size() == 1 && found.equal.front().find(' ') == std::string::npos ? " is" : " are") + " the base's, byte for byte" +
                     (found.promised ? ", by the digests that both are listed with" : "") + "; whole families share a tokenizer, so that this proves nothing of the weights";
  return proof;
}

}  // namespace aboveboard::lineage
