"""A case of the danger corpus: some files, what the program must make of them, and why."""
import dataclasses

HOSTILE = "hostile"  # an error finding, danger/ or format/
BENIGN = "benign"    # no error finding, and nothing that was not examined
CODE = "code"        # needs code of a library or of the release: a loads-code/ finding, and no error
UNKNOWN = "unknown"  # no error finding; that nothing was made of it may be said
ANY = "any"          # either may be said, but there must be an answer


@dataclasses.dataclass(frozen=True)
class Case:
    name: str                     # unique in its family; becomes a folder
    files: dict                   # path in that folder -> bytes
    verdict: str
    why: str
    rule: str = ""                # of a hostile one: how the rule of one finding must begin, where one of the two kinds will not do
    mentions: str = ""            # of a hostile one: what one of its findings must name
    alone: bool = False           # it is judged by its name, or with what lies beside it: not among other files
    links: dict = dataclasses.field(default_factory=dict)  # path in that folder -> where a symbolic link leads

    def __post_init__(self):
        assert self.verdict in (HOSTILE, BENIGN, CODE, UNKNOWN, ANY), self.verdict
        assert self.name and not set(self.name) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+"), self.name


def hostile(name, data, why, suffix=".pkl", **options):
    return Case(name, as_files(name, data, suffix), HOSTILE, why, **options)


def benign(name, data, why, suffix=".pkl"):
    return Case(name, as_files(name, data, suffix), BENIGN, why)


def code(name, data, why, suffix=".pkl"):
    return Case(name, as_files(name, data, suffix), CODE, why)


def unknown(name, data, why, suffix=".bin"):
    return Case(name, as_files(name, data, suffix), UNKNOWN, why)


def as_files(name, data, suffix):
    """Files as given, or one file that is named for its case."""
    return data if isinstance(data, dict) else {name + suffix: data}
