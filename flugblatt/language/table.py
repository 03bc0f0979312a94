"""What is known of a language: direction, script, measures, fonts, labels, figures and dates.

Flow: ``rows`` of the language table -> ``describe(tag, text)`` -> ``Language``. The script is the one that the tag names, else
the one that most letters of the text belong to, among those that the language is written in: an edition keeps its direction
whatever it quotes, and no likely subtag is ever guessed.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.localedata import locale_identifiers
from fontTools import unicodedata as scripts

from flugblatt import resources
from flugblatt.language.rows import Labels as Labels
from flugblatt.language.rows import Script as Script
from flugblatt.language.rows import rows
from flugblatt.model import Direction, Edition

RTL_SCRIPTS = frozenset(["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"])
PARTS = {"Hans": ("Hani",), "Hant": ("Hani",), "Jpan": ("Hani", "Hira", "Kana"), "Kore": ("Hang", "Hani")}
"""The scripts of Unicode that one of ISO 15924 is written with."""

DOTTED = ("tr", "az")
"""The languages whose small i has a capital with a dot."""
ZEROS = {
    **{
        "adlm": 0x1E950,
        "arab": 0x660,
        "arabext": 0x6F0,
        "beng": 0x9E6,
        "cakm": 0x11136,
        "deva": 0x966,
        "hmnp": 0x1E140,
    },
    **{"mtei": 0xABF0, "mymr": 0x1040, "nkoo": 0x7C0, "olck": 0x1C50, "tibt": 0xF20},
}
"""The figure for nothing in each numbering system that CLDR has as the default of a language, but for that of ASCII."""
DECLINED = frozenset(["be", "cs", "et", "fi", "ga", "hr", "lt", "pl", "ru", "sk", "uk"])
"""Languages in which a weekday behind *until* has another ending than CLDR gives it."""
FEWEST = 0.1
"""The share of a text's letters from which on the scripts of its language count alone; below it, ``tag-script`` speaks."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Language:
    """One language as an edition needs it. ``label_language`` is ``en`` where the table has no labels for it."""

    tag: str
    name: str
    direction: Direction
    script: Script
    mark: str
    labels: Labels
    label_language: str
    kinds: tuple[tuple[str, str], ...]
    weak: tuple[str, ...] = ()
    postposed: tuple[str, ...] = ()
    attributive: tuple[str, ...] = ()
    hyphenate: bool = True
    digits: str = ""

    @property
    def label_lang(self) -> str:
        """The language that labels must be marked with: empty where it is the edition's own."""
        return "" if self.label_language == self.tag else self.label_language

    def kind(self, kind: str) -> str:
        return dict(self.kinds)[kind]

    def number(self, value: int | str) -> str:
        """Decimal figures as the language writes them."""
        return str(value).translate(str.maketrans("0123456789", self.digits)) if self.digits else str(value)

    def accessibility(self, pictures: bool) -> str:
        """What a book says of its accessibility: with the sentence on pictures only where it has some."""
        first = self.labels.accessibility
        joint = "" if first.endswith("。") else " "
        return f"{first}{joint}{self.labels.accessibility_pictures}" if pictures else first

    def day(self, date: str) -> str:
        """An ISO 8601 date (year, month or day; a time is left out) as the language writes it; as it stands where CLDR does not
        know how."""
        day = date.partition("T")[0]
        locale = dated_as(self.tag, self.script.code)
        return day if locale is None else self.number(written_date(day, locale))

    def day_of_week(self, date: str) -> str:
        """A day with its weekday, in the full form of CLDR; without it where the words before it would give it another ending."""
        locale = dated_as(self.tag, self.script.code)
        if locale is None or self.tag.split("-")[0] in DECLINED:
            return self.day(date)
        return self.number(str(format_date(datetime.date.fromisoformat(date), "full", locale=locale)))

    def day_in_label(self, date: str) -> str:
        """The date inside a label: as it stands where the label is an English one."""
        return date.partition("T")[0] if self.label_lang else self.day(date)

    def number_in_label(self, value: int | str) -> str:
        """Figures inside a label: as they stand where the label is an English one."""
        return str(value) if self.label_lang else self.number(value)


def written_date(day: str, locale: Locale) -> str:
    """An ISO 8601 date in the long form of CLDR, in the calendar of Gregory."""
    year, month, number = ([int(part) for part in day.split("-")] + [1, 1])[:3]
    value = datetime.date(year, month, number)
    match day.count("-"):
        case 0:
            return str(format_skeleton("y", value, locale=locale))
        case 1:
            return str(format_skeleton("yMMMM", value, locale=locale))
        case _:
            return str(format_date(value, "long", locale=locale))


@cache
def dated_as(tag: str, script: str) -> Locale | None:
    """What CLDR has for the dates of a language in this script: Serbian in Latin letters has other months than in Cyrillic. None
    where the months have no names there, but M01 and so on."""
    language, *rest = tag.split("-")
    for locale in (locale_of("-".join((language, script, *rest))), locale_of(tag)):
        if locale and _script_of_locale(locale) == script and locale.months["format"]["wide"][1] != "M01":
            return locale
    return None


