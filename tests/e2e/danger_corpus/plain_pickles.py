"""Pickles that do no harm: state dictionaries, arrays, estimators, what the standard library writes of its data, and benign uses of what hostile ones abuse."""
import argparse
import base64
import collections
import datetime
import decimal
import fractions
import pathlib
import pickle
import types
import uuid

from . import opcodes as op, torch_files, values
from .case import benign, code, unknown
from .values import Call, Name, New, array, dtype, ordered, scalar

PROTOCOLS = range(6)
UNMARKED = ("none", "texts")  # of protocol 0 and 1: nothing tells them from other bytes


def standard():
    """Data of the standard library; written by the real pickler, since Python has all of it."""
    deep = []
    for _ in range(200):
        deep = [deep]
    shared = {"a": 1}
    cycle = [1]
    cycle.append(cycle)
    return {
        "none": None, "booleans": [True, False],
        "numbers": [0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, -(2**31), 2**63, -(2**63), 10**40, -(10**40), 1 << 4000],
        "floats": [0.0, -0.0, 1.5, 1e308, float("inf"), float("-inf"), float("nan")], "complex": 1 + 2j, "empty": [[], {}, (), "", b"", set(), frozenset()],
        "texts": ["plain", "Größe", "日本語", "\U0001f600", "line\nbreak", "tab\tquote'\"\\", "\x00\x1f", "\ud800", "x" * 300, "y" * 70_000],
        "bytes": [b"", b"abc", bytes(range(256)), b"z" * 300, b"w" * 70_000], "bytearray": bytearray(b"abc"), "set": {1, 2, 3}, "frozenset": frozenset("abc"),
        "tuples": [(1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)], "deep": deep, "shared": [shared, shared], "cycle": cycle, "wide": list(range(5000)),
        "table": {str(i): i for i in range(3000)},
        "ordered": collections.OrderedDict(a=1, b=2), "defaultdict-of-list": collections.defaultdict(list, a=[1]),
        "defaultdict-of-int": collections.defaultdict(int, a=1),
        "counter": collections.Counter("abracadabra"), "deque": collections.deque([1, 2], maxlen=5), "date": datetime.date(2026, 1, 2),
        "datetime": datetime.datetime(2026, 1, 2, 3, 4, 5, 6),
        "time": datetime.time(1, 2), "timedelta": datetime.timedelta(1, 2, 3), "timezone": datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc),
        "decimal": decimal.Decimal("1.5"),
        "fraction": fractions.Fraction(1, 3), "uuid": uuid.UUID(int=7), "path": pathlib.PurePosixPath("a/b"),
        "namespace": argparse.Namespace(lr=1e-4, name="run"),
        "simple-namespace": types.SimpleNamespace(a=1), "range": range(3), "slice": slice(1, 2),
        "types": [int, str, float, bool, list, dict, tuple, set, bytes, object],
        "ellipsis": ..., "none-type": type(None),
        "words-of-harm": {"os.system": "posix\nsystem\n", "eval": "__import__('os').system('echo')", "cmd": "cos\nsystem", "b": b"subprocess.Popen"},
        "config": {"model": {"hidden": 64, "layers": [1, 2]}, "optimizer": ("adam", {"lr": 0.1})}, "vocabulary": {f"token{i}": i for i in range(2000)},
    }


