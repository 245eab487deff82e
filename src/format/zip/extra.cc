#include <array>

#include "base/bytes.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/zip/records.h"

namespace aboveboard::format {

bool ZipReading::has_room(std::uint64_t place) {
  if (entries.size() < limits::kArchiveMembers) return true;
  if (!limit_told) {
    examination.not_examined("zip-limit", ErrorKind::LimitReached,
                             "more than " + std::to_string(limits::kArchiveMembers) + " members; those behind were not looked at", place);
  }
  limit_told = true;
  return false;
}

ZipExtra parse_extra(std::string_view extra) {
  ZipExtra result;
  while (extra.size() >= 4) {  // zipalign pads with up to three zeros
    const auto id = load_le<std::uint16_t>(extra.data());
    const auto length = load_le<std::uint16_t>(extra.data() + 2);
    if (length > extra.size() - 4) {
      result.broken = true;
      return result;
    }
    const std::string_view value = extra.substr(4, length);
    if (id == 0x0001 && !result.zip64) result.zip64 = value;
    if (id == 0x7075 && !result.unicode) result.unicode = value;
    extra.remove_prefix(4 + length);
  }
  return result;
}

std::string apply_zip64(const ZipExtra& extra, bool has_header, ZipNumbers& numbers) {
  constexpr std::uint64_t kSaturated = 0xFFFFFFFFu;
  const std::array<std::uint64_t*, 3> fields{&numbers.bytes, &numbers.stored, has_header ? &numbers.header : nullptr};
  std::string_view rest = extra.zip64.value_or("");
  bool used = false;
  for (std::uint64_t* field : fields) {
    if (field == nullptr || *field != kSaturated) continue;
    if (!extra.zip64) return "";  // a member of exactly that size, or one that ends behind the file: seen later
    if (rest.size() < 8) return "its zip64 field does not hold the numbers that it is there for";
    *field = load_le<std::uint64_t>(rest.data());
    rest.remove_prefix(8);
    used = true;
  }
  // Some readers believe the field also where the numbers beside it are not saturated.
  if (!used && rest.size() >= 16 &&
      (load_le<std::uint64_t>(rest.data()) != numbers.bytes || load_le<std::uint64_t>(rest.data() + 8) != numbers.stored)) {
    return "its zip64 field says other sizes than the numbers that it would replace";
  }
  return "";
}

}  // namespace aboveboard::format
