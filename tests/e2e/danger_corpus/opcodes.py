"""An assembler of pickles: a function or constant for each opcode, so that streams may be written that no pickler writes. Nothing here is ever loaded."""
import struct

STOP, POP, DUP, MARK, POP_MARK = b".", b"0", b"2", b"(", b"1"
REDUCE, BUILD, OBJ, NEWOBJ, NEWOBJ_EX, STACK_GLOBAL = b"R", b"b", b"o", b"\x81", b"\x92", b"\x93"
NONE, TRUE, FALSE = b"N", b"\x88", b"\x89"
EMPTY_TUPLE, TUPLE, TUPLE1, TUPLE2, TUPLE3 = b")", b"t", b"\x85", b"\x86", b"\x87"
EMPTY_LIST, LIST, APPEND, APPENDS = b"]", b"l", b"a", b"e"
EMPTY_DICT, DICT, SETITEM, SETITEMS = b"}", b"d", b"s", b"u"
EMPTY_SET, ADDITEMS, FROZENSET = b"\x8f", b"\x90", b"\x91"
MEMOIZE, BINPERSID, NEXT_BUFFER, READONLY_BUFFER = b"\x94", b"Q", b"\x97", b"\x98"


def raw(text):
    return text if isinstance(text, bytes) else text.encode("utf-8")


def proto(number):
    return b"\x80" + bytes([number])


def frame(length):
    return b"\x95" + struct.pack("<Q", length)


def framed(body, off_by=0):
    return frame(len(body) + off_by) + body


def line(opcode, *texts):
    return opcode + b"".join(raw(text) + b"\n" for text in texts)


def global_(module, name):
    return line(b"c", module, name)


def inst(module, name):
    return line(b"i", module, name)


def persid(text):
    return line(b"P", text)


def string(text):
    """STRING: the quoted kind, as it stands."""
    return line(b"S", b"'" + raw(text) + b"'")


def unicode(text):
    """UNICODE: raw-unicode-escape, as it stands."""
    return line(b"V", text)


def int_(text):
    return line(b"I", text)


def long_(text):
    return line(b"L", text)


def float_(text):
    return line(b"F", text)


def binint1(number):
    return b"K" + bytes([number])


def binint(number):
    return b"J" + struct.pack("<i", number)


def long1(data):
    return b"\x8a" + bytes([len(data)]) + data


def long4(data):
    return b"\x8b" + struct.pack("<i", len(data)) + data


def binfloat(number):
    return b"G" + struct.pack(">d", number)


def short_string(text):
    return b"U" + bytes([len(raw(text))]) + raw(text)


def binstring(text):
    return b"T" + struct.pack("<i", len(raw(text))) + raw(text)


def short_text(text):
    return b"\x8c" + bytes([len(raw(text))]) + raw(text)


def text(value):
    return b"X" + struct.pack("<I", len(raw(value))) + raw(value)


def text8(value):
    return b"\x8d" + struct.pack("<Q", len(raw(value))) + raw(value)


def short_bytes(value):
    return b"C" + bytes([len(value)]) + value


def bytes_(value):
    return b"B" + struct.pack("<I", len(value)) + value


def bytes8(value):
    return b"\x8e" + struct.pack("<Q", len(value)) + value


def bytearray8(value):
    return b"\x96" + struct.pack("<Q", len(value)) + value


def put(key):
    return line(b"p", str(key))


def get(key):
    return line(b"g", str(key))


def binput(key):
    return b"q" + bytes([key]) if key < 256 else b"r" + struct.pack("<I", key)


def binget(key):
    return b"h" + bytes([key]) if key < 256 else b"j" + struct.pack("<I", key)


def ext(code):
    return b"\x82" + bytes([code]) if code < 256 else b"\x83" + struct.pack("<H", code) if code < 65536 else b"\x84" + struct.pack("<i", code)


def stack_global(module, name):
    return short_text(module) + short_text(name) + STACK_GLOBAL


# Whole payloads. ECHO is what they would run: it prints a word.
ECHO = "echo corpus"


def call(found, *arguments):
    """REDUCE of what `found` puts on the stack, on constants."""
    return found + MARK + b"".join(text(a) if isinstance(a, str) else a for a in arguments) + TUPLE + REDUCE


def system(module="os"):
    """Protocol 0 and 1 alike: text only."""
    return global_(module, "system") + MARK + string(ECHO) + TUPLE + REDUCE
