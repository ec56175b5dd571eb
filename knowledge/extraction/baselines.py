"""What a plan says about the state today: figures reached, with the fractions behind them. For `extract` only; pure."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from knowledge.extraction.bodies import Bodies
from knowledge.extraction.clauses import Claim, claims_of
from knowledge.extraction.flat import flat
from knowledge.extraction.metrics import metrics_of, own_name
from knowledge.extraction.outline import Node
from knowledge.extraction.quantities import number
from knowledge.extraction.targets import evidence

_WHOLE = r"(\d{1,3}(?:\.\d{3})*|\d+)"
_FRACTION = re.compile(rf"(?<![\d./]){_WHOLE}\s*/\s*{_WHOLE}(?![\d/.]*\d|/)")
_TIED = re.compile(r"^\s*(?:,\s*)?(?:\(?\s*)?(?:dat|chiem|bang)?\s*(?:ty le)?\s*(\d+(?:[.,]\d+)?)\s*%")


def of_text(text: str, node: Node, bodies: Bodies, year: str | None) -> list[dict[str, Any]]:
    """Baselines of a paragraph on the present state."""
    return of_claims(claims_of(text, bodies, year, "9999"), node.locator, node.quote, text, everything=True)


def of_claims(
    claims: Iterable[Claim], locator: str, quote: str, text: str, everything: bool = False
) -> list[dict[str, Any]]:
    """Records of what was reached; fractions printed beside a percentage are kept with it."""
    told = [claim for claim in claims if claim.quantity.unit == "percent" and (everything or claim.baseline)]
    made = [_record(claim, locator, quote) for claim in told]
    if made:
        _add_fractions(made, flat(text))
    return made


def _record(claim: Claim, locator: str, quote: str) -> dict[str, Any]:
    value = claim.quantity.value
    return {
        "metric": (metrics_of(claim.about, "percent") or [own_name(claim.about)])[0],
        "label": " ".join(claim.about.split()[:16]),
        "comparator": "=",
        "value": value,
        "unit": "percent",
        "numerator": None,
        "denominator": None,
        "as_of": claim.due.date if claim.due else None,
        "locator": locator,
        "evidence": evidence(quote, value),
    }


def _add_fractions(made: Sequence[dict[str, Any]], folded: str) -> None:
    """`4.230/5.000 hồ sơ, đạt 84,6%`."""
    for match in _FRACTION.finditer(folded):
        tied = _TIED.match(folded[match.end() :])
        value = number(tied[1]) if tied else None
        record = next((one for one in made if one["numerator"] is None and one["value"] == value), None)
        above, below = number(match[1]), number(match[2])
        if record and below:
            record |= {
                "numerator": int(above),
                "denominator": int(below),
                "computed_value": round(100 * above / below, 2),
            }


def numbered(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """With ids; the same statement once."""
    seen: dict[tuple[object, ...], dict[str, Any]] = {}
    for record in records:
        seen.setdefault((record["metric"], record["value"], record["locator"]), record)
    return [{"id": f"B{place:02}", **record} for place, record in enumerate(seen.values(), 1)]
