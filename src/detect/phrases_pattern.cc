#include "detect/phrases_pattern.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "data/pattern.h"

namespace aboveboard::detect {

namespace {

std::size_t find_word(std::string_view text, std::string_view word) {
  if (word.empty() || text.empty()) return std::string_view::npos;
  const void* at = memmem(text.data(), text.size(), word.data(), word.size());
  return at == nullptr ? std::string_view::npos : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
}

// The expression with its letters in lower case, but for classes such as \\S.
std::string lower_expression(std::string_view expression) {
  std::string lower = to_lower(expression);
  for (std::size_t i = 0; i + 1 < lower.size(); ++i) {
    if (lower[i] == '\\') {
      ++i;
      lower[i] = expression[i];
    }
  }
  return lower;
}

}  // namespace

PairSet::PairSet(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const unsigned pair = static_cast<unsigned char>(text[i]) * 31U + static_cast<unsigned char>(text[i + 1]);
    bits_[pair / 64 % 4] |= std::uint64_t{1} << pair % 64;
  }
}

bool PairSet::may_hold(const PairSet& word) const {
  return ((word.bits_[0] & ~bits_[0]) | (word.bits_[1] & ~bits_[1]) | (word.bits_[2] & ~bits_[2]) | (word.bits_[3] & ~bits_[3])) == 0;
}

bool holds_any(std::string_view lower_text, const std::vector<std::string>& words) {
  if (words.empty()) return true;
  for (const std::string& word : words) {
    if (find_word(lower_text, word) != std::string_view::npos) return true;
  }
  return false;
}

struct Pattern::Impl {
  bool exact = false;  // a part is case-sensitive
  data::LazyPattern expression;
};

Pattern::Pattern(std::vector<std::string> alternatives) {
  if (alternatives.empty()) return;
  std::string joined;
  for (std::size_t i = 0; i < alternatives.size(); ++i) joined += (i == 0 ? "(?:" : "|(?:") + alternatives[i] + ")";
  const bool exact = joined.find("(?-i:") != std::string::npos;
  impl_ = std::make_shared<Impl>(Impl{exact, data::LazyPattern(exact ? "(?i)" + joined : lower_expression(joined), data::PatternUnit::Byte)});
}

std::optional<Range> Pattern::find(std::string_view original, std::string_view lower) const {
  if (!impl_) return std::nullopt;
  const std::string_view text = impl_->exact ? original : lower;
  std::array<std::string_view, 1> match;
  if (!impl_->expression.find(text, 0, match)) return std::nullopt;
  const auto begin = static_cast<std::size_t>(match[0].data() - text.data());
  return Range{begin, begin + match[0].size()};
}

bool Pattern::matches(std::string_view original, std::string_view lower) const {
  if (!impl_) return false;
  return impl_->expression.matches(impl_->exact ? original : lower);
}

bool Pattern::valid() const { return !impl_ || impl_->expression.valid(); }

TextCondition read_text_condition(const data::Value& value) {
  TextCondition condition;
  const auto texts = [&](std::string_view key) {
    const data::Value* found = value.find(key);
    return found == nullptr ? std::vector<std::string>{} : found->as_texts();
  };
  condition.has = texts("has");
  for (const std::string& word : condition.has) condition.has_pairs.emplace_back(word);
  condition.and_has = texts("and-has");
  condition.any = Pattern(texts("any"));
  for (std::string& one : texts("all")) condition.all.push_back(Pattern({std::move(one)}));
  condition.none = Pattern(texts("none"));
  return condition;
}

bool may_hold_any(const PairSet& text, const TextCondition& condition) {
  return condition.has_pairs.empty() || std::any_of(condition.has_pairs.begin(), condition.has_pairs.end(), [&](const PairSet& word) { return text.may_hold(word); });
}

std::optional<Range> find_in(const TextCondition& condition, std::string_view text, std::string_view lower) {
  if (!holds_any(lower, condition.has) || !holds_any(lower, condition.and_has)) return std::nullopt;
  std::optional<Range> found;
  if (!condition.any.empty()) {
    found = condition.any.find(text, lower);
    if (!found) return std::nullopt;
  }
  for (const Pattern& one : condition.all) {
    const std::optional<Range> range = one.find(text, lower);
    if (!range) return std::nullopt;
    if (!found) found = range;
  }
  if (condition.none.matches(text, lower)) return std::nullopt;
  if (found) return found;
  for (const std::string& word : condition.has) {
    const std::size_t at = find_word(lower, word);
    if (at != std::string_view::npos) return Range{at, at + word.size()};
  }
  return Range{0, 0};
}

}  // namespace aboveboard::detect
