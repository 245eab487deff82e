// `aboveboard inspect FILE...`
#include <vector>

#include "base/text.h"
#include "cli/commands/records.h"
#include "format/scan.h"

namespace aboveboard::cli {
namespace {

// A file that the caller named and of which no reader made anything: not looked at, which is no clean bill.
void note_unrecognized(const ScannedSource& scanned, Diagnostics& notes) {
  if (scanned.source->info().kind != "file") return;
  for (const ScannedFile& file : scanned.files) {
    const bool read = file.weights || file.pointer || file.value || file.index || !file.contents.formats.empty() || file.kind == FileKind::Unread ||
                      file_extension(file.path).starts_with("jinja");
    if (read) continue;
    notes.add(DiagnosticKind::NotExamined, "format/not-recognized",
              Error{ErrorKind::Unsupported, "its bytes are of no format that is read here", {file.path, {}, {}}});
  }
}

}  // namespace

int run_inspect(const Call& call) {
  std::vector<ScannedSource> scanned;
  return run_records(
      call, {.licenses = false, .weights = true, .nothing = "no weights here"},
      [&](const Source& source, Facts&, Diagnostics& notes) {
        scanned.push_back(scan(source, notes, {.named_as_weights = source.info().kind == "file"}));
        note_unrecognized(scanned.back(), notes);
      },
      [&](Facts& facts, Diagnostics& notes) {
        facts.weights = collect_weights(scanned, notes);
        facts.digests = compute_digests(scanned, digest_options(call.given), notes);
        facts.findings = judge_digests(facts.digests);
      });
}

}  // namespace aboveboard::cli
