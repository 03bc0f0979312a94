"""An alternative text that an author writes for a picture that had none is no other text: it is named. One that was given stays."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from flugblatt import proving
from flugblatt.build import production
from flugblatt.content import read_work
from flugblatt.content.importing import convert
from flugblatt.model import Check
from flugblatt.model.targets import chosen
from flugblatt.proving import import_proof
from flugblatt.proving.proof import Proof
from tests.content.importing import word_specimens as word
from tests.content.importing.other_specimens import ODT, RTF
from tests.editions import PLAIN_YAML, png

NAMESPACES = (
    b'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
)
FRAME = b'<text:p>eins</text:p><text:p><draw:frame><draw:image xlink:href="a.png"/></draw:frame></text:p>'
WITH_FRAME = {b"<office:document-content ": b"<office:document-content " + NAMESPACES, b"<text:p>eins</text:p>": FRAME}
DOCX = word.docx(
    word.paragraph("Aufruf „an alle“", style="Titel"),
    word.paragraph("Erster Absatz mit einer Note", word.note_call(1), "."),
    word.paragraph(word.picture("")),
    word.item("Oben", 2),
    word.item("Darunter eins", 2, 1),
    word.item("Darunter zwei", 2, 1),
    word.item("Erstens", 1),
    word.item("Tiefer", 1, 1),
    word.item("Zweitens", 1),
    word.paragraph("Mitten ", word.picture(""), " im Satz."),
    word.paragraph("Wörter, die zitiert sind.", style="Zitat"),
    word.table(("Name", "Zahl"), ("Maria", "12")),
    word.paragraph(word.picture("Ein Siegel")),
    word.paragraph("Das Ende."),
    notes=("Eine Anmerkung.",),
)


def with_picture(data: bytes) -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("a.png", png(3, 3))
    return file.getvalue()


FILES = {
    "a.docx": DOCX,
    "a.odt": with_picture(word.repacked(ODT, WITH_FRAME)),
    "a.rtf": RTF.replace(
        rb"hier.", rb"hier.{\*\shppict{\pict\pngblip " + png(3, 3).hex().encode() + rb"}}{\nonshppict{\pict 00}}"
    ),
    "a.html": b'<h1>Titel</h1><p>Ein Absatz.</p><p><img src="a.png"></p><p>Und <img src="b.png" alt=""> Ende.</p>',
}


def edition(name: str) -> str:
    """As ``new`` writes it; the picture of the rich text file is put into it by hand, as ``new`` says."""
    return convert(FILES[name], name, "de").text.replace("– hier.", "– hier.![](a.png)")


def described(name: str) -> str:
    return edition(name).replace("![](", "![Das Wappen](")


def proven(name: str, text: str, folder: Path) -> Check:
    (folder / "de.md").write_text(text, encoding="utf-8")
    return import_proof.judge(FILES[name], Path(name), folder / "de.md")


@pytest.mark.parametrize("name", FILES)
def test_a_description_that_was_added_is_named_and_is_no_difference(name: str, tmp_path: Path) -> None:
    text = described(name)
    assert "![Das Wappen](" in text
    check = proven(name, text, tmp_path)
    assert check.verdict == "passed", check.findings
    assert {finding.code for finding in check.findings} == {"fidelity-alt"}
    assert len(check.findings) == text.count("![Das Wappen](")
    assert all("“Das Wappen” of a picture that had none" in finding.message for finding in check.findings)


@pytest.mark.parametrize("name", FILES)
def test_a_picture_that_stays_silent_says_nothing(name: str, tmp_path: Path) -> None:
    text = re.sub(r"!\[\]\(\S+?\)", r"\g<0>{decorative}", edition(name))
    assert "{decorative}" in text
    check = proven(name, text, tmp_path)
    assert (check.verdict, check.findings) == ("passed", ())


@pytest.mark.parametrize("name", FILES)
def test_a_picture_too_many_is_found(name: str, tmp_path: Path) -> None:
    check = proven(name, described(name) + "\n![Noch eines](c.png)\n", tmp_path)
    assert check.verdict == "failed"


CHANGES = {
    "a word": ("Darunter zwei", "Darunter drei"),
    "a dropped item": ("  - Darunter eins\n", ""),
    "a description that was given": ("![Ein Siegel]", "![Ein Stempel]"),
    "a description taken away": ("![Ein Siegel](image1.png)", "![](image1.png){decorative}"),
    "a picture before another paragraph": ("Das Ende.", "Das Ende.\n\n![Noch einmal](image1.png)"),
    "words beside a picture": ("im Satz", "im Wort"),
    "a word of a note": ("Eine Anmerkung", "Keine Anmerkung"),
    "words written as a picture's": ("![Das Wappen](image1.png) im", "Das Wappen im"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_beside_added_descriptions_every_change_is_found(change: str, tmp_path: Path) -> None:
    before, after = CHANGES[change]
    text = described("a.docx")
    assert text.count(before) == 1
    assert proven("a.docx", text.replace(before, after), tmp_path).verdict == "failed"


@pytest.mark.parametrize("alt", ["", "Das Siegel"])
def test_a_picture_above_the_title_stands_below_it(alt: str, tmp_path: Path) -> None:
    blocks = (word.paragraph(word.picture(alt)), word.paragraph("Der Titel", style="Titel"), word.paragraph("Text."))
    data = word.docx(*blocks)
    made = convert(data, "a.docx", "de")
    assert made.text == f"# Der Titel\n\n![{alt}](image1.png)\n\nText.\n"
    for text in (made.text, made.text.replace("![]", "![Das Siegel]")):
        (tmp_path / "de.md").write_text(text, encoding="utf-8")
        assert import_proof.judge(data, Path("a.docx"), tmp_path / "de.md").verdict == "passed"
    assert any("above the title" in row.what for row in made.rows)


# --- From the file to the outputs ----------------------------------------------------------------

OUTPUTS = ("archive-pdf", "access-pdf", "large-print", "epub", "web", "text")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The Word file, the work that was made of it with the descriptions that it wants, and its outputs."""
    folder = tmp_path_factory.mktemp("work") / "aufruf"
    folder.mkdir()
    (folder / "statement.yaml").write_text(PLAIN_YAML, encoding="utf-8")
    (folder / "de.md").write_text(described("a.docx"), encoding="utf-8")
    (folder / "image1.png").write_bytes(png(30, 12))
    statement, findings = read_work(folder)
    assert statement is not None, findings
    found = {"work": folder, "docx": folder.parent / "a.docx"}
    for product in production.render(statement, statement.editions[0], chosen(OUTPUTS)):
        found[product.artefact.target] = folder.parent / Path(product.artefact.path).name
        found[product.artefact.target].write_bytes(product.artefact.data)
    found["docx"].write_bytes(DOCX)
    return found


