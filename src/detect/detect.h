// Detection: from scanned files to facts. Knows formats and licenses, but no framework.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "format/scan.h"
#include "model/report.h"

namespace aboveboard {

// A file whose text the caller says what it is; the bytes are those that he spoke of.
struct ClarifiedFile {
  std::size_t source = 0, file = 0;  // into the sources of the scope
  std::string license;               // of a known license
  std::string reason;
};

struct Scope {
  const std::vector<ScannedSource>& sources;
  bool complete = false;  // --complete
  std::vector<ClarifiedFile> clarified = {};
};

// Presence of every component of the closed list, by the detectors of data/components.
std::vector<Component> detect_components(const Scope& scope);

// What the texts say, by the phrases of data/phrases: withheld parts, data information, licensing, gating, prices.
std::vector<Statement> detect_statements(const Scope& scope);

// What the caller vouches for, as statements whose evidence is the caller. Fails on an id that no rule lets him assert, and names the nearest.
Result<std::vector<Statement>> asserted_statements(const std::vector<std::string>& ids);

// Numbers that the files state or that follow from them: parameters, training tokens, training compute.
// `lineage`: of what was made from other weights no compute is estimated, since theirs is part of it.
std::vector<Measure> detect_measures(const Scope& scope, const Weights& weights, const std::vector<Statement>& said, const std::vector<Lineage>& lineage = {});

// What the release tells of its training data, by aspect and by source: cards, data cards, Croissant files, readmes and papers in Markdown.
struct DataInformation {
  std::vector<DataAspect> aspects;  // all of the closed list, in its order
  std::vector<DataSource> sources;
  std::vector<Statement> statements;  // what machine-readable descriptions say, besides what phrases find in texts
};
DataInformation detect_data_information(const Scope& scope, const std::vector<Statement>& said, const std::vector<Component>& components, Diagnostics& notes);

// The model card's front matter, and what configurations beside it show of its keys. No path where there is no card.
Card detect_card(const Scope& scope);

// Claims of openness that a text makes about this release itself, by data/phrases/claims.yaml.
std::vector<Claim> detect_claims(const Scope& scope);

// Licenses with what each governs: fills Component::licenses and ::scope and gives the licenses. Contradictions become findings.
struct Governance {
  std::vector<License> licenses;
  std::vector<Governing> governing;
  std::vector<Finding> findings;
};
// A base that was examined as a release of its own.
struct LinkedBase {
  std::string base;               // Lineage::base of the edges that it resolves
  std::vector<License> licenses;  // what governs its weights, with all that it inherits itself; none where nothing governs them
};

// In two steps, so that the texts may be read while components are looked for: first every license that a text, tag or sentence names, then what
// governs what.
struct LicenseGrounds;
std::shared_ptr<LicenseGrounds> read_licenses(const Scope& scope);
// Fills terms_inherited and licenses of `lineage` as well. `name`: what the release is called, which some licenses have a say in.
Governance detect_governance(LicenseGrounds& grounds, const std::vector<Statement>& said, std::vector<Component>& components, std::vector<Lineage>& lineage,
                             const std::vector<LinkedBase>& bases = {}, const std::string& name = "");

// The role that a source's files suggest, where no flag gave one.
Role infer_role(const ScannedSource& source);

}  // namespace aboveboard
