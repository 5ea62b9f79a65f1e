"""The bands of one set: each problem's pilot is drawn once, from streams that no variant touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .. import fairness, sampling
from ..errors import ProbgenError, Where
from ..exact import Record, Value
from ..fairness import Band, Spread
from ..model import Template
from ..sampling.instance import Instance
from ..stream import Stream


class Pilot(NamedTuple):
    """A problem as a blueprint asks it, at `where`: under a key of its exam, with these knobs and parts."""

    seed: str
    key: str
    template: Template
    knobs: Mapping[str, Value]
    parts: tuple[str, ...]
    where: Where

    @property
    def place(self) -> tuple[object, ...]:
        """What tells the problems of one set apart."""
        return (self.key, self.template.id, Record(dict(self.knobs)), self.parts)


def efforts(pilot: Pilot) -> tuple[float, ...]:
    """Return the efforts of the pilot's draws, in rising order.

    Raises:
        ProbgenError: no draw meets the conditions.
    """
    streams = (Stream(pilot.seed, "", "pilot", pilot.key, number) for number in range(fairness.PILOT))
    try:
        drafts = (sampling.draft(pilot.template, stream, knobs=pilot.knobs) for stream in streams)
        return tuple(sorted(fairness.effort(draft.instance, pilot.parts) for draft in drafts))
    except ProbgenError as fault:
        raise fault.within(pilot.where) from fault


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

    def band(self, pilot: Pilot) -> Band | None:
        """Return the band of a problem; None where no band is wished, or no family tells the effort."""
        if self.share is None or not pilot.template.family:
            return None
        if pilot.place not in self.pilots:
            self.learn(pilot, efforts(pilot))
        return self.pilots[pilot.place]

    def unknown(self, pilots: Iterable[Pilot]) -> list[Pilot]:
        """Return the pilots that are still to be drawn, each once."""
        if self.share is None:
            return []
        wanted = {one.place: one for one in pilots if one.template.family and one.place not in self.pilots}
        return list(wanted.values())

    def learn(self, pilot: Pilot, found: tuple[float, ...]) -> None:
        """Note the efforts of a pilot's draws."""
        assert self.share is not None
        self.pilots[pilot.place] = Band(pilot.parts, found, self.share)

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
