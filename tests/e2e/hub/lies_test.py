#!/usr/bin/env python3
"""A hub that sends other bytes than it lists, less, or what was not asked for: said, never believed, never kept."""
import json
import struct
import tempfile
import pathlib

import hub_case
from hub_case import NAME
import faults

INTEGRITY, NOT_EXAMINED = 5, 3
EVIL = ["../../../outside.txt", "/absolute.txt", "a/../../b.txt", "a//b.txt", "./README.md", "", "..", "a\\..\\b.txt", "C:\\model.bin",
        "red\x1b[2J.txt", "line\nbreak.md", "nul\x00.txt",
        "x" * 5000, "d/" * 500 + "deep.txt"]


def small_release(folder):
    """A release with one shard, large enough that its header is not all of it."""
    folder = pathlib.Path(folder)
    header = {f"model.layers.{n}.weight": {"dtype": "F32", "shape": [64, 64], "data_offsets": [n * 16384, (n + 1) * 16384]} for n in range(64)}
    text = json.dumps(header).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + bytes(64 * 16384))
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n# Otter\n\nA model of otters.\n")
    (folder / "LICENSE").write_bytes((hub_case.OPEN / "LICENSE").read_bytes())
    (folder / "config.json").write_text(json.dumps({"architectures": ["OtterForCausalLM"], "model_type": "otter", "seed": 7}))
    return folder


