#include "detect/croissant_facts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "detect/data_information_rules.h"
#include "format/croissant/croissant.h"

namespace aboveboard::detect {

namespace {

constexpr const char* kExtractor = "data/croissant";
constexpr std::size_t kStated = 3;  // evidence of one statement

// What a property speaks of: the aspect it describes, and the statement that it is.
struct Meaning {
  const char* key;
  const char* aspect;     // "" for none
  const char* statement;  // "" for none
};

// Croissant RAI 1.0, use cases "data life cycle", "data labeling", "participatory data", "compliance" (section of each property in the specification).
constexpr std::array kMeanings = {
    Meaning{"dataCollection", "obtained", "data.obtained"},
    Meaning{"dataCollectionType", "", ""},
    Meaning{"dataCollectionRawData", "provenance", "data.provenance"},
    Meaning{"dataCollectionTimeframe", "scope", "data.collection-period"},
    Meaning{"dataImputationProtocol", "processing", "data.cleaning"},
    Meaning{"dataManipulationProtocol", "processing", "data.cleaning"},
    Meaning{"dataPreprocessingProtocol", "processing", "data.cleaning"},
    Meaning{"dataAnnotationProtocol", "labeling", "data.labeling"},
    Meaning{"dataAnnotationPlatform", "labeling", ""},
    Meaning{"dataAnnotationAnalysis", "labeling", ""},
    Meaning{"annotatorDemographics", "labeling", ""},
    Meaning{"machineAnnotationTools", "labeling", ""},
    Meaning{"personalSensitiveInformation", "", "data.personal"},
    Meaning{"dataUseCases", "", "data.purpose"},
    Meaning{"hasSyntheticData", "", "data.synthetic"},
    Meaning{"wasGeneratedBy", "obtained", ""},
};

class Reader {
 public:
  Reader(const ScannedSource& source, const ScannedFile& file, const format::Croissant& croissant, CroissantFacts& facts) : source_(source), file_(file), croissant_(croissant), facts_(facts) {}

  void run(Mentions& mentions) {
    for (const format::CroissantProperty& one : croissant_.responsible_ai) property(one);
    if (!croissant_.creator.text.empty()) aspect("provenance", Depth::Named, croissant_.creator.line);
    for (const format::CroissantBase& base : croissant_.based_on) aspect("provenance", Depth::Described, base.line);
    if (!croissant_.description.text.empty()) by_words(croissant_.description);
    if (croissant_.record_sets > 0) {
      aspect("scope", croissant_.fields > 0 ? Depth::Described : Depth::Named, croissant_.record_sets_line);
      state("data.scope", croissant_.record_sets_line);
    }
    if (!croissant_.license.text.empty()) state("data.copyright", croissant_.license.line);
    for (const format::CroissantFileObject& file : croissant_.distribution) {
      if (!file.content_size.empty()) state("data.size", file.line);
      if (!file.encoding_format.empty()) state("data.modalities", file.line);
    }
    sources(mentions);
  }

 private:
  Evidence at(std::uint64_t line) const { return quote_line(source_, file_, line, kExtractor, EvidenceKind::Tag); }

  void aspect(std::string_view id, Depth depth, std::uint64_t line) { facts_.aspects.push_back({aspect_index(id), depth, 1, at(line)}); }

  void state(const char* id, std::uint64_t line) {
    auto found = std::find_if(facts_.statements.begin(), facts_.statements.end(), [&](const Statement& one) { return one.id == id; });
    if (found == facts_.statements.end()) {
      facts_.statements.push_back({id, {}});
      found = std::prev(facts_.statements.end());
    }
    if (found->evidence.size() < kStated) found->evidence.push_back(at(line));
  }

  void property(const format::CroissantProperty& one) {
    const auto meaning = std::find_if(kMeanings.begin(), kMeanings.end(), [&](const Meaning& m) { return one.key == m.key; });
    if (meaning == kMeanings.end()) return;
    // A word or two name a kind ("web scraping"); a sentence describes.
    const bool sentence = std::count(one.value.text.begin(), one.value.text.end(), ' ') >= 3;
    if (meaning->aspect[0] != '\0') aspect(meaning->aspect, sentence ? Depth::Described : Depth::Named, one.value.line);
    if (meaning->statement[0] != '\0') state(meaning->statement, one.value.line);
    by_words(one.value);
  }

  // A text may speak of more than its key says.
  void by_words(const format::CroissantText& text) {
    const std::string lower = to_lower(text.text);
    for (const AspectRule& rule : data_rules().aspects) {
      if (find_in(rule.described, lower, lower)) aspect(rule.id, Depth::Described, text.line);
    }
  }

  void sources(Mentions& mentions) const {
    DataSource own{croissant_.name.text, Depth::Described, DataAccess::Unknown, croissant_.url.text, croissant_.license.text, {at(croissant_.name.line)}};
    for (const format::CroissantFileObject& file : croissant_.distribution) {
      if (own.location.empty() && file.content_url.find("://") != std::string::npos) own.location = file.content_url;
    }
    finish(own);
    mentions.add(std::move(own));
    for (const format::CroissantBase& base : croissant_.based_on) {
      DataSource source{base.name.empty() ? location_key(base.url) : base.name, Depth::Named, DataAccess::Unknown, base.url, "", {at(base.line)}};
      finish(source);
      mentions.add(std::move(source), base.name.empty());
    }
  }

  static void finish(DataSource& source) {
    source.access = access_of(source, "");
    if (!source.location.empty()) source.depth = Depth::Shared;
  }

  const ScannedSource& source_;
  const ScannedFile& file_;
  const format::Croissant& croissant_;
  CroissantFacts& facts_;
};

bool of_evaluation(std::string_view path) {
  for (const char* glob : {"*eval*", "**/eval*/**", "*bench*", "*test*", "**/test*/**"}) {
    if (glob_match(glob, path)) return true;
  }
  return false;
}

}  // namespace

CroissantFacts read_croissants(const std::vector<ScannedSource>& sources, Mentions& mentions, Diagnostics& notes) {
  CroissantFacts facts;
  for (const ScannedSource& source : sources) {
    for (const ScannedFile& file : source.files) {
      if (!file.value || file.text.find("mlcommons.org/croissant") == std::string::npos || of_evaluation(file.path)) continue;
      const auto croissant = format::read_croissant(*file.value);
      if (!croissant) continue;
      if (croissant->cut) notes.add(DiagnosticKind::Note, "data/croissant-cut", {ErrorKind::LimitReached, "the Croissant file lists more files or fields than are read", {file.path, {}, {}}});
      Reader(source, file, *croissant, facts).run(mentions);
    }
  }
  return facts;
}

}  // namespace aboveboard::detect
