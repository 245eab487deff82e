#include "license/align.h"

#include <algorithm>

namespace aboveboard::license {
namespace {

constexpr std::size_t kGapCells = 10'000;       // the largest gap that is compared word by word
constexpr std::size_t kAllCells = 1'000'000;    // and all gaps of one alignment together

// Tokens [ref, ref + length) of the reference are tokens [text, text + length) of the text.
struct Run {
  std::uint32_t ref = 0, text = 0, length = 0;
};

struct Differ {
  const std::uint32_t* ref;   // word indices, with flags above kWordBits
  const std::uint32_t* text;  // word indices
  std::vector<Run> runs;
  std::vector<std::uint16_t> lengths;
  std::size_t cells = 0;

  bool equal(std::uint32_t r, std::uint32_t t) const { return (ref[r] & kNoWord) == text[t]; }

  void add(std::uint32_t r, std::uint32_t t, std::uint32_t length) {
    if (length == 0) return;
    if (!runs.empty() && runs.back().ref + runs.back().length == r && runs.back().text + runs.back().length == t) {
      runs.back().length += length;
    } else {
      runs.push_back({r, t, length});
    }
  }

  // What the gap [r0, r1) x [t0, t1) has in common: equal ends, then the longest common subsequence.
  void add_gap(std::uint32_t r0, std::uint32_t r1, std::uint32_t t0, std::uint32_t t1) {
    std::uint32_t prefix = 0;
    while (r0 + prefix < r1 && t0 + prefix < t1 && equal(r0 + prefix, t0 + prefix)) ++prefix;
    add(r0, t0, prefix);
    r0 += prefix, t0 += prefix;
    std::uint32_t suffix = 0;
    while (r1 - suffix > r0 && t1 - suffix > t0 && equal(r1 - suffix - 1, t1 - suffix - 1)) ++suffix;
    r1 -= suffix, t1 -= suffix;
    const std::size_t n = r1 - r0, m = t1 - t0;
    if (n != 0 && m != 0 && n * m <= kGapCells && cells + n * m <= kAllCells) add_common(r0, r1, t0, t1);
    add(r1, t1, suffix);
  }

  void add_common(std::uint32_t r0, std::uint32_t r1, std::uint32_t t0, std::uint32_t t1) {
    const std::size_t n = r1 - r0, m = t1 - t0, width = m + 1;
    cells += n * m;
    lengths.assign((n + 1) * width, 0);
    for (std::size_t i = n; i-- > 0;) {
      for (std::size_t j = m; j-- > 0;) {
        const bool same = equal(static_cast<std::uint32_t>(r0 + i), static_cast<std::uint32_t>(t0 + j));
        lengths[i * width + j] = same ? static_cast<std::uint16_t>(lengths[(i + 1) * width + j + 1] + 1)
                                      : std::max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
      }
    }
    for (std::size_t i = 0, j = 0; i < n && j < m;) {
      const auto r = static_cast<std::uint32_t>(r0 + i), t = static_cast<std::uint32_t>(t0 + j);
      if (equal(r, t)) {
        add(r, t, 1);
        ++i, ++j;
      } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) {
        ++i;
      } else {
        ++j;
      }
    }
  }
};

// A few words that happen to stand further up (a title in a list, "copyright" in a sentence) are no part of the text that begins later.
void drop_strays(std::vector<Run>& runs) {
  constexpr std::uint32_t kStray = 8, kSkipped = 12;
  std::size_t strays = 0;
  while (strays < 4 && strays + 1 < runs.size() && runs[strays].length <= kStray) {
    const Run &run = runs[strays], &next = runs[strays + 1];
    const std::uint32_t skipped_text = next.text - run.text - run.length, skipped_ref = next.ref - run.ref - run.length;
    if (skipped_text <= skipped_ref + kSkipped) break;
    ++strays;
  }
  runs.erase(runs.begin(), runs.begin() + static_cast<std::ptrdiff_t>(strays));
}

Alignment alignment_of(const std::vector<Run>& runs, std::uint32_t ref_tokens) {
  Alignment result;
  if (runs.empty()) return result;
  result.text_begin = runs.front().text;
  result.text_end = runs.back().text + runs.back().length;
  std::uint32_t ref = 0, text = result.text_begin;  // text before the first match is not part of this license
  for (const Run& run : runs) {
    if (run.ref != ref || run.text != text) result.hunks.push_back({ref, run.ref, text, run.text});
    ref = run.ref + run.length, text = run.text + run.length;
    result.matched += run.length;
  }
  if (ref != ref_tokens) result.hunks.push_back({ref, ref_tokens, result.text_end, result.text_end});
  return result;
}

}  // namespace

std::vector<std::uint32_t> word_indices(const Index& index, const std::vector<Token>& tokens) {
  std::vector<std::uint32_t> words(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) words[i] = index.find_word(tokens[i].hash);
  return words;
}

Alignment align(const Index& index, const std::vector<std::uint32_t>& words, const Candidate& candidate) {
  const DocRecord& doc = index.docs[candidate.doc];
  Differ differ{index.tokens.data() + doc.tokens_begin, words.data(), {}, {}, 0};
  std::uint32_t r = 0, t = candidate.begin;
  for (const Hit& hit : longest_chain(candidate.hits)) {
    if (hit.position < r || hit.token < t) continue;
    differ.add_gap(r, hit.position, t, hit.token);
    std::uint32_t length = 0;
    while (hit.position + length < doc.tokens && hit.token + length < words.size() && differ.equal(hit.position + length, hit.token + length)) ++length;
    differ.add(hit.position, hit.token, length);
    r = hit.position + length, t = hit.token + length;
  }
  const auto end = std::max(t, candidate.end);
  differ.add_gap(r, doc.tokens, t, std::min(end, static_cast<std::uint32_t>(words.size())));
  drop_strays(differ.runs);
  return alignment_of(differ.runs, doc.tokens);
}

}  // namespace aboveboard::license
