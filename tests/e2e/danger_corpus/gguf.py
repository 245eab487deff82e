"""GGUF: each rule of the reference broken once, counts and lengths that overflow, files that are something else as well; and what is sound."""
import struct

from . import opcodes as op, zips
from .case import HOSTILE, Case, benign, hostile, unknown

U8, I8, U16, I16, U32, I32, F32, BOOL, STRING, ARRAY, U64, I64, F64 = range(13)
PACKED = {U8: "B", I8: "b", U16: "H", I16: "h", U32: "I", I32: "i", F32: "f", BOOL: "B", U64: "Q", I64: "q", F64: "d"}
PAYLOAD = op.proto(2) + op.system() + op.STOP
ARCHITECTURE = ("general.architecture", STRING, "llama")


def string(text, length=None, order="<"):
    data = text if isinstance(text, bytes) else text.encode()
    return struct.pack(order + "Q", len(data) if length is None else length) + data


def value(kind, content, order="<"):
    if isinstance(content, bytes):
        return content
    if kind == STRING:
        return string(content, order=order)
    if kind == ARRAY:
        of, items = content
        return struct.pack(order + "IQ", of, len(items)) + b"".join(value(of, item, order) for item in items)
    return struct.pack(order + PACKED[kind], content)


def pair(key, kind, content, order="<"):
    return string(key, order=order) + struct.pack(order + "I", kind) + value(kind, content, order)


def info(name="w", dims=(8,), kind=0, offset=0, rank=None, order="<"):
    return string(name, order=order) + struct.pack(order + "I", len(dims) if rank is None
                                                   else rank) + b"".join(struct.pack(order + "Q", d) for d in dims) + struct.pack(order + "IQ", kind, offset)


def file_of(pairs=(ARCHITECTURE,), infos=(), data=b"", version=3, tensors=None, keys=None, alignment=32, order="<", magic=b"GGUF"):
    """`pairs` are (key, kind, content) or bytes; content may be bytes, written as they are."""
    body = b"".join(p if isinstance(p, bytes) else pair(*p, order) for p in pairs) + b"".join(infos)
    head = magic + struct.pack(order + "I", version) + struct.pack(order + "QQ", len(infos) if tensors is None else tensors, len(pairs) if keys is None
                                                                   else keys)
    out = head + body
    if infos and alignment:
        out += bytes(-len(out) % alignment)
    return out + data


def with_key(key, kind, content):
    return file_of((ARCHITECTURE, (key, kind, content)))


def with_tensor(*arguments, data=bytes(32), **options):
    return file_of(infos=(info(*arguments, **options),), data=data)


def headers():
    yield "magic-only", b"GGUF"
    yield "version-0", file_of(version=0)
    for count in (2**64 - 1, 2**63, 2**63 - 1, 2**61, 2**40):
        yield f"tensors-{count}", file_of(tensors=count)
        yield f"keys-{count}", file_of(keys=count)
    yield "one-tensor-too-many", file_of(infos=(info(),), tensors=2, data=bytes(32))
    yield "one-key-too-many", file_of(keys=2)
    yield "cut-in-a-key", file_of()[:30]
    yield "cut-in-a-value", file_of()[:-2]


