"""Vietnamese is told from other languages, with diacritics or without, in new letters or old ones."""

import unicodedata

import pytest

from knowledge.documents.charsets import decode
from knowledge.documents.language import from_tcvn3, from_vni, in_todays_letters, is_vietnamese, old_alphabet
from knowledge.text import fold

PLAN = (
    "Kế hoạch thử nghiệm năm 2027 của Sở: đến hết quý III, ít nhất 85% hồ sơ được tiếp nhận trực tuyến; các đơn vị báo "
    "cáo trước ngày 25 hằng tháng. Người đứng đầu chịu trách nhiệm nếu để chậm trễ, kể cả việc nhỏ như cập nhật số."
)
# Every pair of letters of the old alphabets, taken from words anyone can check.
TCVN3 = "KÕ ho¹ch thö nghiÖm n¨m 2027 cña Së: ®Õn hÕt quý III, Ýt nhÊt 85% hå s¬ ®­îc tiÕp nhËn trùc tuyÕn"
VNI = (
    "Keá hoaïch thöû nghieäm naêm 2027 cuûa Sôû: ñeán heát quyù III, ít nhaát 85% hoà sô ñöôïc tieáp nhaän tröïc tuyeán"
)
MEANT = "Kế hoạch thử nghiệm năm 2027 của Sở: đến hết quý III, ít nhất 85% hồ sơ được tiếp nhận trực tuyến"


@pytest.mark.parametrize(
    "text",
    [
        PLAN,
        fold(PLAN),
        PLAN.upper(),
        "Ké hoach thyc hién, cac don vi thude Sé gtri bao cdo trudc ngay 25 hang thang cho Van phong tong hop két qua",
    ],
    ids=["written", "stripped", "capitals", "bad scan"],
)
def test_vietnamese_is_known(text: str) -> None:
    assert is_vietnamese(text)


@pytest.mark.parametrize(
    "text",
    [
        "Every department shall send its figures to the office before the end of the month; a report can then be made.",
        "Chaque service transmet ses chiffres avant la fin du mois, afin que le bureau puisse préparer son rapport.",
        "各部门应当在每月底之前向办公室报送数据，由办公室汇总后向领导汇报。",
        "Toate serviciile trimit cifrele până la sfârșitul lunii, iar biroul întocmește raportul pentru conducere.",
        "Setiap bagian mengirimkan angka sebelum akhir bulan agar kantor dapat menyusun laporan untuk pimpinan.",
        "12/2027 85% 70% 3.500",
        "",
    ],
    ids=["English", "French", "Chinese", "Romanian", "Indonesian", "figures", "nothing"],
)
def test_other_languages_are_not(text: str) -> None:
    assert not is_vietnamese(text)


def test_old_letters_are_read() -> None:
    assert from_tcvn3(TCVN3) == MEANT
    assert from_vni(VNI) == MEANT
    assert old_alphabet(TCVN3) is from_tcvn3
    assert old_alphabet(VNI) is from_vni
    assert in_todays_letters(TCVN3, from_tcvn3) == MEANT


@pytest.mark.parametrize(
    "text", [PLAN, fold(PLAN), "Các phòng báo cáo trước ngày 25.", "Every unit sends its figures."]
)
def test_todays_letters_are_left_alone(text: str) -> None:
    assert old_alphabet(text) is None
    assert in_todays_letters(MEANT, from_tcvn3) == MEANT


def _cp1258(text: str) -> bytes:
    """Windows keeps the tone behind its letter."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out += base + "".join(part for part in parts if part in tones)
    return out.encode("cp1258")


@pytest.mark.parametrize(
    "data",
    [
        MEANT.encode(),
        b"\xef\xbb\xbf" + MEANT.encode(),
        MEANT.encode("utf-16"),
        b"\xfe\xff" + MEANT.encode("utf-16-be"),
        _cp1258(MEANT),
        TCVN3.encode("latin-1"),
        VNI.encode("cp1252"),
    ],
    ids=["UTF-8", "UTF-8 with mark", "UTF-16", "UTF-16 BE", "Windows-1258", "TCVN3", "VNI"],
)
def test_all_ways_of_writing_are_decoded(data: bytes) -> None:
    assert decode(data) == MEANT


def test_a_text_cut_inside_a_letter_is_still_a_text() -> None:
    assert (decode((PLAN * 5).encode()[:-20] + "ế".encode()[:2]) or "").startswith(PLAN)


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\0" * 500, b"\x89\xab\xcd" * 100])
def test_rubbish_is_no_text(data: bytes) -> None:
    assert decode(data) is None
