"""The house stands as drawn: imports point one way, files and functions stay small, words live in phrase files."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
# A room may import itself and the rooms after it.
ROOMS = ["bot", "handlers", "scheduler", "knowledge"]
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 35
_IMPORT_CALL = re.compile(r"""(?:import_module|__import__)\(\s*f?["']([\w.]+)""")


def _modules(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from sorted((HOUSE / room).rglob("*.py"))


def _imported(path: Path) -> set[str]:
    """First parts of everything imported anywhere in a file, inside functions and by importlib too."""
    source = path.read_text(encoding="utf-8")
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names | {name.split(".")[0] for name in _IMPORT_CALL.findall(source)}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_itself_and_rooms_to_its_right(room: str) -> None:
    forbidden = {*ROOMS[: ROOMS.index(room)], "tests"}
    wrong = {f"{path.relative_to(HOUSE)}: {name}" for path in _modules(room) for name in _imported(path) & forbidden}
    assert not wrong


def test_the_checker_sees_imports_in_functions_and_by_name(tmp_path: Path) -> None:
    file = tmp_path / "sly.py"
    file.write_text('def f():\n    import bot.house\n\ndef g():\n    importlib.import_module("handlers.routing")\n')
    assert {"bot", "handlers"} <= _imported(file)


def test_files_stay_readable() -> None:
    files = [*_modules(*ROOMS, "tests"), *(HOUSE / "bot/web/static").iterdir()]
    long = {str(path.relative_to(HOUSE)) for path in files if len(path.read_text().splitlines()) >= MAX_FILE_LINES}
    assert not long


def test_functions_stay_short() -> None:
    long = set()
    for path in _modules(*ROOMS):
        if "migrations/versions" in path.as_posix():
            continue  # written by the migration tool
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES
            ):
                long.add(f"{path.relative_to(HOUSE)}: {node.name}")
    # The chat routes share one closure so that nothing is global.
    assert long <= {"bot/web/app.py: _add_chat"}


def test_every_module_says_what_it_is_for() -> None:
    silent = {
        str(path.relative_to(HOUSE))
        for path in _modules(*ROOMS)
        if "migrations/versions" not in path.as_posix()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert not silent


def test_vietnamese_sentences_live_in_phrase_and_entry_files() -> None:
    """No string of several words in the code carries a diacritic; docstrings, comments and patterns may quote."""
    spoken = {f"{path.relative_to(HOUSE)}: {text}" for path in _modules(*ROOMS) for text in _accented_strings(path)}
    assert not spoken


def _accented_strings(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    notes |= {id(part) for pattern in ast.walk(tree) if _is_pattern(pattern) for part in ast.walk(pattern)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in notes else None
        if isinstance(text, str) and re.search(r"[À-ỹĐđ]", text) and " " in text.strip():
            yield text


def _is_pattern(node: ast.AST) -> bool:
    """Words that are looked for in a text are said to nobody: what stands in a call of the module `re`."""
    function = node.func if isinstance(node, ast.Call) else None
    return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"


def test_no_set_up_file_names_a_registry() -> None:
    files = [
        HOUSE / name
        for name in ("run", "test", ".ci/run", "requirements.lock", "requirements-dev.lock", "pyproject.toml")
    ]
    for file in files:
        assert not re.search(r"https?://(?!127\.0\.0\.1)|index-url|find-links", file.read_text()), file.name
