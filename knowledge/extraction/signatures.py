"""Who signed a plan: the post and the name at its end. For `header` only; pure."""

import re
from collections.abc import Sequence
from typing import Any

from knowledge.extraction.flat import UPPER, flat
from knowledge.extraction.names import post_name
from knowledge.extraction.outline import Node
from knowledge.extraction.words import alternatives

_ACTING = r"(?:kt|tm|tl|tuq|q)\s*\.\s*"
_POST = re.compile(rf"^(?:{_ACTING})?(?:pho\s+)?(?:{alternatives('header.posts')})\b")
_ACTING_FOR = re.compile(r"(?:kt|tm|tl)\s*\.")
_BEFORE_POST = re.compile(rf"^{_ACTING}")
_NAME = re.compile(rf"(?:[{UPPER}]\w*\s*){{2,5}}")
# In a body without a receivers' list the signature stands among its last paragraphs.
_LAST = 25


def signer_of(root: Node) -> dict[str, Any]:
    """The post and name that stand behind the receivers' list, or at the end of the text."""
    nodes = [node for node in root.below() if node.kind in ("text", "roman", "dash", "letter")]
    for place, node in enumerate(nodes):
        if (node.part != "body" or place >= len(nodes) - _LAST) and len(_printed(node)) <= 60 and _is_post(node):
            return _signature(nodes[place : place + 6])
    return {"name": None, "role": None, "capacity": None}


def _printed(node: Node) -> str:
    return (node.quote or node.text).strip(" *")


def _is_post(node: Node) -> bool:
    return _POST.match(flat(_printed(node))) is not None


def _signature(nodes: Sequence[Node]) -> dict[str, Any]:
    posts: list[str] = []
    name = None
    for node in nodes:
        text = _printed(node)
        if _is_post(node):
            posts.append(flat(text))
        elif _NAME.fullmatch(text) and not text.isupper():
            name = text
            break
        elif len(text) > 40:
            break
    acting = next((post[:2] for post in posts if _ACTING_FOR.match(post)), None)
    return {
        "name": name,
        "role": post_name(_BEFORE_POST.sub("", posts[-1])),
        "capacity": f"on_behalf_of ({acting.upper()}.)" if acting else "head",
    }
