#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Inference: writes weather notes, or ends one that you begin.

    python3 generate.py "In January the morning was" --count 3
    python3 generate.py "In January the morning was" --next 5
"""

import argparse

from drizzle import tokenizer
from drizzle.exact import Random
from drizzle.files import ROOT, read_json
from drizzle.grammar import write_out
from drizzle.model import Model


def pick(probabilities, random):
    ticket = random.uniform()
    for word, probability in enumerate(probabilities):
        ticket -= probability
        if ticket < 0.0:
            return word
    return len(probabilities) - 1


def complete(model, words, prompt, random, temperature, max_words):
    """The prompt and what the model adds to it, as words separated by spaces."""
    ids = words.encode(prompt)
    while len(ids) < max_words:
        word = pick(model.probabilities(model.context(ids, len(ids)), temperature), random)
        ids.append(word)
        if word == words.end:
            break
    return words.decode(ids)


def print_next(model, words, prompt, count):
    """The `count` words that are most likely to come next, with their probabilities."""
    ids = words.encode(prompt)
    odds = model.probabilities(model.context(ids, len(ids)))
    for word in sorted(range(len(odds)), key=lambda i: -odds[i])[:count]:
        print("%6.1f %%  %s" % (100.0 * odds[word], words.words[word]))


def main():
    settings = read_json(ROOT / "training_config.json")["evaluation"]
    parser = argparse.ArgumentParser(description="Writes weather notes.")
    parser.add_argument("prompt", nargs="?", default="", help="the beginning of a note")
    parser.add_argument("--count", type=int, default=1, help="how many notes")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--temperature", type=float, default=0.8, help="below 1: more usual notes; above: stranger ones")
    parser.add_argument("--next", type=int, metavar="N", help="do not write, but list the N words most likely to come next")
    parser.add_argument("--weights", default=ROOT / "model.safetensors")
    arguments = parser.parse_args()

    model = Model.load(read_json(ROOT / "config.json"), arguments.weights)
    words, random = tokenizer.load(ROOT / "tokenizer.json"), Random(arguments.seed)
    if arguments.next:
        print_next(model, words, arguments.prompt, arguments.next)
        return
    for _ in range(arguments.count):
        print(write_out(complete(model, words, arguments.prompt, random, arguments.temperature, settings["max_words"])))


if __name__ == "__main__":
    main()
