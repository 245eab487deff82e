#!/usr/bin/env python3
"""The gate on whole releases: what `init` writes, five policies of our own, clarifications, waivers, baselines, exit statuses."""
import hashlib
import json
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import support  # noqa: E402
from support import ROOT, program  # noqa: E402

POLICIES = sorted((ROOT / "examples" / "policies").glob("*.yaml"))
OPEN, WEIGHTS = ROOT / "examples" / "open-release", ROOT / "examples" / "weights-only"


def check(target, policy, *flags, today="1795219200"):
    import os
    status, out, err = program.run(["check", target, "--policy", policy, "--format", "json", *flags], env={**os.environ, "SOURCE_DATE_EPOCH": today})
    try:
        return status, json.loads(out), err
    except ValueError:
        return status, None, err


class Policy(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def policy(self, text):
        path = self.folder / "policy.yaml"
        path.write_text("version: 1\n" + text)
        return path

    def test_init_writes_a_policy_that_holds(self):
        path = self.folder / "new.yaml"
        self.assertEqual(program.run(["init", path])[0], 0)
        self.assertEqual(program.run(["init", path])[0], 2, "it is there already")
        self.assertEqual(program.run(["init", path, "--force"])[0], 0)
        self.assertEqual(program.run(["init", "-"])[1], path.read_bytes())
        self.assertEqual(check(OPEN, path)[0], 0)
        status, result, _ = check(WEIGHTS, path)
        self.assertEqual((status, result["result"]), (1, "failed"))

    def test_every_rule_that_init_shows_is_one(self):
        text = program.run(["init", "-"])[1].decode()
        import re
        shown = [re.sub(r"^\s*# ", "", line) for line in text.splitlines() if re.match(r"^# (findings|components|frameworks|uses|bases|exceptions|clarify|waivers): ", line)]
        self.assertEqual(len(shown), 8)
        for line in shown:
            status, result, err = check(OPEN, self.policy("label: {at-least: weights-available}\n" + line + "\n"))
            self.assertIn(status, (0, 1), line + err)

    def test_five_policies(self):
        expected = {"startup": (0, 1), "lab": (0, 1), "bank": (1, 1), "administration": (0, 1), "no-pickles": (0, 0)}
        for path in POLICIES:
            with self.subTest(policy=path.stem):
                self.assertEqual((check(OPEN, path)[0], check(WEIGHTS, path)[0]), expected[path.stem])

    def test_every_violation_has_its_place(self):
        for path in POLICIES:
            for target in (OPEN, WEIGHTS):
                for violation in check(target, path)[1]["violations"]:
                    self.assertGreater(violation["policy"]["line"], 0)
                    self.assertTrue(violation["help"])
                    self.assertEqual(len(violation["fingerprint"]), 16)

    def test_waivers_and_baselines(self):
        path = self.policy("label: {at-least: open-source}\n")
        status, result, _ = check(WEIGHTS, path)
        self.assertEqual(status, 1)
        before = self.folder / "before.json"
        before.write_text(json.dumps(result))
        status, again, _ = check(WEIGHTS, path, "--baseline", before)
        self.assertEqual((status, len(again["known"]), again["violations"]), (0, 1, []))
        before.write_text(json.dumps(result)[:2000])
        self.assertEqual(check(WEIGHTS, path, "--baseline", before)[0], 2)
        waiver = 'waivers: [{rule: policy/label, reason: r, owner: o, expires: 2026-12-01}]\n'
        path = self.policy("label: {at-least: open-source}\n" + waiver)
        self.assertEqual(check(WEIGHTS, path)[0], 0)
        self.assertEqual(check(WEIGHTS, path, today="1830000000")[0], 1)

    def test_a_clarification_holds_for_its_bytes(self):
        release = self.folder / "otter-7b"
        shutil.copytree(WEIGHTS, release)
        text = (release / "LICENSE").read_bytes()
        rule = 'licenses: {weights: {allow: [Apache-2.0]}}\nclarify: [{file: LICENSE, sha256: "%s", license: Apache-2.0, reason: we asked}]\n'
        path = self.policy(rule % hashlib.sha256(text).hexdigest())
        _, held, _ = check(release, path)
        self.assertEqual(held["report"]["clarifications"][0]["state"], "applied")
        self.assertIn("policy/clarified", [f["rule"] for f in held["report"]["findings"]])
        (release / "LICENSE").write_bytes(text + b"\nOne more restriction.\n")
        status, lapsed, _ = check(release, path)
        self.assertEqual(status, 1)
        self.assertIn("policy/clarification-lapsed", [w["rule"] for w in lapsed["warnings"]])
        self.assertNotIn("Apache-2.0", [x["id"] for x in lapsed["report"]["licenses"] if x["detected"]])

    def test_every_sentence_stands_in_the_data_and_is_used(self):
        import re
        known = set(re.findall(r"^  (policy\.[\w.-]+):", (ROOT / "data/phrases/sentences.yaml").read_text(), re.M))
        used = set()
        for path in (ROOT / "src/policy").glob("*.cc"):
            used |= set(re.findall(r'"(policy\.[\w.-]+)"', path.read_text()))
        self.assertEqual(known, used)

    def test_digests(self):
        file = next(p for p in WEIGHTS.rglob("*.safetensors"))
        name, digest = file.relative_to(WEIGHTS), hashlib.sha256(file.read_bytes()).hexdigest()
        self.assertEqual(check(WEIGHTS, self.policy('digests: {files: [{path: %s, sha256: "%s"}]}\n' % (name, digest)))[0], 0)
        self.assertEqual(check(WEIGHTS, self.policy('digests: {files: [{path: %s, sha256: "%s"}]}\n' % (name, "0" * 64)))[0], 5)

    def test_wrong_policies(self):
        status, result, err = check(OPEN, self.policy("lable: 1\nterms: {refuse: [user-treshold]}\n"))
        self.assertEqual((status, result), (2, None))
        self.assertIn('policy.yaml:2: unknown key "lable"', err)
        self.assertIn("did you mean user-threshold?", err)
        self.assertEqual(check(OPEN, self.folder)[0], 2)
        self.assertEqual(check(OPEN, self.folder / "none.yaml")[0], 2)
        status, _, err = program.run(["check", OPEN], cwd=self.folder)
        self.assertEqual(status, 2)
        self.assertIn("aboveboard init", err)


if __name__ == "__main__":
    support.main()