def keys():
    for length in (2**64 - 1, 2**63, 2**32, 1000):
        yield f"key-length-{length}", file_of((string("general.x", length) + struct.pack("<I", U8) + b"\1",))
        yield f"text-length-{length}", file_of((ARCHITECTURE, string("general.x") + struct.pack("<I", STRING) + string("abc", length)))
    for count in (2**64 - 1, 2**63, 2**62, 2**61 + 1, 2**32, 1000):
        for kind in (U8, U32, STRING, F64):
            yield f"list-of-{kind}-count-{count}", with_key("general.x", ARRAY, struct.pack("<IQ", kind, count) + bytes(8))
    yield "list-of-unknown", with_key("general.x", ARRAY, struct.pack("<IQ", 99, 1) + bytes(8))
    yield "lists-nested-deep", with_key("general.x", ARRAY, struct.pack("<IQ", ARRAY, 1) * 20_000 + struct.pack("<IQ", U8, 0))
    yield "lists-nested-wide", with_key("general.x", ARRAY, struct.pack("<IQ", ARRAY, 2**60) + bytes(64))
    for kind in (13, 255, 2**31, 2**32 - 1):
        yield f"value-type-{kind}", with_key("general.x", kind, bytes(8))
    for number in (2, 255):
        yield f"boolean-{number}", with_key("general.x", BOOL, bytes([number]))
    yield "key-empty", with_key("", U8, 1)
    yield "key-twice", file_of((ARCHITECTURE, ARCHITECTURE))
    yield "key-twice-other-value", file_of((ARCHITECTURE, ("general.architecture", STRING, "gemma")))
    yield "key-of-70000", with_key("a" * 70_000, U8, 1)
    for alignment in (0, 3, 24, 33, 2**32 - 1):
        yield f"alignment-{alignment}", file_of((ARCHITECTURE, ("general.alignment", U32, alignment)), (info(),), bytes(64))
    for kind in (I32, U64, U8, STRING, F32, BOOL):
        yield f"alignment-of-type-{kind}", file_of((ARCHITECTURE, ("general.alignment", kind, "32" if kind == STRING else 1 if kind == BOOL else 32)),
                                                   (info(),), bytes(64))
    yield "alignment-twice", file_of((ARCHITECTURE, ("general.alignment", U32, 32), ("general.alignment", U32, 64)), (info(),), bytes(64))
    yield "alignment-beyond-the-file", file_of((ARCHITECTURE, ("general.alignment", U32, 2**30)), (info(),), bytes(64))
    yield "alignment-not-used", file_of((ARCHITECTURE, ("general.alignment", U32, 4096)), (info(),), bytes(32))


def tensors():
    yield "name-of-64", with_tensor("w" * 64)
    yield "name-of-1000", with_tensor("w" * 1000)
    yield "name-twice", file_of(infos=(info("w", (8,)), info("w", (8,), offset=32)), data=bytes(64))
    for length in (2**64 - 1, 2**63, 10_000):
        yield f"name-length-{length}", file_of(infos=(string("w", length) + struct.pack("<IQIQ", 1, 8, 0, 0),), data=bytes(32))
    for rank in (5, 100, 2**31, 2**32 - 1):
        yield f"rank-{rank}", with_tensor("w", (1,) * 5, rank=rank)
    yield "shape-overflows", with_tensor("w", (2**32, 2**32, 2**32, 1))
    yield "shape-overflows-to-fit", with_tensor("w", (2**62, 4, 1, 1))
    yield "shape-overflows-in-bytes", with_tensor("w", (2**61, 2, 1, 1), 28)
    yield "shape-negative", with_tensor("w", (2**64 - 8,))
    yield "shape-negative-twice", with_tensor("w", (2**64 - 8, 2**64 - 1))
    for kind in (4, 5, 31, 32, 33, 36, 37, 38, 2**31, 2**32 - 1):
        yield f"type-{kind}", with_tensor("w", (256,), kind, data=bytes(4096))
    for kind, row in ((2, 31), (8, 33), (12, 255), (39, 16), (10, 8)):
        yield f"row-of-type-{kind}", with_tensor("w", (row,), kind, data=bytes(4096))
    yield "offset-not-zero", with_tensor(offset=32, data=bytes(96))
    yield "offset-not-aligned", with_tensor(offset=1, data=bytes(96))
    for offset in (2**64 - 1, 2**64 - 32, 2**63, 2**40):
        yield f"offset-{offset}", with_tensor(offset=offset)
    yield "offsets-overlap", file_of(infos=(info("a", (16,)), info("b", (16,), offset=32)), data=bytes(128))
    yield "offsets-the-same", file_of(infos=(info("a", (8,)), info("b", (8,), offset=0)), data=bytes(64))
    yield "offsets-with-a-gap", file_of(infos=(info("a", (8,)), info("b", (8,), offset=64)), data=bytes(128))
    yield "offsets-backwards", file_of(infos=(info("a", (8,), offset=32), info("b", (8,), offset=0)), data=bytes(64))
    yield "data-cut", with_tensor("w", (1000,), data=bytes(100))
    yield "data-not-there", with_tensor("w", (8,), data=b"")
    yield "data-of-a-terabyte", with_tensor("w", (2**38,))
    yield "last-tensor-cut", file_of(infos=(info("a", (8,)), info("b", (8,), offset=32)), data=bytes(60))


def polyglots():
    sound = file_of(infos=(info(),), data=bytes(32))
    archive = zips.write_files({"archive/data.pkl": PAYLOAD})
    yield "zip-behind", sound + archive
    yield "zip-in-a-tensor", padded_archive()


