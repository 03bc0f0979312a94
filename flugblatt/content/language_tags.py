"""Language tags: well-formed and valid by the IANA registry, and canonical by RFC 5646, 4.5; with the tag to write.

Flow: tag -> canonical -> the tag that RFC 5646 calls canonical, or None -> problem -> what to say of it. The registry
is the copy in the package ``language-tags``. The CLDR's aliases (``tl`` -> ``fil``, ``cnr`` -> ``sr-ME``) and likely
subtags play no part: they serve only to guess what somebody meant who wrote no tag at all (``hau``, ``deutsch``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

_LANGUAGE = re.compile(r"[a-z]{2,8}")
_EXTENDED = re.compile(r"[a-z]{3}")
_SCRIPT = re.compile(r"[a-z]{4}")
_REGION = re.compile(r"[a-z]{2}|[0-9]{3}")
_VARIANT = re.compile(r"[a-z0-9]{5,8}|[0-9][a-z0-9]{3}")
_SINGLETONS = {"t": "RFC 6497", "u": "RFC 6067"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a tag; ``instead`` is the tag to write, or empty where it cannot be told."""

    message: str
    hint: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class _Parts:
    language: str
    extended: tuple[str, ...]
    script: str
    region: str
    variants: tuple[str, ...]
    extensions: tuple[tuple[str, ...], ...]
    private: tuple[str, ...]


@cache
def _registry() -> dict[tuple[str, str], dict[str, Any]]:
    """(type, subtag or tag in lower case) -> entry of the registry."""
    data = files("language_tags").joinpath("data/json/registry.json").read_text(encoding="utf-8")
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in json.loads(data):
        name = str(entry.get("Subtag") or entry["Tag"]).lower()
        for subtag in _range(name):
            found[entry["Type"], subtag] = entry
    return found


def _range(name: str) -> list[str]:
    """``qaa..qtz`` as its subtags; a plain name as itself."""
    first, dots, last = name.partition("..")
    if not dots:
        return [name]
    names = [first]
    while names[-1] != last:
        letters = list(names[-1])
        for i in reversed(range(len(letters))):
            if letters[i] != "z":
                letters[i] = chr(ord(letters[i]) + 1)
                break
            letters[i] = "a"
        names.append("".join(letters))
    return names


def _entry(kind: str, subtag: str) -> dict[str, Any]:
    return _registry().get((kind, subtag), {})


def _split(tag: str) -> _Parts | None:
    """The subtags of ``tag`` (lower case) by their place (RFC 5646, 2.1), or None where it is not well-formed."""
    subtags = tag.split("-")
    position = 0

    def take(form: re.Pattern[str], most: int = 1) -> tuple[str, ...]:
        nonlocal position
        start = position
        while position < len(subtags) and position - start < most and form.fullmatch(subtags[position]):
            position += 1
        return tuple(subtags[start:position])

    if subtags[0] == "x":
        private = tuple(subtags[1:])
        good = bool(private) and all(re.fullmatch("[a-z0-9]{1,8}", part) for part in private)
        return _Parts("", (), "", "", (), (), private) if good else None
    language = take(_LANGUAGE)
    if not language:
        return None
    extended = take(_EXTENDED, 3) if len(language[0]) <= 3 else ()
    script, region, variants = take(_SCRIPT), take(_REGION), take(_VARIANT, len(subtags))
    extensions = []
    while position < len(subtags) and re.fullmatch("[0-9a-wyz]", subtags[position]):
        singleton = subtags[position]
        position += 1
        following = take(re.compile("[a-z0-9]{2,8}"), len(subtags))
        if not following:
            return None
        extensions.append((singleton, *following))
    private = ()
    if position < len(subtags) and subtags[position] == "x":
        position += 1
        private = take(re.compile("[a-z0-9]{1,8}"), len(subtags))
        if not private:
            return None
    if position < len(subtags):
        return None
    return _Parts(language[0], extended, "".join(script), "".join(region), variants, tuple(extensions), private)


def _invalid(parts: _Parts) -> str:
    """Which subtag is not registered or not in its place (RFC 5646, 2.2.9), or an empty string."""
    if parts.language and not _entry("language", parts.language):
        return parts.language
    for extended in parts.extended:
        if parts.language not in _entry("extlang", extended).get("Prefix", []) or len(parts.extended) > 1:
            return extended
    if parts.script and not _entry("script", parts.script):
        return parts.script
    if parts.region and not _entry("region", parts.region):
        return parts.region
    for i, variant in enumerate(parts.variants):
        if not _entry("variant", variant) or variant in parts.variants[:i]:
            return variant
    singletons = [extension[0] for extension in parts.extensions]
    for i, singleton in enumerate(singletons):
        if singleton not in _SINGLETONS or singleton in singletons[:i]:
            return singleton
    return ""


