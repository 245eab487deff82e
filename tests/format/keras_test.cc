#include "format/keras/keras.h"

#include <gtest/gtest.h>

#include "builders.h"
#include "examined.h"
#include "zip_builder.h"

namespace aboveboard::testing {
namespace {

Examined config(std::string json) {
  return Examined(std::move(json), [](ByteSource& bytes, format::Examination& examination) {
    const auto text = read_all(bytes, 64u << 20);
    format::read_keras_config(*text, 100, examination);
  });
}

Examined archive(const std::vector<std::pair<std::string, std::string>>& members, std::vector<std::size_t>* handled = nullptr) {
  ZipBuilder zip;
  for (const auto& [name, data] : members) zip.parts.push_back({.name = name, .data = data});
  return Examined(
      zip.bytes(),
      [&](ByteSource& bytes, format::Examination& examination) {
        const auto opened = format::open_zip(bytes, examination);
        ASSERT_TRUE(opened);
        ASSERT_TRUE(format::is_keras_zip(*opened));
        const auto indices = format::read_keras_zip(bytes, *opened, examination);
        if (handled != nullptr) *handled = indices;
      },
      "model.keras");
}

std::string layers(const Examined& examined) {
  std::string all;
  for (const Construct& construct : examined.contents.constructs) all += (all.empty() ? "" : " ") + construct.name;
  return all;
}

constexpr std::string_view kDense = R"({"module": "keras", "class_name": "Sequential", "config": {"layers": [
  {"module": "keras.layers", "class_name": "Dense", "config": {"units": 1, "activation": "relu"}, "registered_name": null},
  {"module": "keras.layers", "class_name": "Dense", "config": {"units": 2}, "registered_name": null}]}, "registered_name": "Sequential"})";

TEST(Keras, NamesEveryClassOnce) {
  const Examined examined = config(std::string(kDense));
  EXPECT_EQ(examined.rules(), "");
  EXPECT_EQ(layers(examined), "keras.layers.Dense keras.Sequential");
  EXPECT_EQ(examined.construct("keras.layers.Dense")->count, 2u);
  EXPECT_EQ(examined.construct("keras.Sequential")->kind, ConstructKind::Layer);
  EXPECT_EQ(examined.construct("keras.Sequential")->byte, 100u);
}

TEST(Keras, NamesClassesWithoutModuleAndRegisteredOnes) {
  const Examined examined = config(R"({"class_name": "Sequential", "config": {"layers": [{"class_name": "mine>Layer", "config": {}}, {"module": "builtins",
    "class_name": "Twice", "registered_name": "mine>Twice"}]}})");
  EXPECT_EQ(layers(examined), "mine>Layer builtins.Twice Sequential");
  EXPECT_EQ(examined.construct("builtins.Twice")->detail, "registered as mine>Twice");
}

TEST(Keras, FindsLambdaBytecodeWhateverTheVersion) {
  const Examined three = config(R"({"keras_version": "3.99.0", "class_name": "Lambda", "config": {"function": {"class_name": "__lambda__", "config":
    {"code": "4wEAAAAAAAAA", "defaults": null, "closure": null}}}})");
  EXPECT_EQ(layers(three), "__lambda__ Keras Lambda bytecode Lambda");
  EXPECT_EQ(three.construct("Keras Lambda bytecode")->kind, ConstructKind::Program);
  EXPECT_EQ(three.construct("Keras Lambda bytecode")->detail, "4wEAAAAAAAAA");
  const Examined two = config(R"({"class_name": "Lambda", "config": {"function_type": "lambda", "module": "__main__", "function": ["4wEB", null, null]}})");
  ASSERT_NE(two.construct("Keras Lambda bytecode"), nullptr);
  EXPECT_EQ(two.construct("Keras Lambda bytecode")->detail, "4wEB");
  const Examined tuple = config(R"({"class_name": "Lambda", "config": {"function": {"class_name": "__tuple__", "items": ["4wEC", null, null]}, "function_type": "lambda"}})");
  ASSERT_NE(tuple.construct("Keras Lambda bytecode"), nullptr);
  EXPECT_EQ(tuple.construct("Keras Lambda bytecode")->detail, "4wEC");
  EXPECT_NE(config(R"({"class_name": "Lambda", "config": {"function": "f", "function_type": "function", "output_shape_type": "lambda", "output_shape": ["4wED"]}})")
                .construct("Keras Lambda bytecode"),
            nullptr);
}

TEST(Keras, NamesFunctions) {
  EXPECT_NE(config(R"({"module": "os", "class_name": "function", "config": "system", "registered_name": "system"})").construct("os.system"), nullptr);
  EXPECT_NE(config(R"({"registered_name": null, "config": "enable_unsafe_deserialization", "class_name": "function", "module": "keras.config"})")
                .construct("keras.config.enable_unsafe_deserialization"),
            nullptr);
  EXPECT_NE(config(R"({"class_name": "Lambda", "config": {"function": "run", "function_type": "function", "module": "helpers.shell"}})").construct("helpers.shell.run"),
            nullptr);
  EXPECT_NE(config(R"({"class_name": "__typespec__", "spec_name": "Popen", "module": "subprocess", "config": []})").construct("subprocess.Popen"), nullptr);
}

