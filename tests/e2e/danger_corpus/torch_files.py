"""PyTorch's containers, made by hand: the zip of today, the stream before it, the tar before that, and TorchScript. Contents are given as bytes of pickles."""
import io
import pickle
import struct
import tarfile

from . import values, zips


def zip_members(data_pkl=None, root="archive", protocol=2, extra=None, storages=None):
    """The members that torch.save writes: {name: bytes}."""
    files = {f"{root}/data.pkl": values.dumps(values.state_dict(), protocol) if data_pkl is None else data_pkl, f"{root}/byteorder": b"little"}
    files.update({f"{root}/data/{key}": data for key, data in (values.storages() if storages is None else storages).items()})
    files.update({f"{root}/version": b"3\n", f"{root}/.data/serialization_id": b"0" * 40})
    files.update(extra or {})
    return files


def aligned(files, alignment=64):
    """As torch writes them: each member's bytes at a multiple of 64, by an extra field of padding."""
    members, at = [], 0
    for name, data in files.items():
        head = 30 + len(name.encode())
        fill = -(at + head + 4) % alignment
        extra = struct.pack("<2sH", b"FB", fill) + b"Z" * fill
        members.append(zips.Member(name, data, extra=extra))
        at += head + len(extra) + len(data)
    return members


def zip_file(data_pkl=None, **options):
    written = {key: options.pop(key) for key in ("prefix", "comment", "deflate") if key in options}
    return zips.write_files(zip_members(data_pkl, **options), **written)


def legacy(payload=None, protocol=2, keys_pickle=None):
    """Five pickles, then for each storage its count and its raw bytes."""
    system = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}
    head = [pickle.dumps(part, 2) for part in (0x1950A86A20F9469CFC6C, 1001, system)]
    body = values.dumps(legacy_state_dict(), protocol) if payload is None else payload
    data = values.storages()
    raw = b"".join(struct.pack("<q", len(data[key]) // 4) + data[key] for key in sorted(data))
    return b"".join(head) + body + (pickle.dumps(sorted(data), 2) if keys_pickle is None else keys_pickle) + raw


def legacy_tensor(key, shape):
    made = values.tensor(key, shape)
    made.arguments[0].key = (*made.arguments[0].key, None)  # view metadata
    return made


def legacy_state_dict():
    return values.Call(values.ORDERED_DICT, items={name: legacy_tensor(key, shape) for key, (name, shape) in enumerate(values.SHAPES.items())})


def tar_members(payload=None, views=None):
    """torch.save of 2016: the storages and tensors as pickles with raw bytes between, and the object."""
    data = values.storages()
    storages = tensors = pickle.dumps(len(data), 2)
    for key, (shape, raw) in enumerate(zip(values.SHAPES.values(), data.values())):
        strides = (shape[1], 1) if len(shape) == 2 else (1,)
        storages += values.dumps((key, "cpu", values.Name("torch", "FloatStorage")), 2) + struct.pack("<q", len(raw) // 4) + raw
        tensors += values.dumps((100 + key, key, values.Name("torch", "FloatTensor")), 2)
        tensors += struct.pack("<ii", len(shape), 0) + struct.pack(f"<{len(shape)}q", *shape) + struct.pack(f"<{len(shape)}q", *strides) + struct.pack("<q", 0)
    storages += pickle.dumps([], 2) if views is None else views
    plain = values.dumps({name: values.Persistent(100 + key) for key, name in enumerate(values.SHAPES)}, 2)
    system = pickle.dumps({"protocol_version": 1000, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 8}}, 2)
    return {"sys_info": system, "pickle": plain if payload is None else payload, "storages": storages, "tensors": tensors}


def tar_file(files, format=tarfile.USTAR_FORMAT, mode="w", changed=None):
    """A tar of files; `changed` may edit each TarInfo."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=format) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            if changed:
                changed(info)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def torchscript(data_pkl=None, code=None):
    """A module whose program is TorchScript's, which runs in no Python."""
    module = values.New(values.Name("__torch__.net", "Net"), state={"training": False, "weight": values.tensor(0, (8, 4))})
    program = "class Net(Module):\n  __parameters__ = [\"weight\", ]\n  __buffers__ = []\n  weight : Tensor\n  training : bool\n" \
              "  def forward(self: __torch__.net.Net,\n    x: Tensor) -> Tensor:\n    return torch.matmul(x, self.weight)\n"
    files = {"net/data.pkl": values.dumps(module, 2) if data_pkl is None else data_pkl, "net/constants.pkl": values.dumps((), 2), "net/version": b"3\n",
             "net/code/__torch__/net.py": (code or program).encode(), "net/code/__torch__/net.py.debug_pkl": values.dumps((("a", "b"), ()), 2),
             "net/data/0": values.storages()["0"], "net/byteorder": b"little"}
    return zips.write(aligned(files))
