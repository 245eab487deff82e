#!/usr/bin/env python3
"""An audit of a repository says what an audit of the same folder on disk says; over TLS and HTTP/2 too, and for little more than headers and documents."""
import json
import pathlib
import struct
import tempfile
import unittest

import hub_case
from hub_case import NAME, OPEN, WEIGHTS_ONLY
import server
import support

OPEN_NAME, SHARDED, DATA = "lakelab/drizzle", "lakelab/heron-40b", "datasets/lakelab/notes"
SHARD_BYTES, TENSORS = 400_000_000, 50


def sharded_release(folder):
    """Three sparse shards with an index, and the code and documents of a model."""
    folder, weight_map = pathlib.Path(folder), {}
    for shard in range(3):
        name = f"model-{shard + 1:05}-of-00003.safetensors"
        each = SHARD_BYTES // TENSORS
        header = {f"model.layers.{shard}.{n}.weight": {"dtype": "BF16", "shape": [each // 2], "data_offsets": [n * each, (n + 1) * each]}
                  for n in range(TENSORS)}
        weight_map.update(dict.fromkeys(header, name))
        text = json.dumps(header).encode()
        with open(folder / name, "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text)
            file.truncate(8 + len(text) + SHARD_BYTES)
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {"total_size": 3 * SHARD_BYTES}, "weight_map": weight_map}))
    (folder / "config.json").write_text(json.dumps({"architectures": ["HeronForCausalLM"], "model_type": "heron"}))
    (folder / "README.md").write_text("---\nlicense: apache-2.0\nbase_model: lakelab/heron-base\n---\n# Heron\n\n"
                                      "Fully open source. The training code is not released.\n")
    (folder / "LICENSE").write_bytes((OPEN / "LICENSE").read_bytes())
    return folder


def essence(report):
    """What must not depend on where the files are."""
    label = {key: report["label"][key] for key in ("at_least", "at_most", "apparent", "sentence")}
    weights = {key: report["weights"][key] for key in ("formats", "format", "parameters", "dtypes", "bytes", "complete") if key in report["weights"]}
    licenses = sorted((r["id"], r.get("spdx"), r["verdict"], r["declared"], r["detected"], len(r["terms"])) for r in report["licenses"])
    components = sorted((c["id"], c["presence"], tuple(c["licenses"])) for c in report["components"])
    questions = [(q["id"], q["answer"]) for q in report["questions"]]
    findings = sorted((f["rule"], f["level"], f["message"]) for f in report["findings"] if not f["rule"].startswith("source/"))
    return {"label": label, "weights": weights, "licenses": licenses, "components": components, "questions": questions, "findings": findings}


class Same(hub_case.HubCase):
    tls = True

    @classmethod
    def setUpClass(cls):
        cls.made = tempfile.TemporaryDirectory(prefix="aboveboard-hub-")
        cls.repositories = {NAME: WEIGHTS_ONLY, OPEN_NAME: OPEN, SHARDED: sharded_release(cls.made.name), DATA: OPEN / "data"}
        cls.options = ("--invent-above", "100000000")
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.made.cleanup()

    def test_says_what_the_folder_says(self):
        self.maxDiff = None
        for name, folder in self.repositories.items():
            with self.subTest(repository=name):
                ours, theirs = self.audit(f"hf:{name}", "--name", "it"), self.audit(str(folder), "--name", "it")
                self.assertEqual(ours.status, theirs.status, f"{ours}\n{theirs}")
                self.assertEqual(essence(ours.report), essence(theirs.report))
                source = ours.report["release"]["sources"][0]
                self.assertEqual(source["revision"], self.hub.commit(name))
                self.assertEqual(source["files"], theirs.report["release"]["sources"][0]["files"])
                # What is read is said to be read: the summary of what a network leaves out is the one thing more.
                unseen = [{record["what"] for record in run.report["not_examined"]} for run in (ours, theirs)]
                self.assertEqual(unseen[0] - unseen[1] - {name.rsplit("/", 1)[-1]}, set(), str(ours))

    def test_evidence_names_the_files_as_on_disk(self):
        ours, theirs = self.audit(f"hf:{OPEN_NAME}", "--name", "it"), self.audit(str(OPEN), "--name", "it")
        places = [{(e["path"], e.get("line"), e.get("byte"), e.get("quote")) for _, e in support.all_evidence(run.report)} for run in (ours, theirs)]
        self.assertEqual(places[0] ^ places[1], set())

    def test_addresses_of_the_hub_name_the_same(self):
        wanted = essence(self.audit(f"hf:{NAME}", "--name", "it").report)
        for target in (f"{self.hub.endpoint}/{NAME}", f"{self.hub.endpoint}/{NAME}/tree/main",
                       f"hf://{NAME}@main", f"{self.hub.endpoint}/{NAME}/tree/refs%2Fpr%2F1"):
            with self.subTest(target=target):
                self.assertEqual(essence(self.audit(target, "--name", "it").report), wanted)

    def test_reads_headers_and_documents_alone(self):
        run = self.audit(f"hf:{SHARDED}")
        self.assertEqual(run.status, 0, str(run))
        folder = self.repositories[SHARDED]
        needed = sum(path.stat().st_size for path in folder.iterdir() if path.suffix != ".safetensors")
        for path in folder.glob("*.safetensors"):
            with open(path, "rb") as file:
                needed += 8 + struct.unpack("<Q", file.read(8))[0]
        sent = sum(r.sent for r in self.hub.requests)
        self.assertLess(sent, needed + 400_000, "a small release may cost what was read ahead of its headers")

    def test_two_runs_are_the_same_byte_for_byte(self):
        first = self.audit(f"hf:{OPEN_NAME}")
        second = self.audit(f"hf:{OPEN_NAME}", ABOVEBOARD_CACHE=str(self.home / "other"))
        self.assertEqual(first.out, second.out)


class Http2(unittest.TestCase):
    """nginx by itself, whose TLS speaks HTTP/2."""

    def test_is_spoken_where_the_server_has_it(self):
        if server.missing():
            self.skipTest(server.missing())
        with tempfile.TemporaryDirectory(prefix="aboveboard-hub-") as scratch:
            authority = server.Authority(scratch)
            hub = server.Nginx(pathlib.Path(scratch) / "tree", {OPEN_NAME: OPEN}, tls=authority)
            try:
                environment = {"PATH": "/usr/bin:/bin", "HOME": scratch, "HF_ENDPOINT": hub.endpoint, "SSL_CERT_FILE": authority.file,
                               "ABOVEBOARD_CACHE": f"{scratch}/cache"}
                run = hub_case.execute(["audit", f"hf:{OPEN_NAME}", "--format", "json"], environment)
                self.assertEqual(run.status, 0, str(run))
                log = hub.log()
            finally:
                hub.stop()
        self.assertEqual({record["protocol"] for record in log}, {"HTTP/2.0"})
        for host in ("hub", "content"):
            self.assertLessEqual(len({record["connection"] for record in log if record["host"] == host}), 4, "connections are used again")


if __name__ == "__main__":
    hub_case.main()
