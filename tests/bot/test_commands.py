"""The command line as scripts rely on it: results on standard output only, one exit code for each way to end."""

import json
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from bot.__main__ import main
from bot.settings import Settings
from tests.support.assistants import environment
from tests.support.telegram_server import TelegramServer

PLAN = "ha-tinh-2023-dvc"
UNIT = "Sở Tài nguyên và Môi trường"
Call = Callable[..., tuple[int, str, str]]


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


def _refused(result: tuple[int, str, str], code: int = 1) -> str:
    """The one line of a refusal; nothing may stand among the results."""
    assert (result[0], result[1]) == (code, "")
    assert len(result[2].strip().splitlines()) == 1, result[2]
    return result[2]


# ask


def test_a_question_is_answered_as_one_text(troly: Call) -> None:
    code, out, _ = troly("ask", "kích hoạt vneid mức 2")
    assert code == 0
    assert "1. " in out and "Nguồn: " in out


def test_an_answer_as_json_is_one_object_with_the_promised_keys(troly: Call) -> None:
    code, out, _ = troly("ask", "kich hoat vneid muc 2", "--json")
    (line,) = out.splitlines()
    answer = json.loads(line)
    assert code == 0
    assert list(answer) == ["outcome", "topic", "alternatives", "answer", "sources", "confidence"]
    assert (answer["outcome"], answer["topic"]) == ("answered", "vneid-kich-hoat-muc-2")
    assert set(answer["sources"][0]) == {"title", "number", "locator", "checked_on", "valid_from", "valid_until", "url"}
    assert 0 <= answer["confidence"] <= 1
    assert "ạ" in line, "letters stand as they are, not as escapes"


def test_what_nobody_knows_is_declined_and_that_is_no_failure(troly: Call) -> None:
    code, out, _ = troly("ask", "giá vàng hôm nay", "--json")
    answer = json.loads(out)
    assert (code, answer["outcome"], answer["topic"], answer["sources"]) == (0, "declined", None, [])


def test_asking_stores_nothing(troly: Call, data_dir: Path) -> None:
    troly("ask", "kich hoat vneid muc 2")
    assert [path.name for path in data_dir.iterdir()] == ["index"]


def test_the_day_of_a_question_can_be_given(troly: Call) -> None:
    late = json.loads(troly("ask", "kich hoat vneid muc 2", "--json", "--as-of", "2026-11-21")[1])
    early = json.loads(troly("ask", "kich hoat vneid muc 2", "--json", "--as-of", "1999-01-01")[1])
    assert (late["outcome"], early["outcome"]) == ("answered", "declined")


def _batch(tmp_path: Path, content: str) -> str:
    path = tmp_path / "batch.yaml"
    path.write_text(content, encoding="utf-8")
    return str(path)


