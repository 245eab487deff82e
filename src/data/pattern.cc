#include "data/pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "data/regex_program.h"

namespace aboveboard::data {
namespace {

constexpr unsigned kCheapCount = 4;  // smaller counts are not worth a second expression
// Steps of a RegexProgram that take about as long as RE2 takes to compile an expression of ours (100 to 300 microseconds).
constexpr std::uint64_t kStepsOfCompiling = 50'000;

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

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::unique_ptr<re2::RE2> compile(const std::string& expression, PatternUnit unit) {
  re2::RE2::Options options(re2::RE2::Quiet);
  const bool ascii = is_ascii(expression);
  if (!ascii && unit == PatternUnit::Utf8WhereNeeded) return std::make_unique<re2::RE2>(expression, options);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  // RE2 (of 2022) forgets that it reads bytes where alternatives begin alike with a byte beyond ASCII, unless something stands before them.
  return std::make_unique<re2::RE2>(ascii ? expression : "(?:)(?:" + expression + ")", options);
}

bool stands_in(const re2::RE2& expression, std::string_view text) {
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
  std::once_flag program_once, loose_once, exact_once;
  std::optional<RegexProgram> program;
  std::atomic<std::uint64_t> steps{0};  // that the program has taken
  std::unique_ptr<re2::RE2> loose;      // null where it would be the expression itself
  std::unique_ptr<re2::RE2> exact;

  const std::optional<RegexProgram>& get_program() {
    std::call_once(program_once, [this] {
      if (unit == PatternUnit::Byte || is_ascii(source)) program = compile_regex(source);
    });
    return program;
  }
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
  RegexOutcome find_by_program(std::string_view text, std::size_t from, std::span<std::string_view> groups);
  bool find_by_re2(std::string_view text, std::size_t from, std::span<std::string_view> groups);
};

RegexOutcome LazyPattern::Impl::find_by_program(std::string_view text, std::size_t from, std::span<std::string_view> groups) {
  const std::uint64_t taken = steps.load(std::memory_order_relaxed);
  if (taken >= kStepsOfCompiling || !get_program()) return RegexOutcome::TooLong;
  std::uint64_t left = kStepsOfCompiling - taken;
  const std::uint64_t before = left;
  const RegexOutcome outcome = find_regex(*program, text, from, groups, left);
  steps.fetch_add(before - left, std::memory_order_relaxed);
  return outcome;
}

// Counted repeats ("[^.]{0,80}") make up most of what compiling costs, so a looser expression without the counts is asked first, and few texts get past it.
bool LazyPattern::Impl::find_by_re2(std::string_view text, std::size_t from, std::span<std::string_view> groups) {
  if (const re2::RE2* const looser = get_loose(); looser != nullptr && !stands_in(*looser, text)) return false;
  const re2::RE2& expression = get_exact();
  if (!expression.ok()) return false;
  std::vector<re2::StringPiece> pieces(std::min(groups.size(), static_cast<std::size_t>(expression.NumberOfCapturingGroups()) + 1));
  // Without groups RE2 is several times as fast, and most texts do not match.
  if (pieces.size() > 1 && !stands_in(expression, text)) return false;
  if (!expression.Match({text.data(), text.size()}, from, text.size(), re2::RE2::UNANCHORED, pieces.data(), static_cast<int>(pieces.size()))) return false;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const bool took_part = i < pieces.size() && pieces[i].data() != nullptr;
    groups[i] = took_part ? std::string_view(pieces[i].data(), pieces[i].size()) : std::string_view();
  }
  return true;
}

LazyPattern::LazyPattern(std::string expression, PatternUnit unit) : impl_(std::make_shared<Impl>()) {
  impl_->source = std::move(expression);
  impl_->unit = unit;
}

bool LazyPattern::matches(std::string_view text) const { return find(text, 0, {}); }

bool LazyPattern::find(std::string_view text, std::size_t from, std::span<std::string_view> groups) const {
  if (from > text.size()) return false;
  const RegexOutcome outcome = impl_->find_by_program(text, from, groups);
  return outcome == RegexOutcome::TooLong ? impl_->find_by_re2(text, from, groups) : outcome == RegexOutcome::Found;
}

std::size_t LazyPattern::groups() const {
  if (const auto& program = impl_->get_program()) return program->groups;
  const re2::RE2& expression = impl_->get_exact();
  return expression.ok() ? static_cast<std::size_t>(expression.NumberOfCapturingGroups()) : 0;
}

const std::string& LazyPattern::source() const { return impl_->source; }

bool LazyPattern::valid() const { return impl_->get_exact().ok(); }

}  // namespace aboveboard::data
