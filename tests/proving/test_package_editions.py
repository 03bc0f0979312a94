"""The proof against a package: its edition in the language of the artefact counts, and only if the package is whole."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import weasyprint

from flugblatt import cli, leaflet, proving
from flugblatt.build import production
from flugblatt.language.table import describe
from flugblatt.model.errors import ContentError, UsageError
from flugblatt.model.targets import chosen
from tests import editions
from tests.bagging import Files, again, bagged, files_of, lay, tar_of
from tests.proving.test_proving import one, verdicts

TARGETS = chosen(("archive-pdf", "epub", "web", "text"))
FOLDER = "data/uuid-1/representations/source/data/"
SUFFIXES = {"archive-pdf": ".pdf", "epub": ".epub", "web": ".html", "text": ".txt"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A letter in German with a picture and one in Arabic, what is made of them, and the package of their sources."""
    folder = tmp_path_factory.mktemp("packaged")
    german = f"{editions.LETTER}\n![Ein Rechteck](bild.png)\n\nSiebter Absatz.\n"
    source = editions.write(folder / "content", "rich", editions.LETTER_YAML, de=german, ar=editions.ARABIC)
    (source / "bild.png").write_bytes(editions.png(30, 12))
    statement = editions.read(source)
    for edition in statement.editions:
        tag = edition.language
        for product in production.render(statement, edition, TARGETS):
            (folder / f"{tag}{SUFFIXES[product.artefact.target]}").write_bytes(product.artefact.data)
        language = describe(tag, edition.whole_text)
        (made,) = leaflet.render(statement, edition, language, ("dl6-roll",), press=False)
        for file in made.files:
            if file.suffix in (".read.pdf", ".office.pdf"):
                (folder / f"{tag}{file.suffix}").write_bytes(file.data)
    payload = {f"{FOLDER}{file.name}": file.read_bytes() for file in source.iterdir()}
    (folder / "rich.tar").write_bytes(tar_of(bagged({"data/uuid-1/METS.xml": b"<mets/>", **payload})))
    return folder


def files(folder: Path) -> Files:
    return files_of((folder / "rich.tar").read_bytes())


def made(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES.values()))


def foreign(path: Path, body: str) -> Path:
    path.write_text(f"<!doctype html>{body}", encoding="utf-8")
    return path


# --- What passes ---------------------------------------------------------------------------------


def test_each_file_is_compared_with_the_edition_in_its_language(folder: Path, tmp_path: Path) -> None:
    artefacts = made(folder)
    assert len(artefacts) == 12
    proofs = proving.prove(folder / "rich.tar", artefacts)
    for path, proof in zip(artefacts, proofs, strict=True):
        assert proof.verdict == "passed", [str(one) for found in proof.routes for one in found.check.findings]
        assert proof.source == f"{folder}/rich.tar/{FOLDER}{path.name.partition('.')[0]}.md"
        structured = next(found for found in proof.routes if found.check.check != "source")
        assert "the pictures themselves are not compared" not in structured.sure
    unpacked = lay(tmp_path / "rich", files(folder))
    assert one(unpacked, folder / "ar.read.pdf").verdict == "passed"
    assert one(tmp_path, folder / "ar.epub").verdict == "passed", "the folder that holds the package is as good"


def test_files_of_others_say_their_language(folder: Path, tmp_path: Path) -> None:
    text = (folder / "ar.html").read_text(encoding="utf-8")
    body = "<h1>رسالة مفتوحة</h1><p>فقرة أولى.</p><p>فقرة ثانية¹ فيها رقم 2024 وكلمة Berlin.</p><p>حاشية.</p>"
    assert "رسالة مفتوحة" in text
    page = foreign(tmp_path / "x.html", f'<html lang="AR"><body>{body}</body></html>')
    assert one(folder / "rich.tar", page).source.endswith("/ar.md")
    pdf = tmp_path / "x.pdf"
    data = weasyprint.HTML(string=f'<html lang="de-AT"><body>{body}').write_pdf(pdf_tags=True)
    assert data
    pdf.write_bytes(data)
    proof = one(folder / "rich.tar", pdf)
    assert proof.source.endswith("/de.md") and proof.verdict == "failed", "de is the edition for de-AT"


def test_the_only_edition_is_the_one_for_a_file_without_a_language(folder: Path, tmp_path: Path) -> None:
    alone = {name: data for name, data in files(folder).items() if not name.endswith("/ar.md")}
    package = tmp_path / "alone.tar"
    package.write_bytes(tar_of(again(alone)))
    page = foreign(tmp_path / "x.html", "<body><h1>Kein Titel</h1>")
    proof = one(package, page)
    assert proof.source.endswith("/de.md") and proof.verdict == "failed"


