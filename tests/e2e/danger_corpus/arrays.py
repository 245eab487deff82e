"""NumPy's files: arrays of objects are pickles; headers are Python literals that nobody may evaluate."""
import io
import pickle
import struct

from . import opcodes as op, values, zips
from .case import benign, hostile, unknown

PAYLOAD = op.proto(2) + op.system() + op.STOP
FOUR = bytes(32)


def npy(header=None, data=FOUR, version=(1, 0), descr="'<f8'", shape="(4,)", order="False", length=None, pad=True):
    text = f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}" if header is None else header
    text = text.encode("utf-8" if version[0] == 3 else "latin1") if isinstance(text, str) else text
    field = "<H" if version[0] == 1 else "<I"
    if pad:
        text += b" " * (-(8 + struct.calcsize(field) + len(text) + 1) % 64) + b"\n"
    return b"\x93NUMPY" + bytes(version) + struct.pack(field, len(text) if length is None else length) + text + data


def npz(files, **options):
    return zips.write_files({f"{name}.npy": data for name, data in files.items()}, **options)


def object_pickle(protocol=3):
    objects = values.Call(values.RECONSTRUCT, values.NDARRAY, (0,), b"b", state=(1, (1,), values.dtype("O8", "|"), False, ["a"]))
    return values.dumps(objects, protocol)


def payloads():
    for name, descr in (("plain", "'|O'"), ("old", "'O'"), ("with-size", "'|O8'"), ("structured", "[('a', '|O')]"),
                        ("nested", "[('a', '<f4'), ('b', [('c', '|O')])]"), ("sub-array", "[('a', '|O', (2,))]"),
                        ("titled", "[(('title', 'a'), '|O')]"), ("little", "'<O'")):
        for version in ((1, 0), (2, 0), (3, 0)):
            yield f"object-{name}-version-{version[0]}", npy(descr=descr, shape="(1,)", data=PAYLOAD, version=version)
    yield "object-scalar", npy(descr="'|O'", shape="()", data=PAYLOAD)
    yield "object-empty-shape", npy(descr="'|O'", shape="(0,)", data=PAYLOAD)
    yield "object-second-pickle", npy(descr="'|O'", shape="(1,)", data=object_pickle() + PAYLOAD)
    yield "object-header-in-other-order", npy("{'shape': (1,), 'fortran_order': False, 'descr': '|O'}", data=PAYLOAD)
    yield "object-double-quotes", npy('{"descr": "|O", "fortran_order": False, "shape": (1,)}', data=PAYLOAD)
    yield "object-escaped", npy("{'descr': '\\x7cO', 'fortran_order': False, 'shape': (1,)}", data=PAYLOAD)


def broken():
    yield "header-behind-the-end", npy(length=60_000)
    yield "header-behind-the-end-version-2", npy(version=(2, 0), length=2**32 - 1)
    yield "header-empty", npy("", pad=False)
    yield "header-a-call", npy("__import__('os').system('echo corpus')")
    yield "header-calls-in-a-value", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (__import__('os').system('echo corpus'),)}")
    yield "header-a-list", npy("[1, 2]")
    yield "header-a-set", npy("{'descr', 'shape'}")
    yield "header-lacks-shape", npy("{'descr': '<f8', 'fortran_order': False}")
    yield "header-with-another-key", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4,), 'x': 1}")
    yield "header-key-missing-and-twice", npy("{'descr': '<f8', 'descr': '|O', 'shape': (4,)}")
    yield "header-cut", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4,")
    yield "order-a-number", npy(order="0")
    for name, shape in (("negative", "(-1,)"), ("list", "[4]"), ("float", "(4.0,)"), ("text", "('4',)"), ("number", "4"), ("sum", "(2+2,)"),
                        ("power", "(2**2,)")):
        yield f"shape-{name}", npy(shape=shape)
    yield "shape-overflows", npy(shape="(4294967296, 4294967296, 4294967296)")
    yield "shape-overflows-to-fit", npy(shape="(2305843009213693956, 8)")
    for name, descr in (("unknown", "'<q9'"), ("number", "8"), ("empty", "''"), ("width", "'<f7'"), ("call", "eval('1')"), ("name", "float")):
        yield f"descr-{name}", npy(descr=descr)
    yield "data-cut", npy(data=bytes(31))
    yield "data-not-there", npy(data=b"")


def sound():
    for version in ((1, 0), (2, 0), (3, 0)):
        yield f"version-{version[0]}", npy(version=version)
    for kind, size in (("|b1", 1), ("|i1", 1), ("|u1", 1), ("<i2", 2), ("<u2", 2), ("<i4", 4), ("<i8", 8), (">f4", 4), ("<f2", 2), ("<c8", 8), ("<c16", 16),
                       ("<M8[ns]", 8), ("<m8[s]", 8), ("|S5", 5), ("<U3", 12), ("|V7", 7)):
        yield f"type-{kind[1:].replace('[', '-').replace(']', '')}", npy(descr=f"'{kind}'", data=bytes(4 * size))
    yield "structured", npy(descr="[('a', '<f8'), ('b', '<i4', (2,))]", data=bytes(64))
    yield "scalar", npy(shape="()", data=bytes(8))
    yield "empty", npy(shape="(0, 3)", data=b"")
    yield "fortran", npy(shape="(2, 2)", order="True")
    yield "objects", npy(descr="'|O'", shape="(1,)", data=object_pickle())
    yield "unaligned-header", npy(pad=False, header="{'descr': '<f8', 'fortran_order': False, 'shape': (4,), }\n")


