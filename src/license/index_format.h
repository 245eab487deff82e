// The layout of the license index: written by tools/build_license_index at build time, embedded, and read in place. All numbers little-endian;
// every section begins at a multiple of 8 bytes.
#pragma once

#include <cstdint>

namespace aboveboard::license {

inline constexpr std::uint64_t kIndexMagic = 0x32786469636c6261ull;  // "abclidx2"
inline constexpr std::uint32_t kFilterBits = 1u << 21;
inline constexpr std::uint32_t kSketchMask = 7;      // one 5-gram in 8 is kept ...
inline constexpr std::uint32_t kDenseTokens = 160;   // ... but all of them for texts this short
inline constexpr std::size_t kGram = 5;

enum IndexSection : std::uint32_t {
  kDocs, kStrings, kWords, kWordSlots, kTokens, kAnchors, kExact, kGramSlots, kPostings, kChunkPostings, kFilter, kSectionCount,
};

struct IndexHeader {
  std::uint64_t magic;
  std::uint32_t section_begin[kSectionCount];  // bytes from the start
  std::uint32_t section_count[kSectionCount];  // records
};

// kTwin: another id has the same words, and stands for both. kAppended: what follows the body is a license of its own, which may be absent but not changed.
enum DocFlag : std::uint32_t { kOsi = 1, kPolicy = 2, kIsFingerprint = 4, kTwin = 8, kAppended = 16 };

struct DocRecord {
  std::uint64_t whole;
  std::uint64_t head, tail;                      // fingerprints only
  std::uint32_t id_begin, id_size;               // in kStrings
  std::uint32_t name_begin, name_size;
  std::uint32_t flags;
  std::uint32_t tokens_begin, tokens;            // in kTokens; fingerprints have a count only
  std::uint32_t title_tokens;                    // leading tokens that may be absent
  std::uint32_t body_tokens;                     // what follows them is an appendix that may be absent
  std::uint32_t grams;                           // 5-grams of it among the postings
  std::uint32_t chunks;                          // chunks of it among the chunk postings
  std::uint32_t head_tokens, tail_tokens;
  std::uint32_t anchors_begin, anchors;          // in kAnchors
};

struct WordRecord {  // sorted by hash
  std::uint64_t hash;
  std::uint32_t begin, size;  // in kStrings
};

// kWordSlots is a hash table of words: index + 1 of a word where the low bits of its hash say, or in the next slot that is free; 0 is free.

// A token of a reference: a word's index, with TokenFlags above bit 24.
inline constexpr std::uint32_t kWordBits = 24;
inline constexpr std::uint32_t kNoWord = (1u << kWordBits) - 1;  // a word that no reference has

struct AnchorRecord {
  std::uint64_t hash;
  std::uint32_t tokens;
  std::uint32_t forbidden;  // 1: a changed copy must not have these words
};

struct ExactRecord {  // sorted by hash, then by preference
  std::uint64_t hash;
  std::uint32_t doc;
  std::uint32_t pad;
};

// A slot of the hash table of 5-grams: where bits 32 and up of the hash say, or in the next slot that is free. Free slots have no postings. Small, so
// that the table stays in the caches.
struct GramSlot {
  std::uint32_t check;         // the low half of the hash
  std::uint32_t begin : 20;    // in kPostings
  std::uint32_t count : 12;
};

// Where a 5-gram stands in a reference; sorted by doc, position.
struct Posting {
  std::uint16_t doc;
  std::uint16_t position;
};

struct ChunkPosting {  // sorted by hash, doc, position
  std::uint64_t hash;
  std::uint32_t doc;
  std::uint32_t position;
};

}  // namespace aboveboard::license
