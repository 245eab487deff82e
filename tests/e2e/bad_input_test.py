"""Hostile and broken input: a clear message with its path and place, the right exit status, and the rest of the audit stands."""
import json
import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import threading
import time
import unittest

import support

CARD = ("---\nlicense: mit\n---\n# A tiny model\n\nA small model for tests, whose weights lie in this folder. It was made in an afternoon to see how a broken file beside a sound\n"
        "card is told of, and it knows nothing else.\n\n## Evaluation\n\nNone: it has nothing to be measured by.\n")


def safetensors(header, data=b"", length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


GOOD = safetensors({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}, b"\0" * 8)


class BadInput(unittest.TestCase):
    def setUp(self):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="aboveboard-e2e-"))
        self.target = self.scratch / "release"
        self.target.mkdir()

    def tearDown(self):
        for path in self.scratch.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(self.scratch)

    def write(self, name, data):
        path = self.target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def audit(self, *arguments, **options):
        status, report, err = support.audit(arguments or [self.target], timeout=20, **options)
        self.assertGreaterEqual(status, 0, f"died of signal {-status}: {err}")
        return status, report, err

    def mentions(self, report, needle):
        """Does a finding or a not_examined entry speak of `needle`?"""
        return [record for key in ("findings", "not_examined") for record in report[key] if needle in json.dumps(record, ensure_ascii=False)]

    def assert_rest_stands(self, report):
        """The card beside the broken file was read all the same."""
        self.assertIsNotNone(report)
        self.assertEqual({"model-card": "present"}, {c["id"]: c["presence"] for c in report["components"] if c["id"] == "model-card"})
        self.assertIn("MIT", json.dumps(report["licenses"]))

    def check_broken(self, name, data, statuses=(0, 3), rule="format/"):
        """One broken file beside a good card: it is named in a finding or in not_examined, and the rest stands."""
        self.write("README.md", CARD)
        self.write(name, data)
        status, report, err = self.audit()
        self.assert_rest_stands(report)
        spoken = self.mentions(report, name)
        self.assertTrue(spoken, f"nothing is said about {name}: {err}")
        self.assertIn(status, statuses, err)
        listed = [record for record in report["not_examined"] if name in record["what"]]
        if listed:
            self.assertEqual(status, 3, "something named could not be examined")
        else:
            self.assertTrue(any(r.get("rule", "").startswith(rule) for r in spoken), spoken)
        return report

    # Targets that cannot be audited at all.

    def test_missing_path(self):
        status, report, err = self.audit(self.scratch / "not-there")
        self.assertIn(status, (2, 3))
        self.assertIn("not-there", err + json.dumps(report))

    def test_missing_path_beside_a_good_one(self):
        self.write("README.md", CARD)
        status, report, err = self.audit("--weights", self.target, "--code", self.scratch / "not-there")
        self.assertIn(status, (2, 3))
        self.assertIn("not-there", err + json.dumps(report))
        if status == 3:
            self.assert_rest_stands(report)

    def test_empty_folder(self):
        status, report, err = self.audit()
        self.assertEqual(status, 3)
        self.assertIsNotNone(report, err)
        self.assertIsNone(report["label"]["at_least"])
        self.assertIsNone(report["label"]["apparent"])
        self.assertIn("no files", report["not_examined"][0]["why"])
        self.assertFalse([c["id"] for c in report["components"] if c["presence"] in ("present", "partial", "referenced")])

    def test_empty_file(self):
        for name in ("README.md", "LICENSE", "config.json", "model.safetensors", "model.gguf", "tokenizer.json"):
            self.write(name, b"")
        status, report, err = self.audit()
        self.assertIn(status, (0, 3))
        self.assertIsNotNone(report, err)
        self.assertIsNone(report["label"]["at_least"], "empty files prove no weights")

    def test_usage_errors(self):
        for arguments in (["--no-such-flag"], ["--format", "no-such-format", self.target], []):
            status, _, err = support.program.run(["audit", *arguments])
            self.assertEqual(status, 2, arguments)
            self.assertTrue(err.strip(), "a usage error says nothing")

    def test_fifo_as_target(self):
        fifo = self.scratch / "pipe"
        os.mkfifo(fifo)
        status, _, err = self.audit(fifo)
        self.assertIn(status, (2, 3))
        self.assertTrue(err)

    # Broken files beside good ones.

    def test_safetensors_length_beyond_file(self):
        self.check_broken("model.safetensors", safetensors(b"{}", length=10 << 30))

    def test_safetensors_length_of_all_ones(self):
        self.check_broken("model.safetensors", safetensors(b"{}", length=(1 << 64) - 1))

    def test_safetensors_cut_header(self):
        self.check_broken("model.safetensors", GOOD[:20])

    def test_safetensors_cut_data(self):
        report = self.check_broken("model.safetensors", GOOD[:-1])
        self.assertNotEqual(report["weights"]["complete"], "yes")

    def test_safetensors_seven_bytes(self):
        self.check_broken("model.safetensors", b"\1\0\0\0\0\0\0")

    def test_safetensors_not_json(self):
        self.check_broken("model.safetensors", safetensors(b"{not json}"))

    def test_safetensors_duplicate_tensor(self):
        entry = b'"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}'
        self.check_broken("model.safetensors", safetensors(b"{" + entry + b"," + entry + b"}", b"\0" * 8))

    def test_safetensors_overlapping_tensors(self):
        header = {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "b": {"dtype": "F32", "shape": [2], "data_offsets": [4, 12]}}
        self.check_broken("model.safetensors", safetensors(header, b"\0" * 12))

    def test_safetensors_lying_shape(self):
        header = {"w": {"dtype": "F32", "shape": [1 << 62, 1 << 62], "data_offsets": [0, 8]}}
        self.check_broken("model.safetensors", safetensors(header, b"\0" * 8))

    def test_safetensors_deep_nesting(self):
        self.check_broken("model.safetensors", safetensors(b'{"a":' * 100_000 + b"1" + b"}" * 100_000))

    def test_gguf_lying_counts(self):
        self.check_broken("model.gguf", b"GGUF" + struct.pack("<IQQ", 3, 1 << 60, 1 << 60))

    def test_gguf_ten_gigabyte_string(self):
        self.check_broken("model.gguf", b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 10 << 30) + b"general.name")

    def test_gguf_nested_arrays(self):
        key = struct.pack("<Q", 1) + b"a" + struct.pack("<I", 9)
        self.check_broken("model.gguf", b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + key + struct.pack("<IQ", 9, 1) * 50_000)

    def test_gguf_cut(self):
        self.check_broken("model.gguf", b"GGUF" + struct.pack("<I", 3))

    def test_config_duplicate_keys(self):
        report = self.check_broken("config.json", '{"model_type": "a", "hidden_size": 8,\n "model_type": "b"}')
        self.assertTrue(self.mentions(report, "duplicate"))

    def test_config_broken(self):
        self.check_broken("config.json", '{"model_type": "a",\n "hidden_size": }')

    def test_config_deep(self):
        self.check_broken("config.json", "[" * 200_000)

    def test_index_lies(self):
        self.write("model-00001-of-00002.safetensors", GOOD)
        report = self.check_broken("model.safetensors.index.json", json.dumps(
            {"metadata": {"total_size": 10 ** 19}, "weight_map": {"w": "model-00001-of-00002.safetensors", "x": "../../outside.safetensors"}}))
        self.assertNotEqual(report["weights"]["complete"], "yes")

    def test_card_invalid_utf8(self):
        self.write("LICENSE.md", CARD)
        self.write("README.md", CARD.encode() + b"\n\xff\xfe\x80 The training code is not released. \xc3\n")
        status, report, err = self.audit()
        self.assertIn(status, (0, 3))
        self.assertTrue(self.mentions(report, "UTF-8") or self.mentions(report, "utf8"), "invalid UTF-8 goes unmentioned")

    def test_card_yaml_bomb(self):
        bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi"))
        self.write("README.md", f"---\nlicense: mit\n{bomb}---\n# Bomb\n\nA model of ours.\n")
        started = time.monotonic()
        status, report, err = self.audit()
        self.assertLess(time.monotonic() - started, 5)
        self.assertIn(status, (0, 3))
        self.assertTrue(self.mentions(report, "README.md"), "a YAML bomb goes unmentioned")

    def test_card_yaml_deep(self):
        self.write("README.md", "---\nx: " + "[" * 100_000 + "\n---\n# Deep\n")
        status, report, err = self.audit()
        self.assertTrue(self.mentions(report, "README.md"))

    def test_card_broken_yaml_keeps_prose(self):
        self.write("README.md", CARD.replace("license: mit", "license: [mit\nbase: {") + "\nThe training code is not released.\n")
        status, report, err = self.audit()
        spoken = self.mentions(report, "README.md")
        self.assertTrue(any("line" in json.dumps(record) or ":" in json.dumps(record) for record in spoken), "no place is given")
        self.assertEqual("declared-absent", next(c["presence"] for c in report["components"] if c["id"] == "training-code"))

    def test_card_duplicate_key(self):
        self.write("README.md", "---\nlicense: mit\nlicense: apache-2.0\n---\n# A tiny model\n")
        _, report, _ = self.audit()
        self.assertTrue(self.mentions(report, "duplicate"))

    def test_card_of_one_long_line(self):
        self.write("README.md", "# A\n\n" + "[" * 1_000_000 + "<" * 500_000 + "*_`" * 300_000)
        started = time.monotonic()
        self.audit()
        self.assertLess(time.monotonic() - started, 10)

    # Folders that fight back.

    def test_symlink_loop(self):
        self.write("README.md", CARD)
        (self.target / "loop").symlink_to(self.target)
        (self.target / "a").symlink_to("b")
        (self.target / "b").symlink_to("a")
        status, report, err = self.audit()
        self.assertEqual(status, 3, "links that lead nowhere were not examined")
        self.assert_rest_stands(report)

    def test_link_that_leaves_the_target(self):
        secret = self.scratch / "secret"
        secret.mkdir()
        (secret / "train.py").write_text("SECRET_MARKER = 1\n")
        self.write("README.md", CARD)
        (self.target / "outside").symlink_to(secret)
        (self.target / "train.py").symlink_to("../secret/train.py")
        status, report, err = self.audit()
        self.assert_rest_stands(report)
        self.assertNotIn("SECRET_MARKER", json.dumps(report))
        self.assertTrue(self.mentions(report, "train.py"), "a link that leaves the target goes unmentioned")
        self.assertEqual(status, 3)
        self.assertNotIn("present", [c["presence"] for c in report["components"] if c["id"] == "training-code"])

    def test_fifo_inside(self):
        self.write("README.md", CARD)
        os.mkfifo(self.target / "LICENSE")
        status, report, err = self.audit()
        self.assert_rest_stands(report)
        self.assertEqual(status, 3, "a FIFO was not examined")
        self.assertTrue(self.mentions(report, "LICENSE"))

    def test_unreadable_file(self):
        self.write("README.md", CARD)
        self.write("LICENSE", "Some terms.\n").chmod(0)
        command = [str(support.program.binary()), "audit", str(self.target), "--format", "json"]
        if os.geteuid() == 0:
            drop = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"]
            self.scratch.chmod(0o755)
            probe = subprocess.run([*drop, str(support.program.binary()), "--version"], capture_output=True) if shutil.which("setpriv") else None
            if probe is None or probe.returncode:
                self.skipTest("root reads everything, and no other user can run the program here")
            command = drop + command
        done = subprocess.run(command, capture_output=True, timeout=20)
        self.assertEqual(done.returncode, 3, done.stderr)
        report = json.loads(done.stdout)
        self.assert_rest_stands(report)
        self.assertTrue(any("LICENSE" in record["what"] for record in report["not_examined"]))

    def test_deep_folders(self):
        self.write("README.md", CARD)
        path = self.target
        for _ in range(200):
            path = path / "d"
            path.mkdir()
        status, report, err = self.audit()
        self.assert_rest_stands(report)
        self.assertTrue(report["not_examined"], "a limit was hit and goes unmentioned")
        self.assertEqual(status, 3)

    def test_strange_file_names(self):
        self.write("README.md", CARD)
        for name in (b"new\nline.md", b"\xff\xfe.md", b"esc\x1b[31m.md", b"-rf", b'quote".json', b"sp ace.md"):
            (pathlib.Path(os.fsdecode(os.fsencode(self.target) + b"/" + name))).write_text("# Title\n\nText.\n")
        status, report, err = self.audit()
        self.assert_rest_stands(report)
        _, out, _ = support.program.run(["audit", str(self.target)])
        self.assertNotIn(b"\x1b[31m", out, "a file name paints the terminal")

    def test_file_that_shrinks_while_read(self):
        """Best effort: a big shard is cut and grown over and over while audits run. Whatever they see, they end in order."""
        self.write("README.md", CARD)
        names = {f"t{i}": {"dtype": "U8", "shape": [1], "data_offsets": [i, i + 1]} for i in range(200_000)}
        shard = self.write("model.safetensors", safetensors(names, b"\0" * 200_000))
        whole, stop = shard.read_bytes(), threading.Event()

        def shake():
            while not stop.is_set():
                os.truncate(shard, 1000)
                shard.write_bytes(whole)
        thread = threading.Thread(target=shake)
        thread.start()
        try:
            for _ in range(6):
                status, report, err = self.audit()
                self.assertIn(status, (0, 3), err)
                self.assert_rest_stands(report)
        finally:
            stop.set()
            thread.join()


if __name__ == "__main__":
    support.main()
