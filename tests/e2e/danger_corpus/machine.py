"""Hostile pickles by what they do to the machine that reads them: every opcode that finds, builds or calls, and what readers trip over."""
import base64
import struct

from . import hidden_names, opcodes as op
from .case import ANY, HOSTILE, Case, hostile

P2, P4 = op.proto(2), op.proto(4)
ECHO = op.text(op.ECHO)
OS_SYSTEM = op.global_("os", "system")


def calls():
    """Each opcode that makes an object look-up into a call."""
    yield "global-reduce-0", op.system() + op.STOP
    yield "global-reduce-posix", op.system("posix") + op.STOP
    yield "global-reduce-nt", op.system("nt") + op.STOP
    for number in range(6):
        yield f"global-reduce-claims-protocol-{number}", op.proto(number) + op.system() + op.STOP
    yield "stack-global-reduce", P4 + op.call(op.stack_global("os", "system"), op.ECHO) + op.STOP
    yield "stack-global-text-opcodes", P4 + op.call(op.unicode("os") + op.unicode("system") + op.STACK_GLOBAL, op.ECHO) + op.STOP
    yield "stack-global-binunicode8", P4 + op.call(op.text8("os") + op.text8("system") + op.STACK_GLOBAL, op.ECHO) + op.STOP
    yield "stack-global-old-strings", P4 + op.call(op.short_string("os") + op.binstring("system") + op.STACK_GLOBAL, op.ECHO) + op.STOP
    yield "stack-global-quoted-string", op.call(op.string("os") + op.string("system") + op.STACK_GLOBAL, op.ECHO) + op.STOP
    yield "inst", op.MARK + op.string(op.ECHO) + op.inst("os", "system") + op.STOP
    yield "inst-popen", op.MARK + op.string(op.ECHO) + op.inst("subprocess", "Popen") + op.STOP
    yield "obj", op.MARK + OS_SYSTEM + ECHO + op.OBJ + op.STOP
    yield "obj-stack-global", op.MARK + op.stack_global("os", "system") + ECHO + op.OBJ + op.STOP
    yield "newobj", P2 + op.global_("subprocess", "Popen") + ECHO + op.TUPLE1 + op.NEWOBJ + op.STOP
    yield "newobj-ex", P4 + op.global_("subprocess", "Popen") + ECHO + op.TUPLE1 + op.EMPTY_DICT + op.NEWOBJ_EX + op.STOP
    yield "newobj-ex-keywords", (P4 + op.stack_global("subprocess", "Popen") + op.EMPTY_TUPLE + op.EMPTY_DICT + op.text("args") + ECHO + op.SETITEM
                                 + op.NEWOBJ_EX + op.STOP)
    yield "reduce-empty", P2 + op.global_("pdb", "set_trace") + op.EMPTY_TUPLE + op.REDUCE + op.STOP
    yield "reduce-tuple2", P2 + op.global_("os", "execvp") + ECHO + op.EMPTY_LIST + op.TUPLE2 + op.REDUCE + op.STOP
    yield "reduce-unknown-argument", P2 + OS_SYSTEM + op.binget(0) + op.REDUCE + op.STOP
    yield "build-setstate", (P2 + op.global_("logging", "FileHandler") + op.EMPTY_TUPLE + op.NEWOBJ + op.EMPTY_DICT + op.text("stream") + ECHO + op.SETITEM
                             + op.BUILD + op.STOP)
    yield "build-on-class", P2 + op.global_("a_package", "Thing") + op.EMPTY_DICT + op.text("run") + OS_SYSTEM + op.SETITEM + op.BUILD + op.STOP
    yield "build-slots", (P2 + op.global_("a_package", "Thing") + op.EMPTY_TUPLE + op.NEWOBJ + op.NONE + op.EMPTY_DICT + op.text("x") + ECHO + op.SETITEM
                          + op.TUPLE2 + op.BUILD + op.STOP)
    yield "build-on-an-imported-class", (P2 + op.global_("argparse", "Namespace") + op.NONE + op.EMPTY_DICT + op.text("__eq__")
                                         + op.global_("builtins", "list") + op.SETITEM + op.TUPLE2 + op.BUILD + op.STOP)
    yield "build-on-an-imported-torch-class", (P2 + op.global_("torch", "Tensor") + op.NONE + op.EMPTY_DICT + op.text("__setstate__")
                                               + op.global_("builtins", "list") + op.SETITEM + op.TUPLE2 + op.BUILD + op.STOP)
    yield "build-on-an-imported-function", (P2 + op.global_("torch._utils", "_rebuild_tensor_v2") + op.NONE + op.EMPTY_DICT + op.text("__defaults__") + op.NONE
                                            + op.SETITEM + op.TUPLE2 + op.BUILD + op.STOP)
    yield "build-attribute-of-module", P2 + op.global_("sys", "modules") + op.EMPTY_DICT + op.text("os") + op.NONE + op.SETITEM + op.BUILD + op.STOP
    yield "build-plants-a-call", (P2 + op.global_("collections", "OrderedDict") + op.EMPTY_TUPLE + op.REDUCE + op.EMPTY_DICT + op.text("__class__") + OS_SYSTEM
                                  + op.SETITEM + op.BUILD + op.STOP)
    yield "setitem-on-modules", P2 + op.global_("sys", "modules") + op.text("json") + op.global_("os", "system") + op.SETITEM + op.STOP
    yield "append-calls-a-method", P2 + op.global_("a_package", "Sink") + op.EMPTY_TUPLE + op.REDUCE + ECHO + op.APPEND + op.STOP
    yield "additems-calls-a-method", P4 + op.global_("a_package", "Sink") + op.EMPTY_TUPLE + op.REDUCE + op.MARK + ECHO + op.ADDITEMS + op.STOP
    yield "defaultdict-factory", P2 + op.global_("collections", "defaultdict") + OS_SYSTEM + op.TUPLE1 + op.REDUCE + op.STOP


