// Mentions: every place in the files of a release that names a base or a data set, one reader a kind of file. declared() makes edges of them, contradictions() holds them against each other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "format/scan.h"
#include "lineage/base_name.h"

namespace aboveboard::lineage {

enum class Where { Card, CardTag, AdapterConfig, Header, HeaderSource, MergeConfig, Config, ConfigPart, Modelfile };

struct Mention {
  Where where = Where::Card;
  std::string relation;  // as Lineage::relation
  std::string base;      // normalized; of a local path as written
  bool local = false;    // a path on the author's disk: says that there is a base, not which
  const ScannedSource* source = nullptr;
  const ScannedFile* file = nullptr;
  EvidenceList evidence;  // the place, and that of its revision or relation
};

struct Mentions {
  std::vector<Mention> list;  // in the order of sources and files
  bool cut = false;           // there are more than limits::kLineageMentions

  // Adds what is `written` on a line, where it is a name. `beside`: the line that says more of it, its revision or relation; 0 for none.
  void add(Where where, std::string relation, std::string_view written, const ScannedSource& source, const ScannedFile& file, std::uint64_t line, std::uint64_t beside = 0);
  // The same for an entry of a weights file's header.
  void add(Where where, std::string relation, std::string_view written, const ScannedSource& source, const ScannedFile& file, const MetadataEntry& entry);

 private:
  Mention* add_name(Where where, std::string relation, std::string_view written, const ScannedSource& source, const ScannedFile& file);
};

// Of all sources but those of data and of bases.
Mentions find_mentions(const std::vector<ScannedSource>& sources);

// The readers, each for one file; a file that is none of theirs is passed over. Merge configurations and Modelfiles must lie at the top of their source or beside weights: others are examples.
void read_card(const ScannedSource& source, const ScannedFile& file, Mentions& found);
void read_adapter(const ScannedSource& source, const ScannedFile& file, Mentions& found);
void read_header(const ScannedSource& source, const ScannedFile& file, Mentions& found);
void read_merge(const ScannedSource& source, const ScannedFile& file, Mentions& found);
void read_config(const ScannedSource& source, const ScannedFile& file, Mentions& found);
void read_modelfile(const ScannedSource& source, const ScannedFile& file, Mentions& found);

std::string_view declared_by(Where where);

}  // namespace aboveboard::lineage
