"""The inputs of bench/weights_bench, written to files without ever holding much: the parent's memory is counted in its children's peak."""
import io
import json
import os
import struct
import zipfile
import zlib

MB = 1 << 20
STOP = b"."


def repeat(path, unit, size, head=b"", tail=b""):
    """`unit` over and over, `size` bytes of it."""
    block = unit * max(MB // len(unit), 1)
    with open(path, "wb") as file:
        file.write(head)
        written = 0
        while written + len(block) <= size:
            written += file.write(block)
        file.write(unit * ((size - written) // len(unit)) + tail)


def numbered(path, size, make, head=b"", tail=b""):
    """make(0), make(1), ... up to `size` bytes."""
    with open(path, "wb") as file:
        file.write(head)
        number = 0
        while file.tell() < size:
            file.write(b"".join(make(number + i) for i in range(5000)))
            number += 5000
        file.write(tail)


def text(value):
    return b"\x8c" + bytes([len(value)]) + value


def vocabulary_entry(number):
    """A token and its number; a thousand of them go to the dictionary at once, as picklers do it."""
    return (b"" if number % 1000 else b"u(") + text(b"token%d" % number) + b"\x94J" + struct.pack("<i", number)


P2, P4 = b"\x80\x02", b"\x80\x04"
TENSOR = (b"ctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000"
          b"X\x03\x00\x00\x00cpuK\x10tQK\x00K\x04K\x04\x86K\x04K\x01\x86\x89"
          b"ccollections\nOrderedDict\n)RtR0")

# Dense opcodes: what the speed is promised for.
DENSE = {
    "none, pop": lambda path, size: repeat(path, b"N0", size, P2, b"N."),
    "numbers": lambda path, size: repeat(path, b"K\x010M\x00\x010J\x00\x00\x00\x010G?\xf0\x00\x00\x00\x00\x00\x000", size, P2, b"N."),
    "tuples": lambda path, size: repeat(path, b"K\x01K\x02\x860(K\x01K\x02K\x03K\x04t0)0", size, P2, b"N."),
    "lists": lambda path, size: repeat(path, b"](K\x01K\x02K\x03e0", size, P2, b"N."),
    "dictionaries": lambda path, size: repeat(path, b"}(\x8c\x03abcK\x02\x8c\x04abcdK\x03u0", size, P4, b"N."),
    "texts": lambda path, size: repeat(path, text(b"a token of the vocabulary") + b"0", size, P4, b"N."),
    "memo": lambda path, size: repeat(path, b"Nq\x000h\x000Nq\x010h\x010", size, P2, b"N."),
    "protocol 0": lambda path, size: repeat(path, b"I12345\n0F1.5\n0S'abc'\n0Vdef\n0", size, b"", b"N."),
    "tensors": lambda path, size: repeat(path, TENSOR, size, P2, b"N."),
    "pickles": lambda path, size: repeat(path, b"\x80\x02}q\x00(X\x01\x00\x00\x00aK\x01X\x01\x00\x00\x00bK\x02u.", size),
    "vocabulary": lambda path, size: numbered(path, size, vocabulary_entry, P4 + b"}(", b"u."),
}

# What would fill the memory of a careless reader.
BOMBS = {
    "stack of none": lambda path, size: repeat(path, b"N", size, P2, b"."),
    "stack of dup": lambda path, size: repeat(path, b"2", size, P2 + b"]", b"."),
    "marks": lambda path, size: repeat(path, b"(", size, P2, b"."),
    "memoize": lambda path, size: repeat(path, b"\x94", size, P4 + b"]", b"."),
    "memo, far": lambda path, size: numbered(path, size, lambda i: b"r" + struct.pack("<I", i * 977 % 2**32), P2 + b"]", b"."),
    "memo, as text": lambda path, size: numbered(path, size, lambda i: b"p%d\n" % (i * 31), P2 + b"]", b"."),
    "memo of texts": lambda path, size: numbered(path, size, lambda i: text(b"a text of its own, number %d" % i) + b"\x940", P4, b"N."),
    "list of lists": lambda path, size: repeat(path, b"]", size, P2 + b"](", b"e."),
    "list of texts": lambda path, size: numbered(path, size, lambda i: text(b"a text of its own, number %d" % i), P4 + b"](", b"e."),
    "list in list": lambda path, size: repeat(path, b"\x85", size, P2 + b"N", b"."),
    "one dictionary": lambda path, size: numbered(path, size, lambda i: b"K\x01" + text(b"%d" % i) + b"s", P4 + b"}", b"."),
    "names": lambda path, size: numbered(path, size, lambda i: b"cmodule%d\nname%d\n0" % (i, i), P2, b"N."),
    "names, called": lambda path, size: numbered(path, size, lambda i: b"ccollections\nOrderedDict\n(K\x01tR0", P2, b"N."),
    "one text": lambda path, size: repeat(path, b"x", size, P2 + b"X" + struct.pack("<I", size), b"."),
    "texts of 64 KB": lambda path, size: repeat(path, b"X\x00\x00\x01\x00" + b"x" * 65536, size // 65541 * 65541, P2, b"."),
    "one long number": lambda path, size: repeat(path, b"\x01", size, P2 + b"\x8b" + struct.pack("<i", size), b"."),
    "one line": lambda path, size: repeat(path, b"1", size, P2 + b"I", b"\n."),
    "one name": lambda path, size: repeat(path, b"x", size, P2 + b"c", b"\nx\n."),
    "promises": lambda path, size: repeat(path, b"N0", size, P4, b"\x8d" + b"\xff" * 7 + b"\x7f"),
}


def deflated_torch(path, size):
    """`size` bytes of opcodes as data.pkl of a torch file, deflated."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open("archive/data.pkl", "w") as member:
            member.write(P2)
            for _ in range(size // MB):
                member.write(b"N0" * (MB // 2))
            member.write(b"}.")
        archive.writestr("archive/version", b"3\n")


def legacy(path, size):
    """A legacy torch file with one storage of `size` bytes."""
    count = size // 4
    number = b"\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
    head = P2 + number + P2 + b"M\xe9\x03." + P2 + b"}(X\x10\x00\x00\x00protocol_versionM\xe9\x03X\x0d\x00\x00\x00little_endian\x88u."
    body = (P2 + b"ccollections\nOrderedDict\n)RX\x01\x00\x00\x00wctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000"
            b"X\x03\x00\x00\x00cpu"
            b"J" + struct.pack("<i", count) + b"NtQK\x00J" + struct.pack("<i", count) + b"\x85K\x01\x85\x89ccollections\nOrderedDict\n)RtRs." + P2
            + b"]X\x01\x00\x00\x000a.")
    repeat(path, os.urandom(MB), size, head + body + struct.pack("<q", count))


def safetensors(path, size, noise=True):
    header = json.dumps({"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    repeat(path, os.urandom(MB) if noise else bytes(MB), size, struct.pack("<Q", len(header)) + header)


def small_files(folder, count):
    """Tensors, metadata, pickles and archives of a few hundred bytes, turn about."""
    folder.mkdir()
    header = json.dumps({"__metadata__": {"format": "pt"}, "w": {"dtype": "F32", "shape": [2, 4], "data_offsets": [0, 32]}}).encode()
    key = b"general.architecture"
    gguf = b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, len(key)) + key + struct.pack("<IQ", 8, 5) + b"llama"
    pickle = P2 + b"}q\x00(X\x01\x00\x00\x00aK\x01u."
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("archive/data.pkl", pickle)
        archive.writestr("archive/version", b"3\n")
    kinds = [(".safetensors", struct.pack("<Q", len(header)) + header + bytes(32)), (".gguf", gguf), (".pkl", pickle), (".pt", packed.getvalue()),
             (".pkl.z", zlib.compress(pickle))]
    for number in range(count):
        suffix, data = kinds[number % len(kinds)]
        (folder / f"part-{number:05}{suffix}").write_bytes(data)
