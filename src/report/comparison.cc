#include "report/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "report/compare_values.h"
#include "report/words.h"

namespace aboveboard {
namespace {

using ValueOf = std::function<ComparedValue(const Report&)>;

const ComparedValue kNone{"-", "", Standing::Plain}, kNotTold{"?", "", Standing::Plain};

class Table {
 public:
  Table(const std::vector<CompareInput>& inputs, Comparison& out) : inputs_(inputs), out_(out) {}

  void group(std::string name) { group_ = std::move(name); }

  void row(std::string id, std::string title, const ValueOf& value_of) {
    ComparisonRow row{group_, std::move(id), std::move(title), {}, false};
    const ComparedValue* first = nullptr;
    for (const CompareInput& input : inputs_) row.values.push_back(input.report ? value_of(*input.report) : ComparedValue{});
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      if (!inputs_[i].report) continue;
      if (first == nullptr) first = &row.values[i];
      row.differs = row.differs || row.values[i].text != first->text;
    }
    out_.rows.push_back(std::move(row));
  }

  // A row for each key that one of the reports has, in the order in which they come; `items` gives a report's list, `key` the id and the title of an item
  // (an item without an id gets no row).
  template <typename Items, typename Key, typename Value>
  void rows(Items items, Key key, Value value_of) {
    std::vector<std::pair<std::string, std::string>> keys;
    std::set<std::string> known;
    std::map<const Report*, std::map<std::string, ComparedValue>> values;
    for (const CompareInput& input : inputs_) {
      if (!input.report) continue;
      for (const auto& item : std::invoke(items, *input.report)) {
        std::pair<std::string, std::string> one = key(item);
        if (one.first.empty()) continue;
        values[&*input.report].emplace(one.first, value_of(item));
        if (known.insert(one.first).second) keys.push_back(std::move(one));
      }
    }
    for (const auto& [id, title] : keys) {
      row(id, title, [&values, &key = id](const Report& report) {
        const auto& told = values[&report];
        const auto found = told.find(key);
        return found == told.end() ? kNotTold : found->second;
      });
    }
  }

