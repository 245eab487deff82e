#!/usr/bin/env python3
"""The program as a process: streams, environment, the terminal's width, broken output. usage: program_test.py PROGRAM"""
import fcntl
import json
import os
import pathlib
import pty
import struct
import subprocess
import sys
import tempfile
import termios
import unittest

PROGRAM = sys.argv.pop(1)
PLAIN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


def run(*arguments, env=None, **options):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, env={**PLAIN, **(env or {})}, timeout=60, **options)


def on_terminal(*arguments, columns=72, env=None):
    """Output of the program on a terminal of its own."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=follower, stderr=follower, env={**PLAIN, "TERM": "xterm", **(env or {})})
    os.close(follower)
    out = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        out += part
    os.close(leader)
    process.wait()
    return out.decode()


class Program(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.release = pathlib.Path(self.scratch.name, "pebble")
        self.release.mkdir()
        (self.release / "README.md").write_text("---\nlicense: apache-2.0\n---\n# Pebble\n\nA small model. Its name is \x1b[31mred\x1b[0m.\n")

    def tearDown(self):
        self.scratch.cleanup()

    def test_version_needs_nothing(self):
        result = subprocess.run([PROGRAM, "--version"], capture_output=True, env={}, cwd="/")
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertRegex(result.stdout.decode(), r"^aboveboard \d+\.\d+\.\d+\n$")

    def test_errors_go_to_standard_error(self):
        result = run("audit", "no-such-folder")
        self.assertEqual((result.returncode, result.stdout), (2, b""))
        self.assertIn(b"no-such-folder", result.stderr)

    def test_report_goes_to_standard_output(self):
        result = run(self.release, "--format", "json")
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertEqual(json.loads(result.stdout)["release"]["name"], "pebble")

    def test_full_disk_is_no_success(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([PROGRAM, str(self.release)], stdout=full, stderr=subprocess.PIPE, env=PLAIN)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn(b"standard output", result.stderr)

    def test_output_may_be_a_device(self):
        result = run(self.release, "--format", "json=/dev/stdout")
        self.assertEqual(result.returncode, 0, result.stderr)
        json.loads(result.stdout)

    def test_pages_follow_the_width_of_the_terminal(self):
        for columns in (60, 100):
            lines = on_terminal(self.release, "--color", "never", columns=columns).splitlines()
            self.assertLessEqual(max(map(len, lines)), columns)
            self.assertGreater(max(map(len, lines)), columns - 20)

    def test_columns_variable_wins(self):
        widest = max(len(line) for line in run(self.release, env={"COLUMNS": "50"}).stdout.decode().splitlines())
        self.assertLessEqual(widest, 50)
        for nonsense in ("0", "-3", "wide", "99999999999999"):
            self.assertEqual(run(self.release, env={"COLUMNS": nonsense}).stdout, run(self.release).stdout)

    def test_color_follows_terminal_and_wishes(self):
        self.assertIn("\x1b[1m", on_terminal(self.release))
        self.assertNotIn("\x1b", on_terminal(self.release, env={"NO_COLOR": "1"}))
        self.assertNotIn("\x1b", on_terminal(self.release, env={"TERM": "dumb"}))
        self.assertIn("\x1b[1m", on_terminal(self.release, "--color", "always", env={"NO_COLOR": "1"}))
        self.assertNotIn(b"\x1b", run(self.release).stdout)

    def test_environment_changes_no_report(self):
        plain = run(self.release, "--format", "json").stdout
        self.assertEqual(run(self.release, "--format", "json", env={"LC_ALL": "C.UTF-8", "LANG": "de_DE", "TZ": "Asia/Tokyo", "HOME": "/"}).stdout, plain)

    def test_target_is_not_changed(self):
        before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in self.release.iterdir()}
        run(self.release)
        self.assertEqual({p: (p.read_bytes(), p.stat().st_mtime_ns) for p in self.release.iterdir()}, before)


if __name__ == "__main__":
    unittest.main()
