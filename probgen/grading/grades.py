"""All rows of a table of responses, marked; what cannot be marked is objected to and never dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from ..document import Exam, Response
from ..errors import ProbgenError, Where, nearest
from . import asked as papers
from .asked import Paper
from .following import Follower
from .marking import WAITING, Mark, Reading, mark, reading
from .responses import STUDENT, VARIANT, Row, Sheet

_SETTLED = ("right", "by hand", WAITING, "no answer", "unreadable")  # whatever was answered before


class Objection(NamedTuple):
    """Something in the table of responses that cannot be marked: where, what, and the remedy."""

    line: int
    student: str
    column: str
    written: str
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class Graded:
    """A student's row: marks and cells for each thing that the paper asks; no paper where that is unknown.

    `points` are those of each part, `total` leaves optional parts out.
    """

    student: str
    line: int
    variant: str  # as written
    paper: Paper | None = None
    marks: tuple[Mark, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    points: tuple[Fraction, ...] = ()
    total: Fraction = Fraction(0)

    @property
    def to_mark(self) -> tuple[str, ...]:
        """The names of what a person has still to mark."""
        if self.paper is None:
            return ()
        return tuple(self.paper.asked[place].name for place, mark in enumerate(self.marks) if mark.verdict == WAITING)


@dataclass(frozen=True)
class Grades:
    """What became of a table of responses; `notes` are warnings about all of it."""

    papers: tuple[Paper, ...]
    rows: tuple[Graded, ...]
    objections: tuple[Objection, ...]
    notes: tuple[str, ...]


def grade(exams: Sequence[Exam], sheet: Sheet, follower: Follower) -> Grades:
    """Mark all rows of a table.

    Raises:
        ProbgenError: two of its columns are the same thing.
    """
    marker = _Marker(tuple(Paper(exam) for exam in exams), sheet, follower)
    rows = tuple(marker.row(row) for row in sheet.rows)
    notes = [f"{name}: {why}" for name, why in sorted(follower.notes.items())]
    warnings = [sheet.warning] if sheet.warning else []
    return Grades(marker.papers, rows, tuple(marker.objections), (*warnings, *notes))


class _Marker:
    """Marks row after row; equal answers of equal papers are marked once."""

    def __init__(self, all_papers: tuple[Paper, ...], sheet: Sheet, follower: Follower) -> None:
        self.papers = all_papers
        self.follower = follower
        self.objections: list[Objection] = []
        self.by_name = {
            name.casefold(): number
            for number, paper in enumerate(all_papers)
            for name in (paper.exam.code, paper.exam.variant)
            if name
        }
        self.by_roster = {
            copy.id: number for number, paper in enumerate(all_papers) for copy in paper.exam.printed if copy.personal
        }
        asking = [column for column in sheet.columns if column not in (STUDENT, VARIANT)]
        self.placed = [_placed(paper, asking, sheet.file) for paper in all_papers]
        known = {column for placed in self.placed for column in placed}
        self.known = [column for column in asking if column in known]
        self._object_to_columns([column for column in asking if column not in known], sheet)
        self.readings: dict[tuple[int, int, tuple[str, ...]], Reading] = {}
        self.alone: dict[tuple[int, int, tuple[str, ...]], Mark] = {}
        self.following: dict[tuple[int, int, tuple[tuple[str, ...], ...]], Mark] = {}
        self.earlier: dict[tuple[int, int], tuple[int, ...]] = {}

    def row(self, row: Row) -> Graded:
        """Mark a student's row."""
        student, variant = row.cells.get(STUDENT, ""), row.cells.get(VARIANT, "")
        number = self._paper(row, student, variant)
        if number is None:
            return Graded(student, row.line, variant)
        paper, placed = self.papers[number], self.placed[number]
        cells = [[""] * len(one.entries) for one in paper.asked]
        for column in self.known:
            if written := row.cells.get(column, ""):
                if column in placed:
                    place, entry = placed[column]
                    cells[place][entry] = written
                else:
                    what = f"variant {paper.exam.variant} asks nothing of this name"
                    self.objections.append(Objection(row.line, student, column, written, what, "is the variant right?"))
        given = tuple(map(tuple, cells))
        marks = tuple(self._mark(number, place, given) for place in range(len(given)))
        self._object_to_cells(row.line, student, number, given)
        points = tuple(_sum(marks[place].points for place in part.places) for part in paper.parts)
        total = _sum(its for part, its in zip(paper.parts, points, strict=True) if not part.part.optional)
        return Graded(student, row.line, variant, paper, marks, given, points, total)

    def _paper(self, row: Row, student: str, variant: str) -> int | None:
        """Return which paper a row answers; None, and an objection, where nobody can tell."""
        own = self.by_roster.get(student, 0 if len(self.papers) == 1 else None)
        found = self.by_name.get(variant.casefold()) if variant else own
        if not student:
            self._object(row, STUDENT, "", "the row names no student", "write who it is")
        elif any(cell.strip() for cell in row.beyond):
            what = "the row has more cells than the first line has columns"
            self._object(row, "", "; ".join(row.beyond), what, "put quotes around answers that hold the separator")
        elif found is None:
            names = [paper.exam.variant for paper in self.papers]
            hint = nearest(variant, names) or f"the set has {', '.join(names[:12])}"
            hint = hint if own is None else f"this student has {names[own]}"
            self._object(row, VARIANT, variant, f"there is no variant '{variant}'" if variant else "no variant", hint)
        else:
            if student in self.by_roster and found != own:
                what = f"the roster gives this student the variant {self.papers[self.by_roster[student]].exam.variant}"
                self._object(row, VARIANT, variant, what, "marked by the variant that is written; is it right?")
            return found
        return None

    def _mark(self, number: int, place: int, cells: tuple[tuple[str, ...], ...]) -> Mark:
        """Return the mark of one answer, computed once for equal answers to it and to what it builds on."""
        one = self.papers[number].asked[place]
        key = number, place, cells[place]
        if key not in self.alone:
            self.readings[key] = reading(one, cells[place])
            self.alone[key] = mark(one, self.readings[key], lambda: None)
        if self.alone[key].verdict in _SETTLED:
            return self.alone[key]
        if (number, place) not in self.earlier:
            self.earlier[number, place] = self.follower.earlier(self.papers[number], place)
        before = self.earlier[number, place]
        if not before:
            return self.alone[key]
        longer = number, place, (cells[place], *(cells[other] for other in before))
        if longer not in self.following:
            self.following[longer] = mark(one, self.readings[key], lambda: self._follow(number, place, cells))
        return self.following[longer]

    def _follow(self, number: int, place: int, cells: tuple[tuple[str, ...], ...]) -> Response | None:
        every = self.papers[number].asked
        earlier = [
            (every[other], self.readings.get((number, other, cells[other])) or reading(every[other], cells[other]))
            for other in self.earlier[number, place]
        ]
        return self.follower.key(every[place], earlier)

    def _object(self, row: Row, column: str, written: str, what: str, hint: str) -> None:
        self.objections.append(Objection(row.line, row.cells.get(STUDENT, ""), column, written, what, hint))

    def _object_to_cells(self, line: int, student: str, number: int, cells: tuple[tuple[str, ...], ...]) -> None:
        for place, one in enumerate(self.papers[number].asked):
            for flaw in self.readings[number, place, cells[place]].flaws:
                column, written = one.columns[flaw.entry], cells[place][flaw.entry]
                self.objections.append(Objection(line, student, column, written, flaw.what, flaw.hint))

    def _object_to_columns(self, strangers: Sequence[str], sheet: Sheet) -> None:
        """Object once to each column that no paper has a place for."""
        known = papers.columns(self.papers)
        for column in strangers:
            hint = nearest(column, known) or "`--template` writes all columns that there are"
            self.objections.append(Objection(1, "", column, "", "no paper asks anything of this name", hint))


def _sum(points: Iterable[Fraction]) -> Fraction:
    return sum(points, start=Fraction(0))


def _placed(paper: Paper, columns: Sequence[str], file: str) -> Mapping[str, tuple[int, int]]:
    """Return where each column belongs on a paper.

    Raises:
        ProbgenError: two columns belong to the same place.
    """
    placed = {column: paper.places[column] for column in columns if column in paper.places}
    for one, other in _twins(placed):
        raise ProbgenError.of(f"the columns '{one}' and '{other}' are the same", where=Where(file, 1))
    return placed


def _twins(placed: Mapping[str, tuple[int, int]]) -> Iterator[tuple[str, str]]:
    seen: dict[tuple[int, int], str] = {}
    for column, place in placed.items():
        if place in seen:
            yield seen[place], column
        seen[place] = column
