"""Plain text, Markdown and what copying from web pages leaves of them → blocks. Called by `plain`; pure."""

import html
import re
from collections.abc import Iterable, Sequence

from knowledge.documents.aligned import aligned_rows, barred_rows
from knowledge.documents.led import MIN_TABLE_COLUMNS, LedTables
from knowledge.documents.lines import Wrapping, is_marked, join_lines, without_page_breaks, without_page_numbers
from knowledge.documents.model import Block, Cell, Paragraph, Table
from knowledge.text import nfc

_BOOKMARK = re.compile(r"\[(?:bookmark|anchor|TOC|_Toc)[^\]\n]{0,80}\]", re.IGNORECASE)
_LINE_TAG = re.compile(r"<\s*(?:br|/p|/div|/tr|/h\d|/li)\s*(?:/\s*)?>", re.IGNORECASE)
_CELL_TAG = re.compile(r"<\s*/\s*t[dh]\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>\n]{0,200})?/?>")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{2,3})(?=\S)(.{1,2000}?)(?<=\S)\1(?!\w)")
# Escaped marks: plain at once, but stars and lines below, which would be emphasis, only when that has been looked for.
_ESCAPED = re.compile(r"\\([!-/:-@\[-`~])")
_LATER, _AT_LAST = str.maketrans("*_#", "\x02\x03\x04"), str.maketrans("\x02\x03\x04", "*_#")
_HASHES = re.compile(r"^\s{0,3}#{1,6}\s+")
_RULE_CELL = re.compile(r"\s*:?-+:?\s*")
_GROUP_CELL = re.compile(r"\s*(?:\d{1,3}(?:\.\d{1,2})*|[IVXLC]{1,6}|[A-ZĐ])\s*")
_RULE = re.compile(r"^\s*(?:[-_=*]\s?){3,}\s*$|^\s*\|\s*$")
_WIDE = re.compile(r"[\u00a0\u2000-\u200a\u202f\u3000\v]")
_UNSEEN = re.compile(r"[\u200b\u200c\u200d\u00ad\ufeff\x02-\x04]")
_MATH = re.compile(r"(?<!\\)\$([^$\n]{1,80})(?<!\\)\$")
_COLUMNS = re.compile(r"^\s*(?P<left>\S.*?)(?:\s{4,}|\t+)(?P<right>\S.*)$")
_MOTTO = re.compile(r"CỘNG H|ĐỘC LẬP|Độc lập|ĐẢNG CỘNG|ĐOÀN TNCS")
_TITLE = re.compile(
    r"^[\s*#]*(?:KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|CHƯƠNG TRÌNH|ĐỀ ÁN|CÔNG VĂN|HƯỚNG DẪN|THÔNG BÁO|NGHỊ QUYẾT)\b"
)
# Rows of cells and the line behind the last.
_Found = tuple[list[list[str]], int]


def read_text(text: str) -> tuple[Block, ...]:
    """The blocks of a text; never raises."""
    lines = _unfolded(_clean(text).split("\n"))
    wrapping = Wrapping.of(lines)
    lines = without_page_breaks(lines, wrapping)
    led = LedTables(lines)
    blocks: list[Block] = []
    waiting: list[str] = []
    place = 0
    while place < len(lines):
        found = _table_at(lines, place, led)
        if found is None:
            waiting.append(lines[place])
            place += 1
            continue
        table, place = found
        blocks += _paragraphs(waiting, wrapping)
        waiting = []
        _add_table(blocks, table)
    return (*blocks, *_paragraphs(waiting, wrapping))


def _clean(text: str) -> str:
    """One kind of line end and blank, tags and marks of web pages gone."""
    text = nfc(text.lstrip("\ufeff")).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\f\n")
    text = _CELL_TAG.sub("\t", _LINE_TAG.sub("\n", _kept_in_rows(text))) if "<" in text else text
    text = _TAG.sub("", _BOOKMARK.sub("", text))
    text = html.unescape(text) if "&" in text else text
    text = _MATH.sub(lambda math: math[1].replace("\\times", "x").replace("\\%", "%"), _blanks(text))
    return _ESCAPED.sub(_unescaped, text) if "\\" in text else text


def _unescaped(escape: re.Match[str]) -> str:
    # A bar is left to the reader of rows: it would end a cell.
    return escape[0] if escape[1] == "|" else escape[1].translate(_LATER)


def _kept_in_rows(text: str) -> str:
    """A line break inside a cell of a Markdown row must not end the row."""
    return "\n".join(
        _LINE_TAG.sub("\x1f", line) if line.lstrip().startswith("|") else line for line in text.split("\n")
    )


def _unfolded(lines: list[str]) -> list[str]:
    """A letterhead in two columns set apart by blanks: the left column's lines first, then the right's."""
    head = next((at for at, line in enumerate(lines[:16]) if _TITLE.match(line)), 0)
    pairs = [_COLUMNS.match(line.rstrip()) for line in lines[:head]]
    if not any(pair and _MOTTO.search(pair["right"]) for pair in pairs):
        return lines
    left = [pair["left"] if pair else line for pair, line in zip(pairs, lines, strict=False)]
    right = [pair["right"] for pair in pairs if pair]
    return [
        *(part for line in left for part in (line, "")),
        *(part for line in right for part in (line, "")),
        "",
        *lines[head:],
    ]


def _blanks(text: str) -> str:
    return _WIDE.sub(" ", _UNSEEN.sub("", text))


