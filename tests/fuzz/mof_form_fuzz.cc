// The reader of the Model Openness Tool's form on any bytes: an evaluation within its bounds, or an error with a place.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "framework/mof_form.h"

using namespace aboveboard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const Result<MofForm> form = parse_mof_form(text, "fuzz.yml");
  if (!form) {
    if (form.error().place.path != "fuzz.yml") std::abort();
    return 0;
  }
  const MofEvaluation evaluation = evaluate_mof_form(*form, [](std::string_view id) { return id == "MIT"; });
  if (evaluation.items.size() != mof_tool().components.size() || evaluation.label.empty()) std::abort();
  double before = 100;
  for (const MofProgress& progress : evaluation.progress) {
    if (progress.percent < 0 || progress.percent > 100 || (before < 100 && progress.percent > 0)) std::abort();
    if ((progress.percent == 100) != (evaluation.number != 0 && evaluation.number <= progress.number)) std::abort();
    before = progress.percent;
  }
  return 0;
}
