#include "report/compare_writers.h"
#include "report/json_records.h"

namespace aboveboard {
namespace {

using data::JsonWriter;

void write_label_or_null(JsonWriter& out, std::string_view key, const std::optional<Label>& label) {
  out.key(key);
  label ? out.string(to_string(*label)) : out.null();
}

void write_release(JsonWriter& out, const ComparedRelease& release) {
  out.begin_object();
  out.member("heading", release.heading);
  out.member("location", release.location);
  if (release.failure.empty()) {
    out.member("name", release.name);
    json::optional_text(out, "revision", release.revision);
    out.key("complete");
    out.boolean(release.complete);
    out.key("label");
    out.begin_object();
    write_label_or_null(out, "at_least", release.at_least);
    write_label_or_null(out, "at_most", release.at_most);
    write_label_or_null(out, "apparent", release.apparent);
    out.member("sentence", release.sentence);
    out.end_object();
  }
  json::optional_text(out, "failure", release.failure);
  out.end_object();
}

}  // namespace

std::string write_json_comparison(const Comparison& comparison, const ToolInfo& tool) {
  JsonWriter out;
  out.begin_object();
  json::preamble(out, tool);
  json::list(out, "releases", comparison.releases, [&](const ComparedRelease& release) { write_release(out, release); });
  json::list(out, "rows", comparison.rows, [&](const ComparisonRow& row) {
    out.begin_object();
    out.member("group", row.group);
    out.member("id", row.id);
    out.member("title", row.title);
    out.key("values");
    out.begin_array();
    for (std::size_t i = 0; i < row.values.size(); ++i) comparison.releases[i].failure.empty() ? out.string(row.values[i].text) : out.null();
    out.end_array();
    out.key("differs");
    out.boolean(row.differs);
    out.end_object();
  });
  out.end_object();
  return json::escape_invisible(out.take());
}

}  // namespace aboveboard
