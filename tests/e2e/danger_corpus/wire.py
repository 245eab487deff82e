"""Writers of the protobuf wire format and of FlatBuffers: as much of both as a small model needs."""
import struct


def varint(number):
    number &= 2**64 - 1
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out + bytes([number]))


def field(number, content):
    """A field: whole numbers as varints, floats in four bytes, texts and bytes (messages too) with their length; a list is repeated."""
    if isinstance(content, (list, tuple)):
        return b"".join(field(number, item) for item in content)
    if isinstance(content, (bool, int)):
        return varint(number << 3) + varint(int(content))
    if isinstance(content, float):
        return varint(number << 3 | 5) + struct.pack("<f", content)
    data = content.encode() if isinstance(content, str) else content
    return varint(number << 3 | 2) + varint(len(data)) + data


def message(*fields):
    """A message of (number, content) pairs; what is None is left out."""
    return b"".join(field(number, content) for number, content in fields if content is not None)


class Table:
    """A FlatBuffers table: {slot: (format, number) or Table or str or bytes or list}. What is no number lies behind it."""

    def __init__(self, **slots):
        self.slots = {int(name[1:]): content for name, content in slots.items() if content is not None}


def flatbuffer(root, identifier=b""):
    out = bytearray(4 + len(identifier))
    out[4:] = identifier
    place_reference(out, 0, root)
    return bytes(out)


def align(out, size):
    out += bytes(-len(out) % size)


def place_reference(out, at, content):
    """Writes `content` behind everything, and its offset into the four bytes at `at`."""
    align(out, 4)
    target = place(out, content)
    struct.pack_into("<I", out, at, target - at)


def place(out, content):
    if isinstance(content, Table):
        return place_table(out, content)
    at = len(out)
    if isinstance(content, (str, bytes)):
        data = content.encode() if isinstance(content, str) else content
        out += struct.pack("<I", len(data)) + data + (b"\0" if isinstance(content, str) else b"")
    elif content and isinstance(content[0], int):
        out += struct.pack(f"<I{len(content)}i", len(content), *content)
    else:
        out += struct.pack("<I", len(content)) + bytes(4 * len(content))
        for number, item in enumerate(content):
            place_reference(out, at + 4 + 4 * number, item)
    return at


def place_table(out, table):
    count = max(table.slots, default=-1) + 1
    fields, size = {}, 4
    for slot, content in table.slots.items():
        width = struct.calcsize(content[0]) if isinstance(content, tuple) else 4
        size += -size % width
        fields[slot] = size
        size += width
    vtable = len(out)
    out += struct.pack(f"<HH{count}H", 4 + 2 * count, size, *(fields.get(slot, 0) for slot in range(count)))
    align(out, 8)
    at = len(out)
    out += struct.pack("<i", at - vtable) + bytes(size - 4)
    for slot, content in table.slots.items():
        if isinstance(content, tuple):
            struct.pack_into("<" + content[0], out, at + fields[slot], content[1])
    for slot, content in table.slots.items():
        if not isinstance(content, tuple):
            place_reference(out, at + fields[slot], content)
    return at
