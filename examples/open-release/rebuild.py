#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes every made file of the release again: corpus, tokenizer, checkpoints, weights, log, results, samples, digests.

    python3 rebuild.py            rebuilds in place
    python3 rebuild.py --check    rebuilds in a temporary folder and compares, byte for byte, with the files that are here
"""

import argparse
import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

import evaluate
import make_corpus
import prepare_data
import train
from drizzle.files import ROOT, write_lines

INPUTS = ("config.json", "training_config.json", "evaluation/probes.jsonl")
OUTPUTS = (
    "data/raw.txt",
    "data/processing.json",
    "data/train.txt",
    "data/heldout.txt",
    "tokenizer.json",
    "checkpoints/step-0050/model.safetensors",
    "checkpoints/step-0100/model.safetensors",
    "checkpoints/step-0150/model.safetensors",
    "checkpoints/step-0200/model.safetensors",
    "checkpoints/optimizer.safetensors",
    "model.safetensors",
    "training_log.jsonl",
    "evaluation/results.json",
    "evaluation/sample_outputs.txt",
)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def build(root):
    for stage in (make_corpus, prepare_data, train, evaluate):
        stage.run(root)
    write_lines(root / "SHA256SUMS", ["%s  %s" % (digest(root / name), name) for name in INPUTS + OUTPUTS])


def differences(root, other):
    """The files of OUTPUTS, and SHA256SUMS, that are not the same in both folders."""
    def content(path):
        return path.read_bytes() if path.is_file() else None

    return [name for name in OUTPUTS + ("SHA256SUMS",) if content(root / name) != content(other / name)]


def check(root):
    """Rebuilds from the inputs of `root` elsewhere; the files that came out differently."""
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder)
        for name in INPUTS:
            (other / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, other / name)
        build(other)
        return differences(root, other)


def main():
    parser = argparse.ArgumentParser(description="Rebuilds the release.")
    parser.add_argument("--check", action="store_true", help="compare with the files that are here; change none of them")
    if not parser.parse_args().check:
        build(ROOT)
        return 0
    changed = check(ROOT)
    for name in changed:
        print("%s: the rebuilt file differs" % name)
    if not changed:
        print("%d files rebuilt, every byte the same" % (len(OUTPUTS) + 1))
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
