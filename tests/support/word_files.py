"""Word files written part by part, for what no library writes: lists, revisions, text boxes, damaged parts."""

import zipfile
from pathlib import Path

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def word_file(path: Path, body: str, **parts: str) -> Path:
    """A file with this body; further parts by name (`numbering`, `styles`, `footnotes`), each its inner XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", part(name, inner))
    return path


def part(name: str, inner: str) -> str:
    """The XML of a part."""
    spaces = f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {spaces}>{inner}</w:{name}>'


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text, run)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, number: int, level: int = 0) -> str:
    """A paragraph of a list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of a kind of list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*kinds: str, more: str = "") -> str:
    """numbering.xml with list 1 of the first kind, list 2 of the second and so on."""
    shapes = "".join(f'<w:abstractNum w:abstractNumId="{at}">{kind}</w:abstractNum>' for at, kind in enumerate(kinds))
    named = "".join(f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(len(kinds)))
    return shapes + named + more


def numbered_sample(path: Path) -> Path:
    """A file with lists, a table with merged cells, revisions and a note, to damage."""
    kind = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2.") + level(2, "lowerLetter", "%3)")
    bullets = level(0, "bullet", "-") + level(1, "bullet", "+")
    cell = "<w:tc><w:tcPr>{}</w:tcPr>" + p("Ô bảng") + "</w:tc>"
    rows = (
        "<w:tr>" + cell.format('<w:gridSpan w:val="2"/>') + cell.format('<w:vMerge w:val="restart"/>') + "</w:tr>"
        "<w:tr>" + cell.format("") * 2 + cell.format("<w:vMerge/>") + "</w:tr>"
    )
    body = (
        item("Mục tiêu của kế hoạch", 1)
        + item("Mục tiêu cụ thể", 1, 1)
        + item("Báo cáo hằng tháng", 2)
        + f"<w:p><w:ins>{r('Phần thêm vào')}</w:ins><w:del><w:r><w:delText>Phần bỏ đi</w:delText></w:r></w:del></w:p>"
        + f"<w:tbl><w:tblPr/>{rows}</w:tbl>"
    )
    note = f'<w:footnote w:id="2">{p("Chú thích của kế hoạch")}</w:footnote>'
    return word_file(path, body, numbering=lists(kind, bullets), footnotes=note)
