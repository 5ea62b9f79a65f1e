"""What is wrong with a bank entry that has the right structure: names, figures, circles, keys given away."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .. import family
from ..errors import Fault, Where, nearest
from ..exact import Value
from ..language import tex_check
from ..language.filling import Text
from ..model import Template
from ..strict_yaml.document import DataPath, Document
from .assembly import VALUED, Assembler, Reader, Use

_INSERTED = re.compile(r"<<(.*?)>>|<%(.*?)%>", re.DOTALL)
_PRINTED = re.compile(r"<<([^|<>]+)(?:\|.*?)?>>", re.DOTALL)
_CODE = re.compile(r"`[^`]*`")
MENTION = re.compile(r"(?<![\w@])@([A-Za-z]\w*)")  # of a figure
NAMED = re.compile(r"\$\$[ \t]*\(([A-Za-z]\w*)\)[ \t]*$", re.MULTILINE)  # an equation
CITED = re.compile(r"(?<![\w@])@\(([A-Za-z]\w*)\)")


@dataclass(frozen=True)
class Names:
    """What the names of an entry stand for."""

    known: frozenset[str]  # everywhere
    planted: frozenset[str]  # planted values, and derived ones that are nothing else
    gives: frozenset[str]  # fields of the family's solution
    takes: Mapping[str, bool]  # fields of the family's Params; whether they must be given from here
    complete: bool  # False: the family is unknown, so any name might be one of its fields


@dataclass(frozen=True)
class Entry:
    """A parsed entry with the places of its parts."""

    assembler: Assembler
    template: Template

    @property
    def document(self) -> Document:
        """The document that the entry was read from."""
        return self.assembler.document

    @cached_property
    def texts(self) -> list[tuple[Use, Text]]:
        """All texts with their uses."""
        return [(use, use.content) for use in self.assembler.uses if isinstance(use.content, Text)]

    @cached_property
    def shown(self) -> list[tuple[Use, Text]]:
        """The texts that students see."""
        return [(use, text) for use, text in self.texts if use.reader is Reader.STUDENT]

    @cached_property
    def names(self) -> Names:
        """What the names stand for."""
        template = self.template
        own = {*template.knobs, *template.params, *template.plant, *template.pools, *template.derive}
        planted = set(template.plant)
        for _ in template.derive:
            planted |= {name for name, value in template.derive.items() if value.source.strip() in planted}
        gives: Collection[str] = ()
        takes: Mapping[str, bool] = {}
        if template.family in family.names():
            module = family.find(template.family)
            gives, takes = family.gives(module), family.takes(module)
            if family.draws(module):
                own |= set(takes)
                takes = dict.fromkeys(takes, False)
        complete = not template.family or template.family in family.names()
        return Names(frozenset({*own, *gives}), frozenset(planted), frozenset(gives), takes, complete)

    def source(self, use: Use) -> str:
        """Return a text or expression as the author wrote it, "" where YAML holds no text."""
        source = use.path[-1] if use.key else self.document.at(use.path)
        return source if isinstance(source, str) else ""

    def prose(self, use: Use) -> str:
        """Return the source of a text with blanks in place of its code."""
        return _CODE.sub(lambda code: " " * len(code[0]), self.source(use))

    def place(self, use: Use, offset: int) -> Where:
        """Return the place of a character of a text or expression."""
        return self.document.place(use.path, offset, key=use.key)

    def spot(self, use: Use, name: str) -> Where:
        """Return where a name first stands in an expression, or in what a text inserts."""
        source = self.source(use)
        inserted = isinstance(use.content, Text)
        for start, end in [found.span() for found in _INSERTED.finditer(source)] if inserted else [(0, len(source))]:
            if found := re.compile(rf"\b{re.escape(name)}\b").search(source, start, end):
                return self.place(use, found.start())
        return self.document.where_key(*use.path) if use.key else self.document.where(*use.path)


def faults(entry: Entry) -> Iterator[Fault]:
    """Yield what is wrong with the entry as a whole, in no order."""
    for check in (
        _family,
        _twice,
        _draws,
        _unknown,
        _planted,
        _keys_shown,
        _circles,
        _words,
        _figures,
        _equations,
        _drawn,
    ):
        yield from check(entry)


def _family(entry: Entry) -> Iterator[Fault]:
    where, names = entry.document.where("family"), entry.names
    if not names.complete:
        hint = nearest(entry.template.family, family.names()) or "leave `family:` out where expressions do"
        yield Fault(where, f"there is no family '{entry.template.family}'", hint)
    for name, required in names.takes.items():
        if required and name not in names.known - names.gives:
            hint = "add it under `params:`, `knobs:` or `derive:`"
            yield Fault(where, f"the family needs '{name}', which nothing here provides", hint)


def _twice(entry: Entry) -> Iterator[Fault]:
    """Yield names that stand for two things."""
    seen = dict.fromkeys(entry.names.gives, "the family's solution")
    for section in ("knobs", "params", "plant", "pools", "derive"):
        for name in getattr(entry.template, section):
            if name in seen and not (section == "knobs" and name in entry.names.gives):  # a wish, and what came of it
                what = f"'{name}' already comes from {seen[name]}"
                yield Fault(entry.document.where_key(section, name), what, "choose another name")
            seen[name] = f"`{section}:`"


def _draws(entry: Entry) -> Iterator[Fault]:
    """Yield names in bounds and shapes that are neither knobs nor pools."""
    allowed = {*entry.template.knobs, *entry.template.pools}
    for section in ("params", "plant"):
        for name, draw in getattr(entry.template, section).items():
            for strange in sorted(draw.names - allowed):
                hint = nearest(strange, allowed) or "draws may name knobs and pools"
                if strange in entry.names.known:
                    hint = "draws may name knobs and pools; put a formula under `derive:`, a condition under `require:`"
                yield Fault(entry.document.where(section, name), f"unknown name '{strange}' in a draw", hint)


def _unknown(entry: Entry) -> Iterator[Fault]:
    if not entry.names.complete:
        return
    keyed = {part.label: [a.name for a in part.answers if a.kind in VALUED] for part in entry.template.parts}
    for use in entry.assembler.uses:
        here = keyed[use.part] if use.part is not None else []
        known = {*entry.names.known, *(["answer"] if "answer" in here else []), *(["answers"] if here else [])}
        for name in sorted(use.content.names - known):
            hint = _answers_known(here) if name == "answer" else nearest(name, known)
            yield Fault(entry.spot(use, name), f"unknown name '{name}'", hint)
        for field in re.findall(r"\banswers\.(\w+)", entry.source(use)) if "answers" in known else ():
            if field not in here:
                what = f"this part has no answer '{field}' with a key"
                yield Fault(entry.spot(use, "answers"), what, nearest(field, here))


def _answers_known(here: list[str]) -> str:
    if here:
        return f"the answers of this part are {', '.join(f'`answers.{name}`' for name in here)}"
    return "an answer with a key is known in its part's `solution`, `mistakes`, `rubric` and `check`"


def _planted(entry: Entry) -> Iterator[Fault]:
    for use, text in entry.shown:
        for name in sorted(text.names & entry.names.planted):
            what = f"'{name}' is planted: showing it gives the answer away"
            yield Fault(entry.spot(use, name), what, "only `solution` and `feedback` may use it")


def _keys_shown(entry: Entry) -> Iterator[Fault]:
    """Yield prints of an answer's own expression where students see them."""
    template = entry.template
    keys = {
        _same(answer.value.source, template): part.label
        for part in template.parts
        for answer in part.answers
        if answer.kind in VALUED and answer.value is not None and answer.value.names
    }
    given = {*template.knobs, *template.params, *template.plant, *template.pools}
    for use, _ in entry.shown:
        for found in _PRINTED.finditer(entry.source(use)):
            shown = _same(found[1], template)
            if shown in keys and shown not in given:
                part = f" of part {keys[shown]}" if keys[shown] else ""
                what = f"`<<{found[1].strip()}>>` prints the answer{part}"
                hint = "print what the answer is found from; only `solution` may show the answer"
                yield Fault(entry.place(use, found.start()), what, hint)


