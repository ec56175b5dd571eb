"""Definitions, short forms and money of a plan."""

from tests.knowledge.extraction.short_plans import facts


def test_how_a_rate_is_computed() -> None:
    line = "Tỷ lệ nộp trực tuyến được tính như sau: số hồ sơ nộp trực tuyến chia cho tổng số hồ sơ nhận trong kỳ."
    [record] = facts("V. GHI CHÚ", line)["definitions"]
    assert record["term"] == "online_submission_rate"
    assert (record["numerator"], record["denominator"]) == ("số hồ sơ nộp trực tuyến", "tổng số hồ sơ nhận trong kỳ")
    assert facts("V. GHI CHÚ", "Tỷ lệ nộp trực tuyến đạt 60%.")["definitions"] == []


def test_short_forms_that_the_text_introduces() -> None:
    found = facts(
        "I. VIỆC",
        "Thủ tục hành chính (TTHC) và dịch vụ công trực tuyến (sau đây viết tắt là DVCTT)",
        "Trung tâm Phục vụ hành chính công phường (TTPVHCC) và bến đò ngang (ABC)",
    )
    assert found["abbreviations"] == {
        "TTHC": "Thủ tục hành chính",
        "DVCTT": "dịch vụ công trực tuyến",
        "TTPVHCC": "Trung tâm Phục vụ hành chính công phường",
    }


def test_where_the_money_comes_from() -> None:
    assert facts("V. KINH PHÍ", "Lấy từ tiền giữ gìn đường sông.")["funding"] == {
        "text": "Lấy từ tiền giữ gìn đường sông.",
        "locator": "V",
    }
    assert facts("V. VIỆC", "Sơn cầu.")["funding"] is None
