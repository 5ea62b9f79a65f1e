"""Bank files become templates: every field of the language, its defaults, and what is only warned of."""

from __future__ import annotations

import hashlib
import os
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from probgen import bank, family, shelf, variant
from probgen.document import Math, Paragraph
from probgen.errors import Fault, ProbgenError
from probgen.exact import Dec, Record
from probgen.model import AnswerTemplate, Kind, PartTemplate, Room, Template, ToleranceRule
from probgen.stream import Stream

SHORTEST = """\
id: shortest
title: The shortest entry
topic: sums
params: {a: 1..9}
prompt: What is $<<a>> + 1$?
answer: a + 1
"""

ALL = """\
id: everything
title: Every field
topic: sums
tags: [short, easy]
covers: row-1
source: my own lecture
knobs: {size: [3, 2, 4], style: plain}
params:
  xs: int[size] in 1..5
  word: {draw: one of words, doc: what is counted}
plant: {w: 1..9}
pools:
  words: [red, blue]
  rows:
    - {item: one, good: yes, why: 012}
    - {item: two, good: no, why: 0.50}
derive:
  total: sum(xs)
  doubled: [total, 2*total]
require: {some are there: len(xs) > 1}
prefer: {not too many: total < 100}
stem: |
  Here is <<xs | row>>, in <<word>>, with <<style>> signs.
parts:
  - prompt: "First [[one]], then [[all]]."
    answers:
      one: {number: "xs[0]", tolerance: 0.5, unit: m, accept: ["2*xs[0]/2", "total - sum(xs[1:])"]}
      all: {vector: xs, label: $x =$, credit: each}
    points: 2.5
    space: 4 cm
    hint: Look.
    note: Twice.
    solution: They are $<<answers.one>>$ and $<<answers.all | row>>$, as $<<w>>$ tells.
    rubric: {the first: 1.5, all: 1}
    check: {the first is one of all: answers.one in answers.all}
    mistakes:
      - total: That is the sum.
        blank: one
        credit: 0.5
        name: summed
      - "[total, 2]": No.
        blank: all
    covers: row-2
  - prompt: Twice?
    answer: doubled
    follows: a
    needs: a
    optional: true
"""


def load(text: str) -> Template:
    return bank.load_text(text, "bank.yaml")[0]


def fault(text: str) -> str:
    with pytest.raises(ProbgenError) as caught:
        bank.load_text(text, "bank.yaml")
    return str(caught.value)


def flat(answer: str, extra: str = "") -> str:
    """Return a bank of one part with this answer."""
    rows = "pools: {rows: [{item: one, right: yes, n: 1}, {item: two, right: no, n: 2}]}"
    return (
        f"id: flat\ntitle: Flat\ntopic: sums\nparams: {{a: 1..9, xs: 'int[3] in 1..5'}}\n{rows}\n"
        f"prompt: What follows from $<<a>>$ and <<xs | row>>?\nanswer: {answer}\n{extra}"
    )


def answer_of(text: str) -> AnswerTemplate:
    return load(text).parts[0].answers[0]


@pytest.fixture(scope="module")
def everything() -> Template:
    # `doubled` is a list, which no number may be; loading does not compute
    return load(ALL)


@pytest.fixture(scope="module")
def first(everything: Template) -> PartTemplate:
    return everything.parts[0]


def test_the_shortest_entry_is_six_lines() -> None:
    template = load(SHORTEST)
    part = template.parts[0]
    assert (template.id, template.title, template.topic) == ("shortest", "The shortest entry", "sums")
    assert (part.label, part.points, part.space, part.solution, part.rubric) == ("", 1, None, None, ())
    assert [(answer.name, answer.kind) for answer in part.answers] == [("answer", "number")]


def test_identity_is_kept(everything: Template) -> None:
    assert (everything.tags, everything.covers) == (("short", "easy"), ("row-1",))


def test_the_digest_is_that_of_the_file() -> None:
    assert load(SHORTEST).digest == hashlib.sha256(SHORTEST.encode()).hexdigest()