 private:
  const std::vector<CompareInput>& inputs_;
  Comparison& out_;
  std::string group_;
};

Standing standing_of(Answer answer) { return answer == Answer::Yes ? Standing::Good : answer == Answer::No ? Standing::Bad : Standing::Fair; }

Standing standing_of(UseAnswer answer) { return answer == UseAnswer::Yes ? Standing::Good : answer == UseAnswer::No ? Standing::Bad : Standing::Fair; }

Standing standing_of(const std::optional<Label>& label) {
  return label && *label >= Label::OpenSource ? Standing::Good : label == Label::Closed ? Standing::Bad : Standing::Fair;
}

void add_label(Table& table) {
  table.group("label");
  table.row("apparent", "apparent", [](const Report& r) { return ComparedValue{label_text(r.label.apparent, kCannotBeTold), "", standing_of(r.label.apparent)}; });
  table.row("at-least", "at least", [](const Report& r) { return ComparedValue{label_text(r.label.at_least, kNothingShown), "", standing_of(r.label.at_least)}; });
  table.row("at-most", "at most", [](const Report& r) { return ComparedValue{label_text(r.label.at_most, ""), "", standing_of(r.label.at_most)}; });
}

void add_answers(Table& table) {
  const auto answer = [](const auto& item) { return ComparedValue{std::string(to_string(item.answer)), "", standing_of(item.answer)}; };
  table.group("questions");
  table.rows(&Report::questions, [](const Question& q) { return std::pair(q.id, q.text); }, answer);
  table.group("uses");
  table.rows(&Report::uses, [](const Use& u) { return std::pair(u.id, terminal::use_name(u)); },
             [](const Use& use) { return ComparedValue{use_text(use), "", standing_of(use.answer)}; });
  table.group("capabilities");
  table.rows(&Report::capabilities, [](const Capability& c) { return std::pair(c.id, c.title); }, answer);
}

ComparedValue presence_value(const Component& component) {
  constexpr std::array<std::string_view, 6> kSigns = {"?", "-", "x", ">", "~", "+"};
  constexpr std::array<Standing, 6> kStandings = {Standing::Plain, Standing::Plain, Standing::Bad, Standing::Fair, Standing::Fair, Standing::Good};
  const auto index = static_cast<std::size_t>(component.presence);
  std::string text(terminal::presence_name(component.presence));
  if (const std::string_view scope = terminal::scope_name(component.scope); !scope.empty()) text += ", license " + std::string(scope);
  return {std::move(text), std::string(kSigns[index]), kStandings[index]};
}

void add_components(Table& table) {
  table.group("components");
  for (const ComponentId id : all_components()) {
    table.row(std::string(to_string(id)), std::string(display_name(id)), [id](const Report& report) { return presence_value(component(report.facts, id)); });
  }
}

// Components that a reader takes as one when he asks for their license.
struct ComponentKind {
  const char* id;
  std::vector<ComponentId> members;
};

const std::vector<ComponentKind>& component_kinds() {
  using enum ComponentId;
  static const std::vector<ComponentKind> kKinds = {
      {"weights", {Parameters}},
      {"code", {TrainingCode, InferenceCode, DataProcessingCode, EvaluationCode}},
      {"data", {Datasets, EvaluationData}},
      {"documents", {ModelCard, DataCard, DataInformation, TechnicalReport, Paper}},
  };
  return kKinds;
}

ComparedValue license_value(const Facts& facts, const std::vector<ComponentId>& members) {
  std::vector<std::string> ids;
  Presence presence = Presence::NotLooked;
  for (const ComponentId id : members) {
    const Component& one = component(facts, id);
    presence = std::max(presence, one.presence);
    for (const std::string& license : one.licenses) {
      if (std::find(ids.begin(), ids.end(), license) == ids.end()) ids.push_back(license);
    }
  }
  if (ids.empty()) return presence < Presence::Referenced ? kNone : presence == Presence::Referenced ? ComparedValue{"only linked", "", Standing::Plain} : ComparedValue{"none stated", "", Standing::Bad};
  const std::vector<LicenseClass> classes = classes_of(facts, ids);
  return {licenses_text(facts, ids), "", all_open(classes) ? Standing::Good : has_restriction(classes) ? Standing::Bad : Standing::Fair};
}

void add_licenses(Table& table) {
  table.group("licenses");
  for (const ComponentKind& kind : component_kinds()) {
    table.row(kind.id, kind.id, [&kind](const Report& report) { return license_value(report.facts, kind.members); });
  }
}

ComparedValue term_value(const Facts& facts, TermKind kind) {
  const Governing* governing = find_governing(facts, ComponentId::Parameters);
  ComparedValue value;
  for (const GoverningTerm& governed : governing == nullptr ? std::vector<GoverningTerm>() : governing->terms) {
    if (governed.term.kind != kind) continue;
    value.text += (value.text.empty() ? "" : "; ") + term_text(governed.term);
    if (restricts(governed.term)) value.standing = Standing::Bad, value.sign = "!";
  }
  if (!value.text.empty()) return value;
  return tells_terms(governing) ? kNone : kNotTold;
}

// Only the kinds of which one of the releases has a term.
void add_terms(Table& table, const std::vector<CompareInput>& inputs) {
  table.group("terms");
  for (int i = 0; i <= static_cast<int>(TermKind::RemoteCutoff); ++i) {
    const auto kind = static_cast<TermKind>(i);
    const auto has_it = [kind](const CompareInput& input) {
      const Governing* governing = input.report ? find_governing(input.report->facts, ComponentId::Parameters) : nullptr;
      return governing != nullptr && std::any_of(governing->terms.begin(), governing->terms.end(), [kind](const GoverningTerm& governed) { return governed.term.kind == kind; });
    };
    if (std::none_of(inputs.begin(), inputs.end(), has_it)) continue;
    table.row(std::string(to_string(kind)), std::string(terminal::term_name(kind)), [kind](const Report& report) { return term_value(report.facts, kind); });
  }
}

// A framework whose results are labels says what the label says, and gets no row.
std::pair<std::string, std::string> framework_key(const FrameworkResult& framework) {
  if (is_ladder_of_labels(framework)) return {};
  return {framework.mode.empty() ? framework.id : framework.id + "/" + framework.mode, framework_title(framework)};
}

void add_frameworks(Table& table) {
  table.group("frameworks");
  table.rows(&Report::frameworks, framework_key, [](const FrameworkResult& f) { return ComparedValue{framework_text(f), "", Standing::Plain}; });
}

ComparedValue text_or_none(std::string text) { return text.empty() ? kNone : ComparedValue{std::move(text), "", Standing::Plain}; }

std::string listed(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

void add_weights(Table& table) {
  table.group("weights");
  const auto row = [&](const char* id, const char* title, auto text_of) {
    table.row(id, title, [text_of](const Report& report) { return text_or_none(text_of(report.facts.weights)); });
  };
  row("parameters", "parameters", [](const Weights& w) { return w.parameters ? terminal::group_digits(*w.parameters) : w.files.empty() ? "" : "?"; });
  row("formats", "formats", [](const Weights& w) { return listed(w.formats); });
  row("dtypes", "types of numbers", [](const Weights& w) { return dtypes_text(w); });
  row("quantization", "quantization", [](const Weights& w) { return w.quantization; });
  row("architecture", "architecture", [](const Weights& w) { return w.architecture; });
  row("bytes", "size", [](const Weights& w) { return w.files.empty() ? "" : terminal::human_bytes(w.bytes); });
  row("files", "files", [](const Weights& w) { return w.files.empty() ? "" : terminal::group_digits(w.files.size()); });
  row("complete", "complete", [](const Weights& w) { return w.files.empty() ? "" : std::string(to_string(w.complete)); });
}

void add_data(Table& table) {
  table.group("data");
  const auto words = [](const DataAspect& aspect) {
    std::string text(to_string(aspect.depth));
    std::replace(text.begin(), text.end(), '-', ' ');
    return ComparedValue{text, "", aspect.depth >= Depth::Described ? Standing::Good : aspect.depth == Depth::Withheld ? Standing::Bad : Standing::Plain};
  };
  table.rows([](const Report& r) -> const std::vector<DataAspect>& { return r.facts.data_aspects; }, [](const DataAspect& aspect) { return std::pair(aspect.id, aspect.id); }, words);
  table.row("sources", "sources named", [](const Report& report) { return text_or_none(report.facts.data_sources.empty() ? "" : terminal::group_digits(report.facts.data_sources.size())); });
}

// How many findings of each family there are.
void add_findings(Table& table) {
  table.group("findings");
  const auto row = [&](FindingLevel level, const char* title) {
    table.row(std::string(to_string(level)), title, [level](const Report& report) {
      const auto count = std::count_if(report.findings.begin(), report.findings.end(), [level](const Finding& finding) { return finding.level == level; });
      return text_or_none(count == 0 ? "" : terminal::group_digits(static_cast<std::uint64_t>(count)));
    });
  };
  row(FindingLevel::Error, "errors");
  row(FindingLevel::Warning, "warnings");
  table.row("not-examined", "not examined", [](const Report& report) {
    const auto& items = report.facts.not_examined;
    return text_or_none(items.empty() ? "" : terminal::group_digits(items.size()));
  });
}

ComparedRelease in_short(const CompareInput& input) {
  ComparedRelease out;
  out.location = input.location;
  out.failure = input.failure;
  out.heading = input.location;
  if (!input.report) return out;
  const Report& report = *input.report;
  out.name = report.facts.release.name;
  if (!out.name.empty()) out.heading = out.name;
  if (!report.facts.release.sources.empty()) out.revision = report.facts.release.sources.front().revision;
  out.complete = report.facts.release.complete;
  out.at_least = report.label.at_least, out.at_most = report.label.at_most, out.apparent = report.label.apparent;
  out.sentence = report.label.sentence;
  return out;
}

// Headings that tell releases apart: by the location where names repeat, by a number where that repeats too.
void tell_apart(std::vector<ComparedRelease>& releases) {
  std::map<std::string, int> names, headings;
  for (const ComparedRelease& release : releases) ++names[release.heading];
  for (ComparedRelease& release : releases) {
    if (names[release.heading] > 1) release.heading = release.location;
  }
  for (const ComparedRelease& release : releases) ++headings[release.heading];
  std::map<std::string, int> met;
  for (ComparedRelease& release : releases) {
    const std::string heading = release.heading;
    if (headings[heading] > 1) release.heading += fmt::format(" #{}", ++met[heading]);
  }
}

}  // namespace

Comparison compare(const std::vector<CompareInput>& inputs) {
  Comparison out;
  for (const CompareInput& input : inputs) out.releases.push_back(in_short(input));
  tell_apart(out.releases);
  Table table(inputs, out);
  add_label(table);
  add_answers(table);
  add_components(table);
  add_licenses(table);
  add_terms(table, inputs);
  add_frameworks(table);
  add_weights(table);
  add_data(table);
  add_findings(table);
  return out;
}

std::string group_title(const std::string& group) {
  static const std::map<std::string, std::string, std::less<>> kTitles = {
      {"label", "Label"}, {"questions", "Questions"}, {"uses", "Uses"}, {"capabilities", "What can be done"}, {"components", "Components"},
      {"licenses", "Licenses"}, {"terms", "Terms on the weights"}, {"frameworks", "Frameworks"}, {"weights", "Weights"}, {"data", "What is told of the training data"},
      {"findings", "Findings"}};
  const auto found = kTitles.find(group);
  return found == kTitles.end() ? group : found->second;
}

}  // namespace aboveboard
