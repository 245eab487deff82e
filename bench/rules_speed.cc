// How many rules are evaluated in a second, on one core, over the facts of a release: the built-in rulebook, and 10,000 generated requirements. Called by bench/rules_bench.
//
// usage: rules_speed RELEASE
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "framework/framework.h"
#include "framework/rulebook.h"

namespace {

using namespace aboveboard;

// One evaluation is that of one requirement in both readings and of the framework's conclusion over it.
void measure(const char* name, const std::vector<Framework>& frameworks, const Facts& facts) {
  std::size_t rules = 0;
  for (const Framework& framework : frameworks) rules += framework.requirements.size() * framework.modes.size();
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  double seconds = 0;
  std::size_t evaluations = 0, results = 0;
  while (seconds < 2) {
    results += evaluate_frameworks(facts, frameworks).size();
    evaluations += rules;
    seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  }
  std::printf("%s: %zu rules, %.0f evaluations/s (%zu results)\n", name, rules, static_cast<double>(evaluations) / seconds, results);
}

// 20 frameworks of 500 requirements, whose conditions go through all predicates that look at facts.
std::vector<FrameworkText> generated() {
  const std::vector<std::string> conditions = {
      "{available: %c}",
      "{all: [{available: %c}, {licensed: {component: %c, accept: osi}}]}",
      "{any: [{stated: data.shared}, {aspect: {id: scope, at-least: described}}, {not: {stated: data.withheld}}]}",
      "{presence: {component: %c, at-least: partial}}",
      "{measure: {id: parameters, above: 1e6}}",
      "{all: [{unrestricted: %c}, {any: [{available: paper}, {available: technical-report}]}, {bases: open-weights}]}",
      "{sources: {access: open, at-least: shared}}",
      "{requirement: r0}",
  };
  std::vector<FrameworkText> files;
  for (int file = 0; file < 20; ++file) {
    std::string yaml = "id: generated-" + std::to_string(file) + "\nname: Generated\nrationale: Measured.\nrequirements:\n";
    for (std::size_t i = 0; i < 500; ++i) {
      std::string condition = conditions[i % conditions.size()];
      const std::string component(to_string(all_components()[i % kComponentCount]));
      for (std::size_t at = condition.find("%c"); at != std::string::npos; at = condition.find("%c")) condition.replace(at, 2, component);
      yaml += "  - {id: r" + std::to_string(i) + ", rationale: R., when: " + condition + "}\n";
    }
    files.push_back({"generated-" + std::to_string(file) + ".yaml", yaml + "verdict: {met: a, unmet: b, unknown: c}\n"});
  }
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::fputs("usage: rules_speed RELEASE\n", stderr), 2;
  AuditOptions options;
  options.targets = {{argv[1], std::nullopt}};
  const Result<Report> report = audit(options);
  const Result<std::vector<Framework>> many = read_frameworks(generated());
  if (!report || !many) return std::fprintf(stderr, "rules_speed: %s\n", to_string(report ? many.error() : report.error()).c_str()), 2;
  measure("built-in rulebook", rulebook(), report->facts);
  measure("generated rules", *many, report->facts);
  return 0;
}
