"""What uses, capabilities and steps say of the two examples, and of whoever asks."""
import json
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import releases  # noqa: E402

OPEN, WEIGHTS = ROOT / "examples" / "open-release", ROOT / "examples" / "weights-only"


def audit(folder, *flags):
    _, out, _ = releases.run([folder, "--format", "json", *flags])
    return json.loads(out)


def answers(report):
    return {use["id"]: use["answer"] for use in report["uses"]}


class Uses(unittest.TestCase):
    def test_the_open_release_serves_every_use(self):
        report = audit(OPEN)
        self.assertEqual(len(report["uses"]), 12)
        for use, answer in answers(report).items():
            self.assertIn(answer, ("yes", "conditions"), use)

    def test_users_decide_what_the_restricted_license_allows(self):
        for users, expected in [("10k", "conditions"), ("49M", "conditions"), ("50M", "license-needed"), ("1.5B", "license-needed")]:
            report = audit(WEIGHTS, "--users", users)
            self.assertEqual(answers(report)["commercial"], expected, users)
            self.assertIn("asked", report)
        self.assertEqual(answers(audit(WEIGHTS))["train-on-outputs"], "no")

    def test_every_condition_of_a_text_has_its_line(self):
        for use in audit(WEIGHTS)["uses"]:
            if use["id"] in ("application", "redistribute"):
                self.assertTrue(use["evidence"])
                for condition in use["conditions"]:
                    self.assertRegex(condition, r"\(\S+:\d+\)$")

    def test_wrong_forms_are_usage_errors(self):
        for flags, hint in [(["--users", "5OM"], "did you mean 50M?"), (["--users=-3"], "such as"), (["--region", "Europe"], "did you mean EU?"), (["--revenue", "lots"], "US dollars a year")]:
            status, _, err = releases.run([WEIGHTS, *flags])
            self.assertEqual(status, 2, flags)
            self.assertIn(hint, err)

    def test_steps_lead_from_the_restricted_license_up(self):
        steps = audit(WEIGHTS)["next_steps"]
        self.assertTrue(steps)
        self.assertEqual(steps[-1]["effort"], "make")
        self.assertEqual(steps[-1]["reaches"], "open-weights")
        self.assertIn("This is the dearest step", steps[-1]["sentence"])

    def test_capabilities_are_answered_for_both(self):
        for folder in (OPEN, WEIGHTS):
            rows = audit(folder)["capabilities"]
            self.assertEqual([row["id"] for row in rows], ["run-locally", "fine-tune", "reproduce", "audit-data", "data-privacy", "community", "cost"])
            self.assertTrue(all(row["sentence"] for row in rows))


if __name__ == "__main__":
    unittest.main()
