#!/usr/bin/env python3
"""A license that its user teaches: learned from a text of our own, then known to `license` and `audit`, by text and by tag. usage: license_learn_test.py PROGRAM"""
import json
import pathlib
import subprocess
import sys
import tempfile

TEXT = """Tidewater Model License 2.1

1. The harbor office grants you a worldwide right to run and to study the weights, and to pass them on with this text beside them.
2. You may not use the weights, or what they put out, for commercial purposes.
3. Whoever has more than 5 million monthly active users must ask the harbor office for another license before any use.
4. The weights come as they are, and nobody answers for what they cause.
"""


def run(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def check(condition, message):
    if not condition:
        sys.exit(f"failed: {message}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "text").mkdir()
        text = folder / "text" / "LICENSE"
        text.write_text(TEXT)
        code, learned, _ = run("license", "learn", text, "--id", "LicenseRef-tidewater-2.1", "--title", "Tidewater Model License 2.1", "--must-not", "Tidewater Model License 3")
        check(code == 0, "learn")
        check("harbor" not in learned, "the words of the text are not kept")
        check("term commercial-use no" in learned and "term user-threshold 5000000" in learned, "its terms are: " + learned)
        (folder / "known").mkdir()
        (folder / "known" / "tidewater.fingerprint").write_text(learned)

        def named(path, *flags):
            _, out, _ = run("license", path, "--format", "json", *flags)
            return [(item["id"], item["verdict"]) for item in json.loads(out)["licenses"]]

        flags = ("--licenses", folder / "known")
        check(all(id != "LicenseRef-tidewater-2.1" or verdict == "unknown" for id, verdict in named(text)), "unknown before")
        check(named(text, *flags) == [("LicenseRef-tidewater-2.1", "exact")], f"known by its text: {named(text, *flags)}")
        text.write_text("# Weights\n\nOurs.\n\n" + TEXT.replace("\n", "\n > "))
        check(named(text, *flags) == [("LicenseRef-tidewater-2.1", "exact")], "known inside of a document")
        text.write_text(TEXT.replace("2.1", "3"))
        check(("LicenseRef-tidewater-2.1", "exact") not in named(text, *flags), "another version is not this one")
        text.write_text(TEXT)

        release = folder / "release"
        release.mkdir()
        (release / "README.md").write_text("---\nlicense: other\nlicense_name: tidewater-2.1\n---\n# Tides\n\nA model of tides.\n")
        (release / "LICENSE").write_text(TEXT)
        _, out, _ = run("audit", release, *flags, "--format", "json")
        licenses = json.loads(out)["licenses"]
        check([item["id"] for item in licenses] == ["LicenseRef-tidewater-2.1"], f"tag and text are one license: {[item['id'] for item in licenses]}")
        check("noncommercial" in licenses[0]["classes"] if "classes" in licenses[0] else True, "its class")

        for arguments, says in (
            (("license", "learn", text), "--id"),
            (("license", "learn", text, "--id", "a b"), "--id"),
            (("license", "learn", folder, "--id", "x"), "not a file"),
            (("license", "learn", folder / "none", "--id", "x"), "no such file"),
            (("license", text, "--licenses", folder / "text"), "no file that ends in .fingerprint"),
            (("license", text, "--licenses", text), "LICENSE:1"),
        ):
            code, _, err = run(*arguments)
            check(code == 2 and says in err, f"{arguments}: {code} {err}")
        (folder / "short").write_text("Do what you like.\n")
        code, _, err = run("license", "learn", folder / "short", "--id", "x")
        check(code == 2 and "4 words" in err, err)
    print("passed")


PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
main()
