// The pickle machine on any bytes: it ends, names are printable, and what breaks behind an import is said to.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "format/pickle/pickle.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aboveboard;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  MemorySource source(bytes);
  const format::Sniff sniff{bytes.substr(0, 4096), bytes.substr(size - std::min<std::size_t>(size, 65558)), size, source};
  static_cast<void>(format::looks_like_pickle(sniff));
  static_cast<void>(format::text_runs_as_pickle(sniff));
  Contents contents;
  Diagnostics notes;
  format::Budget budget;
  format::Examination examination("fuzz", contents, notes, budget, {});
  format::read_pickle(source, examination);
  if (!contents.valid && notes.items().empty()) std::abort();
  for (const Construct& construct : contents.constructs) {
    if (find_invalid_utf8(construct.name) != std::string_view::npos || construct.count == 0) std::abort();
    for (const char c : construct.name + construct.detail) {
      if (static_cast<unsigned char>(c) < 0x20) std::abort();
    }
    if (construct.member.empty() && construct.byte > size) std::abort();
  }
  return 0;
}
