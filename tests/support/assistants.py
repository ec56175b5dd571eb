"""The assistant as a real process: started with settings, listened to, stopped in good order or killed."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.request import urlopen

from bot.settings import SAY

_OPEN = SAY("run.open", host="127.0.0.1", port="")
CODE = Path(__file__).parent.parent.parent


def environment(settings: Mapping[str, str], code: Path = CODE) -> dict[str, str]:
    """Nothing of the caller's own settings; the code is found from any folder, so no `.env` is read by chance."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1", **settings}


class Assistant:
    """`troly run`; used as a context it is killed at the end if it still lives."""

    def __init__(self, folder: Path, settings: Mapping[str, str], code: Path = CODE) -> None:
        wanted = {"TROLY_PORT": "0", "TROLY_DATA_DIR": str(folder), **settings}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder if folder.is_dir() else CODE.parent,
            env=environment(wanted, code),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._news = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def url(self) -> str:
        """Where its web chat is, once it is open."""
        found = re.search(r"http://127\.0\.0\.1:\d+", self.says(_OPEN))
        assert found
        return found[0]

    def says(self, part: str, seconds: float = 30) -> str:
        """The first line that contains this, waited for."""
        with self._news:
            self._news.wait_for(lambda: self._ended or any(part in line for line in self.lines), seconds)
            for line in self.lines:
                if part in line:
                    return line
        raise AssertionError(f"never said “{part}”: {self.lines}")

    def get(self, path: str) -> int:
        """The status of a page."""
        with urlopen(self.url + path, timeout=10) as answer:
            return int(answer.status)

    def ends(self, seconds: float = 30) -> int:
        """Its exit code, waited for."""
        code = self._process.wait(seconds)
        self._reader.join(seconds)
        assert self._process.stdout
        self._process.stdout.close()
        return code

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self._process.terminate()
        return self.ends()

    def kill(self) -> None:
        """As a power cut would."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
        self.ends()

    def send_signal(self, number: int) -> None:
        """Halt it, wake it, interrupt it."""
        self._process.send_signal(number)

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            with self._news:
                self.lines.append(line.rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()
