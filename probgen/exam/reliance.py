"""Whether the parts that a blueprint takes can be read without those that it leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Fault
from ..model import Template
from .labels import chosen
from .plan import Slot


def unmet(slot: Slot, template: Template) -> Iterator[Fault]:
    """Yield the parts of a slot that rely on the text of parts which do not stand before them on the paper."""
    taken = chosen(slot, template)
    for place, label in enumerate(taken):
        needed = template.needed(label)
        absent = [part for part in needed if part not in taken]
        later = [part for part in needed if part in taken[place:]]
        for parts, remedy in ((absent, "add {} to `parts:` before {}"), (later, "put {} before {} in `parts:`")):
            if parts:
                named = " and ".join(parts)
                what = f"part {label} of '{template.id}' relies on the text of part{'s' * (len(parts) > 1)} {named}"
                yield Fault(slot.where, what, remedy.format(named, label))
