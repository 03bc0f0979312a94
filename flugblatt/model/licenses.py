"""Licences as text and as address: an SPDX identifier has the address that its maker, or else SPDX, gives it.

Flow: the key ``rights.license``, an SPDX identifier or an https address -> ``name`` and ``address``.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"CC-(BY(?:-NC|-ND|-SA)*)-([\d.]+)(?:-([A-Z]{2,3}))?|CC0-([\d.]+)")
_ADDRESS = re.compile(
    r"https://creativecommons\.org/(?:licenses/(by(?:-[a-z]{2})*)/([\d.]+)(?:/([a-z]{2,3}))?|publicdomain/zero/([\d.]+))"
    r"/?(?:deed\.[a-z-]+|legalcode)?"
)


def name(license: str) -> str:
    """The SPDX identifier; of an address of Creative Commons the one that it stands for, of any other address nothing."""
    if not license.startswith("https:"):
        return license
    kind, version, port, zero = _parts(_ADDRESS.fullmatch(license))
    if zero:
        return f"CC0-{zero}"
    return "-".join(part for part in ("CC", kind.upper(), version, port.upper()) if part) if kind else ""


def address(license: str) -> str:
    """Where the licence can be read: an address as it is, else that of Creative Commons or of SPDX's list."""
    if license.startswith("https:") or not license:
        return license
    kind, version, port, zero = _parts(_NAME.fullmatch(license))
    if zero:
        return f"https://creativecommons.org/publicdomain/zero/{zero}/"
    if kind:
        folder = "/".join(part for part in (kind.lower(), version, port.lower()) if part)
        return f"https://creativecommons.org/licenses/{folder}/"
    return f"https://spdx.org/licenses/{license}.html"


def _parts(match: re.Match[str] | None) -> tuple[str, str, str, str]:
    """Kind, version and port of a licence, or the version of CC0; empty texts for a licence of others."""
    if match is None:
        return "", "", "", ""
    return match[1] or "", match[2] or "", match[3] or "", match[4] or ""
