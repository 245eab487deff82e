"""What can go wrong between a hub and us: each function gives an `act` for fault_proxy.Fault."""
import itertools
import json
import socket
import struct
import zlib

from fault_proxy import Response

CHUNK = 1 << 16


def status(code, headers=None, body=b"", **more):
    """An answer of this status. Headers by keyword too: retry_after="1"."""
    named = {**(headers or {}), **{name.replace("_", "-"): value for name, value in more.items()}}
    return lambda exchange: exchange.respond(Response(code, {"content-length": str(len(body)), **named}, body))


def refusal(code, error, message):
    """A refusal as the Hub words it: X-Error-Code and X-Error-Message."""
    body = json.dumps({"error": message}).encode()
    return status(code, {"content-type": "application/json", **({"x-error-code": error} if error else {}), "x-error-message": message}, body)


def redirect(location, code=302, **headers):
    """`location` may hold {target}, the path and query that were asked for."""
    def act(exchange):
        place = location.replace("{target}", exchange.request.target)
        return exchange.respond(Response(code, {"location": place, "content-length": "0", **headers}))
    return act


def close(exchange):
    """The connection is reset without a word."""
    exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def half_a_head(exchange):
    exchange.write(b"HTTP/1.1 200 OK\r\nContent-Ty", body=False)
    return False


def no_http(exchange):
    exchange.write(b"220 mail.example ESMTP\r\n", body=False)
    return False


def hang(exchange):
    """Nothing at all, until the client or the test gives up."""
    while not exchange.wait(0.1):
        if gone(exchange):
            break
    return False


def gone(exchange):
    """Has the client closed the connection?"""
    connection = exchange.connection
    timeout = connection.gettimeout()
    try:
        connection.settimeout(0.001)
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError as error:
        return "timed out" not in str(error)
    finally:
        try:
            connection.settimeout(timeout)
        except OSError:
            pass


def truncated(share=0.5):
    """All headers, but only this share of the body; then the connection ends."""
    def act(exchange):
        response = exchange.forward()
        exchange.request.status = response.status
        exchange.write(response.head(), body=False)
        exchange.write(response.body[:int(len(response.body) * share)])
        return False
    return act


def slow(piece, seconds):
    """The body in pieces, with a pause before each."""
    def act(exchange):
        response = exchange.forward()
        exchange.request.status = response.status
        exchange.write(response.head(), body=False)
        for begin in range(0, len(response.body), piece):
            if exchange.wait(seconds) or not exchange.write(response.body[begin:begin + piece]):
                return False
        return True
    return act


def range_ignored(exchange):
    """200 and the whole file, whatever part was asked for."""
    return exchange.respond(exchange.forward(without=("range",)))


def content_range(change):
    """`change(begin, end, total)` gives the text of a Content-Range that is not what was sent."""
    def act(exchange):
        response = exchange.forward()
        if "content-range" in response.headers:
            begin, end, total = (int(n) for n in response.headers["content-range"].replace("-", " ").replace("/", " ").split()[1:])
            response.headers["content-range"] = change(begin, end, total)
        return exchange.respond(response)
    return act


def edited(change):
    """`change(begin, body)` gives other bytes for these, which lie at `begin` in the file."""
    def act(exchange):
        response = exchange.forward(without=("accept-encoding",))
        begin = int(response.headers.get("content-range", "bytes 0-").split()[1].partition("-")[0])
        response.body = change(begin, response.body)
        if exchange.request.method != "HEAD":
            response.headers["content-length"] = str(len(response.body))
        return exchange.respond(response)
    return act


def flipped(offset):
    """One bit of the file is another, wherever it is part of an answer."""
    def change(begin, body):
        place = offset - begin
        return body[:place] + bytes([body[place] ^ 1]) + body[place + 1:] if 0 <= place < len(body) else body
    return edited(change)


def patched(offset, data):
    """These bytes of the file are others."""
    def change(begin, body):
        changed = bytearray(body)
        for place, byte in enumerate(data, offset - begin):
            if 0 <= place < len(changed):
                changed[place] = byte
        return bytes(changed)
    return edited(change)


def listing(change):
    """`change(info)` alters the parsed JSON reply in place, or gives another."""
    def act(exchange):
        response = exchange.forward(without=("accept-encoding", "if-none-match", "if-modified-since"))
        info = json.loads(response.body)
        changed = change(info)
        response.body = json.dumps(info if changed is None else changed).encode()
        response.headers.pop("etag", None)
        return exchange.respond(Response(response.status, {**response.headers, "content-length": str(len(response.body))}, response.body))
    return act


def raw(body, content_type="application/json", **headers):
    """These bytes as the answer."""
    return status(200, {"content-type": content_type, **headers}, body)


def streamed(pieces, **headers):
    """An answer of unknown length, from an iterable of bytes made anew for each request."""
    def act(exchange):
        exchange.request.status = 200
        head = Response(200, {"content-type": "application/json", "transfer-encoding": "chunked", **headers}).head()
        exchange.write(head, body=False)
        for piece in pieces():
            if piece and (exchange.front.stopping.is_set() or not exchange.write(b"%x\r\n%b\r\n" % (len(piece), piece))):
                return False
        return exchange.write(b"0\r\n\r\n", body=False)
    return act


def siblings(count, name, commit, item=lambda n: {"rfilename": f"data/part-{n:07}.txt", "size": 1, "blobId": "0" * 40}):
    """A model's information with this many files, generated while it is sent."""
    def pieces():
        yield json.dumps({"id": name, "sha": commit, "private": False, "gated": False}).encode()[:-1] + b', "siblings": ['
        for begin in range(0, count, 1000):
            batch = ", ".join(json.dumps(item(n)) for n in range(begin, min(begin + 1000, count)))
            yield (", " if begin else "").encode() + batch.encode()
        yield b"]}"
    return streamed(pieces)


def bulky(size, name, commit):
    """JSON of this many bytes, most of them in one text."""
    def pieces():
        yield json.dumps({"id": name, "sha": commit}).encode()[:-1] + b', "description": "'
        yield from itertools.repeat(b"x" * CHUNK, size // CHUNK)
        yield b'", "siblings": []}'
    return streamed(pieces)


def bomb(size):
    """JSON that is short on the way and this long when unpacked."""
    def pieces():
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        yield packer.compress(b'{"description": "')
        for _ in range(size // CHUNK):
            yield packer.compress(b"x" * CHUNK)
        yield packer.compress(b'"}') + packer.flush()
    return streamed(pieces, **{"content-encoding": "gzip"})


def header_flood(size):
    """Headers without an end: this many bytes of them."""
    def act(exchange):
        exchange.write(b"HTTP/1.1 200 OK\r\n", body=False)
        for number in range(size // 1024):
            if not exchange.write(b"X-Flood-%09d: %b\r\n" % (number, b"x" * 1000)):
                return False
        exchange.write(b"Content-Length: 2\r\n\r\n{}", body=False)
        return False
    return act
