"""From a read document to checked facts: damage mended, letterheads unfolded, flat tables restored, doubts flagged."""

from knowledge.documents.model import Document
from knowledge.documents.text import read_text
from knowledge.extraction.extract import extract
from knowledge.extraction.reading import read_plan
from tests.knowledge.extraction.short_plans import document, table
from tests.support.sample_plan_text import PLAN


def test_a_sound_plan_is_read_as_it_is() -> None:
    sound = Document(read_text(PLAN))
    read, extracted = read_plan(sound), extract(sound)
    assert {key: value for key, value in read.items() if key != "source_flags"} == {
        key: value for key, value in extracted.items() if key != "source_flags"
    }


def test_a_letterhead_in_a_table_and_a_table_in_lines() -> None:
    read = read_plan(
        document(
            table("UBND TỈNH AN GIANG / SỞ XÂY DỰNG|CỘNG HÒA XÃ HỘI\nSố: 1/KH-SXD|An Giang, ngày 1 tháng 2 năm 2026"),
            "KẾ HOẠCH", "Sửa bến đò năm 2026", "I. MỤC TIÊU", "- Trên 60% bến có đèn.", "PHỤ LỤC",
            "Chủ trì", "Phối hợp", "Thời gian",
            "Lắp đèn ở cầu phao bến lớn", "Văn phòng Sở", "Thanh tra Sở", "Quý II/2026",
            "Dán bảng giá đò dọc", "Thanh tra Sở", "Sở Y tế", "Thường xuyên",
        )
    )  # fmt: skip
    assert (read["plan"]["issuer"], read["plan"]["number"]) == ("Sở Xây dựng", "1/KH-SXD")
    assert [(task["lead"], task["support"]) for task in read["tasks"]] == [
        (["Văn phòng Sở"], ["Thanh tra Sở"]),
        (["Thanh tra Sở"], ["Sở Y tế"]),
    ]


def test_what_contradicts_itself_is_flagged() -> None:
    wrong = PLAN.replace("27/156, đạt tỷ lệ 17,3%", "27/156, đạt tỷ lệ 71,3%")
    flags = read_plan(Document(read_text(wrong)))["source_flags"]
    assert "arithmetic" in {flag["kind"] for flag in flags}
    assert all(flag["id"].startswith("F") and flag["what"] for flag in flags)
