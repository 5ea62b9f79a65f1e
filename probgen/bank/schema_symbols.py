"""The symbols of a formula with their domains, as an author lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from ..symbolic import NoFormula, domains, syntax
from .schema_values import needs


def _symbols(value: object) -> tuple[tuple[str, str], ...]:
    if isinstance(value, list):
        return tuple((_symbol(name), "positive") for name in value)
    if not isinstance(value, Mapping):
        needs("symbols", value, "write `[w, u1]`, or `{w: real, N: size, X: [n, d]}`")
    return tuple((_symbol(name), _domain(domain)) for name, domain in value.items())


def _symbol(value: object) -> str:
    try:
        named = isinstance(value, str) and syntax.names(value) == {value}
    except NoFormula:
        named = False
    if not isinstance(value, str) or not named:
        needs("the name of a symbol", value, "`lambda` is written `lam`" if value == "lambda" else "")
    return value


def _domain(value: object) -> str:
    text = f"[{', '.join(map(str, value))}]" if isinstance(value, list) else value
    if not isinstance(text, str):
        needs("a domain", value, f"domains are {', '.join(domains.WORDS)}, and shapes such as [n] and [n, d]")
    try:
        domains.parse(text)
    except NoFormula as fault:
        raise PydanticCustomError("needs", "{what}", {"what": str(fault)}) from None
    return text


Symbols = Annotated[tuple[tuple[str, str], ...], PlainValidator(_symbols)]
