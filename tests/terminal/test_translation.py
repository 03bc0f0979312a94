"""Messages in German: every shape is there, fills the same places, and nothing that a file says is put into another language."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from flugblatt import cli, resources
from flugblatt.terminal import translation
from flugblatt.terminal.translation import PLACE, Translation, preferred
from tests.setup.test_install_files import script

FINDINGS = Path(__file__).parent.parent / "findings"
FILE = resources.STYLES / "messages.de.po"
SPOKEN = re.compile(r"^\S+: (?:error|warning) (\S+) (.*?)(?:\n  hint: (.*))?$", re.MULTILINE)


@pytest.fixture(scope="module")
def german() -> Translation:
    return Translation("de")


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    translation.speak("en")


def entries() -> dict[str, str]:
    with FILE.open("rb") as stream:
        return {str(entry.id): str(entry.string) for entry in read_po(stream) if entry.id}


def test_no_message_is_left_in_english() -> None:
    now = script("messages").updated(FILE)
    assert now == FILE.read_text("utf-8"), "python install/messages.py writes it"
    assert [english for english, other in entries().items() if not other] == []


def test_the_file_is_read_as_babel_reads_it(german: Translation) -> None:
    whole = {english: other for english, other in entries().items() if other and not PLACE.search(english)}
    assert {english: german.of(english) for english in whole} == whole


def test_both_halves_have_the_same_places() -> None:
    def places(text: str) -> set[str]:
        return {place[0] for place in PLACE.finditer(text) if not place[3]}

    unlike = {english: other for english, other in entries().items() if other and places(english) != places(other)}
    assert not unlike


def test_every_message_about_a_source_is_said_in_german(german: Translation) -> None:
    """Over the smallest work of every code: what is expected there is what is printed."""
    told = [
        found for path in sorted(FINDINGS.glob("*/expected.txt")) for found in SPOKEN.findall(path.read_text("utf-8"))
    ]
    english = {text for _, message, hint in told for text in (message, hint) if german.of(text) == text and " " in text}
    assert len(told) > 100 and not english


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("expected the font “passed”; found “nothing”", "erwartet: the font „passed“; gefunden “nothing”"),
        ("a line [^9]: … was expected, found none", "eine Zeile [^9]: … wurde erwartet, gefunden keine"),
        ("expected black text in DeviceGray; found AppDefault", "erwartet: schwarzer Text in DeviceGray; gefunden AppDefault"),
        ("Bread and roses", "Bread and roses"),
        ("✓ fidelity passed", "✓ fidelity bestanden"),
    ],
)  # fmt: skip
def test_a_shape_says_what_stands_in_its_places(german: Translation, english: str, said: str) -> None:
    assert german.of(english) == said


def test_the_time_grows_with_the_text_alone(german: Translation) -> None:
    """Shapes with many places once took minutes over a page."""

    def seconds(times: int) -> float:
        begun = time.process_time()
        german.of(" ".join([f"expected {times} texts, found; nothing and: (x) “y” language"] * times))
        return time.process_time() - begun

    seconds(2)
    assert seconds(60) < 40 * seconds(15)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "de_AT.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "de"}, "de"),
        ({"LANG": "nds_DE"}, "en"),
    ],
)
def test_the_locale_names_the_language(environment: dict[str, str], language: str) -> None:
    assert preferred(environment) == language


@pytest.mark.parametrize(
    "words", [["--language-of-messages", "de", "explain", "x"], ["explain", "x", "--language-of-messages=de"]]
)
def test_the_option_stands_before_or_behind_the_command(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 2
    assert "es gibt keinen Code" in capsys.readouterr().err


def test_files_are_the_same_in_every_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = tmp_path / "content" / "probe"
    work.mkdir(parents=True)
    (work / "statement.yaml").write_text("date: 2024-05-03\nissuers: [Probe]\n", "utf-8")
    (work / "de.md").write_text("# Titel\n\nEin Wort, kein |Strich|.\n\n|a|b|\n", "utf-8")
    said = {}
    for language in ("de", "en"):
        words = [
            "--content",
            str(tmp_path / "content"),
            "--out",
            str(tmp_path / language),
            "--target",
            "text",
            "--jobs",
            "1",
        ]
        assert cli.main(["build", *words, "--language-of-messages", language]) == 0
        said[language] = capsys.readouterr()
    made = [
        {
            path.relative_to(tmp_path / tag): path.read_bytes()
            for path in (tmp_path / tag / "probe").rglob("*")
            if path.is_file()
        }
        for tag in ("de", "en")
    ]
    assert made[0] == made[1] and made[0]
    assert "bestanden" in said["de"].out and "passed" in said["en"].out
    assert "eine Zeile aus | ohne ihre Linie" in said["de"].err
