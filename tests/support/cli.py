"""Calling `troly` in this process, and what a refusal looks like."""

from collections.abc import Callable
from pathlib import Path

PLAN = "ha-tinh-2023-dvc"
UNIT = "Sở Tài nguyên và Môi trường"
Call = Callable[..., tuple[int, str, str]]


def refused(result: tuple[int, str, str], code: int = 1) -> str:
    """The one line of a refusal; nothing may stand among the results."""
    assert (result[0], result[1]) == (code, "")
    assert len(result[2].strip().splitlines()) == 1, result[2]
    return result[2]


def import_units(troly: Call, tmp_path: Path, content: str | bytes) -> tuple[int, str, str]:
    """Write the content to a file and import it."""
    path = tmp_path / "units.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return troly("unit", "import", str(path))
