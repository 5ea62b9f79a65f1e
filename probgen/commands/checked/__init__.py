"""What `probgen check` found, as text, as JSON and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...checking import Report
from ...errors import Fault
from ...model import Template


class Checked(NamedTuple):
    """What a run found about one template; `place` is the bank file that other commands must be told, "" for none."""

    template: Template
    report: Report
    faults: Sequence[Fault]
    place: str


class Findings(NamedTuple):
    """What a run found: faults of files that cannot be read, templates, and notes about the run itself."""

    seeds: int
    unread: Sequence[Fault]
    templates: Sequence[Checked]
    notes: Sequence[str]
    keys_only: bool = False

    @property
    def faults(self) -> list[Fault]:
        """All faults but those of single seeds."""
        return [*self.unread, *(fault for checked in self.templates for fault in checked.faults)]

    @property
    def failed(self) -> int:
        """The number of seeds that failed, of all templates."""
        return sum(len(checked.report.failures) for checked in self.templates)

    @property
    def sound(self) -> bool:
        """Whether nothing is at fault."""
        return not self.faults and not self.failed

    @property
    def verdict(self) -> str:
        """The numbers of templates, faults and failing seeds."""
        counts = ((len(self.templates), "template"), (len(self.faults), "fault"), (self.failed, "failing seed"))
        return ", ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in counts)
