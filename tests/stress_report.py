"""`docs/stress.md`, from `probgen check --keys-only --json`: `python -m tests.stress_report REVISION FILE...`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FAULTS = ("disproved", "undrawable", "breaches", "other faults")

HEAD = """\
# A million variants

Every computed family, drawn, solved and proved by its second method{total}.
The seeds take all settings of the knobs in turn. A variant is *disproved* where the second method, or a condition under
`check:`, finds another key; *undrawable* where no draw meets every condition; a *breach* where it rests on
one of several largest or smallest entries. Draws that break the contract of tolerances are drawn again.

```
mkdir stress
OPENBLAS_NUM_THREADS=1 xargs -P 2 -L 1 sh -c \\
    'probgen check "$0" --keys-only --seeds "$1" --jobs 1 --json > "stress/$0.json"' < tests/stress_seeds.txt
python -m tests.stress_report $(git rev-parse --short HEAD) stress/*.json > docs/stress.md
```

A family has the more seeds the less time one takes.

{made}
"""


def report(found: Sequence[Mapping[str, Any]], revision: str) -> Iterator[str]:
    """Yield the pieces of the page: what was run, and a row for each family."""
    rows = [row for one in found for row in one["templates"] if row["family"]]
    total = sum(row["seeds"] for row in rows)
    made = found[0]["made with"]
    proved = sum(row["proofs"].get("verified", 0) for row in rows)
    with_ = f"probgen {made['probgen']}, Python {made['python']}, numpy {made['numpy']}, {made['system']}"
    yield HEAD.format(
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
    yield from (f"\n{fault}" for one in found for fault in one["faults"])


if __name__ == "__main__":
    revision, *files = sys.argv[1:]
    found = [json.loads(Path(file).read_text(encoding="utf-8")) for file in files]
    sys.stdout.write("\n".join(report(found, revision)) + "\n")
