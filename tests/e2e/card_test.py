"""`aboveboard card`: what is suggested holds up when it is put in place of the card, whatever the release holds."""
import pathlib
import shutil
import tempfile
import unittest

import support
from support import program

RUNGS = [None, "closed", "weights-available", "open-weights", "open-source", "open-source-open-data"]

HOSTILE = """---
license: mit
license_name: "x: y\\n- z"
tags:
  - "</td><script>alert(1)</script>"
  - "- [x](javascript:alert(1)) | `code` # no comment"
  - open-source
"key: with\\ncolon": "# not a comment"
model_name: "*/ --- \\u202e %YAML"
nested:
  - {a: "b: c", "on": [1, "1", 1e3, "null"]}
---

# Otter

Otter is a small model <img src=x onerror=alert(1)> trained on `data` | more data.
"""


def run(*arguments):
    """(exit status, standard output, standard error) as texts."""
    status, out, err = program.run(list(arguments))
    return status, out.decode(), err if isinstance(err, str) else err.decode()


def suggest(folder):
    return run("card", "--suggest", str(folder))


class CardTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def copy(self, example):
        release = self.folder / "release"
        shutil.copytree(support.ROOT / "examples" / example, release)
        return release

    def check_round_trip(self, release):
        _, before, _ = support.audit([str(release)])
        status, out, err = suggest(release)
        self.assertIn(status, (0, 3), err)
        (release / "README.md").write_text(out, encoding="utf-8")
        _, after, _ = support.audit([str(release)])
        for reading in ("at_least", "apparent"):
            self.assertLessEqual(RUNGS.index(after["label"][reading]), RUNGS.index(before["label"][reading]), reading)
        self.assertLessEqual(RUNGS.index(after["label"]["at_most"]), RUNGS.index(before["label"]["at_most"]))
        end = out.index("\n---\n", 4)
        for finding in after["findings"]:
            for evidence in finding["evidence"]:
                inside = evidence["path"] == "README.md" and evidence.get("line", 10**9) <= out[:end].count("\n") + 1
                claim = finding["rule"].startswith(("openwashing/", "license/tag", "format/card", "format/yaml"))
                self.assertFalse(inside and claim, finding)
            self.assertNotEqual([e["path"] for e in finding["evidence"]][:1] == ["README.md"] and finding["rule"].split("/")[0], "openwashing", finding)
        return out

    def test_examples_hold_up(self):
        for example in ("weights-only", "open-release"):
            with self.subTest(example=example):
                shutil.rmtree(self.folder / "release", ignore_errors=True)
                self.check_round_trip(self.copy(example))

    def test_a_tag_that_the_text_denies_is_changed_and_the_reason_is_given(self):
        release = self.copy("weights-only")
        card = (release / "README.md").read_text(encoding="utf-8")
        (release / "README.md").write_text(card.replace("license: other", "license: mit"), encoding="utf-8")
        out = self.check_round_trip(release)
        self.assertRegex(out, r"# changed:\nlicense: other  # .*LICENSE:1")

    def test_a_claiming_tag_is_taken_out(self):
        release = self.copy("weights-only")
        card = (release / "README.md").read_text(encoding="utf-8")
        (release / "README.md").write_text(card.replace("  - weather\n", "  - weather\n  - open-source\n"), encoding="utf-8")
        out = self.check_round_trip(release)
        front = out[:out.index("\n---\n", 4)]
        self.assertIn("  - weather", front)
        self.assertNotIn("  - open-source", front)

    def test_hostile_text_stays_text(self):
        release = self.copy("weights-only")
        (release / "README.md").write_text(HOSTILE, encoding="utf-8")
        license_text = (release / "LICENSE").read_text(encoding="utf-8").split("\n", 1)[1]
        (release / "LICENSE").write_text("OTTER <script>alert(1)</script> [x](javascript:y) | LICENSE\n" + license_text, encoding="utf-8")
        out = self.check_round_trip(release)
        end = out.index("\n---\n", 4)
        body = out[end:]
        for markup in ("<script", "<img", "](javascript", "\u202e"):
            self.assertNotIn(markup, body.replace("\\<", "").replace("\\]", ""))
        self.assertNotIn("\u202e", out)
        front = out[4:end]
        self.assertIn('"key: with\\ncolon": "# not a comment"', front)
        self.assertIn('"on":\n', front)

    def test_a_release_without_a_card_gets_one(self):
        release = self.copy("weights-only")
        (release / "README.md").unlink()
        status, out, _ = suggest(release)
        self.assertEqual(status, 0)
        self.assertIn("license: other", out)
        self.assertIn("license_link: LICENSE", out)

    def test_it_is_written_into_a_file_and_the_same_twice(self):
        release = self.copy("open-release")
        target = self.folder / "card.md"
        status, out, _ = run("card", f"--suggest={target}", str(release))
        self.assertEqual((status, out), (0, ""))
        self.assertEqual(target.read_text(encoding="utf-8"), suggest(release)[1])

    def test_the_page_tells_each_key(self):
        status, out, _ = run("card", str(support.ROOT / "examples" / "weights-only"))
        self.assertEqual(status, 0)
        self.assertIn("license: other (README.md:3)", out)
        self.assertIn("For a procurement form", out)
        self.assertTrue(all(len(line) <= 80 for line in out.splitlines()))


if __name__ == "__main__":
    support.main()
