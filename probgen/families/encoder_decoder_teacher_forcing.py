"""What a translator's decoder reads at each step: the reference while it is trained, its own words when it writes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from ..document import Edge, Emph, Graph, Inlines, Math, Node, Str
from ..exact import Record
from ..family import Disagreement, Effort
from ..stream import Stream

Words = tuple[str, ...]


@dataclass(frozen=True)
class Params:
    """A sentence, its reference translation, what the model writes instead, and the tokens of start and end."""

    source: Words
    reference: Words
    output: Words
    start: str = "<sos>"
    end: str = "<eos>"

    def __post_init__(self) -> None:
        if len(self.output) != len(self.reference):
            raise ValueError("output needs as many words as reference")
        if len(self.reference) < 2 or self.output[:-1] == self.reference[:-1]:
            raise ValueError("output and reference must differ in a word before the last")


class Step(NamedTuple):
    """A step of the decoder: its number, what it reads in training and in generation, and the word it should write."""

    number: int
    training: str
    generation: str
    target: str


class Solution(NamedTuple):
    """The decoder's inputs in both modes, step by step, and the network's picture."""

    training: Words
    generation: Words
    steps: tuple[Step, ...]
    slots: int
    changed: int  # the first step whose inputs differ, from 1
    shifted_off: Words  # the mistake without a start token
    network: Graph
    network_free: Graph  # with the decoder's inputs in generation


def solve(params: Params) -> Solution:
    """Return the target shifted right behind the start token, and the output likewise."""
    training = (params.start, *params.reference)
    generation = (params.start, *params.output)
    targets = (*params.reference, params.end)
    steps = tuple(
        Step(number, *row) for number, row in enumerate(zip(training, generation, targets, strict=True), start=1)
    )
    changed = next(step.number for step in steps if step.training != step.generation)
    network = _network(params)
    return Solution(
        training=training,
        generation=generation,
        steps=steps,
        slots=len(training),
        changed=changed,
        shifted_off=targets,
        network=network,
        network_free=_fed(network, generation),
    )


def verify(params: Params, solution: Solution) -> None:
    """Run a decoder step by step and write down what it is given.

    Raises:
        Disagreement: it is given other words.
    """
    taught, free = _Decoder(params), _Decoder(params)
    for word in params.reference:
        taught.step()
        taught.feed(word)  # whatever was written, the teacher gives the right word
    taught.step()
    written = free.step()
    while written != params.end:
        free.feed(written)
        written = free.step()
    if (tuple(taught.read), tuple(free.read)) != (solution.training, solution.generation):
        raise Disagreement(f"solved {solution.training} and {solution.generation}, ran {taught.read} and {free.read}")
    if [(s.training, s.generation) for s in solution.steps] != list(zip(taught.read, free.read, strict=True)):
        raise Disagreement("the steps do not hold the inputs of the run")
    differ = [
        place for place, words in enumerate(zip(taught.read, free.read, strict=True), start=1) if len(set(words)) > 1
    ]
    if [s.number for s in solution.steps] != list(range(1, len(taught.read) + 1)) or solution.changed != differ[0]:
        raise Disagreement(f"the inputs differ at the steps {differ}, not from {solution.changed} on")
    labels = {node.name: node.label for node in solution.network_free.nodes}
    if [labels[f"i{place}"] for place in range(len(free.read))] != [_italic(word) for word in free.read]:
        raise Disagreement(f"the picture shows other inputs than {free.read}")


def effort(params: Params, solution: Solution) -> Effort:
    """Count the words to write in each mode; in c also the places where the modes part.

    The flaw of part a takes the same whatever is drawn.
    """
    differ = sum(a != b for a, b in zip(solution.training, solution.generation, strict=True))
    return {"a": 4.0, "b": float(solution.slots), "c": solution.slots + 1.0 * differ}


def draw(stream: Stream, knobs: Record) -> Params:
    """Return a sentence with one wrong word before the last; knobs: `wrong`, how many words the model gets wrong."""
    pairs = [pair for pair in _PAIRS if len([place for place in pair.slips if place < len(pair.reference) - 1]) > 0]
    pair = stream.pick([pair for pair in pairs if len(pair.slips) >= knobs["wrong"]])
    early = stream.pick([place for place in pair.slips if place < len(pair.reference) - 1])
    others = stream.sample([place for place in pair.slips if place != early], knobs["wrong"] - 1)
    output = list(pair.reference)
    for place in (early, *others):
        output[place] = stream.pick(pair.slips[place])
    start, end = stream.pick(_TOKENS)
    return Params(pair.source, pair.reference, tuple(output), start, end)


class _Decoder:
    """A decoder that has learned to write `output`, whatever it reads."""

    def __init__(self, params: Params) -> None:
        self.script = [*params.output, params.end]
        self.read = [params.start]

    def step(self) -> str:
        return self.script[len(self.read) - 1]

    def feed(self, word: str) -> None:
        self.read.append(word)


class _Pair(NamedTuple):
    source: Words
    reference: Words
    slips: dict[int, Words]  # place from 0 -> wrong words that a model might write there


_TOKENS = (("<sos>", "<eos>"), ("BOS", "EOS"), ("<s>", "</s>"), ("[start]", "[end]"))
_PAIRS = (
    _Pair(("ich", "sehe", "einen", "Hund"), ("I", "see", "a", "dog"), {1: ("saw", "meet"), 2: ("the", "one")}),
    _Pair(("wir", "trinken", "heute", "Tee"), ("we", "drink", "tea", "today"), {1: ("drank", "buy"), 2: ("milk",)}),
    _Pair(
        ("das", "Kind", "liest", "ein", "Buch"),
        ("the", "child", "reads", "a", "book"),
        {1: ("girl", "kid"), 2: ("read", "buys"), 3: ("the", "one")},
    ),
    _Pair(
        ("sie", "singt", "ein", "altes", "Lied"),
        ("she", "sings", "an", "old", "song"),
        {0: ("they", "he"), 1: ("sang", "plays"), 3: ("odd", "own")},
    ),
    _Pair(
        ("er", "malt", "das", "rote", "Haus"),
        ("he", "paints", "the", "red", "house"),
        {1: ("painted", "buys"), 2: ("a", "his"), 3: ("big", "old")},
    ),
    _Pair(
        ("der", "Zug", "kommt", "heute"),
        ("the", "train", "comes", "today"),
        {1: ("bus", "tram"), 2: ("came", "leaves")},
    ),
    _Pair(
        ("die", "Katze", "mag", "warme", "Milch"),
        ("the", "cat", "likes", "warm", "milk"),
        {1: ("dog", "kitten"), 2: ("wants", "drinks"), 3: ("cold", "hot")},
    ),
    _Pair(
        ("meine", "Mutter", "kauft", "Brot"),
        ("my", "mother", "buys", "bread"),
        {0: ("her", "our"), 1: ("sister", "father"), 2: ("bought", "sells")},
    ),
)


def _network(params: Params) -> Graph:
    """Return encoder and decoder side by side; the decoder's inputs are blanks."""
    read, written = len(params.source), len(params.reference) + 1
    nodes: list[Node] = []
    edges: list[Edge] = []
    for place, word in enumerate(params.source):
        nodes += [
            Node(f"s{place}", (place, 0), _italic(word)),
            Node(f"e{place}", (place, 1), (Str("E"),), shape="box"),
        ]
        edges.append(Edge(f"s{place}", f"e{place}"))
    for place in range(written):
        nodes += [
            Node(f"i{place}", (read + place, 0), blank=True),
            Node(f"d{place}", (read + place, 1), (Str("D"),), shape="box", shaded=True),
            Node(f"o{place}", (read + place, 2), (Math(f"y_{{{place + 1}}}"),)),
        ]
        edges += [Edge(f"i{place}", f"d{place}"), Edge(f"d{place}", f"o{place}")]
    chain = [*(f"e{place}" for place in range(read)), *(f"d{place}" for place in range(written))]
    edges += [Edge(left, right) for left, right in pairwise(chain)]
    alt = (
        f"An encoder of {read} steps that reads the source, followed by a decoder of {written} steps with empty inputs"
    )
    return Graph(tuple(nodes), tuple(edges), alt, step=(44.0, 40.0), blank=(38.0, 16.0))


def _fed(network: Graph, words: Words) -> Graph:
    """Return the network with words as the decoder's inputs."""
    labeled = network.labeled({f"i{place}": _italic(word) for place, word in enumerate(words)})
    return replace(labeled, alt=f"The same network, whose decoder reads {', '.join(words)}.")


def _italic(word: str) -> Inlines:
    return (Emph((Str(word),)),)
