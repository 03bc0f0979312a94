"""Proofs of files from anywhere, each made in a process that may be ended: no file takes the machine with it.

Flow: source and artefacts -> ``remaking``: what they may be, made again in one process -> of each artefact: a PDF that would unpack
without end is not opened -> ``proving.prove`` in a process of its own, and ``reproduction`` beside it -> the proof with its
grade, or one that failed because the file brought its judges down.
"""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from flugblatt import proving
from flugblatt.build import bounded
from flugblatt.build.bounded import seconds_for
from flugblatt.judges import sameness
from flugblatt.model import Check, Finding
from flugblatt.model.errors import UsageError
from flugblatt.proving.proof import Proof, Route
from flugblatt.report.crash import Crashed
from flugblatt.tables.limits import limit, raising
from flugblatt.verification import remaking, reproduction
from flugblatt.verification.inflation import problem, too_long
from flugblatt.verification.remaking import Again
from flugblatt.verification.sandbox import crashed
from flugblatt.verification.verdicts import TOOL


def prove(source: Path, artefacts: tuple[Path, ...], work: Path | None = None) -> tuple[Proof, ...]:
    """As ``proving.prove``, within the limits; an artefact that breaks them is not proven, and the others are."""
    for path in (source, *artefacts):
        if path.exists() and not path.is_file() and not path.is_dir():
            raise UsageError(f"{path} is a pipe or a device; prove reads files")
    known = tuple(path for path in artefacts if path.is_file())
    again = remaking.made_again(source, known, work)
    return tuple(_bounded(source, work, artefact, again.get(artefact)) for artefact in artefacts)


def _bounded(source: Path, work: Path | None, artefact: Path, again: Again | None) -> Proof:
    size = max(path.stat().st_size if path.is_file() else 0 for path in (source, artefact))
    judge = partial(_prove, source, work, again)
    (made,) = bounded.each(judge, [artefact], "judging_seconds", seconds_for(size))
    if isinstance(made, bounded.Ended):
        return _refused(source, artefact, crashed(artefact.name, size), artefact.read_bytes())
    if isinstance(made, Crashed):
        raise made
    return made


def _prove(source: Path, work: Path | None, again: Again | None, artefact: Path) -> Proof:
    if artefact.is_file():
        data = artefact.read_bytes()
        if finding := _too_much(data, artefact.name):
            return _refused(source, artefact, finding, data)
    (proof,) = proving.prove(source, (artefact,), work)
    if not again:
        return proof
    data = artefact.read_bytes()
    made = reproduction.graded(proof, again, data)
    if made.verdict == "failed" and reproduction.is_same(made) and (first := sameness.unsigned(data)):
        return reproduction.graded(_without_signature(source, work, proof, first), again, data)
    return made


def _without_signature(source: Path, work: Path | None, proof: Proof, first: bytes) -> Proof:
    """What the text routes say of a file before it was signed, where all that the signature added is known."""
    with tempfile.TemporaryDirectory(prefix="flugblatt-") as folder:
        path = Path(folder) / Path(proof.path).name
        path.write_bytes(first)
        (before,) = proving.prove(source, (path,), work)
    return replace(before, path=proof.path, sha256=proof.sha256)


def _too_much(data: bytes, name: str) -> Finding | None:
    """Why a file is not read on: what it unpacks to, its pages, or its characters where it is no PDF or book."""
    if b"%PDF-" in data[:1024]:
        if words := problem(data):
            return Finding("judge-inflated", "error", words, name, raising("inflated_bytes"))
        return Finding("judge-limit", "error", words, name, raising("pages")) if (words := too_long(data)) else None
    if not data.startswith(b"PK") and len(data) > limit("text_bytes"):
        words = f"expected at most {limit('text_bytes'):,} bytes; found {len(data):,}"
        return Finding("judge-limit", "error", words, name, raising("text_bytes"))
    return None


def _refused(source: Path, artefact: Path, finding: Finding, data: bytes) -> Proof:
    route = Route(Check.of("guard", TOOL, (finding,)))
    return Proof(str(source), str(artefact), "a file that is not read on", hashlib.sha256(data).hexdigest(), (route,))
