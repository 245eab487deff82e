#include "data/pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <mutex>
#include <optional>
#include <utility>

namespace aboveboard::data {
namespace {

constexpr unsigned kCheapCount = 4;  // smaller counts are not worth a second expression

struct Repeat {
  unsigned least = 0, most = 0;
  std::size_t size = 0;  // of "{least,most}"
};

// "{least,most}" at `at`.
std::optional<Repeat> read_repeat(std::string_view text, std::size_t at) {
  Repeat repeat;
  const char* const begin = text.data() + at;
  const char* const end = text.data() + text.size();
  const auto least = std::from_chars(begin + 1, end, repeat.least);
  if (least.ec != std::errc() || least.ptr == end || *least.ptr != ',') return std::nullopt;
  const auto most = std::from_chars(least.ptr + 1, end, repeat.most);
  if (most.ec != std::errc() || most.ptr == end || *most.ptr != '}') return std::nullopt;
  repeat.size = static_cast<std::size_t>(most.ptr + 1 - begin);
  return repeat;
}

std::unique_ptr<re2::RE2> compile(const std::string& expression, PatternUnit unit) {
  re2::RE2::Options options(re2::RE2::Quiet);
  const bool ascii = std::all_of(expression.begin(), expression.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii || unit == PatternUnit::Byte) options.set_encoding(re2::RE2::Options::EncodingLatin1);
  return std::make_unique<re2::RE2>(expression, options);
}

bool matches(const re2::RE2& expression, std::string_view text) {
  return expression.ok() && expression.Match({text.data(), text.size()}, 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

}  // namespace

std::string loosened(std::string_view expression) {
  std::string loose;
  bool in_class = false;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    const char c = expression[i];
    if (c == '\\' && i + 1 < expression.size()) {
      loose += expression.substr(i++, 2);
      continue;
    }
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    const auto repeat = c == '{' && !in_class ? read_repeat(expression, i) : std::nullopt;
    if (!repeat || repeat->most <= kCheapCount) {
      loose += c;
      continue;
    }
    loose += repeat->least == 0 ? '*' : '+';
    i += repeat->size - 1;
  }
  return loose;
}

struct LazyPattern::Impl {
  std::string source;
  PatternUnit unit = PatternUnit::Byte;
  std::once_flag loose_once, exact_once;
  std::unique_ptr<re2::RE2> loose;  // null where it would be the expression itself
  std::unique_ptr<re2::RE2> exact;

  const re2::RE2* get_loose() {
    std::call_once(loose_once, [this] {
      const std::string text = loosened(source);
      if (text != source) loose = compile(text, unit);
    });
    return loose.get();
  }
  const re2::RE2& get_exact() {
    std::call_once(exact_once, [this] { exact = compile(source, unit); });
    return *exact;
  }
};

LazyPattern::LazyPattern(std::string expression, PatternUnit unit) : impl_(std::make_shared<Impl>()) {
  impl_->source = std::move(expression);
  impl_->unit = unit;
}

const re2::RE2* LazyPattern::candidate(std::string_view text) const {
  if (const re2::RE2* loose = impl_->get_loose(); loose != nullptr && !matches(*loose, text)) return nullptr;
  const re2::RE2& exact = impl_->get_exact();
  return exact.ok() ? &exact : nullptr;
}

const std::string& LazyPattern::source() const { return impl_->source; }

bool LazyPattern::valid() const { return impl_->get_exact().ok(); }

}  // namespace aboveboard::data
