"""The audit of a set: what its papers share, how equal their work is, whether an exam file gives its key away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..fairness import Limits
from ..sets.manifest import Manifest
from . import agreement, effort, leaks
from . import places as boxes
from .effort import PaperEffort, ProblemEffort
from .leaks import Scan
from .places import Places

_CLOSEST = 5  # pairs that are named


class Pair(NamedTuple):
    """Two papers, the second copied from the first by whoever sits beside; shares as in `agreement.Shares`."""

    variant: str
    neighbor: str
    params: float
    answers: float
    letters: float
    copying: float


@dataclass(frozen=True)
class Report:
    """All that an audit finds."""

    blueprint: str
    limits: Limits
    points: float
    variants: tuple[str, ...]
    means: Pair | None  # over all pairs, unnamed; None for a single paper
    closest: tuple[Pair, ...]  # those with the highest copying, the highest first
    copying: NDArray[np.float64]  # of each pair once, the higher way
    copied: dict[str, float]  # mean share of each problem's points that copying earns
    problems: tuple[ProblemEffort, ...]
    papers: tuple[PaperEffort, ...]
    places: Places | None
    scan: Scan

    @property
    def easiest(self) -> PaperEffort:
        """The paper with the least work."""
        return min(self.papers, key=lambda paper: paper.effort)

    @property
    def hardest(self) -> PaperEffort:
        """The paper with the most work."""
        return max(self.papers, key=lambda paper: paper.effort)

    def objections(self) -> Iterator[str]:
        """Yield what lies past the limits of the blueprint, or is never right."""
        if self.closest and self.closest[0].copying > self.limits.copying:
            pair = self.closest[0]
            yield (
                f"copying {pair.neighbor} earns {pair.copying:.0%} on {pair.variant}, the limit is "
                f"{self.limits.copying:.0%} (`limits: {{copying: ...}}`)"
            )
        for paper in (self.easiest, self.hardest):
            if abs(paper.deviation) > self.limits.effort:
                yield (
                    f"the effort of {paper.variant} lies {paper.deviation:+.0%} from the median, the limit is "
                    f"{self.limits.effort:.0%} (`limits: {{effort: ...}}`)"
                )
        if self.places and not self.places.sound:
            strange = (*self.places.others, *self.places.broken)
            yield f"pages or places differ from those of the other papers: {', '.join(strange)}"
        for leak in self.scan.leaks:
            yield f"{leak.file} gives away in its {leak.where}: {leak.what}"


def audit(manifest: Manifest, folder: Path) -> Report:
    """Return the report on a set whose files lie in `folder`.

    Raises:
        OSError: a file of the set is missing.
    """
    exams = manifest.exams
    shares = agreement.shares(exams)
    names = [exam.variant for exam in exams]
    higher = np.maximum(shares.copying, shares.copying.T)
    above = np.triu_indices(len(exams), 1)
    pairs = [
        _pair(shares, names, *((i, j) if shares.copying[i, j] >= shares.copying[j, i] else (j, i)))
        for i, j in _highest(higher, above)
    ]
    return Report(
        blueprint=manifest.blueprint,
        limits=manifest.limits,
        points=float(exams[0].points),
        variants=tuple(names),
        means=_means(shares, above) if pairs else None,
        closest=tuple(pairs),
        copying=higher[above],
        copied={name: float(of[above].mean()) for name, of in shares.problems.items() if len(exams) > 1},
        problems=effort.problems(exams, manifest.spreads),
        papers=effort.papers(exams),
        places=boxes.places(manifest, folder),
        scan=leaks.scan(manifest, folder),
    )


def _highest(values: NDArray[np.float64], above: tuple[NDArray[np.intp], ...]) -> list[tuple[int, int]]:
    order = np.argsort(-values[above], kind="stable")[:_CLOSEST]
    return [(int(above[0][n]), int(above[1][n])) for n in order]


def _pair(shares: agreement.Shares, names: list[str], one: int, other: int) -> Pair:
    found = (shares.params, shares.answers, shares.letters, shares.copying)
    return Pair(names[one], names[other], *(float(values[one, other]) for values in found))


def _means(shares: agreement.Shares, above: tuple[NDArray[np.intp], ...]) -> Pair:
    found = (shares.params, shares.answers, shares.letters, shares.copying)
    return Pair("", "", *(float(values[above].mean()) for values in found))
