"""What is wrong with the parts of a bank entry, and what only deserves a warning."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fractions import Fraction

from .. import family
from ..document import BY_RUBRIC
from ..errors import Fault, nearest
from ..model import AnswerTemplate, PartTemplate
from ..strict_yaml.document import DataPath
from .assembly import VALUED
from .lint import Entry

_ON_A_LINE = ("number", "vector", "matrix", "sequence", "interval", "symbolic")
_INSERTED = re.compile(r"<<.*?>>|<%.*?%>|`[^`]*`", re.DOTALL)
_BY_HAND = re.compile(r"(?<![\w.{])(?:\d{2,}(?:\.\d+)?|\d\.\d+)(?![\w}])")


def faults(entry: Entry) -> Iterator[Fault]:
    """Yield what is wrong with the parts, in no order."""
    for use, text in entry.texts:
        for name in text.blanks if use.path[-1] != "prompt" or use.key else ():
            where = entry.place(use, entry.source(use).index(f"[[{name}]]"))
            yield Fault(where, f"the blank [[{name}]] stands outside of a prompt", "answers are written in prompts")
    for part in entry.template.parts:
        path = entry.assembler.part_paths[part.label]
        for check in (_answers, _blanks, _shares, _rubric, _mistakes):
            yield from check(entry, part, path)


def warnings(entry: Entry) -> Iterator[Fault]:
    """Yield what may be meant so: names without a use, numbers written by hand, missing rubrics and captions."""
    yield from _unused(entry)
    statement = " ".join(text.source for _, text in entry.shown)
    for use, _ in entry.texts:
        source = entry.source(use)
        for found in re.finditer(r"!\[\s*\]\((\w+)\)", source):
            what = f"the figure '{found[1]}' has no caption"
            yield Fault(entry.place(use, found.start()), f"(warning) {what}", "say in [ ] what it shows")
        drawn = entry.template.params or entry.template.family
        if use.path[-1] == "solution" and not use.key and drawn:
            masked = _INSERTED.sub(lambda inserted: " " * len(inserted[0]), source)
            for found in _BY_HAND.finditer(masked):
                if not re.search(rf"(?<![\w.]){re.escape(found[0])}(?![\w.])", statement):
                    what = f"(warning) the number {found[0]} is written by hand"
                    yield Fault(entry.place(use, found.start()), what, "print it from the values: `<< ... >>`")
    for part in entry.template.parts:
        yield from _hidden(entry, part)
        kinds = {answer.kind for answer in part.answers}
        if part.solution is not None and kinds == {"form"}:
            what = "(warning) a solution stands at a form, which asks for nothing that is right or wrong"
            yield Fault(part.solution.where, what, "delete it, or ask with an answer of another kind")
        yield from _credits(entry, part)
        marked = [answer.kind for answer in part.answers if answer.kind in BY_RUBRIC and answer.kind != "form"]
        if marked and not part.rubric:
            what = f"(warning) the {marked[0]} has no rubric"
            yield Fault(part.where, what, "say what earns the points with `rubric: {sentence: points}`")


def _hidden(entry: Entry, part: PartTemplate) -> Iterator[Fault]:
    """Yield answers whose name means another value in their own part, where `answers.name` would be meant."""
    for answer in part.answers:
        key = answer.value.source.strip() if answer.value is not None and answer.kind in VALUED else answer.name
        if answer.name in entry.names.known and key != answer.name:
            for use in entry.assembler.uses:
                if use.part == part.label and answer.name in use.content.names:
                    owner = "a field of the family's solution" if answer.name in entry.names.gives else "another value"
                    what = f"(warning) '{answer.name}' is {owner} here, and not the answer of this name, `{key}`"
                    yield Fault(entry.spot(use, answer.name), what, "choose another name for the answer")


def _answers(entry: Entry, part: PartTemplate, path: DataPath) -> Iterator[Fault]:
    data = entry.document.at(path)
    if not part.answers:
        hint = "what nobody marks belongs into the stem; a text to mark is `answer: {essay: }`"
        yield Fault(entry.document.where_key(*path, "prompt"), "a part needs `answer:` or `answers:`", hint)
    elif "answer" in data and "answers" in data:
        hint = "name the one answer under `answers:` too"
        yield Fault(entry.document.where_key(*path, "answers"), "`answer:` and `answers:` exclude one another", hint)
    for answer in part.answers:
        if answer.kind == "choice":
            yield from _options(part, answer)


def _options(part: PartTemplate, answer: AnswerTemplate) -> Iterator[Fault]:
    wrong = sum(mistake.answer == answer.name for mistake in part.mistakes)
    wanted = answer.fields.get("options", 2)
    if "among" not in answer.fields and wrong + 1 < wanted:
        what = f"{wanted} options need {wanted - 1} wrong values under `mistakes:`, found {wrong}"
        yield Fault(answer.where, what, "add mistakes, or name further values with `among:`")


def _blanks(entry: Entry, part: PartTemplate, path: DataPath) -> Iterator[Fault]:
    names = [answer.name for answer in part.answers]
    if "answer" in names and len(names) > 1:
        return  # said by _answers
    source, end = str(entry.document.at((*path, "prompt"))), 0
    seen: list[str] = []
    for name in part.prompt.blanks:
        end = source.index(f"[[{name}]]", end) + 1
        where = entry.document.place((*path, "prompt"), end - 1)
        if name not in names:
            yield Fault(where, f"the blank [[{name}]] has no answer", _nearest(name, names))
        elif name in seen:
            yield Fault(where, f"the blank [[{name}]] stands twice", "an answer is written in one place")
        seen.append(name)
    for answer in part.answers:
        if len(names) > 1 and answer.kind in _ON_A_LINE and answer.name not in seen and answer.label is None:
            hint = f"write [[{answer.name}]] in the prompt, or give the answer a `label:`"
            yield Fault(answer.where, f"the answer '{answer.name}' has no place", hint)


def _shares(entry: Entry, part: PartTemplate, path: DataPath) -> Iterator[Fault]:
    total = sum((answer.points for answer in part.answers), start=0)
    if total != part.points and any(answer.points != 1 for answer in part.answers):
        what = f"the answers add up to {total}, the part has {part.points} point{'s' * (part.points != 1)}"
        hint = "an answer without `points:` has 1 where others say theirs"
        yield Fault(entry.document.where(*path, "answers" if len(part.answers) > 1 else "answer"), what, hint)


def _rubric(entry: Entry, part: PartTemplate, path: DataPath) -> Iterator[Fault]:
    total = sum((line.points for line in part.rubric), start=0)
    if part.rubric and total != part.points:
        what = f"the lines add up to {total}, the part has {part.points} point{'s' * (part.points != 1)}"
        hint = "" if "points" in entry.document.at(path) else "a part without `points:` has 1"
        yield Fault(entry.document.where_key(*path, "rubric"), what, hint)


def _mistakes(entry: Entry, part: PartTemplate, path: DataPath) -> Iterator[Fault]:
    kinds = {answer.name: answer.kind for answer in part.answers}
    for place, mistake in enumerate(part.mistakes):
        where = entry.document.where(*path, "mistakes", place, "blank")
        if not kinds:
            return
        if not mistake.answer:
            hint = f"say which one with `blank: {next(iter(kinds))}`"
            yield Fault(where, "the part has several answers, the mistake names none", hint)
        elif mistake.answer not in kinds:
            yield Fault(where, f"there is no answer '{mistake.answer}' in this part", _nearest(mistake.answer, kinds))
        elif kinds[mistake.answer] not in VALUED:
            what = f"a mistake needs an answer of one value, '{mistake.answer}' is of the kind {kinds[mistake.answer]}"
            yield Fault(where, what, "say it in the solution or the rubric")


def _credits(entry: Entry, part: PartTemplate) -> Iterator[Fault]:
    """Yield credits that leave other points than halves: no sum of the lines of a rubric."""
    shares = {answer.name: answer.points for answer in part.answers}
    whole = sum((Fraction(points) for points in shares.values()), start=Fraction(0))
    for place, mistake in enumerate(part.mistakes):
        worth = Fraction(part.points) * Fraction(shares.get(mistake.answer, 0)) / (whole or 1)
        lost = worth * (1 - mistake.credit)
        if part.rubric and mistake.credit and (2 * lost).denominator != 1:
            where = entry.document.where(*entry.assembler.part_paths[part.label], "mistakes", place, "credit")
            what = f"(warning) a known mistake costs {lost} of {worth} points, no sum of the lines of the rubric"
            yield Fault(
                where, what, "let it lose what the lines give for that step; an answer may have its own `points:`"
            )


def _unused(entry: Entry) -> Iterator[Fault]:
    template = entry.template
    used = {name for use in entry.assembler.uses for name in use.content.names} | entry.names.takes.keys()
    used |= {name for draws in (template.params, template.plant) for draw in draws.values() for name in draw.names}
    # a family that draws reads the knobs by name, and one that is unknown might
    drawn = not entry.names.complete or (template.family and family.draws(family.find(template.family)))
    for section in ("params", "plant", "pools", "derive", "knobs"):
        for name in getattr(template, section):
            if name not in used and not (section == "knobs" and drawn):
                what = f"(warning) '{name}' is used nowhere"
                yield Fault(entry.document.where_key(section, name), what, "delete it, or use it")


def _nearest(name: str, names: Collection[str]) -> str:
    return nearest(name, names) or f"the answers here: {', '.join(names)}"
