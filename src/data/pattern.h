// Patterns: the regular expressions of our data, compiled when they are first needed, once, by whichever thread comes first.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace aboveboard::data {

// How an expression sees a text. Expressions over bytes cost a fraction to compile: their classes match bytes, and no byte of a longer character is ASCII.
enum class PatternUnit {
  Byte,
  Utf8WhereNeeded,  // bytes, unless the expression itself holds characters beyond ASCII
};

// An expression starts as a RegexProgram, which is ready in microseconds. Once that has taken about as long as compiling with RE2 would, RE2 takes over: small releases
// compile next to nothing, large ones match at full speed, and both find the same.
class LazyPattern {
 public:
  LazyPattern(std::string expression, PatternUnit unit);
  bool matches(std::string_view text) const;
  // The leftmost match at or behind `from`. groups[0] becomes the match, groups[i] what the i-th group took, with a null pointer where it took no part (or where
  // the expression has fewer groups).
  bool find(std::string_view text, std::size_t from, std::span<std::string_view> groups) const;
  // How many groups the expression has.
  std::size_t groups() const;
  const std::string& source() const;
  // Does RE2 take it? For tests of the data.
  bool valid() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

// The expression with every counted repeat of five or more made unbounded: it matches all that the expression matches, and more.
std::string loosened(std::string_view expression);

}  // namespace aboveboard::data
