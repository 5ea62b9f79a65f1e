"""`probgen check --html`: the findings as one page without scripts, its plots inline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from ...checking import Tally, mistake_name, reproduce, uniformity
from ...figures import bars
from ...typography import significant
from . import Checked, Findings
from .text import described, rarest

_STYLE = """
body { font-family: 'Latin Modern Roman', 'CMU Serif', 'Times New Roman', serif; max-width: 60em; margin: 2em auto;
  padding: 0 1em; color: #000; background: #fff; line-height: 1.35; }
h1 { font-size: 1.5em; border-bottom: 1px solid #000; } h2 { font-size: 1.2em; margin: 2.2em 0 .4em; }
h3 { font-size: 1em; margin: 1.2em 0 .3em; }
table { border-collapse: collapse; margin: .6em 0; } th { border-bottom: 1px solid #000; text-align: left; }
th, td { padding: .15em .9em .15em 0; vertical-align: top; } td.n, th.n { text-align: right; }
pre { white-space: pre-wrap; margin: .3em 0; padding: .4em .7em; border-left: 3px solid #888; background: #f4f4f4; }
.fault { border-color: #000; font-weight: bold; } figure { display: inline-block; margin: .4em 1.6em .4em 0; }
figcaption { font-style: italic; }
"""


def page(findings: Findings) -> str:
    """Return the page; it refers to nothing outside of itself."""
    body = [
        "<h1>Check of problem banks</h1>",
        f"<p>{findings.seeds} seeds per template: {escape(findings.verdict)}.</p>",
        *(f"<p>{escape(note)}</p>" for note in findings.notes),
        *(_fault(str(fault)) for fault in findings.unread),
        _overview(findings),
    ]
    for checked in findings.templates:
        body += _template(checked)
    head = f'<meta charset="utf-8"><title>Check of problem banks</title><style>{_STYLE}</style>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>\n' + "\n".join(body) + "\n</body></html>\n"


def _overview(findings: Findings) -> str:
    rows = [
        (
            f'<a href="#{escape(report.id)}">{escape(report.id)}</a>',
            f"{report.acceptance:.1%}",
            str(len(report.variants)),
            f"{1000 * report.seconds / max(report.seeds, 1):.1f}",
            escape(", ".join(report.proofs)),
            str(len(checked.faults)),
            str(len(report.failures)),
        )
        for checked in findings.templates
        for report in (checked.report,)
    ]
    return _table(("id", "accepted", "distinct", "ms each", "proof", "faults", "failed"), rows, words=("id", "proof"))


def _template(checked: Checked) -> Iterator[str]:
    report = checked.report
    yield f'<h2 id="{escape(report.id)}">{escape(report.id)}</h2>'
    yield from (f"<pre>{escape(warning)}</pre>" for warning in report.warnings)
    yield from (_fault(str(fault)) for fault in checked.faults)
    for seed, failure in report.first_failures():
        again = reproduce(report.id, seed, failure, checked.place)
        yield _fault(f"seed {seed}: {failure.message}\nagain with: {again}")
    if report.tries:
        shares = [("accepted", report.acceptance), *((name, n / report.tries) for name, n in report.worst())]
        yield _plot("What becomes of draws", shares)
    mistakes = [mistake_name(part, mistake) for part in checked.template.parts for mistake in part.mistakes]
    if report.composed and mistakes:
        equal = [(name, report.coincidences[name] / report.composed) for name in mistakes]
        yield _plot("Variants in which a known mistake equals the key", equal)
    for name, positions in sorted(report.positions.items()):
        p = uniformity(list(positions.values()))
        said = "" if p is None else f", p = {significant(p, 2)} if all are equally likely"
        shares = [(str(place), n / positions.total()) for place, n in positions.items()]
        yield _plot(f"Place of the right option, {name}{said}", shares)
    yield from _tallies("Parameters", report.params)
    yield from _tallies("Answers", report.answers)
    if rare := rarest(checked):
        yield f"<p>{escape(rare)}.</p>"
    slow = ", ".join(f"{seed} ({1000 * seconds:.0f} ms)" for seconds, seed in report.slowest)
    yield f"<p>Slowest seeds: {slow}.</p>" if slow else ""


def _tallies(title: str, tallies: Mapping[str, Tally]) -> Iterator[str]:
    if tallies:
        yield f"<h3>{title}</h3>"
        rows = [tuple(map(escape, (name, *described(tally)))) for name, tally in tallies.items()]
        head = ("name", "least", "largest", "distinct", "most often", "share")
        yield _table(head, rows, words=("name", "most often"))
        for name, tally in tallies.items():
            if shares := tally.histogram():
                yield _plot(name, shares)


def _plot(title: str, shares: Iterable[tuple[str, float]]) -> str:
    drawing = bars.svg(title, list(shares))
    return f"<figure><figcaption>{escape(title)}</figcaption>{drawing}</figure>"


def _fault(text: str) -> str:
    return f'<pre class="fault">{escape(text)}</pre>'


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], words: Sequence[str]) -> str:
    """Return a table of cells that are HTML; columns but those of `words` hold numbers."""
    kinds = ["" if name in words else ' class="n"' for name in head]
    lines = ["".join(f"<th{kind}>{name}</th>" for name, kind in zip(head, kinds, strict=True))]
    lines += ["".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(row, kinds, strict=True)) for row in rows]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
