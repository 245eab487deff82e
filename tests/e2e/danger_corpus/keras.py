"""Keras: layers that carry code, classes of other packages, files that the loading opens; in a .keras archive and in HDF5, whatever version the file claims."""
import base64
import json
import pathlib

from . import opcodes as op, zips
from .case import BENIGN, CODE, HOSTILE, Case, benign, hostile, unknown

FIXTURES = pathlib.Path(__file__).resolve().parent / "fixtures"
MARSHALED = base64.b64encode(b"\xe3" + bytes(40) + b"d\0S\0" + bytes(30)).decode()
PAYLOAD = op.proto(2) + op.system() + op.STOP


def layer(name, module="keras.layers", registered=None, **config):
    return {"module": module, "class_name": name, "config": {"name": name.lower(), **config}, "registered_name": registered}


def dense(**config):
    return layer("Dense", units=2, activation="relu", **config)


def sequential(*layers):
    return {"module": "keras", "class_name": "Sequential",
            "config": {"name": "net", "trainable": True, "layers": [layer("InputLayer", batch_shape=[None, 2]), *layers]}, "registered_name": None}


def lambda_function():
    return {"class_name": "__lambda__", "config": {"code": MARSHALED, "defaults": None, "closure": None}}


def function(module, name):
    return {"module": module, "class_name": "function", "config": name, "registered_name": name}


def harmful():
    """(name, configuration, why)."""
    old = [MARSHALED, None, None]
    yield "lambda", sequential(layer("Lambda", function=lambda_function())), "a Lambda with bytecode"
    yield "lambda-old", sequential(layer("Lambda", module="keras.layers.core", function=old, function_type="lambda")), "a Lambda as Keras 2 writes it"
    yield "lambda-without-module", {"class_name": "Sequential",
                                    "config": {"layers": [{"class_name": "Lambda",
                                                           "config": {"function": old, "function_type": "lambda"}}]}}, "a Lambda, no module named"
    yield "lambda-nested", sequential(layer("TimeDistributed", layer=layer("Lambda", function=lambda_function()))), "a Lambda in a wrapper"
    yield "lambda-in-a-model", sequential(sequential(layer("Lambda", function=lambda_function()))), "a Lambda in a model in a model"
    yield "lambda-deep", sequential(*[layer("Bidirectional",
                                            layer=layer("Wrapper", layer=sequential(layer("Lambda", function=lambda_function()))))]), "a Lambda, deep"
    yield "bytecode-as-activation", sequential(dense(kernel_initializer=lambda_function())), "bytecode where an initializer belongs"
    for module, name in (("os", "system"), ("subprocess", "Popen"), ("builtins", "eval"), ("builtins", "exec"), ("shutil", "rmtree"),
                         ("importlib", "import_module"), ("pickle", "loads"), ("a_package", "Layer")):
        yield f"module-{module}-{name}", sequential({"module": module, "class_name": name, "config": {},
                                                     "registered_name": None}), f"a layer of the module {module}"
        if module != "a_package":
            yield f"registered-{module}-{name}", sequential({"module": "keras.layers", "class_name": name, "config": {},
                                                             "registered_name": f"{module}>{name}"}), f"{module}.{name} by a registered name"
        yield f"function-{module}-{name}", sequential(dense(bias_initializer=function(module, name))), f"a reference to the function {module}.{name}"
    yield "unsafe-switch", sequential(layer("Lambda", function=function("keras.config", "enable_unsafe_deserialization"))), "switches the safeguard off"
    yield "unsafe-switch-by-source", sequential({"module": "keras.src.config", "class_name": "enable_unsafe_deserialization", "config": {},
                                                 "registered_name": None}), "switches the safeguard off"
    yield "get-file", sequential({"module": "keras.utils", "class_name": "get_file", "config": {"origin": "http://example.org/x.tar", "extract": True},
                                  "registered_name": None}), "fetches and unpacks a file"
    yield "get-file-function", sequential(dense(kernel_initializer=function("keras.src.utils.file_utils", "get_file"))), "a reference to get_file"
    yield "load-model", sequential({"module": "keras.models", "class_name": "load_model", "config": {"filepath": "/tmp/x.h5"},
                                    "registered_name": None}), "loads another model"
    yield "torch-wrapper", sequential(layer("TorchModuleWrapper",
                                            module={"class_name": "__bytes__", "config": {"value": base64.b64encode(PAYLOAD).decode()}})), "a torch module as a pickle"
    for name, vocabulary in (("file", "/etc/passwd"), ("address", "http://example.org/vocabulary.txt"), ("relative", "../../secret.txt")):
        yield f"vocabulary-{name}", sequential(layer("StringLookup", vocabulary=vocabulary)), f"a vocabulary at {vocabulary}"
    yield "vocabulary-of-integers", sequential(layer("IntegerLookup", vocabulary="/etc/passwd")), "a vocabulary in a file"
    yield "vocabulary-of-texts", sequential(layer("TextVectorization", vocabulary="/etc/passwd")), "a vocabulary in a file"


