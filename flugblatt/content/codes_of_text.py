"""The codes of an edition: its characters, title, headings and notes."""

from __future__ import annotations

from collections.abc import Mapping

from flugblatt.model import FindingCode

CODES_OF_TEXT: Mapping[str, FindingCode] = {
    "text-encoding": FindingCode(
        "A source is UTF-8.",
        reason="Other encodings do not say which they are.",
        right="Erklärung, as UTF-8",
        wrong="Erklärung, as Latin-1 or UTF-16",
    ),
    "over-limit": FindingCode(
        "A source takes no more room and time than [limits] of flugblatt.toml allow: bytes, marks and blocks, seconds, memory.",
        reason="What is larger than any statement is a slip, or made to bring the machine to a stop.",
        right="a Markdown file of 300 kB, a paragraph of 3,000 characters",
        wrong="a Markdown file of 1 GB, a paragraph of 160,000 [",
    ),
    "text-control": FindingCode(
        "A source holds no controls but tab and line ends, no U+2028, U+2029, U+202A to U+202E, no noncharacters.",
        reason="They are not text, and some of them make a text look other than it is.",
        right="U+2067 … U+2069, […]{dir=rtl}",
        wrong="U+202E, NUL, a lone CR",
    ),
    "text-isolate": FindingCode(
        "U+2066, U+2067 and U+2068 have their U+2069 in the same paragraph, and the other way round (UAX #9).",
        reason="An isolate without its end turns all text behind it.",
        right="U+2067 words U+2069",
        wrong="U+2067 words",
    ),
    "text-blank": FindingCode(
        "A paragraph, a cell or a heading has words, or is not there.",
        reason="Blanks and marks that nobody sees make a gap on the page, and a screen reader stops at nothing.",
        right="two paragraphs with an empty line between; an empty cell: | |",
        wrong="a paragraph of &nbsp; or U+00AD alone",
    ),
    "text-entity": FindingCode(
        "An entity stands for a character that could be written as itself.",
        reason="A control or a direction mark hidden in an entity is one all the same.",
        right="&amp; &nbsp;",
        wrong="&#x202E; &#0;",
    ),
    "suspicious-mark": FindingCode(
        "A text has no marks that office programs and other Markdown leave, and its addresses are links.",
        reason="They would be printed as they are: items and cells run together, and nobody can follow the address.",
        right="- first; | a | b | over |---|---|; **bold**; <press@example.org>; [+370 600 00000](tel:+37060000000)",
        wrong="• first; cells parted by tabs; ** bold**; press@example.org; +370 600 00000",
        severity="warning",
    ),
    "text-html": FindingCode(
        "Of raw HTML, comments are left out, and <br>, <sub> and <sup> are read.",
        reason="Other tags would be markup in one output and nothing in the others.",
        right="a \\<b> c, <!-- not printed -->, H<sub>2</sub>O, one<br>two",
        wrong="<b>c</b>, <p>words</p>",
    ),
    "text-comment": FindingCode(
        "A text has no comments.",
        reason="No output shows them, but the source is published within the PDF, the e-book and the package.",
        right="words for readers alone",
        wrong="<!-- ask Anna whether this may be said -->",
        severity="warning",
    ),
    "text-attributes": FindingCode(
        "The only attributes are lang and dir behind […], decorative behind an image, and #id, once each, behind a heading.",
        reason="Any other attribute would be dropped.",
        right="[текст]{lang=be}, ## Words {#words}",
        wrong="# Title {#id}, [x]{.red}, ![x](x.png){width=50%}",
    ),
    "text-language": FindingCode(
        "The language of a span is a canonical language tag.",
        reason="Speech and hyphenation are chosen by it.",
        right="[текст]{lang=be}",
        wrong="[Text]{lang=deutsch}",
    ),
    "text-direction": FindingCode(
        "The direction of a span is ltr or rtl.",
        reason="There is no other.",
        right="[…]{dir=rtl}",
        wrong="[…]{dir=left}",
    ),
    "text-span-empty": FindingCode(
        "A span has words.",
        reason="A language of nothing is a slip of the pen.",
        right="[текст]{lang=be}",
        wrong="[]{lang=be}",
    ),
    "text-nesting": FindingCode(
        "Blocks and marks stand at most twenty deep within one another.",
        reason="Deeper text would be cut off by the reader of Markdown.",
        right="> > quoted twice",
        wrong="twenty-one > in a row",
    ),
    "front-matter": FindingCode(
        "A text has no front matter, neither YAML (---) nor TOML (+++).",
        reason="Metadata stand in statement.yaml, for all editions.",
        right="# Title in the first line",
        wrong="--- and title: in the first lines",
    ),
    "title-missing": FindingCode(
        "A text has one # heading, its title.",
        reason="Every output is named by it.",
        right="# Statement",
        wrong="a text without a # heading",
    ),
    "title-first": FindingCode(
        "The title is the first line of text.",
        reason="What stands before it would stand before the title page.",
        right="# Statement, then the text",
        wrong="a paragraph, then # Statement",
    ),
    "title-empty": FindingCode(
        "A title has words.", reason="Every output is named by it.", right="# Statement", wrong="#"
    ),
    "title-second": FindingCode(
        "There is one # heading only.",
        reason="A work has one title.",
        right="# Statement, then ## Part",
        wrong="# Statement, then # Part",
    ),
    "heading-skips": FindingCode(
        "Headings go down one level at a time.",
        reason="A reader who hears the text finds the way by the levels.",
        right="## Part, then ### Chapter",
        wrong="## Part, then #### Chapter",
    ),
    "heading-empty": FindingCode(
        "A heading has words.", reason="It is an entry of the contents.", right="## Part", wrong="##"
    ),
    "heading-in-note": FindingCode(
        "A note holds no headings.",
        reason="Notes stand at the end of a page or of the text, outside of its outline.",
        right="[^1]: **Source.** Words",
        wrong="[^1]: ## Source",
    ),
    "edition-empty": FindingCode(
        "There is text below the title.",
        reason="A title alone is no statement.",
        right="# Statement, then a paragraph",
        wrong="# Statement",
    ),
    "note-missing": FindingCode(
        "A note reference has its note.",
        reason="Else it would be printed as [^1].",
        right="text[^1] and a line [^1]: note",
        wrong="text[^1] alone",
    ),
    "note-unused": FindingCode(
        "A note has its reference.",
        reason="Nobody would find it.",
        right="text[^1] and a line [^1]: note",
        wrong="a line [^1]: note alone",
    ),
    "note-twice": FindingCode(
        "Each note has a label of its own.",
        reason="One would be lost.",
        right="[^1]: a, [^2]: b",
        wrong="[^1]: a, [^1]: b",
    ),
    "note-empty": FindingCode(
        "A note has words.", reason="An empty note is a slip of the pen.", right="[^1]: Source", wrong="[^1]:"
    ),
    "note-in-note": FindingCode(
        "There are no note references in notes.",
        reason="Printed notes have no notes.",
        right="[^1]: See page 3.",
        wrong="[^1]: See page 3.[^2]",
    ),
    "note-inline": FindingCode(
        "Notes stand in a paragraph of their own.",
        reason="^[…] would be printed as it is.",
        right="text[^1] and a line [^1]: note",
        wrong="text^[note]",
    ),
    "note-label": FindingCode(
        "The label of a note has no spaces.",
        reason="[^my note] would be printed as it is.",
        right="[^my-note]",
        wrong="[^my note]",
    ),
}
