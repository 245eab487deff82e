"""Payloads in containers: every kind of zip and tar trick, compressed streams, and nests; and the same containers put to honest use."""
import bz2
import gzip
import io
import lzma
import pickle
import struct
import zipfile
import zlib

from . import opcodes as op, torch_files, values, zips
from .case import HOSTILE, UNKNOWN, Case, benign, code, hostile, unknown
from .zips import Member

PAYLOAD = op.proto(2) + op.system() + op.STOP
BINARY = op.proto(4) + op.framed(op.call(op.stack_global("os", "system"), op.ECHO) + op.STOP)
TEXT = op.system() + op.STOP
PLAIN = pickle.dumps({"a": [1, 2.5, "x"]}, 2)
ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\x3e\x00" + bytes(180)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + bytes(9) + b"\xff\xd9"
NOTE = b"A note that stands beside the weights, and is as long as a line of text is.\n"


def zip_tricks(payload):
    """Archives that two readers read in two ways, or that hide a member: (name, archive, why). The second content is `payload`."""
    good, bad = Member("archive/data.pkl", PLAIN), Member("archive/data.pkl", payload)
    other = Member("archive/x", NOTE)
    yield "duplicate-second", zips.write([good, bad]), "a name that stands twice: readers take the first or the last"
    yield "duplicate-first", zips.write([bad, good]), "a name that stands twice: readers take the first or the last"
    yield "duplicate-but-for-case", zips.write([good, Member("archive/DATA.PKL", payload)]), "PyTorch looks names up without regard to case"
    yield "duplicate-but-for-slash", zips.write([good, Member("archive\\data.pkl", payload)]), "a backslash is a slash to some"
    yield "duplicate-but-for-form", zips.write([Member("d\u00e9/data.pkl", PLAIN, flags=0x800),
                                                Member("de\u0301/data.pkl", payload, flags=0x800)]), "two spellings of one Unicode name"
    yield "duplicate-but-for-dot", zips.write([good, Member("archive/./data.pkl", payload)]), "a name that another spelling leads to"
    yield "local-name-differs", zips.write([Member("archive/readme.txt", payload, local_name="archive/data.pkl"), other]), "the local header has another name"
    yield "local-size-differs", zips.write([Member("archive/data.pkl", payload, local_data_size=3)]), "the local header has another size"
    yield "listed-size-differs", zips.write([Member("archive/data.pkl", payload, deflate=True,
                                                    listed_size=3)]), "the directory announces fewer bytes than there are"
    yield "local-method-differs", zips.write([Member("archive/data.pkl", payload, local_method=8)]), "the local header has another method"
    yield "directory-method-differs", zips.write([Member("archive/data.pkl", payload, deflate=True, method=0, local_method=8)]), "the directory says stored"
    yield "encrypted-flag-both", zips.write([Member("archive/data.pkl", payload, flags=1)]), "said to be encrypted, and is not"
    yield "encrypted-flag-local", zips.write([Member("archive/data.pkl", payload, local_flags=1)]), "the local header says encrypted: PyTorch ignores it"
    yield "encrypted-flag-directory", zips.write([Member("archive/data.pkl", payload, flags=1, local_flags=0)]), "only the directory says encrypted"
    yield "patch-flag", zips.write([Member("archive/data.pkl", payload, flags=0x20)]), "said to be a patch"
    yield "wrong-crc", zips.write([Member("archive/data.pkl", payload, crc=1)]), "PyTorch ignores checksums"
    yield "unknown-method", zips.write([Member("archive/data.pkl", payload, method=77)]), "an unknown method, which hides nothing from who ignores it"
    yield "unlisted", zips.write([other, Member("archive/data.pkl", payload, listed=False)]), "a member that only its local header shows"
    yield "unlisted-first", zips.write([Member("archive/data.pkl", payload, listed=False), other]), "a member that only its local header shows"
    yield "unlisted-deflated", zips.write([Member("archive/data.pkl", payload, listed=False, deflate=True), other]), "a member that only its local header shows"
    yield "count-too-small", zips.write([other, bad], count=1), "the end record counts fewer members than are listed"
    yield "count-too-large", zips.write([other, bad], count=9), "the end record counts more members than are listed"
    yield "two-members-one-header", zips.write([bad, Member("archive/readme.txt", payload, local=False, header=0)]), "two names lead to the same bytes"
    yield "overlapping", zips.write([Member("archive/outer", zips.local_part(bad, payload)),
                                     Member("archive/data.pkl", payload, local=False, header=30 + len("archive/outer"))]), "a member that lies in another"
    yield "unicode-path", zips.write([Member("archive/readme.txt", payload, extra=zips.unicode_path("archive/data.pkl", "archive/readme.txt")),
                                      other]), "an extra field with another name"
    yield "bytes-between", zips.write([other], gap=payload), "bytes that no member lists, and that are a pickle"
    yield "second-archive-behind", zips.write([bad]) + zips.write([good]), "one archive behind another"
    yield "second-archive-before", zips.write([good]) + zips.write([bad]), "one archive behind another"
    yield "archive-in-comment", zips.write([good], comment=zips.write([bad])), "an archive in the comment of an archive"
    yield "name-leads-out", zips.write([Member("../../data.pkl", payload), other]), "a name with .."
    yield "name-from-root", zips.write([Member("/tmp/data.pkl", payload), other]), "a name from the root"
    yield "name-with-drive", zips.write([Member("C:\\data.pkl", payload), other]), "a name with a drive"
    yield "name-empty", zips.write([Member("", payload), other]), "no name"
    yield "name-with-nul", zips.write([Member("archive/data.pkl\0.txt", payload), other]), "a name that ends early for some"
    yield "name-of-a-folder", zips.write([Member("archive/data.pkl/", payload), other]), "a folder with bytes"
    yield "symlink", zips.write([Member("archive/data.pkl", b"/etc/passwd", mode=0o120777), other]), "a symbolic link that leads out"


