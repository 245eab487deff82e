// The lists of names: every rule's examples, and what no rule may ever let through.
#include "danger/rules.h"

#include <gtest/gtest.h>

#include <set>

#include "danger/names.h"

namespace aboveboard::danger {
namespace {

TEST(DangerRules, AreComplete) {
  for (const std::string& problem : check_rules()) ADD_FAILURE() << problem;
}

TEST(DangerRules, TakeTheirExamples) {
  std::set<std::string> ids;
  for (const RuleExamples& examples : rule_examples()) {
    EXPECT_TRUE(ids.insert(examples.id).second) << examples.id << " stands twice";
    EXPECT_FALSE(examples.pass.empty()) << examples.id;
    EXPECT_FALSE(examples.fail.empty()) << examples.id;
    for (const std::string& name : examples.pass) {
      EXPECT_TRUE(rule_takes(examples.id, name)) << examples.id << ": " << name;
      EXPECT_EQ(judge_name(examples.list, name).tier, examples.tier) << examples.id << ": " << name;
    }
    for (const std::string& name : examples.fail) EXPECT_FALSE(rule_takes(examples.id, name)) << examples.id << ": " << name;
  }
}

TEST(DangerRules, MembersOfEnumerationsAreWhatTheirClassIs) {
  EXPECT_EQ(judge_name("pickle", "__main__.Color.RED").tier, Tier::Library);
  for (const char* name : {"__main__.Color.red", "__main__.Color._X", "os.PathLike.NAME", "os.O_RDONLY", "a..B", ".A", "A.", "collections.OrderedDict.__init__"})
    EXPECT_EQ(judge_name("pickle", name).tier, Tier::Dangerous) << name;
}

TEST(DangerRules, WhatNoModelNeedsIsDangerousInPickles) {
  for (const char* name : {
           "os.system", "posix.system", "nt.system", "subprocess.Popen", "subprocess.call", "builtins.eval", "__builtin__.eval", "builtins.exec", "builtins.getattr", "builtins.__import__",
           "builtins.open", "builtins.compile", "builtins.map", "builtins.print", "runpy.run_path", "runpy._run_code", "importlib.import_module", "code.InteractiveInterpreter",
           "pty.spawn", "timeit.timeit", "timeit.main", "pdb.Pdb", "bdb.Bdb.run", "trace.Trace.run", "profile.run", "cProfile.run", "doctest.debug_script", "ctypes.CDLL", "socket.socket",
           "http.client.HTTPConnection", "urllib.request.urlopen", "requests.get", "ftplib.FTP", "smtplib.SMTP", "webbrowser.open", "shutil.rmtree", "tempfile.mkdtemp", "zipfile.ZipFile",
           "tarfile.open", "pickle.loads", "_pickle.loads", "marshal.loads", "operator.attrgetter", "operator.methodcaller", "operator.itemgetter", "functools.partial", "functools.reduce",
           "types.CodeType", "types.FunctionType", "multiprocessing.util.spawnv_passfds", "asyncio.subprocess.create_subprocess_shell", "asyncio.unix_events._UnixSubprocessTransport._start",
           "venv.create", "ensurepip._run_pip", "ensurepip.bootstrap", "pip.main", "pip._internal.main", "pydoc.pipepager", "pydoc.locate", "idlelib.pyshell.ModifiedInterpreter.runcode",
           "idlelib.debugobj.ObjectTreeItem.SetText", "idlelib.autocomplete.AutoComplete.fetch_completions", "lib2to3.pgen2.grammar.Grammar.loads", "lib2to3.pgen2.pgen.ParserGenerator.make_label",
           "distutils.file_util.write_file", "setuptools._distutils.spawn.spawn", "sqlite3.connect", "logging.config.dictConfig", "logging.FileHandler", "linecache.getline", "io.FileIO", "_io.open",
           "torch.load", "torch.hub.load", "torch.hub.load_state_dict_from_url", "torch.storage._load_from_bytes", "torch.jit.load", "torch.classes.load_library", "torch.ops.load_library",
           "torch.utils.bottleneck.__main__.run_autograd_prof", "torch.utils._config_module.ConfigModule.load_config", "torch.utils.data.datapipes.utils.decoder.basichandlers",
           "torch.utils.collect_env.run", "torch._dynamo.guards.GuardBuilder.get", "torch.jit.unsupported_tensor_ops.execWrapper", "torch.fx.experimental.symbolic_shapes.ShapeEnv.evaluate_guards_expression",
           "torch._inductor.codecache.compile_file", "torch.distributed.rpc.internal._internal_rpc_pickler", "torch.nn.modules.module.os.system", "torch.nn.modules.subprocess.Popen",
           "numpy.load", "numpy.f2py.crackfortran.myeval", "numpy.f2py.diagnose.run_command", "numpy.testing._private.utils.runstring", "numpy.distutils.exec_command", "numpy.core._multiarray_tests.x",
           "joblib.load", "joblib._dask.DaskDistributedBackend", "joblib.memory.MemorizedFunc", "sklearn.datasets._base.get_data_home", "sklearn.base.os.system", "sklearn.utils.np.DataSource",
           "pandas.read_pickle", "pandas.eval", "pandas.core.frame.DataFrame.query", "pandas.io.common.get_handle", "dill.loads", "dill._dill._create_function", "cloudpickle.cloudpickle._make_function",
           "collections.OrderedDict.__init__.__globals__", "collections.namedtuple", "collections.abc.os", "copyreg.add_extension", "codecs.open", "commands.getoutput", "site.main", "sys.exit",
           "nltk.data.load", "transformers.pipeline", "transformers.dynamic_module_utils.get_class_from_dynamic_module", "huggingface_hub.hf_hub_download", "yaml.unsafe_load", "hydra.utils.instantiate",
           "keras.models.load_model", "tensorflow.io.read_file", "numba.core.serialize._unpickle__CustomPickled", "__main__.payload", "evil.Payload", "models.yolo.Model", "os", "", ".", "a..b", "**", "<Class>",
           "Popen", "torch..system", "torch.nn.modules.", "sklearn.__init__.os", "sklearn.linear_model.__builtins__.eval", "torch.nn.Module.__reduce_ex__", "__torch__"}) {
    EXPECT_EQ(judge_name("pickle", name).tier, Tier::Dangerous) << name;
  }
}

TEST(DangerRules, EffectsOfKnownGadgetsAreTold) {
  EXPECT_NE(judge_name("pickle", "posix.system").effect.find("command"), std::string_view::npos);
  EXPECT_NE(judge_name("pickle", "builtins.exec").effect.find("Python code"), std::string_view::npos);
  EXPECT_NE(judge_name("pickle", "requests.api.get").effect.find("network"), std::string_view::npos);
  EXPECT_NE(judge_name("pickle", "builtins.open").effect.find("files"), std::string_view::npos);
  EXPECT_NE(judge_name("pickle", "webbrowser.open").effect.find("browser"), std::string_view::npos);
}

TEST(DangerNames, BracesAreAlternatives) {
  EXPECT_EQ(expand_braces("a.{b,c.d}.{e,f}").size(), 4u);
  EXPECT_EQ(expand_braces("a.b"), std::vector<std::string>{"a.b"});
  EXPECT_EQ(expand_braces("a.{b"), std::vector<std::string>{"a.{b"});
}

TEST(DangerNames, CarefulWildcardsStandForNoForeignPart) {
  const Foreign foreign{{"os", "np"}, {"Popen"}};
  NameSet names(&foreign);
  names.add("lib.**.<Class>");
  names.add("lib.{x,y}.make_*");
  EXPECT_TRUE(names.matches("lib.Net"));
  EXPECT_TRUE(names.matches("lib.a._b.Net"));
  EXPECT_TRUE(names.matches("lib.a._Net"));
  EXPECT_TRUE(names.matches("lib.y.make_it"));
  EXPECT_FALSE(names.matches("lib.a.net"));
  EXPECT_FALSE(names.matches("lib.os.Net"));
  EXPECT_FALSE(names.matches("lib.a.np.Net"));
  EXPECT_FALSE(names.matches("lib.a.Popen"));
  EXPECT_FALSE(names.matches("lib.__init__.Net"));
  EXPECT_FALSE(names.matches("lib.Net.__init__"));
  EXPECT_FALSE(names.matches("lib.a..Net"));
  EXPECT_FALSE(names.matches("other.lib.Net"));
}

TEST(DangerNames, LongNamesAreNoBurden) {
  const Foreign foreign;
  NameSet names(&foreign);
  names.add("a.**.b.**.<Class>");
  std::string name = "a";
  for (int i = 0; i < 100'000; ++i) name += ".b";
  EXPECT_FALSE(names.matches(name));
}

}  // namespace
}  // namespace aboveboard::danger
