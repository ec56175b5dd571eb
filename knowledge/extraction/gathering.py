"""Goes through the tree of a plan and gathers the facts of each paragraph and table. For `extract` only; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.extraction import baselines
from knowledge.extraction.bodies import kind_of
from knowledge.extraction.clauses import claims_of
from knowledge.extraction.dates import Due
from knowledge.extraction.duties import Duty, duties_of
from knowledge.extraction.flat import capital, flat
from knowledge.extraction.header import Head
from knowledge.extraction.headings import is_closing, kind_of_heading, label_of
from knowledge.extraction.items import Item, items, window_of
from knowledge.extraction.metrics import metrics_of
from knowledge.extraction.outline import Node
from knowledge.extraction.rows import Setting, read_rows
from knowledge.extraction.said import CLOSING, OPENING
from knowledge.extraction.targets import Target, make_targets
from knowledge.extraction.task_dates import due_of_words
from knowledge.extraction.tasks import Task, make_task, refers_above
from knowledge.extraction.words import alternatives

_SKIPPED = ("purpose", "funding", "repealed")
_FORMULA = re.compile(r"\s=\s|chia cho|chia tổng|× ?100|x 100%")
_MEASURES = re.compile(rf"\W*(?:\d[\d.,]*\s?%|{alternatives('clauses.measures')})")
_ABOVE = re.compile(r"[^,;]*nêu trên|[^,;]*nói trên|[^,;]*ở trên")
_AT_PLACES = re.compile(r"\btai\s+(?=(?:cac )?(?:trung tam|bo phan|diem|quay))")


@dataclass
class Plan:
    """The facts found so far."""

    head: Head
    setting: Setting
    targets: list[Target] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    counts: list[dict[str, Any]] = field(default_factory=list)
    baselines: list[dict[str, Any]] = field(default_factory=list)


def gather(plan: Plan, root: Node) -> None:
    """Read every paragraph, then every table."""
    setting = plan.setting
    window = window_of(root, setting.year)
    for item in items(root, setting.bodies, setting.year):
        if item.inherited is None and item.kind in ("objectives", "tasks"):
            item.inherited = window
        _read_item(plan, item)
    for node in root.below():
        if node.table is not None:
            _read_table(plan, node)


def _read_table(plan: Plan, node: Node) -> None:
    found = read_rows(node, plan.setting)
    plan.tasks += found.tasks
    plan.targets += found.targets
    plan.counts += found.counts
    for claim, locator, quote in found.claims:
        plan.baselines += baselines.of_claims([claim], locator, quote, quote)


def _read_item(plan: Plan, item: Item) -> None:
    node = item.node
    if item.kind in _SKIPPED or kind_of_heading(item.text[:40]) == "repealed" or node.locator == OPENING:
        return
    if item.kind == "situation":
        plan.baselines += baselines.of_text(item.text, node, plan.setting.bodies, plan.setting.year)
    elif is_closing(node):
        node.locator = CLOSING
        _add_duties(plan, item, [])
    else:
        _place_content(node)
        _add_facts(plan, item)


def _place_content(node: Node) -> None:
    """“Nội dung:” as the first line below a heading stands where the heading does."""
    first = node.locator.endswith("bullet 1") and node.parent is not None
    if first and node.parent and label_of(node.text) == "content":
        node.locator = node.parent.locator


def _add_facts(plan: Plan, item: Item) -> None:
    targets = _targets_of(plan, item)
    plan.targets += targets
    if item.kind == "objectives" and (targets or item.node.kind == "text"):
        return
    task = make_task(item, plan.setting.bodies, plan.setting.year)
    if not task.lead and _only_measures(item, targets):
        _add_duties(plan, item, [])
        return
    task.targets = targets
    if item.kind == "objectives" and task.due.date is None and task.due.recurring is None:
        task.due = plan.setting.period
    if refers_above(item.text) and task.due.date is None:
        _refer(task, item.text, plan.targets)
    _add_duties(plan, item, task.lead)
    if item.kind != "reporting":
        plan.tasks.append(task)


def _only_measures(item: Item, targets: Sequence[Target]) -> bool:
    """`Tỷ lệ … đạt 95%`, `(1) Tỷ lệ … = …`: a figure that nobody is told to do anything for."""
    explains = _FORMULA.search(item.text) is not None
    return explains or (bool(targets) and item.labels.due is None and _MEASURES.match(flat(item.text)) is not None)


def _add_duties(plan: Plan, item: Item, who: Sequence[str]) -> None:
    found = duties_of(item.text, who, item.node.locator, item.node.quote, plan.setting.bodies)
    for duty in found:
        duty.original = item.node.original
    plan.duties += found


def _targets_of(plan: Plan, item: Item) -> list[Target]:
    """The targets of a paragraph; what it says of today goes to the baselines."""
    setting, node = plan.setting, item.node
    if _FORMULA.search(item.text):
        return []
    claims = claims_of(item.text, setting.bodies, setting.year, setting.before)
    plan.baselines += baselines.of_claims(claims, node.locator, node.quote, item.text)
    scope = _default_scope(setting, item)
    found = make_targets(claims, node.locator, node.quote, scope, _inherited(item, setting.year), setting.period)
    for target in found:
        target.original = node.original
    return found


def _inherited(item: Item, year: str | None) -> Due | None:
    if item.labels.due is None:
        return item.inherited
    return due_of_words(item.labels.due, year).inherited()


def _refer(task: Task, text: str, before: Sequence[Target]) -> None:
    """Take the date of the earlier figures that speak of the same measures."""
    named = {metric for words in [text, *re.split(r"[;,]", text)] for metric in metrics_of(words, "percent")}
    meant = [target for target in before if target.metric in named]
    if meant:
        raw = _ABOVE.search(text)
        task.due = replace(meant[0].due, stated="cross_reference", raw=raw[0].strip() if raw else None)
        task.targets = [target for target in meant if target.due.date == meant[0].due.date]


def _default_scope(setting: Setting, item: Item) -> str:
    """Under the heading of a group the group; under a staff office or without a heading whoever the plan is for."""
    place = _place_of_heading(item.node)
    if place:
        return place
    # Where the issuer is not known, nobody but the heading tells.
    single = len(item.owners) == 1 and (_is_group(item.owners[0]) or not setting.bodies.issuer)
    return item.owners[0] if single else setting.scope


def _is_group(owner: str) -> bool:
    return kind_of(owner) == "group" or " các " in f" {owner.lower()}"


def _place_of_heading(node: Node) -> str | None:
    """`2.4. Triển khai tại Trung tâm …, Bộ phận một cửa các cấp`: what stands below is asked of these places."""
    section = next((above for above in node.above() if not above.is_bullet), None)
    match = _AT_PLACES.search(flat(section.text)) if section else None
    return capital(section.text[match.end() :].strip(" :.;")) if section and match else None
