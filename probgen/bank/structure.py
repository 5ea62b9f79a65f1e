"""From a document to its model: pydantic's findings as faults with line, column and remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import partial
from typing import Any, TypeAlias

from pydantic import BaseModel, ValidationError

from ..errors import Fault, nearest
from ..strict_yaml.document import Document
from .schema import FlatProblem, Part, Problem
from .schema_answers import ANSWERS, TAG
from .schema_values import found

Loc: TypeAlias = Sequence[int | str]
Owner: TypeAlias = Callable[[Loc], tuple[list[str], str]]  # the fields of the model at a path, and its name in messages

_TYPES = {
    "dict_type": "fields `name: value`",
    "model_type": "fields `name: value`",
    "list_type": "a list",
    "bool_type": "`true` or `false`",
}


def model(document: Document) -> tuple[Problem | FlatProblem | None, list[Fault]]:
    """Return a bank entry as its model, None where its structure is at fault, and the faults."""
    data = document.data
    if not isinstance(data, Mapping):
        hint = "a problem begins with `id:`, `title:`, `topic:`, one field on each line"
        return None, [Fault(document.where(), f"needs the fields of a problem, found {found(data)}", hint)]
    shape = Problem if "parts" in data else FlatProblem
    strange: list[Loc] = []
    try:
        return shape.model_validate(data), []
    except ValidationError as error:
        findings = error.errors(include_url=False)
        strange = [tuple(finding["loc"]) for finding in findings if finding["type"] == "extra_forbidden"]
        located = [
            _fault(document, partial(_owner, shape), finding) for finding in findings if not _misspelt(finding, strange)
        ]
        if len(strange) < len(findings):
            return None, located
    return _without(data, [list(_path(loc, data)) for loc in strange], shape), located


def faults(document: Document, error: ValidationError, owner: Owner) -> list[Fault]:
    """Return pydantic's findings about any document, line by line; `owner` knows its models."""
    located = (_fault(document, owner, finding) for finding in error.errors(include_url=False))
    return sorted(located, key=lambda fault: (fault.where.line, fault.where.column))


def _misspelt(finding: Any, strange: list[Loc]) -> bool:
    """Tell whether a field is missing only because an unknown one beside it is a slip of it."""
    *above, field = finding["loc"]
    beside = [str(loc[-1]) for loc in strange if list(loc[:-1]) == above]
    return finding["type"] == "missing" and any(nearest(other, [str(field)]) for other in beside)


def _without(data: Any, paths: list[list[int | str]], shape: type[Problem | FlatProblem]) -> Problem | FlatProblem:
    """Return the model without the unknown fields, so that all else is checked in the same run."""
    cleared = deepcopy(data)
    for *above, field in paths:
        owner = cleared
        for step in above:
            owner = owner[step]
        del owner[field]
    return shape.model_validate(cleared)


def _fault(document: Document, owner: Owner, finding: Any) -> Fault:
    loc, context = tuple(finding["loc"]), finding.get("ctx") or {}
    path = tuple(_path(loc, document.data))
    where = document.where_key(*path) if loc[-1:] == ("[key]",) else document.where(*path)
    hint = str(context.get("hint", ""))
    match finding["type"]:
        case "extra_forbidden":
            fields, what = owner(loc[:-1])
            hint = nearest(str(loc[-1]), fields) or _misplaced(str(loc[-1]), fields, what)
            return Fault(document.where_key(*path), f"unknown field '{loc[-1]}' in {what}", hint)
        case "missing":
            what = f"needs the field '{loc[-1]}'"
            return Fault(document.where_key(*path), what)
        case "literal_error":
            return Fault(where, f"needs {context['expected']}, found {found(finding['input'])}")
        case "too_short":
            return Fault(where, "needs at least one entry")
        case "too_long":
            return Fault(where, f"takes at most {context['max_length']} entries, found {len(finding['input'])}")
        case "kind" | "field":
            key = (*path, str(context.get("key", "")))
            return Fault(document.where_key(*key), finding["msg"], hint)
        case kind if kind in _TYPES:
            return Fault(where, f"needs {_TYPES[kind]}, found {found(finding['input'])}", hint)
        case _:
            return Fault(where, finding["msg"], hint)


def _path(loc: Loc, data: Any) -> Iterator[str | int]:
    """Yield the steps of pydantic's path that exist in the document."""
    for step in loc:
        if isinstance(step, str) and (step.startswith(TAG) or step == "[key]"):
            continue
        if not (step in data if isinstance(data, Mapping) else isinstance(data, list)):
            return
        yield step
        data = data[step]


def _owner(shape: type[BaseModel], loc: Loc) -> tuple[list[str], str]:
    """Return the fields of the model at a path, and what messages call it."""
    kind = next((step.removeprefix(TAG) for step in loc if isinstance(step, str) and step.startswith(TAG)), "")
    if kind:
        fields = ANSWERS[kind].model_fields
        inside = fields[kind].annotation
        if loc[-1] == kind and isinstance(inside, type) and issubclass(inside, BaseModel):
            return list(inside.model_fields), f"`{kind}`"
        return [field.alias or name for name, field in fields.items()], f"an answer of the kind {kind}"
    if "parts" in loc:
        return list(Part.model_fields), "a part"
    return list(shape.model_fields), "a problem"


def _misplaced(field: str, fields: Sequence[str], what: str) -> str:
    """Return the hint for a field that exists elsewhere."""
    kinds = [kind for kind, answer in ANSWERS.items() if field in answer.model_fields and field not in ANSWERS]
    if what == "a problem" and "parts" in fields and field in Part.model_fields:
        return "beside `parts:` it belongs into a part"
    if what == "a part" and field in Problem.model_fields:
        return "it belongs to the problem, outside of `parts:`"
    if kinds:
        return (
            f"it goes with {', '.join(kinds)}" if what.startswith("an answer") else "it stands beside the answer's kind"
        )
    return ""