def _table_at(lines: Sequence[str], place: int, led: LedTables) -> tuple[Table, int] | None:
    """The table that begins at a line, in whichever way it is set, and the line behind it."""
    found = (
        _piped(lines, place)
        or _tabbed(lines, place)
        or led.rows_at(place)
        or aligned_rows(lines, place)
        or barred_rows(lines, place)
    )
    return (_table(found[0]), found[1]) if found else None


def _piped(lines: Sequence[str], place: int) -> _Found | None:
    """Markdown rows: `| 1 | Sở Nội vụ | 85% |`."""
    rows: list[list[str]] = []
    end = place
    ruled = False
    while end < len(lines):
        line = lines[end]
        if _is_rule(line):
            if ruled and not rows:
                break
            ruled = True
        elif line.count("|") >= 2 and (line.lstrip().startswith("|") or rows or line.count(" | ") >= 2):
            rows.append(_pipe_cells(line))
        elif line.strip() or not rows or not _goes_on(lines, end, "|"):
            break
        end += 1
    return (rows, end) if len(rows) >= 2 or (rows and ruled) else None


def _is_rule(line: str) -> bool:
    """`|---|:-:|`, below a header."""
    line = line.strip()
    if "|" not in line or "-" not in line:
        return False
    return all(map(_RULE_CELL.fullmatch, line.removeprefix("|").removesuffix("|").split("|")))


def _pipe_cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _goes_on(lines: Sequence[str], place: int, mark: str) -> bool:
    """A blank line inside a table: the next line that is not blank belongs to it as well."""
    rest = [line for line in lines[place : place + 4] if line.strip()]
    return bool(rest) and rest[0].count(mark) >= 2


def _tabbed(lines: Sequence[str], place: int) -> _Found | None:
    """Rows whose cells are set apart by tabs; a line without tabs right below goes on with the last cell."""
    rows: list[list[str]] = []
    end = place
    while end < len(lines):
        line = lines[end]
        if line.count("\t") >= MIN_TABLE_COLUMNS - 1 and line.strip():
            rows.append(line.split("\t"))
        elif not rows or not _belongs(lines, end, len(rows[0])):
            break
        elif _is_group(line):
            rows.append(line.split("\t"))
        elif line.strip():
            rows[-1][-1] += "\n" + line
        end += 1
    return (rows, end) if len(rows) >= 2 else None


def _belongs(lines: Sequence[str], place: int, columns: int) -> bool:
    if not lines[place].strip():
        return _goes_on(lines, place, "\t")
    following = next((line for line in lines[place + 1 : place + 4] if line.strip()), "")
    return following.count("\t") >= columns - 1 and (_is_group(lines[place]) or not is_marked(lines[place]))


def _is_group(line: str) -> bool:
    """A row that names the rows below it, by a number or letter and a title: it has fewer cells than they."""
    first, tab, title = line.partition("\t")
    return bool(tab and title.strip() and _GROUP_CELL.fullmatch(first))


def _table(rows: Iterable[list[str]]) -> Table:
    kept = [[_cell_text(cell) for cell in row] for row in rows]
    while kept and all(len(row) > 1 and not row[-1] for row in kept):
        kept = [row[:-1] for row in kept]
    width = max((len(row) for row in kept), default=0)
    even = [(*row, *[""] * (width - len(row))) for row in kept]
    return Table(tuple(tuple(map(Cell, row)) for row in _with_one_header(even)))


def _with_one_header(rows: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    """Without the header, of one row or two, that each further page of a table repeats."""
    if not rows or len(set(filter(None, rows[0]))) < 2 or _GROUP_CELL.fullmatch(rows[0][0]):
        return rows
    again = {at for at, row in enumerate(rows) if at and row == rows[0]}
    again |= {at + 1 for at in again if rows[at + 1 : at + 2] == rows[1:2]}
    return [row for at, row in enumerate(rows) if at not in again]


def _cell_text(text: str) -> str:
    lines = (_plain(line) for line in re.split("[\n\x1f]", text))
    return "\n".join(line for line in lines if line)


def _add_table(blocks: list[Block], table: Table) -> None:
    """A table that repeats the header of the one right before it is its next page."""
    before = blocks[-1] if blocks else None
    rows = table.rows
    while isinstance(before, Table) and rows and rows[0] in before.rows[:2]:
        rows = rows[1:]
    if isinstance(before, Table) and rows and len(rows[0]) == len(before.rows[0]):
        blocks[-1] = Table((*before.rows, *rows), before.page)
    else:
        blocks.append(table)


def _paragraphs(lines: Sequence[str], wrapping: Wrapping) -> list[Paragraph]:
    lines = without_page_numbers(lines, wrapping)
    rules = (bool(_RULE.match(line.translate(_AT_LAST)) or _is_rule(line)) for line in lines)
    kept = [(_plain(line), _is_heading(line)) for line, is_rule in zip(lines, rules, strict=True) if not is_rule]
    return [Paragraph(text, heading=heading) for text, heading in join_lines(kept, wrapping)]


def _is_heading(line: str) -> bool:
    stripped = line.strip()
    return bool(_HASHES.match(line)) or (len(stripped) > 4 and stripped.startswith("**") and stripped.endswith("**"))


def _plain(line: str) -> str:
    line = _HASHES.sub("", line.replace("\t", " "))
    line = line.replace("\\|", "|")
    for _ in range(2):
        line = _EMPHASIS.sub(r"\2", line)
    return " ".join(line.replace("**", " ").translate(_AT_LAST).split())
