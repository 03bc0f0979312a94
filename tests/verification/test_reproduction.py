"""The grade of a proof: what is made again byte for byte, what is not, and what nobody can make again."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from flugblatt import __version__, cli
from flugblatt.build import production
from flugblatt.model import Artefact
from flugblatt.model.targets import chosen
from flugblatt.proving.proof import Proof
from flugblatt.verification.proofs import prove
from tests import editions
from tests.sharing import shared
from tests.verification.conftest import written

TARGETS = ("archive-pdf", "epub", "web", "text", "pictures", "leaflet")


@shared
def files_of_the_work() -> tuple[Artefact, ...]:
    """The German files of a work of two languages, with a picture."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        statement = written(Path(folder))
        edition = editions.edition(statement, "de")
        made = tuple(production.render(statement, edition, chosen(TARGETS), ("dl6-roll",)))
    return tuple(one.artefact for one in made if isinstance(one, production.Product))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The work, and its files beside it as they are published."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "content").mkdir()
    written(folder / "content")
    for artefact in files_of_the_work():
        path = folder / "out" / artefact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artefact.data)
    return folder


def found(project: Path, *ends: str) -> tuple[Path, ...]:
    files = sorted(path for path in (project / "out").rglob("*") if path.is_file())
    return tuple(path for path in files if not ends or path.name.endswith(ends))


def grades(proofs: tuple[Proof, ...]) -> dict[str, str | None]:
    return {Path(proof.path).name: proof.grade for proof in proofs}


def test_every_file_is_made_again_byte_for_byte(project: Path) -> None:
    proofs = prove(project / "content" / "probe" / "de.md", found(project))
    assert set(grades(proofs).values()) == {"reproduced"} and len(proofs) >= 12, grades(proofs)


