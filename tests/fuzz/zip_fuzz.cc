// The zip reader on any bytes.
#include "archive_examine.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const aboveboard::fuzzing::ArchiveWalk walk({reinterpret_cast<const char*>(data), size});
  return 0;
}
