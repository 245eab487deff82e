#include "source/hub/hub.h"

#include <gtest/gtest.h>

#include "source/hub/fake_hub.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

using testing::FakeHub;
using testing::hub_over;
using testing::kCommit;
using testing::open_hub;
using testing::OpenedHub;
using testing::status;

constexpr const char* kLocation = "hf:lakelab/otter-7b";

HubOptions with_token() {
  HubOptions options;
  options.token = "hf_secret";
  return options;
}

HubOptions with_cache(const testing::ScratchDir& scratch) {
  HubOptions options;
  options.cache_folder = scratch.path() / "cache";
  return options;
}

// A hub with a release of three files.
struct HubTest : ::testing::Test {
  HubTest() {
    fake.files["README.md"] = {.bytes = "# Otter\n"};
    fake.files["sub/config.json"] = {.bytes = "{}"};
    fake.files["model.safetensors"] = {.bytes = std::string(200'000, 'w'), .large = true};
  }
  // How opening fails.
  std::string failure(const std::string& location, HubOptions options = {}) {
    Hub hub = hub_over(fake, std::move(options));
    const OpenedHub opened = open_hub(hub, location);
    if (opened.source) return "opened";
    kind = opened.error.kind;
    return opened.error.message;
  }
  // How reading the README fails.
  Error read_failure(HubOptions options = {}) {
    Hub hub = hub_over(fake, std::move(options));
    const OpenedHub opened = open_hub(hub, kLocation);
    if (!opened.source) return opened.error;
    const auto text = opened.read("README.md");
    return text ? Error{} : text.error();
  }
  FakeHub fake;
  ErrorKind kind = ErrorKind::Internal;
};

TEST_F(HubTest, ListsByOneRequest) {
  Hub hub = hub_over(fake);
  const OpenedHub opened = open_hub(hub, kLocation);
  ASSERT_TRUE(opened.source) << opened.error.message;
  EXPECT_EQ(fake.requests(), 1u);
  EXPECT_EQ(fake.asked[0].url, "https://hub.example/api/models/lakelab/otter-7b?blobs=true");
  const SourceInfo& info = opened.source->info();
  EXPECT_EQ(info.kind, "hub");
  EXPECT_EQ(info.name, "release");
  EXPECT_EQ(info.location, kLocation);
  EXPECT_EQ(info.revision, kCommit);
  EXPECT_EQ(info.identity, "lakelab/otter-7b");
  EXPECT_EQ(info.files, 3u);
  EXPECT_EQ(info.bytes, 200'010u);
  EXPECT_TRUE(opened.source->remote());
  ASSERT_EQ(opened.source->files().size(), 3u);
  EXPECT_EQ(opened.source->files()[0].path, "README.md");
  EXPECT_EQ(opened.source->files()[0].promised, "git-sha1:" + testing::git_blob_of("# Otter\n"));
  EXPECT_EQ(opened.source->files()[1].promised, "sha256:" + testing::sha256_of(std::string(200'000, 'w')));
  EXPECT_EQ(opened.source->files()[1].bytes, 200'000u);
  EXPECT_TRUE(opened.notes.items().empty());
  EXPECT_FALSE(opened.source->open("no"));
  EXPECT_EQ(fake.requests(), 0u);
}

TEST_F(HubTest, ConnectsOnlyToAsk) {
  int connections = 0;
  Hub hub({}, [&connections] {
    ++connections;
    return std::unique_ptr<HttpClient>();
  });
  EXPECT_EQ(connections, 0);
  EXPECT_EQ(open_hub(hub, kLocation).error.kind, ErrorKind::Unsupported);
  EXPECT_EQ(connections, 1);
}

TEST_F(HubTest, AsksByCommitWhateverTheRevision) {
  Hub hub = hub_over(fake);
  for (const char* revision : {"main", "refs/pr/1", kCommit}) {
    const OpenedHub opened = open_hub(hub, std::string(kLocation) + "@" + revision);
    ASSERT_TRUE(opened.source) << opened.error.message;
    EXPECT_EQ(opened.read("README.md").value_or("none"), "# Otter\n");
    EXPECT_EQ(fake.asked.back().url, "https://hub.example/lakelab/otter-7b/resolve/" + std::string(kCommit) + "/README.md");
  }
}

TEST_F(HubTest, OpensDatasets) {
  fake.kind = "datasets";
  fake.id = "lakelab/fish";
  fake.files["a b#?%.csv"] = {.bytes = "x"};
  Hub hub = hub_over(fake);
  const OpenedHub opened = open_hub(hub, "hf:datasets/lakelab/fish");
  ASSERT_TRUE(opened.source) << opened.error.message;
  EXPECT_EQ(opened.source->info().identity, "datasets/lakelab/fish");
  EXPECT_EQ(opened.read("a b#?%.csv").value_or("none"), "x");
  EXPECT_EQ(fake.asked.back().url, "https://hub.example/datasets/lakelab/fish/resolve/" + std::string(kCommit) + "/a%20b%23%3F%25.csv");
}

TEST_F(HubTest, ListsOnlyWhatWasNamed) {
  Hub hub = hub_over(fake);
  EXPECT_EQ(open_hub(hub, "hf://lakelab/otter-7b@main/sub").source->files().size(), 1u);
  EXPECT_EQ(open_hub(hub, "https://huggingface.co/lakelab/otter-7b/blob/main/README.md").source->files()[0].path, "README.md");
  EXPECT_EQ(failure("hf://lakelab/otter-7b@main/su"), "there is no file or folder \"su\" in hf://lakelab/otter-7b@main/su at commit " + std::string(kCommit));
  EXPECT_EQ(kind, ErrorKind::NotFound);
}

TEST_F(HubTest, PinsEverythingByACommit) {
  const testing::ScratchDir scratch;
  const HubOptions options = with_cache(scratch);
  for (const std::size_t requests : {3u, 0u}) {
    Hub hub = hub_over(fake, options);
    const OpenedHub opened = open_hub(hub, std::string(kLocation) + "@" + kCommit);
    ASSERT_TRUE(opened.source) << opened.error.message;
    EXPECT_EQ(opened.read("README.md").value_or("none"), "# Otter\n");
    EXPECT_EQ(opened.read("model.safetensors", 0, 4096).value_or("none"), std::string(4096, 'w'));
    EXPECT_EQ(fake.requests(), requests);
  }
}

TEST_F(HubTest, AsksAgainWhetherABranchHasMoved) {
  const testing::ScratchDir scratch;
  const HubOptions options = with_cache(scratch);
  for (const std::size_t requests : {2u, 1u}) {
    Hub hub = hub_over(fake, options);
    const OpenedHub opened = open_hub(hub, kLocation);
    EXPECT_EQ(opened.read("README.md").value_or("none"), "# Otter\n");
    EXPECT_EQ(fake.requests(), requests);
  }
  EXPECT_EQ(fake.asked.back().if_none_match, fake.etag);
  fake.etag = "\"v2\"";
  fake.commit[0] = 'f';
  Hub hub = hub_over(fake, options);
  EXPECT_EQ(open_hub(hub, kLocation).source->info().revision, fake.commit);
}

TEST_F(HubTest, KeepsWhatATokenWasShownFromOthers) {
  const testing::ScratchDir scratch;
  HubOptions options = with_cache(scratch);
  options.token = "hf_secret";
  Hub with = hub_over(fake, options);
  ASSERT_TRUE(open_hub(with, std::string(kLocation) + "@" + kCommit).source);
  options.token = "";
  options.offline = true;
  EXPECT_NE(failure(std::string(kLocation) + "@" + kCommit, options), "opened");
}

TEST_F(HubTest, AnswersFromTheCacheAloneWhenOffline) {
  const testing::ScratchDir scratch;
  HubOptions options = with_cache(scratch);
  options.offline = true;
  EXPECT_EQ(failure(kLocation, options), "HF_HUB_OFFLINE is set and hf:lakelab/otter-7b is not in the cache of answers");
  EXPECT_EQ(kind, ErrorKind::Unavailable);
  options.offline = false;
  {
    Hub hub = hub_over(fake, options);
    ASSERT_TRUE(open_hub(hub, kLocation).read("README.md"));
  }
  fake.requests();
  options.offline = true;
  Hub hub = hub_over(fake, options);
  const OpenedHub opened = open_hub(hub, kLocation);
  ASSERT_TRUE(opened.source) << opened.error.message;
  EXPECT_EQ(opened.read("README.md").value_or("none"), "# Otter\n");
  const auto config = opened.read("sub/config.json");
  ASSERT_FALSE(config);
  EXPECT_EQ(to_string(config.error()), "sub/config.json: HF_HUB_OFFLINE is set and these bytes of the file in hf:lakelab/otter-7b are not in the cache of answers");
  EXPECT_EQ(config.error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(fake.requests(), 0u);
}

TEST_F(HubTest, GivesItsTokenToTheEndpointAlone) {
  Hub hub = hub_over(fake, with_token());
  const OpenedHub opened = open_hub(hub, kLocation);
  ASSERT_TRUE(opened.source);
  const auto bytes = opened.source->open("model.safetensors");
  ASSERT_TRUE(read_range(**bytes, 0, 5000));
  ASSERT_TRUE(read_range(**bytes, 5000, 5000));
  ASSERT_EQ(fake.asked.size(), 3u);
  EXPECT_EQ(fake.asked[0].token, "hf_secret");
  EXPECT_EQ(fake.asked[1].token, "hf_secret");
  EXPECT_TRUE(fake.asked[2].url.starts_with(testing::kContentHost));
  EXPECT_EQ(fake.asked[2].token, "");
}

TEST_F(HubTest, TellsMissingGatedAndDisabledApart) {
  const HubOptions token = with_token();
  EXPECT_EQ(failure("hf:lakelab/gone"), "hf:lakelab/gone: there is no such repository, or it is private or gated and needs a token, and none was given (HF_TOKEN)");
  EXPECT_EQ(kind, ErrorKind::NotFound);
  EXPECT_EQ(failure("hf:lakelab/gone", token), "hf:lakelab/gone: there is no such repository, or it is private or gated and the token given does not open it");
  EXPECT_EQ(failure("hf:lakelab/otter-7b@v9"), "hf:lakelab/otter-7b@v9: the repository is there, but has no such revision (v9)");
  EXPECT_EQ(kind, ErrorKind::NotFound);
  fake.fault = [](const HttpRequest&) { return status(403, {{"x-error-message", "Access to this resource is disabled."}}); };
  EXPECT_EQ(failure(kLocation), "hf:lakelab/otter-7b is disabled: the hub has taken it down");
  EXPECT_EQ(kind, ErrorKind::Denied);
  fake.fault = [](const HttpRequest&) { return status(401, {{"x-error-message", "Invalid credentials in Authorization header"}}); };
  EXPECT_EQ(failure(kLocation, token), "the hub does not accept the token given (HF_TOKEN): it is mistyped, expired or withdrawn");
  EXPECT_EQ(kind, ErrorKind::Denied);
  fake.fault = [](const HttpRequest&) { return status(403); };
  EXPECT_EQ(failure(kLocation, token), "the hub refuses hf:lakelab/otter-7b: the token given lacks the permission");
  EXPECT_EQ(kind, ErrorKind::Denied);
}

TEST_F(HubTest, SaysHowLongARateLimitLasts) {
  fake.fault = [](const HttpRequest&) { return status(429, {{"retry-after", "170"}}); };
  EXPECT_EQ(failure(kLocation), "the hub limits how much may be asked of it: it wants no request for 170 seconds (hf:lakelab/otter-7b); with a token (HF_TOKEN) it allows more");
  EXPECT_EQ(kind, ErrorKind::Unavailable);
  fake.fault = [](const HttpRequest&) { return status(503); };
  EXPECT_EQ(failure(kLocation), "the hub fails (status 503) when asked for hf:lakelab/otter-7b");
  EXPECT_EQ(kind, ErrorKind::Unavailable);
  fake.fault = nullptr;
  fake.broken = Error{ErrorKind::Canceled, "canceled", {}};
  failure(kLocation);
  EXPECT_EQ(kind, ErrorKind::Canceled);
}

TEST_F(HubTest, AsksAGatedRepositoryForOneFileOnly) {
  fake.extra = "\"gated\":\"auto\",";
  fake.fault = [](const HttpRequest& request) { return request.url.find("/resolve/") == std::string::npos ? status(0) : status(403, {{"x-error-code", "GatedRepo"}}); };
  Hub hub = hub_over(fake, with_token());
  const OpenedHub opened = open_hub(hub, kLocation);
  ASSERT_TRUE(opened.source);
  EXPECT_EQ(opened.rules(), "source/hub-gated");
  for (const char* path : {"README.md", "model.safetensors", "README.md"}) {
    const auto text = opened.read(path);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, ErrorKind::Denied);
    EXPECT_EQ(to_string(text.error()), std::string(path) + ": hf:lakelab/otter-7b is gated: its files are given to those who accepted its conditions on its page, and the owner of the token given has not been let in");
  }
  EXPECT_EQ(fake.requests(), 2u);
}

TEST_F(HubTest, LeavesAHubAloneThatFailsAgainAndAgain) {
  for (int i = 0; i < 9; ++i) fake.files["f" + std::to_string(i)] = {.bytes = "x"};
  fake.fault = [](const HttpRequest& request) { return request.url.find("/resolve/") == std::string::npos ? status(0) : status(500); };
  Hub hub = hub_over(fake);
  const OpenedHub opened = open_hub(hub, kLocation);
  for (const FileEntry& file : opened.source->files()) EXPECT_EQ(opened.read(file.path).error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(fake.requests(), 4u);
  EXPECT_NE(opened.read("f8").error().message.find("asked for no further file"), std::string::npos);
}

TEST_F(HubTest, GoesOnAfterAFileThatIsMissing) {
  Hub hub = hub_over(fake);
  const OpenedHub opened = open_hub(hub, kLocation);
  fake.files.erase("README.md");
  const auto text = opened.read("README.md");
  ASSERT_FALSE(text);
  EXPECT_EQ(to_string(text.error()), "README.md: there is no such file in hf:lakelab/otter-7b");
  EXPECT_EQ(text.error().kind, ErrorKind::NotFound);
  EXPECT_TRUE(opened.read("sub/config.json"));
}

TEST_F(HubTest, NeverRepeatsATokenOrAQuery) {
  const HubOptions token = with_token();
  fake.info_headers = {{"x-hf-warning", "Auth; your token hf_secret expires\x1b[2J"}};
  Hub hub = hub_over(fake, token);
  const OpenedHub opened = open_hub(hub, "https://huggingface.co/lakelab/otter-7b?token=hf_secret");
  ASSERT_TRUE(opened.source);
  EXPECT_EQ(opened.source->info().location, "https://huggingface.co/lakelab/otter-7b");
  ASSERT_EQ(opened.rules(), "source/hub-warning");
  EXPECT_EQ(opened.notes.items()[0].error.message, "the hub warns: \"Auth; your token *** expires?[2J\"");
  fake.fault = [](const HttpRequest&) { return status(403, {{"x-error-message", "no hf_secret"}}); };
  EXPECT_EQ(failure("https://huggingface.co/lakelab/otter-7b?token=hf_secret", token).find("secret"), std::string::npos);
}

TEST_F(HubTest, NotesARepositoryUnderAnotherName) {
  fake.info = "{\"id\":\"lakelab/otter-7b-v2\",\"sha\":\"" + std::string(kCommit) + "\",\"siblings\":[]}";
  Hub hub = hub_over(fake);
  const OpenedHub opened = open_hub(hub, kLocation);
  ASSERT_TRUE(opened.source);
  EXPECT_EQ(opened.rules(), "source/hub-renamed");
  EXPECT_EQ(opened.source->info().identity, "lakelab/otter-7b");
}

TEST_F(HubTest, RefusesAnotherCommitThanWasAskedFor) {
  fake.info = "{\"id\":\"lakelab/otter-7b\",\"sha\":\"" + std::string(40, 'b') + "\",\"siblings\":[]}";
  EXPECT_NE(failure(std::string(kLocation) + "@" + kCommit).find(std::string(40, 'b')), std::string::npos);
  EXPECT_EQ(kind, ErrorKind::Integrity);
  fake.info = "{\"sha\":\"main\"}";
  EXPECT_EQ(failure(kLocation), "hf:lakelab/otter-7b: the hub's information about the repository names a commit that is none (\"main\")");
  EXPECT_EQ(kind, ErrorKind::Malformed);
  EXPECT_EQ(read_failure().kind, ErrorKind::Malformed);
}

TEST_F(HubTest, SurvivesHostileNames) {
  fake.info = "{\"id\":\"lakelab/otter-7b\",\"sha\":\"" + std::string(kCommit) + R"(","siblings":[{"rfilename":"/etc/passwd"},{"rfilename":"../../x"},{"rfilename":"README.md","size":8}]})";
  Hub hub = hub_over(fake);
  const OpenedHub opened = open_hub(hub, kLocation);
  ASSERT_TRUE(opened.source);
  ASSERT_EQ(opened.source->files().size(), 1u);
  EXPECT_EQ(opened.rules(), "source/hub-bad-name source/hub-bad-name");
  EXPECT_EQ(opened.read("README.md").value_or("none"), "# Otter\n");
}

}  // namespace
}  // namespace aboveboard
