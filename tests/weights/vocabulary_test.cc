#include "weights/vocabulary.h"

#include <gtest/gtest.h>

#include "weights/model_builder.h"

namespace aboveboard::testing {
namespace {

Result<weights::TokenCount> count(std::string_view text, bool flat = false) {
  MemorySource source(text);
  return weights::count_tokens(source, flat);
}
std::uint64_t tokens(std::string_view text, bool flat = false) {
  const auto counted = count(text, flat);
  return counted ? counted->tokens : 999;
}

TEST(Vocabulary, CountsMapsListsAndAddedTokens) {
  EXPECT_EQ(tokens(R"({"version":"1.0","added_tokens":[{"id":7,"content":"<s>","special":true}],"model":{"type":"BPE","dropout":null,"vocab":{"a":0,"b":1},"merges":["a b"]}})"), 8u);
  EXPECT_EQ(tokens(R"({"added_tokens":[],"model":{"type":"WordPiece","vocab":{"a":0,"\"}\\":12, "c" : 3 }}})"), 13u);
  EXPECT_EQ(tokens(R"({"added_tokens":[{"content":"x","id":2}],"model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0.0],["a",-1.5],["b",-2e3]]}})"), 3u);
  EXPECT_EQ(tokens(R"({"model":{"vocab":{"a":0}},"added_tokens":[{"id":1}]})"), 2u);
  EXPECT_EQ(tokens(R"({"model":{"vocab":{}}})"), 0u);
  EXPECT_EQ(tokens(R"({"a":0,"b":4})", true), 5u);
}

TEST(Vocabulary, StopsBehindTheVocabulary) {
  EXPECT_EQ(tokens(R"({"added_tokens":[],"model":{"vocab":{"a":0},"merges":[this is never looked at)"), 1u);
}

TEST(Vocabulary, SaysWhereTheHighestIdStands) {
  const std::string text = R"({"added_tokens":[],"model":{"vocab":{"a":0,"b":9,"c":1}}})";
  EXPECT_EQ(count(text)->byte, text.find('9'));
}

TEST(Vocabulary, RefusesWhatIsNoTokenizer) {
  for (const std::string_view text : {"", "[]", "{", "{}", R"({"model":{}})", R"({"model":{"vocab":7}})", R"({"model":{"vocab":{"a":-1}}})", R"({"model":{"vocab":{"a":"b"}}})", R"({"model":{"vocab":{"a":0)",
                                      R"({"added_tokens":[],"model":{"vocab":{"a":99999999999999999999999}}})", R"({"added_tokens":7,"model":7})", R"({"model":{"vocab":[["a",0],)"})
    EXPECT_FALSE(count(text)) << text;
  std::string deep = R"({"x":)" + std::string(100'000, '[');
  EXPECT_FALSE(count(deep));
}

// Strings, keys and escapes across the window's edges.
TEST(Vocabulary, ReadsAcrossWindows) {
  std::string text = R"({"added_tokens":[],"normalizer":")" + std::string(300'000, 'n') + R"(\"","model":{"vocab":{)";
  for (int i = 0; i < 60'000; ++i) text += (i == 0 ? "\"" : ",\"") + std::string("t\\\"\xc3\xa9") + std::to_string(i) + "\":" + std::to_string(i);
  text += "}}}";
  EXPECT_EQ(tokens(text), 60'000u);
  for (std::size_t shift = 0; shift < 40; ++shift) EXPECT_EQ(tokens(std::string(262'130 + shift, ' ') + R"({"added_tokens":[],"model":{"vocab":{"abc\"d":41}}})"), 42u) << shift;
}

TEST(Vocabulary, MustFitTheEmbedding) {
  const auto release = [](std::string_view tokenizer) {
    return CollectedFiles({{"config.json", std::string(kTinyLlama)}, {"model.safetensors", TinyModel::of(kTinyLlama).file()}, {"tokenizer.json", std::string(tokenizer)}});
  };
  const CollectedFiles fits = release(R"({"added_tokens":[],"model":{"vocab":{"a":0,"b":8}}})");
  EXPECT_EQ(fits.rules(), "");
  EXPECT_EQ(fits.weights.tokens, 9u);
  EXPECT_EQ(fits.weights.embedding_rows, 10u);
  const CollectedFiles beyond = release(R"({"added_tokens":[{"id":10}],"model":{"vocab":{"a":0,"b":8}}})");
  EXPECT_EQ(beyond.rules(), "format/vocabulary-beyond-embedding");
  EXPECT_EQ(beyond.weights.complete, Completeness::No);
  EXPECT_EQ(beyond.scanned.note("format/vocabulary-beyond-embedding")->error.place.path, "tokenizer.json");
  EXPECT_EQ(release("{}").rules(), "format/vocabulary-not-counted");
}

TEST(Vocabulary, OfGgufMustFitItsEmbedding) {
  const auto model = [](std::uint64_t rows) {
    std::string items = number_le<std::uint32_t>(8) + number_le<std::uint64_t>(3);
    for (const char* token : {"a", "b", "c"}) items += GgufBuilder::text(token);
    GgufBuilder gguf;
    gguf.pair("tokenizer.ggml.tokens", 9, items).tensor("token_embd.weight", {8, rows}, 0, 0);
    return CollectedFiles({{"m.gguf", gguf.file(32 * rows)}});
  };
  EXPECT_EQ(model(3).rules(), "");
  EXPECT_EQ(model(3).weights.tokens, 3u);
  EXPECT_EQ(model(2).rules(), "format/vocabulary-beyond-embedding");
  std::string many = number_le<std::uint32_t>(8) + number_le<std::uint64_t>(300);
  for (int i = 0; i < 300; ++i) many += GgufBuilder::text("t");
  GgufBuilder gguf;
  gguf.pair("tokenizer.ggml.tokens", 9, many).tensor("token_embd.weight", {1, 400}, 0, 0);
  EXPECT_EQ(CollectedFiles({{"m.gguf", gguf.file(1600)}}).weights.tokens, 300u);
}

}  // namespace
}  // namespace aboveboard::testing
