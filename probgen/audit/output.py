"""The report of an audit as tables, as JSON and as a page that stands alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isnan
from typing import Any

from markupsafe import Markup

from .. import terminal
from . import Pair, Report, plots
from .effort import PaperEffort


def text(report: Report) -> str:
    """Return the report for a terminal."""
    count = len(report.variants)
    papers = f"{count} variant{'s' * (count != 1)}"
    sections = [f"{report.blueprint}: {papers}, {report.points:g} points", _effort(report), _papers(report)]
    if report.means:
        sections += [_pairs(report), f"points copied by problem, mean of all pairs: {_copied(report)}"]
    sections += [places(report), scan(report), verdict(report)]
    return "\n\n".join(sections)


def _effort(report: Report) -> str:
    head = ("problem", "median", "before", "after", "band", "outside")
    rows = [
        (
            each.problem,
            f"{each.middle:.4g}",
            _range(each.before),
            _range(each.after),
            "none" if each.share is None else f"{each.share:.0%}",
            ", ".join(each.missed),
        )
        for each in report.problems
    ]
    return terminal.table(head, rows, right=("median", "before", "after", "band")) if rows else "no effort is known"


def _range(found: tuple[float, float] | None) -> str:
    return f"{found[0]:.4g}-{found[1]:.4g}" if found else ""


def _papers(report: Report) -> str:
    return "\n".join(f"{what}: {reason(paper)}" for what, paper in _extremes(report))


def _extremes(report: Report) -> tuple[tuple[str, PaperEffort], ...]:
    return ("easiest", report.easiest), ("hardest", report.hardest)


def reason(paper: PaperEffort) -> str:
    """Return a paper's effort and the problems that make it what it is."""
    because = ", ".join(f"{name} {value:.4g} against {middle:.4g}" for name, value, middle in paper.reasons)
    return f"{paper.variant}, effort {paper.effort:.4g}, {paper.deviation:+.1%}{': ' if because else ''}{because}"


def _pairs(report: Report) -> str:
    head = ("pair", "parameters", "answers", "letters", "copying earns")
    assert report.means is not None
    rows = [_row("mean", report.means), *(_row(_named(pair), pair) for pair in report.closest)]
    return terminal.table(head, rows, right=head[1:])


def _named(pair: Pair) -> str:
    return f"{pair.variant} from {pair.neighbor}"


def _row(name: str, pair: Pair) -> tuple[str, ...]:
    return name, *(_share(value) for value in pair[2:])


def _share(value: float) -> str:
    return "" if isnan(value) else f"{value:.1%}"


def _copied(report: Report) -> str:
    ordered = sorted(report.copied.items(), key=lambda entry: -entry[1])
    return ", ".join(f"{name} {value:.0%}" for name, value in ordered)


def places(report: Report) -> str:
    """Return the sentence on pages and places."""
    found = report.places
    if not found:
        return "pages: no PDFs in this set"
    least, most = found.pages
    pages = f"{least}" if least == most else f"{least} to {most}"
    if not found.shared:
        return f"pages: {pages} in each file; papers of this style flow and share no places"
    roomy = found.papers - found.alike - len(found.others)
    said = f"; {roomy} of the others have extra space" if roomy else ""
    return f"pages: {pages}; {found.alike} of {found.papers} variants and their solutions share every place{said}"


def scan(report: Report) -> str:
    """Return the sentence on the search for keys in exam files."""
    done = report.scan
    if not done.files:
        return "leaks: no exam file to search"
    missing = "; the text of PDFs was NOT read, since pdftotext (poppler) is not installed" if done.without_text else ""
    said = f"leaks: {len(done.leaks)} in {done.files} exam files, searched for {done.needles} keys and sentences"
    return said + missing


def verdict(report: Report) -> str:
    """Return what lies past the limits, line by line."""
    objections = list(report.objections())
    return "\n".join(f"past the limits: {what}" for what in objections) or "within all limits"


def as_json(report: Report) -> str:
    """Return the report for scripts."""
    content = {
        "blueprint": report.blueprint,
        "variants": list(report.variants),
        "points": report.points,
        "limits": report.limits._asdict(),
        "pairs": {
            "mean": _plain(report.means),
            "closest": [_plain(pair) for pair in report.closest],
            "copied_by_problem": report.copied,
        },
        "effort": {
            "problems": [each._asdict() for each in report.problems],
            "papers": {paper.variant: paper.effort for paper in report.papers},
            "easiest": report.easiest._asdict(),
            "hardest": report.hardest._asdict(),
        },
        "places": report.places._asdict() if report.places else None,
        "scan": {**report.scan._asdict(), "leaks": [leak._asdict() for leak in report.scan.leaks]},
        "objections": list(report.objections()),
    }
    return json.dumps(content, indent=1, ensure_ascii=False)


def _plain(pair: Pair | None) -> dict[str, Any] | None:
    if pair is None:
        return None
    shares = {name: None if isnan(value) else value for name, value in zip(pair._fields[2:], pair[2:], strict=True)}
    return {"variant": pair.variant, "neighbor": pair.neighbor, **shares} if pair.variant else shares


_BARS = 40  # papers that a page shows one by one

_STYLE = Markup("""
body { font: 15px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
svg { width: 100%; height: auto } text { font: 11px system-ui, sans-serif; fill: #333 }
.bar { fill: #2f6db5 } .pale { fill: #c9d8ea } .past { fill: #c0392b } .middle { fill: #999 }
li.objection { color: #c0392b }
""")


def page(report: Report) -> str:
    """Return the report as one HTML file without scripts."""
    title = f"Audit of {report.blueprint}"
    head = Markup(
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>{}</title><style>{}</style><h1>{}</h1>"
    ).format(title, _STYLE, title)
    return str(head + Markup("").join(_sections(report)) + Markup("</html>\n"))


def _ends(bars: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return all papers, or where they are many the easiest and the hardest."""
    if len(bars) <= _BARS:
        return bars
    ordered = sorted(bars, key=lambda bar: bar[1])
    return [*ordered[: _BARS // 2], *ordered[-_BARS // 2 :]]


def _sections(report: Report) -> Iterator[Markup]:
    objections = list(report.objections())
    items = Markup("").join(Markup('<li class="objection">{}</li>').format(what) for what in objections)
    yield Markup("<ul>{}</ul>").format(items) if objections else Markup("<p>Within all limits.</p>")
    yield Markup("<p>{}</p><p>{}</p>").format(places(report), scan(report))
    yield Markup("<h2>Effort by problem</h2><p>Pale: a pilot sample without a band. The line is the median.</p>")
    rows = [(each.problem, each.before, each.after, each.middle) for each in report.problems]
    yield plots.ranges(rows, "Ranges of effort for each problem, before and after the band")
    yield Markup("<h2>Effort by paper</h2>")
    yield Markup("").join(Markup("<p>{}: {}</p>").format(what, reason(paper)) for what, paper in _extremes(report))
    yield plots.bars(_ends([(paper.variant, paper.effort) for paper in report.papers]), "Effort of the papers")
    if report.means:
        yield Markup("<h2>Copying</h2><p>Pairs of papers by the share of points that copying earns.</p>")
        yield plots.histogram(report.copying, report.limits.copying, "Number of pairs by share of points")
        closest = [(_named(pair), pair.copying) for pair in report.closest]
        yield plots.bars([("mean of all pairs", report.means.copying), *closest], "The closest pairs")
        yield plots.bars(sorted(report.copied.items(), key=lambda e: -e[1]), "Share of points copied, by problem")