def _script_of_locale(locale: Locale) -> str:
    return locale.script or _likely_script(locale.language)


def _likely_script(tag: str) -> str:
    likely = get_global("likely_subtags").get(tag.partition("-")[0], "").split("_")
    return likely[1] if len(likely) > 1 else ""


def language_of(edition: Edition) -> Language:
    """The language of an edition: words that are marked as another language have no say in its script."""
    return describe(edition.language, edition.own_text)


@resources.of_project
@cache
def describe(tag: str, text: str) -> Language:
    """The language of ``tag`` for an edition whose whole text is ``text``."""
    table = rows()
    own = _entry(tag)
    english = table["languages"]["en"]
    script = _script(tag, text, own)
    own = table["languages"].get(f"{tag.partition('-')[0]}-{script.code}", own)
    words = own if "labels" in own else english
    labels = {("from_" if key == "from" else key): value for key, value in words["labels"].items()}
    return Language(
        tag=tag,
        name=_name(tag, own, script.code),
        direction="rtl" if script.code in RTL_SCRIPTS else "ltr",
        script=script,
        mark=own.get("mark") or script.mark,
        labels=Labels(**labels),
        label_language=tag if "labels" in own else "en",
        kinds=tuple(words["kinds"].items()),
        weak=tuple(own.get("weak", ())),
        postposed=tuple(own.get("postposed", ())),
        attributive=tuple(own.get("attributive", ())),
        hyphenate=own.get("hyphenate", True),
        digits=own.get("digits") or _digits(tag),
    )


def _digits(tag: str) -> str:
    """The figures of the language by CLDR; empty where they are 0-9."""
    locale = locale_of(tag)
    zero = ZEROS.get(locale.default_numbering_system) if locale else None
    return "".join(chr(zero + value) for value in range(10)) if zero else ""


def known() -> tuple[str, ...]:
    """The tags that have labels, sorted."""
    return tuple(sorted(tag for tag, entry in rows()["languages"].items() if "labels" in entry))


def is_read(tag: str) -> bool:
    """Whether somebody who grew up with the language has read its labels."""
    return bool(_entry(tag).get("read", False))


def sample(tag: str) -> str:
    """A few words in the language of ``tag``: its labels."""
    labels = _entry(tag).get("labels", {})
    return " ".join(labels.values())


def script_of(text: str) -> str:
    """The ISO 15924 code of the script that most letters of ``text`` belong to; ``Latn`` where there is none."""
    found = Counter(code for code in map(scripts.script, text) if code not in ("Zyyy", "Zinh", "Zzzz"))
    if found["Hira"] + found["Kana"] > 0 and found["Hira"] + found["Kana"] + found["Hani"] > sum(found.values()) / 2:
        return "Jpan"
    return min(found, key=lambda code: (-found[code], code)) if found else "Latn"


def _script(tag: str, text: str, own: dict[str, Any]) -> Script:
    named = next((part for part in tag.split("-")[1:] if len(part) == 4 and part.isalpha()), "")
    code = named or script_of(_own_letters(tag, text))
    if code == "Latn" and not named and "labels" in own and f"{tag.partition('-')[0]}-Latn" not in rows()["languages"]:
        code = script_of(" ".join(own["labels"].values()))  # a Japanese text of mostly Latin words is set as Japanese
    if code == "Latn" and not named and "Latn" not in scripts_of(tag):
        usual = _likely_script(tag)
        code = usual if usual in RTL_SCRIPTS else code
    if code == "Hani":
        parts = tag.split("-")
        if parts[0] in ("ja", "ko"):
            code = "Jpan" if parts[0] == "ja" else "Kore"
        else:
            code = "Hant" if {"TW", "HK", "MO"} & set(parts) else "Hans"
    elif code in ("Hang", "Kore"):
        code = "Kore"
    elif code in ("Hira", "Kana"):
        code = "Jpan"
    return _in_its_hand(setting_of(code), own.get("hand"))


def _in_its_hand(script: Script, hand: dict[str, Any] | None) -> Script:
    """The script as a language writes it, where the first family of that hand is installed: Urdu in Nastaliq."""
    if hand is None or not _is_installed(hand["text"][0]):
        return script
    own: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in hand.items()}
    return replace(script, **own)


def _is_installed(family: str) -> bool:
    """Whether Debian's file of a Noto family is there."""
    name = f"{family.replace(' ', '')}-Regular.ttf"
    return any((folder / name).is_file() for folder in resources.SYSTEM_FONTS)


