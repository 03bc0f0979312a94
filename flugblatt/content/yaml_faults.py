"""What the YAML library says of a fault, in words for people who write no YAML.

Flow: the library's context and problem -> in_plain_words -> what was found, and what to do where it is always the same.
"""

from __future__ import annotations

import re

_WORDS = (
    (r"found character '\\t'", "a tab where YAML wants blanks", "indent with spaces only"),
    (
        r"found character '(?P<sign>.)' that cannot start",
        "SIGN at the beginning of a value, which YAML keeps for itself",
        "",
    ),
    (r"mapping values are not allowed", "a colon with a blank behind it where no key can stand", ""),
    (
        r"sequence entries are not allowed",
        "an item, - …, in the line of its key",
        "begin a new line for each item: - …",
    ),
    (r"scanning a simple key; could not find expected ':'", "a line that is no key: value", ""),
    (
        r"parsing a flow sequence; expected ',' or '\]'",
        "a list in [ ] that does not end, or lacks a comma",
        "write a comma between the items, and ] behind the last",
    ),
    (
        r"parsing a flow mapping; expected ',' or '}'",
        "keys in { } that do not end, or lack a comma",
        "write a comma between them, and } behind the last",
    ),
    (
        r"quoted scalar; found unexpected end of stream",
        "a text whose quotation mark is never closed",
        "close it in its line",
    ),
    (
        r"double-quoted scalar; (?:found unknown escape|expected escape)",
        "a backslash in double quotes, which stands for another sign in YAML",
        "write single quotes around the text: '…'",
    ),
    (
        r"expected <block end>, but found '<scalar>'",
        "words behind the quotation mark or bracket that ends the value",
        "",
    ),
    (
        r"expected <block end>, but found '(?:<block (?:sequence|mapping) start>|\?|-)'",
        "a line that is indented unlike those it belongs to",
        "indent it by as many spaces as they are",
    ),
    (r"but found '(?P<sign>[\]},])'", "SIGN that ends or parts nothing", ""),
    (r"scanning a block scalar", "words behind > or |, which begin a text of several lines", ""),
    (r"scanning an? (?:alias|anchor)|parsing a tag|scanning a tag", "a value that begins with *, & or !", ""),
)
"""Patterns of the messages of ruamel.yaml (scanner.py, parser.py) by what people do."""


def in_plain_words(context: str, problem: str) -> tuple[str, str]:
    """What was found, and a hint where it is the same for all such faults; what is not known is said as the library says it."""
    said = "; ".join(part for part in (context, problem) if part)
    for pattern, words, hint in _WORDS:
        match = re.search(pattern, said)
        if match:
            return words.replace("SIGN", match.groupdict().get("sign") or ""), hint
    return f"a fault: {said}", ""
