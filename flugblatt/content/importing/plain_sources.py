"""Markdown and plain text, which need no converter: what is there stays as it is, byte for byte.

Flow: text -> front matter taken off -> Markdown that our own reader takes is left as it is, other dialects go through pandoc; a
plain text gets a title mark before its first line, and escapes where its characters would be marks.
"""

from __future__ import annotations

import re
from pathlib import Path

from flugblatt.content import characters
from flugblatt.content.importing import front_matter, tree_writing
from flugblatt.content.importing.converter import to_tree
from flugblatt.content.importing.import_record import ImportedText, Row
from flugblatt.content.importing.inline_writing import Inlines
from flugblatt.content.importing.pictures_beside import pictures_beside
from flugblatt.content.markdown_source import read_edition
from flugblatt.model import Source
from flugblatt.model.errors import UsageError
from flugblatt.model.findings import shown

DIALECT = "markdown-smart-tex_math_dollars-raw_tex-citations-example_lists-yaml_metadata_block-pandoc_title_block"
"""pandoc's own Markdown, which takes most of what the others have, without what turns one character into another."""
NOWHERE = Path("/nowhere")
OURS = ("image-file", "image-alt", "link-http", "suspicious-mark", "list-single", "list-numbers", "heading-skips")
"""Findings that a person must answer, in whatever dialect the text is."""


def convert(data: bytes, name: str, kind: str, language: str, folder: Path | None) -> ImportedText:
    """The edition of a Markdown file or a plain text. UsageError where it is no UTF-8."""
    text, findings = characters.decode(data, name)
    text = re.sub("[\x0b\x0c\x85\u2028\u2029]", "\n", text)  # ends of lines and pages in the files of old programs
    if wrong := next((finding for finding in findings if finding.code == "text-encoding"), None):
        raise UsageError(f"{shown(name)}: {wrong.message}; {wrong.hint}")
    if kind == "text":
        return ImportedText(
            kind, _of_lines(text, language), (), (Row("changed", "the first line is the title: # …", (1,)),)
        )
    head, body = front_matter.split(text)
    rows = [Row("changed", "front matter: statement.yaml", ())] if head else []
    body = body.lstrip("\n")
    title = next((value for key, value in head if key == "title"), "")
    if title and not _has_title(body, title):
        body = f"# {_escaped(_writer(language), title)}\n\n{body}"
        rows.append(Row("changed", "the title of the front matter: the first line, # …", (1,)))
    elif title and title not in body.partition("\n")[0]:
        rows.append(Row("left out", f"front matter: title: {title}"))
    edition, found = read_edition(folder or NOWHERE, language, Source(name, body.encode()))
    wrong_marks = [finding for finding in found if finding.severity == "error" and finding.code not in OURS]
    if not wrong_marks:
        pictures = tuple((image.path, image.data) for image in edition.images)
        return ImportedText(kind, body, pictures, (*rows, Row("kept", "the whole text, as it is")), (), head)
    tree = to_tree(body.encode(), DIALECT, name)
    written = tree_writing.write(tree, pictures_beside(tree, folder), language, source_lines=True)
    rows.append(
        Row("changed", f"another Markdown ({wrong_marks[0].code} in line {wrong_marks[0].where.split(':')[-2]})")
    )
    return ImportedText("another Markdown", written.text, written.pictures, (*rows, *written.rows), (), head)


def _of_lines(text: str, language: str) -> str:
    """A title, then paragraphs: an empty line parts them, a line end within one stays a line end."""
    paragraphs = [part.strip("\n") for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip("\n \t"))]
    if not any(paragraphs):
        return ""
    title, _, rest = paragraphs[0].partition("\n")
    writer = _writer(language)
    parts = [f"# {_escaped(writer, title.strip())}", *([_escaped(writer, rest)] if rest else [])]
    parts += [_escaped(writer, part) for part in paragraphs[1:]]
    return "\n\n".join(parts) + "\n"


def _has_title(body: str, title: str) -> bool:
    """Whether a text begins with its title: a heading of the first level that says the same, or that is the only one."""
    headings = re.findall(r"(?m)^(?:# +(.*?)[ #]*|(\S.*)\n=+[ \t]*)$", body)
    begins = re.match(r"# |\S.*\n=+[ \t]*(?:\n|\Z)", body) is not None
    return begins and (len(headings) == 1 or "".join(headings[0]).strip() == title.strip())


def _writer(language: str) -> Inlines:
    return Inlines(language, lambda blocks: "", lambda address: address, lambda fate, what: None, frozenset())


def _escaped(writer: Inlines, words: str) -> str:
    nodes: list[dict[str, object]] = []
    for number, line in enumerate(words.split("\n")):
        nodes += [{"t": "SoftBreak"}] if number else []
        nodes.append({"t": "Str", "c": line.strip(" \t")})
    return writer.text(nodes)
