#include "detect/governance.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "detect/detect.h"

namespace aboveboard {
namespace {

bool is_weights_bearing(const ScannedSource& source) {
  if (source.source->info().role == Role::Weights) return true;
  return std::any_of(source.files.begin(), source.files.end(), [](const ScannedFile& f) { return f.weights.has_value(); });
}

bool covers(const LicenseStatement& statement, Covers what) { return !statement.of_a_part && std::find(statement.covers.begin(), statement.covers.end(), what) != statement.covers.end(); }

void add_ids(Ruling& ruling, const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    if (std::find(ruling.licenses.begin(), ruling.licenses.end(), id) == ruling.licenses.end()) ruling.licenses.push_back(id);
  }
}

void add_statement(Ruling& ruling, const LicenseStatement& statement) {
  add_ids(ruling, statement.ids);
  ruling.scope = LicenseScope::Explicit;
  ruling.unresolved = ruling.unresolved || !statement.resolved;
  ruling.statements.push_back(&statement);
}

void add_text(Ruling& ruling, const LicenseText& text, LicenseScope scope) {
  if (text.ids.empty() || text.policy) return;
  add_ids(ruling, text.ids);
  ruling.scope = std::max(ruling.scope, scope);
  ruling.unresolved = ruling.unresolved || text.unread;
  ruling.texts.push_back(&text);
}

// In the places that hold the weights: their cards, header metadata, license files and sentences.
Ruling beside_the_weights(const Ground& ground) {
  Ruling ruling;
  for (std::size_t s = 0; s < ground.sources.size(); ++s) {
    if (!is_weights_bearing(ground.sources[s])) continue;
    const bool weights_alone = ground.sources[s].source->info().role == Role::Weights;
    for (const LicenseStatement& statement : ground.statements) {
      // In a folder of weights, a statement that does not say what it speaks of speaks of the weights.
      const bool unspoken = weights_alone && statement.covers.empty() && !statement.of_a_part;
      if (statement.where.source == s && (covers(statement, Covers::Model) || unspoken)) add_statement(ruling, statement);
    }
    for (const LicenseText* text : texts_above(ground, s, weights_path(ground.sources[s]), Covers::Model)) {
      add_text(ruling, *text, text->covers == Covers::Model || text->model_license ? LicenseScope::Explicit : LicenseScope::Inherited);
    }
  }
  return ruling;
}

// Anywhere in the release: what a sentence, a card or a file's name gives to the model.
Ruling said_of_the_model(const Ground& ground) {
  Ruling ruling;
  for (const LicenseStatement& statement : ground.statements) {
    if (covers(statement, Covers::Model)) add_statement(ruling, statement);
  }
  for (const LicenseText& text : ground.texts) {
    if (text.covers == Covers::Model) add_text(ruling, text, LicenseScope::Explicit);
  }
  return ruling;
}

// Licenses that are written for models cover the model wherever they lie; a text of no known kind at the top may.
Ruling written_for_models(const Ground& ground) {
  Ruling ruling;
  for (const LicenseText& text : ground.texts) {
    if (text.model_license && text.covers != Covers::Code) add_text(ruling, text, LicenseScope::Inferred);
  }
  if (!ruling.licenses.empty()) return ruling;
  for (const LicenseText& text : ground.texts) {
    if (text.covers == Covers::General && text.folder.empty() && speaks_of_a_model(ground, text)) add_text(ruling, text, LicenseScope::Inferred);
  }
  return ruling;
}

bool holds_a_program(const ScannedSource& source) {
  static constexpr std::array<std::string_view, 18> kProgram = {"py", "ipynb", "sh", "c", "cc", "cpp", "h", "hpp", "cu", "js", "ts", "go", "rs", "java", "jl", "swift", "m", "lua"};
  return std::any_of(source.files.begin(), source.files.end(), [](const ScannedFile& file) {
    return std::find(kProgram.begin(), kProgram.end(), file_extension(file.path)) != kProgram.end();
  });
}

// A source that holds no program at all but offers the weights: its license can only be meant for what it presents.
Ruling only_reading_left(const Ground& ground) {
  Ruling ruling;
  for (const Statement& statement : ground.said) {
    if (statement.id == "weights.license-elsewhere") return ruling;
  }
  for (std::size_t s = 0; s < ground.sources.size(); ++s) {
    if (ground.sources.size() > 1 || holds_a_program(ground.sources[s])) continue;
    for (const LicenseText& text : ground.texts) {
      if (text.where.source == s && text.folder.empty() && text.covers == Covers::General && !text.unread) add_text(ruling, text, LicenseScope::Inferred);
    }
  }
  return ruling;
}

// Every license named so far is a name without terms: a text at the top that speaks of the model is read as well.
void read_on(Ruling& ruling, const Ground& ground, LicenseRegistry& registry) {
  const auto unknown = [&](const std::string& id) {
    const License* license = registry.find(id);
    return license == nullptr || std::find(license->classes.begin(), license->classes.end(), LicenseClass::Unknown) != license->classes.end();
  };
  if (ruling.licenses.empty() || !std::all_of(ruling.licenses.begin(), ruling.licenses.end(), unknown)) return;
  for (const LicenseText& text : ground.texts) {
    if (text.folder.empty() && text.covers == Covers::General && speaks_of_a_model(ground, text)) add_text(ruling, text, LicenseScope::Inferred);
  }
}

bool is_bare_name(const License& license) {
  return !license.detected && license.terms.empty() && license.classes == std::vector<LicenseClass>{LicenseClass::Unknown};
}

// Names without terms that add nothing: "other" and "unknown" beside any license; any bare name beside a license that restricts (the release is neither more nor
// less open for it), or beside a text of the publisher's own, which is what the name stands for. Beside a common open license a name stays: it may be the one that governs.
void drop_bare_names(Ruling& ruling, LicenseRegistry& registry) {
  bool known = false, settled = false;
  for (const std::string& id : ruling.licenses) {
    const License* license = registry.find(id);
    if (license == nullptr || is_bare_name(*license)) continue;
    known = true;
    settled = settled || (license->detected && license->spdx.empty()) || has_restriction(license->classes);
  }
  std::erase_if(ruling.licenses, [&](const std::string& id) {
    const License* license = registry.find(id);
    const bool says_nothing = id == "LicenseRef-other" || id == "LicenseRef-unknown";
    return license == nullptr || (says_nothing && known) || (settled && is_bare_name(*license));
  });
}

// Of a choice the user takes the better branch: where the text of an open one is here, the texts of the others ask nothing.
void settle_choices(Ruling& ruling, LicenseRegistry& registry) {
  for (const std::string& id : std::vector<std::string>(ruling.licenses)) {
    const auto expression = id.find(" OR ") == std::string::npos ? Result<license::Expression>(fail(ErrorKind::NotFound, "")) : license::parse_expression(id);
    License* choice = registry.find(id);
    if (!expression || choice == nullptr) continue;
    const auto is_branch = [&](const std::string& other) { return std::find(expression->ids.begin(), expression->ids.end(), other) != expression->ids.end(); };
    const bool granted = std::any_of(ruling.licenses.begin(), ruling.licenses.end(), [&](const std::string& other) {
      const License* branch = registry.find(other);
      return is_branch(other) && branch != nullptr && branch->detected && branch->classes == expression->classes;
    });
    if (!granted) continue;
    choice->detected = true;
    std::erase_if(ruling.licenses, is_branch);
  }
}

}  // namespace

