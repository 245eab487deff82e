"""Graphs: ONNX with its external data and custom operators, TensorFlow's file and Python operations, TFLite, CoreML, OpenVINO."""
import struct

from . import zips
from .case import BENIGN, CODE, HOSTILE, UNKNOWN, Case, benign, code, hostile, unknown
from .wire import Table, flatbuffer, message, varint

# ONNX (onnx/onnx.proto)

def value_info(name, shape=(2, 2)):
    dims = [message((1, size)) for size in shape]
    return message((1, name), (2, message((1, message((1, 1), (2, message((1, dims))))))))


def onnx_tensor(name="w", dims=(2, 2), kind=1, raw=bytes(16), external=None, location=None):
    entries = [message((1, key), (2, value)) for key, value in (external or {}).items()]
    return message((1, list(dims)), (2, kind), (8, name), (9, raw), (13, entries), (14, location))


def onnx_node(kind="MatMul", domain=None, inputs=("x", "w"), outputs=("y",), attributes=()):
    return message((1, list(inputs)), (2, list(outputs)), (3, "n"), (4, kind), (5, list(attributes)), (7, domain))


def onnx_model(nodes=None, tensors=None, domains=(), metadata=(), functions=()):
    graph = message((1, nodes or [onnx_node()]), (2, "g"), (5, [onnx_tensor()] if tensors is None else tensors), (11, value_info("x")), (12, value_info("y")))
    opsets = [message((1, ""), (2, 17))] + [message((1, domain), (2, 1)) for domain in domains]
    return message((1, 8), (2, "corpus"), (7, graph), (8, opsets), (14, [message((1, k), (2, v)) for k, v in metadata]), (25, list(functions)))


def outside(location, **more):
    return onnx_model(tensors=[onnx_tensor(raw=None, external={"location": location, "offset": "0", "length": "16", **more}, location=1)])


OUT = ("../weights.bin", "/etc/passwd", "a/../../weights.bin", "..\\weights.bin", "C:\\weights.bin", "\\\\host\\share\\w", "http://example.org/w",
       "file:///etc/passwd", "s3://bucket/w", "./../w", "a/b/../../../w",
       "//etc/passwd", "..")


