// Verdicts: three-valued results, frameworks, the label, the questions and the sentences that may be said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/evidence.h"

namespace aboveboard {

// Kleene's three values, ordered so that "and" is the least and "or" the greatest.
enum class Truth { Unmet, Unknown, Met };
inline Truth operator&&(Truth a, Truth b) { return a < b ? a : b; }
inline Truth operator||(Truth a, Truth b) { return a < b ? b : a; }
inline Truth operator!(Truth a) { return a == Truth::Unknown ? a : a == Truth::Met ? Truth::Unmet : Truth::Met; }

struct RequirementResult {
  std::string id;
  std::string title;
  Truth result = Truth::Unknown;
  std::vector<std::string> missing;  // what would settle it, the cheapest first
  EvidenceList evidence;             // the facts used; never empty where the result is Unmet
  bool decides = true;               // false: it stays due, or is told, whatever the framework's result
  std::string grade = {};            // in the framework's words: on a scale by the apparent reading ("open", "partial", "closed"), on a checklist by the result ("present"); "" elsewhere
  std::string grade_min = {}, grade_max = {};  // what is proven, and what no line rules out
};

struct FrameworkResult {
  std::string id;
  std::string name;
  std::string mode;        // "" for none; OSAID: "definition", "faq"; MOF: "spec", "mot"
  std::string result;      // the framework's own word: "consistent", "not consistent", "undetermined", a label id
  std::string result_min;  // for ladders; "" for none
  std::string result_max;
  std::string sentence;
  std::vector<RequirementResult> requirements;
  std::string kind = {};   // "ladder", "verdict", "classes", "scale", "checklist"
  std::optional<double> score = {}, score_min = {}, score_max = {};  // of a scale: 0 to 1
};

// The G7 ladder, lowest first.
enum class Label { Closed, WeightsAvailable, OpenWeights, OpenSource, OpenSourceOpenData };

struct Blocking {
  std::string requirement;
  std::string missing;
  EvidenceList evidence;
};

struct LabelVerdict {
  std::optional<Label> at_least;  // nothing where not even weights are shown
  Label at_most = Label::OpenSourceOpenData;
  std::optional<Label> apparent;  // nothing where what governs the weights cannot be told
  std::string sentence;
  std::vector<Blocking> blocking;
  EvidenceList evidence;          // of what decided the apparent reading
};

enum class Answer { Yes, No, Limits, Unknown };

struct Question {
  std::string id;  // run, inspect, data, share
  std::string text;
  Answer answer = Answer::Unknown;
  std::string sentence;
  EvidenceList evidence;
};

enum class UseAnswer { Yes, Conditions, LicenseNeeded, No, Unknown };

struct Use {
  std::string id;
  std::string title;
  UseAnswer answer = UseAnswer::Unknown;
  std::vector<std::string> conditions;  // each with its place; where the answer is no or unknown, why
  EvidenceList evidence;
};

// What the asker says of himself: uses are answered for it.
struct Asked {
  std::optional<std::uint64_t> users;    // a month
  std::optional<std::uint64_t> revenue;  // a year, in US dollars
  std::string region;                    // ISO 3166-1 alpha-2, or "EU"; "" for not said
};

// What somebody can do with this release, whatever the framework: run it locally, fine-tune it, reproduce it ...
struct Capability {
  std::string id;
  std::string title;
  Answer answer = Answer::Unknown;
  std::string sentence;
  EvidenceList evidence;
};

// What a missing thing costs whoever publishes the release, the cheapest first.
enum class Effort {
  Say,       // a sentence in the card
  Document,  // a description that must be written
  License,   // a license must be chosen, or put beside what it governs
  Publish,   // something that exists must be given
  Make,      // something must be made or made anew
};

// A step that would move the release up: one missing thing.
struct Step {
  std::string framework, requirement;
  std::string reaches;   // what is reached with all steps up to here: a label id, a class; "" while more is missing
  Effort effort = Effort::Say;
  std::string sentence;  // what to do
  EvidenceList evidence; // what stands in the way; empty where nothing was found
};

struct InsteadOf {
  std::string claim;
  std::string say;
  EvidenceList evidence;
  std::string say_zh = {};  // the same in Chinese, where the claim is; "" elsewhere
};

// What may be said to one kind of reader, as far as the evidence goes.
struct CarefulText {
  std::string reader;         // "card", "procurement", "paper"
  std::string id;             // what it is about: "license", "thresholds" ...
  std::string question = {};  // of a procurement form; "" elsewhere
  std::string answer = {};    // to it: "yes", "no", "not shown"
  std::string sentence = {};
  EvidenceList evidence = {};
};

struct Language {
  std::vector<std::string> say;
  std::vector<CarefulText> texts;
  std::vector<InsteadOf> instead_of;
};

std::string_view to_string(Truth truth);         // met, unmet, unknown
std::string_view to_string(Label label);         // closed, weights-available, ...
std::string_view display_name(Label label);      // "Weights Available AI"
std::optional<Label> label_from_string(std::string_view id);
std::string_view to_string(Answer answer);
std::string_view to_string(UseAnswer answer);  // yes, conditions, license-needed, no, unknown
std::string_view to_string(Effort effort);     // say, document, license, publish, make
std::optional<Effort> effort_from_string(std::string_view id);

}  // namespace aboveboard
