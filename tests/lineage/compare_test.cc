// What a release and its base share: weight files, tensors, norms.
#include <gtest/gtest.h>

#include <cmath>

#include "base/digest.h"
#include "lineage/tensors_of.h"

namespace aboveboard {
namespace {

using testing::brain_floats;
using testing::brain_tensor;
using testing::FilledTensor;
using testing::floats;
using testing::gguf_of;
using testing::learned;
using testing::Pairing;
using testing::proof;
using testing::safetensors_of;
using testing::tiny_model;

std::string sha256_of(const std::string& text) {
  MemorySource bytes(text);
  return "sha256:" + *digest_of(bytes, DigestKind::Sha256);
}

TEST(Compare, CopyUnderAnotherNameIsTheSameFile) {
  const std::string file = safetensors_of(tiny_model(1, 50));
  Pairing pairing({{"heron.safetensors", file}}, {{"model.safetensors", file}});
  const auto proofs = pairing.compare();
  const LineageProof* files = proof(proofs, "weights-file");
  ASSERT_NE(files, nullptr);
  EXPECT_EQ(files->equal, 1u);
  EXPECT_EQ(files->compared, 1u);
  ASSERT_EQ(files->evidence.size(), 2u);
  EXPECT_EQ(files->evidence[0].source, "heron");
  EXPECT_EQ(files->evidence[1].source, "otter");
  EXPECT_EQ(files->evidence[1].bytes, file.size());
  EXPECT_EQ(proof(proofs, "tensors"), nullptr) << "nothing is left to be shown";
}

TEST(Compare, NormsLeftUntouchedAreToldApartFromTheRest) {
  Pairing pairing({{"model.safetensors", safetensors_of(tiny_model(1, 90))}}, {{"model.safetensors", safetensors_of(tiny_model(1, 50))}});
  const auto proofs = pairing.compare();
  const LineageProof* norms = proof(proofs, "norms");
  ASSERT_NE(norms, nullptr);
  EXPECT_EQ(norms->equal, 5u);
  EXPECT_EQ(norms->compared, 5u);
  const LineageProof* tensors = proof(proofs, "tensors");
  ASSERT_NE(tensors, nullptr);
  EXPECT_EQ(tensors->equal, 0u);
  EXPECT_EQ(tensors->compared, 3u);
  EXPECT_NE(tensors->sentence.find("no independence"), std::string::npos);
  const LineageProof* files = proof(proofs, "weights-file");
  ASSERT_NE(files, nullptr);
  EXPECT_EQ(files->equal, 0u);
}

TEST(Compare, TheReleasesOwnWeightsAreComparedNotItsStepsAndTrainingState) {
  const std::string state = safetensors_of(tiny_model(1, 90));
  const std::string model = safetensors_of(tiny_model(1, 50));
  Pairing pairing({{"checkpoints/optimizer.safetensors", state}, {"checkpoints/step-10/model.safetensors", state}, {"model.safetensors", model}},
                  {{"model.safetensors", model}});
  const auto proofs = pairing.compare();
  const LineageProof* tensors = proof(proofs, "tensors");
  ASSERT_NE(tensors, nullptr);
  EXPECT_EQ(tensors->equal, tensors->compared);
  EXPECT_EQ(tensors->evidence[0].path, "model.safetensors");
}

TEST(Compare, EvidenceOfATensorIsItsBytes) {
  const std::string ours = safetensors_of(tiny_model(1, 90));
  const std::string theirs = safetensors_of(tiny_model(1, 50));
  Pairing pairing({{"model.safetensors", ours}}, {{"model.safetensors", theirs}});
  const auto proofs = pairing.compare();
  const LineageProof* norms = proof(proofs, "norms");
  ASSERT_NE(norms, nullptr);
  ASSERT_EQ(norms->evidence.size(), 2u);
  const Evidence& a = norms->evidence[0];
  const Evidence& b = norms->evidence[1];
  EXPECT_EQ(a.bytes, 32u);
  EXPECT_EQ(ours.substr(*a.byte, *a.bytes), theirs.substr(*b.byte, *b.bytes));
  EXPECT_EQ(ours.substr(*a.byte, *a.bytes), brain_floats(learned(16, 1)));
}

TEST(Compare, AnUnrelatedModelOfTheSameShapesSharesNothing) {
  Pairing pairing({{"model.safetensors", safetensors_of(tiny_model(40, 90))}}, {{"model.safetensors", safetensors_of(tiny_model(1, 50))}});
  const auto proofs = pairing.compare();
  ASSERT_NE(proof(proofs, "norms"), nullptr);
  EXPECT_EQ(proof(proofs, "norms")->equal, 0u);
  EXPECT_EQ(proof(proofs, "tensors")->equal, 0u);
}

TEST(Compare, AModelOfOtherShapesIsNotCompared) {
  Pairing pairing({{"model.safetensors", safetensors_of({brain_tensor("model.norm.weight", {32}, 1)})}}, {{"model.safetensors", safetensors_of({brain_tensor("model.norm.weight", {16}, 1)})}});
  EXPECT_EQ(proof(pairing.compare(), "norms"), nullptr);
  EXPECT_TRUE(pairing.noted("lineage/not-compared"));
}

TEST(Compare, QuantizedGgufKeepsTheNormsOfItsBaseAsNumbers) {
  std::vector<FilledTensor> packed = {{"token_embd.weight", "Q8_0", {1, 32}, std::string(34, 'q')}};
  for (int layer = 0; layer < 2; ++layer) {
    const std::string at = "blk." + std::to_string(layer) + ".";
    packed.push_back({at + "attn_norm.weight", "F32", {16}, floats(learned(16, 1 + layer))});
    packed.push_back({at + "ffn_norm.weight", "F32", {16}, floats(learned(16, 8 + layer))});
  }
  packed.push_back({"output_norm.weight", "F32", {16}, floats(learned(16, 21))});
  Pairing pairing({{"heron.Q8_0.gguf", gguf_of(packed)}}, {{"model.safetensors", safetensors_of(tiny_model(1, 50))}});
  const auto proofs = pairing.compare();
  const LineageProof* norms = proof(proofs, "norms");
  ASSERT_NE(norms, nullptr);
  EXPECT_EQ(norms->equal, 5u);
  EXPECT_EQ(norms->compared, 5u);
  EXPECT_NE(norms->sentence.find("as numbers"), std::string::npos);
  EXPECT_EQ(proof(proofs, "weights-file"), nullptr) << "another format is no other file";
}

TEST(Compare, ANormRoundedInTheLastPlaceIsNotEqualAsANumber) {
  std::vector<float> changed = learned(16, 21);
  changed[5] = std::nextafter(changed[5], 2.0f);
  Pairing pairing({{"heron.gguf", gguf_of({{"output_norm.weight", "F32", {16}, floats(changed)}})}}, {{"model.safetensors", safetensors_of(tiny_model(1, 50))}});
  const auto proofs = pairing.compare();
  const LineageProof* norms = proof(proofs, "norms");
  ASSERT_NE(norms, nullptr);
  EXPECT_EQ(norms->equal, 0u);
}

TEST(Compare, GgufAgainstGgufIsComparedFromWhereItsDataBegins) {
  const std::vector<FilledTensor> base = {{"output_norm.weight", "F32", {16}, floats(learned(16, 1))}, {"blk.0.attn_v.weight", "BF16", {4, 16}, brain_floats(learned(64, 5))}};
  std::vector<FilledTensor> ours = base;
  ours[1].bytes = brain_floats(learned(64, 6));
  testing::GgufBuilder head;
  head.text_pair("general.name", "a name that moves everything behind it");
  Pairing pairing({{"a.gguf", gguf_of(ours, head)}}, {{"b.gguf", gguf_of(base)}});
  const auto proofs = pairing.compare();
  EXPECT_EQ(proof(proofs, "norms")->equal, 1u);
  EXPECT_EQ(proof(proofs, "tensors")->equal, 0u);
  EXPECT_EQ(proof(proofs, "tensors")->compared, 1u);
}

TEST(Compare, ConstantsTellNothing) {
  const FilledTensor ones{"model.norm.weight", "BF16", {16}, brain_floats(std::vector<float>(16, 1.0f))};
  const FilledTensor zeros{"model.layers.0.self_attn.q_proj.bias", "BF16", {16}, std::string(32, '\0')};
  Pairing pairing({{"a.safetensors", safetensors_of({ones, zeros, brain_tensor("x", {16}, 1)})}}, {{"b.safetensors", safetensors_of({ones, zeros, brain_tensor("x", {16}, 2)})}});
  const auto proofs = pairing.compare();
  EXPECT_EQ(proof(proofs, "norms"), nullptr);
  ASSERT_NE(proof(proofs, "tensors"), nullptr);
  EXPECT_EQ(proof(proofs, "tensors")->equal, 0u);
  EXPECT_EQ(proof(proofs, "tensors")->compared, 1u);
}

TEST(Compare, TablesThatAreComputedTellNothing) {
  const FilledTensor frequencies{"model.layers.0.self_attn.rotary_emb.inv_freq", "F32", {16}, floats(learned(16, 1))};
  const FilledTensor positions{"encoder.position_ids", "I64", {16}, floats(learned(32, 1))};
  Pairing pairing({{"a.safetensors", safetensors_of({frequencies, positions})}}, {{"b.safetensors", safetensors_of({frequencies, positions, brain_tensor("x", {16}, 2)})}});
  EXPECT_EQ(proof(pairing.compare(), "tensors"), nullptr);
}

TEST(Compare, AFewEqualTensorsAreNotCalledLearned) {
  Pairing pairing({{"a.safetensors", safetensors_of({brain_tensor("table", {16}, 1), brain_tensor("x", {16}, 2), brain_tensor("y", {16}, 3)})}},
                  {{"b.safetensors", safetensors_of({brain_tensor("table", {16}, 1), brain_tensor("x", {16}, 4), brain_tensor("y", {16}, 5)})}});
  const auto proofs = pairing.compare();
  ASSERT_NE(proof(proofs, "tensors"), nullptr);
  EXPECT_EQ(proof(proofs, "tensors")->equal, 1u);
  EXPECT_NE(proof(proofs, "tensors")->sentence.find("learned or computed"), std::string::npos);
}

TEST(Compare, HowAModelWasWrappedDoesNotMatter) {
  Pairing pairing({{"a.safetensors", safetensors_of({brain_tensor("model.language_model.norm.weight", {16}, 1)})}}, {{"b.safetensors", safetensors_of({brain_tensor("norm.weight", {16}, 1), brain_tensor("y", {16}, 3)})}});
  const auto proofs = pairing.compare();
  ASSERT_NE(proof(proofs, "norms"), nullptr);
  EXPECT_EQ(proof(proofs, "norms")->equal, 1u);
}

TEST(Compare, FilesWithoutRulesAreNotRead) {
  // The data of the second tensor lies behind the end of the file; that of the third in the first.
  std::string header = R"({"model.norm.weight":{"dtype":"BF16","shape":[16],"data_offsets":[0,32]},"far":{"dtype":"BF16","shape":[16],"data_offsets":[4096,4128]},)"
                       R"("inside":{"dtype":"BF16","shape":[8],"data_offsets":[4,20]}})";
  const std::string broken = testing::number_le<std::uint64_t>(header.size()) + header + brain_floats(learned(16, 1));
  Pairing pairing({{"model.safetensors", broken}}, {{"base.safetensors", safetensors_of({brain_tensor("model.norm.weight", {16}, 1), brain_tensor("far", {16}, 1), brain_tensor("inside", {8}, 1)})}});
  const auto proofs = pairing.compare();
  EXPECT_EQ(proof(proofs, "norms"), nullptr);
  EXPECT_EQ(proof(proofs, "tensors"), nullptr);
  EXPECT_TRUE(pairing.noted("lineage/not-compared"));
}

TEST(Compare, TensorsOfNoBytesAreNoPairs) {
  Pairing pairing({{"a.safetensors", safetensors_of({{"model.norm.weight", "BF16", {0}, ""}})}}, {{"b.safetensors", safetensors_of({{"model.norm.weight", "BF16", {0}, ""}, brain_tensor("x", {16}, 2)})}});
  EXPECT_EQ(proof(pairing.compare(), "norms"), nullptr);
}

TEST(Compare, TheSmallestAreReadFirstAndTheLimitIsSaid) {
  Pairing pairing({{"model.safetensors", safetensors_of(tiny_model(1, 90))}}, {{"model.safetensors", safetensors_of(tiny_model(1, 50))}});
  const auto proofs = pairing.compare(2 * (5 * 2 * 32 + 50));
  ASSERT_NE(proof(proofs, "norms"), nullptr);
  EXPECT_EQ(proof(proofs, "norms")->compared, 5u);
  EXPECT_EQ(proof(proofs, "tensors"), nullptr);
  EXPECT_TRUE(pairing.noted("lineage/compare-limit"));
}

TEST(Compare, WithoutAnyBudgetNothingIsRead) {
  const std::string file = safetensors_of(tiny_model(1, 50));
  Pairing pairing({{"a.safetensors", file}}, {{"b.safetensors", file}});
  EXPECT_TRUE(pairing.compare(0).empty());
  EXPECT_TRUE(pairing.noted("lineage/compare-limit"));
}

TEST(Compare, LargeFilesOfEqualSizeAreNoNewsWhereTensorsAreCompared) {
  std::vector<FilledTensor> ours = tiny_model(1, 90);
  std::vector<FilledTensor> theirs = ours;
  theirs.back().bytes[0] = '\x01';
  Pairing pairing({{"a.safetensors", safetensors_of(ours)}}, {{"b.safetensors", safetensors_of(theirs)}});
  const auto proofs = pairing.compare(2 * safetensors_of(ours).size());
  ASSERT_NE(proof(proofs, "norms"), nullptr);
  EXPECT_EQ(proof(proofs, "norms")->equal, 4u);
  EXPECT_EQ(proof(proofs, "norms")->compared, 5u);
}

TEST(Compare, WholeFilesOfOtherFormatsThatAreTooLargeAreSaid) {
  const std::string file = std::string("\x80\x02}q\0.", 6) + std::string(4000, 'x');
  Pairing pairing({{"pytorch_model.bin", file}}, {{"pytorch_model.bin", file}});
  EXPECT_EQ(proof(pairing.compare(1000), "weights-file"), nullptr);
  EXPECT_TRUE(pairing.noted("lineage/compare-limit"));
  EXPECT_EQ(proof(pairing.compare(100'000), "weights-file")->equal, 1u);
}

TEST(Compare, PromisedDigestsAreEnoughForABaseOnAServer) {
  const std::string file = safetensors_of(tiny_model(1, 50));
  Pairing pairing({{"a.safetensors", file}}, {{"b.safetensors", file}}, true);
  pairing.theirs->promise("b.safetensors", sha256_of(file));
  const auto proofs = pairing.compare();
  ASSERT_NE(proof(proofs, "weights-file"), nullptr);
  EXPECT_EQ(proof(proofs, "weights-file")->equal, 1u);
  EXPECT_NE(proof(proofs, "weights-file")->sentence.find("listed"), std::string::npos);
  EXPECT_EQ(pairing.theirs->opened(), 0);
}

TEST(Compare, ABaseOnAServerIsNeverRead) {
  Pairing pairing({{"a.safetensors", safetensors_of(tiny_model(1, 90))}}, {{"b.safetensors", safetensors_of(tiny_model(1, 50))}}, true);
  EXPECT_EQ(proof(pairing.compare(), "norms"), nullptr);
  EXPECT_EQ(pairing.theirs->opened(), 0);
  EXPECT_TRUE(pairing.noted("lineage/not-compared"));
}

TEST(Compare, ManyShardsOfOneSizeAreFoundByTheirDigests) {
  std::vector<MemoryFile> ours;
  std::vector<MemoryFile> theirs;
  std::vector<std::string> digests;
  for (int i = 0; i < 100; ++i) {
    const std::string file = safetensors_of({brain_tensor("a" + std::to_string(100 + i), {64}, i)});
    ours.push_back({"ours-" + std::to_string(100 + i) + ".safetensors", file});
    theirs.push_back({"theirs-" + std::to_string(100 + i) + ".safetensors", file});
    digests.push_back(sha256_of(file));
  }
  Pairing pairing(ours, theirs);
  for (int i = 0; i < 100; ++i) {
    pairing.ours->promise(ours[static_cast<std::size_t>(i)].path, digests[static_cast<std::size_t>(i)]);
    pairing.theirs->promise(theirs[static_cast<std::size_t>(i)].path, digests[static_cast<std::size_t>(i)]);
  }
  const auto proofs = pairing.compare();
  ASSERT_NE(proof(proofs, "weights-file"), nullptr);
  EXPECT_EQ(proof(proofs, "weights-file")->equal, 100u);
  EXPECT_EQ(pairing.ours->opened() + pairing.theirs->opened(), 0);
}

TEST(Compare, ADigestOfAnotherSizeIsNotBelieved) {
  Pairing pairing({{"a.safetensors", safetensors_of(tiny_model(1, 90))}}, {{"b.safetensors", safetensors_of({brain_tensor("x", {16}, 2)})}});
  pairing.ours->promise("a.safetensors", "sha256:" + std::string(64, '0'));
  pairing.theirs->promise("b.safetensors", "sha256:" + std::string(64, '0'));
  EXPECT_EQ(proof(pairing.compare(), "weights-file")->equal, 0u);
}

TEST(Compare, AFileThatRefusesIsSaidOnceAndProvesNothing) {
  Pairing pairing({{"a.safetensors", safetensors_of(tiny_model(1, 90))}}, {{"b.safetensors", safetensors_of(tiny_model(1, 50))}});
  pairing.theirs->refuse();
  EXPECT_TRUE(pairing.compare().empty());
  EXPECT_TRUE(pairing.noted("lineage/unreadable"));
  EXPECT_LE(pairing.notes.items().size(), 2u) << "once for the whole file, once for its tensors";
}

TEST(Compare, APointersDigestIsThatOfItsFile) {
  const std::string file = safetensors_of(tiny_model(1, 50));
  const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid " + sha256_of(file) + "\nsize " + std::to_string(file.size()) + "\n";
  Pairing pairing({{"model.safetensors", pointer}}, {{"model.safetensors", file}});
  const auto proofs = pairing.compare();
  ASSERT_NE(proof(proofs, "weights-file"), nullptr);
  EXPECT_EQ(proof(proofs, "weights-file")->equal, 1u);
  EXPECT_EQ(proof(proofs, "weights-file")->evidence[0].kind, EvidenceKind::Pointer);
}

TEST(Compare, AnAdapterHasNoTensorInCommonAndNothingIsSaid) {
  Pairing pairing({{"adapter_model.safetensors", safetensors_of({brain_tensor("base_model.model.layers.0.q_proj.lora_A.weight", {2, 16}, 1)})}}, {{"model.safetensors", safetensors_of(tiny_model(1, 50))}});
  EXPECT_EQ(proof(pairing.compare(), "tensors"), nullptr);
  EXPECT_FALSE(pairing.noted("lineage/not-compared"));
}

}  // namespace
}  // namespace aboveboard
