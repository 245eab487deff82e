"""Modules, and the functions and classes of each that act: run, import, open, write, connect. A line that begins with blanks goes on with the module before it."""

STANDARD = """
os: system popen execv execve execl execlp spawnl spawnv spawnvp posix_spawn startfile fork kill killpg remove unlink rename renames replace rmdir removedirs
  mkdir makedirs symlink link
  chmod chown putenv open write dup2 truncate chdir chroot walk listdir getenv _exit abort
posix: system popen execv posix_spawn unlink
nt: system startfile
subprocess: Popen call run check_call check_output getoutput getstatusoutput
builtins: eval exec compile __import__ getattr setattr delattr open input breakpoint vars globals locals map filter print help
__builtin__: eval execfile file apply reload input raw_input
sys: exit settrace setprofile modules exc_info path_hooks
io: open FileIO open_code
_io: open FileIO
pty: spawn fork
pdb: run runcall runeval set_trace
bdb: Bdb.run
cProfile: run runctx
profile: run Profile.run
timeit: timeit repeat main
trace: Trace.run Trace.runctx
code: interact InteractiveInterpreter.runcode InteractiveConsole
codeop: compile_command
runpy: run_path run_module _run_code
importlib: import_module reload __import__
importlib.util: spec_from_file_location module_from_spec
importlib.machinery: SourceFileLoader ExtensionFileLoader
importlib._bootstrap: _load_unlocked
_imp: create_dynamic load_dynamic
imp: load_source load_dynamic load_module
pkgutil: resolve_name get_data walk_packages
pydoc: locate importfile pipepager tempfilepager safeimport
doctest: debug_script testfile run_docstring_examples
unittest.mock: _importer patch _patch
inspect: getattr_static getsource
types: FunctionType CodeType LambdaType MethodType
marshal: loads load
pickle: loads load Unpickler _loads
_pickle: loads Unpickler
cPickle: loads
shelve: open DbfilenameShelf
dbm: open
dbm.dumb: open
sqlite3: connect Connection
zipimport: zipimporter
zipfile: ZipFile ZipFile.extractall main
tarfile: open TarFile.extractall
shutil: rmtree move copy copytree copyfile make_archive unpack_archive chown
tempfile: NamedTemporaryFile mktemp TemporaryDirectory
pathlib: Path.write_text Path.unlink Path.open PosixPath.write_bytes
glob: glob
fileinput: FileInput input
linecache: getlines updatecache
codecs: open lookup
logging: FileHandler basicConfig
logging.config: dictConfig fileConfig listen
configparser: ConfigParser.read
mmap: mmap
fcntl: fcntl ioctl
socket: socket create_connection create_server socketpair
ssl: get_server_certificate
select: select
urllib.request: urlopen urlretrieve URLopener.open
urllib: urlopen urlretrieve
urllib2: urlopen
http.client: HTTPConnection HTTPSConnection
http.server: HTTPServer test
ftplib: FTP
smtplib: SMTP SMTP_SSL
telnetlib: Telnet
poplib: POP3
imaplib: IMAP4 IMAP4_stream
nntplib: NNTP
xmlrpc.client: ServerProxy
xmlrpc.server: SimpleXMLRPCServer
socketserver: TCPServer
asyncio: run create_subprocess_shell open_connection
asyncio.unix_events: _UnixSubprocessTransport._start
multiprocessing: Process Pool
multiprocessing.util: spawnv_passfds
multiprocessing.connection: Client Listener
multiprocessing.managers: BaseManager
concurrent.futures: ProcessPoolExecutor ThreadPoolExecutor
threading: Thread Timer
_thread: start_new_thread
sched: scheduler.run
signal: signal alarm raise_signal
atexit: register _run_exitfuncs
weakref: finalize
gc: get_objects
ctypes: CDLL cdll.LoadLibrary string_at memmove PyDLL pythonapi.system
_ctypes: dlopen call_function
faulthandler: _sigsegv _read_null
operator: attrgetter methodcaller call setitem
_operator: attrgetter methodcaller
functools: partial reduce partialmethod singledispatch cached_property
_functools: partial reduce
itertools: starmap accumulate
collections: namedtuple
copyreg: add_extension pickle
webbrowser: open get Mozilla
antigravity: webbrowser.open
platform: popen _syscmd_uname
commands: getoutput getstatusoutput
popen2: popen2
_posixsubprocess: fork_exec
_winapi: CreateProcess
winreg: SetValue
_osx_support: _read_output
_aix_support: _read_cmd_output
_pyrepl.pager: pipe_pager
site: addsitedir main
ensurepip: bootstrap _run_pip
venv: create main
zipapp: create_archive
py_compile: compile
compileall: compile_file
modulefinder: ModuleFinder.run_script
readline: read_init_file
cgitb: enable Hook
uu: decode
mailcap: findmatch
nturl2path: os.system
posixpath: os.system
distutils.spawn: spawn
distutils.core: run_setup
distutils.file_util: write_file copy_file
distutils.ccompiler: CCompiler.spawn
lib2to3.pgen2.grammar: Grammar.loads Grammar.load
lib2to3.pgen2.pgen: ParserGenerator.make_label
idlelib.pyshell: ModifiedInterpreter.runcode ModifiedInterpreter.runcommand
idlelib.run: Executive.runcode
idlelib.debugobj: ObjectTreeItem.SetText
idlelib.autocomplete: AutoComplete.get_entity
test.support.script_helper: assert_python_ok
wsgiref.simple_server: make_server
xml.sax: parse
xml.dom.minidom: parse
turtle: config_dict
tkinter: Tk TkVersion.eval
curses: wrapper
_testcapi: run_in_subinterp
_xxsubinterpreters: run_string
"""

