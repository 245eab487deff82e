// Patterns: the regular expressions of our data, compiled when they are first needed, once, by whichever thread comes first.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace aboveboard::data {

// How an expression sees a text. Expressions over bytes cost a fraction to compile: their classes match bytes, and no byte of a longer character is ASCII.
enum class PatternUnit {
  Byte,
  Utf8WhereNeeded,  // bytes, unless the expression itself holds characters beyond ASCII
};

class LazyPattern {
 public:
  LazyPattern(std::string expression, PatternUnit unit);
  // The expression, where it may match `text`; nullptr where it cannot. Counted repeats ("[^.]{0,80}") make up most of what compiling costs, so a
  // looser expression without the counts is asked first, and few texts get past it.
  const re2::RE2* candidate(std::string_view text) const;
  const std::string& source() const;
  // Does it compile? For tests of the data.
  bool valid() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

// The expression with every counted repeat of five or more made unbounded: it matches all that the expression matches, and more.
std::string loosened(std::string_view expression);

}  // namespace aboveboard::data
