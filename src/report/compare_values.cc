#include "report/compare_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "report/display.h"
#include "report/words.h"

namespace aboveboard {
namespace {

constexpr std::size_t kConditionColumns = 100;  // of a term's condition; the report has all of it

constexpr std::size_t kLicensesShown = 12;

void join(std::string& text, std::string_view more, std::string_view between = ", ") {
  if (!text.empty()) text += between;
  text += more;
}

std::string interval(const std::string& value, const std::string& low, const std::string& high) {
  if (low.empty() || high.empty() || (low == value && high == value)) return value;
  return fmt::format("{} ({} to {})", value, low, high);
}

std::string readable(const std::string& result) {
  const auto label = label_from_string(result);
  return label ? std::string(display_name(*label)) : result;
}

std::string score_text(const std::optional<double>& score) { return score ? fmt::format("{:.2f}", *score) : ""; }

}  // namespace

std::string label_text(const std::optional<Label>& label, std::string_view otherwise) { return std::string(label ? display_name(*label) : otherwise); }

std::string short_license_id(std::string_view id) {
  constexpr std::string_view kOurs = "LicenseRef-";
  return std::string(id.starts_with(kOurs) ? id.substr(kOurs.size()) : id);
}

std::string licenses_text(const Facts& facts, const std::vector<std::string>& ids) {
  std::string text;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i == kLicensesShown) return text + fmt::format(" and {} more", ids.size() - i);
    const std::string& id = ids[i];
    join(text, short_license_id(id));
    const License* license = find_license(facts, id);
    if (license == nullptr) continue;
    std::string how = is_made_up(*license) ? "beside the license" : license->detected ? "text" : "tag only";
    if (license->detected && license->verdict == MatchVerdict::Modified) how += ", modified";
    if (license->conflict) how += "; tag and text disagree";
    text += " (" + how + ")";
  }
  return text;
}

std::vector<LicenseClass> classes_of(const Facts& facts, const std::vector<std::string>& ids) {
  std::set<std::string_view> open(ids.begin(), ids.end());
  std::vector<LicenseClass> classes;
  for (const License& license : facts.licenses) {
    if (license.classes.empty() || open.erase(license.id) == 0) continue;
    classes.insert(classes.end(), license.classes.begin(), license.classes.end());
  }
  if (!open.empty()) classes.push_back(LicenseClass::Unknown);  // of no class, or not told
  return classes;
}

std::string term_text(const Term& term) {
  std::string text = terminal::value_text(term.value);
  if (!term.condition.empty()) join(text, terminal::elide_end(terminal::neutralize(term.condition), kConditionColumns));
  if (term.origin != TermOrigin::License) text += " (" + std::string(terminal::origin_name(term.origin)) + ")";
  return text;
}

bool tells_terms(const Governing* governing) {
  if (governing == nullptr || governing->licenses.empty() || governing->classes.empty()) return false;
  if (std::find(governing->classes.begin(), governing->classes.end(), LicenseClass::Unknown) != governing->classes.end()) return false;
  const auto one_restricts = [](const GoverningTerm& governed) { return restricts(governed.term); };
  return !has_restriction(governing->classes) || std::any_of(governing->terms.begin(), governing->terms.end(), one_restricts);
}

std::string framework_title(const FrameworkResult& framework) {
  const std::string name = framework.name.empty() ? framework.id : framework.name;
  return framework.mode.empty() ? name : name + " (" + framework.mode + ")";
}

bool is_ladder_of_labels(const FrameworkResult& framework) { return label_from_string(framework.result) || label_from_string(framework.result_max); }

std::string framework_text(const FrameworkResult& framework) {
  const std::string text = interval(readable(framework.result), readable(framework.result_min), readable(framework.result_max));
  if (!framework.score) return text;
  const std::string score = interval(score_text(framework.score), score_text(framework.score_min), score_text(framework.score_max));
  return text.empty() ? score : text + ", " + score;
}

std::string use_text(const Use& use) {
  switch (use.answer) {
    case UseAnswer::Conditions:
      return use.conditions.empty() ? "yes, on conditions" : "yes, on " + terminal::count_of(use.conditions.size(), "condition", "conditions");
    case UseAnswer::LicenseNeeded: return "license needed";
    default: return std::string(to_string(use.answer));
  }
}

std::string dtypes_text(const Weights& weights) {
  std::string text;
  for (const auto& [name, elements] : weights.dtypes) join(text, name);
  return text;
}

}  // namespace aboveboard
