// A check for a terminal: first whether it passed, then what is violated and where, how to mend or waive it, and what was let pass.
#include <algorithm>
#include <map>
#include <tuple>

#include "report/display.h"
#include "report/page.h"
#include "report/report.h"
#include "report/sections.h"
#include "report/words.h"

namespace aboveboard {
namespace terminal {
namespace {

constexpr int kText = 4;  // where what belongs to a violation begins
constexpr std::size_t kPlaces = 3;
constexpr std::size_t kQuoteColumns = 200;

// Violations of one entry that say the same of different places.
struct Group {
  const Violation* first = nullptr;
  EvidenceList evidence;
  std::vector<std::string> fingerprints;
};

std::vector<Group> group(const std::vector<Violation>& all, ViolationState state) {
  std::vector<Group> groups;
  std::map<std::tuple<std::string_view, std::string_view, std::uint64_t, std::string_view>, std::size_t> known;
  for (const Violation& violation : all) {
    if (violation.state != state) continue;
    const auto [at, fresh] = known.try_emplace({violation.rule, violation.message, violation.policy.line, violation.waiver ? std::string_view(violation.waiver->reason) : std::string_view()}, groups.size());
    if (fresh) groups.push_back({&violation, {}, {}});
    Group& same = groups[at->second];
    same.evidence.insert(same.evidence.end(), violation.evidence.begin(), violation.evidence.end());
    same.fingerprints.push_back(violation.fingerprint);
  }
  return groups;
}

std::string place_of(const PolicyPlace& place) { return place.line == 0 ? place.path : place.path + ":" + std::to_string(place.line); }

std::uint64_t count(const Check& check, ViolationState state) {
  return static_cast<std::uint64_t>(std::count_if(check.violations.begin(), check.violations.end(), [state](const Violation& violation) { return violation.state == state; }));
}

void write_result(Page& page, const Report& report, const Check& check) {
  const auto [word, style] = check.result == CheckResult::Passed ? std::pair("passed", Style::Good) : check.result == CheckResult::Failed ? std::pair("failed", Style::Bad) : std::pair("incomplete", Style::Warn);
  const std::uint64_t violated = count(check, ViolationState::Violated), waived = count(check, ViolationState::Waived), known = count(check, ViolationState::Known);
  std::string tail = "  " + (violated == 0 ? std::string("no violation") : count_of(violated, "violation", "violations")) + " of " + check.policy_path;
  if (waived != 0) tail += " · " + group_digits(waived) + " waived";
  if (known != 0) tail += " · " + group_digits(known) + " known";
  if (!check.warnings.empty()) tail += " · " + count_of(check.warnings.size(), "warning", "warnings");
  page.text(0, {strong(report.facts.release.name), plain(": "), styled(word, style), plain(tail)});
  page.text(2, {plain(report.label.apparent ? std::string(display_name(*report.label.apparent)) + ": " : ""), plain(report.label.sentence)});
}

void write_quote(Page& page, const Violation& violation) {
  for (const Evidence& evidence : violation.evidence) {
    if (evidence.quote.empty() || violation.message.find(evidence.quote) != std::string::npos) continue;
    page.text(kText, {dim("\"" + elide_end(neutralize(evidence.quote), kQuoteColumns) + "\"")}, 1);
    return;
  }
}

void write_group(Page& page, const Facts& facts, const Group& group) {
  const Violation& violation = *group.first;
  Spans spans{styled(violation.finding.empty() ? violation.rule : violation.rule + " " + violation.finding, violation.state == ViolationState::Violated ? Style::Bad : Style::Dim), plain("  " + violation.message)};
  for (Span& span : places_after(facts, group.evidence, kPlaces, violation.message)) spans.push_back(std::move(span));
  if (group.fingerprints.size() > kPlaces) spans.push_back(dim(" and elsewhere: " + group_digits(group.fingerprints.size()) + " times in all"));
  page.text(2, spans, 2);
}

void write_counting(Page& page, const Facts& facts, const Group& group, bool last_of_help) {
  const Violation& violation = *group.first;
  write_group(page, facts, group);
  if (group.fingerprints.size() == 1) write_quote(page, violation);
  Spans by{dim("by "), place(place_of(violation.policy)), dim(group.fingerprints.size() == 1 ? " · fingerprint " + group.fingerprints.front() : "")};
  page.text(kText, by, 3);
  if (last_of_help && !violation.help.empty()) page.text(kText, {plain("-> " + violation.help)}, 3);
}

void write_violations(Page& page, const Facts& facts, const Check& check) {
  const std::vector<Group> groups = group(check.violations, ViolationState::Violated);
  if (groups.empty()) return;
  page.section("Violations");
  for (std::size_t i = 0; i < groups.size() && i < kListed; ++i) {
    const bool last = i + 1 >= groups.size() || i + 1 >= kListed || groups[i + 1].first->help != groups[i].first->help;
    write_counting(page, facts, groups[i], last);
  }
  write_rest(page, 2, groups.size(), "violations");
  const Violation& example = *groups.front().first;
  page.blank();
  page.text(2, {dim("To let one pass until a day, add to the policy:")});
  page.text(2, {dim("waivers: [{rule: " + example.rule + ", fingerprint: " + groups.front().fingerprints.front() + ", reason: ..., owner: ..., expires: YYYY-MM-DD}]")}, 2);
  page.text(2, {dim("why: aboveboard explain " + example.rule)});
}

void write_passed_over(Page& page, const Facts& facts, const Check& check) {
  const std::vector<Group> waived = group(check.violations, ViolationState::Waived), known = group(check.violations, ViolationState::Known);
  if (!waived.empty()) page.section("Waived");
  for (std::size_t i = 0; i < waived.size() && i < kListed; ++i) {
    write_group(page, facts, waived[i]);
    const WaivedBy& by = *waived[i].first->waiver;
    page.text(kText, {dim("until " + by.expires + ", by " + by.owner + ": " + by.reason + " "), place("(" + place_of({check.policy_path, by.line}) + ")")}, 2);
  }
  write_rest(page, 2, waived.size(), "waived");
  if (!known.empty()) page.section("Known to " + check.baseline_path);
  for (std::size_t i = 0; i < known.size() && i < kListed; ++i) write_group(page, facts, known[i]);
  write_rest(page, 2, known.size(), "known");
  if (!check.gone.empty()) page.section("Gone since " + check.baseline_path);
  for (std::size_t i = 0; i < check.gone.size() && i < kListed; ++i) page.text(2, {dim(check.gone[i].rule), plain("  " + check.gone[i].message)}, 2);
  write_rest(page, 2, check.gone.size(), "gone");
}

void write_warnings(Page& page, const Check& check) {
  if (check.warnings.empty()) return;
  page.section("Warnings");
  for (std::size_t i = 0; i < check.warnings.size() && i < kListed; ++i) {
    const PolicyWarning& warning = check.warnings[i];
    page.text(2, {styled(warning.rule, Style::Warn), plain("  " + warning.message + " "), place("(" + place_of(warning.policy) + ")")}, 2);
  }
  write_rest(page, 2, check.warnings.size(), "warnings");
}

}  // namespace
}  // namespace terminal

std::string write_terminal_check(const Report& report, const Check& check, const TerminalOptions& options) {
  terminal::Page page(options.width, options.color);
  terminal::write_result(page, report, check);
  terminal::write_violations(page, report.facts, check);
  terminal::write_passed_over(page, report.facts, check);
  terminal::write_warnings(page, check);
  const auto& findings = report.findings;
  std::vector<Finding> clarified;
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(clarified), [](const Finding& finding) { return finding.rule == "policy/clarified"; });
  if (!clarified.empty()) {
    page.section("Clarified");
    for (const Finding& finding : clarified) page.text(2, {terminal::plain(finding.message)}, 2);
  }
  terminal::write_not_examined(page, report.facts);
  return page.take();
}

}  // namespace aboveboard
