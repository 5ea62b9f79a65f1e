"""The text of a roster from its bytes: what is certain is taken, a guess never."""

from __future__ import annotations

import codecs

from ..errors import ProbgenError, Where

_REMEDY = (
    "save it as UTF-8 (in Excel: CSV UTF-8; in LibreOffice: the character set Unicode UTF-8), "
    "or convert it: iconv -f WINDOWS-1252 -t UTF-8"
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded(data: bytes, file: str) -> str:
    """Return the text of UTF-8, with or without its mark, or of UTF-16 with one.

    Raises:
        ProbgenError: it is written in anything else, which no program can tell for sure.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    try:
        text = data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError as fault:
        raise _foreign(data, file, fault, marked=bool(mark)) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise ProbgenError.of("holds a zero byte, so it is no text", where=Where(file, line), hint=_REMEDY)
    return text


def _foreign(data: bytes, file: str, fault: UnicodeDecodeError, *, marked: bool) -> ProbgenError:
    if marked:
        what = f"says that it is {fault.encoding.upper()} and is not"
        return ProbgenError.of(what, where=Where(file), hint=_REMEDY)
    place = data.rfind(b"\n", 0, fault.start) + 1
    line = data[place:].partition(b"\n")[0].decode("cp1252", errors="replace").strip()[:60]
    what = f"is not written in UTF-8: were it Windows-1252, here would stand '{line}'"
    return ProbgenError.of(what, where=Where(file, data.count(b"\n", 0, fault.start) + 1), hint=_REMEDY)
