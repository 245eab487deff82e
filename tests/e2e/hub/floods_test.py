#!/usr/bin/env python3
"""A hub that answers without end: replies of a gigabyte, a million files, bombs, headers. Bounded in bytes, memory and time, and said."""
import itertools

import hub_case
from hub_case import NAME
import faults

NOT_EXAMINED = 3
COMMIT = "0123456789abcdef0123456789abcdef01234567"
MEGABYTES, SECONDS = 700, 120
MILLION = 700  # megabytes for a million files, of which the first hundred thousand are listed


class Floods(hub_case.HubCase):
    def check(self, act, status=(NOT_EXAMINED,), pattern="/api/", megabytes=MEGABYTES, sent=None):
        self.hub.fault(pattern, act)
        run = self.audit()
        self.assertIn(run.status, status, str(run))
        self.assert_memory(run, megabytes)
        self.assertLess(run.seconds, SECONDS, str(run))
        if sent:
            self.assertLess(sum(r.sent for r in self.hub.requests), sent)
        return run

    def test_a_reply_of_a_gigabyte(self):
        run = self.check(faults.bulky(1 << 30, NAME, COMMIT), sent=300 << 20)
        self.assert_says(run, "more than|longer than|limit")

    def test_a_reply_that_unpacks_to_a_gigabyte(self):
        run = self.check(faults.bomb(1 << 30))
        self.assert_says(run, "more than|longer than|limit")

    def test_a_reply_of_small_values(self):
        """Little to send, much to keep: each value is two bytes."""
        def pieces():
            yield f'{{"id": "{NAME}", "sha": "{COMMIT}", "siblings": [], "tags": [0'.encode()
            yield from itertools.repeat(b",0" * 32768, 200 << 4)
            yield b"]}"
        self.check(faults.streamed(pieces), status=(0, NOT_EXAMINED))

    def test_a_million_files(self):
        """Every other one is named like a document. What is not read is told, and the hub is not asked a million times."""
        item = lambda n: {"rfilename": f"d{n}/README.md" if n % 2 else f"data/part-{n:07}.txt", "size": 12, "blobId": "0" * 40}  # noqa: E731
        self.hub.fault("/resolve/", faults.refusal(404, "EntryNotFound", "Entry not found"))
        run = self.check(faults.siblings(1_000_000, NAME, COMMIT, item), megabytes=MILLION)
        self.assertIsNone(run.report["label"]["at_least"])
        self.assertLess(len(self.requests("/resolve/")), 20_000)

    def test_headers_without_end(self):
        self.check(faults.header_flood(200 << 20), megabytes=200, sent=50 << 20)

    def test_headers_without_end_from_the_content_host(self):
        run = self.check(faults.header_flood(200 << 20), pattern="/lfs/|/resolve/", megabytes=300)
        self.assertTrue(run.report["not_examined"], str(run))

    def test_a_document_without_end(self):
        """More bytes than are listed are not read."""
        self.check(faults.bulky(1 << 30, NAME, COMMIT), status=(NOT_EXAMINED, 5), pattern="/README.md", megabytes=200, sent=100 << 20)

    def test_a_document_that_unpacks_without_end(self):
        self.check(faults.bomb(1 << 30), status=(NOT_EXAMINED, 5), pattern="/README.md", megabytes=200)

    def test_a_listing_that_promises_a_giant_document(self):
        def altered(info):
            for sibling in info["siblings"]:
                sibling["size"] = 1 << 50
        self.check(faults.listing(altered), status=(NOT_EXAMINED, 5), megabytes=300)

    def test_redirects_that_go_on(self):
        def next_place(exchange):
            number = int(exchange.request.target.rpartition("=")[2]) if "?hop=" in exchange.request.target else 0
            return faults.redirect(f"{exchange.request.path}?hop={number + 1}")(exchange)
        self.check(next_place, pattern="/resolve/")
        self.assertLess(max(int(r.target.rpartition("=")[2]) for r in self.requests("?hop=")), 100)


if __name__ == "__main__":
    hub_case.main()
