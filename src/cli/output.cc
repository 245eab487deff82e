#include "cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <ostream>
#include <utility>

#include "base/suggest.h"
#include "data/embedded.h"
#include "report/display.h"

namespace aboveboard::cli {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 2> kFormats = {{{"text", Format::Text}, {"json", Format::Json}}};

Result<Output> read_output(const std::string& spelling) {
  const std::size_t equals = spelling.find('=');
  const std::string name = spelling.substr(0, equals);
  std::vector<std::string> names;
  for (const auto& [known, format] : kFormats) {
    if (known == name) {
      if (equals == std::string::npos) return Output{format, std::nullopt};
      if (equals + 1 == spelling.size()) return fail(ErrorKind::Usage, "--format " + spelling + " names no file");
      return Output{format, spelling.substr(equals + 1)};
    }
    names.emplace_back(known);
  }
  const std::string hint = did_you_mean(name, names);
  return fail(ErrorKind::Usage, "unknown format " + name + (hint.empty() ? "; known are text and json" : hint));
}

tl::unexpected<Error> cannot_write(const std::string& path) {
  return fail(ErrorKind::Unreadable, std::string("cannot write: ") + std::strerror(errno), {path, {}, {}});
}

Status write_all(int file, const std::string& text, const std::string& path) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t wrote = ::write(file, text.data() + done, text.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return cannot_write(path);
    done += static_cast<std::size_t>(wrote);
  }
  return {};
}

// Closes `file` and says whether all of it arrived.
Status write_and_close(int file, const std::string& text, const std::string& path) {
  Status status = write_all(file, text, path);
  if (::close(file) != 0 && status) return cannot_write(path);
  return status;
}

// A device or a pipe is written to, not replaced.
Status write_in_place(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  return file < 0 ? Status(cannot_write(path)) : write_and_close(file, text, path);
}

// The file that a link stands for, so that the link stays one.
std::string behind_links(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  return real ? std::string(real.get()) : path;
}

}  // namespace

Result<std::vector<Output>> read_outputs(const Call& call) {
  std::vector<Output> outputs;
  for (const GivenFlag& item : call.given.flags) {
    if (item.id != FlagId::Format) continue;
    ABOVEBOARD_ASSIGN(Output output, read_output(item.value));
    const bool shared = std::any_of(outputs.begin(), outputs.end(), [&](const Output& other) { return other.file == output.file; });
    if (shared) return fail(ErrorKind::Usage, "two formats would go to " + output.file.value_or("standard output") + "; give one a file: --format FORMAT=FILE");
    outputs.push_back(std::move(output));
  }
  if (outputs.empty()) outputs.push_back({});
  if (auto page = page_options(call, outputs.front()); !page) return fail(std::move(page.error()));
  return outputs;
}

Result<TerminalOptions> page_options(const Call& call, const Output& output) {
  const std::string when = call.given.value(FlagId::Color).value_or("auto");
  const bool on_terminal = !output.file && call.around.terminal;
  TerminalOptions options;
  if (!output.file) options.width = std::max(call.around.columns, 40);
  if (when == "always") {
    options.color = true;
  } else if (when == "auto") {
    options.color = on_terminal && call.around.wants_color;
  } else if (when != "never") {
    return fail(ErrorKind::Usage, "--color takes auto, always or never, not " + when);
  }
  return options;
}

ToolInfo tool_info() { return {"aboveboard", ABOVEBOARD_VERSION, std::string(data::embedded_version())}; }

Status write_whole_file(const std::string& path, const std::string& text) {
  struct stat there {};
  const bool exists = ::stat(path.c_str(), &there) == 0;
  if (exists && S_ISDIR(there.st_mode)) return fail(ErrorKind::Usage, "cannot write: it is a folder", {path, {}, {}});
  if (exists && !S_ISREG(there.st_mode)) return write_in_place(path, text);

  const std::string target = behind_links(path);
  std::string beside = target + ".XXXXXX";
  const int file = ::mkstemp(beside.data());
  if (file < 0) return cannot_write(path);
  // mkstemp makes it private; a report is as readable as the file it replaces, or as any that the caller makes.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const mode_t mode = exists ? there.st_mode & 0777 : 0666 & ~mask;
  Status status = ::fchmod(file, mode) == 0 ? Status() : Status(cannot_write(path));
  if (const Status written = write_and_close(file, text, path); !written) status = written;
  if (status && std::rename(beside.c_str(), target.c_str()) != 0) status = cannot_write(path);
  if (!status) ::unlink(beside.c_str());
  return status;
}

bool write_outputs(const Call& call, const std::vector<Output>& outputs,
                   const std::function<std::string(const Output&, const TerminalOptions&)>& write) {
  for (const Output& output : outputs) {
    const Result<TerminalOptions> options = page_options(call, output);
    if (!options) return complain(call, to_string(options.error())), false;
    const std::string text = write(output, *options);
    if (output.file) {
      if (const Status status = write_whole_file(*output.file, text); !status) return complain(call, to_string(status.error())), false;
      continue;
    }
    call.out << text << std::flush;
    if (!call.out) return complain(call, "cannot write to standard output"), false;
  }
  return true;
}

void complain(const Call& call, std::string_view message) { call.err << "aboveboard: " << terminal::neutralize(message) << "\n"; }

}  // namespace aboveboard::cli
