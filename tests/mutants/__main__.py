"""`python -m tests.mutants [FAMILY...]`: prints what no second method notices; of all families, writes the page."""

from __future__ import annotations

import resource
import sys
import time

from probgen import family

from . import report
from .mutations import mutants
from .running import noticed, subject, unnoticed

_MEMORY = 6 << 30  # bytes: a mutant that asks for more has failed


def run(name: str) -> report.Count:
    """Try all mutants of a family."""
    started = time.process_time()
    chosen = subject(name)
    tried = [(mutant, unnoticed(chosen, mutant)) for mutant in mutants(chosen.reached)]
    left = [(mutant, fields) for mutant, fields in tried if fields is not None]
    survivors = [report.Survivor(mutant, fields, noticed(chosen, mutant)) for mutant, fields in left]
    count = report.count(name, len(tried), survivors)
    print(f"{count.line()}  {time.process_time() - started:.0f} s", flush=True)  # noqa: T201
    for mutant, fields, by_case in count.unexplained:
        place = f"{mutant.module.__name__.removeprefix('probgen.families.')}:{mutant.name}"
        differ = ", ".join(fields) + " (a case notices)" * by_case
        print(f"  {place}  [{differ}]\n    {mutant.line}\n    {mutant.becomes}", flush=True)  # noqa: T201
    for reason in count.idle:
        print(f"  explains nothing: {reason.reason}", flush=True)  # noqa: T201
    return count


def main(chosen: list[str]) -> int:
    """Run the named families, or all of them."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.RLIM_INFINITY))
    counts = [run(name) for name in chosen or family.names()]
    if not chosen:
        report.write(counts)
    return int(any(count.unexplained or count.idle for count in counts))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