def arrays():
    fields = Call(values.DTYPE, "V12", False, True, state=(3, "|", None, ("a", "b"), {"a": (dtype("f8"), 0), "b": (dtype("i4"), 8)}, 12, 1, 16))
    new_names = Call(Name("numpy._core.multiarray", "_reconstruct"), values.NDARRAY, (0,), b"b", state=(1, (2,), dtype(), False, b"\0" * 16))
    from_buffer = Call(Name("numpy.core.numeric", "_frombuffer"), b"\0" * 16, dtype(), (2,), "C")
    objects = Call(values.RECONSTRUCT, values.NDARRAY, (0,), b"b", state=(1, (2,), dtype("O8", "|"), False, ["a", {"b": 1}]))
    masked = Call(Name("numpy.ma.core", "_mareconstruct"), Name("numpy.ma.core", "MaskedArray"), values.NDARRAY, (0,), b"b",
                  state=(1, (1,), dtype(), False, b"\0" * 8, b"\0", None))
    state = {"bit_generator": "MT19937", "state": {"key": array([1.0, 2.0]), "pos": 624}, "has_gauss": 0, "gauss": 0.0}
    generator = Call(Name("numpy.random._pickle", "__randomstate_ctor"), "MT19937", state=state)
    return {"array": array([1.0, 2.0, 3.0]), "arrays": {"a": array([1.0]), "b": array([2.0] * 100)}, "scalar": scalar(1.5), "dtype": dtype(),
            "structured": fields, "newer-numpy": new_names,
            "from-buffer": from_buffer, "array-of-objects": objects, "masked-array": masked, "random-state": generator,
            "scalar-in-newer-numpy": Call(Name("numpy._core.multiarray", "scalar"), dtype(), b"\0" * 8)}


