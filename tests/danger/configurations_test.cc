// Configurations, templates and archives of releases, from their bytes to findings.
#include "danger/configurations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "danger/danger.h"
#include "danger/json_place.h"
#include "source/source.h"

namespace aboveboard::danger {
namespace {

struct Release {
  std::unique_ptr<Source> source;
  Diagnostics notes;
  std::vector<ScannedSource> sources;
  std::vector<Finding> findings;

  explicit Release(std::vector<MemoryFile> files) {
    SourceInfo info;
    info.name = "release";
    source = memory_source(std::move(info), std::move(files));
    sources.push_back(scan(*source, notes));
    findings = judge(sources);
  }
  std::string rules() const {
    std::string all;
    for (const Finding& finding : findings) all += (all.empty() ? "" : " ") + finding.rule;
    return all;
  }
  // Every quote stands in its file, at its lines.
  void check_quotes() const {
    for (const Finding& finding : findings) {
      EXPECT_FALSE(finding.message.empty());
      for (const Evidence& evidence : finding.evidence) {
        if (evidence.quote.empty()) continue;
        for (const ScannedFile& file : sources[0].files) {
          if (file.path != evidence.path) continue;
          const std::string text = file.document ? file.document->text : file.text;
          const LineIndex lines(text);
          const std::size_t begin = lines.start_of(*evidence.line);
          const std::uint64_t last = evidence.end_line.value_or(*evidence.line);
          const std::size_t end = last < lines.line_count() ? lines.start_of(last + 1) : text.size();
          EXPECT_NE(text.substr(begin, end - begin).find(evidence.quote), std::string::npos) << finding.rule << ": " << evidence.quote;
        }
      }
    }
  }
};

std::string rules_of(std::vector<MemoryFile> files) {
  const Release release(std::move(files));
  release.check_quotes();
  return release.rules();
}

constexpr const char* kPlain = "{% for m in messages %}{{ m.role }}: {{ m.content }}{% endfor %}";

TEST(Configurations, OrdinaryOnesAreNoFinding) {
  EXPECT_EQ(rules_of({{"config.json", R"({"model_type": "llama", "architectures": ["LlamaForCausalLM"], "trust_remote_code": false})"},
                      {"tokenizer_config.json", std::string(R"({"chat_template": ")") + kPlain + R"(", "auto_map": {}})"},
                      {"model_index.json", R"({"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.6", "unet": ["diffusers", "UNet2DConditionModel"], "safety_checker": ["stable_diffusion", "StableDiffusionSafetyChecker"], "feature_extractor": [null, null]})"},
                      {"unet/config.json", R"({"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.6", "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"]})"},
                      {"modules.json", R"([{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}])"},
                      {"train.yaml", "a: !!python/tuple [1, 2]\n# _target_: os.system\nb: \"!!python/object/apply:os.system\"\n"}}),
            "");
}

TEST(Configurations, AutoMapRunsFilesOfTheRelease) {
  const Release release(std::vector<MemoryFile>{{"config.json", "{\n  \"auto_map\": {\n    \"AutoConfig\": \"configuration_x.XConfig\",\n    \"AutoTokenizer\": [\"tokenization_x.X\", null]\n  }\n}\n"}});
  release.check_quotes();
  EXPECT_EQ(release.rules(), "loads-code/own-files");
  ASSERT_EQ(release.findings[0].evidence.size(), 2u);
  EXPECT_EQ(release.findings[0].evidence[0].line, 3u);
  EXPECT_EQ(release.findings[0].evidence[0].quote, "\"configuration_x.XConfig\"");
  EXPECT_EQ(release.findings[0].level, FindingLevel::Warning);
}

TEST(Configurations, AutoMapMayNameAnotherRepository) {
  EXPECT_EQ(rules_of({{"config.json", R"({"auto_map": {"AutoModel": "someone/other--modeling_x.Model"}})"}}), "loads-code/other-repository");
  EXPECT_EQ(rules_of({{"sub/preprocessor_config.json", R"({"auto_map": {"AutoProcessor": "someone\/other--processing.P"}})"}}), "loads-code/other-repository");
  EXPECT_EQ(rules_of({{"config.json", R"({"custom_pipelines": {"x": {"impl": "someone/other--pipe.P", "pt": ["AutoModel"]}}})"}}), "loads-code/other-repository");
  EXPECT_EQ(rules_of({{"config.json", R"({"trust_remote_code": true})"}}), "loads-code/own-files");
}

TEST(Configurations, PipelinesNameLibraries) {
  EXPECT_EQ(rules_of({{"model_index.json", R"({"_class_name": "P", "unet": ["os", "system"]})"}}), "danger/remote-code");
  EXPECT_EQ(rules_of({{"model_index.json", R"({"_class_name": ["my_pipeline", "P"]})"}, {"my_pipeline.py", "x = 1\n"}}), "loads-code/own-files");
  EXPECT_EQ(rules_of({{"model_index.json", R"({"unet": ["my_unet", "Net"]})"}, {"unet/my_unet.py", "x = 1\n"}}), "loads-code/own-files");
  EXPECT_EQ(rules_of({{"model_index.json", R"({"unet": ["my_unet", "Net"]})"}}), "danger/remote-code");
  EXPECT_EQ(rules_of({{"modules.json", R"([{"type": "custom_st.Transformer"}])"}, {"custom_st.py", "x = 1\n"}}), "loads-code/own-files");
  EXPECT_EQ(rules_of({{"modules.json", R"([{"type": "builtins.eval"}])"}}), "danger/remote-code");
  EXPECT_EQ(rules_of({{"adapter_config.json", R"({"auto_mapping": {"base_model_class": "system", "parent_library": "os"}})"}}), "danger/remote-code");
  EXPECT_EQ(rules_of({{"adapter_config.json", R"({"auto_mapping": {"base_model_class": "LlamaForCausalLM", "parent_library": "transformers.models.llama.modeling_llama"}})"}}), "");
}

TEST(Configurations, TargetsAreCalled) {
  EXPECT_EQ(rules_of({{"model_config.yaml", "model:\n  _target_: os.system\n  command: echo\n"}}), "danger/target");
  EXPECT_EQ(rules_of({{"model_config.yaml", "a: &x 1\nb: *x\nmodel: {\"_target_\" : 'builtins.eval'}\n"}}), "danger/target");
  EXPECT_EQ(rules_of({{"a.json", R"({"x": [{"_target_": "subprocess.Popen"}]})"}}), "danger/target");
  EXPECT_EQ(rules_of({{"a.json", R"({"x": [{"\u005ftarget_": "subprocess.Popen"}]})"}}), "danger/target");
  EXPECT_EQ(rules_of({{"a.yaml", "_target_: nemo.collections.asr.modules.ConformerEncoder\n"}}), "loads-code/target");
  EXPECT_EQ(rules_of({{"conf/a.yaml", "_target_: mymodel.net.Net\n"}, {"mymodel/net.py", "x = 1\n"}}), "loads-code/own-files");
}

TEST(Configurations, TagsOfYamlBuildObjects) {
  EXPECT_EQ(rules_of({{"a.yaml", "x: !!python/object/apply:os.system ['echo']\n"}}), "danger/yaml-tag");
  EXPECT_EQ(rules_of({{"a.yaml", "x: !<tag:yaml.org,2002:python/object/apply:os.system> ['echo']\n"}}), "danger/yaml-tag");
  EXPECT_EQ(rules_of({{"a.yaml", "%TAG !p! tag:yaml.org,2002:python/\n---\nx: !p!object/apply:os.system ['echo']\n"}}).substr(0, 15), "danger/yaml-tag");
  EXPECT_EQ(rules_of({{"a.yaml", "x: !!python/name:os.system\n"}}), "danger/yaml-tag");
  EXPECT_EQ(rules_of({{"a.yaml", "x: !!python/object:argparse.Namespace {}\n"}}), "");
}

TEST(ChatTemplates, AreReadWhereverTheyStand) {
  const std::string hostile = "{{ ''.__class__ }}";
  EXPECT_EQ(rules_of({{"tokenizer_config.json", R"({"chat_template": ")" + hostile + "\"}"}}), "danger/template");
  EXPECT_EQ(rules_of({{"tokenizer_config.json", R"({"chat_template": [{"name": "default", "template": "x"}, {"name": "tool_use", "template": ")" + hostile + "\"}]}"}}), "danger/template");
  EXPECT_EQ(rules_of({{"chat_template.json", R"({"chat_template": ")" + hostile + "\"}"}}), "danger/template");
  EXPECT_EQ(rules_of({{"chat_template.jinja", hostile}}), "danger/template");
  EXPECT_EQ(rules_of({{"additional_chat_templates/tool_use.jinja", "{{ messages[0].role }}" + hostile}}), "danger/template");
  EXPECT_EQ(rules_of({{"processor_config.json", R"({"chat_template": "{{ ''['\\x5f\\x5fclass__'] }}"})"}}), "danger/template");
}

