// The report: all that an audit found. `report/` writes it; nothing there computes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/card.h"
#include "model/component.h"
#include "model/data_information.h"
#include "model/finding.h"
#include "model/license.h"
#include "model/measure.h"
#include "model/release.h"
#include "model/statement.h"
#include "model/verdict.h"
#include "model/weights.h"

namespace aboveboard {

inline constexpr int kSchemaVersion = 1;

// How open a base is: what is made from it can be no more open than it.
struct BaseLabel {
  std::string base;  // Lineage::base
  std::optional<Label> at_least;
  Label at_most = Label::OpenSourceOpenData;
  std::optional<Label> apparent;
};

// What a file is by its bytes, whatever its name: weights and all else that a loader would open.
struct FileFormat {
  std::string source, path;
  std::vector<std::string> formats;  // also of what is packed inside
};

// What the files of a release show: the input of every rule.
struct Facts {
  ReleaseInfo release;
  std::vector<Component> components;  // all of the closed list, in its order
  std::vector<License> licenses;
  std::vector<Governing> governing;   // terms put together, for each set of components under the same licenses
  Weights weights;
  std::vector<FileFormat> file_formats;
  std::vector<FileDigest> digests;    // only where they were asked for
  std::vector<ClarificationOutcome> clarifications;  // in the order in which they were given
  std::vector<Lineage> lineage;
  std::vector<BaseLabel> bases;       // those that are here
  std::vector<Statement> statements;
  std::vector<Claim> claims;
  std::vector<Measure> measures;
  std::vector<DataAspect> data_aspects;  // all of the closed list, in its order
  std::vector<DataSource> data_sources;
  Card card;
  Asked asked;
  std::vector<Finding> findings;      // of readers and license checks; verdicts add theirs
  std::vector<NotExamined> not_examined;
};

struct Report {
  Facts facts;
  LabelVerdict label;
  std::vector<Question> questions;
  std::vector<FrameworkResult> frameworks;
  std::vector<Use> uses;
  std::vector<Capability> capabilities;
  std::vector<Step> next_steps;   // up the ladder of labels, the cheapest first
  Language language;
  std::vector<Finding> findings;  // all of them, worst first
};

const Component& component(const Facts& facts, ComponentId id);
// What governs a component; nullptr where nothing does.
const Governing* find_governing(const Facts& facts, ComponentId id);
const License* find_license(const Facts& facts, std::string_view id);
const Statement* find_statement(const Facts& facts, std::string_view id);
const Measure* find_measure(const Facts& facts, std::string_view id);

}  // namespace aboveboard
