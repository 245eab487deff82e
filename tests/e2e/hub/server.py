"""A hub on loopback: nginx over a tree that tools/hub_tree builds, with a certificate authority of its own; before it, fronts that record and inject faults."""
import json
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import fault_proxy  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[3]
PATIENCE = 60  # seconds that nginx has for its start


def nginx():
    """The program; Debian keeps it where users do not look. None where there is none."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def missing():
    """What a test of the hub lacks here; "" for nothing."""
    return ", ".join(f"{name} is not installed" for name, path in (("nginx", nginx()), ("openssl", shutil.which("openssl"))) if not path)


class Authority:
    """A certificate authority that nobody knows, and a certificate of it for loopback: authority.pem, server.pem, server.key in `folder`."""

    def __init__(self, folder):
        self.file, self.certificate, self.key = (str(pathlib.Path(folder) / name) for name in ("authority.pem", "server.pem", "server.key"))
        signer, request, extensions = (str(pathlib.Path(folder) / name) for name in ("authority.key", "request.pem", "extensions"))
        pathlib.Path(extensions).write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n")
        new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        for command in (["req", "-x509", *new_key, "-keyout", signer, "-out", self.file, "-days", "7", "-subj", "/CN=Authority of a test",
                         "-addext", "keyUsage=critical,keyCertSign"],
                        ["req", *new_key, "-keyout", self.key, "-out", request, "-subj", "/CN=localhost"],
                        ["x509", "-req", "-in", request, "-CA", self.file, "-CAkey", signer, "-CAcreateserial", "-out", self.certificate, "-days", "7",
                         "-extfile", extensions]):
            subprocess.run(["openssl", *command], check=True, capture_output=True)

    def context(self):
        """For a server of Python's."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.certificate, self.key)
        return made


def free_ports(count):
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in held]
    for listener in held:
        listener.close()
    return ports


class Nginx:
    """The tree of {id: folder}, served by nginx alone: `endpoint`, `content`, `repositories` as tree.json has them, `log()`."""

    def __init__(self, folder, repositories, tls=None, options=(), content_url=None):
        self.folder = pathlib.Path(folder)
        for _ in range(5):  # a port that was free may be taken by now
            self.port, self.content_port = free_ports(2)
            command = [ROOT / "tools/hub_tree", *(f"{name}={path}" for name, path in repositories.items()), "--out", self.folder,
                       "--port", self.port, "--content-port", self.content_port, *options]
            command += ["--content-url", content_url] if content_url else []
            command += ["--tls", tls.certificate, tls.key] if tls else []
            subprocess.run([sys.executable, *map(str, command)], check=True, stdout=subprocess.DEVNULL)
            self.process = subprocess.Popen([nginx(), "-p", str(self.folder), "-c", "nginx.conf", "-e", "logs/error.log"], stdin=subprocess.DEVNULL)
            if self.is_up():
                break
        else:
            raise RuntimeError(f"nginx does not start: {(self.folder / 'logs/error.log').read_text()}")
        about = json.loads((self.folder / "tree.json").read_text())
        self.endpoint, self.content, self.repositories = about["endpoint"], about["content"], about["repositories"]

    def is_up(self):
        """Waits until it listens and has said so by its pid file."""
        limit = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < limit:
            try:
                for port in (self.port, self.content_port):
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                if (self.folder / "nginx.pid").exists():
                    return True
            except OSError:
                pass
            time.sleep(0.01)
        self.stop()
        return False

    def log(self):
        """What was answered, in order: records with host, method, uri, status, body_bytes, range, authorization, protocol."""
        lines = (self.folder / "logs/access.log").read_text().splitlines()
        return [{**record, "status": int(record["status"]), "body_bytes": int(record["body_bytes"])} for record in map(json.loads, lines)]

    def forget(self):
        (self.folder / "logs/access.log").open("w").close()  # nginx appends

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(PATIENCE)


class Server:
    """A hub behind fronts: `endpoint` and the content host are recorded and may fail; `foreign` is another host, `plain` one without TLS.

    with Server({"lakelab/otter-7b": folder}, tls=True) as hub:
        hub.fault("/resolve/", faults.truncated(), times=1)
    """

    def __init__(self, repositories, tls=False, options=()):
        self.scratch = tempfile.TemporaryDirectory(prefix="aboveboard-hub-")
        folder = pathlib.Path(self.scratch.name)
        self.authority = Authority(folder) if tls else None
        context = self.authority.context() if tls else None
        self.recorder = fault_proxy.Recorder()
        self.hub, self.cdn, self.foreign = (fault_proxy.Front(name, self.recorder, tls=context) for name in ("hub", "content", "foreign"))
        self.plain = fault_proxy.Front("plain", self.recorder)
        self.nginx = Nginx(folder / "tree", repositories, options=options, content_url=self.cdn.url)
        self.hub.upstream, self.cdn.upstream = self.nginx.port, self.nginx.content_port
        self.endpoint, self.repositories = self.hub.url, self.nginx.repositories

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for front in (self.hub, self.cdn, self.foreign, self.plain):
            front.close()
        self.nginx.stop()
        self.scratch.cleanup()

    def commit(self, name):
        return self.repositories[name]["commit"]

    def fault(self, pattern, act, **options):
        """From now on this happens to requests whose target matches; the first that matches counts. Options: times, host, unless_token."""
        made = fault_proxy.Fault(pattern, act, **options)
        self.recorder.faults.append(made)
        return made

    def reset(self):
        """No faults, no records."""
        with self.recorder.lock:
            self.recorder.faults, self.recorder.requests = [], []

    @property
    def requests(self):
        with self.recorder.lock:
            return list(self.recorder.requests)