def padded_archive():
    """A valid file whose last tensor is an archive: its length made fit by the archive's comment."""
    archive = zips.write_files({"archive/data.pkl": PAYLOAD})
    archive = zips.write_files({"archive/data.pkl": PAYLOAD}, comment=b" " * (-len(archive) % 32))
    return file_of(infos=(info("w", (len(archive),), 24),), data=archive)


def sound():
    kinds = tuple((f"test.{kind}", kind, content) for kind, content in
                  ((U8, 1), (I8, -1), (U16, 2), (I16, -2), (U32, 3), (I32, -3), (F32, 0.5), (BOOL, 1), (STRING, "text \U0001f600"), (U64, 2**63), (I64, -5),
                   (F64, 0.25)))
    lists = tuple((f"list.{kind}", ARRAY, (kind, items)) for kind,
                  items in ((U8, [1, 2]), (F32, [0.5] * 1000), (STRING, ["a", "", "c"] * 500), (BOOL, [0, 1]), (I64, []), (F64, [])))
    yield "no-tensors", file_of()
    yield "no-keys", file_of(())
    yield "all-value-types", file_of((ARCHITECTURE, *kinds))
    yield "all-lists", file_of((ARCHITECTURE, *lists))
    yield "version-2", file_of(version=2)
    yield "big-endian", file_of(infos=(info(order=">"),), data=bytes(32), order=">")
    yield "one-tensor", file_of(infos=(info(),), data=bytes(32))
    yield "two-tensors", file_of(infos=(info("a", (8, 2)), info("b", (4,), offset=64)), data=bytes(96))
    yield "padding-not-behind-the-last", file_of(infos=(info("a", (8,)), info("b", (4,), offset=32)), data=bytes(48))
    yield "scalar", file_of(infos=(info("s", ()),), data=bytes(32))
    yield "four-dimensions", file_of(infos=(info("w", (2, 2, 2, 1)),), data=bytes(32))
    for alignment in (8, 32, 64, 4096):
        yield f"alignment-{alignment}", file_of((ARCHITECTURE, ("general.alignment", U32, alignment)),
                                                (info("a"), info("b", offset=alignment if alignment > 32 else 32)), bytes(2 * max(alignment, 32)),
                                                alignment=alignment)
    blocks = ((2, 32, 18), (3, 32, 20), (6, 32, 22), (7, 32, 24), (8, 32, 34), (10, 256, 84), (11, 256, 110), (12, 256, 144), (13, 256, 176), (14, 256, 210),
              (16, 256, 66), (20, 32, 18), (30, 1, 2), (34, 256, 54), (39, 32, 17))
    for kind, block, size in blocks:
        yield f"type-{kind}", file_of(infos=(info("w", (block, 4), kind),), data=bytes(size * 4 + -(size * 4) % 32))
    yield "name-of-63", file_of(infos=(info("w" * 63),), data=bytes(32))
    vocabulary = [f"token{i}" for i in range(5000)]
    yield "vocabulary", file_of((ARCHITECTURE, ("tokenizer.ggml.tokens", ARRAY, (STRING, vocabulary)), ("tokenizer.ggml.token_type", ARRAY, (I32, [1] * 5000)),
                                 ("tokenizer.ggml.scores", ARRAY, (F32, [0.0] * 5000))))


def cases():
    for group in (headers, keys, tensors):
        for name, data in group():
            yield hostile(name, data, "the reference refuses it, or reads behind the file", ".gguf", rule="format/")
    for name, data in polyglots():
        yield hostile(name, data, "a torch file as well", ".gguf", rule="danger/")
    yield hostile("pickle-behind", file_of(infos=(info(),), data=bytes(32)) + PAYLOAD, "a pickle behind the last tensor", ".gguf")
    for name, data in sound():
        yield benign(f"sound-{name}", data, "the reference takes it", ".gguf")
    for version in (4, 99, 2**31, 2**32 - 1):
        yield unknown(f"version-{version}", file_of(version=version), "a version that is not known yet", ".gguf")
    fork = file_of(infos=(info("w", (256,), 137),), data=bytes(4096))
    yield unknown("fork-type", fork, "a type of a fork: its size is not known", ".gguf")
    yield unknown("list-of-lists", with_key("general.x", ARRAY, (ARRAY, [(U8, [1]), (U8, [2])])), "the description has it, the reference refuses it", ".gguf")
    split = (ARCHITECTURE, ("split.no", U16, 4), ("split.count", U16, 2))
    yield Case("split-number", {"m-00001-of-00002.gguf": file_of(split)}, HOSTILE, "a part that says that it is another", rule="format/", alone=True)
