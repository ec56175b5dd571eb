"""Score extracted plan facts against annotations: python -m tests.evaluation.score_plans PLACE… [--documents PLACE…].

Each annotation `x.yaml` at or below a place is compared with what is read from the document `x.*` beside it or, where
none is there, in one of the places of --documents. A found and an annotated fact are paired when the place is the same
or the annotated words stand in the found quote, and all compared parts are equal. Names of bodies count as equal when
one is a printed form (alias) of the other. `--misses targets:value,tasks:lead` lists what is on one side only.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.documents.reading import read_document
from knowledge.extraction.reading import read_plan
from knowledge.text import fold
from knowledge.yaml_text import read_yaml

Facts = dict[str, Any]
Key = tuple[Any, ...]
DOCUMENTS = (".txt", ".docx", ".pdf", ".md")


@dataclass(frozen=True)
class Score:
    """Counts of one comparison."""

    found: int
    annotated: int
    right: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when there was nothing to find and nothing was found."""
        return 2 * self.right / (self.found + self.annotated) if self.found + self.annotated else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.found + other.found, self.annotated + other.annotated, self.right + other.right)


# Plan → (kind, strictness) → counts.
Scores = dict[str, dict[tuple[str, str], Score]]


def _words(text: str) -> str:
    return " ".join(fold(text).replace("*", "").replace("|", " ").split())


class Names:
    """Printed forms of bodies, brought to one."""

    def __init__(self, gold: Facts) -> None:
        self._known: dict[str, str] = {}
        for unit in gold.get("units") or []:
            for form in [unit["name"], *(unit.get("aliases") or [])]:
                self._known[self._plain(form)] = self._plain(unit["name"])

    @staticmethod
    def _plain(name: str) -> str:
        text = (
            _words(name)
            .replace("co lien quan", "lien quan")
            .replace("uy ban nhan dan", "ubnd")
            .replace("hoi dong nhan dan", "hdnd")
            .replace("mttq", "mat tran to quoc")
        )
        return text.removeprefix("cac ").strip(" .")

    def one(self, name: str | None) -> str:
        """The canonical form."""
        plain = self._plain(name or "")
        known = {key.removeprefix("cac "): value for key, value in self._known.items()}
        return known.get(plain, plain)

    def many(self, names: Sequence[str] | None) -> frozenset[str]:
        """Canonical forms of a list."""
        return frozenset(self.one(name) for name in names or [])


def _due(due: Facts, boundary: bool = False) -> Key:
    key: Key = (due.get("date"), due.get("date_to"))
    return (*key, due.get("boundary")) if boundary else key


def _figure(fact: Facts) -> Key:
    return fact["value"], fact["unit"]


def _whole_target(fact: Facts, names: Names) -> Key:
    scope = names.one(fact["scope"])
    how = fact["comparator"], fact["metric"], fact.get("value_high")
    return *_figure(fact), _due(fact["due"], boundary=True), scope, *how


def _whole_task(fact: Facts, names: Names) -> Key:
    due = _due(fact["due"], boundary=True), fact["due"].get("recurring")
    return names.many(fact["lead"]), names.many(fact["support"]), *due


Part = Callable[[Facts, Names], Key]
STRICTNESS: dict[str, dict[str, Part]] = {
    "targets": {
        "value": lambda fact, _: _figure(fact),
        "value+unit+due": lambda fact, _: (*_figure(fact), _due(fact["due"])),
        "value+unit+due+scope": lambda fact, names: (*_figure(fact), _due(fact["due"]), names.one(fact["scope"])),
        "all": _whole_target,
    },
    "tasks": {
        "place": lambda *_: (),
        "lead": lambda fact, names: (names.many(fact["lead"]),),
        "lead+due": lambda fact, names: (names.many(fact["lead"]), _due(fact["due"])),
        "all": _whole_task,
    },
    "reporting": {
        "who+cadence": lambda fact, names: (names.many(fact["who"]), fact["cadence"]),
        "who+to+cadence": lambda fact, names: (names.many(fact["who"]), names.many(fact["to_whom"]), fact["cadence"]),
    },
}


def pair(found: Sequence[Facts], annotated: Sequence[Facts], part: Part, names: Names) -> list[tuple[Facts, Facts]]:
    """Each annotated fact with a found one that says the same at the same place."""
    pairs: list[tuple[Facts, Facts]] = []
    free = list(found)
    for fact in annotated:
        key = part(fact, names)
        fits = [other for other in free if part(other, names) == key and _same_place(other, fact)]
        if fits:
            best = next((other for other in fits if _words(other["locator"]) == _words(fact["locator"])), fits[0])
            pairs.append((best, fact))
            free.remove(best)
    return pairs


