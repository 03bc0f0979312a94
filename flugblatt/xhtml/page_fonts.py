"""The fonts inside the page: subsets with exactly the characters that it shows, in the families of its languages.

Flow: (languages, the page without fonts) -> families -> ``rules`` -> CSS with the faces as data addresses.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape

from flugblatt.language import fonts
from flugblatt.language.table import Language
from flugblatt.xhtml.web import font_face

SANS, SERIF = "Statement Sans", "Statement Serif"
WEIGHTS = (500, 700, 800)  # those of styles/report.css and catalogue.css
HEX = "0123456789abcdef"
Named = tuple[tuple[Language, str], ...]
"""Languages, each with the words on the page that are in it."""


def rules(named: Named, shown: str) -> str:
    """The rules that embed the subsets of ``shown``, and the stack of families of each language.

    A character that no installed family has is left to the reader's own fonts: a report must come whatever was found.
    """
    wanted = "".join(sorted(set(unescape(shown))))
    families = _families(named, wanted)
    names = {family: SANS if index == 0 else f"{SANS} {index + 1}" for index, family in enumerate(families)}
    made: list[str] = []
    for family, name in names.items():
        have = [face for face in fonts.faces_of(family) if not face.italic]
        faces = dict.fromkeys(min(have, key=lambda face: abs(face.weight - weight)) for weight in WEIGHTS)
        made += [font_face(name, face.weight, False, fonts.subset(face, wanted, name)) for face in faces]
    serif = fonts.faces_of(fonts.SERIF_FALLBACKS[0])
    made += [
        font_face(SERIF, 400, False, fonts.subset(face, HEX, SERIF))
        for face in serif
        if (face.weight, face.italic) == (400, False)
    ]
    made.append(f":root{{--sans:{_stack(names.values())},sans-serif;--serif:'{SERIF}',serif}}")
    for language, _ in named:
        script = language.script
        own = [names[family] for family in (*script.sans, *script.text) if family in names]
        stack = _stack(dict.fromkeys([*own, *names.values()]))
        made.append(f"[lang='{language.tag}']{{font-family:{stack},sans-serif}}")
    return "\n".join(made) + "\n"


def _families(named: Named, wanted: str) -> tuple[str, ...]:
    """The installed families that the page needs: the sans, for each language its own, then what is still missing."""
    chosen = [family for family in fonts.SANS_FALLBACKS[:1] if fonts.faces_of(family)]
    for language, words in named:
        needed = fonts.uncovered(fonts.SANS_FALLBACKS[:1], language.name + words)
        candidates = (*language.script.sans, *language.script.text)
        own = next((family for family in candidates if fonts.faces_of(family)), None)
        if needed and own and own not in chosen:
            chosen.append(own)
    for family in (*fonts.SANS_FALLBACKS, *fonts.FALLBACKS):
        missing = fonts.uncovered(tuple(chosen), wanted)
        if missing and fonts.faces_of(family) and len(fonts.uncovered((*chosen, family), wanted)) < len(missing):
            chosen.append(family)
    return tuple(chosen)


def _stack(names: Iterable[str]) -> str:
    return ",".join(f"'{name}'" for name in names)
