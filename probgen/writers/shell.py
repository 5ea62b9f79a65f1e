"""The shells of our LaTeX documents: Jinja templates in which text is escaped by its type."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from ..shelf import templates
from .tex import escape


class Tex(str):
    """Text that is TeX already and passes into a shell as it is; any other text is escaped."""

    __slots__ = ()


def render(name: str, /, **values: Any) -> str:
    """Return the template `name` of the folder `templates`, filled."""
    return _environment(templates()).get_template(name).render(**values)


@cache
def _environment(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(enabled_extensions=(), default=False),  # that is HTML's escaping
        finalize=lambda value: value if isinstance(value, Tex) else escape(str(value)),
        undefined=StrictUndefined,
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
