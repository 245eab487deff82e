// The embedded license index, read where it lies: nothing is parsed, copied or touched before the first question.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "base/hash.h"
#include "license/index_format.h"
#include "license/normalize.h"

namespace aboveboard::license {

struct Index {
  std::span<const DocRecord> docs;
  std::string_view strings;
  std::span<const WordRecord> words;
  std::span<const std::uint32_t> word_slots;
  std::span<const std::uint32_t> tokens;
  std::span<const AnchorRecord> anchors;
  std::span<const ExactRecord> exact;
  std::span<const GramSlot> gram_slots;
  std::span<const Posting> postings;
  std::span<const ChunkPosting> chunk_postings;
  std::span<const std::uint64_t> filter;
  std::span<const std::uint32_t> hidden;  // documents that are passed over, sorted: to ask what would be said of a text that is not known

  std::string_view id(const DocRecord& doc) const { return strings.substr(doc.id_begin, doc.id_size); }
  std::string_view name(const DocRecord& doc) const { return strings.substr(doc.name_begin, doc.name_size); }
  bool is_hidden(std::uint32_t doc) const { return !hidden.empty() && std::binary_search(hidden.begin(), hidden.end(), doc); }
  std::span<const ExactRecord> find_whole(std::uint64_t hash) const;
  // The slot of a 5-gram (hash from gram_hash); nullptr for most.
  const GramSlot* find_gram(std::uint64_t hash) const;
  std::span<const ChunkPosting> find_chunk(std::uint64_t hash) const;
  // The index of a word by its hash; kNoWord where no reference has it.
  std::uint32_t find_word(std::uint64_t hash) const;
  std::uint32_t word_index(const DocRecord& doc, std::size_t i) const { return tokens[doc.tokens_begin + i] & kNoWord; }
  std::uint64_t token_hash(const DocRecord& doc, std::size_t i) const { return words[word_index(doc, i)].hash; }
  std::string_view token_word(const DocRecord& doc, std::size_t i) const;
  std::uint8_t token_flags(const DocRecord& doc, std::size_t i) const {
    return static_cast<std::uint8_t>(tokens[doc.tokens_begin + i] >> kWordBits);
  }
};

// The index in this binary.
const Index& embedded_index();

// An index over bytes laid out as index_format.h says; `bytes` must outlive it. Trusts them: they come from our own build.
Index open_index(std::string_view bytes);

// Hashes of the runs of kGram tokens of a text, one after another.
struct GramRoller {
  static constexpr std::uint64_t kBase = 0x9e3779b97f4a7c15ull;
  static constexpr std::uint64_t kOldest = kBase * kBase * kBase * kBase * kBase;
  std::uint64_t state = 0;
  void push(std::uint64_t hash) { state = state * kBase + hash; }
  void drop(std::uint64_t hash) { state -= hash * kOldest; }  // after push(), the token kGram before it
  std::uint64_t hash() const { return mix64(state); }
};

}  // namespace aboveboard::license
