#include <algorithm>
#include <map>

#include "license/chain.h"
#include "license/fingerprint.h"
#include "license/match.h"

namespace aboveboard::license {
namespace {

constexpr double kNameCoverage = 0.5;   // the share of a fingerprint's chunks that a modified copy must keep
constexpr std::uint32_t kReuse = 16;    // how often one chunk of the text may count
constexpr std::uint32_t kReach = 40;    // tokens before the first equal chunk in which a title may stand

// What the chunks of a text and those of one fingerprint have in common, in order.
struct Common {
  std::vector<Hit> chain;
  double coverage = 0;
};

struct Stream {
  std::vector<Token> tokens;            // substantive
  std::vector<std::uint32_t> original;  // their indices in the text's tokens
  std::vector<Chunk> chunks;
};

Stream stream_of(const TextView& view) {
  Stream stream;
  for (std::uint32_t i = 0; i < view.tokens.size(); ++i) {
    if ((view.tokens[i].flags & kCopyright) != 0) continue;
    stream.tokens.push_back(view.tokens[i]);
    stream.original.push_back(i);
  }
  stream.chunks = chunks_of(stream.tokens);
  return stream;
}

bool same_run(const Stream& stream, std::int64_t begin, std::size_t count, std::uint64_t hash) {
  if (begin < 0 || static_cast<std::size_t>(begin) + count > stream.tokens.size()) return false;
  const Token* first = stream.tokens.data() + begin;
  return stream_hash(first, first + count) == hash;
}

bool has_run(const Stream& stream, std::size_t begin, std::size_t end, const AnchorRecord& anchor) {
  for (std::size_t i = begin; i + anchor.tokens <= end; ++i) {
    if (stream_hash(stream.tokens.data() + i, stream.tokens.data() + i + anchor.tokens) == anchor.hash) return true;
  }
  return false;
}

// Are all the words there that this version must have, and none of those that it must not have?
bool has_anchors(const Index& index, const DocRecord& doc, const Stream& stream, std::size_t begin, std::size_t end) {
  const auto anchors = index.anchors.subspan(doc.anchors_begin, doc.anchors);
  return !anchors.empty() && std::all_of(anchors.begin(), anchors.end(), [&](const AnchorRecord& anchor) {
    return has_run(stream, begin, end, anchor) == (anchor.forbidden == 0);
  });
}

// Is the fingerprinted text here word for word? Then `found` has its verdict and range.
bool is_complete(const DocRecord& doc, const Stream& stream, const Common& common, Found& found) {
  if (common.chain.size() != doc.chunks || doc.chunks == 0) return false;
  for (std::size_t i = 1; i < common.chain.size(); ++i) {
    if (common.chain[i].token != common.chain[i - 1].token + 1) return false;
  }
  const Chunk& first = stream.chunks[common.chain.front().token];
  const Chunk& last = stream.chunks[common.chain.back().token];
  const auto head = static_cast<std::int64_t>(first.begin) - doc.head_tokens;
  if (!same_run(stream, head, doc.head_tokens + kChunkOverlap, doc.head)) return false;
  if (!same_run(stream, last.end, doc.tail_tokens, doc.tail)) return false;
  found.verdict = MatchVerdict::Exact;
  found.begin = stream.original[static_cast<std::size_t>(head)];
  found.end = stream.original[last.end + doc.tail_tokens - 1] + 1;
  return true;
}

// The lines whose chunks the fingerprint lacks, between the first and the last that it has.
void add_residue(const TextView& view, const Stream& stream, const DocRecord& doc, const Common& common, Found& found) {
  std::size_t next = 0;
  std::uint32_t missing = static_cast<std::uint32_t>(doc.chunks - common.chain.size());
  for (std::uint32_t c = common.chain.front().token; c <= common.chain.back().token; ++c) {
    if (next < common.chain.size() && common.chain[next].token == c) {
      ++next;
      continue;
    }
    add_lines(view, stream.original[stream.chunks[c].begin], stream.original[stream.chunks[c].end - 1] + 1, found.residue);
  }
  if (found.residue.empty() && missing != 0) {
    found.residue.push_back({false, view.line_at(view.tokens[found.end - 1].begin), "words of the known text are missing here"});
  }
}

void decide(const Index& index, const TextView& view, const Stream& stream, std::uint32_t doc_index, const Common& common,
            std::vector<Found>& found_list) {
  const DocRecord& doc = index.docs[doc_index];
  Found found;
  found.doc = doc_index;
  if (is_complete(doc, stream, common, found)) {
    found_list.push_back(found);
    return;
  }
  const Chunk& first = stream.chunks[common.chain.front().token];
  const Chunk& last = stream.chunks[common.chain.back().token];
  const std::uint32_t lead = std::min(first.begin, doc.head_tokens + kReach);
  const std::size_t begin = first.begin - lead;
  const std::size_t end = std::min<std::size_t>(stream.tokens.size(), last.end + doc.tail_tokens);
  found.begin = stream.original[first.begin - std::min(first.begin, doc.head_tokens)];
  found.end = stream.original[end - 1] + 1;
  found.verdict = MatchVerdict::Modified;
  if (!has_anchors(index, doc, stream, begin, end)) return;
  add_residue(view, stream, doc, common, found);
  found_list.push_back(std::move(found));
}

}  // namespace

std::vector<Found> match_fingerprints(const Index& index, const TextView& view) {
  const Stream stream = stream_of(view);
  std::map<std::uint32_t, std::vector<Hit>> by_doc;
  std::map<std::uint64_t, std::uint32_t> uses;
  for (std::uint32_t c = 0; c < stream.chunks.size(); ++c) {
    const auto postings = index.find_chunk(stream.chunks[c].hash);
    if (postings.empty() || ++uses[stream.chunks[c].hash] > kReuse) continue;
    for (const ChunkPosting& posting : postings) {
      if (!index.is_hidden(posting.doc)) by_doc[posting.doc].push_back({c, posting.position});
    }
  }
  std::vector<std::pair<std::uint32_t, Common>> candidates;
  for (const auto& [doc, hits] : by_doc) {
    Common common;
    common.chain = longest_chain(hits);
    common.coverage = static_cast<double>(common.chain.size()) / index.docs[doc].chunks;
    if (common.coverage >= kNameCoverage) candidates.emplace_back(doc, std::move(common));
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.second.coverage > b.second.coverage; });
  std::vector<Found> complete_or_modified;
  for (const auto& [doc, common] : candidates) decide(index, view, stream, doc, common, complete_or_modified);
  // Complete texts first; then what overlaps nothing that is already named.
  std::stable_sort(complete_or_modified.begin(), complete_or_modified.end(),
                   [](const Found& a, const Found& b) { return a.verdict < b.verdict; });
  std::vector<Found> kept;
  for (Found& found : complete_or_modified) {
    const bool overlaps = std::any_of(kept.begin(), kept.end(), [&found](const Found& k) { return found.begin < k.end && k.begin < found.end; });
    if (!overlaps) kept.push_back(std::move(found));
  }
  return kept;
}

}  // namespace aboveboard::license
