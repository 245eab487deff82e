"""Files that are no weights: no alarm for any of them. And the fixtures of the tests, which the reference libraries wrote."""
import bz2
import gzip
import pathlib
import random
import struct
import zlib

from . import archives, injection, machine, plain_pickles, tars, torch_files, zips
from .case import ANY, BENIGN, HOSTILE, UNKNOWN, Case, unknown

TESTS = pathlib.Path(__file__).resolve().parents[2]
HARMFUL_WORDS = ("library", "module", "keras_old", "links", "hostile", "bad", "broken", "invalid", "payload", "danger", "cut", "lambda", "external", "custom",
                 "pyfunc", "malformed",
                 "encrypted",
                 "object", "overlap", "duplicate", "unsafe", "evil")


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(bytes(20))) + chunk(b"IEND", b"")


def wave():
    return b"RIFF" + struct.pack("<I", 36 + 64) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1,
                                                                            8) + b"data" + struct.pack("<I", 64) + bytes(64)


TEXTS = {
    "english.txt": "The weights of this model were made in an afternoon. Import nothing (os.system), run nothing.\nEverything else is a sentence.\n",
    "numbers.csv": "id,loss\n1,0.5\n2,0.25\n" * 50,
    "words.txt": "\n".join(["cat", "dog", "list", "item", "system", "collections", "a.", "b.", "N.", "(lp0", "import", "c"]) + "\n",
    "one-letter-lines.txt": "\n".join("abcdefghijklmnopqrstuvwxyz") + "\n",
    "program.py": "import os\nimport pickle\n\n\ndef main():\n    with open('weights.pkl', 'rb') as file:\n        print(pickle.load(file))\n    "
                  "os.system('echo corpus')\n",
    "program.c": "#include <stdio.h>\n\nint main(void) {\n  puts(\"corpus\");\n  return 0;\n}\n",
    "script.sh": "#!/bin/sh\nset -e\ncos() { echo corpus; }\nsystem=1\n",
    "page.html": "<!doctype html><title>x</title><p>A page.</p>\n",
    "notes.md": "# Notes\n\nA pickle such as `cos\\nsystem\\n` would run a command; ours holds none.\n",
    "merges.txt": "#version: 0.2\n" + "\n".join(f"{a} {b}" for a in "abcdefgh" for b in "ijklmnop") + "\n",
    "empty.txt": "", "blank.txt": "\n", "dot.txt": ".", "n-dot.txt": "N.", "crlf.txt": "a\r\nb\r\n", "latin1.txt": "Gr\u00f6\u00dfe",
    "log.jsonl": '{"step": 1, "loss": 0.5}\n' * 20, "settings.toml": "[model]\nhidden = 8\n", "table.tsv": "a\tb\n1\t2\n", "Makefile": "all:\n\techo corpus\n",
    "quoted-payload.md": "The classical example is\n\n```\ncos\nsystem\n(S'echo corpus'\ntR.\n```\n\nand nothing here runs it.\n",
}


TEXTS.update({
    "classes.py": "class Net:\n    pass\n\n\nif __name__ == '__main__':\n    Net()\n", "imports.py": "import numpy as np\nimport torch\nfrom os import "
    "system\n\nx = np.zeros(3)\n",
    "import-one.py": "import os\n", "init.py": "from .a import b\n", "code.js": "const x = 1;\nimport y from 'y';\n",
    "sentence.txt": "import this\ncan be said\n",
    "pets.txt": "cat\ndog\ncow\n", "instruments.txt": "igloo\nivory\nink\n.\n", "requirements.txt": "torch==2.0\nnumpy\n",
    "conda.txt": "channels\nconda-forge\ntRicks\n",
    "labels.txt": "\n".join(f"class_{i}" for i in range(1000)) + "\n", "commas.csv": "c,d\n1,2\n", "insert.sql": "insert into t values (1);\ncreate table t "
    "(a int);\n",
    "license.txt": "Copyright 2026\n\nPermission is granted to use this.\n", "numbers.txt": "\n".join(str(i) for i in range(2000)) + "\n",
    "floats.txt": "F1.5\nI3\nL4L\n.\n",
    "settings.ini": "[section]\nkey = value\n", "verse.txt": "Items of a list,\nSet in rows,\nTold in verse.\n"})


def own_cases():
    """The texts of this repository: none of them is a pickle."""
    number = 0
    for folder in ("src", "docs", "data", "tools", "examples", "cmake", "bench"):
        for path in sorted((TESTS.parent / folder).rglob("*")):
            if path.is_file() and path.stat().st_size < 200_000 and "__pycache__" not in path.parts:
                number += 1
                yield Case(f"own-{number:04}", {f"{number:04}-{path.name}": path.read_bytes()}, UNKNOWN, f"{path.relative_to(TESTS.parent)} of this repository")


