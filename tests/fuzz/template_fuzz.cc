// Chat templates of any bytes: what is found lies in the text, and stays within the limits.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "format/template/template.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aboveboard;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<Construct> found;
  format::read_template(text, 7, found);
  if (found.size() > limits::kTemplateConstructs) std::abort();
  for (const Construct& construct : found) {
    if (construct.kind != ConstructKind::Template || construct.name.empty() || construct.count == 0) std::abort();
    if (construct.byte < 7 || construct.byte > size + 7) std::abort();
    if (find_invalid_utf8(construct.detail) != std::string_view::npos) std::abort();
  }
  return 0;
}
