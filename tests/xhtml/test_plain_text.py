"""The text file: one paragraph a line, nothing lost."""

from pathlib import Path

import pytest

from flugblatt.judges import fidelity
from flugblatt.language.table import describe
from flugblatt.model.cases import Case
from flugblatt.xhtml import plain_text
from tests import editions


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    statement = editions.read(editions.write_rich(tmp_path_factory.mktemp("content")))
    edition = editions.edition(statement, "de")
    return plain_text.render(statement, edition, describe("de", edition.whole_text)).decode("utf-8")


def test_title_first_then_blocks_apart_by_one_empty_line(text: str) -> None:
    assert text.startswith(
        "Offener Brief\n\nOffene Worte an die Versammlung der Völker\n\nEin Untertitel\n\nEin Absatz als Vorspann"
    )
    assert "\n\n\n" not in text and text.endswith("\n") and "\r" not in text


def test_lists_keep_their_labels(text: str) -> None:
    assert "6) Sechster Punkt" in text and "\n  – Unterpunkt\n  – Zweiter Unterpunkt\n" in text


def test_notes_are_called_and_listed(text: str) -> None:
    assert "sagte sie.[1] Und" in text
    assert "\n\nAnmerkungen\n\n[1] Eine Anmerkung mit Betonung und Link <https://example.org/a>.\n" in text


def test_soft_hyphens_are_left_out_and_all_else_stays(text: str) -> None:
    assert "weichem Trennungsstrich, geschütztem Leer\u00a0zeichen, U+2010\u2010Strich, Nord-Süd und e\u0301." in text


def test_an_address_is_given_once(text: str) -> None:
    assert text.count("https://example.org/eine/lange/adresse") == 1


def test_the_statement_itself(tmp_path: Path) -> None:
    folder = Path(__file__).parent.parent.parent / "content" / "kasachstan-2022"
    statement = editions.read(folder)
    edition = editions.edition(statement, "de")
    out = plain_text.render(statement, edition, describe("de", edition.whole_text)).decode()
    source = (folder / "de.md").read_text(encoding="utf-8")
    assert out.startswith(source.removeprefix("# ").rstrip("\n") + "\n\n—\n\n")


ADDRESS = """# Address

Send it to:

Water Group\\
Well Lane 5\\
12345 Town

- A point\\
  of two lines

> We never said *that*.
>
> - Never
>
> > Nor this.

***

```
\tbuild   --all

check
```
"""


def test_lines_of_addresses_and_code_quotations_and_rules_are_kept(tmp_path: Path) -> None:
    (tmp_path / "probe").mkdir()
    (tmp_path / "probe" / "statement.yaml").write_text("date: 2024-03-05\nissuers: [Rat]\n", encoding="utf-8")
    (tmp_path / "probe" / "en.md").write_text(ADDRESS, encoding="utf-8")
    statement = editions.read(tmp_path / "probe")
    edition = statement.editions[0]
    data = plain_text.render(statement, edition, describe("en", edition.whole_text))
    text = data.decode()
    assert "\n\nWater Group\nWell Lane 5\n12345 Town\n\n– A point\n  of two lines\n\n" in text
    assert "\n\n> We never said that.\n>\n> – Never\n>\n> > Nor this.\n\n* * *\n\n" in text
    assert "\n\n    build   --all\n\ncheck\n\n—\n" in text
    assert fidelity.judge(Case(statement, edition, "text", data)).findings == ()
    for whole, spoilt in (
        ("Lane 5\n", "Lane 5 "),
        ("> We", "We"),
        ("* * *\n\n", ""),
        ("    build", "  build"),
        (">\n", "> \n\n"),
    ):
        forged = text.replace(whole, spoilt, 1).encode()
        assert fidelity.judge(Case(statement, edition, "text", forged)).findings, whole
