"""The door: every file is read for what it is, or refused in one clear sentence."""

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest

from knowledge.documents import reading
from knowledge.documents.model import DocumentError, Paragraph
from knowledge.documents.reading import read_document
from tests.support.documents import write_docx, write_pdf, write_text
from tests.support.word_files import p, part, word_file

PLAN = [Paragraph("Sở giao các phòng chuyên môn rà soát quy trình và báo cáo trước ngày 25 hằng tháng.")]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def _refusal(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def _file(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _zip(path: Path, **parts: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return path


@pytest.mark.parametrize("write", [write_docx, write_pdf, write_text])
@pytest.mark.parametrize("name", ["plan.docx", "plan.jpg", "plan"])
def test_the_name_of_a_file_does_not_matter(tmp_path: Path, write: object, name: str) -> None:
    assert callable(write)
    write(tmp_path / name, PLAN)
    assert [block.text for block in read_document(tmp_path / name).blocks if isinstance(block, Paragraph)] == [
        PLAN[0].text
    ]


def test_a_missing_file_a_folder_and_an_empty_file(tmp_path: Path) -> None:
    assert "khong-co.docx" in _refusal(tmp_path / "khong-co.docx")
    assert "thư mục" in _refusal(tmp_path)
    assert "rỗng" in _refusal(_file(tmp_path / "a.docx", b""))
    assert "Không có tệp" in _refusal(Path("a\0b"))


def test_what_is_no_plain_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "pipe" in _refusal(tmp_path / "pipe")


def test_a_huge_file_is_refused_at_once(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as stream:
        stream.write(b"%PDF-1.7")
        stream.truncate(200 * 2**20)
    start = time.perf_counter()
    assert "200 MB" in _refusal(tmp_path / "a.pdf")
    assert time.perf_counter() - start < 0.1


def test_a_huge_text_is_refused(tmp_path: Path) -> None:
    assert "10 MB" in _refusal(_file(tmp_path / "a.txt", b"ke hoach " * 1_300_000))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), ".doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (OLE + "Workbook".encode("utf-16-le"), "bảng tính"),
        (OLE, "Không nhận ra"),
        (b"{\\rtf1 ke hoach}", ".rtf"),
        (b"Rar!\x1a\x07\0", "giải nén"),
        (b"PK\x03\x04 nothing", "hỏng"),
        (b"%PDF-1.7 nothing", "hỏng"),
        (os.urandom(64).hex().encode() + bytes(range(32)) * 20, "Không nhận ra"),
        (b"stt,ten,so\n1,a,2\n2,b,3\n3,c,4\n4,d,5\n", "bảng tính"),
        (b"12345 67890\n", "không có chữ"),
        (b"Every unit reports to the office before the end of the month.", "tiếng Việt"),
        ("各部门应当在每月底之前向办公室报送数据。".encode(), "tiếng Việt"),
        ("各部门应当在每月底之前向办公室报送数据。".encode("gb18030"), "tiếng Việt"),
    ],
    ids=[
        "doc", "locked docx", "xls", "OLE", "rtf", "rar", "zip", "pdf", "binary", "csv", "figures", "English",
        "Chinese", "Chinese in its code page",
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_with_the_way_out(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in _refusal(_file(tmp_path / "ke-hoach.docx", data))


def test_other_office_files_are_named(tmp_path: Path) -> None:
    assert "bảng tính" in _refusal(_zip(tmp_path / "a", xl__workbook="<x/>"))
    assert "trình chiếu" in _refusal(_zip(tmp_path / "b", ppt__presentation="<x/>"))
    assert ".odt" in _refusal(_zip(tmp_path / "c", mimetype="application/vnd.oasis.opendocument.text"))
    assert "bảng tính" in _refusal(_zip(tmp_path / "d", mimetype="application/vnd.oasis.opendocument.spreadsheet"))
    assert "giải nén" in _refusal(_zip(tmp_path / "e", ke_hoach="…"))


def test_a_text_in_another_language_is_refused_in_a_word_file_too(tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", [Paragraph("The office reports to the director every month.")])
    assert "tiếng Việt" in _refusal(tmp_path / "a.docx")


def test_a_word_file_in_an_old_font_is_read_in_todays_letters(tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", [Paragraph("§Õn hÕt quý III, Ýt nhÊt 85% hå s¬ ®­îc tiÕp nhËn trùc tuyÕn")])
    (block,) = read_document(tmp_path / "a.docx").blocks
    assert block == Paragraph("Đến hết quý III, ít nhất 85% hồ sơ được tiếp nhận trực tuyến")


def test_a_long_text_is_read_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_text(tmp_path / "a.txt", PLAN * 3)
    here = read_document(tmp_path / "a.txt")
    monkeypatch.setattr(reading, "SHORT_TEXT_BYTES", 10)
    assert read_document(tmp_path / "a.txt") == here


def test_zip_bombs_are_refused(tmp_path: Path) -> None:
    body = part("document", f"<w:body>{p('a')}{' ' * 30_000_000}</w:body>")
    with zipfile.ZipFile(tmp_path / "tight.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
    assert "bất thường" in _refusal(tmp_path / "tight.docx")
    with zipfile.ZipFile(tmp_path / "many.docx", "w") as archive:
        archive.writestr("word/document.xml", part("document", "<w:body/>"))
        for number in range(5_001):
            archive.writestr(f"word/{number}.xml", "")
    assert "bất thường" in _refusal(tmp_path / "many.docx")


def test_a_part_larger_than_it_declares_is_refused(tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", PLAN * 200)
    data = bytearray((tmp_path / "a.docx").read_bytes())
    at = data.index(b"PK\x01\x02", data.index(b"word/document.xml"))
    while data[at + 46 : at + 63] != b"word/document.xml":
        at = data.index(b"PK\x01\x02", at + 1)
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert "hỏng" in _refusal(_file(tmp_path / "a.docx", bytes(data)))


def test_entities_and_outside_parts_are_not_followed(tmp_path: Path) -> None:
    secret = _file(tmp_path / "secret.txt", b"bi mat")
    document = part("document", f"<w:body>{p('&x;')}</w:body>").replace(
        "<w:document", f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document', 1
    )
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", document)
    assert "hỏng" in _refusal(tmp_path / "a.docx")


def test_a_deep_file_is_refused(tmp_path: Path) -> None:
    nested = p("a")
    for _ in range(120):
        nested = f"<w:tbl><w:tr><w:tc>{nested}</w:tc></w:tr></w:tbl>"
    assert "hỏng" in _refusal(word_file(tmp_path / "a.docx", nested))


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_docx(tmp_path / "a.docx", PLAN)
    monkeypatch.setattr(reading, "SECONDS", 0.001)
    assert "thời gian" in _refusal(tmp_path / "a.docx")


def test_a_reader_without_memory_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_docx(tmp_path / "a.docx", PLAN * 20_000)
    monkeypatch.setattr(reading, "MEMORY", 30 * 2**20)
    assert "bộ nhớ" in _refusal(tmp_path / "a.docx")


def test_long_documents_are_read_quickly(tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", PLAN * 700)
    start = time.perf_counter()
    assert len(read_document(tmp_path / "a.docx").blocks) == 700
    assert time.perf_counter() - start < 2


def test_the_child_loads_nothing_heavy(tmp_path: Path) -> None:
    source = "import sys; import knowledge.documents.child, knowledge.documents.docx, knowledge.documents.pdf; "
    source += "print([m for m in ('numpy', 'sklearn', 'sqlmodel', 'pydantic', 'docx', 'scipy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True, cwd=reading.HOUSE)
    assert done.stdout.strip() == "[]"


def test_word_itself_is_read(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_heading("Kế hoạch", 1)
    file.add_paragraph("Rà soát các quy trình của Sở.", style="List Bullet")
    file.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx").blocks == (
        Paragraph("Kế hoạch", heading=True),
        Paragraph("- Rà soát các quy trình của Sở."),
    )