def test_a_template_knows_its_place() -> None:
    second = bank.load_text(f"{SHORTEST}---\n{SHORTEST.replace('shortest', 'other')}", "bank.yaml")[1]
    assert (second.where.file, second.where.line) == ("bank.yaml", 8)


def test_knobs_are_lists_of_values_and_a_single_value_is_one(everything: Template) -> None:
    assert everything.knobs == {"size": (3, 2, 4), "style": ("plain",)}


def test_pools_are_words_or_records_typed_by_the_reader(everything: Template) -> None:
    assert everything.pools["words"] == ("red", "blue")
    assert everything.pools["rows"] == (
        Record({"item": "one", "good": "yes", "why": "012"}),
        Record({"item": "two", "good": "no", "why": Dec("0.50")}),
    )


def test_draws_keep_their_order_and_their_remarks(everything: Template) -> None:
    assert [*everything.params, *everything.plant] == ["xs", "word", "w"]
    assert everything.params["word"].doc == "what is counted"


def test_a_list_is_a_tuple_of_expressions(everything: Template) -> None:
    assert everything.derive["doubled"].value({"total": 5}) == (5, 10)


def test_conditions_keep_their_sentences(everything: Template) -> None:
    assert [condition.sentence for condition in everything.require + everything.prefer] == [
        "some are there",
        "not too many",
    ]


def test_parts_are_labeled_in_order(everything: Template) -> None:
    assert [part.label for part in everything.parts] == ["a", "b"]


def test_points_of_optional_parts_do_not_count(everything: Template) -> None:
    assert everything.points == Dec("2.5")


@pytest.mark.parametrize(
    ("written", "height"), [("4 cm", 113.386), ("30 mm", 85.039), ("6 lines", 144.0), ("1 line", 24.0)]
)
def test_space_is_a_height_in_bp(written: str, height: float) -> None:
    space = load(f"{SHORTEST}space: {written}\n").parts[0].space
    assert space is not None
    assert (round(space.height, 3), space.exact) == (height, False)


def test_a_space_may_be_exact() -> None:
    assert load(f"{SHORTEST}space: exactly 6 lines\n").parts[0].space == Room(144.0, exact=True)


def test_a_rubric_holds_lines_of_points(first: PartTemplate) -> None:
    assert [(line.text.source, line.points) for line in first.rubric] == [("the first", Dec("1.5")), ("all", 1)]


def test_mistakes_say_where_they_belong_and_what_they_earn(first: PartTemplate) -> None:
    told = [(mistake.answer, mistake.credit, mistake.name, mistake.feedback.source) for mistake in first.mistakes]
    assert told == [("one", Fraction(1, 2), "summed", "That is the sum."), ("all", 0, "", "No.")]


def test_the_only_answer_is_the_one_a_mistake_belongs_to() -> None:
    text = SHORTEST.replace("answer: a + 1", "answers: {sum: a + 1}\nmistakes:\n  - a: Not added.\n  - 5: Five.")
    text = text.replace("$?", "$? [[sum]]")
    assert [mistake.answer for mistake in load(text).parts[0].mistakes] == ["sum", "sum"]
    assert [mistake.value.source for mistake in load(text).parts[0].mistakes] == ["a", "5"]


def test_follows_names_earlier_parts(everything: Template) -> None:
    assert everything.parts[1].follows == ("a",)


def test_needs_names_earlier_parts(everything: Template) -> None:
    assert everything.parts[1].needs == ("a",)


def test_a_part_also_needs_what_its_needed_parts_need() -> None:
    prompts = ("First.", "Second.\n    needs: a", "Third.", "Fourth.\n    needs: [b]")
    parts = "".join(f"  - prompt: {prompt}\n    answer: 3\n" for prompt in prompts)
    template = load(f"id: chain\ntitle: Chain\ntopic: sums\nparts:\n{parts}")
    assert [template.needed(label) for label in "abcd"] == [(), ("a",), (), ("a", "b")]


def test_credit_beside_the_answers_counts_for_all_of_them() -> None:
    text = SHORTEST.replace("answer: a + 1", "answers: {x: a + 1, y: {vector: '[a, a]'}}\ncredit: each")
    part = load(text.replace("$?", "$? [[x]] [[y]]")).parts[0]
    assert [answer.credit_each for answer in part.answers] == [True, True]


