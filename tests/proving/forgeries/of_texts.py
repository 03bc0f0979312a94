"""Forgeries of the text for mail and chat."""

from __future__ import annotations

import re

from tests.proving.forgeries.spoils import Spoil, after, before, behind, swap

FORGERIES: dict[str, Spoil] = {
    "a word is another": swap("Nobody may take", "Anybody may take"),
    "a figure is another": swap("4.10", "41.0"),
    "a letter of another script": swap("We ask", "Wе ask"),
    "marks that turn the text": swap("asking us", "\u202easking us\u202c"),
    "a joiner in a word": swap("Nobody", "No\u200dbody"),
    "a line more": before("Who writes", "The council has already agreed.\n\n"),
    "a line less": lambda data: re.sub(rb"On 18 June[^\n]*\n\n", b"", data, count=1),
    "a title": swap("We will not leave", "We will leave"),
    "a subtitle": swap("To those who will decide", "To those who have decided"),
    "a date": swap("May 4, 2026", "May 4, 2016"),
    "an issuer": swap("Miriam Aronsfeld", "The Council"),
    "an issuer more": after("Miriam Aronsfeld\n", "The Council\n"),
    "a checksum": lambda data: re.sub(rb"[0-9a-f]{8} [0-9a-f]{8}", b"00000000 00000000", data, count=1),
    "an identifier": swap("urn:uuid:", "urn:uuid:0000"),
    "a row more": behind("Signed – The Council\n"),
    "words behind the end": behind("\nThe council has agreed.\n"),
    "words before the beginning": lambda data: b"Withdrawn.\n\n" + data,
    "a note": swap("We asked twice", "We never asked"),
    "items change places": lambda data: (
        data.replace(b"Wait for the report.", b"@")
        .replace(b"Publish the figures.", b"Wait for the report.")
        .replace(b"@", b"Publish the figures.")
    ),
}
