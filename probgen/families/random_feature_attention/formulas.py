"""The closed forms of the rewriting, for any temperature."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ...exact import Exact, Formula
from ...symbolic import formula

_VECTORS = {"q": "[D]", "k": "[D]"}
_NUMBERS = {"q1": "real", "q2": "real", "k1": "real", "k2": "real", "D": "positive"}
_STEPS = 12  # of pi/6 in a turn
_COSINES = ("1", "sqrt(3)/2", "1/2", "0", "-1/2", "-sqrt(3)/2", "-1")  # of 0, pi/6, ..., pi


class Forms(NamedTuple):
    """The factors of exp(q.k / (t sqrt(D))), and the law of the frequencies."""

    bandwidth: Formula  # sigma^2 = t sqrt(D)
    factor: Formula  # g(q)
    kernel: Formula  # K(q - k)
    product: Formula  # g(q) K(q - k) g(k)
    product_of_two: Formula  # the same, written out for vectors with two entries
    mean_cosine: Formula  # of cos(w delta), w of mean 0 and variance v
    frequency_variance: Formula  # for the kernel with sigma^2
    softmax_variance: Formula  # for the kernel inside of attention
    kernel_of_number: Formula


def forms(t: Exact) -> Forms:
    """Return the closed forms for the temperature `t`."""
    width, twice = _multiple(Fraction(t)), _multiple(2 * Fraction(t))
    query, key = (f"exp(norm({name})**2/({twice}))" for name in "qk")
    kernel = f"exp(-norm(q - k)**2/({twice}))"
    written = ("(q1**2 + q2**2)", "-((q1 - k1)**2 + (q2 - k2)**2)", "(k1**2 + k2**2)")
    return Forms(
        bandwidth=formula(width, {"D": "size"}),
        factor=formula(query, {"q": "[D]"}),
        kernel=formula(kernel, _VECTORS),
        product=formula(f"{query}*{kernel}*{key}", _VECTORS),
        product_of_two=formula("*".join(f"exp({square}/({twice}))" for square in written), _NUMBERS),
        mean_cosine=formula("exp(-v*delta**2/2)", {"v": "positive", "delta": "real"}),
        frequency_variance=formula("1/sigma**2", {"sigma": "positive"}),
        softmax_variance=formula(_inverse(Fraction(t)), {"D": "size"}),
        kernel_of_number=formula("exp(-delta**2/(2*sigma**2))", {"delta": "real", "sigma": "positive"}),
    )


def angle(sixths: int) -> Formula:
    """Return pi/6 so many times, in lowest terms."""
    return Formula("-" * (sixths < 0) + _times(Fraction(abs(sixths), 6), "pi"))


def cosine(sixths: int) -> Formula:
    """Return the cosine of pi/6 so many times."""
    place = sixths % _STEPS
    return Formula(_COSINES[min(place, _STEPS - place)])


def _multiple(t: Fraction) -> str:
    """Return t sqrt(D)."""
    return _times(t, "sqrt(D)")


def _inverse(t: Fraction) -> str:
    """Return 1/(t sqrt(D))."""
    return f"{t.denominator}/({_multiple(Fraction(t.numerator))})"


def _times(factor: Fraction, name: str) -> str:
    """Return the product of a factor that is not negative, with neither a factor nor a divisor of 1."""
    return f"{factor.numerator}*{name}/{factor.denominator}".removeprefix("1*").removesuffix("/1")
