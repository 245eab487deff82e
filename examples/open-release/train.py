#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pre-training from scratch: data/train.txt -> model.safetensors, checkpoints/ and training_log.jsonl."""

import json

from drizzle import tokenizer
from drizzle.adagrad import Adagrad
from drizzle.exact import Random
from drizzle.files import ROOT, read_json, read_lines, write_lines
from drizzle.model import Model, save_rows


def learn_batch(model, optimizer, notes, margin):
    """One step on the mean gradient of all tokens of `notes` (lists of ids). Returns the loss in bits, and the tokens."""
    gradients, bits, tokens = model.no_gradients(), 0.0, 0
    for ids in notes:
        for position, target in enumerate(ids):
            bits += model.learn(model.context(ids, position), target, gradients, margin)
            tokens += 1
    optimizer.step(model.parameters, gradients, tokens)
    return bits, tokens


def batches(notes, settings):
    """The notes in the order of training, in groups of `batch_notes`."""
    random = Random(settings["seed"])
    for _ in range(settings["epochs"]):
        order = random.shuffled(notes)
        for begin in range(0, len(order), settings["batch_notes"]):
            yield order[begin : begin + settings["batch_notes"]]


def train(model, optimizer, notes, settings):
    """Yields (step, tokens so far, bits per token since the last log line or None) after every step."""
    bits = tokens = seen = 0
    for step, batch in enumerate(batches(notes, settings), 1):
        more_bits, more_tokens = learn_batch(model, optimizer, batch, settings["margin"])
        bits, tokens, seen = bits + more_bits, tokens + more_tokens, seen + more_tokens
        if step % settings["log_every_steps"] == 0:
            yield step, seen, bits / tokens
            bits = tokens = 0
        else:
            yield step, seen, None


def encode(root, path):
    """The notes of a text file, each as a list of ids."""
    words = tokenizer.load(root / "tokenizer.json")
    return [words.encode(note) for note in read_lines(path)]


def run(root):
    config, settings = read_json(root / "config.json"), read_json(root / "training_config.json")["training"]
    notes = encode(root, root / "data/train.txt")
    model = Model.new(config, settings["seed"])
    optimizer = Adagrad.new(model.parameters, settings["learning_rate"])
    log = []
    for step, tokens, loss in train(model, optimizer, notes, settings):
        if loss is not None:
            log.append(json.dumps({"step": step, "tokens": tokens, "train_bits_per_token": round(loss, 4)}))
        if step % settings["checkpoint_every_steps"] == 0:
            folder = root / "checkpoints" / ("step-%04d" % step)
            folder.mkdir(parents=True, exist_ok=True)
            model.save(folder / "model.safetensors")
    model.save(root / "model.safetensors")
    save_rows(config, optimizer.sums, root / "checkpoints" / "optimizer.safetensors")
    write_lines(root / "training_log.jsonl", log)


if __name__ == "__main__":
    run(ROOT)