def _same(source: str, template: Template) -> str:
    """Return an expression in a form that is equal where two say the same: without blanks, aliases followed."""
    short = "".join(source.split())
    for _ in template.derive:
        short = "".join(template.derive[short].source.split()) if short in template.derive else short
    return short


def _circles(entry: Entry) -> Iterator[Fault]:
    """Yield derived values that need themselves, also by way of the family."""
    needs: dict[str, set[str]] = {name: set(value.names) for name, value in entry.template.derive.items()}
    needs |= {name: set(entry.names.takes) for name in entry.names.gives}
    reported: set[str] = set()
    for start in entry.template.derive:
        trail = _way_back(start, needs)
        if trail and not reported & set(trail):
            reported |= set(trail)
            what = f"these values need one another: {' -> '.join(trail)}"
            yield Fault(entry.document.where_key("derive", start), what, "compute one of them from the parameters")


def _way_back(start: str, needs: Mapping[str, set[str]]) -> list[str]:
    """Return the shortest way along `needs` from a name back to itself, [] if there is none."""
    trails, seen = [[start]], {start}
    for trail in trails:
        for name in sorted(needs.get(trail[-1], ())):
            if name == start:
                return [*trail, start]
            if name not in seen:
                seen.add(name)
                trails.append([*trail, name])
    return []


