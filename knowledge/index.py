"""The trained ranking of an archive, cached by the hash of everything it depends on."""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import BadZipFile, is_zipfile

from knowledge.entries import SHIPPED
from knowledge.ranking import Ranker

_ROOM = Path(__file__).parent
_CODE = ("training.py", "ranking.py", "text.py", "spellings.yaml")


class TrainingError(RuntimeError):
    """The ranking could not be trained; the text carries the child's last line."""


def open_index(cache: Path, entries: Path = SHIPPED) -> Ranker:
    """The ranking of the entries below `entries`, trained in a child process when `cache` has none for them."""
    file = cache / f"{_fingerprint(entries)}.npz"
    kept = _kept(file)
    if kept:
        return kept
    cache.mkdir(parents=True, exist_ok=True)
    # In a folder of its own: another process may be training the same index at this moment.
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        trained = Path(folder) / file.name
        _train(entries, trained)
        ranker = Ranker(trained)
        trained.replace(file)
    _forget_older(cache, file)
    return ranker


def open_index_without_cache(entries: Path = SHIPPED) -> Ranker:
    """The same for a process that may not write its data folder."""
    with tempfile.TemporaryDirectory() as folder:
        return open_index(Path(folder), entries)


def _kept(file: Path) -> Ranker | None:
    """The ranking in the cache; None when there is none or a crash has left it in pieces."""
    try:
        return Ranker(file) if is_zipfile(file) else None
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None


def _fingerprint(entries: Path) -> str:
    digest = hashlib.sha256()
    for path in [*(_ROOM / name for name in _CODE), *sorted(entries.rglob("*.yaml"))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def _train(entries: Path, file: Path) -> None:
    command = [sys.executable, "-m", "knowledge.training", str(entries.resolve()), str(file.resolve())]
    done = subprocess.run(command, cwd=_ROOM.parent, capture_output=True, text=True, check=False)
    if done.returncode:
        # A child that was killed (out of memory) says nothing.
        raise TrainingError((done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1])


def _forget_older(cache: Path, kept: Path) -> None:
    for path in cache.glob("*.npz"):
        if path != kept:
            path.unlink(missing_ok=True)
