// `aboveboard explain [ID...]`
#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/output.h"
#include "base/suggest.h"
#include "framework/rules.h"
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

void write_rule(Page& page, const RuleText& rule) {
  page.text(0, {strong(rule.id)});
  page.text(2, {plain(rule.title)});
  page.blank();
  write_part(page, "Why", rule.rationale);
  write_part(page, "Evidence", rule.evidence);
  write_part(page, "Fix", rule.fix);
  for (const RuleSource& source : rule.sources) write_part(page, "Source", source_text(source));
}

// Ids are grouped by what stands before their first '/' or '.'; those without are components.
std::string group_of(std::string_view id) {
  const std::size_t end = id.find_first_of("/.");
  return end == std::string_view::npos ? "components and other ids" : std::string(id.substr(0, end));
}

void write_list(Page& page) {
  std::map<std::string, std::vector<const RuleText*>> groups;
  const std::vector<RuleText> rules = all_rules();
  std::size_t widest = 0;
  for (const RuleText& rule : rules) {
    groups[group_of(rule.id)].push_back(&rule);
    widest = std::max(widest, terminal::display_width(terminal::neutralize(rule.id)));
  }
  const int id_columns = std::min(static_cast<int>(widest), page.width() / 2);
  for (const auto& [group, members] : groups) {
    page.section(group);
    for (const RuleText* rule : members) page.row(2, {{{plain(rule->id)}, id_columns}, {{plain(rule->title)}, 0}});
  }
}

void complain_unknown(const Call& call, const std::string& id) {
  std::vector<std::string> ids;
  for (const RuleText& rule : all_rules()) ids.push_back(rule.id);
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
  Page page(std::min(options->width, 100), options->color);
  if (call.given.arguments.empty()) write_list(page);
  int status = kDone;
  for (const std::string& id : call.given.arguments) {
    const RuleText* rule = find_rule(id);
    if (rule == nullptr) {
      complain_unknown(call, id);
      status = kUsage;
      continue;
    }
    page.blank();
    write_rule(page, *rule);
  }
  call.out << page.take() << std::flush;
  return call.out ? status : kUsage;
}

}  // namespace aboveboard::cli