PACKAGES = """
torch: load ops.load_library classes.load_library compile save from_file
torch.hub: load load_state_dict_from_url download_url_to_file _load_local
torch.serialization: load _legacy_load
torch.jit: load
torch.jit.unsupported_tensor_ops: execWrapper
torch.package: PackageImporter
torch.utils.cpp_extension: load load_inline
torch.utils.collect_env: run run_and_read_all
torch.utils.bottleneck.__main__: run_autograd_prof
torch.utils.data.datapipes.utils.decoder: basichandlers
torch.utils._config_module: ConfigModule.load_config
torch.utils.model_zoo: load_url
torch._dynamo.guards: GuardBuilder.get
torch._inductor.codecache: PyCodeCache.load compile_file
torch.fx.experimental.symbolic_shapes: ShapeEnv.evaluate_guards_expression
torch.fx.graph_module: _exec_with_source
torch.distributed.rpc: init_rpc
torch.distributed.elastic.multiprocessing: start_processes
torchvision.datasets.utils: download_url
torchaudio: load
numpy: load save fromfile memmap loadtxt genfromtxt DataSource
numpy.f2py: compile run_main
numpy.f2py.crackfortran: getlincoef myeval _eval_length
numpy.f2py.capi_maps: getinit
numpy.testing._private.utils: runstring
numpy.testing: rundocs
numpy.distutils.exec_command: exec_command
numpy.ctypeslib: load_library
numpy.lib.npyio: NpzFile
numpy.lib.utils: safe_eval
pandas: eval read_pickle read_csv read_html read_sql
pandas.io.pickle: read_pickle
pandas.io.common: get_handle
pandas.core.computation.eval: eval
pandas.util._print_versions: codecs.open
joblib: load
joblib.numpy_pickle: load
sklearn.externals.joblib: load
sklearn.datasets: load_files fetch_openml load_svmlight_file
sklearn.datasets._base: _fetch_remote
scipy.io: loadmat
scipy.weave: inline
tensorflow: py_function numpy_function io.read_file load_op_library
tensorflow.python.framework.load_library: load_op_library
tensorflow.keras.models: load_model
keras.models: load_model
keras.saving: load_model
keras.utils: get_file
keras.src.utils.file_utils: get_file
keras.config: enable_unsafe_deserialization
transformers: pipeline AutoModel.from_pretrained
transformers.dynamic_module_utils: get_class_from_dynamic_module get_class_in_module
huggingface_hub: hf_hub_download snapshot_download
datasets: load_dataset
diffusers: DiffusionPipeline.from_pretrained
dill: loads load
dill._dill: _create_function _create_code _import_module _eval_repr
cloudpickle: loads
cloudpickle.cloudpickle: _make_function _builtin_type subimport _make_skel_func
jsonpickle: decode
yaml: load unsafe_load full_load
ruamel.yaml: load
msgpack: unpackb
requests: get post request
requests.api: get
httpx: get
aiohttp: request
urllib3: PoolManager
paramiko: SSHClient
pexpect: spawn run
sh: Command
plumbum: local
invoke: run
fabric: Connection
psutil: Popen
IPython: start_ipython
IPython.utils.process: system getoutput
jinja2: Template
jinja2.environment: Template.render
mako.template: Template
django.core.management: call_command
django.utils.module_loading: import_string
flask: Flask.run
werkzeug.utils: import_string
gevent.subprocess: Popen
eventlet.green.subprocess: Popen
twisted.internet.utils: getProcessOutput
celery.utils.imports: instantiate
numba: jit
numba.core.serialize: _numba_unpickle
cffi: FFI
Cython.Build.Inline: cython_inline
pyximport: install
sympy: sympify lambdify
sympy.parsing.sympy_parser: parse_expr
numexpr: evaluate
mlflow.pyfunc: load_model
ray: init
fsspec: open
boto3: client
fastai.learner: load_learner
gensim.utils: unpickle
nltk: download
fire: Fire
hydra.utils: instantiate get_method
hydra._internal.instantiate._instantiate2: instantiate
omegaconf: OmegaConf.load OmegaConf.register_new_resolver
pkg_resources: run_script load_entry_point
setuptools.sandbox: run_setup
setuptools.command.easy_install: main
pip: main
pip._internal: main
pip._vendor.pkg_resources: load_entry_point
wandb: init
git: Repo.clone_from
docker: from_env
pymysql: connect
redis: Redis
sqlalchemy: create_engine
sentence_transformers.SentenceTransformer: SentenceTransformer
sentence_transformers.cross_encoder.CrossEncoder: CrossEncoder
ultralytics.nn.autobackend: AutoBackend
dgl.data.citation_graph: CoraGraphDataset
torchrl.data.datasets.d4rl: D4RLExperienceReplay
timm.data.readers.reader_hfds: ReaderHfds
a_package_that_nobody_has: run
helpers: load
__main__: run
utils: Config
"""
