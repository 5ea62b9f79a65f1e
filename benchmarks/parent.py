"""The program probgen, which writes at its end how much memory it took: python parent.py FILE ARGUMENTS..."""

from __future__ import annotations

import atexit
import resource
import sys
from pathlib import Path

from probgen.__main__ import main


def _most_memory() -> int:
    """Return the most kB that this process held, without its children and without what it was forked from."""
    status = Path("/proc/self/status")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return int(lines["VmHWM"].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    file = Path(sys.argv.pop(1))
    atexit.register(lambda: file.write_text(str(_most_memory()), encoding="utf-8"))
    main()
