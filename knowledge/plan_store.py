"""The office's imported plans: stored, reviewed fact by fact, published, withdrawn; commands and doors ask here.

Every change is logged and raises the version of its plan, by which a running service sees that it must read again.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from knowledge.clock import local_date
from knowledge.phrases import load_phrases
from knowledge.plan_fields import (
    HEADER,
    LISTS,
    REVIEWED,
    Body,
    FieldFault,
    changed,
    check,
    own_formulas,
    plain,
    with_measure,
)
from knowledge.plan_intake import LINKS, Proposal, proposals
from knowledge.plans import Plan, load_plans
from knowledge.records import FactState, PlanChange, PlanDocument, PlanFact, PlanState

SAY = load_phrases(Path(__file__).with_name("phrases") / "plan_store.yaml")
log = logging.getLogger("troly.plans")

# Below this an extracted fact must be looked at before its plan is published.
DOUBTFUL = 0.75
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Refused(ValueError):
    """The store does not do it; the text is one sentence for the person who asked."""


class Editor:
    """Who changes the store, and when: everything written by one call carries both."""

    def __init__(self, session: Session, who: str, now: datetime) -> None:
        self.session = session
        self.who = who
        self.now = now

    def import_plan(self, facts: Mapping[str, Any], plan_id: str, file_name: str, sha256: str) -> PlanDocument:
        """Keep an extraction as a draft; refused when the file or the id is known, or nothing was found in it."""
        self._refuse_known(facts, plan_id, sha256)
        header = {**(facts.get("plan") or {}), "id": plan_id}
        document = PlanDocument(
            id=plan_id,
            file_name=file_name,
            sha256=sha256,
            imported_at=self.now,
            imported_by=self.who,
            header=header,
            more={key: facts[key] for key in ("units", "abbreviations", "funding") if facts.get(key)},
            amends=[str(number) for number in header.get("amends") or []],
        )
        self.session.add(document)
        try:
            self.session.flush()
        except IntegrityError as error:  # somebody else has imported it in this very moment
            raise Refused(SAY("refused.same_id", plan=plan_id)) from error
        for proposal in proposals(facts, plan_id):
            self.session.add(_row(plan_id, proposal))
        self._log(document, "import")
        return document

    def _refuse_known(self, facts: Mapping[str, Any], plan_id: str, sha256: str) -> None:
        if not any(facts.get(LISTS[kind][0]) for kind in REVIEWED):
            raise Refused(SAY("refused.nothing"))
        if not _ID.fullmatch(plan_id):
            raise Refused(SAY("refused.bad_id", plan=plan_id))
        same = self.session.exec(select(PlanDocument).where(PlanDocument.sha256 == sha256)).first()
        if same:
            raise Refused(SAY("refused.same_file", plan=same.id))
        if self.session.get(PlanDocument, plan_id):
            raise Refused(SAY("refused.same_id", plan=plan_id))

    def accept(self, plan_id: str, fact_id: str) -> None:
        """The fact stands as it is."""
        document, fact = self._fact(plan_id, fact_id)
        if fact.state in (FactState.PROPOSED, FactState.DROPPED):
            self._settle(document, fact, FactState.ACCEPTED, "accept")

    def accept_all(self, plan_id: str) -> int:
        """Every fact nobody has looked at stands as it is; returns how many there were."""
        waiting = [fact for fact in facts_of(self.session, plan_id) if fact.state == FactState.PROPOSED]
        for fact in waiting:
            self.accept(plan_id, fact.fact_id)
        return len(waiting)

    def drop(self, plan_id: str, fact_id: str) -> None:
        """The fact is none; it stays on record and is never published."""
        document, fact = self._fact(plan_id, fact_id)
        self._settle(document, fact, FactState.DROPPED, "drop")

    def correct(self, plan_id: str, fact_id: str, texts: Mapping[str, str]) -> None:
        """Set fields of a fact, or of the header (`plan`); refused as a whole when one value cannot be."""
        if fact_id == HEADER:
            self._correct_header(plan_id, texts)
            return
        document, fact = self._fact(plan_id, fact_id)
        before, fact.body = fact.body, _changed(fact.kind, fact.body, texts, fact.fact_id)
        fact.locator = str(fact.body.get("locator") or fact.locator)
        state = FactState.ADDED if fact.state == FactState.ADDED else FactState.CORRECTED
        self._settle(document, fact, state, "correct", before)

    def _correct_header(self, plan_id: str, texts: Mapping[str, str]) -> None:
        document = document_of(self.session, plan_id, for_change=True)
        before, document.header = document.header, _changed(HEADER, document.header, texts, HEADER)
        self._log(document, "correct", HEADER, before, document.header)

    def add(self, plan_id: str, kind: str, texts: Mapping[str, str]) -> str:
        """A fact the extraction has missed; returns its id."""
        if kind not in REVIEWED:
            raise Refused(SAY("refused.no_kind", kind=kind, kinds=", ".join(REVIEWED)))
        document = document_of(self.session, plan_id, for_change=True)
        fact_id = self._free_id(plan_id, kind)
        body = _changed(kind, {"id": fact_id}, texts, kind)
        fact = PlanFact(plan_id=plan_id, fact_id=fact_id, kind=kind, body=body, locator=str(body["locator"]))
        self._settle(document, fact, FactState.ADDED, "add")
        return fact_id

    def _free_id(self, plan_id: str, kind: str) -> str:
        known = {fact.fact_id for fact in facts_of(self.session, plan_id)}
        letter, number = LISTS[kind][1], 1
        while f"{plan_id}-{letter}{number:02d}" in known:
            number += 1
        return f"{plan_id}-{letter}{number:02d}"

    def publish(self, plan_id: str, accept_rest: bool = False) -> None:
        """Let its facts answer; refused while doubtful ones are unreviewed or any could not stand in a plan."""
        document = document_of(self.session, plan_id, for_change=True)
        if document.state == PlanState.PUBLISHED:
            raise Refused(SAY("refused.published", plan=plan_id))
        waiting = [fact.fact_id for fact in doubtful(facts_of(self.session, plan_id))]
        if waiting and not accept_rest:
            said = {"count": len(waiting), "facts": ", ".join(waiting), "plan": plan_id}
            raise Refused(SAY("refused.doubtful", **said))
        self.accept_all(plan_id)
        self._complete(plan_id)
        facts = kept(facts_of(self.session, plan_id))
        _refuse_broken(document, facts)
        document.state, document.published_at = PlanState.PUBLISHED, self.now
        _refuse_what_is_no_plan(document, facts)
        self._log(document, "publish")

    def _complete(self, plan_id: str) -> None:
        """Each target says by which formula it is counted: the reviewer's, the plan's or the usual one."""
        facts = kept(facts_of(self.session, plan_id))
        own = own_formulas(fact.body for fact in facts if fact.kind == "definition")
        for fact in facts:
            if fact.kind == "target":
                fact.body = with_measure(fact.body, own)

    def withdraw(self, plan_id: str) -> None:
        """Its facts answer no more."""
        document = document_of(self.session, plan_id, for_change=True)
        if document.state == PlanState.WITHDRAWN:
            raise Refused(SAY("refused.withdrawn", plan=plan_id))
        document.state = PlanState.WITHDRAWN
        self._log(document, "withdraw")

    def _fact(self, plan_id: str, fact_id: str) -> tuple[PlanDocument, PlanFact]:
        document = document_of(self.session, plan_id, for_change=True)
        full = fact_id if fact_id.startswith(f"{plan_id}-") else f"{plan_id}-{fact_id}"
        query = select(PlanFact).where(PlanFact.plan_id == plan_id, PlanFact.fact_id == full)
        fact = self.session.exec(query).first()
        if fact is None:
            raise Refused(SAY("refused.no_fact", plan=plan_id, fact=fact_id))
        return document, fact

    def _settle(
        self, document: PlanDocument, fact: PlanFact, state: FactState, action: str, before: Body | None = None
    ) -> None:
        if fact.kind in REVIEWED and state != FactState.DROPPED:
            _check(fact)
        fact.state, fact.reviewed_at, fact.reviewer = state, self.now, self.who
        self.session.add(fact)
        self._log(document, action, fact.fact_id, before, fact.body if action in ("correct", "add") else None)

    def _log(
        self,
        document: PlanDocument,
        action: str,
        fact_id: str | None = None,
        before: Body | None = None,
        after: Body | None = None,
    ) -> None:
        document.version += 1
        self.session.add(
            PlanChange(
                plan_id=document.id,
                at=self.now,
                who=self.who,
                action=action,
                fact_id=fact_id,
                before=before or {},
                after=after or {},
            )
        )
        self.session.flush()


def _row(plan_id: str, proposal: Proposal) -> PlanFact:
    return PlanFact(
        plan_id=plan_id,
        fact_id=proposal.fact_id,
        kind=proposal.kind,
        body=proposal.body,
        original=proposal.body,
        quote=proposal.quote,
        locator=proposal.locator,
        confidence=proposal.confidence,
    )


def _changed(kind: str, body: Mapping[str, Any], texts: Mapping[str, str], fact_id: str) -> Body:
    try:
        return changed(kind, body, texts)
    except FieldFault as fault:
        raise Refused(SAY("refused.field", fact=fact_id, field=fault.name, fault=fault)) from fault


def _check(fact: PlanFact) -> None:
    try:
        check(fact.kind, fact.body)
    except FieldFault as fault:
        raise Refused(SAY("refused.field", fact=fact.fact_id, field=fault.name, fault=fault)) from fault


def _refuse_broken(document: PlanDocument, facts: Sequence[PlanFact]) -> None:
    faults = []
    for fact_id, kind, body in [(HEADER, HEADER, document.header), *((f.fact_id, f.kind, f.body) for f in facts)]:
        try:
            check(kind, body)
        except FieldFault as fault:
            faults.append(f"{fact_id} {fault.name} {fault}")
    if faults:
        raise Refused(SAY("refused.broken", count=len(faults), faults="; ".join(faults[:5])))


def _refuse_what_is_no_plan(document: PlanDocument, facts: Sequence[PlanFact]) -> None:
    try:
        plan_of(document, facts)
    except ValidationError as error:
        raise Refused(SAY("refused.not_plan", plan=document.id, error=error.errors()[0]["msg"])) from error


def documents(session: Session) -> list[PlanDocument]:
    """Every imported plan, oldest first."""
    return list(session.exec(select(PlanDocument).order_by(col(PlanDocument.imported_at), col(PlanDocument.id))))


def document_of(session: Session, plan_id: str, for_change: bool = False) -> PlanDocument:
    """An imported plan, locked when it is about to change; refused with the ids there are."""
    document = session.get(PlanDocument, plan_id, with_for_update=for_change)
    if document is None:
        known = ", ".join(one.id for one in documents(session))
        raise Refused(SAY("refused.no_plan", plan=plan_id, plans=known or SAY("none")))
    return document


def facts_of(session: Session, plan_id: str) -> list[PlanFact]:
    """All facts of an imported plan in the document's order, dropped ones included."""
    return list(session.exec(select(PlanFact).where(PlanFact.plan_id == plan_id).order_by(col(PlanFact.id))))


