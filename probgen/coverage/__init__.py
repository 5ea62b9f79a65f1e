"""Which rows of the source documents work: every sub-part and convention of theirs, and what reproduces it.

`rows.csv` lists the rows: id, kinds of response (the first is the source's own), mode, figure, and whether a checked
answer is kept in the tests. A part of a bank, or a blueprint, names under `covers:` the rows that it reproduces. A row
works if one variant of each such part can be drawn, solved, proved and rendered, with the figure that the row names.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from .. import bank, exam, shelf, variant
from ..checking import stream
from ..document import (
    Answer,
    BinaryImages,
    Block,
    ChooseMany,
    ChooseOne,
    ConvDiagram,
    Cubes,
    Derivation,
    Drawing,
    Essay,
    Figure,
    FigureBlock,
    Form,
    Graph,
    GraphLabeling,
    Heatmap,
    Interval,
    Matrix,
    Number,
    Part,
    Plot,
    Problem,
    Program,
    Response,
    Symbolic,
    Table,
    Ticks,
    Tree,
    Vector,
    View,
)
from ..document import Sequence as Words
from ..errors import ProbgenError
from ..exam import blueprint
from ..writers import text

Mode: TypeAlias = Literal["R", "C", "F", "C+R"]  # randomized, conceptual, fixed, conceptual with computed companion
_KINDS: Mapping[str, tuple[type[Response], ...]] = {
    "number": (Number,), "vector": (Vector,), "matrix": (Matrix,), "sequence": (Words,), "interval": (Interval,),
    "table": (Table, Ticks), "choice-one": (ChooseOne,), "choice-many": (ChooseMany, Ticks),
    "symbolic": (Symbolic, Table), "derivation": (Derivation,), "drawing": (Drawing,), "graph": (GraphLabeling,),
    "essay": (Essay,), "code": (Program,), "form": (Form, Essay),
}  # fmt: skip
_FIGURES: Mapping[str, type[Figure]] = {
    "probability tree": Tree, "attention heat map": Heatmap, "computational graph": Graph, "trellis": Graph,
    "encoder-decoder diagram": Graph, "unrolled bidirectional RNN": Graph, "small graph": Graph,
    "Gaussian on a grid": Plot, "contours on a grid": Plot, "loss curves": Plot, "accuracy curves": Plot,
    "weights against rate": Plot, "N-C-HW cubes": Cubes, "convolution diagram": ConvDiagram,
    "small binary images": BinaryImages,
}  # fmt: skip


class Row(NamedTuple):
    """A row of the source documents."""

    id: str
    kinds: tuple[str, ...]
    mode: Mode
    figure: str  # "" for none
    golden: bool


class Line(NamedTuple):
    """A row with what reproduces it; `state` is "works", or what is missing."""

    row: Row
    entries: tuple[str, ...]  # "argmax_attention a", or "blueprint midterm"
    state: str

    @property
    def works(self) -> bool:
        """Tell whether the row is reproduced in full."""
        return self.state == "works"


class _Made(NamedTuple):
    """A part of a problem in a variant; None for a whole paper."""

    entry: str
    problem: Problem | None
    part: Part | None


def rows() -> tuple[Row, ...]:
    """Return all rows in the order of the source documents."""
    with resources.files(__name__).joinpath("rows.csv").open(encoding="utf-8") as file:
        return tuple(
            Row(line["row"], tuple(line["kinds"].split()), line["mode"], line["figure"], line["golden"] == "yes")  # type: ignore[arg-type]
            for line in csv.DictReader(file)
        )


def survey(folders: Sequence[Path]) -> list[Line]:
    """Return the state of every row, from one variant of each problem and blueprint that covers any.

    Raises:
        ProbgenError: a bank or blueprint names a row that does not exist, or cannot be loaded.
    """
    known = rows()
    made: dict[str, list[_Made]] = {row.id: [] for row in known}
    for covered, one in (*_papers(), *_parts(folders)):
        if covered not in made:
            raise ProbgenError.of(f"{one.entry} covers '{covered}', which is no row of the source documents")
        made[covered].append(one)
    return [Line(row, tuple(one.entry for one in made[row.id]), _state(row, made[row.id])) for row in known]


def _parts(folders: Sequence[Path]) -> Iterator[tuple[str, _Made]]:
    for summary in shelf.summaries(folders):
        if not summary.covers:
            continue
        template = bank.find(summary.id, folders)
        problem = variant.make(template, stream("coverage", template.id)).problem
        text.problem(problem, View.SOLUTION)
        for old, part in zip(template.parts, problem.parts, strict=True):
            for covered in (*template.covers, *old.covers):
                yield covered, _Made(f"{template.id} {part.label}".strip(), problem, part)


def _papers() -> Iterator[tuple[str, _Made]]:
    for file in sorted((shelf.templates() / "blueprints").glob("*.yaml")):
        plan = blueprint.load(str(file))
        if plan.blueprint.covers:
            text.exam(exam.assemble(plan, "coverage", "A"), View.SOLUTION)
        for covered in plan.blueprint.covers:
            yield covered, _Made(f"blueprint {file.stem}", None, None)


def _state(row: Row, made: Sequence[_Made]) -> str:
    if not made:
        return "nothing covers it"
    if any(one.problem is None for one in made):  # a convention of the whole paper, which was assembled
        return "works"
    if any(one.problem and one.problem.proof.state == "unproved" for one in made):
        return "unproved"
    asked = [answer.response for one in made if one.part for answer in one.part.answers]
    if not any(isinstance(response, _KINDS[kind]) for response in asked for kind in row.kinds):
        return f"asks for no {row.kinds[0]}"
    if row.figure and not any(isinstance(figure, _FIGURES[row.figure]) for one in made for figure in _figures(one)):
        return f"shows no {row.figure}"
    return "works"


def _figures(made: _Made) -> Iterator[Figure]:
    if made.problem is None or made.part is None:
        return
    blocks: tuple[Block, ...] = (*made.problem.stem, *made.part.prompt, *made.part.solution)
    yield from (block.figure for block in blocks if isinstance(block, FigureBlock))
    for answer in made.part.answers:
        yield from _drawn(answer)


def _drawn(answer: Answer) -> Iterator[Figure]:
    match answer.response:
        case Drawing(blank, overlay):
            yield from (blank, overlay)
        case GraphLabeling(blank, labeled):
            yield from (blank, labeled)
        case _:
            pass
