"""Which facts are said on which day: lead days that are off move back, overdue ones forward, the past stays unsaid."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.plans import Task
from scheduler.due_facts import LEADS, OVERDUE, DueFact, facts_to_say
from scheduler.working_time import WorkingTime, office_time
from tests.support.office import fact

LONG_AGO = date(2020, 1, 1)


def _days(start: str, end: str) -> Iterator[date]:
    day = date.fromisoformat(start)
    while day <= date.fromisoformat(end):
        yield day
        day += timedelta(days=1)


def _calendar(one: Task, start: str, end: str, since: date = LONG_AGO, working: WorkingTime | None = None) -> list[str]:
    """`07-14 -3`: said on the fourteenth of July at its lead of three days; every day of the span is lived through."""
    said: dict[int, str] = {}
    for day in _days(start, end):
        office = working or office_time()
        for item in facts_to_say([one], day, since, office) if office.is_writing_day(day) else []:
            said.setdefault(item.lead, f"{day:%m-%d} {-item.lead:+d}")
    return list(said.values())


def test_a_midweek_date_is_said_at_every_lead_and_then_three_times_more() -> None:
    assert _calendar(fact("a", "2023-06-29"), "2023-05-01", "2023-12-31") == [
        "05-30 -30",
        "06-15 -14",
        "06-22 -7",
        "06-26 -3",
        "06-28 -1",
        "06-29 +0",
        "06-30 +1",
        "07-06 +7",
        "07-13 +14",
    ]


def test_leads_on_a_long_weekend_move_back_and_overdue_days_forward() -> None:
    """The 29th of April 2023 was a Saturday and the first of five days off; both -1 and 0 fall on the Friday."""
    assert _calendar(fact("a", "2023-04-29"), "2023-03-01", "2023-12-31") == [
        "03-30 -30",
        "04-14 -14",
        "04-21 -7",
        "04-26 -3",
        "04-28 +0",
        "05-04 +1",
        "05-08 +7",
        "05-15 +14",
    ]


def test_a_lead_never_falls_on_a_saturday_worked_in_exchange() -> None:
    """Seven days before Saturday the 17th was Saturday the 10th of January 2026, worked but quiet."""
    said = _calendar(fact("a", "2026-01-17"), "2026-01-05", "2026-01-31")
    assert said[1] == "01-09 -7"
    assert {date(2026, 1, int(line[3:5])).weekday() for line in said} <= {0, 1, 2, 3, 4}


def test_the_day_before_culture_day_speaks_for_it() -> None:
    assert _calendar(fact("a", "2026-11-24"), "2026-11-23", "2026-11-25") == ["11-23 +0", "11-25 +1"]
    assert _calendar(fact("a", "2025-11-24"), "2025-11-24", "2025-11-24") == ["11-24 +0"]


@pytest.mark.parametrize(
    ("printed", "boundary", "last"),
    [
        ("2023-06-30", "before", "2023-06-29"),
        ("2023-06-30", "on", "2023-06-30"),
        ("2023-06-28", "from", "2023-06-28"),
        ("2023-06", "during", "2023-06-30"),
        ("2023-07", "before", "2023-06-30"),
        ("2023", "by_end_of", "2023-12-31"),
    ],
)
def test_the_last_day_in_time_counts_whatever_the_plan_prints(printed: str, boundary: str, last: str) -> None:
    day = office_time().on_or_before(date.fromisoformat(last))
    assert [
        item.due.isoformat() for item in facts_to_say([fact("a", printed, boundary)], day, LONG_AGO, office_time())
    ] == [last]


def test_what_is_done_or_undated_is_never_said() -> None:
    quiet = [fact("a", "2023-06-29", status="done"), fact("b", None, None), fact("c", None, recurring="monthly")]
    assert all(not facts_to_say(quiet, day, LONG_AGO, office_time()) for day in _days("2023-05-25", "2023-07-20"))


def test_what_was_due_before_switching_on_is_never_said() -> None:
    assert _calendar(fact("a", "2023-04-04"), "2023-04-05", "2023-12-31", since=date(2023, 4, 5)) == []


def test_what_is_due_on_the_first_day_is_said_on_it() -> None:
    assert _calendar(fact("a", "2023-04-05"), "2023-04-05", "2023-04-05", since=date(2023, 4, 5)) == ["04-05 +0"]


def test_leads_planned_before_switching_on_stay_unsaid() -> None:
    assert _calendar(fact("a", "2023-04-21"), "2023-04-10", "2023-04-21", since=date(2023, 4, 10)) == [
        "04-14 -7",
        "04-18 -3",
        "04-20 -1",
        "04-21 +0",
    ]


def test_a_plan_switched_on_at_the_weekend_speaks_of_saturday_only_afterwards() -> None:
    assert _calendar(fact("a", "2023-04-08"), "2023-04-08", "2023-04-30", since=date(2023, 4, 8))[0] == "04-10 +1"


def test_after_an_outage_only_the_nearest_lead_is_caught_up() -> None:
    one = fact("a", "2023-06-29")
    assert _calendar(one, "2023-06-23", "2023-06-27") == ["06-23 -7", "06-26 -3"]
    assert _calendar(one, "2023-06-27", "2023-06-28") == ["06-27 -3", "06-28 -1"]
    assert _calendar(one, "2023-07-10", "2023-07-20") == ["07-10 +7", "07-13 +14"]


def test_the_last_working_day_before_a_date_that_is_off_is_known_as_such() -> None:
    def chance(day: str) -> bool:
        [item] = facts_to_say([fact("a", "2023-04-29")], date.fromisoformat(day), LONG_AGO, office_time())
        return item.last_chance

    assert [chance(day) for day in ("2023-04-27", "2023-04-28", "2023-05-04")] == [False, True, False]


def test_before_a_saturday_worked_in_exchange_friday_is_not_the_last_working_day() -> None:
    [item] = facts_to_say([fact("a", "2026-01-10")], date(2026, 1, 9), LONG_AGO, office_time())
    assert (item.lead, item.last_chance) == (0, False)


def test_the_most_overdue_comes_first_and_one_day_keeps_the_order_of_the_plan() -> None:
    facts = [fact("z", "2023-06-30"), fact("b", "2023-06-29"), fact("a", "2023-06-30"), fact("c", "2023-06-28")]
    found = facts_to_say(facts, date(2023, 6, 29), LONG_AGO, office_time())
    assert [item.fact.id for item in found] == ["c", "b", "z", "a"]


SINCE = st.dates(date(2023, 1, 1), date(2027, 12, 31))


@given(since=SINCE, ahead=st.integers(0, 60))
def test_whatever_is_due_after_switching_on_is_said_in_time_if_one_working_day_is_left(since: date, ahead: int) -> None:
    due, office = since + timedelta(days=ahead), office_time()
    said = _calendar(fact("a", due.isoformat()), since.isoformat(), due.isoformat(), since)
    assert bool(said) is any(office.is_writing_day(day) for day in _days(since.isoformat(), due.isoformat()))


@given(due=SINCE)
def test_without_outage_no_lead_is_late_and_no_overdue_notice_early(due: date) -> None:
    first, last = due - timedelta(days=60), due + timedelta(days=40)
    for item, day in _said_on(fact("a", due.isoformat()), first, last):
        planned = due - timedelta(days=item.lead)
        assert day == (office_time().on_or_before(planned) if item.lead >= 0 else office_time().on_or_after(planned))
        assert item.lead in (LEADS if day <= due else tuple(-late for late in OVERDUE))


def _said_on(one: Task, first: date, last: date) -> Iterator[tuple[DueFact, date]]:
    """Each lead with the first writing day on which it would be said."""
    said: set[int] = set()
    for day in _days(first.isoformat(), last.isoformat()):
        for item in facts_to_say([one], day, LONG_AGO, office_time()) if office_time().is_writing_day(day) else []:
            if item.lead not in said:
                said.add(item.lead)
                yield item, day


@given(due=SINCE, runs=st.sets(st.integers(-45, 30)))
def test_with_any_outage_every_lead_is_caught_up_once_and_never_before_its_day(due: date, runs: set[int]) -> None:
    leads: list[int] = []
    for offset in sorted(runs):
        day = due + timedelta(days=offset)
        for item in facts_to_say([fact("a", due.isoformat())], day, LONG_AGO, office_time()):
            assert office_time().on_or_before(due - timedelta(days=item.lead)) <= day
            leads += [item.lead] if item.lead not in leads else []
    assert leads == sorted(leads, reverse=True)
