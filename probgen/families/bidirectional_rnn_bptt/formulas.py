"""The derivatives as formulas; vectors are columns, and T is a number, so that the sums are written out."""

from __future__ import annotations

from typing import NamedTuple

from ...exact import Formula
from ...symbolic import formula, syntax
from .network import Params


class Formulas(NamedTuple):
    """Derivatives by states and weights, and what known mistakes lead to.

    g and c are total gradients at forward and backward states, e = y - z; `f_term` and `b_term` belong to one step.
    """

    local_f: Formula
    local_b: Formula
    jacobian_f: Formula
    jacobian_b: Formula
    total_f: Formula  # g_t from g_{t+1}
    total_b: Formula  # c_t from c_{t-1}
    f_term: Formula
    b_term: Formula
    f_sum: Formula
    b_sum: Formula
    f_scalar: Formula  # for states and inputs that are numbers
    b_scalar: Formula
    halved: Formula
    unit: Formula
    untransposed: Formula
    right_f: Formula
    earlier_f: Formula
    right_b: Formula
    local_only: Formula
    no_slope: Formula
    local_term: Formula


def formulas(params: Params) -> Formulas:
    """Return all formulas for the steps that are asked for."""
    steps, t, up, down = len(params.x), params.step, params.ahead, params.back
    inputs = params.ask == "wf_ub"
    every = range(1, steps + 1)
    f_terms = [_term("g", "f", s, f"x{s}" if inputs else f"f{s - 1}") for s in every]
    b_terms = [_term("c", "b", s, f"b{s + 1}" if inputs else f"x{s}") for s in every]
    local_f = f"2*V_f.T @ (y{t} - z{t})"
    return Formulas(
        local_f=_matrices(local_f),
        local_b=_matrices(local_f.replace("V_f", "V_b")),
        jacobian_f=_matrices(f"diag({_slope('f', up + 1)}) @ U_f"),
        jacobian_b=_matrices(f"diag({_slope('b', down - 1)}) @ U_b"),
        total_f=_matrices(f"2*V_f.T @ e{up} + U_f.T @ (g{up + 1}*{_slope('f', up + 1)})"),
        total_b=_matrices(f"2*V_b.T @ e{down} + U_b.T @ (c{down - 1}*{_slope('b', down - 1)})"),
        f_term=_matrices(f_terms[t - 1]),
        b_term=_matrices(b_terms[t - 1]),
        f_sum=_matrices(" + ".join(f_terms)),
        b_sum=_matrices(" + ".join(b_terms)),
        f_scalar=_scalars(" + ".join(f_terms)),
        b_scalar=_scalars(" + ".join(b_terms)),
        halved=_matrices(local_f.removeprefix("2*")),
        unit=_matrices(f"(y{t} - z{t})/norm(y{t} - z{t})"),
        untransposed=_matrices(f"2*(y{t} - z{t})"),
        right_f=_matrices(f"U_f @ diag({_slope('f', up + 1)})"),
        earlier_f=_matrices(f"diag({_slope('f', up)}) @ U_f"),
        right_b=_matrices(f"U_b @ diag({_slope('b', down - 1)})"),
        local_only=_matrices(f"2*V_f.T @ e{up}"),
        no_slope=_matrices(f"2*V_f.T @ e{up} + U_f.T @ g{up + 1}"),
        local_term=_matrices(f"((2*V_f.T @ e{t})*{_slope('f', t)}) @ {f'x{t}' if inputs else f'f{t - 1}'}.T"),
    )


_DOMAINS = {"U": "[n, n]", "V": "[m, n]", "f": "[n]", "b": "[n]", "g": "[n]", "c": "[n]", "x": "[d]"}  # others: [m]


def _matrices(source: str) -> Formula:
    """Return a formula of matrices and vectors: states in R^n, inputs in R^d, outputs in R^m."""
    return formula(source, {name: _DOMAINS.get(name[0], "[m]") for name in sorted(syntax.names(source))})


def _scalars(source: str) -> Formula:
    """Return the same formula for numbers."""
    plain = source.replace(" @ ", "*").replace(".T", "")
    return formula(plain, dict.fromkeys(sorted(syntax.names(plain)), "real"))


def _term(total: str, state: str, t: int, source: str) -> str:
    """Return the outer product of a step: total gradient times slope, and what the weight multiplies."""
    return f"({total}{t}*{_slope(state, t)}) @ {source}.T"


def _slope(state: str, t: int) -> str:
    return f"{state}{t}*(1 - {state}{t})"
