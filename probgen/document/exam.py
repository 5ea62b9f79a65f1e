"""Problem, question and exam: the values that writers render. Exam and solution are two views of one Exam."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Literal, TypeAlias

from ..exact import Exact, Record
from .block import Blocks
from .inline import Inlines
from .response import MARKED_BY_RUBRIC, Answer, Mistake


class View(Enum):
    """Which of the two papers is written; the value is the stem of its file's name."""

    EXAM = "exam"
    SOLUTION = "solution"


# what follows the dot in a label
SUB_PARTS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


@dataclass(frozen=True)
class RubricLine:
    """What earns points."""

    text: Inlines
    points: Exact


ProofState: TypeAlias = Literal["verified", "checked", "stated", "unproved", "nothing to prove"]


@dataclass(frozen=True)
class Proof:
    """How the key of a part, or of a variant, was found a second time.

    "verified" by the family's second method, "checked" by the author's conditions, "stated" by the author alone
    (rows of a pool, or a sample solution), or "unproved". A variant is as the weakest of its keys, and has "nothing to
    prove" where every part is marked by its rubric.
    """

    state: ProofState
    method: str = ""


@dataclass(frozen=True)
class Part:
    """One thing asked, with its answers, its room to work (in bp) and all that the solution says of it."""

    label: str  # "a", "b.ii"; "" in a question of one part
    prompt: Blocks
    answers: tuple[Answer, ...]
    points: Exact
    space: float = 0.0
    exact: bool = False  # its box is never higher than `space`; a longer solution continues on an appended page
    ruled: bool = False  # lines to write on, for text
    hint: Blocks = ()
    note: Blocks = ()
    solution: Blocks = ()
    rubric: tuple[RubricLine, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    optional: bool = False
    line: int = 0  # of the bank file, for messages
    proof: Proof | None = None  # None in a set made before it was kept by part

    @property
    def keyed(self) -> bool:
        """Whether anything of it has a key, and is not marked by the rubric."""
        return any(not isinstance(answer.response, MARKED_BY_RUBRIC) for answer in self.answers)

    def answer(self, name: str) -> Answer:
        """Return the answer called `name`."""
        return next(answer for answer in self.answers if answer.name == name)

    def worth(self, answer: Answer) -> Fraction:
        """Return the points of one of its answers: the share that its `points` are of those of all."""
        whole = sum((Fraction(other.points) for other in self.answers), start=Fraction(0))
        return Fraction(self.points) * Fraction(answer.points) / whole if whole else whole


@dataclass(frozen=True)
class Problem:
    """One variant of one problem: everything that any writer may need, and no bank."""

    id: str
    title: str
    topic: str
    stem: Blocks
    parts: tuple[Part, ...]
    proof: Proof
    params: Record  # the values that make this variant
    effort: Record  # hand work by part label
    source: str = ""  # bank file, for messages
    line: int = 0


@dataclass(frozen=True)
class Question:
    """What stands under one number: a problem, or several whose parts are lettered through."""

    number: int
    title: str
    problems: tuple[Problem, ...]
    points: Exact

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of all problems."""
        return tuple(part for problem in self.problems for part in problem.parts)

    @property
    def optional(self) -> bool:
        """Whether nothing of it counts."""
        return all(part.optional for part in self.parts)


@dataclass(frozen=True)
class Section:
    """Questions under a common heading ("" for none); an `appended` one is set off from those before it."""

    title: str
    text: Blocks
    questions: tuple[Question, ...]
    appended: bool = False


@dataclass(frozen=True)
class Cover:
    """What the first page asks for and says."""

    fields: tuple[str, ...] = ()  # "Student ID", "Name", "Signature" ...
    seat: bool = False
    neighbors: tuple[str, ...] = ()
    rules: tuple[Inlines, ...] = ()
    score_table: bool = True


@dataclass(frozen=True)
class Course:
    """What stands at the head of the paper."""

    code: str = ""
    title: str = ""
    term: str = ""
    instructor: str = ""
    room: str = ""


@dataclass(frozen=True)
class Handout:
    """What a paper to take home says around its questions."""

    due: Inlines = ()
    deliverables: Inlines = ()  # what is to be handed in, and where
    instructions: tuple[Inlines, ...] = ()
    contributors: tuple[str, ...] = ()
    notice: str = ""  # in the foot of each page: copyright, "do not share"


Paper: TypeAlias = Literal["a4", "letter"]
LayoutName: TypeAlias = Literal["exam", "homework", "assignment", "practice"]
PointStyle: TypeAlias = Literal["each", "dashes", "none"]  # "(6 points)" and "2 pts", "(1-12-2-6)", nothing
LabelStyle: TypeAlias = Literal["letters", "dotted"]  # (a) ii., or 2.1.b


@dataclass(frozen=True)
class PageStyle:
    """How the pages are made. An exam has boxes to write in; the others flow, and have a `Handout`."""

    paper: Paper = "letter"
    layout: LayoutName = "exam"
    points: PointStyle = "each"
    labels: LabelStyle = "letters"
    name_line: bool = True  # name and ID on each later page
    locked: bool = True  # an exam shares its places with the other variants
    exact: bool = False  # every box of an exam is as high as was asked for, as if each part said so
    extra_space: bool = False  # boxes of an exam are half as high again, at places of their own
    extra_page: Inlines = ()  # the sentence on an extra page for work, () for no such page
    doodle_page: Inlines = ()

    @property
    def roominess(self) -> float:
        """How many times as high boxes are as they are for others."""
        return 1.5 if self.extra_space else 1.0


@dataclass(frozen=True)
class Copy:
    """A printed copy of a variant: what its files are called after `exam-`, the code of its pages, whose it is."""

    file: str
    token: str = ""  # with a page's number: what the code on that page says; "" for no code
    id: str = ""
    name: str = ""
    section: str = ""
    room: str = ""
    seat: str = ""
    large: bool = False  # the pages are enlarged, on larger paper
    rank: int = 0  # its place in a file to print

    @property
    def personal(self) -> bool:
        """Whether it is somebody's."""
        return bool(self.id)


@dataclass(frozen=True)
class Exam:
    """One variant of a paper, ready for any writer."""

    title: str
    course: Course
    minutes: int
    variant: str  # "A"
    code: str  # printed version code; keyed by the seed, so that it confirms no guess
    cover: Cover | None
    style: PageStyle
    sections: tuple[Section, ...]
    handout: Handout = Handout()
    seed_note: str = ""  # "seed 1234" in the foot of a paper for practice; no other paper may tell its seed
    copies: tuple[Copy, ...] = ()  # () for one copy without a code

    @property
    def stem(self) -> str:
        """What tells its files from those of all other exams of a set; no id in a file's name has a `+`."""
        return f"{self.variant}+extra-space" if self.style.extra_space else self.variant

    @property
    def papers(self) -> tuple[tuple[str, View], ...]:
        """The files of this variant, without their ending, each with its view; practice is one file with both."""
        if self.style.layout == "practice":
            return ((f"practice-{self.stem}", View.SOLUTION),)
        return tuple((f"{view.value}-{self.stem}", view) for view in View)

    @property
    def printed(self) -> tuple[Copy, ...]:
        """All copies, at least one."""
        return self.copies or (Copy(self.stem),)

    def named(self, paper: str, copy: Copy) -> str:
        """Return what one of `papers` is called for a copy."""
        return paper.removesuffix(self.stem) + copy.file

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order of the paper."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def points(self) -> Exact:
        """The sum over all questions."""
        return sum((question.points for question in self.questions), start=0)
