"""Damages clean Vietnamese the way scan readers without Vietnamese do; for measuring repair on texts it has never seen.

It knows nothing of the weights of the repair: lost and wrong marks, digits and signs for vowels, letters lost, specks.
"""

import random
import unicodedata

_ACUTE, _GRAVE, _CIRCUMFLEX, _TILDE = "\u0301", "\u0300", "\u0302", "\u0303"
_INSTEAD = {"o": ["6", "0", "o'"], "u": ["u'", "ii", "ti"], "e": ["é", "¢", "€"], "a": ["4", "d", "à"], "i": ["1"]}


def stripped(text: str) -> str:
    """All diacritics gone, nothing else."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def scanned(text: str, chance: random.Random) -> str:
    """Heavily damaged: hardly one syllable in nine stays right."""
    return "".join(_seen(letter, chance) for letter in unicodedata.normalize("NFC", text))


def _seen(letter: str, chance: random.Random) -> str:
    roll = chance.random()
    whole = unicodedata.normalize("NFD", letter)
    if letter in "đĐ":
        return "d" if letter == "đ" else chance.choice("DPB")
    if len(whole) > 1:
        return _seen_marked(whole[0], roll, chance)
    if letter.isalpha() and roll < 0.006:
        return ""
    if letter.isalpha() and roll < 0.012:
        return letter + chance.choice(".'`~")
    return "1" if letter in "lI" and roll < 0.15 else letter


def _seen_marked(base: str, roll: float, chance: random.Random) -> str:
    if 0.55 <= roll < 0.75:
        return unicodedata.normalize("NFC", base + chance.choice([_ACUTE, _GRAVE, _CIRCUMFLEX, _TILDE]))
    if 0.75 <= roll < 0.9:
        return chance.choice(_INSTEAD.get(base.lower(), [base]))
    return base