def _own_letters(tag: str, text: str) -> str:
    """``text`` without the letters of scripts that the language of ``tag`` is not written in, where enough are left."""
    known, counts = scripts_of(tag), Counter(text)
    letters = {char for char in counts if scripts.script(char) not in ("Zyyy", "Zinh", "Zzzz")}
    own = {char for char in letters if scripts.script(char) in known}
    if sum(counts[char] for char in own) < FEWEST * sum(counts[char] for char in letters):
        return text
    return "".join(char for char in text if char in own)


@cache
def scripts_of(tag: str) -> frozenset[str]:
    """The scripts of Unicode that a language is written in by CLDR; that of the tag, if it names one; none where nothing is
    known."""
    parts = tag.split("-")
    named = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    codes = set(named)
    if not named:
        likely = (get_global("likely_subtags").get(parts[0], "") or "").split("_")
        known = [name.split("_") for name in locale_identifiers() if name.split("_")[0] == parts[0]]
        codes = {part for name in (likely, *known) for part in name[1:] if len(part) == 4 and part.isalpha()}
    return frozenset(script for code in codes for script in PARTS.get(code, (code,)))


def setting_of(code: str) -> Script:
    """How the script of this code is set; without families where the table knows none for it."""
    table = rows()["scripts"]
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table.get(code, table["other"]).items()
    }
    script = Script(code=code, **values)
    if code not in table:
        families = tuple(rows()["other_scripts"].get(code, ()))
        plain = tuple(family for family in families if "Sans" in family)
        return replace(script, text=families, sans=plain or families)
    return script


def _entry(tag: str) -> dict[str, Any]:
    """The row of the tag or of a shorter one: without its labels where the tag names another script than theirs."""
    languages: dict[str, dict[str, Any]] = rows()["languages"]
    entry = nearest(tag, languages) or {}
    named = next((part for part in tag.split("-")[1:] if len(part) == 4 and part.isalpha()), "")
    if (
        not named
        or "labels" not in entry
        or script_of(" ".join(entry["labels"].values())) in (named, *PARTS.get(named, ()))
    ):
        return entry
    return {
        key: value
        for key, value in entry.items()
        if key not in ("labels", "kinds", "read", "weak", "postposed", "attributive")
    }


def nearest(tag: str, table: Mapping[str, T]) -> T | None:
    """What a table has for the tag, or for the nearest shorter tag (RFC 4647, 3.4 lookup); None where it has nothing."""
    parts = tag.split("-")
    while parts:
        if entry := table.get("-".join(parts)):
            return entry
        parts.pop()
    if tag.split("-")[0] == "zh":
        return table.get("zh-Hant" if {"TW", "HK", "MO"} & set(tag.split("-")) else "zh-Hans")
    return None


def locale_of(tag: str) -> Locale | None:
    parts = tag.split("-")
    kept = [parts[0]] + [
        part for part in parts[1:] if (len(part) == 4 and part.isalpha()) or (len(part) == 2 and part.isupper())
    ]
    while kept:
        try:
            return Locale.parse("_".join(kept))
        except (UnknownLocaleError, ValueError):
            kept.pop()
    return None


def filing(tag: str, title: str) -> int:
    """How many characters a catalogue skips at the begin of a title: an article of the language, with marks before it and the
    blank behind; at most nine, which is what MARC 21 has a figure for."""
    for article in nearest(tag, rows()["articles"]) or ():
        blank = "" if article[-1:] in "'’-" else r"\s+"
        match = re.match(rf"[\W_]*{re.escape(article)}{blank}(?=\S)", title, re.IGNORECASE)
        if match and match.end() < 10:
            return match.end()
    return 0


def name_in(tag: str, reader: str) -> str:
    """The name of a language in another one, by CLDR; empty where it has none."""
    named, locale = locale_of(tag), locale_of(reader)
    if named is None or locale is None or named.language not in locale.languages:
        return ""
    return str(named.get_display_name(locale))


def begun(name: str, tag: str) -> str:
    """A name as it begins a line of a page in the language of ``tag``: with a capital letter, where the script has any."""
    first = "İ" if name[:1] == "i" and tag.split("-")[0] in DOTTED else name[:1].title()
    return first + name[1:]


def _name(tag: str, own: dict[str, Any], script: str) -> str:
    """The language's own name: that of its row, with the country where the row is that of the language alone, as in Português
    (Brasil)."""
    name, locale = own.get("name"), locale_of(tag)
    if not name:
        return own_name(tag, script)
    country = next((part for part in tag.split("-")[1:] if len(part) == 2), "")
    if country and locale and tag not in rows()["languages"] and country in locale.territories:
        return f"{name} ({locale.territories[country]})"
    return str(name)


def own_name(tag: str, script: str) -> str:
    """The language's own name by CLDR, in the script of the edition or in Latin; the tag where CLDR has none such."""
    locale = locale_of(tag)
    name = (locale.get_display_name(locale) if locale else None) or tag
    known = {script, *PARTS.get(script, ()), "Latn", "Zyyy", "Zinh"}
    return name if {scripts.script(char) for char in name} <= known else tag
