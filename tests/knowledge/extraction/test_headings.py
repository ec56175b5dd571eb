"""What headings announce and name, and the labels of the lines below them."""

import pytest

from knowledge.extraction.headings import heading_bodies, is_closing, kind_of_heading, label_of, labelled, owners_of
from tests.knowledge.extraction.short_plans import bodies, tree


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Mục đích, yêu cầu", "purpose"),
        ("QUAN ĐIỂM", "purpose"),
        ("Hiện trạng", "situation"),
        ("Mục tiêu chung", "objectives"),
        ("MUC TIEU", "objectives"),
        ("Chỉ tiêu cụ thể", "objectives"),
        ("Nhiệm vụ", "tasks"),
        ("Giải pháp thực hiện", "solutions"),
        ("Tổ chức thực hiện", "organisation"),
        ("Kinh phí", "funding"),
        ("Chế độ báo cáo", "reporting"),
        ("Bãi bỏ mục 3", "repealed"),
        ("Lời nói đầu", None),
    ],
)
def test_what_a_heading_announces(heading: str, kind: str | None) -> None:
    assert kind_of_heading(heading) == kind


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Đơn vị chủ trì: Văn phòng Sở", "lead"),
        ("Chủ trì (đầu mối): Văn phòng Sở", "lead"),
        ("Cơ quan thực hiện: Sở Y tế", "lead"),
        ("don vi chu tri: Van phong", "lead"),
        ("Đơn vị phối hợp thực hiện: UBND các xã", "support"),
        ("Thời gian: quý II", "due"),
        ("Thời gian hoàn thành: 15/5/2026", "due"),
        ("Nội dung: vớt bèo", "content"),
        ("Sản phẩm: bản đồ luồng", "product"),
        ("Địa điểm: bến Cồn Phó", "place"),
        ("Đơn vị chủ trì Văn phòng Sở", None),
        ("Văn phòng Sở chủ trì: vớt bèo", None),
    ],
)
def test_labels(line: str, label: str | None) -> None:
    assert label_of(line) == label


def test_labels_that_follow_each_other_in_one_line() -> None:
    assert labelled("Chủ trì: Văn phòng Sở; Phối hợp: UBND các xã; Thời gian: Quý II/2026.") == [
        ("lead", "Văn phòng Sở"),
        ("support", "UBND các xã"),
        ("due", "Quý II/2026"),
    ]
    assert labelled("Không có nhãn nào cả") == []


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Giao Văn phòng Sở:", ["Văn phòng Sở"]),
        ("Trách nhiệm của Thanh tra Sở", ["Thanh tra Sở"]),
        ("Văn phòng Sở (đầu mối)", ["Văn phòng Sở"]),
        ("Văn phòng Sở, Thanh tra Sở", ["Văn phòng Sở", "Thanh tra Sở"]),
        ("Đề nghị UBND các xã, phường:", ["UBND các xã, phường"]),
        ("Đối với các phòng, đơn vị thuộc Sở", ["Các phòng, đơn vị thuộc Sở"]),
        ("Văn phòng Sở mở lớp lái đò cho các bến", []),
        ("Đẩy mạnh việc tuyên truyền", []),
        ("Hợp tác xã Rạch Gốc", []),
    ],
)
def test_a_heading_that_is_nothing_but_bodies(heading: str, names: list[str]) -> None:
    assert heading_bodies(heading, bodies()) == names


def test_a_short_heading_on_who_does_what_is_a_name_even_if_it_is_not_known() -> None:
    assert heading_bodies("Hợp tác xã Rạch Gốc", bodies(), organises=True) == ["Hợp tác xã Rạch Gốc"]
    assert heading_bodies("Kiểm tra, đôn đốc", bodies(), organises=True) == []


def test_owners_come_from_the_nearest_heading_that_names_some() -> None:
    nodes = {node.text: node for node in tree("I. VIỆC", "1. Văn phòng Sở", "- Đếm phao", "2. Sơn cầu", "- Đỏ").below()}
    assert owners_of(nodes["Đếm phao"], bodies()) == ["Văn phòng Sở"]
    assert owners_of(nodes["Đỏ"], bodies()) == []


def test_a_closing_paragraph() -> None:
    closing = tree("I. VIỆC", "1. Một", "Trong quá trình thực hiện, có gì vướng thì báo.").children[-1]
    assert is_closing(closing)