def onnx_cases():
    for number, location in enumerate(OUT):
        yield hostile(f"onnx-outside-{number}", outside(location), f"external data at {location}", ".onnx")
    yield Case("onnx-symlink", {"m.onnx": outside("weights.bin")}, HOSTILE, "external data by a symbolic link that leads out",
               links={"weights.bin": "/etc/passwd"})
    yield Case("onnx-symlinked-folder", {"m.onnx": outside("data/passwd")}, HOSTILE, "external data in a folder that is a link", links={"data": "/etc"})
    yield Case("onnx-external", {"m.onnx": outside("weights.bin"), "weights.bin": bytes(16)}, BENIGN, "external data beside the model")
    yield Case("onnx-external-in-folder", {"m.onnx": outside("data/w.bin"), "data/w.bin": bytes(16)}, BENIGN, "external data below the model")
    yield Case("onnx-external-short", {"m.onnx": outside("weights.bin"), "weights.bin": bytes(8)}, HOSTILE, "external data that ends too early", rule="format/")
    for name, more in (("offset-huge", {"offset": str(2**63)}), ("offset-negative", {"offset": "-1"}), ("length-huge", {"length": str(2**64)}),
                       ("length-text", {"length": "abc"})):
        yield Case(f"onnx-external-{name}", {"m.onnx": outside("weights.bin", **more), "weights.bin": bytes(16)}, HOSTILE, "external data at no place",
                   rule="format/")
    yield Case("onnx-external-not-a-file", {"m.onnx": outside("")}, HOSTILE, "external data without a place")
    nested = onnx_node("If", attributes=[message((1, "then_branch"),
                                                 (6, message((1, onnx_node("Constant", inputs=(),
                                                                           attributes=[message((1, "value"), (5, onnx_tensor(raw=None,
                                                                                                                             external={"location": "/etc/passwd"}, location=1)), (20, 4))])),
                                                                                     (2, "b"))), (20, 5))])
    yield hostile("onnx-outside-in-a-branch", onnx_model(nodes=[nested]), "external data in a constant of a branch", ".onnx")
    body = message((1, "f"), (4, "x"), (5, "y"), (7, onnx_node("BertTokenizer", "ai.onnx.contrib", inputs=("x",))),
                   (9, message((1, "ai.onnx.contrib"), (2, 1))), (10, "local"))
    yield code("onnx-custom-domain", onnx_model(nodes=[onnx_node("PyOp", "ai.onnx.contrib")], domains=["ai.onnx.contrib"]),
               "an operator that Python code implements", ".onnx")
    yield code("onnx-custom-tokenizer", onnx_model(nodes=[onnx_node("BertTokenizer", "ai.onnx.contrib")], domains=["ai.onnx.contrib"]),
               "an operator of a package beside the runtime", ".onnx")
    yield code("onnx-custom-own", onnx_model(nodes=[onnx_node("Do", "my.company")], domains=["my.company"]), "an operator of a domain that is nobody's",
               ".onnx")
    yield code("onnx-custom-in-a-function", onnx_model(nodes=[onnx_node("f", "local")], domains=["local", "ai.onnx.contrib"], functions=[body]),
               "a custom operator in a function of the model", ".onnx")
    for name, data in (("cut", onnx_model()[:-5]), ("data-too-short", onnx_model(tensors=[onnx_tensor(raw=bytes(15))])), 
                       ("dims-overflow", onnx_model(tensors=[onnx_tensor(dims=(2**62, 2**62))])),
                       ("dims-negative", onnx_model(tensors=[onnx_tensor(dims=(-1, 4))])), 
                       ("initializer-twice", onnx_model(tensors=[onnx_tensor(), onnx_tensor()]))):
        yield hostile(f"onnx-{name}", data, "the checker refuses it", ".onnx", rule="format/")
    yield benign("onnx-plain", onnx_model(), "a matrix product", ".onnx")
    yield benign("onnx-metadata", onnx_model(metadata=[("author", "x"), ("license", "MIT")]), "with metadata", ".onnx")
    yield benign("onnx-domains", onnx_model(nodes=[onnx_node("ArrayFeatureExtractor", "ai.onnx.ml")], domains=["ai.onnx.ml"]),
                 "an operator of ONNX's own second domain", ".onnx")
    yield unknown("onnx-data-too-long", onnx_model(tensors=[onnx_tensor(raw=bytes(17))]), "a byte more than is needed", ".onnx")
    yield unknown("onnx-type-unknown", onnx_model(tensors=[onnx_tensor(kind=99)]), "a type that is not known yet", ".onnx")
    yield benign("onnx-no-tensors", onnx_model(nodes=[onnx_node(inputs=("x", "x"))], tensors=[]), "no initializers", ".onnx")
    yield hostile("onnx-in-zip", zips.write_files({"m.onnx": outside("../../w")}), "external data that leads out, in a zip", ".zip")


# TensorFlow (tensorflow/core/protobuf/saved_model.proto)

def tf_node(name, kind, attributes=()):
    return message((1, name), (2, kind), (5, [message((1, k), (2, v)) for k, v in attributes]))


def saved_model(*operators, functions=()):
    nodes = [tf_node(f"n{i}", kind) for i, kind in enumerate(("Placeholder", "VarHandleOp", "MatMul", *operators))]
    library = [message((1, message((1, "f"))), (3, [tf_node(f"f{i}", kind) for i, kind in enumerate(functions)]))] if functions else []
    graph = message((1, nodes), (2, message((1, library)) if library else None), (4, message((1, 1395))))
    return message((1, 1), (2, message((1, message((4, "serve"), (5, "2.15.0"))), (2, graph))))


HARMFUL = ("ReadFile", "WriteFile", "MatchingFiles", "PyFunc", "EagerPyFunc", "PyFuncStateless")


def tensorflow_cases():
    for kind in HARMFUL:
        for where, data in (("graph", saved_model(kind)), ("function", saved_model("StatefulPartitionedCall", functions=(kind,)))):
            yield Case(f"saved-model-{kind}-in-{where}", {"saved_model.pb": data}, HOSTILE, f"{kind} in a {where}", rule="danger/")
    restore = saved_model("SaveV2", "RestoreV2", "MergeV2Checkpoints", "ShardedFilename", "StringJoin", "StaticRegexFullMatch", "Const", "Identity", "NoOp",
                          "StatefulPartitionedCall",
                          functions=("MatMul", "BiasAdd", "Relu", "ReadVariableOp"))
    yield Case("saved-model-plain", {"saved_model.pb": restore}, BENIGN, "a saved model as it is written, which saves and restores itself")
    yield Case("saved-model-custom", {"saved_model.pb": saved_model("MyOwnOperation")}, UNKNOWN, "an operation that no TensorFlow has: they are many")
    yield Case("saved-model-cut", {"saved_model.pb": restore[:-20]}, UNKNOWN, "a saved model that is cut: no loader takes it")
    frozen = message((1, [tf_node("a", "Placeholder"), tf_node("b", "WriteFile")]), (4, message((1, 1395))))
    yield hostile("frozen-graph", frozen, "WriteFile in a graph without a saved model around it", ".pb", rule="danger/")


