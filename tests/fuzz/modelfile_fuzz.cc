// A Modelfile and a merge configuration of any bytes: instructions lie in the text, in order, on the lines they name; bases are names that may stand in a report.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/text.h"
#include "lineage/mention.h"
#include "lineage/modelfile.h"

namespace {

using namespace aboveboard;

void require(bool condition) {
  if (!condition) std::abort();
}

void check_instructions(std::string_view text) {
  const auto lines = 1 + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  std::uint64_t line = 0;
  for (const lineage::Instruction& one : lineage::parse_modelfile(text)) {
    require(one.line > line && one.line <= lines && !one.keyword.empty());
    require(one.value.empty() || (one.value.data() >= text.data() && one.value.data() + one.value.size() <= text.data() + text.size()));
    line = one.line;
  }
}

void check_mentions(const lineage::Mentions& found) {
  require(found.list.size() <= limits::kLineageMentions);
  for (const lineage::Mention& mention : found.list) {
    require(!mention.base.empty() && mention.base.size() <= limits::kLineageNameBytes && find_invalid_utf8(mention.base) == std::string_view::npos);
    require(!mention.evidence.empty() && mention.evidence.front().line.has_value());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  check_instructions(text);
  ScannedSource source;
  ScannedFile modelfile;
  modelfile.path = "Modelfile";
  modelfile.text = text;
  lineage::Mentions found;
  lineage::read_modelfile(source, modelfile, found);
  ScannedFile merge;
  merge.path = "mergekit_config.yml";
  merge.text = text;
  Diagnostics notes;
  if (Result<data::Value> value = data::parse_yaml(text, {.path = merge.path}, notes)) merge.value = std::move(*value);
  lineage::read_merge(source, merge, found);
  check_mentions(found);
  return 0;
}
