"""Bodies under any of their names: abbreviations, groups, lists, and the same sentence without diacritics."""

import pytest
from hypothesis import given, settings

from knowledge.extraction.bodies import Bodies, kind_of
from tests.knowledge.extraction.short_plans import ANY_TEXT, DEPARTMENT, bodies, not_yet


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Sở GTVT", DEPARTMENT),
        ("Sở", DEPARTMENT),
        ("Sở TN&MT", "Sở Tài nguyên và Môi trường"),
        ("Sở NNMT", "Sở Nông nghiệp và Môi trường"),
        ("Sở TTTT", "Sở Thông tin và Truyền thông"),
        ("Sở TT và TT", "Sở Thông tin và Truyền thông"),
        ("Sở LĐTB&XH", "Sở Lao động, Thương binh và Xã hội"),
        ("Sở Lao động - Thương binh và Xã hội", "Sở Lao động, Thương binh và Xã hội"),
        ("Sở Tư pháp tỉnh An Giang", "Sở Tư pháp"),
        ("Công an tỉnh An Giang", "Công an tỉnh"),
        ("Văn phòng", "Văn phòng Sở"),
        ("VP", "Văn phòng Sở"),
        ("Thanh tra", "Thanh tra Sở"),
        ("Giám đốc", "Giám đốc Sở"),
        ("PGĐ Sở", "Phó Giám đốc Sở"),
        ("Ủy ban nhân dân tỉnh", "UBND tỉnh"),
        ("Uỷ ban nhân dân tỉnh An Giang", "UBND tỉnh"),
        ("BCH Đoàn Thanh niên Sở", "Đoàn Thanh niên Sở"),
        ("Chi nhánh VPĐKĐĐ", "Chi nhánh Văn phòng Đăng ký đất đai"),
        ("BQL các khu kinh tế", "Ban Quản lý các khu kinh tế"),
        ("Trung tâm PVHCC", "Trung tâm Phục vụ hành chính công"),
        ("BHXH tỉnh", "Bảo hiểm xã hội tỉnh"),
        ("Ủy ban MTTQ tỉnh", "Ủy ban Mặt trận Tổ quốc tỉnh"),
        ("UBND các huyện, thành phố", "UBND cấp huyện"),
        ("UBND các huyện, thị xã, thành phố", "UBND cấp huyện"),
        ("các sở, ban, ngành", "Các Sở, Ban, ngành"),
        ("Các Sở, Ban ngành cấp tỉnh", "Các Sở, Ban, ngành"),
        ("các sở, ngành liên quan", "Các Sở, Ban, ngành có liên quan"),
        ("các Bộ, ngành Trung ương", "Các Bộ, ngành"),
        ("các phòng, đơn vị thuộc Sở", "Các phòng, đơn vị thuộc Sở"),
        pytest.param("SỞ TƯ PHÁP", "Sở Tư pháp", marks=not_yet("a known name in capitals keeps them")),
        pytest.param("So Tu phap", "Sở Tư pháp", marks=not_yet("a known name without diacritics stays without")),
    ],
)
def test_one_form_for_every_way_of_writing_a_name(printed: str, name: str) -> None:
    assert bodies().canonical(printed) == name


def test_the_ways_a_name_was_printed_are_remembered() -> None:
    known = bodies()
    for printed in ("Sở TN&MT", "Sở TNMT", "Sở Tài nguyên và Môi trường"):
        known.canonical(printed)
    assert known.seen["Sở Tài nguyên và Môi trường"] == {"Sở TN&MT", "Sở TNMT", "Sở Tài nguyên và Môi trường"}


