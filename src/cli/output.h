// Where a report goes: formats, files, width and color.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/commands/commands.h"
#include "report/report.h"

namespace aboveboard::cli {

enum class Format { Text, Json };

struct Output {
  Format format = Format::Text;
  std::optional<std::string> file;  // nothing: standard output
};

// The outputs asked for with --format; text on standard output where none is. Usage for an unknown format or --color, and where two would share a destination.
Result<std::vector<Output>> read_outputs(const Call& call);

// How a page is set where it goes: by --color, the terminal and its width. Usage for an unknown --color.
Result<TerminalOptions> page_options(const Call& call, const Output& output);

ToolInfo tool_info();

// Replaces `path` by a file with `text`: written beside it, then renamed, so that a reader sees the old or the new one whole.
Status write_whole_file(const std::string& path, const std::string& text);

// Writes each output with the text that `write` gives for it. False where one could not be written; the reason is on call.err.
bool write_outputs(const Call& call, const std::vector<Output>& outputs, const std::function<std::string(const Output&, const TerminalOptions&)>& write);

// "aboveboard: message" on standard error.
void complain(const Call& call, std::string_view message);

}  // namespace aboveboard::cli