def random_cases():
    source = random.Random(1)
    for number in range(60):
        yield unknown(f"random-{number:02}", source.randbytes(1 << (number % 14 + 1)), "random bytes", (".bin", ".pt", ".pkl", "")[number % 4])
    for name, data in (("zeros", bytes(5000)), ("ones", b"\xff" * 5000), ("floats", struct.pack("<1000f", *(source.gauss(0, 1) for _ in range(1000)))),
                       ("half-floats", struct.pack("<1000e", *(source.gauss(0, 1) for _ in range(1000)))),
                       ("png", png()), ("wave", wave()), ("gif", b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"),
                       ("elf", archives.ELF), ("jpeg", archives.JPEG), ("pdf", b"%PDF-1.4\n%%EOF\n"),
                       ("sqlite", b"SQLite format 3\0" + bytes(84)), ("wasm", b"\0asm\1\0\0\0"), ("parquet", b"PAR1" + bytes(20) + b"PAR1"),
                       ("class-file", b"\xca\xfe\xba\xbe" + bytes(30))):
        yield unknown(f"other-{name}", data, f"{name}", ".bin")


def text_cases():
    for name, text in TEXTS.items():
        data = text.encode("latin1" if name.startswith("latin1") else "utf-8")
        yield Case(f"text-{name.lower()}", {name: data}, UNKNOWN, "a text")
        yield Case(f"zipped-{name.lower()}", {f"z-{name.split('.')[0]}.zip": zips.write_files({name: data})}, BENIGN, "a text in a zip")
    yield Case("text-that-is-a-pickle", {"words.txt": b"compress\nstop\n."}, ANY, "words that import a module, if they are unpickled")
    yield Case("png-in-zip", {"p.zip": zips.write_files({"a.png": png(), "b.wav": wave()})}, BENIGN, "an image in a zip")
    yield Case("texts-in-tar", {"t.tar": torch_files.tar_file({name: text.encode() for name, text in TEXTS.items()})}, BENIGN, "texts in a tar")


def fixture_cases():
    """What reference libraries wrote for other tests, unless its name says that it is not sound."""
    folder = TESTS / "fixtures"
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix in (".txt", ".py", ".md", ".json", ".yaml") or any(word in path.stem.lower() for word in HARMFUL_WORDS):
            continue
        name = "-".join(path.relative_to(folder).parts)
        yield Case(f"fixture-{name}", {path.name: path.read_bytes()}, UNKNOWN, "written by a reference library")


def transformed(case, name, data):
    """The same content in other clothes: (how, files)."""
    stem = name.rsplit(".", 1)[0]
    yield "gzip", {name + ".gz": gzip.compress(data)}
    yield "bz2", {stem: bz2.compress(data)}
    yield "renamed", {stem + ".xyz": data}
    yield "no-extension", {stem: data}
    yield "in-upper-case", {name.upper(): data}
    yield "in-a-zip", {stem + ".dat": zips.write_files({name: data})}
    yield "in-a-deflated-zip", {stem + ".dat": zips.write_files({name: data}, deflate=True)}
    yield "in-a-tar", {stem + ".dat": torch_files.tar_file({name: data})}


def transformation_cases():
    """A sample of the other families, dressed otherwise: no verdict changes."""
    chosen = [case for case in machine.cases()
              if case.name.startswith(("global-reduce-0", "stack-global-reduce", "inst", "newobj", "memo-overwritten", "no-stop", "in-base64", "second-pickle",
                                       "dotted-tarfile"))]
    chosen += [case for case in plain_pickles.cases() if case.name.endswith(("-0", "-2", "-4")) and case.verdict == BENIGN][::7]
    chosen += [case for group in (archives.torch_cases, archives.zip_cases, tars.cases) for case in group()
               if case.name in ("torch-zip", "torch-zip-plain", "zip-descriptor-payload", "tar-ustar-payload", "zip-zip64-plain")]
    chosen += list(injection.cases())[::149]
    for case in chosen:
        (name, data), = case.files.items()
        for how, files in transformed(case, name, data):
            yield Case(f"{case.name}-{how}", files, case.verdict, f"{case.why}; {how}", rule=case.rule)


def rezipped_cases():
    for verdict, pickle in ((BENIGN, None), (HOSTILE, archives.PAYLOAD)):
        files = torch_files.zip_members(pickle)
        for how, data in (("stored", zips.write_files(files)), ("deflated", zips.write_files(files, deflate=True)),
                          ("aligned", zips.write(torch_files.aligned(files))),
                          ("reversed", zips.write_files(dict(reversed(files.items())))),
                          ("zip64", zips.write([zips.Member(k, v, zip64=True) for k, v in files.items()], zip64_end=True)),
                          ("descriptors", zips.write([zips.Member(k, v, deflate=True, descriptor=True) for k, v in files.items()])),
                          ("other-root", zips.write_files({k.replace("archive", "Another Name"): v for k, v in files.items()}))):
            yield Case(f"rezip-{verdict}-{how}", {f"rezip-{verdict}-{how}.pt": data}, verdict, f"a torch file zipped anew ({how})")


def cases():
    for group in (random_cases, text_cases, own_cases, fixture_cases, transformation_cases, rezipped_cases):
        yield from group()