def proof(made: dict[str, Path], target: str, data: bytes, folder: Path, work: bool) -> Proof:
    (folder / "a.docx").write_bytes(data)
    (found,) = proving.prove(folder / "a.docx", (made[target],), made["work"] if work else None)
    return found


@pytest.mark.parametrize("target", OUTPUTS)
def test_every_output_is_proven_from_the_word_file_with_its_work(
    made: dict[str, Path], target: str, tmp_path: Path
) -> None:
    found = proof(made, target, DOCX, tmp_path, True)
    assert found.verdict == "passed", [str(one) for route in found.routes for one in route.check.findings]


@pytest.mark.parametrize("target", OUTPUTS[:-1])
def test_every_output_with_marks_is_proven_from_the_word_file_alone(
    made: dict[str, Path], target: str, tmp_path: Path
) -> None:
    found = proof(made, target, DOCX, tmp_path, False)
    assert found.verdict == "passed", [str(one) for route in found.routes for one in route.check.findings]


@pytest.mark.parametrize("target", ["archive-pdf", "access-pdf"])
def test_bullets_of_nested_lists_are_no_text_for_plain_readers(
    made: dict[str, Path], target: str, tmp_path: Path
) -> None:
    found = proof(made, target, DOCX, tmp_path, False)
    plain = [route.check for route in found.routes if route.check.check.startswith("plain")]
    assert [(one.verdict, one.findings) for one in plain] == [("passed", ()), ("passed", ())]


@pytest.mark.parametrize("target", OUTPUTS[:-1])
@pytest.mark.parametrize(
    ("before", "after"),
    [(b"Darunter eins", b"Darunter zehn"), (b"Maria", b"Marie"), (b"Ein Siegel", b"Ein Stempel"), (b"Tiefer", b"")],
)
def test_what_the_word_file_says_otherwise_is_found(
    made: dict[str, Path], target: str, before: bytes, after: bytes, tmp_path: Path
) -> None:
    data = word.repacked(DOCX, {before: after})
    assert proof(made, target, data, tmp_path, False).verdict == "failed"
    assert proof(made, target, data, tmp_path, True).verdict == "failed"
