// Licenses that a model card declares in its front matter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/text.h"
#include "model/license.h"
#include "source/source.h"

namespace aboveboard::cli {

// A text of one file, with its lines.
struct Text {
  const Source& source;
  std::string path;
  std::string bytes;
  LineIndex lines;
};

// One record for each license that the front matter of a Markdown file names; nothing for other files.
std::vector<License> read_tags(const Text& text, Diagnostics& notes);

}  // namespace aboveboard::cli
