#include "license/word_finder.h"

#include <numeric>
#include <utility>

namespace aboveboard::license {

void WordSet::add_all(const WordSet& other) {
  if (bits_.size() < other.bits_.size()) bits_.resize(other.bits_.size());
  for (std::size_t i = 0; i < other.bits_.size(); ++i) bits_[i] |= other.bits_[i];
}

namespace {

constexpr std::size_t kSeconds = 32;  // buckets a first byte
constexpr std::size_t kBuckets = 128 * kSeconds;

std::size_t bucket_of(unsigned char first, unsigned char second) { return (first % 128) * kSeconds + second % kSeconds; }

// Calls visit(bucket) for every bucket in which a text may look for the word: one, or all of its byte where it has no second.
template <typename Visit>
void each_bucket(std::string_view word, Visit visit) {
  const auto first = static_cast<unsigned char>(word[0]);
  if (word.size() > 1) return visit(bucket_of(first, static_cast<unsigned char>(word[1])));
  for (unsigned char second = 0; second < kSeconds; ++second) visit(bucket_of(first, second));
}

}  // namespace

WordFinder::WordFinder(std::vector<std::string> words) : words_(std::move(words)), begins_(kBuckets + 1) {
  for (const std::string& word : words_) each_bucket(word, [this](std::size_t bucket) { ++begins_[bucket]; });
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());  // the ends, which filling from the back makes begins
  numbers_.resize(begins_.back());
  for (std::size_t i = words_.size(); i-- > 0;) each_bucket(words_[i], [this, i](std::size_t bucket) { numbers_[--begins_[bucket]] = static_cast<std::uint32_t>(i); });
}

WordSet WordFinder::find(std::string_view text) const {
  WordSet found(words_.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t bucket = bucket_of(static_cast<unsigned char>(text[at]), at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0);
    for (std::uint32_t i = begins_[bucket]; i < begins_[bucket + 1]; ++i) {
      if (text.substr(at).starts_with(words_[numbers_[i]])) found.add(numbers_[i]);
    }
  }
  return found;
}

}  // namespace aboveboard::license