TEST(Keras, KeyOrderEscapesAndRepeatsHideNothing) {
  const Examined escaped = config(R"({"cl\u0061ss_name": "func\u0074ion", "config": "system", "module": "o\u0073"})");
  EXPECT_NE(escaped.construct("os.system"), nullptr);
  const Examined twice = config(R"({"class_name": "Dense", "module": "keras.layers", "class_name": "Lambda", "module": "os"})");
  for (const char* name : {"keras.layers.Dense", "keras.layers.Lambda", "os.Dense", "os.Lambda"}) EXPECT_NE(twice.construct(name), nullptr) << name;
  EXPECT_EQ(twice.rules(), "keras-duplicate-key keras-duplicate-key");
  EXPECT_NE(config(R"({"x": NaN, "class_name": "A"})").construct("A"), nullptr);
}

TEST(Keras, FindsPathsThatLayersOpen) {
  const Examined examined = config(R"({"class_name": "StringLookup", "config": {"vocabulary": "gs://bucket/words", "weights": "imagenet", "origin": "http://example.org/x.tgz",
    "name": "a/b"}})");
  ASSERT_NE(examined.construct("gs://bucket/words"), nullptr);
  EXPECT_EQ(examined.construct("gs://bucket/words")->kind, ConstructKind::OpensPath);
  EXPECT_EQ(examined.construct("gs://bucket/words")->detail, "vocabulary");
  EXPECT_NE(examined.construct("http://example.org/x.tgz"), nullptr);
  EXPECT_EQ(examined.construct("imagenet"), nullptr);
  EXPECT_EQ(examined.construct("a/b"), nullptr);
  EXPECT_EQ(config(R"({"class_name": "StringLookup", "config": {"vocabulary": ["a", "/etc"]}})").construct("/etc"), nullptr);
}

TEST(Keras, ExaminesWrappedTorchModules) {
  std::string seen;
  std::string name;
  const std::string json = R"({"class_name": "TorchModuleWrapper", "config": {"module": {"class_name": "__bytes__", "config": {"value": "gAROLg=="}}}})";
  Contents contents;
  Diagnostics notes;
  format::Budget budget;
  format::Examination examination("model.keras", contents, notes, budget, [&](ByteSource& bytes, format::Examination& member) {
    seen = *read_all(bytes, 100);
    name = member.member_name();
  });
  format::read_keras_config(json, 0, examination);
  EXPECT_EQ(seen, "\x80\x04N.");
  EXPECT_EQ(name, "(TorchModuleWrapper)");
}

TEST(Keras, RefusesTextThatIsNoJson) {
  const Examined examined = config(R"({"class_name": "Dense", )");
  EXPECT_EQ(examined.rules(), "keras-json");
  EXPECT_FALSE(examined.contents.valid);
  std::string deep = R"({"class_name": "A", "config": )";
  for (int i = 0; i < 200; ++i) deep += "[";
  EXPECT_EQ(config(deep).rules(), "keras-limit");
}

TEST(KerasZip, ReadsConfigurationAndMetadata) {
  std::vector<std::size_t> handled;
  const Examined examined = archive({{"metadata.json", R"({"keras_version": "3.4.1", "date_saved": "2024-07-01"})"}, {"config.json", std::string(kDense)}, {"assets/words.txt", "a"}},
                                    &handled);
  EXPECT_EQ(examined.rules(), "");
  EXPECT_EQ(examined.contents.formats, (std::vector<std::string>{"zip", "keras"}));
  EXPECT_EQ(examined.metadata("keras_version"), "3.4.1");
  EXPECT_EQ(examined.construct("keras.layers.Dense")->member, "config.json");
  EXPECT_EQ(handled, (std::vector<std::size_t>{0, 1}));
}

TEST(KerasZip, ReadsEveryConfigurationWhateverItsCase) {
  const Examined examined = archive({{"config.json", std::string(kDense)}, {"CONFIG.json", R"({"module": "os", "class_name": "function", "config": "system"})"}});
  EXPECT_NE(examined.construct("os.system"), nullptr);
  EXPECT_NE(examined.note("keras-configs"), nullptr);
}

TEST(KerasZip, ReadsConfigurationsInUtf16) {
  std::string wide;
  for (const char c : std::string(R"({"class_name": "Lambda"})")) wide += std::string(1, c) + '\0';
  const Examined examined = archive({{"config.json", wide}});
  EXPECT_NE(examined.construct("Lambda"), nullptr);
  EXPECT_EQ(examined.rules(), "keras-encoding");
}

TEST(KerasZip, LeavesOtherArchivesAlone) {
  std::vector<std::size_t> handled;
  const Examined examined = archive({{"config.json", R"({"model_type": "llama", // comment)"}}, &handled);
  EXPECT_EQ(examined.rules(), "");
  EXPECT_TRUE(handled.empty());
  EXPECT_EQ(examined.contents.formats, std::vector<std::string>{"zip"});
}

}  // namespace
}  // namespace aboveboard::testing
