"""Where the scripts find releases to audit, and how they call the program. Imported by tools/ and tests/e2e."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROLES = {"weights": "--weights", "data": "--data", "model_card": "--docs", "docs": "--docs"}  # other folders hold code


def binary():
    return pathlib.Path(os.environ.get("ABOVEBOARD_BINARY", ROOT / "build" / "release" / "aboveboard")).resolve()


def case_sources(folder):
    """A case is a folder of sources, one subfolder each: [(subfolder, role flag)], sorted."""
    return [(path, ROLES.get(path.name, "--code")) for path in sorted(folder.iterdir()) if path.is_dir()]


def case_arguments(folder):
    arguments = []
    for path, flag in case_sources(folder):
        arguments += [flag, str(path)]
    return arguments + ["--name", folder.name]


def cases_folder():
    """Completed cases named by ABOVEBOARD_CASES, else a folder of cases beside the checkout, else None."""
    named = os.environ.get("ABOVEBOARD_CASES")
    for path in [pathlib.Path(named)] if named else [ROOT.parent / "cases", ROOT.parent / "shared" / "cases"]:
        if path.is_dir():
            return path
    return None


def releases():
    """All releases at hand: [(name, program arguments, source folders)]: the examples, then the cases."""
    found = []
    for path in sorted((ROOT / "examples").glob("*/")):
        if (path / "README.md").exists():
            found.append((f"examples/{path.name}", [str(path)], [path]))
    cases = cases_folder()
    for path in sorted(cases.iterdir()) if cases else []:
        if path.is_dir() and case_sources(path):
            found.append((path.name, case_arguments(path), [source for source, _ in case_sources(path)]))
    return found


def run(arguments, timeout=120, **options):
    """Runs the program; gives (exit status, stdout bytes, stderr text). A status below 0 is a signal."""
    done = subprocess.run([str(binary()), *map(str, arguments)], capture_output=True, timeout=timeout, **options)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")
