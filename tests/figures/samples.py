"""One figure of each kind and use, for the tests."""

from __future__ import annotations

from probgen.document import (
    Axis,
    BinaryImage,
    BinaryImages,
    Contours,
    ConvDiagram,
    Cube,
    Cubes,
    Edge,
    Figure,
    Gaussian,
    Graph,
    Heatmap,
    Inlines,
    Math,
    Node,
    Plot,
    Polyline,
    Str,
)
from probgen.exact import Dec


def tex(text: str) -> Inlines:
    return (Math(text),)


def words(text: str) -> Inlines:
    return (Str(text),)


def linear_rnn(steps: int, *, blank: bool = False) -> Graph:
    """h_t = w (u_t + h_(t-1)): one weight feeds every product."""
    nodes = [Node("w", (0, 2), tex("w")), Node("u1", (0, 0), tex("u_1")), Node("y", (2 * steps, 1), tex("y"))]
    edges = [Edge("w", "m1", tex("p")), Edge("u1", "m1"), Edge(f"m{steps}", "y")]
    for t in range(1, steps + 1):
        nodes.append(Node(f"m{t}", (2 * t - 1, 1), tex(r"\times"), "circle", shaded=True))
        if t > 1:
            nodes += [Node(f"a{t}", (2 * t - 2, 1), tex("+"), "circle"), Node(f"u{t}", (2 * t - 2, 0), tex(f"u_{t}"))]
            edges += [
                Edge("w", f"m{t}", curve=(12 - 2 * t, 90)),
                Edge(f"u{t}", f"a{t}"),
                Edge(f"m{t - 1}", f"a{t}", tex(f"q_{t}"), side="left", blank=blank),
                Edge(f"a{t}", f"m{t}", tex(f"r_{t}"), side="left"),
            ]
    return Graph(tuple(nodes), tuple(edges), f"A linear network unrolled for {steps} steps.")


def rnn(steps: int) -> Graph:
    nodes, edges = [Node("h0", (0, 1), tex("h_0"))], []
    for t in range(1, steps + 1):
        nodes += [
            Node(f"x{t}", (t, 0), tex(f"x_{t}")),
            Node(f"h{t}", (t, 1), tex(f"h_{t}"), "box"),
            Node(f"y{t}", (t, 2), tex(f"y_{t}"), blank=t == steps),
        ]
        edges += [
            Edge(f"x{t}", f"h{t}", tex("U")),
            Edge(f"h{t - 1}", f"h{t}", tex("W"), side="left"),
            Edge(f"h{t}", f"y{t}", tex("V"), side="right"),
        ]
    return Graph(tuple(nodes), tuple(edges), "A recurrent network, unrolled.")


def bidirectional_rnn(steps: int, *, blank: bool = False) -> Graph:
    nodes, edges = [], []
    for t in range(steps):
        nodes += [
            Node(f"x{t}", (t, 0), tex(f"x_{t}")),
            Node(f"f{t}", (t, 1), tex(f"h^f_{t}"), "circle"),
            Node(f"b{t}", (t + 0.5, 2), tex(f"h^b_{t}"), "circle", shaded=True),
            Node(f"y{t}", (t + 0.5, 3), tex(rf"\hat{{y}}_{t}")),
        ]
        edges += [
            Edge(f"x{t}", f"f{t}", tex("U_f"), blank=blank, position=0.7 if blank else 0.5),
            Edge(f"x{t}", f"b{t}", tex("U_b"), position=0.36),
            Edge(f"f{t}", f"y{t}", tex("V_f"), position=0.68),
            Edge(f"b{t}", f"y{t}", tex("V_b")),
        ]
        if t:
            edges += [
                Edge(f"f{t - 1}", f"f{t}", tex("W_f"), position=0.72),
                Edge(f"b{t}", f"b{t - 1}", tex("W_b"), position=0.6),
            ]
    return Graph(tuple(nodes), tuple(edges), "A bidirectional recurrent network.", step=(110, 58), blank=(20, 15))


