"""How the key of each part is found a second time, told by what its expressions take their values from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from . import family as families
from .document import Exam, Part, Proof, ProofState
from .language import syntax
from .language.expression import Expression
from .model import AnswerTemplate, PartTemplate, Template
from .shelf import BY_RUBRIC

_STATES: tuple[ProofState, ...] = ("unproved", "stated", "checked", "verified")  # the weakest first


def of(template: Template, skipped: Collection[str] = ()) -> dict[str, Proof]:
    """Return by part label how keys are proved; `skipped` are sentences of conditions that were not tested.

    A key that the family solved for, or that is derived from this, is verified; else one under a `check:` is checked;
    one that is taken from a pool as it stands there is stated, as is what a rubric marks; all else, and every key of
    an entry with neither family nor `check:`, is unproved. A part is as its weakest key.
    """
    gives, method = _second(template.family)
    alone = not template.family and not any(part.check for part in template.parts)
    methods = {"verified": method, "checked": "the author's conditions"}

    def state(part: PartTemplate, answer: AnswerTemplate) -> ProofState:
        names, made = _behind(answer, template)
        if names & gives:
            return "verified"
        if any(condition.sentence not in skipped for condition in part.check):
            return "checked"
        return "stated" if not alone and _picked(names, made, template) else "unproved"

    found: dict[str, Proof] = {}
    for part in template.parts:
        states = (state(part, answer) for answer in part.answers if answer.kind not in BY_RUBRIC)
        least: ProofState = min(states, key=_STATES.index, default="stated")
        found[part.label] = Proof(least, methods.get(least, ""))
    return found


def weakest(parts: Iterable[Part]) -> Proof:
    """Return the weakest proof of the parts that have keys."""
    proofs = (part.proof for part in parts if part.keyed and part.proof)
    return min(proofs, key=lambda proof: _STATES.index(proof.state), default=Proof("nothing to prove"))


def unproved(exam: Exam) -> tuple[str, ...]:
    """Return the ids of the problems whose keys were found only once."""
    problems = (problem for question in exam.questions for problem in question.problems)
    return tuple(problem.id for problem in problems if problem.proof.state == "unproved")


@cache
def _second(family: str) -> tuple[frozenset[str], str]:
    """Return what a family solves for and the name of its second method; nothing of none."""
    found = families.find(family) if family else None
    return (frozenset(families.gives(found)), families.method(found)) if found else (frozenset(), "")


def _behind(answer: AnswerTemplate, template: Template) -> tuple[set[str], list[Expression]]:
    """Return all names that a key is made from, also by way of derived ones, and the expressions on the way."""
    own = answer.fields["blanks"] if answer.kind == "graph" else answer.value
    names = {answer.fields["overlay"]} if answer.kind == "drawing" else set(own.names if own else ())
    made = [own] if own else []
    pending = list(names)
    while pending:
        if (expression := template.derive.get(pending.pop())) is not None:
            made.append(expression)
            pending += expression.names - names
            names |= expression.names
    return names, made


def _picked(names: set[str], made: Iterable[Expression], template: Template) -> bool:
    """Tell whether a key stands in a pool as it is."""
    draws = {**template.params, **template.plant}
    drawn = (name for name, draw in draws.items() if not draw.names.isdisjoint(template.pools))
    rows = frozenset({*template.pools, *drawn})
    return not names.isdisjoint(rows) and all(syntax.picks(expression.source, rows) for expression in made)
