"""The pages: templates filled with the sentences of the phrase file."""

from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from knowledge.yaml_text import read_yaml

_HERE = Path(__file__).parent
_templates = Jinja2Templates(_HERE / "templates")
PHRASES: dict[str, Any] = read_yaml((_HERE / "phrases" / "chat.yaml").read_text(encoding="utf-8"))


def show(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """A page; `t` holds its sentences."""
    return _templates.TemplateResponse(request, template, {"t": PHRASES, **values}, status_code=status)
