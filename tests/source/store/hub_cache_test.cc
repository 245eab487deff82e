#include "source/store/hub_cache.h"

#include <gtest/gtest.h>

#include "support/opened_place.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

namespace fs = std::filesystem;
using testing::open_at;
using testing::Opened;
using testing::Paths;
using testing::ScratchDir;

const std::string kCommit(40, 'a'), kOther(40, 'b');
const std::string kSha256(64, '1'), kSha1(40, '2');

// A cache with one repository, as the Hub's own clients lay it out.
struct Cache {
  ScratchDir scratch;
  fs::path repository = scratch.path() / "hub/models--lakelab--otter-7b";

  void write(const std::string& relative, const std::string& text) const { scratch.write("hub/models--lakelab--otter-7b/" + relative, text); }
  void link(const std::string& commit, const std::string& file, const std::string& blob) const {
    const fs::path path = repository / "snapshots" / commit / file;
    fs::create_directories(path.parent_path());
    const auto depth = std::count(file.begin(), file.end(), '/');
    std::string target = "../../blobs/" + blob;
    for (std::ptrdiff_t i = 0; i < depth; ++i) target = "../" + target;
    fs::create_symlink(target, path);
  }
  void fill() const {
    write("refs/main", kCommit);
    write("blobs/" + kSha256, "weights");
    write("blobs/" + kSha1, "card");
    link(kCommit, "model.safetensors", kSha256);
    link(kCommit, "docs/README.md", kSha1);
  }
};

TEST(HubCache, OpensTheSnapshotThatMainNames) {
  const Cache cache;
  cache.fill();
  cache.write("snapshots/" + kOther + "/old.txt", "old");
  const Opened opened = open_at(cache.repository);
  EXPECT_EQ(opened.paths(), (Paths{"docs/README.md", "model.safetensors"})) << opened.error;
  EXPECT_EQ(opened.read("docs/README.md"), "card");
  EXPECT_EQ(opened.promised("model.safetensors"), "sha256:" + kSha256);
  EXPECT_EQ(opened.promised("docs/README.md"), "git-sha1:" + kSha1);
  const SourceInfo& info = opened.source->info();
  EXPECT_EQ(info.kind, "hub-cache");
  EXPECT_EQ(info.identity, "lakelab/otter-7b");
  EXPECT_EQ(info.revision, kCommit);
  EXPECT_EQ(info.location, cache.repository.string());
  EXPECT_EQ(info.bytes, 11u);
  EXPECT_NE(info.partial.find("may have more files"), std::string::npos);
  EXPECT_TRUE(opened.notes.items().empty());
}

TEST(HubCache, OpensASnapshotAndAFolderInIt) {
  const Cache cache;
  cache.fill();
  const Opened snapshot = open_at(cache.repository / "snapshots" / kCommit / "");
  EXPECT_EQ(snapshot.paths(), (Paths{"docs/README.md", "model.safetensors"}));
  EXPECT_EQ(snapshot.source->info().identity, "lakelab/otter-7b");
  const Opened below = open_at(cache.repository / "snapshots" / kCommit / "docs");
  EXPECT_EQ(below.paths(), Paths{"README.md"});
  EXPECT_EQ(below.read("README.md"), "card");
  EXPECT_EQ(below.source->info().revision, kCommit);
}

TEST(HubCache, TakesTheOnlySnapshotAndAsksWhereThereAreSeveral) {
  const Cache cache;
  cache.write("snapshots/" + kOther + "/a", "x");
  EXPECT_EQ(open_at(cache.repository).paths(), Paths{"a"});
  cache.write("refs/main", kCommit);  // of which nothing is here
  EXPECT_EQ(open_at(cache.repository).source->info().revision, kOther);
  cache.write("refs/main", "../../etc");
  cache.write("snapshots/" + kCommit + "/b", "x");
  const Opened several = open_at(cache.repository);
  EXPECT_EQ(several.kind, ErrorKind::Usage);
  EXPECT_NE(several.error.find(kCommit), std::string::npos);
  EXPECT_NE(several.error.find(kOther), std::string::npos);
}

TEST(HubCache, FindsRevisionsByRefAndCommit) {
  const Cache cache;
  cache.fill();
  cache.write("refs/refs/pr/1", kOther);
  cache.write("snapshots/" + kOther + "/a", "x");
  cache.write("secret", kOther);
  const Beneath repository = *open_beneath(cache.repository.string());
  EXPECT_EQ(snapshot_of(repository, "").value(), kCommit);
  EXPECT_EQ(snapshot_of(repository, "refs/pr/1").value(), kOther);
  EXPECT_EQ(snapshot_of(repository, kOther).value(), kOther);
  for (const std::string wrong : {"v9", "../secret", "refs/../../secret", "/secret", "", "refs//pr/1"}) {
    if (wrong.empty()) continue;
    const auto found = snapshot_of(repository, wrong);
    ASSERT_FALSE(found) << wrong;
    EXPECT_EQ(found.error().kind, ErrorKind::NotFound);
    EXPECT_NE(found.error().message.find(kCommit), std::string::npos);
  }
}