def _same_place(found: Facts, annotated: Facts) -> bool:
    places = {_words(place) for place in [annotated["locator"], *(annotated.get("also_at") or [])]}
    if {_words(place) for place in [found["locator"], *(found.get("also_at") or [])]} & places:
        return True
    evidence = annotated.get("evidence")
    printed = f"{found['quote']} {found.get('quote_as_read', '')}"
    return _words(evidence) in _words(printed) if evidence else True


def score(found: Facts, gold: Facts) -> dict[tuple[str, str], Score]:
    """(kind, strictness) → counts."""
    names = Names(gold)
    return {
        (kind, strictness): Score(
            len(found[kind]), len(gold.get(kind) or []), len(pair(found[kind], gold.get(kind) or [], part, names))
        )
        for kind, parts in STRICTNESS.items()
        for strictness, part in parts.items()
    }


def misses(found: Facts, gold: Facts, kind: str, strictness: str) -> Iterator[str]:
    """What was annotated and not found, then what was found and not annotated."""
    names = Names(gold)
    part = STRICTNESS[kind][strictness]
    pairs = pair(found[kind], gold.get(kind) or [], part, names)
    seen_gold, seen_found = {id(fact) for _, fact in pairs}, {id(fact) for fact, _ in pairs}
    for fact in gold.get(kind) or []:
        if id(fact) not in seen_gold:
            yield f"  - {fact['locator']} | {part(fact, names)} | {fact.get('evidence', '')}"
    for fact in found[kind]:
        if id(fact) not in seen_found:
            yield f"  + {fact['locator']} | {part(fact, names)} | {fact.get('quote', '')[:90]}"


def gold_files(places: Sequence[Path]) -> list[Path]:
    """Annotation files at or below the given places."""
    found = [file for place in places for file in (sorted(place.rglob("*.yaml")) if place.is_dir() else [place])]
    return [file for file in found if "plan:" in file.read_text(encoding="utf-8")[:400]]


def document_of(gold: Path, *places: Path | None) -> Path:
    """The document an annotation belongs to: beside it, else in one of the places."""
    for folder in filter(None, (gold.parent, *places)):
        found = [file for file in sorted(folder.glob(f"{gold.stem}.*")) if file.suffix in DOCUMENTS]
        if found:
            return found[0]
    raise FileNotFoundError(f"no document for {gold.name}: none beside it, none in --documents")


def _listed(name: str, found: Facts, gold: Facts, wanted: str) -> Iterator[str]:
    for part in filter(None, wanted.split(",")):
        kind, _, strictness = part.partition(":")
        yield f"{name} {kind}"
        yield from misses(found, gold, kind, strictness)


def _table(scores: Scores) -> Iterator[str]:
    """One line a plan and one for all: f1, then right / annotated / found."""
    columns = [(kind, strictness) for kind, parts in STRICTNESS.items() for strictness in parts]
    yield f"{'plan':32s}" + "".join(f" {kind[:4]}:{strictness[:16]:16s}" for kind, strictness in columns)
    total = {column: sum((row[column] for row in scores.values()), Score(0, 0, 0)) for column in columns}
    for name, row in [*scores.items(), ("all", total)]:
        counted = [row[column] for column in columns]
        yield f"{name:32s}" + "".join(
            f" {one.f1:.3f} {one.right:3d}/{one.annotated:<3d}/{one.found:<3d}  " for one in counted
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+", type=Path)
    parser.add_argument("--documents", nargs="+", type=Path, default=[])
    parser.add_argument("--misses", default="")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Print the table, or with --json the f1 of each plan."""
    options = _options()
    scores: Scores = {}
    for file in gold_files(options.places):
        gold = read_yaml(file.read_text(encoding="utf-8"))
        found = read_plan(read_document(document_of(file, *options.documents)))
        scores[file.stem] = score(found, gold)
        for line in _listed(file.stem, found, gold, options.misses):
            print(line)
    if options.json:
        print(json.dumps({name: {":".join(key): one.f1 for key, one in row.items()} for name, row in scores.items()}))
    else:
        print("\n".join(_table(scores)))


if __name__ == "__main__":
    main()
