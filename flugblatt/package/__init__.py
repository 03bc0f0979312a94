"""Packages for archives: what a library takes in, and what somebody can still check in fifty years.

Flow: ``package``: published files, records, papers and sources -> ``contents`` (places and formats) -> ``premis`` and ``mets``
(an E-ARK package) -> ``readme`` and ``bag`` (a BagIt bag around it) -> one tar. ``transfer``: the record and a published file
of one edition -> the transfer package of one of the ``libraries``.
"""

from __future__ import annotations

from datetime import datetime

from flugblatt.model import Artefact, Deposited, Statement
from flugblatt.package import bag, mets, premis, readme
from flugblatt.package.bag import tag_manifest
from flugblatt.package.contents import REPRESENTATIONS, Part, gather, identified
from flugblatt.package.dnb_transfer import dnb, not_due, transfer
from flugblatt.package.libraries import libraries
from flugblatt.package.premis import Clock

__all__ = ["Clock", "dnb", "libraries", "not_due", "package", "path", "tag_manifest", "transfer"]


def path(statement: Statement) -> str:
    """Where the package lies, relative to the output folder."""
    return f"{statement.work}/archive/{statement.work}.tar"


def package(
    statement: Statement,
    files: tuple[Deposited, ...],
    records: tuple[Artefact, ...],
    papers: tuple[Artefact, ...],
    moment: datetime,
    clock: Clock,
    tools: tuple[tuple[str, str], ...],
) -> Artefact:
    """The package of a work: a tar of one folder, a BagIt 1.0 bag (RFC 8493) around an E-ARK SIP (CSIP 2.1, SIP 2.1).

    ``files`` are what was published, with the verdicts of their judges; ``papers`` the reports, the certificates (target
    "certificate"), which go beside the files, and what else the work was made from (target "source"). ``moment`` (UTC) is
    the time of every event, and ``clock`` where it comes from; ``tools`` are name and version of what the files were made
    with. The same input gives the same bytes. ToolFailed where two files claim one place, a name cannot stand in a bag, or
    a file is of another format than its judge found; ToolMissing without pygfried.
    """
    parts = gather(statement, files, records, papers)
    inner = ((f"{folder}/{mets.PREMIS}", premis.representation(statement, folder, parts)) for folder in REPRESENTATIONS)
    parts = _with(parts, *inner)
    lists = (
        (f"{folder}/{mets.METS}", mets.representation(statement, folder, parts, moment)) for folder in REPRESENTATIONS
    )
    parts = _with(parts, *lists)
    parts = _with(parts, (mets.PREMIS, premis.render(statement, parts, moment, clock, tools)))
    parts = _with(parts, (mets.METS, mets.package(statement, parts, moment)))
    title = mets.main_edition(statement).title_text
    text = readme.render(statement, title, parts, moment, clock)
    payload = tuple((f"data/{mets.root_name(statement)}/{part.path}", part.data) for part in parts)
    files_of_bag = bag.bag(statement, title, text, payload, moment, clock)
    return Artefact("package", path(statement), "application/x-tar", bag.tar(statement.work, files_of_bag, moment))


def _with(parts: tuple[Part, ...], *more: tuple[str, bytes]) -> tuple[Part, ...]:
    """The parts with further XML files, each of which speaks of those before it."""
    made = identified(tuple(Part(path, data, "application/xml") for path, data in more))
    return tuple(sorted((*parts, *made), key=lambda part: part.path))
