#include "license/pattern.h"

#include <re2/re2.h>

#include <algorithm>

namespace aboveboard::license {

std::unique_ptr<re2::RE2> compile_pattern(const std::string& expression) {
  re2::RE2::Options options(re2::RE2::Quiet);
  const bool ascii = std::all_of(expression.begin(), expression.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) options.set_encoding(re2::RE2::Options::EncodingLatin1);
  return std::make_unique<re2::RE2>(expression, options);
}

}  // namespace aboveboard::license
