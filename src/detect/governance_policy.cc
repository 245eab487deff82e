#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "detect/governance.h"
#include "detect/license_mentions.h"

namespace aboveboard {
namespace {

constexpr const char* kExtractor = "license/policy";

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

// Does the ruling rest on a text or statement of this source? A repository of code beside the weights may speak of its own terms.
bool rests_on(const Ruling& ruling, std::size_t source) {
  return ruling.licenses.empty() ||
         std::any_of(ruling.statements.begin(), ruling.statements.end(), [&](const LicenseStatement* x) { return x->where.source == source; }) ||
         std::any_of(ruling.texts.begin(), ruling.texts.end(), [&](const LicenseText* x) { return x->where.source == source; });
}

// Policies nearest to the texts of the ruling, in the same folder, and their copies elsewhere; else all of the release.
struct Policies {
  std::vector<const LicenseText*> nearest, copies;
};

bool is_copy(const Ground& ground, const LicenseText& a, const LicenseText& b) {
  if (!a.policy_id.empty() || !b.policy_id.empty()) return a.policy_id == b.policy_id;
  const auto& one = ground.sources[a.where.source].files[a.where.file].document;
  const auto& other = ground.sources[b.where.source].files[b.where.file].document;
  return one && other && one->text == other->text;
}

Policies policies_for(const Ground& ground, const Ruling& ruling) {
  std::vector<const LicenseText*> near, far;
  for (const LicenseText& policy : ground.texts) {
    if (!policy.policy) continue;
    const auto beside = [&](const LicenseText* text) { return text->where.source == policy.where.source && text->folder == policy.folder; };
    (std::any_of(ruling.texts.begin(), ruling.texts.end(), beside) ? near : far).push_back(&policy);
  }
  if (near.empty()) return {far, {}};
  std::erase_if(far, [&](const LicenseText* policy) { return std::none_of(near.begin(), near.end(), [&](const LicenseText* other) { return is_copy(ground, *policy, *other); }); });
  return {near, far};
}

Evidence policy_evidence(const Ground& ground, const LicenseText& policy) {
  const ScannedSource& source = ground.sources[policy.where.source];
  return listing(source, source.files[policy.where.file], "license/file-name");
}

const license::Info* info_of(const LicenseText& policy) { return policy.policy_id.empty() ? nullptr : license::find(policy.policy_id); }

// What is known of a policy where it is a known one, and what its words say.
std::vector<license::LocatedTerm> terms_of(const Ground& ground, const LicenseText& policy) {
  const auto& document = ground.sources[policy.where.source].files[policy.where.file].document;
  if (!document) return {};
  const license::Info* info = info_of(policy);
  std::vector<license::LocatedTerm> terms = info == nullptr ? std::vector<license::LocatedTerm>{} : license::locate_terms(*info, document->text);
  // A term whose clause was not found stands in the policy all the same: its first line is shown.
  for (auto& term : terms) {
    if (term.begin == term.end) term.begin = 0, term.end = std::min(document->text.find('\n'), document->text.size());
  }
  for (auto& term : license::read_clauses(document->text)) terms.push_back(std::move(term));
  return terms;
}

// The terms of a policy, as those of license `id`.
void add_policy(const Ground& ground, const LicenseText& policy, const std::string& id, LicenseRegistry& registry) {
  registry.add_terms(id, policy.where, terms_of(ground, policy), kExtractor, TermOrigin::Policy);
  if (const license::Info* info = info_of(policy)) registry.add_classes(id, info->classes);
}

// "By using the model you agree to our Acceptable Use Policy": the sentence of a card that binds users to a policy of this release.
std::optional<Evidence> binding_sentence(const Ground& ground, const Ruling& ruling, const LicenseText& policy) {
  static constexpr std::array<std::string_view, 12> kBinds = {"subject to", "must comply", "must follow", "must adhere", "must respect", "agree to", "governed by", "bound by", "in compliance with", "shall comply", "conditioned on", "required to"};
  static constexpr std::array<std::string_view, 6> kPolicy = {"use policy", "usage policy", "acceptable use", "prohibited use", "use_policy", "usage_policy"};
  const std::string name = to_lower(file_name(policy.path));
  for (std::size_t s = 0; s < ground.sources.size(); ++s) {
    if (!rests_on(ruling, s) && s != policy.where.source) continue;
    for (const ScannedFile& file : ground.sources[s].files) {
      if (!file.document || is_license_file(file.path) || !speaks_for_release(file)) continue;
      for (const Sentence& sentence : file.document->sentences) {
        const std::string lower = to_lower(sentence.text);
        const auto stands = [&](std::string_view words) { return lower.find(words) != std::string::npos; };
        if (sentence.kind == BlockKind::Code || (!std::any_of(kPolicy.begin(), kPolicy.end(), stands) && !stands(name))) continue;
        if (std::any_of(kBinds.begin(), kBinds.end(), stands)) return quote_sentence(ground.sources[s], file, sentence, "card/policy-sentence");
      }
    }
  }
  return std::nullopt;
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
  std::vector<StatedRange> ranges;
  for (std::size_t s = 0; s < ground.sources.size(); ++s) {
    for (std::size_t f = 0; f < ground.sources[s].files.size() && rests_on(ruling, s); ++f) {
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

std::vector<LoosePolicy> add_policies(const Ground& ground, Ruling& ruling, LicenseRegistry& registry) {
  const Policies policies = policies_for(ground, ruling);
  std::vector<LoosePolicy> loose;
  bool taken = false;
  for (const std::string& id : std::vector<std::string>(ruling.licenses)) {
    const License* license = registry.find(id);
    if (license == nullptr || !incorporates(*license, ground)) continue;
    taken = true;
    for (const LicenseText* policy : policies.nearest) add_policy(ground, *policy, id, registry);
    for (const LicenseText* policy : policies.copies) registry.add_places(id, policy->where, terms_of(ground, *policy), kExtractor, TermOrigin::Policy);
  }
  for (const LicenseText* policy : taken ? std::vector<const LicenseText*>{} : policies.nearest) {
    if (const auto binding = binding_sentence(ground, ruling, *policy)) {
      const std::string id = registry.add_named("use policy " + policy->path, "", {LicenseClass::ConductRestricted}, *binding);
      add_policy(ground, *policy, id, registry);
      ruling.licenses.push_back(id);
      ruling.scope = std::max(ruling.scope, LicenseScope::Explicit);
      continue;
    }
    // Its terms are read all the same: as those of a record that governs nothing.
    LoosePolicy one{policy, {}};
    LicenseRegistry aside(ground.sources);
    const std::string id = aside.add_named(policy->path, "", {}, policy_evidence(ground, *policy));
    add_policy(ground, *policy, id, aside);
    one.terms = aside.find(id)->terms;
    loose.push_back(std::move(one));
  }
  return loose;
}

void fold_prompt(Ruling& ruling, LicenseRegistry& registry) {
  for (const std::string& id : std::vector<std::string>(ruling.licenses)) {
    const License* prompt = registry.find(id);
    if (prompt == nullptr || !is_made_up(*prompt) || prompt->terms.front().origin != TermOrigin::GatingPrompt) continue;
    for (const std::string& other : ruling.licenses) {
      const License* license = registry.find(other);
      const bool restricts = license != nullptr && has_restriction(license->classes);
      if (other == id || !restricts || !license->spdx.empty()) continue;
      registry.add_terms_of(other, prompt->terms);
      registry.drop(id);
      std::erase(ruling.licenses, id);
      return;
    }
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
    registry.add_terms(id, range.where, terms, "card/license-section", TermOrigin::Card);
  }
}

}  // namespace aboveboard