def test_without_a_statement_a_page_is_only_read(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "de.md"
    source.write_text(editions.PLAIN, encoding="utf-8")
    (page,) = found(project, ".html")
    lone = (project / "content" / "probe" / "de.md").read_bytes()
    source.write_bytes(lone)
    (tmp_path / "bild.png").write_bytes((project / "content" / "probe" / "bild.png").read_bytes())
    assert cli.main(["prove", str(source), str(page), "--report", "json"]) == 1
    value = json.loads(capsys.readouterr().out)
    (artefact,) = value["artefacts"]
    assert (value["required"], artefact["grade"], artefact["verdict"]) == ("compared", "read", "not run")
    assert "--work DIR" in artefact["not_made_again"]
    assert cli.main(["prove", str(source), str(page), "--require", "read"]) == 0
    assert "✓ read: what the eye sees was not judged" in capsys.readouterr().out
    work = str(project / "content" / "probe")
    assert cli.main(["prove", str(source), str(page), "--require", "reproduced", "--work", work]) == 0


@pytest.mark.parametrize("end", [".de.pdf", ".de.epub"])
def test_a_book_is_made_again_of_what_it_carries(project: Path, tmp_path: Path, end: str) -> None:
    for name in ("de.md", "bild.png"):
        (tmp_path / name).write_bytes((project / "content" / "probe" / name).read_bytes())
    (book,) = (path for path in found(project, end) if path.parent.name == "de" and "kepub" not in path.name)
    (proof,) = prove(tmp_path / "de.md", (book,))
    assert proof.grade == "reproduced", proof
    assert f"that probe{end} carries, whose own word date and issuers are" in proof.routes[0].check.detail


def in_pages(project: Path, tmp_path: Path, end: str, change: Callable[[bytes], bytes]) -> Proof:
    """The proof of a file of the work that was changed."""
    (path,) = (path for path in found(project, end) if path.parent.name == "de")
    forged = tmp_path / path.name
    forged.write_bytes(change(path.read_bytes()))
    assert forged.read_bytes() != path.read_bytes()
    (proof,) = prove(project / "content" / "probe" / "de.md", (forged,))
    return proof


def test_what_differs_for_no_reader_is_compared(project: Path, tmp_path: Path) -> None:
    proof = in_pages(project, tmp_path, ".de.html", lambda data: data.replace(b"\n", b"\r\n"))
    assert (proof.grade, proof.reaches("reproduced")) == ("compared", False)


@pytest.mark.parametrize("end", [".de.txt", ".de.html"])
def test_a_source_with_other_line_ends_is_the_same_text(project: Path, tmp_path: Path, end: str) -> None:
    work = tmp_path / "probe"
    shutil.copytree(project / "content" / "probe", work)
    for path in (*work.glob("*.md"), work / "statement.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    (proof,) = prove(work / "de.md", found(project, end))
    assert proof.grade == "reproduced", proof


FORGED: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "a date of the page": (".de.html", lambda data: data.replace(b"2024", b"1999", 1), "same-changed"),
    "a sentence behind the page": (".de.html", lambda data: data + b"<p>Nieder</p>", "same-"),
    "an issuer of the text": (".de.txt", lambda data: data.replace("Büro".encode(), b"Bund"), "same-changed"),
    "another cover": (".cover.jpg", lambda data: data[:-2] + b"\xff\xfe\x00\x04ab\xff\xd9", "same-changed"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_file_of_ours_is_red_with_its_place(project: Path, tmp_path: Path, name: str) -> None:
    end, change, code = FORGED[name]
    proof = in_pages(project, tmp_path, end, change)
    assert (proof.verdict, proof.grade, proof.reaches("read")) == ("failed", None, False)
    assert any(one.code.startswith(code) and one.where for one in proof.routes[0].check.findings)


def renamed(data: bytes) -> bytes:
    """A file that another version made, with another title in its window."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        packet = pdf.Root.Metadata.read_bytes().replace(f"flugblatt {__version__}".encode(), b"flugblatt 0.0.9")
        pdf.Root.Metadata.write(packet)
        pdf.trailer.Info["/Keywords"] = "damals"
        pdf.save(out)
    return out.getvalue()


def test_a_file_of_a_toolchain_that_is_gone_is_only_read(project: Path, tmp_path: Path) -> None:
    proof = in_pages(project, tmp_path, "de.pdf", renamed)
    assert "flugblatt 0.0.9 made it, which is not at hand" in proof.unmade
    assert not proof.reaches("compared")


LETTER = """\
date: 2026-05-04
kind: open-letter
issuers: [The Keepers of the Wells]
addressee: [The Council of Upper Sill]
signatories: [Miriam Aronsfeld, Jan Kowal]
"""


@pytest.mark.parametrize("target", ["web", "text"])
def test_a_letter_without_its_statement_says_what_to_add(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    work = editions.write(tmp_path, "letter", LETTER, en="# To the council\n\nNobody may sell the water.\n")
    statement = editions.read(work)
    (made,) = production.render(statement, editions.edition(statement, "en"), chosen((target,)), ())
    assert isinstance(made, production.Product)
    path = tmp_path / Path(made.artefact.path).name
    path.write_bytes(made.artefact.data)
    (alone := tmp_path / "en.md").write_bytes((work / "en.md").read_bytes())
    assert cli.main(["prove", str(alone), str(path)]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "signatories, notices and date are words of statement.yaml" in said and "--work DIR" in said
    assert cli.main(["prove", str(alone), str(path), "--work", str(work)]) == 0


def in_book(name: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as other:
            for entry in book.infolist():
                body = book.read(entry)
                assert entry.filename != name or old in body
                other.writestr(entry, body.replace(old, new, 1) if entry.filename == name else body)
        return out.getvalue()

    return change


CSS, TEXT = "EPUB/style.css", "EPUB/text.xhtml"
DESIGN: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "another sheet of a page": (
        ".html",
        lambda data: data.replace(b"</style>", b"p{line-height:1.31}</style>"),
        "not run",
    ),
    "another sheet of a book": (".de.epub", in_book(CSS, b"widows: 2", b"widows: 3"), "not run"),
    "another class": (".html", lambda data: data.replace(b'class="', b'class="new ', 1), "not run"),
    "a sheet that hides": (".html", lambda data: data.replace(b"</style>", b"p{display:none}</style>"), "failed"),
    "a sheet that adds words": (
        ".de.epub",
        in_book(CSS, b"widows: 2", b'widows: 2 } p::before { content: "Nieder "'),
        "failed",
    ),
    "a sheet and a word": (
        ".html",
        lambda data: data.replace(b"</style>", b"p{line-height:1.31}</style>").replace(b"</p>", b" Nieder</p>", 1),
        "failed",
    ),
    "a sheet and a date": (
        ".html",
        lambda data: data.replace(b"</style>", b"p{line-height:1.31}</style>").replace(b"2024", b"1999", 1),
        "failed",
    ),
}


@pytest.mark.parametrize(("end", "change", "verdict"), DESIGN.values(), ids=DESIGN)
def test_a_page_or_book_whose_sheet_alone_is_another_is_only_read(
    project: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    end: str,
    change: Callable[[bytes], bytes],
    verdict: str,
) -> None:
    """They name no maker: another version has another design, and that is all that may differ."""
    (path,) = found(project, end)
    other = tmp_path / path.name
    other.write_bytes(change(path.read_bytes()))
    assert other.read_bytes() != path.read_bytes()
    source = str(project / "content" / "probe" / "de.md")
    assert cli.main(["prove", source, str(other), "--report", "json"]) == 1
    (artefact,) = json.loads(capsys.readouterr().out)["artefacts"]
    assert artefact["verdict"] == verdict


def test_of_a_pdf_of_another_version_the_eye_is_asked(project: Path, tmp_path: Path) -> None:
    """It is not made again: what hides words must be looked for."""
    (path,) = found(project, "probe.de.pdf")
    other = tmp_path / path.name
    with pikepdf.open(path) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(packet.replace(f"flugblatt {__version__}".encode(), b"flugblatt 0.0.9"))
        pdf.pages[1].contents_add(b"q 1 g 0 0 420 595 re f Q")
        pdf.save(other)
    (proof,) = prove(project / "content" / "probe" / "de.md", (other,))
    (sight,) = [route.check for route in proof.routes if route.check.check == "sight"]
    assert (proof.verdict, sight.verdict) == ("failed", "failed")


@pytest.mark.parametrize("require", ["compared", "read"])
def test_a_page_of_others_is_only_read(project: Path, tmp_path: Path, require: str) -> None:
    page = tmp_path / "andere.html"
    lines = [line for line in editions.PLAIN.split("\n") if line]
    body = f"<h1>{lines[0][2:]}</h1>" + "".join(f"<p>{line}</p>" for line in lines[1:])
    page.write_text(f'<!doctype html><html lang="de"><head><title>T</title></head><body>{body}</body></html>')
    (tmp_path / "de.md").write_text(editions.PLAIN, encoding="utf-8")
    (proof,) = prove(tmp_path / "de.md", (page,))
    assert proof.grade == "read", proof
    assert cli.main(["prove", str(tmp_path / "de.md"), str(page), "--require", require]) == (require != "read")
