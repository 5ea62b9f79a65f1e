"""`docs/stress.md`, from `probgen check --keys-only --json`: `python -m tests.stress_report FILE REVISION`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

COMMAND = "probgen check --keys-only --seeds {seeds} --json > stress.json"
FAULTS = ("disproved", "undrawable", "breaches", "other faults")

HEAD = """\
# A million variants

Every computed family, drawn, solved and proved by its second method{total}.
The seeds take all settings of the knobs in turn. A variant is *disproved* where the second method, or a condition under
`check:`, finds another key; *undrawable* where no draw meets every condition; a *breach* where a tolerance is too small
for rounding, or holds a known mistake or another option.

```
{command}
python -m tests.stress_report stress.json $(git rev-parse --short HEAD) > docs/stress.md
```

{made}
"""


def report(found: Mapping[str, Any], revision: str) -> Iterator[str]:
    """Yield the pieces of the page: what was run, and a row for each family."""
    rows = [row for row in found["templates"] if row["family"]]
    seeds = max((row["seeds"] for row in rows), default=0)
    total = sum(row["seeds"] for row in rows)
    made = found["made with"]
    proved = sum(row["proofs"].get("verified", 0) for row in rows)
    with_ = f"probgen {made['probgen']}, Python {made['python']}, numpy {made['numpy']}, {made['system']}"
    yield HEAD.format(
        command=COMMAND.format(seeds=seeds),
        total=f": {total:,} seeds, {proved:,} proved variants",
        made=f"Revision {revision}, {with_}.",
    )
    yield f"| family | seeds | proved | distinct | draws for each | ms each | {' | '.join(FAULTS)} |"
    yield f"|---|{'--:|' * (5 + len(FAULTS))}"
    for row in sorted(rows, key=lambda row: str(row["family"])):
        each = row["tries"] / max(row["composed"], 1)
        numbers = (
            f"{row['seeds']:,}", f"{row['proofs'].get('verified', 0):,}", f"{row['distinct']:,}", f"{each:.1f}",
            f"{1000 * row['seconds'] / row['seeds']:.1f}", *(f"{row[fault]:,}" for fault in FAULTS),
        )  # fmt: skip
        entry = "" if row["id"] == row["family"] else f" ({row['id']})"
        yield f"| {row['family']}{entry} | {' | '.join(numbers)} |"
    sums = [sum(row[name] for row in rows) for name in ("seeds", "distinct", *FAULTS)]
    yield f"| **all** | {sums[0]:,} | {proved:,} | {sums[1]:,} | | | {' | '.join(f'{n:,}' for n in sums[2:])} |"
    yield from (f"\n{fault}" for fault in found["faults"])


if __name__ == "__main__":
    file, revision = sys.argv[1:]
    sys.stdout.write("\n".join(report(json.loads(Path(file).read_text(encoding="utf-8")), revision)) + "\n")