def honest_zip_forms():
    """Forms of zip that ordinary writers make: (name, function of members)."""
    yield "stored", lambda m: zips.write(m)
    yield "deflated", lambda m: zips.write([Member(x.name, x.data, deflate=True) for x in m])
    yield "descriptor", lambda m: zips.write([Member(x.name, x.data, deflate=True, descriptor=True) for x in m])
    yield "zip64", lambda m: zips.write([Member(x.name, x.data, zip64=True) for x in m], zip64_end=True)
    yield "zip64-end", lambda m: zips.write(m, zip64_end=True)
    yield "comment", lambda m: zips.write(m, comment=b"made by hand")
    yield "utf8-flag", lambda m: zips.write([Member(x.name, x.data, flags=0x800) for x in m])
    yield "bzip2", lambda m: standard_zip(m, zipfile.ZIP_BZIP2)
    yield "lzma", lambda m: standard_zip(m, zipfile.ZIP_LZMA)
    yield "standard", lambda m: standard_zip(m, zipfile.ZIP_DEFLATED)
    yield "streamed", streamed_zip


def standard_zip(members, method, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, **options) as archive:
        for member in members:
            archive.writestr(zipfile.ZipInfo(member.name), member.data, method)
    return out.getvalue()


class Pipe(io.RawIOBase):
    """A file that cannot seek: zipfile then writes data descriptors."""

    def __init__(self):
        self.data = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.data += data
        return len(data)


def streamed_zip(members):
    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(zipfile.ZipInfo(member.name), member.data, zipfile.ZIP_DEFLATED)
    return bytes(out.data)


