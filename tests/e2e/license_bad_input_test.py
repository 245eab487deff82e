"""Hostile and broken license files: bounded time and memory, a clear message with the path, the right exit status, and never a wrong name."""
import json
import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import time
import unittest

import support

MIB = 1 << 20
SECONDS = 8           # of a run; ten times what it takes, since tests share a machine
RESIDENT = 400 * MIB  # bytes
OPEN = {"open-weights", "open-source", "open-source-open-data"}
CARD = "---\nlicense: mit\n---\n# A tiny model\n\nA small model for tests, whose weights lie in this folder.\n"

HEADER = json.dumps({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
WEIGHTS = struct.pack("<Q", len(HEADER)) + HEADER + b"\0" * 8

TERMS = ("Heron Community License\n\n1. The Licensor grants You a license to use the Model for research purposes only.\n"
         "2. You must not use the Model for any commercial purpose.\n3. The Model is provided as is, without warranty of any kind.\n")


class Run:
    """A finished run of the program: its exit status, output, seconds and peak memory. Files are written in small pieces, so that a child does not
    inherit a peak of ours."""

    def __init__(self, arguments):
        started = time.monotonic()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen([str(support.program.binary()), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.seconds = time.monotonic() - started
            self.status = process.returncode
            self.resident = usage.ru_maxrss * 1024
            out.seek(0)
            err.seek(0)
            self.out, self.err = out.read(), err.read()

    def json(self):
        return json.loads(self.out)


class LicenseBadInput(unittest.TestCase):
    def setUp(self):
        self.target = pathlib.Path(tempfile.mkdtemp(prefix="aboveboard-bad-license-")) / "release"
        self.target.mkdir()

    def tearDown(self):
        shutil.rmtree(self.target.parent)

    def write(self, piece, size=None, name="LICENSE"):
        """A file of `piece`, over and over up to `size` bytes."""
        piece = piece.encode() if isinstance(piece, str) else piece
        path = self.target / name
        with open(path, "wb") as file:
            block = piece * max(1, 65536 // max(1, len(piece))) if size else piece
            left = size if size is not None else len(piece)
            while left > 0:
                left -= file.write(block[:left])
        return path

    def bounded(self, run):
        self.assertGreaterEqual(run.status, 0, f"died of signal {-run.status}: {run.err[:300]}")
        self.assertLess(run.seconds, SECONDS)
        self.assertLess(run.resident, RESIDENT, f"{run.resident // MIB} MiB")
        return run

    def license(self, path, status):
        run = self.bounded(Run(["license", path, "--format", "json"]))
        self.assertEqual(run.status, status, run.err[:300])
        page = self.bounded(Run(["license", path]))
        self.assertEqual(page.status, status)
        return run.json(), page.out.decode()

    def audit(self, card=CARD):
        (self.target / "README.md").write_text(card)
        (self.target / "model.safetensors").write_bytes(WEIGHTS)
        run = self.bounded(Run(["audit", self.target, "--format", "json"]))
        self.assertIn(run.status, (0, 3), run.err[:300])
        return run.json()

    def governing(self, report):
        return next(c["licenses"] for c in report["components"] if c["id"] == "parameters")

    def assert_refused(self, piece, size=None, words=""):
        """`license` names the file and says why it was not read; an audit calls nothing open by it, and says what was left out."""
        path = self.write(piece, size)
        records, page = self.license(path, 3)
        self.assertEqual(records["licenses"], [])
        self.assertEqual(records["not_examined"][0]["what"], str(path))
        self.assertIn(words, records["not_examined"][0]["why"])
        self.assertIn(str(path), page)
        return self.audit()

    def test_empty(self):
        path = self.write(b"")
        records, page = self.license(path, 0)
        self.assertEqual(records["licenses"], [])
        self.assertIn(f"the file is empty: it grants nothing ({path})", " ".join(page.split()))
        report = self.audit()
        self.assertEqual(self.governing(report), ["MIT"])
        self.assertIn("license/tag-without-text", [f["rule"] for f in report["findings"]])

    def test_blank(self):
        self.write("\n", MIB)
        self.assertIn("license/tag-without-text", [f["rule"] for f in self.audit()["findings"]])

    def test_binary(self):
        self.assert_refused(bytes(range(256)) * 800, words="not a text")

    def test_pdf(self):
        report = self.assert_refused(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", words="PDF")
        self.assertNotIn(report["label"]["apparent"], OPEN)

    def test_pointer(self):
        self.assert_refused(f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 1064\n", words="git-LFS")

    def test_hundred_megabytes(self):
        report = self.assert_refused("the quick brown fox jumps over the lazy dog and ", 100 * MIB, words="limit")
        self.assertTrue(any(entry["what"] == "LICENSE" for entry in report["not_examined"]))
        self.assertNotIn(report["label"]["apparent"], OPEN, "the tag is no answer to what stands in the file")

    def test_one_line_of_fifty_megabytes(self):
        self.assert_refused("permission is hereby granted to ", 50 * MIB, words="limit")

    def test_what_stands_behind_the_limit_is_unknown(self):
        path = self.write(TERMS)
        with open(path, "r+b") as file:
            file.write(b"MIT License\n")
            file.seek(9 * MIB)
            file.write(TERMS.encode())
        report = self.audit()
        self.assertNotIn(report["label"]["apparent"], OPEN)

    def test_invalid_utf8(self):
        path = self.write(TERMS.encode().replace(b"Heron", b"H\xff\xfe\x80ron") + b"\xc3")
        records, page = self.license(path, 0)
        self.assertEqual(records["licenses"][0]["verdict"], "unknown")
        self.assertIn("noncommercial", records["licenses"][0]["classes"])
        found = next(f for f in records["findings"] if f["rule"] == "format/invalid-utf8")
        self.assertEqual((found["evidence"][0]["path"], found["evidence"][0]["line"]), (str(path), 1))
        self.assertIn("UTF-8", page)
        self.assertNotIn(self.audit()["label"]["apparent"], OPEN)

    def test_utf16(self):
        for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
            with self.subTest(encoding=encoding):
                records, page = self.license(self.write(mark + TERMS.encode(encoding)), 0)
                self.assertEqual(records["licenses"][0]["name"], "Heron Community License")
                self.assertIn("noncommercial", records["licenses"][0]["classes"])
                self.assertIn("format/utf16-text", [f["rule"] for f in records["findings"]])
                term = next(t for t in records["licenses"][0]["terms"] if t["kind"] == "commercial-use")
                self.assertIn(term["evidence"][0]["line"], (3, 4))
                report = self.audit()
                self.assertNotIn(report["label"]["apparent"], OPEN)
                self.assertIn("format/utf16-text", [f["rule"] for f in report["findings"]])

    def assert_no_name(self, piece, size=None, name="LICENSE"):
        path = self.write(piece, size, name)
        run = self.bounded(Run(["license", path, "--format", "json"]))
        self.assertIn(run.status, (0, 3))
        for record in run.json()["licenses"]:
            self.assertNotIn(record["verdict"], ("exact", "equivalent"), record["id"])
        self.audit()

    def test_nested_brackets_and_quotes(self):
        for piece in ("[" * 100_000 + "]" * 100_000, "> " * 100_000 + "x", "(" * 100_000, "**" * 100_000, "<div>" * 100_000):
            with self.subTest(piece=piece[:4]):
                self.assert_no_name(piece, name="LICENSE.md")

    def test_repetition(self):
        for piece in ("permission is hereby granted ", "license ", "the software license ", "You may not use the model for commercial purposes and ", "许可"):
            with self.subTest(piece=piece):
                self.assert_no_name(piece, 10 * MIB)
                self.assert_no_name(piece, 7 * MIB)

    def test_a_sentence_over_and_over_is_no_text(self):
        self.write("Permission is hereby granted, free of charge, to any person obtaining a copy.\n", MIB)
        report = self.audit()
        for record in report["licenses"]:
            self.assertFalse(record["detected"] and record["verdict"] in ("exact", "equivalent"), record["id"])

    def test_expressions_that_nest(self):
        for depth in (100, 10_000):
            report = self.audit("---\nlicense: " + "(" * depth + "MIT" + ")" * depth + "\n---\n# A tiny model\n\nA small model for tests.\n")
            self.assertNotIn(report["label"]["apparent"], OPEN)

    def test_a_card_that_says_the_same_over_and_over(self):
        for line in ("The model is licensed under the Apache License 2.0.\n\n", "![License](https://img.shields.io/badge/License-Apache_2.0-blue)\n\n",
                     "Tern is derived from Otter, originally under the Llama 3.1 Community License.\n\n"):
            with self.subTest(line=line):
                report = self.audit(CARD + "\n" + line * (4 * MIB // len(line)))
                self.assertLess(len(report["findings"]), 30)

    def test_tags_and_fields_without_end(self):
        self.audit("---\nlicense: [" + "mit, apache-2.0, " * 4000 + "mit]\n---\n# A tiny model\n")
        report = self.audit("---\nlicense: mit\nextra_gated_fields:\n" + "".join(f"  I agree to non-commercial use only {i}: checkbox\n" for i in range(3000)) + "---\n# A tiny model\n")
        self.assertNotIn(report["label"]["apparent"], OPEN)

    def test_a_notice_over_and_over(self):
        path = self.write("SPDX-License-Identifier: MIT\n", 128 << 10)
        run = self.bounded(Run(["license", path, "--format", "json"]))
        self.assertEqual([record["id"] for record in run.json()["licenses"]], ["MIT"])
        self.audit()


if __name__ == "__main__":
    support.main()
