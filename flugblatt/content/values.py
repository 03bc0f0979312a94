"""The forms that single values of ``statement.yaml`` take: dates, identifiers, addresses, names of licences and files.

Patterns match a whole text of a form, functions say whether a text is of a form. None of them reads a file.
"""

from __future__ import annotations

import datetime
import re
from difflib import get_close_matches

from flugblatt.model import hosts

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_OTHER_DATES = (
    (r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})", 3, 2, 1),  # 6.1.2022, in German, Russian, Polish …
    (
        r"([0-9]{4})[-./]\s?([0-9]{1,2})[-./]\s?([0-9]{1,2})\.?",
        1,
        2,
        3,
    ),  # 2022. 1. 6. in Hungarian, 2022/1/6 in Japanese
    (r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日", 1, 2, 3),
    (r"([0-9]{4})([0-9]{2})([0-9]{2})", 1, 2, 3),
    (r"(1[3-9]|2[0-9]|3[01])/([0-9]{1,2})/([0-9]{4})", 3, 2, 1),
    (r"([0-9]{1,2})/(1[3-9]|2[0-9]|3[01])/([0-9]{4})", 3, 1, 2),
)
DOI = re.compile(r"10\.[0-9]{4,9}(\.[0-9]+)*/[^\s]+")
_ISSN = re.compile(r"[0-9]{4}-[0-9]{3}[0-9X]")
URN_NBN = re.compile(r"urn:nbn:[a-z]{2,}(:[a-z0-9]+)*-[A-Za-z0-9()+,\-.:=@;$_!*'%/?#]+", re.IGNORECASE)
"""RFC 8458: ``urn:nbn:`` prefix ``-`` string."""
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+")
"""Absolute: with a scheme (RFC 3986, 4.3), and more behind it."""
WEB_ADDRESS = re.compile(r"https://[^\s<>\"{}|\\^`/?#]+[^\s<>\"{}|\\^`]*")
MAIL_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
PHONE_NUMBER = re.compile(r"\+?[0-9][0-9 ()/.\-]{3,}")
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""A plain name in one folder: no slash, no leading dot."""
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""The name of a format, a print shop or the like: ``dl6-roll``."""
COPIES = re.compile(r"[1-9]\d{0,8}", re.ASCII)

_SPDX = """
    0BSD AFL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0 CC-BY-1.0
    CC-BY-2.0 CC-BY-2.5 CC-BY-2.5-AU CC-BY-3.0 CC-BY-3.0-AT CC-BY-3.0-AU CC-BY-3.0-DE CC-BY-3.0-IGO CC-BY-3.0-NL
    CC-BY-3.0-US CC-BY-4.0 CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-3.0-DE CC-BY-NC-4.0
    CC-BY-NC-ND-1.0 CC-BY-NC-ND-2.0 CC-BY-NC-ND-2.5 CC-BY-NC-ND-3.0 CC-BY-NC-ND-3.0-DE CC-BY-NC-ND-3.0-IGO
    CC-BY-NC-ND-4.0 CC-BY-NC-SA-1.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-2.0-DE CC-BY-NC-SA-2.0-FR CC-BY-NC-SA-2.0-UK
    CC-BY-NC-SA-2.5 CC-BY-NC-SA-3.0 CC-BY-NC-SA-3.0-DE CC-BY-NC-SA-3.0-IGO CC-BY-NC-SA-4.0 CC-BY-ND-1.0 CC-BY-ND-2.0
    CC-BY-ND-2.5 CC-BY-ND-3.0 CC-BY-ND-3.0-DE CC-BY-ND-4.0 CC-BY-SA-1.0 CC-BY-SA-2.0 CC-BY-SA-2.0-UK CC-BY-SA-2.1-JP
    CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-3.0-AT CC-BY-SA-3.0-DE CC-BY-SA-3.0-IGO CC-BY-SA-4.0 CC-PDDC CC0-1.0
    CDLA-Permissive-1.0 CDLA-Permissive-2.0 CDLA-Sharing-1.0 ECL-2.0 EPL-2.0 EUPL-1.1 EUPL-1.2 GFDL-1.1-only
    GFDL-1.1-or-later GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3-only GFDL-1.3-or-later GPL-2.0-only GPL-2.0-or-later
    GPL-3.0-only GPL-3.0-or-later ISC LAL-1.2 LAL-1.3 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only
    LGPL-3.0-or-later MIT MIT-0 MPL-2.0 OFL-1.1 OGL-UK-1.0 OGL-UK-2.0 OGL-UK-3.0 ODC-By-1.0 ODbL-1.0 PDDL-1.0
    OPUBL-1.0 Unlicense WTFPL Zlib etalab-2.0
"""
LICENSES = frozenset(_SPDX.split())
"""The identifiers of the SPDX licence list that are for texts, or common for what comes with them."""


