"""Every construct in every form: rendered, read back by the independent readers, and equal to its source."""

from pathlib import Path

import pytest

from flugblatt.build import production
from flugblatt.build.plan import FOLDED
from flugblatt.model import NotDue
from flugblatt.model.targets import TARGETS, Target, chosen
from tests import editions

HEAD = "# Ein Titel\n\nEin Vorspann.\n\n"
WORDS = "Wir sagen es noch einmal mit aller Deutlichkeit und in ruhigen Worten, damit es jeder hört. "
CONSTRUCTS = {
    "item without text": HEAD + "1. Eins\n2.\n3. Drei\n",
    "empty bullet": HEAD + "- Eins\n-\n- Drei\n",
    "nested lists": HEAD + "6) Sechs\n\n   Absatz darin.\n7) Sieben\n   - Unter\n     1. Tiefer\n     2. Tief\n",
    "empty cells": HEAD + "| A | | C |\n|---|---|---|\n| 1 | | 3 |\n| | 2 | |\n",
    "long table": HEAD + "| Name | Amt |\n|---|---|\n" + "".join(f"| Mensch {n} | Amt {n} |\n" for n in range(90)),
    "picture in a line": HEAD
    + WORDS
    + "Ein Bild ![Blau](bild.png) im Satz, und "
    + WORDS
    + "![Blau](bild.png) "
    + WORDS
    + "\n",
    "decorative picture": HEAD + "![](bild.png){decorative}\n\nEnde.\n",
    "marks inside a link": HEAD
    + "Siehe [*Betonung* und **Stärke**](https://example.org/a) und [![Blau](bild.png)](https://example.org/b).\n",
    "link over lines": HEAD + "Siehe [" + WORDS * 2 + "](https://example.org/lang) dort.\n",
    "note in a foreign span": HEAD + "Ein Satz [слово[^1] тут]{lang=be} mehr.\n\n[^1]: Eine Anmerkung auf Deutsch.\n",
    "note in the title": "# Ein Titel[^1]\n\nEin Vorspann.\n\nText.\n\n[^1]: Zum Titel.\n",
    "note before kept words": "# Titel\n\nEin Satz[^1] mit Note.\n\nNoch ein Satz[^2] am 6. Januar dort, und Worte.\n\n"
    + "[^1]: Eins.\n[^2]: Zwei.\n",
    "notes at every word": HEAD
    + "".join(f"Wort{n}[^{n}] " for n in range(1, 40))
    + "Ende.\n\n"
    + "".join(f"[^{n}]: Note {n}.\n" for n in range(1, 40)),
    "note called twice": HEAD + "Eins[^1], zwei[^1].\n\n[^1]: Dieselbe.\n",
    "note in a table": HEAD + "| A[^1] | B |\n|---|---|\n| 1 | 2[^2] |\n\n[^1]: Zum Kopf.\n[^2]: Zur Zelle.\n",
    "notes with lists": HEAD + "Text[^1].\n\n[^1]: Erstens:\n\n    - dies\n    - das\n",
    "note of three pages": HEAD + "Text[^1].\n\n[^1]: " + "\n\n    ".join([WORDS * 12] * 5) + "\n",
    "definition list": HEAD + "Begriff\n: Eins.\n: Zwei.\n\nAnderer *Begriff*\n: Drei.\n",
    "quotation of blocks": HEAD + "> Ein Zitat.\n>\n> - Punkt\n>\n> ## Zwischentitel\n>\n> Ende.\n\nSchluss.\n",
    "code": HEAD + "```\nerste  Zeile\n\n  zweite\n```\n\nUnd `code  hier`.\n",
    "mixed directions": HEAD
    + "Er sagte [שלום (עולם)[^1] 123]{lang=he dir=rtl} und [مرحبا]{lang=ar dir=rtl}, dann ging er.\n\n"
    + "[^1]: Mit [[שלום עולם]{lang=he}](https://example.org/) (2024).\n",
    "a direction without a language": HEAD
    + "Hier steht [Wort (2024).]{dir=rtl} und [שלום]{lang=he} mit [2024 (a)]{dir=ltr}.\n",
    "hard breaks": HEAD + "Zeile eins\\\nZeile zwei  \nZeile drei\n",
    "hyphens of every kind": HEAD
    + (WORDS + "Rede\u2010 und Nord-Süd, nicht\u2011trennbar, Tren\u00adnungs\u00adstrich. ") * 4
    + "\n",
    "blanks of every kind": HEAD
    + "Schmal\u202fer, fest\u00a0er, weit\u3000er, null\u200bbreiter und Zeichen\u200dverbinder.\n",
    "decomposed letters": HEAD
    + "Cafe\u0301 und A\u0308pfel, ﬁ bleibt ﬁ, \U0001d49c nicht.\n".replace("\U0001d49c", "x"),
    "long word": HEAD + "Das ist " + "Donaudampfschifffahrtsgesellschaft" * 4 + " gewesen.\n",
    "deep headings": HEAD + "## Zwei\n\n### Drei\n\n#### Vier\n\n##### Fünf\n\n###### Sechs\n\nText.\n",
    "headings that are called as our own parts are": HEAD
    + "## Notes\n\nText[^1].\n\n## Title\n\n## Take\n\n## Colophon\n\n## Page\n\n## Page\n\n## Note 1\n\nEnde.\n\n[^1]: Note.\n",
    "addresses beyond ASCII": HEAD + "Siehe [hier](https://example.org/ä/Страница?x=1&y=2) dort.\n",
    "only one block": "# Ein Titel\n\nDer ganze Text.\n",
    "very long title": "# " + "Ein sehr langer Titel über die Lage der Dinge " * 6 + "\n\nText.\n\nMehr.\n",
}
PICTURED = tuple(name for name, text in CONSTRUCTS.items() if "bild.png" in text)
HEBREW = """\
# הכרזה לכל באי עולם

פסקה ראשונה.

פסקה שנייה[^1] עם 123 ועם (סוגריים), וקוד `f(x)`.[^2]

```
for x in y:
    f(x)
```

- אחד
- שניים

[^1]: הערה.
[^2]: https://example.org/
"""


