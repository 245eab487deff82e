#!/usr/bin/env python3
"""The danger corpus (danger_corpus/): every hostile file is flagged, harmless ones raise no alarm, and what needs code of others is said to.

usage: danger_corpus_test.py [--family NAME] [--case TEXT] [--folder DIR] [--all]

Prints a table per family and every case that came out otherwise; exits 1 where a hostile file is missed or more than one in a hundred harmless ones is alarmed.
--family and --case (a part of a name) choose; --folder keeps the files; --all lists what was found in every case.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import danger_corpus
import support
from danger_corpus import ANY, BENIGN, CODE, HOSTILE, UNKNOWN

BATCH = 200         # files a process
SECONDS = 60        # a process; one file alone has a sixth of it
MOST_ALARMED = 0.01  # of harmless files


class Judged:
    """A case, and what the program made of it."""

    def __init__(self, family, case, target):
        self.family, self.case, self.target = family, case, target
        self.findings, self.unseen, self.broke = [], [], ""

    def errors(self, *prefixes):
        return [f for f in self.findings if f["level"] == "error" and f["rule"].startswith(prefixes or "")]

    def flagged(self):
        return bool(self.errors("danger/", "format/"))

    def complaint(self):
        """How it came out otherwise than it must; "" where it did not."""
        if self.broke:
            return self.broke
        return {HOSTILE: self.hostile_complaint, BENIGN: self.benign_complaint, CODE: self.code_complaint, UNKNOWN: self.alarm, ANY: str}[self.case.verdict]()

    def hostile_complaint(self):
        if not self.flagged():
            return "missed"
        if self.case.rule and not self.errors(self.case.rule):
            return f"flagged, but by no {self.case.rule} rule"
        if self.case.mentions and not any(self.case.mentions in json.dumps(f, ensure_ascii=False) for f in self.errors("danger/")):
            return f"flagged, but {self.case.mentions} is not named"
        return ""

    def alarm(self):
        return "alarm" if self.errors() else ""

    def benign_complaint(self):
        return self.alarm() or ("not examined" if self.unseen else "")

    def code_complaint(self):
        return self.alarm() or ("" if any(f["rule"].startswith("loads-code/") for f in self.findings) else "no loads-code/ finding")

    def account(self):
        found = collections.Counter(f"{f['level']} {f['rule']}" for f in self.findings)
        unseen = sorted({f"not examined: {record['why']}" for record in self.unseen})
        return "; ".join([*(f"{what}" + (f" x{n}" if n > 1 else "") for what, n in found.items()), *unseen]) or "nothing"


def write(judged):
    for name, data in judged.case.files.items():
        path = judged.target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for name, leads_to in judged.case.links.items():
        (judged.target / name).symlink_to(leads_to)
    name, *others = judged.case.files
    if not (others or judged.case.links or judged.case.alone or "/" in name):
        judged.target /= name


def batches(all_judged):
    """Single files go together, no two of one name (what is not examined is told by its name); folders go alone."""
    open_batches = []
    for judged in all_judged:
        if judged.target.is_dir():
            yield [judged]
            continue
        name = judged.target.name
        batch = next((b for b in open_batches if name not in b and len(b) < BATCH), None)
        if batch is None:
            batch = {}
            open_batches.append(batch)
        batch[name] = judged
    yield from (list(batch.values()) for batch in open_batches)


def inspect(targets, seconds):
    """The report, or in words how there is none."""
    command = [str(support.program.binary()), "inspect", *map(str, targets), "--format", "json"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return None, f"no end after {seconds} seconds"
    if done.returncode not in (0, 3):
        return None, f"exit status {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-200:]}"
    try:
        return json.loads(done.stdout), ""
    except ValueError as error:
        return None, f"no JSON: {error}"


def judge(batch):
    report, broke = inspect([j.target for j in batch], SECONDS if len(batch) > 1 else SECONDS // 6)
    if report is None and len(batch) > 1:
        for judged in batch:
            judge([judged])
        return
    if report is None:
        batch[0].broke = broke
        return
    by_source = {str(j.target): j for j in batch}
    for finding in report["findings"]:
        sources = {e["source"] for e in finding["evidence"]}
        for source in sources:
            (batch[0] if len(batch) == 1 else by_source[source]).findings.append(finding)
    for record in report["not_examined"]:
        what = record["what"]
        owner = batch[0] if len(batch) == 1 else max((j for j in batch if what.startswith(str(j.target))), key=lambda j: len(str(j.target)), default=None)
        if owner is None:
            sys.exit(f"nothing tells which file this is: {record}")
        owner.unseen.append(record)


def alone(judged):
    """What a batch says of a file is what is said of it alone."""
    again = Judged(judged.family, judged.case, judged.target)
    judge([again])
    return again


def table(all_judged):
    lines = [f"{'family':16} {'hostile':>12} {'seen as such':>13} {'harmless':>9} {'alarmed':>8} {'unseen':>7} {'code':>9} {'other':>9}"]
    families = list(dict.fromkeys(j.family for j in all_judged))
    for family in [*families, "all"]:
        of = collections.defaultdict(list)
        for judged in all_judged:
            if family in ("all", judged.family):
                of[judged.case.verdict].append(judged)
        hostile, benign = of[HOSTILE], of[BENIGN]
        right = {verdict: sum(not j.complaint() for j in of[verdict]) for verdict in of}
        others = f"{right.get(UNKNOWN, 0) + right.get(ANY, 0):4}/{len(of[UNKNOWN]) + len(of[ANY]):<4}"
        lines.append(f"{family:16} {sum(j.flagged() for j in hostile):6}/{len(hostile):<5} {right.get(HOSTILE, 0):7}/{len(hostile):<5} {len(benign):9} "
                     f"{sum(bool(j.errors()) for j in benign):8} "
                     f"{sum(bool(j.unseen) and not j.errors() for j in benign):7} {right.get(CODE, 0):4}/{len(of[CODE]):<4} {others}")
    return "\n".join(lines)


def chosen(arguments):
    for family, case in danger_corpus.cases():
        if arguments.family in ("", family) and arguments.case in case.name:
            yield family, case


def run(arguments, folder):
    all_judged = []
    for family, case in chosen(arguments):
        judged = Judged(family, case, folder / family.replace(" ", "-") / case.name)
        write(judged)
        all_judged.append(judged)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(judge, batches(all_judged)))
        complaints = [j for j in all_judged if j.complaint()]
        apart = [j for j, a in zip(complaints, pool.map(alone, complaints[:200])) if a.account() != j.account()]
    for judged in all_judged if arguments.all else complaints:
        print(f"{judged.family}: {judged.case.name} ({judged.case.verdict}): {judged.complaint() or 'right'}: {judged.account()}\n    {judged.case.why}")
    for judged in apart:
        print(f"{judged.family}: {judged.case.name}: other findings alone than among others")
    print(table(all_judged))
    benign = [j for j in all_judged if j.case.verdict == BENIGN]
    alarmed = [j for j in complaints if j.case.verdict == BENIGN]
    wrong = [j for j in complaints if j.case.verdict != BENIGN]
    return 1 if wrong or apart or len(alarmed) > MOST_ALARMED * len(benign) else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--family", default="")
    parser.add_argument("--case", default="")
    parser.add_argument("--folder")
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    if not support.program.binary().exists():
        sys.exit(f"{support.program.binary()}: not built")
    if arguments.folder:
        return run(arguments, pathlib.Path(arguments.folder))
    with tempfile.TemporaryDirectory(prefix="aboveboard-corpus-") as scratch:
        return run(arguments, pathlib.Path(scratch))


if __name__ == "__main__":
    sys.exit(main())
