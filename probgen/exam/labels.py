"""The letters of parts: through all problems of a question, with sub-parts where the blueprint groups them."""

from __future__ import annotations

from collections.abc import Sequence

from ..document.exam import SUB_PARTS
from ..model import Template
from .plan import Slot

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def labels(problems: Sequence[tuple[Slot, Template]]) -> list[dict[str, str]]:
    """Return for each problem of a question the label that each of its chosen parts has on the paper.

    A label is "" for a question's only part, "b" for a part, "b.ii" for a sub-part.
    """
    parts: list[list[tuple[int, str]]] = []  # each with the members that are its sub-parts, or with itself
    nested: set[int] = set()
    for number, (slot, template) in enumerate(problems):
        grouped = {label: group for group in slot.groups for label in group}
        open_group: tuple[str, ...] | None = ()
        for place, label in enumerate(chosen(slot, template)):
            group = grouped.get(label)
            if (slot.joins and place == 0 and parts) or (group and group == open_group):
                nested.add(len(parts) - 1)
            else:
                parts.append([])
                if group:
                    nested.add(len(parts) - 1)
            parts[-1].append((number, label))
            open_group = group
    found: list[dict[str, str]] = [{} for _ in problems]
    lone = len(parts) == 1 and not nested
    for letter, members in enumerate(parts):
        for place, (number, label) in enumerate(members):
            inner = f".{SUB_PARTS[place]}" if letter in nested else ""
            found[number][label] = "" if lone else f"{_LETTERS[letter]}{inner}"
    return found


def chosen(slot: Slot, template: Template) -> list[str]:
    """Return the bank's labels of the parts that a slot uses, in the order of the slot, or else of the bank."""
    return list(slot.parts) or [part.label for part in template.parts]
