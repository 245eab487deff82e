# SPDX-License-Identifier: Apache-2.0
"""The files of the release: where they lie, and how they are read and written."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def write_json(path, value):
    write_lines(path, [json.dumps(value, indent=2)])


def read_lines(path):
    path = Path(path)
    return path.read_text(encoding="utf-8").splitlines()


def write_lines(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(line + "\n" for line in lines).encode())
