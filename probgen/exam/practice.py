"""The plan of a practice set: problems drawn from those that match, each at most once until all have had their turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..document import Course, PageStyle
from ..model import Template
from ..stream import Stream
from .plan import Blueprint, Item, Plan, QuestionPlan, SectionPlan, Slot

_NAMED = 3  # topics that a title has room for


def plan(templates: Sequence[Template], count: int, seed: str) -> Plan:
    """Return the plan of a set of `count` problems; fewer where only problems without draws are left to repeat.

    A problem has the stream that it has in an exam of this seed; repeats have streams of their own.
    """
    drawn = _drawn(templates, count, Stream(seed, "practice"))
    uses: Counter[str] = Counter()
    items: list[Item] = []
    for template in drawn:
        uses[template.id] += 1
        key = template.id if uses[template.id] == 1 else f"{template.id}#{uses[template.id]}"
        items.append(Item(Slot(template.where, use=template.id), (template,), key))
    blueprint = Blueprint(
        name=f"practice-{seed}",
        title=_title(drawn),
        course=Course(),
        where=drawn[0].where,
        sections=(SectionPlan("", "", tuple(QuestionPlan("", (item.slot,)) for item in items)),),
        style=PageStyle(layout="practice"),
    )
    sources = {template.where.file: template.digest for template in drawn}
    return Plan(blueprint, (tuple((item,) for item in items),), sources)


def _drawn(templates: Sequence[Template], count: int, stream: Stream) -> list[Template]:
    """Return so many templates in random order, round by round; one that draws nothing is the same every time."""
    drawn = list(stream.sample(templates, min(count, len(templates))))
    repeatable = [template for template in templates if template.params or template.plant]
    while repeatable and len(drawn) < count:
        drawn += stream.sample(repeatable, min(count - len(drawn), len(repeatable)))
    return drawn


def _title(drawn: Sequence[Template]) -> str:
    topics = sorted({template.topic for template in drawn})
    return f"Practice: {', '.join(topics)}" if len(topics) <= _NAMED else "Practice problems"
