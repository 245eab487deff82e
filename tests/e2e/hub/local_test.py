#!/usr/bin/env python3
"""Auditing what is on this disk opens no socket: the kernel ends a program that does (no_sockets.cc)."""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest
import zipfile

import hub_case
import hub_cache
from hub_case import NAME, OPEN, WEIGHTS_ONLY
import support

NO_SOCKETS = os.environ.get("ABOVEBOARD_NO_SOCKETS", str(support.program.binary().parent / "no_sockets"))
CANNOT = 125


@unittest.skipUnless(pathlib.Path(NO_SOCKETS).exists(), f"{NO_SOCKETS} is not built")
class Local(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="aboveboard-local-")
        self.addCleanup(scratch.cleanup)
        self.home = pathlib.Path(scratch.name)
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8", "ABOVEBOARD_CACHE": str(self.home / "cache"),
                            "HF_HUB_CACHE": str(self.home / "hf"), "HF_ENDPOINT": "http://127.0.0.1:9", "HF_TOKEN": hub_case.TOKEN}
        if subprocess.run([NO_SOCKETS, "/bin/true"], capture_output=True).returncode == CANNOT:
            self.skipTest("no filter of system calls can be installed here")

    def run_without_sockets(self, *arguments, program=None):
        return subprocess.run([NO_SOCKETS, program or str(support.program.binary()), *map(str, arguments)], env=self.environment,
                              capture_output=True, text=True, timeout=hub_case.PATIENCE)

    def assert_lives(self, *arguments):
        done = self.run_without_sockets(*arguments)
        self.assertIn(done.returncode, (0, 3), f"{arguments}: {done.returncode}: {done.stderr[-1000:]}")
        self.assertTrue(done.stdout)
        return done

    def test_a_program_that_opens_one_is_killed(self):
        """Without this the other tests would mean nothing."""
        done = self.run_without_sockets("-c", "import socket; socket.socket()", program=sys.executable)
        self.assertEqual(done.returncode, -signal.SIGSYS)

    def test_an_audit_of_a_hub_is_killed(self):
        self.assertEqual(self.run_without_sockets("audit", f"hf:{NAME}").returncode, -signal.SIGSYS)

    def test_an_offline_audit_of_a_hub_lives(self):
        self.assertIn(self.run_without_sockets("audit", f"hf:{NAME}", "--offline").returncode, (2, 3))

    def test_audits_of_folders_live(self):
        for folder in (OPEN, WEIGHTS_ONLY):
            self.assert_lives("audit", folder)
            self.assert_lives("audit", folder, "--format", "json")
        self.assert_lives("audit", "--weights", WEIGHTS_ONLY, "--code", OPEN, "--data", OPEN / "data")

    def test_audits_of_a_cache_of_the_hub_live(self):
        snapshot = hub_cache.add(self.home / "hf", NAME, WEIGHTS_ONLY)
        self.assert_lives("audit", snapshot)
        self.assert_lives("audit", snapshot.parents[1])
        self.assertIn(NAME, self.assert_lives("list").stdout)
        self.assert_lives("list", ROOT_EXAMPLES)
        self.assert_lives("audit", f"hf:{NAME}", "--offline")

    def test_an_audit_of_an_archive_lives(self):
        with zipfile.ZipFile(self.home / "release.zip", "w") as archive:
            for path in WEIGHTS_ONLY.iterdir():
                archive.write(path, path.name)
        self.assert_lives("audit", self.home / "release.zip")

    def test_inspecting_files_lives(self):
        for path in (OPEN / "model.safetensors", OPEN / "LICENSE", OPEN / "tokenizer.json"):
            self.assert_lives("inspect", path)
        self.assert_lives("license", OPEN / "LICENSE")


ROOT_EXAMPLES = support.ROOT / "examples"

if __name__ == "__main__":
    hub_case.main()