def is_date(text: str) -> bool:
    """An ISO 8601 calendar date, month or year."""
    if not _DATE.fullmatch(text):
        return False
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def is_date_time(text: str) -> bool:
    """An ISO 8601 date with a time; without an offset it is UTC."""
    if not _DATE_TIME.fullmatch(text):
        return False
    try:
        datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return False
    return True


def iso_date(text: str) -> str:
    """The ISO 8601 form of a date in another one, like ``6.1.2022``; an empty string where it cannot be told."""
    for form, *order in _OTHER_DATES:
        match = re.fullmatch(form, text)
        if match:
            year, month, day = (match[i] for i in order)
            written = f"{int(year):04}-{int(month):02}-{int(day):02}"
            return written if is_date(written) else ""
    stamp = text.replace(" ", "T", 1)
    if is_date_time(stamp):
        return stamp
    return f"{int(text):04}" if re.fullmatch("[1-9][0-9]{0,2}", text) else ""


def is_isbn(text: str) -> bool:
    """ISBN-10 or ISBN-13, with or without hyphens, with a right check digit (ISO 2108, annex C)."""
    check = isbn_check(text)
    return bool(check) and text.endswith(check)


def isbn_check(text: str) -> str:
    """The check digit that belongs to the other digits of an ISBN; empty where it is none."""
    digits = text.replace("-", "").replace(" ", "")
    if re.fullmatch("[0-9]{9}[0-9X]", digits):
        return "0123456789X"[-sum((10 - i) * int(digit) for i, digit in enumerate(digits[:-1])) % 11]
    if re.fullmatch("97[89][0-9]{10}", digits):
        return str(-sum((3 if i % 2 else 1) * int(digit) for i, digit in enumerate(digits[:-1])) % 10)
    return ""


def isbn_13(text: str) -> str:
    """An ISBN as ISO 2108 has written it since 2007, with the hyphens that it was given with."""
    if len(text.replace("-", "").replace(" ", "")) == 13:
        return text
    mark = next((char for char in text if char in "- "), "")
    body = f"978{mark}{text[:-1]}"
    digits = [int(char) for char in body if char.isdecimal()]
    return f"{body}{-sum(digit * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10}"


def is_issn(text: str) -> bool:
    """``1234-5679`` with a right check digit (ISO 3297)."""
    check = issn_check(text)
    return bool(check) and text.endswith(check)


def issn_check(text: str) -> str:
    """The check digit that belongs to the other digits of an ISSN; empty where it is none."""
    if not _ISSN.fullmatch(text):
        return ""
    digits = text.replace("-", "")[:-1]
    return "0123456789X"[-sum((8 - i) * int(digit) for i, digit in enumerate(digits)) % 11]


def license_like(text: str) -> str:
    """The SPDX identifier that ``text`` is likely to mean; empty where it means none."""
    known = {license.upper(): license for license in sorted(LICENSES)}
    found = get_close_matches(text.replace(" ", "-").upper(), known, 1)
    return known[found[0]] if found else ""


def is_uri(text: str) -> bool:
    """Whether a text is an absolute URI; one of the web has a host, and no name of a user."""
    return bool(URI.fullmatch(text)) and not (re.match("(?i)https?:", text) and hosts.fault(text))


def as_web_address(text: str) -> str:
    """An address with https: that was written without it, or with http:."""
    bare = re.sub(r"(?i)^http:/*|^https:/*|^//", "", text)
    return f"https://{bare}" if re.fullmatch(r"[^\s/@:]+\.[^\s/@:.]{2,}(?::[0-9]+)?(?:[/?#]\S*)?", bare) else ""


def as_doi(text: str) -> str:
    """The DOI alone, without the address or the word before it."""
    return re.sub(r"(?i)^(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|doi:\s*)", "", text)
