"""How often Python looks for rings of values that nobody has any more: seldom, as a run makes hundreds of thousands that stay.

Flow: ``seldom`` at the start of a process -> Python's own collector, with other thresholds. With Python's it took an eighth of the
time of a build. What waits longer is some 20 MB.
"""

from __future__ import annotations

import gc

THRESHOLDS = (20_000, 10, 5)
"""Values made and not freed before the young are looked through, and how many such times before the older; measured: at more the
time is the same, and a run of many works would keep more."""


def seldom() -> None:
    gc.set_threshold(*THRESHOLDS)
