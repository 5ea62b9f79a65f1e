"""Drawing a template: conditions, knobs, pinned values, planted values, families."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

from probgen import family as families
from probgen.errors import ProbgenError
from probgen.exact import Dec, Record, Value
from probgen.family import Disagreement, NotWellPosed
from probgen.model import Template
from probgen.sampling import TRIES, draw
from probgen.sampling.instance import Instance
from probgen.stream import Stream
from tests.bank_text import template as bank_text
from tests.templates import template

LENGTH = template(
    params={"n": "16..64", "k": [3, 5, 7], "s": "1..3", "p": "0..2"},
    require={"the last step fits": "(n + 2*p - k) % s == 0"},
    derive={"out": "(n + 2*p - k)/s + 1"},
)
FILTER = template(
    knobs={"k": (3, 2)},
    params={"signal": "int[2*k - 1] in -4..4"},
    plant={"w": "int[k] in -4..4 ends nonzero"},
    derive={
        "twice": "[2*x for x in reach]",
        "output": "list(dot(signal[i:i+k], w) for i in range(k))",
        "reach": "[max(signal)]*k",
    },
    require={"the signal moves": "max(signal) > min(signal)", "the filter shows": "any(w[0] != x for x in w)"},
    prefer={"no output is zero": "all(y != 0 for y in output)"},
)


@dataclass(frozen=True)
class Number:
    """A number to halve."""

    number: int
    times: int = 1

    def __post_init__(self) -> None:
        if self.times < 1:
            raise ValueError("it must be halved at least once")


class Solution(NamedTuple):
    """The half, and how much is left over in all."""

    half: int
    lost: int


class Halving:
    """Halve a number; an odd one has no half."""

    Params: type[Any] = Number

    @staticmethod
    def solve(params: Number) -> Solution:
        half = params.number
        for _ in range(params.times):
            if half % 2:
                raise NotWellPosed("the number is even")
            half //= 2
        return Solution(half, 0)

    @staticmethod
    def verify(params: Number, solution: Solution) -> None:
        """Double it again.

        A second paragraph is not the name of the method.
        """
        if solution.half * 2**params.times != params.number or solution.half == 21:
            raise Disagreement(f"{solution.half} doubled is not {params.number}")

    @staticmethod
    def effort(params: Number, solution: Solution) -> Mapping[str, float]:
        return {"": float(params.times + solution.lost)}


class DrawnHalving(Halving):
    """The same, drawing its own number."""

    @staticmethod
    def draw(stream: Stream, knobs: Record) -> Number:
        return Number(stream.between(1, 8), knobs.times)


@pytest.fixture(autouse=True)
def _known_families(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"halving": Halving, "drawn_halving": DrawnHalving}
    monkeypatch.setattr(families, "find", known.__getitem__)


def many(problem: Template, count: int = 200, **choices: Any) -> list[Instance]:
    stream = Stream("sampling")
    return [draw(problem, stream, **choices) for _ in range(count)]


def fault(problem: Template, **choices: Any) -> str:
    with pytest.raises(ProbgenError) as caught:
        draw(problem, Stream("fault"), **choices)
    return str(caught.value)


class TestConditions:
    def test_every_accepted_draw_meets_what_is_required(self) -> None:
        for instance in many(LENGTH):
            n, k, s, p = (instance.scope[name] for name in "nksp")
            assert (n + 2 * p - k) % s == 0
            assert instance.scope["out"] == (n + 2 * p - k) // s + 1

    def test_rejected_draws_are_counted_by_the_sentence(self) -> None:
        instances = many(LENGTH, 300)
        rejected: Counter[str] = Counter()
        for instance in instances:
            rejected.update(dict(instance.rejected))
        assert set(rejected) == {"the last step fits"}
        assert sum(instance.tries for instance in instances) == 300 + rejected.total()

    def test_the_same_stream_gives_the_same_draw(self) -> None:
        one, two = (draw(LENGTH, Stream("again", 1)) for _ in range(2))
        assert one.params == two.params

    def test_names_are_derived_in_any_order(self) -> None:
        problem = template(params={"a": "1..9"}, derive={"d": "c + 1", "c": "b + 1", "b": "a + 1"})
        scope = draw(problem, Stream(1)).scope
        assert scope["d"] == scope["a"] + 3

    def test_a_condition_guards_what_is_derived_after_it(self) -> None:
        problem = template(
            params={"a": "0..1"},
            derive={"inverse": "1/a", "half": "inverse/2"},
            require={"a has an inverse": "a != 0", "the half is right": "half*2 == inverse"},
        )
        assert {instance.scope["a"] for instance in many(problem, 30)} == {1}

    def test_a_name_that_only_texts_use_is_derived_for_accepted_draws_only(self) -> None:
        problem = template(
            params={"a": "0..1"},
            derive={"b": "a*a", "inverse": "1/a"},
            require={"a has a square": "b > 0"},
        )
        assert {instance.scope["inverse"] for instance in many(problem, 30)} == {1}

    def test_an_unguarded_division_by_zero_is_a_located_error(self) -> None:
        problem = template(params={"a": "0..0"}, derive={"b": "1/a"})
        assert fault(problem) == "bank.yaml:1: b: cannot compute `1/a`: division by zero (with a = 0)"

    def test_an_impossible_condition_ends_after_a_bounded_number_of_tries(self) -> None:
        problem = template(params={"a": "1..5"}, require={"a is small": "a < 5", "a is large": "a > 7"})
        start = time.process_time()
        message = fault(problem)
        assert time.process_time() - start < 2
        lines = message.splitlines()
        assert lines[0].startswith(f"bank.yaml:1: require > a is large: no draw in {TRIES} tries met every condition;")
        times = int(lines[0].rpartition("this one failed ")[2].removesuffix(" times"))
        assert 1450 < times < 1750

    def test_a_condition_that_is_no_truth_value_is_refused(self) -> None:
        problem = template(params={"a": "1..1"}, require={"a is there": "a"})
        assert "a condition must be true or false, found 1" in fault(problem)

    def test_names_that_need_each_other_are_refused(self) -> None:
        assert "a, b need each other" in fault(template(derive={"a": "b", "b": "a"}))

    def test_unknown_names_are_refused(self) -> None:
        problem = template(params={"signal": "1..2"}, derive={"a": "singal"})
        assert fault(problem) == "bank.yaml:1: a: unknown name 'singal'\n  hint: did you mean `signal`?"

    def test_a_condition_that_fails_with_nothing_drawn_ends_at_once(self) -> None:
        problem = template(derive={"a": "1"}, require={"a is two": "a == 2"})
        assert fault(problem) == "bank.yaml:1: require > a is two: 'a is two' fails, and nothing is drawn"

    def test_a_condition_on_knobs_alone_ends_at_once(self) -> None:
        problem = template(knobs={"k": (3,)}, params={"a": "1..9"}, require={"k is two": "k == 2"})
        assert fault(problem) == "bank.yaml:1: require > k is two: 'k is two' fails, and nothing that it names is drawn"


class TestKnobs:
    def test_the_first_value_is_the_default(self) -> None:
        assert draw(FILTER, Stream(1)).params.k == 3

    def test_a_chosen_value_counts(self) -> None:
        instance = draw(FILTER, Stream(1), knobs={"k": 2})
        assert len(instance.scope["signal"]) == 3

    def test_a_choice_may_be_text_as_on_the_command_line(self) -> None:
        assert draw(FILTER, Stream(1), knobs={"k": "2"}).params.k == 2

    def test_an_unknown_knob_is_refused(self) -> None:
        assert fault(FILTER, knobs={"kk": 2}) == "'sample' has no knob 'kk'\n  hint: did you mean `k`?"

    def test_an_unknown_value_is_refused(self) -> None:
        problem = template(knobs={"regime": ("beam_recovers", "greedy_optimal", "both_fail")})
        expected = "knob 'regime' takes beam_recovers, greedy_optimal, both_fail, found beam_fails"
        assert fault(problem, knobs={"regime": "beam_fails"}) == expected


class TestGiven:
    def test_pinned_parameters_are_taken_as_they_are(self) -> None:
        given = {"n": 17, "k": 3, "s": 2, "p": 0}
        instance = draw(LENGTH, Stream(1), given=given)
        assert dict(instance.params) == given
        assert instance.scope["out"] == 8

    def test_what_is_not_pinned_is_drawn(self) -> None:
        drawn = {instance.scope["k"] for instance in many(LENGTH, 60, given={"n": 20, "s": 1})}
        assert drawn == {3, 5, 7}

    def test_the_range_does_not_bind(self) -> None:
        assert draw(LENGTH, Stream(1), given={"n": 1000, "s": 1}).scope["n"] == 1000

    def test_ratios_may_be_written_as_text(self) -> None:
        problem = template(params={"x": "1/4..3/4 step 1/4"}, derive={"y": "2*x"})
        assert draw(problem, Stream(1), given={"x": "5/2"}).scope["y"] == 5

    def test_lists_become_tuples(self) -> None:
        given = {"signal": [1, 2, 3, 4, 5], "w": [1, 0, 2]}
        assert draw(FILTER, Stream(1), given=given).scope["output"] == (7, 10, 13)

    def test_the_wrong_shape_is_refused(self) -> None:
        expected = "given: 'signal' needs 5 whole numbers, has 4\n  hint: it is drawn as `int[2*k - 1] in -4..4`"
        assert fault(FILTER, given={"signal": [1, 2, 3, 4]}) == expected

    def test_an_unknown_name_is_refused(self) -> None:
        assert fault(FILTER, given={"singal": 1}) == "given: unknown name 'singal'\n  hint: did you mean `signal`?"

    def test_a_violated_requirement_is_named_at_once(self) -> None:
        message = fault(LENGTH, given={"n": 17, "k": 3, "s": 3, "p": 0})
        assert message.startswith("given: the pinned values violate 'the last step fits'")

    def test_a_violation_is_found_at_once_even_if_other_names_are_drawn(self) -> None:
        message = fault(FILTER, given={"signal": [1, 1, 1, 1, 1]})
        assert message.startswith("given: the pinned values violate 'the signal moves'")

    def test_preferences_bind_what_does_not_follow_from_pinned_values(self) -> None:
        problem = template(params={"a": "1..9", "b": "0..1", "c": "1..9"}, prefer={"b": "b == 1", "sum": "a + c > 17"})
        assert {instance.scope["b"] for instance in many(problem, 50, given={"a": 1})} == {1}

    def test_an_impossible_pin_is_said_to_be_one(self) -> None:
        problem = template(params={"a": "1..9", "b": "1..9"}, require={"more": "b > a"})
        message = fault(problem, given={"a": 9})
        assert "with the values given, no draw in 2000 tries met every condition" in message
        assert "hint: give other values" in message

    def test_preferences_do_not_bind_pinned_values(self) -> None:
        instance = draw(FILTER, Stream(1), given={"signal": [0, 1, 0, 0, 0], "w": [1, 2, 3]})
        assert instance.scope["output"] == (2, 1, 0)

    def test_a_pinned_name_is_not_derived(self) -> None:
        instance = draw(FILTER, Stream(1), given={"signal": [1, 2, 3, 4, 5], "reach": [7, 7, 7]})
        assert instance.scope["twice"] == (14, 14, 14)

    def test_planted_values_behind_a_pinned_name_are_unknown(self) -> None:
        instance = draw(FILTER, Stream(1), given={"signal": [1, 2, 3, 4, 5], "output": [1, 2, 3]})
        assert "w" not in instance.scope
        assert instance.skipped == ("the filter shows",)
        assert dict(instance.params) == {"k": 3, "signal": (1, 2, 3, 4, 5), "output": (1, 2, 3)}

    def test_planted_values_are_drawn_while_no_name_behind_them_is_pinned(self) -> None:
        instance = draw(FILTER, Stream(1), given={"signal": [1, 2, 3, 4, 5]})
        assert len(instance.scope["w"]) == 3
        assert instance.skipped == ()

    def test_what_is_derived_from_unknown_values_is_unknown_too(self) -> None:
        problem = template(
            plant={"w": "1..9"},
            derive={"shown": "w + 1", "hidden": "w + 2", "deeper": "hidden + 1"},
            require={"deep": "deeper > 3", "seen": "shown > 1"},
        )
        instance = draw(problem, Stream(1), given={"shown": 5})
        assert instance.skipped == ("deep",)
        assert set(instance.scope) == {"shown"}

    def test_a_knob_may_be_pinned_beyond_its_list(self) -> None:
        assert len(draw(FILTER, Stream(1), given={"k": 4}).scope["signal"]) == 7


class TestFamilies:
    problem = template(family="halving", params={"number": "1..20"}, derive={"left": "half - lost"})

    def test_the_solution_and_what_follows_from_it_are_in_scope(self) -> None:
        for instance in many(self.problem, 50):
            assert instance.scope["left"] * 2 == instance.scope["number"]

    def test_a_draw_that_is_not_well_posed_is_rejected_under_its_sentence(self) -> None:
        rejected: Counter[str] = Counter()
        for instance in many(self.problem, 50):
            rejected.update(dict(instance.rejected))
        assert set(rejected) == {"the number is even"}

    def test_effort_comes_from_the_family(self) -> None:
        instance = draw(self.problem, Stream(1))
        assert dict(instance.effort) == {"": 1.0}

    def test_without_a_family_there_is_no_effort(self) -> None:
        instance = draw(LENGTH, Stream(1))
        assert dict(instance.effort) == {}

    def test_params_may_come_from_derived_names_and_knobs(self) -> None:
        problem = template(family="halving", knobs={"times": (2, 1)}, params={"n": "1..5"}, derive={"number": "4*n"})
        instance = draw(problem, Stream(1))
        assert instance.scope["half"] == instance.scope["n"]

    def test_a_field_with_a_default_may_be_pinned(self) -> None:
        instance = draw(self.problem, Stream(1), given={"number": 12, "times": 2})
        assert instance.scope["half"] == 3
        assert dict(instance.params) == {"number": 12, "times": 2}

    def test_pinned_values_that_pose_no_question_are_refused(self) -> None:
        assert fault(self.problem, given={"number": 7}).startswith(
            "given: the pinned values violate 'the number is even'"
        )

    def test_pinned_values_that_make_no_sense_are_refused(self) -> None:
        message = fault(self.problem, given={"number": 8, "times": 0})
        assert message.startswith("given: the pinned values violate 'it must be halved at least once'")

    def test_a_bank_that_gives_a_family_values_of_another_kind_is_at_fault(self) -> None:
        message = fault(template(family="halving", derive={"number": "'six'", "times": "[1]"}))
        assert message.startswith("bank.yaml:1: the family 'halving' cannot take number = 'six', times = [1]")

    def test_pinned_values_of_another_kind_are_refused(self) -> None:
        message = fault(self.problem, given={"number": 8, "times": "twice"})
        assert message.startswith("given: the family 'halving' cannot take number = 8, times = 'twice'")

    def test_what_the_family_computes_cannot_be_pinned(self) -> None:
        assert fault(self.problem, given={"half": 7}).startswith("given: 'half' is computed and cannot be pinned")

    def test_a_disagreement_names_the_family_and_the_parameters(self) -> None:
        message = fault(self.problem, given={"number": 42})
        assert message.startswith(
            "bank.yaml:1: the key of family 'halving' was not confirmed: 21 doubled is not 42; for Number("
        )

    def test_a_parameter_that_nothing_provides_is_named(self) -> None:
        assert "the family 'halving' needs 'number', which nothing provides" in fault(template(family="halving"))

    def test_a_name_used_twice_is_refused(self) -> None:
        problem = template(family="halving", params={"number": "1..9", "half": "1..9"})
        assert "'half' is a name of this problem and of what the family 'halving' gives" in fault(problem)

    def test_a_parameter_that_follows_from_unknown_planted_values_must_be_given_too(self) -> None:
        problem = template(
            family="halving",
            plant={"w": "1..9"},
            derive={"number": "2*w", "shown": "w + 1"},
            require={"s": "shown > 0"},
        )
        assert fault(problem, given={"shown": 3}).startswith("given: 'number' must be given too")

    def test_params_do_not_take_planted_values(self) -> None:
        assert "which nothing provides" in fault(template(family="halving", plant={"number": "2..2"}))


class TestDrawingFamilies:
    problem = template(
        family="drawn_halving", knobs={"times": (1, 2)}, derive={"twice": "2*number"}, prefer={"not one": "half != 1"}
    )

    def test_the_fields_of_params_are_names(self) -> None:
        numbers = {instance.scope["number"] for instance in many(self.problem, 100)}
        assert numbers == {4, 6, 8}

    def test_they_are_recorded_with_the_knobs(self) -> None:
        instance = draw(self.problem, Stream(1), knobs={"times": 2})
        assert dict(instance.params) == {"times": 2, "number": 8}

    def test_with_all_required_fields_pinned_nothing_is_drawn(self) -> None:
        stream = Stream(1)
        instance = draw(self.problem, stream, given={"number": 40})
        assert (instance.scope["half"], instance.scope["twice"]) == (20, 80)
        assert stream.below(2**64) == Stream(1).below(2**64)

    def test_an_optional_field_may_be_pinned_while_the_rest_is_drawn(self) -> None:
        drawn = {instance.scope["number"] for instance in many(self.problem, 50, given={"times": 3})}
        assert drawn == {8}

    def test_a_violation_by_pinned_values_is_an_error(self) -> None:
        assert fault(self.problem, given={"number": 7}).startswith(
            "given: the pinned values violate 'the number is even'"
        )


def test_pools_are_in_scope_and_sampled_from() -> None:
    rows = tuple(Record({"item": item}) for item in ("a", "b", "c"))
    problem = template(pools={"all_rows": rows}, params={"picked": "2 of all_rows"}, derive={"n": "len(all_rows)"})
    instance = draw(problem, Stream(1))
    assert set(instance.scope["picked"]) < set(rows)
    assert instance.scope["n"] == 3


def test_decimals_keep_their_places_on_the_way() -> None:
    problem = template(params={"x": "0.50..0.50 step 0.10"}, derive={"y": "x + 1"})
    value: Value = draw(problem, Stream(1)).scope["y"]
    assert isinstance(value, Dec)
    assert str(value) == "1.50"


def test_a_small_draw_takes_less_than_a_millisecond() -> None:
    many(LENGTH, 10)
    start = time.process_time()
    many(LENGTH, 200)
    assert (time.process_time() - start) / 200 < 0.001


def test_the_work_of_all_tries_together_is_bounded() -> None:
    problem = template(
        params={"a": "1..9"},
        derive={"b": "sum(list(x*y for x in range(80) for y in range(80)))"},
        require={"never": "b < a"},
    )
    tries = re.search(r"no draw in (\d+) tries", fault(problem))
    assert tries
    assert int(tries[1]) < 200


def test_one_draw_with_too_much_work_is_an_error() -> None:
    steps = {f"b{n}": "sum(list(x*y for x in range(90) for y in range(90)))" for n in range(200)}
    assert "one draw takes too many steps" in fault(
        template(params={"a": "1..9"}, derive=steps, require={"x": " + ".join(steps) + " > 0"})
    )


def test_a_row_of_a_pool_can_be_pinned_by_its_name() -> None:
    text = """
        pools:
          sizes: [{name: small, size: 1}, {name: large, size: 9}]
        params: {chosen: rows of sizes, one: one of sizes}
        knobs: {rows: [1, 2]}
        prompt: How large?
        answer: chosen[0].size + one.size
    """
    instance = draw(bank_text(text), Stream(1), given={"chosen": ("large",), "one": "small"})
    assert [instance.scope["chosen"][0]["size"], instance.scope["one"]["size"]] == [9, 1]
