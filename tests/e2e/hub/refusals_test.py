#!/usr/bin/env python3
"""What a hub may answer instead of files: each kind of refusal is told apart where it can be, with its own exit status; what passes is tried again."""
import concurrent.futures

import hub_case
from hub_case import NAME, TOKEN, WEIGHTS_ONLY
import faults

NOT_THERE, NOT_EXAMINED = 2, 3
LABEL = ("at_least", "at_most", "apparent", "sentence")
REFUSALS = {
    # name: (what the API answers, exit status, what the message says)
    "missing": (faults.refusal(401, "RepoNotFound", "Repository not found"), NOT_THERE, "no such repository.*private|private.*no such"),
    "missing-for-token": (faults.refusal(404, "RepoNotFound", "Repository not found"), NOT_THERE, "no such repository"),
    "revision": (faults.refusal(404, "RevisionNotFound", "Invalid rev id"), NOT_THERE, "revision"),
    "gated": (faults.refusal(401, "GatedRepo", "Access to this repository is restricted"), NOT_EXAMINED, "gated"),
    "gated-for-token": (faults.refusal(403, "GatedRepo", "Access to this repository is restricted"), NOT_EXAMINED, "gated"),
    "disabled": (faults.refusal(403, "", "Access to this resource is disabled."), NOT_EXAMINED, "disabled|taken down"),
    "forbidden": (faults.status(403), NOT_EXAMINED, "token|permission"),
    "bad-token": (faults.refusal(401, "", "Invalid credentials in Authorization header"), NOT_EXAMINED,
                  "does not accept the token|token.*(invalid|refused|expired)"),
    "rate-limited": (faults.status(429, retry_after="100000"), NOT_EXAMINED, "100000|limit"),
    "rate-limited-in-words": (faults.status(429, ratelimit='"api";r=0;t=90000', ratelimit_policy='"fixed window";"api";q=500;w=300'), NOT_EXAMINED,
                              "90000|limit"),
    "down": (faults.status(500), NOT_EXAMINED, "500|fail"),
    "busy": (faults.status(503), NOT_EXAMINED, "503|fail"),
    "teapot": (faults.status(418), NOT_EXAMINED, "418|not understood"),
    "redirects-in-circles": (faults.redirect("{target}"), NOT_EXAMINED, "redirect"),
    "hangs": (faults.hang, NOT_EXAMINED, "in time|silent|answer"),
    "resets": (faults.close, NOT_EXAMINED, "connection|broke"),
    "half-a-head": (faults.half_a_head, NOT_EXAMINED, "broke|answer|connection"),
    "no-http": (faults.no_http, NOT_EXAMINED, "HTTP|answer"),
    "cut-off": (faults.truncated(), NOT_EXAMINED, "broke|cut|end"),
    "no-json": (faults.raw(b"<html>Maintenance</html>", "text/html"), NOT_EXAMINED, "JSON|answer|understood"),
    "empty": (faults.raw(b""), NOT_EXAMINED, "JSON|answer|understood|empty"),
}
PASSING = {
    # name: what happens once or twice, before all is well
    "500-twice": (faults.status(500), 2),
    "502": (faults.status(502), 1),
    "503-with-retry-after": (faults.status(503, retry_after="1"), 1),
    "429-with-ratelimit": (faults.status(429, ratelimit='"api";r=0;t=1'), 1),
    "408": (faults.status(408), 1),
    "reset": (faults.close, 1),
    "cut-off-once": (faults.truncated(), 1),
    "hangs-once": (faults.hang, 1),
}


def repository(name):
    return f"lakelab/{name}"


