"""One edition: the bytes of a Markdown file -> Edition, with every problem of the file.

Flow: bytes -> characters -> parser -> title, blocks and notes -> images. That nothing is lost on the way is judged by a
parser of another make, in ``judges/fidelity/second_parser``.
"""

from __future__ import annotations

import re
from pathlib import Path

from flugblatt.content import characters
from flugblatt.content.bare_addresses import autolinked
from flugblatt.content.expected_keys import instead_of_line
from flugblatt.content.finding_codes import finding_at
from flugblatt.content.images import plain_name, read_image
from flugblatt.content.markdown_blocks import read_document
from flugblatt.content.markdown_inlines import Reading
from flugblatt.content.markdown_parser import Definition, parse
from flugblatt.content.markdown_places import TooMuch
from flugblatt.content.refused_files import Refused
from flugblatt.content.running_text import Passage, passages
from flugblatt.content.suspicious_marks import check as check_marks
from flugblatt.model import (
    Block,
    CodeBlock,
    DefinitionList,
    Edition,
    Finding,
    Heading,
    ImageFile,
    Paragraph,
    Place,
    Source,
    Table,
    plain_text,
    walk,
)
from flugblatt.tables.limits import limit, raising

_FRONT_MATTER = (
    ("YAML", re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)")),
    ("TOML", re.compile(r"\+\+\+[ \t]*\n(?:.*\n)*?\+\+\+[ \t]*(?:\n|$)")),
    ("JSON", re.compile(r"\{[ \t]*\n?[ \t]*\"(?:.*\n)*?\}[ \t]*(?:\n|$)")),
    ("pandoc", re.compile(r"(?:%[ \t].*(?:\n[ \t].*)*(?:\n|$)){1,3}")),
    (
        "MultiMarkdown",
        re.compile(r"(?i)(?:title|author|date|subtitle|language|keywords):[ \t]*\S.*\n(?:[\w -]+:.*\n)*(?=\n|$)"),
    ),
)
"""What other programs begin a file with, by the name that its users know."""
_FRONT_LINE = re.compile(r"^[ \t{]*\"?([\w-]+)\"?[ \t]*[:=][ \t]*(.*?),?[ \t}]*$", re.MULTILINE)
_OF_PANDOC = ("title", "author", "date")  # Pandoc's manual, pandoc_title_block


def read_edition(
    folder: Path, language: str, source: Source, switches: frozenset[str] = frozenset()
) -> tuple[Edition, tuple[Finding, ...]]:
    """The edition and its findings; it is whole only where none of them is an error. ``switches`` are those of statement.yaml."""
    text, refused = characters.decode(source.data, source.path)
    if any(finding.code == "text-encoding" for finding in refused):
        return _edition(folder, language, source), refused
    reading = Reading(source.path, tuple(text.split("\n")), list(refused))
    try:
        parsed = parse(_without_front_matter(text, reading))
    except TooMuch as error:
        return _edition(folder, language, source), (*reading.findings, _too_much(error, reading))
    document = read_document(parsed.tokens, reading)
    _check_definitions(parsed.definitions, reading)
    _check_links(reading)
    _check_captions(reading)
    html = any(finding.code == "text-html" for finding in reading.findings)
    if not any(_has_text(block) for block in walk(document.blocks)) and document.title and not html:
        message = "a text was expected below the title, found none"
        reading.find("edition-empty", document.title_place, message, "write the text below, with an empty line between")
    images = _images(folder, reading, "keep_metadata" in switches)
    edition = Edition(
        folder.name,
        language,
        source,
        document.title,
        document.title_place,
        document.blocks,
        document.notes,
        images,
    )
    edition = autolinked(edition) if "autolink" in switches else edition
    found = passages(edition.title, edition.title_place, edition.blocks, edition.notes)
    _check_blank(found, reading)
    check_marks(found, reading)
    return edition, tuple(reading.findings)