def batch_norm() -> Graph:
    nodes = (
        Node("x", (0, 1), tex("x_i"), "circle"),
        Node("mu", (1, 2), tex(r"\mu"), "circle"),
        Node("var", (2, 2), tex(r"\sigma^2"), "circle", shaded=True),
        Node("z", (3, 1), tex(r"\hat{x}_i"), "circle"),
        Node("y", (4.5, 1), tex("y_i"), "circle", marked=True),
        Node("g", (4, 0), tex(r"\gamma")),
        Node("b", (5, 0), tex(r"\beta")),
    )
    edges = (
        Edge("x", "mu", blank=True), Edge("x", "var", curve=(10, 220)), Edge("mu", "var"), Edge("var", "z"),
        Edge("x", "z", blank=True), Edge("z", "y", tex(r"\frac{1}{2}"), blank=True), Edge("g", "y"), Edge("b", "y"),
    )  # fmt: skip
    return Graph(nodes, edges, "Batch normalization as a graph.", step=(80, 56))


def encoder_decoder() -> Graph:
    nodes, edges = [], []
    for t, token in enumerate(("je", "vois", "un", "chien")):
        nodes += [Node(f"s{t}", (t, 0), words(token)), Node(f"e{t}", (t, 1), (), "box", shaded=True)]
        edges.append(Edge(f"s{t}", f"e{t}"))
    for t, token in enumerate(("I", "see", "a", "dog", "eos"), 4):
        nodes += [
            Node(f"i{t}", (t, 0), words("sos") if t == 4 else (), "box", blank=t > 4),
            Node(f"e{t}", (t, 1), (), "box"),
            Node(f"o{t}", (t, 2), words(token), "box"),
        ]
        edges += [Edge(f"i{t}", f"e{t}"), Edge(f"e{t}", f"o{t}")]
    edges += [Edge(f"e{t}", f"e{t + 1}") for t in range(8)]
    return Graph(tuple(nodes), tuple(edges), "An encoder and a decoder.", step=(50, 36))


def trellis(steps: int, states: int, *, best: tuple[int, ...] = ()) -> Graph:
    """Columns of states with all edges between neighbors; `best` is a state for each step."""
    nodes = [Node(f"n{k}", (-0.6, -k), words("ABCD"[k])) for k in range(states)]
    nodes += [Node(f"t{t}", (t, 0.7), tex(f"t = {t + 1}")) for t in range(steps)]
    on = {(t, k) for t, k in enumerate(best)}
    places = [(t, k) for t in range(steps) for k in range(states)]
    nodes += [
        Node(f"s{t}{k}", (t, -k), tex(f"-{t}.{k}7"), "circle", marked=(t, k) in on, shaded=(t, k) in on)
        for t, k in places
    ]
    edges = (
        Edge(f"s{t}{j}", f"s{t + 1}{k}", marked={(t, j), (t + 1, k)} <= on)
        for t, j in places for k in range(states) if t + 1 < steps
    )  # fmt: skip
    return Graph(tuple(nodes), tuple(edges), "A trellis.", step=(100, 52))


def labeled_trellis() -> Graph:
    places = [(t, k) for t in range(3) for k in range(2)]
    nodes = (
        Node(f"s{t}{k}", (t, -k), tex("AB"[k]), "circle", note=tex(f"0.{t}{k}"), note_side=("above", "below")[k])
        for t, k in places
    )
    edges = (
        Edge(f"s{t}{j}", f"s{t + 1}{k}", tex(f"-{j}.{k}"), position=0.5 if j == k else 0.28, marked=j == k == 0)
        for t, j in places for k in range(2) if t < 2
    )  # fmt: skip
    return Graph(tuple(nodes), tuple(edges), "A trellis of two states with log-probabilities.", step=(100, 70))


def small_graph() -> Graph:
    at = {1: (0, 1), 2: (1, 0), 3: (1, 2), 4: (2, 1), 5: (3, 1.5)}
    nodes = (
        Node(f"n{k}", place, tex(str(k)), "circle", shaded=k in (3, 4), note=tex("x = -2") if k == 1 else (),
             note_side="left")
        for k, place in at.items()
    )  # fmt: skip
    edges = (
        Edge("n1", "n2"), Edge("n1", "n3"), Edge("n2", "n4", dashed=True), Edge("n3", "n4"),
        Edge("n4", "n5", tex("0.5")), Edge("n3", "n5", dashed=True, marked=True),
    )  # fmt: skip
    return Graph(tuple(nodes), edges, "Five nodes; nodes 3 and 4 are shaded.", directed=False)


