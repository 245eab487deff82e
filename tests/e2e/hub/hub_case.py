"""What the tests over a hub share: a server for each class, an environment with an invented token, and what must hold whatever went wrong."""
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import server  # noqa: E402
import support  # noqa: E402

ROOT = support.ROOT
WEIGHTS_ONLY, OPEN = ROOT / "examples/weights-only", ROOT / "examples/open-release"
NAME = "lakelab/otter-7b"
TOKEN = "hf_" + "InventedForTheseTests0123456789"
PATIENCE = 240  # seconds for one run on a machine that has other things to do


class Run:
    """A run of the program: exit status, report (None where there is no JSON), what it printed, seconds, peak bytes of memory."""

    def __init__(self, status, out, err, seconds, peak):
        self.status, self.out, self.err, self.seconds, self.peak = status, out, err, seconds, peak
        try:
            self.report = json.loads(out)
        except ValueError:
            self.report = None

    @property
    def said(self):
        return self.out + self.err

    def findings(self, prefix=""):
        return [f for f in self.report["findings"] if f["rule"].startswith(prefix)] if self.report else []

    def __str__(self):
        about = {key: self.report[key] for key in ("label", "findings", "not_examined")} if self.report else self.out[-2000:]
        return f"exit status {self.status} after {self.seconds:.1f} s\n{self.err[-2000:]}\n{json.dumps(about, indent=1)[-4000:]}"


def execute(arguments, environment, timeout=PATIENCE):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.monotonic()
        process = subprocess.Popen([str(support.program.binary()), *map(str, arguments)], env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        peak = wait(process, timeout)
        seconds = time.monotonic() - started
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
        return Run(process.returncode, *texts, seconds, peak)


def wait(process, timeout):
    """Like Popen.wait; gives the peak of memory in bytes, as it was last seen (what the system says in the end counts what forked it, too)."""
    limit, pause, peak = time.monotonic() + timeout, 0.002, 0
    while process.poll() is None:
        if time.monotonic() > limit:
            process.kill()
            process.wait()
            raise AssertionError(f"no end after {timeout} seconds: {process.args}")
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            peak = max([peak, *(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))])
        except OSError:
            pass
        time.sleep(pause)
        pause = min(pause * 1.5, 0.03)
    return peak


def files_below(folder):
    return [path for path in pathlib.Path(folder).rglob("*") if path.is_file()]


class HubCase(unittest.TestCase):
    """`repositories` are on `self.hub`; every test has a home of its own. After each, what must hold whatever went wrong is checked."""

    repositories = {NAME: WEIGHTS_ONLY}
    tls = False
    options = ()

    @classmethod
    def setUpClass(cls):
        if server.missing():
            raise unittest.SkipTest(server.missing())
        cls.hub = server.Server(cls.repositories, tls=cls.tls, options=cls.options)

    @classmethod
    def tearDownClass(cls):
        cls.hub.close()

    def setUp(self):
        self.hub.reset()
        self.scratch = tempfile.TemporaryDirectory(prefix="aboveboard-hub-")
        self.addCleanup(self.scratch.cleanup)
        self.home = pathlib.Path(self.scratch.name)
        self.cache = self.home / "cache"

    def tearDown(self):
        """The token is in no file and no request to another host; nothing in the cache is broken."""
        for path in files_below(self.home):
            self.assertNotIn(TOKEN.encode(), path.read_bytes(), f"the token is in {path}")
        for request in self.hub.requests:
            if request.host != "hub":
                self.assertNotIn(TOKEN.encode(), request.raw, f"the token went elsewhere: {request}")
                self.assertNotIn("authorization", request.headers, f"{request}")
            self.assertNotIn(TOKEN, request.target)
        if self.cache.exists():
            self.assert_cache_is_whole()

    def environment(self, **more):
        """Nothing of the caller's but the path. A value of None takes a variable away."""
        known = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8", "HF_ENDPOINT": self.hub.endpoint, "HF_TOKEN": TOKEN,
                 "ABOVEBOARD_CACHE": str(self.cache)}
        if self.hub.authority:
            known["SSL_CERT_FILE"] = self.hub.authority.file
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                known[name] = os.environ[name]
        return {name: value for name, value in {**known, **more}.items() if value is not None}

    def run_program(self, *arguments, timeout=PATIENCE, **variables):
        """A run; whatever it says, it shows no token, no signature and no control character of a server's."""
        run = execute(arguments, self.environment(**variables), timeout)
        for secret in (TOKEN, "Signature=", "\x1b[2J"):
            self.assertNotIn(secret, run.said)
        self.assertIn(run.status, (0, 1, 2, 3, 5), str(run))
        return run

    def audit(self, target=f"hf:{NAME}", *arguments, **variables):
        return self.run_program("audit", target, *arguments, "--format", "json", **variables)

    def assert_says(self, run, fragment):
        """A fragment of what a user reads, as a pattern; case does not matter."""
        self.assertRegex(run.said, f"(?is){fragment}", str(run))

    def assert_cache_is_whole(self):
        stats = execute(["cache", "stats"], self.environment())
        self.assertEqual(stats.status, 0, str(stats))
        self.assertNotIn("broken", stats.said)

    def requests(self, pattern="", host="hub"):
        return [r for r in self.hub.requests if (host in ("", r.host)) and pattern in r.target]

    def assert_memory(self, run, megabytes):
        if "ASAN_OPTIONS" not in os.environ:
            self.assertLess(run.peak / 1e6, megabytes, str(run))


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    support.main()