def chains():
    """Names that are put together by calls of what looks harmless."""
    getattr_ = op.global_("builtins", "getattr")
    yield "getattr", P2 + op.call(op.call(getattr_, op.global_("builtins", "object"), "__subclasses__"), b"") + op.STOP
    class_ = op.global_("transformers", "PreTrainedModel")
    yield "getattr-of-a-library-class", P2 + op.call(op.call(getattr_, class_, "from_pretrained"), "x/y") + op.STOP
    yield "getattr-of-a-library-class-dunder", P2 + op.call(op.call(getattr_, class_, "__init__"), "x") + op.STOP
    yield "getattr-of-a-plain-class", P2 + op.call(op.call(getattr_, op.global_("pathlib", "Path"), "unlink"),
                                                   op.call(op.global_("pathlib", "Path"), "x")) + op.STOP
    yield "getattr-dotted-text", P2 + op.call(getattr_, class_, "__init__.__globals__") + op.STOP
    yield "getattr-of-import", P2 + op.call(op.call(getattr_, op.call(op.global_("builtins", "__import__"), "os"), "system"), op.ECHO) + op.STOP
    yield "getattr-old-name", P2 + op.call(op.call(op.global_("__builtin__", "getattr"), op.global_("os", "path"), "os"), "system") + op.STOP
    yield "attrgetter", P2 + op.call(op.call(op.call(op.global_("operator", "attrgetter"), "system"), op.global_("os", "path.os")), op.ECHO) + op.STOP
    yield "methodcaller", (P2 + op.call(op.call(op.global_("operator", "methodcaller"), "system", op.ECHO),
                                        op.call(op.global_("importlib", "import_module"), "os")) + op.STOP)
    yield "methodcaller-not-called", P2 + op.call(op.global_("operator", "methodcaller"), "system", op.ECHO) + op.STOP
    yield "itemgetter-of-vars", P2 + op.call(op.call(op.global_("operator", "itemgetter"), "system"), op.global_("os", "__dict__")) + op.STOP
    yield "partial", P2 + op.call(op.call(op.global_("functools", "partial"), OS_SYSTEM, op.ECHO)) + op.STOP
    yield "partial-not-called", P2 + op.call(op.global_("functools", "partial"), OS_SYSTEM, op.ECHO) + op.STOP
    yield "reduce", (P2 + op.call(op.global_("functools", "reduce"), op.global_("builtins", "getattr"), op.MARK + op.global_("os", "path") + op.text("os")
                                  + op.text("system") + op.LIST) + op.STOP)
    yield "map", P2 + op.call(op.global_("builtins", "list"), op.call(op.global_("builtins", "map"), OS_SYSTEM, op.EMPTY_LIST + ECHO + op.APPEND)) + op.STOP
    yield "filter", (P2 + op.call(op.global_("builtins", "tuple"), op.call(op.global_("builtins", "filter"), OS_SYSTEM, op.EMPTY_LIST + ECHO + op.APPEND))
                     + op.STOP)
    yield "map-in-set", (P2 + op.call(op.global_("builtins", "set"), op.call(op.global_("builtins", "map"), OS_SYSTEM, op.EMPTY_LIST + ECHO + op.APPEND))
                         + op.STOP)
    yield "map-in-bytes", (P4 + op.call(op.stack_global("builtins", "bytes"),
                                        op.call(op.stack_global("builtins", "map"), OS_SYSTEM, op.EMPTY_LIST + ECHO + op.APPEND)) + op.STOP)
    yield "starmap-in-deque", P2 + op.call(op.global_("collections", "deque"), op.call(op.global_("itertools", "starmap"), OS_SYSTEM, op.EMPTY_LIST)) + op.STOP
    yield "iter-with-sentinel", (P2 + op.call(op.global_("builtins", "list"), op.call(op.global_("builtins", "iter"), op.global_("pdb", "set_trace"), op.NONE))
                                 + op.STOP)
    yield "counter-of-map", P2 + op.call(op.global_("collections", "Counter"), op.call(op.global_("builtins", "map"), OS_SYSTEM, op.EMPTY_LIST)) + op.STOP
    yield "sorted-by-key", P2 + op.call(op.global_("builtins", "sorted"), op.EMPTY_LIST + ECHO + op.APPEND, op.NONE, op.global_("os", "system")) + op.STOP
    yield "exec-of-text", P2 + op.call(op.global_("builtins", "exec"), "print('corpus')") + op.STOP
    yield "eval-of-compile", P2 + op.call(op.global_("builtins", "eval"), op.call(op.global_("builtins", "compile"), "1", "x", "eval")) + op.STOP
    yield "function-of-code", (P2 + op.call(op.global_("types", "FunctionType"), op.call(op.global_("marshal", "loads"), op.short_bytes(b"c\0\0")),
                                            op.EMPTY_DICT) + op.STOP)
    yield "call-of-a-result", P2 + op.call(op.call(op.global_("collections", "OrderedDict")), op.ECHO) + op.STOP
    yield "numpy-dtype-of-a-map", P2 + op.call(op.global_("numpy", "dtype"), op.call(op.global_("builtins", "map"), OS_SYSTEM, op.EMPTY_LIST)) + op.STOP
    yield "copyreg-reconstructor", (op.call(op.global_("copy_reg", "_reconstructor"), op.global_("subprocess", "Popen"), op.global_("__builtin__", "object"),
                                            op.NONE) + op.STOP)
    yield "copyreg-newobj", P2 + op.call(op.global_("copyreg", "__newobj__"), op.global_("subprocess", "Popen"), op.ECHO) + op.STOP
    yield "codecs-encode-builds-a-name", (P4 + op.call(op.text("os") + op.call(op.global_("_codecs", "decode"), op.short_bytes(b"flfgrz"), "rot13")
                                                       + op.STACK_GLOBAL, op.ECHO) + op.STOP)
    yield "torch-apply-hook", (P2 + op.call(op.global_("torch._utils", "_rebuild_parameter"), op.call(op.global_("os", "system"), op.ECHO), op.TRUE, op.NONE)
                               + op.STOP)
    yield "torch-python-method", (P2 + op.call(op.global_("torch._tensor", "_rebuild_from_type_v2"), OS_SYSTEM, op.global_("builtins", "object"),
                                               ECHO + op.TUPLE1, op.NONE) + op.STOP)
    yield "torch-wrapper-subclass", (P2 + op.call(op.global_("torch._tensor", "_rebuild_from_type"), OS_SYSTEM, op.global_("builtins", "object"),
                                                  ECHO + op.TUPLE1, op.EMPTY_DICT) + op.STOP)
    yield "enum-by-name", P2 + op.call(op.global_("builtins", "getattr"), op.global_("os", "environ"), "clear") + op.STOP


