"""Follow-through: the key of a part after the student's own answers to the parts that it builds on.

The problem is drawn again from its bank with the values of the manifest. Where an earlier answer is a field of the
solution (`answer: filter`), the student's value takes its place, and the later key is computed anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from .. import bank, sampling, shelf, substitution
from ..document import Answer, Part, Problem, Response
from ..errors import ProbgenError
from ..exact import Value
from ..model import AnswerTemplate, PartTemplate, Template
from ..sampling.instance import Instance
from ..stream import Stream
from ..substitution import Lost
from . import comparing
from .asked import BY_HAND, Asked, Paper
from .marking import Reading

_STREAM = Stream("grading")  # nothing is left to chance: all values are given


class Follower:
    """Finds keys that follow, from the banks that made a set; `notes` say by problem why it cannot."""

    def __init__(self, sources: Mapping[str, str], banks: Sequence[Path]) -> None:
        self._digests = frozenset(sources.values())
        kept = tuple(Path(file) for file in sources if Path(file).is_file())
        self._folders = (*banks, *kept, *shelf.folders())
        self.notes: dict[str, str] = {}
        self._templates: dict[str, Template | None] = {}
        self._instances: dict[int, tuple[Problem, Instance | None]] = {}

    def earlier(self, paper: Paper, number: int) -> tuple[int, ...]:
        """Return which answers of the paper the one at `number` builds on."""
        asked = paper.asked[number]
        template = self._template(asked.problem)
        part = template and _part(template, asked.part)
        if not template or not part or not part.follows:
            return ()
        return tuple(
            place
            for place, other in enumerate(paper.asked)
            if other.problem is asked.problem
            and (its := _part(template, other.part))
            and its.label in part.follows
            and not other.by_hand
        )

    def key(self, asked: Asked, earlier: Sequence[tuple[Asked, Reading]]) -> Response | None:
        """Return what would be right after the student's earlier answers; None where those are right."""
        wrong = [(other, read) for other, read in earlier if read.given and not _right(other, read)]
        instance = self._instance(asked.problem) if wrong else None
        if instance is None:
            return None
        try:
            changes = dict(found for other, read in wrong if (found := _change(instance, other, read)))
            if not changes:
                raise Lost
            return substitution.followed(instance, _answer(instance, asked), asked.answer.response, changes)
        except Lost:
            what = "no follow-through, neither the bank's expression nor a `follow` of its family computes it"
            self.notes.setdefault(f"{asked.problem.id}, {asked.name}", what)
            return None
        except (ProbgenError, ArithmeticError, ValueError, TypeError, LookupError):
            return None  # the earlier answer is of a kind from which nothing follows: a division by its zero, say

    def _template(self, problem: Problem) -> Template | None:
        if problem.id not in self._templates:
            self._templates[problem.id] = self._found(problem)
        return self._templates[problem.id]

    def _found(self, problem: Problem) -> Template | None:
        try:
            template = bank.find(problem.id, self._folders)
        except ProbgenError as fault:
            (what, *_) = fault.faults
            self.notes[problem.id] = f"no follow-through, {what.what}; --banks names the bank of the set"
            return None
        if template.digest not in self._digests:
            self.notes[problem.id] = f"no follow-through, {template.where.file} has changed since the set was made"
            return None
        return template

    def _instance(self, problem: Problem) -> Instance | None:
        if id(problem) not in self._instances:
            self._instances[id(problem)] = problem, self._drawn(problem)
        return self._instances[id(problem)][1]

    def _drawn(self, problem: Problem) -> Instance | None:
        """Return the problem drawn again with the values of the manifest, if that gives the keys of the paper."""
        template = self._template(problem)
        if template is None:
            return None
        knobs = {name: value for name, value in problem.params.items() if name in template.knobs}
        given = {name: value for name, value in problem.params.items() if name not in template.knobs}
        try:
            instance = sampling.draw(template, _STREAM, knobs=knobs, given=given)
            if all(_as_printed(instance, part, answer) for part in problem.parts for answer in part.answers):
                return instance
        except (ProbgenError, Lost, TypeError, ValueError):
            pass
        self.notes[problem.id] = "no follow-through, its bank does not make the keys of the paper again"
        return None


def _right(asked: Asked, read: Reading) -> bool:
    return comparing.share(asked.answer.response, read.values, each=False) == 1


def _part(template: Template, part: Part) -> PartTemplate | None:
    """Return the bank's part behind a part of the paper, found by its line and its answers."""
    names = [answer.name for answer in part.answers]
    found = [p for p in template.parts if p.where.line == part.line and [a.name for a in p.answers] == names]
    return found[0] if len(found) == 1 else None


def _answer(instance: Instance, asked: Asked) -> AnswerTemplate:
    return _template_of(instance, asked.part, asked.answer)


def _change(instance: Instance, other: Asked, read: Reading) -> tuple[str, Value] | None:
    """Return which field a student's answer changes to what; None where it is no field and so leads nowhere."""
    try:
        return substitution.change(instance, _answer(instance, other), other.answer.response, read.values)
    except Lost:
        return None


def _template_of(instance: Instance, part: Part, answer: Answer) -> AnswerTemplate:
    """Return the bank's answer behind one of the paper.

    Raises:
        Lost: there is none.
    """
    found = _part(instance.template, part)
    if found is None:
        raise Lost
    return next(template for template in found.answers if template.name == answer.name)


def _as_printed(instance: Instance, part: Part, answer: Answer) -> bool:
    """Tell whether the bank gives the key of an answer of the paper."""
    response, template = answer.response, _template_of(instance, part, answer)
    return isinstance(response, BY_HAND) or substitution.built(template, instance.scope, response) == response
