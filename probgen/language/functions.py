"""The functions of the expression language; the first line of each docstring is printed in the reference.

Lists are tuples. A wrong argument raises TypeError or ValueError with a sentence for the author.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from ..exact import Dec, Value, decimal_places, is_number
from .arithmetic import add, bounded, divide, multiply, shown, square_root, whole
from .formulas import equivalent, put

MAX_RANGE = 1000
_MAX_PRODUCTS = 20_000  # products in one matrix product
_NEVER_ENDING = 10**6  # `digits` of what no finite number of digits writes
_TABLE: dict[str, Callable[..., Value]] = {}


def _function(function: Callable[..., Value]) -> Callable[..., Value]:
    """Enter the function into the table; a trailing underscore sets it apart from Python's own."""
    _TABLE[function.__name__.rstrip("_")] = function
    return function


def _items(value: Value) -> tuple[Value, ...]:
    if isinstance(value, tuple):
        return value
    raise TypeError(f"{shown(value)} is no list")


def _filled(value: Value) -> tuple[Value, ...]:
    items = _items(value)
    if not items:
        raise ValueError("the list is empty")
    return items


def _number(value: Value) -> Value:
    if is_number(value):
        return value
    raise TypeError(f"{shown(value)} is no number")


def _pairs(left: Value, right: Value) -> Iterator[tuple[Value, Value]]:
    if len(_items(left)) != len(_items(right)):
        raise ValueError(f"lists of {len(left)} and {len(right)} entries do not match")
    return zip(left, right, strict=True)


@_function
def abs_(x: Value) -> Value:
    """Return the number without its sign."""
    return _number(x) if _number(x) >= 0 else -x


@_function
def all_(items: Value) -> bool:
    """Tell whether every entry is true."""
    return all(_items(items))


@_function
def any_(items: Value) -> bool:
    """Tell whether some entry is true."""
    return any(_items(items))


@_function
def argmax(items: Value) -> Value:
    """Return the position, from 0, of the largest entry; of the first where several are."""
    return _filled(items).index(max(items))


@_function
def argmin(items: Value) -> Value:
    """Return the position, from 0, of the smallest entry; of the first where several are."""
    return _filled(items).index(min(items))


@_function
def ceil(x: Value) -> Value:
    """Return the smallest whole number that is not below x."""
    return math.ceil(_number(x))


@_function
def comb(n: Value, k: Value) -> Value:
    """Return in how many ways k of n things can be chosen."""
    n, k = whole(n), whole(k)
    if not 0 <= n <= 4096 or k < 0:
        raise ValueError(f"comb({shown(n)}, {shown(k)}) is outside 0 <= n <= 4096, k >= 0")
    return bounded(math.comb(n, k))


@_function
def count(items: Value, *value: Value) -> int:
    """Return the number of entries that are true, or that equal a value where one is given."""
    if len(value) > 1:
        raise TypeError("`count` takes a list and at most one value")
    return sum(1 for item in _items(items) if (item == value[0] if value else item))


@_function
def cumsum(items: Value) -> tuple[Value, ...]:
    """Return the running sums."""
    sums: list[Value] = []
    for item in _items(items):
        sums.append(add(sums[-1], item) if sums else _number(item))
    return tuple(sums)


@_function
def denominator(x: Value) -> int:
    """Return the denominator of a number in lowest terms."""
    if isinstance(_number(x), float):
        raise TypeError(f"{shown(x)} is not exact")
    return int(x.denominator)


@_function
def digits(x: Value) -> int:
    """Return how many significant digits write the number, a million where no finite number does."""
    if not isinstance(_number(x), int | Fraction):
        return _NEVER_ENDING
    places = decimal_places(Fraction(x))
    if places is None:
        return _NEVER_ENDING
    return max(1, len(str(abs(int(Fraction(x) * 10**places))).rstrip("0")))


@_function
def distinct(items: Value) -> bool:
    """Tell whether no entry stands twice."""
    return len(set(_items(items))) == len(items)


@_function
def dot(a: Value, b: Value) -> Value:
    """Return the sum of the products of entries at the same place."""
    return sum_(tuple(multiply(x, y) for x, y in _pairs(a, b)))


@_function
def enumerate_(items: Value, start: Value = 0) -> tuple[Value, ...]:
    """Return the pairs of position and entry."""
    return tuple(enumerate(_items(items), whole(start)))


@_function
def exp(x: Value) -> float:
    """Return e to the power x, a float."""
    return math.exp(_number(x))


@_function
def factorial(n: Value) -> int:
    """Return 1 * 2 * ... * n, for n up to 500."""
    if not 0 <= whole(n) <= 500:
        raise ValueError(f"factorial({shown(n)}) is outside 0 <= n <= 500")
    return math.factorial(whole(n))


