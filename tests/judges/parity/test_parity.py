"""Parity: a short statement and its translation, and what is found when one thing of it is spoilt."""

from __future__ import annotations

from pathlib import Path

import pytest

from flugblatt.judges import parity
from flugblatt.judges.parity.codes_of_parity import CODES
from flugblatt.model import Check
from tests import editions
from tests.judges.parity.beside import found, lines

DE = """\
# Offene Worte an alle Völker der Erde

Am 6. Januar 2024 haben wir [gesagt](https://example.org/de/a), was die Sache ist, und warum sie alle Menschen angeht.

## Gründe der Erklärung

1. Der erste Grund ist länger als der zweite Grund, der danach kommt.[^1]
2. Der zweite Grund kostet 1.234,5 Euro im Jahr.

> Wer schweigt, der stimmt am Ende zu, ob er will oder nicht.

| Ort   | Zahl |
|-------|-----:|
| Minsk |   12 |

Noch ein Absatz sagt dasselbe mit anderen Worten. Er hat zwei Sätze, damit man sie zählen kann.

![Ein Bild](bild.png)

Am Ende steht ein Satz, den jeder lesen und weitersagen soll, siehe [oben](#gründe-der-erklärung).

[^1]: Eine Anmerkung zu dem ersten Grund.
"""
BE = """\
# Адкрытыя словы да ўсіх народаў свету

6 студзеня 2024 года мы [сказалі](https://example.org/de/a), у чым справа і чаму яна тычыцца ўсіх людзей на свеце.

## Прычыны гэтай заявы

1. Першая прычына даўжэйшая за другую прычыну, якая ідзе пасля яе.[^1]
2. Другая прычына каштуе 1 234,5 еўра ў год.

> Хто маўчыць, той у рэшце рэшт згаджаецца, хоча ён таго ці не.

| Месца | Лік |
|-------|----:|
| Мінск |  12 |

Яшчэ адзін абзац кажа тое самае іншымі словамі. У ім два сказы, каб іх можна было палічыць.

![Малюнак](bild.png)

У канцы стаіць сказ, які кожны павінен прачытаць і перадаць далей, глядзі [вышэй](#прычыны-гэтай-заявы).

[^1]: Заўвага да першай прычыны ў спісе.
"""
LAST_BE = next(line for line in BE.splitlines() if line.startswith("У канцы")) + "\n\n"
OTHER_BE = next(line for line in BE.splitlines() if line.startswith("Яшчэ"))
QUOTE_BE = next(line[2:] for line in BE.splitlines() if line.startswith("> "))
YAML = "date: 2024-05-03\nissuers: [Büro]\noriginal: de\n"


def test_a_translation_with_everything_has_no_finding() -> None:
    assert lines(found(DE, BE)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (LAST_BE, "", ("parity-missing", 18, 20)),
        ("## Прычыны", "Гэтага абзаца няма ў арыгінале, і ён даволі доўгі.\n\n## Прычыны", ("parity-added", 5, 3)),
        ("\n\n![М", f"\n\n{OTHER_BE}\n\n![М", ("parity-doubled", 18, 16)),
        ("> Хто", "Хто", ("parity-kind", 10, 10)),
        ("2. Другая", "3. Другая", ("parity-label", 8, 8)),
        ("| Мінск |  12 |", "| Мінск |  12 |\n| Гомель |  12 |", ("parity-table", 12, 12)),
        ("яе.[^1]", "яе.", ("parity-note", 7, 7)),
        ("![Малюнак](bild.png)", "Малюнак", ("parity-picture", 18, 18)),
        ("пасля яе.", "пасля яе ![x](b.png).", ("parity-picture", 7, 7)),
        ("org/de/a", "org/de/b", ("parity-link", 3, 3)),
        ("(#прычыны-гэтай-заявы)", "(#адкрытыя)", ("parity-link", 20, 20)),
        ("org/de/a", "org/be/a", ("parity-link-language", 3, 3)),
        ("1 234,5", "1 234,6", ("parity-number", 8, 8)),
        ("|  12 |", "|  13 |", ("parity-number", 12, 12)),
        ("2024 года", "2042 года", ("parity-number", 3, 3)),
        ("студзеня", "лютага", ("parity-date", 3, 3)),
        (QUOTE_BE, "Wer schweigt, der stimmt am Ende zu, ob er will oder nicht.", ("parity-untranslated", 10, 10)),
        ("У ім два сказы, каб", "Er hat zwei Sätze, damit man", ("parity-untranslated", 16, 16)),
        (" і чаму яна тычыцца ўсіх людзей на свеце.", "", ("parity-length", 3, 3)),
        (" хоча ён таго ці не.", "", ("parity-unended", 10, 10)),
    ],
)  # fmt: skip
def test_each_difference_is_found_with_both_lines(old: str, new: str, expected: tuple[str, int, int]) -> None:
    assert old in BE
    assert expected in lines(found(DE, BE.replace(old, new, 1)))


