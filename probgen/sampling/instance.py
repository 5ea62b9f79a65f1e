"""A template with numbers: what `sampling.draw` returns and `compose.problem` turns into a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..exact import Record
from ..model import Template


@dataclass(frozen=True, slots=True)
class Instance:
    """One variant of a template, drawn, solved and proved.

    `scope` holds every name that text and answers may use: knobs, pools, params, planted and derived
    values, the fields of the family's solution. `tries` counts the draws; `rejected` says for each
    condition's sentence how many draws failed it (a draw counts under the first sentence that it fails).
    """

    template: Template
    scope: Mapping[str, Any]
    params: Record  # what makes this variant: drawn and pinned values (planted ones too) and knobs
    effort: Record
    skipped: tuple[str, ...] = ()  # conditions that name planted values while numbers are pinned
    tries: int = 1
    rejected: Record = Record({})
    solved: tuple[Any, Any] | None = None  # Params and solution of the family
