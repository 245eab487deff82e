#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Data collection: draws the raw corpus, data/raw.txt, from the grammar."""

from drizzle import grammar
from drizzle.exact import Random
from drizzle.files import ROOT, read_json, write_lines


def run(root):
    settings = read_json(root / "training_config.json")["corpus"]
    random = Random(settings["seed"])
    notes = [grammar.write_out(grammar.draw(random)) for _ in range(settings["notes"])]
    write_lines(root / "data/raw.txt", notes)


if __name__ == "__main__":
    run(ROOT)
