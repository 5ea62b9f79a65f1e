"""Text that flows over pages: pieces become slots and units, whose price says how bad a page is that begins with them.

Prices are shares of a page: a break that costs 0.1 is taken where it fills a tenth of a page more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...document import Exam, View
from ...errors import Where
from . import pieces
from .layout import BLOCK_WIDTH, Item, Unit
from .paper import Piece, PieceKind
from .slots import Sheet, Slot, notes

_STYLES: dict[PieceKind, tuple[float, float, float]] = {  # bp above it, in statements and solutions; and its price
    "paragraph": (5.0, 2.0, 0.015),
    "continued": (0.0, 0.0, 0.1),
    "list": (5.0, 2.0, 0.15),
    "item": (1.0, 1.5, 0.01),
    "block": (3.0, 2.0, 0.1),
    "place": (3.0, 2.0, 0.5),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Whose fault it is if TeX cannot set a piece."""

    label: str
    where: Where = Where()


class Flow:
    """Slots and units of one file, piece by piece."""

    def __init__(self, exam: Exam, file: str, view: View) -> None:
        self.exam = exam
        self.style = exam.style
        self.file = file
        self.view = view
        self.slots: list[Slot] = []
        self.noted: set[str] = set()
        self.bodies: list[list[Unit]] = [[]]

    def sheet(self) -> Sheet:
        """Return the file with its pages for single sentences."""
        back = pieces.back(self.exam, f"{self.file} ")
        return Sheet(
            self.exam,
            ((self.file, self.view),),
            (*self.slots, *back),
            tuple(tuple(body) for body in self.bodies),
            back=tuple(slot.name for slot in back),
            flowing=True,
        )

    def turn(self) -> None:
        """Begin a new page."""
        self.bodies.append([])

    def add(
        self,
        name: str,
        text: str,
        source: Source,
        *,
        gap: float,
        price: float,
        overleaf: float = 0.0,
        content: Any = (),
        indent: float = 0.0,
        bar: float = 0.0,
    ) -> None:
        """Keep a piece as a slot and a unit; `bar` is the distance of the bar at its left, 0 for none."""
        width = BLOCK_WIDTH - indent
        slot = Slot(f"{self.file} {name}", width, text, text, source.label, source.where)
        found = notes(content, source.label, source.where, prefix=f"{self.file} ")
        feet = [foot for foot in found if foot.name not in self.noted]  # a place may stand once more in a solution
        self.noted |= {foot.name for foot in feet}
        self.slots += [slot, *feet]
        item = Item(slot.name, gap, indent, bar=bar, notes=tuple(foot.name for foot in feet))
        self.bodies[-1].append(Unit((item,), price, source.label, source.where, overleaf))

    def flow(
        self,
        name: str,
        cut: Iterable[Piece],
        source: Source,
        first: tuple[float, float],
        *,
        worked: bool = False,
        overleaf: float = 0.0,
        shown: float = 0.0,
        **place: float,
    ) -> None:
        """Keep pieces of text, of which the `first` has a gap and a price of its own, and more where it is `overleaf`.

        Figures and tables behind the first piece cost more by `shown` on a later page, and again overleaf.
        """
        for number, piece in enumerate(cut, 1):
            stated, closer, further = _STYLES[piece.kind]
            gap, price = first if number == 1 else (closer if worked else stated, further)
            text = rf"\pgworked {piece.tex}" if worked else piece.tex
            own = f"{name}, {number}" if number > 1 else name
            turned = overleaf if number == 1 else 0.0
            if number > 1 and piece.kind == "block":
                price, turned = price + shown, shown
            self.add(own, text, source, gap=gap, price=price, overleaf=turned, content=piece.content, **place)
