// The tokenizer beside a model against the rows of its embedding: a token without a row cannot be looked up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/diagnostics.h"
#include "weights/weight_sets.h"

namespace aboveboard::weights {

// What a tokenizer's file says, as far as it is counted.
struct TokenCount {
  std::uint64_t tokens = 0;      // one more than the highest id, or the number of entries where they carry no ids
  std::uint64_t byte = 0;        // where the highest id stands
};

// tokenizer.json (Hugging Face tokenizers): model.vocab, a map of tokens to ids or a list, and the ids of added_tokens. Or, `flat`, vocab.json: the map
// alone. Streamed in pieces, and no further than to the end of the vocabulary. Malformed where it is no such JSON.
Result<TokenCount> count_tokens(ByteSource& bytes, bool flat);

struct VocabularyCheck {
  std::optional<std::uint64_t> tokens;
  std::string path;   // of the file that says so
  bool fits = true;
};

// Counts the tokens of the tokenizer in the set's folder, or of the GGUF file itself, and notes (format/vocabulary-...) where `rows` are fewer. Files larger
// than limits::kTokenizerBytes are not read, which is noted.
VocabularyCheck check_vocabulary(const WeightSet& set, std::uint64_t rows, Diagnostics& notes);

}  // namespace aboveboard::weights
