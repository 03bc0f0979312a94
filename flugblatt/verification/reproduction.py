"""Route ``reproduction``: a file beside the one that was made again of the same sources.

Flow: ``Proof`` of the text, ``Again`` -> the same bytes: *reproduced*; else ``judges.sameness`` -> *compared*, or a failed route
with every place where the two differ. A file that another version of the toolchain made, and that differs, is only read.
"""

from __future__ import annotations

from dataclasses import replace

from flugblatt.model import Artefact, Check
from flugblatt.model.targets import form
from flugblatt.proving.proof import TOOL, Proof, Route
from flugblatt.verification.remaking import Again


def graded(proof: Proof, again: Again, data: bytes) -> Proof:
    """The proof with its strongest grade, or with why it was not made again."""
    if not again.files:
        return replace(proof, unmade=again.says)
    same = next((file for file in again.files if file.data == data), None)
    if same:
        detail = f"made again from {again.says}: every byte is the same"
        return _with(proof, Route(Check.of("reproduction", TOOL, (), detail), gives="reproduced"), same)
    return replace(proof, unmade="its bytes are not those of the file made again")


def _with(proof: Proof, route: Route, again: Artefact) -> Proof:
    """The proof with the route in the first place. Beside a file that is known whole, what could not be read has no weight, nor has
    the text of a file that has none of the edition: a ticket, a dummy, a picture."""
    bears_text = "fidelity" in form(again.target, again.kind).checks
    rest = (replace(one, decides=one.decides and bears_text and one.check.verdict != "not run") for one in proof.routes)
    return replace(proof, routes=(route, *rest))
