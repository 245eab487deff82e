// What cards and READMEs say about licensing: front matter, sentences, badges, and the license keys in weight headers.
#pragma once

#include <string>
#include <vector>

#include "detect/license_texts.h"

namespace aboveboard {

enum class StatementKind {
  Tag,       // front matter, header metadata
  Sentence,  // prose that gives a license to something
  Badge,
  Prompt,    // what a user accepts before the download
};

// One license given to something by a statement.
struct LicenseStatement {
  FileRef where;
  StatementKind kind = StatementKind::Sentence;
  std::vector<Covers> covers;    // empty: the sentence does not say what it speaks of
  std::vector<std::string> ids;  // License::id
  bool from_text = false;        // resolved to a license file that is here
  bool of_a_part = false;        // said of a part, or of what a part is made from: recorded, governs nothing
  std::string words;             // of a Sentence, in lower case
  bool resolved = true;          // false: a name or link that could not be resolved to known terms
  Evidence evidence;
};

// What reading statements works on.
struct StatementContext {
  const std::vector<ScannedSource>& sources;
  const std::vector<LicenseText>& texts;
  LicenseRegistry& registry;
  std::vector<LicenseStatement>& statements;
};

// extra_gated_prompt and its kin in the front matter of a card: a whole license, the name of one, or conditions of its own; who accepts is bound.
void read_gating(const StatementContext& context, FileRef where, const std::vector<Covers>& covers);

std::vector<LicenseStatement> collect_license_statements(const std::vector<ScannedSource>& sources, const std::vector<LicenseText>& texts, LicenseRegistry& registry);

// A card or README that speaks for the release: not a change log, a contribution guide, or a page deep in the documentation.
bool speaks_for_release(const ScannedFile& file);
// Front matter of a dataset card rather than of a model card.
bool is_dataset_card(const ScannedSource& source, const Document& document);

}  // namespace aboveboard
