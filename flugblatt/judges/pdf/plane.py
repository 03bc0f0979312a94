"""The plane of a page: matrices as PDF writes them (ISO 32000-1, 8.3.4), boxes and points, in pt."""

from __future__ import annotations

import math
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
Point = tuple[float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def matrix_of(operands: Any) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def bounds(points: list[tuple[float, float]]) -> Box:
    return (
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )


def meet(one: Box, two: Box) -> Box:
    return max(one[0], two[0]), max(one[1], two[1]), min(one[2], two[2]), min(one[3], two[3])


def inside(point: tuple[float, float], box: Box, edge: float) -> bool:
    x, y = point
    return box[0] - edge <= x <= box[2] + edge and box[1] - edge <= y <= box[3] + edge


def around(matrix: Matrix, box: Box) -> Box:
    """The upright box around a box that a matrix moves or turns."""
    a, b, c, d, e, f = matrix
    x, y, right, top = box
    return (
        min(a * x, a * right) + min(c * y, c * top) + e,
        min(b * x, b * right) + min(d * y, d * top) + f,
        max(a * x, a * right) + max(c * y, c * top) + e,
        max(b * x, b * right) + max(d * y, d * top) + f,
    )


def scales(matrix: Matrix) -> tuple[float, float]:
    """How many pt a unit becomes, along either axis."""
    a, b, c, d, _, _ = matrix
    return math.hypot(a, b), math.hypot(c, d)
