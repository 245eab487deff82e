// Findings and careful language. What several findings share is told once.
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "report/display.h"
#include "report/sections.h"
#include "report/words.h"

namespace aboveboard::terminal {
namespace {

constexpr int kLevel = 7;
constexpr int kText = 2 + kLevel + 2;  // where messages begin
constexpr std::size_t kQuoteColumns = 240;

// Findings that say the same of different places.
struct Group {
  const Finding* first = nullptr;
  EvidenceList evidence;
  std::uint64_t count = 0;
};

std::vector<Group> group(const std::vector<Finding>& findings) {
  std::vector<Group> groups;
  std::map<std::tuple<std::string_view, FindingLevel, std::string_view, std::string_view>, std::size_t> known;
  for (const Finding& finding : findings) {
    const auto [at, fresh] = known.try_emplace({finding.rule, finding.level, finding.message, finding.help}, groups.size());
    if (fresh) groups.push_back({&finding, {}, 0});
    Group& same = groups[at->second];
    same.evidence.insert(same.evidence.end(), finding.evidence.begin(), finding.evidence.end());
    ++same.count;
  }
  return groups;
}

void write_message(Page& page, const Facts& facts, const Group& group) {
  const Finding& finding = *group.first;
  constexpr std::size_t kPlaces = 3;
  Spans spans{plain(finding.message)};
  for (Span& span : places_after(facts, group.evidence, kPlaces, finding.message)) spans.push_back(std::move(span));
  if (group.count > kPlaces) spans.push_back(dim(" and elsewhere: " + group_digits(group.count) + " times in all"));
  page.row(2, {{{styled(to_string(finding.level), style_of(finding.level))}, kLevel}, {spans, 0}});
  if (group.count > 1) return;
  for (const Evidence& evidence : finding.evidence) {
    if (!evidence.quote.empty() && finding.message.find(evidence.quote) == std::string::npos) {
      page.text(kText, {dim("\"" + elide_end(neutralize(evidence.quote), kQuoteColumns) + "\"")}, 1);
      break;
    }
  }
}

}  // namespace

void write_findings(Page& page, const Facts& facts, const std::vector<Finding>& findings) {
  if (findings.empty()) return;
  page.section("Findings");
  const std::vector<Group> groups = group(findings);
  for (std::size_t i = 0; i < groups.size() && i < kListed; ++i) {
    const Finding& finding = *groups[i].first;
    write_message(page, facts, groups[i]);
    const Finding* next = i + 1 < groups.size() && i + 1 < kListed ? groups[i + 1].first : nullptr;
    const bool last_of_rule = next == nullptr || next->rule != finding.rule;
    if (!finding.help.empty() && (last_of_rule || next->help != finding.help)) page.text(kText, {plain("-> " + finding.help)}, 3);
    if (last_of_rule) page.text(kText, {dim("why: aboveboard explain " + finding.rule)}, 5);
  }
  write_rest(page, 2, groups.size(), "findings");
}

void write_language(Page& page, const Report& report) {
  const Language& language = report.language;
  if (language.say.empty() && language.instead_of.empty()) return;
  constexpr int kLead = 10;
  page.section("Careful language");
  for (const std::string& say : language.say) page.row(2, {{{plain("Say")}, kLead}, {{plain("\"" + say + "\"")}, 0}});
  const std::vector<InsteadOf>& claims = language.instead_of;
  for (std::size_t i = 0; i < claims.size() && i < kListed; ++i) {
    Spans claim{plain("\"" + claims[i].claim + "\"")};
    for (Span& span : places_after(report.facts, claims[i].evidence, 2, "")) claim.push_back(std::move(span));
    page.row(2, {{{plain("Instead of")}, kLead}, {claim, 0}});
    const bool shared = i + 1 < claims.size() && i + 1 < kListed && claims[i + 1].say == claims[i].say && claims[i + 1].say_zh == claims[i].say_zh;
    if (shared) continue;
    page.row(2, {{{plain("       say")}, kLead}, {{plain("\"" + claims[i].say + "\"")}, 0}});
    if (!claims[i].say_zh.empty()) page.row(2, {{{plain("")}, kLead}, {{plain("\"" + claims[i].say_zh + "\"")}, 0}});
  }
  write_rest(page, 2, claims.size(), "claims");
}

}  // namespace aboveboard::terminal
