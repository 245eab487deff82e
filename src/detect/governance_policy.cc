#include <algorithm>

#include "base/text.h"
#include "detect/governance.h"

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

struct StatedRange {
  FileRef where;
  std::size_t begin = 0, end = 0;
};

// The license section of each card that speaks for the release, as one range of bytes.
std::vector<StatedRange> license_sections(const Ground& ground, const Ruling& ruling) {
  // Only the places that the ruling rests on: a repository of code beside the weights may speak of its own terms.
  const auto rests_on = [&](std::size_t s) {
    return std::any_of(ruling.statements.begin(), ruling.statements.end(), [&](const LicenseStatement* x) { return x->where.source == s; }) ||
           std::any_of(ruling.texts.begin(), ruling.texts.end(), [&](const LicenseText* x) { return x->where.source == s; });
  };
  std::vector<StatedRange> ranges;
  for (std::size_t s = 0; s < ground.sources.size(); ++s) {
    for (std::size_t f = 0; f < ground.sources[s].files.size() && rests_on(s); ++f) {
      const ScannedFile& file = ground.sources[s].files[f];
      if (!file.document || is_license_file(file.path) || !speaks_for_release(file)) continue;
      StatedRange range{{s, f}, 0, 0};
      for (const Sentence& sentence : file.document->sentences) {
        if (sentence.kind == BlockKind::Code || sentence.kind == BlockKind::Heading || !in_license_section(*file.document, sentence)) continue;
        if (range.end == 0) range.begin = sentence.begin;
        range.end = std::max(range.end, sentence.end);
      }
      if (range.end > range.begin) ranges.push_back(range);
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
    auto terms = license::read_clauses(std::string_view(document.text).substr(range.begin, range.end - range.begin));
    if (license::classes_of(terms).empty() || ruling.licenses.empty()) continue;
    for (auto& term : terms) term.begin += range.begin, term.end += range.begin;
    const License* first = registry.find(ruling.licenses.front());
    const bool known = first != nullptr && !first->spdx.empty();
    std::string id = ruling.licenses.front();
    if (known || first == nullptr) {
      // A known license has its own terms; what the card adds is a record of its own.
      id = registry.add_named("terms stated in the card", "", {}, cite(ground.sources, range.where, range.begin, range.end, "card/license-section", EvidenceKind::Text));
      if (std::find(ruling.licenses.begin(), ruling.licenses.end(), id) == ruling.licenses.end()) ruling.licenses.push_back(id);
    }
    registry.add_terms(id, range.where, terms, "card/license-section");
  }
}

}  // namespace aboveboard
