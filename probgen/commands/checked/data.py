"""What `probgen check --json` prints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...checking import Tally, mistake_name, reproduce, texts, uniformity
from . import Checked, Findings


def json_text(findings: Findings) -> str:
    """Return the findings as JSON."""
    content = {
        "faults": list(map(str, findings.faults)),
        "notes": list(findings.notes),
        "templates": list(map(_template, findings.templates)),
    }
    return json.dumps(content, indent=1, ensure_ascii=False)


def _template(checked: Checked) -> dict[str, Any]:
    report, template = checked.report, checked.template
    mistakes = [mistake_name(part, mistake) for part in template.parts for mistake in part.mistakes]
    branches = [branch for text in texts(template) for branch in text.branches]
    return {
        "id": report.id,
        "seeds": report.seeds,
        "composed": report.composed,
        "tries": report.tries,
        "acceptance": report.acceptance,
        "rejected": dict(report.rejected),
        "distinct": len(report.variants),
        "parameters": _tallies(report.params),
        "answers": _tallies(report.answers),
        "coincidences": {name: report.coincidences[name] for name in mistakes},
        "positions": {
            name: {"counts": list(counts.values()), "p": uniformity(list(counts.values()))}
            for name, counts in report.positions.items()
        },
        "branches": [
            {"where": str(branch.where), "tag": branch.tag, "filled": report.taken[branch]} for branch in branches
        ],
        "proofs": dict(report.proofs),
        "seconds": report.seconds,
        "slowest": [{"seed": seed, "seconds": seconds} for seconds, seed in report.slowest],
        "warnings": list(report.warnings),
        "faults": list(map(str, checked.faults)),
        "failures": {
            seed: {"message": failure.message, "again": reproduce(report.id, seed, failure, checked.place)}
            for seed, failure in report.failures.items()
        },
    }


def _tallies(tallies: Mapping[str, Tally]) -> dict[str, dict[str, Any]]:
    return {
        name: {
            "least": tally.low,
            "largest": tally.high,
            "distinct": len(tally.counts),
            "most often": tally.most[0],
            "share": tally.most[1],
        }
        for name, tally in tallies.items()
    }
