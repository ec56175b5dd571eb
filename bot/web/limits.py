"""How fast one browser, and one machine, may write: buckets that fill again, kept in memory only."""

from collections import OrderedDict
from datetime import datetime
from ipaddress import ip_address, ip_network

_REMEMBERED = 20_000
_INSIDE = [
    ip_network(net) for net in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7")
]


class Limits:
    """One bucket for each name; the least recently used ones are forgotten."""

    def __init__(self, burst: int, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._buckets: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def allow(self, who: str, now: datetime) -> bool:
        """Take one drop; False when the bucket is empty."""
        level, since = self._buckets.pop(who, (float(self._burst), now))
        level = min(self._burst, level + max(0.0, (now - since).total_seconds()) * self._per_second)
        allowed = level >= 1
        self._buckets[who] = (level - 1 if allowed else level, now)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        return allowed


class Gate:
    """A session is a person who types; a machine may be a whole office, or a script that makes up sessions."""

    def __init__(self) -> None:
        self._sessions = Limits(burst=12, per_second=1)
        self._machines = Limits(burst=300, per_second=20)

    def allow(self, session: str, machine: str, now: datetime) -> bool:
        """Whether this message may come in now."""
        return (_may_be_a_proxy(machine) or self._machines.allow(machine, now)) and self._sessions.allow(session, now)


def _may_be_a_proxy(host: str) -> bool:
    """An inside address may be a proxy that does not say for whom it asks, and then stands for everybody."""
    try:
        address = ip_address(host)
    except ValueError:  # no address: a socket file, a test client
        return True
    return any(address in net for net in _INSIDE)
