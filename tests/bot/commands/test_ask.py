"""`troly ask`: the promised shape, batches in order, nothing stored."""

import json
from pathlib import Path

import pytest

from tests.support.cli import PLAN, Call, refused


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
    refused(troly("ask", "--batch", _batch(tmp_path, content), "--json"))


def test_a_batch_file_that_is_not_there_is_refused_by_name(troly: Call) -> None:
    assert "nowhere.yaml" in refused(troly("ask", "--batch", "nowhere.yaml", "--json"))


def test_wrong_days_and_unknown_plans_arerefused(troly: Call) -> None:
    assert "2026-02-30" in refused(troly("ask", "x", "--as-of", "2026-02-30"))
    assert PLAN in refused(troly("ask", "x", "--plan", "khong-co"))


def test_ask_without_a_question_is_wrong_use(troly: Call, tmp_path: Path) -> None:
    refused(troly("ask"), code=2)
    refused(troly("ask", "câu hỏi", "--batch", _batch(tmp_path, "[]")), code=2)
