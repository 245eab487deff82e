// `aboveboard rules [PREFIX...]`
#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "base/suggest.h"
#include "cli/commands/commands.h"
#include "cli/commands/given_frameworks.h"
#include "cli/output.h"
#include "data/json_writer.h"
#include "framework/catalogue.h"
#include "report/page.h"

namespace aboveboard::cli {
namespace {

using data::JsonWriter;
using terminal::dim;
using terminal::Page;
using terminal::plain;

bool is_wanted(const CatalogueEntry& entry, const std::vector<std::string>& prefixes) {
  return prefixes.empty() || std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
           return entry.text.id.starts_with(prefix) || entry.group.starts_with(prefix) || entry.group.starts_with("framework " + prefix);
         });
}

std::string source_of(const RuleText& rule) {
  if (rule.sources.empty()) return "";
  std::string text = rule.sources.front().section;
  if (!rule.sources.front().date.empty()) text += (text.empty() ? "" : ", ") + rule.sources.front().date;
  return text;
}

std::string write_page(const std::vector<CatalogueEntry>& entries, const TerminalOptions& options) {
  Page page(options.width, options.color);
  std::string group;
  const int ids = std::min(34, options.width / 2);
  for (const CatalogueEntry& entry : entries) {
    if (entry.group != group) page.section(entry.group);
    group = entry.group;
    const std::string source = source_of(entry.text);
    page.row(2, {{{plain(entry.text.id)}, ids}, {{plain(entry.text.title), dim(source.empty() ? "" : " (" + source + ")")}, 0}});
  }
  return page.take();
}

void optional_member(JsonWriter& out, std::string_view key, const std::string& text) {
  if (!text.empty()) out.member(key, text);
}

void texts(JsonWriter& out, std::string_view key, const std::vector<std::string>& items) {
  if (items.empty()) return;
  out.key(key);
  out.begin_array();
  for (const std::string& item : items) out.string(item);
  out.end_array();
}

std::string write_json(const std::vector<CatalogueEntry>& entries) {
  JsonWriter out;
  out.begin_object();
  out.key("schema_version");
  out.number(std::uint64_t{kSchemaVersion});
  out.key("rules");
  out.begin_array();
  for (const CatalogueEntry& entry : entries) {
    out.begin_object();
    out.member("id", entry.text.id);
    out.member("group", entry.group);
    out.member("title", entry.text.title);
    for (const RuleSource& source : entry.text.sources) {
      optional_member(out, "document", source.document);
      optional_member(out, "section", source.section);
      optional_member(out, "date", source.date);
      optional_member(out, "url", source.url);
      break;
    }
    optional_member(out, "rationale", entry.text.rationale);
    optional_member(out, "evidence", entry.text.evidence);
    optional_member(out, "fix", entry.text.fix);
    optional_member(out, "when", entry.when);
    optional_member(out, "partial", entry.partial);
    texts(out, "conclusion", entry.conclusion);
    texts(out, "modes", entry.modes);
    optional_member(out, "effort", entry.effort);
    if (!entry.decides) {
      out.key("decides");
      out.boolean(false);
    }
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return out.take();
}

}  // namespace

int run_rules(const Call& call) {
  const Result<std::vector<Output>> outputs = read_outputs(call);
  if (!outputs) return complain(call, outputs.error().message), kUsage;
  const auto given = given_frameworks(call);
  if (!given) return kUsage;
  std::vector<CatalogueEntry> entries = catalogue(*given);
  std::vector<std::string> words;
  for (const CatalogueEntry& entry : entries) words.push_back(entry.text.id);
  for (const std::string& prefix : call.given.arguments) {
    if (std::any_of(entries.begin(), entries.end(), [&](const CatalogueEntry& entry) { return is_wanted(entry, {prefix}); })) continue;
    complain(call, "no rule and no group begins with \"" + prefix + "\"" + did_you_mean(prefix, words));
    return kUsage;
  }
  std::erase_if(entries, [&](const CatalogueEntry& entry) { return !is_wanted(entry, call.given.arguments); });
  const bool written = write_outputs(call, *outputs, [&](const Output& output, const TerminalOptions& page) { return output.format == Format::Json ? write_json(entries) : write_page(entries, page); });
  return written ? kDone : kUsage;
}

}  // namespace aboveboard::cli