@_function
def flatten(rows: Value) -> tuple[Value, ...]:
    """Return the entries of all rows in one list."""
    return tuple(item for row in _items(rows) for item in _items(row))


@_function
def floor(x: Value) -> Value:
    """Return the largest whole number that is not above x."""
    return math.floor(_number(x))


@_function
def gcd(a: Value, b: Value) -> int:
    """Return the greatest common divisor of two whole numbers."""
    return math.gcd(whole(a), whole(b))


@_function
def index(items: Value, value: Value) -> int:
    """Return the position, from 0, of the first entry that equals the value."""
    if value not in _items(items):
        raise ValueError(f"{shown(value)} is not in the list")
    return int(items.index(value))


@_function
def len_(items: Value) -> int:
    """Return the number of entries of a list, or of characters of a text."""
    return len(items if isinstance(items, str) else _items(items))


@_function
def list_(items: Value) -> tuple[Value, ...]:
    """Return the list of what a `for` makes: list(x**2 for x in xs)."""
    return _items(items)


@_function
def log(x: Value) -> float:
    """Return the natural logarithm, a float."""
    if _number(x) <= 0:
        raise ValueError(f"{shown(x)} has no logarithm")
    return math.log(x)


@_function
def matmul(a: Value, b: Value) -> tuple[Value, ...]:
    """Return the product of two matrices."""
    columns = transpose(b)
    if len(_items(a)) * len(columns) * len(_items(b)) > _MAX_PRODUCTS:
        raise ValueError("the matrices are too large")
    return tuple(tuple(dot(row, column) for column in columns) for row in a)


@_function
def matvec(a: Value, x: Value) -> tuple[Value, ...]:
    """Return the product of a matrix and a vector."""
    return tuple(dot(row, x) for row in _items(a))


@_function
def max_(*items: Value) -> Value:
    """Return the largest entry of a list, or the largest argument."""
    return max(_filled(items[0] if len(items) == 1 else items))


@_function
def mean(items: Value) -> Value:
    """Return the mean, exact."""
    return divide(sum_(_filled(items)), len(items))


@_function
def min_(*items: Value) -> Value:
    """Return the smallest entry of a list, or the smallest argument."""
    return min(_filled(items[0] if len(items) == 1 else items))


@_function
def prod(items: Value) -> Value:
    """Return the product of all entries."""
    product: Value = 1
    for item in _items(items):
        product = multiply(product, _number(item))
    return product


@_function
def range_(*bounds: Value) -> tuple[int, ...]:
    """Return the whole numbers below a bound, or from one bound to below another, in steps of a third."""
    if not 1 <= len(bounds) <= 3:
        raise TypeError("`range` takes one to three numbers")
    numbers = range(*map(whole, bounds))
    if len(numbers[: MAX_RANGE + 1]) > MAX_RANGE:
        raise ValueError(f"a range of more than {MAX_RANGE} numbers is too long")
    return tuple(numbers)


@_function
def reverse(items: Value) -> tuple[Value, ...]:
    """Return the entries from the last to the first."""
    return tuple(reversed(_items(items)))


@_function
def round_(x: Value, places: Value = 0) -> Value:
    """Return x rounded to so many decimal places, a half to the even neighbor; the places are kept."""
    count_ = whole(places)
    if not 0 <= count_ <= 30:
        raise ValueError(f"cannot round to {count_} places")
    rounded = round(Fraction(_number(x)), count_)
    return Dec(rounded, count_) if count_ else int(rounded)


@_function
def sorted_(items: Value) -> tuple[Value, ...]:
    """Return the entries in increasing order."""
    return tuple(sorted(_items(items)))


@_function
def sqrt(x: Value) -> Value:
    """Return the square root, exact where it is rational, otherwise a float."""
    return square_root(x)


@_function
def sum_(items: Value) -> Value:
    """Return the sum of all entries."""
    total: Value = 0
    for item in _items(items):
        total = add(total, item)
    return total


@_function
def transpose(rows: Value) -> Value:
    """Return the matrix with rows and columns exchanged."""
    return zip_(*_filled(rows))


@_function
def zip_(*lists: Value) -> tuple[Value, ...]:
    """Return the entries at the same place of several lists of equal length, as tuples."""
    lengths = {len(_items(items)) for items in lists}
    if len(lengths) > 1:
        raise ValueError(f"lists of {' and '.join(map(str, sorted(lengths)))} entries do not match")
    return tuple(zip(*lists, strict=True))


_function(put)
_function(equivalent)
FUNCTIONS: Mapping[str, Callable[..., Value]] = dict(sorted({**_TABLE, "tuple": list_}.items()))
