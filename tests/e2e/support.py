"""What the end-to-end tests share: finding releases, running audits, walking reports."""
import json
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
import releases as program  # noqa: E402

ROOT = program.ROOT


def audit(arguments, **options):
    """Audits with JSON output: (exit status, report or None, stderr)."""
    status, out, err = program.run(["audit", *arguments, "--format", "json"], **options)
    try:
        return status, json.loads(out), err
    except ValueError:
        return status, None, err


def all_evidence(node, where="$"):
    """Every evidence record of a report, with the place of its list: (place, record)."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "evidence" and isinstance(value, list):
                yield from ((f"{where}.evidence[{i}]", record) for i, record in enumerate(value))
            else:
                yield from all_evidence(value, f"{where}.{key}")
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from all_evidence(value, f"{where}[{i}]")


def source_folders(report):
    """{source name: path} of a report's sources."""
    return {s.get("name", s["location"]): pathlib.Path(s["location"]) for s in report["release"]["sources"]}


def decode(data):
    """Bytes as the report writes them: invalid UTF-8 as U+FFFD, runs of it as one (how many a run has is a matter of taste)."""
    return re.sub("\ufffd+", "\ufffd", data.decode("utf-8", "replace"))


def split_lines(data):
    """Lines with their endings; LF, CRLF and a lone CR each end one."""
    return re.findall(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", data)


class ReleaseTest(unittest.TestCase):
    """Runs `check_release(name, arguments, folders)` on every release at hand."""

    def each_release(self, check):
        found = program.releases()
        if not found:
            self.skipTest("no release to audit: examples/ is empty and no cases lie beside the checkout")
        for name, arguments, folders in found:
            with self.subTest(release=name):
                check(name, arguments, folders)


def main():
    if not program.binary().exists():
        sys.exit(f"{program.binary()}: not built")
    unittest.main(verbosity=1)