def streams():
    """Where a payload stands in a stream, and what stands around it."""
    payload = op.system()
    plain = P2 + op.EMPTY_DICT + op.text("a") + op.binint1(1) + op.SETITEM
    yield "no-stop", P2 + payload
    yield "no-stop-text", payload
    yield "cut-behind-reduce", plain + payload + op.POP + b"X\xff\xff\xff\x7f"
    yield "broken-behind-call", plain + payload + b"\xff\xff\xff"
    yield "stack-underflow-behind-call", payload + op.POP + op.POP + op.POP + op.STOP
    yield "unknown-opcode-behind-call", payload + b"\x00\x01"
    yield "memo-miss-behind-call", payload + op.binget(200) + op.STOP
    yield "invalid-utf-8-behind-call", payload + b"X\x02\x00\x00\x00\xff\xff" + op.STOP
    yield "string-without-quote-behind-call", payload + b"Sabc\n."
    yield "negative-length-behind-call", payload + b"T\xff\xff\xff\xff" + op.STOP
    yield "huge-length-behind-call", payload + b"\x8d" + b"\xff" * 8 + op.STOP
    yield "number-behind-call", payload + b"Iabc\n."
    yield "setitems-odd-behind-call", payload + op.EMPTY_DICT + op.MARK + op.NONE + op.SETITEMS + op.STOP
    yield "append-to-number-behind-call", payload + op.binint1(1) + op.NONE + op.APPEND + op.STOP
    yield "unhashable-key-behind-call", payload + op.EMPTY_DICT + op.EMPTY_LIST + op.NONE + op.SETITEM + op.STOP
    yield "second-pickle", plain + op.STOP + payload + op.STOP
    yield "second-pickle-protocol-2", plain + op.STOP + P2 + payload + op.STOP
    yield "third-pickle", (plain + op.STOP) * 2 + P4 + payload + op.STOP
    yield "second-behind-newline", plain + op.STOP + b"\n" + P2 + payload + op.STOP
    yield "second-behind-zeros", plain + op.STOP + b"\0" * 64 + P2 + payload + op.STOP
    yield "hundredth-pickle", (plain + op.STOP) * 99 + payload + op.STOP
    yield "behind-10000-pickles", (op.NONE + op.STOP) * 10_000 + P2 + payload + op.STOP
    yield "behind-stop", op.NONE + op.STOP + payload
    yield "behind-a-line-of-5000", op.unicode("x" * 5000) + op.POP + payload + op.STOP
    yield "behind-a-line-of-a-megabyte", op.unicode("x" * 1_000_000) + op.POP + payload + op.STOP
    yield "behind-many-lines", (op.int_("7") + op.POP) * 50_000 + payload + op.STOP
    yield "behind-many-opcodes", (op.NONE + op.POP) * 100_000 + payload + op.STOP
    yield "behind-a-long-text", op.text("x" * 70_000) + op.POP + payload + op.STOP
    yield "behind-a-list-of-numbers", op.MARK + op.int_("12345") * 5000 + op.LIST + op.POP + payload + op.STOP
    yield "behind-a-megabyte", P2 + op.text("x" * 1_000_000) + op.POP + payload + op.STOP
    yield "behind-200000-opcodes", P2 + (op.NONE + op.POP) * 100_000 + payload + op.STOP
    yield "junk-behind", payload + op.STOP + bytes(range(256))
    yield "opcodes-before", op.NONE + op.POP + op.MARK + op.POP_MARK + op.binint1(7) + op.POP + payload + op.STOP
    yield "many-protos", P2 * 50 + payload + op.STOP
    yield "proto-in-the-middle", plain + op.POP + P4 + payload + op.STOP
    yield "deep-tuples", P2 + payload + op.TUPLE1 * 100_000 + op.STOP
    yield "deep-marks", op.MARK * 100_000 + payload + op.STOP
    yield "text-lines-only", b"(lp0\nI1\naF1.5\na." + payload + op.STOP
    yield "long-one-before", P2 + op.long1(b"\xff" * 200) + op.POP + payload + op.STOP
    yield "negative-long4-before", P2 + payload + b"\x8b\xff\xff\xff\xff" + op.STOP
    yield "float-spelling-before", op.float_(" nan ") + op.POP + payload + op.STOP
    yield "int-underscore-before", op.int_("1_000") + op.POP + payload + op.STOP
    yield "int-hex-before", op.int_("0x10") + op.POP + payload + op.STOP
    yield "int-blank-before", op.int_(" 7 ") + op.POP + payload + op.STOP
    yield "int-boolean-before", op.int_("01") + op.POP + op.int_("00") + op.POP + payload + op.STOP
    yield "long-suffix-before", op.long_("12L") + op.POP + payload + op.STOP
    yield "long-digits-before", op.long_("9" * 5000) + op.POP + payload + op.STOP
    yield "put-text-number-before", op.NONE + op.put("00") + op.POP + payload + op.STOP
    yield "out-of-band-buffer", op.proto(5) + op.NEXT_BUFFER + op.READONLY_BUFFER + op.POP + payload + op.STOP
    yield "bytearray-before", op.proto(5) + op.bytearray8(b"abc") + op.POP + payload + op.STOP
    yield "escape-error-before", op.string("\\x4") + op.POP + payload + op.STOP


