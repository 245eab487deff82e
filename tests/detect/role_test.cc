#include <gtest/gtest.h>

#include "detect/release_of.h"

namespace aboveboard {
namespace {

using testing::ReleaseOf;

Role role_of(std::vector<MemoryFile> files) {
  const ReleaseOf release(Role::Code, std::move(files));
  return infer_role(release.sources()[0]);
}

const std::string kPointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + std::string(64, 'b') + "\nsize 4096\n";

TEST(Role, PointersToWeightsMakeAWeightsSource) {
  EXPECT_EQ(role_of({{"config.json", "{}"}, {"model.safetensors", kPointer}, {"modeling_heron.py", "x = 1\n"}, {"README.md", "# Heron\n"}}), Role::Weights);
}

TEST(Role, ConfigurationWithTokenizerIsAWeightsSource) {
  EXPECT_EQ(role_of({{"config.json", "{}"}, {"tokenizer.json", "{}"}, {"README.md", "# Heron\n"}}), Role::Weights);
}

TEST(Role, DatasetCardMakesADataSource) {
  EXPECT_EQ(role_of({{"README.md", "---\nsize_categories:\n- 1K<n<10K\n---\n# Corpus\n"}, {"load.py", "x = 1\n"}}), Role::Data);
}

TEST(Role, DocumentsAloneAreDocs) { EXPECT_EQ(role_of({{"README.md", "# Heron\n"}, {"LICENSE", "Terms.\n"}}), Role::Docs); }

TEST(Role, CodeWithASmallNetworkDeepDownStaysCode) {
  EXPECT_EQ(role_of({{"README.md", "# Heron\n"}, {"a.py", "x = 1\n"}, {"b.py", "x = 1\n"}, {"net/loss/small.safetensors", kPointer}}), Role::Code);
}

TEST(Role, PipelineThatOpensWithItsDataSetIsData) {
  const std::string readme = "# River Corpus\n\nThe corpus has three parts. This code makes the data set anew.\n";
  std::vector<MemoryFile> files{{"README.md", readme}, {"tools/dedup.py", "x = 1\n"}, {"tools/filter.py", "x = 1\n"}};
  for (const char* name : {"a.py", "b.py", "c.py", "d.py"}) files.push_back({name, "x = 1\n"});
  EXPECT_EQ(role_of(files), Role::Data);
  files[0].text = "# Heron\n\nThe weights of Heron were trained on a corpus, a data set of letters.\n";
  EXPECT_EQ(role_of(files), Role::Code);
}

TEST(Role, EmptySourceIsCode) { EXPECT_EQ(role_of({}), Role::Code); }

}  // namespace
}  // namespace aboveboard
