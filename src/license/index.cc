#include "license/index.h"

#include <algorithm>

#include "base/hash.h"

extern "C" {
extern const char aboveboard_license_index[];
extern const char aboveboard_license_index_end[];
}

namespace aboveboard::license {
namespace {

template <typename T>
std::span<const T> section(std::string_view bytes, const IndexHeader& header, IndexSection which) {
  return {reinterpret_cast<const T*>(bytes.data() + header.section_begin[which]), header.section_count[which]};
}

template <typename Record, typename Hash>
std::span<const Record> equal_hash(std::span<const Record> records, Hash hash) {
  const auto first = std::lower_bound(records.begin(), records.end(), hash, [](const Record& r, Hash key) { return r.hash < key; });
  auto last = first;
  while (last != records.end() && last->hash == hash) ++last;
  return {first, last};
}

}  // namespace

std::span<const ExactRecord> Index::find_whole(std::uint64_t hash) const { return equal_hash(exact, hash); }

const GramSlot* Index::find_gram(std::uint64_t hash) const {
  const auto bit = static_cast<std::uint32_t>(hash) & (kFilterBits - 1);
  if ((filter.data()[bit >> 6] >> (bit & 63) & 1) == 0) return nullptr;
  const GramSlot* slots = gram_slots.data();
  const std::size_t mask = gram_slots.size() - 1;
  for (std::size_t at = (hash >> 32) & mask; slots[at].count != 0; at = (at + 1) & mask) {
    if (slots[at].check == static_cast<std::uint32_t>(hash)) return &slots[at];
  }
  return nullptr;
}

std::uint32_t Index::find_word(std::uint64_t hash) const {
  const std::uint32_t* slots = word_slots.data();
  const std::size_t mask = word_slots.size() - 1;
  for (std::size_t at = mix64(hash) & mask; slots[at] != 0; at = (at + 1) & mask) {
    if (words.data()[slots[at] - 1].hash == hash) return slots[at] - 1;
  }
  return kNoWord;
}

std::span<const ChunkPosting> Index::find_chunk(std::uint64_t hash) const { return equal_hash(chunk_postings, hash); }

std::string_view Index::token_word(const DocRecord& doc, std::size_t i) const {
  const WordRecord& word = words[word_index(doc, i)];
  return strings.substr(word.begin, word.size);
}

Index open_index(std::string_view bytes) {
  const auto& header = *reinterpret_cast<const IndexHeader*>(bytes.data());
  Index index;
  if (bytes.size() < sizeof(IndexHeader) || header.magic != kIndexMagic) return index;
  index.docs = section<DocRecord>(bytes, header, kDocs);
  index.strings = bytes.substr(header.section_begin[kStrings], header.section_count[kStrings]);
  index.words = section<WordRecord>(bytes, header, kWords);
  index.word_slots = section<std::uint32_t>(bytes, header, kWordSlots);
  index.tokens = section<std::uint32_t>(bytes, header, kTokens);
  index.anchors = section<AnchorRecord>(bytes, header, kAnchors);
  index.exact = section<ExactRecord>(bytes, header, kExact);
  index.gram_slots = section<GramSlot>(bytes, header, kGramSlots);
  index.postings = section<Posting>(bytes, header, kPostings);
  index.chunk_postings = section<ChunkPosting>(bytes, header, kChunkPostings);
  index.filter = section<std::uint64_t>(bytes, header, kFilter);
  return index;
}

const Index& embedded_index() {
  static const Index index =
      open_index({aboveboard_license_index, static_cast<std::size_t>(aboveboard_license_index_end - aboveboard_license_index)});
  return index;
}

}  // namespace aboveboard::license