def torch_cases():
    """PyTorch's containers, with a payload in each part."""
    legacy, tar = torch_files.legacy(), torch_files.tar_members()
    yield hostile("torch-zip", torch_files.zip_file(PAYLOAD), "a payload for data.pkl", ".pt", rule="danger/")
    yield hostile("torch-zip-deflated", torch_files.zip_file(PAYLOAD, deflate=True), "a payload for data.pkl, deflated", ".pt", rule="danger/")
    yield hostile("torch-zip-aligned", zips.write(torch_files.aligned(torch_files.zip_members(BINARY))), "a payload for data.pkl, aligned", ".pt",
                  rule="danger/")
    for name in ("archive/extra.pkl", "archive/constants.pkl", "archive/data/99", "archive/code/x.py.debug_pkl", "archive/version.bak", "other/data.pkl",
                 "archive/.data/x", "data.pkl", "README.md", "a/b/c/d",
                 "archive/extra/producer.txt", "archive/image.png", "archive/attributes.pkl"):
        yield hostile(f"torch-zip-member-{name.replace('/', '-').lower().strip('.')}", torch_files.zip_file(extra={name: PAYLOAD}),
                      f"a payload in the member {name}", ".pt", rule="danger/")
        yield hostile(f"torch-zip-text-{name.replace('/', '-').lower().strip('.')}", torch_files.zip_file(extra={name: TEXT}),
                      f"a text payload in the member {name}", ".pt", rule="danger/")
    for spelled in ("archive/DATA.PKL", "archive/Data.pkl"):
        files = torch_files.zip_members()
        files.pop("archive/data.pkl")
        yield hostile(f"torch-zip-recased-{spelled[8:12].lower()}-{spelled[8]+spelled[9]}", zips.write_files({spelled: PAYLOAD, **files}),
                      "PyTorch finds data.pkl in any case", ".pt", rule="danger/")
    for part in range(3):
        heads = [pickle.dumps(0x1950A86A20F9469CFC6C, 2), pickle.dumps(1001, 2), pickle.dumps({"little_endian": True}, 2)]
        heads[part] = op.proto(2) + op.system() + op.POP + heads[part][2:]
        yield hostile(f"torch-legacy-head-{part}", b"".join(heads) + legacy[legacy.index(b"\x80\x02c"):], f"a payload in pickle {part} of a legacy file",
                      ".pth", rule="danger/")
    yield hostile("torch-legacy-object", torch_files.legacy(PAYLOAD), "a payload for the object of a legacy file", ".pth", rule="danger/")
    yield hostile("torch-legacy-keys", torch_files.legacy(keys_pickle=PAYLOAD), "a payload for the list of keys of a legacy file", ".pth", rule="danger/")
    views = torch_files.tar_members(views=PAYLOAD)
    yield hostile("torch-tar-views", torch_files.tar_file(views), "a payload behind the raw bytes of storages", ".pt", rule="danger/")
    yield hostile("torch-legacy-behind", legacy + PAYLOAD, "a payload behind a legacy file", ".pth")
    for name in tar:
        yield hostile(f"torch-tar-{name}", torch_files.tar_file({**tar, name: PAYLOAD}), f"a payload in {name} of a tar", ".pt", rule="danger/")
    yield hostile("torchscript-data", torch_files.torchscript(PAYLOAD), "a payload for a TorchScript file", ".pt", rule="danger/")
    for name, call in (("save", "torch.save(x, \"/tmp/x\")"), ("from-file", "torch.from_file(\"/etc/passwd\")"),
                       ("read-file", "ops.image.read_file(\"/etc/passwd\")")):
        text = f"class Net(Module):\n  training : bool\n  def forward(self: __torch__.net.Net,\n    x: Tensor) -> Tensor:\n    _0 = {call}\n    return x\n"
        yield hostile(f"torchscript-{name}", torch_files.torchscript(code=text), "TorchScript that opens a file", ".pt", rule="danger/")
    yield benign("torch-zip-plain", torch_files.zip_file(), "a state dict", ".pt")
    yield benign("torch-zip-plain-aligned", zips.write(torch_files.aligned(torch_files.zip_members())), "a state dict, as torch aligns it", ".pt")
    yield benign("torch-zip-plain-deflated", torch_files.zip_file(deflate=True), "a state dict, zipped anew", ".pt")
    yield benign("torch-zip-other-root", torch_files.zip_file(root="epoch=3-step=100"), "a state dict, other folder", ".ckpt")
    yield benign("torch-legacy-plain", legacy, "a legacy file", ".pth")
    yield benign("torch-tar-plain", torch_files.tar_file(tar), "a tar of PyTorch's", ".pt")
    yield Case("torchscript-plain", {"torchscript-plain.pt": torch_files.torchscript()}, UNKNOWN, "TorchScript")
    yield from broken_torch_cases()


def broken_torch_cases():
    files = torch_files.zip_members()
    short = dict(files, **{"archive/data/0": b"\0" * 8})
    yield hostile("torch-storage-too-short", zips.write_files(short), "a tensor that ends behind its storage", ".pt", rule="format/")
    missing = {k: v for k, v in files.items() if k != "archive/data/1"}
    yield hostile("torch-storage-missing", zips.write_files(missing), "a storage that is not there", ".pt", rule="format/")
    grown = values.state_dict()
    grown.items["embed.weight"] = values.tensor(0, (1 << 40, 1 << 40), numel=32)
    yield hostile("torch-shape-overflows", torch_files.zip_file(values.dumps(grown, 2)), "a shape whose product overflows", ".pt", rule="format/")
    grown.items["embed.weight"] = values.tensor(0, (8, 4), offset=1 << 62, numel=32)
    yield hostile("torch-offset-overflows", torch_files.zip_file(values.dumps(grown, 2)), "an offset behind its storage", ".pt", rule="format/")
    target = op.proto(2) + op.MARK + op.text("a") + op.binint1(1) + op.TUPLE + op.text("k") + op.NONE + op.SETITEM + op.STOP
    yield hostile("torch-setitem-on-a-tuple", torch_files.zip_file(target), "SETITEM on what is no dictionary (memory of PyTorch's own unpickler)", ".pt")


def lz4(data):
    """A frame with one block that is not compressed (LZ4 frame format 1.6)."""
    return b"\x04\x22\x4d\x18\x60\x70\x73" + struct.pack("<I", len(data) | 1 << 31) + data + bytes(4)


