"""What office programs, chats and other Markdown leave in a text: marks that would be printed, and addresses that are no links.

Flow: passages of an edition -> check -> warnings with what to write. An escaped mark (``\\*\\*``) is meant, and passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from flugblatt.content.characters import shortened
from flugblatt.content.markdown_inlines import Reading
from flugblatt.content.running_text import HIDDEN, Line, Passage
from flugblatt.language.addresses import addresses
from flugblatt.model import Place

CODE = "suspicious-mark"

# What programs set before an item, Word's own from the private area of Symbol and Wingdings among them.
_BULLET = re.compile(r"[ \t\u00a0]*([•◦▪▫‣⁃●○■□◆◇►▶➢➤✓✔☐☑✦·∙\uf000-\uf0ff])[ \t\u00a0]*(?=\S)|([oØ§ü])\t+(?=\S)")
_FIRST_BULLET = re.compile(r"(o) +(?=\S)")
_DASHES = (
    (re.compile(r"([–—−→⇒➔➜›»])[ \t\u00a0]+(?=\S)"), "- {}"),
    (re.compile(r"([-*+])(?=[^\W\d_])"), "- {}"),
    (re.compile(r"(\(?(?:[0-9]{1,3}|[^\W\d_])\))[ \t\u00a0]*(?=\S)"), "1. {}"),
    (re.compile(r"([0-9]{1,3}[.)])(?=[^\W\d_])"), "1. {}"),
    (re.compile(r"([0-9]{1,3}\.\)|(?:[^\W\d_]|[ivx]{1,4}|[IVX]{1,4})\.)[ \t]+(?=\S)"), "1. {}"),
)
_TICK_BOX = re.compile(r"\[[ xX]\][ \t]+(?!\((?:https?:|mailto:|tel:|www\.|#))(?=\S)")
_NOTE_BELOW = re.compile(r"(\[[0-9]{1,3}\]):?[ \t]*(?=\S)")
_NOTE_CALL = re.compile(r"(?<=\S)[ \t]?(\[[0-9]{1,3}\])")
_GRID = re.compile(r"[ \t]*\+(?:[-=:]{3,}\+)+[ \t]*")
_TABS = re.compile(r"\S *\t[ \t]*\S")
_WIDE = re.compile(r"\S {3,}\S")
_LEFT = (
    (
        re.compile(r"\*\*"),
        "** that makes nothing bold",
        "write ** right beside the words, with no blank within, or \\*\\*",
    ),
    (
        # Not the star within Kolleg*innen.
        re.compile(r"(?<=[^\W\d_])\*(?!in)[^\W\d_]{3,} \*(?=[^\W\d_])"),
        "* that emphasises nothing",
        "write *words* with no blank within, or \\* where the star is meant",
    ),
    (
        re.compile(r"``(?=\S)[^`'\n]+''"),
        "`` and '' for quotation marks",
        "write the quotation marks of the language, like “…”",
    ),
    (
        re.compile(r"~~(?=\S)[^~]*~~"),
        "~~, which strikes nothing out",
        "say in words what is out of date, or write \\~~",
    ),
    (re.compile(r"==(?=\S)[^=]+==|\+\+(?=\S)[^+]+\+\+"), "marks of another program", "write **words** for emphasis"),
    (
        re.compile(r"\[[^\[\]\n]+\][ \t\u00a0]+\((?:https?:|mailto:|tel:|www\.|#|[\w.+-]+@)[^)\n]*\)"),
        "a link with a blank in the middle",
        "write [words](address), with no blank between ] and (",
    ),
    (
        re.compile(r"\([^()\n]+\)\[(?:https?:|mailto:|www\.)[^\]\n]*\]"),
        "a link the wrong way round",
        "write [words](address)",
    ),
    (re.compile(r"\[\[[^\[\]\n]+\]\]"), "a link of a wiki", "write [words](https://…)"),
    (
        re.compile(
            r"^\s*(?:\[TOC\]|:::.*|\[![A-Za-z]+\]|(?:!!!|\?\?\?\+?)[ ]+[a-z]+.*|\\(?:newpage|pagebreak|clearpage)\b.*)"
        ),
        "a mark of another program",
        "delete it",
    ),
    (
        re.compile(r"\\[a-z]{3,}\{[^{}\n]*\}"),
        "a command of LaTeX",
        "write its words, in ** or * for emphasis",
    ),
    (
        re.compile(r"(?:^|(?<=\s))---?(?=\s\S)"),
        "hyphens for a dash",
        "write the dash itself: –",
    ),
    (
        re.compile(r"\{\{[^{}\n]+\}\}|\{%[^{}%\n]+%\}"),
        "a mark of another program",
        "delete it, or write what it would show",
    ),
    (
        re.compile(r"\$\$[^$\n]+\$\$|\$[^$\s]*[\\^_{][^$]*\$"),
        "a formula of another program",
        "write it in words and signs, like x² or <sup>",
    ),
    (
        re.compile(r"(?<![\w:]):(?:[a-z][a-z_]+|[+-]1):(?![\w:])"),
        "the name of an emoji",
        "write the sign itself, or take it away",
    ),
    (
        re.compile(r"(?:=[0-9A-F]{2}){2,}|\\u[0-9A-Fa-f]{4}"),
        "letters as a mail or program encodes them",
        "write the letters",
    ),
    (re.compile(r"(?<=\w)\^[\w+-]{1,12}\^"), "^, which raises nothing", "write <sup>2</sup>"),
    (re.compile(r"(?<=\w)~[\w+-]{1,12}~(?!~)"), "~, which lowers nothing", "write <sub>2</sub>"),
    (
        re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"),
        "an entity that stands for itself",
        "write the character",
    ),
    (
        re.compile(r"Ã[\x80-\xbf¤¶¼Ÿ„–œ©¨ª§³±]|â€[œ™“”ž˜¦\x80-\x9f]|(?:[ÐÑ][\x80-\xbf‚-™°±µ¶¸»¾ŒŽ]){2}"),
        "letters that were saved twice as UTF-8",
        "take the text from its source again",
    ),
    (re.compile("\ufffd"), "U+FFFD, where a letter was lost", "write the letter again"),
    (
        re.compile("\ufffc"),
        "U+FFFC, where a picture or another object was",
        "delete it, or write ![what it shows](picture.png)",
    ),
    (re.compile("\ufeff"), "U+FEFF, a mark that nobody sees", "delete it"),
)
_UNREAD_LINK = re.compile(r"\]\([^()\n]*\)")
"""Found as such where the inlines are read."""
_HEADING = re.compile(r"[ \t]*(#{2,6}|#(?=[\u00a0\u2007\u202f\u3000])|＃+)[\u00a0\u2007\u202f\u3000 ]*([^#\s].*)")
_TAG_OR_HEADING = re.compile(r"#([^\W\d_]{2,}(?: [^\W\d_]+){0,5})\s*")
_SENTENCE_END = tuple('.!?…:;。！？।؟۔»”“"')


def check(passages: Sequence[Passage], reading: Reading) -> None:
    """Finds what a reader would take for a slip, in the order of the text."""
    titled = any(line.text for line in passages[0].lines)
    first = next(iter(passages[1:]), None)
    for passage in passages:
        if passage.kind == "paragraph" and _is_table(passage.lines, reading):
            continue
        # A first line that is meant as the title is found as such.
        for line in passage.lines if titled or passage is not first else passage.lines[1:]:
            _check_line(line, reading)
        _check_end(passage.lines[-1], reading)
    _check_columns([line for passage in passages if passage.kind == "paragraph" for line in passage.lines], reading)
    _check_title(passages, reading)
    _check_headings(passages, reading)
    _check_notes(passages, reading)
    _check_rules(reading)
    _check_quotes([line for passage in passages for line in passage.lines], reading)


def _find(reading: Reading, line: int, words: str, seen: str, hint: str, expected: str = "words were") -> None:
    """A finding where ``words`` stand in a line of the source; none where they are not written so but escaped."""
    source = reading.lines[line - 1]
    at = source.find(words)
    if at < 0 or (at > 0 and source[at - 1] == "\\"):
        return
    reading.find(CODE, Place(line, at + 1), f"{expected} expected, found {seen}", hint)


# --- Lists and tables ----------------------------------------------------------------------------


def _is_table(lines: tuple[Line, ...], reading: Reading) -> bool:
    """Whether a paragraph is a table in another Markdown, which is found once; else its lines may be items."""
    grid = next((line for line in lines if _GRID.fullmatch(line.text)), None)
    if grid is not None:
        _find(
            reading,
            grid.number,
            grid.text.strip(),
            "a table drawn with + and -",
            "write rows of | a | b |, and |---|---| below the first",
        )
        return True
    rows = [line for line in lines if _is_row(line.text)] or _pairs_of_cells(lines)
    if rows and (len(rows) > 1 or rows[0].text.strip().startswith("|")):
        columns = rows[0].text.strip().strip("|").count("|") + 1
        _find(
            reading,
            rows[0].number,
            rows[0].text.strip(),
            "a row of | without its rule",
            f"write below the first row: {'|---' * columns}|",
        )
        return True
    _check_bullets(lines, reading)
    return False


def _is_row(text: str) -> bool:
    """``| a | b |``, or three and more cells with | between them."""
    cells = text.strip().split("|")
    return len(cells) > 2 and (cells[0] == cells[-1] == "" or all(cell.strip() for cell in cells))


def _pairs_of_cells(lines: tuple[Line, ...]) -> list[Line]:
    """All lines, where there are several and each is two cells with | between them."""
    cells = [[cell.strip() for cell in line.text.split(" | ")] for line in lines]
    return list(lines) if len(lines) > 1 and all(len(row) == 2 and all(row) for row in cells) else []


def _check_bullets(lines: tuple[Line, ...], reading: Reading) -> None:
    for line in lines:
        match = _BULLET.match(line.text) or (_FIRST_BULLET.match(line.text) if line is lines[0] else None)
        if match:
            mark = match[1] or match[2]
            indent = "  " if mark in "o◦○" else ""
            _find(
                reading,
                line.number,
                mark,
                f"{mark} before an item, which makes no list",
                f"write {indent}- {_rest(line.text[match.end() :])}",
            )
        box = _TICK_BOX.match(line.text)
        if box:
            hint = f"write {_rest(line.text[box.end() :])}, or say in words what is done"
            _find(reading, line.number, box[0].strip(), "a box to tick, which would be printed", hint)
    for pattern, form in _DASHES:
        items = [(line, match) for line in lines if (match := pattern.match(line.text))]
        if len(items) > 1:
            line, match = items[0]
            hint = f"write {form.format(_rest(line.text[match.end() :]))}, with an empty line before the first"
            _find(reading, line.number, match[1], f"{match[1]} before lines that would run together", hint)


def _rest(text: str) -> str:
    return shortened(text.replace(HIDDEN, "…").strip())


def _check_columns(lines: list[Line], reading: Reading) -> None:
    """Rows whose cells are parted by tabs or many blanks: a table of a word processor."""
    rows = [line for line in lines if not _BULLET.match(line.text)]
    for gap, pattern in (("tabs", _TABS), ("blanks", _WIDE)):
        run: list[Line] = []
        for line in (*rows, Line(1 << 30, "", "")):
            fits = pattern.search(line.text) is not None
            if run and (not fits or line.number - run[-1].number > 2):
                _check_run(run, gap, reading)
                run = []
            if fits:
                run.append(line)


def _check_run(run: list[Line], gap: str, reading: Reading) -> None:
    cells = [cell.strip() for cell in re.split(r"[ ]*\t[ \t]*" if gap == "tabs" else " {3,}", run[0].text.strip())]
    if len(run) < 2 and (len(cells) < 3 or gap == "blanks"):
        return
    hint = f"write | {' | '.join(_rest(cell) for cell in cells)} |, below it {'|---' * len(cells)}|, and each further row in | |"
    reading.find(
        CODE, Place(run[0].number, 1), f"words were expected, found cells parted by {gap}, which make no table", hint
    )


# --- Marks within a line -------------------------------------------------------------------------


def _check_line(line: Line, reading: Reading) -> None:
    rest = _UNREAD_LINK.sub(lambda match: HIDDEN * len(match[0]), line.unlinked)
    for pattern, seen, hint in _LEFT:
        match = pattern.search(line.text)
        if match:
            _find(reading, line.number, match[0], seen, hint)
            # What is meant as a link has an address that is told with it.
            rest = rest[: match.start()] + HIDDEN * len(match[0]) + rest[match.end() :]
    heading = _HEADING.match(line.text)
    if heading:
        marks = heading[1].replace("＃", "#")
        hint = f"a space after {marks}: {marks} {_rest(heading[2])}"
        _find(reading, line.number, heading[1], f"{heading[1]} without a space behind it", hint)
    for address in addresses(rest):
        _find(reading, line.number, address.words, f"bare {address.words}", f"write {address.link}", "a link was")


def _check_end(line: Line, reading: Reading) -> None:
    source = reading.lines[line.number - 1].rstrip(" \t")
    if line.text.endswith("\\") and source.endswith("\\") and not source.endswith("\\\\"):
        message = "words were expected, found \\ at the end, which would be printed"
        reading.find(CODE, Place(line.number, len(source)), message, "delete it: a break needs a line behind it")


def _check_title(passages: Sequence[Passage], reading: Reading) -> None:
    """A title whose second line has no # and is set as the first paragraph."""
    if len(passages) < 2 or passages[1].kind != "paragraph" or len(passages[1].lines) > 1:
        return
    title, first = passages[0].lines[-1], passages[1].lines[0]
    below = reading.lines[title.number - 1].lstrip().startswith("#") and first.number == title.number + 1
    if below and not first.text.rstrip().endswith(_SENTENCE_END):
        message = "an empty line was expected below the title, found words"
        hint = f"write # {_rest(f'{title.text} {first.text}')}, or an empty line if the text begins here"
        reading.find(CODE, Place(first.number, 1), message, hint)


