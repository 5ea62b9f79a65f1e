"""Trees drawn in a regime."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from math import log

from ...errors import ProbgenError
from ...exact import Dec, Record
from ...family import NotWellPosed
from ...stream import Stream
from .tree import Law, Laws, Params, Words, first_order, margin_of, regime_of, search

_LEAVES = 27  # as many as the figure holds
_TRIES = 20_000
_MARGIN, _LEAD = 5, 10  # in hundredths: at every decision, and of the best leaf
# Each log is off by at most 0.005 and depths are at most 4: sums 0.05 apart rank like the exact products.
_DEEPEST = 4

_VOCABULARIES: Mapping[int, tuple[Words, ...]] = {
    2: (
        ("sun", "rain"), ("tick", "tock"), ("more", "data"), ("try", "again"), ("left", "right"), ("yes", "no"),
        ("tea", "milk"), ("ping", "pong"), ("old", "new"), ("up", "down"), ("go", "home"), ("hot", "cold"),
    ),
    3: (
        ("red", "green", "blue"), ("bread", "salt", "butter"), ("sun", "wind", "rain"), ("stone", "paper", "knife"),
        ("cats", "dogs", "mice"), ("run", "jump", "rest"), ("tea", "milk", "honey"), ("fast", "calm", "slow"),
    ),
}  # fmt: skip
_LAWS: Mapping[int, tuple[tuple[int, ...], ...]] = {  # in percent
    2: tuple((p, 100 - p) for p in (1, 5, 10, *range(20, 85, 5), 90, 95, 99)),
    3: tuple((p, q, 100 - p - q) for p in range(5, 95, 5) for q in range(5, 100 - p, 5)),
}
_FLAT = {2: 60, 3: 45}  # no word is likelier, in percent
_SHARP = {2: 85, 3: 75}  # one word is at least so likely


def draw(stream: Stream, knobs: Record) -> Params:
    """Return a tree in the regime `knobs.regime` with `knobs.branches` words, built around the best sequence.

    Laws are flat before the step where the best sequence falls behind and sharp after it; what luck leaves open
    is decided by rejection. Laws at the last step then change at random as long as the regime holds, so that
    a sharp law there does not give the best sequence away. Half of the trees are of first order, where the last
    word alone decides what follows; where both decoders fail such trees are too rare.
    """
    words = stream.pick(_VOCABULARIES[knobs.branches])
    _check_knobs(knobs)
    first = knobs.depth == 2 or (knobs.regime != "both_fail" and stream.below(2) == 1)
    for _ in range(_TRIES):
        percents = _built(stream, words, knobs, first=first)
        if _in_regime(percents, knobs, first=first):
            break
    else:
        raise NotWellPosed("the tree is in the regime asked for")
    for alike in _alike([p for p in percents if len(p) == knobs.depth - 1], first=first):
        laws = [law for law in _LAWS[len(words)] if max(law) >= _SHARP[len(words)] or stream.below(2)]
        changed = percents | dict.fromkeys(alike, _law(words, stream.pick(laws)))
        if _in_regime(changed, knobs, first=first):
            percents = changed
    logp = {" ".join(p): Record({w: Dec(Fraction(h, 100), 2) for w, h in law}) for p, law in percents.items()}
    return Params(words, knobs.depth, Record(logp), knobs.k)


def _check_knobs(knobs: Record) -> None:
    branches, depth, k = knobs.branches, knobs.depth, knobs.k
    if branches**depth > _LEAVES or not 2 <= depth <= _DEEPEST:
        raise ProbgenError.of(
            f"a tree of {branches} words and depth {depth} has {branches**depth} leaves, at most {_LEAVES} are drawn",
            hint="choose a smaller depth or fewer branches",
        )
    if knobs.regime == "both_fail" and branches ** (depth - 1) <= k:
        raise ProbgenError.of(
            f"a beam of width {k} cannot fail in a tree of {branches} words and depth {depth}: it keeps every prefix",
            hint="choose a larger depth, more branches or a smaller k",
        )


@cache
def _law(words: Words, percents: tuple[int, ...]) -> Law:
    """Return log-probabilities in hundredths, rounded half to even (no logarithm of the grid lies halfway)."""
    return tuple((word, round(100 * log(p / 100))) for word, p in zip(words, percents, strict=True))


def _alike(prefixes: list[Words], *, first: bool) -> list[list[Words]]:
    """Return prefixes of one length in groups that share a law: in a first-order tree those with one last word."""
    if not first:
        return [[prefix] for prefix in prefixes]
    ends = dict.fromkeys(prefix[-1:] for prefix in prefixes)
    return [[prefix for prefix in prefixes if prefix[-1:] == end] for end in ends]


@cache
def _roles(count: int) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """Return the laws of so many words that are flat, middling and sharp."""
    laws = _LAWS[count]
    return (
        tuple(law for law in laws if max(law) <= _FLAT[count] and min(law) >= _FLAT[count] // 2),
        tuple(law for law in laws if _FLAT[count] < max(law) < _SHARP[count]),
        tuple(law for law in laws if max(law) >= _SHARP[count]),
    )


def _built(stream: Stream, words: Words, knobs: Record, *, first: bool) -> dict[Words, Law]:
    """Return a tree that is likely in the regime: roles of laws as `draw` says."""
    laws, count = _LAWS[len(words)], len(words)
    flat, middling, sharp = _roles(count)
    target = tuple(stream.below(count) for _ in range(knobs.depth))
    falls = {"greedy_optimal": [0], "beam_recovers": list(range(1, knobs.depth))}.get(
        knobs.regime, [t for t in range(1, knobs.depth) if count**t > knobs.k]
    )
    fall = stream.pick(falls)  # the best sequence is behind after so many steps
    weak = stream.below(fall) if fall else -1
    tree: dict[Words, Law] = {}
    for length in range(knobs.depth):
        for alike in _alike(list(product(words, repeat=length)), first=first):
            if tuple(words[i] for i in target[:length]) not in alike:
                choice = middling if knobs.regime == "both_fail" and length == knobs.depth - 1 else flat
                choice = choice if stream.below(2) else flat
            elif not fall:
                choice = laws
            elif length == weak:
                choice = tuple(law for law in flat if law[target[length]] < max(law))
            else:
                choice = flat if length < fall else tuple(law for law in sharp if law[target[length]] == max(law))
            tree |= dict.fromkeys(alike, _law(words, stream.pick(choice)))
    return tree


def _in_regime(laws: Laws, knobs: Record, *, first: bool) -> bool:
    """Tell whether the tree is in the regime and of the order asked for, with room at every decision."""
    greedy = search(laws, knobs.depth, 1)
    if margin_of(greedy) < _MARGIN:
        return False
    beams = search(laws, knobs.depth, knobs.k)
    everything = search(laws, knobs.depth, 10**9)[-1].kept
    if margin_of(beams) < _MARGIN or everything[0][1] - everything[1][1] < _LEAD:
        return False
    if first_order(laws) != first:
        return False
    return regime_of(everything[0][0], greedy, beams) == str(knobs.regime)