def zstd(data):
    """A frame of raw blocks (RFC 8878)."""
    blocks = [data[at : at + 100_000] for at in range(0, len(data), 100_000)]
    last = len(blocks) - 1
    return b"\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", len(data)) + b"".join((len(b) << 3 | (i == last)).to_bytes(3, "little") + b for i,
                                                                             b in enumerate(blocks))


def stream_cases():
    """Compressed pickles, as joblib writes them."""
    packers = {"gzip": gzip.compress, "zlib": zlib.compress, "bz2": bz2.compress, "xz": lzma.compress, "lzma": lambda d: lzma.compress(d, lzma.FORMAT_ALONE),
               "lz4": lz4, "zstd": zstd}
    joblib = values.dumps(values.array([1.0, 2.0]), 4)
    for name, pack in packers.items():
        for suffix in (".joblib", "", ".pkl.gz"):
            yield hostile(f"stream-{name}{suffix.replace('.', '-')}", pack(PAYLOAD), f"a payload under {name}", suffix, rule="danger/")
        yield hostile(f"stream-{name}-text", pack(TEXT), f"a text payload under {name}", ".joblib", rule="danger/")
        yield hostile(f"stream-{name}-twice", pack(pack(PAYLOAD)), f"a payload under {name} twice", ".bin", rule="danger/")
        yield hostile(f"stream-{name}-behind-much", pack(op.proto(2) + (op.NONE + op.POP) * 150_000 + op.system() + op.STOP),
                      f"a payload behind many opcodes under {name}", ".joblib", rule="danger/")
        yield hostile(f"stream-{name}-cut", pack(PAYLOAD + bytes(range(256)) * 200)[:-6], f"a payload under {name}, cut", ".joblib")
        yield benign(f"stream-{name}-plain", pack(joblib), f"an array under {name}", ".joblib")
        yield benign(f"stream-{name}-state", pack(pickle.dumps({"a": 1}, 2)), f"a dictionary under {name}", ".pkl")
    yield hostile("stream-gzip-second-member", gzip.compress(PLAIN) + gzip.compress(PAYLOAD), "a payload in the second member of a gzip file", ".gz")
    yield hostile("stream-gzip-pickle-behind", gzip.compress(PLAIN) + PAYLOAD, "a payload behind a gzip stream", ".gz")
    yield hostile("stream-gzip-of-torch", gzip.compress(torch_files.zip_file(PAYLOAD)), "a torch file under gzip", ".pt.gz", rule="danger/")
    yield hostile("stream-gzip-of-zip-of-gzip", gzip.compress(zips.write_files({"a": gzip.compress(PAYLOAD)})), "three containers deep", ".gz", rule="danger/")


def nests():
    files = {"model/weights.pkl": PAYLOAD, "readme.txt": NOTE}
    yield hostile("zip-in-zip", zips.write_files({"inner.zip": zips.write_files(files)}), "a zip in a zip", ".zip", rule="danger/")
    yield hostile("zip-in-zip-deflated", zips.write_files({"inner.dat": zips.write_files(files, deflate=True)}, deflate=True), "a zip in a zip", ".zip",
                  rule="danger/")
    yield hostile("zip-in-tar", torch_files.tar_file({"inner.zip": zips.write_files(files)}), "a zip in a tar", ".tar", rule="danger/")
    yield hostile("tar-in-zip", zips.write_files({"inner.tar": torch_files.tar_file(files)}), "a tar in a zip", ".zip", rule="danger/")
    yield hostile("tar-gz", torch_files.tar_file(files, mode="w:gz"), "a compressed tar", ".tar.gz", rule="danger/")
    yield hostile("torch-in-tar-gz", torch_files.tar_file({"m.ckpt": torch_files.zip_file(PAYLOAD)}, mode="w:gz"), "a torch file in a compressed tar", ".nemo",
                  rule="danger/")
    deep = PAYLOAD
    for _ in range(10):
        deep = zips.write_files({"a.zip": deep})
    yield Case("zip-ten-deep", {"zip-ten-deep.zip": deep}, UNKNOWN, "deeper than is looked: not examined")
    yield benign("zip-in-zip-plain", zips.write_files({"inner.zip": zips.write_files({"a.txt": NOTE})}), "a zip in a zip", ".zip")
    yield benign("zip-in-tar-plain", torch_files.tar_file({"inner.zip": zips.write_files({"a.txt": NOTE, "b.pkl": PLAIN})}), "a zip in a tar", ".tar")


