#include "weights/text_at.h"

#include <algorithm>

#include "base/text.h"
#include "format/safetensors/json_cursor.h"

namespace aboveboard::weights {

std::string text_at(const ScannedSource& source, const std::string& path, std::uint64_t byte) {
  if (source.source == nullptr) return "";
  auto bytes = source.source->open(path);
  if (!bytes || byte >= (*bytes)->size()) return "";
  const auto head = read_range(**bytes, byte, std::min<std::uint64_t>(512, (*bytes)->size() - byte));
  if (!head) return "";
  format::JsonCursor cursor{*head};
  std::string_view text;
  bool escaped = false;
  bool ascii = true;
  return cursor.read_string(text, escaped, ascii) ? sanitize_utf8(clip_utf8(text, 120)) : "";
}

}  // namespace aboveboard::weights
