"""A blueprint file becomes a plan: validated, with every problem's template loaded and all sums checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from .. import bank, exam, shelf, strict_yaml
from ..bank import structure
from ..document import Course, Cover, Handout, Inlines, PageStyle
from ..errors import ExitCode, Fault, ProbgenError, Where, nearest
from ..exact import Value, given_value
from ..fairness import Limits
from ..language import markup
from ..model import Template
from ..strict_yaml.document import Document
from ..typography import plain
from .blueprint_schema import (
    QUESTION,
    BlueprintFields,
    CourseFields,
    CoverFields,
    HandoutFields,
    LayoutFields,
    LimitsFields,
    PublishedFields,
    QuestionFields,
    SectionFields,
    SlotFields,
)
from .plan import Blueprint, Item, Pinned, Plan, QuestionPlan, SectionPlan, Slot
from .reliance import unmet


def find(name: str) -> Path:
    """Return the file of a blueprint: a path, or the name of one in ./blueprints or of a shipped one.

    Raises:
        ProbgenError: there is none.
    """
    if Path(name).suffix in (".yaml", ".yml"):
        return Path(name)
    places = (Path("blueprints"), shelf.templates() / "blueprints")
    for place in places:
        if (place / f"{name}.yaml").is_file():
            return place / f"{name}.yaml"
    known = sorted(file.stem for place in places for file in place.glob("*.yaml"))
    hint = nearest(name, known) or f"there are {', '.join(known)}; a file's name ends in .yaml"
    raise ProbgenError.of(f"no blueprint is called '{name}'", hint=hint, code=ExitCode.USAGE)


def load(name: str, banks: Sequence[Path] = ()) -> Plan:
    """Return the plan of a blueprint, with all its templates; `banks` come before the blueprint's own.

    Raises:
        ProbgenError: all faults of the file at once, or those of a bank.
    """
    file = find(name)
    document = _document(file)
    blueprint = _Reader(document, file).blueprint(_validated(document))
    folders = shelf.folders((*banks, *blueprint.banks))
    shelved = _Shelf(folders)
    faults: list[Fault] = []
    sections: list[tuple[tuple[Item, ...], ...]] = []
    for section in blueprint.sections:
        questions: list[tuple[Item, ...]] = []
        for question in section.questions:
            items: list[Item] = []
            for slot in question.slots:
                try:
                    items.append(shelved.item(slot))
                except ProbgenError as error:
                    faults += error.faults
            questions.append(tuple(items))
        sections.append(tuple(questions))
    if faults:
        raise ProbgenError(tuple(dict.fromkeys(faults)))
    plan = Plan(blueprint, tuple(sections), {})
    _check_total(plan)
    return replace(plan, sources=_sources(file, plan))


def _document(file: Path) -> Document:
    documents = strict_yaml.read(file)
    if len(documents) != 1:
        second = documents[1].where() if documents else Where(strict_yaml.shown(file), 1)
        what = f"a blueprint is one YAML document, found {len(documents)}"
        raise ProbgenError.of(what, where=second, hint="it begins with `exam:` and holds no line `---`")
    return documents[0]


def _validated(document: Document) -> BlueprintFields:
    if not isinstance(document.data, dict):
        raise ProbgenError.of("needs the fields of a blueprint", where=document.where(), hint="begin with `exam:`")
    try:
        fields = BlueprintFields.model_validate(document.data)
    except ValidationError as error:
        raise ProbgenError((*document.faults, *structure.faults(document, error, _owner))) from error
    if document.faults:
        raise ProbgenError(document.faults)
    return fields


def _owner(loc: structure.Loc) -> tuple[list[str], str]:
    """Return the fields of the model at a path, and what messages call it."""
    models: dict[str, tuple[type[BaseModel], str]] = {
        "course": (CourseFields, "`course:`"),
        "layout": (LayoutFields, "`layout:`"),
        "cover": (CoverFields, "`cover:`"),
        "handout": (HandoutFields, "`handout:`"),
        "limits": (LimitsFields, "`limits:`"),
        "sections": (SectionFields, "a section"),
        "problems": (SlotFields, "a section's problem"),
        "published": (PublishedFields, "`published:`"),
    }
    names = [step for step in loc if step in models]
    model, what = models[str(names[-1])] if names else (BlueprintFields, "a blueprint")
    if loc[-1:] == (QUESTION,):
        model, what = QuestionFields, "a question of several problems"
    return [field.alias or name for name, field in model.model_fields.items()], what


class _Reader:
    """The fields of one file as a Blueprint, with the place of everything."""

    def __init__(self, document: Document, file: Path) -> None:
        self.document = document
        self.file = file

    def blueprint(self, fields: BlueprintFields) -> Blueprint:
        return Blueprint(
            name=self.file.stem.encode(errors="replace").decode(),  # it may hold bytes that are no text
            title=fields.exam,
            course=Course(**fields.course.model_dump()),
            where=self.document.where_key("total") if fields.total is not None else self.document.where_key("exam"),
            sections=tuple(self.section(place, section) for place, section in enumerate(fields.sections)),
            minutes=fields.minutes,
            total=fields.total,
            cover=self.cover(fields),
            style=self.style(fields.layout),
            handout=self.handout(fields.handout),
            covers=fields.covers,
            seed=fields.seed,
            banks=tuple(self.folder(name, place) for place, name in enumerate(fields.banks)),
            band=None if fields.band is None else float(fields.band),
            limits=Limits(float(fields.limits.copying), float(fields.limits.effort)),
        )

    def style(self, layout: LayoutFields) -> PageStyle:
        dotted = layout.style == "assignment"
        return PageStyle(
            layout.paper,
            layout.style,
            points=layout.points or ("dashes" if dotted else "each"),
            labels=layout.labels or ("dotted" if dotted else "letters"),
            name_line=layout.name_line,
            exact=layout.boxes == "exact",
            extra_page=self.line(layout.extra_page, "layout", "extra page"),
            doodle_page=self.line(layout.doodle_page, "layout", "doodle page"),
        )

    def handout(self, fields: HandoutFields) -> Handout:
        return Handout(
            due=self.line(fields.due, "handout", "due"),
            deliverables=self.line(fields.deliverables, "handout", "deliverables"),
            instructions=tuple(
                self.line(text, "handout", "instructions", place) for place, text in enumerate(fields.instructions)
            ),
            contributors=fields.contributors,
            notice=fields.notice,
        )

    def folder(self, name: str, place: int) -> Path:
        folder = self.file.parent / name
        if not folder.exists():
            what = f"there is no folder or file '{name}' beside the blueprint"
            raise ProbgenError.of(what, where=self.document.where("banks", place))
        return folder

    def cover(self, fields: BlueprintFields) -> Cover | None:
        cover = fields.cover
        if cover is None:
            return None
        rules = tuple(self.line(rule, "cover", "rules", place) for place, rule in enumerate(cover.rules))
        return Cover(cover.fields_, cover.seat, cover.neighbors, rules, cover.score_table)

    def line(self, text: str, *path: str | int) -> Inlines:
        try:
            return markup.inlines(text)
        except ProbgenError as fault:
            raise fault.within(self.document.where(*path)) from fault

    def section(self, place: int, fields: SectionFields) -> SectionPlan:
        questions = (
            self.question(("sections", place, "problems", n), entry) for n, entry in enumerate(fields.problems)
        )
        shuffled = fields.order == "shuffle"
        return SectionPlan(fields.title, fields.text, tuple(questions), shuffled=shuffled, appended=fields.appended)

    def question(self, path: tuple[str | int, ...], fields: QuestionFields | SlotFields) -> QuestionPlan:
        if isinstance(fields, SlotFields):
            return QuestionPlan("", (self.slot(path, fields),))
        slots = (self.slot((*path, "problems", n), slot) for n, slot in enumerate(fields.problems))
        return QuestionPlan(fields.question, tuple(slots))

    def slot(self, path: tuple[str | int, ...], fields: SlotFields) -> Slot:
        where = self.document.where(*path)
        if bool(fields.use) == (fields.pick is not None):
            what = "needs either `use:` with a problem's id, or `pick:` with a number and what to pick from"
            raise ProbgenError.of(what, where=where)
        if fields.pick is not None and not (fields.topic or fields.tags or fields.kinds):
            raise ProbgenError.of("`pick:` needs `topic:`, `tags:` or `kinds:` to pick from", where=where)
        return Slot(
            where=replace(self.document.where(*path, "use" if fields.use else "pick"), path=where.path),
            use=fields.use,
            count=fields.pick or 1,
            topic=fields.topic,
            tags=fields.tags,
            kinds=fields.kinds,
            per=fields.per,
            parts=tuple(label for part in fields.parts for label in ((part,) if isinstance(part, str) else part)),
            groups=tuple(part for part in fields.parts if not isinstance(part, str)),
            joins=fields.joins,
            stem=fields.stem,
            optional=fields.optional,
            points=fields.points,
            knobs=_values(fields.knobs),
            given=_values(fields.given),
            published=Pinned(_values(fields.published.given), _values(fields.published.knobs))
            if fields.published
            else None,
        )


def _values(fields: Mapping[str, Any]) -> dict[str, Value]:
    return {name: given_value(value) for name, value in fields.items()}


class _Shelf:
    """The templates of the folders, and how often each was used."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self.uses: dict[str, int] = {}

    def item(self, slot: Slot) -> Item:
        """Return the slot with its templates; a problem used twice gets a stream of its own each time."""
        templates = tuple(self.templates(slot))
        name = slot.use or f"{slot.topic}|{' '.join(slot.tags)}|{' '.join(slot.kinds)}"
        self.uses[name] = self.uses.get(name, 0) + 1
        for template in templates:
            exam.part_points(slot, template)
            if faults := tuple(unmet(slot, template)):
                raise ProbgenError(faults)
            _check_knobs(slot.knobs, slot.where.at("knobs"), template)
            if slot.published:
                _check_knobs(slot.published.knobs, slot.where.at("published").at("knobs"), template)
        return Item(slot, templates, name if self.uses[name] == 1 else f"{name}#{self.uses[name]}")

    def templates(self, slot: Slot) -> Iterator[Template]:
        if slot.use:
            try:
                yield bank.find(slot.use, self.folders)
            except ProbgenError as fault:
                raise fault.within(slot.where) from fault
            return
        found = [
            line.id
            for line in shelf.summaries(self.folders)
            if (not slot.topic or line.topic == slot.topic)
            and set(slot.tags) <= set(line.tags)
            and (not slot.kinds or set(line.kinds) <= set(slot.kinds))
        ]
        if len(found) < slot.count:
            what = f"{slot.count} problems are to be picked, {len(found)} match"
            raise ProbgenError.of(what, where=slot.where, hint="`probgen list` shows topics and kinds")
        for id in found:
            yield bank.find(id, self.folders)


