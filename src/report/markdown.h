// Text of a release inside Markdown: it stays text, whatever it holds.
#pragma once

#include <string>
#include <string_view>

namespace aboveboard::markdown {

// On one line, with everything escaped that Markdown, its tables and links, or HTML could take for markup.
std::string escape(std::string_view text);
// The same as a code span, for paths; fenced so that no back-quote in it ends it.
std::string code(std::string_view text);

}  // namespace aboveboard::markdown