def frames():
    """Frames whose length is not what they say: the two unpicklers of the standard library part here."""
    body = op.call(op.stack_global("os", "system"), op.ECHO) + op.STOP
    yield "frame", P4 + op.framed(body)
    for off_by in (-1, -5, 1, 100):
        yield f"frame-off-by-{off_by:+}", P4 + op.framed(body, off_by)
    yield "frame-of-nothing", P4 + op.frame(0) + body
    yield "frame-of-one", P4 + op.frame(1) + body
    yield "frame-past-the-end", P4 + op.frame(2**40) + body
    yield "frame-in-a-frame", P4 + op.framed(op.framed(body))
    yield "frame-twice", P4 + op.framed(op.NONE + op.POP) + op.framed(body)
    yield "frame-hides-an-operand", P4 + op.frame(3) + b"X\x40\x00\x00\x00" + b"x" * 64 + op.POP + body
    yield "frame-ends-in-an-opcode", P4 + op.frame(2) + body
    yield "frame-in-protocol-0", op.framed(body)
    yield "frame-around-a-stop", P4 + op.framed(op.NONE + op.STOP + body)


def nested():
    """A pickle in a value of a pickle."""
    inner = P2 + op.system() + op.STOP
    textual = op.system() + op.STOP
    holder = P4 + op.EMPTY_DICT + op.text("blob")
    yield "in-bytes", holder + op.short_bytes(inner) + op.SETITEM + op.STOP
    yield "in-long-bytes", holder + op.bytes_(inner + b"\0" * 500) + op.SETITEM + op.STOP
    yield "in-bytes8", holder + op.bytes8(inner) + op.SETITEM + op.STOP
    yield "in-bytearray", op.proto(5) + op.EMPTY_DICT + op.text("blob") + op.bytearray8(inner) + op.SETITEM + op.STOP
    yield "in-text", holder + op.text(textual) + op.SETITEM + op.STOP
    yield "in-old-string", P2 + op.EMPTY_DICT + op.text("blob") + op.binstring(inner) + op.SETITEM + op.STOP
    yield "in-base64", holder + op.text(base64.b64encode(inner)) + op.SETITEM + op.STOP
    yield "in-base64-bytes", holder + op.bytes_(base64.b64encode(inner)) + op.SETITEM + op.STOP
    yield "in-base64-protocol-4", (holder + op.text(base64.b64encode(P4 + op.framed(op.call(op.stack_global("os", "system"), op.ECHO) + op.STOP))) + op.SETITEM
                                   + op.STOP)
    yield "in-bytes-in-bytes", holder + op.bytes_(holder + op.bytes_(inner) + op.SETITEM + op.STOP) + op.SETITEM + op.STOP
    yield "loads-of-bytes", P4 + op.call(op.stack_global("_pickle", "loads"), op.short_bytes(inner)) + op.STOP
    yield "torch-load-from-bytes", P4 + op.call(op.stack_global("torch.storage", "_load_from_bytes"), op.bytes_(inner)) + op.STOP


