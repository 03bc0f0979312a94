"""Editions for tests: a plain one and one with every construct, read through the content room."""

import struct
import zlib
from pathlib import Path

from flugblatt.content import read_work
from flugblatt.model import Edition, Statement

PLAIN = "# Ein Titel\n\nEin Vorspann.\n\n„Ein Satz, der am 6. Januar gesagt wurde“, und noch einer.\n"
PLAIN_YAML = "date: 2024-05-03\nissuers: [Büro]\n"
RICH_YAML = """\
date: 2024-05
revised: 2024-06-02
kind: open-letter
issuers:
  de: [Büro, {name: Maria Muster, kind: person, sort_name: "Muster, Maria"}]
  ar: [المكتب]
publisher: {name: Verlag, place: Berlin}
subjects: {de: [Recht & Freiheit, Wahlen], ar: [حرية]}
summary: {de: Worum es geht., ar: ملخص}
rights: {statement: Alle dürfen dies drucken., license: CC-BY-4.0}
identifiers: {doi: 10.1000/182}
url: https://example.org/brief
changes:
  - {date: 2024-06-02, note: Tippfehler}
editions:
  de: {subtitle: Ein Untertitel, translator: Tina Tolmetsch}
"""
RICH = """\
# Offene Worte an die *Versammlung* der Völker

Ein Absatz als Vorspann, der die Sache in einem Satz sagt.

„Der Anfang steht im Rand“, sagte sie.[^a] Und dann folgt ein etwas längerer Satz, der am 6. Januar 2024 gesprochen \
wurde, mit **starken** und *betonten* Wörtern, `Code` und 1 < 2 & "so".

Ein Verweis auf <https://example.org/eine/lange/adresse> und auf [Listen](#listen), dazu [заява дэмакратычных сіл]{lang=be} \
und [הצהרה משותפת]{lang=he dir=rtl}.

## Listen

6) Sechster Punkt mit einem Satz, der über die Zeile hinausgeht, damit man den Einzug sieht.
7) Siebter Punkt

   Noch ein Absatz darin.
8) Achter Punkt
   - Unterpunkt
   - Zweiter Unterpunkt

### Eine Tabelle[^c]

| Name | Amt | Zahl |
|------|:---:|-----:|
| Maria | Büro | 1 |
| Swetlana | Rat[^b] | 22 |

![Ein blaues Rechteck](bild.png)

Begriff
: Die Erklärung des Begriffs.
: Eine zweite.

> Ein Zitat mit *Betonung*.
>
> Noch ein Absatz.

```
Zeile eins
  Zeile zwei
```

---

Schluss mit weichem Tren\u00adnungs\u00adstrich, geschütztem Leer\u00a0zeichen, U+2010\u2010Strich, Nord-Süd und e\u0301.

[^a]: Eine Anmerkung mit *Betonung* und [Link](https://example.org/a).
[^b]: Die zweite Anmerkung ist länger und hat

    zwei Absätze.
[^c]: Kurz.
"""
ARABIC = "# رسالة مفتوحة\n\nفقرة أولى.\n\nفقرة ثانية[^1] فيها رقم 2024 وكلمة [Berlin]{lang=de}.\n\n[^1]: حاشية.\n"

LETTER = """\
# Offene Worte[^a]

Ein Vorspann, der die Sache sagt.

„Ein Satz im Rand“, und [заява дэмакратычных сіл]{lang=be} danach, mit einem [Verweis](https://example.org/a).

## Gründe

- Erster Grund
- Zweiter Grund, der *betont* ist

| Ort   | Zahl |
|-------|-----:|
| Minsk |   12 |

Jeder soll es wissen und weitersagen.

[^a]: Eine Anmerkung zum Titel.
"""
LETTER_YAML = """\
date: 2024-05-03
kind: open-letter
issuers: [Büro der Anfänge, Rat der Enden]
imprint: {publisher: [Büro, Straße 1], printer: [Druckerei, Straße 2], responsible: [Maria Muster]}
rights: {license: "https://creativecommons.org/licenses/by/4.0/"}
url: https://example.org/brief
editions:
  de: {subtitle: An alle, translator: Tina Tolmetsch, pull_quote: Jeder soll es wissen}
"""
ARABIC_LETTER_YAML = "date: 2024-05-03\nissuers: [المكتب]\nurl: https://example.org/brief\n"


def png(width: int, height: int) -> bytes:
    """A blue picture of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x1e\x5a\xa0" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def write(content: Path, work: str, yaml: str, **editions: str) -> Path:
    """A folder of a work with these editions, by tag; underscores stand for hyphens."""
    folder = content / work
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "statement.yaml").write_text(yaml, encoding="utf-8")
    for tag, text in editions.items():
        (folder / f"{tag.replace('_', '-')}.md").write_text(text, encoding="utf-8")
    return folder


def write_rich(content: Path) -> Path:
    folder = write(content, "rich", RICH_YAML, de=RICH, ar=ARABIC)
    (folder / "bild.png").write_bytes(png(30, 12))
    return folder


def read(folder: Path) -> Statement:
    statement, findings = read_work(folder)
    assert statement is not None, "\n".join(map(str, findings))
    return statement


def edition(statement: Statement, tag: str) -> Edition:
    return next(edition for edition in statement.editions if edition.language == tag)
