#include "weights/vocabulary.h"

#include <charconv>

#include "base/limits.h"
#include "base/text.h"
#include "weights/beside.h"

namespace aboveboard::weights {
namespace {

void note(Diagnostics& notes, DiagnosticKind kind, std::string_view rule, ErrorKind error, std::string message, Place place) {
  notes.add(kind, "format/" + std::string(rule), Error{error, std::move(message), std::move(place)});
}

// The tokenizer's file in the folder of the set, or in the folder "tokenizer" beside it, where a pipeline has it.
const ScannedFile* tokenizer_of(const WeightSet& set, bool& flat) {
  for (const std::string_view name : {"tokenizer.json", "vocab.json"}) {
    flat = name == "vocab.json";
    if (const ScannedFile* file = find_beside(*set.source, set.folder, name)) return file;
  }
  return nullptr;
}

// A long list stands in the metadata as its length, a short one item by item.
std::optional<TokenCount> gguf_tokens(const WeightSet& set, std::string& path) {
  for (const ScannedFile* file : set.files) {
    std::uint64_t entries = 0;
    const MetadataEntry* first = nullptr;
    for (const MetadataEntry& entry : file->contents.metadata)
      if (entry.key == "tokenizer.ggml.tokens" && entries++ == 0) first = &entry;
    if (first == nullptr) continue;
    path = file->path;
    std::uint64_t items = 0;
    const char* last = first->value.data() + first->value.size();
    const auto [end, error] = std::from_chars(first->value.data(), last, items);
    const bool length = entries == 1 && error == std::errc() && std::string_view(end, static_cast<std::size_t>(last - end)) == " items";
    return TokenCount{length ? items : entries, first->byte};
  }
  return std::nullopt;
}

std::optional<TokenCount> file_tokens(const WeightSet& set, std::string& path, Diagnostics& notes) {
  bool flat = false;
  const ScannedFile* file = tokenizer_of(set, flat);
  if (file == nullptr || file->pointer || set.source->source == nullptr) return std::nullopt;
  path = file->path;
  if (file->bytes > limits::kTokenizerBytes) {
    note(notes, DiagnosticKind::NotExamined, "limit-tokenizer", ErrorKind::LimitReached, "this tokenizer is larger than what is read; its tokens were not counted",
         {path, std::nullopt, std::nullopt});
    return std::nullopt;
  }
  auto bytes = set.source->source->open(path);
  if (!bytes) return std::nullopt;  // said where it was listed
  const Result<TokenCount> count = count_tokens(**bytes, flat);
  if (count) return *count;
  note(notes, DiagnosticKind::Note, "vocabulary-not-counted", count.error().kind, "the tokens of this tokenizer were not counted: " + count.error().message,
       {path, std::nullopt, count.error().place.byte});
  return std::nullopt;
}

}  // namespace

VocabularyCheck check_vocabulary(const WeightSet& set, std::uint64_t rows, Diagnostics& notes) {
  VocabularyCheck check;
  const std::optional<TokenCount> count = set.format == "gguf" ? gguf_tokens(set, check.path) : file_tokens(set, check.path, notes);
  if (!count) return check;
  check.tokens = count->tokens;
  check.fits = count->tokens <= rows;  // none at all fit too
  if (!check.fits)
    note(notes, DiagnosticKind::Invalid, "vocabulary-beyond-embedding", ErrorKind::Malformed,
         "the tokenizer has ids up to " + std::to_string(count->tokens - 1) + "; the embedding in " + sanitize_utf8(set.files.front()->path) + " has " +
             std::to_string(rows) + " rows",
         {check.path, std::nullopt, count->byte});
  return check;
}

}  // namespace aboveboard::weights