# --- What is refused -----------------------------------------------------------------------------


def test_a_language_that_the_package_does_not_have_is_refused_with_a_list(folder: Path, tmp_path: Path) -> None:
    cases = {
        '<html lang="fr"><body><h1>T</h1>': "is in the language fr",
        "<body><h1>T</h1>": "does not say its language",
    }
    for body, words in cases.items():
        with pytest.raises(UsageError) as caught:
            one(folder / "rich.tar", foreign(tmp_path / "x.html", body))
        assert words in str(caught.value) and "holds ar, de" in str(caught.value)
    plain = tmp_path / "x.txt"
    plain.write_text("Titel\n\nText.\n", encoding="utf-8")
    with pytest.raises(UsageError, match="does not say its language"):
        proving.prove(folder / "rich.tar", (folder / "de.epub", plain))


def test_a_package_that_is_not_whole_is_refused(folder: Path, tmp_path: Path) -> None:
    tar = (folder / "rich.tar").read_bytes()
    at = tar.index(b"Offene Worte")
    package = tmp_path / "x.tar"
    package.write_bytes(tar[:at] + bytes([tar[at] ^ 1]) + tar[at + 1 :])
    with pytest.raises(ContentError) as caught:
        one(package, folder / "de.epub")
    assert {finding.code for finding in caught.value.findings} == {"fixity-changed"}
    assert f"{package}/{FOLDER}de.md" in caught.value.findings[0].where
    faults = {
        "x.tar": (tar[: len(tar) // 2], "fixity-tar"),
        "x.tgz": (gzip.compress(tar), "fixity-tar"),
    }
    for name, (data, code) in faults.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ContentError) as caught:
            one(tmp_path / name, folder / "de.epub")
        assert caught.value.findings[0].code == code
    lost = lay(tmp_path / "lost", files(folder))
    (lost / FOLDER / "bild.png").unlink()
    with pytest.raises(ContentError) as caught:
        one(lost, folder / "de.epub")
    assert "fixity-missing" in {finding.code for finding in caught.value.findings}


def test_a_package_that_was_changed_and_covered_up_proves_another_text(folder: Path, tmp_path: Path) -> None:
    name = f"{FOLDER}de.md"
    changed = files(folder) | {name: files(folder)[name].replace(b"Siebter", b"Achter")}
    package = tmp_path / "x.tar"
    package.write_bytes(tar_of(again(changed)))
    for suffix in (".pdf", ".epub", ".read.pdf"):
        assert one(package, folder / f"de{suffix}").verdict == "failed"
    assert verdicts(one(package, folder / "ar.read.pdf"))["structure"] == "passed"


def test_a_package_without_one_source_is_refused(folder: Path, tmp_path: Path) -> None:
    held = files(folder)
    two = held | {name.replace("uuid-1", "uuid-2"): data for name, data in held.items() if "source/data" in name}
    none = {name: data for name, data in held.items() if not name.endswith(".md")}
    for lot, words in ((two, "the source of 2 works"), (none, "no edition")):
        package = tmp_path / "x.tar"
        package.write_bytes(tar_of(again(lot)))
        with pytest.raises(UsageError, match=words):
            one(package, folder / "de.epub")


# --- In words ------------------------------------------------------------------------------------


def test_the_command_line(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = str(folder / "rich.tar")
    assert cli.main(["prove", package, str(folder / "de.read.pdf"), str(folder / "ar.epub")]) == 0
    out = capsys.readouterr().out
    assert (
        f"✓ reproduced: every byte is that of the file made again of the source {package}/{FOLDER}de.md" in out
        and f"{FOLDER}ar.md" in out
    )
    assert cli.main(["prove", "--report", "json", package, str(folder / "ar.txt")]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["source"] == package and value["artefacts"][0]["source"].endswith("/ar.md")
    page = foreign(tmp_path / "x.html", '<html lang="fr"><body><h1>T</h1>')
    assert cli.main(["prove", package, str(page)]) == 2
    tar = (folder / "rich.tar").read_bytes()
    broken = tmp_path / "x.tar"
    broken.write_bytes(tar.replace(b"Offene", b"offene", 1))
    assert cli.main(["prove", str(broken), str(folder / "de.epub")]) == 3
    assert cli.main(["prove", str(tmp_path / "gone.tar"), str(folder / "de.epub")]) == 2
    assert "Traceback" not in capsys.readouterr().err
