"""The picture of the unrolled network: a chain of sums and products, and one weight with an arrow into each product."""

from __future__ import annotations

from ...document import Edge, Graph, Inlines, Math, Node
from ...symbolic import Formula
from ...typography import tex

_ROOM = 425.0  # bp, for all columns; a figure of a part is narrower than a page


def chain(
    weight: str, letter: str, names: tuple[str, ...], *, given: bool, blank: bool = False, shares: tuple[str, ...] = ()
) -> Graph:
    """Return the graph; it starts with h_0 if that is `given`, and arrows of w have boxes for `blank` or `shares`."""
    steps = (len(names) + 1) // 2
    nodes = [Node("w", (0, 2), _label(weight)), Node("y", (2 * steps, 0), _label("y"))]
    edges = [Edge(f"m{steps}", "y")]
    for t in range(1, steps + 1):
        nodes += [
            Node(f"m{t}", (2 * t - 1, 0), (Math(r"\times"),), "circle", shaded=True),
            Node(f"u{t}", (2 * t - 2, -1 if t > 1 or given else 0), _label(f"{letter}{t}")),
        ]
        label = _label(shares[t - 1]) if shares else ()
        edges.append(Edge("w", f"m{t}", label, curve=(-40 + 12 * t, 90), position=0.78, blank=blank or bool(shares)))
        if t > 1 or given:
            nodes.append(Node(f"a{t}", (2 * t - 2, 0), (Math("+"),), "circle"))
            edges += [Edge(f"u{t}", f"a{t}"), Edge(f"a{t}", f"m{t}", _label(names[2 * t - 2]), side="left")]
        else:
            edges.append(Edge("u1", "m1", _label(names[0]), side="left"))
        if t > 1:
            edges.append(Edge(f"m{t - 1}", f"a{t}", _label(names[2 * t - 3]), side="left"))
    if given:
        nodes.append(Node("h0", (-1, 0), _label("h0")))
        edges.append(Edge("h0", "a1"))
    alt = (
        f"A chain of {steps} sums and products in turn, from the first input on the left to y on the right. Each sum "
        "adds a further input, and an arrow leads from the one weight above into each product"
        + (", with an empty box on it" if blank else ", with its share of the derivative on it" if shares else "")
    )
    return Graph(
        tuple(nodes), tuple(edges), alt, step=(min(58.0, _ROOM / (2 * steps + given)), 44.0), blank=(46.0, 18.0)
    )


def _label(name: str) -> Inlines:
    return (Math(tex(Formula(name))),)
