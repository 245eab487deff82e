"""compare and diff on the examples and on copies of them that were changed: text, JSON, exit status, bad input."""
import json
import pathlib
import shutil
import tempfile

import unittest

import support

OPEN = support.ROOT / "examples" / "open-release"
CLOSED = support.ROOT / "examples" / "weights-only"


def run(*arguments, **options):
    status, out, err = support.program.run(arguments, **options)
    return status, out.decode("utf-8"), err


class CompareTest(unittest.TestCase):
    def setUp(self):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="aboveboard-compare-"))

    def tearDown(self):
        shutil.rmtree(self.scratch)

    def copy(self, name="changed"):
        target = self.scratch / name
        shutil.copytree(OPEN, target)
        return target

    def report(self, folder, name):
        path = self.scratch / name
        status, _, err = run("audit", folder, "--format", f"json={path}")
        self.assertEqual(0, status, err)
        return path

    def diff(self, old, new, *flags):
        status, out, err = run("diff", old, new, "--format", "json", *flags)
        return status, json.loads(out), err

    def changes(self, found, group):
        return {change["id"]: change for change in found["changes"] if change["group"] == group}

    # compare

    def test_examples_side_by_side(self):
        status, out, err = run("compare", OPEN, CLOSED)
        self.assertEqual((0, ""), (status, err))
        self.assertIn("Weights Available AI", out)
        self.assertIn("x declared absent", out)
        self.assertTrue(all(len(line) <= 80 for line in out.splitlines()))

    def test_report_and_location_say_the_same(self):
        stored = self.report(OPEN, "open.json")
        _, mixed, _ = run("compare", stored, CLOSED, "--format", "json")
        _, audited, _ = run("compare", OPEN, CLOSED, "--format", "json")
        self.assertEqual(json.loads(mixed)["rows"], json.loads(audited)["rows"])

    def test_release_that_cannot_be_audited_is_a_column(self):
        status, out, err = run("compare", OPEN, self.scratch / "nowhere", CLOSED)
        self.assertEqual(3, status)
        self.assertIn("not audited", out)
        self.assertIn("nowhere", err)
        self.assertIn("declared absent", out, "the others are compared all the same")
        status, out, _ = run("compare", OPEN, self.scratch / "nowhere", CLOSED, "--format", "json")
        table = json.loads(out)
        self.assertIn("failure", table["releases"][1])
        self.assertTrue(all(row["values"][1] is None for row in table["rows"]))

    def test_broken_report_is_told_with_its_line(self):
        stored = self.report(OPEN, "open.json")
        stored.write_text(stored.read_text().replace('"at_most"', '"at_mots"'))
        status, _, err = run("compare", stored, CLOSED)
        self.assertEqual(3, status)
        self.assertRegex(err, r"open\.json:\d+: the key \"at_most\" is missing")

    def test_folder_with_the_name_of_a_report_is_audited(self):
        status, out, err = run("compare", self.copy("release.json"), CLOSED)
        self.assertEqual(0, status, err)

    def test_numbers_of_releases(self):
        for count in (0, 1, 13):
            status, _, err = run("compare", *[OPEN] * count)
            self.assertEqual(2, status)
            self.assertIn("2 to 12", err)

    def test_same_twice_is_said(self):
        status, out, err = run("compare", OPEN, OPEN)
        self.assertEqual(0, status)
        self.assertIn("given more than once", err)
        self.assertIn("no difference in any row", out)

    def test_flags_of_audit_that_are_not_taken(self):
        status, _, err = run("compare", OPEN, CLOSED, "--complete")
        self.assertEqual(2, status)
        self.assertIn("does not take --complete", err)

    # diff

    def test_equal_reports(self):
        self.assertEqual((0, "no difference\n", ""), run("diff", OPEN, self.report(OPEN, "open.json")))

    def test_license_replaced(self):
        changed = self.copy()
        shutil.copy(CLOSED / "LICENSE", changed / "LICENSE")
        card = changed / "README.md"
        card.write_text(card.read_text().replace("license: apache-2.0", "license: other", 1))
        status, found, _ = self.diff(OPEN, changed)
        self.assertEqual((0, "less-open"), (status, found["direction"]))
        self.assertIn("license", found["sentence"])
        self.assertEqual("less-open", self.changes(found, "governing")["parameters"]["direction"])
        threshold = self.changes(found, "terms")["user-threshold"]
        self.assertIsNone(threshold["old"])
        self.assertEqual("LICENSE", threshold["new"]["evidence"][0]["path"])
        self.assertEqual(1, self.diff(OPEN, changed, "--fail-on", "less-open")[0])
        self.assertEqual("more-open", self.diff(changed, OPEN)[1]["direction"])

    def test_training_code_removed(self):
        changed = self.copy()
        (changed / "train.py").unlink()
        status, found, _ = self.diff(OPEN, changed)
        self.assertEqual(0, status)
        self.assertEqual("less-open", self.changes(found, "components")["training-code"]["direction"])
        self.assertTrue(found["less_open"])

    def test_use_policy_added(self):
        changed = self.copy()
        shutil.copy(CLOSED / "USE_POLICY.md", changed / "USE_POLICY.md")
        card = changed / "README.md"
        card.write_text(card.read_text() + "\n\nUse of the model is subject to the acceptable use policy in [USE_POLICY.md](USE_POLICY.md).\n")
        status, found, _ = self.diff(OPEN, changed)
        self.assertEqual(0, status)
        self.assertTrue(found["less_open"], found["sentence"])

    def test_other_rules_are_said_first(self):
        stored = self.report(OPEN, "open.json")
        report = json.loads(stored.read_text())
        stored.write_text(stored.read_text().replace(report["tool"]["data_version"], "0" * 16))
        status, out, _ = run("diff", stored, CLOSED)
        self.assertEqual(0, status)
        self.assertTrue(out.startswith("note: The reports were made with other rules"), out[:200])

    def test_bad_input(self):
        config = self.scratch / "config.json"
        config.write_text('{"model_type": "pebble"}')
        cases = [((OPEN,), 2, "two reports"), ((OPEN, OPEN, OPEN), 2, "two reports"), ((OPEN, CLOSED, "--fail-on", "less-opn"), 2, "did you mean less-open"),
                 ((OPEN, config), 3, "config.json:1: this is no report"), ((OPEN, self.scratch / "gone.json"), 2, "gone.json")]
        for arguments, expected, words in cases:
            status, _, err = run("diff", *arguments)
            self.assertEqual((expected, True), (status, words in err), err)

    def test_other_version_of_the_format(self):
        stored = self.report(OPEN, "open.json")
        stored.write_text(stored.read_text().replace('"schema_version": 1', '"schema_version": 7'))
        status, _, err = run("diff", stored, OPEN)
        self.assertEqual(3, status)
        self.assertIn("made by version 7 of the format; this program reads 1", err)


if __name__ == "__main__":
    support.main()
