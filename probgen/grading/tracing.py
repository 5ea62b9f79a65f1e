"""Whether what parts `follow:` can be followed through at all: asked of a drawn problem, with the keys as answers."""

from __future__ import annotations

from collections.abc import Iterator

from .. import substitution
from ..document import Problem, Response
from ..errors import Fault, ProbgenError
from ..model import AnswerTemplate, PartTemplate
from ..sampling.instance import Instance
from ..substitution import Lost, paths


def untraced(instance: Instance, problem: Problem) -> Iterator[Fault]:
    """Yield a warning for each part that an answer follows where no answer of that part leads to it."""
    template = instance.template
    parts = {part.label: part for part in template.parts}
    for place, part in enumerate(template.parts):
        printed = {answer.name: answer.response for answer in problem.parts[place].answers}
        for earlier in (parts[label] for label in part.follows):
            leads = {a.name: _leads(instance, a, printed[a.name], earlier) for a in part.answers}
            lost = [name for name, way in leads.items() if way is None]
            if lost or not any(leads.values()):
                what = f"(warning) nothing follows from the part {earlier.label} for {', '.join(lost or leads)}"
                yield Fault(
                    part.where,
                    what,
                    "make the answer an expression over it, give the family a `follow`, or delete `follows:`",
                )


def _leads(instance: Instance, answer: AnswerTemplate, printed: Response, earlier: PartTemplate) -> bool | None:
    """Tell whether some answer of an earlier part enters the key; None where nobody can compute what it changes."""
    ways: set[bool | None] = set()
    for path in (path for other in earlier.answers if other.value and (path := paths.named(other.value))):
        try:
            key = {path: paths.value(instance.scope, path)}
            ways.add(answer.value is not None and substitution.followed(instance, answer, printed, key) is not None)
        except Lost:
            ways.add(None)
        except (ProbgenError, ArithmeticError, ValueError, TypeError, LookupError):
            continue
    return True if True in ways else None if None in ways else False
