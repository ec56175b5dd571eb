"""Conversations as people have them, each on a browser's and a messenger's channel and on both databases."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.house import House
from bot.settings import Settings
from handlers.desk import Office
from knowledge.database import Database
from knowledge.search import Search
from tests.dialogues.player import Player, read
from tests.support.times import SettableClock

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
Performance = Callable[[Path], None]


@pytest.fixture(params=["web", "telegram"])
def perform(request: pytest.FixtureRequest, database: Database, search: Search, tmp_path: Path) -> Performance:
    """Play a file on the channel and the database of this run."""

    def run(file: Path) -> None:
        script = read(file)
        settings = Settings(data_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
        clock = SettableClock(str(script["now"]))
        house = House(settings, database, search, clock, Office(name="Văn phòng Sở thử nghiệm"))
        Player(house, request.param).play(script)

    return run


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_conversation_goes_as_written(file: Path, perform: Performance) -> None:
    perform(file)


def test_every_conversation_says_what_it_is_about() -> None:
    scripts = [read(file) for file in FILES]
    assert len(scripts) >= 12
    titles = [script["title"] for script in scripts]
    assert len(set(titles)) == len(titles)
    assert all(any("answer" in turn or "phrase" in turn or "hear" in turn for turn in s["turns"]) for s in scripts)


@pytest.mark.parametrize(
    "turns",
    [
        [{"say": "quên mật khẩu vneid", "answer": "vneid-la-gi"}],
        [{"say": "quên mật khẩu vneid", "phrase": "declined.unknown"}],
        [{"say": "quên mật khẩu vneid", "hear": "không có câu này"}],
        [{"say": "quên mật khẩu vneid", "hear_not": "mật khẩu"}],
        [{"say": "quên mật khẩu vneid", "buttons": "Nút không có"}],
        [{"say": "quên mật khẩu vneid", "buttons_not": "Gặp người"}],
        [{"say": "quên mật khẩu vneid"}, {"press": "Nút không có"}],
        [{"say": "quên mật khẩu vneid", "expct": "mật khẩu"}],
        [{"press_of": "nobody"}],
    ],
)
def test_the_player_notices_what_does_not_go_as_written(house: House, turns: list[dict[str, str]]) -> None:
    with pytest.raises((AssertionError, StopIteration)):
        Player(house, "web").play({"turns": turns})


def test_the_player_notices_a_secret_that_was_kept(house: House) -> None:
    with pytest.raises(AssertionError, match="was kept"):
        Player(house, "web").play({"turns": [{"say": "xin chào bác Tư"}], "never_kept": ["bác Tư"]})
