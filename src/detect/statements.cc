#include "detect/statements.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/suggest.h"
#include "base/text.h"
#include "data/embedded.h"
#include "data/packed.h"
#include "detect/components_match.h"
#include "detect/detect.h"

namespace aboveboard {

namespace detect {

namespace {

constexpr std::size_t kEvidences = 3;

std::vector<data::Value> parsed_files(std::initializer_list<std::string_view> without) {
  std::vector<data::Value> files;
  for (const data::EmbeddedFile& file : data::embedded_below("phrases/statements")) files.push_back(data::unpack(file.packed, without));
  return files;
}

template <typename Visit>
void each_statement(const data::Value& root, Visit visit) {
  const data::Value* statements = root.find("statements");
  if (statements == nullptr) return;
  for (const data::Value& one : statements->items) visit(one);
}

std::string text(const data::Value& value, std::string_view key) {
  const data::Value* found = value.find(key);
  return found == nullptr ? std::string() : std::string(found->as_text());
}

std::vector<StatementRule> load() {
  std::vector<StatementRule> rules;
  for (const data::Value& root : parsed_files({"examples"})) {
    each_statement(root, [&](const data::Value& one) {
      StatementRule rule{text(one, "id"), text(one, "title"), text(one, "rationale"), false, {}};
      const data::Value* assertable = one.find("assertable");
      rule.assertable = assertable != nullptr && assertable->boolean;
      const data::Value* found_by = one.find("found-by");
      for (std::size_t i = 0; found_by != nullptr && i < found_by->items.size(); ++i) {
        rule.found_by.push_back(read_detector(found_by->items[i], ComponentId::ModelCard));
        rule.found_by.back().id = rule.id;
        rule.found_by.back().gives = Presence::Present;
      }
      rules.push_back(std::move(rule));
    });
  }
  return rules;
}

EvidenceList best(std::vector<Hit> hits) {
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.rank != b.rank ? a.rank > b.rank : a.depth != b.depth ? a.depth < b.depth : false; });
  EvidenceList evidence;
  for (Hit& hit : hits) {
    if (evidence.size() >= kEvidences) break;
    const auto same = [&](const Evidence& one) { return one.source == hit.evidence.source && one.path == hit.evidence.path && one.line == hit.evidence.line; };
    if (std::none_of(evidence.begin(), evidence.end(), same)) evidence.push_back(std::move(hit.evidence));
  }
  return evidence;
}

}  // namespace

const std::vector<StatementRule>& statement_rules() {
  static const auto& rules = *new std::vector<StatementRule>(load());  // kept to the end: taking it down costs and serves nobody
  return rules;
}

std::vector<StatementExamples> statement_examples() {
  std::vector<StatementExamples> all;
  for (const data::Value& root : parsed_files({})) {
    each_statement(root, [&](const data::Value& one) {
      StatementExamples examples{text(one, "id"), {}, {}};
      if (const data::Value* given = one.find("examples")) {
        examples.pass = read_examples(*given, "pass");
        examples.fail = read_examples(*given, "fail");
      }
      all.push_back(std::move(examples));
    });
  }
  return all;
}

std::vector<std::string> check_statement_rules() {
  std::vector<std::string> problems;
  std::vector<std::string> ids;
  for (const StatementRule& rule : statement_rules()) {
    if (rule.title.empty() || rule.rationale.empty()) problems.push_back(rule.id + ": title and rationale are required");
    if (rule.found_by.empty()) problems.push_back(rule.id + ": nothing finds it");
    if (std::find(ids.begin(), ids.end(), rule.id) != ids.end()) problems.push_back(rule.id + ": given twice");
    for (const Detector& detector : rule.found_by) check_detector(detector, problems);
    ids.push_back(rule.id);
  }
  return problems;
}

}  // namespace detect

Result<std::vector<Statement>> asserted_statements(const std::vector<std::string>& ids) {
  std::vector<std::string> known;
  for (const detect::StatementRule& rule : detect::statement_rules()) {
    if (rule.assertable) known.push_back(rule.id);
  }
  std::vector<Statement> statements;
  for (const std::string& id : ids) {
    if (std::find(known.begin(), known.end(), id) == known.end()) {
      std::string hint = did_you_mean(id, known);
      if (hint.empty()) hint = "; these can: " + join_and(known);
      return fail(ErrorKind::Usage, quoted(id, limits::kQuoteBytes) + " cannot be asserted" + hint);
    }
    const auto same = [&](const Statement& one) { return one.id == id; };
    if (std::any_of(statements.begin(), statements.end(), same)) continue;
    Evidence evidence;
    evidence.extractor = "cli/assert";
    evidence.kind = EvidenceKind::User;
    statements.push_back({id, {std::move(evidence)}});
  }
  return statements;
}

std::vector<Statement> detect_statements(const Scope& scope) {
  detect::ReleaseView view(scope.sources);
  std::vector<Statement> statements;
  for (const detect::StatementRule& rule : detect::statement_rules()) {
    std::vector<detect::Hit> hits;
    for (const detect::Detector& detector : rule.found_by) detect::run_detector(detector, view, hits);
    if (!hits.empty()) statements.push_back({rule.id, detect::best(std::move(hits))});
  }
  return statements;
}

}  // namespace aboveboard
