// Front matter: the YAML between two "---" lines at the top of a card.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "format/document.h"

namespace aboveboard::format {

struct FrontMatterSpan {
  std::size_t begin = 0, end = 0;  // the YAML
  std::size_t body = 0;            // where the prose begins
};

// Where front matter stands: behind an optional byte order mark and blank lines, from "---" to the next "---". Nothing
// where there is none, also where the first fence is never closed.
std::optional<FrontMatterSpan> find_front_matter(std::string_view text);

// Reads it into `document`, and returns where the prose begins. Broken YAML, or YAML that is no map, is noted
// (format/card-front-matter).
std::size_t read_front_matter(Document& document, Diagnostics& notes);

}  // namespace aboveboard::format
