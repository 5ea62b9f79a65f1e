"""Bank text is small Markdown with a restricted Jinja: what it may say, and what it may not."""

from __future__ import annotations

from typing import Any

import pytest

from probgen.document import Blank, DataTable, DisplayMath, Emph, FigureRef, ItemList, Math, Paragraph, Str, Strong
from probgen.errors import ProbgenError, Where
from probgen.exact import Dec, Record
from probgen.language import filling, markup

HERE = Where("bank.yaml", 7)


def filled(source: str, **scope: Any) -> Any:
    return markup.blocks(filling.parse(source, HERE).fill(scope), {})


def line(source: str, **scope: Any) -> Any:
    (paragraph,) = filled(source, **scope)
    return paragraph.content


def test_a_number_in_running_text_is_a_formula() -> None:
    assert line("It is <<a>>.", a=-3) == (Str("It is "), Math("-3"), Str("."))


def test_a_minus_sign_at_the_start_is_kept() -> None:
    assert line("$<<-a>>$", a=Dec("1.50")) == (Math("-1.50"),)


def test_words_are_text_outside_and_inside_of_formulas() -> None:
    assert line("<<w>> $<<w>>$", w="a_b") == (Str("a_b "), Math(r"\text{a\_b}"))


def test_a_value_cannot_be_misread_as_markdown() -> None:
    assert filled("<<n>>. is no list", n=3) == (Paragraph((Math("3"), Str(". is no list"))),)


def test_a_loop_sees_its_index_and_its_last_round() -> None:
    text = "<% for r in rows %><<loop.index>>:<<r.x>><% if not loop.last %>, <% endif %><% endfor %>"
    rows = (Record({"x": 5}), Record({"x": 6}))
    assert line(text, rows=rows) == (Math("1"), Str(":"), Math("5"), Str(", "), Math("2"), Str(":"), Math("6"))


def test_arithmetic_in_text_is_exact() -> None:
    assert line("$<<a / 3>>$ $<<b + c>>$", a=1, b=Dec("0.10"), c=Dec("0.20")) == (
        Math(r"\frac{1}{3}"),
        Str(" "),
        Math("0.30"),
    )


def test_a_filter_may_follow_a_calculation_in_brackets() -> None:
    assert line("$<<(a + b) | signed>>$", a=1, b=-5) == (Math("- 4"),)


def test_names_blanks_and_figures_of_a_text_are_known() -> None:
    text = filling.parse("<<a>> <% for x in xs %><<x>><% endfor %> [[b]] ![t](tree)", HERE)
    assert (text.names, text.blanks, text.figures) == (frozenset({"a", "xs"}), ("b",), ("tree",))


def test_markdown_becomes_nodes() -> None:
    assert line("**Find** *it* in @tree: [[x]]") == (
        Strong((Str("Find"),)),
        Str(" "),
        Emph((Str("it"),)),
        Str(" in "),
        FigureRef("tree"),
        Str(": "),
        Blank("x"),
    )


def test_a_displayed_formula_may_stand_inside_a_paragraph() -> None:
    assert filled("so\n$$x = 1$$\nthen") == (Paragraph((Str("so"),)), DisplayMath("x = 1"), Paragraph((Str("then"),)))


def test_a_table_cell_keeps_formulas_with_bars_and_blanks() -> None:
    (table,) = filled("| a | b |\n|---|:-:|\n| $|x|$ | [[v]] |")
    assert table == DataTable(
        ((Str("a"),), (Str("b"),)), (((Math(r"\vert x\vert "[:-1]),), (Blank("v"),)),), ("left", "center")
    )


def test_a_list_holds_blocks() -> None:
    (items,) = filled("- one\n- two")
    assert items == ItemList(((Paragraph((Str("one"),)),), (Paragraph((Str("two"),)),)))


def test_dollars_of_prices_are_no_formula() -> None:
    assert line("It costs $5 and $6.") == (Str("It costs $5 and $6."),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<<range(10**9)>>", "the call 'range(...)' is not allowed in text"),
        ("<<x.tofile('/tmp/x')>>", "the call 'tofile(...)' is not allowed in text"),
        ("<<''.__class__>>", "the field '__class__' is not allowed in text"),
        ("<<2**3>>", "`**` is not allowed in text"),
        ("<<x[1:2]>>", "a slice is not allowed in text"),
        ("<% set x = 1 %>", "`set` is not allowed in text"),
        ("<% include 'x' %>", "`include` is not allowed in text"),
        ("<% macro m() %><% endmacro %>", "`macro` is not allowed in text"),
        ("<<x is defined>>", "`is` is not allowed in text"),
        ("<<a ~ b>>", "`~` is not allowed in text"),
        ("<<0.5 * a>>", "the decimal 0.5 is not exact in text"),
        ("<<a | sined>>", "unknown filter 'sined'"),
        ("<<a + b | signed>>", "a filter applies to one operand of a calculation"),
        ("<% for x in xs %>", "cannot be read"),
    ],
)
def test_what_is_not_allowed_in_text_is_refused_when_it_is_parsed(text: str, message: str) -> None:
    with pytest.raises(ProbgenError) as caught:
        filling.parse(text, HERE)
    assert message in str(caught.value)


