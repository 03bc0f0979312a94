"""The codes that libraries use for a language: ISO 639-2/B where it has one, else the nearest that is true.

Flow: language tag -> ``codes`` -> ``Codes``. The table is ``styles/language-codes.toml``; which language is part of which
macrolanguage says the IANA registry (package ``language-tags``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

from flugblatt.language.table import locale_of
from flugblatt.tables.shapes import Row, Rows, read, text

UNCODED = "mis"
"""ISO 639-2's own word for a language that it has no code for; ``und`` would say that nobody knows which it is."""


CODE = text("[a-z]{3}", "a code of three letters")
SUBTAG = text("[a-z]{2}", "a subtag of two letters was expected")
TABLE = Row(
    {
        "two_letters": Rows(CODE, SUBTAG),
        "three_letters": Row({"codes": text(r"\s*([a-z]{3}\s+)*", "codes of three letters, with blanks between them")}),
        "iso639_3": Rows(CODE, SUBTAG),
    }
)


@dataclass(frozen=True, slots=True)
class Codes:
    """``bibliographic`` is ISO 639-2/B, which MARC 21 and ONIX want: the language's code, that of the macrolanguage that it
    is part of, or ``mis``. ``exact`` is its ISO 639-3 code where ISO 639-2 has none. ``tag`` is the tag where it says more
    than the codes: script, region or variant, or a collection of ISO 639-5."""

    bibliographic: str
    exact: str = ""
    tag: str = ""


@cache
def codes(tag: str) -> Codes:
    """The codes of a language tag (RFC 5646, canonical)."""
    primary, *more = tag.split("-")
    table, known = rows()
    if primary in table:
        return Codes(table[primary], "", tag if more else "")
    entry = _registry().get(primary, {})
    wider = table.get(str(entry.get("Macrolanguage", "")), UNCODED)
    if primary in known:
        return Codes(wider, known[primary], tag if more else "")
    if len(primary) == 3 and entry and entry.get("Scope") in (None, "macrolanguage"):
        return Codes(wider, primary, tag if more else "")
    return Codes(wider, "", tag)


def language_name(tag: str, cataloguing: str) -> str:
    """The name of a language in the language of cataloguing: by CLDR, else by the IANA registry, else the tag."""
    locale = locale_of(tag)
    if locale is not None:
        return str(locale.get_display_name(cataloguing))
    description = _registry().get(tag.split("-")[0], {}).get("Description", [tag])
    return str(description[0])


def script_name(code: str, cataloguing: str) -> str:
    """The name of a script (ISO 15924) in the language of cataloguing; empty for Latin, which such a catalogue takes for
    granted."""
    return "" if code == "Latn" else str(Locale(cataloguing).scripts.get(code, code))


@cache
def rows() -> tuple[dict[str, str], dict[str, str]]:
    """Subtag -> ISO 639-2/B; subtag of two letters without such -> ISO 639-3. Raises ContentError where the table is wrong."""
    table = read("language-codes", TABLE)
    three = {code: code for code in table["three_letters"]["codes"].split()}
    return {**three, **table["two_letters"]}, dict(table["iso639_3"])


@cache
def _registry() -> dict[str, dict[str, Any]]:
    text = files("language_tags").joinpath("data/json/registry.json").read_text(encoding="utf-8")
    return {entry["Subtag"]: entry for entry in json.loads(text) if entry["Type"] == "language"}
