#include "license/align.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"

namespace aboveboard::license {
namespace {

constexpr std::size_t kRun = 4;                   // tokens of an anchor
constexpr std::size_t kGapCells = 250'000;        // the largest gap that is compared word by word

struct Pair {
  std::uint32_t ref = 0, text = 0;
};

using Hashes = std::vector<std::uint64_t>;

std::uint64_t run_hash(const Hashes& words, std::size_t at) {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < kRun; ++i) hash = mix64(hash + words[at + i]);
  return hash;
}

// (hash, position) of every run that stands once.
std::vector<std::pair<std::uint64_t, std::uint32_t>> single_runs(const Hashes& words) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> runs;
  if (words.size() < kRun) return runs;
  runs.reserve(words.size());
  for (std::size_t i = 0; i + kRun <= words.size(); ++i) runs.emplace_back(run_hash(words, i), static_cast<std::uint32_t>(i));
  std::sort(runs.begin(), runs.end());
  std::vector<std::pair<std::uint64_t, std::uint32_t>> single;
  for (std::size_t i = 0; i < runs.size();) {
    std::size_t next = i + 1;
    while (next < runs.size() && runs[next].first == runs[i].first) ++next;
    if (next == i + 1) single.push_back(runs[i]);
    i = next;
  }
  return single;
}

// The longest chain of pairs (sorted by text) whose ref positions rise.
std::vector<Pair> longest_chain(const std::vector<Pair>& pairs) {
  std::vector<std::size_t> tails, previous(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto at = std::lower_bound(tails.begin(), tails.end(), pairs[i].ref,
                                     [&pairs](std::size_t tail, std::uint32_t ref) { return pairs[tail].ref < ref; });
    previous[i] = at == tails.begin() ? pairs.size() : *(at - 1);
    if (at == tails.end()) {
      tails.push_back(i);
    } else {
      *at = i;
    }
  }
  std::vector<Pair> chain;
  for (std::size_t i = tails.empty() ? pairs.size() : tails.back(); i < pairs.size(); i = previous[i]) chain.push_back(pairs[i]);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::vector<Pair> anchors(const Hashes& ref, const Hashes& text) {
  const auto ref_runs = single_runs(ref), text_runs = single_runs(text);
  std::vector<Pair> pairs;
  for (std::size_t r = 0, t = 0; r < ref_runs.size() && t < text_runs.size();) {
    if (ref_runs[r].first == text_runs[t].first) {
      pairs.push_back({ref_runs[r++].second, text_runs[t++].second});
    } else if (ref_runs[r].first < text_runs[t].first) {
      ++r;
    } else {
      ++t;
    }
  }
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.text < b.text; });
  return longest_chain(pairs);
}

struct Differ {
  const Hashes& ref;
  const Hashes& text;
  std::vector<char> ref_matched, text_matched;
  std::vector<Pair> matches;

  void match(std::uint32_t r, std::uint32_t t) { matches.push_back({r, t}); }

  // The longest common subsequence of a small gap; nothing of a large one.
  void match_gap(std::uint32_t r0, std::uint32_t r1, std::uint32_t t0, std::uint32_t t1) {
    while (r0 < r1 && t0 < t1 && ref[r0] == text[t0]) match(r0++, t0++);
    std::vector<Pair> back;
    while (r0 < r1 && t0 < t1 && ref[r1 - 1] == text[t1 - 1]) back.push_back({--r1, --t1});
    const std::size_t n = r1 - r0, m = t1 - t0;
    if (n != 0 && m != 0 && (n + 1) * (m + 1) <= kGapCells) {
      std::vector<std::uint16_t> length((n + 1) * (m + 1));
      const auto cell = [m](std::size_t i, std::size_t j) { return i * (m + 1) + j; };
      for (std::size_t i = n; i-- > 0;) {
        for (std::size_t j = m; j-- > 0;) {
          length[cell(i, j)] = ref[r0 + i] == text[t0 + j] ? static_cast<std::uint16_t>(length[cell(i + 1, j + 1)] + 1)
                                                           : std::max(length[cell(i + 1, j)], length[cell(i, j + 1)]);
        }
      }
      for (std::size_t i = 0, j = 0; i < n && j < m;) {
        if (ref[r0 + i] == text[t0 + j]) {
          match(static_cast<std::uint32_t>(r0 + i++), static_cast<std::uint32_t>(t0 + j++));
        } else if (length[cell(i + 1, j)] >= length[cell(i, j + 1)]) {
          ++i;
        } else {
          ++j;
        }
      }
    }
    matches.insert(matches.end(), back.rbegin(), back.rend());
  }
};

// A few words that happen to stand further up (a title in a list, "copyright" in a sentence) are no part of the text that begins later.
void drop_strays(std::vector<Pair>& matches) {
  constexpr std::size_t kStray = 8, kSkipped = 12;
  for (int round = 0; round < 4; ++round) {
    std::size_t count = 1;
    while (count < matches.size() && matches[count].ref == matches[count - 1].ref + 1 && matches[count].text == matches[count - 1].text + 1) ++count;
    if (matches.empty() || count == matches.size() || count > kStray) return;
    const std::uint32_t skipped_text = matches[count].text - matches[count - 1].text;
    const std::uint32_t skipped_ref = matches[count].ref - matches[count - 1].ref;
    if (skipped_text <= skipped_ref + kSkipped) return;
    matches.erase(matches.begin(), matches.begin() + static_cast<std::ptrdiff_t>(count));
  }
}

}  // namespace

Alignment align(const Index& index, const DocRecord& doc, const std::vector<Token>& tokens, std::size_t begin, std::size_t end) {
  Hashes ref(doc.tokens), text(end - begin);
  for (std::size_t i = 0; i < ref.size(); ++i) ref[i] = index.token_hash(doc, i);
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = tokens[begin + i].hash;
  Differ differ{ref, text, {}, {}, {}};
  std::uint32_t r = 0, t = 0;
  for (const Pair& anchor : anchors(ref, text)) {
    if (anchor.ref < r || anchor.text < t) continue;
    differ.match_gap(r, anchor.ref, t, anchor.text);
    for (r = anchor.ref, t = anchor.text; r < ref.size() && t < text.size() && ref[r] == text[t]; ++r, ++t) differ.match(r, t);
  }
  differ.match_gap(r, static_cast<std::uint32_t>(ref.size()), t, static_cast<std::uint32_t>(text.size()));
  drop_strays(differ.matches);
  Alignment result;
  result.matched = static_cast<std::uint32_t>(differ.matches.size());
  if (differ.matches.empty()) return result;
  const auto offset = static_cast<std::uint32_t>(begin);
  result.text_begin = differ.matches.front().text + offset;
  result.text_end = differ.matches.back().text + 1 + offset;
  std::uint32_t next_ref = 0, next_text = differ.matches.front().text;  // text before the first match is not part of this license
  for (const Pair& pair : differ.matches) {
    if (pair.ref != next_ref || pair.text != next_text) {
      result.hunks.push_back({next_ref, pair.ref, next_text + offset, pair.text + offset});
    }
    next_ref = pair.ref + 1, next_text = pair.text + 1;
  }
  if (next_ref != ref.size()) result.hunks.push_back({next_ref, static_cast<std::uint32_t>(ref.size()), result.text_end, result.text_end});
  return result;
}

}  // namespace aboveboard::license
