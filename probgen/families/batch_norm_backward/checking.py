"""The second method: forward derivatives with dual numbers, which know no closed form, and entries that are altered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isclose, isqrt, sqrt
from typing import Any, NamedTuple

from ...exact import Formula, Real
from ...family import Disagreement
from ...symbolic.evaluation import Evaluation
from . import graph
from .solving import Params, Solution

_BATCH = ((1, 4), (3, -2), (8, 9))  # examples by features: any numbers without symmetry


class Dual(NamedTuple):
    """A number with its derivative."""

    value: Real
    slope: Real = 0

    def plus(self, other: Dual, factor: int = 1) -> Dual:
        """Return the sum with a multiple of another one."""
        return Dual(self.value + factor * other.value, self.slope + factor * other.slope)

    def times(self, other: Dual) -> Dual:
        """Return the product, by the product rule."""
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def over(self, other: Dual) -> Dual:
        """Return the quotient."""
        quotient = self.value / _number(other.value)
        return Dual(quotient, (self.slope - quotient * other.slope) / _number(other.value))

    def root(self) -> Dual:
        """Return the square root, exact where it is a fraction."""
        exact = Fraction(self.value)
        ratio = Fraction(isqrt(exact.numerator), isqrt(exact.denominator))
        value: Real = ratio if ratio * ratio == exact else sqrt(exact)
        return Dual(value, self.slope / (2 * value))


def verify(params: Params, solution: Solution) -> None:
    """Carry derivatives forward through the layer, exactly, and alter single entries to see what changes.

    Raises:
        Disagreement: a step, a gradient, a derivative, an arrow or the fault is another.
    """
    eps, gamma, beta = Dual(params.epsilon), Dual(Fraction(params.gamma)), Dual(params.beta)
    x = [Dual(Fraction(v)) for v in params.x]

    def slope(x: Sequence[Dual], gamma: Dual = gamma, beta: Dual = beta) -> Real:
        outputs = _layer(x, gamma, beta, eps)[-1]
        return sum((d * y.slope for d, y in zip(params.dy, outputs, strict=True)), Fraction(0))

    mu, v, z, y = _layer(x, gamma, beta, eps)
    steps = ((solution.mu, solution.v), solution.z, solution.y)
    _same("the forward pass", steps, ((mu.value, v.value), _values(z), _values(y)))
    moved = [[Dual(a.value, int(i == k)) for k, a in enumerate(x)] for i in range(len(x))]
    _same("the gradient", solution.dx, [slope(point) for point in moved])
    _same("the gradient of the scale", solution.dgamma, slope(x, gamma=Dual(gamma.value, 1)))
    _same("the gradient of the shift", solution.dbeta, slope(x, beta=Dual(beta.value, 1)))
    _verify_steps(params, solution)
    _verify_locals(params, solution)
    _verify_program(params, solution)
    _verify_arrows(solution)
    _verify_reach(params, solution)


def _layer(x: Sequence[Dual], gamma: Dual, beta: Dual, eps: Dual) -> tuple[Dual, Dual, list[Dual], list[Dual]]:
    """Run the layer forward: mean, variance, normalized values, outputs."""
    mu = _mean(x)
    deviations = [a.plus(mu, -1) for a in x]
    v = _mean([a.times(a) for a in deviations])
    z = [a.over(v.plus(eps).root()) for a in deviations]
    return mu, v, z, [gamma.times(a).plus(beta) for a in z]


def _mean(values: Sequence[Dual]) -> Dual:
    total = Dual(Fraction(0))
    for value in values:
        total = total.plus(value)
    return total.over(Dual(len(values)))


def _verify_steps(params: Params, solution: Solution) -> None:
    """Take apart the printed steps of the closed form: each is what is left of the one before."""
    n, d = len(params.x), params.dy
    deviations = [a - solution.mu for a in params.x]
    _same("the deviations", solution.deviations, deviations)
    _same("the square of the root", solution.root**2, solution.v + params.epsilon)
    _same("the sign of the root", solution.root > 0, True)  # noqa: FBT003
    _same("the factor", solution.factor * solution.root, params.gamma)
    # least squares: what is left of d is orthogonal to a constant and, without epsilon, to z
    _same("the centered gradients", solution.centered_d, [a - solution.mean_d for a in d])
    _same("the sum of the centered gradients", sum(solution.centered_d), 0)
    _same("the part along z", solution.along_z, [a * solution.mean_dz for a in solution.z])
    _same("the mean of d z", n * solution.mean_dz, solution.dgamma)
    _same("what is left", solution.rest, [a - b for a, b in zip(solution.centered_d, solution.along_z, strict=True)])


def _verify_locals(params: Params, solution: Solution) -> None:
    """Insert numbers in the formulas and compare with dual numbers that move one argument at a time."""
    point: dict[str, Any] = {name: Fraction(getattr(solution, name)) for name in ("mu", "v", "mean_d")}
    point |= {"eps": Fraction(params.epsilon), "gamma": Fraction(params.gamma), "n": Fraction(len(params.x))}
    for i, partials in enumerate(_partials(params, solution)):
        here = {**point, "x_i": Fraction(params.x[i])}
        here |= {"d_i": Fraction(params.dy[i]), "d_bar": point["mean_d"], "z_i": _number(solution.z[i])}
        here["c"] = _number(solution.mean_dz)
        for name in ("z_by_x", "z_by_mu", "z_by_v", "mu_by_x", "v_by_x"):
            _same(name, _inserted(getattr(solution, name), here), partials[name])
        _same("the closed form", _inserted(solution.closed, here), solution.dx[i])
    numbers = {f"{name}{k}": v for name, row in (("x", params.x), ("d", params.dy)) for k, v in enumerate(row, start=1)}
    written = {**point, **{name: Fraction(v) for name, v in numbers.items()}}
    _same("the closed form written out", _inserted(solution.dx1, written), solution.dx[0])
    shifted = [Dual(Fraction(a)).plus(Dual(Fraction(solution.mu), 1), -1) for a in params.x]
    _same("the derivative of v by mu", solution.v_by_mu, _mean([a.times(a) for a in shifted]).slope)


def _partials(params: Params, solution: Solution) -> list[dict[str, Real]]:
    """Return for each example the derivatives of z by x, mu and v, of mu by x, and of v by x with mu kept."""
    eps, mu, v = Dual(params.epsilon), Fraction(solution.mu), Fraction(solution.v)

    def z(x: Dual, mu: Dual, v: Dual) -> Real:
        return x.plus(mu, -1).over(v.plus(eps).root()).slope

    rows = []
    for i, a in enumerate(map(Fraction, params.x)):
        line = [Dual(Fraction(b), int(k == i)) for k, b in enumerate(params.x)]
        kept = [b.plus(Dual(mu), -1) for b in line]
        row = {"z_by_x": z(Dual(a, 1), Dual(mu), Dual(v)), "z_by_mu": z(Dual(a), Dual(mu, 1), Dual(v))}
        row |= {"z_by_v": z(Dual(a), Dual(mu), Dual(v, 1)), "mu_by_x": _mean(line).slope}
        rows.append({**row, "v_by_x": _mean([b.times(b) for b in kept]).slope})
    return rows


def _verify_program(params: Params, solution: Solution) -> None:
    """Run the program as products with local derivatives, some of them altered; find the first line that differs."""
    partials, n, gamma = _partials(params, solution), len(params.x), Fraction(params.gamma)
    for done, name in ((solution.right, "none"), (solution.faulty, params.fault)):
        _same(f"the program with the fault {name}", done, _run(partials, gamma, params.dy, name))
    _same("the right program's result", solution.right.dx, solution.dx)
    _same("the faulty program's result", solution.faulty_dx, solution.faulty.dx)
    dz, dv, dmu, dx = solution.faulty
    expected = (
        [gamma * d for d in params.dy],
        sum(a * p["z_by_v"] for a, p in zip(dz, partials, strict=True)),
        sum(a * p["z_by_mu"] for a, p in zip(dz, partials, strict=True)),
        [a * p["z_by_x"] + dv * p["v_by_x"] + dmu * p["mu_by_x"] for a, p in zip(dz, partials, strict=True)],
    )
    differing = [k for k, (a, b) in enumerate(zip(solution.faulty, expected, strict=True), start=1) if not _alike(a, b)]
    if differing != [solution.fault_line]:
        raise Disagreement(f"the lines {differing} do not follow from the lines before, not {solution.fault_line}")
    constant = _run(partials, gamma, (1,) * n, params.fault)[-1]
    along = sum(a * b for a, b in zip(solution.z, dx, strict=True))
    passed = [_alike(sum(dx), 0), _alike(constant, [0] * n), *([] if params.epsilon else [_alike(along, 0)])]
    if [test.passed for test in solution.tests] != ["yes" if right else "no" for right in passed]:
        raise Disagreement(f"the faulty program passes {passed}, not {solution.tests}")


def _run(
    partials: Sequence[Mapping[str, Real]], gamma: Fraction, dy: Sequence[Real], fault: str
) -> tuple[list[Real], Real, Real, list[Real]]:
    """Multiply gradients with local derivatives, from the outputs to the inputs, as the fault would have it."""
    n = len(dy)
    dz = [d * (1 if fault == "unscaled" else gamma) for d in dy]
    inverse = partials[0]["z_by_x"]  # 1/sqrt(v + eps)
    by_v: list[Real] = [p["z_by_v"] for p in partials]
    if fault == "lost_deviation":
        by_v = [-(inverse**3) / 2] * n
    alter_v: Mapping[str, Real] = {"wrong_power": 1 / inverse**2, "variance_sign": -1, "lost_half": 2}
    alter_mu: Mapping[str, Real] = {"mean_sign": -1, "averaged_mean": Fraction(1, n)}
    dv = alter_v.get(fault, 1) * sum(a * p for a, p in zip(dz, by_v, strict=True))
    dmu = alter_mu.get(fault, 1) * sum(a * p["z_by_mu"] for a, p in zip(dz, partials, strict=True))
    share_v: Mapping[str, Real] = {"lost_variance": 0, "lost_two": Fraction(1, 2)}
    share_mu: Mapping[str, Real] = {"lost_mean": 0, "undivided_mean": n}
    dx: list[Real] = []
    for a, p in zip(dz, partials, strict=True):
        v_by_x = Fraction(2, n) if fault == "lost_factor" else share_v.get(fault, 1) * p["v_by_x"]
        dx.append(a * p["z_by_x"] + dv * v_by_x + dmu * share_mu.get(fault, 1) * p["mu_by_x"])
    return dz, dv, dmu, dx


def _verify_arrows(solution: Solution) -> None:
    """Alter the value of one node and evaluate the definition of each other one, with everything else kept."""
    values = {"X": Fraction(5), "mu": Fraction(2), "sigma2": Fraction(4), "Z": Fraction(3)}
    values |= {"gamma": Fraction(7), "beta": Fraction(11), "Y": Fraction(0)}

    def defined(at: Mapping[str, Fraction]) -> dict[str, Real]:
        return {
            "mu": (at["X"] + 1) / 2,  # of X and another example
            "sigma2": ((at["X"] - at["mu"]) ** 2 + (1 - at["mu"]) ** 2) / 2,
            "Z": (at["X"] - at["mu"]) / sqrt(at["sigma2"]),
            "Y": at["gamma"] * at["Z"] + at["beta"],
        }

    before = defined(values)
    found = {
        (start, end)
        for start in values
        for end, value in defined({**values, start: values[start] + 1}).items()
        if value != before[end]
    }
    if found != set(solution.edges) or len(solution.edges) != len(found):
        raise Disagreement(f"the arrows are {sorted(found)}, not {solution.edges}")
    if solution.neutral_edges != (("mu", "sigma2"),) or solution.v_by_mu != 0:
        raise Disagreement("the derivative along no arrow but that from mu to the variance is zero")


def _verify_reach(params: Params, solution: Solution) -> None:
    """Run a batch of two features with and without the change."""
    before = _entries("")
    for entry, row in zip(params.changed, solution.reach, strict=True):
        after = _entries(entry)
        seen = tuple("no" if _alike(after[name], before[name]) else "yes" for name in params.watched)
        named = tuple(graph.tex(name) for name, tick in zip(params.watched, seen, strict=True) if tick == "yes")
        if row != (graph.tex(entry), *seen, named):
            raise Disagreement(f"a change of {entry} is seen at {params.watched}: {seen}, not {row[1:]}")


def _entries(changed: str) -> dict[str, Real]:
    """Return all entries of the layer after one of them has been altered."""

    def at(name: str, value: int) -> Dual:
        return Dual(Fraction(value + (name == changed)))

    entries: dict[str, Real] = {}
    for j in (1, 2):
        x = [at(f"X{i}{j}", row[j - 1]) for i, row in enumerate(_BATCH, start=1)]
        mu, v, z, y = _layer(x, at(f"gamma{j}", 2), at(f"beta{j}", 5), at("epsilon", 1))
        entries |= {f"mu{j}": mu.value, f"v{j}": v.value}
        for i, (a, b) in enumerate(zip(z, y, strict=True), start=1):
            entries |= {f"Z{i}{j}": a.value, f"Y{i}{j}": b.value}
    return entries


def _inserted(rule: Formula, point: Mapping[str, Any]) -> Any:
    return Evaluation(rule.source, point).value


def _values(row: Sequence[Dual]) -> list[Real]:
    return [a.value for a in row]


def _number(value: Real) -> Real:
    return value if isinstance(value, float) else Fraction(value)


def _same(what: str, solved: Any, found: Any) -> None:
    if not _alike(solved, found):
        raise Disagreement(f"{what}: solved {solved}, found {found}")


def _alike(one: Any, other: Any) -> bool:
    """Tell whether numbers, or sequences of them, are equal, within rounding where one of them is irrational."""
    if isinstance(one, Sequence):
        return len(one) == len(other) and all(_alike(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, float) or isinstance(other, float):
        return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)
