#include "cli/commands/given_licenses.h"

#include "base/limits.h"
#include "cli/output.h"
#include "license/learned.h"
#include "source/source.h"

namespace aboveboard::cli {
namespace {

constexpr std::string_view kEnding = ".fingerprint";

Status read_into(std::vector<license::Learned>& learned, const Source& source, const std::string& path) {
  const bool file = source.info().kind == "file";
  const std::string shown = file ? source.info().location : source.info().location + "/" + path;
  ABOVEBOARD_ASSIGN(const auto bytes, source.open(path));
  ABOVEBOARD_ASSIGN(const std::string text, read_all(*bytes, limits::kDocumentBytes));
  ABOVEBOARD_ASSIGN(license::Learned license, license::read_learned(text, shown));
  learned.push_back(std::move(license));
  return {};
}

Status know_all(const Invocation& given) {
  std::vector<license::Learned> learned;
  for (const GivenFlag& item : given.flags) {
    if (item.id != FlagId::Licenses) continue;
    Diagnostics notes;
    ABOVEBOARD_ASSIGN(const auto source, open_source(item.value, item.value, notes));
    const std::size_t before = learned.size();
    for (const FileEntry& file : source->files()) {
      if (source->info().kind == "file" || file.path.ends_with(kEnding)) ABOVEBOARD_TRY(read_into(learned, *source, file.path));
    }
    if (learned.size() == before) return fail(ErrorKind::Usage, "no file that ends in " + std::string(kEnding), {item.value, {}, {}});
  }
  if (!learned.empty()) license::know_also(std::move(learned));
  return {};
}

}  // namespace

bool know_given_licenses(const Call& call) {
  const Status known = know_all(call.given);
  if (!known) complain(call, to_string(known.error()));
  return known.has_value();
}

}  // namespace aboveboard::cli
