// A policy from its text: the keys, and whether it makes sense as a whole.
#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/text.h"
#include "policy/reader.h"

namespace aboveboard {
namespace policy {
namespace {

struct Section {
  std::string_view key;
  void (*read)(Reader& reader, const Value& value);
};

constexpr std::array kSections = {
    Section{"label", read_label},         Section{"frameworks", read_frameworks}, Section{"licenses", read_licenses}, Section{"terms", read_terms},
    Section{"components", read_components}, Section{"formats", read_formats},     Section{"dangers", read_dangers},   Section{"findings", read_findings},
    Section{"uses", read_uses},           Section{"digests", read_digests},       Section{"bases", read_bases},       Section{"exceptions", read_exceptions},
    Section{"clarify", read_clarify},     Section{"waivers", read_waivers},
};

void read_version(Reader& reader, const Value& root) {
  const Value* version = root.find("version");
  if (version == nullptr) return reader.error(root.line == 0 ? 1 : root.line, "the policy lacks `version: 1`");
  if (version->integer != 1) reader.error(version->line, "`version` is 1; here stands " + shown(version->text));
}

void read_incomplete(Reader& reader, const Value& value) {
  reader.result.policy.allow_incomplete = word_of(reader, value, "word for `incomplete`", {"refuse", "allow"}) == "allow";
  reader.result.policy.incomplete_line = value.line;
}

// A key of another nesting is often right, and at the wrong place.
void read_root(Reader& reader, const Value& root) {
  if (root.type == data::ValueType::Null) return reader.error(1, "the policy is empty; `aboveboard init` writes one to begin with");
  std::vector<std::string> known = {"version", "incomplete"};
  for (const Section& section : kSections) known.emplace_back(section.key);
  if (!root.is_map()) return reader.error(std::max<Line>(root.line, 1), "a policy is a map of keys: version, label, licenses ...");
  for (const data::Member& member : root.members) {
    if (std::find(known.begin(), known.end(), member.key) == known.end()) unknown_word(reader, member.line, "key", member.key, known);
  }
  read_version(reader, root);
  for (const Section& section : kSections) {
    if (const Value* value = root.find(section.key)) section.read(reader, *value);
  }
  if (const Value* incomplete = root.find("incomplete")) read_incomplete(reader, *incomplete);
}

bool asks_for_something(const Policy& policy) {
  const bool digests = policy.digests && (policy.digests->require || !policy.digests->files.empty());
  const bool bases = policy.bases && (policy.bases->require_audited || policy.bases->require_revision || !policy.bases->refuse.empty() || !policy.bases->allow.empty());
  const bool formats = policy.formats && (!policy.formats->refuse.empty() || !policy.formats->allow.empty());
  return policy.label || !policy.frameworks.empty() || !policy.licenses.empty() || (policy.terms && !policy.terms->refuse.empty()) || !policy.components.empty() || formats || !policy.dangers.empty() ||
         !policy.findings.empty() || !policy.uses.empty() || digests || bases;
}

// What the parser notes of a file and goes on over is wrong in a policy: a key that stands twice has one meaning too many.
void take_notes(Reader& reader, const Diagnostics& notes) {
  for (const Diagnostic& note : notes.items()) reader.error(note.error.place.line.value_or(1), note.error.message);
}

}  // namespace

void check_sense(Reader& reader) {
  const Policy& policy = reader.result.policy;
  if (!asks_for_something(policy)) reader.error(1, "the policy asks for nothing: every release would pass");
  if (policy.label && policy.label->at_least == Label::Closed) reader.warn("policy/weak", policy.label->line, "Every release is at least Closed: this entry asks for nothing.");
  for (const LicenseRule& rule : policy.licenses) {
    const bool all_closed = !rule.classes.empty() && std::none_of(rule.classes.begin(), rule.classes.end(), [](LicenseClass c) { return is_open(c); });
    if (rule.kind == LicensedKind::Weights && rule.allow.empty() && all_closed && policy.label && policy.label->at_least >= Label::OpenWeights)
      reader.error(rule.line, "no release could pass: line " + std::to_string(policy.label->line) + " asks for " + std::string(to_string(policy.label->at_least)) + ", and only restricted licenses are allowed for weights here");
    constexpr std::size_t kKnownClasses = static_cast<std::size_t>(LicenseClass::Unknown);
    if (rule.classes.size() >= kKnownClasses) reader.warn("policy/weak", rule.line, "Every class of licenses is allowed here: only unknown licenses are refused.");
  }
  if (!policy.digests || !policy.formats) return;
  // A file that must be there, of a format that must not.
  for (const RequiredDigest& file : policy.digests->files) {
    for (const PolicyWord& refused : policy.formats->refuse) {
      if (file_extension(file.path) == refused.text) reader.error(file.line, shown(file.path) + " is required, and its format is refused on line " + std::to_string(refused.line));
    }
  }
}

}  // namespace policy

PolicyReadingResult read_policy(std::string_view text, const std::string& path, const PolicyVocabulary& words, const Day& today) {
  PolicyReadingResult result;
  result.policy.path = path;
  policy::Reader reader{words, today, result};
  Diagnostics notes;
  const auto root = data::parse_yaml(text, {.path = path, .byte_limit = limits::kPolicyBytes, .node_limit = limits::kPolicyNodes}, notes);
  if (!root) {
    Error error = root.error();
    error.kind = ErrorKind::Usage;
    if (!error.place.line) error.place.line = 1;
    result.errors.push_back(std::move(error));
    return result;
  }
  policy::take_notes(reader, notes);
  policy::read_root(reader, *root);
  if (result.errors.empty()) policy::check_sense(reader);
  // That more are not told stays behind all others.
  const auto told = result.errors.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(result.errors.size(), limits::kPolicyErrors));
  std::stable_sort(result.errors.begin(), told, [](const Error& a, const Error& b) { return a.place.line < b.place.line; });
  return result;
}

}  // namespace aboveboard
