"""Starting: every misfortune is one clear line and its own exit code; a small one leaves the web open."""

import shutil
import signal
import socket
from pathlib import Path

import pytest

from bot.settings import SAY
from tests.support.assistants import CODE, Assistant
from tests.support.telegram_server import TelegramServer

_LINE = {"config.port": "đang bị chương trình khác dùng", "config.data_dir": "TROLY_DATA_DIR"}


def _refused(assistant: Assistant) -> str:
    """It ends with 3 and one line; returns that line."""
    with assistant:
        assert assistant.ends() == 3
        (line,) = assistant.lines
        return line


def test_nothing_configured_opens_the_web_and_stops_in_good_order(data_dir: Path) -> None:
    with Assistant(data_dir, {}) as assistant:
        assert assistant.get("/healthz") == assistant.get("/readyz") == assistant.get("/") == 200
        assert assistant.says(SAY("telegram.off"))
        assert assistant.stop() == 0
        assert assistant.lines[-1] == SAY("run.stopped")
        assert not [line for line in assistant.lines if "Traceback" in line]


def test_a_wrong_token_is_refused(data_dir: Path) -> None:
    with TelegramServer(token="700001:another") as telegram:
        settings = telegram.settings | {"TROLY_TELEGRAM_TOKEN": "700001:geheim"}
        line = _refused(Assistant(data_dir, settings))
    assert line == SAY("telegram.wrong_token")
    assert "geheim" not in line


def test_half_configured_telegram_is_one_line_and_the_web_opens(data_dir: Path) -> None:
    with TelegramServer() as telegram, Assistant(data_dir, {"TROLY_TELEGRAM_API_URL": telegram.url}) as assistant:
        assert assistant.get("/healthz") == 200
        assert [line for line in assistant.lines if "Telegram" in line] == [SAY("telegram.half")]
        assistant.send_signal(signal.SIGINT)  # from the keyboard, as good an end as any
        assert assistant.ends() == 0
        assert not [line for line in assistant.lines if "Traceback" in line]
        assert not telegram.platform.calls


def test_a_platform_that_is_away_at_the_start_is_joined_when_it_comes(data_dir: Path) -> None:
    with TelegramServer() as gone:
        port = int(gone.url.rpartition(":")[2])
    with Assistant(data_dir, gone.settings) as assistant:
        assert assistant.get("/healthz") == 200
        assert assistant.says(SAY("telegram.unreachable", url=gone.url))
        with TelegramServer(port=port) as telegram:
            somebody = telegram.person(7)
            somebody.types("kích hoạt vneid mức 2")
            assert "VNeID" in somebody.reads().text


def test_a_taken_port_is_refused_and_nothing_else_is_started(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, TelegramServer() as telegram:
        settings = telegram.settings | {"TROLY_PORT": str(taken.getsockname()[1])}
        assert _LINE["config.port"] in _refused(Assistant(data_dir, settings))
        assert not telegram.platform.calls


def test_a_data_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    # Below a file nobody can write, not even the system's owner.
    (tmp_path / "file").write_text("")
    assert _LINE["config.data_dir"] in _refused(Assistant(tmp_path / "file" / "data", {}))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the program that a test may break."""
    for room in ("bot", "handlers", "knowledge", "scheduler"):
        shutil.copytree(CODE / room, tmp_path / "copy" / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "copy"


def test_a_broken_entry_stops_the_start_and_is_named_with_its_line(checkout: Path, data_dir: Path) -> None:
    entry = checkout / "knowledge" / "entries" / "vneid" / "vneid-la-gi.yaml"
    lines = entry.read_text(encoding="utf-8").splitlines()
    lines[1] = "title: " + "dài quá " * 20
    entry.write_text("\n".join(lines), encoding="utf-8")
    assert f"{entry}:2:" in _refused(Assistant(data_dir, {}, checkout))
