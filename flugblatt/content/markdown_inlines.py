"""The inlines of a block: placed tokens of the parser -> values of the model, with a finding for whatever is refused.

Flow: tokens -> read_inlines -> Text, Code, Break, Call, Emphasis, Strong, Link, Image and Span. Adjacent text is one
``Text``; a soft break is one LF in it. The place of a ``Code`` is its first backtick, that of a ``Break`` its mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from markdown_it.token import Token

from flugblatt.content import characters, language_tags, raw_html
from flugblatt.content.finding_codes import finding_at
from flugblatt.content.markdown_parser import DEEPEST, attributes_of
from flugblatt.model import (
    Break,
    Call,
    Code,
    Direction,
    Emphasis,
    Finding,
    Image,
    Inline,
    Link,
    Place,
    Shifted,
    Span,
    Strong,
    Text,
    hosts,
    plain_text,
)

_UNREAD = (
    (
        re.compile(r"\[\^[^\]\n]*\]"),
        "note-label",
        "a note's label is a word without spaces, found {}",
        "write [^1], or \\[ where the bracket is text",
    ),
    (
        re.compile(r"\^\["),
        "note-inline",
        "a note stands in a paragraph of its own, found {} within the text",
        "write [^1] here and the line [^1]: … below, or \\^[ where the characters are text",
    ),
    (
        re.compile(r"\][(\[]"),
        "link-unread",
        "a link or plain text was expected, found {} that makes no link",
        "define the label, put an address with blanks in <…>, move a note out of the link, or write \\]",
    ),
)
"""What is left in a text where the parser took marks for words: pattern, code, message and hint."""
_SPACED = re.compile(r"\]\(([^()<>\n:]*[^()<>\n: ] [^()<>\n:]*\.(?:png|jpe?g|svg|PNG|JPE?G))\)")
_NUMBER = re.compile(r"\]\((?:tel:)?((?:\+|00)[\d ()/.-]{6,20})\)")
_FILE = re.compile(r"\.(?:md|html?|pdf|docx?|odt|txt|png|jpe?g|svg)(?:#.*)?$", re.IGNORECASE)
_HOST = re.compile(r"https?://[^\s/?#]+\.?[^\s]*", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[0-9().\-]+(;[^\s]+)?", re.IGNORECASE)


@dataclass(slots=True)
class Reading:
    """What is gathered while one edition is read."""

    path: str
    lines: tuple[str, ...]
    findings: list[Finding] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    """The number of each note by its label, in order of first reference."""
    calls: dict[str, Place] = field(default_factory=dict)
    images: dict[str, Place] = field(default_factory=dict)
    captions: dict[Place, Text] = field(default_factory=dict)
    """The titles of pictures, by the place of each, until the paragraph that the picture stands in alone takes it."""
    anchors: dict[str, int] = field(default_factory=dict)
    """The anchors of the headings so far, each with the last number that was put behind it."""
    links_inside: list[tuple[str, Place]] = field(default_factory=list)
    in_note: bool = False
    heading_level: int = 0
    title_pending: bool = False
    """Whether the title is still to come, behind text that should not stand before it."""

    def find(self, code: str, place: Place, message: str, hint: str = "") -> None:
        self.findings.append(finding_at(code, self.path, place, message, hint))


def read_inlines(tokens: Sequence[Token], reading: Reading) -> tuple[Inline, ...]:
    """The inlines that ``tokens``, the children of an inline token, stand for."""
    stack: list[tuple[Token | None, list[Inline]]] = [(None, [])]
    for token in _paired(tokens):
        place: Place = token.meta["at"]
        if token.nesting == 1:
            if len(stack) == DEEPEST:
                message = f"marks stand more than {DEEPEST} deep within one another"
                reading.find(
                    "text-nesting", place, message, "let a mark end before the next one begins; this limit is fixed"
                )
            stack.append((token, []))
        elif token.nesting == -1:
            opened, children = stack.pop()
            assert opened is not None
            # What stands deeper is refused already, and laid side by side, so that nothing behind is as deep as the text is long.
            deeper = len(stack) > DEEPEST
            stack[-1][1].extend(children if deeper else [_enclose(opened, tuple(children), reading)])
        else:
            _append(stack[-1][1], token, reading)
    return tuple(stack[0][1])


def _paired(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without the end tags of raw HTML whose start tags stand before them: the start tags get the words between."""
    kept: list[Token] = []
    opened: list[tuple[str, Token, int]] = []
    for index, token in enumerate(tokens):
        tag = raw_html.tag_of(token.content) if token.type == "html_inline" else None
        if tag is None or not tag.closing:
            kept.append(token)
            opened += [(tag.name, token, index)] if tag else []
            continue
        start = next((one for one in reversed(opened) if one[0] == tag.name), None)
        if start is None:
            kept.append(token)
            continue
        opened.remove(start)
        if raw_html.is_shift(start[1].content) and _is_whole(tokens[start[2] + 1 : index]):
            kept[kept.index(start[1])] = Token("shift_open", tag.name, 1, meta=start[1].meta)
            kept.append(Token("shift_close", tag.name, -1, meta=token.meta))
        else:
            start[1].meta["words"] = "".join(
                one.content or " " for one in tokens[start[2] + 1 : index] if one.type != "html_inline"
            )
    return kept


