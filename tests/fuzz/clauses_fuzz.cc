// Any bytes through the sentence cutter and the clause reader: ranges and quotes lie in the text, origins rise, and what is read twice is the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "license/license.h"
#include "license/sentences.h"

namespace {

using namespace aboveboard::license;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const Sentence& sentence, std::string_view text) {
  require(!sentence.folded.empty() && sentence.origin.size() == sentence.folded.size());
  require(sentence.begin < sentence.end && sentence.end <= text.size());
  for (std::size_t i = 0; i < sentence.origin.size(); ++i) {
    require(sentence.origin[i] < text.size());
    require(i == 0 || sentence.origin[i - 1] <= sentence.origin[i]);
  }
  require(sentence.lead == nullptr || sentence.lead->size() <= 400);
  require(sentence.section.size() < 200);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  each_sentence(text, [text](const Sentence& sentence) { check(sentence, text); });
  const auto terms = read_clauses(text);
  for (const LocatedTerm& located : terms) {
    require(located.begin <= located.end && located.end <= size);
    require(text.substr(located.begin, located.end - located.begin) == located.term.quote);
  }
  require(read_clauses(text).size() == terms.size());
  static_cast<void>(classes_of(terms));
  return 0;
}
