"""Several threads that start at the same moment, and processes that are told the same thing at the same moment."""

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from tests.support.assistants import CODE, environment

T = TypeVar("T")


def race(runners: Sequence[Callable[[], T]]) -> list[T]:
    """Run all at once, each in its own thread; their results in order. The first error is raised."""
    gate = threading.Barrier(len(runners))

    def start(runner: Callable[[], T]) -> T:
        gate.wait(timeout=20)
        return runner()

    with ThreadPoolExecutor(len(runners)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(start, runner) for runner in runners]]


class Processes:
    """Real processes of one module that answer each line with a line."""

    def __init__(self, module: str, *arguments: str, count: int = 2) -> None:
        call = [sys.executable, "-m", module, *arguments]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._all = [
            subprocess.Popen(call, env=environment({}), cwd=CODE, text=True, **pipes)  # type: ignore[call-overload]
            for _ in range(count)
        ]

    def __enter__(self) -> Self:
        assert [self._answer(process) for process in self._all] == ["ready"] * len(self._all)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for process in self._all:
            process.kill() if kind else None
            process.communicate(timeout=30)

    def tell(self, line: str) -> list[str]:
        """Say it to all, then hear each."""
        for process in self._all:
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
        return [self._answer(process) for process in self._all]

    @staticmethod
    def _answer(process: "subprocess.Popen[str]") -> str:
        assert process.stdout
        return process.stdout.readline().strip()
