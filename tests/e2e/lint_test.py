"""`aboveboard lint`: every problem with its place, and an exit status that a build can use."""
import json
import pathlib
import shutil
import tempfile
import unittest

import support
from support import program

BAD_CARD = """---
license: apache2
base_model: lakelab/otter-7b
base_model_relation: cousin
license_link: TERMS.txt
pipeline_tag: text-generation
---

# Otter

Otter is an open source model.
"""


class LintTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def lint(self, *arguments):
        status, out, err = program.run(["lint", *arguments, "--format", "json"])
        return status, json.loads(out)["findings"], err

    def bad_release(self):
        release = self.folder / "release"
        shutil.copytree(support.ROOT / "examples" / "weights-only", release)
        (release / "README.md").write_text(BAD_CARD, encoding="utf-8")
        return release

    def test_an_open_release_has_no_error(self):
        status, findings, _ = self.lint(str(support.ROOT / "examples" / "open-release"))
        self.assertEqual(status, 0)
        self.assertFalse([f for f in findings if f["level"] == "error"], findings)

    def test_an_overstated_claim_is_an_error_and_so_is_the_exit_status(self):
        status, findings, _ = self.lint(str(support.ROOT / "examples" / "weights-only"))
        self.assertEqual(status, 1)
        self.assertEqual(findings[0]["rule"], "openwashing/overstated")

    def test_each_problem_has_its_line_what_to_do_and_what_it_costs(self):
        status, findings, _ = self.lint(str(self.bad_release()))
        self.assertEqual(status, 1)
        lines = {f["rule"]: f["evidence"][0].get("line") for f in findings if f["evidence"]}
        for rule, line in (("card/license-unknown-id", 2), ("card/relation-unknown", 4), ("card/license-link-broken", 5), ("card/language-missing", 1)):
            self.assertEqual(lines.get(rule), line, rule)
        for finding in findings:
            self.assertTrue(finding["help"], finding["rule"])
            if finding["rule"].startswith("card/"):
                self.assertIn(finding["effort"], ("say", "document", "license", "publish", "make"))
                self.assertTrue(finding["gain"])
        levels = [("error", "warning", "note").index(f["level"]) for f in findings]
        self.assertEqual(levels, sorted(levels))

    def test_every_rule_explains_itself(self):
        _, findings, _ = self.lint(str(self.bad_release()))
        for rule in sorted({f["rule"] for f in findings}):
            self.assertEqual(program.run(["explain", rule])[0], 0, rule)

    def test_no_card_is_an_error(self):
        release = self.bad_release()
        (release / "README.md").unlink()
        status, findings, _ = self.lint(str(release))
        self.assertEqual(status, 1)
        self.assertIn("card/no-card", [f["rule"] for f in findings])

    def test_the_page_keeps_to_its_width(self):
        status, out, _ = program.run(["lint", str(self.bad_release())])
        self.assertEqual(status, 1)
        out = out.decode()
        self.assertIn("README.md\n", out)
        self.assertTrue(all(len(line) <= 80 for line in out.splitlines()), out)

    def test_no_target_is_a_usage_error(self):
        self.assertEqual(program.run(["lint"])[0], 2)


if __name__ == "__main__":
    support.main()
