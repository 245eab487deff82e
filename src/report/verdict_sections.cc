// Frameworks: the verdicts in full.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "report/sections.h"
#include "report/words.h"

namespace aboveboard::terminal {
namespace {

bool same_outcome(const RequirementResult& a, const RequirementResult& b) { return a.id == b.id && a.result == b.result && a.missing == b.missing; }

// Requirements that another reading of the same framework above has told already are not told again.
bool is_told(const FrameworkResult* above, const RequirementResult& requirement) {
  return above != nullptr && std::any_of(above->requirements.begin(), above->requirements.end(),
                                         [&](const RequirementResult& other) { return same_outcome(other, requirement); });
}

void write_requirement(Page& page, const Facts& facts, const RequirementResult& requirement) {
  Spans spans{plain(requirement.title.empty() ? requirement.id : requirement.title)};
  if (requirement.result != Truth::Met && !requirement.missing.empty()) spans.push_back(plain("; missing: " + join_and(requirement.missing)));
  for (Span& span : places_after(facts, requirement.evidence, 2, "")) spans.push_back(std::move(span));
  if (!requirement.decides) spans.push_back(dim(" (does not decide)"));
  const std::string_view word = requirement.grade.empty() ? to_string(requirement.result) : std::string_view(requirement.grade);
  page.row(4, {{{styled(word, style_of(requirement.result))}, std::max(7, std::min(12, static_cast<int>(word.size())))}, {spans, 0}});
}

std::string heading(const FrameworkResult& framework) {
  std::string name = framework.name.empty() ? framework.id : framework.name;
  return framework.mode.empty() ? name : name + " (" + framework.mode + ")";
}

// "class III; proven 0, not ruled out I", "0.42; proven 0.21, not ruled out 0.75"
std::string result_words(const FrameworkResult& framework) {
  const auto label = label_from_string(framework.result);
  if (label) return std::string(display_name(*label));
  const bool interval = framework.kind == "classes" || framework.kind == "scale";
  std::string words = (framework.kind == "classes" ? "class " : "") + framework.result;
  if (interval && framework.result_min != framework.result_max) words += "; proven " + framework.result_min + ", not ruled out " + framework.result_max;
  return words;
}

void write_in_full(Page& page, const Facts& facts, const FrameworkResult& framework, const FrameworkResult* above) {
  page.text(2, {strong(heading(framework)), plain(": "), plain(result_words(framework))}, 2);
  const bool repeated = above != nullptr && above->sentence == framework.sentence;
  if (!framework.sentence.empty() && !repeated) page.text(4, {plain(framework.sentence)});
  std::uint64_t told = 0;
  for (const RequirementResult& requirement : framework.requirements) {
    if (is_told(above, requirement)) {
      ++told;
    } else {
      write_requirement(page, facts, requirement);
    }
  }
  if (told > 0) page.text(4, {dim(count_of(told, "requirement", "requirements") + " with the same outcome as above")});
}

// The dimensions of a scale, or the elements of a checklist, by their grades in the order in which these first stand there.
void write_grades(Page& page, const FrameworkResult& framework) {
  std::vector<std::pair<std::string, std::vector<std::string>>> grades;
  for (const RequirementResult& requirement : framework.requirements) {
    auto grade = std::find_if(grades.begin(), grades.end(), [&](const auto& one) { return one.first == requirement.grade; });
    if (grade == grades.end()) grade = grades.insert(grades.end(), {requirement.grade, {}});
    grade->second.push_back(requirement.title.empty() ? requirement.id : requirement.title);
  }
  constexpr std::size_t kNamed = 3;
  for (const auto& [grade, titles] : grades) {
    std::string text;
    for (std::size_t i = 0; i < titles.size() && i < kNamed; ++i) text += (i == 0 ? "" : "; ") + titles[i];
    if (titles.size() > kNamed) text += "; and " + std::to_string(titles.size() - kNamed) + " more";
    page.text(4, {dim(grade + ": "), plain(text)}, 2);
  }
}

// What decides: what is unmet, else what is unknown.
void write_deciding(Page& page, const Facts& facts, const FrameworkResult& framework) {
  constexpr std::size_t kShown = 3;
  std::vector<const RequirementResult*> open;
  for (const Truth truth : {Truth::Unmet, Truth::Unknown}) {
    for (const RequirementResult& requirement : framework.requirements) {
      if (requirement.decides && requirement.result == truth) open.push_back(&requirement);
    }
  }
  for (std::size_t i = 0; i < open.size() && i < kShown; ++i) write_requirement(page, facts, *open[i]);
  if (open.size() > kShown) page.text(4, {dim("and " + count_of(open.size() - kShown, "more that is", "more that are") + " not met; --detail shows all")});
}

void write_in_short(Page& page, const Facts& facts, const FrameworkResult& framework, const FrameworkResult* above) {
  page.text(2, {strong(heading(framework)), plain(": "), plain(result_words(framework))}, 2);
  // Another mode of the same framework differs in its result; what it asks is much the same.
  if (above != nullptr) return;
  if (framework.kind == "scale" || framework.kind == "checklist") return write_grades(page, framework);
  write_deciding(page, facts, framework);
}

// These carry the verdict at the top of the page.
bool is_told_in_full(const FrameworkResult& framework) { return framework.id == "g7-labels" || framework.id == "osaid-1.0"; }

}  // namespace

void write_frameworks(Page& page, const Report& report, bool detail) {
  if (report.frameworks.empty()) return;
  page.section("Frameworks");
  for (std::size_t i = 0; i < report.frameworks.size(); ++i) {
    const FrameworkResult& framework = report.frameworks[i];
    const FrameworkResult* above = i > 0 && report.frameworks[i - 1].id == framework.id ? &report.frameworks[i - 1] : nullptr;
    if (detail || is_told_in_full(framework)) {
      write_in_full(page, report.facts, framework, above);
    } else {
      write_in_short(page, report.facts, framework, above);
    }
  }
}

}  // namespace aboveboard::terminal
