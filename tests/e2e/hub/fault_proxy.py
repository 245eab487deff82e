"""A front before a server, that records every request and does to chosen ones what bad servers and bad networks do. Faults are in faults.py.

Written on bare sockets, because what is sent here is meant to be wrong.
"""
import http.client
import re
import socket
import ssl
import threading

HEAD = 256 << 10  # bytes of a request's head
PATIENCE = 60     # seconds that anything here waits for a peer


class Request:
    """A request as it came: `host` is the name of the front, `headers` have names in lower case. `sent` counts bytes of the body that was answered."""

    def __init__(self, host, head):
        lines = head.decode("latin-1").split("\r\n")
        self.host, (self.method, self.target, _) = host, lines[0].split(" ", 2)
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()
        self.raw, self.sent, self.status = head, 0, None

    @property
    def path(self):
        return self.target.partition("?")[0]

    def __repr__(self):
        return f"{self.host} {self.method} {self.target} {self.headers.get('range', '')} -> {self.status}, {self.sent} bytes"


class Response:
    def __init__(self, status, headers=(), body=b""):
        self.status, self.headers, self.body = status, dict(headers), body  # names in lower case

    def head(self):
        lines = [f"HTTP/1.1 {self.status} {http.client.responses.get(self.status, 'Other')}"]
        return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in self.headers.items()), "", ""]).encode("latin-1")


class Exchange:
    """One request and the way to answer it, for a fault to use."""

    def __init__(self, front, connection, request):
        self.front, self.connection, self.request = front, connection, request

    def forward(self, without=(), method=None):
        """What the server behind says. `without`: headers that it does not get to see."""
        if self.front.upstream is None:
            return Response(200, {"content-type": "text/plain", "content-length": "8"}, b"foreign\n")
        upstream = http.client.HTTPConnection("127.0.0.1", self.front.upstream, timeout=PATIENCE)
        try:
            headers = {name: value for name, value in self.request.headers.items() if name not in without and name != "connection"}
            upstream.request(method or self.request.method, self.request.target, headers=headers)
            answer = upstream.getresponse()
            body = answer.read()
            kept = {name.lower(): value for name, value in answer.getheaders() if name.lower() not in ("connection", "transfer-encoding")}
            if self.request.method != "HEAD" and answer.status not in (204, 304):
                kept["content-length"] = str(len(body))
            return Response(answer.status, kept, body)
        finally:
            upstream.close()

    def write(self, data, body=True):
        """False where the client has gone."""
        try:
            self.connection.sendall(data)
        except OSError:
            return False
        self.request.sent += len(data) if body else 0
        return True

    def respond(self, response):
        self.request.status = response.status
        return self.write(response.head(), body=False) and self.write(response.body)

    def wait(self, seconds):
        """Waits; True when the front is being closed."""
        return self.front.stopping.wait(seconds)


class Fault:
    """What happens to requests whose target matches: `act(exchange)` answers and says whether the connection may be used again.

    It happens `times` times (always: None), to requests to `host` only ("" for any), to those without the bearer token `unless_token`.
    """

    def __init__(self, pattern, act, times=None, host="", unless_token=None):
        self.pattern, self.act, self.times, self.host, self.unless_token = re.compile(pattern), act, times, host, unless_token
        self.happened = 0

    def matches(self, request):
        if self.times is not None and self.happened >= self.times or self.host not in ("", request.host):
            return False
        if self.unless_token and request.headers.get("authorization") == f"Bearer {self.unless_token}":
            return False
        return self.pattern.search(request.target) is not None


class Recorder:
    """Requests and faults of all fronts of a server."""

    def __init__(self):
        self.lock, self.requests, self.faults = threading.Lock(), [], []

    def note(self, request):
        """Records a request and says which fault it meets."""
        with self.lock:
            self.requests.append(request)
            fault = next((f for f in self.faults if f.matches(request)), None)
            if fault:
                fault.happened += 1
            return fault


class Front:
    """Listens on a loopback port of its own. Without `upstream` (a port) it answers everything itself: a foreign host."""

    def __init__(self, name, recorder, upstream=None, tls=None):
        self.name, self.recorder, self.upstream, self.tls = name, recorder, upstream, tls
        self.stopping, self.connections = threading.Event(), set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while not self.stopping.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        self.connections.add(connection)
        plain = connection
        try:
            connection.settimeout(PATIENCE)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
                self.connections.add(connection)
            while self.exchange(connection):
                pass
        except (OSError, ssl.SSLError, ValueError):
            pass  # a client that goes away, or speaks no HTTP
        finally:
            self.connections -= {connection, plain}
            connection.close()

    def exchange(self, connection):
        head = b""
        while b"\r\n\r\n" not in head:
            data = connection.recv(16384)
            if not data or len(head) > HEAD:
                return False
            head += data
        request = Request(self.name, head.partition(b"\r\n\r\n")[0])
        fault = self.recorder.note(request)
        exchange = Exchange(self, connection, request)
        if fault:
            return bool(fault.act(exchange))
        return exchange.respond(exchange.forward())

    def close(self):
        self.stopping.set()
        self.listener.close()
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class ConnectProxy:
    """An HTTP proxy that tunnels (CONNECT) and records who asked for what."""

    def __init__(self):
        self.requests, self.sockets = [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.tunnel, args=(connection,), daemon=True).start()

    def tunnel(self, connection):
        self.sockets.append(connection)
        head = b""
        try:
            while b"\r\n\r\n" not in head and len(head) < HEAD:
                data = connection.recv(16384)
                if not data:
                    return
                head += data
            request = Request("proxy", head.partition(b"\r\n\r\n")[0])
            self.requests.append(request)
            host, _, port = request.target.rpartition(":")
            other = socket.create_connection((host, int(port)), timeout=PATIENCE)
            self.sockets.append(other)
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=pump, args=(other, connection), daemon=True).start()
            pump(connection, other)
        except (OSError, ValueError):
            connection.close()

    def close(self):
        self.listener.close()
        for each in self.sockets:
            each.close()


def pump(source, sink):
    try:
        while data := source.recv(1 << 16):
            sink.sendall(data)
    except OSError:
        pass
    for each in (source, sink):
        try:
            each.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
