// Every sentence of the gate (policy.* in data/phrases/sentences.yaml) is said here in full words, of a release and a policy that lead to it.
#include "policy/judged.h"

#include <map>
#include <set>

#include "data/value.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

using testing::add_term;
using testing::at;
using testing::kToday;
using testing::release;

const std::string kZeros(64, '0'), kOnes(64, '1');
const std::string kLabel = "label: {at-least: open-source}\n";

std::map<std::string, std::string> load() {
  std::map<std::string, std::string> all;
  Diagnostics notes;
  const auto value = data::parse_yaml(testing::read_file(testing::project_root() / "data/phrases/sentences.yaml"), {.path = "sentences.yaml"}, notes);
  for (const data::Member& member : value ? value->find("sentences")->members : std::vector<data::Member>{}) {
    if (member.key.starts_with("policy.")) all[member.key] = member.value.as_text();
  }
  return all;
}

const std::map<std::string, std::string>& catalogue() {
  static const auto all = load();
  return all;
}

std::string fill(std::string_view id, std::initializer_list<std::pair<std::string_view, std::string>> values) {
  const auto found = catalogue().find(std::string(id));
  if (found == catalogue().end()) return "no sentence is called " + std::string(id);
  std::string text = found->second;
  for (const auto& [name, value] : values) {
    const std::string blank = "{" + std::string(name) + "}";
    for (std::size_t start = text.find(blank); start != std::string::npos; start = text.find(blank, start + value.size())) text.replace(start, blank.size(), value);
  }
  return text;
}

// Messages begin with their ids, so that words cannot be taken for those of another sentence.
std::string say_with_id(std::string_view id, std::initializer_list<std::pair<std::string_view, std::string>> values) { return std::string(id) + ": " + fill(id, values); }

std::set<std::string>& said_ids() {
  static std::set<std::string> ids;
  return ids;
}

void says(const std::string& policy, const Report& report, const std::string& id, const std::string& words, const Baseline* baseline = nullptr) {
  const Check check = judge_policy(testing::policy(policy), report, {testing::words(), say_with_id, kToday, baseline});
  std::string all;
  bool said = false;
  const auto look = [&](const std::string& message) {
    said = said || message == id + ": " + words;
    all += message + "\n";
  };
  for (const Violation& violation : check.violations) look(violation.message);
  for (const PolicyWarning& warning : check.warnings) look(warning.message);
  EXPECT_TRUE(said) << id << ": \"" << words << "\" is not said; said is:\n" << all;
  said_ids().insert(id);
}

Component& part(Report& report, ComponentId id) { return report.facts.components[static_cast<std::size_t>(id)]; }

void say_labels() {
  says("label: {at-least: open-source-open-data}", release(), "policy.label.at-most", "the release is at most Open Source AI, and the policy asks for Open Source AI with Open Data; missing: training code");
  says("label: {at-least: open-source, reading: apparent}", release(), "policy.label.apparent", "the release is Open Weights AI on what it shows, and the policy asks for Open Source AI; missing: training code");
  says(kLabel, release(), "policy.label.untold", "whether the release is Open Source AI cannot be told; it would be settled by: training code");
  Report nothing = release();
  nothing.label.blocking.clear();
  says(kLabel, nothing, "policy.label.untold.bare", "whether the release is Open Source AI cannot be told from these files");
}

void say_frameworks() {
  Report report = release();
  FrameworkResult verdict{"osaid-1.0", "OSAID", "faq", "not consistent", "", "", "", {{"r", "R", Truth::Unmet, {"training code"}, {}}}};
  FrameworkResult index{"otter-index", "Index", "", "", "", "", "", {}};
  index.score = 0.6, index.score_min = 0.4, index.score_max = 0.8;
  report.frameworks = {verdict, index};
  const std::string asked = "frameworks: [{id: osaid-1.0, mode: faq, result: consistent}]";
  says(asked, report, "policy.framework.below.missing", "the result under OSAID (faq) is not consistent, and the policy asks for consistent; missing: training code");
  says("frameworks: [{id: otter-index, score-at-least: 0.9}]", report, "policy.framework.below", "the result under Index is 0.80, and the policy asks for 0.90");
  says("frameworks: [{id: otter-index, score-at-least: 0.5}]", report, "policy.framework.untold.bare", "whether the result under Index is 0.50 cannot be told from these files");
  says("frameworks: [{id: osaid-1.0, mode: definition, result: consistent}]", report, "policy.framework.none", "what osaid-1.0 says of the release cannot be told: it gave no result");
  report.frameworks.front().result = "undetermined";
  report.frameworks.front().requirements.front().result = Truth::Unknown;
  says(asked, report, "policy.framework.untold", "whether the result under OSAID (faq) is consistent cannot be told; it would be settled by: training code");
}

