// The YAML reader on any bytes: a value whose lines are within the text, or an error with a line.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "data/value.h"

namespace {

using namespace aboveboard;
using data::Value;

// Depth is bounded by the parser.
void check(const Value& value, std::uint64_t lines) {
  if (value.line > lines) std::abort();
  for (const Value& item : value.items) check(item, lines);
  for (const data::Member& member : value.members) {
    if (member.line == 0 || member.line > lines) std::abort();
    check(member.value, lines);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  Diagnostics notes;
  const Result<Value> value = data::parse_yaml(text, {.path = "fuzz"}, notes);
  if (value) {
    check(*value, 1 + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
  } else if (!value.error().place.line) {
    std::abort();
  }
  return 0;
}
