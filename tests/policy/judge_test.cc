// What releases keep and break, and what cannot be told.
#include "policy/judged.h"

namespace aboveboard {
namespace {

using testing::add_term;
using testing::at;
using testing::counting;
using testing::judge;
using testing::release;
using testing::Rules;
using testing::warned;

Component& part(Report& report, ComponentId id) { return report.facts.components[static_cast<std::size_t>(id)]; }

TEST(Label, IsJudgedByItsReading) {
  EXPECT_EQ(counting(judge("label: {at-least: weights-available}", release())), Rules{});
  EXPECT_EQ(counting(judge("label: {at-least: open-weights}", release())), Rules{"policy/label untold"});
  EXPECT_EQ(counting(judge("label: {at-least: open-weights, reading: apparent}", release())), Rules{});
  EXPECT_EQ(counting(judge("label: {at-least: open-source, reading: apparent}", release())), Rules{"policy/label"});
  const Check most = judge("label: {at-least: open-source-open-data}", release());
  EXPECT_EQ(counting(most), Rules{"policy/label"}) << "a line rules it out";
  EXPECT_EQ(most.violations.front().policy.line, 2u);
  EXPECT_EQ(most.result, CheckResult::Failed);
  Report nothing = release();
  nothing.label.at_least.reset();
  nothing.label.apparent.reset();
  nothing.label.blocking.clear();
  EXPECT_EQ(counting(judge("label: {at-least: weights-available, reading: apparent}", nothing)), Rules{"policy/label untold"});
}

TEST(Licenses, PassByNameByClassOrByException) {
  EXPECT_EQ(counting(judge("licenses: {weights: {allow: [Apache-2.0]}}", release())), Rules{});
  EXPECT_EQ(counting(judge("licenses: {any: {classes: [osi]}}", release())), Rules{});
  EXPECT_EQ(counting(judge("licenses: {weights: {allow: [MIT]}}", release())), Rules{"policy/license"});
  EXPECT_EQ(counting(judge("licenses: {weights: {classes: [osi]}}", release("LicenseRef-otter-community", {LicenseClass::Osi, LicenseClass::Noncommercial}))), Rules{"policy/license"});
  const std::string excepting = "licenses: {weights: {allow: [MIT]}}\nexceptions: [{license: Apache-2.0, reason: r";
  EXPECT_EQ(counting(judge(excepting + ", components: [parameters], path: LICENSE, release: \"otter-*\"}]", release())), Rules{});
  EXPECT_EQ(counting(judge(excepting + ", components: [paper]}]", release())), Rules{"policy/license"});
  EXPECT_EQ(counting(judge(excepting + ", path: \"code/**\"}]", release())), Rules{"policy/license"});
  EXPECT_EQ(counting(judge(excepting + ", release: \"heron-*\"}]", release())), Rules{"policy/license"});
}

TEST(Licenses, ExpressionsNeedAllOfAndAndOneOfOr) {
  const auto passes = [](const std::string& expression) { return counting(judge("licenses: {weights: {allow: [MIT, \"GPL-2.0-only WITH Classpath-exception-2.0\"]}}", release(expression))).empty(); };
  EXPECT_TRUE(passes("MIT"));
  EXPECT_TRUE(passes("Apache-2.0 OR MIT"));
  EXPECT_TRUE(passes("GPL-2.0-only WITH Classpath-exception-2.0"));
  EXPECT_TRUE(passes("Apache-2.0 OR (MIT AND MIT)"));
  EXPECT_FALSE(passes("Apache-2.0 AND MIT"));
  EXPECT_FALSE(passes("(Apache-2.0 OR MIT) AND Apache-2.0"));
  EXPECT_FALSE(passes("GPL-2.0-only"));
  EXPECT_FALSE(passes("MIT)"));
  EXPECT_FALSE(passes("(MIT"));
  EXPECT_FALSE(passes("MIT OR ("));
  EXPECT_FALSE(passes(std::string(5000, '(') + "MIT"));
}

TEST(Licenses, WhatCannotBeToldNeverPasses) {
  EXPECT_EQ(counting(judge("licenses: {weights: {classes: [osi]}}", release("LicenseRef-heron", {LicenseClass::Unknown}))), Rules{"policy/license untold"});
  Report tagged = release();
  tagged.facts.licenses.front().detected = false;
  EXPECT_EQ(counting(judge("licenses: {weights: {allow: [Apache-2.0]}}", tagged)), Rules{});
  EXPECT_EQ(counting(judge("licenses: {weights: {allow: [Apache-2.0], detected: true}}", tagged)), Rules{"policy/license-text untold"});
  Report bare = release();
  part(bare, ComponentId::Parameters).licenses.clear();
  EXPECT_EQ(counting(judge("licenses: {weights: {allow: [Apache-2.0]}}", bare)), Rules{"policy/license untold"});
  part(bare, ComponentId::Parameters).presence = Presence::NotFound;
  EXPECT_EQ(counting(judge("licenses: {weights: {allow: [Apache-2.0]}}", bare)), Rules{"policy/license untold"});
  EXPECT_EQ(counting(judge("licenses: {code: {allow: [Apache-2.0]}}", bare)), Rules{}) << "there is no code";
}

TEST(Licenses, AKnownNameThatSomethingNarrowsIsNoLongerThatLicense) {
  Report narrowed = release();
  Term term;
  term.kind = TermKind::FieldOfUse;
  term.value = "no";
  term.origin = TermOrigin::Policy;
  narrowed.facts.licenses.front().terms.push_back(term);
  EXPECT_EQ(counting(judge("licenses: {weights: {allow: [Apache-2.0]}}", narrowed)), Rules{"policy/license"});
  Report added = release();
  License card;
  card.id = "LicenseRef-conditions-of-the-card";
  card.classes = {LicenseClass::ConductRestricted};
  term.origin = TermOrigin::Card;
  card.terms = {term};
  added.facts.licenses.push_back(card);
  part(added, ComponentId::Parameters).licenses.push_back(card.id);
  EXPECT_EQ(counting(judge("licenses: {weights: {allow: [Apache-2.0]}}", added)), Rules{"policy/license"});
  added.facts.licenses.back().classes.clear();
  added.facts.licenses.back().terms.front().kind = TermKind::Attribution;
  EXPECT_EQ(counting(judge("licenses: {weights: {allow: [Apache-2.0]}}", added)), Rules{}) << "a courtesy";
}

TEST(Licenses, ABaseOfUntoldTermsLeavesTheWeightsLicenseUntold) {
  Report made = release();
  made.facts.lineage.push_back({"finetune", "lakelab/heron-7b", "card", "unknown", {at("README.md", 3)}});
  EXPECT_EQ(counting(judge("licenses: {weights: {allow: [Apache-2.0]}}\nterms: {refuse: [geography]}", made)), (Rules{"policy/license untold", "policy/term untold"}));
  made.facts.lineage.front().relation = "dataset";
  EXPECT_EQ(counting(judge("licenses: {weights: {allow: [Apache-2.0]}}", made)), Rules{});
}

TEST(Terms, AreRefusedByKindAndNumber) {
  Report report = release("LicenseRef-otter-community", {LicenseClass::ScaleRestricted});
  add_term(report, TermKind::UserThreshold, "700000000");
  add_term(report, TermKind::Attribution, "required");
  add_term(report, TermKind::Redistribution, "conditional");
  add_term(report, TermKind::OutputTraining, "allowed");
  EXPECT_EQ(counting(judge("terms: {refuse: [user-threshold]}", report)), Rules{"policy/term"});
  EXPECT_EQ(counting(judge("terms: {refuse: [{kind: user-threshold, below: 1000000000}]}", report)), Rules{"policy/term"});
  EXPECT_EQ(counting(judge("terms: {refuse: [{kind: user-threshold, below: 700000000}]}", report)), Rules{});
  EXPECT_EQ(counting(judge("terms: {refuse: [geography, output-training, redistribution]}", report)), Rules{});
  report.facts.governing.front().terms.front().term.value = "many";
  EXPECT_EQ(counting(judge("terms: {refuse: [{kind: user-threshold, below: 5}]}", report)), Rules{"policy/term untold"});
  EXPECT_EQ(counting(judge("terms: {refuse: [geography], components: [datasets]}", report)), Rules{"policy/term untold"});
  report.facts.licenses.front().verdict = MatchVerdict::Modified;
  EXPECT_EQ(counting(judge("terms: {refuse: [geography]}", report)), Rules{"policy/term untold"});
  report.facts.licenses.front().clarified = true;
  EXPECT_EQ(counting(judge("terms: {refuse: [geography]}", report)), Rules{});
}

TEST(Components, AreRequiredByPresence) {
  Report report = release();
  const auto judged = [&](Presence presence, const std::string& wanted) {
    part(report, ComponentId::TrainingCode).presence = presence;
    return counting(judge("components: {require: [{id: training-code, presence: " + wanted + "}]}", report));
  };
  EXPECT_EQ(judged(Presence::Present, "present"), Rules{});
  EXPECT_EQ(judged(Presence::Partial, "present"), Rules{"policy/component"});
  EXPECT_EQ(judged(Presence::Referenced, "present"), Rules{"policy/component untold"});
  EXPECT_EQ(judged(Presence::Referenced, "referenced"), Rules{});
  EXPECT_EQ(judged(Presence::DeclaredAbsent, "referenced"), Rules{"policy/component"});
  EXPECT_EQ(judged(Presence::NotLooked, "referenced"), Rules{"policy/component untold"});
  EXPECT_EQ(judged(Presence::NotFound, "present"), Rules{"policy/component untold"});
  report.facts.release.complete = true;
  EXPECT_EQ(judged(Presence::NotFound, "present"), Rules{"policy/component"});
}

TEST(Formats, AreWhatTheBytesSayWhateverTheName) {
  Report report = release();
  EXPECT_EQ(counting(judge("formats: {refuse: [pickle], allow: [safetensors]}", report)), Rules{});
  report.facts.file_formats.push_back({"otter-7b", "training_args.txt", {"pytorch", "zip"}});
  EXPECT_EQ(counting(judge("formats: {refuse: [pickle]}", report)), Rules{"policy/format"}) << "made of pickles, and no weights";
  EXPECT_EQ(counting(judge("formats: {allow: [gguf]}", report)), Rules{"policy/format"});
  Report elsewhere = release();
  elsewhere.facts.weights.files.clear();
  elsewhere.facts.file_formats.clear();
  EXPECT_EQ(counting(judge("formats: {refuse: [pickle]}", elsewhere)), Rules{"policy/format untold"});
  Report pointer = release();
  pointer.facts.file_formats.clear();
  pointer.facts.weights.files.front().pointer = true;
  EXPECT_EQ(counting(judge("formats: {refuse: [pickle]}", pointer)), Rules{"policy/format untold"});
  EXPECT_EQ(counting(judge("formats: {allow: [safetensors]}", pointer)), Rules{"policy/format untold"});
  pointer.facts.weights.files.front().format = "pytorch";
  EXPECT_EQ(counting(judge("formats: {refuse: [pickle]}", pointer)), Rules{"policy/format"});
}

TEST(Findings, AreRefusedByRuleAndLevel) {
  Report report = release();
  report.findings = {{"danger/pickle-import", FindingLevel::Error, "it imports os.system at byte 12", "", {at("a.pkl", 1)}}, {"openwashing/claim", FindingLevel::Note, "it claims more", "", {at("README.md", 2)}}};
  EXPECT_EQ(counting(judge("dangers: {refuse: any}", report)), Rules{"policy/danger"});
  EXPECT_EQ(counting(judge("findings: {refuse: [{rule: \"openwashing/*\", level: warning}]}", report)), Rules{});
  EXPECT_EQ(counting(judge("findings: {refuse: [\"openwashing/*\", \"danger/*\"]}", report)), (Rules{"policy/finding", "policy/finding"}));
  EXPECT_EQ(judge("dangers: {refuse: error}", report).violations.front().finding, "danger/pickle-import");
}

TEST(Uses, NeedAnAnswerThatIsEnough) {
  Report report = release();
  report.uses = {{"commercial", "", UseAnswer::Conditions, {"name the licensor (LICENSE:3)"}, {at("LICENSE", 3)}}, {"redistribute", "", UseAnswer::Unknown, {}, {}}};
  EXPECT_EQ(counting(judge("uses: {require: [commercial]}", report)), Rules{"policy/use"});
  EXPECT_EQ(counting(judge("uses: {require: [{id: commercial, answers: [yes, conditions]}]}", report)), Rules{});
  EXPECT_EQ(counting(judge("uses: {require: [{id: redistribute, answers: [yes, conditions, no]}]}", report)), Rules{"policy/use untold"});
}

TEST(Frameworks, AreReadByLadderWordAndScore) {
  Report report = release();
  FrameworkResult classes{"otter-classes", "Otter", "", "II", "III", "I", "", {}};
  FrameworkResult verdict{"osaid-1.0", "OSAID", "faq", "undetermined", "", "", "", {{"r", "R", Truth::Unknown, {"training code"}, {}}}};
  FrameworkResult index{"otter-index", "Index", "", "", "", "", "", {}};
  index.score = 0.6, index.score_min = 0.4, index.score_max = 0.8;
  report.frameworks = {classes, verdict, index};
  const auto of = [&](const std::string& asked) { return counting(judge("frameworks: [{" + asked + "}]", report)); };
  EXPECT_EQ(of("id: otter-classes, at-least: III"), Rules{});
  EXPECT_EQ(of("id: otter-classes, at-least: II"), Rules{"policy/framework untold"});
  EXPECT_EQ(of("id: otter-classes, at-least: II, reading: apparent"), Rules{});
  EXPECT_EQ(of("id: otter-classes, at-least: I, reading: apparent"), Rules{"policy/framework"});
  EXPECT_EQ(of("id: osaid-1.0, mode: faq, result: consistent"), Rules{"policy/framework untold"});
  EXPECT_EQ(of("id: osaid-1.0, mode: definition, result: consistent"), Rules{"policy/framework untold"}) << "no result";
  report.frameworks[1].requirements.front().result = Truth::Unmet;
  EXPECT_EQ(of("id: osaid-1.0, mode: faq, result: consistent"), Rules{"policy/framework"});
  EXPECT_EQ(of("id: otter-index, score-at-least: 0.4"), Rules{});
  EXPECT_EQ(of("id: otter-index, score-at-least: 0.5"), Rules{"policy/framework untold"});
  EXPECT_EQ(of("id: otter-index, score-at-least: 0.5, reading: apparent"), Rules{});
  EXPECT_EQ(of("id: otter-index, score-at-least: 0.9"), Rules{"policy/framework"});
}

TEST(Digests, AreRequiredOfFilesAndOfAllWeights) {
  const std::string zeros(64, '0'), ones(64, '1');
  const std::string pinned = "digests: {files: [{path: model.safetensors, sha256: \"" + zeros + "\"}]}";
  Report report = release();
  EXPECT_EQ(counting(judge(pinned, report)), Rules{"policy/digest untold"}) << "nobody computed it";
  report.facts.digests = {{"otter-7b", "model.safetensors", "sha256", zeros, "", "", {}}};
  EXPECT_EQ(counting(judge(pinned, report)), Rules{});
  EXPECT_EQ(counting(judge("digests: {require: true}", report)), Rules{"policy/digest untold"}) << "nothing promises it";
  report.facts.digests.front().promised = zeros;
  EXPECT_EQ(counting(judge("digests: {require: true}", report)), Rules{});
  report.facts.digests.front().value = ones;
  const Check differs = judge(pinned, report);
  EXPECT_EQ(counting(differs), Rules{"policy/digest"});
  EXPECT_TRUE(differs.violations.front().integrity);
  EXPECT_EQ(counting(judge("digests: {require: true}", report)), Rules{"policy/digest"});
}

TEST(Bases, AreRefusedAllowedAndHeldToARevision) {
  Report report = release();
  report.facts.lineage.push_back({"finetune", "lakelab/heron-7b", "card", "license", {at("README.md", 3)}});
  EXPECT_EQ(counting(judge("bases: {refuse: [\"lakelab/*\"]}", report)), Rules{"policy/base"});
  EXPECT_EQ(counting(judge("bases: {allow: [\"otherlab/*\"]}", report)), Rules{"policy/base"});
  EXPECT_EQ(counting(judge("bases: {allow: [\"lakelab/*\"]}", report)), Rules{});
  EXPECT_EQ(counting(judge("bases: {require-revision: true}", report)), Rules{"policy/base untold"});
  report.facts.lineage.front().resolved = "heron-7b";
  EXPECT_EQ(counting(judge("bases: {require-audited: true}", report)), Rules{});
  EXPECT_EQ(counting(judge("bases: {require-revision: true}", report)), Rules{"policy/base untold"});
  report.facts.lineage.front().revision = "0123abc";
  EXPECT_EQ(counting(judge("bases: {require-revision: true}", report)), Rules{});
}

TEST(Incomplete, IsAResultOfItsOwn) {
  Report report = release();
  report.facts.not_examined = {{"big.bin", "too large"}, {"x.pdf", "not read", false}};
  const Check check = judge("label: {at-least: weights-available}", report);
  EXPECT_EQ(counting(check), Rules{"policy/incomplete untold"});
  EXPECT_EQ(check.result, CheckResult::Incomplete);
  EXPECT_EQ(judge("label: {at-least: weights-available}\nincomplete: allow", report).result, CheckResult::Passed);
  EXPECT_EQ(judge("label: {at-least: open-source}", report).result, CheckResult::Failed);
}

}  // namespace
}  // namespace aboveboard
