// A configuration and the tensors beside it, both made up: whatever the configuration says, the comparison ends, within its limits, with places that lie in
// the files. Input: the configuration, and behind the first zero byte names of tensors, one a line, or a tokenizer behind a second one.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/text.h"
#include "format/scan.h"
#include "source/source.h"
#include "weights/vocabulary.h"
#include "weights/weights.h"

namespace {

using namespace aboveboard;

void require(bool condition) {
  if (!condition) std::abort();
}

// A header of tensors of these names; the shape comes from the name's length.
std::string header_of(std::string_view names) {
  std::string header = "{";
  std::uint64_t end = 0;
  for (const std::string& line : split(names, '\n')) {
    std::string name;
    for (const char c : line)
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') name += c;
    const std::uint64_t size = 1 + name.size() % 5;
    header += (end == 0 ? "\"" : ",\"") + name + R"(":{"dtype":"U8","shape":[)" + std::to_string(size) + R"(,2],"data_offsets":[)" + std::to_string(end) + "," +
              std::to_string(end + 2 * size) + "]}";
    end += 2 * size;
  }
  header += "}";
  std::string length;
  for (int i = 0; i < 8; ++i) length.push_back(static_cast<char>(header.size() >> (8 * i)));
  return length + header + std::string(static_cast<std::size_t>(end), '\0');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t first = std::min(input.find('\0'), input.size());
  const std::string_view rest = input.substr(std::min(first + 1, input.size()));
  const std::size_t second = std::min(rest.find('\0'), rest.size());
  const std::string tokenizer(rest.substr(std::min(second + 1, rest.size())));
  SourceInfo info;
  info.name = "fuzz";
  const std::vector<MemoryFile> files = {{"config.json", std::string(input.substr(0, first))}, {"model.safetensors", header_of(rest.substr(0, second))}, {"tokenizer.json", tokenizer}};
  const auto source = memory_source(info, files);
  Diagnostics notes;
  std::vector<ScannedSource> sources;
  sources.push_back(scan(*source, notes));
  const Weights weights = weights::collect_weights(sources, notes);
  require(!weights.architecture.empty() || weights.tied.empty());
  for (const Diagnostic& item : notes.items()) {
    for (const MemoryFile& file : files)
      require(item.error.place.path != file.path || !item.error.place.byte || *item.error.place.byte <= file.text.size());
  }
  MemorySource bytes(tokenizer);
  const auto counted = weights::count_tokens(bytes, false);
  require(!counted || counted->byte <= tokenizer.size());
  MemorySource whole(input);
  static_cast<void>(weights::count_tokens(whole, true));
  return 0;
}
