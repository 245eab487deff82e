#include "base/suggest.h"

#include <algorithm>

namespace aboveboard {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  constexpr std::size_t kLongest = 200;  // of what a person types
  a = a.substr(0, kLongest);
  b = b.substr(0, kLongest);
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[b.size()];
}

std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& known, std::size_t most) {
  struct Candidate {
    std::size_t distance;
    const std::string* text;
  };
  constexpr std::size_t kContained = 1000;  // behind everything that is near
  std::vector<Candidate> candidates;
  for (const std::string& text : known) {
    const std::size_t distance = edit_distance(word, text);
    if (distance <= std::max(word.size(), text.size()) / 3) {
      candidates.push_back({distance, &text});
    } else if (word.size() >= 3 && text.find(word) != std::string::npos) {
      candidates.push_back({kContained + text.size(), &text});
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) { return a.distance < b.distance; });
  std::vector<std::string> out;
  for (const Candidate& candidate : candidates) {
    if (out.size() < most) out.push_back(*candidate.text);
  }
  return out;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string> words = nearest(word, known);
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += i == 0 ? "; did you mean " : i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out.empty() ? out : out + "?";
}

}  // namespace aboveboard
