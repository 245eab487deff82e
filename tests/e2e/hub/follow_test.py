#!/usr/bin/env python3
"""--follow fetches what a card names and nothing else; without it nothing is asked for that was not named."""
import pathlib
import tempfile

import hub_case
from hub_case import OPEN, WEIGHTS_ONLY
import faults

TUNED, BASE, DATA, STRANGER = "lakelab/otter-7b-chat", "lakelab/otter-7b", "datasets/lakelab/notes", "lakelab/heron"
CARD = """---
license: apache-2.0
base_model: lakelab/otter-7b
base_model_relation: finetune
datasets:
- lakelab/notes
---
# Otter chat

A fine-tune of lakelab/otter-7b on lakelab/notes. See also lakelab/heron.
"""


class Follow(hub_case.HubCase):
    @classmethod
    def setUpClass(cls):
        cls.made = tempfile.TemporaryDirectory(prefix="aboveboard-hub-")
        tuned = pathlib.Path(cls.made.name)
        (tuned / "README.md").write_text(CARD)
        (tuned / "LICENSE").write_bytes((OPEN / "LICENSE").read_bytes())
        for name in ("model.safetensors", "config.json"):
            (tuned / name).write_bytes((OPEN / name).read_bytes())
        cls.repositories = {TUNED: tuned, BASE: WEIGHTS_ONLY, DATA: OPEN / "data", STRANGER: OPEN}
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.made.cleanup()

    def asked_of(self, name):
        """Requests for a repository, those for what it has in LFS among them."""
        digests = [f["lfs"]["sha256"] for f in self.hub.repositories[name]["files"].values() if "lfs" in f]
        prefix = f"/api/{'' if name.startswith('datasets/') else 'models/'}{name}"
        of_hub = [r for r in self.requests() if r.path == prefix or r.path.startswith(prefix + "/") or r.path.startswith(f"/{name}/")]
        return of_hub + [r for r in self.requests(host="content") if any(d in r.target for d in digests)]

    def presence(self, run, component):
        return next((c["presence"] for c in run.report["components"] if c["id"] == component), None)

    def test_without_it_nothing_else_is_asked_for(self):
        run = self.audit(f"hf:{TUNED}")
        self.assertTrue(run.report, str(run))
        self.assertTrue(self.asked_of(TUNED))
        for request in self.requests():
            self.assertTrue(request.path == f"/api/models/{TUNED}" or request.path.startswith((f"/api/models/{TUNED}/", f"/{TUNED}/")), str(request))
        self.assertEqual(self.presence(run, "datasets"), "referenced", str(run))

    def test_with_it_the_base_and_the_data_are_read(self):
        before = self.audit(f"hf:{TUNED}")
        self.hub.reset()
        run = self.audit(f"hf:{TUNED}", "--follow")
        self.assertTrue(self.asked_of(BASE) and self.asked_of(DATA), str(self.requests()))
        self.assertEqual(self.asked_of(STRANGER), [], "a repository that is merely mentioned")
        self.assertIn(self.presence(run, "datasets"), ("present", "partial"), str(run))
        # The base's license restricts use, whatever the fine-tune's says.
        self.assertEqual(run.report["label"]["at_most"], "weights-available", str(run))
        self.assertNotEqual(before.report["label"]["at_most"], "weights-available", str(before))
        self.assertTrue(run.report["lineage"], str(run))
        self.assertIn(BASE, {record["base"] for record in run.report["lineage"]})

    def test_revisions_of_what_is_followed_are_told(self):
        run = self.audit(f"hf:{TUNED}", "--follow")
        for name in (TUNED, BASE, DATA):
            self.assertIn(self.hub.commit(name), run.out, name)

    def test_a_base_that_is_gated_leaves_it_open(self):
        self.hub.fault(f"/{BASE}/|/{BASE}[?]", faults.refusal(401, "GatedRepo", "restricted"))
        run = self.audit(f"hf:{TUNED}", "--follow")
        self.assertIn(run.status, (0, 3), str(run))
        self.assert_says(run, "gated")
        self.assertTrue(run.report["label"]["at_least"] in (None, "closed", "weights-available"), str(run))

    def test_offline_follows_what_is_kept(self):
        first = self.audit(f"hf:{TUNED}", "--follow")
        self.hub.reset()
        again = self.audit(f"hf:{TUNED}", "--follow", "--offline")
        self.assertEqual(self.hub.requests, [])
        self.assertEqual(first.out, again.out)

    def test_a_local_target_is_followed_only_when_asked(self):
        self.assertTrue(self.audit(self.made.name).report)
        self.assertEqual(self.hub.requests, [])
        self.audit(self.made.name, "--follow")
        self.assertTrue(self.asked_of(BASE) and self.asked_of(DATA))

    def test_a_circle_of_bases_ends(self):
        """The base's card names the fine-tune as its own base."""
        self.hub.fault(f"/{BASE}/resolve/[0-9a-f]*/README.md", faults.raw(CARD.replace(BASE, TUNED).encode(), "text/plain"))
        run = self.audit(f"hf:{TUNED}", "--follow")
        self.assertLess(len(self.hub.requests), 200)
        self.assertIn(run.status, (0, 3, 5), str(run))


if __name__ == "__main__":
    hub_case.main()