def test_a_fault_names_its_line_and_column() -> None:
    with pytest.raises(ProbgenError) as caught:
        filling.parse("one\ntwo <<a | sined>>", HERE)
    assert str(caught.value).startswith("bank.yaml:8:11: unknown filter 'sined'\n  hint: did you mean `signed`?")


def test_a_method_of_a_value_is_out_of_reach() -> None:
    with pytest.raises(ProbgenError, match="numerator"):
        filling.parse("<<a.numerator>>", HERE).fill({"a": 3})


def test_an_unknown_name_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(ProbgenError, match="'a' is undefined"):
        filling.parse("$<<a>>$", HERE).fill({})


def test_deep_nesting_is_refused() -> None:
    loops = "<% for a in x %>" * 4 + "<% endfor %>" * 4
    with pytest.raises(ProbgenError, match="nested deeper than 3"):
        filling.parse(loops, HERE)


def test_output_is_bounded() -> None:
    text = filling.parse("<% for a in x %><% for b in x %>01234567890123456789<% endfor %><% endfor %>", HERE)
    with pytest.raises(ProbgenError, match="grows beyond"):
        text.fill({"x": tuple(range(90))})


@pytest.mark.parametrize("text", ["# Title", "> quoted", "***"])
def test_markdown_that_a_problem_has_no_use_for_is_refused(text: str) -> None:
    with pytest.raises(ProbgenError, match="not part of a problem's text"):
        filled(text)


def test_html_stays_text() -> None:
    assert line("a <b> c") == (Str("a <b> c"),)


def test_loops_that_print_nothing_end_too() -> None:
    text = filling.parse("<% for a in x %><% for b in x %><% for c in x %><% endfor %><% endfor %><% endfor %>", HERE)
    with pytest.raises(ProbgenError, match="more than 10000 rounds of `for`"):
        text.fill({"x": tuple(range(900))})


def test_every_filling_has_its_rounds_for_itself() -> None:
    text = filling.parse("<% for a in x %><<a>><% endfor %>", HERE)
    assert [len(text.fill({"x": tuple(range(6000))})) > 6000 for _ in range(2)] == [True, True]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<<a | dec(2) | signed>>", "a filter cannot follow another one"),
        ("<<a | dec(*x)>>", "`*` is not allowed in the arguments of 'dec'"),
        ("<% for y in x if y %><<y>><% endfor %>", "`for ... if` is not allowed in text"),
        ("<<'\\u202e'>>", "the character U+202E cannot stand in a text"),
        ("<<" + "(" * 400 + "a" + ")" * 400 + ">>", "nested too deeply"),
        ("<<" + "-" * 900 + "a>>", "nested too deeply"),
        ("<<" + "a*" * 3000 + "a>>", "nested too deeply"),
        ("<<" + "9" * 5000 + ">>", "too long"),
        ("x" * 30_000, "a text of more than 20000 characters is too long"),
    ],
)
def test_what_would_exhaust_or_escape_is_refused_when_it_is_parsed(text: str, message: str) -> None:
    with pytest.raises(ProbgenError) as caught:
        filling.parse(text, HERE)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<<a | dec(1000000000)>>", "`dec` cannot set 7 with 1000000000"),
        ("<<a | dec>>", "`dec`: missing a required argument: 'places'"),
        ("<<a | dec(1, 2)>>", "`dec`: too many positional arguments"),
        ("<<x | signed>>", "`signed` needs a number, has [1, 2]"),
        ("<<a / 2 | ordinal>>", "a filter applies to one operand"),
        ("<<(a / 2) | ordinal>>", "`ordinal` needs a whole number, has 7/2"),
        ("<<a | many('y')>>", "`many` cannot set 7 with 'y'"),
        ("<<a | vec>>", "`vec` cannot set 7"),
        ("<<a // 0>>", "division by zero"),
        ("<<a < x>>", "values of different kinds cannot be compared"),
        ("<<a.real>>", "7 has no field 'real'"),
        ("<<x[5]>>", "[1, 2] has no entry 5"),
        ("<% for y in a %><% endfor %>", "`for` needs a list, has 7"),
        ("<% for y, z in x %><% endfor %>", "cannot be filled"),
        ("<% for y in x %><<loop.cycle>><% endfor %>", "`loop` has no field 'cycle'"),
    ],
)
def test_what_cannot_be_filled_is_said_in_words_of_the_bank(text: str, message: str) -> None:
    with pytest.raises(ProbgenError) as caught:
        filling.parse(text, HERE).fill({"a": 7, "x": (1, 2)})
    assert message in str(caught.value)


def test_a_formula_that_vanishes_leaves_no_dollars() -> None:
    assert line("so <<a | coef>> $<<a | coef>>$ x", a=1) == (Str("so   x"),)


def test_a_value_that_looks_concealed_is_text() -> None:
    assert line("a \U000f0100t\U000f0101\U000f0100q\U000f0000\U000f0101 b")[0].text.startswith("a ")


def test_an_entity_is_no_character() -> None:
    assert line("a &#x202e; b") == (Str("a &#x202e; b"),)
