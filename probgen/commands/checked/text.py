"""What `probgen check` prints: a table of all templates, then of each what there is to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ... import proof, terminal
from ...checking import Tally, mistake_name, reproduce, texts, uniformity
from ...typography import significant
from . import Checked, Findings

_FEW = 3  # templates, of which everything is said without being asked


def text(findings: Findings, *, full: bool) -> str:
    """Return the report; `full`: with the distributions also where there are many templates."""
    sections = ["\n".join(map(str, findings.unread))] if findings.unread else []
    if findings.templates:
        sections += [f"{findings.seeds} seeds per template", _overview(findings)]
    sections += findings.notes
    for checked in findings.templates:
        lines = list(_details(checked))
        if full or (len(findings.templates) <= _FEW and not findings.keys_only):
            lines += _statistics(checked)
        if lines:
            sections.append("\n".join([checked.report.id, *lines]))
    return "\n\n".join([*sections, findings.verdict])


def _overview(findings: Findings) -> str:
    head = ("id", "accepted", "distinct", "ms each", "proof", "failed")
    rows = [
        (
            report.id,
            f"{report.acceptance:.1%}",
            str(len(report.variants)),
            f"{1000 * report.seconds / max(report.seeds, 1):.1f}",
            ", ".join(report.proofs),
            str(len(report.failures)),
        )
        for report in (checked.report for checked in findings.templates)
    ]
    return terminal.table(head, rows, right=("accepted", "distinct", "ms each", "failed"))


def _details(checked: Checked) -> Iterator[str]:
    """Yield what is at fault, what rejects draws, and what coincides."""
    report = checked.report
    yield from (f"  warning: {warning}" for warning in report.warnings)
    if report.proofs["unproved"]:
        labels = [label for label, found in proof.of(checked.template).items() if found.state == "unproved" and label]
        whose = f" of part {', '.join(labels)}" if labels else ""
        yield f"  warning: no second method finds the key{whose}, so `exam` refuses it; add `check:`"
    for fault in checked.faults:
        yield from (f"  {line}" for line in f"fault: {fault}".splitlines())
    yield from (f"  {n / report.tries:6.1%} of draws rejected: {sentence}" for sentence, n in report.worst())
    for name, n in report.coincidences.most_common():
        if n:
            yield f"  {n / report.composed:6.1%} of variants have a known mistake equal to the key, {name}"
    for seed, failure in report.first_failures():
        message = failure.message.replace("\n", "\n    ")
        yield f"  seed {seed}: {message}\n    again with: {reproduce(report.id, seed, failure, checked.place)}"


def _statistics(checked: Checked) -> Iterator[str]:
    """Yield distributions, positions of right options, mistakes that never coincide, branches and slow seeds."""
    report = checked.report
    yield from _tallies("parameter", report.params)
    yield from _tallies("answer", report.answers)
    for name, positions in sorted(report.positions.items()):
        p = uniformity(list(positions.values()))
        said = "too few for a test" if p is None else f"p = {significant(p, 2)} if all are equally likely"
        yield f"  right option of {name}: {', '.join(map(str, positions.values()))} times at its places; {said}"
    mistakes = [mistake_name(part, mistake) for part in checked.template.parts for mistake in part.mistakes]
    if mistakes:
        differing = sum(not report.coincidences[name] for name in mistakes)
        yield f"  {differing} of {len(mistakes)} known mistakes differ from the key in every variant"
    if rare := rarest(checked):
        yield f"  {rare}"
    if report.slowest:
        slow = ", ".join(f"{seed} ({1000 * seconds:.0f} ms)" for seconds, seed in report.slowest)
        yield f"  slowest seeds: {slow}"


def rarest(checked: Checked) -> str:
    """Return how many branches the texts have, and which was filled least often; "" where there is none."""
    taken = checked.report.taken
    branches = [branch for text in texts(checked.template) for branch in text.branches if not branch.given]
    if not branches or not checked.report.composed:
        return ""
    least = min(branches, key=lambda branch: taken[branch])
    filled = sum(branch in taken for branch in branches)
    share = taken[least] / checked.report.composed
    return (
        f"{filled} of {len(branches)} branches of the texts filled; "
        f"least often, in {share:.1%} of variants, `{least.tag}` on line {least.where.line}"
    )


def _tallies(noun: str, tallies: Mapping[str, Tally]) -> Iterator[str]:
    if tallies:
        rows = [(name, *described(tally)) for name, tally in tallies.items()]
        head = (noun, "least", "largest", "distinct", "most often", "share")
        yield terminal.table(head, rows, right=("least", "largest", "distinct", "share"))


def described(tally: Tally) -> tuple[str, str, str, str, str]:
    """Return the least and largest number, the number of distinct values, the most frequent one and its share."""
    most, share = tally.most
    ends = ["" if end is None else f"{end:.6g}" for end in (tally.low, tally.high)]
    return ends[0], ends[1], str(len(tally.counts)), most if len(most) <= 40 else f"{most[:37]}...", f"{share:.1%}"
