"""The closed forms of the changes of variables, and their proof at random points."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from statistics import pvariance
from typing import NamedTuple

from ...exact import Formula
from ...family import Disagreement
from ...symbolic import equivalence, formula
from ...symbolic.evaluation import Evaluation

_P = {"p": "probability"}
_SMALL = {**_P, **dict.fromkeys(("x11", "x12", "x21", "x22", "y1", "y2", "w1", "w2"), "real")}
_SHAPES = {"X": "[n, d]", "y": "[n]", "u": "[d]", "Gamma": "[d, d]", "D": "[d, d, diagonal]", "lam": "positive"}


class Forms(NamedTuple):
    """Losses, matrices and minimizers; X, y with two examples of two features where entries are named."""

    fit_scale: Formula  # L(w) = |y - (this) X w|^2 + (the next) |D w|^2
    penalty_scale: Formula
    diagonal: tuple[Formula, Formula]  # of D
    fits: tuple[Formula, Formula]  # the fit term of each example
    energy: Formula  # |D w|^2
    expected_loss: Formula  # L(w)
    weight_factor: Formula  # u = (this) w
    gamma_factor: Formula  # Gamma = (this) D
    strength: Formula  # lambda in terms of u
    substituted_design: Formula  # of the plain ridge with the penalty |v|^2
    substituted_weights: Formula
    scaled_design: Formula  # of the plain ridge with the penalty lambda |v|^2
    scaled_weights: Formula
    column_norm: Formula
    centered_variance: Formula  # of a centered column with n entries and the norm c
    dropout_minimizer: Formula  # p w
    ridge_minimizer: Formula


def forms() -> Forms:
    """Return the closed forms; they do not depend on any numbers."""
    fits = tuple(
        _small(f"(y{r} - p*(x{r}1*w1 + x{r}2*w2))**2", "p", f"y{r}", f"x{r}1", f"x{r}2", "w1", "w2") for r in (1, 2)
    )
    energy = _small(
        "(x11**2 + x21**2)*w1**2 + (x12**2 + x22**2)*w2**2", *(n for n in _SMALL if n not in ("p", "y1", "y2"))
    )
    return Forms(
        fit_scale=formula("p", _P),
        penalty_scale=formula("p*(1-p)", _P),
        diagonal=(_small("sqrt(x11**2 + x21**2)", "x11", "x21"), _small("sqrt(x12**2 + x22**2)", "x12", "x22")),
        fits=(fits[0], fits[1]),
        energy=energy,
        expected_loss=formula(f"{fits[0]} + {fits[1]} + p*(1-p)*({energy})", _SMALL),
        weight_factor=formula("p", _P),
        gamma_factor=formula("sqrt((1-p)/p)", _P),
        strength=formula("(1-p)/p", _P),
        substituted_design=_shaped("X @ inv(Gamma)", "X", "Gamma"),
        substituted_weights=_shaped("Gamma @ u", "Gamma", "u"),
        scaled_design=_shaped("sqrt(lam)*X @ inv(Gamma)", "X", "Gamma", "lam"),
        scaled_weights=_shaped("Gamma @ u/sqrt(lam)", "Gamma", "u", "lam"),
        column_norm=formula("sqrt(p/(1-p))", _P),
        centered_variance=formula("c**2/n", {"c": "positive", "n": "size"}),
        dropout_minimizer=_shaped("inv(X.T @ X + lam*D @ D) @ X.T @ y", "X", "y", "D", "lam"),
        ridge_minimizer=_shaped("inv(X.T @ X + lam*I(d)) @ X.T @ y", "X", "y", "lam"),
    )


@cache
def verify_forms(found: Forms) -> None:
    """Write out the sum over all masks, put substitutions back in, and put minimizers into their equations.

    Raises:
        Disagreement: a formula is not what it stands for.
    """
    first, second = (f"({norm})**2" for norm in found.diagonal)
    inner = ("x11*w1 + x12*w2", "x21*w1 + x22*w2")
    fits = [f"(y{row} - ({found.fit_scale})*({output}))**2" for row, output in enumerate(inner, 1)]
    fit = " + ".join(fits)
    tikhonov, design, weights = "norm(y - X @ u)**2 + {}", found.substituted_design, found.substituted_weights
    ridge = f"norm(y - ({design}) @ ({weights}))**2 + norm({weights})**2"
    scaled = f"norm(y - ({found.scaled_design}) @ ({found.scaled_weights}))**2 + lam*norm({found.scaled_weights})**2"
    same = [
        *zip(map(str, found.fits), fits, strict=True),
        (str(found.energy), f"{first}*w1**2 + {second}*w2**2"),
        (str(found.expected_loss), " + ".join(_masked(row) for row in (1, 2))),
        (str(found.expected_loss), f"{fit} + ({found.penalty_scale})*({first}*w1**2 + {second}*w2**2)"),
        (str(found.weight_factor), str(found.fit_scale)),
        (f"(({found.gamma_factor})*({found.weight_factor})*w1)**2", f"({found.penalty_scale})*w1**2"),
        (str(found.strength), f"({found.gamma_factor})**2"),
        (ridge, tikhonov.format("norm(Gamma @ u)**2")),
        (scaled, tikhonov.format("norm(Gamma @ u)**2")),
        (f"norm(y/(({found.gamma_factor})*norm(y)))", str(found.column_norm)),
        (f"X.T @ X @ ({found.dropout_minimizer}) + lam*D @ D @ ({found.dropout_minimizer})", "X.T @ y"),
        (f"X.T @ X @ ({found.ridge_minimizer}) + lam*({found.ridge_minimizer})", "X.T @ y"),
    ]
    for left, right in same:
        if not equivalence.equivalent(left, right, {**_SMALL, **_SHAPES}):
            raise Disagreement(f"{left} is not {right}")
    for column in ((1, -1), (2, -1, -1), (3, 1, -4, 0)):
        norm = formula(f"sqrt({sum(v * v for v in column)})")
        point = {"c": Evaluation(str(norm), {}).value, "n": Fraction(len(column))}
        if abs(float(Evaluation(str(found.centered_variance), point).value) - pvariance(column)) > 1e-9:
            raise Disagreement(f"the variance of {column} is {pvariance(column)}")


def _masked(row: int) -> str:
    """Return the expected squared error of one example as a sum over the masks of its two features."""
    terms = []
    for kept in product((0, 1), repeat=2):
        chance = "*".join("p" if keep else "(1-p)" for keep in kept)
        terms.append(f"{chance}*(y{row} - {kept[0]}*x{row}1*w1 - {kept[1]}*x{row}2*w2)**2")
    return " + ".join(terms)


def _small(source: str, *names: str) -> Formula:
    return formula(source, {name: _SMALL[name] for name in names})


def _shaped(source: str, *names: str) -> Formula:
    return formula(source, {name: _SHAPES[name] for name in names})
