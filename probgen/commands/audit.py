"""`probgen audit`: how alike the papers of a set are, how equal their work, and whether an exam gives its key away."""

from __future__ import annotations

from pathlib import Path

from .. import audit
from ..audit import output
from ..errors import ProbgenError, Where
from ..sets import manifest as record


def run(place: Path, *, as_json: bool, html: Path | None) -> tuple[str, bool]:
    """Return the report as text or JSON, and whether all lies within the limits; `html` is a file for a page.

    Raises:
        ProbgenError: there is no set, a file of it is missing, or the page cannot be written.
    """
    manifest = record.read(place)
    folder = place if place.is_dir() else place.parent
    lost = [name for name in manifest.files if not (folder / name).is_file()]
    if lost:
        raise ProbgenError.of(
            f"lacks '{lost[0]}' of the set", where=Where(str(folder)), hint="`probgen replay` makes it again"
        )
    report = audit.audit(manifest, folder)
    if html:
        try:
            html.write_text(output.page(report), encoding="utf-8")
        except OSError as fault:
            raise ProbgenError.of(f"cannot be written: {fault.strerror}", where=Where(str(html))) from fault
    return output.as_json(report) if as_json else output.text(report), not any(report.objections())
