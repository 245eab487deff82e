// Tokenizers and chat templates that a release and its base share.
#include <gtest/gtest.h>

#include "lineage/tensors_of.h"

namespace aboveboard {
namespace {

using testing::GgufBuilder;
using testing::gguf_of;
using testing::gguf_texts;
using testing::Pairing;
using testing::proof;

TEST(SharedTexts, AnEqualTokenizerIsSaidToProveNothingOfTheWeights) {
  Pairing pairing({{"tokenizer.json", R"({"model":{"vocab":{"a":0}}})"}, {"vocab.json", "{\"a\":1}"}}, {{"tokenizer.json", R"({"model":{"vocab":{"a":0}}})"}, {"vocab.json", "{\"b\":1}"}});
  const auto proofs = pairing.compare();
  const LineageProof* tokenizer = proof(proofs, "tokenizer");
  ASSERT_NE(tokenizer, nullptr);
  EXPECT_EQ(tokenizer->equal, 1u);
  EXPECT_EQ(tokenizer->compared, 2u);
  EXPECT_NE(tokenizer->sentence.find("tokenizer.json"), std::string::npos);
  EXPECT_EQ(tokenizer->sentence.find("vocab.json"), std::string::npos);
  EXPECT_NE(tokenizer->sentence.find("nothing of the weights"), std::string::npos);
}

TEST(SharedTexts, AnotherTokenizerIsNoProofEither) {
  Pairing pairing({{"tokenizer.model", "one"}}, {{"tokenizer.model", "two"}});
  const auto proofs = pairing.compare();
  ASSERT_NE(proof(proofs, "tokenizer"), nullptr);
  EXPECT_EQ(proof(proofs, "tokenizer")->equal, 0u);
  EXPECT_NE(proof(proofs, "tokenizer")->sentence.find("no independence"), std::string::npos);
}

TEST(SharedTexts, VocabulariesOfHeadersAreComparedInTheFiles) {
  const auto file = [](const std::string& name, const std::string& last) {
    std::vector<std::string> tokens;
    for (int i = 0; i < 300; ++i) tokens.push_back("t" + std::to_string(i));
    tokens.push_back(last);
    GgufBuilder head;
    head.text_pair("general.name", name).pair("tokenizer.ggml.tokens", 9, gguf_texts(tokens)).pair("tokenizer.ggml.merges", 9, gguf_texts({"a b", "c d"}));
    return gguf_of({}, head);
  };
  Pairing same({{"a.gguf", file("Heron", "z")}}, {{"b.gguf", file("Otter of another length", "z")}});
  const auto proofs = same.compare();
  ASSERT_NE(proof(proofs, "tokenizer"), nullptr);
  EXPECT_EQ(proof(proofs, "tokenizer")->equal, 2u);
  ASSERT_EQ(proof(proofs, "tokenizer")->evidence.size(), 2u);
  EXPECT_TRUE(proof(proofs, "tokenizer")->evidence[0].byte.has_value());

  Pairing other({{"a.gguf", file("Heron", "z")}}, {{"b.gguf", file("Otter", "y")}});
  EXPECT_EQ(proof(other.compare(), "tokenizer")->equal, 1u);
}

TEST(SharedTexts, TemplatesAreComparedWhereverTheyStand) {
  const std::string text = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}";
  GgufBuilder head;
  head.text_pair("tokenizer.chat_template", text);
  const std::vector<MemoryFile> places[] = {{{"chat_template.jinja", text + "\n"}},
                                            {{"tokenizer_config.json", "{\n\"chat_template\": \"" + text + "\"}"}},
                                            {{"tokenizer_config.json", "{\"chat_template\": [{\"name\": \"default\", \"template\": \"" + text + "\"}]}"}},
                                            {{"model.gguf", gguf_of({}, head)}}};
  for (const auto& ours : places) {
    for (const auto& theirs : places) {
      Pairing pairing(ours, theirs);
      const auto proofs = pairing.compare();
      ASSERT_NE(proof(proofs, "template"), nullptr);
      EXPECT_EQ(proof(proofs, "template")->equal, 1u);
      EXPECT_EQ(proof(proofs, "template")->evidence.size(), 2u);
      EXPECT_NE(proof(proofs, "template")->sentence.find("nothing of the weights"), std::string::npos);
    }
  }
}

TEST(SharedTexts, AnotherTemplateIsNotTheSame) {
  Pairing pairing({{"chat_template.jinja", "{{ messages }} a"}}, {{"chat_template.jinja", "{{ messages }} b"}});
  const auto proofs = pairing.compare();
  ASSERT_NE(proof(proofs, "template"), nullptr);
  EXPECT_EQ(proof(proofs, "template")->equal, 0u);
}

}  // namespace
}  // namespace aboveboard
