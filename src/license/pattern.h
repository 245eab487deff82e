// Compiles an expression of our data for matching folded text. Expressions of plain ASCII are compiled byte by byte, which costs a fraction of
// compiling them for UTF-8: their classes then match bytes, and no byte of a longer character is ASCII.
#pragma once

#include <memory>
#include <string>

namespace re2 {
class RE2;
}

namespace aboveboard::license {

// Never null; a broken expression is not ok(), and the tests find it.
std::unique_ptr<re2::RE2> compile_pattern(const std::string& expression);

}  // namespace aboveboard::license
