"""Find what contradicts itself in the facts of a plan; readers of documents and reviewers ask here.

Pure: an extraction in, flags out. A flag repairs nothing; the plan stays as printed and people decide.
"""

from typing import Any

from knowledge import plan_date_checks as dates
from knowledge import plan_figure_checks as figures

_CHECKS = (
    dates.header,
    dates.period,
    dates.cited_documents,
    dates.numbering,
    dates.due_dates,
    dates.units,
    dates.unlisted_units,
    figures.fractions,
    figures.odd_targets,
    figures.growth,
    figures.service_counts,
    figures.decimal_points,
    figures.said_twice,
    figures.one_side_only,
)


def checks(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """What the facts of one plan contradict: `{id, kind, what, locator}`, numbered `F01`, … in a stable order."""
    found = dict.fromkeys(flag for check in _CHECKS for flag in check(facts))
    return [
        {"id": f"F{number:02d}", "kind": flag.kind, "what": flag.what, "locator": flag.locator}
        for number, flag in enumerate(found, 1)
    ]
