"""Writes caches as the Hub's own clients keep them: models--owner--name/{refs,snapshots,blobs}."""
import hashlib
import os
import pathlib

WEIGHTS = (".safetensors", ".bin", ".gguf", ".pt", ".pth")


def add(cache, name, folder, commit="0123456789abcdef0123456789abcdef01234567", kind="models", leave_out=(), missing=()):
    """Adds a snapshot of `folder` under the id `name` and gives its path. `leave_out`: files that were not downloaded, `missing`: those that the hub has not.

    Files of holes stay so: they are linked, under a name that is not their digest.
    """
    repository = pathlib.Path(cache) / f"{kind}--{name.replace('/', '--')}"
    snapshot, blobs = repository / "snapshots" / commit, repository / "blobs"
    blobs.mkdir(parents=True, exist_ok=True)
    (repository / "refs").mkdir(exist_ok=True)
    (repository / "refs" / "main").write_text(commit)
    for path in sorted(pathlib.Path(folder).rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if not path.is_file() or relative in leave_out:
            continue
        blob = blobs / digest_of(path)
        if not blob.exists():
            os.link(path, blob) if is_sparse(path) else blob.write_bytes(path.read_bytes())
        entry = snapshot / relative
        entry.parent.mkdir(parents=True, exist_ok=True)
        entry.symlink_to(os.path.relpath(blob, entry.parent))
    for relative in missing:
        marker = repository / ".no_exist" / commit / relative
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()
    return snapshot


def is_sparse(path):
    info = path.stat()
    return info.st_size > 10_000_000 and info.st_blocks * 512 < info.st_size // 2


def digest_of(path):
    """The name of a blob: SHA-256 for weights, the id of git's blob for others."""
    if is_sparse(path):
        return hashlib.sha256(f"{path} {path.stat().st_size}".encode()).hexdigest()
    data = path.read_bytes()
    return hashlib.sha256(data).hexdigest() if path.suffix in WEIGHTS else hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
