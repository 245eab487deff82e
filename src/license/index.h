// The embedded license index, read where it lies: nothing is parsed, copied or touched before the first question.
#pragma once

#include <span>
#include <string_view>

#include "license/index_format.h"
#include "license/normalize.h"

namespace aboveboard::license {

struct Index {
  std::span<const DocRecord> docs;
  std::string_view strings;
  std::span<const WordRecord> words;
  std::span<const std::uint32_t> tokens;
  std::span<const std::uint64_t> chunks;
  std::span<const AnchorRecord> anchors;
  std::span<const ExactRecord> exact;
  std::span<const GramRecord> grams;
  std::span<const ChunkPosting> chunk_postings;
  std::span<const std::uint64_t> filter;

  std::string_view id(const DocRecord& doc) const { return strings.substr(doc.id_begin, doc.id_size); }
  std::string_view name(const DocRecord& doc) const { return strings.substr(doc.name_begin, doc.name_size); }
  std::span<const ExactRecord> find_whole(std::uint64_t hash) const;
  // Postings of a 5-gram (hash from gram_hash); empty for most.
  std::span<const GramRecord> find_gram(std::uint64_t hash) const;
  std::span<const ChunkPosting> find_chunk(std::uint64_t hash) const;
  std::uint64_t token_hash(const DocRecord& doc, std::size_t i) const { return words[word_index(doc, i)].hash; }
  std::string_view token_word(const DocRecord& doc, std::size_t i) const;
  std::uint8_t token_flags(const DocRecord& doc, std::size_t i) const {
    return static_cast<std::uint8_t>(tokens[doc.tokens_begin + i] >> kWordBits);
  }

 private:
  std::uint32_t word_index(const DocRecord& doc, std::size_t i) const {
    return tokens[doc.tokens_begin + i] & ((1u << kWordBits) - 1);
  }
};

// The index in this binary.
const Index& embedded_index();

// An index over bytes laid out as index_format.h says; `bytes` must outlive it. Trusts them: they come from our own build.
Index open_index(std::string_view bytes);

// The hash of the kGram tokens from `first`.
std::uint64_t gram_hash(const Token* first);

}  // namespace aboveboard::license
