// The layout of the license index: written by tools/build_license_index at build time, embedded, and read in place. All numbers little-endian;
// every section begins at a multiple of 8 bytes.
#pragma once

#include <cstdint>

namespace aboveboard::license {

inline constexpr std::uint64_t kIndexMagic = 0x31786469636c6261ull;  // "abclidx1"
inline constexpr std::uint32_t kFilterBits = 1u << 21;
inline constexpr std::uint32_t kSketchMask = 7;      // one 5-gram in 8 is kept ...
inline constexpr std::uint32_t kDenseTokens = 160;   // ... but all of them for texts this short
inline constexpr std::size_t kGram = 5;

enum IndexSection : std::uint32_t {
  kDocs, kStrings, kWords, kTokens, kChunks, kAnchors, kExact, kGrams, kChunkPostings, kFilter, kSectionCount,
};

struct IndexHeader {
  std::uint64_t magic;
  std::uint32_t section_begin[kSectionCount];  // bytes from the start
  std::uint32_t section_count[kSectionCount];  // records
};

enum DocFlag : std::uint32_t { kOsi = 1, kPolicy = 2, kIsFingerprint = 4, kDeprecated = 8 };

struct DocRecord {
  std::uint64_t whole;
  std::uint64_t head, tail;                      // fingerprints only
  std::uint32_t id_begin, id_size;               // in kStrings
  std::uint32_t name_begin, name_size;
  std::uint32_t flags;
  std::uint32_t tokens_begin, tokens;            // in kTokens; fingerprints have a count only
  std::uint32_t title_tokens;                    // leading tokens that may be absent
  std::uint32_t body_tokens;                     // what follows them is an appendix that may be absent
  std::uint32_t grams;                           // 5-grams of it in kGrams
  std::uint32_t chunks_begin, chunks;            // in kChunks
  std::uint32_t head_tokens, tail_tokens;
  std::uint32_t anchors_begin, anchors;          // in kAnchors
};

struct WordRecord {  // sorted by hash
  std::uint64_t hash;
  std::uint32_t begin, size;  // in kStrings
};

// A token of a reference: a word's index, with TokenFlags above bit 24.
inline constexpr std::uint32_t kWordBits = 24;

struct AnchorRecord {
  std::uint64_t hash;
  std::uint32_t tokens;
  std::uint32_t pad;
};

struct ExactRecord {  // sorted by hash, then by preference
  std::uint64_t hash;
  std::uint32_t doc;
  std::uint32_t pad;
};

struct GramRecord {  // sorted by hash, doc, position
  std::uint32_t hash;  // the upper half of the gram's hash
  std::uint32_t doc;
  std::uint32_t position;
};

struct ChunkPosting {  // sorted by hash, doc, position
  std::uint64_t hash;
  std::uint32_t doc;
  std::uint32_t position;
};

}  // namespace aboveboard::license
