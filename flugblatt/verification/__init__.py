"""The verification of a package that anybody may have had in hands: is it whole, is it well-formed, does it say what its
source says? Nothing of it is trusted: neither names and sizes, nor its schemas, nor what it says of itself.

Flow: path -> bag in memory -> fixity, signature -> ``package_layout`` -> ``packaged_source`` -> ``rebuilding``, unless *read*
is enough -> every file by its role (``package_files``: publications that the build has not judged, records, METS and PREMIS,
certificates) -> ``Verification`` with its grade.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flugblatt import __version__, resources
from flugblatt.build import bounded
from flugblatt.build.bounded import seconds_for
from flugblatt.judges.package import fixity as bags
from flugblatt.judges.package.fixity import Bag
from flugblatt.model import Check, Grade, Statement
from flugblatt.model.errors import ToolFailed, UsageError
from flugblatt.model.findings import shown
from flugblatt.package import signature as signing
from flugblatt.package import time_stamp
from flugblatt.report.crash import Crashed
from flugblatt.verification.sandbox import Judges, Outside, Workers, crashed
from flugblatt.verification.verdicts import FAILED, TOOL, Judged, Verification, as_json, attempt

if TYPE_CHECKING:
    from flugblatt.verification.package_layout import Layout

__all__ = ["Judged", "Verification", "as_json", "read_small", "verify"]

CLOSINGS = {
    "unsigned": "This proves that the package agrees with itself, not who made it. No signature lies beside it.",
    "unasked": "This proves that the package agrees with itself, not who made it: a signature lies beside it, and "
    "--allowed-signers FILE verifies it against a list of keys that you trust.",
    "signed": "The signature proves who made the package, as far as your list of allowed signers is right.",
    "refused": "Nothing proves who made this package.",
}


def verify(
    package: Path,
    required: Grade = "compared",
    allowed_signers: Path | None = None,
    say: Callable[[str], None] = lambda line: None,
    stamp: tuple[Path | None, Path | None] = (None, None),
) -> Verification:
    """What the package at ``package``, a tar or a folder, proves; ``say`` takes lines of progress. ``required`` is the grade that
    suffices: for *read* nothing is built again. ``stamp``: a time stamp, and the certificates of those who may have made it.

    UsageError where there is no such file, or the list of allowed signers cannot be used; ToolMissing, with the command that
    mends it, where a tool that is needed is missing. Never raises for what the package holds.
    """
    allowed = None if allowed_signers is None else read_small(allowed_signers, signing.LARGEST_LIST)
    bag = bags.read(package)
    signature, last_words = _signature(package, bag, allowed)
    first = (bags.judge(bag, bags.is_own(bag)), *signature, *_stamped(bag, *stamp))
    if bag.findings:
        return Verification(str(package), "no package that could be opened", (Judged("", first),), last_words, required)
    say(f"{package}: {len(bag.files)} files")
    whole = all(check.verdict == "passed" for check in first)
    with ExitStack() as stack:
        seconds = seconds_for(sum(len(file.data) for file in bag.files))
        judges = cache(lambda: Judges(Workers(), stack.enter_context(closing(Outside(seconds)))))
        opened = _opened(bag, judges, required != "read" and whole, say)
    every = Judged("", (*first, *opened.judged[0].checks))
    judged = (every, *opened.judged[1:])
    return Verification(str(package), opened.says, judged, last_words, required, opened.folder, opened.grade)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What the package says that it is; what was said of it as a whole, then of each file; its folder in the bag; the grade that
    building it again gives."""

    says: str
    judged: tuple[Judged, ...]
    folder: str
    grade: Grade | None


def _opened(bag: Bag, judges: Callable[[], Judges], rebuild: bool, say: Callable[[str], None]) -> _Opened:
    # What takes long to import is imported here, beside the start of Java.
    from flugblatt.judges.package import information_package
    from flugblatt.verification import package_files, package_layout, packaged_source, rebuilding

    if not rebuild:
        judges()
    layout = package_layout.read(bag)
    statement, read = _source(layout)
    of_whole = [package_layout.judge(layout, statement, bag), read]
    own = packaged_source.tables(layout) if statement else ()
    grade: Grade | None = None
    known: Mapping[str, tuple[Check, ...]] = {}
    graded: Mapping[str, Grade] = {}
    if rebuild and statement is not None:
        say(f"{layout.work}: building the packaged source again")
        try:
            rebuilt = rebuilding.judge(bag, layout, statement, say)
            grade, known, graded = rebuilt.grade, rebuilt.checks, rebuilt.grades
            of_whole.append(rebuilt.check)
        except ToolFailed as error:
            of_whole.append(Check.not_run("rebuild", f"it cannot be built again here: {error}", FAILED))
    elif rebuild:
        of_whole.append(Check.not_run("rebuild", "the packaged source cannot be read"))
    say(f"{layout.work}: every file by its role")
    with resources.using(own), ThreadPoolExecutor(1) as beside:  # Java leaves a core idle at its end
        lists = beside.submit(information_package.judge, bag)
        formats = beside.submit(attempt, "format-id", information_package.formats, bag)
        files = package_files.judge(layout, statement, judges, known)
        of_whole += [lists.result(), formats.result()]
    whole = Judged("", tuple(of_whole))
    files = tuple(_known(one, graded.get(one.path)) for one in files)
    return _Opened(_says(bag, layout, statement), (whole, *files), f"data/{layout.folder}/", grade)


def _known(one: Judged, grade: Grade | None) -> Judged:
    """A file that no judge reads is known all the same where it was made again."""
    return Judged(one.path, (Check("rebuild", "passed", TOOL, detail=grade),)) if one.unjudged and grade else one


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
    data = None if lying is None else read_small(lying, signing.LARGEST_SIGNATURE)
    check = signing.judge(data, bag.data(signing.SIGNED), allowed)
    return (check,), CLOSINGS["signed" if check.verdict == "passed" else "refused"]


def _stamped(bag: Bag, token: Path | None, authorities: Path | None) -> tuple[Check, ...]:
    """What a time stamp says, where one was named."""
    if token is None or authorities is None:
        return ()
    given = read_small(token, time_stamp.LARGEST), read_small(authorities, signing.LARGEST_LIST)
    return (time_stamp.judge(given[0], bag.data(signing.SIGNED), given[1]),)


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


def read_small(path: Path, most: int) -> bytes:
    """The bytes of a small file; one byte more than ``most`` where it is larger. UsageError where it cannot be read."""
    try:
        with path.open("rb") as stream:
            if stat.S_ISDIR(os.fstat(stream.fileno()).st_mode):
                raise UsageError(f"{path} is a folder")
            return stream.read(most + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