def _check_headings(passages: Sequence[Passage], reading: Reading) -> None:
    """``#Part`` alone between paragraphs; at the end of a text, or with capitals within, it is a tag of social media."""
    for before, passage, after in zip(passages[1:], passages[2:], passages[3:], strict=False):
        match = _TAG_OR_HEADING.fullmatch(passage.lines[0].text)
        alone = {before.kind, passage.kind, after.kind} <= {"paragraph", "heading"} and passage.kind == "paragraph"
        if match and alone and len(passage.lines) == 1 and match[1].split()[0].istitle():
            hint = f"write ## {_rest(match[1])} if it is a heading, or \\# if it is a tag"
            _find(reading, passage.lines[0].number, passage.lines[0].text.strip(), "# without a space behind it", hint)


def _check_notes(passages: Sequence[Passage], reading: Reading) -> None:
    """Notes of a word processor: [1] in the text, and a paragraph below that begins with [1]."""
    lines = [line for passage in passages for line in passage.lines]
    below = {match[1]: line for line in lines if (match := _NOTE_BELOW.match(line.text))}
    for line in lines:
        for match in _NOTE_CALL.finditer(line.text):
            note = below.pop(match[1], None)
            if note is not None:
                name = match[1][1:-1]
                words = _rest(_NOTE_BELOW.sub("", note.text))
                hint = f"write [^{name}] here, and below, in a paragraph of its own, [^{name}]: {words}"
                _find(reading, line.number, match[1], f"{match[1]} for a note that stands below as text", hint)


