// What governs what in a release given as text: for tests of governance.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "detect/detect.h"
#include "support/paths.h"
#include "lineage/lineage.h"

namespace aboveboard::testing {

struct Ruled {
  std::vector<std::string> weights;  // what governs the weights
  std::vector<License> licenses;
  std::vector<Finding> findings;
  std::vector<Component> components;
  std::vector<Lineage> lineage;
  std::vector<Governing> governing;

  const License& license(std::string_view id) const {
    return *std::find_if(licenses.begin(), licenses.end(), [&](const License& l) { return l.id == id; });
  }
  const Finding* finding(std::string_view rule) const {
    const auto found_one = std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == rule; });
    return found_one == findings.end() ? nullptr : &*found_one;
  }
  // The governing terms of the weights of one kind.
  std::vector<GoverningTerm> terms(TermKind kind) const {
    std::vector<GoverningTerm> terms;
    for (const Governing& g : governing) {
      if (std::find(g.components.begin(), g.components.end(), ComponentId::Parameters) == g.components.end()) continue;
      for (const GoverningTerm& term : g.terms) {
        if (term.term.kind == kind) terms.push_back(term);
      }
    }
    return terms;
  }
  bool governed_by(LicenseClass c) const {
    return std::any_of(weights.begin(), weights.end(), [&](const std::string& id) {
      const auto& classes = license(id).classes;
      return std::find(classes.begin(), classes.end(), c) != classes.end();
    });
  }
  bool found(std::string_view rule) const {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == rule; });
  }
};

struct Given {
  Role role;
  std::vector<MemoryFile> files;
};

// With bases that were examined as releases of their own.
inline Ruled rule(std::vector<Given> given, const std::vector<LinkedBase>& bases = {}, const std::string& name = "") {
  Diagnostics notes;
  std::vector<std::unique_ptr<Source>> sources;
  std::vector<ScannedSource> scanned;
  for (Given& g : given) {
    SourceInfo info;
    info.name = "source" + std::to_string(sources.size());
    info.role = g.role;
    info.role_given = true;
    sources.push_back(memory_source(info, std::move(g.files)));
    scanned.push_back(scan(*sources.back(), notes));
  }
  const Scope scope{scanned, false};
  Ruled ruled;
  ruled.components = detect_components(scope);
  ruled.lineage = lineage::declared(scope.sources);
  Governance governance = detect_governance(*read_licenses(scope), detect_statements(scope), ruled.components, ruled.lineage, bases, name);
  ruled.licenses = std::move(governance.licenses);
  ruled.governing = std::move(governance.governing);
  ruled.findings = std::move(governance.findings);
  ruled.weights = ruled.components[static_cast<std::size_t>(ComponentId::Parameters)].licenses;
  return ruled;
}

inline std::string example(const char* path) { return read_file(project_root() / "examples" / path); }
inline std::string apache() { return example("open-release/LICENSE"); }
inline std::string community() { return example("weights-only/LICENSE"); }
inline std::string policy() { return example("weights-only/USE_POLICY.md"); }

inline const char* kOffer = "# Tern\n\n## Download\n\nThe weights are available at https://huggingface.co/heron/tern-1b.\n\n";
inline const char* kProgram = "import torch\nmodel = torch.load('x')\n";
inline const std::vector<std::string> kNone;

}  // namespace aboveboard::testing
