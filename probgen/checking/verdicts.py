"""What the counts of a run say about a template: faults that no single seed shows."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Fault, Where
from ..language.filling import Text
from ..model import Template
from . import chi_square
from .report import Report, answer_name, mistake_name

ENOUGH = 100  # seeds before it is a fault that something never, or always, happened
_OFTEN = 0.05  # the share of draws from which on it is the tolerance that is at fault, and not the draw
_ALWAYS = 0.95  # the share of variants from which on a printed value is said to be the key
_DIFFERENT = 5  # keys, before their equality with a printed value means something
_CHANCE = 1e-6  # p-value below which options are not in random order: one false alarm in a million answers
_EXPECTED = 5  # cases of each position that the chi-square test needs


def faults(report: Report, template: Template) -> list[Fault]:
    """Return the faults, in the order of the file."""
    if report.composed < ENOUGH:
        return []
    keys = (_tolerances, _mistakes, _order)
    judges = keys if report.keys_only else (*keys, _branches, _leaks)
    found = (fault for judge in judges for fault in judge(report, template))
    return sorted(found, key=lambda fault: (fault.where.line, fault.where.column))


def texts(template: Template) -> Iterator[Text]:
    """Yield every text of a template."""
    if template.stem is not None:
        yield template.stem
    for part in template.parts:
        yield from part.texts()


def _branches(report: Report, template: Template) -> Iterator[Fault]:
    for text in texts(template):
        for branch in text.branches:
            if branch not in report.taken and not branch.given:
                what = f"what stands behind `{branch.tag}` was filled by none of {report.composed} variants"
                hint = "widen the draws, delete it, or write `<# given #>` behind the tag if pinned numbers need it"
                yield Fault(branch.where, what, hint)


def _tolerances(report: Report, template: Template) -> Iterator[Fault]:
    drawn = report.composed + sum(report.refused.values())
    for (where, rule), times in report.refused.items():
        if times > _OFTEN * drawn:
            what = f"in {times / drawn:.0%} of the draws {rule}"
            yield Fault(where, what, "give it another tolerance, or demand under `require` what keeps them apart")


def _mistakes(report: Report, template: Template) -> Iterator[Fault]:
    for part in template.parts:
        for mistake in part.mistakes:
            if report.coincidences[mistake_name(part, mistake)] == report.composed:
                what = f"the mistake `{mistake.value.source}` equals the key in all {report.composed} variants"
                yield Fault(mistake.value.where, what, "correct it, or correct the key")


def _leaks(report: Report, template: Template) -> Iterator[Fault]:
    said: set[tuple[str, str]] = set()
    for insert, times in sorted(report.leaks.items()):
        hidden = report.hidden[insert.answer]
        enough = hidden >= ENOUGH / 2 and len(report.answers[insert.answer].counts) >= _DIFFERENT
        if enough and times >= _ALWAYS * hidden and (insert.path, insert.answer) not in said:
            said.add((insert.path, insert.answer))
            what = (
                f"the inserted value no. {insert.number + 1} is the key of {insert.answer}, "
                f"in {times / hidden:.0%} of the variants whose key is none of the parameters"
            )
            hint = (
                "print what the answer is found from, or write `<# given #>` behind it if it is meant to be found there"
            )
            yield Fault(Where(insert.file, insert.line, 0, insert.path), what, hint)


def _order(report: Report, template: Template) -> Iterator[Fault]:
    places = {answer_name(p.label, a.name): a.where for p in template.parts for a in p.answers}
    for name, positions in report.positions.items():
        p = uniformity(list(positions.values()))
        if p is not None and p < _CHANCE:
            what = f"the right option of {name} stands unevenly, {tuple(positions.values())} times (p = {p:.1e})"
            yield Fault(places[name.rpartition(" of ")[0]], what, "probgen is at fault here: please report this line")


def uniformity(counts: list[int]) -> float | None:
    """Return the p-value of equally likely positions, None where there are too few cases for the test."""
    return chi_square.p_value(counts) if counts and sum(counts) >= _EXPECTED * len(counts) else None
