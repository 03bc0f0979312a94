"""Notices before all else in a file of ours that carries no statement.yaml: embargo, withdrawal, succession.

Flow: units of the form -> ``leading``: how many stand before the date or the title and are begun by a notice -> ``left_out``: the
finding that names them. Whether they are true, only statement.yaml says.
"""

from __future__ import annotations

from flugblatt.judges.fidelity.sequence import Unit
from flugblatt.language.table import Labels
from flugblatt.model import Finding
from flugblatt.proving.difference_messages import short

MOST = 4
"""Embargo, withdrawal, its reason, the work superseded."""


def leading(units: tuple[Unit, ...], first: str, labels: Labels, kinds: tuple[str, ...] = ()) -> int:
    """How many units stand before the one that says ``first``; none where the first of them is no notice and none of ``kinds``."""
    at = next((at for at, unit in enumerate(units[: MOST + 1]) if unit.text == first), 0)
    begins = tuple(label.partition("{")[0] for label in (labels.embargoed, labels.withdrawn, labels.supersedes))
    return at if at and (units[0].text.startswith(begins) or units[0].text in kinds) else 0


def left_out(units: tuple[Unit, ...]) -> tuple[Finding, ...]:
    """What was not compared, each as a warning."""
    hint = "it comes from statement.yaml or the command line, which the file does not carry"
    return tuple(
        Finding("fidelity-generated", "warning", f"found the notice “{short(unit.text)}”", str(unit.place), hint)
        for unit in units
    )
