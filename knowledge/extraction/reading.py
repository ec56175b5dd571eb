"""A read document becomes a plan's facts: mended, extracted, checked. The folder's only door, for the command line."""

from typing import Any

from knowledge.documents.damage import is_damaged
from knowledge.documents.model import Document
from knowledge.documents.repair import repair_document
from knowledge.extraction.extract import extract
from knowledge.extraction.flattened import restore_tables
from knowledge.extraction.letterhead import unfold
from knowledge.plan_checks import checks


def read_plan(document: Document) -> dict[str, Any]:
    """The facts of a document with what is doubtful in it flagged; pure."""
    if is_damaged(document.texts()):
        document = repair_document(document)
    facts = extract(restore_tables(unfold(document)))
    facts["source_flags"] = checks(facts)
    return facts
