"""What a part of a bank entry takes from other parts: blueprints choose parts, so it has to say which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..errors import Fault
from ..model import PartTemplate
from ..strict_yaml.document import DataPath
from .assembly import Use
from .lint import CITED, MENTION, NAMED, Entry

_LETTER = re.compile(r"\b(?:[Pp]arts? \(?[a-z]\b\)?(?! [a-z])|(?:by|from|in|of|see|with) \([a-z]\))")
_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]*\$", re.DOTALL)
_WORDS = re.compile(r"\b(?:parts? before|(?:numbers|parts?|data) above|as before|from before)\b")


def faults(entry: Entry) -> Iterator[Fault]:
    """Yield named parts that are no earlier ones, and references to what stands in a part that may be left out."""
    for part in entry.template.parts:
        yield from _earlier(entry, part, entry.assembler.part_paths[part.label])
    figures = [(use, name) for use, text in entry.texts for name in text.figures]
    equations = [(use, found[1]) for use, _ in entry.texts for found in NAMED.finditer(entry.source(use))]
    yield from _elsewhere(entry, "figure", figures, MENTION)
    yield from _elsewhere(entry, "equation", equations, CITED)


def warnings(entry: Entry) -> Iterator[Fault]:
    """Yield letters of parts, and words that point to a part where none is named by `needs:`."""
    needs = {part.label: part.needs for part in entry.template.parts if part.label}
    for use, _ in entry.texts:
        words = _FORMULA.sub(lambda formula: " " * len(formula[0]), entry.source(use))
        for found in _LETTER.finditer(words):
            what = f"(warning) '{found[0]}' names a letter, and papers letter the parts anew"
            hint = "say what was asked there, or `the part before` with `needs:`"
            yield Fault(entry.place(use, found.start()), what, hint)
        for found in _WORDS.finditer(entry.source(use)) if needs.get(_home(entry, use)) == () else ():
            what = f"(warning) '{found[0]}' points to another part, which may be left out"
            hint = "print again what it says, or name the part by `needs:`"
            yield Fault(entry.place(use, found.start()), what, hint)


def _earlier(entry: Entry, part: PartTemplate, path: DataPath) -> Iterator[Fault]:
    """Yield parts that `follows` and `needs` name and that do not stand before, so that no circle can arise."""
    labels = [other.label for other in entry.template.parts]
    earlier = labels[: labels.index(part.label)]
    for field, named in (("follows", part.follows), ("needs", part.needs)):
        for label in named:
            if label not in earlier:
                what = f"part {label} is not an earlier part" if label in labels else f"there is no part '{label}'"
                hint = f"earlier parts: {', '.join(earlier)}" if earlier else "there is no earlier part"
                yield Fault(entry.document.where(*path, field), what, hint)


def _elsewhere(entry: Entry, kind: str, placed: Iterable[tuple[Use, str]], mention: re.Pattern[str]) -> Iterator[Fault]:
    """Yield references to what stands in parts only, from where these may be missing."""
    homes: dict[str, set[str]] = {}
    for use, name in placed:
        homes.setdefault(name, set()).add(_home(entry, use))
    for use, _ in entry.texts:
        here = _home(entry, use)
        for found in mention.finditer(entry.prose(use)):
            parts = homes.get(found[1], {""})
            if not parts & {"", here, *entry.template.needed(here)}:
                what = f"the {kind} '{found[1]}' stands in part {min(parts)}, which may be left out"
                hint = f"say `needs: {min(parts)}`, or place it in the stem" if here else "place it in the stem"
                yield Fault(entry.place(use, found.start()), what, hint)


def _home(entry: Entry, use: Use) -> str:
    """Return the label of the part that a text stands in, "" for what all parts share."""
    return next((label for label, path in entry.assembler.part_paths.items() if path == use.path[:2]), "")
