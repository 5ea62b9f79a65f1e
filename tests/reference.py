"""The lists of filters and functions in the guide, from the code's own docstrings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from probgen.language.functions import FUNCTIONS
from probgen.typography import FILTERS

GUIDE = Path(__file__).parent.parent / "docs" / "guide" / "banks.md"


def guide() -> str:
    """Return the guide with both lists written anew."""
    text = GUIDE.read_text(encoding="utf-8")
    for name, calls in (("filters", FILTERS), ("functions", FUNCTIONS)):
        old = re.search(rf"<!-- {name} -->.*?<!-- end -->", text, flags=re.DOTALL)
        assert old
        text = text.replace(old[0], _list(name, calls))
    return text


def accept() -> None:
    """Write the guide anew."""
    GUIDE.write_text(guide(), encoding="utf-8")


def _list(name: str, calls: Mapping[str, Callable[..., Any]]) -> str:
    rows = [f"| `{call}` | {_first_line(calls[call])} |" for call in sorted(calls)]
    head = "| filter | sets |" if name == "filters" else "| function | returns |"
    return "\n".join([f"<!-- {name} -->", head, "|---|---|", *rows, "<!-- end -->"])


def _first_line(call: Callable[..., Any]) -> str:
    line = (call.__doc__ or "").strip().partition("\n")[0].rstrip(".")
    return re.sub(r"^(Set|Return) ", "", line).replace("|", r"\|")