class Lies(hub_case.HubCase):
    @classmethod
    def setUpClass(cls):
        cls.made = tempfile.TemporaryDirectory(prefix="aboveboard-hub-")
        cls.repositories = {NAME: small_release(cls.made.name)}
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.made.cleanup()

    def assert_told(self, run, status, *fragments):
        self.assertIn(run.status, status if isinstance(status, tuple) else (status,), str(run))
        for fragment in fragments:
            self.assert_says(run, fragment)

    def assert_not_kept(self):
        """The next run, over an honest hub, does not meet what the lying one said."""
        self.hub.reset()
        self.assertEqual(self.audit().status, 0)

    def test_a_flipped_bit_in_a_document(self):
        self.hub.fault("/README.md", faults.flipped(30))
        self.assert_told(self.audit(), INTEGRITY, "README.md", "digest|listing")
        self.assert_not_kept()

    def test_a_flipped_bit_in_a_license(self):
        self.hub.fault("/LICENSE", faults.flipped(5000))
        run = self.audit()
        self.assert_told(run, INTEGRITY, "LICENSE")
        self.assertNotIn("open", (run.report["label"]["at_least"] or "") if run.report else "")
        self.assert_not_kept()

    def test_sizes_in_the_listing(self):
        for change in (10, -10, 1 << 40):
            def altered(info, change=change):
                for sibling in info["siblings"]:
                    if sibling["rfilename"] == "README.md":
                        sibling["size"] += change
            self.hub.reset()
            self.hub.fault("/api/", faults.listing(altered))
            with self.subTest(change=change):
                self.assert_told(self.audit(ABOVEBOARD_CACHE=str(self.home / str(change))), (INTEGRITY, NOT_EXAMINED), "README.md")

    def test_size_of_weights_in_the_listing(self):
        for change in (1, -1, 1 << 40, 1 << 60):
            def altered(info, change=change):
                for sibling in info["siblings"]:
                    if "lfs" in sibling:
                        sibling["size"] += change
                        sibling["lfs"]["size"] += change
            self.hub.reset()
            self.hub.fault("/api/", faults.listing(altered))
            with self.subTest(change=change):
                run = self.audit(ABOVEBOARD_CACHE=str(self.home / str(change)))
                self.assert_told(run, (0, INTEGRITY, NOT_EXAMINED), "model.safetensors")
                # A size that no file can have may be left aside, where that is said.
                self.assertTrue(run.status or run.findings("source/"), str(run))

    def test_digests_in_the_listing(self):
        def altered(info):
            for sibling in info["siblings"]:
                sibling["blobId"] = "0" * 40
        self.hub.fault("/api/", faults.listing(altered))
        self.assert_told(self.audit(), INTEGRITY, "README.md")

    def test_a_range_that_is_ignored(self):
        """A whole file instead of a part: what was asked for is taken if it is at the front, and the megabyte is not read on."""
        self.hub.fault("/lfs/", faults.range_ignored)
        run = self.audit()
        self.assert_told(run, (0, NOT_EXAMINED))
        if run.status:
            self.assert_says(run, "model.safetensors")
            self.assert_says(run, "range|part|asked")

    def test_a_part_that_is_another(self):
        for name, change in {"shifted": lambda b, e, t: f"bytes {b + 8}-{e + 8}/{t}", "shorter": lambda b, e, t: f"bytes {b}-{e - 1}/{t}",
                             "of-a-larger-file": lambda b, e, t: f"bytes {b}-{e}/{t + 1}",
                             "backwards": lambda b, e, t: f"bytes {e}-{b}/{t}", "nonsense": lambda *_: "lots"}.items():
            self.hub.reset()
            self.hub.fault("/lfs/", faults.content_range(change))
            with self.subTest(range=name):
                run = self.audit(ABOVEBOARD_CACHE=str(self.home / name))
                self.assert_told(run, (INTEGRITY, NOT_EXAMINED), "model.safetensors")
        self.assert_not_kept()

    def test_bodies_that_are_cut_off(self):
        self.hub.fault("/resolve/|/lfs/", faults.truncated(), times=3)
        self.assert_told(self.audit(), 0)
        self.hub.fault("/README.md", faults.truncated(0))
        self.assert_told(self.audit(ABOVEBOARD_CACHE=str(self.home / "other")), NOT_EXAMINED, "README.md", "broke|end|cut")

    def test_slow_bodies(self):
        self.hub.fault("/README.md", faults.slow(5, 0.05))
        self.assert_told(self.audit(), 0)

    def test_a_header_that_is_longer_than_its_file(self):
        for length in (2 << 20, 1 << 40, (1 << 64) - 1):
            self.hub.reset()
            self.hub.fault("/lfs/", faults.patched(0, struct.pack("<Q", length)))
            with self.subTest(length=length):
                run = self.audit(ABOVEBOARD_CACHE=str(self.home / str(length)))
                self.assertTrue(run.findings("format/"), str(run))
                self.assertLess(sum(r.sent for r in self.hub.requests), 4 << 20)
                self.assert_memory(run, 200)

    def test_names_in_the_listing(self):
        size = len("harmless")
        self.hub.fault("/api/", faults.listing(lambda info: info["siblings"].extend({"rfilename": name, "size": size, "blobId": "0" * 40} for name in EVIL)))
        run = self.audit()
        self.assert_told(run, (0, NOT_EXAMINED), "outside.txt")
        for request in self.hub.requests:
            self.assertNotRegex(request.target, r"(?i)outside|absolute|/\.\./|%2e%2e|%5c|%1b|%0a|%00")
        self.assertEqual(run.report["weights"]["parameters"], 64 * 64 * 64, str(run))
        text = self.run_program("audit", f"hf:{NAME}")
        self.assertNotIn("\x1b[2J", text.said)
        self.assertEqual([p for p in hub_case.files_below(self.home) if "outside" in p.name or "absolute" in p.name], [])

    def test_names_that_are_no_text(self):
        """Bytes in JSON that are no UTF-8, and a lone surrogate."""
        for name, raw in {"bytes": b"caf\xe9.md", "surrogate": b"caf\\ud800.md"}.items():
            def act(exchange, raw=raw):
                body = exchange.forward(without=("accept-encoding", "if-none-match")).body
                return faults.raw(body.replace(b"README.md", raw))(exchange)
            self.hub.reset()
            self.hub.fault("/api/", act)
            with self.subTest(name=name):
                run = self.audit(ABOVEBOARD_CACHE=str(self.home / name))
                self.assert_told(run, (0, NOT_EXAMINED, INTEGRITY))

    def test_the_same_name_twice(self):
        def twice(info):
            info["siblings"].append({**info["siblings"][0], "size": 1})
        self.hub.fault("/api/", faults.listing(twice))
        self.assert_told(self.audit(), (0, NOT_EXAMINED, INTEGRITY))

    def test_information_of_the_wrong_shape(self):
        commit = self.hub.commit(NAME)
        for name, info in {"no-siblings": {"id": NAME, "sha": commit}, "siblings-a-text": {"id": NAME, "sha": commit, "siblings": "README.md"},
                           "siblings-numbers": {"id": NAME, "sha": commit, "siblings": [1, None, [], {}]}, "no-sha": {"id": NAME, "siblings": []},
                           "sha-a-path": {"id": NAME, "sha": "../../../../etc", "siblings": [{"rfilename": "README.md", "size": 1}]},
                           "sizes-no-numbers": {"id": NAME, "sha": commit, "siblings": [{"rfilename": "README.md", "size": "12"},
                                                                                     {"rfilename": "LICENSE", "size": -1},
                                                                                     {"rfilename": "config.json", "size": 1e300}]},
                           "a-list": [1, 2, 3], "deep": json.loads("[" * 900 + "]" * 900)}.items():
            self.hub.reset()
            self.hub.fault("/api/", faults.listing(lambda _, info=info: info))
            with self.subTest(shape=name):
                run = self.audit(ABOVEBOARD_CACHE=str(self.home / name))
                self.assert_told(run, (0, NOT_EXAMINED, INTEGRITY))
                if run.status == 0:
                    self.assertIsNone(run.report["label"]["at_least"], str(run))
                for request in self.requests("resolve"):
                    self.assertNotIn("etc", request.target)


if __name__ == "__main__":
    hub_case.main()
