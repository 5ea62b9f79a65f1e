"""Sets of papers, layout locked, on two cores: against pdflatex, LaTeX's page builder and R/exams, and by size."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

import pikepdf

from . import clock, command, page_builder, r_exams, sources
from .clock import Took
from .command import Cost
from .findings import Finding, Plan, Skipped

CORES = 2


def measure(plan: Plan) -> list[Finding | Skipped]:
    """Return what the largest set costs beside the others, and how the cost grows with the size."""
    most, costs = plan.sizes[-1], list[Cost]()
    with tempfile.TemporaryDirectory(prefix="probgen-bench-") as name:
        folder, theirs = Path(name) / "set", Path(name) / "theirs"
        walls = {size: command.exam(size, Path(name) / f"{size}").wall for size in plan.sizes[:-1]}

        def probgen() -> None:
            costs.append(command.exam(most, folder))

        probgen()
        blocks = page_builder.sources(folder, CORES)
        contenders: dict[str, Callable[[], object]] = {
            "two passes": lambda: sources.many_pairs(plan.pairs, CORES),
            "unlocked": lambda: page_builder.typeset_all(blocks),
        }
        if r_exams.installed():
            contenders["R/exams"] = lambda: r_exams.pairs(plan.pairs, theirs)
        if costs[0].wall < plan.seconds:  # else one go must do
            contenders["probgen"] = probgen
        found = clock.rounds(contenders, plan.rounds, 2 * plan.seconds)
        pages, others = pages_of(folder), pages_of(theirs)
    walls[most] = median(cost.wall for cost in costs)
    return [
        *_beside(found, costs, plan),
        *_speed(found, pages / walls[most], others),
        Finding(
            f"{most} pairs: most memory of the command's own process",
            max(cost.memory for cost in costs),
            "MB",
            goal=300.0,
            better="less",
        ),
        _growth(walls),
        *(Finding(f"set of {size}: seconds for each pair", wall / size, "s") for size, wall in walls.items()),
    ]


def _beside(found: Mapping[str, list[Took]], costs: Sequence[Cost], plan: Plan) -> Iterator[Finding]:
    """Yield how the largest set compares with pdflatex and with the page builder."""
    most, wall = plan.sizes[-1], median(cost.wall for cost in costs)
    passes = clock.wall(found, "two passes") * most / plan.pairs
    yield Finding(
        f"{most} pairs: two-pass pdflatex to the whole command",
        passes / wall,
        goal=60.0,
        note=f"{passes:.0f} s, extrapolated from {plan.pairs} pairs, against {wall:.1f} s on {CORES} cores",
    )
    tex, builder = median(cost.tex for cost in costs), median(one.children for one in found["unlocked"])
    yield Finding(
        f"{most} pairs: TeX's own time to that of the page builder, unlocked",
        tex / builder,
        goal=1.0,
        better="less",
        note=f"{tex:.1f} against {builder:.1f} processor seconds",
    )
    unlocked = clock.wall(found, "unlocked")
    yield Finding(
        f"{most} pairs: the whole command to the page builder, unlocked",
        wall / unlocked,
        goal=1.6,
        better="less",
        note=f"{wall:.1f} against {unlocked:.1f} s on {CORES} cores",
    )


def _speed(found: Mapping[str, list[Took]], ours: float, pages: int) -> Iterator[Finding | Skipped]:
    """Yield our pages per second, and their ratio to those of R/exams, which has made so many `pages`."""
    yield Finding("pages per second of the largest set", ours, "pages/s")
    what = "pages per second to those of R/exams' `exams2pdf`"
    if pages:
        theirs = pages / clock.wall(found, "R/exams")
        note = f"{ours:.0f} on {CORES} cores against {theirs:.0f} on one, where it runs"
        yield Finding(what, ours / theirs, goal=10.0, note=note)
    else:
        yield Skipped(what, "R or its package `exams` is not installed")


def pages_of(folder: Path) -> int:
    """Return how many pages the PDFs in a folder have."""
    count = 0
    for file in folder.glob("*.pdf"):
        with pikepdf.open(file) as paper:
            count += len(paper.pages)
    return count


def _growth(times: dict[int, float]) -> Finding:
    """Return how much dearer a further variant is in the largest set than in the one before."""
    few, some, many = list(times)[-3:]
    late, early = (times[many] - times[some]) / (many - some), (times[some] - times[few]) / (some - few)
    what = f"growth: a further pair between {some} and {many} to one between {few} and {some}"
    return Finding(what, late / early, goal=1.2, better="less", note="1 is linear")
