// Names of bases, as files spell them.
#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"
#include "lineage/base_name.h"

namespace aboveboard::lineage {
namespace {

std::string named(std::string_view written) {
  const BaseName name = base_name(written);
  return name.kind == NameKind::Named ? name.text : name.kind == NameKind::LocalPath ? "(local)" : "(none)";
}

TEST(BaseName, HubAddressesBecomeIdentities) {
  for (const char* written : {"lakelab/Otter-7B", " lakelab/Otter-7B/ ", "https://huggingface.co/lakelab/Otter-7B", "https://huggingface.co/lakelab/Otter-7B/tree/main", "http://www.huggingface.co/lakelab/Otter-7B/",
                              "hf.co/lakelab/Otter-7B:Q4_K_M", "hf://lakelab/Otter-7B@v1", "HTTPS://HuggingFace.co/lakelab/Otter-7B.git", "lakelab/Otter-7B@0f1e2d", "https://huggingface.co/lakelab/Otter-7B?x=1#files"})
    EXPECT_EQ(named(written), "lakelab/Otter-7B") << written;
  EXPECT_EQ(named("https://huggingface.co/datasets/lakelab/pond/viewer"), "datasets/lakelab/pond");
  EXPECT_EQ(named("datasets/lakelab/pond"), "datasets/lakelab/pond");
}

TEST(BaseName, WhatIsNoAddressOfAHubStaysAsItStands) {
  EXPECT_EQ(named("Otter 7B"), "Otter 7B");
  EXPECT_EQ(named("otter:7b-q4"), "otter:7b-q4");
  EXPECT_EQ(named("https://models.example/lakelab/otter/"), "https://models.example/lakelab/otter");
}

TEST(BaseName, PathsOnADiskAreLocal) {
  for (const char* written : {"/home/me/out", "./out", "../otter", ".", "~/models/otter", "C:\\models\\otter", "D:/otter", "file:///otter", "runs/checkpoint-500", "checkpoint-1200", "data/models/otter/final"})
    EXPECT_EQ(named(written), "(local)") << written;
}

TEST(BaseName, PlaceholdersAndNonsenseAreNoNames) {
  for (const std::string& written : {std::string(""), std::string("  "), std::string("None"), std::string("null"), std::string("<base model>"), std::string("${BASE}"), std::string("[More Information Needed]"), std::string("https://huggingface.co/"),
                                     std::string("a\x1b[31mb"), std::string("a\nb"), std::string("\xff\xfe"), std::string(limits::kLineageNameBytes + 1, 'a')})
    EXPECT_EQ(named(written), "(none)") << written.substr(0, 40);
}

TEST(BaseName, SameBase) {
  EXPECT_TRUE(same_base("lakelab/Otter-7B", "LakeLab/otter-7b"));
  EXPECT_TRUE(same_base("Otter 7B", "lakelab/otter-7b"));
  EXPECT_FALSE(same_base("lakelab/otter-7b", "riverlab/otter-7b"));
  EXPECT_FALSE(same_base("lakelab/otter-7b", "lakelab/otter-7b-instruct"));
  EXPECT_FALSE(same_base("---", "lakelab/..."));
}

TEST(BaseName, AkinAreRepackagings) {
  EXPECT_TRUE(akin("riverlab/otter-7b-bnb-4bit", "lakelab/otter-7b"));
  EXPECT_TRUE(akin("lakelab/Otter-7B-GGUF", "lakelab/otter-7b"));
  EXPECT_FALSE(akin("lakelab/otter-7b-instruct", "lakelab/otter-7b"));
  EXPECT_FALSE(akin("lakelab/otter-13b", "lakelab/otter-7b"));
}

TEST(BaseName, RelatedAreLinksOfAChain) {
  EXPECT_TRUE(related("lakelab/otter-7b-instruct", "lakelab/otter-7b"));
  EXPECT_FALSE(related("lakelab/otter-7b", "riverlab/heron-7b"));
  EXPECT_FALSE(related("lakelab/o1", "lakelab/otto1-7b")) << "two letters stand in many names";
}

}  // namespace
}  // namespace aboveboard::lineage
