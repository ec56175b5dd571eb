"""One plan written as .txt, .docx and .pdf is the same plan when it is read back."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.documents.docx import read_docx
from knowledge.documents.model import Block, Cell, Paragraph, Table
from knowledge.documents.pdf import read_pdf
from knowledge.documents.reading import read_document
from knowledge.documents.text import read_text
from tests.support.documents import write_docx, write_pdf, write_text
from tests.support.sample_blocks import Sample, differences, plain


def _written_and_read(folder: Path, blocks: list[Block], repeat_header: bool) -> dict[str, tuple[Block, ...]]:
    write_text(folder / "plan.txt", blocks)
    write_docx(folder / "plan.docx", blocks)
    write_pdf(folder / "plan.pdf", blocks, repeat_header=repeat_header)
    pdf = read_pdf(folder / "plan.pdf")
    assert pdf
    return {
        "text": read_text((folder / "plan.txt").read_text(encoding="utf-8")),
        "docx": read_docx(folder / "plan.docx").blocks,
        "pdf": pdf.blocks,
    }


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), repeat_header=st.booleans())
def test_all_formats_give_the_same_blocks(tmp_path: Path, seed: int, repeat_header: bool) -> None:
    blocks = Sample(seed).blocks(parts=4)
    for name, found in _written_and_read(tmp_path, blocks, repeat_header).items():
        assert not differences(plain(blocks), plain(found)), name


def test_merged_cells_are_the_same_in_word_and_pdf(tmp_path: Path) -> None:
    table = Table(
        (
            (Cell("TT"), Cell("Đơn vị"), Cell("Đơn vị", True), Cell("Thời hạn")),
            (Cell("TT", True), Cell("Chủ trì"), Cell("Phối hợp"), Cell("Thời hạn", True)),
            (Cell("1"), Cell("Văn phòng Sở"), Cell("Các phòng"), Cell("Trước ngày 30/6/2027")),
            (Cell("2"), Cell("Thanh tra Sở"), Cell("Các phòng", True), Cell("Quý IV")),
        )
    )
    found = _written_and_read(tmp_path, [table], repeat_header=False)
    for name in ("docx", "pdf"):
        (block,) = found[name]
        assert isinstance(block, Table)
        assert block.rows == table.rows, name


@pytest.mark.parametrize("name", ["plan.txt", "plan.docx", "plan.pdf"])
def test_the_door_gives_what_the_reader_gives(tmp_path: Path, name: str) -> None:
    blocks = Sample(3).blocks(parts=2)
    found = _written_and_read(tmp_path, blocks, repeat_header=False)
    document = read_document(tmp_path / name)
    assert document.blocks == found[name.split(".")[1].replace("txt", "text")]
    assert len(document.sha256) == 64
    assert (document.pages is not None) == (name == "plan.pdf")


def test_headings_survive(tmp_path: Path) -> None:
    blocks: list[Block] = [Paragraph("I. MỤC TIÊU", heading=True), Paragraph("Từng bước đưa hồ sơ lên mạng.")]
    for name, found in _written_and_read(tmp_path, blocks, repeat_header=False).items():
        assert [block.heading for block in found if isinstance(block, Paragraph)] == [True, False], name
