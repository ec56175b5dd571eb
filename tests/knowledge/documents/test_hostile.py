"""Whatever is sent: a document or a refusal, never another error; what a fuzzer once found stays found."""

import random
import zipfile
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.documents.docx import read_docx
from knowledge.documents.model import Document, DocumentError
from knowledge.documents.pdf import read_pdf
from knowledge.documents.plain import read_plain
from knowledge.documents.reading import read_document
from tests.benchmarks.fuzz_documents import mutated, read_once, run, samples
from tests.support.word_files import p, word_file

_QUICK = settings(max_examples=60, deadline=5_000, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_QUICK
@given(data=st.binary(max_size=4_000))
@example(data=b"")
@example(data=b"%PDF-1.7\n%%EOF")
@example(data=b"BM plain text that only begins like a picture")
@example(data=b"\xff\xfe\x00\xd8")
def test_any_bytes_are_a_document_or_a_refusal(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    try:
        assert isinstance(read_document(tmp_path / "file"), Document)
    except DocumentError as error:
        assert str(error)


@_QUICK
@given(text=st.text(max_size=3_000))
def test_any_text_is_a_document_or_a_refusal(tmp_path: Path, text: str) -> None:
    (tmp_path / "file").write_text("Kế hoạch của Sở năm 2027 về việc tiếp nhận hồ sơ.\n" + text, errors="ignore")
    try:
        read_plain(tmp_path / "file")
    except DocumentError as error:
        assert str(error)


@settings(max_examples=80, deadline=5_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_damaged_files_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    if not (tmp_path / "a.docx").exists():
        samples(tmp_path)
    chance = random.Random(seed)
    base = (tmp_path / chance.choice(("a.docx", "numbered.docx", "a.txt"))).read_bytes()
    (tmp_path / "file").write_bytes(mutated(base, chance))
    assert read_once(tmp_path / "file", door=False) is None


def test_a_damaged_pdf_cannot_take_the_service_down(tmp_path: Path) -> None:
    """Through the door, as a crash of the library would end the test run."""
    samples(tmp_path)
    base = (tmp_path / "a.pdf").read_bytes()
    for seed in range(6):
        (tmp_path / "file").write_bytes(mutated(base, random.Random(seed)))
        assert read_once(tmp_path / "file", door=True) is None


@pytest.mark.parametrize("name", ["UF-8", "utf-7", "UTF-16", "hex", "cp037"])
def test_a_part_in_an_encoding_that_is_none(tmp_path: Path, name: str) -> None:
    file = word_file(tmp_path / "a.docx", p("Kế hoạch"))
    with zipfile.ZipFile(file) as archive:
        document = archive.read("word/document.xml").replace(b'encoding="UTF-8"', f'encoding="{name}"'.encode())
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", document)
    with pytest.raises(DocumentError, match="hỏng"):
        read_docx(file)


def test_a_page_with_thousands_of_lines_is_a_drawing(tmp_path: Path) -> None:
    page = FPDF()
    page.add_page()
    for at in range(6_000):
        page.rect(10 + at % 180, 10 + at / 30, 8, 3)
    page.output(str(tmp_path / "a.pdf"))
    read_pdf(tmp_path / "a.pdf")


def test_the_fuzzer_runs_and_reports(tmp_path: Path) -> None:
    cases, findings = run(seconds=4, first=0, keep=tmp_path / "keep")
    assert cases > 0
    assert findings == []
