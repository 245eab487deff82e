#include "source/store/ollama.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "support/opened_place.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

namespace fs = std::filesystem;
using testing::open_at;
using testing::Opened;
using testing::Paths;
using testing::ScratchDir;

std::string hex(char digit) { return std::string(64, digit); }
std::string layer(const std::string& kind, char digit, std::size_t size, const std::string& more = "") {
  return R"({"mediaType":"application/vnd.ollama.image.)" + kind + R"(","digest":"sha256:)" + hex(digit) + R"(","size":)" + std::to_string(size) + more + "}";
}

struct Store {
  ScratchDir scratch;
  Places places;

  Store() { places.stores.ollama = {(scratch.path() / "absent").string(), (scratch.path() / "models").string()}; }
  void blob(char digit, const std::string& bytes) const { scratch.write("models/blobs/sha256-" + hex(digit), bytes); }
  void manifest(const std::string& name, const std::string& layers, const std::string& config = R"({"digest":"sha256:)" + hex('c') + R"(","size":2})") const {
    scratch.write("models/manifests/" + name, R"({"schemaVersion":2,"config":)" + config + R"(,"layers":[)" + layers + "]}");
  }
  Opened open(const std::string& location) const { return open_at(location, places); }
};

TEST(Ollama, GivesTheLayersTellingNames) {
  const Store store;
  for (const char digit : {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b'}) store.blob(digit, std::string(1, digit));
  store.blob('c', "{}");
  store.manifest("registry.ollama.ai/library/otter/latest",
                 layer("model", '0', 1) + "," + layer("projector", '1', 1) + "," + layer("adapter", '2', 1) + "," + layer("adapter", '3', 1) + "," + layer("license", '4', 1) + "," + layer("license", '5', 1) +
                     "," + layer("template", '6', 1) + "," + layer("system", '7', 1) + "," + layer("params", '8', 1) + "," + layer("messages", '9', 1) + "," + layer("tensor", 'a', 1, R"(,"name":"vae/decoder.weight")") +
                     "," + layer("json", 'b', 1, R"(,"name":"vae/config.json")"));
  const Opened opened = store.open("ollama:otter");
  EXPECT_EQ(opened.paths(), (Paths{"LICENSE", "LICENSE-2", "adapter-2.gguf", "adapter.gguf", "config.ollama.json", "manifest.json", "messages.json", "model.gguf", "params.json", "projector.gguf", "system.txt",
                                   "template", "vae/config.json", "vae/decoder.weight.safetensors"}))
      << opened.error;
  EXPECT_EQ(opened.read("LICENSE-2"), "5");
  EXPECT_EQ(opened.read("adapter-2.gguf"), "3");
  EXPECT_EQ(opened.promised("model.gguf"), "sha256:" + hex('0'));
  EXPECT_TRUE(opened.read("manifest.json").starts_with("{\"schemaVersion\""));
  EXPECT_TRUE(opened.notes.items().empty());
  const SourceInfo& info = opened.source->info();
  EXPECT_EQ(info.kind, "ollama");
  EXPECT_EQ(info.identity, "otter:latest");
  ASSERT_EQ(info.stored.size(), 14u);
  EXPECT_EQ(info.stored[0].path, "LICENSE");
  EXPECT_EQ(info.stored[0].place, "blobs/sha256-" + hex('4'));
  EXPECT_EQ(info.stored[5].place, "manifests/registry.ollama.ai/library/otter/latest");
}

TEST(Ollama, FindsNamesWithHostNamespaceAndTag) {
  const Store store;
  store.blob('c', "{}");
  store.manifest("hf.co/lakelab/otter-GGUF/Q4_K_M", "");
  store.manifest("registry.ollama.ai/lakelab/otter/7b", "");
  EXPECT_EQ(store.open("ollama:hf.co/lakelab/otter-GGUF:Q4_K_M").source->info().identity, "hf.co/lakelab/otter-GGUF:Q4_K_M");
  EXPECT_EQ(store.open("ollama:lakelab/otter:7b").source->info().identity, "lakelab/otter:7b");
  const Opened by_path = store.open((store.scratch.path() / "models/manifests/registry.ollama.ai/lakelab/otter/7b").string());
  ASSERT_TRUE(by_path.source);
  EXPECT_EQ(by_path.source->info().kind, "ollama");
  EXPECT_EQ(by_path.source->info().identity, "lakelab/otter:7b");
  const Opened missing = store.open("ollama:otter:8b");
  EXPECT_EQ(missing.kind, ErrorKind::NotFound);
  EXPECT_NE(missing.error.find("otter:8b"), std::string::npos);
}

TEST(Ollama, RefusesNamesThatLeadOut) {
  const Store store;
  store.scratch.write("models/secret", R"({"layers":[]})");
  for (const char* name : {"ollama:", "ollama:../secret", "ollama:..:x", "ollama:a/b/c/d", "ollama:a:..", "ollama:a//b", "ollama:a b", "ollama:.hidden", "ollama:x:a/../../secret"}) {
    const Opened opened = store.open(name);
    EXPECT_FALSE(opened.source) << name;
    EXPECT_EQ(opened.kind, ErrorKind::Usage) << name;
  }
}

TEST(Ollama, NeverUsesADigestThatIsNone) {
  const Store store;
  store.scratch.write("models/secret", "secret");
  store.manifest("registry.ollama.ai/library/otter/latest",
                 R"({"mediaType":"application/vnd.ollama.image.license","digest":"sha256:../../secret","size":6},)"
                 R"({"mediaType":"application/vnd.ollama.image.license","digest":"../secret"},{"mediaType":"application/vnd.ollama.image.license"},7)",
                 R"({"digest":12})");
  const Opened opened = store.open("ollama:otter");
  EXPECT_EQ(opened.paths(), Paths{"manifest.json"});
  EXPECT_EQ(opened.rules("manifest.json"), "source/ollama-digest! source/ollama-digest! source/ollama-digest! source/ollama-digest! source/ollama-digest!");
}

TEST(Ollama, NotesSizesThatDifferAndBlobsThatAreMissing) {
  const Store store;
  store.blob('0', "seven b");
  store.blob('c', "{}");
  store.scratch.write("models/blobs/sha256-" + hex('2') + "-partial", "half");
  store.manifest("registry.ollama.ai/library/otter/latest", layer("model", '0', 8) + "," + layer("license", '1', 1) + "," + layer("projector", '2', 1));
  const Opened opened = store.open("ollama:otter");
  EXPECT_EQ(opened.paths(), (Paths{"config.ollama.json", "manifest.json", "model.gguf"}));
  EXPECT_EQ(opened.rules("model.gguf"), "source/ollama-size!");
  EXPECT_EQ(opened.rules("LICENSE"), "source/blob-missing");
  EXPECT_EQ(opened.rules("projector.gguf"), "source/blob-missing");
  EXPECT_EQ(opened.file("model.gguf")->bytes, 7u);
}

TEST(Ollama, TellsOfModelsThatRunElsewhere) {
  const Store store;
  store.blob('c', "{\n\"remote_host\":\"https://models.example\",\n\"remote_model\":\"otter-120b\"}");
  store.manifest("registry.ollama.ai/library/otter/cloud", "");
  const Opened opened = store.open("ollama:otter:cloud");
  EXPECT_EQ(opened.rules("config.ollama.json"), "source/ollama-size! source/ollama-remote?");
  const Diagnostic& note = opened.notes.items().back();
  EXPECT_EQ(note.error.place.line, 2u);
  EXPECT_NE(note.error.message.find("https://models.example"), std::string::npos);
}

TEST(Ollama, KeepsNamesOfLayersBelowTheModel) {
  const Store store;
  store.blob('0', "0");
  std::string layers;
  for (const char* name : {"../out", "/etc/passwd", "a/../../b", "C:x", "a\\b", "", "manifest.json"}) {
    std::string escaped;
    for (const char c : std::string(name)) escaped += c == '\\' ? "\\\\" : std::string(1, c);
    layers += (layers.empty() ? "" : ",") + layer("json", '0', 1, R"(,"name":")" + escaped + R"(")");
  }
  store.manifest("registry.ollama.ai/library/otter/latest", layers + "," + layer("novelty", '0', 1) + "," + layer("tensor", '0', 1, R"(,"name":"..")"), "null");
  const Opened opened = store.open("ollama:otter");
  EXPECT_EQ(opened.paths(), (Paths{"layer", "layer-2.json", "layer-3.json", "layer-4.json", "layer-5.json", "layer-6.json", "layer.json", "manifest-2.json", "manifest.json", "tensor.safetensors"}));
  const std::string rules = opened.rules("manifest.json");
  EXPECT_EQ(std::count(rules.begin(), rules.end(), '!'), 7) << rules;
  EXPECT_NE(rules.find("source/ollama-layer?"), std::string::npos);
}

TEST(Ollama, BoundsAndRefusesManifestsThatAreNone) {
  const Store store;
  store.scratch.write("models/manifests/registry.ollama.ai/library/a/latest", "no JSON");
  store.scratch.write("models/manifests/registry.ollama.ai/library/b/latest", "[]");
  store.scratch.write("models/manifests/registry.ollama.ai/library/c/latest", std::string(limits::kManifestBytes + 1, ' '));
  fs::create_directories(store.scratch.path() / "models/manifests/registry.ollama.ai/library/d");
  fs::create_symlink("/etc/hostname", store.scratch.path() / "models/manifests/registry.ollama.ai/library/d/latest");
  EXPECT_EQ(store.open("ollama:a").kind, ErrorKind::Malformed);
  EXPECT_EQ(store.open("ollama:b").kind, ErrorKind::Malformed);
  EXPECT_EQ(store.open("ollama:c").kind, ErrorKind::LimitReached);
  EXPECT_EQ(store.open("ollama:d").kind, ErrorKind::NotFound);
}

TEST(Ollama, DoesNotFollowBlobsOutOfTheStore) {
  const Store store;
  store.scratch.write("outside", "secret");
  store.blob('c', "{}");
  store.manifest("registry.ollama.ai/library/otter/latest", layer("license", '1', 6));
  fs::create_symlink(store.scratch.path() / "outside", store.scratch.path() / ("models/blobs/sha256-" + hex('1')));
  const Opened opened = store.open("ollama:otter");
  EXPECT_EQ(opened.paths(), (Paths{"config.ollama.json", "manifest.json"}));
  EXPECT_EQ(opened.rules("LICENSE"), "source/link-leaves-target");
}

}  // namespace
}  // namespace aboveboard
