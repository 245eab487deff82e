// Any bytes through the normalizer, the matcher, the clause reader and the name finder: no crash, ranges that lie in the text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "license/license.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aboveboard::license;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Match& match : identify(text)) {
    if (match.begin > match.end || match.end > size) std::abort();
    if (const Info* info = find(match.id)) locate_terms(*info, text.substr(match.begin, match.end - match.begin));
  }
  for (const LocatedTerm& term : read_clauses(text)) {
    if (term.begin > term.end || term.end > size) std::abort();
    if (text.substr(term.begin, term.end - term.begin) != term.term.quote) std::abort();
  }
  for (const NameInText& name : names_in(text)) {
    if (name.begin > name.end || name.end > size) std::abort();
  }
  (void)parse_expression(text);
  read_tag(text.substr(0, size / 2), text.substr(size / 2), "");
  return 0;
}
