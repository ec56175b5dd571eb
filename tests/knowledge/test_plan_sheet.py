"""A plan goes out as a spreadsheet and comes back as decisions; every bad cell is named, formulas never run."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.plan_sheet import write_sheet
from knowledge.plan_sheet_reading import SheetError, Verdict, read_sheet
from knowledge.records import PlanDocument, PlanFact
from tests.support.sample_extraction import PLAN_ID, extraction
from tests.support.times import at

Edit = Callable[[Workbook], None]
DOCUMENT = PlanDocument(
    id=PLAN_ID, file_name="x.docx", sha256="aa", imported_at=at("2026-03-02 09:00"), imported_by="Chị Lan",
    header=extraction()["plan"], version=4,
)  # fmt: skip


def facts() -> list[PlanFact]:
    """The facts of the sample plan as the store keeps them."""
    found = extraction()
    kinds = {"target": "targets", "task": "tasks", "reporting": "reporting"}
    return [
        PlanFact(id=number, plan_id=PLAN_ID, fact_id=body["id"], kind=kind, body=body, quote=body["quote"],
                 confidence=body["confidence"])
        for kind, key in kinds.items()
        for number, body in enumerate(found[key], 1)
    ]  # fmt: skip


def column(sheet: Worksheet, title: str) -> int:
    """The number of the column of that title."""
    return next(cell.column or 0 for cell in sheet[1] if cell.value == title)


def write(book: Workbook, sheet: str, row: int, title: str, value: object) -> None:
    """Type something into a cell."""
    page = book[sheet]
    assert isinstance(page, Worksheet)
    page.cell(row=row, column=column(page, title)).value = value  # type: ignore[assignment]


def back(tmp_path: Path, *edits: tuple[str, int, str, object]) -> list[Verdict]:
    """Write the sheet, type into its cells, read it back."""
    path = tmp_path / "duyet.xlsx"
    write_sheet(path, DOCUMENT, facts())
    book = load_workbook(path)
    for edit in edits:
        write(book, *edit)
    book.save(path)
    return read_sheet(path, DOCUMENT, facts())


def refusal(tmp_path: Path, *edits: tuple[str, int, str, object]) -> str:
    """What is said about a sheet that cannot be taken."""
    with pytest.raises(SheetError) as caught:
        back(tmp_path, *edits)
    return str(caught.value)


def test_a_sheet_shows_each_fact_with_its_quote_the_doubtful_first(tmp_path: Path) -> None:
    write_sheet(tmp_path / "a.xlsx", DOCUMENT, facts())
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Kế hoạch", "Chỉ tiêu", "Nhiệm vụ", "Báo cáo"]
    rows = list(book["Chỉ tiêu"].iter_rows(values_only=True))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["Mã"], first["Mức"], first["Độ tin cậy"]) == ("T02", 40, 0.4)
    assert first["Nguyên văn"] == "các trạm nhận trên 40% đơn qua mạng"
    assert first["Cách đếm"] == "luỹ kế"
    assert first["Công thức"], "the usual formula of the measure stands there to be confirmed"


def test_a_sheet_that_nobody_touched_decides_nothing(tmp_path: Path) -> None:
    assert back(tmp_path) == []


def test_keep_correct_drop_and_add(tmp_path: Path) -> None:
    new = ("Nhiệm vụ", 4)
    verdicts = back(
        tmp_path,
        ("Chỉ tiêu", 2, "Quyết định", "bỏ"),
        ("Chỉ tiêu", 3, "Quyết định", "Giữ"),
        ("Nhiệm vụ", 2, "Quyết định", "sửa"),
        ("Nhiệm vụ", 2, "Chủ trì", "Văn phòng Sở; Trạm Một"),
        (*new, "Nội dung", "Thay máy đo nước"),
        (*new, "Hạn", "30/9/2026"),
        (*new, "Mục trong văn bản", "III.3"),
        ("Báo cáo", 2, "Qua", "thư điện tử"),
    )
    assert [(one.action, one.kind, one.fact_id) for one in verdicts] == [
        ("drop", "target", "T02"),
        ("accept", "target", "T01"),
        ("correct", "task", "N02"),
        ("add", "task", ""),
        ("correct", "reporting", "R01"),
    ]
    assert verdicts[2].texts == {"lead": "Văn phòng Sở; Trạm Một"}
    assert verdicts[3].texts["due"] == "30/9/2026"


def test_every_bad_cell_is_named_by_sheet_row_and_column(tmp_path: Path) -> None:
    said = refusal(
        tmp_path,
        ("Chỉ tiêu", 2, "Mức", "nhiều"),
        ("Chỉ tiêu", 2, "Hạn", "cuối năm"),
        ("Chỉ tiêu", 3, "Quyết định", "có lẽ"),
        ("Nhiệm vụ", 3, "Mã", "N77"),
        ("Báo cáo", 2, "Kỳ báo cáo", "=1+1"),
        ("Báo cáo", 5, "Nội dung báo cáo", "Số đơn"),
    )
    places = [line.partition(":")[0] for line in said.splitlines()]
    assert places == [
        "Trang “Chỉ tiêu”, dòng 2, cột “Mức”",
        "Trang “Chỉ tiêu”, dòng 2, cột “Hạn”",
        "Trang “Chỉ tiêu”, dòng 3, cột “Quyết định”",
        "Trang “Nhiệm vụ”, dòng 3, cột “Mã”",
        "Trang “Báo cáo”, dòng 2, cột “Kỳ báo cáo”",
        "Trang “Báo cáo”, dòng 5, cột “Kỳ báo cáo”",
        "Trang “Báo cáo”, dòng 5, cột “Mục trong văn bản”",
    ]
    assert "công thức" in said.splitlines()[4]


def test_a_row_kept_but_changed_and_an_id_twice_are_refused(tmp_path: Path) -> None:
    changed = [("Chỉ tiêu", 2, "Quyết định", "giữ"), ("Chỉ tiêu", 2, "Mức", 50)]
    assert "Mức" in refusal(tmp_path, *changed)
    assert "hai lần" in refusal(tmp_path, ("Nhiệm vụ", 3, "Mã", "N02"))
    assert "bỏ" in refusal(tmp_path, ("Nhiệm vụ", 4, "Nội dung", "x"), ("Nhiệm vụ", 4, "Quyết định", "bỏ"))


@pytest.mark.parametrize(("cell", "value"), [("B1", "ke-hoach-khac"), ("B2", 3), ("B2", None)])
def test_a_sheet_of_another_plan_or_an_older_version_is_refused(tmp_path: Path, cell: str, value: object) -> None:
    path = tmp_path / "a.xlsx"
    write_sheet(path, DOCUMENT, facts())
    book = load_workbook(path)
    book["Kế hoạch"][cell] = value  # type: ignore[assignment]
    book.save(path)
    with pytest.raises(SheetError, match="Bảng tính này"):
        read_sheet(path, DOCUMENT, facts())


@pytest.mark.parametrize("text", ["=HYPERLINK(A1)", "+84 chữ", "-gạch đầu dòng", "@tên", "\tlùi vào", "dòng\x07chuông"])
def test_no_text_of_a_document_becomes_a_formula(tmp_path: Path, text: str) -> None:
    hostile = facts()
    hostile[0].quote = text
    hostile[0].body["label"] = text
    path = tmp_path / "a.xlsx"
    write_sheet(path, DOCUMENT, hostile)
    cells = [cell for row in load_workbook(path)["Chỉ tiêu"].iter_rows(min_row=3) for cell in row]
    written = [
        cell
        for cell in cells
        if isinstance(cell.value, str) and cell.value.strip() == text.replace("\x07", " ").strip()
    ]
    assert len(written) == 2
    assert {cell.data_type for cell in written} == {"s"}
    assert all(cell.quotePrefix for cell in written) == (text[0] in "=+-@\t")
    assert read_sheet(path, DOCUMENT, hostile) == [], "and it comes back as it went"


def test_a_file_that_is_no_spreadsheet_or_lacks_a_part_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "b.xlsx").write_text("mã,mức")
    Workbook().save(tmp_path / "c.xlsx")
    for name in ("a.xlsx", "b.xlsx", "c.xlsx", "nowhere.xlsx"):
        with pytest.raises(SheetError) as caught:
            read_sheet(tmp_path / name, DOCUMENT, facts())
        assert len(str(caught.value).splitlines()) == 1
    assert "Mức" in refusal(tmp_path, ("Chỉ tiêu", 1, "Mức", "Số"))


def test_a_damaged_spreadsheet_is_refused_in_one_line(tmp_path: Path) -> None:
    """Whatever is broken inside, the library's many errors come out as one sentence."""
    path = tmp_path / "a.xlsx"
    write_sheet(path, DOCUMENT, facts())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for broken in ("[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet2.xml"):
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content[: len(content) // 2] if name == broken else content)
        with pytest.raises(SheetError) as caught:
            read_sheet(path, DOCUMENT, facts())
        assert len(str(caught.value).splitlines()) == 1, broken


def test_a_sheet_of_endless_rows_or_columns_is_refused_at_once(tmp_path: Path) -> None:
    for row, place in ((900_000, 1), (2, 9_000)):
        path = tmp_path / "a.xlsx"
        write_sheet(path, DOCUMENT, facts())
        book = load_workbook(path)
        page = book["Chỉ tiêu"]
        assert isinstance(page, Worksheet)
        page.cell(row=row, column=place, value="x")
        book.save(path)
        with pytest.raises(SheetError, match="quá nhiều"):
            read_sheet(path, DOCUMENT, facts())


def test_columns_may_be_put_into_another_order_and_days_be_days(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_sheet(path, DOCUMENT, facts())
    book = load_workbook(path)
    page = book["Chỉ tiêu"]
    assert isinstance(page, Worksheet)
    page.move_range(f"A1:A{page.max_row}", cols=page.max_column)
    write(book, "Chỉ tiêu", 2, "Hạn", at("2026-08-31 00:00").replace(tzinfo=None))
    book.save(path)
    assert read_sheet(path, DOCUMENT, facts()) == [Verdict("correct", "target", "T02", {"due": "2026-08-31"})]
