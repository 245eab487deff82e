// `aboveboard explain [ID...]`
#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "base/suggest.h"
#include "base/text.h"
#include "cli/commands/commands.h"
#include "cli/commands/given_frameworks.h"
#include "cli/output.h"
#include "framework/catalogue.h"
#include "report/display.h"
#include "report/page.h"

namespace aboveboard::cli {
namespace {

using terminal::Page;
using terminal::plain;
using terminal::strong;

void write_part(Page& page, std::string_view title, std::string_view text) {
  if (!text.empty()) page.row(2, {{{strong(title)}, 8}, {{plain(text)}, 0}});
}

std::string source_text(const RuleSource& source) {
  std::string text = source.document;
  for (const std::string& part : {source.section, source.date}) {
    if (!part.empty()) text += ", " + part;
  }
  return source.url.empty() ? text : text + " <" + source.url + ">";
}

void write_entry(Page& page, const CatalogueEntry& entry) {
  page.text(0, {strong(entry.text.id)});
  page.text(2, {plain(entry.text.title)});
  page.blank();
  write_part(page, "Why", entry.text.rationale);
  write_part(page, "Met", entry.when.empty() ? "" : "where " + entry.when);
  write_part(page, "Partly", entry.partial.empty() ? "" : "where " + entry.partial);
  for (const std::string& sentence : entry.conclusion) write_part(page, "Result", sentence);
  write_part(page, "Modes", join_and(entry.modes));
  if (!entry.decides) write_part(page, "Note", "It is told, and does not decide the result of its framework.");
  write_part(page, "Evidence", entry.text.evidence);
  write_part(page, "Fix", entry.text.fix);
  for (const RuleSource& source : entry.text.sources) write_part(page, "Source", source_text(source));
}

void write_list(Page& page, const std::vector<CatalogueEntry>& entries) {
  std::size_t widest = 0;
  for (const CatalogueEntry& entry : entries) widest = std::max(widest, terminal::display_width(terminal::neutralize(entry.text.id)));
  const int id_columns = std::min(static_cast<int>(widest), page.width() / 2);
  std::string group;
  for (const CatalogueEntry& entry : entries) {
    if (entry.group != group) page.section(entry.group);
    group = entry.group;
    page.row(2, {{{plain(entry.text.id)}, id_columns}, {{plain(entry.text.title)}, 0}});
  }
}

void complain_unknown(const Call& call, const std::string& id, const std::vector<CatalogueEntry>& entries) {
  std::vector<std::string> ids;
  for (const CatalogueEntry& entry : entries) ids.push_back(entry.text.id);
  const std::string hint = did_you_mean(id, ids);
  complain(call, "nothing is known under " + id + (hint.empty() ? "; `aboveboard explain` lists all ids" : hint));
}

}  // namespace

int run_explain(const Call& call) {
  const Result<TerminalOptions> options = page_options(call, {});
  if (!options) {
    complain(call, options.error().message);
    return kUsage;
  }
  const auto given = given_frameworks(call);
  if (!given) return kUsage;
  const std::vector<CatalogueEntry> entries = catalogue(*given);
  Page page(std::min(options->width, 100), options->color);
  if (call.given.arguments.empty()) write_list(page, entries);
  int status = kDone;
  for (const std::string& id : call.given.arguments) {
    // Two frameworks may each have a requirement of the same id: all are shown.
    bool any = false;
    for (const CatalogueEntry& entry : entries) {
      if (entry.text.id != id && "framework " + id != entry.group + "/" + entry.text.id) continue;
      any = true;
      page.blank();
      write_entry(page, entry);
    }
    if (any) continue;
    complain_unknown(call, id, entries);
    status = kUsage;
  }
  call.out << page.take() << std::flush;
  return call.out ? status : kUsage;
}

}  // namespace aboveboard::cli