def sound():
    yield "dense", sequential(dense())
    yield "layers", sequential(layer("Conv2D", filters=2), layer("BatchNormalization"), layer("Dropout", rate=0.5), layer("LSTM", units=2), layer("Flatten"),
                               layer("MultiHeadAttention", num_heads=2), dense())
    yield "initializers", sequential(dense(kernel_initializer={"module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": None},
                                                               "registered_name": None},
                                           kernel_regularizer={"module": "keras.regularizers", "class_name": "L2", "config": {"l2": 0.1},
                                                               "registered_name": None}))
    yield "wrapper", sequential(layer("Bidirectional", layer=layer("LSTM", units=2)))
    yield "nested-model", sequential(sequential(dense()))
    yield "vocabulary-listed", sequential(layer("StringLookup", vocabulary=["a", "b", "lambda", "/etc/passwd"]))
    yield "policy", sequential(dense(dtype={"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}))


def archive(config, version="3.3.3", **more):
    files = {"metadata.json": json.dumps({"keras_version": version, "date_saved": "2026-01-02@03:04:05"}).encode(), "config.json": json.dumps(config).encode(),
             "model.weights.h5": (FIXTURES / "weights.h5").read_bytes()}
    return zips.write_files({**files, **more})


def hdf5(config, kind="fixed"):
    """A Keras file of h5py's, its configuration replaced in place."""
    data = (FIXTURES / f"keras_{kind}.h5").read_bytes()
    text = json.dumps(config).encode()
    assert len(text) <= 2048, len(text)
    room = b"@" + b" " * 2046 + b"@"
    assert room in data
    return data.replace(room, text + b" " * (2048 - len(text)))


def cases():
    for name, config, why in harmful():
        yield hostile(f"{name}-keras", archive(config), why, ".keras", rule="danger/")
        yield hostile(f"{name}-h5", hdf5(config), f"{why}, in HDF5", ".h5", rule="danger/")
    for name, config in sound():
        yield benign(f"sound-{name}-keras", archive(config), "layers of Keras's own", ".keras")
        yield benign(f"sound-{name}-h5", hdf5(config), "layers of Keras's own, in HDF5", ".h5")
    bad = sequential(layer("Lambda", function=lambda_function()))
    for version in ("2.0.0", "3.0.0", "3.99.0", "99.0.0", "", "nonsense"):
        yield hostile(f"lambda-claims-version-{version or 'none'}", archive(bad, version), f"a Lambda in a file that claims version {version!r}", ".keras",
                      rule="danger/")
    yield hostile("lambda-text-attribute", hdf5(bad, "text"), "a Lambda in an attribute of variable length", ".h5", rule="danger/")
    yield hostile("lambda-deflated", zips.write_files({"metadata.json": b"{}", "config.json": json.dumps(bad).encode()}, deflate=True), "a Lambda, deflated",
                  ".keras", rule="danger/")
    yield hostile("lambda-no-metadata", zips.write_files({"config.json": json.dumps(bad).encode(), "model.weights.h5": (FIXTURES / "weights.h5").read_bytes()}),
                  "a Lambda in an archive without metadata", ".keras", rule="danger/")
    twice = [zips.Member("config.json", json.dumps(sequential(dense())).encode()), zips.Member("config.json", json.dumps(bad).encode())]
    yield hostile("config-twice", zips.write(twice), "two configurations", ".keras")
    yield hostile("pickle-in-keras", archive(sequential(dense()), **{"extra.pkl": PAYLOAD}), "a pickle in the archive", ".keras", rule="danger/")
    yield benign("sound-text-attribute", hdf5(sequential(dense()), "text"), "an attribute of variable length", ".h5")
    custom = sequential({"module": "my_package.layers", "class_name": "MyLayer", "config": {"units": 2}, "registered_name": "my_package>MyLayer"})
    yield Case("custom-layer-keras", {"m.keras": archive(custom)}, HOSTILE, "a class of a package that nobody knows is imported by name")
    registered = sequential({"module": None, "class_name": "MyLayer", "config": {"units": 2}, "registered_name": "Custom>MyLayer"})
    yield Case("registered-layer-keras", {"m.keras": archive(registered)}, CODE, "a class that the application must have registered")
    for name, verdict, why in (("weights", BENIGN, "arrays"), ("soft_link", BENIGN, "a link within the file"),
                               ("external_link", HOSTILE, "a link into another file"),
                               ("external_storage", HOSTILE, "an array whose bytes lie in another file"),
                               ("virtual", HOSTILE, "an array that is put together from another file")):
        yield Case(f"hdf5-{name.replace('_', '-')}", {f"{name}.h5": (FIXTURES / f"{name}.h5").read_bytes()}, verdict, why)
    whole = (FIXTURES / "weights.h5").read_bytes()
    yield hostile("hdf5-cut", whole[:1000], "a file that ends early", ".h5", rule="format/")
    yield hostile("hdf5-signature-only", whole[:8], "nothing behind the signature", ".h5", rule="format/")
    yield unknown("hdf5-version-unknown", whole[:8] + b"\x63" + whole[9:], "a version that is not known yet", ".h5")
    # A user block may stand before the signature.
    yield hostile("hdf5-behind-a-payload", (op.system() + op.STOP).ljust(512, b"\0") + hdf5(bad), "a pickle before HDF5, and a Lambda in it", ".h5",
                  rule="danger/")