def _words(entry: Entry) -> Iterator[Fault]:
    """Yield what is wrong with the TeX of words that may be printed."""
    for section in ("pools", "knobs"):
        for path, text in _strings(entry.document.data.get(section), (section,)):
            for offset, what, hint in tex_check.faults(text):
                yield Fault(entry.document.place(path, offset), what, hint)


def _strings(data: Value, path: DataPath) -> Iterator[tuple[DataPath, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict | list):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _strings(value, (*path, step))


def _figures(entry: Entry) -> Iterator[Fault]:
    known = entry.names.gives | entry.names.takes.keys()
    hint = "figures come from the family's solution"
    placed = {name for _, text in entry.texts for name in text.figures}
    for use, text in entry.texts:
        for name in text.figures:
            if entry.names.complete and name not in known:
                place = entry.place(use, entry.source(use).index(f"({name})") + 1)
                yield Fault(place, f"there is no figure '{name}'", nearest(name, known) or hint)
        for found in MENTION.finditer(entry.prose(use)):
            if found[1] not in placed:
                remedy = f"place it by `![caption]({found[1]})`" if found[1] in known else nearest(found[1], placed)
                yield Fault(entry.place(use, found.start()), f"no figure '{found[1]}' is placed here", remedy or hint)


def _equations(entry: Entry) -> Iterator[Fault]:
    """Yield references to equations without a name, and names that two of them have."""
    named: set[str] = set()
    for use, _ in entry.texts:
        for found in NAMED.finditer(entry.source(use)):
            if found[1] in named:
                yield Fault(entry.place(use, found.start(1)), f"two equations are called '{found[1]}'", "rename one")
            named.add(found[1])
    for use, _ in entry.texts:
        for found in CITED.finditer(entry.prose(use)):
            if found[1] not in named:
                hint = nearest(found[1], named) or f"write `({found[1]})` behind the `$$` that ends it"
                yield Fault(entry.place(use, found.start()), f"no equation is called '{found[1]}'", hint)


def _drawn(entry: Entry) -> Iterator[Fault]:
    """Yield figures to draw on, or to label, that nothing makes."""
    known = entry.names.gives | entry.names.takes.keys()
    drawn = (answer for part in entry.template.parts for answer in part.answers if answer.kind in ("graph", "drawing"))
    for answer in drawn if entry.names.complete else ():
        blank = answer.value.source.strip("'\"") if answer.value is not None else ""
        for figure in (blank, answer.fields.get("overlay", answer.fields.get("labeled", ""))):
            if figure not in known:
                hint = nearest(figure, known) or "figures come from the family's solution"
                yield Fault(answer.where, f"there is no figure '{figure}'", hint)