def _is_whole(tokens: Sequence[Token]) -> bool:
    """Whether what is opened in a part of a paragraph is closed in it, and nothing else."""
    depths = [*accumulate(token.nesting for token in tokens)]
    return not depths or (min(depths) >= 0 and depths[-1] == 0)


def _append(siblings: list[Inline], token: Token, reading: Reading) -> None:
    place: Place = token.meta["at"]
    match token.type:
        case "text":
            _check_text(token.content, place, reading)
            _append_text(siblings, token.content, place)
        case "text_special":
            _check_entity(token, place, reading)
            _append_text(siblings, token.content, place)
        case "softbreak":
            # Behind <br>, the end of the line is no blank.
            if not siblings or not isinstance(siblings[-1], Break):
                _append_text(siblings, "\n", place)
        case "hardbreak":
            line = reading.lines[place.line - 1]
            spaces = 0 if line[place.column - 1 :] == "\\" else len(line) - len(line.rstrip(" "))
            # The parser keeps a blank behind a lone backslash, which CommonMark (6.7) counts to the break.
            _append_break(siblings, Place(place.line, place.column - spaces), blanks=spaces > 0)
        case "code_inline":
            siblings.append(Code(token.content, place))
        case "footnote_ref":
            siblings.append(_call(token.meta["label"], place, reading))
        case "image":
            siblings.append(_image(token, place, reading))
        case "attribute":
            reading.find(
                "text-attributes",
                place,
                f"attributes stand behind […], a heading or an image only, found {token.content}",
                _instead_of_attributes(token.content),
            )
        case _ if raw_html.is_break(token.content):
            _append_break(siblings, place)
        case _ if raw_html.is_comment(token.content):
            find_comment(token.content, place, reading)
        case _:
            words = token.meta.get("words", "")
            message = f"raw HTML is not read, found {characters.shortened(token.content)}"
            reading.find("text-html", place, message, raw_html.instead(token.content, words))


def find_comment(html: str, place: Place, reading: Reading) -> None:
    """What no output shows, and everybody can read who opens the source in the package, the PDF or the e-book."""
    if not re.sub(r"<!-*|-*>", "", html).strip():
        return  # it parts two lists
    words = characters.shortened(" ".join(html.split()))
    hint = "this comment is published with the source: delete it before you build if it is not for readers"
    reading.find("text-comment", place, f"words for readers were expected, found the comment {words}", hint)


def _instead_of_attributes(written: str) -> str:
    if re.search(r"(?:width|height|size|scale)\s*=", written):
        return "take it away: a picture is set as wide as the text, or make the file itself smaller"
    if re.fullmatch(r"\{:?\s*#[^\s}]+\s*\}", written):
        return "write {#id} behind the words of a heading below the title, or take it away"
    return "take them away, write […]{lang=be} around the words, or \\{ where the brace is text"


def _append_break(siblings: list[Inline], place: Place, blanks: bool = True) -> None:
    """A hard break, without the blanks before it."""
    if blanks and siblings and isinstance(siblings[-1], Text):
        siblings[-1] = Text(siblings[-1].text.rstrip(" "), siblings[-1].place)
    siblings.append(Break(place))


