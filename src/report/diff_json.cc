#include "report/diff_writers.h"
#include "report/json_records.h"

namespace aboveboard {
namespace {

using data::JsonWriter;

void write_label_or_null(JsonWriter& out, std::string_view key, const std::optional<Label>& label) {
  out.key(key);
  label ? out.string(to_string(*label)) : out.null();
}

void write_report(JsonWriter& out, std::string_view key, const DiffInput& input) {
  const ReleaseInfo& release = input.report.facts.release;
  out.key(key);
  out.begin_object();
  out.member("location", input.location);
  out.member("name", release.name);
  if (!release.sources.empty()) json::optional_text(out, "revision", release.sources.front().revision);
  out.key("complete");
  out.boolean(release.complete);
  out.member("version", input.tool.version);
  out.member("data_version", input.tool.data_version);
  write_label_or_null(out, "at_least", input.report.label.at_least);
  write_label_or_null(out, "at_most", input.report.label.at_most);
  write_label_or_null(out, "apparent", input.report.label.apparent);
  out.end_object();
}

void write_side(JsonWriter& out, std::string_view key, const ChangeSide& side) {
  out.key(key);
  if (side.text.empty()) return out.null();
  out.begin_object();
  out.member("value", side.text);
  json::evidence(out, side.evidence);
  out.end_object();
}

}  // namespace

std::string write_json_difference(const DiffInput& before, const DiffInput& after, const Difference& difference, const ToolInfo& tool) {
  JsonWriter out;
  out.begin_object();
  json::preamble(out, tool);
  write_report(out, "old", before);
  write_report(out, "new", after);
  json::texts(out, "notes", difference.notes);
  out.member("direction", to_string(difference.direction));
  out.key("more_open");
  out.boolean(difference.more_open);
  out.key("less_open");
  out.boolean(difference.less_open);
  out.member("sentence", difference.sentence);
  json::list(out, "changes", difference.changes, [&](const Change& change) {
    out.begin_object();
    out.member("group", change.group);
    out.member("id", change.id);
    out.member("title", change.title);
    json::optional_text(out, "within", change.within);
    out.member("direction", to_string(change.direction));
    write_side(out, "old", change.before);
    write_side(out, "new", change.after);
    out.end_object();
  });
  out.end_object();
  return json::escape_invisible(out.take());
}

}  // namespace aboveboard
