"""The verification of a package that anybody may have had in hands: is it whole, is it well-formed, does it say what its
source says? Nothing of it is trusted: neither names and sizes, nor its schemas, nor what it says of itself.

Flow: path -> bag in memory (``judges.bags``) -> fixity, signature -> ``layout`` -> ``source`` -> every file by its role
(``roles``: publications, records, METS and PREMIS, certificates) -> ``rebuilding`` where asked -> ``Verification``.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from flugblatt import __version__, resources
from flugblatt.judges.package import fixity as bags
from flugblatt.judges.package.fixity import Bag
from flugblatt.model import Check, Statement
from flugblatt.model.errors import ToolFailed, UsageError
from flugblatt.model.findings import shown
from flugblatt.package import signature as signing
from flugblatt.verification.publications import Judges, Outside, Workers
from flugblatt.verification.verdicts import FAILED, Judged, Verification, as_json

if TYPE_CHECKING:
    from flugblatt.verification.places import Layout

__all__ = ["Judged", "Verification", "as_json", "verify"]

CLOSINGS = {
    "unsigned": "This proves that the package agrees with itself, not who made it. No signature lies beside it.",
    "unasked": "This proves that the package agrees with itself, not who made it: a signature lies beside it, and "
    "--allowed-signers FILE verifies it against a list of keys that you trust.",
    "signed": "The signature proves who made the package, as far as your list of allowed signers is right.",
    "refused": "Nothing proves who made this package.",
}


def verify(
    package: Path,
    rebuild: bool = False,
    allowed_signers: Path | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Verification:
    """What the package at ``package``, a tar or a folder, proves; ``say`` takes lines of progress.

    UsageError where there is no such file, or the list of allowed signers cannot be used; ToolMissing, with the command that
    mends it, where a tool that is needed is missing. Never raises for what the package holds.
    """
    allowed = None if allowed_signers is None else _read(allowed_signers, signing.LARGEST_LIST)
    bag = bags.read(package)
    fixity = bags.judge(bag)
    signature, last_words = _signature(package, bag, allowed)
    if bag.findings:
        told = (Judged("", (fixity, *signature)),)
        return Verification(str(package), "no package that could be opened", told, last_words)
    with closing(Outside()) as outside:
        judges = Judges(Workers(), outside)
        return _opened(package, bag, (fixity, *signature), last_words, judges, rebuild, say)


def _opened(
    package: Path,
    bag: Bag,
    first: tuple[Check, ...],
    last_words: str,
    judges: Judges,
    rebuild: bool,
    say: Callable[[str], None],
) -> Verification:
    # What takes long to import is imported here, beside the start of Java.
    from flugblatt.judges.package import information_package
    from flugblatt.verification import packaged_source, places, rebuilding, roles

    say(f"{package}: {len(bag.files)} files")
    plan = places.read(bag)
    statement, read = packaged_source.read(plan)
    of_whole = [*first, places.judge(plan, statement, bag), read]
    say(f"{plan.work}: the publications, again")
    own = packaged_source.tables(plan) if statement else ()
    with resources.using(own), ThreadPoolExecutor(1) as beside:  # Java leaves a core idle at its end
        lists = beside.submit(information_package.judge, bag)
        formats = beside.submit(_attempt, "format-id", lambda: information_package.formats(bag))
        judged = roles.judge(plan, statement, judges)
        of_whole += [lists.result(), formats.result()]
    if rebuild and statement is not None:
        of_whole.append(_attempt("rebuild", lambda: rebuilding.judge(bag, plan, statement, say)))
    elif rebuild:
        of_whole.append(Check("rebuild", "not run", "", reason="the packaged source cannot be read"))
    told = (Judged("", tuple(of_whole)), *judged)
    return Verification(str(package), _says(bag, plan, statement), told, last_words, f"data/{plan.folder}/")


def _attempt(name: str, judge: Callable[[], Check]) -> Check:
    """The check; *not run* with the reason where its tool failed."""
    try:
        return judge()
    except ToolFailed as error:
        return Check(name, "not run", FAILED, reason=str(error))


def _says(bag: Bag, plan: Layout, statement: Statement | None) -> str:
    """What the package is, by its source; and by what it was made, where that is another version than this."""
    editions = (
        ", ".join(edition.language for edition in statement.editions) if statement else "no edition that can be read"
    )
    makers = [maker for maker in bags.info(bag, "Bag-Software-Agent") if maker != f"flugblatt {__version__}"]
    by = f"; made by {shown(makers[0])}, judged by {__version__}" if makers else ""
    return f"a package of the work {shown(plan.work)}: {editions}{by}"


# --- The signature -------------------------------------------------------------------------------


def _signature(package: Path, bag: Bag, allowed: bytes | None) -> tuple[tuple[Check, ...], str]:
    """The check where it was asked for, and the last words."""
    lying = _beside(package, bag)
    if allowed is None:
        return (), CLOSINGS["unsigned" if lying is None else "unasked"]
    data = None if lying is None else _read(lying, signing.LARGEST_SIGNATURE)
    check = signing.judge(data, bag.data(signing.SIGNED), allowed)
    return (check,), CLOSINGS["signed" if check.verdict == "passed" else "refused"]


def _beside(package: Path, bag: Bag) -> Path | None:
    """The signature that lies beside a tar, by the name of its folder or its own; or beside the folder of the bag."""
    place = Path(os.path.abspath(package))
    if place.is_dir() and not (place / "bagit.txt").exists():
        place = place / (bag.name or "bag")
    for name in (bag.name, place.name if place.is_dir() else place.name.removesuffix(".tar")):
        file = place.with_name(f"{name}{signing.SUFFIX}")
        if name and "/" not in name and file.is_file():
            return file
    return None


def _read(path: Path, most: int) -> bytes:
    """The bytes of a small file; one byte more than ``most`` where it is larger. UsageError where it cannot be read."""
    try:
        with path.open("rb") as stream:
            if stat.S_ISDIR(os.fstat(stream.fileno()).st_mode):
                raise UsageError(f"{path} is a folder")
            return stream.read(most + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
