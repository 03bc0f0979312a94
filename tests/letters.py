"""An open letter and a press release for tests: free texts, invented names and places."""

from pathlib import Path

from flugblatt.content import read_work
from flugblatt.model import Statement
from tests.editions import write

TRADES = ("Handwerkskammer", "Verein Industriekultur", "Hochschule für Bauwesen", "Marktleute am Kai")
GIVEN = ("Ada", "Bo", "Cem", "Dora", "Emil", "Fee", "Gero", "Hanna", "Iris", "Jan")
NAMES = (
    "Ahrens",
    "Brandt",
    "Cordes",
    "Dierks",
    "Evers",
    "Fries",
    "Gerdes",
    "Hinrichs",
    "Ihnen",
    "Janssen",
    "Koch",
    "Lürs",
)
PLACES = ("Hafenstadt", "Oberkai", "Kirchwerder", "Altmühlen", "Niederbrück", "Sandhaven")
LETTER = """\
# Lasst die Halle am Kai stehen

Der Rat will die Kesselhalle abreißen. Wir bitten ihn, das nicht zu tun.

Wir schreiben, weil wir wissen, dass niemand im Rat diesen Beschluss leichtfertig fassen wird.[^1]

## Was die Halle ist

### Ein Bauwerk von 1911

Die Kesselhalle wurde in vierzehn Monaten errichtet. Kein Raum der Stadt fasst mehr Menschen unter einem Dach.

> Wer hier baut, baut für hundert Jahre.
>
> — Bauakte der Städtischen Kraftwerke

## Worum wir bitten

Wir bitten den Rat, den Beschluss zu vertagen.

[^1]: Bauakte, Bestand 14.
"""
LETTER_YAML = """\
date: 2026-05-03
kind: open-letter
issuers: [Bündnis Hallenfreunde Hafenstadt]
addressee: [den Rat der Stadt Hafenstadt, Rathausplatz 1, 12345 Hafenstadt]
signatories:
"""
PRESS = """\
# Hafenstadt schaltet das letzte Kohlekraftwerk ab

Die Stadtwerke beenden den Bezug von Steinkohle drei Jahre früher als geplant.

Der Aufsichtsrat hat den Ausstieg einstimmig beschlossen. Alle Beschäftigten behalten ihren Arbeitsplatz.

> „Wir warten nicht, bis andere für uns entscheiden.“
>
> — Vorsitz des Aufsichtsrats, Stadtwerke Hafenstadt

Bis zur Abschaltung liefert das Kraftwerk noch drei Winter lang Wärme.
"""
PRESS_YAML = """\
date: 2029-05-04
kind: press-release
issuers: [Stadtwerke Hafenstadt]
page: a4
dateline: Hafenstadt
contact: {name: Pressestelle, email: presse@hafenstadt.example, phone: +49 123 456789-0}
boilerplate: |
  Die Stadtwerke versorgen 210.000 Menschen mit Strom, Wasser und Wärme.

  Sie gehören der Stadt.
"""
PRESS_ARABIC = """\
# المدينة تغلق آخر محطة للفحم

تتوقف المدينة عن شراء الفحم قبل ثلاث سنوات من الموعد المقرر لذلك.

قرر المجلس بالإجماع إنهاء استخدام الفحم. ويحتفظ جميع العاملين بوظائفهم.
"""
PRESS_JAPANESE = """\
# 市は最後の石炭火力を閉じる

市は予定より三年早く石炭の購入をやめる。

監査役会は全会一致で決定した。すべての従業員は職を失わない。
"""


def signatories(count: int) -> str:
    """So many signatories as lines of statement.yaml, the first four with a function."""
    lines = []
    for at in range(count):
        function = f", function: {TRADES[at]}" if at < len(TRADES) else ""
        name = f"{GIVEN[at % 10]} {NAMES[at * 7 % 12]}"
        lines.append(f"  - {{name: {name}{function}, place: {PLACES[at * 5 % 6]}}}\n")
    return "".join(lines)


def letter(content: Path, count: int = 3) -> Statement:
    return _read(write(content, "brief", LETTER_YAML + signatories(count), de=LETTER))


def press(content: Path) -> Statement:
    return _read(write(content, "presse", PRESS_YAML, de=PRESS))


def press_of_the_east(content: Path) -> Statement:
    yaml = PRESS_YAML.replace("dateline: Hafenstadt", "dateline: {ar: الميناء, ja: 港町}")
    return _read(write(content, "osten", yaml, ar=PRESS_ARABIC, ja=PRESS_JAPANESE))


def _read(folder: Path) -> Statement:
    statement, findings = read_work(folder)
    assert statement is not None, findings
    return statement
