#!/usr/bin/env python3
"""What a hub said is kept: a second run asks for no file, an offline one for nothing at all, and the revision pins what is read."""
import concurrent.futures
import os
import shutil
import signal
import stat
import subprocess
import time

import hub_case
import hub_cache
from hub_case import NAME, OPEN, WEIGHTS_ONLY
import faults
import support

FOLDER_IN_CACHE = "lakelab/marten"


class Cache(hub_case.HubCase):
    def same(self, first, second):
        self.assertEqual(first.status, second.status, f"{first}\n{second}")
        self.assertEqual(first.out, second.out)

    def file_requests(self):
        return [r for r in self.hub.requests if "/resolve/" in r.target or r.host == "content"]

    def test_a_second_run_asks_for_no_file(self):
        first = self.audit()
        self.assertEqual(first.status, 0, str(first))
        self.assertTrue(self.file_requests())
        self.hub.reset()
        self.same(first, self.audit())
        self.assertEqual(self.file_requests(), [])
        self.assertLessEqual(len(self.hub.requests), 1, "what is not pinned is asked for again, once")
        self.assertLessEqual(sum(r.sent for r in self.hub.requests), 0, "and has not changed")

    def test_a_commit_is_not_asked_for_twice(self):
        target = f"hf:{NAME}@{self.hub.commit(NAME)}"
        first = self.audit(target)
        self.assertEqual(first.status, 0, str(first))
        self.hub.reset()
        self.same(first, self.audit(target))
        self.assertEqual(self.hub.requests, [])

    def test_the_revision_pins_everything(self):
        commit = self.hub.commit(NAME)
        for revision in ("main", "v1.0", "refs/pr/1", commit):
            self.hub.reset()
            with self.subTest(revision=revision):
                run = self.audit(f"hf:{NAME}@{revision}", ABOVEBOARD_CACHE=str(self.home / revision.replace("/", "-")))
                self.assertEqual(run.status, 0, str(run))
                self.assertEqual(run.report["release"]["sources"][0]["revision"], commit)
                for request in self.requests("/resolve/"):
                    self.assertIn(f"/resolve/{commit}/", request.target)
        self.assertIn(commit[:7], self.run_program("audit", f"hf:{NAME}").out)

    def test_offline_makes_no_request(self):
        first = self.audit()
        self.hub.reset()
        self.same(first, self.audit(HF_HUB_OFFLINE="1"))
        self.same(first, self.audit(f"hf:{NAME}", "--offline"))
        self.assertEqual(self.hub.requests, [])

    def test_offline_with_nothing_kept_says_so(self):
        run = self.audit(HF_HUB_OFFLINE="1")
        self.assertIn(run.status, (2, 3), str(run))
        self.assert_says(run, "offline")
        self.assertEqual(self.hub.requests, [])

    def test_offline_takes_what_the_hubs_own_clients_keep(self):
        hub_cache.add(self.home / "hf", FOLDER_IN_CACHE, WEIGHTS_ONLY)
        run = self.audit(f"hf:{FOLDER_IN_CACHE}", HF_HUB_OFFLINE="1", HF_HUB_CACHE=str(self.home / "hf"))
        self.assertEqual(run.status, 0, str(run))
        self.assertEqual(run.report["label"]["apparent"], self.audit(str(WEIGHTS_ONLY)).report["label"]["apparent"])
        self.assertEqual(self.hub.requests, [])

    def test_without_the_hub_what_was_kept_is_not_passed_for_new(self):
        """The hub fails: no silent answer of yesterday."""
        self.audit()
        self.hub.fault("/api/", faults.status(500))
        run = self.audit()
        self.assertEqual(run.status, 3, str(run))

    def test_entries_that_are_damaged_are_fetched_again(self):
        first = self.audit()
        for number, path in enumerate(sorted(path for path in hub_case.files_below(self.cache) if path.stat().st_size)):
            data = bytearray(path.read_bytes())
            place = (number * 7919) % len(data)
            data[place] ^= 1
            path.write_bytes(bytes(data) if number % 3 else bytes(data[:place]))
        self.assertRegex(self.run_program("cache", "stats").out, r"[1-9]\d* broken")
        self.same(first, self.audit())
        self.same(first, self.audit(HF_HUB_OFFLINE="1"))

    def test_is_for_its_owner_alone(self):
        self.audit()
        self.assertTrue(hub_case.files_below(self.cache))
        for path in [self.cache, *self.cache.rglob("*")]:
            self.assertEqual(stat.S_IMODE(path.stat().st_mode) & 0o077, 0, str(path))

    def test_stats_and_clear(self):
        self.audit()
        self.assertRegex(self.run_program("cache", "stats").out, r"[1-9]\d* answers")
        (self.cache / "v1" / "mine.txt").write_text("not an entry")
        self.assertEqual(self.run_program("cache", "clear").status, 0)
        self.assertEqual([p.name for p in hub_case.files_below(self.cache) if p.stat().st_size], ["mine.txt"])
        self.assertRegex(self.run_program("cache", "stats").out, r"\b0 answers")

    def test_is_bounded(self):
        self.assertEqual(self.audit(ABOVEBOARD_CACHE_SIZE="20K").status, 0)
        self.assertLess(sum(p.stat().st_size for p in hub_case.files_below(self.cache)), 40 << 10)
        self.assertEqual(self.audit(ABOVEBOARD_CACHE_SIZE="20K").status, 0)

    def test_a_cache_that_cannot_be_written_costs_nothing_else(self):
        blocker = self.home / "file"
        blocker.write_text("no folder")
        self.assertEqual(self.audit(ABOVEBOARD_CACHE=str(blocker / "cache")).status, 0)

    def test_a_link_in_its_place_is_not_followed(self):
        outside = self.home / "outside"
        outside.mkdir()
        self.cache.mkdir(mode=0o700)
        (self.cache / "v1").symlink_to(outside)
        self.assertEqual(self.audit().status, 0)
        self.assertEqual(list(outside.iterdir()), [])
        (self.cache / "v1").unlink()

    def test_several_processes_at_once(self):
        wanted = self.audit(ABOVEBOARD_CACHE=str(self.home / "apart"))
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            runs = list(pool.map(lambda _: self.audit(), range(12)))
        for run in runs:
            self.same(wanted, run)
        self.same(wanted, self.audit(HF_HUB_OFFLINE="1"))