def canonical(tag: str) -> str | None:
    """The canonical form of ``tag`` (RFC 5646, 4.5, in the case of 2.1.1), or None where it is not valid.

    Nothing is added and no script is taken away: Suppress-Script is advice on choosing a tag (4.1), not part of 4.5.
    """
    lower = tag.lower()
    for kind in ("grandfathered", "redundant"):
        entry = _entry(kind, lower)
        if entry:
            preferred = entry.get("Preferred-Value")
            if preferred:
                return str(preferred)
            if kind == "grandfathered":
                return str(entry["Tag"])
    parts = _split(lower)
    if parts is None or _invalid(parts):
        return None
    language = str(_entry("language", parts.language).get("Preferred-Value", parts.language))
    if parts.extended:
        language = str(_entry("extlang", parts.extended[0]).get("Preferred-Value", language))
    script = str(_entry("script", parts.script).get("Preferred-Value", parts.script)).title()
    region = str(_entry("region", parts.region).get("Preferred-Value", parts.region)).upper()
    extensions = ["-".join(extension) for extension in sorted(parts.extensions)]
    private = ["x", *parts.private] if parts.private else []
    subtags = [language, script, region, *_preferred_variants(parts.variants), *extensions, *private]
    return "-".join(subtag for subtag in subtags if subtag)


def _preferred_variants(variants: Sequence[str]) -> list[str]:
    """``hepburn-heploc`` is ``alalc97``: a replaced variant takes the one that was its prefix along."""
    preferred: list[str] = []
    for variant in variants:
        entry = _entry("variant", variant)
        if "Preferred-Value" in entry:
            last = [prefix.lower().split("-")[-1] for prefix in entry.get("Prefix", [])]
            if preferred and preferred[-1] in last:
                preferred.pop()
            variant = str(entry["Preferred-Value"])
        if variant not in preferred:
            preferred.append(variant)
    return preferred


@cache
def _language_names() -> dict[str, str]:
    """Names of languages, English and their own, in lower case -> language subtag."""
    names: dict[str, str] = {}
    for identifier in sorted(locale_identifiers()):
        language = identifier.split("_")[0]
        if identifier == language and _entry("language", language):
            names.setdefault((Locale.parse(identifier).get_language_name() or "").lower(), language)
    for (kind, subtag), entry in sorted(_registry().items(), key=lambda item: (len(item[0][1]), item[0][1])):
        if kind == "language":
            for description in entry["Description"]:
                names.setdefault(description.lower(), subtag)
    return names


def _guess(tag: str) -> str:
    """The tag that the writer of something that is no tag may have meant, or an empty string."""
    subtags = tag.replace("_", "-").strip("-").lower().split("-")
    if "-".join(subtags) != tag.lower():
        whole = canonical("-".join(subtags))
        if whole is not None:
            return whole
    first = subtags[0]
    if not first:
        return ""
    language = first if _entry("language", first) else str(get_global("language_aliases").get(first, ""))
    language = language if _entry("language", language) else _language_names().get(first, "")
    if not language:
        return ""
    return canonical("-".join([language, *subtags[1:]])) or canonical(language) or ""


def of_region(code: str) -> str:
    """The language of a country: the official one that is at home there, else the one that most speak (CLDR); empty for
    what is no country."""
    spoken = get_global("territory_languages").get(code.upper(), {}) if _entry("region", code.lower()) else {}
    official = [tag for tag, facts in spoken.items() if facts["official_status"] in ("official", "de_facto_official")]
    likely = get_global("likely_subtags")
    at_home = [tag for tag in official if likely.get(tag, "").endswith(f"_{code.upper()}")]
    names = sorted(at_home or official, key=lambda tag: -spoken[tag]["population_percent"])
    return canonical(names[0].split("_")[0]) or "" if names else ""


def problem(tag: str) -> Problem | None:
    """What is wrong with ``tag``, and the tag to write; None where it is canonical."""
    right = canonical(tag)
    if right == tag:
        return None
    if right is not None:
        message = f"the canonical language tag {right} was expected, found {tag}"
        return Problem(message, f"write {right}", right)
    guess = _guess(tag)
    parts = _split(tag.lower())
    reason = "" if parts is None else f": {_invalid(parts)} is not in the registry of language subtags"
    if parts is not None and _invalid(parts) in (*parts.variants, *_SINGLETONS, *parts.extended):
        reason = f": {_invalid(parts)} does not stand where it may"
    message = f"a language tag was expected, found {tag or 'nothing'}{reason}"
    first = re.split("[-_]", tag)[0].lower()
    spoken = of_region(first) if len(first) == 2 and not _entry("language", first) else ""
    if spoken:
        country = Locale("en").territories.get(first.upper(), first.upper())
        return Problem(message, f"did you mean {spoken}? {first} is a country, {country}, and no language", spoken)
    if guess:
        return Problem(message, f"write {guess}", guess)
    return Problem(message, "write a tag like de, be or sr-Latn")
