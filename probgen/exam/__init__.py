"""A blueprint, a seed and a variant's name make an exam."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .. import variant
from ..compose import scaled
from ..document import Copy, Exam, Problem, Question, Section
from ..errors import Disproved, ProbgenError
from ..exact import Exact, Value
from ..language import markup
from ..model import Template
from ..stream import Stream
from .bands import Bands, Pilot
from .labels import labels
from .numbering import numbered
from .plan import Item, Pinned, Plan, QuestionPlan, Slot

_CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 signs that no hand confuses


def variant_names(count: int) -> tuple[str, ...]:
    """Return A, B, ..., Z, AA, AB, ..."""
    return tuple(_letters(number) for number in range(count))


def _letters(number: int) -> str:
    name = chr(ord("A") + number % 26)
    return name if number < 26 else _letters(number // 26 - 1) + name


def code(seed: str, name: str) -> str:
    """Return the printed version code: the variant's name and four signs that confirm no guess of the seed."""
    digest = hmac.new(seed.encode(), f"version {name}".encode(), hashlib.sha256).digest()
    return f"{name}-{''.join(_CODE_ALPHABET[byte % 32] for byte in digest[:4])}"


def token(seed: str, whose: str) -> str:
    """Return what the codes on the pages of a paper begin with: ten signs that tell neither seed nor key."""
    digest = hmac.new(seed.encode(), f"paper {whose}".encode(), hashlib.sha256).digest()
    return "".join(_CODE_ALPHABET[byte % 32] for byte in digest[:10])


@dataclass(frozen=True)
class Wishes:
    """What the command asks for beyond the blueprint: knobs by problem id, and the numbers of the published source."""

    knobs: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    published: bool = False


def assemble(plan: Plan, seed: str, name: str, wishes: Wishes = Wishes(), bands: Bands | None = None) -> Exam:
    """Return one variant of the exam; `bands` of the same seed spare the pilots of each further variant.

    Raises:
        ProbgenError: a problem cannot be drawn.
    """
    blueprint = plan.blueprint
    sections: list[Section] = []
    chosen = _chosen(plan, seed, name)
    drawer = _Drawer(seed, name, wishes, bands or Bands(seed, blueprint.band))
    number = 0
    for place, (section, items) in enumerate(zip(blueprint.sections, plan.items, strict=True)):
        questions: list[Question] = []
        planned = tuple(zip(section.questions, items, strict=True))
        for asked, its in Stream(seed, name, "order", place).shuffled(planned) if section.shuffled else planned:
            for title, problems in _questions(asked, its, chosen):
                number += 1
                questions.append(drawer.question(number, title, problems))
        text = markup.blocks(section.text, {})
        sections.append(Section(section.title, text, tuple(questions), appended=section.appended))
    return Exam(
        title=blueprint.title,
        course=blueprint.course,
        minutes=blueprint.minutes,
        variant=name,
        code=code(seed, name),
        cover=blueprint.cover,
        style=blueprint.style,
        handout=blueprint.handout,
        sections=numbered(tuple(sections)),
        seed_note=f"seed {seed}" if blueprint.style.layout == "practice" else "",
        copies=(Copy(name, token(seed, f"of variant {name}")),) if blueprint.style.layout != "practice" else (),
    )


def pilots(plan: Plan, seed: str, names: Iterable[str], wishes: Wishes) -> Iterator[Pilot]:
    """Yield the problems of which variants with these names need to know the usual effort."""
    seen: set[tuple[str, ...]] = set()
    for chosen in (_chosen(plan, seed, name) for name in names):
        ids = tuple(template.id for found in chosen.values() for template in found)
        if ids not in seen:
            seen.add(ids)
            yield from _pilots(plan, seed, chosen, wishes)


def _pilots(plan: Plan, seed: str, chosen: Mapping[str, Sequence[Template]], wishes: Wishes) -> Iterator[Pilot]:
    sections = zip(plan.blueprint.sections, plan.items, strict=True)
    pairs = (pair for section, items in sections for pair in zip(section.questions, items, strict=True))
    for problems in (problems for asked, items in pairs for _, problems in _questions(asked, items, chosen)):
        lettered = labels([(item.slot, template) for item, template in problems])
        for (item, template), its in zip(problems, lettered, strict=True):
            pilot, given = _asked(seed, template, item, its, wishes)
            if not given:
                yield pilot


def _chosen(plan: Plan, seed: str, name: str) -> dict[str, Sequence[Template]]:
    """Return the templates of each item by its key; a pick takes none that stands in the exam already.

    Picks that are the same in all variants come first, so that those of a variant cannot touch them.
    """
    items = plan.every_item()
    taken = {item.slot.use for item in items}
    chosen: dict[str, Sequence[Template]] = {item.key: item.templates for item in items if item.slot.use}
    for item in sorted((item for item in items if not item.slot.use), key=lambda item: item.slot.per == "variant"):
        free = [template for template in item.templates if template.id not in taken]
        if len(free) < item.slot.count:
            what = f"the pick takes {item.slot.count}, of those that match {len(free)} are not in the exam already"
            raise ProbgenError.of(what, where=item.slot.where, hint="pick fewer, or from more")
        picker = Stream(seed, name if item.slot.per == "variant" else "", "pick", item.key)
        chosen[item.key] = picker.sample(free, item.slot.count) if len(free) > item.slot.count else free
        taken |= {template.id for template in chosen[item.key]}
    return chosen


