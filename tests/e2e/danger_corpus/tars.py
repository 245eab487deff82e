"""Payloads in tar archives, and archives that extract to other places than they seem to."""
import tarfile

from . import opcodes as op, torch_files
from .archives import NOTE, PAYLOAD, PLAIN
from .case import benign, hostile, unknown


def changed(**fields):
    def change(info):
        for key, value in fields.items():
            setattr(info, key, value)
    return change


def cases():
    armed = {"a/readme.txt": NOTE, "a/weights.bin": PAYLOAD}
    sound = {"a/readme.txt": NOTE, "a/weights.bin": PLAIN, "a/empty": b""}
    plain = torch_files.tar_file(sound)
    for name, form in (("ustar", tarfile.USTAR_FORMAT), ("gnu", tarfile.GNU_FORMAT), ("pax", tarfile.PAX_FORMAT)):
        yield hostile(f"tar-{name}-payload", torch_files.tar_file(armed, form), "a payload in a tar", ".tar", rule="danger/")
        yield benign(f"tar-{name}-plain", torch_files.tar_file(sound, form), "an ordinary tar", ".tar")
        longer = {f"{'folder/' * 10}{key}": data for key, data in sound.items()}
        yield benign(f"tar-{name}-long-names", torch_files.tar_file({key: data for key, data in longer.items()}, form), "long names", ".tar")
    yield hostile("tar-gnu-very-long-name", torch_files.tar_file({"d/" * 200 + "x": PAYLOAD}, tarfile.GNU_FORMAT), "a payload under a long name", ".tar",
                  rule="danger/")
    links = (("symlink-out", tarfile.SYMTYPE, "../../etc/passwd"), ("symlink-root", tarfile.SYMTYPE, "/etc/passwd"),
             ("hardlink-out", tarfile.LNKTYPE, "../../x"), ("device", tarfile.CHRTYPE, ""),
             ("block-device", tarfile.BLKTYPE, ""), ("fifo", tarfile.FIFOTYPE, ""))
    for name, kind, target in links:
        yield hostile(f"tar-{name}", torch_files.tar_file({"a": b""}, changed=changed(type=kind, linkname=target)), f"a {name}", ".tar", rule="format/")
    for name, path in (("name-out", "../../x"), ("name-root", "/tmp/x"), ("name-out-inside", "a/../../x"), ("name-backslash", "..\\..\\x")):
        yield hostile(f"tar-{name}", torch_files.tar_file({path: NOTE}), "a name that leads out", ".tar", rule="format/")
    twice = torch_files.tar_file({"a": PLAIN})[:1024] + torch_files.tar_file({"a": PAYLOAD})
    yield hostile("tar-duplicate", twice, "a name that stands twice", ".tar")
    yield hostile("tar-duplicate-plain", torch_files.tar_file({"a": PLAIN})[:1024] + torch_files.tar_file({"a": NOTE}), "a name that stands twice", ".tar",
                  rule="format/")
    yield hostile("tar-second-behind-end", plain + torch_files.tar_file(armed), "a second archive behind the end", ".tar")
    yield hostile("tar-pickle-behind-end", plain + PAYLOAD, "a pickle behind the end", ".tar")
    broken = bytearray(torch_files.tar_file(armed))
    broken[1024 + 150] ^= 1
    yield hostile("tar-bad-checksum", bytes(broken), "a header whose checksum is wrong", ".tar")
    yield hostile("tar-cut", torch_files.tar_file({"a": PAYLOAD + bytes(5000)})[:1500], "a member that ends behind the file", ".tar")
    name = op.system() + op.STOP
    named = bytearray(torch_files.tar_file({"a" * len(name): NOTE}))
    named[: len(name)] = name
    named[148:156] = b" " * 8
    named[148:156] = b"%06o\0 " % sum(named[:512])
    yield hostile("tar-whose-name-is-a-pickle", bytes(named), "a tar that pickle.load runs: the first name is the pickle", ".pt")
    base256 = bytearray(torch_files.tar_file({"a": PAYLOAD}))
    base256[124:136] = b"\xff" * 12
    base256[148:156] = b" " * 8
    base256[148:156] = b"%06o\0 " % sum(base256[:512])
    yield hostile("tar-negative-size", bytes(base256), "a size below zero", ".tar")
    yield unknown("tar-empty", torch_files.tar_file({}), "an empty tar", ".tar")
