#include <algorithm>
#include <array>

#include "base/checked.h"
#include "base/text.h"
#include "framework/capabilities.h"
#include "framework/sentences.h"
#include "framework/terms.h"
#include "framework/uses_reasons.h"

namespace aboveboard {
namespace {

// Bits of an element; 0 for types that pack several into a block.
std::uint64_t bits_of(std::string_view dtype) {
  static constexpr auto kBits = std::to_array<std::pair<std::string_view, std::uint64_t>>({
      {"f64", 64}, {"float64", 64}, {"double", 64}, {"i64", 64}, {"int64", 64}, {"f32", 32}, {"float32", 32}, {"float", 32}, {"i32", 32}, {"int32", 32}, {"u32", 32},
      {"f16", 16}, {"float16", 16}, {"half", 16}, {"bf16", 16}, {"bfloat16", 16}, {"i16", 16}, {"int16", 16}, {"f8_e4m3", 8}, {"f8_e5m2", 8}, {"float8_e4m3fn", 8}, {"i8", 8}, {"int8", 8}, {"u8", 8}, {"uint8", 8}, {"bool", 8}});
  const std::string lower = to_lower(dtype);
  const auto found = std::find_if(kBits.begin(), kBits.end(), [&](const auto& one) { return one.first == lower; });
  return found == kBits.end() ? 0 : found->second;
}

// "safetensors or gguf": any of them holds the weights.
std::string formats_of(const Weights& weights) {
  std::string all;
  for (std::size_t i = 0; i < weights.formats.size(); ++i) all += (i == 0 ? "" : i + 1 < weights.formats.size() ? ", " : " or ") + weights.formats[i];
  return all.empty() ? "files" : all;
}

bool has_pointers(const Weights& weights) { return std::any_of(weights.files.begin(), weights.files.end(), [](const WeightsFile& file) { return file.pointer; }); }

// What loading asks for or would do, behind the sentence on the weights.
std::string loading_of(const Facts& facts, Answer& answer) {
  if (const Finding* danger = finding_of(facts, "danger/", FindingLevel::Error)) {
    answer = Answer::Limits;
    return sentence("can.run.danger", {{"what", with_place(facts, danger->message, danger->evidence)}});
  }
  for (const char* family : {"danger/remote-code", "loads-code/"}) {
    const Finding* code = finding_of(facts, family);
    if (code == nullptr) continue;
    answer = Answer::Limits;
    return sentence("can.run.code", {{"what", with_place(facts, code->message, code->evidence)}});
  }
  return "";
}

void run_with_weights(const Facts& facts, Capability& capability) {
  const Weights& weights = facts.weights;
  Answer answer = Answer::Yes;
  const auto memory = memory_of(weights);
  std::string text = weights.parameters && memory
                         ? sentence("can.run.yes", {{"parameters", with_commas(*weights.parameters)}, {"formats", formats_of(weights)}, {"memory", human_bytes(*memory)}, {"dtypes", dtypes_of(weights)}})
                         : sentence("can.run.bytes", {{"bytes", human_bytes(weights.bytes)}, {"formats", formats_of(weights)}});
  if (weights.complete == Completeness::No) {
    answer = Answer::Limits;
    text += sentence("can.run.incomplete", {{"what", weights.completeness_reason}});
  }
  text += loading_of(facts, answer);
  settle(capability, answer, std::move(text), weights.evidence.empty() ? component(facts, ComponentId::Parameters).evidence : weights.evidence);
}

bool can_be_trained(std::string_view format) {
  static constexpr std::array<std::string_view, 7> kTrained = {"safetensors", "pytorch", "flax", "keras", "hdf5", "tensorflow", "paddle"};
  return std::find(kTrained.begin(), kTrained.end(), format) != kTrained.end();
}

std::string recipes_of(const Facts& facts) {
  const Component& recipes = component(facts, ComponentId::FineTuningRecipes);
  const std::string place = place_of(facts, recipes.evidence);
  switch (recipes.presence) {
    case Presence::Present: return sentence("can.tune.recipes", {{"place", place}});
    case Presence::Partial: return sentence("can.tune.recipes-partial", {{"place", place}});
    case Presence::Referenced: return sentence("can.tune.recipes-linked", {{"place", place}});
    case Presence::DeclaredAbsent: return sentence("can.tune.recipes-withheld", {{"place", place}});
    default: return sentence("can.tune.no-recipes");
  }
}

}  // namespace

// weights.dtypes and weights.bytes are of one copy of each part, whatever other formats hold it too.
std::optional<std::uint64_t> memory_of(const Weights& weights) {
  if (weights.dtypes.empty()) return std::nullopt;
  std::uint64_t bits = 0;
  for (const auto& [dtype, elements] : weights.dtypes) {
    const std::uint64_t width = bits_of(dtype);
    const auto more = width == 0 ? std::nullopt : checked_mul(elements, width);
    const auto sum = more ? checked_add(bits, *more) : std::nullopt;
    if (!sum) return weights.bytes == 0 ? std::nullopt : std::optional(weights.bytes);
    bits = *sum;
  }
  return bits / 8;
}

std::string dtypes_of(const Weights& weights) {
  std::vector<std::pair<std::uint64_t, std::string>> sorted;
  for (const auto& [name, elements] : weights.dtypes) sorted.emplace_back(elements, name);
  std::sort(sorted.rbegin(), sorted.rend());
  if (sorted.size() > 3) sorted.resize(3);
  std::vector<std::string> names;
  for (const auto& [elements, name] : sorted) names.push_back(name);
  return join_and(names);
}

const Finding* finding_of(const Facts& facts, std::string_view family, FindingLevel at_least) {
  const Finding* best = nullptr;
  for (const Finding& finding : facts.findings) {
    if (!finding.rule.starts_with(family) || finding.level > at_least) continue;
    if (best == nullptr || finding.level < best->level) best = &finding;
  }
  return best;
}

Capability run_locally(const Facts& facts) {
  Capability capability;
  const Component& parameters = component(facts, ComponentId::Parameters);
  const std::string place = place_of(facts, parameters.evidence);
  switch (parameters.presence) {
    case Presence::Present: run_with_weights(facts, capability); break;
    case Presence::Partial:
      if (facts.weights.files.empty()) settle(capability, Answer::Limits, sentence("can.run.described", {{"place", place}}), parameters.evidence);
      else settle(capability, Answer::Limits, sentence(has_pointers(facts.weights) ? "can.run.promised" : "can.run.bytes", {{"bytes", human_bytes(facts.weights.bytes)}, {"formats", formats_of(facts.weights)}}), parameters.evidence);
      break;
    case Presence::Referenced: {
      const Statement* gated = find_statement(facts, "weights.gated");
      settle(capability, Answer::Limits, sentence(gated == nullptr ? "can.run.linked" : "can.run.gated", {{"place", gated == nullptr ? place : place_of(facts, gated->evidence)}}), gated == nullptr ? parameters.evidence : gated->evidence);
      break;
    }
    case Presence::DeclaredAbsent: settle(capability, Answer::No, sentence("can.run.no", {{"place", place}}), parameters.evidence); break;
    default: settle(capability, Answer::Unknown, sentence("can.run.unknown"), {});
  }
  return capability;
}

Capability fine_tune(const Facts& facts, const std::vector<Use>& uses) {
  Capability capability;
  const Component& parameters = component(facts, ComponentId::Parameters);
  const Use& own = use_among(uses, "private");
  const Use& released = use_among(uses, "fine-tune-and-release");
  std::vector<std::string> trained;
  for (const std::string& format : facts.weights.formats) {
    if (can_be_trained(format)) trained.push_back(format);
  }
  const Governing* governing = find_governing(facts, ComponentId::Parameters);
  for (const GoverningTerm& governed : governing == nullptr ? std::vector<GoverningTerm>{} : governing->terms) {
    if (governed.term.kind != TermKind::Modification || grade_of(governed.term) != "no") continue;
    settle(capability, Answer::No, sentence("can.tune.barred", {{"place", place_of(facts, governed.term.evidence)}}), governed.term.evidence);
    return capability;
  }
  if (parameters.presence == Presence::DeclaredAbsent) return settle(capability, Answer::No, sentence("can.run.no", {{"place", place_of(facts, parameters.evidence)}}), parameters.evidence), capability;
  if (parameters.presence < Presence::Partial || facts.weights.formats.empty()) return settle(capability, Answer::Unknown, sentence("can.tune.no-weights"), parameters.evidence), capability;
  if (trained.empty()) return settle(capability, Answer::Limits, sentence("can.tune.format", {{"formats", formats_of(facts.weights)}}), facts.weights.evidence), capability;
  const std::string end = recipes_of(facts);
  const std::string formats = join_and(trained);
  if (released.answer == UseAnswer::Yes) {
    settle(capability, Answer::Yes, sentence("can.tune.yes", {{"formats", formats}}) + end, released.evidence);
  } else if (released.answer == UseAnswer::Conditions) {
    const std::size_t count = released.conditions.size();
    settle(capability, Answer::Limits, sentence(count == 1 ? "can.tune.condition" : "can.tune.conditions", {{"formats", formats}, {"count", std::to_string(count)}}) + end, released.evidence);
  } else {
    const bool unknown = own.answer == UseAnswer::Unknown;
    const std::string reason = unknown ? sentence("can.tune.unlicensed") : released.conditions.empty() ? "" : released.conditions.front();
    settle(capability, unknown ? Answer::Unknown : Answer::Limits, sentence("can.tune.own-use", {{"formats", formats}, {"conditions", reason}}) + end, released.evidence);
  }
  return capability;
}

}  // namespace aboveboard
