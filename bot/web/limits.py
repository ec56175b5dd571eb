"""How fast one browser may write: a bucket that fills again; kept in memory, since losing it does no harm."""

from collections import OrderedDict
from datetime import datetime

_BURST = 12
_PER_SECOND = 1.0
_REMEMBERED = 20_000


class Limits:
    """One bucket a session; the least recently used ones are forgotten."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def allow(self, who: str, now: datetime) -> bool:
        """Take one drop; False when the bucket is empty."""
        level, since = self._buckets.pop(who, (float(_BURST), now))
        level = min(_BURST, level + (now - since).total_seconds() * _PER_SECOND)
        allowed = level >= 1
        self._buckets[who] = (level - 1 if allowed else level, now)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        return allowed
