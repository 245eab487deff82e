#include "framework/condition_words.h"

#include <fmt/format.h>

#include "base/text.h"
#include "framework/rules.h"
#include "framework/sentences.h"

namespace aboveboard {
namespace {

std::string names_of(const std::vector<ComponentId>& components) {
  std::vector<std::string> names;
  for (const ComponentId id : components) names.emplace_back(display_name(id));
  return join_and(names);
}

std::string classes_of(const std::vector<LicenseClass>& classes) {
  std::vector<std::string> names;
  for (const LicenseClass c : classes) names.emplace_back(to_string(c));
  return join_and(names);
}

std::string number_words(double number) { return number >= 1e6 ? fmt::format("{:g}", number) : fmt::format("{}", number); }

// The statement's own title: what is said, where statement_wanted() is what somebody would have to say.
std::string stated(const char* how, const std::string& id) {
  const RuleText* rule = find_rule(id);
  return sentence(how, {{"id", id}, {"what", rule == nullptr ? id : rule->title}});
}

std::string stated_words(const std::string& id) { return stated("condition.stated", id); }

// The parts of all or any; those that have parts themselves stand in parentheses.
std::string join_parts(const Condition& condition) {
  const std::string between = sentence(condition.predicate == Predicate::All ? "condition.and" : "condition.or");
  std::string text;
  for (const Condition& part : condition.parts) {
    const bool group = part.predicate == Predicate::All || part.predicate == Predicate::Any;
    text += (text.empty() ? "" : ", " + between + " ") + (group && part.parts.size() > 1 ? "(" + in_words(part) + ")" : in_words(part));
  }
  return text;
}

std::string licensed_words(const Condition& condition) {
  const std::string id = condition.accepted.undecided.empty() ? "condition.licensed" : "condition.licensed.undecided";
  return sentence(id, {{"components", names_of(condition.components)}, {"set", condition.accepted.title.empty() ? condition.accepted.id : condition.accepted.title}, {"undecided", classes_of(condition.accepted.undecided)}});
}

std::string bases_words(const Condition& condition) {
  const std::string label(display_name(condition.label));
  if (condition.words.empty()) return sentence("condition.bases", {{"label", label}});
  return sentence("condition.bases.or-stated", {{"label", label}, {"said", stated_words(condition.words.front())}});
}

std::string requires_words(const std::vector<std::string>& ids) { return join_and(ids); }

}  // namespace

std::string in_words(const Condition& condition) {
  const std::string components = names_of(condition.components);
  const std::string word = condition.words.empty() ? "" : condition.words.front();
  const std::string depth(to_string(condition.depth));
  switch (condition.predicate) {
    case Predicate::All:
    case Predicate::Any: return join_parts(condition);
    case Predicate::Not:
      if (condition.parts.front().predicate == Predicate::Stated) return stated("condition.not-stated", condition.parts.front().words.front());
      return sentence("condition.not", {{"part", in_words(condition.parts.front())}});
    case Predicate::Available: return sentence("condition.available", {{"components", components}});
    case Predicate::PresenceIs: return sentence("condition.presence", {{"components", components}, {"presence", std::string(to_string(condition.presence))}});
    case Predicate::Licensed: return licensed_words(condition);
    case Predicate::Unlicensed: return sentence("condition.unlicensed", {{"components", components}});
    case Predicate::Unrestricted: return sentence("condition.unrestricted", {{"components", components}});
    case Predicate::Stated: return stated_words(word);
    case Predicate::WeightsFormat: return sentence("condition.weights-format", {{"formats", join_and(condition.words)}});
    case Predicate::ReadingIs: return sentence("condition.reading." + word);
    case Predicate::Bases: return bases_words(condition);
    case Predicate::Requirement: return sentence("condition.requirement", {{"id", word}});
    case Predicate::Measure: return sentence(condition.above ? "condition.measure.above" : "condition.measure.below", {{"measure", word}, {"bound", number_words(condition.bound)}});
    case Predicate::Aspect: return sentence("condition.aspect", {{"what", statement_wanted("data." + word)}, {"depth", depth}});
    case Predicate::Sources: return sentence("condition.sources", {{"access", std::string(to_string(condition.access))}, {"depth", depth}});
  }
  return "";
}

std::vector<std::string> conclusion_in_words(const Framework& framework) {
  std::vector<std::string> parts;
  switch (framework.conclusion) {
    case Conclusion::Ladder:
      for (const Rung& rung : framework.ladder) parts.push_back(sentence("conclusion.rung", {{"label", std::string(display_name(rung.label))}, {"requires", requires_words(rung.requires_ids)}}));
      break;
    case Conclusion::Verdict:
      parts.push_back(sentence("conclusion.verdict", {{"met", framework.met}, {"unmet", framework.unmet}, {"unknown", framework.unknown}}));
      if (framework.applies) parts.push_back(sentence("conclusion.applies", {{"words", framework.out_of_scope}, {"condition", in_words(*framework.applies)}}));
      break;
    case Conclusion::Classes:
      for (const OpennessClass& one : framework.classes) parts.push_back(sentence("conclusion.class", {{"class", one.id}, {"name", one.name}, {"requires", requires_words(one.requires_ids)}}));
      parts.push_back(sentence("conclusion.no-class", {{"class", framework.no_class.id}, {"name", framework.no_class.name}}));
      break;
    case Conclusion::Scale:
      parts.push_back(sentence("conclusion.scale", {{"met", framework.met}, {"partial", framework.partial}, {"unmet", framework.unmet}}));
      break;
    case Conclusion::Checklist:
      parts.push_back(sentence("conclusion.checklist", {{"met", framework.met}, {"unmet", framework.unmet}, {"unknown", framework.unknown}}));
      break;
  }
  return parts;
}

std::string in_words(const AcceptedSet& set) {
  std::string text = sentence("accepted.classes", {{"classes", set.classes.empty() ? "none" : classes_of(set.classes)}});
  if (!set.spdx.empty()) text += " " + sentence("accepted.spdx", {{"ids", join_and(set.spdx)}});
  if (!set.undecided.empty()) text += " " + sentence("accepted.undecided", {{"classes", classes_of(set.undecided)}});
  return text;
}

}  // namespace aboveboard
