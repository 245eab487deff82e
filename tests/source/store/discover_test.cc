#include "source/store/discover.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "support/opened_place.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

namespace fs = std::filesystem;
using testing::open_at;
using testing::Paths;
using testing::ScratchDir;

const std::string kCommit(40, 'a'), kOther(40, 'b');

Paths shown(const std::vector<FoundRelease>& found) {
  Paths all;
  for (const FoundRelease& release : found) all.push_back(release.store + " " + release.name);
  return all;
}

Paths rules(const Diagnostics& notes) {
  Paths all;
  for (const Diagnostic& note : notes.items()) all.push_back(note.rule);
  return all;
}

TEST(FindReleases, LooksThroughEveryStore) {
  const ScratchDir scratch;
  scratch.write("hub/models--lakelab--otter/refs/main", kCommit);
  scratch.write("hub/models--lakelab--otter/snapshots/" + kCommit + "/config.json", "{}");
  scratch.write("hub/datasets--lakelab--river/snapshots/" + kOther + "/README.md", "");
  scratch.write("hub/spaces--lakelab--demo/snapshots/" + kOther + "/app.py", "");
  scratch.write("hub/models--lakelab--begun/blobs/x.incomplete", "");
  scratch.write("hub/version.txt", "1");
  scratch.write("ollama/manifests/registry.ollama.ai/library/otter/7b", "{}");
  scratch.write("ollama/manifests/hf.co/lakelab/otter-GGUF/Q4_K_M", "{}");
  scratch.write("studio/lakelab/otter-GGUF/otter.gguf", "");
  scratch.write("studio/lakelab/empty/notes.txt", "");
  scratch.write("llama/lakelab_otter_o-00001-of-00002.gguf", "");
  scratch.write("llama/lakelab_otter_o-00002-of-00002.gguf", "");
  const auto at = [&](const char* name) { return (scratch.path() / name).string(); };
  const Stores stores = {at("hub"), {at("nowhere"), at("ollama")}, {at("studio")}, at("llama")};
  Diagnostics notes;
  const auto found = find_releases(stores, {}, notes);
  EXPECT_EQ(shown(found), (Paths{"hub-cache datasets/lakelab/river", "hub-cache lakelab/otter", "ollama hf.co/lakelab/otter-GGUF:Q4_K_M", "ollama otter:7b", "lm-studio lakelab/otter-GGUF",
                                 "llama-cpp lakelab_otter_o-00001-of-00002.gguf"}));
  EXPECT_EQ(found[0].revision, kOther);
  EXPECT_EQ(found[1].revision, kCommit);
  EXPECT_EQ(rules(notes), Paths{"source/no-snapshot"});
  Places places;
  places.stores = stores;
  for (const FoundRelease& release : found) {
    if (release.store != "ollama") {
      EXPECT_TRUE(open_at(release.location, places).source) << release.location;
    }
  }
}

TEST(FindReleases, TakesTheTopmostFolderWithWeights) {
  const ScratchDir scratch;
  scratch.write("m/otter/config.json", "{}");
  scratch.write("m/otter/weights/model.safetensors", "");
  scratch.write("m/pipeline/model_index.json", "{}");
  scratch.write("m/pipeline/unet/config.json", "{}");
  scratch.write("m/pipeline/unet/diffusion_pytorch_model.bin", "");
  scratch.write("m/code/config.json", "{}");
  scratch.write("m/deep/er/heron.onnx", "");
  scratch.write("m/.hidden/model.gguf", "");
  scratch.write("m/python/easy.pth", "");
  Diagnostics notes;
  const std::vector<FoundRelease> found = find_releases({}, {(scratch.path() / "m/").string()}, notes);
  EXPECT_EQ(shown(found), (Paths{"folder deep/er", "folder otter", "folder pipeline"}));
  EXPECT_EQ(found[1].location, (scratch.path() / "m/otter").string());
  EXPECT_TRUE(notes.items().empty());
  EXPECT_EQ(shown(find_releases({}, {(scratch.path() / "m/otter").string()}, notes)), Paths{"folder otter"});
}

