"""The verification of a package that anybody may have had in hands: is it whole, is it well-formed, does it say what its
source says? Nothing of it is trusted: neither names and sizes, nor its schemas, nor what it says of itself.

Flow: path -> bag in memory -> fixity, signature -> ``package_layout`` -> ``packaged_source`` -> every file by its role
(``package_files``: publications, records, METS and PREMIS, certificates) -> ``rebuilding`` where asked -> ``Verification``.
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
from flugblatt.build import bounded
from flugblatt.build.bounded import seconds_for
from flugblatt.judges.package import fixity as bags
from flugblatt.judges.package.fixity import Bag
from flugblatt.model import Check, Statement
from flugblatt.model.errors import UsageError
from flugblatt.model.findings import shown
from flugblatt.package import signature as signing
from flugblatt.report.crash import Crashed
from flugblatt.verification.sandbox import Judges, Outside, Workers, crashed
from flugblatt.verification.verdicts import TOOL, Judged, Verification, as_json, attempt

if TYPE_CHECKING:
    from flugblatt.verification.package_layout import Layout

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
    signature, last_words = _signature(package, bag, allowed)
    first = (bags.judge(bag, bags.is_own(bag)), *signature)
    if bag.findings:
        return Verification(str(package), "no package that could be opened", (Judged("", first),), last_words)
    say(f"{package}: {len(bag.files)} files")
    with closing(Outside(seconds_for(sum(len(file.data) for file in bag.files)))) as outside:
        says, judged, folder = _opened(bag, Judges(Workers(), outside), rebuild, say)
    whole = Judged("", (*first, *judged[0].checks))
    return Verification(str(package), says, (whole, *judged[1:]), last_words, folder)


def _opened(bag: Bag, judges: Judges, rebuild: bool, say: Callable[[str], None]) -> tuple[str, tuple[Judged, ...], str]:
    """What the package says that it is; what was said of it as a whole, then of each file; its folder in the bag."""
    # What takes long to import is imported here, beside the start of Java.
    from flugblatt.judges.package import information_package
    from flugblatt.verification import package_files, package_layout, packaged_source, rebuilding

    layout = package_layout.read(bag)
    statement, read = _source(layout)
    of_whole = [package_layout.judge(layout, statement, bag), read]
    say(f"{layout.work}: the publications, again")
    own = packaged_source.tables(layout) if statement else ()
    with resources.using(own), ThreadPoolExecutor(1) as beside:  # Java leaves a core idle at its end
        lists = beside.submit(information_package.judge, bag)
        formats = beside.submit(attempt, "format-id", information_package.formats, bag)
        files = package_files.judge(layout, statement, judges)
        of_whole += [lists.result(), formats.result()]
    if rebuild and statement is not None:
        of_whole.append(attempt("rebuild", rebuilding.judge, bag, layout, statement, say))
    elif rebuild:
        of_whole.append(Check.not_run("rebuild", "the packaged source cannot be read"))
    return _says(bag, layout, statement), (Judged("", tuple(of_whole)), *files), f"data/{layout.folder}/"


def _source(layout: Layout) -> tuple[Statement | None, Check]:
    """The work that the packaged sources say, read in a process that may be ended."""
    from flugblatt.verification import packaged_source

    (made,) = bounded.each(packaged_source.read, [layout])
    if isinstance(made, bounded.Ended):
        size = sum(len(item.data) for item in layout.of("source"))
        return None, Check.of("source", TOOL, (crashed("the sources", size),))
    if isinstance(made, Crashed):
        raise made
    return made


def _says(bag: Bag, layout: Layout, statement: Statement | None) -> str:
    """What the package is, by its source; and by what it was made, where that is another version than this."""
    tags = [edition.language for edition in statement.editions] if statement else ["no edition that can be read"]
    makers = [maker for maker in bags.info(bag, "Bag-Software-Agent") if maker != f"flugblatt {__version__}"]
    by = f"; made by {shown(makers[0])}, judged by {__version__}" if makers else ""
    return f"a package of the work {shown(layout.work)}: {', '.join(tags)}{by}"


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
    """The signature that lies beside a tar, by its own name or that of its folder; or beside the folder of the bag."""
    place = Path(os.path.abspath(package))
    if place.is_dir() and not (place / "bagit.txt").exists():
        place = place / (bag.name or "bag")
    for name in (place.name if place.is_dir() else place.name.removesuffix(".tar"), bag.name):
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
