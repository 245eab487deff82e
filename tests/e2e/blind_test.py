"""Blind to names: a release whose model, vendor and repository names are replaced by neutral words gets the same verdicts."""
import importlib.machinery
import importlib.util
import json
import pathlib
import tempfile

import support

loader = importlib.machinery.SourceFileLoader("neutralize", str(support.ROOT / "tools" / "neutralize"))
neutralizer = importlib.util.module_from_spec(importlib.util.spec_from_loader("neutralize", loader))
loader.exec_module(neutralizer)


def case_names():
    """{case: names of its repositories}, where a manifest tells them."""
    names = {}
    for manifest in (support.ROOT.parent / "shared" / "cases" / "manifest.jsonl",):
        for line in manifest.read_text(encoding="utf-8").splitlines() if manifest.exists() else []:
            case = json.loads(line)
            names[case["system"]] = [repo["repo"] for repo in case["repos"]]
    return names


def verdicts(report):
    """What must not change: labels, license ids, presences, and who governs what."""
    known = {entry["id"] for entry in report["licenses"] if entry["verdict"] != "unknown"}
    return {
        "label": {key: report["label"][key] for key in ("at_least", "apparent", "at_most")},
        "licenses": sorted(known),
        "presence": {c["id"]: c["presence"] for c in report["components"]},
        "governing": {c["id"]: sorted(set(c["licenses"]) & known) for c in report["components"]},
        "questions": {q["id"]: q["answer"] for q in report["questions"]},
        "findings": sorted((f["rule"], e["path"] and e.get("line", 0)) for f in report["findings"] if f["rule"].startswith("openwashing/")
                           for e in f["evidence"][:1]),
    }


class Blind(support.ReleaseTest):
    maxDiff = None

    def test_neutral_names_change_no_verdict(self):
        repositories = case_names()

        def check(name, arguments, folders):
            own = repositories.get(name, []) + [pathlib.Path(name).name]
            pattern = neutralizer.learn_names(folders, own).pattern()
            _, report, err = support.audit(arguments)
            self.assertIsNotNone(report, err)
            with tempfile.TemporaryDirectory() as scratch:
                swapped = {}
                for i, folder in enumerate(folders):
                    swapped[str(folder)] = str(pathlib.Path(scratch) / str(i) / neutralizer.neutral_path(pathlib.Path(folder.name), pattern))
                    neutralizer.neutralize(folder, pathlib.Path(swapped[str(folder)]), pattern)
                neutral = [swapped.get(a, neutralizer.replace(a, pattern, False) if a == name else a) for a in arguments]
                _, blind, err = support.audit(neutral)
            self.assertIsNotNone(blind, err)
            self.assertEqual(verdicts(report), verdicts(blind), f"{name}: a verdict hangs on a name")
        self.each_release(check)

    def test_neutral_words_keep_the_shape(self):
        for word in ("Alpha", "GLXQ", "oneword", "a"):
            made = neutralizer.neutral_word(word)
            self.assertEqual(len(made), len(word))
            self.assertEqual([c.isupper() for c in made], [c.isupper() for c in word])

    def test_license_mentions_are_left_alone(self):
        names = neutralizer.Names()
        names.add("Zorbax-7B")
        pattern = names.pattern()
        self.assertNotIn("Zorbax", neutralizer.replace("Zorbax-7B is a model by Zorbax.", pattern))
        self.assertIn("Zorbax Community License", neutralizer.replace("under the Zorbax Community License", pattern))
        self.assertIn("zorbax", neutralizer.replace("license: zorbax-1", pattern))


if __name__ == "__main__":
    support.main()
