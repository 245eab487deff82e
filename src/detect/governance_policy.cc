#include <algorithm>

#include "base/text.h"
#include "detect/governance.h"
#include "detect/license_mentions.h"

namespace aboveboard {
namespace {

bool incorporates(const License& license, const Ground& ground) {
  if (const license::Info* info = license::find(license.id)) return !info->incorporates_policy.empty();
  // A text of its own: it incorporates a policy where it names one.
  for (const LicenseText& text : ground.texts) {
    if (text.policy || std::find(text.ids.begin(), text.ids.end(), license.id) == text.ids.end()) continue;
    const auto& document = ground.sources[text.where.source].files[text.where.file].document;
    if (!document) continue;
    const std::string lower = to_lower(document->text);
    for (const char* words : {"use policy", "usage policy", "acceptable use", "prohibited use"}) {
      if (lower.find(words) != std::string::npos) return true;
    }
  }
  return false;
}

// Policies nearest to the texts of the ruling: in the same folder, else anywhere in the release.
std::vector<const LicenseText*> policies_for(const Ground& ground, const Ruling& ruling) {
  std::vector<const LicenseText*> near, all;
  for (const LicenseText& policy : ground.texts) {
    if (!policy.policy) continue;
    all.push_back(&policy);
    const auto beside = [&](const LicenseText* text) { return text->where.source == policy.where.source && text->folder == policy.folder; };
    if (std::any_of(ruling.texts.begin(), ruling.texts.end(), beside)) near.push_back(&policy);
  }
  return near.empty() ? all : near;
}

// Does a sentence stand in the part of a card that speaks of licenses and conditions of use?
bool in_license_section(const Document& document, const Sentence& sentence) {
  for (const char* word : {"license", "licence", "许可", "协议"}) {
    if (under_heading(document, sentence, word)) return true;
  }
  return false;
}

// "The checkpoints are licensed for research use only": a sentence that sets conditions for the model wherever it stands.
bool licenses_for_a_purpose(const Sentence& sentence) {
  const std::string lower = to_lower(sentence.text);
  const bool purpose = lower.find("licensed for") != std::string::npos || lower.find("licensed only for") != std::string::npos;
  const std::vector<Covers> covers = purpose ? covered_by_words(lower) : std::vector<Covers>{};
  return std::find(covers.begin(), covers.end(), Covers::Model) != covers.end();
}

struct StatedRange {
  FileRef where;
  std::size_t begin = 0, end = 0;
};

// The license sections of the cards that speak for the release, and sentences that set conditions for the model: runs of bytes.
std::vector<StatedRange> license_sections(const Ground& ground, const Ruling& ruling) {
  // Only the places that the ruling rests on: a repository of code beside the weights may speak of its own terms.
  const auto rests_on = [&](std::size_t s) {
    return ruling.licenses.empty() ||
           std::any_of(ruling.statements.begin(), ruling.statements.end(), [&](const LicenseStatement* x) { return x->where.source == s; }) ||
           std::any_of(ruling.texts.begin(), ruling.texts.end(), [&](const LicenseText* x) { return x->where.source == s; });
  };
  std::vector<StatedRange> ranges;
  for (std::size_t s = 0; s < ground.sources.size(); ++s) {
    for (std::size_t f = 0; f < ground.sources[s].files.size() && rests_on(s); ++f) {
      const ScannedFile& file = ground.sources[s].files[f];
      if (!file.document || is_license_file(file.path) || !speaks_for_release(file)) continue;
      bool running = false;
      for (const Sentence& sentence : file.document->sentences) {
        const bool prose = sentence.kind != BlockKind::Code && sentence.kind != BlockKind::Heading;
        const bool speaks = prose && (in_license_section(*file.document, sentence) || licenses_for_a_purpose(sentence));
        if (speaks && !running) ranges.push_back({{s, f}, sentence.begin, sentence.end});
        if (speaks) ranges.back().end = std::max(ranges.back().end, sentence.end);
        running = speaks;
      }
    }
  }
  return ranges;
}

}  // namespace

void add_policies(const Ground& ground, const Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings) {
  const std::vector<const LicenseText*> policies = policies_for(ground, ruling);
  if (policies.empty()) return;
  bool taken = false;
  for (const std::string& id : ruling.licenses) {
    const License* license = registry.find(id);
    if (license == nullptr || !incorporates(*license, ground)) continue;
    taken = true;
    for (const LicenseText* policy : policies) {
      const auto& document = ground.sources[policy->where.source].files[policy->where.file].document;
      if (document) registry.add_terms(id, policy->where, license::read_clauses(document->text), "license/policy");
    }
  }
  if (taken) return;
  for (const LicenseText* policy : policies) {
    const ScannedSource& source = ground.sources[policy->where.source];
    findings.push_back({"license/policy-not-incorporated", FindingLevel::Note, "A use policy lies in the release, but no license that governs the weights makes it its own.",
                        "Say in the license or the card whether the policy binds users.", {listing(source, source.files[policy->where.file], "license/file-name")}});
  }
}

void add_stated_conditions(const Ground& ground, Ruling& ruling, LicenseRegistry& registry) {
  for (const StatedRange& range : license_sections(ground, ruling)) {
    const auto& document = *ground.sources[range.where.source].files[range.where.file].document;
    const std::string_view words = std::string_view(document.text).substr(range.begin, range.end - range.begin);
    auto terms = license::read_clauses(words);
    if (license::classes_of(terms).empty()) continue;
    // Where nothing else governs the weights, conditions count only if they speak of the model.
    const std::vector<Covers> covers = covered_by_words(to_lower(words));
    if (ruling.licenses.empty() && std::find(covers.begin(), covers.end(), Covers::Model) == covers.end()) continue;
    for (auto& term : terms) term.begin += range.begin, term.end += range.begin;
    const License* first = ruling.licenses.empty() ? nullptr : registry.find(ruling.licenses.front());
    const bool known = first != nullptr && !first->spdx.empty();
    std::string id = first == nullptr ? "" : first->id;
    if (known || first == nullptr) {
      // A known license has its own terms; what the card adds is a record of its own.
      id = registry.add_named("terms stated in the card", "", {}, cite(ground.sources, range.where, range.begin, range.end, "card/license-section", EvidenceKind::Text));
      if (std::find(ruling.licenses.begin(), ruling.licenses.end(), id) == ruling.licenses.end()) ruling.licenses.push_back(id);
      ruling.scope = std::max(ruling.scope, LicenseScope::Explicit);
    }
    registry.add_terms(id, range.where, terms, "card/license-section");
  }
}

}  // namespace aboveboard
