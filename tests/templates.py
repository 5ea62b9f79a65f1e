"""Small templates for tests, written as in a bank file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from probgen.errors import Where
from probgen.exact import Value
from probgen.language import draws, expression
from probgen.model import Condition, Template

PLACE = Where("bank.yaml", 1)


def template(
    *,
    family: str = "",
    knobs: Mapping[str, tuple[Value, ...]] | None = None,
    pools: Mapping[str, tuple[Value, ...]] | None = None,
    **texts: Mapping[str, Any],
) -> Template:
    """Return a template without parts; params, plant, derive, require and prefer as in YAML."""
    return Template(
        id="sample",
        title="Sample",
        topic="tests",
        where=PLACE,
        parts=(),
        family=family,
        knobs=knobs or {},
        pools=pools or {},
        params={name: draws.parse(text, PLACE.at(name)) for name, text in texts.get("params", {}).items()},
        plant={name: draws.parse(text, PLACE.at(name)) for name, text in texts.get("plant", {}).items()},
        derive={name: expression.parse(text, PLACE.at(name)) for name, text in texts.get("derive", {}).items()},
        require=_conditions(texts.get("require", {})),
        prefer=_conditions(texts.get("prefer", {})),
    )


def _conditions(texts: Mapping[str, Any]) -> tuple[Condition, ...]:
    return tuple(Condition(s, expression.parse(test, PLACE.at("require").at(s))) for s, test in texts.items())
