// Reports put together by hand, as an audit would make them: what the writers are looked at with.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/report.h"

namespace aboveboard::testing {

inline Evidence at(std::string path, std::uint64_t line, std::string quote, std::string extractor = "card/prose") {
  Evidence evidence;
  evidence.source = "main";
  evidence.path = std::move(path);
  evidence.line = line;
  evidence.quote = std::move(quote);
  evidence.extractor = std::move(extractor);
  return evidence;
}

inline Evidence listed(std::string path) {
  Evidence evidence;
  evidence.source = "main";
  evidence.path = std::move(path);
  evidence.extractor = "component/name";
  evidence.kind = EvidenceKind::Listing;
  return evidence;
}

inline Component& set(Facts& facts, ComponentId id, Presence presence, EvidenceList evidence, std::vector<std::string> licenses = {},
                      LicenseScope scope = LicenseScope::None) {
  Component& component = facts.components.at(static_cast<std::size_t>(id));
  component.presence = presence;
  component.evidence = std::move(evidence);
  component.licenses = std::move(licenses);
  component.scope = scope;
  return component;
}

inline Facts empty_facts(std::string name) {
  Facts facts;
  facts.release.name = std::move(name);
  facts.release.sources = {{"main", Role::Weights, false, "directory", "./" + facts.release.name, "", 14, 16'060'556'376}};
  for (const ComponentId id : all_components()) {
    Component component;
    component.id = id;
    component.presence = Presence::NotFound;
    facts.components.push_back(std::move(component));
  }
  return facts;
}

inline std::vector<Question> questions(std::vector<std::pair<Answer, std::string>> answers) {
  std::vector<Question> out = {{"run", "Can I download and run the weights?", Answer::Unknown, "", {}},
                               {"inspect", "Can I inspect the training process?", Answer::Unknown, "", {}},
                               {"data", "Do I know what data shaped it?", Answer::Unknown, "", {}},
                               {"share", "May I modify and share it freely?", Answer::Unknown, "", {}}};
  for (std::size_t i = 0; i < out.size() && i < answers.size(); ++i) std::tie(out[i].answer, out[i].sentence) = std::move(answers[i]);
  return out;
}

inline void add_weights(Facts& facts, std::uint64_t shards, std::uint64_t parameters, bool pointers) {
  Weights& weights = facts.weights;
  weights.formats = {"safetensors"};
  if (!pointers) weights.parameters = parameters;
  if (!pointers) weights.dtypes = {{"BF16", parameters - 1024}, {"F32", 1024}};
  weights.bytes = 2 * parameters;
  weights.complete = pointers ? Completeness::Unknown : Completeness::Yes;
  weights.completeness_reason = pointers ? "the shards are git-LFS pointers" : "every tensor of the index is in its shard";
  for (std::uint64_t i = 1; i <= shards; ++i) {
    WeightsFile file;
    file.source = "main";
    file.path = "model-0000" + std::to_string(i) + "-of-0000" + std::to_string(shards) + ".safetensors";
    file.format = "safetensors";
    file.pointer = pointers;
    if (pointers) file.digest = "sha256:" + std::string(64, 'a');
    file.bytes = 2 * parameters / shards;
    file.tensors = pointers ? 0 : 73;
    file.parameters = pointers ? 0 : parameters / shards;
    file.evidence = {listed(file.path)};
    weights.evidence.push_back(listed(file.path));
    weights.files.push_back(std::move(file));
  }
}

inline License apache() {
  License license;
  license.id = license.spdx = "Apache-2.0";
  license.name = "Apache License 2.0";
  license.version = "2.0";
  license.verdict = MatchVerdict::Equivalent;
  license.declared = license.detected = true;
  license.classes = {LicenseClass::Osi};
  license.applies_to = {ComponentId::Parameters, ComponentId::TrainingCode, ComponentId::Tokenizer};
  license.evidence = {at("LICENSE", 1, "Apache License", "license/text")};
  license.terms = {{TermKind::Patent, "granted", "ends for whoever sues over a patent", "3", "", {}},
                   {TermKind::Attribution, "required", "keep notices and the license text", "4", "", {}}};
  return license;
}

inline RequirementResult requirement(std::string id, std::string title, Truth result, EvidenceList evidence = {}, std::vector<std::string> missing = {}) {
  return {std::move(id), std::move(title), result, std::move(missing), std::move(evidence)};
}

// Everything is there and open.
inline Report open_release() {
  Report report;
  Facts& facts = report.facts = empty_facts("weather-notes");
  facts.release.complete = true;
  facts.release.sources[0].revision = "4f1c0de9b7a2f6d8c3e1";
  add_weights(facts, 2, 8'030'261'248, false);
  set(facts, ComponentId::Architecture, Presence::Present, {listed("model/network.py")}, {"Apache-2.0"}, LicenseScope::Inherited);
  set(facts, ComponentId::Parameters, Presence::Present, {listed("model-00001-of-00002.safetensors")}, {"Apache-2.0"}, LicenseScope::Explicit);
  set(facts, ComponentId::TrainingCode, Presence::Present, {listed("training/very/deeply/nested/folders/that/go/on/for/long/train_language_model.py")},
      {"Apache-2.0"}, LicenseScope::FileHeader);
  set(facts, ComponentId::Datasets, Presence::Present, {listed("data/notes.jsonl")}, {"CC0-1.0"}, LicenseScope::Explicit);
  set(facts, ComponentId::Paper, Presence::Referenced, {at("README.md", 120, "https://example.org/paper")});
  License data;
  data.id = data.spdx = "CC0-1.0";
  data.name = "Creative Commons Zero v1.0 Universal";
  data.verdict = MatchVerdict::Exact;
  data.declared = data.detected = true;
  data.classes = {LicenseClass::OpenDataDoc};
  data.applies_to = {ComponentId::Datasets};
  data.evidence = {at("data/LICENSE", 1, "CC0 1.0 Universal", "license/text")};
  facts.licenses = {apache(), data};
  report.label.at_least = report.label.apparent = report.label.at_most = Label::OpenSourceOpenData;
  report.label.sentence = "The evidence is consistent with Open Source AI with Open Data.";
  report.label.evidence = {listed("training/train.py"), listed("data/notes.jsonl")};
  report.questions = questions({{Answer::Yes, "8,030,261,248 parameters, BF16, safetensors, complete"},
                                {Answer::Yes, "training code (training/train.py) with its settings (training/config.yaml:1)"},
                                {Answer::Yes, "the training data is here (data/notes.jsonl)"},
                                {Answer::Yes, "Apache-2.0, with its text (LICENSE:1)"}});
  report.frameworks = {{"osaid-1.0", "Open Source AI Definition 1.0", "definition", "consistent", "", "", "Every leg is shown.",
                        {requirement("osaid.weights", "Parameters under open terms", Truth::Met, {listed("model-00001-of-00002.safetensors")}),
                         requirement("osaid.code", "Complete code to train and run", Truth::Met, {listed("training/train.py")})}}};
  report.uses = {{"application", "a product or service", UseAnswer::Yes, {}, {}}, {"research", "research with reproducible results", UseAnswer::Yes, {}, {}}};
  report.language.say = {"an open source AI model with open data"};
  return report;
}

// Weights under a restricted license, and a card that says more.
inline Report restricted_weights() {
  Report report;
  Facts& facts = report.facts = empty_facts("Model-8B");
  add_weights(facts, 4, 8'030'261'248, false);
  set(facts, ComponentId::Parameters, Presence::Present, {listed("model-00001-of-00004.safetensors")}, {"LicenseRef-example-community-1.0"}, LicenseScope::Explicit);
  set(facts, ComponentId::Tokenizer, Presence::Present, {listed("tokenizer.json")}, {"LicenseRef-example-community-1.0"}, LicenseScope::Inherited);
  set(facts, ComponentId::TrainingCode, Presence::DeclaredAbsent, {at("README.md", 88, "We do not release the training code.")});
  set(facts, ComponentId::Datasets, Presence::NotFound, {});
  set(facts, ComponentId::ModelCard, Presence::Present, {listed("README.md")});
  License license;
  license.id = "LicenseRef-example-community-1.0";
  license.name = "Example Community License Agreement";
  license.family = "example";
  license.version = "1.0";
  license.verdict = MatchVerdict::Modified;
  license.declared = license.detected = license.conflict = true;
  license.classes = {LicenseClass::ScaleRestricted, LicenseClass::ConductRestricted};
  license.applies_to = {ComponentId::Parameters, ComponentId::Tokenizer};
  license.evidence = {at("LICENSE", 1, "EXAMPLE COMMUNITY LICENSE AGREEMENT", "license/text"), at("README.md", 2, "license: apache-2.0", "card/front-matter")};
  license.terms = {{TermKind::UserThreshold, "700000000", "monthly active users on the release date: ask for a license", "2",
                    "If more than 700 million people use it in a month, you must ask us for a license.",
                    {at("LICENSE", 41, "If more than 700 million people use it in a month, you must ask us for a license.", "license/clause")}},
                   {TermKind::Naming, "required", "the name must begin with the family's", "1.b", "begin the name with Example", {at("LICENSE", 23, "begin the name with Example")}},
                   {TermKind::AcceptableUse, "policy", "", "1.c", "", {}}};
  license.residue = {{true, 52, "Use in products that compete with ours is not allowed."}, {false, 60, "as is"}};
  Term policy{TermKind::FieldOfUse, "no", "no weapons", "", "You will not build weapons with it.", {at("USE_POLICY.md", 12, "You will not build weapons with it.", "license/policy")}};
  policy.origin = TermOrigin::Policy;
  license.terms.push_back(policy);
  facts.governing = {{license.applies_to, {license.id}, license.classes, {}}};
  for (const Term& term : license.terms) facts.governing[0].terms.push_back({term, license.id, {}});
  facts.governing[0].terms[1].also = {at("README.md", 31, "name it after us")};
  facts.licenses = {license};
  facts.lineage = {{"finetune", "example/Base-8B", "model card", "unknown", {at("README.md", 4, "base_model: example/Base-8B", "card/front-matter")}}};
  report.label.at_least = report.label.apparent = Label::WeightsAvailable;
  report.label.at_most = Label::OpenSource;
  report.label.sentence = "The weights can be downloaded; their license restricts use.";
  report.label.evidence = {at("LICENSE", 41, "..."), at("USE_POLICY.md", 12, "...")};
  report.label.blocking = {{"g7.weights-license", "a license for the weights without limits on use", {at("LICENSE", 41, "...")}}};
  report.questions = questions({{Answer::Yes, "8,030,261,248 parameters, BF16, safetensors, complete"},
                                {Answer::No, "no training code in 14 files; README.md:88 says it is not released"},
                                {Answer::No, "\"a mix of publicly available data\" (README.md:73) names no source"},
                                {Answer::Limits, "a license is needed above 700 M monthly users (LICENSE:41); the name must begin with \"Example\" (LICENSE:23)"}});
  report.questions[2].evidence = {at("README.md", 73, "a mix of publicly available data"), at("README.md", 75, "...")};
  report.uses = {{"application", "an application", UseAnswer::Conditions,
                  {"ask for a license above 700 M monthly users (LICENSE:41)", "follow the use policy (USE_POLICY.md:12)", "begin the name with \"Example\" (LICENSE:23)",
                   "show \"Built with Example\" (LICENSE:20)"}, {}},
                 {"research", "reproducible research", UseAnswer::No, {"what would be needed is not released (training code, datasets)"}, {}},
                 {"compliance", "an audit of its data", UseAnswer::Unknown, {}, {}}};
  report.frameworks = {{"osaid-1.0", "Open Source AI Definition 1.0", "faq", "not consistent", "", "", "",
                        {requirement("osaid.weights", "Parameters under open terms", Truth::Unmet, {at("LICENSE", 41, "...")}, {"an OSI-approved license for the weights"}),
                         requirement("osaid.data", "Data information", Truth::Unknown, {}, {"a list of the sources", "how they were chosen and filtered"})}},
                       {"g7-labels", "G7 labels", "", "weights-available", "weights-available", "open-source", "", {}}};
  report.language = {{"a weights-available model under the Example Community License"},
                     {{"card", "license", "", "", "The weights come under the Example License.", {at("LICENSE", 1, "Example License")}},
                      {"procurement", "license", "Is the license of the weights shown by its text?", "yes", "Example License", {at("LICENSE", 1, "Example License")}}},
                     {{"a fully open-source model", "a weights-available model", {at("README.md", 3, "a fully open-source model")}}}};
  report.findings = {{"openwashing/open-source", FindingLevel::Error, "The card calls the release open source; its license is not.", "Say \"weights-available\" instead.",
                      {at("README.md", 3, "Model-8B is a fully open-source model for everyone.")}},
                     {"license/tag-text-conflict", FindingLevel::Warning, "The tag says apache-2.0, the text is the Example Community License.", "Make the tag name the license whose text is here.",
                      {at("README.md", 2, "license: apache-2.0", "card/front-matter"), at("LICENSE", 1, "EXAMPLE COMMUNITY LICENSE AGREEMENT")}},
                     {"format/json-bom", FindingLevel::Note, "config.json begins with a byte order mark.", "", {listed("config.json")}}};
  return report;
}

// No weights at all: a client and a price list.
inline Report closed_api() {
  Report report;
  Facts& facts = report.facts = empty_facts("assistant-api");
  facts.release.sources = {{"sdk", Role::Code, true, "directory", "/srv/checkouts/assistant-sdk-python", "", 231, 1'250'000},
                           {"card.pdf", Role::Docs, true, "file", "card.pdf", "", 1, 999'950}};
  set(facts, ComponentId::Parameters, Presence::DeclaredAbsent, {at("README.md", 9, "The model is reached through our API only.")});
  facts.components[0].presence = Presence::NotLooked;
  report.label.at_least = std::nullopt;
  report.label.apparent = Label::Closed;
  report.label.at_most = Label::Closed;
  report.label.sentence = "The model is reached over a service; its weights are not released.";
  report.questions = questions({{Answer::No, "served only (README.md:9)"}, {Answer::Unknown, "nothing in 232 files says"}, {Answer::Unknown, ""}, {Answer::Unknown, "no weights, no license for them"}});
  report.facts.not_examined = {{"card.pdf", "PDF is not read", true}};
  return report;
}

// What governs the weights cannot be told, files could not be read, and the texts are hostile.
inline Report unreadable_release() {
  Report report;
  Facts& facts = report.facts = empty_facts("\xe6\xa8\xa1\xe5\x9e\x8b\x1b[31mred\x1b[0m \xe2\x80\xae" "evil");
  facts.release.sources[0].location = "/a/very/long/way/to/a/folder/that/nobody/would/type/by/hand/on/any/machine/that/we/know/of/release";
  add_weights(facts, 3, 671'026'419'200, true);
  set(facts, ComponentId::Parameters, Presence::Partial, {listed("model-00001-of-00003.safetensors")});
  report.label.at_least = Label::WeightsAvailable;
  report.label.apparent = std::nullopt;
  report.label.at_most = Label::OpenSourceOpenData;
  report.label.sentence = "Nothing here says which license governs the weights.";
  report.label.blocking = {{"g7.weights-license", "the license of the weights", {}}};
  report.questions = questions({{Answer::Limits, "3 files are git-LFS pointers to 1.3 TB"}, {Answer::Unknown, "nothing in 14 files says"},
                                {Answer::No, "\"\xe7\xbd\x91\xe4\xb8\x8a\xe5\x85\xac\xe5\xbc\x80\xe6\x95\xb0\xe6\x8d\xae\xe7\x9a\x84\xe6\xb7\xb7\xe5\x90\x88\xef\xbc\x8c\xe6\xb2\xa1\xe6\x9c\x89\xe7\xbb\x99\xe5\x87\xba\xe4\xbb\xbb\xe4\xbd\x95\xe6\x9d\xa5\xe6\xba\x90\xe7\x9a\x84\xe5\x90\x8d\xe5\xad\x97\" names no source"},
                                {Answer::Unknown, "which license governs the weights cannot be told"}});
  report.questions[2].evidence = {at("README.md", 7, "x")};
  facts.not_examined = {{"weights/\x1b]0;owned\x07/pytorch_model.bin", "permission denied", true}, {"logs/run.tfevents", "not a format that is read", false}};
  report.findings = {{"format/safetensors-truncated", FindingLevel::Error, "The file ends before its header does.\r\n\x1b[2J", "Download it again.",
                      {at("model.safetensors", 1, "\xff\xfe\x1b[8m hidden \xc2\x9b" "31m \xe2\x80\x8b\xf3\xa0\x81\x81")}}};
  report.findings[0].evidence[0].line = std::nullopt;
  report.findings[0].evidence[0].byte = 4096;
  report.language = {{"a model whose terms cannot be told"}, {}, {}};
  return report;
}

}  // namespace aboveboard::testing
