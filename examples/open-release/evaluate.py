#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Evaluation: model.safetensors, data/heldout.txt and evaluation/probes.jsonl -> evaluation/results.json and sample_outputs.txt.

1. Bits per word on held-out notes, beside counting models, and beside the grammar itself, which knows the true odds.
2. Probes: pairs of words after a prompt; the one that the weather makes likely should get the higher probability.
3. Samples: how many notes the grammar could have written, and how many of those stand in no training note.
"""

import json
from math import fsum

from drizzle import tokenizer
from drizzle.exact import Random, log2
from drizzle.files import ROOT, read_json, read_lines, write_json, write_lines
from drizzle.grammar import surprise, write_out
from drizzle.model import Model
from generate import complete


class CountingModel:
    """The odds of a word after the last `order` - 1 words: its counts in the training notes, backed by those after fewer words."""

    def __init__(self, order, notes, vocabulary):
        self.order, self.vocabulary, self.counts = order, vocabulary, {}
        for ids in notes:
            for position, word in enumerate(ids):
                for length in range(order):
                    followers = self.counts.setdefault(self.key(ids, position, length), {})
                    followers[word] = followers.get(word, 0) + 1

    def key(self, ids, position, length):
        padded = [-1] * self.order + ids[:position]
        return tuple(padded[len(padded) - length :])

    def probability(self, ids, position):
        probability = 1.0 / self.vocabulary
        for length in range(self.order):
            followers = self.counts.get(self.key(ids, position, length), {})
            probability = (followers.get(ids[position], 0) + probability) / (sum(followers.values()) + 1)
        return probability


def bits_per_word(probability, notes):
    bits, words = 0.0, 0
    for ids in notes:
        for position in range(len(ids)):
            bits -= log2(probability(ids, position))
            words += 1
    return round(bits / words, 4)


def held_out(root, model, words):
    lines = {name: read_lines(root / "data" / (name + ".txt")) for name in ("train", "heldout")}
    train, heldout = ([words.encode(line) for line in lines[name]] for name in ("train", "heldout"))
    scores = {"uniform": bits_per_word(lambda ids, position: 1.0 / len(words.words), heldout)}
    for order in (1, 2, 3, 5):
        scores["%d-gram" % order] = bits_per_word(CountingModel(order, train, len(words.words)).probability, heldout)
    scores["model"] = bits_per_word(lambda ids, i: model.probabilities(model.context(ids, i))[ids[i]], heldout)
    scores["grammar"] = round(fsum(surprise(line) for line in lines["heldout"]) / sum(map(len, heldout)), 4)
    return scores


def probes(root, model, words):
    right, total = {}, {}
    for probe in map(json.loads, read_lines(root / "evaluation/probes.jsonl")):
        ids = words.encode(probe["prompt"])
        odds = model.probabilities(model.context(ids, len(ids)))
        likely, unlikely = (odds[words.ids[probe[side]]] for side in ("likely", "unlikely"))
        total[probe["about"]] = total.get(probe["about"], 0) + 1
        right[probe["about"]] = right.get(probe["about"], 0) + (likely > unlikely)
    return {about: {"right": right[about], "of": total[about]} for about in total}


def samples(root, model, words, settings):
    random, known = Random(settings["seed"]), set(read_lines(root / "data/train.txt"))
    notes = [complete(model, words, "", random, settings["temperature"], settings["max_words"]) for _ in range(settings["samples"])]
    write_lines(root / "evaluation/sample_outputs.txt", [write_out(note) for note in notes])
    valid = [note for note in notes if surprise(note) is not None]
    return {"notes": len(notes), "the_grammar_could_write": len(valid), "of_these_new": len([n for n in valid if n not in known])}


def run(root):
    model, words = Model.load(read_json(root / "config.json"), root / "model.safetensors"), tokenizer.load(root / "tokenizer.json")
    results = {
        "heldout_bits_per_word": held_out(root, model, words),
        "probes": probes(root, model, words),
        "samples": samples(root, model, words, read_json(root / "training_config.json")["evaluation"]),
    }
    write_json(root / "evaluation/results.json", results)


if __name__ == "__main__":
    run(ROOT)