class Refusals(hub_case.HubCase):
    repositories = {repository(name): WEIGHTS_ONLY for name in (*REFUSALS, *PASSING)} | {NAME: WEIGHTS_ONLY}

    def audit_all(self, names):
        """Side by side, since most of the time is waiting: {name: run}."""
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            return dict(zip(names, pool.map(lambda name: self.audit(f"hf:{repository(name)}", HF_HUB_DOWNLOAD_TIMEOUT="3"), names)))

    def test_every_refusal_has_its_message_and_status(self):
        for name, (act, _, _) in REFUSALS.items():
            self.hub.fault(f"/{repository(name)}[?/]", act)
        for name, run in self.audit_all(REFUSALS).items():
            _, status, message = REFUSALS[name]
            with self.subTest(refusal=name):
                self.assertEqual(run.status, status, str(run))
                self.assert_says(run, message)
                if name != "bad-token":  # whatever the repository
                    self.assert_says(run, repository(name))
                self.assertLessEqual(len(self.requests(f"/{repository(name)}?", host="")), 30)
        self.assertEqual(hub_case.files_below(self.cache), [], "refusals are not kept")

    def test_what_passes_is_tried_again(self):
        wanted = self.audit(str(WEIGHTS_ONLY)).report["label"]
        for name, (act, times) in PASSING.items():
            self.hub.fault(f"/{repository(name)}[?/]", act, times=times)
        for name, run in self.audit_all(PASSING).items():
            with self.subTest(trouble=name):
                self.assertEqual(run.status, 0, str(run))
                self.assertEqual([run.report["label"][key] for key in LABEL], [wanted[key] for key in LABEL])
                self.assertGreater(len(self.requests(f"/api/models/{repository(name)}")), PASSING[name][1])

    def test_retry_after_is_obeyed(self):
        self.hub.fault("/api/", faults.status(429, retry_after="2"), times=1)
        self.assertGreaterEqual(self.audit().seconds, 2)

    def test_a_refused_file_is_not_examined(self):
        """The information is public, the bytes are not: as gated repositories are."""
        for answer, message in ((faults.refusal(401, "GatedRepo", "restricted"), "gated"), (faults.refusal(403, "GatedRepo", "restricted"), "gated"),
                                (faults.status(429, retry_after="100000"), "limit"), (faults.refusal(404, "EntryNotFound", "Entry not found"), "no such file")):
            self.hub.reset()
            self.hub.fault("/resolve/", answer)
            with self.subTest(message=message):
                run = self.audit(ABOVEBOARD_CACHE=str(self.home / message.replace(" ", "-")))
                self.assertEqual(run.status, NOT_EXAMINED, str(run))
                self.assert_says(run, message)
                self.assertTrue(run.report["not_examined"], str(run))
                self.assertNotIn("open", f"{run.report['label']['at_least']} {run.report['label']['apparent']}", str(run))

    def test_a_gated_repository_opens_with_a_token(self):
        self.hub.fault("/resolve/", faults.refusal(401, "GatedRepo", "restricted"), unless_token=TOKEN)
        self.assertEqual(self.audit(HF_TOKEN=None).status, NOT_EXAMINED)
        self.assertEqual(self.audit().status, 0)

    def test_a_repository_that_the_server_itself_does_not_know(self):
        run = self.audit("hf:lakelab/nobody")
        self.assertEqual(run.status, NOT_THERE, str(run))
        run = self.audit(f"hf:{NAME}@no-such-branch")
        self.assertEqual(run.status, NOT_THERE, str(run))
        self.assert_says(run, "revision")

    def test_nothing_listens(self):
        port = hub_case.server.free_ports(1)[0]
        run = self.audit(HF_ENDPOINT=f"http://127.0.0.1:{port}")
        self.assertEqual(run.status, NOT_EXAMINED, str(run))
        self.assert_says(run, "connection|connect")

    def test_what_is_no_repository_is_not_asked_for(self):
        for target in ("hf:", "hf:lakelab/../etc", "hf:lakelab/otter 7b", "hf:lakelab/otter-7b@../../x"):
            with self.subTest(target=target):
                self.assertEqual(self.audit(target).status, 2)
        self.assertEqual(self.hub.requests, [])


if __name__ == "__main__":
    hub_case.main()