def test_options_beside_a_kind_are_kept(first: PartTemplate) -> None:
    one, every = first.answers
    assert (one.unit, [other.value({"xs": (4, 1), "total": 5}) for other in one.accept]) == ("m", [4, 4])
    assert every.label is not None
    assert (every.label.source, every.credit_each) == ("$x =$", True)


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("exact", ToleranceRule("absolute", 0)),
        ("0.01", ToleranceRule("absolute", Dec("0.01"))),
        ("1 %", ToleranceRule("relative", Dec("0.01"))),
        ("2.5%", ToleranceRule("relative", Dec("0.025"))),
        ("2 decimals", ToleranceRule("decimals", 2)),
        ("3 digits", ToleranceRule("digits", 3)),
    ],
)
def test_a_tolerance_is_read_in_each_form(written: str, rule: ToleranceRule) -> None:
    assert answer_of(flat(f"{{number: a, tolerance: {written}}}")).tolerance == rule


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("a", "number", 3),
        ("3", "number", 3),
        ("{number: 2*a}", "number", 6),
        ("{vector: xs}", "vector", (1, 2, 5)),
        ("{matrix: [xs, xs]}", "matrix", ((1, 2, 5), (1, 2, 5))),
        ('{sequence: \'["x", "y"]\'}', "sequence", ("x", "y")),
        ("{interval: [a, 2*a]}", "interval", (3, 6)),
        ("{choices: {rows: rows, item: item, right: right}}", "choices", "rows"),
        ("{ticks: {rows: rows, item: item, columns: {right: True}}}", "ticks", "rows"),
        ("{table: {rows: rows, columns: {item: Item, n: Number}, blanks: '[[0, \"n\"]]'}}", "table", "rows"),
        ("{essay: {lines: 4, words: 30}}", "essay", None),
        ("{essay: }", "essay", None),
        ("{derivation: }", "derivation", None),
        ("{code: {lines: 4}}", "code", None),
        ("{form: }", "form", None),
    ],
)
def test_each_kind_of_answer_is_read(written: str, kind: Kind, value: object) -> None:
    template = load(flat(written))
    answer = template.parts[0].answers[0]
    scope = {**template.pools, "a": 3, "xs": (1, 2, 5)}
    assert answer.kind == kind
    assert (answer.value and answer.value.value(scope)) == (template.pools["rows"] if value == "rows" else value)


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        ("{essay: }", {"lines": 6, "words": 0}),
        ("{code: }", {"lines": 10, "language": "python"}),
        ("{form: {lines: 3}}", {"lines": 3}),
        ("{interval: [a, 2*a], open: [low]}", {"open": ("low",)}),
        ("{choices: {rows: rows, item: item, right: right}}", {"item": "item", "right": "right"}),
    ],
)
def test_what_else_a_kind_takes_is_in_its_fields(written: str, fields: dict[str, object]) -> None:
    assert answer_of(flat(written)).fields == fields


def test_heads_of_columns_are_texts_and_cells_have_kinds() -> None:
    fields = answer_of(
        flat("{table: {rows: rows, columns: {item: Item, n: $n$}, cells: {n: number}, blanks: '[[0, \"n\"]]'}}")
    ).fields
    assert {name: text.source for name, text in fields["columns"].items()} == {"item": "Item", "n": "$n$"}
    assert fields["cells"] == {"n": "number"}
    assert fields["blanks"].value({}) == ((0, "n"),)


def test_a_choice_counts_its_options_and_may_name_more_values() -> None:
    answer = answer_of(flat("{choice: a, options: 4, among: xs}"))
    assert answer.fields["options"] == 4
    assert answer.fields["among"].value({"xs": (1, 2)}) == (1, 2)


def test_a_figure_to_draw_on_is_the_value_of_its_answer() -> None:
    text = "id: f\ntitle: F\ntopic: t\nfamily: decoding_tree_search\nknobs: {depth: [3], k: [2]}\n"
    answer = answer_of(f"{text}prompt: Mark it.\nanswer: {{drawing: {{on: tree, overlay: tree_kept}}}}\n")
    assert answer.value is not None
    assert answer.value.value({}) == "tree"
    assert answer.fields == {"overlay": "tree_kept"}


