"""The command line, called in this process with nothing set but a data folder of its own."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import Settings
from tests.support.cli import Call


@pytest.fixture
def troly(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call a command; returns its exit code, its results and what else it said."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TROLY_{name.upper()}", raising=False)
    monkeypatch.setenv("TROLY_DATA_DIR", str(data_dir))

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as error:
            code = int(str(error.code))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call
