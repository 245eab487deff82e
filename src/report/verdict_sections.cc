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
  page.row(4, {{{styled(to_string(requirement.result), style_of(requirement.result))}, 7}, {spans, 0}});
}

void write_framework(Page& page, const Facts& facts, const FrameworkResult& framework, const FrameworkResult* above) {
  std::string name = framework.name.empty() ? framework.id : framework.name;
  if (!framework.mode.empty()) name += " (" + framework.mode + ")";
  const auto label = label_from_string(framework.result);
  page.text(2, {strong(name), plain(": "), plain(label ? display_name(*label) : framework.result)}, 2);
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

}  // namespace

void write_frameworks(Page& page, const Report& report) {
  if (report.frameworks.empty()) return;
  page.section("Frameworks");
  for (std::size_t i = 0; i < report.frameworks.size(); ++i) {
    const FrameworkResult* above = i > 0 && report.frameworks[i - 1].id == report.frameworks[i].id ? &report.frameworks[i - 1] : nullptr;
    write_framework(page, report.facts, report.frameworks[i], above);
  }
}

}  // namespace aboveboard::terminal
