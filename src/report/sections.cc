#include "report/sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "report/display.h"
#include "report/words.h"

namespace aboveboard::terminal {
namespace {

void append(Spans& spans, Spans more) {
  for (Span& span : more) spans.push_back(std::move(span));
}

Spans license_spans(const Component& component) {
  Spans spans;
  for (const std::string& id : component.licenses) {
    if (!spans.empty()) spans.push_back(plain(", "));
    spans.push_back({id, Style::Plain, true});
  }
  // Of what is only linked, nobody expects the license here.
  if (spans.empty() && component.presence == Presence::Referenced) return {};
  if (spans.empty()) return {dim("no license stated")};
  if (const std::string_view scope = scope_name(component.scope); !scope.empty()) spans.push_back(dim(fmt::format(" ({})", scope)));
  return spans;
}

void write_component(Page& page, const Facts& facts, const Component& component) {
  constexpr int kName = 22, kPresence = 15, kLicenses = 34;
  constexpr int kOneLine = 74, kSeparateColumns = 110;  // page widths
  const Column name{{plain(display_name(component.id))}, kName};
  const Column presence{{styled(presence_name(component.presence), style_of(component.presence))}, kPresence};
  Spans licenses, shown;
  if (component.presence >= Presence::Referenced) licenses = license_spans(component);
  for (const std::string& text : places(facts, component.evidence, 1)) shown = {place(text)};
  if (page.width() >= kSeparateColumns) {
    page.row(2, {name, presence, {licenses.empty() ? Spans{dim("-")} : licenses, kLicenses}, {shown, 0}});
    return;
  }
  Spans rest = licenses;
  if (!rest.empty() && !shown.empty()) rest.push_back(dim(" \u00b7 "));
  append(rest, shown);
  if (page.width() >= kOneLine) {
    page.row(2, {name, presence, {rest, 0}});
  } else {
    page.row(2, {name, presence});
    page.text(4, rest);
  }
}

void write_names(Page& page, const Facts& facts, Presence presence, std::string_view title) {
  Spans spans;
  for (const Component& component : facts.components) {
    if (component.presence != presence) continue;
    if (!spans.empty()) spans.push_back(plain(", "));
    spans.push_back(plain(display_name(component.id)));
  }
  if (spans.empty()) return;
  page.row(2, {{{plain(title)}, 22}, {spans, 0}});
}

}  // namespace

void write_rest(Page& page, int indent, std::size_t count, std::string_view what, std::size_t listed) {
  if (count > listed) page.text(indent, {dim(fmt::format("... and {} more {}; --format json lists all", group_digits(count - listed), what))});
}

void write_components(Page& page, const Facts& facts) {
  if (facts.components.empty()) return;
  page.section("Components");
  for (const Component& component : facts.components) {
    if (component.presence != Presence::NotFound && component.presence != Presence::NotLooked) write_component(page, facts, component);
  }
  write_names(page, facts, Presence::NotFound, facts.release.complete ? "Not in the release" : "Not found here");
  write_names(page, facts, Presence::NotLooked, "Not looked for");
}

namespace {

// The first paths of which a hub said that they are not there.
std::string proven(const SourceInfo& source) {
  constexpr std::size_t kShown = 6;
  std::string text;
  for (std::size_t i = 0; i < source.proven_absent.size() && i < kShown; ++i) text += (i == 0 ? "" : ", ") + source.proven_absent[i];
  return source.proven_absent.size() > kShown ? text + fmt::format(" and {} more", source.proven_absent.size() - kShown) : text;
}

}  // namespace

void write_scope(Page& page, const Facts& facts) {
  const ReleaseInfo& release = facts.release;
  if (release.sources.empty()) return;
  page.section(release.complete ? "Examined (declared to be the whole release)" : "Examined");
  for (const SourceInfo& source : release.sources) {
    std::string text = fmt::format("{}, {}, {}, {}", source.kind, count_of(source.files, "file", "files"), human_bytes(source.bytes),
                                   source.role_given ? "role as given" : "role inferred");
    if (!source.revision.empty()) text += ", revision " + source.revision;
    page.row(2, {{{plain(to_string(source.role))}, 7}, {{place(source.location), plain(": " + text)}, 0}});
    if (!source.partial.empty()) page.row(2, {{{plain("")}, 7}, {{plain("partial: " + source.partial)}, 0}});
    if (!source.proven_absent.empty()) page.row(2, {{{plain("")}, 7}, {{plain("proven not to exist: "), plain(proven(source))}, 0}});
  }
}

void write_not_examined(Page& page, const Facts& facts) {
  if (facts.not_examined.empty()) return;
  page.section("Not examined");
  for (std::size_t i = 0; i < facts.not_examined.size() && i < kListed; ++i) {
    const NotExamined& item = facts.not_examined[i];
    page.text(2, {{item.what, Style::Plain, true}, plain(": " + item.why)}, 2);
  }
  write_rest(page, 2, facts.not_examined.size(), "things");
}

}  // namespace aboveboard::terminal
