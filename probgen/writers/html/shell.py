"""The shell of our pages: a Jinja template in which text is escaped by its type, as `Markup` says."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ...shelf import templates


def render(name: str, /, **values: Any) -> str:
    """Return the template `name` of the folder `templates`, filled."""
    return _environment(templates()).get_template(name).render(**values)


@cache
def _environment(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
