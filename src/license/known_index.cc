#include "license/known_index.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "license/learned.h"

namespace aboveboard::license {
namespace {

// The sections that fingerprints add to; all others stay where they are embedded.
struct Extended {
  std::vector<DocRecord> docs;
  std::string strings;
  std::vector<AnchorRecord> anchors;
  std::vector<ExactRecord> exact;
  std::vector<ChunkPosting> chunk_postings;
};

void add(Extended& out, const Fingerprint& print) {
  const auto doc_index = static_cast<std::uint32_t>(out.docs.size());
  DocRecord doc = record_of(print);
  doc.id_begin = static_cast<std::uint32_t>(out.strings.size());
  doc.id_size = static_cast<std::uint32_t>(print.id.size());
  out.strings += print.id;
  doc.anchors_begin = static_cast<std::uint32_t>(out.anchors.size());
  for (const Anchor& anchor : print.anchors) out.anchors.push_back({anchor.hash, anchor.tokens, anchor.forbidden ? 1u : 0u});
  for (std::uint32_t i = 0; i < print.chunks.size(); ++i) out.chunk_postings.push_back({print.chunks[i], doc_index, i});
  out.exact.push_back({print.whole, doc_index, 0});
  out.docs.push_back(doc);
}

Extended extend(const Index& base, const std::vector<Learned>& learned) {
  Extended out;
  out.docs.assign(base.docs.begin(), base.docs.end());
  out.strings = base.strings;
  out.anchors.assign(base.anchors.begin(), base.anchors.end());
  out.exact.assign(base.exact.begin(), base.exact.end());
  out.chunk_postings.assign(base.chunk_postings.begin(), base.chunk_postings.end());
  for (const Learned& item : learned) add(out, item.print);
  // What the user taught goes before what was known: stable, from the back.
  std::stable_sort(out.exact.begin(), out.exact.end(), [&base](const ExactRecord& a, const ExactRecord& b) {
    return std::make_tuple(a.hash, a.doc < base.docs.size()) < std::make_tuple(b.hash, b.doc < base.docs.size());
  });
  std::sort(out.chunk_postings.begin(), out.chunk_postings.end(),
            [](const ChunkPosting& a, const ChunkPosting& b) { return std::tie(a.hash, a.doc, a.position) < std::tie(b.hash, b.doc, b.position); });
  return out;
}

}  // namespace

const Index& known_index() {
  static const Extended kExtended = [] {
    Extended out;
    if (!also_known().empty()) out = extend(embedded_index(), also_known());
    return out;
  }();
  static const Index kIndex = [] {
    Index index = embedded_index();
    if (kExtended.docs.empty()) return index;
    index.docs = kExtended.docs;
    index.strings = kExtended.strings;
    index.anchors = kExtended.anchors;
    index.exact = kExtended.exact;
    index.chunk_postings = kExtended.chunk_postings;
    return index;
  }();
  return kIndex;
}

}  // namespace aboveboard::license