IMPRINT = "imprint: {publisher: [Verlag, Weg 1], printer: [Druckerei, Weg 2]}\n"
BOOKS = tuple(target for target in TARGETS if target.scope == "edition" and target.name not in FOLDED)
SHEETS = tuple(target for target in TARGETS if target.name in FOLDED)
SECOND = chosen(("access-pdf", "web"))
"""Laid out and marked up as others are, the archival PDF and the book."""
FIRST = tuple(target for target in BOOKS if target not in SECOND)


def differences(
    tmp_path: Path, yaml: str, targets: tuple[Target, ...] = BOOKS, leaflets: tuple[str, ...] = (), **texts: str
) -> list[str]:
    folder = editions.write(tmp_path, "probe", yaml, **texts)
    (folder / "bild.png").write_bytes(editions.png(30, 12))
    if "bild.png" not in "".join(texts.values()):
        (folder / "bild.png").unlink()
    statement = editions.read(folder)
    found: list[str] = []
    for edition in statement.editions:
        for product in production.produce(statement, edition, targets, leaflets):
            if isinstance(product, NotDue):
                continue
            for check in product.checks:
                if check.verdict != "passed" or check.findings:
                    found += [f"{product.artefact.target} {check.check} {check.verdict}", *map(str, check.findings)]
    return found


@pytest.mark.sample(8)
@pytest.mark.parametrize("name", CONSTRUCTS)
def test_latin(name: str, tmp_path: Path) -> None:
    assert differences(tmp_path, editions.PLAIN_YAML, FIRST, de=CONSTRUCTS[name]) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", CONSTRUCTS)
def test_latin_in_the_forms_that_repeat_others(name: str, tmp_path: Path) -> None:
    assert differences(tmp_path, editions.PLAIN_YAML, SECOND, de=CONSTRUCTS[name]) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in CONSTRUCTS if name not in PICTURED])
def test_latin_on_sheets(name: str, tmp_path: Path) -> None:
    """Every file of a leaflet, for office and press."""
    assert differences(tmp_path, editions.PLAIN_YAML + IMPRINT, SHEETS, ("a4",), de=CONSTRUCTS[name]) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURED)
def test_latin_on_sheets_with_a_picture(name: str, tmp_path: Path) -> None:
    """A picture of a dozen dots is too coarse for print, as it should be; nothing else is found."""
    found = differences(tmp_path, editions.PLAIN_YAML + IMPRINT, SHEETS, ("a4",), de=CONSTRUCTS[name])
    assert [line for line in found if "resolution" not in line and not line.startswith("press fidelity")] == []


@pytest.mark.sample(2)
@pytest.mark.parametrize("page", ["a5", "a4"])
@pytest.mark.parametrize(("tag", "text"), [("ar", editions.ARABIC), ("he", HEBREW)], ids=["ar", "he"])
def test_right_to_left_on_both_pages(tag: str, text: str, page: str, tmp_path: Path) -> None:
    assert differences(tmp_path, editions.PLAIN_YAML + f"page: {page}\n", **{tag: text}) == []


@pytest.mark.needs("fonts-noto-cjk")
def test_a_tag_whose_text_is_in_another_script(tmp_path: Path) -> None:
    assert (
        differences(tmp_path, editions.PLAIN_YAML, ja="# A Latin title\n\nMostly Latin words.\n\nAnd more of them.\n")
        == []
    )


def test_everything_at_once(tmp_path: Path) -> None:
    folder = editions.write_rich(tmp_path)
    statement = editions.read(folder)
    for edition in statement.editions:
        for product in production.produce(statement, edition, BOOKS):
            assert not isinstance(product, NotDue)
            assert [(check.check, check.verdict, check.findings) for check in product.checks if check.findings] == []
