// The document reader on any bytes: sentences and links must lie in the file, in order, on the lines they name.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "format/document.h"

namespace {

using namespace aboveboard;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const Document& document) {
  std::size_t end = 0;
  for (const Sentence& sentence : document.sentences) {
    require(sentence.begin < sentence.end && sentence.end <= document.text.size());
    require(sentence.begin >= end);
    end = sentence.end;
    require(sentence.line == document.lines.line_of(sentence.begin));
    require(sentence.end_line == document.lines.line_of(sentence.end - 1) && sentence.line <= sentence.end_line);
    require(sentence.section < document.sections.size());
    require(!sentence.text.empty() && find_invalid_utf8(sentence.text) == std::string_view::npos);
    static_cast<void>(under_heading(document, sentence, "data license"));
  }
  for (const Link& link : document.links) require(link.begin < link.end && link.end <= document.text.size());
  require(!document.sections.empty());
  for (std::size_t i = 1; i < document.sections.size(); ++i) require(document.sections[i].parent < i);
  if (document.front_matter)
    require(document.front_matter->line >= 1 && document.front_matter->line <= document.front_matter->end_line);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const char* path : {"README.md", "LICENSE", "index.rst"}) {
    Diagnostics notes;
    check(parse_document(path, text, notes));
  }
  return 0;
}