def _check_knobs(knobs: Mapping[str, Value], where: Where, template: Template) -> None:
    """Refuse knobs that the problem lacks, and values that they do not take."""
    for knob, value in knobs.items():
        if knob not in template.knobs:
            hint = nearest(knob, template.knobs) or f"it has {', '.join(template.knobs) or 'none'}"
            raise ProbgenError.of(f"'{template.id}' has no knob '{knob}'", where=where, hint=hint)
        if value not in template.knobs[knob]:
            takes = ", ".join(plain(choice) for choice in template.knobs[knob])
            raise ProbgenError.of(f"knob '{knob}' takes {takes}, found {plain(value)}", where=where)


def _sources(file: Path, plan: Plan) -> dict[str, str]:
    """Return the digests of all files that the plan was made from."""
    templates = (template for item in plan.every_item() for template in item.templates)
    digests = {template.where.file: template.digest for template in templates}
    return {strict_yaml.shown(file): hashlib.sha256(file.read_bytes()).hexdigest(), **digests}


def _check_total(plan: Plan) -> None:
    """Refuse a plan whose points do not add up to the total that it states."""
    sums = [exam.total([item for items in section for item in items]) for section in plan.items]
    points, wanted = sum(sums, start=0), plan.blueprint.total
    if wanted is not None and points != wanted:
        shares = " + ".join(plain(share) for share in sums)
        what = f"the points add up to {plain(points)} ({shares} by section), `total:` says {plain(wanted)}"
        raise ProbgenError.of(what, where=plan.blueprint.where)
