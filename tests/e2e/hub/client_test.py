#!/usr/bin/env python3
"""The server of these tests serves as the Hub does: its own JavaScript client can use it, and curl's view of its replies is what the Hub documents.

The client is installed by bench/hub_bench; without it that part is skipped.
"""
import hashlib
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

import hub_case
from hub_case import OPEN, ROOT
import server

PEER = ROOT / "bench/hub_peer"
NAME, ODD = "lakelab/drizzle", "lakelab/odd.er"
ODD_NAMES = ['we"ird {na}me $x #1;.txt', "ü ber.md", "a\\b.txt", "readme.md", "README.md", "100%.txt", "x?y=z&.txt", "sub dir/$uri.bin", "~q.txt", "it's.txt"]


class Documented(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if server.missing():
            raise unittest.SkipTest(server.missing())
        cls.made = tempfile.TemporaryDirectory(prefix="aboveboard-hub-")
        cls.addClassCleanup(cls.made.cleanup)
        odd = pathlib.Path(cls.made.name) / "odd"
        for name in ODD_NAMES:
            (odd / name).parent.mkdir(parents=True, exist_ok=True)
            (odd / name).write_text(name)
        cls.hub = server.Nginx(pathlib.Path(cls.made.name) / "tree", {NAME: OPEN, ODD: odd, "datasets/lakelab/notes": OPEN / "data"})
        cls.addClassCleanup(cls.hub.stop)

    def get(self, path, method="GET", **headers):
        """(status, headers, body), without following redirects."""
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None
        request = urllib.request.Request(self.hub.endpoint + path if path.startswith("/") else path, method=method,
                                         headers={name.replace("_", "-"): value for name, value in headers.items()})
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay).open(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers, answer.read()

    def commit(self, name=NAME):
        return self.hub.repositories[name]["commit"]

    def test_information(self):
        info = json.loads(self.get(f"/api/models/{NAME}")[2])
        self.assertEqual((info["id"], info["sha"], info["gated"]), (NAME, self.commit(), False))
        self.assertEqual({tuple(s) for s in info["siblings"]}, {("rfilename",)}, "sizes are told on request only")
        self.assertEqual(info["cardData"]["license"], "apache-2.0")
        for revision in ("main", "refs%2Fpr%2F1", self.commit()):
            blobs = json.loads(self.get(f"/api/models/{NAME}/revision/{revision}?blobs=true")[2])
            self.assertEqual(blobs["sha"], self.commit())
        weights = next(s for s in blobs["siblings"] if s["rfilename"] == "model.safetensors")
        self.assertEqual(weights["lfs"]["sha256"], hashlib.sha256((OPEN / "model.safetensors").read_bytes()).hexdigest())
        self.assertEqual(json.loads(self.get("/api/datasets/lakelab/notes")[2])["id"], "lakelab/notes")
        etag = self.get(f"/api/models/{NAME}")[1]["etag"]
        self.assertEqual(self.get(f"/api/models/{NAME}", if_none_match=etag)[0], 304)

    def test_a_file_of_git(self):
        status, headers, body = self.get(f"/{NAME}/resolve/refs%2Fpr%2F1/README.md")
        data = (OPEN / "README.md").read_bytes()
        self.assertEqual((status, body, headers["x-repo-commit"]), (200, data, self.commit()))
        self.assertEqual(headers["etag"], '"' + hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest() + '"')
        self.assertEqual(self.get(f"/{NAME}/resolve/main/README.md", if_none_match=headers["etag"])[0], 304)
        self.assertEqual(self.get(f"/{NAME}/resolve/main/README.md", range="bytes=4-6")[2], data[4:7])

    def test_a_file_of_lfs(self):
        status, headers, _ = self.get(f"/{NAME}/resolve/main/model.safetensors")
        data = (OPEN / "model.safetensors").read_bytes()
        self.assertEqual((status, headers["x-linked-size"]), (302, str(len(data))))
        self.assertEqual(headers["x-linked-etag"], f'"{hashlib.sha256(data).hexdigest()}"')
        status, got, body = self.get(headers["location"], range="bytes=8-99")
        self.assertEqual((status, got["content-range"], body), (206, f"bytes 8-99/{len(data)}", data[8:100]))
        self.assertEqual(self.get(headers["location"].partition("?")[0])[0], 403, "without its signature")
        self.assertEqual(self.get(headers["location"].replace("Signature=", "Signature=x"))[0], 403)
        self.assertIn(b"git-lfs.github.com", self.get(f"/{NAME}/raw/main/model.safetensors")[2])

    def test_refusals(self):
        for path, status, code in ((f"/{NAME}/resolve/main/none", 404, "EntryNotFound"), (f"/{NAME}/resolve/none/README.md", 404, "RevisionNotFound"),
                                   (f"/api/models/{NAME}/revision/none", 404, "RevisionNotFound"), ("/api/models/lakelab/none", 401, "RepoNotFound"),
                                   ("/lakelab/none/resolve/main/README.md", 401, "RepoNotFound")):
            answer = self.get(path)
            self.assertEqual((answer[0], answer[1]["x-error-code"]), (status, code), path)
        self.assertEqual(self.get("/api/models/lakelab/none", authorization="Bearer x")[0], 404)

    def test_names_of_any_kind(self):
        for name in ODD_NAMES:
            status, headers, body = self.get(f"/{ODD}/resolve/main/{urllib.parse.quote(name)}")
            if status == 302:
                body = self.get(headers["location"])[2]
            self.assertEqual(body.decode(), name)

    def test_the_hubs_own_client(self):
        if not shutil.which("node") or not (PEER / "node_modules").exists():
            self.skipTest("the Hub's own client is not installed; bench/hub_bench does that")
        for mode, headers in (("shards", 6), ("library", 1)):
            done = subprocess.run(["node", str(PEER / "peer.mjs"), self.hub.endpoint, NAME, mode], capture_output=True, text=True, timeout=hub_case.PATIENCE)
            self.assertEqual(done.returncode, 0, done.stderr)
            found = json.loads(done.stdout)
            self.assertEqual((found["headers"], found["files"]), (headers, len(self.hub.repositories[NAME]["files"])))


if __name__ == "__main__":
    unittest.main(verbosity=1)
