"""Trees for the tests of figures."""

from __future__ import annotations

from hypothesis import strategies as st

from probgen.document import Branch, Inlines, Math, Str, Tree, TreeNode

WORDS = st.text(st.sampled_from("abdefgilmnoprstuwy"), min_size=1, max_size=12)
LOGPROBS = st.integers(1, 460).map(lambda n: f"-{n / 100:.2f}")


def full(levels: int, branches: int, *, word: str = "learn", marked: bool = False) -> Tree:
    """A tree with as many branches at each node; with `marked`, the first branch of each is heavy."""

    def node(depth: int, *, heavy: bool) -> TreeNode:
        if depth == levels:
            return TreeNode((Str(word),), marked=heavy)
        below = [
            Branch((Math(f"-{i}.{depth}5"),), node(depth + 1, heavy=heavy and i == 0), marked=heavy and i == 0)
            for i in range(branches)
        ]
        return TreeNode((Str(word),), tuple(below), marked=heavy and depth > 0)

    return Tree(node(0, heavy=marked), alt="a full tree")


@st.composite
def _node(draw: st.DrawFn, budget: list[int], level: int) -> TreeNode:
    word: Inlines = (Str(draw(WORDS)),)
    count = draw(st.integers(0 if level else 1, 3)) if level < 4 else 0
    count = min(count, budget[0])
    budget[0] -= max(0, count - 1)
    branches = [
        Branch((Math(draw(LOGPROBS)),), draw(_node(budget, level + 1)), marked=draw(st.booleans()))
        for _ in range(count)
    ]
    return TreeNode(word, tuple(branches), marked=draw(st.booleans()))


@st.composite
def pruned(draw: st.DrawFn) -> Tree:
    """A tree of 1 to 4 levels, 1 to 3 branches a node and at most about 16 leaves, pruned anywhere."""
    return Tree(draw(_node([16], 0)), alt="a pruned tree")
