"""Does the script of a text agree with the language that its file is named after?

Flow: tag -> the scripts that the CLDR knows of it; text -> the script of its letters -> a finding where they contradict.
"""

from __future__ import annotations

from collections import Counter

from fontTools import unicodedata as scripts

from flugblatt.content import language_tags
from flugblatt.content.finding_codes import finding_at
from flugblatt.language.table import scripts_of
from flugblatt.model import Edition, Finding, Place

_MOST = 0.9  # of all letters; chosen: names and quotations in other letters are fewer
_FEWEST = 10  # letters; chosen: a word or two say nothing yet
_FEWEST_LATIN = 200
"""Chosen: Latin letters stand in texts of all scripts, as names, addresses and samples: only many of them say something."""


def check_script(edition: Edition) -> tuple[Finding, ...]:
    """A finding where nearly all letters of an edition are of a script that its language is not written in."""
    letters = Counter(code for code in map(scripts.script, edition.own_text) if code not in ("Zyyy", "Zinh", "Zzzz"))
    if not letters:
        return ()
    script, count = letters.most_common(1)[0]
    allowed = scripts_of(edition.language)
    enough = count >= (_FEWEST_LATIN if script == "Latn" else _FEWEST) and count >= _MOST * letters.total()
    if not allowed or script in allowed or not enough:
        return ()
    tag = edition.language
    message = f"a text in {_named(min(allowed))} letters was expected in {tag}.md, found {_named(script)} ones"
    spoken = language_tags.of_region(tag) if len(tag) == 2 else ""
    own = f"{tag.split('-')[0]}-{script}"
    # A language in Latin letters is common for any script, in other ones it is not.
    right = [spoken] if spoken and script in scripts_of(spoken) else []
    right += [own] if script == "Latn" or not right else []
    hint = f"did you mean {' or '.join(right)}? rename it to {' or '.join(f'{name}.md' for name in right)}"
    return (finding_at("tag-script", edition.source.path, Place(1, 1), message, hint),)


def _named(script: str) -> str:
    return str(scripts.script_name(script)).replace("_", " ")
