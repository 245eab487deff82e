"""A payload at every opcode position of a benign pickle: wherever it stands, the pickle still loads, and calls."""
import pickletools

from . import opcodes as op, torch_files, values
from .case import hostile

TEXT = op.system() + op.POP
BINARY = op.call(op.stack_global("os", "system"), op.ECHO) + op.POP
QUIET = op.global_("subprocess", "Popen") + op.text(op.ECHO) + op.TUPLE1 + op.NEWOBJ + op.POP
OLD = op.MARK + op.string(op.ECHO) + op.inst("os", "system") + op.POP


def positions(pickle):
    """Before each opcode, and behind STOP."""
    return [at for _, _, at in pickletools.genops(pickle)] + [len(pickle)]


def injected(pickle, at, payload, mend_frames):
    """The pickle with a payload; `mend_frames`: the frame around it is made as much longer."""
    out = bytearray(pickle[:at] + payload + pickle[at:])
    if mend_frames:
        for opcode, length, begin in pickletools.genops(pickle):
            if opcode.name == "FRAME" and begin + 9 <= at < begin + 9 + length:
                out[begin + 1 : begin + 9] = (length + len(payload)).to_bytes(8, "little")
    return bytes(out)


def cases():
    for protocol, payloads in ((0, {"text": TEXT, "old": OLD}), (2, {"text": TEXT, "newobj": QUIET}), (4, {"binary": BINARY, "text": TEXT})):
        pickle = values.dumps(values.state_dict(), protocol)
        for number, at in enumerate(positions(pickle)):
            for kind, payload in payloads.items():
                data = injected(pickle, at, payload, mend_frames=kind == "binary")
                yield hostile(f"protocol-{protocol}-{kind}-{number:03}", data, f"a call before opcode {number} of a state dict", rule="danger/",
                              mentions="Popen" if kind == "newobj" else "system")
    pickle = values.dumps(values.state_dict(), 2)
    for number, at in enumerate(positions(pickle)):
        data = injected(pickle, at, TEXT, False)
        yield hostile(f"torch-zip-{number:03}", torch_files.zip_file(data), f"a call before opcode {number} of data.pkl", ".pt", rule="danger/",
                      mentions="system")
    pickle = values.dumps(torch_files.legacy_state_dict(), 2)
    for number, at in list(enumerate(positions(pickle)))[::4]:
        data = injected(pickle, at, TEXT, False)
        yield hostile(f"torch-legacy-{number:03}", torch_files.legacy(data), f"a call before opcode {number} of the object of a legacy file", ".pth",
                      rule="danger/", mentions="system")
