// The releases of a machine: a table for a terminal, or JSON as data/schema/list.schema.json describes it.
#include <fmt/format.h>

#include <algorithm>

#include "report/json_records.h"
#include "report/page.h"
#include "report/report.h"
#include "report/words.h"

namespace aboveboard {
namespace {

using terminal::Span;
using terminal::Spans;
using terminal::Style;

Span label_of(const ListedRelease& release) {
  if (!release.failure.empty()) return terminal::styled("not audited", Style::Bad);
  if (release.role == Role::Data) return terminal::dim("data");
  if (!release.apparent) return terminal::plain("cannot be told");
  return terminal::styled(display_name(*release.apparent), terminal::style_of(*release.apparent));
}

std::string licenses_of(const ListedRelease& release) {
  if (release.licenses.empty()) return "no license found";
  std::string text;
  for (const std::string& id : release.licenses) {
    const bool ours = id.starts_with("LicenseRef-");
    text += (text.empty() ? "" : ", ") + (ours ? id.substr(std::string_view("LicenseRef-").size()) : id);
  }
  return text;
}

// What a reader should know before believing the row.
std::string remarks_of(const ListedRelease& release) {
  std::string text;
  const auto add = [&](const std::string& remark) { text += (text.empty() ? "" : "; ") + remark; };
  if (release.errors != 0) add(terminal::count_of(release.errors, "error", "errors"));
  if (!release.partial.empty()) add("partial");
  if (release.incomplete) add("not all examined");
  return text;
}

void write_row(terminal::Page& page, const ListedRelease& release) {
  constexpr int kSize = 9, kLabel = 22, kGaps = 6, kIndent = 2;
  const int rest = page.width() - kIndent - kSize - kLabel - kGaps;
  Spans about{terminal::plain(release.failure.empty() ? licenses_of(release) : release.failure)};
  if (const std::string remarks = remarks_of(release); !remarks.empty()) about.push_back(terminal::dim(" (" + remarks + ")"));
  page.row(kIndent, {{{terminal::strong(release.name)}, std::max(12, rest / 2)}, {{terminal::plain(terminal::human_bytes(release.bytes))}, kSize}, {{label_of(release)}, kLabel}, {about, 0}});
}

}  // namespace

std::string write_terminal_list(const std::vector<ListedRelease>& releases, const TerminalOptions& options) {
  terminal::Page page(options.width, options.color);
  std::string_view store;
  for (const ListedRelease& release : releases) {
    if (release.store != store) page.section(release.store);
    store = release.store;
    write_row(page, release);
  }
  return page.take();
}

std::string write_json_list(const std::vector<ListedRelease>& releases, const std::vector<NotExamined>& not_examined, const ToolInfo& tool) {
  data::JsonWriter out;
  const auto label = [&](std::string_view key, const std::optional<Label>& value) {
    out.key(key);
    value ? out.string(to_string(*value)) : out.null();
  };
  out.begin_object();
  json::preamble(out, tool);
  json::list(out, "releases", releases, [&](const ListedRelease& release) {
    out.begin_object();
    out.member("name", release.name);
    out.member("store", release.store);
    out.member("location", release.location);
    json::optional_text(out, "revision", release.revision);
    out.member("role", to_string(release.role));
    json::number(out, "files", release.files);
    json::number(out, "bytes", release.bytes);
    json::optional_text(out, "partial", release.partial);
    out.key("label");
    out.begin_object();
    label("at_least", release.at_least);
    label("at_most", release.at_most);
    label("apparent", release.apparent);
    out.end_object();
    json::texts(out, "licenses", release.licenses);
    json::number(out, "errors", release.errors);
    out.key("incomplete");
    out.boolean(release.incomplete);
    json::optional_text(out, "failure", release.failure);
    out.end_object();
  });
  json::not_examined(out, not_examined);
  out.end_object();
  return json::escape_invisible(out.take());
}

}  // namespace aboveboard
