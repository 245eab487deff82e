// Verdicts on constructs, and the findings that they become.
#include "danger/judge.h"

#include <gtest/gtest.h>

#include "danger/danger.h"

namespace aboveboard::danger {
namespace {

Verdict verdict(ConstructKind kind, std::string name, std::string detail = "", const Surroundings& around = {}) {
  return judge_construct(Construct{kind, std::move(name), std::move(detail), "", 0, 1}, around);
}

TEST(DangerVerdicts, PlainDataIsNoFinding) {
  EXPECT_EQ(verdict(ConstructKind::Call, "torch._utils._rebuild_tensor_v2").rule, "");
  EXPECT_EQ(verdict(ConstructKind::Call, "collections.OrderedDict").rule, "");
  EXPECT_EQ(verdict(ConstructKind::Import, "torch.FloatStorage").rule, "");
  EXPECT_EQ(verdict(ConstructKind::Call, "__torch__.torch.nn.modules.linear.___torch_mangle_3.Linear").rule, "");
  EXPECT_EQ(verdict(ConstructKind::Operator, "tensorflow::MatMul").rule, "");
  EXPECT_EQ(verdict(ConstructKind::Operator, "tensorflow::SaveV2").rule, "");
  EXPECT_EQ(verdict(ConstructKind::Layer, "keras.layers.Dense").rule, "");
  EXPECT_EQ(verdict(ConstructKind::Layer, "Dense").rule, "");
  EXPECT_EQ(verdict(ConstructKind::OpensPath, "model.onnx_data").rule, "");
  EXPECT_EQ(verdict(ConstructKind::OpensPath, "assets/vocabulary.txt").rule, "");
  EXPECT_EQ(verdict(ConstructKind::OpensPath, "@model_path/weights/weight.bin").rule, "");
}

TEST(DangerVerdicts, LibraryCodeIsNoDanger) {
  EXPECT_EQ(verdict(ConstructKind::Call, "sklearn.tree._classes.DecisionTreeClassifier").rule, "loads-code/pickle-library");
  EXPECT_EQ(verdict(ConstructKind::Program, "TorchScript").rule, "loads-code/torchscript");
  EXPECT_EQ(verdict(ConstructKind::Program, "Python").rule, "loads-code/package");
  EXPECT_EQ(verdict(ConstructKind::Operator, "ai.onnx.contrib::BertTokenizer").rule, "loads-code/operator");
  EXPECT_EQ(verdict(ConstructKind::Operator, "tflite::MyOp").rule, "loads-code/operator");
  EXPECT_EQ(verdict(ConstructKind::Layer, "pack>Layer").rule, "loads-code/keras-library");
  EXPECT_EQ(verdict(ConstructKind::RemoteCode, "AutoModel", "modeling_x.Model").rule, "loads-code/own-files");
  EXPECT_EQ(verdict(ConstructKind::Target, "torch.nn.Linear").rule, "loads-code/target");
}

TEST(DangerVerdicts, FunctionsOfKerasAreWrittenAsBuiltins) {
  EXPECT_EQ(verdict(ConstructKind::Layer, "builtins.mean_squared_error").rule, "");
  for (const char* name : {"builtins.eval", "builtins.exec", "builtins.open", "builtins.getattr", "builtins.__import__", "builtins.compile"})
    EXPECT_EQ(verdict(ConstructKind::Layer, name).rule, "danger/keras-code") << name;
}

TEST(DangerVerdicts, TheRestIsDanger) {
  EXPECT_EQ(verdict(ConstructKind::Call, "posix.system").rule, "danger/pickle-call");
  EXPECT_EQ(verdict(ConstructKind::Import, "posix.system").rule, "danger/pickle-import");
  EXPECT_EQ(verdict(ConstructKind::Unresolved, "an extension code").rule, "danger/pickle-unresolved");
  EXPECT_EQ(verdict(ConstructKind::BrokenProgram, "it ends in the midst").rule, "danger/pickle-broken");
  for (const char* name : {"tensorflow::ReadFile", "tensorflow::WriteFile", "tensorflow::PyFunc", "tensorflow::EagerPyFunc", "tensorflow::PyFuncStateless", "tflite::FlexPyFunc", "tensorflow::MatchingFiles",
                           "tensorflow::DebugIdentityV2", "tensorflow::RpcCall", "tensorflow::ShellCommand", "aten::save", "image::read_file"})
    EXPECT_EQ(verdict(ConstructKind::Operator, name).rule, "danger/operator") << name;
  for (const char* name : {"Lambda", "keras.layers.Lambda", "__lambda__", "TorchModuleWrapper", "keras.layers.TorchModuleWrapper", "os.system", "builtins.eval", "keras.utils.get_file", "keras.saving.load_model",
                           "keras.config.enable_unsafe_deserialization", "keras.src.utils.file_utils.get_file", "my_package.MyLayer", "keras.layers.os.system", "keras.src.models.subprocess.Popen"})
    EXPECT_EQ(verdict(ConstructKind::Layer, name).rule, "danger/keras-code") << name;
  EXPECT_EQ(verdict(ConstructKind::Program, "marshalled Python code").rule, "danger/bytecode");
  for (const char* path : {"/etc/passwd", "../../x", "a/../../b", "..\\x", "C:\\x", "\\\\host\\share", "//host/x", "http://x/y", "gs://bucket/x", "file:x", "~/x", "$HOME/x", "a/.. /x"})
    EXPECT_EQ(verdict(ConstructKind::OpensPath, path).rule, "danger/opens-path") << path;
  EXPECT_EQ(verdict(ConstructKind::OpensPath, "entity.txt", "external entity").rule, "danger/opens-path");
  EXPECT_EQ(verdict(ConstructKind::RemoteCode, "library", "os.system").rule, "danger/remote-code");
  EXPECT_EQ(verdict(ConstructKind::RemoteCode, "AutoModel", "../x.Model").rule, "danger/remote-code");
  for (const char* name : {"os.system", "builtins.eval", "subprocess.Popen", "torch.load", "torch.hub.load", "evil.Thing", "nemo.core.os.system", "hydra.utils.call", "importlib.import_module"})
    EXPECT_EQ(verdict(ConstructKind::Target, name).rule, "danger/target") << name;
}

TEST(DangerVerdicts, FilesThatComeAlongAreNamedAsSuch) {
  const Surroundings around{{}, {"custom_st", "os"}};
  EXPECT_EQ(verdict(ConstructKind::RemoteCode, "module", "custom_st.Transformer", around).rule, "loads-code/own-files");
  EXPECT_EQ(verdict(ConstructKind::RemoteCode, "module", "os.system", around).rule, "danger/remote-code");
  EXPECT_EQ(verdict(ConstructKind::RemoteCode, "module", "other.Transformer", around).rule, "danger/remote-code");
  EXPECT_EQ(verdict(ConstructKind::RemoteCode, "module", "sentence_transformers.models.Pooling", around).rule, "");
  EXPECT_EQ(verdict(ConstructKind::Call, "custom_st.Net", "", around).rule, "loads-code/package");
  EXPECT_EQ(verdict(ConstructKind::Call, "os.system", "", around).rule, "danger/pickle-call");
}

std::vector<Finding> judged(std::vector<Construct> constructs) {
  ScannedSource source;
  ScannedFile file;
  file.path = "model.pt";
  file.contents.constructs = std::move(constructs);
  source.files.push_back(std::move(file));
  std::vector<ScannedSource> sources;
  sources.push_back(std::move(source));
  return judge(sources);
}

TEST(DangerFindings, NameMemberByteConstructAndEffect) {
  const auto findings = judged({{ConstructKind::Call, "posix.system", "\"echo hi\"", "archive/data.pkl", 17, 1}});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "danger/pickle-call");
  EXPECT_EQ(findings[0].level, FindingLevel::Error);
  EXPECT_EQ(findings[0].message, "model.pt!archive/data.pkl: unpickling it calls posix.system (\"echo hi\") at byte 17; it would run a command on the computer.");
  ASSERT_EQ(findings[0].evidence.size(), 1u);
  EXPECT_EQ(findings[0].evidence[0].path, "model.pt");
  EXPECT_EQ(findings[0].evidence[0].member, "archive/data.pkl");
  EXPECT_EQ(findings[0].evidence[0].byte, 17u);
  EXPECT_FALSE(findings[0].help.empty());
}

TEST(DangerFindings, ManyOfOneKindAreJoined) {
  std::vector<Construct> constructs;
  for (std::uint64_t i = 0; i < 100; ++i) constructs.push_back({ConstructKind::Call, "sklearn.a.Class" + std::to_string(i), "", "", i, 1});
  constructs.push_back({ConstructKind::Call, "os.system", "", "", 200, 1});
  const auto findings = judged(std::move(constructs));
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_NE(findings[0].message.find("96 more"), std::string::npos) << findings[0].message;
  EXPECT_LT(findings[0].evidence.size(), 20u);
  EXPECT_EQ(findings[1].rule, "danger/pickle-call");
}

TEST(DangerFindings, ProgramsOfOneArchiveAreJoined) {
  const auto findings = judged({{ConstructKind::Program, "TorchScript", "class A", "m/code/a.py", 0, 1}, {ConstructKind::Program, "TorchScript", "class B", "m/code/b.py", 0, 1}});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].message, "model.pt: it holds program text: TorchScript in m/code/a.py and TorchScript in m/code/b.py; they run in TorchScript's interpreter.");
  EXPECT_EQ(findings[0].evidence.size(), 2u);
}

TEST(DangerFindings, AreInTheOrderOfMembersAndBytes) {
  const auto findings = judged({{ConstructKind::Call, "os.system", "", "b", 5, 1}, {ConstructKind::Unresolved, "x", "", "a", 9, 1}, {ConstructKind::Import, "evil", "", "b", 1, 1}});
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[0].rule, "danger/pickle-unresolved");
  EXPECT_EQ(findings[1].rule, "danger/pickle-import");
  EXPECT_EQ(findings[2].rule, "danger/pickle-call");
}

TEST(DangerFindings, ControlCharactersAreSpelled) {
  const auto findings = judged({{ConstructKind::Call, std::string("os.sys\x1b[0m\0tem", 15), "\xff", "", 0, 1}});
  ASSERT_EQ(findings.size(), 1u);
  for (const char c : findings[0].message) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
}

}  // namespace
}  // namespace aboveboard::danger
