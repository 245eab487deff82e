"""Frameworks of law on whole releases, invented ones: an interval that spans the systemic threshold, a narrow classifier, a form before the weights, and the caller's word."""
import pathlib
import tempfile
import unittest

import support

APACHE = (support.ROOT / "examples" / "open-release" / "LICENSE").read_text(encoding="utf-8")
CONFIG = '{"architectures": ["OtterForCausalLM"], "model_type": "otter", "num_hidden_layers": 4, "hidden_size": 64}'
CARD = """---
license: apache-2.0
{extra}---
# Otter 7B

Otter is a large language model with {parameters} parameters. It was trained on {tokens} tokens.

Input: text. Output: text.

Otter is capable of long dialogues.

## Limitations

The model may invent names.

```python
model = AutoModelForCausalLM.from_pretrained("lakelab/otter-7b")
```
"""


def release(folder, card, config=CONFIG):
    weights = pathlib.Path(folder) / "weights"
    weights.mkdir()
    for name, text in {"README.md": card, "config.json": config, "LICENSE": APACHE}.items():
        (weights / name).write_text(text, encoding="utf-8")
    return ["--weights", str(weights)]


class Law(unittest.TestCase):
    def audited(self, card, config=CONFIG, flags=()):
        with tempfile.TemporaryDirectory() as folder:
            _, report, err = support.audit([*release(folder, card, config), *flags])
        self.assertIsNotNone(report, err)
        return report

    def verdict(self, report, mode="visible"):
        found = next(f for f in report["frameworks"] if f["id"] == "eu-ai-act-gpai" and f["mode"] == mode)
        return found["result"], {r["id"]: r["result"] for r in found["requirements"]}

    def card(self, parameters="7B", tokens="20T", extra=""):
        return CARD.format(parameters=parameters, tokens=tokens, extra=extra)

    def test_an_interval_that_spans_the_threshold_is_unknown(self):
        report = self.audited(self.card("100B", "16T"))
        compute = next(m for m in report["measures"] if m["id"] == "training-compute")
        self.assertLess(compute["low"], 1e25)
        self.assertGreater(compute["high"], 1e25)
        self.assertTrue(compute["evidence"])
        self.assertEqual(self.verdict(report)[1]["eu.systemic"], "unknown")
        self.assertEqual(self.verdict(self.audited(self.card("400B", "16T")))[1]["eu.systemic"], "unmet")
        self.assertEqual(self.verdict(self.audited(self.card("7B", "16T")))[1]["eu.systemic"], "met")

    def test_a_narrow_classifier_is_out_of_scope(self):
        card = "---\nlicense: apache-2.0\npipeline_tag: text-classification\n---\n# Otter\n\nOtter sorts letters.\n"
        report = self.audited(card, '{"architectures": ["OtterForSequenceClassification"], "model_type": "otter"}')
        self.assertIn("outside", self.verdict(report)[0])

    def test_a_form_for_contact_details_is_undecided(self):
        gate = "extra_gated_fields:\n  Name: text\n  Email: text\n"
        self.assertEqual(self.verdict(self.audited(self.card(extra=gate)))[1]["eu.a.access"], "unknown")

    def test_money_is_confirmed_by_the_callers_word_alone(self):
        self.assertEqual(self.verdict(self.audited(self.card()), "confirmed")[1]["eu.b.confirmed"], "unknown")
        report = self.audited(self.card(), flags=["--assert", "monetization.none"])
        self.assertEqual(self.verdict(report, "confirmed")[1]["eu.b.confirmed"], "met")
        found = next(r for f in report["frameworks"] for r in f["requirements"] if r["id"] == "eu.b.confirmed")
        self.assertIn("user", {e["kind"] for e in found["evidence"]})
        closed = self.audited(self.card() + "\nFor commercial use, please contact us to obtain a license.\n", flags=["--assert", "monetization.none"])
        self.assertEqual(self.verdict(closed, "confirmed")[1]["eu.b.confirmed"], "unmet")

    def test_an_unknown_statement_is_an_error_that_names_the_nearest(self):
        with tempfile.TemporaryDirectory() as folder:
            status, report, err = support.audit([*release(folder, self.card()), "--assert", "monetisation.none"])
        self.assertEqual((status, report), (2, None))
        self.assertIn("monetization.none", err)

    def test_what_a_text_must_show_cannot_be_asserted(self):
        with tempfile.TemporaryDirectory() as folder:
            status, report, _ = support.audit([*release(folder, self.card()), "--assert", "data.shared"])
        self.assertEqual((status, report), (2, None))


if __name__ == "__main__":
    unittest.main()
