"""A question of the archive is recognised though misspelt, and a short or different one is not taken for it."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.entries import OUTSIDE, WAITING, Archive, Entry
from knowledge.nearest import Nearest

VARIANTS = [
    "Cách gửi đơn tưới nước qua điện thoại",
    "Gửi đơn mất bao lâu thì xong",
    "Bơm cấp 2 thì đăng ký ở chỗ nào",
    "nước chưa về tới ruộng nhà tôi",
    "mở van",
    "ok",
]


@pytest.fixture(scope="module")
def nearest() -> Nearest:
    entry = Entry.model_construct(topic="don", variants=tuple(VARIANTS))
    return Nearest(Archive({"don": entry}, {"gieng": ("khoan giếng ở đâu",)}, {"bong": ("tối nay ai đá với ai",)}))


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Cách gửi đơn tưới nước qua điện thoại", "don"),
        ("cach gui don tuoi nuoc qua dthoai", "don"),
        ("CÁCH GỬI ĐƠN TƯỚI NƯỚC QUA ĐIỆN THOẠI!!!", "don"),
        ("cách gửi đơn tưới nươc qua điên thoai", "don"),
        ("cach gui donn tuoi nuoc qua dien thoai", "don"),
        ("bơm cấp hai thì đăng ký ở chỗ nào", "don"),
        ("bom cap 02 thi dki o cho nao", "don"),
        ("mo van", "don"),
        ("khoan giếng ở đâu?", f"{WAITING}gieng"),
        ("toi nay ai da voi ai", OUTSIDE),
    ],
)
def test_a_question_of_the_archive_is_found_however_it_is_spelt(nearest: Nearest, typed: str, label: str) -> None:
    found = nearest.same(typed)
    assert found is not None
    assert found[0] == label
    assert 0.9 < found[1] <= 1


@pytest.mark.parametrize(
    "typed",
    [
        *("", "  ", "😀", "o", "ko", "mở văn bản", "gửi đơn", "cách gửi đơn xin việc", "ai đá"),
        # A letter or a word of difference, and yet another question.
        *("Bơm cấp 1 thì đăng ký ở chỗ nào", "bơm cấp một thì đăng ký ở chỗ nào", "nước về tới ruộng nhà tôi"),
    ],
)
def test_another_question_is_none_of_the_archive_s(nearest: Nearest, typed: str) -> None:
    assert nearest.same(typed) is None


@given(st.text(max_size=300))
@example("a" * 3000)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_comparing_never_fails_whatever_was_typed(nearest: Nearest, text: str) -> None:
    found = nearest.same(text)
    assert found is None or found[0] in ("don", f"{WAITING}gieng", OUTSIDE)
