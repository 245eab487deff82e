"""Frameworks end to end: one of a user's own by one YAML file and no code, the catalogue of rules, and the forms of the Model Openness Tool."""
import json
import pathlib
import re
import tempfile
import unittest

import support

EXAMPLE = support.ROOT / "examples" / "open-release"
GOLDENS = support.ROOT.parent / "shared" / "mof-goldens"

OWN = """id: house-rules
name: House rules
source: {document: House rules, section: all, date: "2026-01-01"}
rationale: What we ask of a model before we build on it.
requirements:
  - id: house.train-again
    title: It can be trained again
    rationale: We keep no model that we could not make anew.
    evidence: training code and its license
    fix: Publish the training code.
    when: {all: [{available: training-code}, {licensed: {component: training-code, accept: osi}}]}
    examples:
      pass: [{components: {training-code: present}, licenses: {training-code: [osi]}}]
      fail: [{components: {training-code: declared-absent}}]
  - id: house.small
    title: It is small
    rationale: It must run here.
    when: {measure: {id: parameters, below: 1e9}}
verdict: {met: fits the house, unmet: does not fit the house, unknown: to be asked}
"""

FORM = """framework: {name: Model Openness Framework, version: '1.0', date: '2025-01-01'}
release:
  name: lakelab/otter-7b
  producer: lakelab
  license: {distribution: {name: Apache-2.0}}
  components:
    - {name: Model architecture}
    - {name: Model parameters (Final), license: MIT}
    - {name: Technical report}
    - {name: Evaluation results}
    - {name: Model card}
    - {name: Data card}
    - {name: Training code, license: unlicensed}
    - {name: Inference code, license: apache-2.0}
"""


class OwnFramework(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = pathlib.Path(self.folder.name) / "house.yaml"
        self.file.write_text(OWN)

    def test_is_one_file_and_no_code(self):
        status, report, err = support.audit([EXAMPLE, "--framework", self.file])
        self.assertEqual(status, 0, err)
        own = [f for f in report["frameworks"] if f["id"] == "house-rules"]
        self.assertEqual(len(own), 1)
        self.assertEqual(own[0]["kind"], "verdict")
        first = own[0]["requirements"][0]
        self.assertEqual((first["id"], first["result"]), ("house.train-again", "met"))
        self.assertTrue(first["evidence"])
        _, text, _ = support.program.run(["audit", EXAMPLE, "--framework", self.file])
        self.assertIn(b"House rules", text)

    def test_is_listed_and_explained(self):
        status, out, _ = support.program.run(["rules", "house", "--framework", self.file, "--format", "json"])
        self.assertEqual(status, 0)
        self.assertEqual([rule["id"] for rule in json.loads(out)["rules"]], ["house-rules", "house.train-again", "house.small"])
        status, out, _ = support.program.run(["explain", "house.train-again", "--framework", self.file])
        words = re.sub(r"\s+", " ", out.decode())
        self.assertEqual(status, 0)
        self.assertIn("the release gives the training code, and every license of the training code is among the licenses on the OSI's list", words)

    def test_faults_give_file_line_and_the_nearest_word(self):
        self.file.write_text(OWN.replace("available: training-code", "available: trainig-code"))
        for command in (["audit", EXAMPLE], ["rules"], ["explain", "g7.weights"]):
            status, _, err = support.program.run([*command, "--framework", self.file])
            self.assertEqual(status, 2)
            self.assertRegex(err, re.escape(str(self.file)) + r":11: no component is called \"trainig-code\"; did you mean training-code\b")

    def test_a_file_that_is_not_there_is_usage(self):
        status, _, err = support.program.run(["rules", "--framework", self.file.with_name("none.yaml")])
        self.assertEqual(status, 2)
        self.assertIn("none.yaml", err)


class Rules(unittest.TestCase):
    def test_all_have_id_title_and_group_and_prefixes_pick(self):
        status, out, _ = support.program.run(["rules", "--format", "json"])
        self.assertEqual(status, 0)
        rules = json.loads(out)["rules"]
        self.assertGreater(len(rules), 100)
        for rule in rules:
            self.assertTrue(rule["id"] and rule["title"] and rule["group"], rule)
            if rule["group"].startswith("framework "):
                self.assertTrue(rule.get("when") or rule.get("conclusion"), rule["id"])
        groups = {rule["group"] for rule in rules}
        self.assertLessEqual({"framework g7-labels", "framework osaid-1.0", "framework mof-1.0", "accepted sets", "findings", "statements"}, groups)
        _, out, _ = support.program.run(["rules", "osaid", "--format", "json"])
        picked = json.loads(out)["rules"]
        self.assertTrue(picked and all(rule["group"] == "framework osaid-1.0" for rule in picked))

    def test_near_misses_are_suggested(self):
        for command in ("rules", "explain"):
            status, _, err = support.program.run([command, "osaid.parametrs"])
            self.assertEqual(status, 2)
            self.assertIn("osaid.parameters", err)

    def test_frameworks_and_accepted_sets_are_explained(self):
        _, out, _ = support.program.run(["explain", "mof-1.0", "accepted/osi"])
        words = re.sub(r"\s+", " ", out.decode())
        self.assertIn("Class III, Open Model, needs", words)
        self.assertIn("Licenses of these classes and no others: osi.", words)


class Mof(unittest.TestCase):
    def mof(self, *files):
        status, out, err = support.program.run(["mof", *files, "--format", "json"])
        return status, json.loads(out)["forms"] if out else None, err

    def test_a_form(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "otter.yml"
            file.write_text(FORM)
            status, forms, err = self.mof(file)
            self.assertEqual(status, 0, err)
            self.assertEqual((forms[0]["class"], forms[0]["label"]), (3, "Class III - Open Model"))
            self.assertEqual(forms[0]["progress"], {"3": 100, "2": 60, "1": 0})
            states = {item["name"]: item["status"] for item in forms[0]["components"]}
            self.assertEqual((states["Training code"], states["Inference code"], states["Datasets"]), ("unlicensed", "invalid", "missing"))
            _, text, _ = support.program.run(["mof", file])
            words = re.sub(r"\s+", " ", text.decode())
            self.assertIn("without a license: Training code", words)
            self.assertIn("Model parameters (Final) (MIT was not made for data)", words)
            file.write_text("a: [")
            self.assertEqual(support.program.run(["mof", file])[0], 3)

    @unittest.skipUnless(GOLDENS.is_dir(), "the tool's own cases are not beside the checkout")
    def test_the_tools_own_cases(self):
        text = (GOLDENS / "expected_results.json").read_text()
        expected = {m["release"]["name"]: m["classification"] for m in json.loads(re.sub(r",(\s*[}\]])", r"\1", text))["models"]}
        status, forms, err = self.mof(*sorted(GOLDENS.glob("*.yml")))
        self.assertEqual(status, 0, err)
        self.assertEqual(len(forms), 27)
        for form in forms:
            wanted = expected[form["name"]]
            self.assertEqual((form["class"], form["label"]), (wanted["class"], wanted["label"]), form["name"])
            for number, percent in wanted["progress"].items():
                self.assertAlmostEqual(form["progress"][number], percent, 2, form["name"])


if __name__ == "__main__":
    unittest.main()
