"""The bands of one set: each problem's pilot is drawn once, from streams that no variant touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .. import fairness, sampling
from ..exact import Record, Value
from ..fairness import Band, Spread
from ..model import Template
from ..sampling.instance import Instance
from ..stream import Stream


@dataclass
class Bands:
    """Pilots by problem, and what the variants have taken; shared by all variants of a set, or they are drawn again.

    The streams of a pilot hang on the seed and the problem alone, so that one more variant changes no other.
    """

    seed: str
    share: float | None  # None where no band is wished
    pilots: dict[tuple[object, ...], Band] = field(default_factory=dict)
    taken: dict[str, dict[str, float]] = field(default_factory=dict)
    by_key: dict[str, Band] = field(default_factory=dict)

    def band(
        self,
        key: str,
        template: Template,
        knobs: Mapping[str, Value],
        given: Mapping[str, Value],
        parts: tuple[str, ...],
    ) -> Band | None:
        """Return the band of a problem; None where values are pinned, or no family tells the effort."""
        if self.share is None or given or not template.family:
            return None
        place = (key, template.id, Record(dict(knobs)), parts)
        if place not in self.pilots:
            drafts = (
                sampling.draft(template, Stream(self.seed, "", "pilot", key, number), knobs=knobs).instance
                for number in range(fairness.PILOT)
            )
            efforts = sorted(fairness.effort(instance, parts) for instance in drafts)
            self.pilots[place] = Band(parts, tuple(efforts), self.share)
        return self.pilots[place]

    def take(self, key: str, name: str, band: Band, instance: Instance) -> None:
        """Note the effort that a variant has taken."""
        self.by_key[key] = band
        self.taken.setdefault(key, {})[name] = fairness.effort(instance, band.parts)

    def of(self, name: str) -> list[tuple[str, Band, float]]:
        """Return what a variant has taken: key, band and effort of each problem."""
        return [(key, band, self.taken[key][name]) for key, band in self.by_key.items() if name in self.taken[key]]

    def add(self, name: str, taken: Iterable[tuple[str, Band, float]]) -> None:
        """Note what a variant has taken that was drawn elsewhere."""
        for key, band, found in taken:
            self.by_key[key] = band
            self.taken.setdefault(key, {})[name] = found

    @property
    def spreads(self) -> tuple[Spread, ...]:
        """What the bands did, in the order in which problems were drawn."""
        return tuple(Spread(key, band.pilot, band.share, self.taken[key]) for key, band in self.by_key.items())
