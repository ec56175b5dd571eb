"""The house opens whole or says in one line why not; the line about a broken file names the file and its line."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from bot.house import House, office_plans, open_database, open_house, open_search
from bot.settings import ConfigurationError, Settings
from knowledge import entries, plans
from knowledge.index import open_index
from knowledge.plan_store import Editor
from knowledge.search import Context
from tests.support.dialogue import Dialogue
from tests.support.sample_extraction import PLAN_ID, extraction
from tests.support.times import at

ENTRY = "vneid/vneid-la-gi.yaml"


def _settings(data_dir: Path, **more: str) -> Settings:
    return Settings(data_dir=data_dir, _env_file=None, **more)  # type: ignore[call-arg, arg-type]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped entries that a test may break."""
    copy = tmp_path / "entries"
    shutil.copytree(entries.SHIPPED, copy)
    monkeypatch.setattr("bot.house.load_archive", partial(entries.load_archive, copy))
    return copy


def _refusal(data_dir: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        open_search(_settings(data_dir))
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def _replace_line(path: Path, start: str, new: str) -> int:
    """Put another line in the place of the first that starts so; returns its number."""
    lines = path.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith(start))
    lines[place] = new
    path.write_text("\n".join(lines), encoding="utf-8")
    return place + 1


def test_an_opened_house_answers(data_dir: Path) -> None:
    house = open_house(_settings(data_dir, office_name="Sở thử nghiệm"))
    found = house.search.ask("kích hoạt vneid mức 2", Context(as_of=at("2026-11-21 09:00").date()))
    assert (found.topic, house.office.name) == ("vneid-kich-hoat-muc-2", "Sở thử nghiệm")
    assert "ha-tinh-2023-dvc" in house.plans
    house.database.close()


@pytest.mark.parametrize(
    ("start", "new"),
    [
        ("title:", "title: " + "dài " * 20),
        ("topic:", "topik: vneid-la-gi"),
        ("title:", "title: [chưa đóng"),
        ("title:", "\ttitle: thụt bằng tab"),
        ("reviewed_on:", "reviewed_on: hôm qua"),
        ("sections:", "sections: không phải danh sách"),
    ],
)
def test_a_broken_entry_is_refused_with_file_and_line(data_dir: Path, archive: Path, start: str, new: str) -> None:
    line = _replace_line(archive / ENTRY, start, new)
    refusal = _refusal(data_dir)
    # Some faults of YAML itself show only on the next line.
    assert any(f"{archive / ENTRY}:{place}:" in refusal for place in (line, line + 1)), refusal


def test_an_entry_that_is_no_text_is_refused_by_name(data_dir: Path, archive: Path) -> None:
    (archive / ENTRY).write_bytes(b"\xff\xfe\x00t")
    assert f"{archive / ENTRY}:1:" in _refusal(data_dir)


def test_an_empty_entry_is_refused_by_name(data_dir: Path, archive: Path) -> None:
    (archive / ENTRY).write_text("")
    assert f"{archive / ENTRY}:1:" in _refusal(data_dir)


def test_a_topic_in_two_files_is_refused_by_name(data_dir: Path, archive: Path) -> None:
    shutil.copy(archive / ENTRY, archive / "vneid" / "zz-lan-hai.yaml")
    assert "zz-lan-hai.yaml:1:" in _refusal(data_dir)


def test_a_broken_plan_is_refused_by_name(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "hong.yaml").write_text("plan:\n  id: [x\n", encoding="utf-8")
    monkeypatch.setattr("bot.house.load_plans", partial(plans.load_plans, tmp_path / "plans"))
    assert "hong.yaml:3:" in _refusal(data_dir)


def test_a_data_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for opens in (open_house, open_database):
        with pytest.raises(ConfigurationError, match="TROLY_DATA_DIR"):
            opens(_settings(tmp_path / "file" / "data"))


def test_a_question_is_answered_where_nothing_can_be_written(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command line's `ask` stores nothing, so a place that cannot be written does not stop it."""
    (tmp_path / "file").write_text("")
    # The ranking for this process only is not trained again here.
    monkeypatch.setattr("bot.house.open_index_without_cache", partial(open_index, data_dir / "index"))
    search = open_search(_settings(tmp_path / "file" / "data"))
    assert search.ask("vneid là gì", Context(as_of=at("2026-11-21 09:00").date())).topic == "vneid-la-gi"


@pytest.mark.parametrize(
    "url",
    ["kein", "mysql://u@127.0.0.1/x", "nosuch://x", "sqlite:////proc/nowhere/x.db", "postgresql://127.0.0.1:1/x",
     "postgresql://u:geheim@127.0.0.1:port/x"],
)  # fmt: skip
def test_a_database_that_cannot_be_opened_is_refused_in_one_line(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        open_database(_settings(tmp_path, database_url=url))
    assert len(str(caught.value).splitlines()) == 1
    assert "geheim" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "troly.db").write_text("not a database, " * 500)
    with pytest.raises(ConfigurationError):
        open_database(_settings(tmp_path))


def test_a_running_service_answers_from_a_plan_as_soon_as_it_is_published(house: House) -> None:
    with house.database.begin() as session:
        before = house.search_now(session)
        assert PLAN_ID not in house.plans_now(session)
        assert house.search_now(session) is before, "nothing has changed, nothing is read again"
        editor = Editor(session, "Chị Lan", house.clock())
        editor.import_plan(extraction(), PLAN_ID, "x.docx", "aa")
        editor.publish(PLAN_ID, accept_rest=True)
    with house.database.read() as session:
        assert PLAN_ID in house.plans_now(session)
        after = house.search_now(session)
        assert house.search_now(session) is after
    assert PLAN_ID not in before.plans, "whoever is answering with the old search goes on with it"


def test_a_door_answers_from_a_plan_published_while_it_is_open(house: House) -> None:
    citizen = Dialogue(house, "web")
    question = "kế hoạch 112/KH-STL giao Sở Thủy lợi bao nhiêu phần trăm hồ sơ nộp trực tuyến"
    assert "60%" not in citizen.say(question)
    with house.database.begin() as session:
        editor = Editor(session, "Chị Lan", house.clock())
        editor.import_plan(extraction(), PLAN_ID, "x.docx", "aa")
        editor.publish(PLAN_ID, accept_rest=True)
    assert "60%" in citizen.say(question)


def test_where_the_database_cannot_be_read_the_shipped_plans_answer(tmp_path: Path) -> None:
    assert office_plans(_settings(tmp_path)).keys() == plans.load_plans().keys()
    (tmp_path / "troly.db").write_text("not a database, " * 500)
    assert office_plans(_settings(tmp_path)).keys() == plans.load_plans().keys()
    assert office_plans(_settings(tmp_path, database_url="postgresql://127.0.0.1:1/x")).keys()
