// Verdicts: three-valued results, frameworks, the label, the questions and the sentences that may be said.
#pragma once

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
};

struct FrameworkResult {
  std::string id;
  std::string name;
  std::string mode;        // "" for none; OSAID: "definition", "faq"
  std::string result;      // the framework's own word: "consistent", "not consistent", "undetermined", a label id
  std::string result_min;  // for ladders; "" for none
  std::string result_max;
  std::string sentence;
  std::vector<RequirementResult> requirements;
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

enum class UseAnswer { Yes, Conditions, No, Unknown };

struct Use {
  std::string id;
  std::string title;
  UseAnswer answer = UseAnswer::Unknown;
  std::vector<std::string> conditions;
  EvidenceList evidence;
};

struct InsteadOf {
  std::string claim;
  std::string say;
  EvidenceList evidence;
};

struct Language {
  std::vector<std::string> say;
  std::vector<InsteadOf> instead_of;
};

std::string_view to_string(Truth truth);         // met, unmet, unknown
std::string_view to_string(Label label);         // closed, weights-available, ...
std::string_view display_name(Label label);      // "Weights Available AI"
std::optional<Label> label_from_string(std::string_view id);
std::string_view to_string(Answer answer);
std::string_view to_string(UseAnswer answer);

}  // namespace aboveboard
