#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The examples are what they say: the open release rebuilds bit for bit, its card states the measured figures, and the
weights-only release holds the same weights. Usage: example_rebuild_test.py [EXAMPLES_FOLDER]"""

import contextlib
import hashlib
import json
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
EXAMPLES = Path(sys.argv.pop(1) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "examples").resolve()
RELEASE = EXAMPLES / "open-release"
sys.path.insert(0, str(RELEASE))

import rebuild  # noqa: E402  (the release's own code, from the folder under test)
from drizzle import grammar, tokenizer  # noqa: E402
from drizzle.adagrad import Adagrad  # noqa: E402
from drizzle.files import read_json, read_lines  # noqa: E402
from drizzle.model import Model, load_rows, save_rows  # noqa: E402
from train import encode, learn_batch  # noqa: E402


class Rebuild(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.scratch = Path(folder.name)
        for name in rebuild.INPUTS:
            (cls.scratch / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(RELEASE / name, cls.scratch / name)
        rebuild.build(cls.scratch)

    def test_every_made_file_is_the_same(self):
        self.assertEqual(rebuild.differences(RELEASE, self.scratch), [])

    def test_one_changed_bit_is_noticed_in_every_made_file(self):
        for name in rebuild.OUTPUTS:
            content = bytearray((self.scratch / name).read_bytes())
            content[len(content) // 2] ^= 1
            with self.subTest(file=name), self.instead_of(name, bytes(content)):
                self.assertEqual(rebuild.differences(RELEASE, self.scratch), [name])

    def test_a_missing_file_is_noticed(self):
        with self.instead_of("training_log.jsonl", None):
            self.assertEqual(rebuild.differences(RELEASE, self.scratch), ["training_log.jsonl"])

    @contextlib.contextmanager
    def instead_of(self, name, content):
        """For a while, the rebuilt file `name` has other content, or is not there (None)."""
        path = self.scratch / name
        original = path.read_bytes()
        path.unlink()
        try:
            if content is not None:
                path.write_bytes(content)
            yield
        finally:
            path.write_bytes(original)


class Release(unittest.TestCase):
    def test_digests_are_those_of_the_files(self):
        for line in read_lines(RELEASE / "SHA256SUMS"):
            digest, name = line.split("  ")
            self.assertEqual(hashlib.sha256((RELEASE / name).read_bytes()).hexdigest(), digest, name)

    def test_every_file_of_code_names_its_license(self):
        for path in sorted(RELEASE.rglob("*.py")):
            self.assertIn("SPDX-License-Identifier: Apache-2.0", path.read_text(encoding="utf-8"), path.name)

    def test_training_resumes_bit_for_bit_from_files(self):
        config, notes = read_json(RELEASE / "config.json"), encode(RELEASE, RELEASE / "data/train.txt")[:8]
        model = Model.new(config, 7)
        optimizer = Adagrad.new(model.parameters, 0.16)
        learn_batch(model, optimizer, notes[:4], 0.99)
        with tempfile.TemporaryDirectory() as folder:
            weights, state = Path(folder) / "weights", Path(folder) / "state"
            model.save(weights)
            save_rows(config, optimizer.sums, state)
            resumed, resumed_optimizer = Model.load(config, weights), Adagrad(load_rows(config, state), 0.16)
        learn_batch(model, optimizer, notes[4:], 0.99)
        learn_batch(resumed, resumed_optimizer, notes[4:], 0.99)
        self.assertEqual(resumed.parameters, model.parameters)
        self.assertEqual(resumed_optimizer.sums, optimizer.sums)

    def test_held_out_notes_are_not_trained_on_and_the_grammar_wrote_all(self):
        train, heldout = read_lines(RELEASE / "data/train.txt"), read_lines(RELEASE / "data/heldout.txt")
        self.assertFalse(set(train) & set(heldout))
        for note in train + heldout:
            self.assertIsNotNone(grammar.surprise(note), note)
        self.assertIsNone(grammar.surprise("in july the morning was freezing with northerly winds and snow settled on the hills ."))

    def test_probes_contain_known_words_only(self):
        words = tokenizer.load(RELEASE / "tokenizer.json")
        for probe in map(json.loads, read_lines(RELEASE / "evaluation/probes.jsonl")):
            self.assertNotIn(words.unknown, words.encode(probe["prompt"] + " " + probe["likely"] + " " + probe["unlikely"]))


class Documents(unittest.TestCase):
    """The figures in the texts are the measured ones."""

    def setUp(self):
        self.card, self.report, self.data_card = (
            (RELEASE / name).read_text(encoding="utf-8") for name in ("README.md", "docs/technical_report.md", "data/DATA_CARD.md")
        )
        self.results = read_json(RELEASE / "evaluation/results.json")

    def test_scores(self):
        for name, bits in self.results["heldout_bits_per_word"].items():
            self.assertIn("%.2f" % bits, self.card)
            self.assertIn("| %s | %.4f |" % (name, bits), self.report)

    def test_probes(self):
        rows = [line for line in self.card.splitlines() if " of 6 |" in line]
        expected = ["%d of %d" % (score["right"], score["of"]) for score in self.results["probes"].values()]
        self.assertEqual([row.split("|")[2].strip() for row in rows], expected)
        right = sum(score["right"] for score in self.results["probes"].values())
        self.assertIn("it prefers the right word in %d:" % right, self.card)
        self.assertIn("%d of 36 are right" % right, self.report)

    def test_samples(self):
        samples = self.results["samples"]
        sentence = "could have written %d; of these, %d stand" % (samples["the_grammar_could_write"], samples["of_these_new"])
        self.assertIn(sentence, self.card)

    def test_counts_of_the_data(self):
        counts = read_json(RELEASE / "data/processing.json")
        for name in ("raw_notes", "train_notes", "heldout_notes", "train_words", "repeated_notes_dropped"):
            self.assertIn("{:,}".format(counts[name]), self.data_card)
        self.assertIn("%d notes of %s words" % (counts["train_notes"], "{:,}".format(counts["train_words"])), self.card)

    def test_parameters(self):
        config = read_json(RELEASE / "config.json")
        size, words, hidden = config["context_size"], config["vocab_size"], config["hidden_size"]
        parameters = "{:,}".format(size * words * hidden + hidden + hidden * words + words)
        self.assertIn("language model of %s parameters" % parameters, self.card)
        self.assertIn(parameters, self.report)
        self.assertIn(parameters, (EXAMPLES / "weights-only/README.md").read_text(encoding="utf-8"))


class WeightsOnly(unittest.TestCase):
    def test_holds_the_same_model_and_nothing_that_made_it(self):
        same = {"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}
        names = {path.name for path in (EXAMPLES / "weights-only").iterdir()}
        self.assertEqual(names, same | {"README.md", "LICENSE", "USE_POLICY.md"})
        for name in same:
            self.assertEqual((EXAMPLES / "weights-only" / name).read_bytes(), (RELEASE / name).read_bytes(), name)


if __name__ == "__main__":
    unittest.main()