def _check_rules(reading: Reading) -> None:
    for number, line in enumerate(reading.lines, 1):
        if line.strip() == "[[_TOC_]]":
            reading.find(CODE, Place(number, 1), "words were expected, found a mark of another program", "delete it")
        if re.fullmatch(r"[ \t]*-{2,}(?:[ \t]+-{2,})+[ \t]*", line):
            message = "words were expected, found a table drawn with dashes"
            reading.find(CODE, Place(number, 1), message, "write rows of | a | b |, and |---|---| below the first")


# --- Quotation marks -----------------------------------------------------------------------------

_STRAIGHT = re.compile(r'(?<![\w\d])"(?=\S)|(?<=\S)(?<!\d)"(?!\w)')
_STRAIGHT_SINGLE = re.compile(r"(?<!\w)'(?=\S)[^'\n]{2,}(?<=\S)'(?!\w)")
_TYPOGRAPHIC = re.compile("[“”„«»]|‚[^‚‘\n]+‘|(?<!\\w)‘[^‘’\n]+’(?!\\w)")


def _check_quotes(lines: list[Line], reading: Reading) -> None:
    """Straight quotation marks in a text that has typographic ones elsewhere; within words (as in Hebrew) they are letters."""
    typographic = next((mark[0] for line in lines if (mark := _TYPOGRAPHIC.search(line.text))), "")
    for line in lines if typographic else ():
        if _STRAIGHT.search(line.text):
            hint = f"write {_pair(lines, PurePosixPath(reading.path).stem)} as elsewhere in the text"
            _find(reading, line.number, '"', 'straight " beside typographic quotation marks', hint)
            return
        if match := _STRAIGHT_SINGLE.search(line.text):
            hint = "write ‘…’, or as the language has it, as elsewhere in the text"
            _find(reading, line.number, match[0], "straight ' beside typographic quotation marks", hint)
            return


_CLOSING = {"„": "“”", "“": "”", "”": "”", "«": "»", "»": "«»"}
_CLOSING_OF_LOW = dict.fromkeys(("pl", "hu", "ro", "hr", "bs", "sr", "sq", "nl"), "”")
"""The mark that closes „, by language (CLDR, delimiters); of all others “."""


def _pair(lines: list[Line], tag: str) -> str:
    """The marks of a text: with the closing one of the text where it has one, else of the language."""
    text = "".join(line.text for line in lines)
    opening = next((mark for mark in text if mark in "„«»“”"), "“")
    usual = _CLOSING_OF_LOW.get(tag.split("-")[0], "“") if opening == "„" else _CLOSING[opening][0]
    closing = next((mark for mark in text[text.find(opening) + 1 :] if mark in _CLOSING[opening]), usual)
    return f"{opening}…{closing}"
