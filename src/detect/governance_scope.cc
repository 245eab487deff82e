#include <algorithm>

#include "base/text.h"
#include "detect/governance.h"

namespace aboveboard {
namespace {

bool is_code(ComponentId id) {
  switch (id) {
    case ComponentId::Architecture:
    case ComponentId::InferenceCode:
    case ComponentId::TrainingCode:
    case ComponentId::TrainingConfiguration:
    case ComponentId::DataProcessingCode:
    case ComponentId::EvaluationCode:
    case ComponentId::FineTuningRecipes:
    case ComponentId::SupportingLibraries: return true;
    default: return false;
  }
}

bool is_data(ComponentId id) { return id == ComponentId::Datasets || id == ComponentId::EvaluationData; }

bool follows_the_weights(ComponentId id) { return id == ComponentId::Parameters || id == ComponentId::IntermediateCheckpoints || id == ComponentId::OptimizerState; }

Covers kind_of(ComponentId id) { return is_code(id) ? Covers::Code : is_data(id) ? Covers::Data : follows_the_weights(id) ? Covers::Model : Covers::General; }

bool is_above(std::string_view folder, std::string_view path) {
  return folder.empty() || (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

std::size_t source_index(const Ground& ground, const std::string& name) {
  for (std::size_t s = 0; s < ground.sources.size(); ++s) {
    if (ground.sources[s].source->info().name == name) return s;
  }
  return ground.sources.size();
}

void give(Component& component, const std::vector<std::string>& ids, LicenseScope scope) {
  for (const std::string& id : ids) {
    if (std::find(component.licenses.begin(), component.licenses.end(), id) == component.licenses.end()) component.licenses.push_back(id);
  }
  component.scope = std::max(component.scope, scope);
}

// Licenses of the file, folder or repository that a component lies in. The first piece of evidence that is a file of the release decides.
void give_by_place(const Ground& ground, Component& component) {
  for (const Evidence& evidence : component.evidence) {
    const bool here = evidence.kind == EvidenceKind::Listing || evidence.kind == EvidenceKind::Bytes || evidence.kind == EvidenceKind::Pointer ||
                      (evidence.kind == EvidenceKind::Text && component.presence >= Presence::Partial);
    const std::size_t source = source_index(ground, evidence.source);
    if (!here || source == ground.sources.size()) continue;
    for (const LicenseText* text : texts_above(ground, source, evidence.path, kind_of(component.id))) {
      give(component, text->ids, text->covers == kind_of(component.id) ? LicenseScope::Explicit : LicenseScope::Inherited);
    }
    if (!component.licenses.empty()) return;
    for (const LicenseStatement& statement : ground.statements) {
      const bool code = is_code(component.id) && std::find(statement.covers.begin(), statement.covers.end(), Covers::Code) != statement.covers.end();
      if (statement.where.source == source && code) give(component, statement.ids, LicenseScope::Explicit);
    }
    return;
  }
}

void give_by_statement(const Ground& ground, Component& component, Covers what) {
  for (const LicenseStatement& statement : ground.statements) {
    if (std::find(statement.covers.begin(), statement.covers.end(), what) != statement.covers.end()) give(component, statement.ids, LicenseScope::Explicit);
  }
}

}  // namespace

std::string weights_path(const ScannedSource& source) {
  for (const ScannedFile& file : source.files) {
    if (file.weights) return file.path;
  }
  return "";
}

std::vector<const LicenseText*> texts_above(const Ground& ground, std::size_t source, std::string_view path, Covers what) {
  std::vector<const LicenseText*> nearest;
  std::size_t depth = 0;
  bool named = false;
  for (const LicenseText& text : ground.texts) {
    const bool fits = text.covers == what || text.covers == Covers::General;
    if (text.where.source != source || text.policy || text.ids.empty() || text.notice_file || !fits) continue;
    // A folder of license files ("LICENSES/") speaks for the folder above it.
    const std::string_view folder = to_lower(file_name(text.folder)).find("licen") != std::string::npos ? parent_path(text.folder) : std::string_view(text.folder);
    if (!is_above(folder, path)) continue;
    const bool better = nearest.empty() || folder.size() > depth || (folder.size() == depth && text.covers == what && what != Covers::General && !named);
    const bool equal = !nearest.empty() && folder.size() == depth && (text.covers == what && what != Covers::General) == named;
    if (better && !equal) nearest.clear();
    if (!better && !equal) continue;
    depth = folder.size();
    named = text.covers == what && what != Covers::General;
    nearest.push_back(&text);
  }
  return nearest;
}

bool speaks_of_a_model(const Ground& ground, const LicenseText& text) {
  const auto& document = ground.sources[text.where.source].files[text.where.file].document;
  if (!document || text.unread) return false;
  for (const std::string& id : text.ids) {
    if (const license::Info* info = license::find(id); info != nullptr && !info->model_license) return false;
  }
  const std::string lower = to_lower(document->text);
  std::size_t mentions = 0;
  for (const char* word : {"model", "weights", "模型"}) {
    for (std::size_t at = lower.find(word); at != std::string::npos && mentions < 3; at = lower.find(word, at + 1)) ++mentions;
  }
  return mentions >= 3;
}

void assign_licenses(const Ground& ground, const Ruling& parameters, LicenseRegistry& registry, std::vector<Component>& components) {
  for (Component& component : components) {
    component.licenses.clear();
    component.scope = LicenseScope::None;
    if (component.id == ComponentId::Parameters) {
      give(component, parameters.licenses, parameters.scope);
    } else if (component.presence >= Presence::Partial) {
      give_by_place(ground, component);
    }
    if (component.licenses.empty() && follows_the_weights(component.id) && component.presence >= Presence::Referenced) give(component, parameters.licenses, LicenseScope::Inherited);
    if (component.licenses.empty() && component.id == ComponentId::Datasets && component.presence >= Presence::Referenced) give_by_statement(ground, component, Covers::Data);
    for (const std::string& id : component.licenses) {
      if (License* license = registry.find(id)) license->applies_to.push_back(component.id);
    }
  }
}

}  // namespace aboveboard
