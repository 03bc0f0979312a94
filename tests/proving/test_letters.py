"""Letters and press releases are proven with what they say beside their text, as statement.yaml says it."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from flugblatt import proving
from flugblatt.build import production
from flugblatt.model import Product
from flugblatt.model.targets import chosen
from flugblatt.proving.proof import Proof
from tests import letters

WORKS = {"letter": letters.letter, "press release": letters.press}
ENDINGS = {"archive-pdf": ".pdf", "epub": ".epub", "text": ".txt", "web": ".html"}
KINDS = [pytest.param(work, target, id=f"{work}, {target}") for work in WORKS for target in ENDINGS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("letters")


@cache
def made(folder: Path, work: str, target: str) -> tuple[Path, Path]:
    """The source, in the folder of its work, and one of its files."""
    statement = WORKS[work](folder / work / target)
    (product,) = production.render(statement, statement.editions[0], chosen((target,)))
    assert isinstance(product, Product)
    file = folder / work / f"{statement.work}.de{ENDINGS[target]}"
    file.write_bytes(product.artefact.data)
    return folder / work / target / statement.work / "de.md", file


def proof(source: Path, file: Path) -> Proof:
    (found,) = proving.prove(source, (file,))
    return found


@pytest.mark.sample(3)
@pytest.mark.parametrize(("work", "target"), KINDS)
def test_a_letter_is_proven_beside_its_statement(folder: Path, work: str, target: str) -> None:
    found = proof(*made(folder, work, target))
    assert found.verdict == "passed", [str(finding) for route in found.routes for finding in route.check.findings]


@pytest.mark.parametrize("target", ["archive-pdf", "epub"])
def test_the_statement_in_the_file_will_do(folder: Path, tmp_path: Path, target: str) -> None:
    source, file = made(folder, "letter", target)
    shutil.copy(source, tmp_path / "de.md")
    assert proof(tmp_path / "de.md", file).verdict == "passed"


@pytest.mark.parametrize("target", ["text", "web"])
def test_another_signatory_is_red(folder: Path, tmp_path: Path, target: str) -> None:
    said, lie = "Ada Ahrens", "Ada Ahrends"
    source, file = made(folder, "letter", target)
    text = file.read_text(encoding="utf-8")
    assert said in text
    (tmp_path / file.name).write_text(text.replace(said, lie), encoding="utf-8")
    found = proof(source, tmp_path / file.name)
    assert found.verdict == "failed"
    assert "signatory" in "\n".join(str(finding) for route in found.routes for finding in route.check.findings)


def test_words_of_a_letter_that_nobody_wrote_are_red(folder: Path, tmp_path: Path) -> None:
    source, file = made(folder, "letter", "text")
    (tmp_path / "brief").mkdir()
    shutil.copy(source, tmp_path / "brief" / "de.md")
    assert proof(tmp_path / "brief" / "de.md", file).verdict == "failed"
