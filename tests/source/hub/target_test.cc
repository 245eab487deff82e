#include "source/hub/target.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard {
namespace {

constexpr const char* kEndpoint = "https://mirror.example/hub/";

// "kind id revision path", "none" where the location is meant for no hub, "refused: ..." where it cannot be.
std::string parsed(std::string_view location) {
  const auto target = parse_hub_target(location, kEndpoint);
  if (!target) return (target.error().kind == ErrorKind::Usage ? "refused: " : "another error: ") + target.error().message;
  if (!*target) return "none";
  return identity_of(**target) + " " + (*target)->revision + " " + (*target)->path;
}

TEST(HubTarget, TakesWhatUsersWrite) {
  EXPECT_EQ(parsed("hf:lakelab/otter-7b"), "lakelab/otter-7b  ");
  EXPECT_EQ(parsed("hf:lakelab/otter-7b/"), "lakelab/otter-7b  ");
  EXPECT_EQ(parsed("hf:otter"), "otter  ");
  EXPECT_EQ(parsed("hf:otter@v1"), "otter v1 ");
  EXPECT_EQ(parsed("hf:models/lakelab/otter-7b"), "lakelab/otter-7b  ");
  EXPECT_EQ(parsed("hf:lakelab/otter-7b@v1.0"), "lakelab/otter-7b v1.0 ");
  EXPECT_EQ(parsed("hf:datasets/lakelab/fish"), "datasets/lakelab/fish  ");
  EXPECT_EQ(parsed("hf:spaces/lakelab/demo"), "spaces/lakelab/demo  ");
  EXPECT_EQ(parsed("hf:datasets/fish"), "datasets/fish  ");
  EXPECT_EQ(parsed("hf://datasets/lakelab/fish@main/data/train.csv"), "datasets/lakelab/fish main data/train.csv");
  EXPECT_EQ(parsed("HF:lakelab/otter-7b"), "lakelab/otter-7b  ");
}

TEST(HubTarget, TakesRevisionsWithSlashes) {
  EXPECT_EQ(parsed("hf:lakelab/otter-7b@refs/pr/1"), "lakelab/otter-7b refs/pr/1 ");
  EXPECT_EQ(parsed("hf:lakelab/otter-7b@refs/pr/1/sub/config.json"), "lakelab/otter-7b refs/pr/1 sub/config.json");
  EXPECT_EQ(parsed("hf:lakelab/otter-7b@refs%2Fpr%2F1/config.json"), "lakelab/otter-7b refs/pr/1 config.json");
  EXPECT_EQ(parsed("https://huggingface.co/lakelab/otter-7b/tree/refs%2Fpr%2F1"), "lakelab/otter-7b refs/pr/1 ");
  EXPECT_EQ(parsed("https://huggingface.co/lakelab/otter-7b/tree/feature%2Fx/y"), "lakelab/otter-7b feature/x y");
}

TEST(HubTarget, TakesUrlsOfTheHubAndOfTheEndpoint) {
  EXPECT_EQ(parsed("https://huggingface.co/lakelab/otter-7b"), "lakelab/otter-7b  ");
  EXPECT_EQ(parsed("http://www.huggingface.co/lakelab/otter-7b?library=x#files"), "lakelab/otter-7b  ");
  EXPECT_EQ(parsed("hf.co/lakelab/otter-7b"), "lakelab/otter-7b  ");
  EXPECT_EQ(parsed("https://huggingface.co/otter/tree/main"), "otter main ");
  EXPECT_EQ(parsed("https://huggingface.co/lakelab/otter-7b/tree/main/sub%20folder"), "lakelab/otter-7b main sub folder");
  EXPECT_EQ(parsed("https://huggingface.co/lakelab/otter-7b/blob/v1/README.md"), "lakelab/otter-7b v1 README.md");
  EXPECT_EQ(parsed("https://huggingface.co/datasets/lakelab/fish/resolve/main/a.csv?download=true"), "datasets/lakelab/fish main a.csv");
  EXPECT_EQ(parsed("https://mirror.example/hub/lakelab/otter-7b/tree/main"), "lakelab/otter-7b main ");
}

TEST(HubTarget, LeavesPathsAndOtherHostsAlone) {
  for (const char* location : {"lakelab/otter-7b", "./hf:x", "/srv/hf.co/x", "hf.community/x", "https://huggingface.co.evil.example/a/b", "https://example.com/a/b", "https://mirror.example/hubble/a/b", ""})
    EXPECT_EQ(parsed(location), "none") << location;
}

TEST(HubTarget, RefusesWhatNamesNoRepository) {
  for (const char* location : {"hf:", "hf://", "hf:/lakelab", "hf:..", "hf:../otter", "hf:a/..", "hf:lakelab/ot ter", "hf:lakelab/otter--7b", "hf:-a/b", "hf:lakelab/otter:Q4", "hf:@main", "hf:a/b@",
                               "https://huggingface.co", "https://huggingface.co/", "https://huggingface.co/docs/hub", "https://huggingface.co/lakelab/otter-7b/discussions/3",
                               "https://huggingface.co/lakelab/otter-7b/tree", "hf.co/lakelab/otter-7b:Q4_K_M", "https://huggingface.co/a/%2e%2e", "https://huggingface.co/a/b%zz"})
    EXPECT_TRUE(parsed(location).starts_with("refused: ")) << location << ": " << parsed(location);
  EXPECT_TRUE(parsed(std::string("hf:lakelab/otter\0", 17)).starts_with("refused: "));
}

TEST(HubTarget, SaysWhatIsWrongWithRevisionsAndPaths) {
  const auto says = [](std::string_view location, std::string_view what) { return parsed(location).find(what) != std::string::npos ? "" : parsed(location); };
  EXPECT_EQ(says("hf:lakelab/otter-7b@a..b", "'..'"), "");
  EXPECT_EQ(says("hf:lakelab/otter-7b@%00", "NUL"), "");
  EXPECT_EQ(says("hf:lakelab/otter-7b@a%0ab", "control character"), "");
  EXPECT_EQ(says("hf:lakelab/otter-7b@a%7Eb", "a character that no branch or tag has"), "");
  EXPECT_EQ(says("hf:lakelab/otter-7b@" + std::string(300, 'a'), "too long"), "");
  EXPECT_EQ(says("hf://lakelab/otter-7b@main/../x", "a part '..'"), "");
  EXPECT_EQ(says("hf://lakelab/otter-7b@main/a//x", "an empty part"), "");
  EXPECT_EQ(says("https://huggingface.co/lakelab/otter-7b/blob/main/%2e%2e/x", "a part '..'"), "");
  EXPECT_EQ(says("https://huggingface.co/lakelab/otter-7b/blob/main/a%00b", "NUL"), "");
  EXPECT_EQ(says("hf://lakelab/otter-7b@main/" + std::string(5000, 'a'), "too long"), "");
  EXPECT_EQ(says("hf:lakelab/otter-7b/" + std::string(9000, 'a'), "too long for a location"), "");
  EXPECT_EQ(says("hf:lakelab/\x1b[31motter", "\"hf:lakelab/?[31motter\""), "");  // what is shown is safe to show
}

TEST(HubTarget, KnowsIdsOfRepositories) {
  EXPECT_TRUE(is_repository_id("lakelab/otter-7b"));
  EXPECT_TRUE(is_repository_id("lake_lab/Otter.7B"));
  EXPECT_TRUE(is_repository_id("otter"));
  EXPECT_TRUE(is_repository_id("a/" + std::string(96, 'b')));
  for (const std::string& id : {std::string(""), std::string("/"), std::string("a/"), std::string("/a"), std::string("a/b/c"), std::string("a..b/c"), std::string("a--b"), std::string(".a/b"), std::string("a/b.git"),
                                std::string("a/b-"), "a/" + std::string(97, 'b'), std::string("\xc3\xa9/b"), std::string("a b")})
    EXPECT_FALSE(is_repository_id(id)) << id;
}

}  // namespace
}  // namespace aboveboard
