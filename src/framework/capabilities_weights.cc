#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/checked.h"
#include "base/text.h"
#include "data/embedded.h"
#include "data/value.h"
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

std::string formats_of(const Weights& weights) { return weights.formats.empty() ? "files" : join_and(weights.formats); }

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

std::vector<std::pair<std::uint64_t, std::string>> load_hardware() {
  std::vector<std::pair<std::uint64_t, std::string>> classes;
  for (const auto& file : data::embedded_below("uses/capabilities.yaml")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes);
    const data::Value* list = value ? value->find("hardware") : nullptr;
    if (list == nullptr) std::abort();  // compile_data wrote it
    for (const data::Value& item : list->items) {
      const data::Value* size = item.find("gigabytes");
      classes.emplace_back(size == nullptr ? 0 : static_cast<std::uint64_t>(size->integer.value_or(0)), text_of(item, "name"));
    }
  }
  if (classes.empty()) std::abort();
  return classes;
}

}  // namespace

std::optional<std::uint64_t> memory_of(const Weights& weights) {
  if (weights.dtypes.empty()) return std::nullopt;
  std::uint64_t bits = 0;
  for (const auto& [dtype, elements] : weights.dtypes) {
    const std::uint64_t width = bits_of(dtype);
    const auto more = width == 0 ? std::nullopt : checked_mul(elements, width);
    const auto sum = more ? checked_add(bits, *more) : std::nullopt;
    if (!sum) return weights.bytes == 0 ? std::nullopt : std::optional(download_of(weights));
    bits = *sum;
  }
  // The types count the elements of one copy; files may hold several.
  return bits / 8;
}

std::uint64_t download_of(const Weights& weights) {
  std::uint64_t most = 0;
  for (const std::string& format : weights.formats) {
    std::uint64_t bytes = 0;
    for (const WeightsFile& file : weights.files) {
      if (file.format == format) bytes = checked_add(bytes, file.bytes).value_or(bytes);
    }
    most = std::max(most, bytes);
  }
  return most == 0 ? weights.bytes : std::min(most, std::max(weights.bytes, most));
}

std::string hardware_for(std::uint64_t bytes) {
  static const auto classes = load_hardware();
  constexpr std::uint64_t kGiga = 1'000'000'000;
  const std::uint64_t needed = checked_add(bytes, bytes / 5).value_or(bytes);
  for (const auto& [gigabytes, name] : classes) {
    if (gigabytes == 0 || needed <= gigabytes * kGiga) return name;
  }
  return classes.back().second;
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
      settle(capability, Answer::Limits, sentence(has_pointers(facts.weights) ? "can.run.promised" : "can.run.bytes", {{"bytes", human_bytes(download_of(facts.weights))}, {"formats", formats_of(facts.weights)}}), parameters.evidence);
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
  const Component& recipes = component(facts, ComponentId::FineTuningRecipes);
  const std::string end = recipes.presence >= Presence::Referenced ? sentence("can.tune.recipes", {{"place", place_of(facts, recipes.evidence)}}) : sentence("can.tune.no-recipes");
  const std::string formats = join_and(trained);
  if (released.answer == UseAnswer::Yes) {
    settle(capability, Answer::Yes, sentence("can.tune.yes", {{"formats", formats}}) + end, released.evidence);
  } else if (released.answer == UseAnswer::Conditions) {
    settle(capability, Answer::Limits, sentence("can.tune.conditions", {{"formats", formats}, {"conditions", released.conditions.front()}}) + end, released.evidence);
  } else {
    const bool unknown = own.answer == UseAnswer::Unknown;
    const std::string reason = unknown ? sentence("can.tune.unlicensed") : released.conditions.empty() ? "" : released.conditions.front();
    settle(capability, unknown ? Answer::Unknown : Answer::Limits, sentence("can.tune.own-use", {{"formats", formats}, {"conditions", reason}}) + end, released.evidence);
  }
  return capability;
}

Capability know_the_cost(const Facts& facts) {
  Capability capability;
  std::vector<std::string> fees;
  EvidenceList evidence = facts.weights.evidence;
  const Governing* governing = find_governing(facts, ComponentId::Parameters);
  for (const GoverningTerm& governed : governing == nullptr ? std::vector<GoverningTerm>{} : governing->terms) {
    const Term& term = governed.term;
    const bool fee = term.kind == TermKind::UserThreshold || term.kind == TermKind::RevenueThreshold || (term.kind == TermKind::CommercialUse && grade_of(term) == "conditional");
    const std::string phrase = fee ? phrase_of(term) : "";
    if (phrase.empty()) continue;
    fees.push_back(with_place(facts, phrase, term.evidence));
    evidence.insert(evidence.end(), term.evidence.begin(), term.evidence.end());
  }
  const bool told = !facts.weights.files.empty();
  const std::uint64_t bytes = download_of(facts.weights), memory = memory_of(facts.weights).value_or(bytes);
  std::string text = told ? sentence("can.cost.sizes", {{"bytes", human_bytes(bytes)}, {"memory", human_bytes(memory)}, {"hardware", hardware_for(memory)}}) : sentence("can.cost.unknown");
  std::string all;
  for (const std::string& fee : fees) all += (all.empty() ? "" : "; ") + fee;
  if (!fees.empty()) text += sentence("can.cost.fees", {{"terms", all}});
  else if (governing != nullptr) text += sentence("can.cost.no-fees");
  settle(capability, !fees.empty() ? Answer::Limits : told ? Answer::Yes : Answer::Unknown, std::move(text), std::move(evidence));
  return capability;
}

}  // namespace aboveboard
