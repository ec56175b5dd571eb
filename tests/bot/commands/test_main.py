"""The command line as scripts rely on it: results on standard output only, one exit code for each way to end."""

import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from tests.support.assistants import environment
from tests.support.cli import PLAN, Call, refused


@pytest.mark.parametrize("arguments", [[], ["fly"], ["ask", "a", "--colour"], ["plan"], ["plan", "fly"], ["calendar"]])
def test_wrong_use_is_2_and_says_so_on_standard_error(troly: Call, arguments: list[str]) -> None:
    code, out, err = troly(*arguments)
    assert (code, out) == (2, "")
    assert "troly" in err


def test_a_wrong_setting_is_3(troly: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_PORT", "cổng")
    assert "TROLY_PORT" in refused(troly("ask", "x"), code=3)


def test_a_set_clock_is_refused_where_real_people_could_be_reached(
    troly: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROLY_PORT", "0")
    monkeypatch.setenv("TROLY_TELEGRAM_TOKEN", "1:abc")
    monkeypatch.setenv("TROLY_CLOCK", "2023-04-26T08:30:00+07:00")
    assert "TROLY_CLOCK" in refused(troly("run"), code=3)


def test_a_question_may_look_like_a_command(troly: Call) -> None:
    assert troly("ask", "run", "--json")[0] == 0


def test_a_reader_who_has_enough_is_no_failure(data_dir: Path, tmp_path: Path) -> None:
    span = ["--from", "2023-01-01", "--to", "2023-12-31"]
    command = [sys.executable, "-m", "bot", "calendar", "--plan", PLAN, *span, "--json"]
    with Popen(
        command, cwd=tmp_path, env=environment({"TROLY_DATA_DIR": str(data_dir)}), stdout=PIPE, stderr=PIPE
    ) as p:
        assert p.stdout and p.stderr
        p.stdout.readline()
        p.stdout.close()
        assert (p.stderr.read(), p.wait(30)) == (b"", 0)


def test_results_are_utf_8_whatever_the_system_prefers(data_dir: Path, tmp_path: Path) -> None:
    env = environment({"TROLY_DATA_DIR": str(data_dir), "PYTHONIOENCODING": "ascii", "LANG": "C"})
    with Popen([sys.executable, "-m", "bot", "plan", "list"], cwd=tmp_path, env=env, stdout=PIPE) as process:
        assert process.stdout
        assert "dịch vụ công" in process.stdout.read().decode("utf-8")
