"""The embargo: the one thing that the clock decides, whether a work may be told of yet.

Flow: ``embargo`` of statement.yaml, the clock or SOURCE_DATE_EPOCH -> ``withheld``: why catalogue, landing page and feeds are
not written. ``--embargoed`` writes them all the same, and marks every output; the clock marks nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace

from flugblatt.build.plan import Order
from flugblatt.model import Statement


def now(order: Order) -> datetime.datetime:
    """SOURCE_DATE_EPOCH where it is set, else the clock."""
    if order.epoch is not None:
        return datetime.datetime.fromtimestamp(order.epoch, datetime.UTC)
    return datetime.datetime.now(datetime.UTC)


def withheld(order: Order, statement: Statement) -> str:
    """Why nothing may tell of the work yet, with the time left; empty where it may. To be said where it would be told of, with
    exit 3."""
    ends = statement.embargo_ends
    if ends is None or order.embargoed or now(order) >= ends:
        return ""
    return (
        f"{statement.work}: under embargo until {statement.embargo}, {left(ends - now(order))}: catalogue, landing page and feeds "
        "do not tell of it; --embargoed writes them all the same, and marks every output"
    )


def next_end(order: Order, statements: Iterable[Statement]) -> float | None:
    """When the first of the embargoes ends that have not ended yet, in seconds since 1970."""
    ends = (statement.embargo_ends for statement in statements)
    return min((end.timestamp() for end in ends if end is not None and end > now(order)), default=None)


def left(time: datetime.timedelta) -> str:
    """``2 days 3 hours left``: the two largest parts, rounded up to a minute."""
    minutes = -int(-time.total_seconds() // 60)
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    named = [f"{count} {unit}{'s' if count != 1 else ''}" for count, unit in parts if count]
    return f"{' '.join(named[:2])} left"


def marked(order: Order, statement: Statement) -> Statement:
    """The statement whose every output says that it is under embargo, where that was asked for."""
    return replace(statement, embargoed=order.embargoed and bool(statement.embargo))