Ruling rule_on_parameters(const Ground& ground, LicenseRegistry& registry) {
  Ruling ruling = beside_the_weights(ground);
  if (ruling.licenses.empty()) ruling = said_of_the_model(ground);
  if (ruling.licenses.empty()) ruling = written_for_models(ground);
  if (ruling.licenses.empty()) ruling = only_reading_left(ground);
  read_on(ruling, ground, registry);
  drop_bare_names(ruling, registry);
  settle_choices(ruling, registry);
  return ruling;
}

struct LicenseGrounds {
  explicit LicenseGrounds(const std::vector<ScannedSource>& all_sources) : sources(all_sources), registry(all_sources) {}
  const std::vector<ScannedSource>& sources;
  LicenseRegistry registry;
  std::vector<LicenseText> texts;
  std::vector<LicenseStatement> statements;
  std::vector<Finding> findings;
};

std::shared_ptr<LicenseGrounds> read_licenses(const Scope& scope) {
  auto grounds = std::make_shared<LicenseGrounds>(scope.sources);
  grounds->texts = collect_license_texts(scope.sources, scope.clarified, grounds->registry, grounds->findings);
  grounds->statements = collect_license_statements(scope.sources, grounds->texts, grounds->registry);
  return grounds;
}

Governance detect_governance(LicenseGrounds& grounds, const std::vector<Statement>& said, std::vector<Component>& components, std::vector<Lineage>& lineage,
                             const std::vector<LinkedBase>& bases, const std::string& name) {
  Governance governance;
  std::vector<Finding>& findings = governance.findings;
  findings = std::move(grounds.findings);
  LicenseRegistry& registry = grounds.registry;
  const Ground ground{grounds.sources, grounds.texts, grounds.statements, said};
  Ruling parameters = rule_on_parameters(ground, registry);
  fold_prompt(parameters, registry);
  const std::vector<LoosePolicy> policies = add_policies(ground, parameters, registry);
  add_stated_conditions(ground, parameters, registry);
  find_disagreements(ground, parameters, registry, findings);
  add_bases(ground, bases, lineage, parameters, registry, findings);
  check_derivation(lineage, name, registry, findings);
  weigh_terms(ground, parameters, policies, registry, findings);
  assign_licenses(ground, parameters, registry, components);
  governance.governing = compose_terms(registry, components);
  find_gaps(ground, parameters, registry, components, findings);
  governance.licenses = registry.take();
  // Licenses that govern come first; the rest in the order in which they were met.
  std::stable_partition(governance.licenses.begin(), governance.licenses.end(), [](const License& l) { return !l.applies_to.empty(); });
  return governance;
}

}  // namespace aboveboard
