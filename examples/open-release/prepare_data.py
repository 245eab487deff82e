#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Data processing: data/raw.txt -> data/train.txt, data/heldout.txt and tokenizer.json.

Notes are put in lower case and split into words and punctuation; repeated notes are dropped, the first one stays; a digest of
the note decides whether it is held out, so that no note can be in both files, however the corpus grows.
"""

import hashlib

from drizzle import tokenizer
from drizzle.files import ROOT, read_json, read_lines, write_json, write_lines


def held_out(note, percent):
    return int.from_bytes(hashlib.sha256(note.encode()).digest()[:4], "big") % 100 < percent


def run(root):
    percent = read_json(root / "training_config.json")["split"]["held_out_percent"]
    raw = read_lines(root / "data/raw.txt")
    notes = list(dict.fromkeys(" ".join(tokenizer.split(note)) for note in raw))
    parts = {"train": [n for n in notes if not held_out(n, percent)], "heldout": [n for n in notes if held_out(n, percent)]}
    for name, part in parts.items():
        write_lines(root / "data" / (name + ".txt"), part)
    write_json(root / "tokenizer.json", tokenizer.build(parts["train"]))
    counts = {"raw_notes": len(raw), "repeated_notes_dropped": len(raw) - len(notes)}
    for name, part in parts.items():
        counts[name + "_notes"] = len(part)
        counts[name + "_words"] = sum(len(note.split()) for note in part)
    write_json(root / "data/processing.json", counts)


if __name__ == "__main__":
    run(ROOT)
