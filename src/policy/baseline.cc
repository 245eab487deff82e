#include "policy/baseline.h"

#include "data/value.h"
#include "model/report.h"

namespace aboveboard {
namespace {

tl::unexpected<Error> wrong(const std::string& path, std::string message, std::uint64_t line = 0) {
  return fail(ErrorKind::Usage, std::move(message), {.path = path, .line = line == 0 ? std::nullopt : std::optional(line), .byte = {}});
}

// The records of a list as violations that hold no more than a baseline needs; nothing where one is not whole.
std::optional<std::vector<Violation>> records_of(const data::Value& root, std::string_view key) {
  const data::Value* list = root.find(key);
  if (list == nullptr || !list->is_list()) return std::nullopt;
  std::vector<Violation> records;
  for (const data::Value& item : list->items) {
    Violation record;
    record.rule = data::text_of(item, "rule");
    record.fingerprint = data::text_of(item, "fingerprint");
    record.message = data::text_of(item, "message");
    const auto state = violation_state_from_string(data::text_of(item, "state"));
    if (record.rule.empty() || record.fingerprint.empty() || !state) return std::nullopt;
    record.state = *state;
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace

Result<Baseline> read_baseline(std::string_view text, const std::string& path) {
  Diagnostics notes;
  const auto root = data::parse_json(text, {.path = path}, notes);
  if (!root) return wrong(path, "this baseline is no whole JSON (" + root.error().message + "); make it with `aboveboard check --format json`", root.error().place.line.value_or(0));
  const data::Value* version = root->find("schema_version");
  if (version == nullptr) return wrong(path, "this is no output of `aboveboard check --format json`");
  if (version->integer != kSchemaVersion)
    return wrong(path, "this baseline is of schema version " + version->text + ", and this program writes " + std::to_string(kSchemaVersion) + "; make it anew with `aboveboard check --format json`", version->line);
  const data::Value* seal = root->find("seal");
  const data::Value* report = root->find("report");
  if (seal == nullptr || report == nullptr) return wrong(path, "this is a report of another command; a baseline is made with `aboveboard check --format json`");
  std::vector<Violation> all;
  for (const std::string_view key : {"violations", "known", "waived"}) {
    auto records = records_of(*root, key);
    if (!records) return wrong(path, "this baseline was edited or is not whole: `" + std::string(key) + "` holds something that is no violation; make it anew with `aboveboard check --format json`");
    all.insert(all.end(), std::make_move_iterator(records->begin()), std::make_move_iterator(records->end()));
  }
  if (seal->text != seal_of(all)) return wrong(path, "this baseline was edited: its violations are not those of its seal; make it anew with `aboveboard check --format json`", seal->line);
  Baseline baseline{path, "", {}};
  if (const data::Value* release = report->find("release")) baseline.release = data::text_of(*release, "name");
  for (Violation& violation : all) {
    if (violation.state != ViolationState::Waived) baseline.entries.push_back({std::move(violation.rule), std::move(violation.fingerprint), std::move(violation.message)});
  }
  return baseline;
}

}  // namespace aboveboard