def _append_text(siblings: list[Inline], text: str, place: Place) -> None:
    if siblings and isinstance(siblings[-1], Break):
        place = Place(place.line, place.column + len(text) - len(text.lstrip(" ")))
        text = text.lstrip(" ")
    if not text:
        return
    if siblings and isinstance(siblings[-1], Text):
        siblings[-1] = Text(siblings[-1].text + text, siblings[-1].place)
    else:
        siblings.append(Text(text, place))


def _check_text(text: str, place: Place, reading: Reading) -> None:
    for pattern, code, message, hint in _UNREAD:
        for match in pattern.finditer(text):
            number = _NUMBER.match(text, match.start())
            digits = re.sub(r"\D", "", number[1]).removeprefix("00") if number else ""
            better = f"write the number without blanks: (tel:+{digits})" if number else hint
            if picture := _SPACED.match(text, match.start()):
                named = re.sub(r"\s+", "-", picture[1])
                better = f"a name of a picture has no blanks: rename {picture[1]} to {named}, and write ({named})"
            reading.find(code, Place(place.line, place.column + match.start()), message.format(match[0]), better)


def _check_entity(token: Token, place: Place, reading: Reading) -> None:
    if token.info != "entity":
        return
    refused = [character for character in token.content if characters.is_refused(character, as_entity=True)]
    if refused or (token.content == "\ufffd" and token.markup.lower() != "&#xfffd;"):
        name = characters.code_point(refused[0]) if refused else "no character"
        reading.find(
            "text-entity",
            place,
            f"an entity for a character that a text may hold was expected, found {token.markup} for {name}",
            characters.advice(refused[0]) if refused else "write the character itself",
        )


def _call(label: str, place: Place, reading: Reading) -> Call:
    if reading.in_note:
        reading.find(
            "note-in-note",
            place,
            f"a note has no notes of its own, found [^{label}] in a note",
            "put the words into the note itself",
        )
        return Call(0, place)
    reading.calls.setdefault(label, place)
    return Call(reading.numbers.setdefault(label, len(reading.numbers) + 1), place)


def _image(token: Token, place: Place, reading: Reading) -> Image:
    path, decorative = str(token.attrs["src"]).removeprefix("./"), bool(token.meta.get("decorative"))
    children = token.children or []
    if any(child.type not in ("text", "text_special", "softbreak") for child in children):
        reading.find("image-alt-marks", place, "an alt text is plain words, found marks in it", "take the marks away")
    for child in children:
        _check_entity(child, place, reading)
    alt = "".join(" " if child.type == "softbreak" else child.content for child in children)
    if (title := str(token.attrs.get("title", ""))).strip():
        reading.captions[place] = _caption(title, place, reading)
    if not alt.strip() and not decorative:
        reading.find(
            "image-alt",
            place,
            f"an alt text was expected, found none for {path}",
            f"write ![what the picture shows]({path}), or ![]({path}){{decorative}}",
        )
    if alt and decorative:
        reading.find(
            "image-decorative",
            place,
            f'a decorative image has no alt text, found "{alt}"',
            "take away the alt text or {decorative}",
        )
    reading.images.setdefault(path, place)
    return Image(path, alt, decorative, place)


def _caption(title: str, place: Place, reading: Reading) -> Text:
    refused = next((character for character in title if characters.is_refused(character, as_entity=True)), "")
    if refused and refused not in "\n":
        message = f"a character that a text may hold was expected in a caption, found {characters.code_point(refused)}"
        reading.find("text-entity", place, message, characters.advice(refused))
    found = reading.lines[place.line - 1].find(title, place.column - 1)
    return Text(title, Place(place.line, found + 1 if found >= 0 else place.column))


def _enclose(token: Token, children: tuple[Inline, ...], reading: Reading) -> Inline:
    match token.type:
        case "em_open":
            return Emphasis(children)
        case "strong_open":
            return Strong(children)
        case "shift_open":
            if not children:
                message = f"words were expected between <{token.tag}> and </{token.tag}>, found none"
                reading.find("text-span-empty", token.meta["at"], message)
            return Shifted(children, "sub" if token.tag == "sub" else "sup")
        case "span_open":
            return _span(token, children, reading)
        case _:
            return _link(token, children, reading)


