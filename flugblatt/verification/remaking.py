"""Files of ours made again, to be held against those that somebody has in hands: from the work that is at hand, or from what a file
carries of it.

Flow: artefacts -> ``Claim`` of each (form, editions, what it carries) -> one ``Job`` for each work and edition -> the renderers, in
one process for all -> ``Again`` for each artefact: the files that it may be, and whose word they rest on, or why there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from flugblatt.build import bounded, production, project
from flugblatt.content import read_work
from flugblatt.content.markdown_source import read_edition
from flugblatt.content.metadata import read_statement
from flugblatt.judges.fidelity import book_reader, tagged_pdf
from flugblatt.judges.fidelity.sequence import Unit
from flugblatt.judges.package import fixity
from flugblatt.model import Artefact, Edition, NotDue, Source, Statement
from flugblatt.model.errors import FlugblattError
from flugblatt.model.targets import TARGETS
from flugblatt.proving import package_editions
from flugblatt.proving.artefact_claims import Claim, claim_of
from flugblatt.proving.named_editions import with_named
from flugblatt.proving.source import carried_files
from flugblatt.report.crash import Crashed
from flugblatt.verification import package_layout, packaged_source

ALONE = (
    "no statement.yaml is at hand: --work DIR names the folder of the work, or take the source beside its statement.yaml, or out "
    "of a package"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the sources of a work are: a ``folder``, a ``package``, or what a file carries (``beside`` is the folder with the
    pictures), whose word then counts for all that the given source does not say."""

    kind: str
    place: Path
    work: str = ""
    carried: tuple[tuple[str, bytes], ...] = ()
    beside: Path = Path()

    @property
    def says(self) -> str:
        if self.kind == "carried":
            return (
                f"the source and the statement.yaml that {self.place.name} carries, whose own word date and issuers are"
            )
        return f"the work in {self.place}"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be rendered of one edition, or of two side by side (``de+be``)."""

    origin: Origin
    tags: str
    targets: tuple[str, ...]
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """What an artefact was held to be, and the files made again that it may be; ``says`` whose word they rest on, or why there
    are none."""

    claim: Claim
    files: tuple[Artefact, ...] = ()
    says: str = ""


def made_again(source: Path, artefacts: tuple[Path, ...], work: Path | None = None) -> dict[Path, Again]:
    """For each artefact what it may be, made again; never raises for what a file holds."""
    claims: dict[Path, Claim] = {}
    for path, claim in zip(artefacts, bounded.each(claim_of, artefacts, "judging_seconds"), strict=True):
        claims[path] = claim if isinstance(claim, Claim) else Claim("")
    given = _given(source, work)
    jobs: dict[Path, Job] = {}
    for path, claim in claims.items():
        origin = given or _carried(path, claim, source.absolute().parent)
        if origin and claim.targets:
            jobs[path] = Job(origin, _tags(source, claim), claim.targets, claim.formats)
    whole = _joined(tuple(jobs.values()))
    made = dict(zip(whole, bounded.each(_render, whole, "setting_seconds"), strict=True))
    return {path: _again(claims[path], jobs.get(path), made) for path in artefacts}


def _given(source: Path, work: Path | None) -> Origin | None:
    """The work that lies at hand."""
    if work:
        return Origin("folder", work)
    if package_editions.is_package(source):
        return Origin("package", source)
    if source.suffix.lower() == ".md" and (source.absolute().parent / "statement.yaml").is_file():
        return Origin("folder", source.absolute().parent)
    files = carried_files(source)
    return (
        Origin("carried", source, _work_in(source.name), files, source.absolute().parent) if _suffices(files) else None
    )


def _carried(path: Path, claim: Claim, beside: Path) -> Origin | None:
    return Origin("carried", path, _work_in(path.name), claim.carried, beside) if _suffices(claim.carried) else None


def _suffices(files: tuple[tuple[str, bytes], ...]) -> bool:
    return "statement.yaml" in dict(files)


def _work_in(name: str) -> str:
    """The work that a file is named after, as ours are: <work>.<tag>.pdf."""
    match = re.match(r"([a-z0-9-]+)\.", name)
    return match[1] if match else "work"


def _tags(source: Path, claim: Claim) -> str:
    """The edition that is asked for: that of the source where it is one, else the one that the artefact names."""
    if "+" not in claim.tags and source.suffix.lower() == ".md":
        return source.stem
    return claim.tags


def _joined(jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """One for each work and edition, so that what several files share is made once."""
    found: dict[tuple[Origin, str], Job] = {}
    for job in jobs:
        other = found.get((job.origin, job.tags), job)
        targets = dict.fromkeys((*other.targets, *job.targets))
        formats = dict.fromkeys((*other.formats, *job.formats))
        found[job.origin, job.tags] = replace(job, targets=tuple(targets), formats=tuple(formats))
    return tuple(found.values())


def _again(claim: Claim, job: Job | None, made: Mapping[Job, object]) -> Again:
    if job is None:
        return Again(claim, (), ALONE if claim.ours else "it does not say that this toolchain made it")
    answer = next(found for whole, found in made.items() if (whole.origin, whole.tags) == (job.origin, job.tags))
    match answer:
        case tuple():
            return Again(claim, answer, job.origin.says)
        case str():
            return Again(claim, (), answer)
        case bounded.Ended():
            return Again(claim, (), "rendering again took more time or memory than the limits allow")
        case Crashed():
            raise answer
    raise TypeError(answer)


# --- Rendering -----------------------------------------------------------------------------------


def _render(job: Job) -> tuple[Artefact, ...] | str:
    """The files of a job; in words why there are none."""
    try:
        with _read(job) as statement:
            if not _editions(statement, job.tags):
                return f"the work has no editions {job.tags}"
            return tuple(
                artefact
                for one in _written(statement)
                for edition in _editions(one, job.tags)
                for artefact in _made(one, edition, job)
            )
    except FlugblattError as error:
        return f"its sources cannot be set again here: {error}"


def _written(statement: Statement) -> Iterator[Statement]:
    """The work as it lies here, and as it was written if somebody's tool has given its files other line ends or a byte order mark:
    both are the same text, and files of it print the checksum of theirs."""
    yield statement
    editions = tuple(replace(edition, source=_plain(edition.source)) for edition in statement.editions)
    plain = replace(statement, source=_plain(statement.source), editions=editions)
    if plain != statement:
        yield plain


def _plain(source: Source) -> Source:
    return replace(source, data=source.data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"))


def _made(statement: Statement, edition: Edition, job: Job) -> Iterator[Artefact]:
    """The command line may have had a work under embargo marked."""
    targets = tuple(target for target in TARGETS if target.name in job.targets)
    marked = (replace(statement, embargoed=True),) if statement.embargo else ()
    for one in (statement, *marked):
        for made in production.render(one, edition, targets, job.formats or statement.leaflets):
            if not isinstance(made, NotDue):
                yield made.artefact


def _editions(statement: Statement, tags: str) -> tuple[Edition, ...]:
    """The edition of a tag, or the two in either order; all of them where none is named, for the bytes tell which it is."""
    first, _, second = tags.partition("+")
    if second:
        return statement.pairs(((first, second), (second, first)))
    named = tuple(edition for edition in statement.editions if edition.language == tags)
    return named or statement.editions


@contextmanager
def _read(job: Job) -> Iterator[Statement]:
    """The work of a job, with the tables of its project in use."""
    with ExitStack() as stack:
        origin = job.origin
        if origin.kind == "carried":
            yield _of_carried(job)
            return
        folder = origin.place
        if origin.kind == "package":
            layout = package_layout.read(fixity.read(origin.place))
            stack.enter_context(project.opened(packaged_source.tables(layout)))
            folder = stack.enter_context(packaged_source.laid_out(layout))
        else:
            stack.enter_context(project.opened(folder.parent))
        statement, findings = read_work(folder)
        if statement is None:
            first = next(finding for finding in findings if finding.severity == "error")
            raise FlugblattError(f"{first.where}: {first.message}")
        yield statement


def _of_carried(job: Job) -> Statement:
    """The work that a file carries; its pictures are those that lie beside it. Of other editions only the names are known."""
    origin, files = job.origin, dict(job.origin.carried)
    work = origin.work or "work"
    tags = [tag for tag in job.tags.split("+") if f"{tag}.md" in files]
    read = [read_edition(origin.beside, tag, Source(f"{work}/{tag}.md", files[f"{tag}.md"])) for tag in tags]
    editions = tuple(replace(edition, work=work) for edition, _ in read)
    source = Source(f"{work}/statement.yaml", files["statement.yaml"])
    statement, found = read_statement(Path(work), source, editions)
    faults = [one for _, findings in read for one in findings if one.severity == "error"]
    faults += [one for one in found if one.severity == "error" and one.code != "yaml-language"]
    if statement is None or faults:
        said = f": {faults[0].where}: {faults[0].message}" if faults else ""
        raise FlugblattError(f"what {origin.place.name} carries is not enough{said}")
    with suppress(Exception):  # where the file does not name its siblings, it is set without them
        if len(statement.editions) == 1:
            statement = with_named(statement, statement.editions[0], _units(origin.place.read_bytes()))
    return statement


def _units(data: bytes) -> tuple[Unit, ...]:
    """What a PDF or an e-book says."""
    if b"%PDF-" in data[:1024]:
        return tagged_pdf.read(data).units
    return tuple(unit for _, document in book_reader.read(data).documents for unit in document.units)