TEST(ChatTemplates, ThoseOfWebPagesAreNot) {
  EXPECT_EQ(rules_of({{"web/templates/index.html.jinja", "{% extends 'base.html' %}{{ url_for('x') }}<script src=\"https://example.com\"></script>"}}), "");
}

TEST(ChatTemplates, AreQuotedAsTheFileSpellsThem) {
  const Release release(std::vector<MemoryFile>{{"tokenizer_config.json", "{\n \"x\": 1,\n \"chat_template\": \"\\u00e4\\n{{ x.__class__ }}\"\n}\n"}});
  release.check_quotes();
  ASSERT_EQ(release.rules(), "danger/template");
  EXPECT_EQ(release.findings[0].evidence[0].line, 3u);
  EXPECT_EQ(release.findings[0].evidence[0].quote.substr(0, 5), "x.__c");
}

TEST(ChatTemplates, PlacesInStringsCountEscapes) {
  const std::string text = R"({"k": "a\u00e4\ud83d\ude00\nz"})";
  const LineIndex lines(text);
  const std::string value = "a\xC3\xA4\xF0\x9F\x98\x80\nz";
  const auto [begin, end] = place_of_string(text, lines, 1, value);
  EXPECT_EQ(text.substr(begin, end - begin), R"("a\u00e4\ud83d\ude00\nz")");
  EXPECT_EQ(text[place_in_string(text, begin, value.size() - 1)], 'z');
  EXPECT_EQ(place_of_string(text, lines, 1, "other").second, 0u);
  EXPECT_EQ(place_of_string(text, lines, 9, value).second, 0u);
}

