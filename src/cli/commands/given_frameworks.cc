#include "cli/commands/given_frameworks.h"

#include "base/limits.h"
#include "cli/output.h"
#include "source/source.h"

namespace aboveboard::cli {
namespace {

Result<FrameworkText> read_file(const std::string& location) {
  Diagnostics notes;
  ABOVEBOARD_ASSIGN(const auto source, open_source(location, location, notes));
  if (source->info().kind != "file" || source->files().empty()) return fail(ErrorKind::Usage, "a framework is one YAML file", {location, {}, {}});
  ABOVEBOARD_ASSIGN(const auto bytes, source->open(source->files().front().path));
  ABOVEBOARD_ASSIGN(std::string text, read_all(*bytes, limits::kFrameworkBytes));
  return FrameworkText{location, std::move(text)};
}

Result<std::vector<Framework>> read_given(const Invocation& given) {
  std::vector<FrameworkText> files;
  for (const GivenFlag& item : given.flags) {
    if (item.id != FlagId::Framework) continue;
    ABOVEBOARD_ASSIGN(FrameworkText file, read_file(item.value));
    files.push_back(std::move(file));
  }
  return read_frameworks(files);
}

}  // namespace

std::optional<std::vector<Framework>> given_frameworks(const Call& call) {
  Result<std::vector<Framework>> frameworks = read_given(call.given);
  if (frameworks) return std::move(*frameworks);
  complain(call, to_string(frameworks.error()));
  return std::nullopt;
}

}  // namespace aboveboard::cli