def names_of_files():
    """A text is a pickle under any name."""
    payload = op.system() + op.STOP
    for name in ("notes.txt", "weights.bin", "model.pt", "model", "data.dat", "README.md", "config.json", "model.safetensors", "model.gguf", "x.npy",
                 "vocab.csv", "w.ckpt", "a.joblib",
                 "image.png", "model.onnx", "model.h5", "a.yaml", "script.py", "page.html", "b.PKL", "weights.PTH", "a.tar", "a.zip", "a.gz", "noext.",
                 ".hidden"):
        label = name.replace(".", "-").strip("-").lower()
        yield f"text-named-{label}", {name: payload}
        yield f"binary-named-{label}", {name: P4 + op.framed(op.call(op.stack_global("os", "system"), op.ECHO) + op.STOP)}


def harm_without_a_call():
    """References, and what costs the reader dearly."""
    yield Case("reference-only", {"reference-only.pkl": P2 + OS_SYSTEM + op.STOP}, HOSTILE, "os.system is handed out as a value: no weights hold it")
    yield Case("reference-in-dict", {"reference-in-dict.pkl": P2 + op.EMPTY_DICT + op.text("f") + OS_SYSTEM + op.SETITEM + op.STOP}, HOSTILE,
               "os.system is a value of a dictionary")
    yield Case("reference-popped", {"reference-popped.pkl": P2 + op.global_("a_package_that_nobody_has", "thing") + op.POP + op.NONE + op.STOP}, HOSTILE,
               "an import runs a module of no known package")