def zip_cases():
    for name, data, why in zip_tricks(PAYLOAD):
        yield hostile(f"zip-{name}", data, f"{why}; with a payload", ".pt")
    for name, data, why in zip_tricks(PLAIN[:-1] + b"0N."):  # harmless, and not the first content: the form alone must be refused
        yield hostile(f"zip-{name}-harmless", data, why, ".pt", rule="format/")
    sound = [Member("a/data.txt", NOTE), Member("a/b/weights.pkl", PLAIN), Member("a/c.json", b'{"a": 1}'), Member("a/empty", b"")]
    armed = [*sound[:2], Member("a/hidden", PAYLOAD)]
    for name, make in honest_zip_forms():
        yield benign(f"zip-{name}-plain", make(sound), f"an ordinary zip ({name})", ".zip")
        yield hostile(f"zip-{name}-payload", make(armed), f"a payload in an ordinary zip ({name})", ".zip", rule="danger/")
    wheel = [Member("pkg/__init__.py", b"VERSION = 1\n"), Member("pkg-1.0.dist-info/METADATA", b"Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n"),
             Member("pkg-1.0.dist-info/WHEEL", b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
             Member("pkg-1.0.dist-info/RECORD", b"pkg/__init__.py,,\n")]
    yield unknown("zip-wheel", standard_zip(wheel, zipfile.ZIP_DEFLATED), "a wheel", ".whl")
    yield benign("zip-empty", zips.write([]), "an empty zip", ".zip")
    yield benign("zip-folders", zips.write([Member("a/", b"", mode=0o40755), Member("a/b/", b"", mode=0o40755), Member("a/b/c.txt", NOTE)]),
                 "a zip with folders", ".zip")
    for name, prefix in (("elf", ELF), ("jpeg", JPEG), ("script", b"#!/bin/sh\nexit 0\n"), ("zeros", bytes(512)), ("pickle", PLAIN)):
        yield hostile(f"zip-behind-{name}", zips.write(armed, prefix=prefix), f"a zip with a payload behind {name}", ".pt", rule="danger/")
        yield hostile(f"zip-behind-{name}-own-offsets", zips.write(armed, prefix=prefix, prefix_counts=False), f"a zip with a payload behind {name}", ".pt",
                      rule="danger/")
    yield hostile("zip-behind-payload", zips.write(sound, prefix=PAYLOAD), "a pickle that a zip follows", ".pt", rule="danger/")
    yield hostile("zip-behind-text-payload", zips.write(sound, prefix=TEXT), "a pickle that a zip follows", ".pt", rule="danger/")
    yield hostile("zip-then-payload", zips.write(sound, behind=PAYLOAD), "a pickle behind a zip", ".pt")
    yield hostile("zip-cut", zips.write(armed)[:-30], "a zip whose end is cut off", ".pt")
    yield hostile("zip-directory-gone", zips.local_part(armed[2], PAYLOAD), "a local header and no directory", ".pt")
    zeros = b"\0" * 20_000_000
    stream = zlib.compressobj(6, zlib.DEFLATED, -15)
    member = Member("a/bomb", stream.compress(zeros) + stream.flush(), method=8, listed_size=len(zeros), local_data_size=len(zeros), crc=zlib.crc32(zeros))
    yield Case("zip-bomb", {"zip-bomb.zip": zips.write([member, Member("a/x.pkl", PAYLOAD)])}, HOSTILE, "a payload behind a bomb", rule="danger/")


def other_archives():
    seven = b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<IQQI", 0, 0, 0, 0)
    yield unknown("seven-zip", seven + bytes(64), "7z: not examined at the least", ".7z")
    yield unknown("rar", b"Rar!\x1a\x07\x01\x00" + bytes(64), "RAR: not examined at the least", ".rar")
    yield code("torch-package", zips.write_files({"p/.data/extern_modules": b"torch\n", "p/.data/version": b"6\n", "p/model.py": b"import torch\n\nclass "
    b"Net(torch.nn.Module):\n    pass\n",
                                                  "p/byteorder": b"little", "p/model/model.pkl": PLAIN}), "torch.package: Python code in the archive", ".pt")
    manifest = b'{"runtime": "python", "model": {"modelName": "m", "serializedFile": "m.pt", "handler": "handler.py", "modelVersion": "1.0"}}'
    yield code("torchserve", zips.write_files({"MAR-INF/MANIFEST.json": manifest, "handler.py": b"def handle(data, context):\n    return data\n",
                                               "m.pt": torch_files.zip_file()}),
               "a TorchServe archive runs its handler", ".mar")


def cases():
    for group in (torch_cases, stream_cases, nests, zip_cases, other_archives):
        yield from group()
