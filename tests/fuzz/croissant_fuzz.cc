// The Croissant reader on any JSON: what it gives stands within its limits, on lines of the file, as valid UTF-8.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/text.h"
#include "data/value.h"
#include "format/croissant/croissant.h"

namespace {

using namespace aboveboard;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(std::string_view text, std::uint64_t line, std::uint64_t lines) {
  require(text.size() <= limits::kCroissantText + 2 && find_invalid_utf8(text) == std::string_view::npos);
  require(line <= lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Diagnostics notes;
  const auto value = data::parse_json(text, {"croissant.json", 1}, notes);
  if (!value) return 0;
  const auto croissant = format::read_croissant(*value);
  if (!croissant) return 0;
  const std::uint64_t lines = LineIndex(text).line_count();
  for (const format::CroissantText* one : {&croissant->name, &croissant->description, &croissant->license, &croissant->url, &croissant->creator, &croissant->date_published, &croissant->version, &croissant->citation}) check(one->text, one->line, lines);
  for (const auto& file : croissant->distribution) check(file.content_url, file.line, lines);
  for (const auto& base : croissant->based_on) check(base.url, base.line, lines);
  for (const auto& property : croissant->responsible_ai) check(property.value.text, property.value.line, lines);
  require(croissant->distribution.size() <= limits::kCroissantRecords && croissant->fields <= limits::kCroissantRecords);
  require(croissant->based_on.size() <= 2 * limits::kCroissantRecords);
  return 0;
}
