"""What TeX said of the texts of a sheet, as its heights, and as warnings and faults that name their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...errors import Fault, Where
from .jobs import Setting
from .slots import Slot
from .texts import Size, Sizes

_BP = 72 / 72.27  # bp in a pt
_LOOSE = 2.0  # pt by which a box may be too wide without a word
_HINTS = {
    "Undefined control sequence": "use the commands of amsmath; text belongs outside of the dollars",
    "Missing": "a formula, a brace or an environment is not closed, or _ or ^ stands outside of a formula",
    "File ended": "close the brace",
    "Interruption": "TeX found no end here: look for something that grows or repeats itself",
}


@dataclass
class Report:
    """What was found of a sheet, or of all sheets of a group; heights in bp, the greatest of them."""

    heights: dict[str, float] = field(default_factory=dict)
    warnings: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # (place, what) -> variants
    faults: dict[tuple[Where, str], list[str]] = field(default_factory=dict)  # (where, what) -> variants

    def add(self, other: Report) -> None:
        """Take over what another job found."""
        for name, height in other.heights.items():
            self.heights[name] = max(height, self.heights.get(name, 0.0))
        for warning, variants in other.warnings.items():
            self.warnings.setdefault(warning, []).extend(variants)
        for fault, variants in other.faults.items():
            self.faults.setdefault(fault, []).extend(variants)


def report(setting: Setting, sizes: Sizes) -> Report:
    """Return what TeX found of a sheet's texts; of one that is not among `sizes`, nothing."""
    found = Report()
    variant = setting.sheet.exam.stem
    refused: dict[str, tuple[Where, str]] = {}
    for use in setting.uses():
        size = sizes.get(use.text)
        if isinstance(size, str):
            what = f"TeX cannot set {use.slot.label}: {size}"
            refused.setdefault(use.slot.label, (use.slot.where, what))  # once, though both views show it
        elif size is not None:
            _measured(found, use.slot, size, variant)
    found.faults = {fault: [variant] for fault in refused.values()}
    return found


def blamed(setting: Setting, *said: str) -> Report:
    """Return faults of a sheet that have no place in a bank."""
    return Report(faults={(Where(), what): [setting.sheet.exam.stem] for what in said})


def _measured(report: Report, slot: Slot, size: Size, variant: str) -> None:
    """Keep the size of a slot's text, and what is too wide in it."""
    high = slot.space if slot.fixed else max(size.above + size.below + slot.pad, slot.space)
    report.heights[slot.name] = max(report.heights.get(slot.name, 0.0), high)
    too_wide = size.across - slot.width / _BP
    said = [f"a line is {excess:.0f} pt too wide" for excess in size.lines]
    said += [f"something is {too_wide:.0f} pt too wide"] if too_wide > _LOOSE else []
    said += [f"the answer `{name}` is {excess:.0f} pt wider than its blank" for name, excess in size.answers]
    for what in said:
        warn(report, slot, what, variant)


def warn(report: Report, slot: Slot, what: str, variant: str) -> None:
    """Keep a warning that names where a slot's text stands."""
    place = ":".join(str(x) for x in (slot.where.file, slot.where.line) if x)
    key = (f"{place}: {slot.label}" if place else slot.label, what)
    report.warnings.setdefault(key, []).append(variant)


def as_fault(where: Where, what: str, variants: Sequence[str]) -> Fault:
    """Return a fault that names the variants it was met in."""
    hint = next((hint for start, hint in _HINTS.items() if start in what), "correct the text of the bank at this place")
    named = [name for name in variants if name]
    return Fault(where, f"{what} ({listed(named)})" if named else what, hint)


def listed(variants: Sequence[str]) -> str:
    """Return "variant A", "variants A, B and 7 more"."""
    distinct = list(dict.fromkeys(variants))
    if len(distinct) == 1:
        return f"variant {distinct[0]}"
    more = f" and {len(distinct) - 3} more" if len(distinct) > 3 else ""
    return f"variants {', '.join(distinct[:3])}{more}"
