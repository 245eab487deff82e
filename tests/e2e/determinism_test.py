"""The same bytes give the same report, byte for byte, and an audit leaves its sources as they were."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import support


def fingerprint(folder):
    """A digest of every path, content, mode and time below a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        info = path.lstat()
        digest.update(f"{path.relative_to(folder)}\0{info.st_mode}\0{info.st_size}\0{info.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
        if path.is_symlink():
            digest.update(os.fsencode(os.readlink(path)))
        elif path.is_file():
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


class Determinism(support.ReleaseTest):
    def test_two_runs_give_identical_bytes(self):
        def check(name, arguments, _):
            for form in ("json", "text"):
                first = support.program.run(["audit", *arguments, "--format", form])
                second = support.program.run(["audit", *arguments, "--format", form], env={**os.environ, "LC_ALL": "C", "TZ": "Asia/Tokyo"})
                self.assertTrue(first[1], f"{name}: nothing written: {first[2]}")
                self.assertEqual(first, second, f"{name}: two runs differ ({form})")
        self.each_release(check)

    def test_working_directory_and_location_change_nothing_but_the_location(self):
        """A copy elsewhere, audited from elsewhere, gives the same verdicts and evidence."""
        found = [r for r in support.program.releases() if r[0].startswith("examples/")]
        if not found:
            self.skipTest("examples/ is empty")
        for name, _, folders in found:
            with self.subTest(release=name), tempfile.TemporaryDirectory() as scratch:
                copy = pathlib.Path(scratch) / folders[0].name
                shutil.copytree(folders[0], copy)
                _, one, _ = support.audit([folders[0]])
                _, two, _ = support.audit([copy.name], cwd=scratch)
                for report in (one, two):
                    for source in report["release"]["sources"]:
                        source.pop("location")
                        source.pop("revision", None)
                self.assertEqual(one, two)

    def test_sources_are_untouched(self):
        def check(name, arguments, folders):
            before = [fingerprint(folder) for folder in folders]
            support.program.run(["audit", *arguments, "--format", "json"])
            support.program.run(["audit", *arguments])
            self.assertEqual(before, [fingerprint(folder) for folder in folders], f"{name}: an audit changed its sources")
        self.each_release(check)

    def test_nothing_is_opened_for_writing(self):
        if not shutil.which("strace"):
            self.skipTest("strace is not installed")
        name, arguments, _ = (support.program.releases() or [(None, None, None)])[0]
        if name is None:
            self.skipTest("no release to audit")
        with tempfile.TemporaryDirectory() as scratch:
            log = pathlib.Path(scratch) / "log"
            command = ["strace", "-f", "-o", str(log), "-e", "trace=%file,%network", str(support.program.binary()), "audit", *arguments]
            if subprocess.run(command, capture_output=True).returncode not in (0, 3):
                self.skipTest("strace cannot trace here")
            calls = [line for line in log.read_text(errors="replace").splitlines() if "ENOENT" not in line]
        writing = [line for line in calls if "O_WRONLY" in line or "O_RDWR" in line or "O_CREAT" in line
                   or any(f" {call}(" in line for call in ("mkdir", "unlink", "rename", "chmod", "symlink", "link", "truncate"))]
        self.assertEqual(writing, [])
        network = [line for line in calls if any(f" {call}(" in line for call in ("socket", "connect", "sendto", "bind"))]
        self.assertEqual(network, [], "a local audit touches the network")


class Offline(unittest.TestCase):
    def test_works_without_any_network(self):
        prefix = ["unshare", "-rn"]
        if not shutil.which("unshare") or subprocess.run([*prefix, "true"], capture_output=True).returncode:
            self.skipTest("no network namespaces here")
        found = support.program.releases()
        if not found:
            self.skipTest("no release to audit")
        name, arguments, _ = found[0]
        inside = subprocess.run([*prefix, str(support.program.binary()), "audit", *arguments, "--format", "json"], capture_output=True)
        status, out, _ = support.program.run(["audit", *arguments, "--format", "json"])
        self.assertEqual((inside.returncode, inside.stdout), (status, out), name)


if __name__ == "__main__":
    support.main()
