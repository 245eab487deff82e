#include "report/lint.h"

#include <algorithm>

#include "report/display.h"
#include "report/json_records.h"
#include "report/page.h"
#include "report/sections.h"
#include "report/words.h"

namespace aboveboard {
namespace {

using namespace terminal;

constexpr int kLevel = 7;
constexpr std::size_t kLine = 5;  // digits of a line number

// Problems of one file; "" for those of none.
struct FileProblems {
  std::string name;
  std::vector<const LintItem*> items;
};

std::string file_of(const Facts& facts, const LintItem& item) {
  if (item.finding.evidence.empty()) return "";
  Evidence whole = item.finding.evidence.front();
  whole.line.reset();
  whole.end_line.reset();
  whole.byte.reset();
  if (whole.kind == EvidenceKind::User) return "";
  return place_text(facts, whole);
}

std::vector<FileProblems> by_file(const Facts& facts, const std::vector<LintItem>& items) {
  std::vector<FileProblems> files;
  for (const LintItem& item : items) {
    const std::string name = file_of(facts, item);
    const auto known = std::find_if(files.begin(), files.end(), [&](const FileProblems& file) { return file.name == name; });
    if (known == files.end()) files.push_back({name, {&item}});
    else known->items.push_back(&item);
  }
  return files;
}

std::string_view effort_name(Effort effort) {
  switch (effort) {
    case Effort::Say: return "a sentence";
    case Effort::Document: return "a description";
    case Effort::License: return "a license";
    case Effort::Publish: return "something to publish";
    case Effort::Make: return "something to make";
  }
  return "";
}

void write_item(Page& page, const LintItem& item) {
  const Finding& finding = item.finding;
  std::string line = finding.evidence.empty() || !finding.evidence.front().line ? "" : std::to_string(*finding.evidence.front().line);
  if (line.size() < kLine) line.insert(0, kLine - line.size(), ' ');
  page.row(2, {{{dim(line)}, static_cast<int>(kLine)}, {{styled(to_string(finding.level), style_of(finding.level))}, kLevel}, {{plain(finding.message)}, 0}});
  Spans spans{plain("-> " + finding.help)};
  if (item.effort) spans.push_back(dim(" [" + std::string(effort_name(*item.effort)) + (item.gain.empty() ? "]" : "; " + item.gain + "]")));
  if (!finding.help.empty()) page.text(2 + static_cast<int>(kLine) + 2 + kLevel + 2, spans, 3);
}

}  // namespace

std::string write_lint_page(const Report& report, const std::vector<LintItem>& items, const TerminalOptions& options) {
  Page page(options.width, options.color);
  std::uint64_t errors = 0, warnings = 0, notes = 0;
  for (const LintItem& item : items) ++(item.finding.level == FindingLevel::Error ? errors : item.finding.level == FindingLevel::Warning ? warnings : notes);
  Spans head{strong(report.facts.release.name), plain(": ")};
  if (items.empty()) head.push_back(plain("nothing to mend"));
  else head.push_back(plain(count_of(errors, "error", "errors") + ", " + count_of(warnings, "warning", "warnings") + ", " + count_of(notes, "note", "notes")));
  page.text(0, head);
  for (const FileProblems& file : by_file(report.facts, items)) {
    page.section("");
    page.text(0, {file.name.empty() ? strong("the release") : Span{file.name, Style::Strong, true}});
    for (std::size_t i = 0; i < file.items.size() && i < kListed; ++i) write_item(page, *file.items[i]);
    write_rest(page, 2, file.items.size(), "problems");
  }
  write_not_examined(page, report.facts);
  if (!items.empty()) {
    page.blank();
    page.text(0, {dim("why: `aboveboard explain` with a rule id; --format json has the ids. `aboveboard card --suggest` writes the card.")});
  }
  return page.take();
}

std::string write_lint_json(const Report& report, const std::vector<LintItem>& items, const ToolInfo& tool) {
  data::JsonWriter out;
  out.begin_object();
  json::preamble(out, tool);
  json::list(out, "findings", items, [&](const LintItem& item) {
    out.begin_object();
    out.member("rule", item.finding.rule);
    out.member("level", to_string(item.finding.level));
    out.member("message", item.finding.message);
    out.member("help", item.finding.help);
    if (item.effort) out.member("effort", to_string(*item.effort));
    json::optional_text(out, "gain", item.gain);
    json::evidence(out, item.finding.evidence);
    out.end_object();
  });
  json::not_examined(out, report.facts.not_examined);
  out.end_object();
  return json::escape_invisible(out.take());
}

}  // namespace aboveboard
