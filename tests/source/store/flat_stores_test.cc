#include "source/store/flat_stores.h"

#include <gtest/gtest.h>

#include "support/opened_place.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

using testing::open_at;
using testing::Opened;
using testing::Paths;
using testing::ScratchDir;

TEST(LmStudio, NamesTheModelByItsFolders) {
  const ScratchDir scratch;
  scratch.write("models/lakelab/otter-7b/otter.gguf", "GGUF");
  Places places;
  places.stores.lm_studio = {(scratch.path() / "none").string(), (scratch.path() / "models").string()};
  const Opened opened = open_at(scratch.path() / "models/lakelab/otter-7b/", places);
  EXPECT_EQ(opened.source->info().kind, "lm-studio");
  EXPECT_EQ(opened.source->info().identity, "lakelab/otter-7b");
  EXPECT_EQ(open_at(scratch.path() / "models/lakelab", places).source->info().kind, "directory");
  EXPECT_EQ(open_at(scratch.path() / "models/lakelab/otter-7b").source->info().kind, "directory") << "no store was named";
}

TEST(LlamaCpp, NamesTheModelByTheRecordBesideIt) {
  const ScratchDir scratch;
  const std::string file = "lakelab_otter-GGUF_otter-q4.gguf", digest(64, '1');
  scratch.write(file, "GGUF");
  scratch.write(file + ".json", R"({"etag":"\")" + digest + R"(\"","url":"https://huggingface.co/lakelab/otter-GGUF/resolve/main/otter-q4.gguf"})");
  Places places;
  places.stores.llama_cpp = scratch.path().string();
  const Opened opened = open_at(scratch.path() / file, places);
  EXPECT_EQ(opened.paths(), Paths{file});
  EXPECT_EQ(opened.source->info().kind, "llama-cpp");
  EXPECT_EQ(opened.source->info().identity, "lakelab/otter-GGUF");
  EXPECT_EQ(opened.promised(file), "sha256:" + digest);
  EXPECT_EQ(open_at(scratch.path() / file).source->info().kind, "file") << "no cache was named";
}

TEST(LlamaCpp, NamesTheModelByItsManifest) {
  const ScratchDir scratch;
  scratch.write("lake_lab_otter_x.gguf", "GGUF");
  scratch.write("lake_lab_otter_x.gguf.etag", "\"" + std::string(64, '2') + "\"");
  scratch.write("manifest=lake_lab=otter=latest.json", "{}");
  scratch.write("manifest=lake=lab=latest.json", "{}");
  Places places;
  places.stores.llama_cpp = scratch.path().string();
  const Opened opened = open_at(scratch.path() / "lake_lab_otter_x.gguf", places);
  EXPECT_EQ(opened.source->info().identity, "lake_lab/otter");
  EXPECT_EQ(opened.promised("lake_lab_otter_x.gguf"), "sha256:" + std::string(64, '2'));
}

TEST(LlamaCpp, TakesNoIdentityFromAHostileRecord) {
  const ScratchDir scratch;
  Places places;
  places.stores.llama_cpp = scratch.path().string();
  int number = 0;
  for (const char* record : {"", "[1]", R"({"url":"https://huggingface.co/../../etc/resolve/main/x"})", R"({"url":"lakelab/otter/resolve/x"})", R"({"url":7,"etag":[]})", R"({"url":"https://h/a b/c/resolve/x"})"}) {
    const std::string file = std::to_string(++number) + ".gguf";
    scratch.write(file, "GGUF");
    scratch.write(file + ".json", record);
    const Opened opened = open_at(scratch.path() / file, places);
    EXPECT_EQ(opened.source->info().identity, "") << record;
    EXPECT_EQ(opened.promised(file), "");
  }
}

TEST(LlamaCpp, TakesTheFilesOfASplitModelTogether) {
  const ScratchDir scratch;
  for (const char* name : {"o-00001-of-00003.gguf", "o-00002-of-00003.gguf", "o-00003-of-00003.gguf", "o-00001-of-00002.gguf", "o.gguf", "p-00001-of-00003.gguf"}) scratch.write(name, "GGUF");
  Places places;
  places.stores.llama_cpp = scratch.path().string();
  EXPECT_EQ(open_at(scratch.path() / "o-00002-of-00003.gguf", places).paths(), (Paths{"o-00001-of-00003.gguf", "o-00002-of-00003.gguf", "o-00003-of-00003.gguf"}));
  EXPECT_EQ(open_at(scratch.path() / "o.gguf", places).paths(), Paths{"o.gguf"});
}

TEST(LlamaCpp, ReadsTheNamesOfParts) {
  const auto part = split_gguf_name("a-b-00002-of-00010.gguf");
  ASSERT_TRUE(part);
  EXPECT_EQ(part->stem, "a-b");
  EXPECT_EQ(part->number, 2u);
  EXPECT_EQ(part->count, 10u);
  for (const char* name : {"a.gguf", "-00001-of-00002.gguf", "a-00003-of-00002.gguf", "a-00000-of-00002.gguf", "a-0001-of-0002.gguf", "a-00001-of-0000x.gguf", "a-00001-of-00002.bin", "a_00001-of-00002.gguf"}) {
    EXPECT_FALSE(split_gguf_name(name)) << name;
  }
}

}  // namespace
}  // namespace aboveboard
