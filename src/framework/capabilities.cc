#include "framework/capabilities.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"
#include "data/embedded.h"
#include "data/value.h"
#include "framework/framework.h"
#include "framework/sentences.h"
#include "framework/terms.h"
#include "framework/uses_reasons.h"

namespace aboveboard {
namespace {

Capability reproduce(const Facts& facts) {
  static constexpr std::array<ComponentId, 6> kNeeded = {ComponentId::TrainingCode, ComponentId::TrainingConfiguration, ComponentId::Datasets,
                                                         ComponentId::DataProcessingCode, ComponentId::IntermediateCheckpoints, ComponentId::TrainingLogs};
  constexpr std::size_t kDecisive = 4;  // checkpoints and logs help, and are not needed
  std::vector<std::string> here, partial, linked, withheld, missing;
  EvidenceList evidence;
  bool all = true, none_lacks = true, barred = false;
  for (std::size_t i = 0; i < kNeeded.size(); ++i) {
    const Component& c = component(facts, kNeeded[i]);
    const std::string name(display_name(c.id));
    switch (c.presence) {
      case Presence::Present: here.push_back(name); break;
      case Presence::Partial: partial.push_back(name); break;
      case Presence::Referenced: linked.push_back(name); break;
      case Presence::DeclaredAbsent: withheld.push_back(name); break;
      default: missing.push_back(name);
    }
    if (!c.evidence.empty()) evidence.push_back(c.evidence.front());
    if (i >= kDecisive) continue;
    all = all && c.presence == Presence::Present;
    none_lacks = none_lacks && c.presence >= Presence::Referenced;
    barred = barred || c.presence == Presence::DeclaredAbsent || (facts.release.complete && c.presence == Presence::NotFound);
  }
  const std::string count = std::to_string(kNeeded.size());
  std::string text = all ? sentence("can.reproduce.yes") : here.empty() ? sentence("can.reproduce.none", {{"all", count}}) : sentence("can.reproduce.parts", {{"all", count}, {"here", join_and(here)}});
  const std::pair<const char*, const std::vector<std::string>&> rest[] = {
      {"can.reproduce.partial", partial}, {"can.reproduce.linked", linked}, {"can.reproduce.withheld", withheld}, {"can.reproduce.not-found", missing}};
  for (const auto& [id, names] : rest) {
    if (!names.empty()) text += sentence(id, {{"missing", join_and(names)}});
  }
  Capability capability;
  settle(capability, all ? Answer::Yes : barred ? Answer::No : none_lacks ? Answer::Limits : Answer::Unknown, std::move(text), std::move(evidence));
  return capability;
}

Capability audit_data(const Facts& facts) {
  Capability capability;
  const Component& data = component(facts, ComponentId::Datasets);
  const Component& described = component(facts, ComponentId::DataInformation);
  const std::string place = place_of(facts, data.evidence);
  switch (data.presence) {
    case Presence::Present: settle(capability, Answer::Yes, sentence("can.audit.yes", {{"place", place}}), data.evidence); break;
    case Presence::Partial: settle(capability, Answer::Limits, sentence("can.audit.partial", {{"place", place}}), data.evidence); break;
    case Presence::Referenced: settle(capability, Answer::Limits, sentence("can.audit.linked", {{"place", place}}), data.evidence); break;
    case Presence::DeclaredAbsent: settle(capability, Answer::No, sentence("can.audit.no", {{"place", place}}), data.evidence); break;
    default:
      if (described.presence >= Presence::Referenced) settle(capability, facts.release.complete ? Answer::No : Answer::Unknown, sentence("can.audit.described", {{"place", place_of(facts, described.evidence)}}), described.evidence);
      else settle(capability, facts.release.complete ? Answer::No : Answer::Unknown, sentence(facts.release.complete ? "can.audit.absent" : "can.audit.unknown"), {});
  }
  return capability;
}

Capability keep_private(const Facts& facts) {
  Capability capability;
  const Component& parameters = component(facts, ComponentId::Parameters);
  const Component& data = component(facts, ComponentId::Datasets);
  const Statement* service = find_statement(facts, "weights.api-only");
  if (parameters.presence < Presence::Referenced) {
    if (service != nullptr) settle(capability, Answer::No, sentence("can.privacy.service", {{"place", place_of(facts, service->evidence)}}), service->evidence);
    else settle(capability, parameters.presence == Presence::DeclaredAbsent ? Answer::No : Answer::Unknown, sentence("can.privacy.unknown"), parameters.evidence);
    return capability;
  }
  const bool data_here = data.presence == Presence::Present;
  const std::string end = data_here ? sentence("can.privacy.data-here", {{"place", place_of(facts, data.evidence)}}) : sentence("can.privacy.data-unseen");
  const Finding* danger = finding_of(facts, "danger/", FindingLevel::Error);
  if (danger == nullptr) danger = finding_of(facts, "template/address");
  if (danger != nullptr) {
    settle(capability, Answer::Limits, sentence("can.privacy.calls", {{"what", with_place(facts, danger->message, danger->evidence)}}) + end, danger->evidence);
    return capability;
  }
  const bool here = parameters.presence == Presence::Present;
  settle(capability, here && data_here ? Answer::Yes : Answer::Limits, sentence(here ? "can.privacy.local" : "can.privacy.offered") + end, parameters.evidence);
  return capability;
}

Capability build_community(const Facts& facts, const std::vector<Use>& uses) {
  Capability capability;
  const Use& released = use_among(uses, "fine-tune-and-release");
  const std::string first = released.conditions.empty() ? "" : released.conditions.front();
  const auto say = [&](Answer answer, const char* id) {
    settle(capability, answer, sentence(id, {{"first", first}, {"count", std::to_string(released.conditions.size())}, {"licenses", license_names(governing_licenses(facts, ComponentId::Parameters))}}), released.evidence);
  };
  switch (released.answer) {
    case UseAnswer::Yes: say(Answer::Yes, "can.community.yes"); break;
    case UseAnswer::Conditions: say(Answer::Limits, released.conditions.size() == 1 ? "can.community.limit" : "can.community.limits"); break;
    case UseAnswer::LicenseNeeded: say(Answer::Limits, "can.community.license"); break;
    case UseAnswer::No: say(Answer::No, "can.community.no"); break;
    case UseAnswer::Unknown: say(Answer::Unknown, "can.community.unknown"); break;
  }
  return capability;
}

// The ids and titles, in the order of the data.
std::vector<Capability> load_titles() {
  std::vector<Capability> all;
  for (const auto& file : data::embedded_below("uses/capabilities.yaml")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes);
    const data::Value* list = value ? value->find("capabilities") : nullptr;
    if (list == nullptr) std::abort();  // compile_data wrote it
    for (const data::Value& item : list->items) all.push_back({text_of(item, "id"), text_of(item, "title"), Answer::Unknown, "", {}});
  }
  return all;
}

Capability answer_one(std::string_view id, const Facts& facts, const std::vector<Use>& uses) {
  if (id == "run-locally") return run_locally(facts);
  if (id == "fine-tune") return fine_tune(facts, uses);
  if (id == "reproduce") return reproduce(facts);
  if (id == "audit-data") return audit_data(facts);
  if (id == "data-privacy") return keep_private(facts);
  if (id == "community") return build_community(facts, uses);
  if (id == "cost") return know_the_cost(facts);
  std::abort();  // ids are ours
}

}  // namespace

void settle(Capability& capability, Answer answer, std::string text, EvidenceList evidence) {
  constexpr std::size_t kKept = 4;
  capability.answer = answer;
  capability.sentence = std::move(text);
  capability.evidence = std::move(evidence);
  if (capability.evidence.size() > kKept) capability.evidence.resize(kKept);
}

const Use& use_among(const std::vector<Use>& uses, std::string_view id) {
  const auto found = std::find_if(uses.begin(), uses.end(), [id](const Use& use) { return use.id == id; });
  if (found == uses.end()) std::abort();  // ids are ours
  return *found;
}

std::vector<Capability> answer_capabilities(const Facts& facts) {
  static const std::vector<Capability> titles = load_titles();
  const std::vector<Use> uses = answer_uses(facts, LabelVerdict{});
  std::vector<Capability> answers;
  for (const Capability& title : titles) {
    Capability capability = answer_one(title.id, facts, uses);
    capability.id = title.id;
    capability.title = title.title;
    answers.push_back(std::move(capability));
  }
  return answers;
}

}  // namespace aboveboard
