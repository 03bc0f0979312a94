"""Two editions side by side in a run: which pairs are due, what the command line may say, and who gets them."""

from pathlib import Path

import pytest

from flugblatt.build import pipeline
from flugblatt.build.plan import Order, Plan, complete, of_statement, plan
from flugblatt.model import Artefact, Group, Statement
from flugblatt.model.errors import UsageError
from flugblatt.model.targets import row
from flugblatt.terminal.arguments import parser
from tests.editions import read, write

TEXTS = {"de": "# Eins\n\nEin Satz.\n", "be": "# Адзін\n\nАдзін сказ.\n", "en": "# One\n\nOne sentence.\n"}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pairs")
    write(folder, "brief", "date: 2024-05-03\nissuers: [Rat]\nbilingual: [[de, be]]\n", **TEXTS)
    write(folder, "zettel", "date: 2024-05-03\nissuers: [Rat]\n", de=TEXTS["de"], be=TEXTS["be"])
    return folder


@pytest.fixture(scope="module")
def statement(content: Path) -> Statement:
    return read(content / "brief")


def planned(content: Path, out: Path, statement: Statement, **asked: object) -> Plan:
    return plan(Order(content, out, **asked), statement)  # type: ignore[arg-type]


def pairs(made: Plan) -> list[str]:
    return [task.edition.tags for task in made.due if task.edition.beside]


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ({}, ["de+be"]),
        ({"pairs": (("be", "en"),)}, ["de+be", "be+en"]),
        ({"pairs": (("be", "fr"),)}, ["de+be"]),
        ({"languages": ("de",)}, []),
        ({"languages": ("de", "be")}, ["de+be"]),
        ({"targets": ("text",)}, []),
    ],
    ids=["statement", "command", "no edition", "one language", "both", "another target"],
)
def test_the_pairs_of_the_statement_are_due_and_those_that_the_command_line_names(
    content: Path, tmp_path: Path, statement: Statement, asked: dict[str, object], due: list[str]
) -> None:
    assert pairs(planned(content, tmp_path, statement, **asked)) == due


def test_a_pair_lies_in_a_folder_of_both_its_languages(statement: Statement) -> None:
    (pair,) = statement.pairs()
    assert row("bilingual").path(pair) == "brief/de+be/brief.de+be.pdf"
    assert row("bilingual").path(pair, "leaflet") == "brief/de+be/leaflet/a4.read.pdf"


def test_a_pair_is_made_of_that_target_alone(content: Path, tmp_path: Path, statement: Statement) -> None:
    made = planned(content, tmp_path, statement)
    assert {target.name for task in made.due if task.edition.beside for target in task.targets} == {"bilingual"}
    assert not any(
        target.name == "bilingual" for task in made.due if not task.edition.beside for target in task.targets
    )


def test_a_work_that_names_no_pair_says_so_when_it_is_asked_for_one(content: Path, tmp_path: Path) -> None:
    made = planned(content, tmp_path, read(content / "zettel"), targets=("bilingual",))
    assert [(group.target, group.not_due) for group in made.kept] == [
        (
            "bilingual",
            ("no two editions of the work are named: write bilingual: [[de, be]] in statement.yaml, or --pair de,be",),
        )
    ]
    assert not made.due


def test_editions_that_no_work_has_are_refused(content: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no work has editions in both 'de' and 'fr'; there are be, de, en"):
        pipeline.run(Order(content, tmp_path, pairs=(("de", "fr"),)), lambda line: None)


@pytest.mark.parametrize("said", ["de", "de,", ",be", "de,de", "de,be,en"])
def test_a_pair_is_two_editions(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["build", "--pair", said])
    assert f"two editions like de,be were expected, found {said!r}" in capsys.readouterr().err


def test_a_work_is_whole_with_the_pairs_that_its_statement_names(statement: Statement) -> None:
    def group(target: str, language: str) -> Group:
        return Group(target, language, "", ((Artefact(target, f"{target}.{language}", "", b"x"), ()),))

    from flugblatt.model.targets import TARGETS

    alone = tuple(group(target.name, tag) for target in TARGETS if target.scope == "edition" for tag in TEXTS)
    assert not complete(statement, alone)
    assert complete(statement, (*alone, group("bilingual", "de+be")))
    every = (*alone, group("bilingual", "de+be"), group("bilingual", "be+en"))
    assert [one.language for one in of_statement(statement, every) if one.target == "bilingual"] == ["de+be"]
