"""Numbers that identify a person are gone from what is kept, however they were typed; the question itself stays."""

import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.entries import load_archive
from knowledge.masking import mask

_DIGIT = re.compile(r"\d")
_LONG = re.compile(r"\d(?:[ .\-\n\u00a0\u200b]?\d){8,}")
WORDS = ["số", "của", "tôi", "cccd", "gọi", "lại", "nhé", "cho", "em", "(", ")", ":", "…"]
around = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
separator = st.sampled_from(["", "", "", " ", ".", "-", "  ", "\u00a0", "\n", " - ", "\u2013", ",", "\u200b"])


@st.composite
def typed_number(draw: st.DrawFn, prefixes: list[str], count: tuple[int, int], digits: str) -> str:
    """A number of made-up digits with whatever people put between its groups."""
    typed = draw(st.sampled_from(prefixes))
    for _ in range(draw(st.integers(*count))):
        typed += draw(separator) + draw(st.sampled_from(digits))
    return typed


@given(around, typed_number(["0", "84", "+84"], (9, 10), "0123456789"), around)
def test_no_digit_of_a_phone_number_is_kept(before: str, number: str, behind: str) -> None:
    assert not _DIGIT.search(mask(f"{before} {number} {behind}"))


# Without 0 and 8, lest a part of the number be a phone number of its own.
@given(around, typed_number(["1", "9"], (8, 18), "1234679"), around)
def test_no_digit_of_a_card_account_or_other_long_number_is_kept(before: str, number: str, behind: str) -> None:
    assert not _DIGIT.search(mask(f"{before} {number} {behind}"))
    assert not _DIGIT.search(mask(f"{before}{number}{behind}"))


@given(
    around,
    st.from_regex(r"\A0[0-9]{11}\Z"),
    st.sampled_from([(12,), (3, 3, 3, 3), (4, 4, 4), (6, 6), (3, 9), (3, 1, 2, 6)]),
    separator,
    around,
)
def test_no_digit_of_an_identity_number_is_kept(
    before: str, number: str, groups: tuple[int, ...], between: str, behind: str
) -> None:
    rest = iter(number)
    typed = between.join("".join(next(rest) for _ in range(size)) for size in groups)
    assert not _DIGIT.search(mask(f"{before} {typed} {behind}"))
    assert not _DIGIT.search(mask(f"{before}{typed}{behind}"))


@given(st.sampled_from(["mã OTP là", "otp:", "passcode", "mật khẩu", "mk", "mã xác thực", "ma pin"]), around)
@example("otp", "số của em là")
def test_no_digit_of_a_secret_code_is_kept_after_its_name(name: str, between: str) -> None:
    for code in ("4829", "482913", "482 913", "48291377"):
        assert not _DIGIT.search(mask(f"{name} {between[:20]} {code} mà không được"))


@given(st.text(max_size=400))
@example("9" * 400)
@example("0123456789/000987654321")
@example("٠١٢٣٤٥٦٧٨٩")
@example("０１２３４５６７８９")
@example("\ud800 000987654321")
def test_whatever_was_typed_no_long_number_is_left(text: str) -> None:
    assert not _LONG.search(mask(text))


@given(st.text(alphabet=st.characters(exclude_categories=["Nd", "Cs"], exclude_characters="@#$%!&*"), max_size=200))
def test_a_text_without_digits_or_signs_is_kept_as_it_was(text: str) -> None:
    assert mask(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("CCCD000987654321", "CCCD[số giấy tờ]"),
        ("cccd/000987654321", "cccd/[số giấy tờ]"),
        ("000987654321/0123456789", "[số giấy tờ]/[số điện thoại]"),
        ("000987654321 0123456789", "[số giấy tờ] [số điện thoại]"),
        ("sđt0123.456.789 nhé", "sđt[số điện thoại] nhé"),
        ("hộ chiếu z1234567 hết hạn", "hộ chiếu [số giấy tờ] hết hạn"),
        ("thẻ 4111 1111 1111 1111", "thẻ [số thẻ]"),
        ("stk 1234567 ngân hàng X", "stk [số tài khoản] ngân hàng X"),
        ("viết cho ten.toi+x@thu.example", "viết cho [email]"),
        ("mật khẩu là Hoa@2020 sao sai", "mật khẩu là [mã bí mật] sao sai"),
        ("MẬT KHẨU vneid của tôi: meo123", "MẬT KHẨU vneid của tôi: [mã bí mật]"),
        ("pass=abc1 pass=abc2", "pass=[mã bí mật] pass=[mã bí mật]"),
        ("pa[ss1 thôi, pass là pa[ss1", "pa[ss1 thôi, pass là [mã bí mật]"),
        ("482913 là mã OTP bên bạn gửi", "[mã bí mật] là mã OTP bên bạn gửi"),
        ("482913 (otp)", "[mã bí mật] (otp)"),
        ("  482913. ", "[mã bí mật]"),
        ("nó gửi về cái mã 482 913", "nó gửi về cái mã [mã bí mật]"),
        ("mật khẩu là Hoa@2020 ก็ได้", "mật khẩu là [mã bí mật] ก็ได้"),
    ],
)
def test_each_kind_is_named_in_its_place(typed: str, kept: str) -> None:
    assert mask(typed).strip() == kept


@pytest.mark.parametrize(
    "text",
    [
        "Tỷ lệ hồ sơ trực tuyến trước 30/6/2023 là bao nhiêu?",
        "từ 1/4/2023 đến 30/6/2023, rồi 31-12-2023",
        "Nghị định 69/2024/NĐ-CP điều 10, 13, 14",
        "kế hoạch 2454/QĐ-UBND năm 2022 và năm 2023",
        "các năm 2021, 2022, 2023",
        "gọi 1900 0000 được không",
        "phí 1.500.000 đồng",
        "mức 2, thôn 12, tổ 5, xóm 34",
        "mật khẩu là gì",
        "mật khẩu phải có mấy ký tự",
        "năm 2023 tôi quên mật khẩu",
        "otp",
        "TL-ABCD-2345",
    ],
)
def test_dates_documents_and_plain_questions_stay_readable(text: str) -> None:
    assert mask(text) == text


def test_the_archive_s_own_questions_are_kept_nearly_all_as_they_are() -> None:
    questions = [unicodedata.normalize("NFC", question) for _, question in load_archive().examples()]
    changed = [question for question in questions if mask(question) != question]
    assert len(changed) < len(questions) / 200
    assert all(_DIGIT.search(question) or "@" in question for question in changed)


def test_masking_what_is_masked_changes_nothing() -> None:
    once = mask("cccd 000987654321, đt 0123456789, mk: Hoa@2020, otp 482913, thư a@b.example, stk 12345678")
    assert "[" in once
    assert mask(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "9" * 40_000,
        "1 " * 20_000,
        "1-" * 20_000 + "x",
        "a" * 40_000,
        "a@" * 20_000,
        "x@" + "y" * 40_000,
        "pass:" * 8_000,
        "mat khau " + "a" * 20_000 + " " + "b" * 20_000,
        "mat khau" + " " * 40_000,
        "ma 1 " * 8_000,
        "\u0301" * 40_000,
        "84" * 20_000,
    ],
    ids=lambda text: text[:10].strip() or "marks",
)
def test_no_text_keeps_it_busy(text: str) -> None:
    began = time.process_time()
    mask(text)
    assert time.process_time() - began < 1
