#include "detect/components_rules.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "data/embedded.h"
#include "data/packed.h"
#include "data/value.h"

namespace aboveboard::detect {

namespace {

using data::Value;

constexpr std::array<std::pair<std::string_view, FileKind>, 14> kKinds = {{
    {"markdown", FileKind::Markdown}, {"plain-text", FileKind::PlainText}, {"json", FileKind::Json}, {"yaml", FileKind::Yaml},
    {"code", FileKind::Code}, {"lfs-pointer", FileKind::LfsPointer}, {"safetensors", FileKind::Safetensors}, {"gguf", FileKind::Gguf},
    {"other-weights", FileKind::OtherWeights}, {"data", FileKind::Data}, {"pdf", FileKind::Pdf}, {"image", FileKind::Image},
    {"binary", FileKind::Binary}, {"unread", FileKind::Unread},
}};

std::vector<std::string> texts(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  return found == nullptr ? std::vector<std::string>{} : found->as_texts();
}

std::string text(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  return found == nullptr ? std::string() : std::string(found->as_text());
}

bool flag(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  return found != nullptr && found->boolean;
}

std::uint64_t number(const Value& value, std::string_view key, std::uint64_t otherwise) {
  const Value* found = value.find(key);
  return found != nullptr && found->integer && *found->integer >= 0 ? static_cast<std::uint64_t>(*found->integer) : otherwise;
}

TextCondition text_condition(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  return found == nullptr ? TextCondition{} : read_text_condition(*found);
}

// One map, or a list of maps.
template <typename Read>
auto each(const Value& value, std::string_view key, Read read) {
  std::vector<decltype(read(value))> all;
  const Value* found = value.find(key);
  if (found == nullptr) return all;
  if (!found->is_list()) {
    all.push_back(read(*found));
  } else {
    for (const Value& item : found->items) all.push_back(read(item));
  }
  return all;
}

FileCondition read_files(const Value& value) {
  FileCondition files;
  for (const std::string& kind : texts(value, "kinds")) {
    for (const auto& [name, id] : kKinds) {
      if (name == kind) files.kinds.push_back(id);
    }
  }
  files.types = texts(value, "types");
  files.names = texts(value, "names");
  files.not_names = texts(value, "not");
  files.min_bytes = number(value, "min-bytes", 0);
  return files;
}

KeyCondition read_keys(const Value& value) {
  return {texts(value, "any"), texts(value, "all"), texts(value, "none"), Pattern(texts(value, "value"))};
}

SentenceCondition read_sentence(const Value& value) {
  return {read_text_condition(value), text_condition(value, "around"), text_condition(value, "under"), flag(value, "code"), flag(value, "own-name"),
          flag(value, "any-document")};
}

LinkCondition read_link(const Value& value) {
  return {text_condition(value, "target"), text_condition(value, "words"), text_condition(value, "sentence"), text_condition(value, "before"),
          text_condition(value, "around"), text_condition(value, "under"), flag(value, "own-name"), flag(value, "any-document")};
}

CompanyCondition read_company(const Value& value) {
  const Value* files = value.find("files");
  return {files == nullptr ? FileCondition{} : read_files(*files), text_condition(value, "text")};
}

// The parsed YAML files of data/components, each with its component.
std::vector<std::pair<ComponentId, Value>> parsed_files(std::initializer_list<std::string_view> without) {
  std::vector<std::pair<ComponentId, Value>> files;
  for (const data::EmbeddedFile& file : data::embedded_below("components/")) {
    Value value = data::unpack(file.packed, without);
    const auto component = component_from_string(text(value, "component"));
    if (component) files.emplace_back(*component, std::move(value));
  }
  std::stable_sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return files;
}

std::vector<ComponentRules> load() {
  std::vector<ComponentRules> all;
  for (const auto& [component, value] : parsed_files({"examples"})) {
    ComponentRules rules{component, text(value, "title"), text(value, "rationale"), text(value, "fix"), {}};
    if (const Value* detectors = value.find("detectors")) {
      for (const Value& one : detectors->items) rules.detectors.push_back(read_detector(one, component));
    }
    all.push_back(std::move(rules));
  }
  return all;
}

void check_patterns(const TextCondition& condition, const std::string& id, std::vector<std::string>& problems) {
  bool valid = condition.any.valid() && condition.none.valid();
  for (const Pattern& one : condition.all) valid = valid && one.valid();
  if (!valid) problems.push_back(id + ": an expression does not compile");
  for (const std::string& word : condition.has) {
    if (to_lower(word) != word) problems.push_back(id + ": words of `has` are in lower case");
  }
}

}  // namespace

Detector read_detector(const Value& value, ComponentId component) {
  Detector detector;
  detector.id = text(value, "id");
  detector.title = text(value, "title");
  detector.rationale = text(value, "rationale");
  detector.component = component;
  detector.gives = presence_from_string(text(value, "gives")).value_or(Presence::NotFound);
  detector.rank = static_cast<int>(number(value, "rank", 50));
  detector.count = number(value, "count", 1);
  for (const std::string& role : texts(value, "roles")) {
    if (const auto known = role_from_text(role)) detector.roles.push_back(*known);
  }
  if (const Value* files = value.find("files")) detector.files = read_files(*files);
  detector.text = each(value, "text", read_text_condition);
  detector.keys = each(value, "keys", read_keys);
  detector.front_matter = each(value, "front-matter", read_keys);
  detector.sentence = each(value, "sentence", read_sentence);
  detector.link = each(value, "link", read_link);
  for (const std::string& state : texts(value, "weights")) {
    detector.weights.push_back(state == "read" ? WeightsState::Read : state == "pointer" ? WeightsState::Pointer : WeightsState::Unread);
  }
  detector.with = each(value, "with", read_company);
  detector.without = each(value, "without", read_company);
  return detector;
}

void check_detector(const Detector& detector, std::vector<std::string>& problems) {
  if (detector.gives == Presence::NotFound) problems.push_back(detector.id + ": unknown presence");
  for (const TextCondition& one : detector.text) check_patterns(one, detector.id, problems);
  for (const SentenceCondition& one : detector.sentence) {
    for (const TextCondition* text : {&one.text, &one.around, &one.under}) check_patterns(*text, detector.id, problems);
  }
  for (const LinkCondition& one : detector.link) {
    for (const TextCondition* text : {&one.target, &one.words, &one.sentence, &one.before, &one.around, &one.under}) check_patterns(*text, detector.id, problems);
  }
  for (const CompanyCondition& one : detector.with) check_patterns(one.text, detector.id, problems);
  for (const CompanyCondition& one : detector.without) check_patterns(one.text, detector.id, problems);
}

const std::vector<ComponentRules>& component_rules() {
  static const auto& rules = *new std::vector<ComponentRules>(load());  // kept to the end: taking it down costs and serves nobody
  return rules;
}

std::vector<DetectorExamples> detector_examples() {
  std::vector<DetectorExamples> all;
  for (const auto& [component, value] : parsed_files({})) {
    const Value* detectors = value.find("detectors");
    if (detectors == nullptr) continue;
    for (const Value& one : detectors->items) {
      DetectorExamples examples{text(one, "id"), {}, {}};
      if (const Value* given = one.find("examples")) {
        examples.pass = read_examples(*given, "pass");
        examples.fail = read_examples(*given, "fail");
      }
      all.push_back(std::move(examples));
    }
  }
  return all;
}

std::vector<std::string> check_component_rules() {
  std::vector<std::string> problems;
  constexpr std::array kKeys = {"id",   "title",        "rationale", "gives", "rank",    "count", "roles",   "files",
                                "text", "keys",         "front-matter", "sentence", "link", "weights", "with", "without", "examples"};
  for (const auto& [component, value] : parsed_files({})) {
    const Value* detectors = value.find("detectors");
    if (detectors == nullptr) continue;
    for (const Value& one : detectors->items) {
      for (const data::Member& member : one.members) {
        if (std::find(kKeys.begin(), kKeys.end(), member.key) == kKeys.end()) problems.push_back(text(one, "id") + ": unknown key " + member.key);
      }
    }
  }
  std::vector<std::string> ids;
  for (const ComponentRules& rules : component_rules()) {
    if (rules.title.empty() || rules.rationale.empty() || rules.fix.empty()) problems.push_back(std::string(to_string(rules.component)) + ": title, rationale and fix are required");
    for (const Detector& detector : rules.detectors) {
      check_detector(detector, problems);
      if (!detector.id.starts_with(std::string(to_string(rules.component)) + ".")) problems.push_back(detector.id + ": the id begins with its component");
      if (detector.title.empty() || detector.rationale.empty()) problems.push_back(detector.id + ": title and rationale are required");
      if (std::find(ids.begin(), ids.end(), detector.id) != ids.end()) problems.push_back(detector.id + ": given twice");
      ids.push_back(detector.id);
    }
  }
  return problems;
}

bool selects(const FileCondition& condition, const ScannedFile& file) {
  if (file.bytes < condition.min_bytes) return false;
  if (!condition.kinds.empty() && std::find(condition.kinds.begin(), condition.kinds.end(), file.kind) == condition.kinds.end()) return false;
  if (!condition.types.empty()) {
    const std::string extension = file_extension(file.path);
    if (std::find(condition.types.begin(), condition.types.end(), extension) == condition.types.end()) return false;
  }
  const auto matches = [&](const std::string& glob) { return glob_match(glob, file.path); };
  if (!condition.names.empty() && std::none_of(condition.names.begin(), condition.names.end(), matches)) return false;
  return std::none_of(condition.not_names.begin(), condition.not_names.end(), matches);
}

}  // namespace aboveboard::detect
