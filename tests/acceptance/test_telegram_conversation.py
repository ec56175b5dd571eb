"""A whole conversation with the real process over HTTP, and a reminder that is heeded, across a restart."""

import contextlib
import json
from pathlib import Path

import pytest

from bot.__main__ import main
from knowledge.database import Database
from tests.support.assistants import Assistant
from tests.support.outgoing import until_all_sent
from tests.support.telegram_server import TelegramServer

PLAN = "ha-tinh-2023-dvc"
UNIT = "Sở Tài nguyên và Môi trường"
TUESDAY = "2023-04-25T16:50:00+07:00"
WEDNESDAY = "2023-04-26T08:30:00+07:00"
FRIDAY = "2023-04-28T08:30:00+07:00"
DUE = "30/4/2023"
QUICK = {"TROLY_LANE_SECONDS": "1"}


def test_a_conversation_goes_on_after_the_process_was_killed(data_dir: Path) -> None:
    with TelegramServer() as telegram:
        somebody = telegram.person(7)
        with Assistant(data_dir, telegram.settings | QUICK) as assistant:
            somebody.types("/start")
            assert "Chào bạn" in somebody.reads().text
            somebody.types("kich hoat <vneid> muc 2 & 1=1")
            answer = somebody.reads()
            assert "VNeID" in answer.text and "Nguồn: " in answer.text
            # The question may be confirmed or not when it is killed; its answer is marked as sent.
            with contextlib.closing(Database(f"sqlite:///{data_dir / 'troly.db'}")) as database:
                until_all_sent(database)
            assistant.kill()
        with Assistant(data_dir, telegram.settings | QUICK):
            somebody.taps("Các bước làm")
            assert "\n1. " in somebody.reads().text
            somebody.types("", photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}])
            assert "ảnh" in somebody.reads().text
            telegram.platform.until(lambda: telegram.platform.waiting() == 0)
        assert len(telegram.platform.answered) == 1, "the button's spinner was stopped"
        assert somebody.unread() == []


@pytest.fixture
def codes(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """The office has named its unit, switched its plan on and invited two people."""
    (tmp_path / "units.csv").write_text(f"name\n{UNIT}\n", encoding="utf-8")
    monkeypatch.setenv("TROLY_DATA_DIR", str(data_dir))
    monkeypatch.setenv("TROLY_CLOCK", TUESDAY)
    assert main(["unit", "import", str(tmp_path / "units.csv")]) == 0
    assert main(["plan", "switch-on", PLAN]) == 0
    capsys.readouterr()
    for label in ("Đầu mối một", "Đầu mối hai"):
        assert main(["invite", "--unit", UNIT, "--role", "unit_contact", "--label", label, "--json"]) == 0
    return [json.loads(line)["code"] for line in capsys.readouterr().out.splitlines()]


def test_bound_people_are_reminded_and_what_one_of_them_heeds_falls_silent(data_dir: Path, codes: list[str]) -> None:
    with TelegramServer() as telegram:
        settings = telegram.settings | QUICK
        careful, silent, stranger = (telegram.person(chat) for chat in (7, 8, 9))

        with Assistant(data_dir, settings | {"TROLY_CLOCK": TUESDAY}) as assistant:
            for person, code in zip((careful, silent), codes, strict=True):
                person.types(f"/start {code}")
                assert UNIT in person.reads().text
            stranger.types(f"/start {codes[0]}")
            assert "đã được dùng" in stranger.reads().text
            assert assistant.stop() == 0

        with Assistant(data_dir, settings | {"TROLY_CLOCK": WEDNESDAY}) as assistant:
            digest = careful.reads()
            assert DUE in digest.text and digest.labels == ["Đã nắm"]
            assert DUE in silent.reads().text
            careful.taps("Đã nắm")
            edited = careful.sees("✓ Đã nắm")
            assert (edited.message_id, edited.labels) == (digest.message_id, [])
            assert "ghi nhận" in careful.reads().text
            assert assistant.stop() == 0

        # For the one who did not answer it is now the last working day before the same date.
        with Assistant(data_dir, settings | {"TROLY_CLOCK": FRIDAY}) as assistant:
            assert DUE in silent.reads().text
            later = careful.reads().text
            assert "30/5/2023" in later and DUE not in later
            assert assistant.stop() == 0
        assert careful.unread() == silent.unread() == stranger.unread() == []
