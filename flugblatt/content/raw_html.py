"""Raw HTML in a text: comments, which are left out, breaks, and for all else the Markdown to write.

Flow: an HTML token -> is_comment, is_break, tag_of -> instead -> a hint with the words of the text in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flugblatt.content.characters import shortened

_COMMENTS = re.compile(r"\s*(?:<!--.*?-->\s*)+", re.DOTALL)
_TAG = re.compile(r"\s*<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([A-Za-z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_GENERIC = "use Markdown, or write \\< where the character is text"

_INLINE = {
    **dict.fromkeys(("b", "strong"), "**…**"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var", "u", "ins", "mark"), "*…*"),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), "`…`"),
    **dict.fromkeys(("big", "small", "font", "span", "nobr", "time", "data", "label", "bdi"), "…"),
    "q": "“…”",
}
_SENTENCES = {
    **dict.fromkeys(("s", "strike", "del"), "say in words what is out of date: …"),
    **dict.fromkeys(
        ("p", "div", "center", "section", "article", "main", "figure", "header", "footer"),
        "write the words with an empty line before and behind them: …",
    ),
    "hr": "write --- with an empty line before and behind it",
    **dict.fromkeys(("ul", "li"), "write each item on a line of its own: - …"),
    "ol": "write each item on a line of its own: 1. …",
    "blockquote": "write > before each line: > …",
    **dict.fromkeys(
        ("table", "thead", "tbody", "tr", "td", "th"),
        "write the table as rows of | a | b |, and |---|---| below the first",
    ),
    "pre": "write ``` above and below the code",
    **dict.fromkeys(("dl", "dt", "dd"), "write the term, and on the next line : and its definition"),
    **dict.fromkeys(("details", "summary"), "write a heading (##) and the words below it"),
    **dict.fromkeys(
        ("script", "style", "iframe", "object", "embed", "form", "input", "button", "link", "meta"),
        "take it away: a text has no programs and no parts of other pages",
    ),
    **dict.fromkeys(("video", "audio"), "write a link to it: [words](https://…)"),
    "svg": "put the drawing into a file of its own: ![what it shows](drawing.svg)",
    "wbr": "write &shy; where the word may be parted",
    **{f"h{level}": f"write {'#' * max(2, level)} …" for level in range(1, 7)},
    **dict.fromkeys(("ruby", "rt", "rp", "rb"), "write the reading in brackets behind the word"),
}


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    closing: bool
    attributes: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        return next((value for key, value in self.attributes if key == name), "")


def is_comment(html: str) -> bool:
    """Whether there is nothing but comments, which no output shows."""
    return _COMMENTS.fullmatch(html) is not None


def tag_of(html: str) -> Tag | None:
    """The first tag of raw HTML."""
    match = _TAG.match(html)
    if match is None:
        return None
    attributes = tuple(
        (key.lower(), double or single or plain) for key, double, single, plain in _ATTRIBUTE.findall(match[3])
    )
    return Tag(match[2].lower(), bool(match[1]), attributes)


def is_break(html: str) -> bool:
    tag = tag_of(html)
    return tag is not None and tag.name == "br" and not tag.closing and not tag.attributes


def is_shift(html: str) -> bool:
    """Whether this begins a subscript or superscript."""
    tag = tag_of(html)
    return tag is not None and tag.name in ("sub", "sup") and not tag.closing and not tag.attributes


def instead(html: str, words: str) -> str:
    """What to write instead of raw HTML that has ``words`` within it."""
    tag = tag_of(html)
    if html.lstrip().startswith("<!--"):
        return "end the comment with --> and begin what follows on a line of its own"
    if tag is None:
        return _GENERIC
    within = shortened(" ".join(words.split())) or "words"
    language, direction = tag.get("lang") or tag.get("xml:lang"), tag.get("dir")
    if tag.name in ("span", "bdo", "bdi", "i", "em", "q", "font") and (language or direction):
        given = (("lang", language), ("dir", direction))
        return f"write [{within}]{{{' '.join(f'{name}={value}' for name, value in given if value)}}}"
    if tag.name == "a":
        return (
            f"write [{within}]({tag.get('href')})" if tag.get("href") else f"write {within}; a heading may have {{#id}}"
        )
    if tag.name == "img":
        return f"write ![{tag.get('alt') or 'what the picture shows'}]({tag.get('src') or 'picture.png'})"
    if tag.name in ("abbr", "acronym"):
        return f"write {within} ({tag.get('title')})" if tag.get("title") else f"write {within}"
    if tag.name == "br":
        return "write <br>, or \\ at the end of the line"
    if tag.name in ("sub", "sup"):
        return f"write <{tag.name}>{within}</{tag.name}>, within one paragraph and without attributes"
    if tag.name in _INLINE:
        return f"write {_INLINE[tag.name].replace('…', within)}"
    return _SENTENCES.get(tag.name, _GENERIC).replace("…", within)
