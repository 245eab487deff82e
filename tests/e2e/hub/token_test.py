#!/usr/bin/env python3
"""The token goes to the endpoint and to nobody else, over whatever redirects, and is never shown; signed addresses are not shown either."""
import hub_case
from hub_case import NAME, TOKEN
import fault_proxy
import faults


class Token(hub_case.HubCase):
    tls = True

    def sent_tokens(self):
        return {r.headers.get("authorization", "") for r in self.requests()}

    def test_goes_with_every_request_to_the_endpoint(self):
        run = self.audit()
        self.assertEqual(run.status, 0, str(run))
        self.assertEqual(self.sent_tokens(), {f"Bearer {TOKEN}"})
        self.assertTrue(self.requests(host="content"), "weights come from the content host")

    def test_comes_from_the_places_that_the_ecosystem_knows(self):
        places = {"HF_TOKEN_PATH": self.home / "elsewhere", "HF_HOME": self.home / "hf"}
        places["HF_HOME"].mkdir()
        (self.home / "elsewhere").write_text(f"  {TOKEN}\n")
        (places["HF_HOME"] / "token").write_text(f"{TOKEN}\r\n")
        for name, path in places.items():
            with self.subTest(place=name):
                self.hub.reset()
                run = self.audit(HF_TOKEN=None, **{name: str(path)})
                self.assertEqual(run.status, 0, str(run))
                self.assertEqual(self.sent_tokens(), {f"Bearer {TOKEN}"})
        for path in (self.home / "elsewhere", places["HF_HOME"] / "token"):
            path.unlink()  # no leak of ours

    def test_is_not_needed(self):
        self.assertEqual(self.audit(HF_TOKEN=None).status, 0)
        self.assertEqual(self.sent_tokens(), {""})

    def test_cannot_smuggle_headers(self):
        run = self.audit(HF_TOKEN=f"{TOKEN}\r\nX-Smuggled: 1")
        self.assertIn(run.status, (0, 2, 3), str(run))
        for request in self.hub.requests:
            self.assertNotIn("x-smuggled", request.headers)

    def test_stays_at_home_when_redirected(self):
        """To another host, to another port of this one, to an address that names the endpoint as a user, to an older scheme."""
        for name, location in {"foreign": self.hub.foreign.url + "{target}",
                               "user": f"https://127.0.0.1:{self.hub.hub.port}@127.0.0.1:{self.hub.foreign.port}/x",
                               "no-scheme": f"//127.0.0.1:{self.hub.foreign.port}/x", "userinfo": f"https://u:p@127.0.0.1:{self.hub.foreign.port}/x"}.items():
            for pattern in ("/api/", "/resolve/"):
                with self.subTest(redirect=name, pattern=pattern):
                    self.hub.reset()
                    self.hub.fault(pattern, faults.redirect(location))
                    run = self.audit(ABOVEBOARD_CACHE=str(self.home / f"{name}-{len(pattern)}"))
                    self.assertIn(run.status, (3, 5), str(run))
                    for request in self.requests(host="foreign"):
                        self.assertNotIn("authorization", request.headers)
                        self.assertNotIn(TOKEN.encode(), request.raw)

    def test_https_does_not_lead_to_http(self):
        self.hub.fault("/resolve/|/api/", faults.redirect(self.hub.plain.url + "{target}"))
        run = self.audit()
        self.assertEqual(run.status, 3, str(run))
        self.assert_says(run, "http")
        self.assertEqual(self.requests(host="plain"), [])

    def test_other_schemes_are_not_followed(self):
        for location in ("file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "data:text/plain,x"):
            with self.subTest(location=location):
                self.hub.reset()
                self.hub.fault("/api/", faults.redirect(location))
                self.assertEqual(self.audit().status, 3)

    def test_a_renamed_repository_is_followed_at_home(self):
        """A relative redirect: the endpoint's own, so the token goes along."""
        self.hub.fault("^/api/models/lakelab/old-name", faults.redirect(f"/api/models/{NAME}?blobs=true", 307))
        run = self.audit("hf:lakelab/old-name")
        self.assertEqual(self.sent_tokens(), {f"Bearer {TOKEN}"})
        self.assertTrue([r for r in self.requests(f"/api/models/{NAME}")])
        self.assertIn(run.status, (0, 3), str(run))

    def test_an_echoing_server_does_not_make_us_print_it(self):
        def echo(exchange):
            said = exchange.request.headers.get("authorization", "")
            return faults.status(403, {"x-error-message": said, "x-hf-warning": f"auth; {said}", "content-type": "application/json"}, said.encode())(exchange)
        self.hub.fault("/api/", echo)
        self.assertEqual(self.audit().status, 3)
        self.hub.reset()
        self.hub.fault("/resolve/", echo)
        self.assertEqual(self.audit().status, 3)

    def test_an_authority_that_nobody_knows_is_refused(self):
        run = self.audit(SSL_CERT_FILE=None)
        self.assertEqual(run.status, 3, str(run))
        self.assert_says(run, "certificate")
        self.assertEqual(self.hub.requests, [])


class Proxy(hub_case.HubCase):
    tls = True

    def setUp(self):
        super().setUp()
        self.proxy = fault_proxy.ConnectProxy()
        self.addCleanup(self.proxy.close)

    def test_is_used_and_sees_no_token(self):
        run = self.audit(https_proxy=self.proxy.url)
        self.assertEqual(run.status, 0, str(run))
        self.assertIn(f"127.0.0.1:{self.hub.hub.port}", {r.target for r in self.proxy.requests})
        for request in self.proxy.requests:
            self.assertNotIn(TOKEN.encode(), request.raw)

    def test_is_left_out_where_told(self):
        self.assertEqual(self.audit(https_proxy=self.proxy.url, no_proxy="127.0.0.1").status, 0)
        self.assertEqual(self.proxy.requests, [])

    def test_that_is_not_there(self):
        port = hub_case.server.free_ports(1)[0]
        run = self.audit(https_proxy=f"http://user:{'secret' * 2}@127.0.0.1:{port}")
        self.assertEqual(run.status, 3, str(run))
        self.assertNotIn("secretsecret", run.said)


if __name__ == "__main__":
    hub_case.main()
