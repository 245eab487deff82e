#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fine-tuning: goes on training on notes of your own, from the final weights and the optimizer state of the release.

    python3 finetune.py my_notes.txt my_model.safetensors --epochs 3
"""

import argparse

from drizzle.adagrad import Adagrad
from drizzle.files import ROOT, read_json
from drizzle.model import Model, load_rows
from train import encode, train


def main():
    config, settings = read_json(ROOT / "config.json"), read_json(ROOT / "training_config.json")["training"]
    parser = argparse.ArgumentParser(description="Fine-tunes the model on a text file with one note a line.")
    parser.add_argument("notes")
    parser.add_argument("output", help="where the weights go (safetensors)")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--learning-rate", type=float, default=settings["learning_rate"])
    parser.add_argument("--forget", action="store_true", help="start with a fresh optimizer, which learns faster and forgets more")
    arguments = parser.parse_args()

    model = Model.load(config, ROOT / "model.safetensors")
    optimizer = Adagrad(load_rows(config, ROOT / "checkpoints" / "optimizer.safetensors"), arguments.learning_rate)
    if arguments.forget:
        optimizer = Adagrad.new(model.parameters, arguments.learning_rate)
    settings["epochs"] = arguments.epochs
    for step, tokens, loss in train(model, optimizer, encode(ROOT, arguments.notes), settings):
        if loss is not None:
            print("step %d, %d tokens: %.3f bits per token" % (step, tokens, loss))
    model.save(arguments.output)


if __name__ == "__main__":
    main()
