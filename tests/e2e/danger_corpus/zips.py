"""A writer of zip archives that will write what no other writer would: every field of both directories may be set on its own (APPNOTE 6.3.10)."""
import dataclasses
import struct
import zlib


@dataclasses.dataclass
class Member:
    name: str
    data: bytes
    deflate: bool = False
    local_name: str = None       # where the local header spells it otherwise
    local_data_size: int = None  # where the local header announces other bytes
    listed_size: int = None      # where the directory announces other bytes
    crc: int = None
    flags: int = 0
    local_flags: int = None
    method: int = None
    local_method: int = None
    listed: bool = True
    local: bool = True           # False: listed, and its header leads to `header`
    header: int = None           # where the directory says that it lies
    descriptor: bool = False
    zip64: bool = False
    mode: int = 0o100644
    extra: bytes = b""


def unicode_path(name, of):
    """Info-ZIP's extra field with another name: readers differ in whether they believe it."""
    body = struct.pack("<BI", 1, zlib.crc32(of.encode())) + name.encode()
    return struct.pack("<HH", 0x7075, len(body)) + body


def packed(member):
    if not member.deflate:
        return member.data
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    return stream.compress(member.data) + stream.flush()


def local_part(member, body):
    flags = (member.flags if member.local_flags is None else member.local_flags) | (8 if member.descriptor else 0)
    method = member.local_method if member.local_method is not None else method_of(member)
    name = (member.local_name or member.name).encode()
    crc = crc_of(member)
    size = len(member.data) if member.local_data_size is None else member.local_data_size
    extra = member.extra
    sizes = (len(body), size)
    if member.zip64:
        extra = struct.pack("<HHQQ", 1, 16, size, len(body)) + extra
        sizes = (0xFFFFFFFF, 0xFFFFFFFF)
    if member.descriptor:
        crc_written, sizes = 0, (0, 0)
    else:
        crc_written = crc
    head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 45 if member.zip64 else 20, flags, method, 0, 0x21, crc_written, *sizes, len(name), len(extra))
    tail = struct.pack("<IIII", 0x08074B50, crc, len(body), len(member.data)) if member.descriptor else b""
    return head + name + extra + body + tail


def listed_part(member, body, offset):
    flags = member.flags | (8 if member.descriptor else 0)
    name, extra = member.name.encode(), member.extra
    size = len(member.data) if member.listed_size is None else member.listed_size
    sizes = (len(body), size)
    if member.zip64:
        extra = struct.pack("<HHQQQ", 1, 24, size, len(body), offset) + extra
        sizes, offset = (0xFFFFFFFF, 0xFFFFFFFF), 0xFFFFFFFF
    return struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 0x031E, 45 if member.zip64 else 20, flags, method_of(member), 0, 0x21, crc_of(member), *sizes,
                       len(name), len(extra), 0, 0, 0, member.mode << 16, offset) + name + extra


def method_of(member):
    return member.method if member.method is not None else 8 if member.deflate else 0


def crc_of(member):
    return zlib.crc32(member.data) if member.crc is None else member.crc


def write(members, prefix=b"", prefix_counts=True, comment=b"", count=None, gap=b"", behind=b"", zip64_end=False, directory_offset=None):
    """The archive. `prefix_counts`: the offsets count from the file's start, not from the archive's; `gap`: bytes between members and directory."""
    out, directory, listed = bytearray(prefix), bytearray(), 0
    base = 0 if prefix_counts else len(prefix)
    for member in members:
        body = packed(member)
        offset = len(out) - base if member.header is None else member.header
        if member.local:
            out += local_part(member, body)
        if member.listed:
            directory += listed_part(member, body, offset)
            listed += 1
    out += gap
    start = len(out) - base if directory_offset is None else directory_offset
    out += directory
    number = listed if count is None else count
    if zip64_end:
        at = len(out) - base
        out += struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, number, number, len(directory), start)
        out += struct.pack("<IIQI", 0x07064B50, 0, at, 1)
        out += struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, len(comment)) + comment
    else:
        out += struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, number, number, len(directory), start, len(comment)) + comment
    return bytes(out + behind)


def write_files(files, **options):
    deflate = options.pop("deflate", False)
    return write([Member(name, data, deflate=deflate) for name, data in files.items()], **options)
