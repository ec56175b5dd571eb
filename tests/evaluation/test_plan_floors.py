"""The floors of reading plans, and that the file format makes no difference. They may only rise."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.documents.model import Block
from knowledge.documents.reading import read_document
from knowledge.extraction.reading import read_plan
from tests.evaluation.score_plans import Score, document_of, gold_files, score
from tests.support.documents import write_docx, write_pdf, write_text

SAMPLES = Path(__file__).with_name("plans")
FOLDER = os.environ.get("TROLY_TEST_PLANS")

FLOORS = {
    ("targets", "value"): 0.89,
    ("targets", "value+unit+due+scope"): 0.75,
    ("tasks", "lead"): 0.89,
    ("tasks", "lead+due"): 0.83,
    ("reporting", "who+to+cadence"): 0.80,
}
KNOWN_FLOORS = {
    ("targets", "value+unit+due+scope"): 0.97,
    ("tasks", "lead+due"): 0.92,
    ("reporting", "who+to+cadence"): 0.95,
}
KINDS = ("targets", "tasks", "reporting")
Writer = Callable[[Path, Sequence[Block]], None]


def _total(files: Sequence[Path], documents: Path | None = None) -> dict[tuple[str, str], Score]:
    total: dict[tuple[str, str], Score] = {}
    for file in files:
        found = read_plan(read_document(document_of(file, documents)))
        for column, counts in score(found, yaml.safe_load(file.read_text(encoding="utf-8"))).items():
            total[column] = total.get(column, Score(0, 0, 0)) + counts
    return total


def _below(total: dict[tuple[str, str], Score], floors: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    return {column: total[column].f1 for column, floor in floors.items() if total[column].f1 < floor}


def test_sample_plans_of_other_offices_are_read() -> None:
    files = gold_files([SAMPLES])
    assert len(files) >= 12
    assert not _below(_total(files), FLOORS)


def test_the_annotated_plans_are_read() -> None:
    if FOLDER is None or not (annotated := gold_files([Path(FOLDER).parent / "gold"])):
        pytest.skip("TROLY_TEST_PLANS is not set: the folder with the plan texts, annotations in gold/ beside it")
    assert not _below(_total(annotated, Path(FOLDER)), KNOWN_FLOORS)


def _said(plan: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What was understood, without the quote: its blanks may differ between formats."""
    parts = ("locator", "value", "unit", "due", "scope", "lead", "support", "cadence")
    return [tuple(str(fact.get(part)) for part in parts) for kind in KINDS for fact in plan[kind]]


@pytest.mark.parametrize("sample", ["a/so-nnmt-2025", "b/de-an-06-2026", "e/xa-cai-cach-2026", "f/tinh-chi-tieu-2024"])
@pytest.mark.parametrize(("suffix", "write"), [(".md", write_text), (".docx", write_docx), (".pdf", write_pdf)])
def test_the_same_plan_gives_the_same_facts_in_every_format(
    sample: str, suffix: str, write: Writer, tmp_path: Path
) -> None:
    document = read_document(SAMPLES / f"{sample}.txt")
    path = tmp_path / f"plan{suffix}"
    write(path, document.blocks)
    assert _said(read_plan(read_document(path))) == _said(read_plan(document))