def _questions(
    asked: QuestionPlan, items: Sequence[Item], chosen: Mapping[str, Sequence[Template]]
) -> Iterator[tuple[str, list[tuple[Item, Template]]]]:
    """Yield title and problems of each question that an entry of a section makes."""
    pairs = [(item, template) for item in items for template in chosen[item.key]]
    if asked.title:
        yield asked.title, pairs
    else:
        yield from ((template.title, [(item, template)]) for item, template in pairs)


@dataclass(frozen=True)
class _Drawer:
    """Draws the problems of one variant."""

    seed: str
    name: str
    wishes: Wishes
    bands: Bands

    def question(self, number: int, title: str, problems: Sequence[tuple[Item, Template]]) -> Question:
        lettered = labels([(item.slot, template) for item, template in problems])
        done = tuple(
            self.problem(template, item, its) for (item, template), its in zip(problems, lettered, strict=True)
        )
        worth = sum((p.points for problem in done for p in problem.parts if not p.optional), start=0)
        return Question(number, title, done, worth)

    def problem(self, template: Template, item: Item, its: Mapping[str, str]) -> Problem:
        slot = item.slot
        asked, given = _asked(self.seed, template, item, its, self.wishes)
        points = part_points(slot, template)
        try:
            band = None if given else self.bands.band(asked)
            stream = Stream(self.seed, self.name, asked.key)
            drawn = variant.make(template, stream, knobs=asked.knobs, given=given, labels=its, points=points, band=band)
        except Disproved as fault:
            raise fault.said(f"variant {self.name} of seed {self.seed}") from fault
        except ProbgenError as fault:
            raise fault.within(slot.where) from fault
        made = drawn.problem
        if band:
            self.bands.take(asked.key, self.name, band, drawn.instance)
        if slot.optional:
            made = replace(made, parts=tuple(replace(part, optional=True) for part in made.parts))
        return made if slot.stem else replace(made, stem=())


def _asked(
    seed: str, template: Template, item: Item, its: Mapping[str, str], wishes: Wishes
) -> tuple[Pilot, Mapping[str, Value]]:
    """Return how the blueprint and the wishes ask a problem whose parts have `its` labels, and the values they pin."""
    slot = item.slot
    pinned = slot.published if wishes.published and slot.published else Pinned({}, {})
    knobs = {**slot.knobs, **pinned.knobs, **wishes.knobs.get(template.id, {})}
    key = item.key if slot.use else template.id
    return Pilot(seed, key, template, knobs, tuple(its), slot.where), {**slot.given, **pinned.given}


def part_points(slot: Slot, template: Template) -> dict[str, Exact]:
    """Return the points of each part that the slot uses, by label.

    Raises:
        ProbgenError: the slot names a part that the problem lacks.
    """
    chosen = [part for part in template.parts if not slot.parts or part.label in slot.parts]
    own = {part.label: part.points for part in chosen}
    named = [*slot.parts, *(slot.points if isinstance(slot.points, Mapping) else ())]
    for label in named:
        if label not in {part.label for part in template.parts}:
            has = ", ".join(part.label for part in template.parts if part.label) or "one part without a label"
            raise ProbgenError.of(f"'{template.id}' has no part '{label}'", where=slot.where, hint=f"it has {has}")
    if isinstance(slot.points, Mapping):
        for label in slot.points:
            if label not in own:
                what = f"`points:` names part {label}, which is not among `parts:`"
                raise ProbgenError.of(what, where=slot.where, hint=f"it takes {', '.join(own)}")
        return {**own, **slot.points}
    if slot.points is None:
        return own
    counted = [part.label for part in chosen if not part.optional]
    worth = sum((own[label] for label in counted), start=0)
    if not worth and slot.points:
        what = f"'{template.id}' has no points to share {slot.points} out by"
        raise ProbgenError.of(what, where=slot.where, hint="give them by part: `points: {a: 2, b: 3}`")
    shares = scaled([own[label] for label in counted], worth, slot.points)
    return {**own, **dict(zip(counted, shares, strict=True))}


def total(items: Sequence[Item]) -> Exact:
    """Return the points of a section; problems of one pick must be worth the same."""
    points: Exact = 0
    for item in items:
        worths = {_worth(item.slot, template) for template in item.templates}
        if len(worths) > 1:
            what = f"the problems to pick from are worth {', '.join(map(str, sorted(worths)))} points"
            raise ProbgenError.of(what, where=item.slot.where, hint="give `points:` to the pick")
        points += worths.pop() * item.slot.count
    return points


def _worth(slot: Slot, template: Template) -> Exact:
    points = part_points(slot, template)
    if slot.optional:
        return 0
    return sum((points[part.label] for part in template.parts if part.label in points and not part.optional), start=0)
