#include "cli/commands/given_reports.h"

#include <filesystem>
#include <utility>

#include "audit/audit.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/commands/records.h"
#include "cli/network.h"
#include "cli/output.h"
#include "report/read_json.h"
#include "source/source.h"

namespace aboveboard::cli {
namespace {

bool is_report_file(const std::string& location) {
  std::error_code error;
  return file_extension(location) == "json" && std::filesystem::is_regular_file(location, error);
}

Result<GivenReport> read_stored(const std::string& location) {
  Diagnostics notes;
  ABOVEBOARD_ASSIGN(const auto source, open_source(location, location, notes));
  if (source->files().empty()) return fail(ErrorKind::Unreadable, "cannot be read", {location, {}, {}});
  ABOVEBOARD_ASSIGN(const auto bytes, source->open(source->files().front().path));
  auto text = read_all(*bytes, limits::kReportBytes);
  if (!text) return fail(text.error().kind, text.error().message, {location, {}, {}});
  ABOVEBOARD_ASSIGN(StoredReport stored, read_report(*text, {location, {}, {}}));
  return GivenReport{{location, std::move(stored.report), std::move(stored.tool)}, kDone};
}

}  // namespace

Result<GivenReport> report_at(const Call& call, const Places& places, const std::string& location) {
  if (is_report_file(location)) return read_stored(location);
  AuditOptions options;
  options.targets = {{location, std::nullopt}};
  options.places = places;
  Result<Report> report = audit(options);
  clear_progress(call.err);
  end_if_interrupted();
  if (!report) return fail(std::move(report.error()));
  const int status = status_of(report->facts);
  return GivenReport{{location, std::move(*report), tool_info()}, status};
}

}  // namespace aboveboard::cli
