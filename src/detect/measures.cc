#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "detect/detect.h"
#include "detect/measures_number.h"
#include "detect/measures_stated.h"

namespace aboveboard {
namespace {

using detect::MeasureRule;
using detect::StatedNumber;

constexpr std::size_t kEvidences = 4;

// Mentions that differ widen the interval: which of them holds for these weights is not ours to guess.
std::optional<Measure> together(const MeasureRule& rule, const std::vector<StatedNumber>& numbers) {
  if (numbers.empty()) return std::nullopt;
  const auto least = std::min_element(numbers.begin(), numbers.end(), [](const auto& a, const auto& b) { return a.low < b.low; });
  const auto most = std::max_element(numbers.begin(), numbers.end(), [](const auto& a, const auto& b) { return a.high < b.high; });
  Measure measure{rule.id, least->low, most->high, rule.unit, false, "", {least->evidence}};
  if (most != least) measure.evidence.push_back(most->evidence);
  for (const StatedNumber& number : numbers) {
    if (measure.evidence.size() >= kEvidences) break;
    const auto same = [&](const Evidence& e) { return e.source == number.evidence.source && e.path == number.evidence.path && e.line == number.evidence.line; };
    if (std::none_of(measure.evidence.begin(), measure.evidence.end(), same)) measure.evidence.push_back(number.evidence);
  }
  return measure;
}

class Measuring {
 public:
  explicit Measuring(const Scope& scope) : scope_(scope), documents_(detect::view_documents(scope.sources)), own_name_(detect::own_name(documents_)) {}

  std::optional<Measure> stated(std::string_view id) const {
    const MeasureRule& rule = detect::measure_rule(id);
    return together(rule, detect::stated_numbers(rule, scope_.sources, documents_, own_name_));
  }

  // Counted in the headers, where all of the weights are there; what a card says of them then adds nothing.
  std::optional<Measure> parameters(const Weights& weights) const {
    const MeasureRule& rule = detect::measure_rule("parameters");
    if (!weights.parameters || *weights.parameters == 0) return stated("parameters");
    const double counted = static_cast<double>(*weights.parameters);
    Measure measure{rule.id, counted, counted, rule.unit, false, "", weights.evidence};
    if (measure.evidence.empty()) {
      for (const WeightsFile& file : weights.files) {
        if (file.read && measure.evidence.size() < kEvidences) measure.evidence.insert(measure.evidence.end(), file.evidence.begin(), file.evidence.end());
      }
    }
    if (weights.complete == Completeness::Yes) return measure;
    // There may be more of them: what the texts say can only raise the upper end.
    if (const auto said = stated("parameters")) {
      measure.high = std::max(measure.high, said->high);
      measure.evidence.insert(measure.evidence.end(), said->evidence.begin(), said->evidence.end());
    }
    return measure;
  }

 private:
  const Scope& scope_;
  std::vector<detect::DocumentView> documents_;
  std::string own_name_;
};

const Measure* find(const std::vector<Measure>& measures, std::string_view id) {
  const auto found = std::find_if(measures.begin(), measures.end(), [&](const Measure& m) { return m.id == id; });
  return found == measures.end() ? nullptr : &*found;
}

// Operations by the rule of thumb: six for each parameter that takes part and each token. Nothing for what was made from other weights: their training is
// part of the sum, and it is not told here.
std::optional<Measure> estimated(const std::vector<Measure>& measures, bool mixture) {
  const Measure* parameters = find(measures, "active-parameters");
  const bool active = parameters != nullptr;
  if (!active) parameters = find(measures, "parameters");
  const Measure* tokens = find(measures, "training-tokens");
  if (parameters == nullptr || tokens == nullptr) return std::nullopt;
  const MeasureRule& rule = detect::measure_rule("training-compute");
  const double low = rule.factor * parameters->low * tokens->low * rule.from;
  const double high = rule.factor * parameters->high * tokens->high * rule.to;
  if (!std::isfinite(low) || !std::isfinite(high)) return std::nullopt;
  // Of a mixture of experts a token meets some parameters only; how few is not told.
  Measure measure{rule.id, mixture && !active ? 0 : std::min(low, rule.most), std::min(high, rule.most), rule.unit, true, rule.how, parameters->evidence};
  measure.evidence.insert(measure.evidence.end(), tokens->evidence.begin(), tokens->evidence.end());
  return measure;
}

bool made_from_others(const std::vector<Lineage>& lineage) {
  return std::any_of(lineage.begin(), lineage.end(), [](const Lineage& line) { return line.of.empty() && line.relation != "dataset"; });
}

}  // namespace

std::vector<Measure> detect_measures(const Scope& scope, const Weights& weights, const std::vector<Statement>& said, const std::vector<Lineage>& lineage) {
  const Measuring measuring(scope);
  std::vector<Measure> measures;
  const auto add = [&](std::optional<Measure> measure) {
    if (measure) measures.push_back(std::move(*measure));
  };
  add(measuring.parameters(weights));
  add(measuring.stated("active-parameters"));
  add(measuring.stated("training-tokens"));
  const bool mixture = std::any_of(said.begin(), said.end(), [](const Statement& s) { return s.id == "model.mixture"; });
  std::optional<Measure> stated = measuring.stated("training-compute");
  const std::optional<Measure> estimate = made_from_others(lineage) ? std::nullopt : estimated(measures, mixture);
  if (!stated) {
    add(estimate);
  } else {
    // A statement that our estimate cannot bear out does not stand alone.
    if (estimate && (stated->low < estimate->low || stated->high > estimate->high)) {
      stated->low = std::min(stated->low, estimate->low);
      stated->high = std::max(stated->high, estimate->high);
      stated->how = estimate->how;
      stated->evidence.insert(stated->evidence.end(), estimate->evidence.begin(), estimate->evidence.end());
    }
    add(std::move(stated));
  }
  return measures;
}

}  // namespace aboveboard
