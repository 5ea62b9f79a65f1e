"""The computational graph of the layer, and which entries of a batch of several features depend on which."""

from __future__ import annotations

from itertools import permutations

from ...document import Edge, Graph, Math, Node

Arrow = tuple[str, str]
Words = tuple[str, ...]

ARROWS: tuple[Arrow, ...] = (
    ("X", "mu"),
    ("X", "sigma2"),
    ("mu", "sigma2"),
    ("X", "Z"),
    ("mu", "Z"),
    ("sigma2", "Z"),
    ("Z", "Y"),
    ("gamma", "Y"),
    ("beta", "Y"),
)
NEUTRAL: tuple[Arrow, ...] = (("mu", "sigma2"),)  # the derivative along it is zero
_NODES = {
    "X": ((0, 0), "X"),
    "mu": ((1.5, 2), r"\mu"),
    "sigma2": ((1.5, 1), "v"),
    "Z": ((3, 0), "Z"),
    "gamma": ((4, 1), r"\gamma"),
    "beta": ((5, 1), r"\beta"),
    "Y": ((4.5, 0), "Y"),
}
_LETTERS = {"mu": r"\mu", "gamma": r"\gamma", "beta": r"\beta", "epsilon": r"\varepsilon"}


def arrow(text: str) -> Arrow:
    """Return the arrow that is written `start-end`.

    Raises:
        ValueError: it does not join two nodes.
    """
    start, _, end = text.partition("-")
    if (start, end) not in permutations(_NODES, 2):
        raise ValueError(f"'{text}' is no arrow between two of {', '.join(_NODES)}")
    return start, end


def unfinished(drawn: tuple[Arrow, ...]) -> Graph:
    """Return the nodes with some arrows."""
    alt = "The nodes X, mu, v, Z, gamma, beta and Y"
    alt += f" with arrows {', '.join(f'from {a} to {b}' for a, b in drawn)}".replace("sigma2", "v") if drawn else ""
    return Graph(_nodes(), tuple(Edge(*ends) for ends in drawn), alt, step=(72.0, 46.0))


def complete(drawn: tuple[Arrow, ...]) -> Graph:
    """Return the graph with all arrows: heavy where they were missing, dashed where an arrow is neutral."""
    edges = (Edge(*ends, marked=ends not in (*drawn, *NEUTRAL), dashed=ends in NEUTRAL) for ends in ARROWS)
    alt = "The complete graph; the arrow from mu to v is dashed."
    return Graph(_nodes(), tuple(edges), alt, step=(72.0, 46.0))


def reaches(source: str, target: str) -> bool:
    """Tell whether a change of one entry, such as X21 or gamma2, changes another, such as v1 or Z31, in general.

    Features, the second index of matrices, never meet; within one, the statistics join all examples.
    """
    (start, *_), (end, *_) = kind(source), kind(target)
    if start != "epsilon" and source[-1] != target[-1]:
        return False
    return {"X": True, "gamma": end == "Y", "beta": end == "Y", "epsilon": end in "ZY"}[start]


def kind(entry: str) -> tuple[str, tuple[int, ...]]:
    """Return the name of an entry without its indices, and these."""
    name = entry.rstrip("0123456789")
    return name, tuple(int(digit) for digit in entry[len(name) :])


def tex(entry: str) -> str:
    """Return an entry as a formula between dollars."""
    name, indices = kind(entry)
    lower = f"_{{{''.join(map(str, indices))}}}" if indices else ""
    return f"${_LETTERS.get(name, name)}{lower}$"


def _nodes() -> tuple[Node, ...]:
    return tuple(Node(name, at, (Math(label),), "circle") for name, (at, label) in _NODES.items())