def test_a_batch_is_answered_line_by_line_in_order(troly: Call, tmp_path: Path) -> None:
    file = _batch(
        tmp_path, "questions:\n- {id: b, text: vneid là gì}\n- {id: 7, question: giá vàng}\n- {id: a, text: ''}\n"
    )
    code, out, _ = troly("ask", "--batch", file, "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [answer["id"] for answer in answers] == ["b", 7, "a"]
    assert [answer["outcome"] for answer in answers] == ["answered", "declined", "declined"]


def test_a_batch_may_be_a_plain_list_and_carry_its_own_day(troly: Call, tmp_path: Path) -> None:
    file = _batch(tmp_path, "- {id: 1, text: kich hoat vneid muc 2, as_of: 1999-01-01, plan: chua-nap}\n")
    code, out, _ = troly("ask", "--batch", file, "--json")
    assert (code, json.loads(out)["outcome"]) == (0, "declined")


@pytest.mark.parametrize(
    "content",
    ["- {id: 1}", "- {text: thiếu id}", "- {id: 1, text: 5}", "chỉ một câu", "- câu", "{a: 1}", "- [",
     "- {id: 1, text: a, as_of: mai}"],
)  # fmt: skip
def test_a_batch_that_cannot_be_used_is_refused_before_any_answer(troly: Call, tmp_path: Path, content: str) -> None:
    _refused(troly("ask", "--batch", _batch(tmp_path, content), "--json"))


def test_a_batch_file_that_is_not_there_is_refused_by_name(troly: Call) -> None:
    assert "nowhere.yaml" in _refused(troly("ask", "--batch", "nowhere.yaml", "--json"))


def test_wrong_days_and_unknown_plans_are_refused(troly: Call) -> None:
    assert "2026-02-30" in _refused(troly("ask", "x", "--as-of", "2026-02-30"))
    assert PLAN in _refused(troly("ask", "x", "--plan", "khong-co"))


def test_ask_without_a_question_is_wrong_use(troly: Call, tmp_path: Path) -> None:
    _refused(troly("ask"), code=2)
    _refused(troly("ask", "câu hỏi", "--batch", _batch(tmp_path, "[]")), code=2)


@pytest.mark.parametrize("arguments", [[], ["fly"], ["ask", "a", "--colour"], ["plan"], ["plan", "fly"], ["calendar"]])
def test_wrong_use_is_2_and_says_so_on_standard_error(troly: Call, arguments: list[str]) -> None:
    code, out, err = troly(*arguments)
    assert (code, out) == (2, "")
    assert "troly" in err


def test_a_wrong_setting_is_3(troly: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_PORT", "cổng")
    assert "TROLY_PORT" in _refused(troly("ask", "x"), code=3)


def test_a_set_clock_is_refused_where_real_people_could_be_reached(
    troly: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROLY_PORT", "0")
    monkeypatch.setenv("TROLY_TELEGRAM_TOKEN", "1:abc")
    monkeypatch.setenv("TROLY_CLOCK", "2023-04-26T08:30:00+07:00")
    assert "TROLY_CLOCK" in _refused(troly("run"), code=3)


def test_a_question_may_look_like_a_command(troly: Call) -> None:
    assert troly("ask", "run", "--json")[0] == 0


# calendar


def _calendar(troly: Call, *more: str, start: str = "2023-04-26", end: str = "2023-04-28") -> list[dict[str, Any]]:
    code, out, _ = troly("calendar", "--plan", PLAN, "--from", start, "--to", end, "--json", *more)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def test_the_calendar_says_who_gets_what_and_when(troly: Call) -> None:
    lines = _calendar(troly)
    first = next(line for line in lines if line["to"] == UNIT)
    assert first["at"] == "2023-04-26T08:00:00+07:00"
    assert first["kind"] == "reminder"
    assert {(item["due"], item["offset_days"]) for item in first["items"]} == {("2023-04-29", 3)}
    assert "30/4/2023" in first["text"]


def test_an_offset_is_due_minus_sending_day(troly: Call) -> None:
    for line in _calendar(troly, start="2023-04-01", end="2023-07-31"):
        for item in line["items"]:
            days = date.fromisoformat(item["due"]) - date.fromisoformat(line["at"][:10])
            assert item["offset_days"] == days.days


def test_an_answer_in_the_replay_silences_the_facts(troly: Call, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(f"- {{on: 2023-04-26, to: {UNIT}}}\n", encoding="utf-8")

    def dues_on_the_28th(lines: list[dict[str, Any]]) -> set[str]:
        mine = [line for line in lines if line["to"] == UNIT and line["at"].startswith("2023-04-28")]
        return {item["due"] for line in mine for item in line["items"]}

    assert "2023-04-29" in dues_on_the_28th(_calendar(troly))
    assert "2023-04-29" not in dues_on_the_28th(_calendar(troly, "--answers", str(answers)))


def test_the_readable_calendar_holds_the_same_messages(troly: Call) -> None:
    code, out, _ = troly("calendar", "--plan", PLAN, "--from", "2023-04-26", "--to", "2023-04-28")
    assert code == 0
    assert out.count("[reminder]") == len(_calendar(troly))


@pytest.mark.parametrize(
    "arguments",
    [["--plan", "khong-co", "--from", "2023-01-01", "--to", "2023-01-02"],
     ["--plan", PLAN, "--from", "hôm nay", "--to", "2023-01-02"],
     ["--plan", PLAN, "--from", "2023-01-02", "--to", "2023-01-01"],
     ["--plan", PLAN, "--from", "2023-01-01", "--to", "2023-01-02", "--answers", "nowhere.yaml"]],
)  # fmt: skip
def test_a_calendar_that_cannot_be_made_is_refused(troly: Call, arguments: list[str]) -> None:
    _refused(troly("calendar", *arguments))


@pytest.mark.parametrize("content", ["x", "5", "- x", "- {on: 2023-04-26}", "- {on: mai, to: x}", "- ["])
def test_answers_that_cannot_be_used_are_refused(troly: Call, tmp_path: Path, content: str) -> None:
    (tmp_path / "answers.yaml").write_text(content, encoding="utf-8")
    span = ["--from", "2023-01-01", "--to", "2023-01-02"]
    _refused(troly("calendar", "--plan", PLAN, *span, "--answers", str(tmp_path / "answers.yaml")))


# plan


def test_a_plan_is_switched_on_and_off_again(troly: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_CLOCK", "2023-04-26T08:30:00+07:00")
    before = troly("plan", "list")[1]
    code, out, _ = troly("plan", "switch-on", PLAN)
    assert code == 0
    assert "2023-04-26" in out and "htdvc-T03" in out, "what is past is named"
    assert troly("plan", "list")[1] != before
    assert troly("plan", "switch-off", PLAN)[0] == 0
    assert troly("plan", "list")[1] == before


def test_the_list_starts_each_line_with_the_plans_id(troly: Call) -> None:
    code, out, _ = troly("plan", "list")
    assert code == 0
    assert PLAN in [line.split()[0] for line in out.splitlines()]


def test_switching_on_says_which_units_nobody_answers_for(
    troly: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROLY_CLOCK", "2023-01-10T08:30:00+07:00")
    assert UNIT in troly("plan", "switch-on", PLAN)[1]
    _import(troly, tmp_path, f"name\n{UNIT}\n")
    assert UNIT in troly("plan", "switch-on", PLAN)[1], "a unit without a person is still nobody"


def test_unknown_plans_and_plans_that_are_off_are_refused(troly: Call) -> None:
    assert PLAN in _refused(troly("plan", "switch-on", "khong-co"))
    _refused(troly("plan", "switch-off", "khong-co"))
    assert PLAN in _refused(troly("plan", "switch-off", PLAN))


# unit


def _import(troly: Call, tmp_path: Path, content: str | bytes) -> tuple[int, str, str]:
    path = tmp_path / "units.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return troly("unit", "import", str(path))


@pytest.mark.parametrize(
    "content",
    ["name,kind,group\nPhòng Một,unit,Khối\nPhòng Hai,,Khối\n", "name;kind\nPhòng Một;unit\n\nPhòng Hai;unit\n",
     "name\tcommune\nPhòng Một\tXã A\nPhòng Hai\t\n", "\ufeffname,khác\r\nPhòng Một,1\r\n\"Phòng Hai\",2\r\n"],
)  # fmt: skip
def test_a_list_of_units_is_taken_as_spreadsheets_write_it(troly: Call, tmp_path: Path, content: str) -> None:
    code, out, _ = _import(troly, tmp_path, content)
    assert (code, "2" in out) == (0, True)
    assert troly("invite", "--unit", "phong hai", "--role", "unit_contact")[0] == 0


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("tên\nPhòng Một\n", 1),
        ("", 1),
        ("name\nPhòng Một\n\n  \n", 4),
        ("name,kind\nPhòng Một,\n,unit\n", 3),
        ("name,kind\nPhòng Một,đơn vị\n", 2),
        ("name\nPhòng Một\nPhòng Hai\n\nPhòng Một\n", 5),
        ('name,commune\n"Phòng\nMột",A\nPhòng Hai,B\nPhòng Hai,C\n', 5),
    ],
)
def test_a_bad_row_is_refused_by_line_and_nothing_is_kept(troly: Call, tmp_path: Path, content: str, line: int) -> None:
    refusal = _refused(_import(troly, tmp_path, content))
    assert re.search(rf"units\.csv, dòng {line}:", refusal), refusal
    _refused(troly("invite", "--unit", "Phòng Một", "--role", "unit_contact"))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\xff\xfe", "name\nPhòng".encode("utf-16"), b'name\n"' + b"x" * 200_000]
)
def test_a_file_that_is_no_list_is_refused(troly: Call, tmp_path: Path, content: bytes) -> None:
    assert "units.csv" in _refused(_import(troly, tmp_path, content))


def test_a_list_that_is_not_there_is_refused(troly: Call, tmp_path: Path) -> None:
    for path in ("nowhere.csv", str(tmp_path)):
        _refused(troly("unit", "import", path))


def test_importing_twice_changes_nothing(troly: Call, tmp_path: Path) -> None:
    content = "name,group\nPhòng Một,Khối\n"
    assert [_import(troly, tmp_path, content)[0] for _ in range(2)] == [0, 0]


# invite


def _invite(troly: Call, *more: str) -> dict[str, Any]:
    code, out, _ = troly("invite", "--unit", UNIT, "--role", "unit_contact", "--json", *more)
    assert code == 0
    invite: dict[str, Any] = json.loads(out)
    return invite


def test_an_invitation_names_every_way_to_use_it(
    troly: Call, tmp_path: Path, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _import(troly, tmp_path, f"name\n{UNIT}\n")
    for name, value in telegram.settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TROLY_CLOCK", "2023-04-26T08:30:00+07:00")
    monkeypatch.setenv("TROLY_PUBLIC_URL", "https://troly.example/")
    invite = _invite(troly)
    assert re.fullmatch(r"TL-[A-Z0-9]{4}-[A-Z0-9]{4}", invite["code"])
    assert invite["telegram"] == f"https://t.me/{telegram.platform.name}?start={invite['code']}"
    assert invite["web"] == f"https://troly.example/?code={invite['code']}"
    assert invite["expires_at"].startswith("2023-05-03T08:30:0") and invite["expires_at"].endswith("+07:00")


def test_without_telegram_there_is_a_code_all_the_same(
    troly: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _import(troly, tmp_path, f"name\n{UNIT}\n")
    assert _invite(troly)["telegram"] is None
    with TelegramServer() as gone:
        pass
    for name, value in gone.settings.items():
        monkeypatch.setenv(name, value)
    assert _invite(troly)["telegram"] is None


def test_no_two_codes_are_alike_and_none_is_kept_in_clear(troly: Call, tmp_path: Path, data_dir: Path) -> None:
    _import(troly, tmp_path, f"name\n{UNIT}\n")
    codes = [_invite(troly)["code"] for _ in range(3)]
    assert len(set(codes)) == 3
    kept = b"".join(path.read_bytes() for path in data_dir.glob("troly.db*"))
    assert not [code for code in codes if code.encode() in kept]


def test_an_unknown_unit_is_refused_and_an_unknown_role_is_wrong_use(troly: Call) -> None:
    assert "Phòng Mười" in _refused(troly("invite", "--unit", "Phòng Mười", "--role", "unit_contact"))
    assert troly("invite", "--unit", UNIT, "--role", "king")[0] == 2


# as a process


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