def test_another_level_of_a_heading_is_found() -> None:
    deeper = [text.replace("\n> ", "\n### Yyy\n\n> ", 1) for text in (DE, BE)]
    assert lines(found(*deeper)) == []
    assert ("parity-level", 10, 10) in lines(found(deeper[0], deeper[1].replace("### Yyy", "## Yyy")))


def test_one_block_in_two_and_two_in_one() -> None:
    text = BE.replace("словамі. У ім", "словамі.\n\nУ ім")
    assert lines(found(DE, text)) == [("parity-split", 16, 16)]
    assert lines(found(text, DE, ("be", "de"))) == [("parity-joined", 16, 16)]


def test_a_name_in_latin_letters_stays_in_every_script() -> None:
    original = BE.replace("Яшчэ адзін абзац", "Абзац у Telegram")
    assert lines(found(original, DE, ("be", "de"))) == [("parity-name", 16, 16)]
    assert lines(found(original, DE.replace("Noch ein Absatz", "Absatz in Telegram"), ("be", "de"))) == []


def test_editions_of_one_language_may_have_the_same_words() -> None:
    assert lines(found(DE, DE, ("de", "de-AT"))) == []


def test_messages_show_both_lines_and_codes_are_explained() -> None:
    (difference,) = found(DE, BE.replace("1 234,5", "1 234,6"))
    assert difference.message == "numbers: expected 1234.5 as in w/de.md:8, found 1234.6"
    assert all(rule.severity == "warning" and rule.remedy for rule in CODES.values())


# --- A work --------------------------------------------------------------------------------------


def judged(content: Path, yaml: str, **texts: str) -> dict[str, Check]:
    return dict(parity.checks(editions.read(editions.write(content, "w", yaml, **texts))))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "bild.png").write_bytes(editions.png(30, 12))
    return tmp_path


def test_a_check_of_each_translation_passes_with_warnings(content: Path) -> None:
    checks = judged(content, YAML, de=DE, be=BE.replace("2024 года", "2042 года"))
    assert list(checks) == ["be"]
    (finding,) = checks["be"].findings
    assert (checks["be"].verdict, finding.severity, finding.where) == ("passed", "warning", "w/be.md:3:1")
    assert "expected 2024 as in w/de.md:3, found 2042" in finding.message


def test_the_first_tag_is_the_measure_where_no_original_is_named(content: Path) -> None:
    assert list(judged(content, YAML.replace("original: de\n", ""), de=DE, be=BE)) == ["de"]
    assert judged(content / "x", YAML, de=DE.replace("![Ein Bild](bild.png)", "")) == {}


@pytest.mark.parametrize("where", ["be.md:3", "be:3", "w/be.md:3", "be.md", "be", "de.md:3", "parity-number"])
def test_a_place_with_a_reason_is_silenced(content: Path, where: str) -> None:
    yaml = f"{YAML}parity: {{ignore: [{{where: '{where}', reason: anders gezählt}}]}}\n"
    check = judged(content, yaml, de=DE, be=BE.replace("2024 года", "2042 года"))["be"]
    assert check.findings == ()
    assert check.detail.endswith("left out by statement.yaml: 1")


def test_a_place_where_nothing_is_found_is_named(content: Path) -> None:
    yaml = f"{YAML}parity: {{ignore: [{{where: 'be.md:5', reason: anders gezählt}}]}}\n"
    (finding,) = judged(content, yaml, de=DE, be=BE)["be"].findings
    assert (finding.code, finding.where) == ("parity-unused", "w/statement.yaml")


def test_one_side_may_be_nearly_empty() -> None:
    assert {code for code, *_ in lines(found(DE, "# Адкрытыя словы да ўсіх\n\nТак.\n"))} >= {"parity-missing"}
    assert {code for code, *_ in lines(found("# Worte\n\nJa.\n", BE))} >= {"parity-added"}
