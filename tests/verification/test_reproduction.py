"""The grade of a proof: what is made again byte for byte, what is not, and what nobody can make again."""

import json
from pathlib import Path

import pytest

from flugblatt import cli
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


def test_a_pdf_is_made_again_of_what_it_carries(project: Path, tmp_path: Path) -> None:
    for name in ("de.md", "bild.png"):
        (tmp_path / name).write_bytes((project / "content" / "probe" / name).read_bytes())
    (book,) = (path for path in found(project, ".de.pdf") if path.parent.name == "de")
    (proof,) = prove(tmp_path / "de.md", (book,))
    assert proof.grade == "reproduced", proof
    assert "that probe.de.pdf carries" in proof.routes[0].check.detail