def test_short_names_stand_alone_without_a_department() -> None:
    province = Bodies("UBND tỉnh An Giang", "An Giang")
    assert province.canonical("Sở") == "Sở"
    assert province.canonical("Thanh tra") == "Thanh tra"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Sở Tư pháp", "unit"),
        ("Văn phòng Sở", "unit"),
        ("UBND cấp huyện", "group"),
        ("Các phòng chuyên môn", "group"),
        ("Cán bộ, công chức", "group"),
        ("Giám đốc Sở", "role"),
        ("02 nhân sự", "role"),
        ("UBND các xã, phường", "group"),
    ],
)
def test_unit_group_or_role(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", []),
        ("Sở Nội vụ, Sở Tư pháp và UBND các xã", ["Sở Nội vụ", "Sở Tư pháp", "UBND các xã"]),
        ("Sở Khoa học và Công nghệ, Sở Nội vụ", ["Sở Khoa học và Công nghệ", "Sở Nội vụ"]),
        ("Văn phòng Sở; Thanh tra Sở", ["Văn phòng Sở", "Thanh tra Sở"]),
        ("Văn phòng Sở\nThanh tra", ["Văn phòng Sở", "Thanh tra Sở"]),
        ("- Sở Y tế\n- Sở Khoa học và\nCông nghệ", ["Sở Y tế", "Sở Khoa học và Công nghệ"]),
        ("Sở Y tế/Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("Sở Văn hóa, Thể thao và Du lịch và Công an tỉnh", ["Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh"]),
        ("Sở Xây dựng (chủ trì), Sở Tài chính (phối hợp)", ["Sở Xây dựng", "Sở Tài chính"]),
        ("Văn phòng HĐND và UBND xã, Công an xã", ["Văn phòng HĐND và UBND xã", "Công an xã"]),
        ("Các phòng, trung tâm, chi cục thuộc Sở", ["Các phòng, trung tâm, chi cục thuộc Sở"]),
        ("Phòng Kế hoạch - Tài chính, Văn phòng", ["Phòng Kế hoạch - Tài chính", "Văn phòng Sở"]),
        ("So Noi vu, So Tu phap va UBND cac xa", ["Sở Nội vụ", "Sở Tư pháp", "UBND các xã"]),
        ("1. Sở Y tế\n2. Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
    ],
)
def test_the_bodies_of_a_cell(cell: str, names: list[str]) -> None:
    spelt = bodies()
    for name in ("Sở Nội vụ", "Sở Tư pháp", "UBND các xã"):
        spelt.canonical(name)
    assert spelt.listed(cell) == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "Giao Văn phòng Sở chủ trì, phối hợp với Sở Khoa học và Công nghệ đo lại luồng lạch.",
            ["Văn phòng Sở", "Sở Khoa học và Công nghệ"],
        ),
        ("Sở Xây dựng cùng Sở Nội vụ xây dựng bảng giá đò", ["Sở Xây dựng", "Sở Nội vụ"]),
        ("các phòng chuyên môn báo cáo Văn phòng Sở", ["Các phòng chuyên môn", "Văn phòng Sở"]),
        ("UBND các xã, phường bố trí người trực bến", ["UBND các xã, phường"]),
        ("Chi cục Kiểm lâm báo cáo Sở", ["Chi cục Kiểm lâm", DEPARTMENT]),
        ("Tổ chức thực hiện việc trực bến", []),
        ("Nhiệm vụ của người lái đò", []),
        ("Dịch vụ công trực tuyến của bến", []),
    ],
)
def test_the_bodies_of_a_sentence(sentence: str, names: list[str]) -> None:
    assert [body.name for body in bodies().found(sentence)] == names


def test_a_plan_may_lose_its_diacritics() -> None:
    printed = "Sở Nội vụ theo dõi, UBND các xã cùng Công an tỉnh kiểm tra bến"
    lost = "So Noi vu theo doi, UBND cac xa cung Cong an tinh kiem tra ben"
    known = bodies()
    first = known.found(printed)
    assert [body.name for body in first] == ["Sở Nội vụ", "UBND các xã", "Công an tỉnh"]
    assert known.found(lost) == first


def test_a_short_form_that_the_plan_introduces() -> None:
    known = bodies()
    known.shorts = {"TTDK": "Trung tâm Đăng kiểm"}
    [body] = known.found("Chủ đò đưa ghe tới TTDK trước mùa lũ")
    assert body.name == "Trung tâm Đăng kiểm"


def test_places_groups_and_unknown_names() -> None:
    known = bodies()
    assert [place.name for place in known.places("riêng thành phố Long Xuyên và xã Bình Mỹ đạt")] == [
        "Thành phố Long Xuyên",
        "Xã Bình Mỹ",
    ]
    assert known.named_at("Giao Hợp tác xã Rạch Gốc phối hợp", 5) == "Hợp tác xã Rạch Gốc"
    assert known.named_at("giao việc", 5) == ""
    assert known.counted("bến đò") is None
    assert (known.counted("xã, phường có bến") or "").startswith("Xã, phường")


@given(text=ANY_TEXT)
@settings(max_examples=80, deadline=None)
def test_bodies_lie_inside_any_text_one_after_the_other(text: str) -> None:
    end = 0
    for body in bodies().found(text):
        assert end <= body.start < body.end <= len(text)
        assert body.name
        end = body.end
