// A policy as it was read: what somebody asks of releases. Every entry keeps the line that it stands on. The form is data/schema/policy.schema.json, explained in docs/guide/policy.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/check.h"
#include "model/report.h"
#include "policy/day.h"
#include "policy/vocabulary.h"

namespace aboveboard {

using Line = std::uint64_t;

struct PolicyWord {
  std::string text;
  Line line = 0;
};

// Which reading must reach what is asked: what is proven, or what a careful curator would say.
enum class PolicyReading { AtLeast, Apparent };

struct LabelRule {
  Label at_least = Label::Closed;
  PolicyReading reading = PolicyReading::AtLeast;
  Line line = 0;
};

// One of the three is asked for.
struct FrameworkRule {
  std::string id, mode;
  std::string at_least;          // a word of the framework's ladder
  std::string result;
  std::optional<double> score;   // at least
  PolicyReading reading = PolicyReading::AtLeast;
  Line line = 0;
};

enum class LicensedKind { Weights, Code, Data, Documents, Any };
inline constexpr std::size_t kLicensedKinds = 5;

struct LicenseRule {
  LicensedKind kind = LicensedKind::Any;  // Any: components whose kind has no rule of its own
  std::vector<PolicyWord> allow;          // license ids
  std::vector<LicenseClass> classes;      // a license passes whose classes are all among them
  bool detected = false;                  // a text must be here
  Line line = 0;
};

struct TermRule {
  TermKind kind = TermKind::UseAny;
  std::optional<std::uint64_t> below;     // thresholds: only those below this number are refused
  Line line = 0;
};

struct TermRules {
  std::vector<TermRule> refuse;
  std::vector<ComponentId> components = {ComponentId::Parameters};
  Line line = 0;
};

struct ComponentRule {
  ComponentId id = ComponentId::Parameters;
  Presence presence = Presence::Present;  // at least
  Line line = 0;
};

struct FormatRules {
  std::vector<PolicyWord> refuse, allow;
  Line line = 0;
};

// Findings that are refused: of this rule, and of this level or worse.
struct FindingRule {
  std::string rule;  // a glob
  FindingLevel level = FindingLevel::Note;
  Line line = 0;
};

struct UseRule {
  std::string id;
  std::vector<UseAnswer> answers;
  Line line = 0;
};

struct RequiredDigest {
  std::string path, sha256;
  Line line = 0;
};

struct DigestRules {
  bool require = false;  // every weights file is what a digest promises
  std::vector<RequiredDigest> files;
  Line line = 0;
};

struct BaseRules {
  std::vector<PolicyWord> refuse, allow;  // globs over names
  bool require_audited = false, require_revision = false;
  Line line = 0;
};

struct LicenseException {
  std::string license;
  std::vector<ComponentId> components;  // empty: all
  std::string path, release;            // globs; "" for any
  std::string reason;
  Line line = 0;
};

struct ClarifyEntry {
  Clarification said;
  Line line = 0;
};

struct Waiver {
  std::string rule;  // a glob over rules of violations, and over those of the findings that they are about
  std::string path, release, fingerprint;
  std::string reason, owner;
  Day expires;       // the last day on which it holds
  Line line = 0;
};

struct Policy {
  std::string path;
  std::string sha256;  // of the file; filled in by who read it
  std::optional<LabelRule> label;
  std::vector<FrameworkRule> frameworks;
  std::vector<LicenseRule> licenses;
  std::optional<TermRules> terms;
  std::vector<ComponentRule> components;
  std::optional<FormatRules> formats;
  std::vector<FindingRule> dangers, findings;
  std::vector<UseRule> uses;
  std::optional<DigestRules> digests;
  std::optional<BaseRules> bases;
  bool allow_incomplete = false;
  Line incomplete_line = 1;
  std::vector<LicenseException> exceptions;
  std::vector<ClarifyEntry> clarify;
  std::vector<Waiver> waivers;
};

struct PolicyReadingResult {
  Policy policy;
  std::vector<PolicyWarning> warnings;
  std::vector<Error> errors;  // none: the policy holds. In the order of lines, at most limits::kPolicyErrors and one that says so
};

// `path` names the file in messages. `today`: expiry dates more than two years later are warned of.
PolicyReadingResult read_policy(std::string_view text, const std::string& path, const PolicyVocabulary& words, const Day& today);

std::string_view to_string(LicensedKind kind);  // weights, code, data, documents, any
// What a component counts as for license rules.
LicensedKind kind_of(ComponentId id);

}  // namespace aboveboard
