# SPDX-License-Identifier: Apache-2.0
"""Reading and writing safetensors files of float32 tensors.

The format: an unsigned 64-bit little-endian length, a JSON header of that length that gives each tensor its type, shape and
place, then the tensors' bytes, one after the other without gaps.
"""

import json
import math
import struct


def save(path, tensors, metadata):
    """Writes `tensors`, a dict of name -> (shape, flat list of floats)."""
    header, data = {"__metadata__": metadata}, []
    begin = 0
    for name in sorted(tensors):
        shape, values = tensors[name]
        if math.prod(shape) != len(values):
            raise ValueError("%s: %d values do not fill %s" % (name, len(values), shape))
        end = begin + 4 * len(values)
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [begin, end]}
        data.append(struct.pack("<%df" % len(values), *values))
        begin = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # so that the data begins at a multiple of eight
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(data))


def load(path):
    """The tensors of a file that `save` wrote, in the same form."""
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        if entry["dtype"] != "F32":
            raise ValueError("%s: only F32 is supported, not %s" % (name, entry["dtype"]))
        begin, end = entry["data_offsets"]
        values = struct.unpack_from("<%df" % ((end - begin) // 4), content, 8 + length + begin)
        tensors[name] = (tuple(entry["shape"]), list(values))
    return tensors
