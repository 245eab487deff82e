// Any bytes through the normalizer: tokens in order, inside the text, each read again as the word that it was hashed from; and the whole as a
// lesson, whose file reads back as it was written.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "license/fingerprint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aboveboard::license;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t at = 0;
  for (const Token& token : normalize(text)) {
    if (token.begin < at || token.end <= token.begin || token.end > size) std::abort();
    if (word_hash(token_word(text, token)) != token.hash) std::abort();
    at = token.end;
  }
  const Fingerprint print = learn(text, {"LicenseRef-fuzz", false, {std::string(text.substr(0, size / 2))}, {std::string(text.substr(size / 2))}});
  const auto read = read_fingerprint(write_fingerprint(print), "fuzz");
  if (print.tokens != 0 && (!read || read->whole != print.whole || read->chunks != print.chunks || read->anchors.size() != print.anchors.size())) std::abort();
  return 0;
}