def _check_blank(found: list[Passage], reading: Reading) -> None:
    """Blocks of words in which nobody sees one: what programs write for an empty line or cell."""
    for passage in found:
        text = "".join(line.text for line in passage.lines)
        if text and not characters.is_seen(text):
            message = f"words were expected, found {characters.code_point(text[0])} alone"
            hint = "delete it: air between paragraphs comes by itself, and a cell may be empty"
            reading.find("text-blank", Place(passage.lines[0].number, 1), message, hint)


def _edition(folder: Path, language: str, source: Source) -> Edition:
    return Edition(folder.name, language, source, (), Place(1, 1), (), ())


def _too_much(error: TooMuch, reading: Reading) -> Finding:
    what = error.limit.replace("_", " ").replace("paragraph ", "")
    within = " in a paragraph" if error.limit.startswith("paragraph") else ""
    message = f"at most {limit(error.limit):,} {what} were expected{within}, found {error.found:,}"
    hint = raising(error.limit, ["part it by empty lines" if within else "part the text into several works"])
    return finding_at("over-limit", reading.path, error.place, message, hint)


def _without_front_matter(text: str, reading: Reading) -> str:
    found = next(((name, match) for name, pattern in _FRONT_MATTER if (match := pattern.match(text))), None)
    if found is None:
        return text
    name, match = found
    message = f"the title was expected in the first line, found {name} front matter"
    meant = [instead_of_line(key.lower(), value.strip("\"' ")) for key, value in _front_lines(name, match[0])]
    hint = "; ".join(dict.fromkeys(filter(None, meant))) or "move what it says to statement.yaml"
    reading.find("front-matter", Place(1, 1), message, f"{hint}; then delete it here")
    return "\n" * match[0].count("\n") + text[match.end() :]


def _front_lines(name: str, text: str) -> list[tuple[str, str]]:
    if name == "pandoc":
        return list(zip(_OF_PANDOC, (part.strip() for part in text.split("%")[1:]), strict=False))
    return _FRONT_LINE.findall(text)


def _check_definitions(definitions: tuple[Definition, ...], reading: Reading) -> None:
    for definition in definitions:
        line = reading.lines[definition.line - 1]
        place = Place(definition.line, line.find("[") + 1)
        if definition.repeated:
            message = f"one address for each label was expected, found a second [{definition.label.lower()}]:"
            reading.find("link-twice", place, message, "delete one of them or give it another label")
        elif not definition.used:
            message = f"a link [{definition.label.lower()}] was expected in the text, found none"
            reading.find("link-unused", place, message, "delete the line; Markdown shows nothing of it")


def _check_captions(reading: Reading) -> None:
    for place, caption in reading.captions.items():
        message = (
            f'a caption stands below a picture in a paragraph of its own, found "{characters.shortened(caption.text)}"'
        )
        hint = "put the picture that is told of between two empty lines, or take the caption away"
        reading.find("image-title", place, message, hint)


def _check_links(reading: Reading) -> None:
    for target, place in reading.links_inside:
        if target[1:] not in reading.anchors:
            listed = (
                ", ".join("#" + anchor for anchor in list(reading.anchors)[:20]) or "none: the text has no headings"
            )
            message = f"the anchor of a heading was expected, found {target}"
            reading.find("link-anchor", place, message, f"the anchors are {listed}")


def _has_text(block: Block) -> bool:
    match block:
        case Paragraph() | Heading():
            return bool(plain_text(block.children).strip())
        case CodeBlock():
            return bool(block.text.strip())
        case Table() | DefinitionList():
            return True
        case _:
            return False


def _name_alone(path: str) -> str:
    """What to write of a path that leads out of the folder, or of an address."""
    if not re.search(r"[\\:]|^/|^\.\./", path):
        return ""
    name = plain_name(re.split(r"[\\/:]", path.split("?")[0])[-1])
    return f", and write only its name: ![…]({name})"


def _images(folder: Path, reading: Reading, keep_metadata: bool) -> tuple[ImageFile, ...]:
    images = []
    for name, place in reading.images.items():
        image = read_image(folder, name, keep_metadata)
        if isinstance(image, Refused):
            hint = image.hint or "put a PNG, JPEG or SVG file into the work's folder" + _name_alone(name)
            reading.find("image-file", place, image.message, hint)
        else:
            images.append(image)
    return tuple(images)
