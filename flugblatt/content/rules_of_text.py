"""The rules of an edition: its characters, title, headings and notes."""

from __future__ import annotations

from flugblatt.content.rule import Rule


def _error(code: str, rule: str, reason: str, passes: str, fails: str) -> Rule:
    return Rule(code, "error", rule, reason, passes, fails)


TEXT_RULES: tuple[Rule, ...] = (
    _error(
        "text-encoding",
        "A source is UTF-8.",
        "Other encodings do not say which they are.",
        "Erklärung, as UTF-8",
        "Erklärung, as Latin-1 or UTF-16",
    ),
    _error(
        "text-control",
        "A source holds no controls but tab and line ends, no U+2028, U+2029, U+202A to U+202E, no noncharacters.",
        "They are not text, and some of them make a text look other than it is.",
        "U+2067 … U+2069, […]{dir=rtl}",
        "U+202E, NUL, a lone CR",
    ),
    _error(
        "text-isolate",
        "U+2066, U+2067 and U+2068 have their U+2069 in the same paragraph, and the other way round (UAX #9).",
        "An isolate without its end turns all text behind it.",
        "U+2067 words U+2069",
        "U+2067 words",
    ),
    _error(
        "text-entity",
        "An entity stands for a character that could be written as itself.",
        "A control or a direction mark hidden in an entity is one all the same.",
        "&amp; &nbsp;",
        "&#x202E; &#0;",
    ),
    _error(
        "text-html",
        "Raw HTML is not read.",
        "It would be markup in one output and nothing in the others.",
        "a \\<b> c",
        "<b>c</b>",
    ),
    _error(
        "text-attributes",
        "The only attributes are lang and dir behind […], and decorative behind an image.",
        "Any other attribute would be dropped.",
        "[текст]{lang=be}",
        "## Words {#id}, [x]{.red}",
    ),
    _error(
        "text-language",
        "The language of a span is a canonical language tag.",
        "Speech and hyphenation are chosen by it.",
        "[текст]{lang=be}",
        "[Text]{lang=deutsch}",
    ),
    _error(
        "text-direction",
        "The direction of a span is ltr or rtl.",
        "There is no other.",
        "[…]{dir=rtl}",
        "[…]{dir=left}",
    ),
    _error(
        "text-span-empty",
        "A span has words.",
        "A language of nothing is a slip of the pen.",
        "[текст]{lang=be}",
        "[]{lang=be}",
    ),
    _error(
        "text-nesting",
        "Blocks and marks stand at most twenty deep within one another.",
        "Deeper text would be cut off by the reader of Markdown.",
        "> > quoted twice",
        "twenty-one > in a row",
    ),
    _error(
        "front-matter",
        "A text has no YAML front matter.",
        "Metadata stand in statement.yaml, for all editions.",
        "# Title in the first line",
        "--- and title: in the first lines",
    ),
    _error(
        "title-missing",
        "A text has one # heading, its title.",
        "Every output is named by it.",
        "# Statement",
        "a text without a # heading",
    ),
    _error(
        "title-first",
        "The title is the first line of text.",
        "What stands before it would stand before the title page.",
        "# Statement, then the text",
        "a paragraph, then # Statement",
    ),
    _error("title-empty", "A title has words.", "Every output is named by it.", "# Statement", "#"),
    _error(
        "title-second",
        "There is one # heading only.",
        "A work has one title.",
        "# Statement, then ## Part",
        "# Statement, then # Part",
    ),
    _error(
        "heading-skips",
        "Headings go down one level at a time.",
        "A reader who hears the text finds the way by the levels.",
        "## Part, then ### Chapter",
        "## Part, then #### Chapter",
    ),
    _error("heading-empty", "A heading has words.", "It is an entry of the contents.", "## Part", "##"),
    _error(
        "heading-in-note",
        "A note holds no headings.",
        "Notes stand at the end of a page or of the text, outside of its outline.",
        "[^1]: **Source.** Words",
        "[^1]: ## Source",
    ),
    _error(
        "edition-empty",
        "There is text below the title.",
        "A title alone is no statement.",
        "# Statement, then a paragraph",
        "# Statement",
    ),
    _error(
        "note-missing",
        "A note reference has its note.",
        "Else it would be printed as [^1].",
        "text[^1] and a line [^1]: note",
        "text[^1] alone",
    ),
    _error(
        "note-unused",
        "A note has its reference.",
        "Nobody would find it.",
        "text[^1] and a line [^1]: note",
        "a line [^1]: note alone",
    ),
    _error(
        "note-twice", "Each note has a label of its own.", "One would be lost.", "[^1]: a, [^2]: b", "[^1]: a, [^1]: b"
    ),
    _error("note-empty", "A note has words.", "An empty note is a slip of the pen.", "[^1]: Source", "[^1]:"),
    _error(
        "note-in-note",
        "There are no note references in notes.",
        "Printed notes have no notes.",
        "[^1]: See page 3.",
        "[^1]: See page 3.[^2]",
    ),
    _error(
        "note-inline",
        "Notes stand in a paragraph of their own.",
        "^[…] would be printed as it is.",
        "text[^1] and a line [^1]: note",
        "text^[note]",
    ),
    _error(
        "note-label",
        "The label of a note has no spaces.",
        "[^my note] would be printed as it is.",
        "[^my-note]",
        "[^my note]",
    ),
)