void say_licenses() {
  const std::string mit = "licenses: {weights: {allow: [MIT]}}", apache = "licenses: {weights: {allow: [Apache-2.0], detected: true}}";
  says(mit, release(), "policy.license.not-allowed", "Apache-2.0 governs the model parameters, and is not allowed there; its classes are osi");
  Report narrowed = release();
  Term term;
  term.kind = TermKind::FieldOfUse;
  term.value = "no";
  term.origin = TermOrigin::Policy;
  narrowed.facts.licenses.front().terms.push_back(term);
  says(apache, narrowed, "policy.license.narrowed", "Apache-2.0 governs the model parameters, with restrictions that a use policy, a prompt, a card or a base adds; they are not allowed there");
  says(mit, release("LicenseRef-heron", {LicenseClass::Unknown}), "policy.license.unknown",
       "whether the license of the model parameters is allowed cannot be told: LicenseRef-heron is not understood; it would be settled by a known license text, or a clarification of this one");
  Report tagged = release();
  tagged.facts.licenses.front().detected = false;
  says(apache, tagged, "policy.license.no-text", "whether Apache-2.0 governs the model parameters cannot be told: it is claimed, and no text of it is here; it would be settled by the license's text beside them");
  Report made = release();
  made.facts.lineage.push_back({"finetune", "lakelab/heron-7b", "card", "unknown", {at("README.md", 3)}});
  says(apache, made, "policy.license.base",
       "whether the license of the weights is allowed cannot be told: the base lakelab/heron-7b is not here, and passes on its terms; it would be settled by auditing it too (--base or --follow)");
  Report bare = release();
  part(bare, ComponentId::Parameters).licenses.clear();
  says(mit, bare, "policy.license.none", "which license governs the model parameters cannot be told: nothing here says; it would be settled by a license file or a statement");
  part(bare, ComponentId::Parameters).presence = Presence::NotFound;
  says(mit, bare, "policy.license.no-weights", "which license governs the weights cannot be told: none are shown here; it would be settled by auditing the folder or repository that holds them");
}

void say_terms() {
  Report report = release("LicenseRef-otter-community", {LicenseClass::ScaleRestricted});
  add_term(report, TermKind::UserThreshold, "700000000");
  says("terms: {refuse: [user-threshold]}", report, "policy.term.refused", "LicenseRef-otter-community sets the term user-threshold for the model parameters (700,000,000), which the policy refuses");
  says("terms: {refuse: [{kind: user-threshold, below: 1000000000}]}", report, "policy.term.below",
       "LicenseRef-otter-community sets the term user-threshold for the model parameters at 700,000,000; the policy refuses it below 1,000,000,000");
  says("terms: {refuse: [geography], components: [datasets]}", report, "policy.term.none", "which terms govern the datasets cannot be told: nothing here says; it would be settled by a license for the datasets");
  report.facts.governing.front().terms.front().term.value = "many";
  says("terms: {refuse: [{kind: user-threshold, below: 5}]}", report, "policy.term.untold-number",
       "whether the term user-threshold for the model parameters is below 5 cannot be told: LicenseRef-otter-community says many; it would be settled by reading that clause");
  report.facts.licenses.front().verdict = MatchVerdict::Modified;
  report.facts.lineage.push_back({"finetune", "lakelab/heron-7b", "card", "unknown", {at("README.md", 3)}});
  says("terms: {refuse: [geography]}", report, "policy.term.half-read",
       "whether LicenseRef-otter-community sets a term for the model parameters that the policy refuses cannot be told: its text is not a known one; it would be settled by a known license, or a clarification of this text");
  says("terms: {refuse: [geography]}", report, "policy.term.base", "whether the base lakelab/heron-7b passes on a term that the policy refuses cannot be told: it is not here; it would be settled by auditing it too (--base or --follow)");
}

