#include <algorithm>
#include <array>

#include "base/text.h"
#include "framework/sentences.h"
#include "framework/terms.h"
#include "framework/uses_reasons.h"

namespace aboveboard {
namespace {

// How a component that is needed and not wholly here is told; worst last, as in UseAnswer.
struct Gap {
  const char* sentence;
  UseAnswer answer;
};

Gap gap_of(const Facts& facts, const Component& c) {
  switch (c.presence) {
    case Presence::Present: return {"", UseAnswer::Yes};
    case Presence::Partial: return {"use.need.partial", UseAnswer::Conditions};
    case Presence::Referenced: return {"use.need.linked", UseAnswer::Conditions};
    case Presence::DeclaredAbsent: return {"use.need.withheld", UseAnswer::No};
    case Presence::NotFound: return facts.release.complete ? Gap{"use.need.absent", UseAnswer::No} : Gap{"use.need.not-found", UseAnswer::Unknown};
    case Presence::NotLooked: return {"use.need.not-looked", UseAnswer::Unknown};
  }
  return {"", UseAnswer::Unknown};
}

// Of alternatives the one that is most here.
const Component& best_of(const Facts& facts, const std::vector<ComponentId>& alternatives) {
  const auto rank = [&](ComponentId id) {
    const UseAnswer answer = gap_of(facts, component(facts, id)).answer;
    return answer == UseAnswer::Yes ? 0 : answer == UseAnswer::Conditions ? 1 : answer == UseAnswer::Unknown ? 2 : 3;
  };
  return component(facts, *std::min_element(alternatives.begin(), alternatives.end(), [&](ComponentId a, ComponentId b) { return rank(a) < rank(b); }));
}

std::string name_of(const std::vector<ComponentId>& alternatives, const Component& best) {
  if (best.presence >= Presence::DeclaredAbsent || alternatives.size() == 1) return std::string(display_name(best.id));
  std::string names;
  for (const ComponentId id : alternatives) names += (names.empty() ? "" : " or ") + std::string(display_name(id));
  return names;
}

void weigh_need(const Facts& facts, const Need& need, std::vector<Reason>& reasons) {
  static constexpr std::array<const char*, 6> kOrder = {"use.need.withheld", "use.need.absent", "use.need.not-looked", "use.need.not-found", "use.need.partial", "use.need.linked"};
  for (const char* id : kOrder) {
    std::vector<std::string> missing;
    Reason reason;
    for (const auto& alternatives : need.components) {
      const Component& best = best_of(facts, alternatives);
      const Gap gap = gap_of(facts, best);
      if (gap.sentence != std::string_view(id)) continue;
      missing.push_back(name_of(alternatives, best));
      reason.answer = gap.answer;
      if (!best.evidence.empty()) reason.evidence.push_back(best.evidence.front());
    }
    if (missing.empty()) continue;
    reason.text = with_place(facts, sentence(id, {{"for", sentence(need.sentence)}, {"missing", join_and(missing)}}), reason.evidence);
    reasons.push_back(std::move(reason));
  }
}

std::vector<const Finding*> findings_of(const Facts& facts, std::string_view family, bool errors) {
  std::vector<const Finding*> found;
  for (const Finding& finding : facts.findings) {
    if (finding.rule.starts_with(family) && (!errors || finding.level == FindingLevel::Error)) found.push_back(&finding);
  }
  return found;
}

void check_read(const Facts& facts, std::vector<Reason>& reasons) {
  const Component& parameters = component(facts, ComponentId::Parameters);
  if (parameters.presence == Presence::Present) return;
  const bool withheld = parameters.presence == Presence::DeclaredAbsent;
  reasons.push_back({withheld ? UseAnswer::No : UseAnswer::Unknown, with_place(facts, sentence(withheld ? "use.not-given" : "use.bytes-not-here"), parameters.evidence), parameters.evidence});
}

void check_danger(const Facts& facts, std::vector<Reason>& reasons) {
  const auto dangers = findings_of(facts, "danger/", true);
  if (dangers.empty()) return;
  const Finding& first = *dangers.front();
  const std::string id = dangers.size() == 1 ? "use.danger" : "use.dangers";
  reasons.push_back({UseAnswer::No, with_place(facts, sentence(id, {{"count", std::to_string(dangers.size())}, {"danger", first.message}}), first.evidence), first.evidence});
}

void check_formats(const Facts& facts, std::vector<Reason>& reasons) {
  std::vector<std::string> unsafe;
  bool plain = false;
  for (const std::string& format : facts.weights.formats) (holds_no_code(format) ? void(plain = true) : unsafe.push_back(format));
  if (unsafe.empty()) return;
  EvidenceList evidence;
  for (const WeightsFile& file : facts.weights.files) {
    if (evidence.empty() && file.format == unsafe.front()) evidence = file.evidence;
  }
  reasons.push_back({UseAnswer::Conditions, with_place(facts, sentence(plain ? "use.formats.choose" : "use.formats.code", {{"formats", join_and(unsafe)}}), evidence), std::move(evidence)});
}

void check_other_code(const Facts& facts, std::vector<Reason>& reasons) {
  for (const char* family : {"danger/remote-code", "loads-code/"}) {
    for (const Finding* finding : findings_of(facts, family, false)) {
      reasons.push_back({UseAnswer::Conditions, with_place(facts, sentence("use.other-code", {{"what", finding->message}}), finding->evidence), finding->evidence});
      return;
    }
  }
}

void check_hosted(const Facts& facts, std::vector<Reason>& reasons) {
  const Component& parameters = component(facts, ComponentId::Parameters);
  const Statement* service = find_statement(facts, "weights.api-only");
  if (service != nullptr && parameters.presence < Presence::Referenced) {
    reasons.push_back({UseAnswer::No, with_place(facts, sentence("use.hosted-only"), service->evidence), service->evidence});
  } else if (parameters.presence < Presence::DeclaredAbsent) {
    reasons.push_back({UseAnswer::Unknown, sentence("use.bytes-not-here"), {}});
  } else if (const Statement* gated = find_statement(facts, "weights.gated"); gated != nullptr && parameters.presence == Presence::Referenced) {
    reasons.push_back({UseAnswer::Conditions, with_place(facts, sentence("use.gated"), gated->evidence), gated->evidence});
  }
}

void check_known_format(const Facts& facts, std::vector<Reason>& reasons) {
  static constexpr std::array<std::string_view, 6> kRead = {"pytorch", "keras", "hdf5", "tensorflow", "coreml", "paddle"};
  const auto known = [&](const std::string& format) { return holds_no_code(format) || std::find(kRead.begin(), kRead.end(), format) != kRead.end(); };
  const auto& formats = facts.weights.formats;
  if (formats.empty() || std::any_of(formats.begin(), formats.end(), known)) return;
  reasons.push_back({UseAnswer::Conditions, with_place(facts, sentence("use.formats.rare", {{"formats", join_and(formats)}}), facts.weights.evidence), facts.weights.evidence});
}

void check_examined(const Facts& facts, std::vector<Reason>& reasons) {
  if (facts.not_examined.empty()) return;
  const bool one = facts.not_examined.size() == 1;
  reasons.push_back({UseAnswer::Conditions, sentence(one ? "use.not-examined.one" : "use.not-examined", {{"count", std::to_string(facts.not_examined.size())}, {"what", facts.not_examined.front().what}}), {}});
}

}  // namespace

bool holds_no_code(std::string_view format) {
  static constexpr std::array<std::string_view, 8> kPlain = {"safetensors", "gguf", "ggml", "npy", "npz", "flax", "onnx", "tflite"};
  return std::find(kPlain.begin(), kPlain.end(), format) != kPlain.end();
}

void weigh_needs(const Facts& facts, const UseRule& use, std::vector<Reason>& reasons) {
  for (const Need& need : use.needs) weigh_need(facts, need, reasons);
}

void weigh_checks(const Facts& facts, const UseRule& use, std::vector<Reason>& reasons) {
  for (const Check check : use.checks) {
    switch (check) {
      case Check::WeightsRead: check_read(facts, reasons); break;
      case Check::NoDanger: check_danger(facts, reasons); break;
      case Check::PlainFormat: check_formats(facts, reasons); break;
      case Check::NoOtherCode: check_other_code(facts, reasons); break;
      case Check::AllExamined: check_examined(facts, reasons); break;
      case Check::NotHosted: check_hosted(facts, reasons); break;
      case Check::KnownFormat: check_known_format(facts, reasons); break;
    }
  }
}

}  // namespace aboveboard
