"""A dangerous name under other spellings: dotted, memoized, escaped, put together, in another case, or one that only resembles a harmless one."""
from . import opcodes as op

P2, P4 = op.proto(2), op.proto(4)
OS_SYSTEM = op.global_("os", "system")
ECHO = op.text(op.ECHO)


def names():
    """A dangerous name under other spellings."""
    for module, name in (("os", "path.os.system"), ("tarfile", "os.system"), ("tarfile", "bltn_open"), ("shutil", "os.system"), ("random", "_os.system"),
                         ("logging", "os.system"),
                         ("collections", "_sys.modules"), ("numpy", "os.system"), ("torch", "os.system"), ("torch.nn", "modules.os.system"),
                         ("collections", "OrderedDict.__init__.__globals__"),
                         ("torch._utils", "sys.modules"), ("numpy.core.multiarray", "os.system"), ("datetime", "sys.modules"),
                         ("builtins", "object.__subclasses__"),
                         ("collections", "abc.sys.modules"), ("torch.serialization", "os.system"), ("argparse", "_os.system"),
                         ("numpy", "load.__globals__.__getitem__"),
                         ("torch", "FloatStorage.__init__.__globals__"), ("sklearn.utils", "os.system"), ("sklearn", "os.system"), ("decimal", "_sys.exit"),
                         ("uuid", "os.system")):
        yield f"dotted-{module}-{name}", P4 + op.call(op.stack_global(module, name), op.ECHO) + op.STOP
        yield f"dotted-text-{module}-{name}", P4 + op.call(op.global_(module, name), op.ECHO) + op.STOP
    os_text, name_text = op.short_text("os"), op.short_text("system")
    yield "memoized", (P4 + op.call(os_text + op.MEMOIZE + op.POP + name_text + op.MEMOIZE + op.POP + op.binget(0) + op.binget(1) + op.STACK_GLOBAL, op.ECHO)
                       + op.STOP)
    yield "memoized-far", (P4 + op.call(os_text + op.binput(70000) + op.POP + name_text + op.binput(300) + op.POP + op.binget(70000) + op.binget(300)
                                        + op.STACK_GLOBAL, op.ECHO) + op.STOP)
    yield "memoized-as-text", (P4 + op.call(os_text + op.put("0007") + op.POP + name_text + op.put("8") + op.POP + op.get("7") + op.get("008")
                                            + op.STACK_GLOBAL, op.ECHO) + op.STOP)
    yield "dup", P4 + op.call(op.short_text("os") + op.DUP + op.POP + name_text + op.STACK_GLOBAL, op.ECHO) + op.STOP
    yield "dup-of-one-name", P4 + op.call(op.short_text("code") + op.DUP + op.STACK_GLOBAL, op.ECHO) + op.STOP
    yield "names-in-a-tuple-first", P4 + os_text + name_text + op.TUPLE2 + op.MEMOIZE + op.POP + op.call(op.stack_global("os", "system"), op.ECHO) + op.STOP
    yield "memoize-behind-puts", (P4 + op.call(op.NONE + op.binput(5) + op.POP + os_text + op.MEMOIZE + op.POP + name_text + op.binput(9) + op.POP
                                               + op.binget(1) + op.binget(9) + op.STACK_GLOBAL, op.ECHO) + op.STOP)
    yield "memo-overwritten", (P4 + op.call(op.short_text("collections") + op.binput(0) + op.POP + os_text + op.binput(0) + op.POP + op.binget(0) + name_text
                                            + op.STACK_GLOBAL, op.ECHO) + op.STOP)
    yield "memo-overwritten-callable", (P2 + op.global_("collections", "OrderedDict") + op.binput(0) + op.POP + OS_SYSTEM + op.binput(0) + op.POP
                                        + op.call(op.binget(0), op.ECHO) + op.STOP)
    yield "memo-of-callable", P2 + OS_SYSTEM + op.binput(3) + op.POP + op.NONE + op.POP + op.call(op.binget(3), op.ECHO) + op.STOP
    yield "callable-from-a-dict", P2 + op.EMPTY_DICT + op.text("f") + OS_SYSTEM + op.binput(1) + op.SETITEM + op.POP + op.call(op.binget(1), op.ECHO) + op.STOP
    yield "callable-below-a-mark", P2 + OS_SYSTEM + op.MARK + op.text("x") + op.POP_MARK + op.call(b"", op.ECHO) + op.STOP
    yield "pop-takes-a-mark", P2 + OS_SYSTEM + op.MARK + op.POP + ECHO + op.TUPLE1 + op.REDUCE + op.STOP
    yield "names-not-constant", (P4 + op.call(op.call(op.global_("_codecs", "encode"), "os", "latin1") + op.short_text("system") + op.STACK_GLOBAL, op.ECHO)
                                 + op.STOP)
    yield "module-in-other-case", P2 + op.call(op.global_("OS", "system"), op.ECHO) + op.STOP
    yield "module-not-ascii", P2 + op.call(op.global_("\N{FULLWIDTH LATIN SMALL LETTER O}s", "system"), op.ECHO) + op.STOP
    yield "module-with-blank", P2 + op.call(op.global_("os ", "system"), op.ECHO) + op.STOP
    yield "module-with-nul", P4 + op.call(op.stack_global("os\0", "system"), op.ECHO) + op.STOP
    yield "module-empty", P4 + op.call(op.stack_global("", "system"), op.ECHO) + op.STOP
    yield "module-of-a-long-name", P2 + op.call(op.global_("a" * 60_000, "system"), op.ECHO) + op.STOP
    yield "safe-prefix", P2 + op.call(op.global_("collections_", "OrderedDict"), op.ECHO) + op.STOP
    yield "safe-prefix-package", P2 + op.call(op.global_("torchx.evil", "FloatStorage"), op.ECHO) + op.STOP
    yield "safe-prefix-numpy", P2 + op.call(op.global_("numpy_", "dtype"), op.ECHO) + op.STOP
    yield "safe-suffix", P2 + op.call(op.global_("evil.collections", "OrderedDict"), op.ECHO) + op.STOP
    yield "safe-name-with-dot", P4 + op.call(op.stack_global("collections", "OrderedDict.fromkeys.__self__.__subclasses__"), op.ECHO) + op.STOP
    yield "names-split-the-other-way", P4 + op.call(op.stack_global("collections.OrderedDict", "__init__"), op.ECHO) + op.STOP
    yield "text-escapes", P4 + op.call(op.unicode(r"\u006fs") + op.unicode(r"syst\u0065m") + op.STACK_GLOBAL, op.ECHO) + op.STOP
    yield "string-escapes", P4 + op.call(op.string(r"\x6f\163") + op.string(r"sys\x74em") + op.STACK_GLOBAL, op.ECHO) + op.STOP
    yield "string-double-quotes", P4 + op.call(op.line(b"S", '"os"') + op.line(b"S", "'system'") + op.STACK_GLOBAL, op.ECHO) + op.STOP
    yield "extension-registry", P2 + op.call(op.ext(1), op.ECHO) + op.STOP
    yield "extension-registry-2", P2 + op.call(op.ext(1000), op.ECHO) + op.STOP
    yield "extension-registry-4", P2 + op.call(op.ext(100_000), op.ECHO) + op.STOP
    yield "persistent-id-called", P2 + op.call(op.text("os.system") + op.BINPERSID, op.ECHO) + op.STOP
    yield "persistent-id-text-called", op.persid("os.system") + op.MARK + op.string(op.ECHO) + op.TUPLE + op.REDUCE + op.STOP