TEST(ChatTemplates, ThatDifferAreNoted) {
  const std::string config = R"({"chat_template": "{{ messages }}\n"})";
  EXPECT_EQ(rules_of({{"tokenizer_config.json", config}, {"chat_template.jinja", "{{ messages }}\r\n"}}), "");
  const Release release(std::vector<MemoryFile>{{"tokenizer_config.json", config}, {"chat_template.jinja", "{{ messages }}!"}});
  release.check_quotes();
  ASSERT_EQ(release.rules(), "template/differs");
  EXPECT_EQ(release.findings[0].level, FindingLevel::Note);
  EXPECT_EQ(release.findings[0].evidence.size(), 2u);
  EXPECT_EQ(rules_of({{"a/tokenizer_config.json", config}, {"b/chat_template.jinja", "{{ messages }}!"}}), "");
}

TEST(ChatTemplates, OfHeadersAreHeldAgainstTheTextsOfTheRelease) {
  ScannedSource source;
  ScannedFile weights, text;
  weights.path = "model.gguf";
  weights.contents.metadata = {{"tokenizer.chat_template", "{{ messages }}{{ x.__class__ }}", 100, 31}};
  text.path = "tokenizer/chat_template.jinja";
  text.text = "{{ messages }}";
  text.bytes = text.text.size();
  source.files.push_back(std::move(weights));
  source.files.push_back(std::move(text));
  std::vector<ScannedSource> sources;
  sources.push_back(std::move(source));
  const auto findings = judge(sources);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].rule, "danger/template");
  EXPECT_EQ(findings[0].evidence[0].byte, 117u);
  EXPECT_EQ(findings[1].rule, "template/differs");
}

TEST(ArchivesOfConfigurations, AreJudgedByMember) {
  ScannedSource source;
  ScannedFile file;
  file.path = "model.nemo";
  file.contents.texts = {{"./model_config.yaml", "encoder:\n  _target_: os.system\n"}};
  source.files.push_back(std::move(file));
  std::vector<ScannedSource> sources;
  sources.push_back(std::move(source));
  const auto findings = judge(sources);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "danger/target");
  EXPECT_EQ(findings[0].evidence[0].member, "./model_config.yaml");
  EXPECT_EQ(findings[0].evidence[0].byte, 21u);
  EXPECT_TRUE(findings[0].evidence[0].quote.empty());
}

TEST(Configurations, AreLimited) {
  std::string config = "{\"x\": [";
  for (int i = 0; i < 20'000; ++i) config += "{\"_target_\": \"evil" + std::to_string(i) + ".X\"},\n";
  config += "{}]}";
  const Release release(std::vector<MemoryFile>{{"a.json", config}});
  ASSERT_EQ(release.rules(), "danger/target");
  EXPECT_LT(release.findings[0].evidence.size(), 20u);
}

}  // namespace
}  // namespace aboveboard::danger
