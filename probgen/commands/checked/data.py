"""What `probgen check --json` prints."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from ... import __version__
from ...checking import Tally, mistake_name, reproduce, texts, uniformity
from . import Checked, Findings


def json_text(findings: Findings) -> str:
    """Return the findings as JSON."""
    content = {
        "made with": {
            "probgen": __version__,
            "python": platform.python_version(),
            "numpy": version("numpy"),
            "system": f"{platform.system()} {platform.machine()}",
        },
        "keys only": findings.keys_only,
        "faults": list(map(str, findings.faults)),
        "notes": list(findings.notes),
        "templates": list(map(_template, findings.templates)),
    }
    return json.dumps(content, indent=1, ensure_ascii=False)


def _template(checked: Checked) -> dict[str, Any]:
    report, template = checked.report, checked.template
    mistakes = [mistake_name(part, mistake) for part in template.parts for mistake in part.mistakes]
    found = {
        "id": report.id,
        "family": template.family,
        "seeds": report.seeds,
        "composed": report.composed,
        "disproved": report.failed("disproved"),
        "undrawable": report.failed("undrawable"),
        "breaches": report.failed("contract"),
        "other faults": report.failed("fault"),
        "tries": report.tries,
        "acceptance": report.acceptance,
        "rejected": dict(report.rejected),
        "distinct": len(report.variants),
        "coincidences": {name: report.coincidences[name] for name in mistakes},
        "positions": {
            name: {"counts": list(counts.values()), "p": uniformity(list(counts.values()))}
            for name, counts in report.positions.items()
        },
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
    return found if report.keys_only else {**found, **_of_texts(checked)}


def _of_texts(checked: Checked) -> dict[str, Any]:
    report = checked.report
    branches = [branch for text in texts(checked.template) for branch in text.branches]
    return {
        "parameters": _tallies(report.params),
        "answers": _tallies(report.answers),
        "branches": [
            {"where": str(branch.where), "tag": branch.tag, "filled": report.taken[branch]} for branch in branches
        ],
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
