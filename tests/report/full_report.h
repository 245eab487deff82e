// A report in which every member of every struct that the JSON holds is set to something of its own.
#pragma once

#include "report/samples.h"

namespace aboveboard::testing {

inline Evidence full_evidence() {
  return {.source = "main", .path = "a/b.zip", .member = "c!d", .line = 3, .end_line = 5, .byte = 7, .bytes = 11, .quote = "\xe2\x80\xaequoted \"so\" </script>\n", .extractor = "x/y", .kind = EvidenceKind::Pointer};
}

inline void fill_weights(Weights& weights) {
  weights.stored_elements = 18'446'744'073'709'551'615u, weights.quantization = "gptq, 4 bits", weights.architecture = "llama";
  weights.layers = 32, weights.tokens = 128'256, weights.embedding_rows = 128'512;
  weights.tied = {{"embed", "head"}};
  weights.files[0].tensor_list = {{"w", "F8_E4M3", {2, 3}, 6}, {"scalar", "F32", {}, 4}};
  weights.files[0].dtypes = {{"F32", 4}}, weights.files[0].valid = false, weights.files[1].pointer = true, weights.files[1].digest = "sha256:" + std::string(64, 'b');
}

inline void fill_facts(Facts& facts) {
  const EvidenceList evidence = {full_evidence()};
  SourceInfo& source = facts.release.sources.front();
  source.role_given = true, source.revision = "0123", source.identity = "lakelab/otter-7b", source.partial = "more may be there", source.proven_absent = {"LICENSE"};
  source.stored = {{"model.gguf", "blobs/sha256-00"}};
  fill_weights(facts.weights);
  facts.licenses[0].spdx = "MIT", facts.licenses[0].clarified = true, facts.licenses[0].terms[0].elsewhere = evidence;
  facts.clarifications = {{{"LICENSE", std::string(64, 'a'), "MIT", "read by us"}, ClarificationState::Lapsed, std::string(64, 'b'), evidence}, {{"COPYING", std::string(64, 'c'), "MIT", "r"}, ClarificationState::Absent, "", {}}};
  facts.governing[0].terms[0].also = evidence;
  facts.digests = {{"main", "w", "sha256", std::string(64, '0'), std::string(64, '1'), "store", evidence}, {"main", "v", "git-sha1", std::string(40, '0'), "", "", {}}};
  Lineage line{"quantized", "lakelab/otter-7b", "card", "Example License: naming", evidence};
  line.licenses = {"MIT"}, line.resolved = "base", line.revision = "0123abcd", line.identity = "lakelab/otter-7b", line.proofs = {{"norms", 64, 65, "64 of 65 are equal", evidence}};
  Lineage deeper{"finetune", "lakelab/otter", "card", "unknown", {}};
  deeper.of = "lakelab/otter-7b";
  facts.lineage = {line, line, deeper};
  facts.bases = {{.base = "lakelab/otter-7b", .at_least = {}, .apparent = Label::OpenWeights}};
  facts.statements = {{"data.withheld", evidence}};
  facts.claims = {{"open-source", "fully open", full_evidence()}};
  facts.measures = {{"training-compute", 1.5e24, 6e24, "FLOP", true, "6 x parameters x tokens", evidence}};
  facts.data_aspects = {{"provenance", Depth::Described, evidence}};
  facts.data_sources = {{"Common Crawl", Depth::Shared, DataAccess::Public, "https://example.org", "CC0", evidence}};
  facts.asked = {.users = 1'000'000, .revenue = 20, .region = "EU"};
}

inline Report full_report() {
  Report report = restricted_weights();
  const EvidenceList evidence = {full_evidence()};
  fill_facts(report.facts);
  report.frameworks = {{"mof", "MOF", "mot", "class II", "class III", "class I", "so far", {{"mof.code", "Code", Truth::Met, {"a", "b"}, evidence, false, "open", "closed", "partial"}}, "classes", 0.5, 0.1, 1.0}};
  report.capabilities = {{"reproduce", "Fully reproduce", Answer::Limits, "in part", evidence}};
  report.next_steps = {{"g7-labels", "g7.code", "open-source", Effort::Publish, "publish the training code", evidence}};
  report.language.texts = {{"procurement", "license", "Is it shown?", "yes", "MIT (LICENSE:1)", evidence}, {"paper", "model", "", "", "otter-7b is an open-weights model.", {}}};
  report.language.instead_of = {{"is open source", "is an open-weights model", evidence, "开放权重"}};
  report.facts.not_examined = {{"a", "b", false}};
  return report;
}

}  // namespace aboveboard::testing
