#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "detect/components_match.h"
#include "detect/components_rules.h"
#include "detect/release_of.h"

namespace aboveboard {
namespace {

using testing::component_of;
using testing::ReleaseOf;

ReleaseOf release_of(const detect::Example& example) {
  std::vector<MemoryFile> files;
  for (const auto& file : example.files) files.push_back({file.path, file.text});
  return ReleaseOf(example.role, std::move(files));
}

bool fires(const detect::Detector& detector, const ReleaseOf& release) {
  detect::ReleaseView view(release.sources());
  std::vector<detect::Hit> hits;
  detect::run_detector(detector, view, hits);
  return !hits.empty();
}

const detect::Detector* detector_of(const std::string& id) {
  for (const auto& rules : detect::component_rules()) {
    for (const auto& detector : rules.detectors) {
      if (detector.id == id) return &detector;
    }
  }
  return nullptr;
}

TEST(ComponentRules, AreWellFormed) { EXPECT_EQ(detect::check_component_rules(), std::vector<std::string>{}); }

TEST(ComponentRules, CoverTheClosedList) {
  std::set<ComponentId> covered;
  for (const auto& rules : detect::component_rules()) {
    covered.insert(rules.component);
    EXPECT_FALSE(rules.detectors.empty()) << to_string(rules.component);
  }
  EXPECT_EQ(covered.size(), kComponentCount);
}

TEST(ComponentRules, HoldOnTheirOwnExamples) {
  std::size_t examples = 0;
  for (const auto& one : detect::detector_examples()) {
    const detect::Detector* detector = detector_of(one.detector);
    ASSERT_NE(detector, nullptr) << one.detector;
    EXPECT_FALSE(one.fail.empty()) << one.detector << " has no example that fails";
    for (std::size_t i = 0; i < one.pass.size(); ++i, ++examples) EXPECT_TRUE(fires(*detector, release_of(one.pass[i]))) << one.detector << " pass " << i;
    for (std::size_t i = 0; i < one.fail.size(); ++i, ++examples) EXPECT_FALSE(fires(*detector, release_of(one.fail[i]))) << one.detector << " fail " << i;
  }
  EXPECT_GT(examples, 100u);
}

TEST(Components, GivesAllOfTheClosedListInItsOrder) {
  const auto components = detect_components(ReleaseOf(Role::Code, {{"README.md", "# Heron\n"}}).scope());
  ASSERT_EQ(components.size(), kComponentCount);
  for (std::size_t i = 0; i < components.size(); ++i) EXPECT_EQ(components[i].id, all_components()[i]);
}

TEST(Components, FindsNothingInAnEmptyReadme) {
  for (const auto& component : detect_components(ReleaseOf(Role::Code, {{"README.md", "# Heron\n"}}).scope())) {
    EXPECT_EQ(component.presence, Presence::NotFound) << to_string(component.id);
    EXPECT_TRUE(component.evidence.empty());
  }
}

TEST(Components, ClientOfAServiceHasNoModel) {
  const ReleaseOf release(Role::Code, {{"README.md", "# Kit\n\nThe library gives access to the Kit API.\n\n```python\nfrom kit import Kit\nclient = Kit(api_key=\"...\")\nclient.chat(model=\"kit-large\")\n```\n"},
                                       {"src/kit/_client.py", "class Kit:\n    def __init__(self, api_key, base_url):\n        self.base_url = base_url\n"},
                                       {"examples/chat_demo.py", "from kit import Kit\nclient = Kit(api_key=key)\nprint(client.generate())\n"}});
  for (const ComponentId id : {ComponentId::Parameters, ComponentId::InferenceCode, ComponentId::TrainingCode, ComponentId::Datasets, ComponentId::Architecture}) {
    EXPECT_EQ(component_of(release, id).presence, Presence::NotFound) << to_string(id);
  }
}

TEST(Components, LinkToAnotherModelIsNotThisModelsWeights) {
  const ReleaseOf release(Role::Code, {{"README.md", "# Heron\n\nHeron is compared with [Otter](https://huggingface.co/lakelab/otter-7b).\n"}});
  EXPECT_EQ(component_of(release, ComponentId::Parameters).presence, Presence::NotFound);
}

TEST(Components, PointerIsPartialAndSaysSo) {
  const ReleaseOf release(Role::Weights, {{"model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:" + std::string(64, 'a') + "\nsize 4096\n"}});
  const Component parameters = component_of(release, ComponentId::Parameters);
  EXPECT_EQ(parameters.presence, Presence::Partial);
  ASSERT_FALSE(parameters.evidence.empty());
  EXPECT_EQ(parameters.evidence[0].kind, EvidenceKind::Pointer);
}

TEST(Components, LineThatWithholdsIsDeclaredAbsent) {
  const ReleaseOf release(Role::Code, {{"README.md", "# Heron\n\nOur model answers questions.\n\nThe weights will not be released.\n"}});
  const Component parameters = component_of(release, ComponentId::Parameters);
  EXPECT_EQ(parameters.presence, Presence::DeclaredAbsent);
  ASSERT_FALSE(parameters.evidence.empty());
  EXPECT_EQ(parameters.evidence[0].line, 5u);
  EXPECT_EQ(parameters.evidence[0].quote, "The weights will not be released.");
}

TEST(Components, FineTuningScriptIsNoTrainingCode) {
  const ReleaseOf release(Role::Code, {{"README.md", "# Heron\n\n## Training\n\nTo train the model on your data, run train.py.\n"},
                                       {"train.py", "model = AutoModelForCausalLM.from_pretrained(args.model_name_or_path)\ntrainer = Trainer(model=model)\nloss.backward()\noptimizer.step()\n"},
                                       {"finetune/lora.sh", "torchrun train.py --model_name_or_path heron --lr 1e-4\n"}});
  EXPECT_EQ(component_of(release, ComponentId::TrainingCode).presence, Presence::NotFound);
  EXPECT_EQ(component_of(release, ComponentId::FineTuningRecipes).presence, Presence::Present);
}

TEST(Components, TrainingOfAToolInADataPipelineIsNoTrainingCode) {
  const ReleaseOf release(Role::Data, {{"README.md", "# Corpus\n\nWe train a model that finds names.\n"},
                                       {"names/train.py", "model = build_model(config)\nloss.backward()\noptimizer.step()\n"}});
  EXPECT_EQ(component_of(release, ComponentId::TrainingCode).presence, Presence::NotFound);
}

TEST(Components, SampleIsNotTheTrainingData) {
  const ReleaseOf release(Role::Data, {{"README.md", "# Corpus\n\nA data set of letters.\n"}, {"data/train_sample_1k.jsonl", "{\"text\": \"one\"}\n"}});
  EXPECT_NE(component_of(release, ComponentId::Datasets).presence, Presence::Present);
}

TEST(Components, EvidenceQuotesItsLine) {
  const std::string readme = "# Heron\n\nHeron was trained on [River Corpus](https://huggingface.co/datasets/riverlab/corpus).\n";
  const ReleaseOf release(Role::Code, {{"README.md", readme}});
  const Component datasets = component_of(release, ComponentId::Datasets);
  EXPECT_EQ(datasets.presence, Presence::Referenced);
  for (const Evidence& evidence : datasets.evidence) EXPECT_NE(readme.find(evidence.quote), std::string::npos);
}

TEST(Components, LoneFileLeavesTheRestUnlooked) {
  ReleaseOf release(Role::Weights, {{"model.safetensors", "no header"}});
  release.info(0).kind = "file";
  EXPECT_EQ(component_of(release, ComponentId::TrainingCode).presence, Presence::NotLooked);
}

TEST(Components, KeepsAtMostThreeEvidences) {
  std::vector<MemoryFile> files{{"README.md", "# Heron\n"}};
  for (int i = 0; i < 9; ++i) files.push_back({"eval/task" + std::to_string(i) + ".py", "def accuracy(a, b):\n    return sum(x == y for x, y in zip(a, b)) / len(b)\n"});
  const Component code = component_of(ReleaseOf(Role::Code, std::move(files)), ComponentId::EvaluationCode);
  EXPECT_EQ(code.presence, Presence::Present);
  EXPECT_EQ(code.evidence.size(), 3u);
}

}  // namespace
}  // namespace aboveboard