void say_components() {
  Report report = release();
  const auto found = [&](Presence presence, const std::string& id, const std::string& words) {
    part(report, ComponentId::TrainingCode).presence = presence;
    says("components: {require: [{id: training-code, presence: present}]}", report, "policy.component." + id, words);
  };
  found(Presence::DeclaredAbsent, "withheld", "the training code is required, and a text says that it is withheld");
  found(Presence::NotFound, "not-found", "whether there is the required training code cannot be told: it was not found in these sources; it would be settled by naming the source that holds it, or by --complete");
  found(Presence::NotLooked, "not-looked", "whether there is the required training code cannot be told: it was not looked for; it would be settled by naming the source that holds it");
  found(Presence::Referenced, "referenced", "whether there is the required training code cannot be told: it is named here and lies elsewhere; it would be settled by giving it as a target");
  found(Presence::Partial, "partial", "only a part of the required training code is here, or a pointer to it");
  report.facts.release.complete = true;
  found(Presence::NotFound, "absent", "the training code is required, and not in this release, which was declared complete");
}

void say_formats() {
  Report report = release();
  says("formats: {allow: [gguf]}", report, "policy.format.not-allowed", "weights in the format safetensors are not among the allowed formats");
  says("formats: {refuse: [safetensors]}", report, "policy.format.refused", "the format safetensors is refused");
  report.facts.file_formats.push_back({"otter-7b", "training_args.txt", {"pytorch", "zip"}});
  says("formats: {refuse: [pickle]}", report, "policy.format.made-of", "the format pytorch is made of pickle, which is refused");
  Report pointer = release();
  pointer.facts.file_formats.clear();
  pointer.facts.weights.files.front().pointer = true;
  says("formats: {refuse: [pickle]}", pointer, "policy.format.pointer", "the format of these weights cannot be told: a pointer names them, and their bytes are not here; it would be settled by fetching them");
  pointer.facts.weights.files.front().format = "pytorch";
  says("formats: {refuse: [pickle]}", pointer, "policy.format.named", "a file named as pytorch is promised by a pointer, and pickle is refused");
  pointer.facts.weights.files.clear();
  says("formats: {refuse: [pickle]}", pointer, "policy.format.no-weights", "the format of the weights cannot be told: none are shown here; it would be settled by auditing the folder or repository that holds them");
}

void say_uses() {
  Report report = release();
  report.uses = {{"commercial", "", UseAnswer::Conditions, {"name the licensor (LICENSE:3)"}, {at("LICENSE", 3)}}, {"redistribute", "", UseAnswer::Unknown, {"no license (README.md:2)"}, {}}};
  says("uses: {require: [commercial]}", report, "policy.use.answer", "the use commercial is answered \"conditions\", and the policy asks for yes: name the licensor (LICENSE:3)");
  says("uses: {require: [redistribute]}", report, "policy.use.untold", "whether the use redistribute is allowed cannot be told: no license (README.md:2)");
  report.uses.front().conditions.clear();
  report.uses.back().conditions.clear();
  says("uses: {require: [commercial]}", report, "policy.use.answer.bare", "the use commercial is answered \"conditions\", and the policy asks for yes");
  says("uses: {require: [redistribute]}", report, "policy.use.untold.bare", "whether the use redistribute is allowed cannot be told from these files");
}

void say_digests() {
  const std::string pinned = "digests: {files: [{path: model.safetensors, sha256: \"" + kZeros + "\"}]}", all = "digests: {require: true}";
  Report report = release();
  says(pinned, report, "policy.digest.no-bytes", "whether model.safetensors has the required digest cannot be told: its bytes are not here; it would be settled by fetching them");
  says(all, report, "policy.digest.no-promise", "whether model.safetensors is what was published cannot be told: nothing promises a digest of it; it would be settled by its digest under digests.files");
  report.facts.weights.files.front().digest = "sha256:" + kOnes;
  says(pinned, report, "policy.digest.promised", "model.safetensors is not here, and its pointer promises sha256:" + kOnes + "; the policy requires " + kZeros);
  report.facts.digests = {{"otter-7b", "model.safetensors", "sha256", kOnes, kZeros, "pointer", {}}};
  says(pinned, report, "policy.digest.differs", "the SHA-256 of model.safetensors is " + kOnes + "; the policy requires " + kZeros);
  says(all, report, "policy.digest.broken", "the digest of model.safetensors is " + kOnes + "; its pointer promises " + kZeros);
  says("digests: {files: [{path: other.safetensors, sha256: \"" + kZeros + "\"}]}", report, "policy.digest.no-file",
       "whether other.safetensors has the required digest cannot be told: the file was not found, or its bytes could not be read; it would be settled by auditing a full download");
}

