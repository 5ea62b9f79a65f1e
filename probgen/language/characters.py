"""Characters that no text of a bank may hold: they would steer a terminal, turn a line around, or hide in print.

Some of them are therefore free for marks of our own.
"""

from __future__ import annotations

import re

# Signs of our own, in a private plane, that mean nothing to Markdown and stand in no bank.
VEIL = 0xF0000  # from here on, the bytes of concealed values
OPEN, CLOSE = chr(VEIL + 0x100), chr(VEIL + 0x101)  # around a concealed value
MARKS = VEIL + 0x200  # from here on, the marks of `branches`

_STRANGE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for the tab and the end of a line
    "\u2028-\u202e\u2066-\u2069"  # other ends of lines; what turns the direction of writing around
    "\ud800-\udfff"  # halves of characters
    "\ue000-\uf8ff\ufff9-\uffff\U000e0000-\U0010ffff"  # private, where values are concealed, and no characters
    "]"
)


def strange(text: str) -> str:
    """Return what is wrong with the first character that may not stand in a text, "" where none is."""
    found = _STRANGE.search(text)
    return f"the character U+{ord(found[0]):04X} cannot stand in a text" if found else ""
