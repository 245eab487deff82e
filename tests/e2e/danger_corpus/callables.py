"""Functions and classes that a file has no use for but to act: run, import, open, write, connect. Few are on any list
of known gadgets; a reader that knows what is harmless, and calls nothing else so, needs no such list. Each is called in every manner in which a pickle can call; the argument is a word to echo."""

from . import callable_names, opcodes as op
from .case import hostile

def listed(table):
    """(module, name) of a table: a module and its names; a line that begins with blanks goes on."""
    module = ""
    for row in table.strip("\n").split("\n"):
        if not row.startswith(" "):
            module, row = row.split(":", 1)
        yield from ((module, name) for name in row.split())


def manners(module, name):
    """The ways to call it: (how, pickle)."""
    argument = op.text(op.ECHO)
    head = op.proto(2)
    yield "reduce", head + op.call(op.global_(module, name), op.ECHO) + op.STOP
    yield "stack-global", op.proto(4) + op.framed(op.call(op.stack_global(module, name), op.ECHO) + op.STOP)
    yield "newobj", head + op.global_(module, name) + argument + op.TUPLE1 + op.NEWOBJ + op.STOP
    yield "inst", op.MARK + op.string(op.ECHO) + op.inst(module, name) + op.STOP


def cases():
    for table in (callable_names.STANDARD, callable_names.PACKAGES):
        for at, (module, name) in enumerate(listed(table)):
            ways = list(manners(module, name))
            # Two of the four manners each, turn about.
            for how, data in (ways[0], ways[1 + at % 3]):
                yield hostile(f"{module}.{name}-{how}", data, f"{module}.{name} is called on load ({how})", rule="danger/", mentions=name.split(".")[-1])
