"""The languages that an edition can be in: those of CLDR, and of the project, whose script has fonts in the language table.

Flow: tags of CLDR and of the table, the canonical ones -> script (of the tag, of its labels, else the likely one of CLDR) ->
``EditionLanguage``. Editions in other languages of the IANA registry are set as well, if their script is among these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

from flugblatt.content.language_tags import canonical
from flugblatt.language import table
from flugblatt.model import Direction


@dataclass(frozen=True, slots=True)
class EditionLanguage:
    """``script`` is the usual one where the tag names none; ``families`` are those of text and sans that set it; ``read``: somebody
    who grew up with the language has read its labels."""

    tag: str
    english: str
    name: str
    script: str
    direction: Direction
    labels: bool
    read: bool
    families: tuple[str, ...]


def edition_languages() -> Iterator[EditionLanguage]:
    """Every language that can be set, by its tag."""
    english = Locale("en")
    names = {tag.replace("_", "-"): str(name) for tag, name in english.languages.items()}
    labelled = set(table.known())
    identifiers = {identifier.replace("_", "-") for identifier in locale_identifiers()}
    for tag in sorted(labelled | {tag for tag in {*names, *identifiers} if not _region(tag) and canonical(tag) == tag}):
        code = _script(tag)
        setting = table.setting_of(code)
        if not setting.text:
            continue
        language = tag.partition("-")[0]
        script = english.scripts.get(code, code)
        plain = names.get(language, language)
        yield EditionLanguage(
            tag,
            names.get(tag, plain if tag == language else f"{plain} ({script})"),
            table.describe(tag, table.sample(tag)).name if tag in labelled else table.own_name(tag, code),
            code,
            "rtl" if code in table.RTL_SCRIPTS else "ltr",
            bool(table.sample(tag)),
            table.is_read(tag),
            tuple(dict.fromkeys((setting.text[0], *setting.sans[:1]))),
        )


def _region(tag: str) -> bool:
    return any(len(part) in (2, 3) for part in tag.split("-")[1:])


def _script(tag: str) -> str:
    """The script of the tag, of its labels, or the likely one of CLDR; empty where nothing is known."""
    named = next((part for part in tag.split("-")[1:] if len(part) == 4), "")
    if named or table.sample(tag):
        return named or table.describe(tag, table.sample(tag)).script.code
    likely = str(get_global("likely_subtags").get(tag, "")).split("_")
    return likely[1] if len(likely) > 1 else ""
