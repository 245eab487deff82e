// Detectors of components as data: read once from data/components/*.yaml, one file per component of the closed list.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detect/phrases_examples.h"
#include "detect/phrases_pattern.h"
#include "format/scan.h"
#include "model/component.h"
#include "model/release.h"

namespace aboveboard::detect {

// Which files of a source. Names are globs over paths (text.h); one without '/' is matched against the file name alone.
struct FileCondition {
  std::vector<FileKind> kinds;      // any; empty: all
  std::vector<std::string> types;   // extensions in lower case, any; empty: all
  std::vector<std::string> names;   // any; empty: all
  std::vector<std::string> not_names;
  std::uint64_t min_bytes = 0;
};

// Keys of JSON, YAML and front matter: "a.b" is b inside a; "*" any item.
struct KeyCondition {
  std::vector<std::string> any;
  std::vector<std::string> all;
  std::vector<std::string> none;
  Pattern value;  // what the text of the found value must match
};

// Sentences of documents. `around` sees the sentence with the head of its table and the words before it; `under` its headings.
struct SentenceCondition {
  TextCondition text;
  TextCondition around;
  TextCondition under;
  bool code = false;          // lines of code blocks instead of prose
  bool own_name = false;      // the sentence holds the name that the release gives itself
  bool any_document = false;  // also documents that are neither cards nor the source's readme
};

struct LinkCondition {
  TextCondition target;
  TextCondition words;      // the link's own text
  TextCondition sentence;   // the sentence that holds it
  TextCondition before;     // the part of that sentence before the link's words
  TextCondition around;     // that sentence with the head of its table and the words before it
  TextCondition under;
  bool own_name = false;    // target or words hold the name that the release gives itself
  bool any_document = false;
};

enum class WeightsState { Read, Unread, Pointer };

// Other files of the same source, as company that must be there, or must not.
struct CompanyCondition {
  FileCondition files;
  TextCondition text;
};

struct Detector {
  std::string id, title, rationale;
  ComponentId component = ComponentId::Architecture;
  Presence gives = Presence::Present;
  int rank = 50;                // which evidence comes first
  std::uint64_t count = 1;      // at least so many files of a source
  std::vector<Role> roles;      // any; empty: all
  FileCondition files;
  std::vector<TextCondition> text;   // over the text of code, JSON, YAML and data; all of them
  std::vector<KeyCondition> keys;
  std::vector<KeyCondition> front_matter;
  std::vector<SentenceCondition> sentence;  // any of them
  std::vector<LinkCondition> link;          // any of them
  std::vector<WeightsState> weights;
  std::vector<CompanyCondition> with;       // each somewhere in the source
  std::vector<CompanyCondition> without;    // none anywhere in the source
};

struct ComponentRules {
  ComponentId component = ComponentId::Architecture;
  std::string title, rationale, fix;
  std::vector<Detector> detectors;
};

Detector read_detector(const data::Value& value, ComponentId component);
void check_detector(const Detector& detector, std::vector<std::string>& problems);

// All detectors, by component in the order of the closed list. Parsed at the first use.
const std::vector<ComponentRules>& component_rules();

// Pass and fail examples of a detector; kept apart, for tests alone.
struct DetectorExamples {
  std::string detector;
  std::vector<Example> pass, fail;
};
std::vector<DetectorExamples> detector_examples();

// What is wrong with the data: unknown keys, ids, expressions that do not compile. Empty where all is well; for tests.
std::vector<std::string> check_component_rules();

bool selects(const FileCondition& condition, const ScannedFile& file);

}  // namespace aboveboard::detect
