// The reader of stored reports on any bytes: it fails with a message, or gives a report that is written and read again to the same bytes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "report/read_json.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aboveboard;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<StoredReport> stored = read_report(text, {"report.json", {}, {}});
  if (!stored) {
    require(!stored.error().message.empty() && stored.error().place.path == "report.json");
    return 0;
  }
  const std::string written = write_json(stored->report, stored->tool);
  const Result<StoredReport> again = read_report(written, {"written.json", {}, {}});
  require(again.has_value());
  require(write_json(again->report, again->tool) == written);
  return 0;
}
