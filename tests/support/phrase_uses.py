"""Reads the house's own code: which sentence of which phrase file is said where, and with what to fill it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

HOUSE = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "scheduler", "knowledge")


@dataclass(frozen=True)
class Use:
    """A call of a room's phrases: the key as a pattern (`bind.*` for an f-string) and the names of the values given."""

    file: Path
    place: str
    pattern: str
    values: frozenset[str]
    exact: bool


@dataclass
class Module:
    """One file of the house with the names under which it knows phrases (`SAY`, `replies.SAY`)."""

    path: Path
    tree: ast.Module
    phrases: dict[str, Path] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return ".".join(self.path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")


@lru_cache(maxsize=1)
def modules() -> dict[str, Module]:
    """Every module of the rooms by its dotted name, its phrases resolved through imports."""
    paths = [path for room in ROOMS for path in (HOUSE / room).rglob("*.py") if "migrations" not in path.parts]
    found = {module.name: module for module in (Module(path, ast.parse(path.read_text("utf-8"))) for path in paths)}
    for module in found.values():
        module.phrases |= dict(_loaded_here(module))
    for module in found.values():
        module.phrases |= dict(_imported(module, found))
    return found


def _loaded_here(module: Module) -> Iterator[tuple[str, Path]]:
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and "load_phrases" in ast.dump(node.value):
            names = [part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
            file = next(name for name in names if isinstance(name, str) and name.endswith(".yaml"))
            yield from ((target.id, _beside(module, file)) for target in node.targets if isinstance(target, ast.Name))


def _beside(module: Module, file: str) -> Path:
    own = module.path.with_name("phrases") / file
    return own if own.exists() else module.path.parents[1] / "phrases" / file


def _imported(module: Module, found: dict[str, Module]) -> Iterator[tuple[str, Path]]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        for alias in node.names:
            known_as = alias.asname or alias.name
            source = found.get(node.module)
            if source and alias.name in source.phrases:
                yield known_as, source.phrases[alias.name]
            whole = found.get(f"{node.module}.{alias.name}")
            for name, file in whole.phrases.items() if whole else ():
                yield f"{known_as}.{name}", file


def uses() -> list[Use]:
    """Every place where a phrase is said."""
    return [use for module in modules().values() for use in _uses_in(module)]


def _uses_in(module: Module) -> Iterator[Use]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        file = module.phrases.get(ast.unparse(node.func))
        if file is None:
            continue
        values = frozenset(keyword.arg or "**" for keyword in node.keywords)
        place = f"{module.path.relative_to(HOUSE)}:{node.lineno}"
        for pattern in _keys(node.args[0]):
            yield Use(file, place, pattern, values, exact="*" not in pattern)


def _keys(node: ast.expr) -> list[str]:
    """The keys an expression may give; `*` stands for what is known only when it runs."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)]
    if isinstance(node, ast.IfExp):
        return _keys(node.body) + _keys(node.orelse)
    return ["*"]


def written_keys(room: str) -> set[str]:
    """Everything written in a room that could be a key handed on to where it is said."""
    nodes = [
        node for module in modules().values() if module.name.split(".")[0] == room for node in ast.walk(module.tree)
    ]
    return {key for node in nodes if isinstance(node, ast.Constant | ast.JoinedStr) for key in _keys(node)} - {"*"}


def fits(pattern: str, key: str) -> bool:
    """Whether a key is one that the pattern may mean."""
    return re.fullmatch(".+".join(map(re.escape, pattern.split("*"))), key) is not None