# TFLite (tensorflow/compiler/mlir/lite/schema/schema.fbs)

def tflite(codes=((0, None),), buffer=bytes(16), shape=(2, 2)):
    operators = [Table(s0=("b", min(number, 127)), s1=name, s2=("i", 1), s3=("i", number)) for number, name in codes]
    tensor = Table(s0=list(shape), s1=("b", 0), s2=("I", 1), s3="w")
    uses = [Table(s0=("I", i), s1=[0], s2=[0]) for i in range(len(codes))]
    graph = Table(s0=[tensor], s1=[0], s2=[0], s3=uses, s4="main")
    return flatbuffer(Table(s0=("I", 3), s1=operators, s2=[graph], s3="corpus", s4=[Table(), Table(s0=buffer)]), b"TFL3")


def tflite_cases():
    yield benign("tflite-plain", tflite(), "an ADD", ".tflite")
    yield code("tflite-custom", tflite(((32, "MyOwnOperation"),)), "a custom operation", ".tflite")
    for name in ("FlexPyFunc", "FlexEagerPyFunc", "FlexWriteFile", "FlexReadFile"):
        yield hostile(f"tflite-{name}", tflite(((0, None), (32, name))), f"{name}: TensorFlow's operation in TFLite", ".tflite", rule="danger/")
    sound = tflite()
    for name, data in (("cut", sound[: len(sound) // 2]), ("root-behind-the-end", struct.pack("<I", 2**31) + sound[4:]),
                       ("root-of-2-32", b"\xff\xff\xff\xff" + sound[4:]), ("buffer-too-short", tflite(buffer=bytes(8)))):
        yield hostile(f"tflite-{name}", data, "offsets that lead nowhere", ".tflite", rule="format/")
    yield hostile("tflite-shape-overflows", tflite(shape=(2**31 - 1, 2**31 - 1, 2**31 - 1)), "a shape whose product overflows", ".tflite", rule="format/")


def other_cases():
    described = message((1, message((1, "x"))))
    yield code("coreml-custom-model", message((1, 4), (2, described), (555, message((10, "MyModel")))), "a class of the application's own", ".mlmodel")
    layers = message((1, message((1, "l"), (500, message((10, "MyLayer"))))))
    yield code("coreml-custom-layer", message((1, 4), (2, described), (500, layers)), "a layer of the application's own", ".mlmodel")
    net = '<?xml version="1.0"?>\n<net name="m" version="11"><layers><layer id="0" name="x" type="Parameter" version="opset1"><output><port id="0"><dim>2</dim></port></output></layer>%s</layers><edges/></net>\n'
    weights = '<layer id="1" name="w" type="Const" version="opset1"><data element_type="f32" shape="2,2" offset="%s" size="%s"/><output><port id="0"><dim>2</dim><dim>2</dim></port></output></layer>'
    yield Case("openvino-plain", {"m.xml": (net % (weights % (0, 16))).encode(), "m.bin": bytes(16)}, BENIGN, "OpenVINO's model")
    yield Case("openvino-behind", {"m.xml": (net % (weights % (8, 16))).encode(), "m.bin": bytes(16)}, HOSTILE, "a constant that ends behind the file",
               rule="format/")
    yield Case("openvino-overflows", {"m.xml": (net % (weights % (2**64 - 8, 16))).encode(), "m.bin": bytes(16)}, HOSTILE, "a constant whose end overflows",
               rule="format/")
    entity = (net % "").replace("<net", '<!DOCTYPE net [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<net')
    yield Case("openvino-entity", {"m.xml": entity.encode()}, HOSTILE, "an entity that reads a file")
    bomb = (net % "").replace("<net", '<!DOCTYPE net [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<net')
    yield Case("openvino-entities", {"m.xml": bomb.encode()}, HOSTILE, "entities that grow")
    yield Case("openvino-extension", {"m.xml": (net % '<layer id="1" name="e" type="MyOwn" version="extension"/>').encode(), "m.bin": b""}, CODE,
               "a layer of a library of its own")
    yield unknown("protobuf-endless", varint(8) + b"\xff" * 11, "a varint that does not end", ".onnx")
    yield Case("executorch-cut", {"m.pte": b"\x10\0\0\0ET12" + bytes(3)}, UNKNOWN, "a cut ExecuTorch program")


def cases():
    for group in (onnx_cases, tensorflow_cases, tflite_cases, other_cases):
        yield from group()
