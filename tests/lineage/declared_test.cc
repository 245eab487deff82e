#include <gtest/gtest.h>

#include "detect/release_of.h"
#include "lineage/lineage.h"

namespace aboveboard {
namespace {

using testing::ReleaseOf;

TEST(Lineage, CardNamesTheBaseAndItsRelation) {
  const ReleaseOf release(Role::Weights, {{"README.md", "---\nbase_model: lakelab/otter-7b\nbase_model_relation: finetune\n---\n# Heron\n"}});
  const auto lineage = lineage::declared(release.sources());
  ASSERT_EQ(lineage.size(), 1u);
  EXPECT_EQ(lineage[0].base, "lakelab/otter-7b");
  EXPECT_EQ(lineage[0].relation, "finetune");
  EXPECT_EQ(lineage[0].terms_inherited, "unknown");
  ASSERT_FALSE(lineage[0].evidence.empty());
  EXPECT_EQ(lineage[0].evidence[0].line, 2u);
}

TEST(Lineage, ListOfBasesGivesEach) {
  const ReleaseOf release(Role::Weights, {{"README.md", "---\nbase_model:\n- lakelab/otter\n- lakelab/mink\n---\n# Heron\n"}});
  EXPECT_EQ(lineage::declared(release.sources()).size(), 2u);
}

TEST(Lineage, AdapterConfigurationMakesAnAdapter) {
  const ReleaseOf release(Role::Weights, {{"adapter_config.json", "{\"base_model_name_or_path\": \"lakelab/otter-7b\", \"peft_type\": \"LORA\"}"}});
  const auto lineage = lineage::declared(release.sources());
  ASSERT_EQ(lineage.size(), 1u);
  EXPECT_EQ(lineage[0].relation, "adapter");
}

TEST(Lineage, SameBaseIsGivenOnceWithItsKnownRelation) {
  const ReleaseOf release(Role::Weights, {{"README.md", "---\nbase_model: lakelab/otter-7b\n---\n# Heron\n"},
                                          {"adapter_config.json", "{\"base_model_name_or_path\": \"lakelab/otter-7b\"}"}});
  const auto lineage = lineage::declared(release.sources());
  ASSERT_EQ(lineage.size(), 1u);
  EXPECT_EQ(lineage[0].relation, "adapter");
  EXPECT_EQ(lineage[0].evidence.size(), 2u);
}

TEST(Lineage, LocalPathOrOwnNameIsNoBase) {
  EXPECT_TRUE(lineage::declared(ReleaseOf(Role::Weights, {{"config.json", "{\"_name_or_path\": \"/home/me/out\"}"}}).sources()).empty());
  EXPECT_TRUE(lineage::declared(ReleaseOf(Role::Weights, {{"config.json", "{\"_name_or_path\": \"riverlab/heron-7b\"}"}, {"README.md", "# Heron 7B\n"}}).sources()).empty());
}

TEST(Lineage, ConfigurationNamesAnotherModel) {
  const ReleaseOf release(Role::Weights, {{"config.json", "{\"_name_or_path\": \"lakelab/otter-7b\"}"}, {"README.md", "# Heron\n"}});
  const auto lineage = lineage::declared(release.sources());
  ASSERT_EQ(lineage.size(), 1u);
  EXPECT_EQ(lineage[0].relation, "unknown");
}

TEST(Lineage, NothingDeclaredGivesNothing) { EXPECT_TRUE(lineage::declared(ReleaseOf(Role::Code, {{"README.md", "# Heron\n"}}).sources()).empty()); }

}  // namespace
}  // namespace aboveboard
