"""Every problem that is shipped can be graded: its keys are right, its known mistakes are known, results go on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from probgen import bank, family, shelf, variant
from probgen.document import ChooseMany, ChooseOne, Exam, Matrix, Symbolic, Vector
from probgen.document import Sequence as Words
from probgen.exact import Formula
from probgen.grading.asked import Asked, Paper
from probgen.grading.marking import Mark, Reading, mark, reading
from probgen.grading.tracing import untraced
from probgen.sets import codec
from probgen.stream import Stream
from probgen.substitution.paths import named, used
from tests.grading import made

TEMPLATES = [template for file in shelf.files([shelf.shipped()]) for template in bank.load(file)]
IDS = [template.id for template in TEMPLATES]
FOLLOWING = [t for t in TEMPLATES if t.family and family.follows(family.find(t.family))]


def papers(id: str, *seeds: int) -> list[Exam]:
    template = TEMPLATES[IDS.index(id)]
    return [made.exam(variant.make(template, Stream(str(seed), "A", id)).problem) for seed in seeds]


def alone(one: Asked, *texts: str) -> Mark:
    return mark(one, reading(one, texts), lambda: None)


@pytest.mark.parametrize("id", IDS)
def test_the_key_has_all_points(id: str) -> None:
    asked = [one for exam in papers(id, 1, 2, 3) for one in Paper(exam).asked]
    lost = {(one.name, made.right(one)) for one in asked if alone(one, *made.right(one)).points != one.worth}
    assert lost == set()


@pytest.mark.parametrize("id", IDS)
def test_a_known_mistake_has_its_credit_and_its_feedback(id: str) -> None:
    lost = []
    for one in (one for exam in papers(id, 1, 2) for one in Paper(exam).asked):
        for mistake in (m for m in one.part.mistakes if m.answer == one.answer.name):
            if hasattr(one.answer.response, "options"):
                continue  # an option of the paper, or not on it: test_cases has them
            got = alone(one, _written(mistake.value))
            if got.points < one.worth * mistake.credit or (got.verdict, bool(got.note)) != ("known mistake", True):
                lost.append((one.name, mistake.value, got))
    assert lost == []


def _written(value: Any) -> str:
    if isinstance(value, tuple) and len(value) == 2 and float("inf") in value:
        return f"[{value[0]}; inf)"
    return made.exact(value)


@pytest.mark.parametrize("template", FOLLOWING, ids=[t.id for t in FOLLOWING])
def test_what_follows_from_the_keys_are_the_keys(template: Any) -> None:
    module: Any = family.find(template.family)
    gives = set(family.gives(module))
    for seed in range(5):
        instance = variant.make(template, Stream(str(seed), "A", template.id)).instance
        assert instance.solved is not None
        _, solution = instance.solved
        for part in (part for part in template.parts if part.follows):
            earlier = [a for p in template.parts if p.label in part.follows for a in p.answers if a.value]
            keys = {path: a.value.value(instance.scope) for a in earlier if (path := named(a.value))}
            for answer in (answer for answer in part.answers if answer.value):
                for path in (path for path in used(answer.value) if path.partition(".")[0] in gives):
                    found = module.follow(*instance.solved, path, keys)
                    own = solution
                    for step in path.split("."):
                        own = getattr(own, step)
                    assert found in (own, None) or list(_numbers(found)) == pytest.approx(
                        list(_numbers(own)), rel=1e-12
                    )


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, tuple):
        for entry in value:
            yield from _numbers(entry)
    else:
        yield float(value)


@pytest.mark.parametrize(
    "template", [t for t in TEMPLATES if any(part.follows for part in t.parts)], ids=lambda t: t.id
)
def test_whatever_follows_can_be_followed_through(template: Any) -> None:
    done = variant.make(template, Stream("1", "A", template.id))
    assert list(untraced(done.instance, done.problem)) == []


def test_what_cannot_be_followed_through_is_a_warning() -> None:
    done = variant.make(made.template("lost"), Stream("1", "A", "lost"))
    (fault,) = untraced(done.instance, done.problem)
    assert "nothing follows from the part a for answer" in str(fault)


@pytest.mark.parametrize("id", [template.id for template in TEMPLATES if any(part.follows for part in template.parts)])
def test_a_bank_makes_the_keys_of_a_manifest_again(id: str) -> None:
    (paper,) = (Paper(codec.decode(json.loads(json.dumps(codec.encode(exam))))) for exam in papers(id, 4))
    follower = made.follower(id)
    followed = [place for place in range(len(paper.asked)) if follower.earlier(paper, place)]
    for place in followed:
        before = [paper.asked[other] for other in follower.earlier(paper, place)]
        earlier = [(one, Reading((None,) * (len(one.entries) - 1) + (_other(one),))) for one in before]
        follower.key(paper.asked[place], earlier)
    drawn = [instance for _, instance in follower._instances.values()]
    assert [instance is not None for instance in drawn] == [True] * any(follower.earlier(paper, p) for p in followed)


def _other(one: Asked) -> Any:
    """Return another value than the key, of its kind."""
    match one.answer.response:
        case Vector(key):
            return tuple(entry + 1 for entry in key)
        case Matrix(key):
            return tuple(tuple(entry + 1 for entry in row) for row in key)
        case ChooseOne(options):
            return next(place for place, option in enumerate(options) if not option.right)
        case ChooseMany(options):
            return frozenset(place for place, option in enumerate(options) if not option.right)
        case Symbolic(key):
            return Formula(f"2*({key.source}) + 1", key.symbols)
        case Words(key):
            return (*key, "more")
        case _:
            return 12345
