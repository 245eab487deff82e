// What may be said instead of a claim: the same grammar, and no more than the evidence gives.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "framework/language_words.h"
#include "framework/openwashing.h"
#include "framework/sentences.h"

namespace aboveboard {
namespace {

// How the claiming words stand in their sentence, so that what is said instead can stand there too.
enum class Form {
  Predicate,  // "is the best open source model"
  Deed,       // "open-sourced the model", "open source release"
  Noun,       // "an open source model", "fully open"
};

bool begins_with_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.starts_with(word); });
}

Form form_of(const std::string& words) {
  const std::string lower = to_lower(trim(words));
  if (begins_with_one_of(lower, {"is ", "are ", "was ", "were ", "be ", "being ", "been ", "stands as ", "stand as ", "remains ", "remain ", "becomes ", "become ", "'s ", "as "})) return Form::Predicate;
  const bool deed = begins_with_one_of(lower, {"open-sourced ", "open sourced ", "opensourced ", "open-sourcing", "open sourcing", "opensourcing", "open-sources ", "opensource our", "open-source our",
                                               "open source our", "open-source release", "open source release", "have ", "has "});
  return deed ? Form::Deed : Form::Noun;
}

// Characters of the CJK blocks, which stand in UTF-8 as e3 to e9 and two more bytes.
bool is_chinese(const std::string& words) {
  return std::any_of(words.begin(), words.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xe3 && static_cast<unsigned char>(c) <= 0xe9; });
}

std::string in_chinese(const Claim& claim, const Facts& facts, const LabelVerdict& label, const std::string& licenses) {
  std::string taken;
  for (const std::string& one : restrictions(facts, Tongue::Chinese)) taken += (taken.empty() ? "" : sentence("restrict-zh.comma")) + one;
  if (claim.kind == "commercial-use") return sentence("instead-zh.commercial", {{"licenses", licenses}, {"restrictions", taken}});
  if (!label.apparent || licenses.empty()) return sentence("instead-zh.undetermined");
  if (*label.apparent == Label::Closed) return sentence("instead-zh.closed");
  if (*label.apparent == Label::WeightsAvailable) return sentence("instead-zh.weights-available", {{"licenses", licenses}, {"restrictions", taken}});
  return sentence(*label.apparent == Label::OpenWeights ? "instead-zh.open-weights" : "instead-zh.open-source", {{"licenses", licenses}});
}

std::string license_list(const Facts& facts) {
  std::vector<std::string> names;
  for (const std::string& id : component(facts, ComponentId::Parameters).licenses) {
    const License* license = find_license(facts, id);
    if (license != nullptr && !is_made_up(*license)) names.push_back(license->name.empty() ? license->id : license->name);
  }
  return join_and(names);
}

}  // namespace

InsteadOf instead_of(const Claim& claim, const Facts& facts, const LabelVerdict& label) {
  InsteadOf instead;
  instead.claim = claim.words;
  instead.evidence = {claim.evidence};
  const std::string clause = license_clause(facts), licenses = license_list(facts);
  if (is_chinese(claim.words)) instead.say_zh = in_chinese(claim, facts, label, licenses);
  const bool closed = label.apparent == Label::Closed;
  if (claim.kind == "commercial-use") {
    instead.say = sentence("instead.commercial", {{"clause", clause}});
  } else if (claim.kind == "open-data") {
    instead.say = sentence("instead.open-data", {{"data", data_standing(facts)}});
  } else if (claim.kind == "open-license" && !closed) {
    instead.say = clause;
  } else {
    static constexpr std::array<const char*, 3> kForms = {"instead.is", "instead.deed", "instead.noun"};
    const char* form = closed ? "instead.closed" : kForms[static_cast<std::size_t>(form_of(claim.words))];
    instead.say = sentence(form, {{"noun", noun_of(label)}, {"clause", clause}});
    // "Fully" and "open source" promise the rest too: what of it is not shown belongs into the same sentence.
    const std::string missing = missing_words(label);
    if (!missing.empty()) instead.say += sentence("instead.not-shown", {{"missing", missing}});
  }
  return instead;
}

}  // namespace aboveboard