def test_blocks_of_text_know_the_line_they_begin_on() -> None:
    stem = load(ALL).stem
    assert stem is not None
    assert stem.where.line == 23


def test_the_shipped_banks_load_without_a_warning() -> None:
    templates = [template for file in shelf.files([shelf.shipped()]) for template in bank.load(file)]
    assert templates
    assert [warning for template in templates for warning in template.warnings] == []


def test_a_problem_is_loaded_again_when_its_file_changes(tmp_path: Path) -> None:
    file = tmp_path / "b.yaml"
    file.write_text(SHORTEST, encoding="utf-8")
    assert bank.find("shortest", [tmp_path]) is bank.find("shortest", [tmp_path])
    file.write_text(SHORTEST.replace("The shortest entry", "Another title"), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert bank.find("shortest", [tmp_path]).title == "Another title"


def test_no_damage_to_a_bank_ends_in_a_traceback() -> None:
    chance = Random(7)
    for _ in range(150):
        text = ALL
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(text))
            text = (
                text[:place]
                + chance.choice(["", "{", "]", ": ", "'", "<<", "%>", "$", "\n- ", "\t", "null"])
                + text[place + 2 :]
            )
        faults: tuple[Fault, ...] = ()
        try:
            bank.load_text(text, "bank.yaml")
        except ProbgenError as error:
            faults = error.faults
        assert all(found.where.line for found in faults), text


def test_a_problem_has_at_most_as_many_parts_as_letters() -> None:
    parts = "".join(f"  - {{prompt: Part {number}, answer: 1}}\n" for number in range(27))
    assert "parts: takes at most 26 entries, found 27" in fault(f"id: a\ntitle: b\ntopic: c\nparts:\n{parts}")


def test_faults_come_sorted_and_all_at_once() -> None:
    text = (
        SHORTEST.replace("a + 1\n", "b + 1\n").replace("<<a>>", "<<c>>").replace("topic: sums", "topic: sums\ntgas: x")
    )
    lines = [line for line in fault(text).splitlines() if not line.startswith("  ")]
    assert [line.split(":")[1] for line in lines] == ["4", "6", "7"]


def test_a_solution_may_show_what_the_statement_may_not() -> None:
    text = SHORTEST.replace("params: {a: 1..9}", "params: {a: 1..9}\nplant: {w: 1..9}\nderive: {total: a + w}")
    text = text.replace("answer: a + 1", "answer: total\nsolution: $<<a>> + <<w>> = <<total>>$")
    assert load(text).parts[0].answers[0].name == "answer"
    assert "prints the answer" in fault(text.replace("$<<a>> + 1$", "<<total>>"))


def test_a_parameter_that_is_the_answer_may_be_shown() -> None:
    assert load(SHORTEST.replace("answer: a + 1", "answer: a")).id == "shortest"


def test_a_knob_may_share_its_name_with_what_the_family_reports() -> None:
    text = "id: f\ntitle: F\ntopic: t\nfamily: decoding_tree_search\nknobs: {regime: [beam_recovers]}\n"
    assert "regime" in family.gives(family.find("decoding_tree_search"))
    assert load(f"{text}prompt: What is it?\nanswer: 3\n").knobs == {"regime": ("beam_recovers",)}


@pytest.mark.parametrize(
    ("change", "line", "what"),
    [
        (("{a: 1..9}", "{a: 1..9, b: 1..9}"), 4, "'b' is used nowhere"),
        (
            ("answer: a + 1", "answer: a + 1\nsolution: It is $<<answer>>$, not 52."),
            7,
            "the number 52 is written by hand",
        ),
        (("answer: a + 1", "answer: {essay: }"), 1, "the essay has no rubric"),
        (("answer: a + 1", "answer: {derivation: }"), 1, "the derivation has no rubric"),
        (
            ("answer: a + 1", "answer: a + 1\nrubric: {all: 1}\nmistakes:\n- a: No.\n  credit: 1/3"),
            10,
            "a known mistake costs 2/3 of 1 points",
        ),
    ],
)
def test_what_may_be_meant_so_is_a_warning(change: tuple[str, str], line: int, what: str) -> None:
    (warning,) = load(SHORTEST.replace(*change)).warnings
    assert warning.startswith(f"bank.yaml:{line}:")
    assert f"(warning) {what}" in warning


