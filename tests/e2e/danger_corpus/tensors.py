"""safetensors: each rule of the reference broken once, what it accepts, and files that are something else as well."""
import json
import pickle
import struct

from . import opcodes as op, torch_files, zips
from .case import benign, hostile, unknown

PAYLOAD = op.proto(2) + op.system() + op.STOP
WIDTHS = {"BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "U16": 16, "I16": 16, "F16": 16,
          "BF16": 16, "U32": 32, "I32": 32, "F32": 32,
          "U64": 64, "I64": 64, "F64": 64, "C64": 64, "F6_E2M3": 6, "F6_E3M2": 6, "F4": 4}


def file_of(header, data=b"", length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def tensor(begin=0, end=8, dtype="F32", shape=(2,)):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


def one(**changes):
    return file_of({"w": {**tensor(), **changes}}, bytes(8))


def two(first, second, size):
    return file_of({"a": first, "b": second}, bytes(size))


def framing():
    """The eight bytes, the header's bounds, and its text."""
    good = json.dumps({"w": tensor()}).encode()
    yield "seven-bytes", b"\x10\0\0\0\0\0\0"
    yield "header-behind-the-end", file_of(good, length=1000)
    yield "header-of-2-64", file_of(good, length=2**64 - 1)
    yield "header-of-2-63", file_of(good, length=2**63)
    yield "header-over-the-limit", file_of(good, length=100_000_001)
    yield "header-empty", struct.pack("<Q", 0) + bytes(8)
    yield "header-is-a-list", file_of(b"[]      ")
    yield "header-is-a-text", file_of(b'"abc"   ')
    yield "header-is-null", file_of(b"null    ")
    yield "header-is-cut", file_of(good[:-1], bytes(8))
    yield "header-with-text-behind", file_of(good + b" x", bytes(8))
    yield "header-with-second-object", file_of(good + b" {}", bytes(8))
    yield "header-padded-with-nul", file_of(good + b"\0\0", bytes(8))
    yield "header-not-utf-8", file_of(good.replace(b'"w"', b'"\xff"'), bytes(8))
    yield "header-with-overlong-utf-8", file_of(good.replace(b'"w"', b'"\xc0\xaf"'), bytes(8))
    yield "header-with-half-surrogate", file_of(good.replace(b'"w"', b'"\\ud800"'), bytes(8))
    yield "header-with-control-character", file_of(good.replace(b'"w"', b'"\x01"'), bytes(8))
    yield "header-with-comment", file_of(good.replace(b'"w"', b'/* */"w"'), bytes(8))
    yield "header-with-single-quotes", file_of(good.replace(b'"w"', b"'w'"), bytes(8))
    yield "header-with-trailing-comma", file_of(good[:-1] + b",}", bytes(8))
    yield "header-with-nan", file_of(good.replace(b"[2]", b"[NaN]"), bytes(8))
    yield "header-with-byte-order-mark", file_of(b"\xef\xbb\xbf" + good, bytes(8))
    yield "header-nested-deep", file_of(b'{"w":' + b"[" * 100_000 + b"]" * 100_000 + b"}")
    yield "key-twice", file_of(b'{"w":' + json.dumps(tensor()).encode() + b',"w":' + json.dumps(tensor()).encode() + b"}", bytes(8))
    yield "key-twice-escaped", file_of(b'{"w":' + json.dumps(tensor()).encode() + b',"\\u0077":' + json.dumps(tensor()).encode() + b"}", bytes(8))
    yield "field-twice", file_of(b'{"w":{"dtype":"F32","dtype":"U8","shape":[2],"data_offsets":[0,8]}}', bytes(8))
    yield "metadata-twice", file_of(b'{"__metadata__":{"a":"b"},"__metadata__":{},"w":' + json.dumps(tensor()).encode() + b"}", bytes(8))
    yield "metadata-number", file_of({"__metadata__": {"a": 1}, "w": tensor()}, bytes(8))
    yield "metadata-nested", file_of({"__metadata__": {"a": {"b": "c"}}, "w": tensor()}, bytes(8))
    yield "metadata-list", file_of({"__metadata__": ["a"], "w": tensor()}, bytes(8))
    yield "metadata-text", file_of({"__metadata__": "a", "w": tensor()}, bytes(8))


def tensors():
    """One tensor, or two, and the bytes they claim."""
    yield "tensor-is-a-list", file_of({"w": []})
    yield "tensor-is-a-number", file_of({"w": 1})
    for field in ("dtype", "shape", "data_offsets"):
        yield f"no-{field}".replace("_", "-"), file_of({"w": {k: v for k, v in tensor().items() if k != field}}, bytes(8))
    for name, value in (("unknown", "F31"), ("lower-case", "f32"), ("number", 1), ("null", None), ("empty", "")):
        yield f"dtype-{name}", one(dtype=value)
    for name, value in (("negative", [-2]), ("float", [2.0]), ("exponent", [2e0]), ("text", ["2"]), ("number", 2), ("nested", [[2]]), ("null", None),
                        ("too-large", [2**64]), ("boolean", [True])):
        yield f"shape-{name}", one(shape=value)
    for name, value in (("one", [8]), ("three", [0, 8, 8]), ("backwards", [8, 0]), ("negative", [-8, 0]), ("float", [0, 8.0]), ("text", ["0", "8"]),
                        ("number", 8), ("too-large", [0, 2**64])):
        yield f"offsets-{name}", one(data_offsets=value)
    yield "size-too-small", one(shape=[1])
    yield "size-too-large", one(shape=[3])
    yield "size-overflows", one(shape=[2**32, 2**32, 2])
    yield "size-overflows-to-fit", one(shape=[2**62 + 2])
    yield "size-overflows-with-zero", file_of({"w": tensor(0, 0, shape=[2**63, 4, 0])})
    yield "bits-no-whole-byte", file_of({"w": tensor(0, 1, "F4", [3])}, bytes(1))
    yield "hole-at-the-start", file_of({"w": tensor(8, 16)}, bytes(16))
    yield "hole-between", two(tensor(0, 8), tensor(16, 24), 24)
    yield "overlap", two(tensor(0, 8), tensor(4, 12), 12)
    yield "same-bytes", two(tensor(0, 8), tensor(0, 8), 8)
    yield "behind-the-file", file_of({"w": tensor()}, bytes(4))
    yield "no-data", file_of({"w": tensor()})
    yield "far-behind-the-file", file_of({"w": tensor(0, 2**62, "U8", [2**62])}, bytes(8))
    yield "trailing-byte", file_of({"w": tensor()}, bytes(9))
    yield "trailing-bytes-without-tensors", file_of({}, bytes(8))


def pickle_polyglot():
    """A valid safetensors file that pickle.load runs: the header's length is SHORT_BINSTRING, each piece of the tensor's name the operand of another."""
    first = 20                                   # bytes of the first string: the other six of the length, and the header's beginning
    length = 0x55 + 256 * first
    head, piece = b'{"' + b"A" * (first - 8), b"U~" + b"A" * 126
    data = b"B" * 73 + op.system() + op.STOP
    data += bytes(-len(data) % 8)
    tail = f'":{{"dtype":"U8","shape":[{len(data)}],"data_offsets":[0,{len(data)}]}}}}'.encode()
    room = length - len(head)
    pieces, left = divmod(room, 128)
    header = head + piece * pieces + b"U~" + b"A" * (left - 2 - len(tail)) + tail
    assert len(header) == length and left - 2 + 73 >= 126
    cut = 128 - left                             # what the last string takes of the data
    return struct.pack("<Q", length) + header + b"B" * cut + data[73:] + bytes(73 - cut)


def polyglots():
    valid = file_of({"w": tensor()}, bytes(8))
    inner = zips.write_files({"archive/data.pkl": PAYLOAD, "archive/version": b"3\n"})
    yield hostile("zip-behind", valid + inner, "a zip behind the last tensor", ".safetensors")
    yield hostile("pickle-behind", valid + PAYLOAD, "a pickle behind the last tensor", ".safetensors")
    yield hostile("zip-in-a-tensor", file_of({"w": tensor(0, len(inner), "U8", [len(inner)])}, inner),
                  "valid, and a zip that PyTorch loads: its end is the last tensor", ".safetensors", rule="danger/")
    yield hostile("pickle-and-safetensors", pickle_polyglot(), "valid, and a pickle that calls", ".safetensors", rule="danger/")
    yield hostile("stack-global-stop", b"\x93." + bytes(6) + b"{}", "a header's length that reads as an opcode and STOP", ".safetensors")
    torch = torch_files.zip_file(PAYLOAD)
    yield hostile("torch-named-safetensors", {"model.safetensors": torch}, "a torch file under the name of a safe one", rule="danger/")
    yield hostile("safetensors-in-zip", zips.write_files({"model.safetensors": file_of({"w": tensor(8, 16)}, bytes(16))}), "an invalid file in a zip", ".zip",
                  rule="format/")


def sound():
    yield "one", file_of({"w": tensor()}, bytes(8))
    yield "none", file_of({})
    yield "none-but-metadata", file_of({"__metadata__": {"format": "pt"}})
    yield "padded", file_of(json.dumps({"w": tensor()}).encode() + b" " * 7, bytes(8))
    yield "scalar", file_of({"w": tensor(0, 4, shape=[])}, bytes(4))
    yield "zero-size", file_of({"w": tensor(0, 0, shape=[0, 5])})
    yield "zero-size-between", file_of({"a": tensor(0, 8), "b": tensor(8, 8, shape=[0]), "c": tensor(8, 16)}, bytes(16))
    yield "any-order", file_of({"b": tensor(8, 16), "a": tensor(0, 8)}, bytes(16))
    yield "escapes", file_of({"gr\u00f6\u00dfe \U0001f600": tensor()}, bytes(8))
    yield "metadata", file_of({"__metadata__": {"format": "pt", "ss_base_model": "x", "note": "cos\nsystem\n(S'echo'\ntR."}, "w": tensor()}, bytes(8))
    at, tensors_of_all = 0, {}
    for dtype, bits in WIDTHS.items():
        tensors_of_all[dtype.lower()] = tensor(at, at + bits, dtype, [8])
        at += bits
    yield "all-dtypes", file_of(tensors_of_all, bytes(at))
    yield "many", file_of({f"layer.{i}.weight": tensor(8 * i, 8 * i + 8) for i in range(3000)}, bytes(24_000))
    yield "pickle-like-data", file_of({"w": tensor(0, 16, shape=[4])}, (pickle.dumps({"a": 1}, 2) + bytes(16))[:16])


def msgpack_cases():
    """Flax: a map of texts to arrays, each an extension of type 1 that holds (shape, dtype, bytes)."""
    array = b"\x93" + b"\x91\x02" + b"\xa7float32" + b"\xc4\x08" + bytes(8)
    extension = b"\xc7" + bytes([len(array)]) + b"\x01" + array
    good = b"\x81\xa6params\x81\xa6kernel" + extension
    yield benign("flax", good, "Flax's msgpack", ".msgpack")
    for name, data in (("cut", good[:-3]), ("map-of-2-32", b"\xdf\xff\xff\xff\xff\xa1a" + extension),
                       ("bytes-of-2-32", b"\x81\xa1a\xc6\xff\xff\xff\xff" + bytes(4))):
        yield unknown(f"flax-{name}", data, "broken msgpack; may not be known as one", ".msgpack")
    wrong = extension.replace(b"\x91\x02", b"\x91\x03")
    yield hostile("flax-size", b"\x81\xa6params\x81\xa6kernel" + wrong, "an array whose bytes do not fit its shape", ".msgpack", rule="format/")


def cases():
    for group in (framing, tensors):
        for name, data in group():
            yield hostile(name, data, "the reference refuses it, or ought to", ".safetensors", rule="format/")
    yield from polyglots()
    for name, data in sound():
        yield benign(f"sound-{name}", data, "the reference takes it", ".safetensors")
    yield unknown("field-unknown", one(extra=1), "the reference ignores it", ".safetensors")
    yield from msgpack_cases()
