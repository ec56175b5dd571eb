"""Read YAML with the fast loader of the library where it is built in; the archive is read at every start."""

from typing import Any

import yaml

# The C loader is the safe one, too, and some fifteen times faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> Any:
    """The content of a YAML text; raises yaml.YAMLError."""
    return yaml.load(text, _LOADER)  # noqa: S506  (a safe loader)