def joblib(payload=b""):
    """A pickle with an array's bytes between its opcodes, as joblib writes it: a wrapper, then raw bytes behind a length of padding."""
    wrapper = values.New(values.Name("joblib.numpy_pickle", "NumpyArrayWrapper"), state={
        "subclass": values.NDARRAY, "shape": (4,), "order": "C", "dtype": values.dtype(), "allow_mmap": True, "numpy_array_alignment_bytes": 16})
    whole = values.dumps({"weights": wrapper, "name": "x"}, 3)
    state = whole.index(b"numpy_array_alignment_bytes")
    end = whole.index(b"ub", state) + 2                 # behind BUILD of the wrapper: there the bytes lie
    head, tail = whole[:end], whole[end:]
    padding = 16 - (len(head) + 1) % 16
    return head + bytes([padding]) + b"\xff" * padding + struct.pack("<4d", 1, 2, 3, 4) + payload + tail


def joblib_plain(objects):
    """joblib's own header of an array of objects: the wrapper, then a pickle."""
    wrapper = values.New(values.Name("joblib.numpy_pickle", "NumpyArrayWrapper"), state={
        "subclass": values.NDARRAY, "shape": (1,), "order": "C", "dtype": values.dtype("O8", "|"), "allow_mmap": False, "numpy_array_alignment_bytes": 16})
    whole = values.dumps([wrapper], 3)
    end = whole.index(b"ub", whole.index(b"numpy_array_alignment_bytes")) + 2
    return whole[:end] + objects + whole[end:]


def cases():
    for name, data in payloads():
        yield hostile(name, data, "an array of objects is a pickle, and this one calls", ".npy", rule="danger/")
        yield hostile(f"npz-{name}", npz({"a": npy(), "b": data}), "an array of objects in an archive", ".npz", rule="danger/")
    for name, data in broken():
        yield hostile(name, data, "NumPy refuses it", ".npy", rule="format/")
    for name, data in sound():
        yield benign(f"sound-{name}", data, "NumPy takes it", ".npy")
    arrays = {"a": npy(), "b": npy(descr="'<i4'", data=bytes(16))}
    yield benign("sound-npz", npz(arrays), "an archive of arrays", ".npz")
    yield benign("sound-npz-deflated", npz(arrays, deflate=True), "an archive of arrays", ".npz")
    yield benign("sound-npz-empty", zips.write([]), "an archive of no arrays", ".npz")
    yield hostile("npz-deflated", npz({"a": npy(descr="'|O'", shape="(1,)", data=PAYLOAD)}, deflate=True), "an array of objects, deflated", ".npz",
                  rule="danger/")
    yield hostile("npz-pickle-named-npy", npz({"a": PAYLOAD}), "a pickle under an array's name", ".npz", rule="danger/")
    yield hostile("npz-twice", zips.write([zips.Member("a.npy", npy()), zips.Member("a.npy", npy(descr="'|O'", shape="(1,)", data=PAYLOAD))]),
                  "a name that stands twice", ".npz")
    yield hostile("pickle-named-npy", PAYLOAD, "numpy.load takes a pickle under any name", ".npy", rule="danger/")
    yield hostile("pickle-behind", npy() + PAYLOAD, "a pickle behind an array", ".npy")
    for version in ((0, 0), (4, 0), (255, 255)):
        yield unknown(f"version-{version[0]}", npy(version=version), "a version that is not known yet", ".npy")
    yield unknown("magic-only", b"\x93NUMPY", "nothing behind the mark", ".npy")
    deep = npy("{'descr': " + "[" * 5000 + "]" * 5000 + ", 'fortran_order': False, 'shape': (4,)}", version=(2, 0))
    yield unknown("header-nested-deep", deep, "brackets that are deeper than is read", ".npy")
    yield unknown("zeros-behind", npy() + bytes(7), "bytes behind the array, which NumPy ignores", ".npy")
    yield benign("sound-joblib", joblib(), "joblib's interleaved array", ".joblib")
    yield benign("sound-joblib-objects", joblib_plain(object_pickle()), "joblib's array of objects", ".joblib")
    yield hostile("joblib-objects", joblib_plain(PAYLOAD), "joblib's array of objects, which calls", ".joblib", rule="danger/")
    behind = joblib()[:-1] + op.system() + op.STOP
    yield hostile("joblib-behind-the-array", behind, "a call behind joblib's bytes", ".joblib", rule="danger/")
    inside = io.BytesIO()
    pickle.Pickler(inside, 2).dump({"a": npy()})
    yield benign("sound-npy-in-pickle", inside.getvalue(), "an array's file in a dictionary", ".pkl")
