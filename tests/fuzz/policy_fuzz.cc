// The policy reader on any bytes: errors with lines, never more than the limit, or a policy; and the baseline reader.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/limits.h"
#include "policy/baseline.h"
#include "policy/policy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace aboveboard;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  static const PolicyVocabulary kWords{{"Apache-2.0", "MIT", "LicenseRef-otter"}, {{"osaid-1.0", {"definition", "faq"}, {}, {"consistent"}, true}}, {{"safetensors", {}}, {"pickle", {}}, {"pytorch", {"pickle"}}}, {"commercial"}, {"policy/label", "danger/pickle"}};
  const PolicyReadingResult read = read_policy(text, "fuzz", kWords, {2026, 11, 21});
  if (read.errors.size() > limits::kPolicyErrors + 1 || read.warnings.size() > limits::kPolicyErrors) std::abort();
  for (const Error& error : read.errors) {
    if (!error.place.line || *error.place.line == 0 || error.message.empty()) std::abort();
  }
  for (const Waiver& waiver : read.policy.waivers) {
    if (read.errors.empty() && (waiver.reason.empty() || waiver.owner.empty() || !parse_day(to_string(waiver.expires)))) std::abort();
  }
  (void)meant_day(text);
  (void)read_baseline(text, "fuzz");
  return 0;
}
