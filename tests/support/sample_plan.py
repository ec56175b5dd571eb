"""A small plan of an office that does not exist, with one fact of every kind the code tells apart."""

from typing import Any

from knowledge.plans import Plan

DEPARTMENT, OFFICE, BRANCHES = "Sở Thủy lợi", "Văn phòng Sở", "Các Chi nhánh Trạm bơm"
BOTH = "Sở và các Chi nhánh Trạm bơm"


def due(printed: str | None, boundary: str | None = "before", **more: Any) -> dict[str, Any]:
    """A due date; its precision follows from its length."""
    precision = {None: "none", 4: "year", 7: "month", 10: "day"}[printed if printed is None else len(printed)]
    return {"date": printed, "date_precision": precision, "boundary": boundary, **more}


def target(number: int, metric: str, scope: str, value: float, when: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A figure to be reached."""
    return {
        "id": f"sample-T{number:02d}",
        "metric": metric,
        "label": f"Việc {number} của {scope}",
        "scope": scope,
        "comparator": ">=",
        "value": value,
        "unit": "percent",
        "due": when,
        "locator": f"II.{number} bullet {number}",
        **more,
    }


TARGETS = [
    target(1, "online_submission_rate", DEPARTMENT, 70, due("2023-04-30")),
    target(2, "online_submission_rate", DEPARTMENT, 95, due("2023", "by_end_of"), comparator=">"),
    target(3, "online_submission_rate", BRANCHES, 30, due("2023-04-30"), comparator=">"),
    target(4, "online_payment_rate", DEPARTMENT, 60, due("2023-06", "during")),
    target(5, "fully_online_dossier_rate", BOTH, 50, due("2023-04-30")),
    target(6, "digitization_rate", DEPARTMENT, 100, due("2023-06-30"), comparator="="),
]
TASKS = [
    {
        "id": "sample-N01",
        "label": "Viết tờ rơi chỉ cách gửi đơn tưới nước qua điện thoại",
        "lead": [OFFICE],
        "support": ["Đoàn Thanh niên Sở"],
        "due": due("2023-04-10", "on"),
        "locator": "III.1",
    },
    {
        "id": "sample-N02",
        "label": "Lắp máy quét cho các trạm",
        "lead": [BRANCHES],
        "due": due("2023-03-01", "on"),
        "status": "done",
        "locator": "III.2",
    },
    {
        "id": "sample-N03",
        "label": "Trực đường dây nóng hỗ trợ nông dân",
        "lead": ["Đoàn Thanh niên Sở"],
        "due": due(None, None, recurring="continuous"),
        "locator": "III.3",
    },
]
REPORTING = [
    {
        "id": "sample-R01",
        "who": [OFFICE],
        "to_whom": ["Giám đốc Sở"],
        "cadence": "weekly",
        "subject": "Tiến độ kế hoạch",
        "locator": "IV.1",
    },
    {
        "id": "sample-R02",
        "who": [BRANCHES],
        "to_whom": None,
        "cadence": "monthly",
        "subject": "Số đơn đã nhận",
        "via": OFFICE,
        "locator": "IV.2",
    },
]
UNITS = [
    {"name": DEPARTMENT, "kind": "unit", "aliases": ["Sở"]},
    {"name": OFFICE, "kind": "unit", "aliases": ["VP"]},
    {"name": BRANCHES, "kind": "group", "aliases": ["Chi nhánh TB"]},
    {"name": BOTH, "kind": "group"},
    {"name": "Đoàn Thanh niên Sở", "kind": "unit"},
    {"name": "Giám đốc Sở", "kind": "role", "aliases": ["GĐ"]},
]


def raw_plan(**changes: Any) -> dict[str, Any]:
    """The plan in the shape of its file; `changes` replace parts of its header."""
    header = {
        "id": "sample",
        "number": "12/KH-STL",
        "issuer": DEPARTMENT,
        "province": "Mây Trắng",
        "issued_on": "2023-02-14",
        "title": "Đưa việc thủy lợi lên mạng năm 2023",
        "signer": {"name": "Bà Mẫu", "role": "Giám đốc Sở"},
        "period": {"from": "2023", "to": "2023"},
        "reviewed_on": "2026-11-01",
        **changes,
    }
    return {"plan": header, "targets": TARGETS, "tasks": TASKS, "reporting": REPORTING, "units": UNITS}


def sample_plan(**changes: Any) -> Plan:
    """The plan as the code sees it."""
    return Plan.model_validate(raw_plan(**changes))