TEST(FindReleases, KnowsStoresInsideOfFolders) {
  const ScratchDir scratch;
  scratch.write("disk/hub/models--lakelab--otter/snapshots/" + kCommit + "/model.safetensors", "");
  scratch.write("disk/ollama/models/manifests/registry.ollama.ai/library/otter/7b", "{}");
  scratch.write("disk/ollama/models/blobs/sha256-" + std::string(64, '0'), "");
  Diagnostics notes;
  const std::string disk = (scratch.path() / "disk").string(), hub = disk + "/hub";
  EXPECT_EQ(shown(find_releases({}, {disk}, notes)), (Paths{"hub-cache lakelab/otter", "ollama otter:7b"}));
  EXPECT_EQ(shown(find_releases({hub, {}, {}, ""}, {disk, disk}, notes)), (Paths{"hub-cache lakelab/otter", "ollama otter:7b"})) << "each once";
  EXPECT_EQ(shown(find_releases({}, {hub + "/models--lakelab--otter"}, notes)), Paths{"hub-cache lakelab/otter"});
}

TEST(FindReleases, ListsEachSnapshotWhereNothingSaysWhichIsMeant) {
  const ScratchDir scratch;
  for (const std::string& commit : {kOther, kCommit}) scratch.write("hub/models--lakelab--otter/snapshots/" + commit + "/a", "");
  Diagnostics notes;
  const auto found = find_releases({(scratch.path() / "hub").string(), {}, {}, ""}, {}, notes);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].revision, kCommit);
  EXPECT_EQ(open_at(found[1].location).source->info().revision, kOther);
}

TEST(FindReleases, SurvivesWhatOthersLeftBehind) {
  const ScratchDir scratch;
  fs::create_directories(scratch.path() / "f/sub");
  fs::create_symlink("..", scratch.path() / "f/sub/loop");
  fs::create_symlink("self", scratch.path() / "f/self");
  ASSERT_EQ(::mkfifo((scratch.path() / "f/model.pipe").c_str(), 0600), 0);
  scratch.write("hub/models--lakelab--otter/refs/main", std::string(1 << 20, 'a'));
  scratch.write("hub/models--file--file", "");
  fs::create_symlink("/", scratch.path() / "hub/models--lakelab--root");
  std::string deep = "f/";
  for (int i = 0; i < 20; ++i) deep += "d/";
  scratch.write(deep + "model.gguf", "");
  Diagnostics notes;
  EXPECT_TRUE(find_releases({(scratch.path() / "hub").string(), {}, {}, ""}, {(scratch.path() / "f").string(), (scratch.path() / "gone").string()}, notes).empty());
  EXPECT_EQ(rules(notes), (Paths{"source/no-snapshot", "source/search-depth", "source/unreadable-folder"}));
}

TEST(FindReleases, GivesTheSameOrderTwice) {
  const ScratchDir scratch;
  for (const char* name : {"z", "a", "m", "B"}) scratch.write(std::string("f/") + name + "/model.gguf", "");
  Diagnostics notes;
  EXPECT_EQ(shown(find_releases({}, {(scratch.path() / "f").string()}, notes)), (Paths{"folder B", "folder a", "folder m", "folder z"}));
}

TEST(OpenPlace, AsksForAHubOnlyWhereOneIsGiven) {
  const auto opened = open_at("hf:lakelab/otter");
  EXPECT_EQ(opened.kind, ErrorKind::Usage);
}

TEST(OpenPlace, ProposesTheHubForWhatLooksLikeARepository) {
  const auto opened = open_at("lakelab/no-such-folder-here");
  EXPECT_EQ(opened.kind, ErrorKind::NotFound);
  EXPECT_NE(opened.error.find("did you mean hf:lakelab/no-such-folder-here?"), std::string::npos) << opened.error;
  EXPECT_EQ(open_at("/no/such/folder").error.find("did you mean"), std::string::npos);
}

}  // namespace
}  // namespace aboveboard