def _span(token: Token, children: tuple[Inline, ...], reading: Reading) -> Span:
    place: Place = token.meta["attributes_at"]
    attributes = attributes_of(token.info)
    expected = "{lang=be}, {dir=rtl} or both were expected"
    keys = [key for key, _ in attributes or ()]
    if not attributes or len(set(keys)) < len(keys) or not {*keys} <= {"lang", "dir"}:
        said = re.search(r"\b(lang|dir)\W+([A-Za-z][A-Za-z0-9-]*)", token.info)
        meant = f"write {{{said[1]}={said[2]}}}" if said else "leave it out"
        hint = f"the only attributes are lang and dir: {meant}"
        reading.find("text-attributes", place, f"{expected}, found {token.info}", hint)
        return Span(children, None, None)
    values = dict(attributes)
    language = values.get("lang")
    if "lang" in values:
        problem = language_tags.problem(language or "")
        if problem is not None:
            reading.find("text-language", place, problem.message, problem.hint)
    direction: Direction | None = None
    match values.get("dir", ""):
        case "ltr" | "rtl" as given:
            direction = given
        case "" if "dir" not in values:
            pass
        case other:
            reading.find("text-direction", place, f"dir=ltr or dir=rtl was expected, found dir={other or ''}")
    if not children:
        reading.find("text-span-empty", place, "words were expected between [ and ], found none")
    return Span(children, language, direction)


def _whole_address(target: str) -> str:
    """What to write for an address without its scheme."""
    digits = re.sub(r"[\s()./-]|%20", "", target)
    if re.fullmatch(r"[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+", target):
        return f"write mailto:{target}"
    if re.fullmatch(r"(?:\+|00)\d{6,15}", digits):
        return f"write tel:+{digits.removeprefix('+').removeprefix('00')}"
    if re.fullmatch(r"(?://)?(?:[\w-]+\.)+[A-Za-z]{2,}(?::\d+)?(?:[/?#]\S*)?", target) and not _FILE.search(target):
        return f"write https://{target.removeprefix('//')}"
    if _FILE.search(target) or target.startswith((".", "/")):
        return (
            "write the whole address under which it is published, https://…; a part of this text is named #its-heading"
        )
    if re.match(r"(?:s?ftp|file|smb|data|javascript):", target, re.IGNORECASE):
        return "write the https: address where readers find it"
    return "write the whole address"


def _link(token: Token, children: tuple[Inline, ...], reading: Reading) -> Link:
    target, place = str(token.attrs.get("href", "")), token.meta["at"]
    scheme = target.split(":", 1)[0].lower() if ":" in target else ""
    if target.startswith("#"):
        reading.links_inside.append((target, place))
    elif any(character.isspace() or characters.is_refused(character, as_entity=True) for character in target):
        message = f"an address without blanks and controls was expected, found {target!r}"
        reading.find("link-target", place, message, "write %20 for a blank")
    elif scheme in ("http", "https") and _HOST.fullmatch(target) and (fault := hosts.fault(target)):
        message = f"an address with a host alone was expected, found {fault}: {characters.shortened(target)}"
        reading.find("link-target", place, message, "write https://host/…, as people are to follow it")
    elif scheme == "http" and _HOST.fullmatch(target):
        reading.find("link-http", place, f"https: was expected, found {target}", "write https: if the site has it")
    elif scheme not in ("https", "mailto", "tel", "http"):
        reading.find(
            "link-scheme",
            place,
            f"https:, mailto:, tel: or #… was expected, found {characters.shortened(target) or 'no address'}",
            _whole_address(target),
        )
    elif not any(form.fullmatch(target) for form in (_HOST, _MAIL, _PHONE)):
        form = {"mailto": "mailto:name@host", "tel": "tel:+49301234567"}.get(scheme, "https://host/…")
        rest = re.fullmatch(r"https?:/?(?!/)(\S+)", target)
        hint = f"write https://{rest[1]}" if rest else f"write it like {form}, without blanks"
        reading.find("link-target", place, f"{form} was expected, found {target}", hint)
    if not plain_text(children).strip() and not any(isinstance(child, Image) for child in children):
        reading.find("link-empty", place, f"words to click on were expected, found none for {target}")
    return Link(target, children, str(token.attrs.get("title", "")))