def kept(facts: Sequence[PlanFact]) -> list[PlanFact]:
    """Those that are not dropped."""
    return [fact for fact in facts if fact.state != FactState.DROPPED]


def doubtful(facts: Sequence[PlanFact]) -> list[PlanFact]:
    """What the extraction was unsure about and nobody has looked at, the most doubtful first."""
    waiting = [fact for fact in facts if fact.state == FactState.PROPOSED and fact.confidence < DOUBTFUL]
    return sorted(waiting, key=lambda fact: fact.confidence)


def changes_of(session: Session, plan_id: str) -> list[PlanChange]:
    """The log of an imported plan, oldest first."""
    return list(session.exec(select(PlanChange).where(PlanChange.plan_id == plan_id).order_by(col(PlanChange.id))))


def store_version(session: Session) -> int:
    """A number that differs whenever anything about imported plans has changed; one cheap query."""
    return int(session.exec(select(func.coalesce(func.sum(PlanDocument.version), 0))).one())


def plan_of(document: PlanDocument, facts: Sequence[PlanFact]) -> Plan:
    """An imported plan as the rest of the house knows plans; raises pydantic's ValidationError."""
    ids = {fact.fact_id for fact in kept(facts)}
    lists: dict[str, list[Body]] = {key: [] for key, _ in LISTS.values()}
    for fact in kept(facts):
        lists[LISTS[fact.kind][0]].append(_without_lost_links(plain(fact.body), ids))
    reviewed = document.published_at or document.imported_at
    header = {**plain(document.header), "id": document.id, "reviewed_on": local_date(reviewed)}
    return Plan.model_validate({"plan": header, **document.more, **lists})


def _without_lost_links(body: Body, ids: set[str]) -> Body:
    """What names a dropped fact no longer does."""
    kept_links = {key: value for key, value in body.items() if key not in LINKS}
    for key in LINKS & body.keys():
        value = body[key]
        if isinstance(value, list):
            kept_links[key] = [one for one in value if one in ids]
        elif value in ids:
            kept_links[key] = value
    return kept_links


def published_plans(session: Session) -> dict[str, Plan]:
    """The office's own published plans by id."""
    plans = {}
    for document in documents(session):
        if document.state == PlanState.PUBLISHED:
            try:
                plans[document.id] = plan_of(document, facts_of(session, document.id))
            except ValidationError:  # written by another version of this program; one plan must not silence the others
                log.exception("plan %s cannot be read", document.id)
    return plans


def all_plans(session: Session) -> dict[str, Plan]:
    """Every plan that answers: the shipped ones and the office's, whose own wins under the same id."""
    return {**load_plans(), **published_plans(session)}
