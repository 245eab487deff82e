// Any bytes as a file of a learned license: an error with its line, or a license that is written and read again alike.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "license/learned.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aboveboard::license;
  const auto learned = read_learned({reinterpret_cast<const char*>(data), size}, "fuzz.fingerprint");
  if (!learned) return 0;
  const auto again = read_learned(write_learned(*learned), "fuzz.fingerprint");
  if (!again || again->print.whole != learned->print.whole || again->terms.size() != learned->terms.size()) std::abort();
  return 0;
}
