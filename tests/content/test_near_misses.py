"""What somebody nearly wrote is answered with the right form: names of files, keys, languages, kinds and marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from flugblatt.content import read_work
from flugblatt.resources import COMMAND
from tests.content.importing import word_specimens as word
from tests.editions import PLAIN_YAML, png

TEXT = "# Titel\n\nEin Text.\n"
WORD = word.docx(word.paragraph("x"))
WORK: dict[str, str | bytes] = {"statement.yaml": PLAIN_YAML, "de.md": TEXT}

CASES: dict[str, tuple[dict[str, str | bytes], str]] = {
    "the country of Belarus": ({"by.md": TEXT}, "rename it to be.md"),
    "the country of Ukraine": ({"ua.md": TEXT}, "rename it to uk.md"),
    "the title as a file name": ({"Erklärung.md": TEXT}, "the text is there: rename it to the tag of its language"),
    "a title without a space": ({"de.md": "#Titel\n\nText.\n"}, "a space after #: # Titel"),
    "the width of a picture": (
        {"de.md": f"{TEXT}\n![A](p.png){{width=50%}}\n", "p.png": png(3, 3)},
        "set as wide as the text",
    ),
    "capitals of a picture": ({"de.md": f"{TEXT}\n![A](P.PNG)\n", "p.png": png(3, 3)}, "did you mean p.png?"),
    "a blank in the name of a picture": (
        {"de.md": f"{TEXT}\n![A](my pic.png)\n", "my pic.png": png(3, 3)},
        "rename my pic.png to my-pic.png, and write (my-pic.png)",
    ),
    "an address of mail": ({"de.md": f"{TEXT}\n[x](press@example.org)\n"}, "write mailto:press@example.org"),
    "a telephone": ({"de.md": f"{TEXT}\n[x](+370 600 00000)\n"}, "(tel:+37060000000)"),
    "a title as a key": ({"statement.yaml": f"{PLAIN_YAML}title: x\n"}, "the title is the # line of the .md: # x"),
    "an author as a key": ({"statement.yaml": f"{PLAIN_YAML}author: y\n"}, "write issuers: [{name: y, kind: person}]"),
    "a language as a key": ({"statement.yaml": f"{PLAIN_YAML}language: de\n"}, "the name of its file"),
    "typographic quotes": ({"statement.yaml": "date: “2024”\nissuers: [B]\n"}, 'write "2024"'),
    "a Word file named .md": ({"de.md": WORD}, f"{COMMAND} new NAME --from this file"),
    "a Word file beside the others": ({"en.docx": WORD}, f"{COMMAND} new work --from work/en.docx"),
    "an old encoding": (
        {"de.md": "# Grüße\n\nSchöne Wörter für alle.\n".encode("cp1252")},
        "save it as UTF-8 (in the editor: Save as, Encoding: UTF-8)",
    ),
    "capitals of an ending": ({"de.md": "", "de.MD": TEXT}, "rename it to de.md"),
    "another ending of statement.yaml": (
        {"statement.yaml": "", "statement.yml": PLAIN_YAML},
        "rename it to statement.yaml",
    ),
    "capitals of statement.yaml": (
        {"statement.yaml": "", "Statement.yaml": PLAIN_YAML},
        "rename Statement.yaml to statement.yaml",
    ),
    "a German date": ({"statement.yaml": "date: 3.5.2024\nissuers: [B]\n"}, "write 2024-05-03"),
    "one issuer": ({"statement.yaml": "date: 2024\nissuer: Büro\n"}, "write issuers: [{name: Büro}]"),
    "no space behind a colon": (
        {"statement.yaml": "date:2024\nissuers: [B]\n"},
        "a space behind the colon: date: 2024",
    ),
    "a no-break space": ({"statement.yaml": "date:\u00a02024\nissuers: [B]\n"}, "a space behind the colon: date: 2024"),
    "a tab": ({"statement.yaml": "date: 2024\nissuers:\n\t- B\n"}, "indent with spaces only"),
    "a German kind": ({"statement.yaml": f"{PLAIN_YAML}kind: Offener Brief\n"}, "did you mean open-letter?"),
    "an underscore": ({"statement.yaml": f"{PLAIN_YAML}kind: open_letter\n"}, "did you mean open-letter?"),
    "an underscore in a tag": ({"en_US.md": TEXT}, "rename it to en-US.md"),
    "a language by its name": ({"english.md": TEXT}, "rename it to en.md"),
    "a note without a colon": ({"de.md": "# T\n\nx[^1]\n\n[^1] Eine Note.\n"}, "a colon behind it: [^1]: Eine Note."),
    "an address without https": ({"de.md": f"{TEXT}\n[x](www.example.org)\n"}, "write https://www.example.org"),
    "HTML": ({"de.md": f"{TEXT}\n<b>x</b>\n"}, "write **x**"),
    "no value among the names": (
        {"statement.yaml": "date: 2024\nissuers: [A, null, ~]\n"},
        'put it in quotes if it is the name: "null"',
    ),
    "numbers among the names": (
        {"statement.yaml": "date: 2024\nissuers: [123, 1.5, 2024-01-01]\n"},
        'put it in quotes if it is the name: "2024-01-01"',
    ),
    "yes and no as subjects": ({"statement.yaml": f"{PLAIN_YAML}subjects: [true, A]\n"}, '"true"; delete it'),
    "no original": ({"statement.yaml": f"{PLAIN_YAML}original: no\n"}, 'write "no" if it is Norwegian'),
    "two names in one text of two lines": (
        {"statement.yaml": "date: 2024\nissuers:\n- |\n  A\n  B\n"},
        "write one line - … for each name",
    ),
    "a name in bold": ({"statement.yaml": 'date: 2024\nissuers: ["**A**"]\n'}, "delete them: they would be printed"),
    "a mark in front of the title": ({"de.md": "\ufeff\ufeff# T\n\nText.\n"}, "delete it: # T"),
    "a heading without words": ({"de.md": f"{TEXT}\n##\n\nText.\n"}, "write them, or delete the marks"),
    "an empty name": ({"statement.yaml": 'date: 2024\nissuers: [A, "  "]\n'}, "a name is empty: delete it"),
    "an item with nothing in it": ({"statement.yaml": "date: 2024\nissuers:\n- A\n-\n"}, "a name is empty: delete it"),
    "two endings, of which one is not shown": ({"de.md": "", "de.md.txt": TEXT}, "rename it to de.md"),
    "two endings of the metadata": (
        {"statement.yaml": "", "statement.yaml.txt": PLAIN_YAML},
        "rename it to statement.yaml",
    ),
    "a list with the sign of another program": (
        {"statement.yaml": "date: 2024-05-03\nissuers:\n  • Verein\n"},
        "write issuers: [Verein]",
    ),
    "a switch in the place of a date": (
        {"statement.yaml": PLAIN_YAML + "withdrawn: true\n"},
        "write withdrawn: {date: …}",
    ),
    "a list of editions": (
        {"statement.yaml": PLAIN_YAML + "editions: [de]\n"},
        "write editions: {de: {translator: …}}",
    ),
    "an address with one stroke": ({"de.md": "# T\n\n[x](https:/example.org)\n"}, "write https://example.org"),
    "an ISBN with its name": (
        {"statement.yaml": f"{PLAIN_YAML}identifiers: {{isbn: ISBN 978-3-16-148410-0}}\n"},
        "write 978-3-16-148410-0",
    ),
    "an ISSN without its hyphen": (
        {"statement.yaml": f"{PLAIN_YAML}identifiers: {{issn: 20493630}}\n"},
        "write 2049-3630",
    ),
    "keywords": ({"statement.yaml": f"{PLAIN_YAML}keywords: [water, A B]\n"}, "write subjects: [water, A B]"),
    "rights in one line": (
        {"statement.yaml": f"{PLAIN_YAML}rights: CC-BY 4.0\n"},
        "write rights: {license: CC-BY-4.0}",
    ),
    "a license as a key": (
        {"statement.yaml": f"{PLAIN_YAML}lizenz: CC BY 4.0\n"},
        "write rights: {license: CC-BY-4.0}",
    ),
    "rights in words": (
        {"statement.yaml": f"{PLAIN_YAML}rights: Alle Rechte vorbehalten\n"},
        "write rights: {statement: Alle Rechte vorbehalten}",
    ),
    "a day that is not there": ({"statement.yaml": "date: 2024-02-30\nissuers: [B]\n"}, "February 2024 has 29 days"),
    "a month that is not there": ({"statement.yaml": "date: 2024-13-01\nissuers: [B]\n"}, "a year has 12 months"),
    "a German date in words": ({"statement.yaml": "date: 3. Mai 2024\nissuers: [B]\n"}, "write 2024-05-03"),
    "an English date in words": ({"statement.yaml": 'date: "May 3, 2024"\nissuers: [B]\n'}, "write 2024-05-03"),
    "a date in words of an edition": (
        {"statement.yaml": "date: 3 мая 2024 г.\nissuers: [B]\n", "ru.md": "# Заявление\n\nТекст.\n"},
        "write 2024-05-03",
    ),
    "a month in words": ({"statement.yaml": "date: März 2024\nissuers: [B]\n"}, "write 2024-03"),
    "two issuers in one text": (
        {"statement.yaml": "date: 2024\nissuers: Verein A, Verein B\n"},
        'write issuers: ["Verein A", "Verein B"]',
    ),
    "two issuers under another name": (
        {"statement.yaml": "date: 2024\nissuer: Verein A; Verein B\n"},
        'write issuers: ["Verein A", "Verein B"]',
    ),
    "two subjects in one text": (
        {"statement.yaml": f"{PLAIN_YAML}subjects: Wasser, Strom\n"},
        'write subjects: ["Wasser", "Strom"]',
    ),
    "a url without https": ({"statement.yaml": f"{PLAIN_YAML}url: www.example.org\n"}, "write https://www.example.org"),
    "a DOI as an address": (
        {"statement.yaml": f"{PLAIN_YAML}identifiers: {{doi: 'https://doi.org/10.1000/x'}}\n"},
        "write 10.1000/x",
    ),
    "free access": (
        {"statement.yaml": f"{PLAIN_YAML}rights: {{access: frei}}\n"},
        "write open, reading-room or registered",
    ),
    "access as a key": (
        {"statement.yaml": f"{PLAIN_YAML}access: frei\n"},
        "write rights: {access: open}, or reading-room or registered",
    ),
    "a currency by its name": (
        {"statement.yaml": f"{PLAIN_YAML}price: {{amount: 4.99, currency: Euro}}\n"},
        "did you mean EUR?",
    ),
    "a wrong check digit": (
        {"statement.yaml": f"{PLAIN_YAML}identifiers: {{isbn: 978-3-16-148410-1}}\n"},
        "the last digit would be 0, 978-3-16-148410-0",
    ),
    "a title alone": ({"de.md": "# Titel\n"}, "write the text below"),
    "Herausgeber": ({"statement.yaml": f"{PLAIN_YAML}Herausgeber: Verein\n"}, "did you mean issuers"),
    "Schlagworte": ({"statement.yaml": f"{PLAIN_YAML}Schlagworte: Wasser, Strom\n"}, "write subjects: [Wasser, Strom]"),
    "a key that is indented": (
        {"statement.yaml": "date: 2024\n  issuers: [A]\n"},
        "begin the line with issuers:, below the key above it",
    ),
    "a list that does not end": ({"statement.yaml": "date: 2024\nissuers: [A\nkind: statement\n"}, "] behind the last"),
    "half of the quotes of German": ({"de.md": f'{TEXT}\n„Zitat" und mehr.\n'}, "write „…“ as elsewhere"),
    "half of the quotes of Polish": ({"pl.md": '# Tytuł\n\n„Cytat" i więcej.\n'}, "write „…” as elsewhere"),
    "a Word file of any name": ({"Mein Brief.docx": WORD}, f'{COMMAND} new work --from "work/Mein Brief.docx"'),
    "a picture by its path on Windows": (
        {"de.md": f"{TEXT}\n![A](C:\\Users\\x\\bild.png)\n"},
        "and write only its name: ![…](bild.png)",
    ),
    "a picture elsewhere": (
        {"de.md": f"{TEXT}\n![A](https://example.org/x.png?w=1)\n"},
        "and write only its name: ![…](x.png)",
    ),
    "a caption among words": (
        {"de.md": f'{TEXT}\nHier ![A](p.png "Am Fluss")\n', "p.png": png(3, 3)},
        "between two empty lines",
    ),
    "a second title": ({"de.md": "# A\n\nx\n\n# B\n\ny\n"}, "write ## and the words"),
    "an encoding of Windows in Cyrillic, told once": (
        {"ru.md": "# Заявление\n\nМы требуем свободы слова для всех.\n".encode("cp1251")},
        "save it as UTF-8 (in the editor: Save as, Encoding: UTF-8)",
    ),
    "the country of Greece": ({"gr.md": TEXT}, "rename it to el.md"),
    "the country of Czechia": ({"cz.md": TEXT}, "rename it to cs.md"),
    "the country of Japan": ({"jp.md": TEXT}, "rename it to ja.md"),
    "small letters of a region": ({"de-de.md": TEXT}, "rename it to de-DE.md"),
    "notes for those who work on it": ({"README.md": TEXT}, "move it out of the folder of the work"),
    "the original by its country": ({"statement.yaml": f"{PLAIN_YAML}original: by\n"}, "did you mean be?"),
    "a press release in German": ({"statement.yaml": f"{PLAIN_YAML}kind: Pressemitteilung\n"}, "mean press-release?"),
    "half of a licence": ({"statement.yaml": f"{PLAIN_YAML}rights: {{license: CC-BY}}\n"}, "did you mean CC-BY-4.0?"),
    "capitals of a page": ({"statement.yaml": f"{PLAIN_YAML}page: A5\n"}, "did you mean a5?"),
    "a format alone": ({"statement.yaml": f"{PLAIN_YAML}leaflets: dl6-roll\n"}, "write leaflets: [dl6-roll]"),
    "a format by another name": ({"statement.yaml": f"{PLAIN_YAML}leaflets: dinlang\n"}, "write auto, or a list of "),
    "a price as it is said": (
        {"statement.yaml": f"{PLAIN_YAML}price: 4,99 €\n"},
        "write price: {amount: 4.99, currency: EUR}",
    ),
    "an address of mail alone": (
        {"statement.yaml": f"{PLAIN_YAML}contact: press@example.org\n"},
        "write contact: {email: press@example.org}",
    ),
    "a publisher alone": ({"statement.yaml": f"{PLAIN_YAML}publisher: Verlag\n"}, "write publisher: {name: Verlag}"),
    "a series alone": ({"statement.yaml": f"{PLAIN_YAML}series: Reihe\n"}, "write series: {title: Reihe}"),
    "a day of withdrawal alone": (
        {"statement.yaml": f"{PLAIN_YAML}withdrawn: 2024-06-01\n"},
        "write withdrawn: {date: 2024-06-01}",
    ),
    "a translator as a key": (
        {"statement.yaml": f"{PLAIN_YAML}translator: Anna\n"},
        "write editions: {de: {translator: Anna}}",
    ),
    "capitals of an edition": (
        {"statement.yaml": f"{PLAIN_YAML}editions: {{DE: {{subtitle: x}}}}\n"},
        "did you mean de?",
    ),
    "a picture of another kind than its name": (
        {"de.md": f"{TEXT}\n![A](p.jpg)\n", "p.jpg": png(3, 3)},
        "rename it to p.png, here and in the folder",
    ),
    "a GIF": ({"de.md": f"{TEXT}\n![A](p.gif)\n", "p.gif": b"GIF89a" + bytes(30)}, "save it as PNG or JPEG"),
    "a link of a wiki": ({"de.md": f"{TEXT}\n[[Andere Seite]]\n"}, "write [words](https://…)"),
    "a link the wrong way round": ({"de.md": f"{TEXT}\n(x)[https://example.org]\n"}, "write [words](address)"),
    "a blank within a link": ({"de.md": f"{TEXT}\n[x] (https://example.org)\n"}, "with no blank between ] and ("),
    "a note as it is printed": (
        {"de.md": f"{TEXT}\nEin Wort [1].\n\n[1]: Eine Note.\n"},
        "write [^1] here, and below, in a paragraph of its own, [^1]: Eine Note.",
    ),
    "an address of FTP": ({"de.md": f"{TEXT}\n[x](ftp://example.org)\n"}, "write the https: address"),
    "a language with a colon": ({"de.md": f"{TEXT}\nEin [word]{{:lang=en}}.\n"}, "write {lang=en}"),
    "a language by its English name": ({"de.md": f"{TEXT}\nEin [word]{{lang=english}}.\n"}, "write en"),
    "UTF-16": ({"de.md": TEXT.encode("utf-16")}, "save it as UTF-8"),
}


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    """The folder of a work with these files; one that is empty is not there."""
    folder.mkdir()
    for path, data in files.items():
        if data:
            (folder / path).write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


@pytest.mark.parametrize("name", CASES)
def test_a_near_miss_is_answered_with_the_right_form(name: str, tmp_path: Path) -> None:
    files, answer = CASES[name]
    _, findings = read_work(written(tmp_path / "work", {**WORK, **files}))
    hints = [finding.hint for finding in findings]
    assert any(answer in hint for hint in hints), "\n".join(map(str, findings))
    assert len(findings) <= 3


def test_a_file_that_is_there_under_another_name_is_not_asked_for_anew(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work/de.MD").write_text(TEXT)
    (tmp_path / "work/Statement.yaml").write_text(PLAIN_YAML)
    hints = {finding.hint for finding in read_work(tmp_path / "work")[1]}
    assert (
        "it is there: rename de.MD to de.md" in hints
        and "it is there: rename Statement.yaml to statement.yaml" in hints
    )
    assert not any("write the text" in hint or "write it" in hint for hint in hints)


@pytest.mark.parametrize(
    ("name", "right"),
    [("Mein Werk", "mein-werk"), ("Großer_Aufruf (2022)", "grosser-aufruf-2022"), ("Зварот", "its subject and year")],
)
def test_a_folder_that_is_named_otherwise_is_told_its_name(name: str, right: str, tmp_path: Path) -> None:
    (finding,) = read_work(written(tmp_path / name, WORK))[1]
    assert finding.code == "work-name" and right in finding.hint


def test_one_mistake_is_told_once(tmp_path: Path) -> None:
    """A blank within a link is no box to tick; an encoding is one finding, however many bytes are foreign."""
    for name in ("a blank within a link", "an encoding of Windows in Cyrillic, told once", "a note as it is printed"):
        (tmp_path / name).mkdir()
        _, findings = read_work(written(tmp_path / name / "work", {**WORK, **CASES[name][0]}))
        assert len(findings) == 1, "\n".join(map(str, findings))