GROUPS = ((calls, "calls on load"), (chains, "calls on load, by way of harmless names"), (hidden_names.names, "calls on load, under a name that is hidden"),
          (streams, "calls on load, however broken the rest is"),
          (frames, "calls on load in at least one unpickler"), (nested, "a pickle in the pickle calls on load"),
          (names_of_files, "is a pickle whatever its name says"))


def never_run():
    """No unpickler gets to the payload, so that nobody need be alarmed; it may be said all the same."""
    payload = op.system() + op.STOP
    yield "protocol-99", op.proto(99) + payload
    yield "call-of-a-text", P2 + op.call(ECHO, op.ECHO) + op.STOP
    yield "invalid-opcode-first", b"\xff" + payload
    yield "dup-of-nothing", op.DUP + payload
    yield "frame-of-2-64", P4 + op.frame(2**64 - 1) + payload


def cases():
    for name, data in never_run():
        yield Case(f"never-run-{name}", {f"never-run-{name}.pkl": data}, ANY, "no unpickler gets to the payload")
    for group, why in GROUPS:
        for name, data in group():
            label = name if group is not nested else f"nested-{name}"
            files = data if isinstance(data, dict) else {label + ".pkl": data}
            yield hostile(label, files, why, rule="danger/")
    # Bytes as protocols 0 to 2 write them: a value that nothing here unpickles, and which the machine does not put together.
    inner = (P2 + op.system() + op.STOP).decode("latin1")
    data = P2 + op.EMPTY_DICT + op.text("blob") + op.call(op.global_("_codecs", "encode"), inner, "latin1") + op.SETITEM + op.STOP
    yield Case("nested-in-latin1-text", {"nested-in-latin1-text.pkl": data}, ANY, "a pickle in a value that is made of text")
    yield from harm_without_a_call()
    yield hostile("billion-gets", P2 + op.system() + op.POP + op.NONE + op.binput(0) + op.POP + op.binget(0) * 100_000 + op.STOP,
                  "calls first, then fills the stack", rule="danger/")
    yield hostile("struct-of-longs", P2 + op.system() + b"\x8b" + struct.pack("<i", 2**31 - 1), "calls first, then asks for two gigabytes", rule="danger/")