NUMBERS = Axis(-2, 6, 1, tex("x"))
DENSITY = Axis(0, Dec("1.2"), Dec("0.2"), length=80, numbers=False)
PLANE = (Axis(-4, 4, 1, tex("x_1"), 180), Axis(-4, 4, 1, tex("x_2"), 180))
STEPS = (Axis(0, 1000, 100, words("step"), 300), Axis(0, Dec("2.5"), Dec("0.5"), words("loss"), 110))
BEFORE = Gaussian(4, Dec("0.16"), words("before"))
AFTER = Gaussian(1, Dec("0.25"), words("after"), "dashed")
LOSSES = (
    Polyline(tuple((10 * i, 0.4 + 1.8 * 0.93**i + (i * 37 % 11) / 50) for i in range(100)), words("batch 1")),
    Polyline(tuple((10 * i, 0.2 + 2.1 * 0.96**i) for i in range(100)), words("batch 64"), "dashed"),
    Polyline(((0, 0.1), (1000, 0.15)), words("bound"), "dotted"),
)
ELLIPSES = (
    Contours((1, Dec("0.5")), ((1, Dec("0.8")), (Dec("0.8"), 1)), words("inputs")),
    Contours((-2, -1), ((Dec("0.25"), 0), (0, 1)), words("outputs"), style="dashed"),
)
WORDS = (words("the"), words("dog"), words("barks"))
ATTENTION = Heatmap(
    ((0, Dec("0.1"), Dec("0.9")), (Dec("0.25"), Dec("0.5"), Dec("0.25")), (1, 0, 0)),
    "Attention weights.",
    rows=WORDS, columns=WORDS, row_title=words("query"), column_title=words("key"), targets=((0, 2), (1, 1)),
)  # fmt: skip
MASK = Heatmap(tuple(tuple(int(j <= i) for j in range(4)) for i in range(4)), "A causal mask.", numbers=False)
CUBES = Cubes(
    (Cube("batch", words("A")), Cube("layer", words("B")), Cube("instance", words("C")), Cube("group", words("D"))),
    "Four cubes, A to D, with some of their cells shaded.",
)
CROSSES = BinaryImages(
    tuple(
        BinaryImage(tuple(tuple(int(k in (r, c)) for c in range(6)) for r in range(6)), tex(f"x_{k}")) for k in range(4)
    ),
    "Four images of crosses.",
)

GRAPHS: dict[str, Graph] = {
    "linear network": linear_rnn(3), "linear network with blanks": linear_rnn(4, blank=True), "network": rnn(3),
    "bidirectional network": bidirectional_rnn(3), "bidirectional with blanks": bidirectional_rnn(4, blank=True),
    "batch norm": batch_norm(), "encoder and decoder": encoder_decoder(), "trellis": trellis(4, 3, best=(0, 1, 1, 2)),
    "trellis with values": labeled_trellis(), "small graph": small_graph(),
}  # fmt: skip
PLOTS: dict[str, Plot] = {
    "density": Plot(NUMBERS, DENSITY, "A density.", (BEFORE,)), "blank grid": Plot(NUMBERS, DENSITY, "A grid."),
    "overlay": Plot(NUMBERS, DENSITY, "Two densities.", (BEFORE, AFTER)), "losses": Plot(*STEPS, "Losses.", LOSSES),
    "contours": Plot(*PLANE, "Ellipses.", ELLIPSES),
}  # fmt: skip
CONVOLUTIONS: dict[str, ConvDiagram] = {
    "ordinary": ConvDiagram("ordinary", 32, 3, "A convolution.", channels_out=64, kernel=3),
    "shrinking": ConvDiagram("ordinary", 28, 64, "A convolution.", channels_out=2, kernel=7, side_out=11),
    "one kernel": ConvDiagram("ordinary", 28, 1, "A convolution.", channels_out=1, kernel=5, sizes=False),
    "depthwise": ConvDiagram("depthwise", 32, 3, "A depthwise convolution.", kernel=3),
    "many depthwise": ConvDiagram("depthwise", 224, 128, "A depthwise convolution.", kernel=7, side_out=112),
    "pointwise": ConvDiagram("pointwise", 224, 256, "A pointwise convolution.", channels_out=512),
}
OTHERS: dict[str, Figure] = {
    "attention": ATTENTION, "mask": MASK, "cubes": CUBES, "crosses": CROSSES,
}  # fmt: skip
ALL: dict[str, Figure] = {**GRAPHS, **PLOTS, **CONVOLUTIONS, **OTHERS}
