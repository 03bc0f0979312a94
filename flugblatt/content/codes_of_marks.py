"""The codes of an edition: its links, images, code, lists and tables."""

from __future__ import annotations

from flugblatt.model import FindingCode

CODES_OF_MARKS: tuple[FindingCode, ...] = (
    FindingCode(
        "link-scheme",
        "Links lead to https:, mailto:, tel: or a heading.",
        "Other addresses do not work, or not safely, in all outputs.",
        "[words](https://example.org)",
        "[words](javascript:alert), [words](page.html)",
    ),
    FindingCode(
        "link-target",
        "An address is whole: https: with a host, mailto: with an @, tel: with digits; without blanks.",
        "Nobody can follow another one.",
        "[words](tel:+49301234567)",
        "[words](https:///), [words](mailto:nobody)",
    ),
    FindingCode(
        "link-http",
        "Links are https:, where the site has it.",
        "http: can be read and changed on the way; it is kept.",
        "https://example.org",
        "http://example.org",
        "warning",
    ),
    FindingCode(
        "link-anchor",
        "A link #… leads to a heading of the same text.",
        "Else it leads nowhere.",
        "[words](#part), with ## Part",
        "[words](#part), without ## Part",
    ),
    FindingCode(
        "link-empty",
        "A link has words.",
        "Nobody could click on it.",
        "[words](https://example.org)",
        "[](https://example.org)",
    ),
    FindingCode(
        "link-twice",
        "Each link definition has a label of its own.",
        "The second address would be lost.",
        "[a]: https://example.org",
        "[a]: twice",
    ),
    FindingCode(
        "link-unread",
        "What looks like a link or an image is one.",
        "Else its address would be printed, and nobody could follow it.",
        "[words](https://example.org), [words][a] with [a]: https://example.org",
        "[words](two words), [words][a] without [a]:, [words[^1]](https://example.org)",
    ),
    FindingCode(
        "link-unused",
        "A link definition has its link.",
        "Markdown shows nothing of it.",
        "[a] in the text and [a]: https://example.org",
        "[a]: https://example.org alone",
        "warning",
    ),
    FindingCode(
        "image-file",
        "An image is a whole PNG, JPEG or SVG file in the work's folder, of at most 40 million pixels and 50 MB, named by its "
        "kind; an SVG has no text, no effects and no other files in it.",
        "What is drawn must be the same everywhere, and text must be text. 16 bits, CMYK, turned pictures, and what drawing "
        "programs write beside the shapes, are made over; metadata go.",
        "![Map](map.png)",
        "![Map](../map.png), ![Map](https://example.org/map.png)",
    ),
    FindingCode(
        "image-alt",
        "An image has an alt text, or is marked {decorative}.",
        "Who cannot see it hears nothing else of it.",
        "![Map of the region](map.png), ![](line.png){decorative}",
        "![](map.png)",
    ),
    FindingCode(
        "image-alt-marks",
        "An alt text is plain words.",
        "Marks cannot be heard.",
        "![Map of the region](map.png)",
        "![Map *of* the region](map.png)",
    ),
    FindingCode(
        "image-decorative",
        "A decorative image has no alt text.",
        "It is passed over in silence; the words would be lost.",
        "![](line.png){decorative}",
        "![Line](line.png){decorative}",
    ),
    FindingCode(
        "image-title",
        "An image has no title.",
        "It would be shown in some outputs only.",
        "![Map](map.png)",
        '![Map](map.png "The region")',
    ),
    FindingCode(
        "code-unclosed",
        "Code between ``` has its last ```.",
        "Else the rest of the text is code.",
        "```, code, ```",
        "```, code",
    ),
    FindingCode(
        "code-indented",
        "Paragraphs are not indented.",
        "Four spaces make code of a paragraph: another font, and no marks.",
        "Words",
        "    Words",
        "warning",
    ),
    FindingCode(
        "list-single",
        "A list of one item begins with 1.",
        "A line that begins with 6. is read as a list; most often it is a date.",
        "6\\. January",
        "6. January",
        "warning",
    ),
    FindingCode(
        "table-cells",
        "A row has no more cells than the header, and nothing stands beside its bars.",
        "What is too much would be dropped.",
        "| a | b | below | A | B |",
        "| a | b | c | below | A | B |",
    ),
)
