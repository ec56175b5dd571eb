"""The bytes of a plain text → its letters, whatever wrote them. Called by `plain`; pure."""

import codecs
import re

from knowledge.documents.language import from_tcvn3, from_vni, is_vietnamese, share_known
from knowledge.text import nfc

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.003
_SAMPLE = 20_000
_LONG_WORDS = re.compile(r"\S{60,}")
_LOST = "\ufffd"


def decode(data: bytes) -> str | None:
    """The text, or None when the bytes are no text in any known way of writing."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strict(data, name)
    if len(_CONTROL.findall(data)) > _MAX_CONTROL_SHARE * len(data):
        return None
    text = _strict(data, "utf-8")
    return text if text is not None else _of_one_byte(data)


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _of_one_byte(data: bytes) -> str | None:
    """Code pages that tell nothing about themselves: the one that gives the most Vietnamese."""
    windows = data.decode("cp1252", errors="replace")
    readings = (
        data.decode("utf-8", errors="replace"),  # a text with a few damaged letters
        data.decode("cp1258", errors="replace"),
        from_tcvn3(data.decode("latin-1")),
        from_vni(windows),
    )
    best = max(map(nfc, readings), key=lambda text: share_known(text[:_SAMPLE]))
    if is_vietnamese(best[:_SAMPLE]) and best.count(_LOST) <= 0.01 * len(best):
        return best
    return None if _LONG_WORDS.search(windows) or _LOST in windows else windows