def checkpoints():
    """What training writes beside weights; all of it is on PyTorch's own list of what a loader may build, or plain data."""
    size, device, layout = Name("torch", "Size"), Name("torch", "device"), Name("torch", "strided")
    nested = {"epoch": 3, "step": 1200, "model": values.state_dict(), "best": 0.25, "history": [{"loss": 1.5}]}
    optimizer = {"state": {0: {"step": 10, "exp_avg": values.tensor(0, (4,)), "exp_avg_sq": values.tensor(1, (4,))}},
                 "param_groups": [{"lr": 1e-4, "betas": (0.9, 0.999), "params": [0]}]}
    untyped = Call(Name("torch._utils", "_rebuild_tensor_v3"), values.Persistent("storage", Name("torch.storage", "UntypedStorage"), "0", "cpu", 16), 0, (4,),
                   (1,), False,
                   Call(values.ORDERED_DICT), Name("torch", "float8_e4m3fn"))
    quantized = Call(Name("torch._utils", "_rebuild_qtensor"), values.tensor(0, (4,), "QUInt8Storage").arguments[0], 0, (4,), (1,),
                     (Name("torch", "per_tensor_affine"), 0.1, 0), False, Call(values.ORDERED_DICT))
    sparse = Call(Name("torch._utils", "_rebuild_sparse_tensor"), Name("torch", "sparse_coo"),
                  (values.tensor(0, (2, 4), "LongStorage"), values.tensor(1, (4,)), Call(size, (4, 4)), True))
    parameter = Call(values.PARAMETER, values.tensor(0, (4,)), True, Call(values.ORDERED_DICT))
    names = ("Float", "Double", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool")
    kinds = {name: values.tensor(key, (4,), f"{name}Storage") for key, name in enumerate(names)}
    shared = values.tensor(0, (8, 4))
    return {"state-dict": values.state_dict(), "nested": nested, "optimizer": optimizer,
            "size-and-device": {"s": Call(size, (1, 2)), "d": Call(device, "cuda", 0), "l": layout, "t": Name("torch", "float16")},
            "untyped-storage": {"w": untyped}, "quantized": {"w": quantized}, "sparse": {"w": sparse}, "parameter": {"w": parameter}, "all-storages": kinds,
            "no-tensors": ordered(),
            "tied": {"a": shared, "b": shared}, "dunder-name": ordered(__proto__=values.tensor(0, (4,)))}


def training():
    """What trainers pickle beside the weights."""
    strategy, scheduler = Name("transformers.trainer_utils", "IntervalStrategy"), Name("transformers.trainer_utils", "SchedulerType")
    arguments = {"output_dir": "out", "learning_rate": 1e-4, "device": Call(Name("torch", "device"), "cpu"), "lr_scheduler_type": Call(scheduler, "linear")}
    # Python 3.11.0 to 3.11.3 write the member of an enumeration as getattr of its class.
    by_name = Call(Name("builtins", "getattr"), strategy, "STEPS")
    content = Call(Name("omegaconf.base", "ContainerMetadata"),
                   state={"ref_type": Name("typing", "Any"), "object_type": Name("builtins", "dict"), "optional": True, "key": None})
    omega = New(Name("omegaconf.dictconfig", "DictConfig"),
                state={"_metadata": content, "_content": {"lr": New(Name("omegaconf.nodes", "AnyNode"), state={"_val": 0.1})}})
    net = New(Name("ultralytics.nn.tasks", "DetectionModel"), state={"yaml": {"nc": 80}, "training": False, "_modules": ordered()})
    frame = New(Name("pandas.core.frame", "DataFrame"), state={"_typ": "dataframe", "attrs": {}})
    return {"training-arguments": New(Name("transformers.training_args", "TrainingArguments"),
                                      state={**arguments, "evaluation_strategy": Call(strategy, "steps")}),
            "training-arguments-of-python-3.11": New(Name("transformers.training_args", "TrainingArguments"),
                                                     state={**arguments, "evaluation_strategy": by_name}),
            "omegaconf": {"state_dict": ordered(), "hyper_parameters": omega}, "ultralytics": {"epoch": 1, "model": net}, "pandas": frame,
            "xgboost": New(Name("xgboost.sklearn", "XGBClassifier"), state={"n_estimators": 2, "_Booster": None})}


def libraries():
    """Objects of known libraries: to build them runs the library's code, which a reader of the report should know."""
    tree = Call(Name("sklearn.tree._tree", "Tree"), 3, array([1.0]), 1,
                state={"max_depth": 3, "node_count": 7, "nodes": array([0.0] * 7), "values": array([0.0])})
    forest = New(Name("sklearn.ensemble._forest", "RandomForestClassifier"),
                 state={"n_estimators": 2, "estimators_": [New(Name("sklearn.tree._classes", "DecisionTreeClassifier"), state={"tree_": tree})],
                                                                                  "_sklearn_version": "1.2.2"})
    logistic = New(Name("sklearn.linear_model._logistic", "LogisticRegression"), state={"C": 1.0, "coef_": array([0.1, 0.2]), "_sklearn_version": "1.2.2"})
    scaler = New(Name("sklearn.preprocessing._data", "StandardScaler"),
                 state={"mean_": array([0.0]), "n_samples_seen_": scalar(3.0), "_sklearn_version": "1.2.2"})
    pipeline = New(Name("sklearn.pipeline", "Pipeline"), state={"steps": [("scale", scaler), ("model", logistic)], "memory": None, "verbose": False})
    svm = New(Name("sklearn.svm._classes", "SVC"), state={"kernel": "rbf", "support_vectors_": array([1.0])})
    linear = New(Name("torch.nn.modules.linear", "Linear"), state={"training": True, "_parameters": ordered(), "in_features": 4})
    net = New(Name("torch.nn.modules.container", "Sequential"), state={"training": True, "_modules": ordered(**{"0": linear})})
    return {**training(), "sklearn-forest": forest, "sklearn-logistic": logistic, "sklearn-pipeline": pipeline, "sklearn-svm": svm, "torch-module": net,
            "sklearn-search": New(Name("sklearn.model_selection._search", "GridSearchCV"), state={"estimator": svm, "scoring": None}),
            "scipy-sparse": New(Name("scipy.sparse._csr", "csr_matrix"), state={"_shape": (1, 1), "data": array([1.0])})}


def odd_but_sound():
    """What hostile pickles abuse, put to honest use."""
    inner = pickle.dumps({"a": [1, 2, 3]}, 2)
    yield "two-pickles", pickle.dumps(1, 2) + pickle.dumps([2], 4)
    yield "hundred-pickles", b"".join(pickle.dumps({"i": i}, 2) for i in range(100))
    yield "pickle-in-bytes", pickle.dumps({"blob": inner}, 4)
    yield "pickle-in-base64", pickle.dumps({"blob": base64.b64encode(inner).decode()}, 4)
    yield "get-and-put-as-text", op.line(b"(lp0") + op.int_("5") + op.put("77") + b"a" + op.get("77") + b"a" + op.STOP
    yield "memo-overwritten", op.proto(2) + op.binint1(1) + op.binput(0) + op.POP + op.binint1(2) + op.binput(0) + op.STOP
    yield "dup", op.proto(2) + op.EMPTY_LIST + op.DUP + op.POP + op.STOP
    yield "mark-popped", op.proto(2) + op.MARK + op.NONE + op.POP_MARK + op.EMPTY_DICT + op.STOP
    yield "texts-escaped", op.proto(2) + op.unicode(r"Gr\u00f6\u00dfe \U0001f600") + op.string(r"a\x41\101\n\'") + op.TUPLE2 + op.STOP
    yield "old-strings", op.proto(2) + op.short_string("abc") + op.binstring("def") + op.TUPLE2 + op.STOP
    yield "text8-bytes8", op.proto(4) + op.text8("abc") + op.bytes8(b"def") + op.TUPLE2 + op.STOP
    yield "frames-one-each", op.proto(4) + op.framed(op.EMPTY_LIST + op.MEMOIZE) + op.framed(op.MARK + op.NONE + op.APPENDS) + op.framed(op.STOP)
    yield "sets", op.proto(4) + op.EMPTY_SET + op.MARK + op.binint1(1) + op.ADDITEMS + op.MARK + op.binint1(2) + op.FROZENSET + op.TUPLE2 + op.STOP
    yield "list-and-dict-of-marks", op.MARK + op.int_("1") + op.MARK + op.string("a") + op.NONE + op.DICT + op.LIST + op.STOP
    yield "inst-of-ordered-dict", op.MARK + op.inst("collections", "OrderedDict") + op.STOP


def cases():
    for name, value in standard().items():
        for protocol in PROTOCOLS:
            make = unknown if protocol < 2 and name in UNMARKED else benign
            yield make(f"{name}-{protocol}", pickle.dumps(value, protocol), f"data of the standard library, protocol {protocol}", ".pkl")
    for name, value in arrays().items():
        for protocol in PROTOCOLS:
            yield benign(f"{name}-{protocol}", values.dumps(value, protocol), f"NumPy's data, protocol {protocol}")
    for name, value in libraries().items():
        for protocol in PROTOCOLS:
            yield code(f"{name}-{protocol}", values.dumps(value, protocol), f"an object of a known library, protocol {protocol}")
    for name, data in odd_but_sound():
        yield (unknown if data[0] != 0x80 else benign)(name, data, "rare opcodes, no call of anything", ".pkl")
    for name, value in checkpoints().items():
        for protocol in (2, 4):
            yield benign(f"checkpoint-{name}-{protocol}", torch_files.zip_file(values.dumps(value, protocol), storages=values.storages_of(value)),
                         "a checkpoint", ".pt")
    for protocol in PROTOCOLS[1:]:  # protocol 0 has no place for the tuples that name storages
        yield benign(f"legacy-{protocol}", torch_files.legacy(protocol=protocol), "a legacy checkpoint", ".pth")
    yield unknown("long-tuple", pickle.dumps((None,) * 1_200_000, 2), "more on the stack than is kept: not examined at the most", ".pkl")
    loaded = Call(Name("torch.storage", "_load_from_bytes"), torch_files.legacy())
    yield benign("tensor-by-plain-pickle", values.dumps(loaded, 4), "pickle.dumps of a tensor: a legacy file in bytes", ".pkl")
