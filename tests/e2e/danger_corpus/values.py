"""A pickler for objects of modules that are not there: names, calls and instances are written as a pickler of any protocol would write the real ones."""
import io
import math
import pickle
import struct


class Name:
    """A class or function by its name."""

    def __init__(self, module, name):
        self.module, self.name = module, name


class Call:
    """What a function gave, and the state that it was handed."""

    def __init__(self, function, *arguments, state=None, items=None):
        self.function, self.arguments, self.state, self.items = function, arguments, state, items


class New:
    """An instance: made by __new__, handed a state."""

    def __init__(self, cls, state=None, arguments=()):
        self.cls, self.state, self.arguments = cls, state, arguments


class Persistent:
    def __init__(self, *key):
        self.key = key


OLD_NAMES = {"builtins": "__builtin__", "copyreg": "copy_reg"}
OBJECT, RECONSTRUCTOR = Name("builtins", "object"), Name("copyreg", "_reconstructor")


class Pickler(pickle._Pickler):
    def persistent_id(self, value):
        if not isinstance(value, Persistent):
            return None
        return value.key if len(value.key) > 1 else value.key[0]

    def save(self, value, save_persistent_id=True):
        writers = {Name: self.save_name, Call: self.save_call, New: self.save_new}
        writer = writers.get(type(value))
        if writer is None:
            return super().save(value, save_persistent_id)
        known = self.memo.get(id(value))
        return self.write(self.get(known[0])) if known else writer(value)

    def save_name(self, value):
        if self.proto >= 4:
            self.save(value.module)
            self.save(value.name)
            self.write(pickle.STACK_GLOBAL)
        else:
            module = OLD_NAMES.get(value.module, value.module) if self.proto < 3 else value.module
            self.write(pickle.GLOBAL + f"{module}\n{value.name}\n".encode())
        self.memoize(value)

    def save_call(self, value):
        self.save(value.function)
        self.save(value.arguments)
        self.write(pickle.REDUCE)
        self.memoize(value)
        self.save_rest(value)

    def save_new(self, value):
        if self.proto < 2:
            self.save(RECONSTRUCTOR)
            self.save((value.cls, OBJECT, None))
            self.write(pickle.REDUCE)
        else:
            self.save(value.cls)
            self.save(value.arguments)
            self.write(pickle.NEWOBJ)
        self.memoize(value)
        self.save_rest(value)

    def save_rest(self, value):
        items = getattr(value, "items", None)
        if items:
            self._batch_setitems(iter(items.items()))
        if value.state is not None:
            self.save(value.state)
            self.write(pickle.BUILD)


def dumps(value, protocol=2):
    out = io.BytesIO()
    pickler = Pickler(out, protocol)
    pickler.dump(value)
    return out.getvalue()


# What machine learning writes.

ORDERED_DICT = Name("collections", "OrderedDict")
REBUILD = Name("torch._utils", "_rebuild_tensor_v2")
PARAMETER = Name("torch._utils", "_rebuild_parameter")
DTYPE, NDARRAY = Name("numpy", "dtype"), Name("numpy", "ndarray")
RECONSTRUCT, SCALAR = Name("numpy.core.multiarray", "_reconstruct"), Name("numpy.core.multiarray", "scalar")


def ordered(**items):
    return Call(ORDERED_DICT, items=items)


def tensor(key, shape, storage="FloatStorage", offset=0, numel=None):
    """torch._utils._rebuild_tensor_v2 of a storage."""
    strides, count = [], 1
    for size in reversed(shape):
        strides.insert(0, count)
        count *= size
    stored = Persistent("storage", Name("torch", storage), str(key), "cpu", count if numel is None else numel)
    return Call(REBUILD, stored, offset, tuple(shape), tuple(strides), False, Call(ORDERED_DICT))


def dtype(name="f8", order="<"):
    return Call(DTYPE, name, False, True, state=(3, order, None, None, None, -1, -1, 63 if name.startswith("O") else 0))


def array(values, name="f8"):
    data = struct.pack(f"<{len(values)}d", *values)
    return Call(RECONSTRUCT, NDARRAY, (0,), b"b", state=(1, (len(values),), dtype(name), False, data))


def scalar(value):
    return Call(SCALAR, dtype(), struct.pack("<d", value))


SHAPES = {"embed.weight": (8, 4), "layer.0.weight": (4, 4), "layer.0.bias": (4,), "head.weight": (8, 4)}


def state_dict():
    """What torch.save writes of a small model: an ordered dictionary with its metadata."""
    items = {name: tensor(key, shape) for key, (name, shape) in enumerate(SHAPES.items())}
    metadata = ordered(**{"": {"version": 1}, "layer": {"version": 1}})
    return Call(ORDERED_DICT, items=items, state={"_metadata": metadata})


def storages():
    """The bytes of state_dict()'s storages, by key."""
    return {str(key): struct.pack("<f", 0.5) * math.prod(shape) for key, shape in enumerate(SHAPES.values())}


WIDTHS = {"Float": 4, "Double": 8, "Half": 2, "BFloat16": 2, "Long": 8, "Int": 4, "Short": 2, "Char": 1, "Byte": 1, "Bool": 1, "QUInt8": 1, "Untyped": 1}


def storages_of(value):
    """{key: zeros} for every storage that a value names, each as large as it must be."""
    found = {}
    if isinstance(value, Persistent) and value.key[0] == "storage":
        found[value.key[2]] = b"\0" * (value.key[4] * WIDTHS[value.key[1].name.removesuffix("Storage")])
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    if isinstance(value, Call):
        parts = (*value.arguments, value.state, value.items)
    elif isinstance(value, New):
        parts = (value.state,)
    for part in parts:
        found.update(storages_of(part))
    return found