@pytest.mark.parametrize("words", ["the part before", "the numbers above", "$c$ as before", "the $w$ from before"])
def test_words_that_point_to_another_part_are_a_warning_where_no_part_is_needed(words: str) -> None:
    head = "id: two\ntitle: Two\ntopic: sums\nparts:\n  - {prompt: What is 1?, answer: 1}\n"
    pointing = f"  - {{prompt: 'Use {words}.', answer: 2"
    (warning,) = load(f"{head}{pointing}}}\n").warnings
    assert "bank.yaml:6:" in warning
    assert "points to another part, which may be left out" in warning
    assert load(f"{head}{pointing}, needs: a}}\n").warnings == ()


def test_a_knob_that_a_family_does_not_take_is_used_nowhere() -> None:
    text = "id: f\ntitle: F\ntopic: t\nfamily: argmax_attention\nknobs: {n: [3], m: [1, 2]}\n"
    text += "params: {keys: 'int[n, 2] in 1..5', values: 'int[n, 2] in 1..5', query: 'int[2] in 1..5'}\n"
    (warning,) = load(f"{text}prompt: Which <<query | row>>?\nanswer: winner\n").warnings
    assert "bank.yaml:5:17: knobs > m: (warning) 'm' is used nowhere" in warning


def test_the_answer_is_known_by_its_full_name_and_hides_nothing() -> None:
    text = SHORTEST.replace("answer: a + 1", "answers: {a: a + 1}\nsolution: $<<a>> + 1 = <<answers.a>>$").replace(
        "$?", "$? [[a]]"
    )
    part = variant.make(load(text), Stream(1), given={"a": 3}).problem.parts[0]
    assert part.solution
    assert part.solution[-1] == Paragraph((Math("3 + 1 = 4"),))  # behind the note that nothing proves the key


def test_a_number_of_the_statement_is_not_written_by_hand() -> None:
    text = SHORTEST.replace("+ 1$", "+ 52$").replace("answer: a + 1", "answer: a + 52\nsolution: Add 52 to $<<a>>$.")
    assert load(text).warnings == ()


def test_a_figure_without_a_caption_is_a_warning() -> None:
    text = "id: f\ntitle: F\ntopic: t\nfamily: decoding_tree_search\nknobs: {depth: [3], k: [2]}\nstem: '![](tree)'\n"
    (warning,) = load(f"{text}prompt: What is it?\nanswer: 3\n").warnings
    assert "bank.yaml:6:8: stem: (warning) the figure 'tree' has no caption" in warning


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("derive: {" + ", ".join(f"a{i}: 1" for i in range(300)) + "}", "takes at most 200 entries, found 300"),
        ("pools: {p: [" + ", ".join("w" for _ in range(300)) + "]}", "needs at most 200 entries, found a list"),
        ("params: {p: [" + ", ".join("1" for _ in range(300)) + "]}", "needs at most 200 entries, found a list"),
        ("params: {p: '" + "1" * 3000 + "..2'}", "it has more than 1000 characters"),
        ("source: " + "x" * 900 + "\ntags: [" + "x" * 900 + "]", "needs a line of at most 500 characters"),
    ],
)
def test_what_a_bank_may_hold_is_bounded(text: str, message: str) -> None:
    with pytest.raises(ProbgenError) as caught:
        bank.load_text(f"id: x\ntitle: T\ntopic: t\nprompt: P\nanswer: 1\n{text}\n", "x.yaml")
    assert message in str(caught.value)


def test_an_id_that_only_looks_like_one_in_the_text_is_not_found(tmp_path: Path) -> None:
    text = 'id: "\\u0061b"\ntitle: T\ntopic: t\nprompt: P\nanswer: 1\n'
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(ProbgenError, match="there is no problem"):
        bank.find("\\u0061b", [tmp_path])
