"""Route ``reproduction``: a file beside the one that was made again of the same sources.

Flow: ``Proof`` of the text, ``Again`` -> the same bytes: *reproduced*; else ``judges.sameness`` -> *compared*, or a failed route
with every place where the two differ. A file that another version of the toolchain made, and that differs, is only read, and so is
a page or book that names no maker and differs in its style sheet alone.
"""

from __future__ import annotations

from dataclasses import replace

from flugblatt import __version__
from flugblatt.judges import sameness
from flugblatt.model import Artefact, Check
from flugblatt.model.targets import form
from flugblatt.proving.proof import TOOL, Proof, Route
from flugblatt.verification import other_versions
from flugblatt.verification.remaking import Again

OURS = f"flugblatt {__version__}"

MOOT = ("fidelity", "guard")
"""Routes that say no more of a file that is known whole: one has the statement.yaml that a file carries, without its siblings."""


def graded(proof: Proof, again: Again, data: bytes) -> Proof:
    """The proof with its strongest grade, or with why it was not made again."""
    if not again.files:
        return replace(proof, unmade=again.says)
    same = next((file for file in again.files if file.data == data), None)
    if same:
        detail = f"made again from {again.says}: every byte is the same"
        return _with(proof, Route(Check.of("reproduction", TOOL, (), detail), gives="reproduced"), same)
    if not again.claim.ours:
        return replace(proof, unmade="it is no file of this toolchain, and not the one made again")
    return _compared(proof, again, data)


def is_same(proof: Proof) -> bool:
    """Whether nothing that a reader meets differs from the file made again, whatever its text routes say."""
    return any(route.check.check == "reproduction" and route.check.verdict == "passed" for route in proof.routes)


def _compared(proof: Proof, again: Again, data: bytes) -> Proof:
    """The proof beside the nearest of the files made again: that of its name, else the one with the fewest differences."""
    alike = [file for file in again.files if file.media_type == again.claim.media_type]
    alike = [file for file in alike if file.name == proof.path.rpartition("/")[2]] or alike
    if not alike:
        return replace(proof, unmade="no file of its kind is made of these sources")
    judged = [(file, sameness.judge(data, file.data, file.media_type)) for file in alike]
    file, check = min(judged, key=lambda one: len(one[1].findings))
    route = Route(check, sure="exact, but for the names of programs and how bytes are packed", gives="compared")
    maker = again.claim.maker
    if check.verdict == "failed" and maker and maker != OURS:
        made = f"{maker} made it, which is not at hand: this is {OURS}, and what it makes differs"
        routes = (replace(route, decides=False), *proof.routes, *other_versions.sight(file.media_type, data))
        return replace(proof, routes=routes, unmade=made)
    if check.verdict == "failed" and not maker and (styles := other_versions.styles(data, file)):
        told = (replace(one, decides=one.decides and one.check.check not in MOOT) for one in proof.routes)
        routes = (replace(route, decides=False), *told, styles)
        return replace(proof, routes=routes, unmade=other_versions.BUT_FOR_ITS_SHEET)
    return _with(proof, route, file)


def _with(proof: Proof, route: Route, again: Artefact) -> Proof:
    """The proof with the route in the first place. Beside a file that is known whole, these have no weight: what could not be read;
    what judges by less than the whole work, or guards a form that is known; and the text of a file that has none of the edition: a
    ticket, a dummy, a picture."""
    bears_text = "fidelity" in form(again.target, again.kind).checks
    known = route.check.verdict == "passed"

    def weighed(one: Route) -> Route:
        moot = one.check.verdict == "not run" or one.check.check in MOOT or not bears_text
        return replace(one, decides=one.decides and not (known and moot))

    return replace(proof, routes=(route, *map(weighed, proof.routes)))
