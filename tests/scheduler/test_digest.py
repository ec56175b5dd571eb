"""A digest is read in a hurry: one head a date, how far it is in plain words, and what the button does."""

from datetime import date

import pytest

from knowledge.plans import Plan, Task
from scheduler.actions import acknowledge, parse
from scheduler.digest import MAX_FACTS, Part, digest_message, digest_text, part_of
from scheduler.due_facts import facts_to_say
from scheduler.outbox import ToPerson
from scheduler.working_time import office_time
from tests.support.office import fact, plan_of

LONG_AGO = date(2020, 1, 1)


def _part(day: str, *facts: Task, plan: Plan | None = None) -> Part:
    today = date.fromisoformat(day)
    found = facts_to_say(facts, today, LONG_AGO, office_time())
    return part_of(plan or plan_of(*facts), found, today)


def _text(day: str, *facts: Task) -> str:
    return digest_text([_part(day, *facts)], date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "printed", "boundary", "head"),
    [
        ("2023-06-22", "2023-06-29", "on", "Ngày 29/6/2023 (còn 7 ngày):"),
        ("2023-06-22", "2023-06-30", "before", "Trước ngày 30/6/2023 (chậm nhất 29/6/2023, còn 7 ngày):"),
        ("2023-06-28", "2023-06-30", "before", "Trước ngày 30/6/2023 (ngày mai là hạn chót):"),
        ("2023-06-29", "2023-06-30", "before", "Trước ngày 30/6/2023 (hôm nay là hạn chót):"),
        ("2023-06-30", "2023-06-30", "before", "Trước ngày 30/6/2023 (hạn chót 29/6/2023, đã qua 1 ngày):"),
        ("2023-07-03", "2023-06", "during", "Trong tháng 6/2023 (đã qua hạn 3 ngày):"),
        ("2023-04-04", "2023-04-05", "from", "Từ ngày 5/4/2023 (áp dụng từ ngày mai):"),
        ("2023-04-05", "2023-04-05", "from", "Từ ngày 5/4/2023 (áp dụng từ hôm nay):"),
        ("2023-04-12", "2023-04-05", "from", "Từ ngày 5/4/2023 (đã bắt đầu áp dụng được 7 ngày):"),
    ],
)
def test_the_head_says_the_printed_date_and_how_far_its_last_day_is(
    day: str, printed: str, boundary: str, head: str
) -> None:
    assert head in _text(day, fact("a", printed, boundary)).splitlines()


@pytest.mark.parametrize(
    ("printed", "boundary"), [("2023-04-30", "before"), ("2023-04", "during"), ("2023-04-29", "from")]
)
def test_before_a_long_weekend_the_reader_is_told_that_no_working_day_is_left(printed: str, boundary: str) -> None:
    """“One day left” would be true on Friday the 28th of April 2023, and would mislead."""
    text = _text("2023-04-28", fact("a", printed, boundary))
    assert "hôm nay là ngày làm việc cuối cùng" in text
    assert "ngày mai" not in text


def test_facts_of_one_date_stand_under_one_head_in_the_order_of_the_plan() -> None:
    lines = _text(
        "2023-12-01", fact("x", "2023-12-31", "on"), fact("y", "2023", "by_end_of"), fact("z", "2023-12-31", "on")
    ).splitlines()
    heads = [line for line in lines if line.endswith("):") and not line.startswith("-")]
    facts = [line.split()[2] for line in lines if line.startswith("- ")]
    assert len(heads) == 2
    assert facts == ["x", "z", "y"]


def test_two_plans_are_two_paragraphs_and_the_button_is_explained_once() -> None:
    parts = [_part("2023-06-22", fact(name, "2023-06-29")) for name in "ab"]
    paragraphs = digest_text(parts, date(2023, 6, 22)).split("\n\n")
    assert len(paragraphs) == 3
    assert paragraphs[2].count("Đã nắm") == 1


def test_the_reader_is_warned_that_the_button_silences_the_due_day_too() -> None:
    assert "kể cả khi đến hạn" in _text("2023-06-22", fact("a", "2023-06-29"))
    assert "kể cả khi đến hạn" not in _text("2023-07-06", fact("a", "2023-06-29"))


def test_the_title_cannot_be_mistaken_for_the_due_date() -> None:
    message = digest_message(5, 9, [_part("2023-06-22", fact("a", "2023-06-29"))], date(2023, 6, 22))
    assert message.title
    assert "hạn ngày" not in message.title
    assert "22/6/2023" in message.title


def test_a_digest_waits_for_working_hours_and_is_pointless_once_acknowledged() -> None:
    message = digest_message(5, 9, [_part("2023-06-22", fact("a", "2023-06-29"))], date(2023, 6, 22))
    assert (message.to, message.polite, message.cancel_if) == (ToPerson(5), True, "acknowledged:9")
    assert [parse(button.token) for button in message.buttons] == [acknowledge(9)]


def test_a_long_list_is_cut_and_says_how_much_is_left() -> None:
    facts = [fact(f"a{number}", "2023-06-29") for number in range(MAX_FACTS + 3)]
    part = _part("2023-06-22", *facts)
    lines = digest_text([part], date(2023, 6, 22)).splitlines()
    assert (len(part.facts), part.more) == (MAX_FACTS, 3)
    assert [line for line in lines if "3 mục nữa" in line]
    assert "mục nữa" not in _text("2023-06-22", *facts[:MAX_FACTS])


def test_when_a_list_is_cut_what_can_still_be_done_in_time_is_kept() -> None:
    overdue = [fact(f"old{number}", "2023-06-01") for number in range(MAX_FACTS)]
    part = _part("2023-06-22", *overdue, fact("soon", "2023-06-29"), fact("now", "2023-06-22"))
    assert [item.fact.id for item in part.facts[-2:]] == ["now", "soon"]
    assert (len(part.facts), part.more) == (MAX_FACTS, 2)