TEST(HubCache, ReadsCopiesWhereThereAreNoLinks) {
  const Cache cache;
  cache.write("refs/main", kCommit);
  cache.write("snapshots/" + kCommit + "/config.json", "{}");
  cache.write("snapshots/" + kCommit + "/" + kSha1, "named like a blob");
  const Opened opened = open_at(cache.repository);
  EXPECT_EQ(opened.read("config.json"), "{}");
  EXPECT_EQ(opened.promised("config.json"), "");
  EXPECT_EQ(opened.promised(kSha1), "") << "its name is the publisher's";
}

TEST(HubCache, NotesWhatWasNotDownloaded) {
  const Cache cache;
  cache.fill();
  cache.link(kCommit, "gone.bin", std::string(64, '9'));
  cache.write("blobs/" + std::string(64, '8') + ".incomplete", "half");
  const Opened opened = open_at(cache.repository);
  EXPECT_EQ(opened.paths(), (Paths{"docs/README.md", "model.safetensors"}));
  EXPECT_EQ(opened.rules("gone.bin"), "source/blob-missing");
  EXPECT_EQ(opened.rules("blobs/" + std::string(64, '8') + ".incomplete"), "source/download-incomplete");
}

TEST(HubCache, NeverLeavesTheRepositorysFolder) {
  const Cache cache;
  cache.fill();
  cache.scratch.write("hub/models--lakelab--secret/blobs/" + kSha256, "another's");
  cache.scratch.write("outside", "secret");
  const fs::path snapshot = cache.repository / "snapshots" / kCommit;
  fs::create_symlink("../../../models--lakelab--secret/blobs/" + kSha256, snapshot / "neighbor");
  fs::create_symlink(cache.scratch.path() / "outside", snapshot / "absolute");
  fs::create_symlink("loop", snapshot / "loop");
  const Opened opened = open_at(cache.repository);
  EXPECT_EQ(opened.paths(), (Paths{"docs/README.md", "model.safetensors"}));
  EXPECT_EQ(opened.rules("neighbor"), "source/link-leaves-target");
  EXPECT_EQ(opened.rules("absolute"), "source/link-leaves-target");
  EXPECT_EQ(opened.rules("loop"), "source/link-loop");
  for (const char* path : {"neighbor", "absolute", "loop", "../../refs/main"}) EXPECT_TRUE(opened.read(path).starts_with("error: ")) << path;
}

TEST(HubCache, KnowsWhatTheHubSaidIsNotThere) {
  const Cache cache;
  cache.fill();
  for (const char* name : {"tokenizer.json", "sub/adapter_config.json", "model.safetensors"}) cache.write(".no_exist/" + kCommit + "/" + name, "");
  cache.write(".no_exist/" + kOther + "/other", "");
  const Opened opened = open_at(cache.repository);
  EXPECT_EQ(opened.source->info().proven_absent, (Paths{"sub/adapter_config.json", "tokenizer.json"})) << "what is here is there";
}

TEST(HubCache, SaysThatNothingIsThereYet) {
  const Cache cache;
  cache.write("refs/main", kCommit);
  cache.write("blobs/" + kSha256 + ".incomplete", "half");
  const Opened opened = open_at(cache.repository);
  EXPECT_EQ(opened.kind, ErrorKind::NotFound);
  EXPECT_NE(opened.error.find("no snapshot"), std::string::npos);
}

TEST(HubCache, NamesFoldersAsTheHubDoes) {
  EXPECT_EQ(identity_of_cache_folder("models--lakelab--otter-7b"), "lakelab/otter-7b");
  EXPECT_EQ(identity_of_cache_folder("datasets--lakelab--river"), "datasets/lakelab/river");
  EXPECT_EQ(identity_of_cache_folder("models--otter"), "otter");
  for (const char* none : {"models--", "models----x", "models--a--", "models--a--b--c", "lakelab--otter", "models-lakelab-otter", ""}) EXPECT_EQ(identity_of_cache_folder(none), "") << none;
  HubTarget target;
  target.kind = RepositoryKind::Dataset;
  target.id = "lakelab/river";
  EXPECT_EQ(cache_folder_name(target), "datasets--lakelab--river");
}

TEST(HubCache, AnswersForAnOfflineHub) {
  const Cache cache;
  cache.fill();
  Places places;
  places.stores.hub_cache = (cache.scratch.path() / "hub").string();
  HubOptions options;
  options.offline = true;
  places.hub = std::make_shared<Hub>(options, [] { return std::unique_ptr<HttpClient>(); });
  const Opened opened = open_at("hf:lakelab/otter-7b", places);
  EXPECT_EQ(opened.read("docs/README.md"), "card") << opened.error;
  EXPECT_EQ(opened.source->info().location, "hf:lakelab/otter-7b");
  EXPECT_EQ(open_at("hf:lakelab/otter-7b@main", places).source->info().revision, kCommit);
  const Opened missing = open_at("hf:lakelab/otter-7b@v2", places);
  EXPECT_NE(missing.error.find("does not hold the revision \"v2\""), std::string::npos) << missing.error;
  EXPECT_FALSE(open_at("hf:lakelab/unknown", places).source);
}

TEST(HubCache, IsOnlyWhatIsLaidOutLikeOne) {
  const ScratchDir scratch;
  scratch.write("models--lakelab--otter/config.json", "{}");
  EXPECT_EQ(open_at(scratch.path() / "models--lakelab--otter").source->info().kind, "directory");
}

}  // namespace
}  // namespace aboveboard
