# SPDX-License-Identifier: Apache-2.0
"""Words to numbers and back, as tokenizer.json says: lower case, then words and punctuation marks, each looked up whole.

A note ends with its period, which is the end mark; <s> stands for all that is before a note.
"""

import json
import re

UNKNOWN, START, END = "<unk>", "<s>", "."


def split(text):
    return re.findall(r"\w+|[^\w\s]+", text.lower())


class Tokenizer:
    def __init__(self, vocabulary):
        self.ids = vocabulary
        self.words = sorted(vocabulary, key=vocabulary.get)
        self.end, self.unknown = vocabulary[END], vocabulary[UNKNOWN]

    def encode(self, text):
        return [self.ids.get(word, self.unknown) for word in split(text)]

    def decode(self, ids):
        return " ".join(self.words[i] for i in ids)


def load(path):
    with open(path, encoding="utf-8") as file:
        return Tokenizer(json.load(file)["model"]["vocab"])


def build(notes):
    """The content of tokenizer.json for the words of `notes`, in the common JSON form of word-level tokenizers."""
    words = [UNKNOWN, START, END] + sorted({word for note in notes for word in split(note)} - {END})
    special = [
        {"id": i, "content": words[i], "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        for i in range(2)
    ]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": special,
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": {word: i for i, word in enumerate(words)}, "unk_token": UNKNOWN},
    }
