#include <gtest/gtest.h>

#include "format/builders.h"
#include "weights/weights.h"

namespace aboveboard::testing {
namespace {

std::string shard(std::string_view name, std::size_t elements) {
  return safetensors("{\"" + std::string(name) + "\":{\"dtype\":\"U8\",\"shape\":[" + std::to_string(elements) +
                         "],\"data_offsets\":[0," + std::to_string(elements) + "]}}",
                     elements);
}
std::string index(std::string_view map, std::uint64_t total) {
  return "{\"metadata\":{\"total_size\":" + std::to_string(total) + "},\"weight_map\":{" + std::string(map) + "}}";
}
std::string pointer(std::uint64_t size) {
  return "version https://git-lfs.github.com/spec/v1\noid sha256:" + std::string(64, '0') + "\nsize " +
         std::to_string(size) + "\n";
}

constexpr const char* kOne = "model-00001-of-00002.safetensors";
constexpr const char* kTwo = "model-00002-of-00002.safetensors";
constexpr std::string_view kMap = R"("a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors")";

struct Collected {
  Scanned scanned;
  Weights weights;
  explicit Collected(std::vector<MemoryFile> files)
      : scanned(std::move(files)), weights(weights::collect_weights(scanned.sources, scanned.notes)) {}
};

TEST(Weights, AreCompleteWhereIndexAndHeadersAgree) {
  const Collected all({{kOne, shard("a", 3)}, {kTwo, shard("b", 4)}, {"model.safetensors.index.json", index(kMap, 7)}});
  EXPECT_EQ(all.scanned.rules(), "");
  EXPECT_EQ(all.weights.complete, Completeness::Yes) << all.weights.completeness_reason;
  EXPECT_EQ(all.weights.parameters, 7u);
  EXPECT_EQ(all.weights.formats, std::vector<std::string>{"safetensors"});
  EXPECT_EQ(all.weights.dtypes.at("U8"), 7u);
  EXPECT_EQ(all.weights.files.size(), 2u);
  EXPECT_FALSE(all.weights.evidence.empty());
}

TEST(Weights, AreIncompleteWhereAShardIsMissing) {
  const Collected indexed({{kOne, shard("a", 3)}, {"model.safetensors.index.json", index(kMap, 7)}});
  EXPECT_EQ(indexed.scanned.rules(), "format/index-missing-shard");
  EXPECT_EQ(indexed.weights.complete, Completeness::No);
  const Collected numbered({{kTwo, shard("b", 3)}});
  EXPECT_EQ(numbered.scanned.rules(), "format/missing-shard");
  EXPECT_EQ(numbered.weights.complete, Completeness::No);
}

TEST(Weights, AreCompleteByNumbersWithoutAnIndex) {
  const Collected all(
      {{"model_00001-of-00002.safetensors", shard("a", 3)}, {"model_00002-of-00002.safetensors", shard("b", 4)}});
  EXPECT_EQ(all.weights.complete, Completeness::Yes) << all.weights.completeness_reason;
  EXPECT_EQ(all.weights.parameters, 7u);
}

TEST(Weights, ContradictTheirIndex) {
  const Collected absent(
      {{kOne, shard("x", 3)}, {kTwo, shard("b", 4)}, {"model.safetensors.index.json", index(kMap, 7)}});
  EXPECT_EQ(absent.scanned.rules(), "format/index-absent-tensor format/index-unlisted-tensor");
  EXPECT_EQ(absent.weights.complete, Completeness::No);
  const Diagnostic* note = absent.scanned.note("format/index-absent-tensor");
  EXPECT_NE(note->error.message.find("\"a\""), std::string::npos);
  EXPECT_EQ(note->error.place.byte, 43u);
  EXPECT_NE(absent.scanned.note("format/index-unlisted-tensor")->error.message.find("\"x\""), std::string::npos);
  const Collected total(
      {{kOne, shard("a", 3)}, {kTwo, shard("b", 4)}, {"model.safetensors.index.json", index(kMap, 9)}});
  EXPECT_EQ(total.scanned.rules(), "format/index-total-size");
  EXPECT_EQ(total.weights.complete, Completeness::Yes);
}

TEST(Weights, DoNotFollowAnIndexOutOfItsFolder) {
  for (const std::string name : {"../b.safetensors", "/b.safetensors", "https://x.example/b", "a\\\\b", "c:b", "a//b"})
    EXPECT_EQ(Scanned({{"model.safetensors.index.json", index("\"a\":\"" + name + "\"", 1)}}).rules(),
              "format/index-shard-name")
        << name;
}

TEST(Weights, RefuseABrokenIndex) {
  for (const auto& [text, rule] :
       std::vector<std::pair<std::string, std::string>>{{"{\"weight_map\":{\"a\":", "json"},
                                                        {"{}", "weight-map"},
                                                        {"{\"weight_map\":[]}", "weight-map"},
                                                        {"{\"weight_map\":{\"a\":1}}", "weight-map"},
                                                        {"{\"weight_map\":{\"a\":\"b\",\"a\":\"b\"}}", "duplicate-key"},
                                                        {"{\"weight_map\":{}}\n<<<<<<<", "json"}})
    EXPECT_EQ(Scanned({{"model.safetensors.index.json", text}}).rules(), "format/index-" + rule) << text;
}

TEST(Weights, AreUnknownWhereOnlyPointersAreHere) {
  const Collected all({{kOne, pointer(5)}, {kTwo, pointer(6)}, {"model.safetensors.index.json", index(kMap, 7)}});
  EXPECT_EQ(all.weights.complete, Completeness::Unknown);
  EXPECT_EQ(all.weights.completeness_reason, "the weights are git-LFS pointers; their bytes are not here");
  EXPECT_FALSE(all.weights.parameters);
  EXPECT_EQ(all.weights.bytes, 11u);
  const Collected mixed({{kOne, shard("a", 3)}, {kTwo, pointer(6)}});
  EXPECT_EQ(mixed.weights.complete, Completeness::Unknown);
}

TEST(Weights, AreUnknownWhereNoneAreHere) {
  EXPECT_EQ(Collected({MemoryFile{"README.md", "Text"}}).weights.complete, Completeness::Unknown);
  const Collected index_only({{"model.safetensors.index.json", index(kMap, 7)}});
  EXPECT_EQ(index_only.weights.complete, Completeness::Unknown);
  EXPECT_EQ(index_only.scanned.rules(), "format/index-without-files");
  EXPECT_TRUE(index_only.weights.files.empty());
}

TEST(Weights, CountCopiesInOtherFormatsOnce) {
  const Collected all({{"model.safetensors", shard("a", 3)}, {"pytorch_model.bin", "PK\x03\x04 and more"}});
  EXPECT_EQ(all.weights.parameters, 3u);
  EXPECT_EQ(all.weights.formats, (std::vector<std::string>{"safetensors", "pytorch"}));
  EXPECT_EQ(all.weights.complete, Completeness::Yes);
}

TEST(Weights, CountTheLargestOfSeveralQuantizations) {
  GgufBuilder small;
  small.tensor("a", {32}, 2, 0);
  GgufBuilder large;
  large.tensor("a", {32}, 0, 0);
  const Collected all({{"m-q4.gguf", small.file(18)},
                       {"m-f32.gguf", large.file(128)},
                       {"mmproj-m.gguf", GgufBuilder().tensor("b", {999}, 0, 0).file(3996)}});
  EXPECT_EQ(all.scanned.rules(), "");
  EXPECT_EQ(all.weights.parameters, 32u);
  EXPECT_EQ(all.weights.dtypes.count("F32"), 1u);
  EXPECT_EQ(all.weights.complete, Completeness::Yes);
}

TEST(Weights, TellAdaptersFromModels) {
  const Collected both({{"adapter_model.safetensors", shard("a", 30)}, {"model.safetensors", shard("a", 3)}});
  EXPECT_EQ(both.weights.parameters, 3u);
  const Collected alone({{"adapter_model.safetensors", shard("a", 30)}});
  EXPECT_EQ(alone.weights.parameters, 30u);
  EXPECT_NE(alone.weights.completeness_reason.find("adapter"), std::string::npos);
}

TEST(Weights, AddThePartsOfAPipeline) {
  const Collected all({{"checkpoint.safetensors", shard("all", 99)},
                       {"model_index.json", R"({"unet":["l","U"],"vae":["l","V"]})"},
                       {"unet/diffusion_pytorch_model.safetensors", shard("a", 3)},
                       {"unet/diffusion_pytorch_model.fp16.safetensors", shard("a", 3)},
                       {"vae/diffusion_pytorch_model.safetensors", shard("b", 4)}});
  EXPECT_EQ(all.weights.parameters, 7u);
  EXPECT_EQ(all.weights.complete, Completeness::Yes);
}

TEST(Weights, AreIncompleteWhereDownloadsOrFilesBrokeOff) {
  EXPECT_EQ(Collected({MemoryFile{"model.safetensors", ""}}).weights.complete, Completeness::No);
  EXPECT_EQ(Collected({{"model.safetensors", shard("a", 9).substr(0, 60)}}).weights.complete, Completeness::No);
  EXPECT_EQ(Collected({{"a.safetensors", shard("a", 9)}, {"b.safetensors.incomplete", "x"}}).weights.complete,
            Completeness::No);
  EXPECT_EQ(Collected({{"a.safetensors", shard("a", 9)}, {"a.safetensors.incomplete", "x"}}).weights.complete,
            Completeness::Yes);
}

TEST(Weights, CheckTheSplitOfGguf) {
  const auto part = [](std::uint16_t number, std::uint16_t count) {
    GgufBuilder gguf;
    gguf.pair("split.no", 2, number_le(number))
        .pair("split.count", 2, number_le(count))
        .tensor("t" + std::to_string(number), {8}, 0, 0);
    return gguf.file(32);
  };
  const Collected good({{"m-00001-of-00002.gguf", part(0, 2)}, {"m-00002-of-00002.gguf", part(1, 2)}});
  EXPECT_EQ(good.scanned.rules(), "");
  EXPECT_EQ(good.weights.parameters, 16u);
  EXPECT_EQ(good.weights.complete, Completeness::Yes);
  const Collected wrong({{"m-00001-of-00002.gguf", part(0, 2)}, {"m-00002-of-00002.gguf", part(0, 3)}});
  EXPECT_EQ(wrong.scanned.rules(), "format/gguf-split");
  const Collected alone({{"renamed.gguf", part(0, 2)}});
  EXPECT_EQ(alone.scanned.rules(), "format/gguf-split");
  EXPECT_EQ(alone.weights.complete, Completeness::No);
}

}  // namespace
}  // namespace aboveboard::testing
