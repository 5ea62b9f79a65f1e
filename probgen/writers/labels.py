"""How the label of a part is printed: (a), and ii. for a sub-part; or 2.1 and 2.1.b."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import LabelStyle, Question
from ..document.exam import SUB_PARTS
from ..exact import Exact


def depth(label: str) -> int:
    """Return how deep a part lies: 0 for a question's only part, 1 for a part, 2 for a sub-part."""
    return label.count(".") + 1 if label else 0


def is_first(label: str) -> bool:
    """Tell whether a sub-part begins its part."""
    return label.partition(".")[2] == SUB_PARTS[0]


def hung(
    label: str, style: LabelStyle = "letters", question: int = 0, *, begins: bool = False
) -> Iterator[tuple[int, str]]:
    """Yield what hangs at the left of a part's first line, and by how many indents: (a); of a sub-part (a) and i.

    A sub-part that `begins` what is said of its part has the part's letter, even if it is not the first.
    """
    if style == "dotted":
        yield 1, spoken(label, style, question)
        return
    letter, _, inner = label.partition(".")
    if not inner:
        yield 1, f"({letter})"
    elif begins or is_first(label):
        yield from ((2, f"({letter})"), (1, f"{inner}."))
    else:
        yield 1, f"{inner}."


def spoken(label: str, style: LabelStyle = "letters", question: int = 0) -> str:
    """Return the label as it is printed by itself: (a), (a) ii., 2.1, 2.1.b."""
    letter, _, inner = label.partition(".")
    if style == "letters":
        return f"({letter}) {inner}." if inner else f"({letter})"
    number = f"{question}.{ord(letter) - ord('a') + 1}"
    return f"{number}.{chr(ord('a') + SUB_PARTS.index(inner))}" if inner else number


def shares(question: Question) -> list[Exact]:
    """Return the points of a question's parts at the first level, in which sub-parts are added up."""
    found: dict[str, Exact] = {}
    for part in question.parts:
        letter = part.label.partition(".")[0]
        found[letter] = found.get(letter, 0) + (0 if part.optional else part.points)
    return list(found.values())
