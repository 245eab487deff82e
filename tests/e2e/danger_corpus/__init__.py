"""The danger corpus: small files that a reader of weights must flag, and such that it must not. Each module makes one family; nothing here is ever loaded."""
from . import archives, arrays, callables, configs, files, gguf, graphs, injection, keras, machine, plain_pickles, tars, templates, tensors
from .case import ANY, BENIGN, CODE, HOSTILE, UNKNOWN, Case  # noqa: F401

FAMILIES = {"pickle machine": machine, "callables": callables, "injection": injection, "plain pickles": plain_pickles, "archives": archives, "tars": tars,
            "safetensors": tensors, "GGUF": gguf, "NumPy": arrays, "graphs": graphs,
            "Keras": keras, "templates": templates, "configurations": configs, "files": files}


def cases():
    """(family, case) of all."""
    for family, module in FAMILIES.items():
        yield from ((family, case) for case in module.cases())