class Stopped(hub_case.HubCase):
    """Ended at any moment, in any way."""

    repositories = {NAME: OPEN}

    def start(self, **variables):
        return subprocess.Popen([str(support.program.binary()), "audit", f"hf:{NAME}", "--format", "json"], env=self.environment(**variables),
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def test_killed_at_any_moment(self):
        """At as many moments, spread over a run, with a cache that is cold or half filled by those that were killed before."""
        times = int(os.environ.get("ABOVEBOARD_KILLS", "100"))
        wanted = self.audit(ABOVEBOARD_CACHE=str(self.home / "apart"))
        self.assertEqual(wanted.status, 0, str(wanted))
        limit, killed, longest = time.monotonic() + 240, 0, wanted.seconds
        for number in range(times):
            if number % 5 == 0:
                shutil.rmtree(self.cache, ignore_errors=True)
            started = time.monotonic()
            process = self.start()
            try:
                process.wait(longest * (number * 0.618034 % 1))
                longest = max(time.monotonic() - started, 0.02)  # a quieter machine, or a fuller cache
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
            if self.cache.exists():
                self.assert_cache_is_whole()
            if number % 10 == 9:
                run = self.audit()
                self.assertEqual(run.out, wanted.out, str(run))
                longest = max(run.seconds, longest)
            if time.monotonic() > limit:
                break  # a machine that is this slow has shown enough
        self.assertGreater(killed, min(times, number + 1) // 4, "most runs were to be killed in their course")
        run = self.audit()
        self.assertEqual((run.status, run.out), (0, wanted.out), str(run))

    def test_interrupted_while_the_hub_hangs(self):
        self.interrupt(faults.hang, "/lfs/")

    def test_interrupted_in_a_slow_body(self):
        self.interrupt(faults.slow(1, 0.2), "/README.md")

    def test_interrupted_while_waiting_for_the_hub(self):
        self.interrupt(faults.status(429, retry_after="50"), "/api/")

    def interrupt(self, act, pattern):
        """Ctrl-C ends it within a second, as a program that was interrupted ends."""
        fault = self.hub.fault(pattern, act)
        process = self.start(HF_HUB_DOWNLOAD_TIMEOUT="100")
        limit = time.monotonic() + 60
        while not fault.happened and process.poll() is None and time.monotonic() < limit:
            time.sleep(0.01)
        self.assertIsNone(process.poll(), "it ended by itself")
        self.assertTrue(fault.happened)
        time.sleep(0.05)
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        status = process.wait(60)
        self.assertLess(time.monotonic() - started, 1 if "ASAN_OPTIONS" not in os.environ else 5)
        self.assertIn(status, (-signal.SIGINT, 128 + signal.SIGINT))
        self.hub.reset()
        self.assertEqual(self.audit().status, 0)


if __name__ == "__main__":
    hub_case.main()
