"""`troly unit import`: lists as spreadsheets write them; a bad row refuses the whole list by its line."""

import re
from pathlib import Path

import pytest

from tests.support.cli import Call, import_units, refused


@pytest.mark.parametrize(
    "content",
    ["name,kind,group\nPhòng Một,unit,Khối\nPhòng Hai,,Khối\n", "name;kind\nPhòng Một;unit\n\nPhòng Hai;unit\n",
     "name\tcommune\nPhòng Một\tXã A\nPhòng Hai\t\n", "\ufeffname,khác\r\nPhòng Một,1\r\n\"Phòng Hai\",2\r\n"],
)  # fmt: skip
def test_a_list_of_units_is_taken_as_spreadsheets_write_it(troly: Call, tmp_path: Path, content: str) -> None:
    code, out, _ = import_units(troly, tmp_path, content)
    assert (code, "2" in out) == (0, True)
    assert troly("invite", "--unit", "phong hai", "--role", "unit_contact")[0] == 0


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("tên\nPhòng Một\n", 1),
        ("", 1),
        ("name\nPhòng Một\n\n  \n", 4),
        ("name,kind\nPhòng Một,\n,unit\n", 3),
        ("name,kind\nPhòng Một,đơn vị\n", 2),
        ("name\nPhòng Một\nPhòng Hai\n\nPhòng Một\n", 5),
        ("name,successor,successor_from\nPhòng Một,Phòng Hai,hôm nay\n", 2),
        ("name,successor_from\nPhòng Một,2025-07-01\n", 2),
        ("name,successor\nPhòng Một,phòng một\n", 2),
        ('name,commune\n"Phòng\nMột",A\nPhòng Hai,B\nPhòng Hai,C\n', 5),
    ],
)
def test_a_bad_row_is_refused_by_line_and_nothing_is_kept(troly: Call, tmp_path: Path, content: str, line: int) -> None:
    refusal = refused(import_units(troly, tmp_path, content))
    assert re.search(rf"units\.csv, dòng {line}:", refusal), refusal
    refused(troly("invite", "--unit", "Phòng Một", "--role", "unit_contact"))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\xff\xfe", "name\nPhòng".encode("utf-16"), b'name\n"' + b"x" * 200_000]
)
def test_a_file_that_is_no_list_isrefused(troly: Call, tmp_path: Path, content: bytes) -> None:
    assert "units.csv" in refused(import_units(troly, tmp_path, content))


def test_a_list_that_is_not_there_isrefused(troly: Call, tmp_path: Path) -> None:
    for path in ("nowhere.csv", str(tmp_path)):
        refused(troly("unit", "import", path))


def test_importing_twice_changes_nothing(troly: Call, tmp_path: Path) -> None:
    content = "name,group\nPhòng Một,Khối\n"
    assert [import_units(troly, tmp_path, content)[0] for _ in range(2)] == [0, 0]


def test_old_units_successors_and_aliases_are_taken_with_the_day(troly: Call, tmp_path: Path) -> None:
    rows = "Chi nhánh Cũ,Chi nhánh Mới,1/7/2025,CN Cũ; CNC\nVăn phòng,,,VP\n"
    code, out, err = import_units(troly, tmp_path, f"name,successor,successor_from,aliases\n{rows}")
    assert (code, "2" in out, err) == (0, True, "")
    for name in ("chi nhánh mới", "CNC", "vp"):
        assert troly("invite", "--unit", name, "--role", "unit_contact")[0] == 0


def test_one_name_for_two_units_refuses_the_whole_list(troly: Call, tmp_path: Path) -> None:
    assert "VP" in refused(import_units(troly, tmp_path, "name,aliases\nVăn phòng,VP\nVườn phố,VP\n"))
    refused(troly("invite", "--unit", "Văn phòng", "--role", "unit_contact"))
