// A release: the sources that were given, and what they hold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/evidence.h"

namespace aboveboard {

enum class Role {
  Weights, Code, Data, Docs,
  Base,  // another release, that this one is made from: its files are no part of this one
};

struct StoredAs {
  std::string path;   // in the source
  std::string place;  // below its location
};

struct SourceInfo {
  std::string name;      // unique in the release: what evidence refers to
  Role role = Role::Code;
  bool role_given = false;  // by a flag; else inferred from the files
  std::string kind;      // "directory", "file", "archive", "hub", "hub-cache", "hub-download", "ollama", "lm-studio", "llama-cpp"
  std::string location;  // as the caller gave it
  std::string revision;  // the commit that .git/HEAD, a cache or the hub names; "" where there is none
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::string identity = {};  // what a hub calls it: "owner/name", "datasets/owner/name"; "" where nothing here says so
  std::string partial = {};  // why there may be more files of it than are here, as a sentence; "" where this is all
  std::vector<std::string> proven_absent = {};  // paths of which a hub said that there is no such file at this revision
  std::vector<StoredAs> stored = {};  // where files lie whose paths are ours, such as those of a store of blobs
};

struct ReleaseInfo {
  std::string name;
  std::vector<SourceInfo> sources;
  bool complete = false;  // --complete: the given sources are the whole release
};

// What the files of a release and of its base have in common, where both are here.
struct LineageProof {
  std::string kind;            // "weights-file", "tensors", "norms", "tokenizer", "template"
  std::uint64_t equal = 0;     // of `compared` things of this kind
  std::uint64_t compared = 0;
  std::string sentence;        // "all 65 norm tensors are equal, bit for bit"
  EvidenceList evidence;       // in both releases
};

// An edge of the graph of releases: something was made from `base`.
struct Lineage {
  std::string relation;  // "finetune", "adapter", "merge", "quantized", "distillation", "dataset" (trained on it), "unknown"
  std::string base;
  std::string declared_by;
  std::string terms_inherited;  // "license: term, term", "license" where it restricts nothing; "unknown" where the base's license is not told here
  EvidenceList evidence;
  std::vector<std::string> licenses = {};  // License::id of what the base comes under
  std::string of = {};          // whose base it is: the base of another edge; "" for the release itself
  std::string resolved = {};    // name of the source that holds the base; "" where it is not here
  std::string revision = {};    // of that source (SourceInfo::revision); "" where there is none
  std::string identity = {};    // what a hub calls it (SourceInfo::identity); "" where nothing here says so
  std::vector<LineageProof> proofs = {};
};

// Is what was made the base's weights in another shape, so that the base's license reaches it? Not so for data that it was trained on, and for outputs.
bool inherits_terms(const Lineage& line);

std::string_view to_string(Role role);

}  // namespace aboveboard
