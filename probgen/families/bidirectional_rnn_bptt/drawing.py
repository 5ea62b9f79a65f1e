"""The unrolled network as a graph: its nodes, and all its arrows with their weights."""

from __future__ import annotations

from ...document import Edge, Graph, Inlines, Math, Node
from ...symbolic import Formula
from ...typography import tex

Arrow = tuple[str, str, str]  # from, to, weight
_POSITIONS = {"W_f": 0.56, "W_b": 0.36, "V_f": 0.42, "V_b": 0.42, "U_f": 0.56, "U_b": 0.74}  # free of crossings


def edges(steps: int) -> tuple[Arrow, ...]:
    """Return all arrows of the network over so many inputs; f0 and b with the highest number are initial states."""
    numbers = range(1, steps + 1)
    return (
        *((f"f{t - 1}", f"f{t}", "U_f") for t in numbers),
        *((f"b{t + 1}", f"b{t}", "U_b") for t in reversed(numbers)),
        *((f"x{t}", f"f{t}", "W_f") for t in numbers),
        *((f"x{t}", f"b{t}", "W_b") for t in numbers),
        *((f"f{t}", f"y{t}", "V_f") for t in numbers),
        *((f"b{t}", f"y{t}", "V_b") for t in numbers),
    )


def bare(steps: int) -> Graph:
    """Return the nodes alone."""
    alt = f"Four rows of nodes without arrows: {steps} inputs, forward states, backward states and outputs."
    return Graph(_nodes(steps), (), alt, step=_step(steps))


def complete(steps: int) -> Graph:
    """Return the nodes with all arrows and their weights."""
    arrows = tuple(Edge(start, end, _label(weight), position=_POSITIONS[weight]) for start, end, weight in edges(steps))
    alt = (
        f"The network over {steps} inputs. Arrows U_f lead from each forward state to the next, arrows U_b from each "
        "backward state to the one before; W_f and W_b lead from each input to both of its states, V_f and V_b from "
        "both states to the output"
    )
    return Graph(_nodes(steps), arrows, alt, step=_step(steps))


def _nodes(steps: int) -> tuple[Node, ...]:
    nodes = [Node("f0", (0, 1), _label("f0"), "circle"), _backward(steps + 1)]
    for t in range(1, steps + 1):
        nodes += [
            Node(f"x{t}", (t, 0), _label(f"x{t}")),
            Node(f"f{t}", (t, 1), _label(f"f{t}"), "circle"),
            _backward(t),
            Node(f"y{t}", (t + 0.5, 3), _label(f"y{t}")),
        ]
    return tuple(nodes)


def _backward(t: int) -> Node:
    return Node(f"b{t}", (t + 0.5, 2), _label(f"b{t}"), "circle", shaded=True)


def _step(steps: int) -> tuple[float, float]:
    return min(100.0, 400.0 / (steps + 1.5)), 56.0


def _label(name: str) -> Inlines:
    return (Math(tex(Formula(name))),)
