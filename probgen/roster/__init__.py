"""Who sits an exam: students as a roster lists them, and the order in which papers are handed out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import quote

Order: TypeAlias = Literal["seating", "roster"]


@dataclass(frozen=True, slots=True)
class Student:
    """A line of a roster; what the roster does not say is ""."""

    id: str
    name: str
    section: str = ""
    room: str = ""
    seat: str = ""
    version: str = ""  # of the paper that the student shares with others; "" for a variant of their own
    large_print: bool = False
    extra_space: bool = False

    @property
    def file(self) -> str:
        """The id as a part of a file's name: two ids never give the same, and none leads out of a folder."""
        return in_file(self.id)

    @property
    def variant(self) -> str:
        """The name of the variant that the student gets."""
        return in_file(self.version or self.id)


def in_file(text: str) -> str:
    """Return a text with all but letters, digits and `_.-~` of ASCII written as %XX; it can be read back."""
    return quote(text, safe="")


def ordered(students: Sequence[Student], order: Order) -> list[Student]:
    """Return the students as their papers are printed: as listed, or by section, room and seat, 9 before 10."""
    if order == "roster":
        return list(students)
    return sorted(students, key=lambda one: (_natural(one.section), _natural(one.room), _natural(one.seat)))


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Return a key that orders numbers in a text by their value, before words; nothing comes last."""
    pieces = re.findall(r"\d+|[^\W\d]+", text.casefold())
    return [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces] or [(2, 0, "")]