void say_bases() {
  Report report = release();
  report.facts.lineage.push_back({"finetune", "lakelab/heron-7b", "card", "license", {at("README.md", 3)}});
  says("bases: {refuse: [\"lakelab/*\"]}", report, "policy.base.refused", "the base lakelab/heron-7b is refused by lakelab/*");
  says("bases: {allow: [\"otherlab/*\"]}", report, "policy.base.not-allowed", "the base lakelab/heron-7b is not among the allowed ones");
  says("bases: {require-audited: true}", report, "policy.base.not-here", "what the base lakelab/heron-7b is cannot be told: it was not audited; it would be settled by --base or --follow");
  report.facts.lineage.front().resolved = "heron-7b";
  says("bases: {require-revision: true}", report, "policy.base.no-revision", "which revision of the base lakelab/heron-7b was audited cannot be told: its source has none; it would be settled by auditing it from a repository or a cache");
}

void say_entries() {
  const auto waiver = [](const std::string& rest) { return "waivers: [{reason: r, owner: o, " + rest + "}]"; };
  Report report = release();
  report.facts.not_examined = {{"big.bin", "too large"}};
  says(kLabel, report, "policy.incomplete", "big.bin was not examined, so what it holds cannot be told: too large");
  says(kLabel + waiver("rule: policy/label, expires: 2026-11-20"), release(), "policy.waiver-expired", "the waiver of policy/label by o expired on 2026-11-20, and what it let pass counts again (violations: 1): r");
  says(kLabel + waiver("rule: policy/term, expires: 2027-01-01"), release(), "policy.unused.waiver", "the waiver of policy/term was not needed");
  says(kLabel + waiver("rule: policy/term, expires: 2026-11-20"), release(), "policy.unused.expired", "the waiver of policy/term expired on 2026-11-20 and was not needed");
  says("licenses: {weights: {allow: [Apache-2.0, MIT]}}", release(), "policy.unused.words", "allowed licenses for weights that this release did not need: MIT");
  says(kLabel + "exceptions: [{license: MIT, reason: r}]", release(), "policy.unused.exception", "the exception for MIT was not needed");
  const std::string clarify = kLabel + "clarify: [{file: LICENSE, sha256: \"" + kZeros + "\", license: MIT, reason: r}]";
  says(clarify, release(), "policy.unused.clarification", "the clarification of LICENSE was not needed: there is no such file");
  Report lapsed = release();
  lapsed.facts.clarifications = {{{"LICENSE", kZeros, "MIT", "r"}, ClarificationState::Lapsed, kOnes, {}}};
  says(clarify, lapsed, "policy.clarification-lapsed", "the clarification of LICENSE as MIT has lapsed: it is bound to SHA-256 " + kZeros + ", and the file has " + kOnes + "; its license stays as it was read");
  lapsed.facts.clarifications.front().found.clear();
  says(clarify, lapsed, "policy.clarification-lapsed.unread", "the clarification of LICENSE as MIT has lapsed: it is bound to SHA-256 " + kZeros + ", and the file could not be read to its end");
  const Baseline baseline{"before.json", "heron-1b", {}};
  says(kLabel, release(), "policy.baseline-release", "the baseline is of heron-1b, and this release is called otter-7b", &baseline);
}

TEST(PolicySaid, EverySentenceOfTheGateIsSaidInFullWords) {
  say_labels();
  say_frameworks();
  say_licenses();
  say_terms();
  say_components();
  say_formats();
  say_uses();
  say_digests();
  say_bases();
  say_entries();
  ASSERT_FALSE(catalogue().empty());
  for (const auto& [id, text] : catalogue()) EXPECT_TRUE(said_ids().contains(id)) << id << " is said by nothing here";
}

}  // namespace
}  // namespace aboveboard
