"""Pictures of pages: recognised where tesseract is installed, refused with what to install where it is not."""

import difflib
import sys
from pathlib import Path

import pypdfium2
import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw

from knowledge.documents import tesseract
from knowledge.documents.model import Block, Cell, DocumentError, Paragraph, Table
from knowledge.documents.reading import read_document
from knowledge.documents.scan import ruled_lines
from knowledge.documents.tesseract import Picture
from tests.support.documents import Page, write_pdf

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
SENTENCE = "Sở giao các phòng rà soát quy trình trước ngày 25 hằng tháng."


def _rows(text: str, line: int, left: int, top: int) -> list[str]:
    """The program's table for one line of words."""
    rows = []
    for number, word in enumerate(text.split()):
        width = 18 * len(word)
        rows.append(f"5\t1\t1\t1\t{line}\t{number}\t{left}\t{top}\t{width}\t30\t95.5\t{word}")
        left += width + 12
    return rows


def _install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, rows: list[str], then: str = "", languages: str = "vie"
) -> None:
    """A stand-in for the program that always sees the same words."""
    (folder / "bin").mkdir()
    table = "\n".join([HEAD, *rows])
    script = (
        f"#!{sys.executable}\nimport sys, time\n"
        f"if '--list-langs' in sys.argv:\n    print('List of languages (2):\\neng\\n{languages}')\n    sys.exit()\n"
        f"assert sys.stdin.buffer.read(2) == b'P5'\nsys.stdin.buffer.read()\n{then}\nprint({table!r})\n"
    )
    program = folder / "bin/tesseract"
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder / "bin"))


def _scan(path: Path, pages: int = 1, image: Image.Image | None = None) -> Path:
    page = FPDF()
    for _ in range(pages):
        page.add_page()
        page.image(image or Image.new("L", (600, 850), 230), 0, 0, 210, 297)
    page.output(str(path))
    return path


def _texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_without_the_program_the_refusal_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    Image.new("L", (600, 850), 230).save(tmp_path / "a.png")
    for file in (_scan(tmp_path / "a.pdf"), tmp_path / "a.png"):
        with pytest.raises(DocumentError, match="tesseract-ocr và tesseract-ocr-vie"):
            read_document(file)


def test_without_vietnamese_data_the_refusal_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, monkeypatch, [], languages="deu")
    with pytest.raises(DocumentError, match="còn thiếu gói tesseract-ocr-vie"):
        read_document(_scan(tmp_path / "a.pdf"))


@pytest.mark.parametrize("kind", ["pdf", "png", "jpeg", "tiff", "bmp"])
def test_pictures_of_all_kinds_are_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    _install(tmp_path, monkeypatch, _rows(SENTENCE, 1, 200, 300))
    file = tmp_path / "scan"
    image = Image.new("L", (1654, 2339), 255)
    if kind == "pdf":
        _scan(file, image=image)
    else:
        image.save(file, format=kind)
    document = read_document(file)
    assert _texts(document.blocks) == [SENTENCE]
    assert document.pages == 1


def test_a_file_with_text_and_one_scanned_page_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, monkeypatch, _rows("Trang ký tên đóng dấu của Giám đốc Sở.", 1, 200, 300))
    page = Page()
    page.paragraph(Paragraph(SENTENCE))
    page.add_page()
    page.image(Image.new("L", (600, 850), 230), 0, 0, 210, 297)
    page.output(str(tmp_path / "a.pdf"))
    assert _texts(read_document(tmp_path / "a.pdf").blocks) == [SENTENCE, "Trang ký tên đóng dấu của Giám đốc Sở."]


def test_ruled_lines_in_a_picture_make_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(image)
    for y in (400, 500, 600):
        draw.line((200, y, 1400, y), fill=0, width=3)
    for x in (200, 500, 1400):
        draw.line((x, 400, x, 600), fill=0, width=3)
    image.save(tmp_path / "a.png")
    words = [
        ("Chủ trì", 1, 220, 430),
        ("Nhiệm vụ", 2, 520, 430),
        ("Văn phòng", 3, 220, 530),
        ("Rà soát quy trình đang áp dụng", 4, 520, 530),
    ]
    _install(tmp_path, monkeypatch, [row for word in words for row in _rows(*word)])
    (table,) = read_document(tmp_path / "a.png").blocks
    assert table == Table(
        ((Cell("Chủ trì"), Cell("Nhiệm vụ")), (Cell("Văn phòng"), Cell("Rà soát quy trình đang áp dụng"))),
        page=1,
    )


def test_lines_are_wiped_out_before_reading() -> None:
    pixels = bytearray(b"\xff" * 400 * 100)
    pixels[50 * 400 + 20 : 50 * 400 + 380] = b"\0" * 360
    for y in range(10, 95):
        pixels[y * 400 + 200] = 0
    rules, clean = ruled_lines(Picture(400, 100, bytes(pixels), dpi=72))
    assert {rule.across for rule in rules} == {True, False}
    assert clean == b"\xff" * 400 * 100


@pytest.mark.parametrize(
    ("then", "words"), [("sys.exit(1)", "Không nhận dạng được"), ("time.sleep(30)", "trang 1 mất quá nhiều thời gian")]
)
def test_a_program_that_fails_or_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str, words: str) -> None:
    _install(tmp_path, monkeypatch, [], then=then)
    monkeypatch.setattr(tesseract, "PAGE_SECONDS", 1)
    with pytest.raises(DocumentError) as caught:
        tesseract.words_in(Picture(10, 10, b"\xff" * 100, 200), page=1)
    assert words in str(caught.value)


def test_a_broken_picture_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, monkeypatch, [])
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    with pytest.raises(DocumentError, match="ảnh bị hỏng"):
        read_document(tmp_path / "a.png")


def test_a_picture_that_declares_too_many_pixels_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, monkeypatch, [])
    Image.new("1", (20_000, 20_000)).save(tmp_path / "a.png")
    with pytest.raises(DocumentError, match="ảnh bị hỏng"):
        read_document(tmp_path / "a.png")


@pytest.mark.skipif(not tesseract.can_recognise(), reason="tesseract with Vietnamese data is not installed")
def test_the_real_program_reads_a_scanned_plan(tmp_path: Path) -> None:
    blocks: list[Block] = [
        Paragraph("Sở giao các phòng rà soát toàn bộ quy trình đang áp dụng trước ngày 25 hằng tháng."),
        Table(
            tuple(tuple(map(Cell, row)) for row in (("TT", "Nhiệm vụ", "Chủ trì"), ("1", "Rà soát", "Văn phòng Sở")))
        ),
        Paragraph("Yêu cầu các đơn vị báo cáo kết quả về Văn phòng Sở."),
    ]
    write_pdf(tmp_path / "text.pdf", blocks)
    with pypdfium2.PdfDocument(tmp_path / "text.pdf") as source:
        image = source[0].render(scale=200 / 72).to_pil().convert("L")
    found = read_document(_scan(tmp_path / "scan.pdf", image=image)).blocks
    assert [type(block) for block in found] == [Paragraph, Table, Paragraph]
    for text, meant in zip(_texts(found), _texts(tuple(blocks)), strict=True):
        assert difflib.SequenceMatcher(None, text, meant).ratio() > 0.95
