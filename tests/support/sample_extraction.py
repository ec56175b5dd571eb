"""What reading a small made-up plan gives, with doubts, quotes and a contradiction, for tests of what comes after."""

import copy
from typing import Any

from tests.support.sample_plan import due

PLAN_ID = "bac-ninh-112-2026"
DEPARTMENT, OFFICE, STATIONS = "Sở Thủy lợi", "Văn phòng Sở", "Các Trạm bơm"
OPENING = "Kênh chính mở cống lúc năm giờ sáng mỗi ngày trong vụ"

_FACTS: dict[str, Any] = {
    "plan": {
        "number": "112/KH-STL",
        "issuer": DEPARTMENT,
        "parent_body": "UBND tỉnh Bắc Ninh",
        "province": "Bắc Ninh",
        "issued_on": "2026-02-05",
        "title": "Đưa đơn xin tưới lên mạng trong năm 2026",
        "signer": {"name": "Trần Thử", "role": "Giám đốc"},
        "period": {"from": "2026", "to": "2026", "stated": "title"},
        "legal_basis": [],
        "amends": [],
        "cited_documents": [],
    },
    "targets": [
        {
            "id": "T01",
            "metric": "online_submission_rate",
            "label": "Đơn xin tưới gửi qua mạng",
            "scope": DEPARTMENT,
            "comparator": ">=",
            "value": 60,
            "unit": "percent",
            "due": {**due("2026-06-30"), "raw": "trước ngày 30/6/2026", "stated": "own"},
            "locator": "II.1 bullet 1",
            "quote": "Sở nhận ít nhất 60% đơn xin tưới qua mạng trước ngày 30/6/2026",
            "confidence": 0.95,
        },
        {
            "id": "T02",
            "metric": "online_submission_rate",
            "label": "Đơn xin tưới gửi qua mạng ở trạm",
            "scope": STATIONS,
            "comparator": ">",
            "value": 40,
            "unit": "percent",
            "due": {**due("2026-06-30"), "stated": "own"},
            "locator": "II.1 bullet 2",
            "quote": "các trạm nhận trên 40% đơn qua mạng",
            "confidence": 0.4,
            "restates": "T01",
        },
    ],
    "tasks": [
        {
            "id": "N01",
            "label": "Tập huấn cách nhận đơn qua mạng cho người trực trạm",
            "lead": [OFFICE],
            "support": ["Đoàn Thanh niên Sở"],
            "due": {**due("2026-03-20", "on"), "stated": "own", "recurring": None},
            "locator": "III.1",
            "quote": "Văn phòng Sở tập huấn cho người trực trạm ngày 20/3/2026",
            "confidence": 0.9,
            "targets": ["T01", "T02"],
        },
        {
            "id": "N02",
            "label": "Dán giấy hướng dẫn ở cổng trạm",
            "lead": [],
            "support": [],
            "due": {**due(None, None), "stated": "own", "recurring": "continuous"},
            "locator": "III.2",
            "quote": OPENING,
            "confidence": 0.6,
        },
    ],
    "reporting": [
        {
            "id": "R01",
            "who": [STATIONS],
            "to_whom": [OFFICE],
            "cadence": "monthly",
            "subject": "Số đơn nhận qua mạng",
            "via": None,
            "locator": "IV.1",
            "quote": "hằng tháng các trạm gửi số đơn về Văn phòng Sở",
            "confidence": 0.85,
        }
    ],
    "units": [
        {"name": DEPARTMENT, "kind": "unit", "aliases": ["Sở"]},
        {"name": OFFICE, "kind": "unit", "aliases": []},
        {"name": STATIONS, "kind": "group", "aliases": []},
    ],
    "definitions": [],
    "baseline": [],
    "source_flags": [{"id": "F01", "kind": "blank", "what": "Thiếu tên người nhận", "locator": "IV.1"}],
}


def extraction(**header: Any) -> dict[str, Any]:
    """A fresh copy, with parts of its header replaced."""
    facts = copy.deepcopy(_FACTS)
    facts["plan"] |= header
    return facts
