// Fingerprints: what is kept of a text that may not be copied. Its tokens are cut where their own hashes say so (content-defined chunks of 16
// tokens on average), and each chunk is kept as one hash that also covers the next tokens. Equal chunk sequences mean equal texts; a single
// changed word shows in its chunk; and the hashes cannot be turned back into sentences.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "license/index_format.h"
#include "license/normalize.h"

namespace aboveboard::license {

inline constexpr std::size_t kChunkOverlap = 4;
inline constexpr std::size_t kMaxAnchorTokens = 14;

// Chunk i covers the tokens from its boundary up to the next boundary, and kChunkOverlap more.
struct Chunk {
  std::uint64_t hash = 0;
  std::uint32_t begin = 0, end = 0;  // tokens, without the overlap
};

// The chunks of a token stream. The first runs from token 0, the last to the end.
std::vector<Chunk> chunks_of(const std::vector<Token>& tokens);

// A run of words that a changed copy of this version must have, or must not have.
struct Anchor {
  std::uint64_t hash = 0;
  std::uint32_t tokens = 0;
  bool forbidden = false;
};

struct Fingerprint {
  std::string id;
  bool policy = false;
  std::uint32_t tokens = 0;
  std::uint64_t whole = 0;                 // stream_hash of all substantive tokens
  std::uint64_t head = 0, tail = 0;        // chunks at the ends: from the start, and to the end
  std::uint32_t head_tokens = 0, tail_tokens = 0;
  std::vector<std::uint64_t> chunks;       // between head and tail, in order
  std::vector<Anchor> anchors;
};

// What is to be kept of a text, and the words that tell its version from its kin. Without `must_have` the title line is what a changed copy
// must still have.
struct Lesson {
  std::string id;
  bool policy = false;
  std::vector<std::string> must_have, must_not_have;
};
Fingerprint learn(std::string_view text, const Lesson& lesson);

// What the index keeps of it beside its id, anchors and chunks.
DocRecord record_of(const Fingerprint& fingerprint);

// The text form kept in data/licenses/fingerprints: one "key value..." a line.
std::string write_fingerprint(const Fingerprint& fingerprint);
Result<Fingerprint> read_fingerprint(std::string_view text, const std::string& path);

}  // namespace aboveboard::license
