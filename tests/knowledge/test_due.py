"""Printed dates and their last day still in time, by boundary word and precision."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.due import Due, period_of

any_day = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def due(printed: str | None, boundary: str | None = "on", precision: str = "day", to: str | None = None) -> Due:
    """A due date in short."""
    return Due.model_validate({"date": printed, "date_to": to, "date_precision": precision, "boundary": boundary})


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2023-04-30", "2023-04-30", "2023-04-30"),
        ("2023-04", "2023-04-01", "2023-04-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2023-Q1", "2023-01-01", "2023-03-31"),
        ("2023-Q4", "2023-10-01", "2023-12-31"),
        ("2023", "2023-01-01", "2023-12-31"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(iso: str, first: str, last: str) -> None:
    assert period_of(iso) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        *("", "2023-13", "2023-00", "2023-02-29", "2023-04-31", "2023-04-00", "2023-Q5", "2023-Q0", "2023-Q1-Q2"),
        *("30/4/2023", "2023-4-1", "2023-04-10-99", "0000", "2023 ", "2_023", "tháng 4", "٢٠٢٣", "2023\n", "-2023"),
    ],
)
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError):
        period_of(text)


@given(any_day)
def test_every_day_lies_in_its_own_month_quarter_and_year(day: date) -> None:
    quarter = f"{day.year}-Q{(day.month + 2) // 3}"
    for iso in (day.isoformat(), f"{day:%Y-%m}", quarter, f"{day.year}"):
        first, last = period_of(iso)
        assert first <= day <= last


@pytest.mark.parametrize(
    ("printed", "boundary", "precision", "to", "last"),
    [
        ("2023-04-30", "before", "day", None, "2023-04-29"),
        ("2023-05-01", "before", "day", None, "2023-04-30"),
        ("2023-01-01", "before", "day", None, "2022-12-31"),
        ("2023-06", "before", "month", None, "2023-05-31"),
        ("2023-Q3", "before", "quarter", None, "2023-06-30"),
        ("2023-04-30", "on", "day", None, "2023-04-30"),
        ("2023-04-10", "from", "day", None, "2023-04-10"),
        ("2023-04", "from", "month", None, "2023-04-01"),
        ("2023", "by_end_of", "year", None, "2023-12-31"),
        ("2023-04", "during", "month", None, "2023-04-30"),
        ("2023-04-03", "during", "day", "2023-12-31", "2023-12-31"),
        ("2023", "during", "year", "2024", "2024-12-31"),
        ("2023-02", None, "month", None, "2023-02-28"),
    ],
)
def test_the_boundary_word_decides_the_last_day_still_in_time(
    printed: str, boundary: str | None, precision: str, to: str | None, last: str
) -> None:
    assert due(printed, boundary, precision, to).last_day() == date.fromisoformat(last)


def test_without_a_date_nothing_falls_due_and_nothing_is_covered() -> None:
    undated = due(None, None, "none")
    assert undated.last_day() is None
    assert not undated.covers(date(1900, 1, 1), date(2999, 12, 31))


@given(any_day, any_day, any_day)
def test_a_date_is_covered_by_every_period_that_touches_it(day: date, one: date, other: date) -> None:
    start, end = sorted((one, other))
    assert due(day.isoformat()).covers(start, end) is (start <= day <= end)
    month_first, month_last = period_of(f"{day:%Y-%m}")
    touches = month_first <= end and start <= month_last
    assert due(f"{day:%Y-%m}", "during", "month").covers(start, end) is touches


@pytest.mark.parametrize(
    "broken",
    [
        {"date": "30/4/2023", "date_precision": "day"},
        {"date": "2023-02-30", "date_precision": "day"},
        {"date": "2023-04-30", "date_precision": "day", "date_to": "2023-31-12"},
        {"date": "2023-04-30", "date_precision": "week"},
        {"date": "2023-04-30", "date_precision": "day", "boundary": "until"},
        {"date": "2023-04-30", "date_precision": "day", "deadline": "x"},
        {"date": date(2023, 4, 30), "date_precision": "day"},
    ],
)
def test_a_date_that_cannot_be_read_is_refused_when_the_plan_is_loaded(broken: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Due.model_validate(broken)
